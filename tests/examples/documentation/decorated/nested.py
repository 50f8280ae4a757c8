import legacyco as asyncio

@asyncio.coroutine
def nested():
    return 42

@asyncio.coroutine
def main():
    # Let's do it differently now and await it:
    print((yield from nested()))  # will print "42".

asyncio.run(main())
