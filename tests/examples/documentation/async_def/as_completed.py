import legacyco as asyncio

async def answer_after(delay, what):
    await asyncio.sleep(delay)
    return what

async def main():
    aws = [answer_after(3, 'third'), answer_after(1, 'first'), answer_after(2, 'second')]
    for f in asyncio.as_completed(aws):
        earliest_result = await f
        print(earliest_result)

asyncio.run(main())
