"""Which of very many quotations share a run of words.

Takes the words of one after the other. Gives pairs of numbers. Knows nothing of what the words are or who says them.

Of each quotation only a number for each run of five words is kept, and the equal ones are brought together by sorting (as
Manber 1994 finds similar files), so that a million of them fit into the memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

import numpy as np

RUN = 5
_COMMON = 50  # quotations that hold a run, of which all are paired; of more, the first ones with all
_FIRST = 3
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


class Runs:
    """Runs of words by quotation. Quotations get numbers from 0, in the order in which they are added."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._codes, self._owners = array("Q"), array("q")
        self._count = 0

    def add(self, words: Sequence[str]) -> None:
        """Add a quotation of at least ``RUN`` words."""
        keys = np.array([self._numbers.setdefault(word, len(self._numbers) + 1) for word in words], dtype=np.uint64)
        code = np.zeros(len(keys) - RUN + 1, dtype=np.uint64)
        for n in range(RUN):
            code = code * _FACTOR + keys[n : n + len(code)]
        runs = np.unique(code)
        self._codes.frombytes(runs.tobytes())
        self._owners.frombytes(np.full(len(runs), self._count, dtype=np.int64).tobytes())
        self._count += 1

    def pairs(self, allowed: Callable[[int, int], bool]) -> list[tuple[int, int]]:
        """Give the pairs that are ``allowed`` and share a run, the lower one first, in order.

        Two different runs may have one number, though hardly ever: who compares the words sees it.
        """
        codes = np.frombuffer(self._codes, dtype=np.uint64)
        owners = np.frombuffer(self._owners, dtype=np.int64)
        order = np.lexsort((owners, codes))
        codes, owners = codes[order], owners[order]
        starts = np.flatnonzero(np.r_[np.full(min(1, len(codes)), fill_value=True), codes[1:] != codes[:-1]])
        ends = np.r_[starts[1:], len(codes)] if len(codes) else starts
        several = ends - starts > 1
        found: set[tuple[int, int]] = set()
        seen: set[tuple[int, ...]] = set()
        for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
            held = tuple(owners[start:end].tolist())
            if held not in seen:
                seen.add(held)
                first = held if len(held) <= _COMMON else held[:_FIRST]
                found.update((i, j) for n, i in enumerate(first) for j in held[n + 1 :] if allowed(i, j))
        return sorted(found)
