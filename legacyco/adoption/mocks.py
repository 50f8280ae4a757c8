"""``unittest.mock`` as adopted modules see it: what was decorated is no ``async def``.

Since 3.8 patch() puts an AsyncMock where it finds a coroutine function, and Mock(spec=...) makes
such attributes. Old suites know of none: they give the mock of a decorated function a future to
return. So such a function, and asyncio's own, is mocked as any other. For ``async def`` all is as
in ``unittest.mock``, and so are all names that are not here.
"""

from unittest import mock as _mock

from legacyco.coroutines import is_decorated, is_own

__all__ = _mock.__all__

for _name in __all__:
    globals()[_name] = getattr(_mock, _name)


def __getattr__(name):
    return getattr(_mock, name)


def __dir__():
    return sorted(set(dir(_mock)) | set(globals()))


def _is_old(thing):
    """Return whether a function or method is none that was ``async def``: asyncio's were not."""
    return is_decorated(thing) or is_own(thing)


class _OldMixin:
    """A mock whose attributes are no AsyncMocks where the specification has decorated functions."""

    def _mock_add_spec(self, spec, *args, **kwargs):
        super()._mock_add_spec(spec, *args, **kwargs)
        asyncs = self.__dict__.get("_spec_asyncs")
        if asyncs:
            self.__dict__["_spec_asyncs"] = [
                name for name in asyncs if not _is_old(getattr(spec, name, None))
            ]


class NonCallableMock(_OldMixin, _mock.NonCallableMock):
    """As unittest.mock's."""


class Mock(_OldMixin, _mock.Mock):
    """As unittest.mock's."""


class NonCallableMagicMock(_OldMixin, _mock.NonCallableMagicMock):
    """As unittest.mock's."""


class MagicMock(_OldMixin, _mock.MagicMock):
    """As unittest.mock's."""


class _OldPatch(_mock._patch):
    """A patcher that puts a MagicMock in the place of a decorated function."""

    def copy(self):
        return _as_old(super().copy())

    def __enter__(self):
        if not self._decides():
            return super().__enter__()
        self.target = self.getter()
        original, _ = self.get_original()
        if _is_old(original):
            self.new_callable = MagicMock
        try:
            return super().__enter__()
        finally:
            self.new_callable = None

    def _decides(self):
        given = (self.new_callable, self.spec, self.spec_set, self.autospec)
        return self.new is _mock.DEFAULT and all(each is None for each in given)


def _as_old(patcher):
    patcher.__class__ = _OldPatch
    for each in getattr(patcher, "additional_patchers", ()):
        _as_old(each)
    return patcher


class _Patch:
    """``mock.patch``, and what hangs on it."""

    def __call__(self, *args, **kwargs):
        return _as_old(_mock.patch(*args, **kwargs))

    def object(self, *args, **kwargs):
        return _as_old(_mock.patch.object(*args, **kwargs))

    def multiple(self, *args, **kwargs):
        return _as_old(_mock.patch.multiple(*args, **kwargs))

    def __getattr__(self, name):
        return getattr(_mock.patch, name)

    def __setattr__(self, name, value):
        # TEST_PREFIX
        setattr(_mock.patch, name, value)


patch = _Patch()
