"""The interpreter's own test.test_asyncio, run against legacyco.

`standin` makes the modules that the suite sees as asyncio, `runner` runs one of its files in a
process of its own, `harness` starts those processes and judges what they say, `plan` lists the
files, `exclusions` the tests that cannot pass and why, `report` writes docs/conformance.rst.
"""
