import legacyco as asyncio
import time

@asyncio.coroutine
def say_after(delay, what):
    yield from asyncio.sleep(delay)
    print(what)

@asyncio.coroutine
def main():
    task1 = asyncio.create_task(
        say_after(1, 'hello'))

    task2 = asyncio.create_task(
        say_after(2, 'world'))

    print(f"started at {time.strftime('%X')}")

    # Wait until both tasks are completed (should take
    # around 2 seconds.)
    yield from task1
    yield from task2

    print(f"finished at {time.strftime('%X')}")

asyncio.run(main())
