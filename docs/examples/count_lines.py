import sys

import legacyco as asyncio


@asyncio.coroutine
def count_lines(path):  # old: a decorated generator ...
    loop = asyncio.get_event_loop()
    with open(path) as file:
        text = yield from loop.run_in_executor(None, file.read)
    return (yield from describe(path, text.count("\n")))  # ... calls a new function


async def describe(path, lines):
    await asyncio.sleep(0.01)
    return "%s has %d lines" % (path, lines)


async def main(paths):  # new: calls the old one
    for line in await asyncio.gather(*[count_lines(path) for path in paths]):
        print(line)


asyncio.run(main(sys.argv[1:]))
