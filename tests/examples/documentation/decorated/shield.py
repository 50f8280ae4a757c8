import legacyco as asyncio

@asyncio.coroutine
def something():
    yield from asyncio.sleep(2)
    print('something() went on')

@asyncio.coroutine
def wait_shielded():
    try:
        res = yield from asyncio.shield(something())
    except asyncio.CancelledError:
        res = None
    print(res)

@asyncio.coroutine
def main():
    task = asyncio.create_task(wait_shielded())
    yield from asyncio.sleep(1)
    task.cancel()
    yield from task
    yield from asyncio.sleep(2)

asyncio.run(main())
