"""``async`` and ``await`` where they are names, as they could be up to Python 3.6.

The parser of today takes them for keywords everywhere.  So every one that is a name is replaced by
a placeholder of the same length before parsing, and put back into the tree, whose identifiers may
be anything: columns stay right, and so do ``getattr(asyncio, "async")`` and ``f(**{"async": 1})``.

Python 3.5 and 3.6 decided by these rules, and so does this:

- within an ``async def``, from its header to the end of its body, both are keywords;
- elsewhere ``async`` is a keyword before ``def``, ``for`` and ``with``, and ``await`` nowhere.
"""

import ast
import io
import itertools
import tokenize
from importlib.util import decode_source

_WORDS = ("async", "await")
_BLANK = (tokenize.NL, tokenize.COMMENT)


def parse(data, filename):
    """Return the tree of a module in which ``async`` or ``await`` may be names.

    data: the source, as bytes.  Raises SyntaxError as ast.parse() does, or tokenize.TokenError.
    """
    text = decode_source(data)
    # Not splitlines(): a form feed ends no line.
    lines = text.split("\n")
    placeholders = _unused_words(text)
    changed = list(lines)
    for row, column, word in names(text):
        line = changed[row]
        end = column + len(word)
        changed[row] = line[:column] + placeholders[word] + line[end:]
    try:
        tree = ast.parse("\n".join(changed), filename)
    except SyntaxError as error:
        if error.lineno is not None and 0 < error.lineno <= len(lines):
            error.text = lines[error.lineno - 1]
        raise
    _put_back(tree, {placeholder: word for word, placeholder in placeholders.items()})
    return tree


def names(text):
    """Yield ``(line from 0, column, word)`` of every ``async`` and ``await`` that is a name.

    Raises SyntaxError or tokenize.TokenError where the text cannot be split into tokens.
    """
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    scope = _Scope()
    for token, following in _pairs(token for token in tokens if token.type not in _BLANK):
        scope.enter(token, following)
        if token.type == tokenize.NAME and token.string in _WORDS and not scope.inside:
            before = following.string if following is not None else ""
            if token.string == "async" and before == "def":
                scope.begin()
            elif token.string == "await" or before not in ("for", "with"):
                yield token.start[0] - 1, token.start[1], token.string


class _Scope:
    """Whether the tokenizer is within an ``async def``.

    ``inside`` is None outside, "header" from ``async`` to the end of that line, "body" after it
    until the indentation is back at what it was.
    """

    def __init__(self):
        self.inside = None
        self._level = 0
        self._outer_level = 0

    def begin(self):
        self.inside = "header"
        self._outer_level = self._level

    def enter(self, token, following):
        if token.type == tokenize.INDENT:
            self._level += 1
        elif token.type == tokenize.DEDENT:
            self._level -= 1
            if self.inside == "body" and self._level <= self._outer_level:
                self.inside = None
        elif token.type == tokenize.NEWLINE and self.inside == "header":
            indented = following is not None and following.type == tokenize.INDENT
            self.inside = "body" if indented else None


def _pairs(tokens):
    """Yield each token with the one after it, the last with None."""
    first, second = itertools.tee(tokens)
    next(second, None)
    return itertools.zip_longest(first, second)


def _unused_words(text):
    """Return a placeholder for each word: as long as it is, and nowhere in the text."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    candidates = ("a" + "".join(rest) for rest in itertools.product(letters, repeat=4))
    unused = (word for word in candidates if word not in text)
    return {word: next(unused) for word in _WORDS}


def _put_back(tree, words):
    for node in ast.walk(tree):
        # Their values are text, not names.
        if type(node).__name__ in ("Constant", "Str"):
            continue
        for field, value in ast.iter_fields(node):
            if isinstance(value, str):
                setattr(node, field, _restored(value, words))
            elif isinstance(value, list) and value and isinstance(value[0], str):
                setattr(node, field, [_restored(each, words) for each in value])


def _restored(name, words):
    # Names of modules are dotted.
    return ".".join(words.get(part, part) for part in name.split("."))
