import legacyco as asyncio

async def something():
    await asyncio.sleep(2)
    print('something() went on')

async def wait_shielded():
    try:
        res = await asyncio.shield(something())
    except asyncio.CancelledError:
        res = None
    print(res)

async def main():
    task = asyncio.create_task(wait_shielded())
    await asyncio.sleep(1)
    task.cancel()
    await task
    await asyncio.sleep(2)

asyncio.run(main())
