"""Child processes see what their parent saw.

Those that begin anew ("spawn", "forkserver") get from their parent, before anything else, what
multiprocessing calls preparation data; so do those of loky, billiard and multiprocess. The list
that is to become their ``sys.path`` is among it. While something is adopted, it is one that adopts
the same wherever it arrives, pickled for a child or written into the command of a fork server.
Other processes are not concerned: nothing is left in the environment.
"""

import functools
import os
import pickle
import runpy
import sys

from . import programs
from .finder import FINDER

_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# What a new interpreter runs first. It must do without legacyco.
_FIRST = """\
import sys
before = sys.path[:]
sys.path[:] = sys_path + [root]
try:
    from legacyco.adoption.children import receive
except ImportError as error:
    raise ImportError(
        "legacyco: {} is a child of a program that runs on legacyco and cannot import it ({}). "
        "Have {!r}, or wherever legacyco is installed, on its path".format(
            sys.executable, error, root
        )
    ) from error
finally:
    sys.path[:] = before
receive(luggage)
"""


class Luggage(list):
    """A ``sys.path`` for another interpreter, in which all is adopted that is adopted here."""

    def first(self):
        """Return the expression that is this list there, and adopts as it is evaluated."""
        names = {"sys_path": list(self), "root": _ROOT, "luggage": pack()}
        return "(lambda names: exec({!r}, names) or names['sys_path'])({!r})".format(_FIRST, names)

    def __repr__(self):
        # The fork server's command line has it like this.
        return self.first()

    def __reduce__(self):
        return eval, (self.first(),)


def pack():
    """Return what is adopted in this process, and how, as bytes for receive()."""
    return pickle.dumps(
        (FINDER.adopted, FINDER.default, FINDER.rules, programs.FILES, _tallies()), protocol=2
    )


def _tallies():
    # Imported where there is a report only.
    tallies = sys.modules.get(__package__ + ".tallies")
    return tallies and tallies.folder()


def receive(luggage):
    """Adopt in this process what was adopted where *luggage* was packed."""
    adopted, FINDER.default, FINDER.rules[:], files, folder = pickle.loads(luggage)
    FINDER.adopted.update(adopted)
    FINDER.install()
    programs.FILES.update(files)
    if folder is not None:
        from . import tallies

        tallies.deliver_to(folder)
    if files:
        # By this the main module is run once more, under the name of __mp_main__.
        programs.watch(runpy)


def send_luggage(spawn):
    """Have the preparation data of a module like multiprocessing.spawn adopt, where it arrives."""
    plain = spawn.get_preparation_data

    @functools.wraps(plain)
    def get_preparation_data(*args, **kwargs):
        data = plain(*args, **kwargs)
        if FINDER.is_needed():
            data["sys_path"] = Luggage(data["sys_path"])
        return data

    spawn.get_preparation_data = get_preparation_data


def send_to_interpreters(interpreters):
    """Have the interpreters that concurrent.interpreters makes in this process adopt the same."""
    plain = interpreters.create

    @functools.wraps(plain)
    def create():
        made = plain()
        if FINDER.is_needed():
            made.exec("__import__('sys').path[:] = {!r}".format(Luggage(sys.path)))
        return made

    interpreters.create = create
