"""What asyncio knew of old Pythons; of 3.4 to 3.6."""

__all__ = ()

PY34 = PY35 = PY352 = True


def flatten_list_bytes(list_of_data):
    """Return a sequence of bytes-like objects as one bytes object."""
    return b"".join(list_of_data)
