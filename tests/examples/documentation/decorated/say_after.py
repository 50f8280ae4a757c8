import legacyco as asyncio
import time

@asyncio.coroutine
def say_after(delay, what):
    yield from asyncio.sleep(delay)
    print(what)

@asyncio.coroutine
def main():
    print(f"started at {time.strftime('%X')}")

    yield from say_after(1, 'hello')
    yield from say_after(2, 'world')

    print(f"finished at {time.strftime('%X')}")

asyncio.run(main())
