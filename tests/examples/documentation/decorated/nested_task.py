import legacyco as asyncio

@asyncio.coroutine
def nested():
    return 42

@asyncio.coroutine
def main():
    # Schedule nested() to run soon concurrently
    # with "main()".
    task = asyncio.create_task(nested())

    # "task" can now be used to cancel "nested()", or
    # can simply be awaited to wait until it is complete:
    yield from task
    print(task.result())

asyncio.run(main())
