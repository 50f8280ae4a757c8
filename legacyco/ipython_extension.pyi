from typing import Any

__all__: tuple[str, ...] = ("load_ipython_extension",)

def load_ipython_extension(shell: Any) -> None: ...
