__all__ = ("AdoptionError", "adopt")

class AdoptionError(ValueError): ...

def adopt(
    *packages: str, era: str | None = None, shims: bool = False, report: bool | str = False
) -> None: ...
