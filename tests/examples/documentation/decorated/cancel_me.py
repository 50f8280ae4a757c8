import legacyco as asyncio

@asyncio.coroutine
def cancel_me():
    print('cancel_me(): before sleep')

    try:
        # Wait for 1 hour
        yield from asyncio.sleep(3600)
    except asyncio.CancelledError:
        print('cancel_me(): cancel sleep')
        raise
    finally:
        print('cancel_me(): after sleep')

@asyncio.coroutine
def main():
    # Create a "cancel_me" Task
    task = asyncio.create_task(cancel_me())

    # Wait for 1 second
    yield from asyncio.sleep(1)

    task.cancel()
    try:
        yield from task
    except asyncio.CancelledError:
        print("main(): cancel_me is cancelled now")

asyncio.run(main())
