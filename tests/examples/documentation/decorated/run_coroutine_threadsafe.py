import legacyco as asyncio
import threading

@asyncio.coroutine
def answer():
    return (yield from asyncio.sleep(1, result=3))

def main(loop):
    # Create a coroutine
    coro = answer()
    timeout = 10

    # Submit the coroutine to a given loop
    future = asyncio.run_coroutine_threadsafe(coro, loop)

    try:
        # Wait for the result with an optional timeout argument
        result = future.result(timeout)
    except asyncio.TimeoutError:
        print('The coroutine took too long, cancelling the task...')
        future.cancel()
    else:
        print(f'The coroutine returned: {result!r}')
    loop.call_soon_threadsafe(loop.stop)

loop = asyncio.new_event_loop()
thread = threading.Thread(target=main, args=(loop,))
thread.start()
loop.run_forever()
thread.join()
loop.close()
