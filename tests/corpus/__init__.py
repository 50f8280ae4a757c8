"""Old packages from PyPI, unmodified, with their own test suites as the judge of legacyco.

For each package ``data/NAME.json`` holds the *oracle*: the tests of its suite that pass on CPython
3.6 with that Python's own asyncio, or, of trollius, on CPython 2.7. What legacyco makes of the
suite on a new Python is compared with it; every test that is missing needs a row in ``misses.py``.

    python -m tests.corpus                        # what tox -e corpus does
    python -m tests.corpus run hbmqtt --python 3.13
    python -m tests.corpus run hbmqtt --only tests/test_client.py --keep
    python -m tests.corpus run all --way plain    # without legacyco: plain, patch, patch-and-edit
    python -m tests.corpus page                   # docs/corpus.rst, from the results

Nothing of a package is kept here: the sdist comes from PyPI, and its checksum has to be the one
that the oracle was made with. Sources, environments and results are in build/corpus.

The rooms; each imports only from those above it:

``packages``      what each package needs to have its suite run
``places``        what is where
``processes``     commands with a deadline, and without a network where that is possible
``preparation``   sdists and virtual environments
``ways``          with legacyco, or with what people do without it
``suite``         one run of one suite
``oracle``        a run compared with the oracle
``misses``        the oracle's tests that do not pass, each with its reason
``holdout``       other packages, tried once
``page``          docs/corpus.rst

``plugins`` is on the path of every suite: a pytest plugin that reports each test, and one that
restores what is missing in a new Python besides asyncio. Neither knows of legacyco.
"""
