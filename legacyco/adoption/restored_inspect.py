"""inspect.getargspec() and inspect.formatargspec(), as they were last."""

import inspect
from collections import namedtuple

ArgSpec = namedtuple("ArgSpec", "args varargs keywords defaults")


def getargspec(func):
    """Return the names and the default values of a function's parameters.

    Raise ValueError if it has keyword-only parameters or annotations, as it did.
    """
    full = inspect.getfullargspec(func)
    if full.kwonlyargs or full.annotations:
        raise ValueError(
            "Function has keyword-only parameters or annotations, use inspect.signature() API"
            " which can support them"
        )
    return ArgSpec(full.args, full.varargs, full.varkw, full.defaults)


def formatargspec(
    args,
    varargs=None,
    varkw=None,
    defaults=None,
    kwonlyargs=(),
    kwonlydefaults=None,
    annotations=None,
    formatarg=str,
    formatvarargs=lambda name: "*" + name,
    formatvarkw=lambda name: "**" + name,
    formatvalue=lambda value: "=" + repr(value),
    formatreturns=lambda text: " -> " + text,
    formatannotation=inspect.formatannotation,
):
    """Return the text of the parameters that getargspec() or getfullargspec() found."""
    annotations = annotations or {}

    def named(name):
        text = formatarg(name)
        if name in annotations:
            text += ": " + formatannotation(annotations[name])
        return text

    parts = [named(name) for name in args]
    first = len(args) - len(defaults or ())
    for index, value in enumerate(defaults or ()):
        parts[first + index] += formatvalue(value)
    if varargs is not None:
        parts.append(formatvarargs(named(varargs)))
    elif kwonlyargs:
        parts.append("*")
    for name in kwonlyargs or ():
        has_default = kwonlydefaults and name in kwonlydefaults
        parts.append(named(name) + (formatvalue(kwonlydefaults[name]) if has_default else ""))
    if varkw is not None:
        parts.append(formatvarkw(named(varkw)))
    text = "(" + ", ".join(parts) + ")"
    if "return" in annotations:
        text += formatreturns(formatannotation(annotations["return"]))
    return text
