import sys

if sys.platform != "win32":
    from .child_watchers import (
        AbstractChildWatcher as AbstractChildWatcher,
        PidfdChildWatcher as PidfdChildWatcher,
        ThreadedChildWatcher as ThreadedChildWatcher,
    )
    from .events import BaseDefaultEventLoopPolicy
    from .selector_events import BaseSelectorEventLoop
    from .sigchld_watchers import (
        BaseChildWatcher as BaseChildWatcher,
        FastChildWatcher as FastChildWatcher,
        MultiLoopChildWatcher as MultiLoopChildWatcher,
        SafeChildWatcher as SafeChildWatcher,
    )

    __all__ = (
        "AbstractChildWatcher",
        "DefaultEventLoopPolicy",
        "EventLoop",
        "FastChildWatcher",
        "MultiLoopChildWatcher",
        "PidfdChildWatcher",
        "SafeChildWatcher",
        "SelectorEventLoop",
        "ThreadedChildWatcher",
    )

    class SelectorEventLoop(BaseSelectorEventLoop): ...

    EventLoop = SelectorEventLoop
    _UnixSelectorEventLoop = SelectorEventLoop

    class DefaultEventLoopPolicy(BaseDefaultEventLoopPolicy): ...

    _UnixDefaultEventLoopPolicy = DefaultEventLoopPolicy
    _DefaultEventLoopPolicy = DefaultEventLoopPolicy
