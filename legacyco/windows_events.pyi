import sys

if sys.platform == "win32":
    from asyncio import IocpProactor as IocpProactor

    from .events import BaseDefaultEventLoopPolicy
    from .proactor_events import BaseProactorEventLoop
    from .selector_events import BaseSelectorEventLoop

    __all__ = (
        "DefaultEventLoopPolicy",
        "EventLoop",
        "IocpProactor",
        "ProactorEventLoop",
        "SelectorEventLoop",
        "WindowsProactorEventLoopPolicy",
        "WindowsSelectorEventLoopPolicy",
    )

    class SelectorEventLoop(BaseSelectorEventLoop): ...

    class ProactorEventLoop(BaseProactorEventLoop):
        def __init__(self, proactor: IocpProactor | None = None) -> None: ...

    EventLoop = ProactorEventLoop

    class WindowsSelectorEventLoopPolicy(BaseDefaultEventLoopPolicy): ...
    class WindowsProactorEventLoopPolicy(BaseDefaultEventLoopPolicy): ...

    DefaultEventLoopPolicy = WindowsProactorEventLoopPolicy
    _DefaultEventLoopPolicy = DefaultEventLoopPolicy
