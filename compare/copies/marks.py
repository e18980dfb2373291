"""Marks of a text: a few of its passages, chosen so that texts which share a passage choose the same ones.

Takes the hashes of words. Gives marks. Knows nothing of articles or thresholds.

Winnowing (Schleimer, Wilkerson and Aiken 2003): of every ``WINDOW`` runs of ``SIZE`` words that follow one another, the
one of the lowest hash is a mark. So two texts that have ``WINDOW + SIZE - 1`` words after one another in common share a
mark for certain, wherever they stand; and of a text of n words about ``2 n / (WINDOW + 1)`` are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compare.copies.shingles import runs

if TYPE_CHECKING:
    from compare.language.hashes import Hashes

SIZE = 8  # words: what is said in as many is hardly ever said by chance
WINDOW = 48
SHORT = 300  # shingles: a text of fewer has too few marks to rely on


def marks(hashes: Hashes, size: int = SIZE, window: int = WINDOW) -> Hashes:
    """Give the marks of a sequence of words, sorted and distinct; a text of fewer words than ``size`` has none."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    mixed = runs(hashes, size)
    if not len(mixed):
        return mixed
    windows = np.lib.stride_tricks.sliding_window_view(mixed, min(window, len(mixed)))
    return np.unique(windows.min(axis=1))
