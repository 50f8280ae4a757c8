import legacyco as asyncio

@asyncio.coroutine
def main():
    print('hello')
    yield from asyncio.sleep(1)
    print('world')

asyncio.run(main())
