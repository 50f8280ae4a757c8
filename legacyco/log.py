"""The logger, which is asyncio's: what is logged to ``asyncio`` stays there."""

from asyncio.log import logger

__all__ = ("logger",)
