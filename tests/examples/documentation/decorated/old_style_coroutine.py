import legacyco as asyncio

@asyncio.coroutine
def old_style_coroutine():
    yield from asyncio.sleep(1)

@asyncio.coroutine
def main():
    yield from old_style_coroutine()
    print('done')

asyncio.run(main())
