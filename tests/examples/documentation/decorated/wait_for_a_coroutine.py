import legacyco as asyncio

@asyncio.coroutine
def foo():
    return 42

@asyncio.coroutine
def main():
    coro = foo()
    done, pending = yield from asyncio.wait({coro})

    if coro in done:
        # This branch will never be run!
        print('done')
    print(done.pop().result(), pending)

asyncio.run(main())
