"""Other packages that were tried the same way, once each: what was found.

Not the corpus: these do not run in CI, and no oracle of theirs is kept here. The oracle is the
number of tests that pass on CPython 3.6 with its own asyncio; the suites, old as they are, ran
under pytest 7 with the plugins of the corpus, and ``python -m legacyco run --adopt ... -m pytest``.
"""

from collections import namedtuple

# *oracle*, *plain* and *passed* are numbers of tests; *passed* has one for each Python. *plain* is
# on 3.15, of aiohttp, aioredis, asyncssh and janus on 3.13. *missed* says what did not pass.
Tried = namedtuple("Tried", "package what oracle plain passed missed")

HOLDOUT = [
    Tried(
        "aiocoap 0.3",
        "CoAP",
        43,
        0,
        {"3.13": 42, "3.15": 42},
        "one compares the ``str()`` of an IntEnum (3.11)",
    ),
    Tried(
        "aiohttp 2.3.10",
        "HTTP, with yarl 1.1.1 and async_timeout 2.0.1",
        2007,
        0,
        {"3.13": 1988, "3.15": 1989},
        "three catch ``OSError`` where a timeout comes, and pass with ``--era 3.7``; five count"
        " warnings, and utcnow() warns (3.12); three start another Python or pytest, which adopts"
        " nothing; one awaits a decorated function's coroutine twice, which a generator allowed;"
        " one, on 3.13 only, compares a warning whose place was wrong, and passes since; six"
        " compare what http, ssl, urllib.parse and idna say",
    ),
    Tried("aiohttp_cors 0.4.0", "with aiohttp 0.22.5", 13, 0, {"3.13": 13, "3.15": 13}, ""),
    Tried("aiohttp_jinja2 0.8.0", "with aiohttp 0.22.5", 5, 0, {"3.13": 5, "3.15": 5}, ""),
    Tried(
        "aioredis 1.0.0",
        "Redis, with a server of today",
        672,
        0,
        {"3.13": 671, "3.15": 671},
        "one expects that ``gather()`` of futures that are done takes a turn of the loop, as up to"
        " 3.11",
    ),
    Tried("aiorwlock 0.4.0", "a lock for readers and writers", 22, 0, {"3.13": 22, "3.15": 22}, ""),
    Tried("aiosmtpd 1.0", "SMTP servers", 171, 0, {"3.13": 171, "3.15": 171}, ""),
    Tried("async_timeout 1.4.0", "timeouts", 20, 0, {"3.13": 20, "3.15": 20}, ""),
    Tried("asyncssh 1.3.2", "SSH, with cryptography 3.4.8", 40, 0, {"3.13": 40, "3.15": 40}, ""),
    Tried(
        "asynctest 0.10.0",
        "unittest and mock for coroutines; with ``--shims``",
        28,
        0,
        {"3.13": 28, "3.15": 28},
        "",
    ),
    Tried("irc3 0.9.8", "IRC clients and servers", 102, 0, {"3.13": 102, "3.15": 102}, ""),
    Tried(
        "janus 0.2.4",
        "an older release of the corpus's",
        65,
        0,
        {"3.13": 65, "3.15": 64},
        "the race of janus 0.3.1, above, in that run",
    ),
    Tried(
        "pulsar 1.6.4",
        "an actor framework",
        576,
        1,
        {"3.13": 575, "3.15": 575},
        "one compares what ``urllib.parse`` quotes (3.7)",
    ),
    Tried(
        "slixmpp 1.2.4",
        "XMPP",
        362,
        0,
        {"3.13": 360, "3.15": 360},
        "two have compileall and tabnanny read the source, which does not parse",
    ),
    Tried("txaio 2.5.1", "one API for Twisted and asyncio", 47, 1, {"3.13": 47, "3.15": 47}, ""),
]

REASONS = """\
Besides, their README's programs, with nothing but ``python -m legacyco run --shims`` on 3.15:
asyncio_redis 0.14.3 (a pool, a transaction, a subscription, a scan; a Redis of today), discord.py
0.16.12 up to its login (on aiohttp 1.0.5 and websockets 3.4, with audioop-lts installed, as the
message says), and a server and a client of aiohttp 1.0.5. None of them starts without.
"""
