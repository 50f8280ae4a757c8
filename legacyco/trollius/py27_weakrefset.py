"""WeakSet: the interpreter's own."""

from weakref import WeakSet, ref as ref

__all__ = ("WeakSet",)
