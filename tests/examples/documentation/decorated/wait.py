import legacyco as asyncio

@asyncio.coroutine
def foo():
    return 42

@asyncio.coroutine
def main():
    task = asyncio.create_task(foo())
    done, pending = yield from asyncio.wait({task})

    if task in done:
        # Everything will work as expected now.
        print(task.result(), pending)

asyncio.run(main())
