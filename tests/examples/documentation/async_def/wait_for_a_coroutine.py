import legacyco as asyncio

async def foo():
    return 42

async def main():
    coro = foo()
    done, pending = await asyncio.wait({coro})

    if coro in done:
        # This branch will never be run!
        print('done')
    print(done.pop().result(), pending)

asyncio.run(main())
