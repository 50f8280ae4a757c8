"""The patch that people put into a program to get an old package going on a new Python."""

import asyncio
import types

if not hasattr(asyncio, "coroutine"):
    asyncio.coroutine = types.coroutine
if not hasattr(asyncio, "async"):
    setattr(asyncio, "async", asyncio.ensure_future)
