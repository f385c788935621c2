"""What was read for a report, kept in this process for the next opening of the same, with what was worked out from it.

It stands as a run's work stands: as long as nothing of the data, the plan, the rules, the ledger, the service's words
or the library was written since. Nothing is kept on disk.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any

from wayforward import library, project
from wayforward.input_tracking import unchanged

AT_MOST = 4         # the periods and areas opened last: returns take memory
BESIDE = ("params", "plans", "commentary")
_kept: OrderedDict[tuple, Any] = OrderedDict()


def kept(read: Callable) -> Callable:
    """The function, which gives what it gave for the same arguments, among them `data` and `published`, as long as
    that stands."""
    shape = signature(read)

    @wraps(read)
    def reading(*args, **kwargs):
        given = shape.bind(*args, **kwargs)
        given.apply_defaults()
        key = project.root(), repr(given.arguments), tuple(library.stamps(library.LIBRARY).items())
        if key not in _kept or not unchanged(_places(given.arguments)):
            _kept[key] = read(*args, **kwargs)
        _kept.move_to_end(key)
        while len(_kept) > AT_MOST:
            _kept.popitem(last=False)
        return _kept[key]

    return reading


def forget() -> None:
    """Keeps nothing of what was read so far."""
    _kept.clear()


def _places(given: dict[str, str]) -> list:
    """The folders in which a report finds what it stands on."""
    return [project.resolve(name) for name in (*BESIDE, given["data"], given["published"])]
