from logging import Logger

__all__ = ("logger",)

logger: Logger
