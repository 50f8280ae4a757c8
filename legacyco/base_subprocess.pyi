from asyncio.base_subprocess import *  # noqa: F403

from .coroutines import coroutine as coroutine
