"""What is typed into an IPython below ``run``, and what its ``%run`` runs."""

from . import imports, programs


def adopt(shell, options):
    """Have cells see legacyco in the place of asyncio, and adopt the programs that they run."""
    programs.follow(options)
    if not any(isinstance(each, _Imports) for each in shell.ast_transformers):
        shell.ast_transformers.append(_Imports(options))


class _Imports:
    """A transformer of cells, for IPython."""

    def __init__(self, options):
        self._options = options

    def visit(self, tree):
        """Return the cell's tree, whose imports are redirected."""
        imports.apply(tree, self._options)
        return tree
