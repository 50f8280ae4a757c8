"""What trollius knew of old Pythons."""

__all__ = ()

PY26 = False
PY33 = PY34 = PY35 = True

integer_types = (int,)
bytes_type = bytes
text_type = str
string_types = (bytes, str)
BYTES_TYPES = (bytes, bytearray, memoryview)


def reraise(tp, value, tb=None):
    """Raise an exception once more, with a traceback."""
    if value.__traceback__ is not tb:
        raise value.with_traceback(tb)
    raise value


def flatten_bytes(data):
    """Return a bytes-like object that sockets take; TypeError for anything else."""
    if not isinstance(data, BYTES_TYPES):
        raise TypeError("data argument must be byte-ish (%r)" % type(data))
    return data


def flatten_list_bytes(data):
    """Return a sequence of bytes-like objects as one bytes object."""
    return b"".join(map(flatten_bytes, data))
