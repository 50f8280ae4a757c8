import legacyco as asyncio

@asyncio.coroutine
def eternity():
    # Sleep for one hour
    yield from asyncio.sleep(3600)
    print('yay!')

@asyncio.coroutine
def main():
    # Wait for at most 1 second
    try:
        yield from asyncio.wait_for(eternity(), timeout=1.0)
    except asyncio.TimeoutError:
        print('timeout!')

asyncio.run(main())
