"""How the articles of an index were signed, and whether others that are signed now compare with them.

Takes settings. Gives a scheme, which is kept in the index. Knows nothing of articles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

import compare
from compare.copies.bands import banding
from compare.copies.marks import SHORT, SIZE, WINDOW
from compare.copies.sketches import BITS, FEWEST
from compare.errors import IndexMismatch
from compare.settings import CopiesSettings, EventsSettings

# Anew whenever the same text would get another hash, key or table of bits than before.
_HASH = "words-1/affine32"
_EVENTS = "events."  # before the settings that events were found with
_TOLD = {"library"}  # what made the index; no reason to refuse it


def scheme_of(settings: CopiesSettings) -> dict[str, str]:
    """Give all that two sketches must have in common to compare, and the version of this library."""
    bands, rows = banding(settings.num_perm, settings.jaccard)
    values = {
        "library": compare.__version__,
        "hash": _HASH,
        "num_perm": settings.num_perm,
        "seed": settings.seed,
        "shingle": settings.shingle,
        "bands": bands,
        "rows": rows,
        "min_words": settings.min_words,
        "marks": f"{SIZE}/{WINDOW}",
        "short": SHORT,
        "bits": f"{BITS}/{FEWEST}",
    }
    return {name: str(value) for name, value in values.items()}


def demand_same(path: str, kept: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    """Raise ``IndexMismatch`` where an index has another scheme than is wanted; it says what differs and what to do."""
    differ = [
        f"{name} {kept.get(name, 'unknown')} (now {wanted.get(name, 'unknown')})"
        for name in sorted({*kept, *wanted} - _TOLD)
        if kept.get(name) != wanted.get(name) and not name.startswith(_EVENTS)
    ]
    if differ:
        raise IndexMismatch(
            f"{path}: was made with {', '.join(differ)}; give the settings that it was made with (--settings), or make it"
            f" anew with these: newscompare index rebuild --index {path} [--settings FILE] [PATH...] (PATH has its articles,"
            " where it keeps no text)"
        )


def events_scheme_of(settings: EventsSettings) -> dict[str, str]:
    """Give what the events of an index must have in common."""
    return {f"{_EVENTS}{one.name}": str(getattr(settings, one.name)) for one in fields(settings)}


def demand_same_events(path: str, kept: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    """Raise ``IndexMismatch`` where the events of an index were found with other settings than are wanted."""
    differ = [
        f"{name} {kept[name]} (now {wanted[name]})"
        for name in sorted({*kept} & {*wanted})
        if kept[name] != wanted[name]
    ]
    if differ:
        raise IndexMismatch(
            f"{path}: its events were found with {', '.join(differ)}; give the settings that they were found with"
            " (--settings), or put the articles into a new index with these"
        )
