import sys

if sys.platform == "win32":
    from asyncio.windows_utils import *  # noqa: F403
