import legacyco as asyncio

@asyncio.coroutine
def answer_after(delay, what):
    yield from asyncio.sleep(delay)
    return what

@asyncio.coroutine
def main():
    aws = [answer_after(3, 'third'), answer_after(1, 'first'), answer_after(2, 'second')]
    for f in asyncio.as_completed(aws):
        earliest_result = yield from f
        print(earliest_result)

asyncio.run(main())
