import legacyco as asyncio

@asyncio.coroutine
def factorial(name, number):
    f = 1
    for i in range(2, number + 1):
        print(f"Task {name}: Compute factorial({i})...")
        yield from asyncio.sleep(1)
        f *= i
    print(f"Task {name}: factorial({number}) = {f}")

@asyncio.coroutine
def main():
    # Schedule three calls *concurrently*:
    yield from asyncio.gather(
        factorial("A", 2),
        factorial("B", 3),
        factorial("C", 4),
    )

asyncio.run(main())
