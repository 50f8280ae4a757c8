"""A use of a construct that some Python changed, found in source."""

from collections import namedtuple

_Use = namedtuple("_Use", "rule name line column node certain")


class Use(_Use):
    """A use of a construct.

    rule: the :class:`legacyco.history.Change` that speaks of it.
    name: the dotted name in the rule that was used; for syntax the word in question, or "".
    line, column: where it stands, from 1 and from 0 as in ``ast``.
    node: the node of the tree; for an argument the ``ast.keyword``.
    certain: False where the source alone does not tell, but it looks so.
    """

    __slots__ = ()

    @property
    def last_name(self):
        """The last part of the name, which stands for ``{name}`` in the rule's texts."""
        return self.name.rpartition(".")[2]

    @property
    def replacement(self):
        """What to write instead."""
        return self.rule.replacement.replace("{name}", self.last_name)


def use(rule, node, name="", certain=True, at=None):
    """Return a :class:`Use`; *at* is a node with a position where *node* has none of its own."""
    place = node if hasattr(node, "lineno") else at
    return Use(rule, name, place.lineno, place.col_offset, node, certain)
