"""The standard library's selectors, which asyncio brought with it up to 3.6."""

import selectors as _selectors

from ._passthrough import pass_on

pass_on(globals(), _selectors)
