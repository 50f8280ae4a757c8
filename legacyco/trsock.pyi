from asyncio.trsock import TransportSocket as TransportSocket

__all__ = ("TransportSocket",)
