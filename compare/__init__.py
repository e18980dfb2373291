"""How several outlets report one event: copies, events, who said what, and the framing side by side.

Each stage is a function from values to values::

    from compare import read, report
    found = report(read(["articles/"]))
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compare.check import Gate, check
    from compare.copies import find_copies
    from compare.errors import CompareError, IndexMismatch, InputError, SettingsError
    from compare.events import find_events
    from compare.framing import frame
    from compare.index import Index, open_index
    from compare.pipeline import report
    from compare.quotations import find_quotations
    from compare.read import read, read_distinct, read_each
    from compare.settings import Settings, load_settings
    from compare.statements import align, find_recurrences
    from compare.track import track_events

__version__ = "0.1.0"
__all__ = [
    "CompareError",
    "Gate",
    "Index",
    "IndexMismatch",
    "InputError",
    "Settings",
    "SettingsError",
    "align",
    "check",
    "find_copies",
    "find_events",
    "find_quotations",
    "find_recurrences",
    "frame",
    "load_settings",
    "open_index",
    "read",
    "read_distinct",
    "read_each",
    "report",
    "track_events",
]

# The public names are imported when they are first asked for, so that `newscompare --help` need not load the stages.
_HOMES = {
    "CompareError": "compare.errors",
    "Gate": "compare.check",
    "Index": "compare.index",
    "IndexMismatch": "compare.errors",
    "InputError": "compare.errors",
    "Settings": "compare.settings",
    "SettingsError": "compare.errors",
    "align": "compare.statements",
    "check": "compare.check",
    "find_copies": "compare.copies",
    "find_events": "compare.events",
    "find_quotations": "compare.quotations",
    "find_recurrences": "compare.statements",
    "frame": "compare.framing",
    "load_settings": "compare.settings",
    "open_index": "compare.index",
    "read": "compare.read",
    "read_distinct": "compare.read",
    "read_each": "compare.read",
    "report": "compare.pipeline",
    "track_events": "compare.track",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


class _Package(ModuleType):
    """This package, on which ``read`` and ``report`` stay the functions when the folders of these names are imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
