"""MinHash signatures, and the bands in which similar ones meet.

Takes sets of shingle hashes. Gives signatures and the keys of their bands. Knows nothing of articles or pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.language.hashes import Hashes

SAMPLE = 16
_MISS = 1e-3  # share of pairs at the threshold that the bands may miss
_SLICE = 8_192  # hashes permuted at a time, so that one huge text does not fill the memory


def banding(num_perm: int, jaccard: float) -> tuple[int, int]:
    """Give (bands, rows): the longest rows that miss at most one in 1,000 pairs of this Jaccard similarity, if any do.

    The chance that a pair shares a band is 1 - (1 - s^rows)^bands (Leskovec, Rajaraman and Ullman 2014, section 3.4).
    """
    rows = 1
    while num_perm // (rows + 1) and (1 - jaccard ** (rows + 1)) ** (num_perm // (rows + 1)) <= _MISS:
        rows += 1
    return num_perm // rows, rows


@lru_cache(maxsize=8)
def permutations(num_perm: int, seed: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Give the factors (odd) and summands of datasketch's scheme ``affine32`` for this seed."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    numbers = np.random.RandomState(seed)
    factors = numbers.randint(0, 1 << 31, num_perm, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    added = numbers.randint(0, 1 << 32, num_perm, dtype=np.uint32)
    factors.flags.writeable = added.flags.writeable = False  # they are given out again
    return factors, added


def signatures(sets: Sequence[Hashes], num_perm: int, seed: int) -> NDArray[np.uint32]:
    """Give a MinHash signature a row, of the upper 32 bits of each hash: datasketch's own, in its scheme ``affine32``.

    A row becomes an object of theirs by ``MinHash(hashvalues=row, seed=seed, scheme="affine32")``.
    """
    import numpy as np  # noqa: PLC0415 - as above

    factors, added = permutations(num_perm, seed)
    matrix = np.full((len(sets), num_perm), 0xFFFFFFFF, dtype=np.uint32)
    for row, hashes in zip(matrix, sets, strict=True):
        for start in range(0, len(hashes), _SLICE):
            h = (hashes[start : start + _SLICE] >> np.uint64(32)).astype(np.uint32)[:, None]
            h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
            h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
            h ^= h >> np.uint32(16)
            np.minimum(row, (h * factors + added).min(axis=0), out=row)
    return matrix


def band_keys(matrix: NDArray[np.uint32], jaccard: float) -> NDArray[np.uint64]:
    """Give the keys of signatures, a band a row and a signature a column; two that agree in a band share its key."""
    import numpy as np  # noqa: PLC0415 - as above

    bands, rows = banding(matrix.shape[1], jaccard)
    parts = matrix[:, : bands * rows].reshape(len(matrix), bands, rows)
    keys = np.zeros((bands, len(matrix)), dtype=np.uint64)
    for row in range(rows):
        keys = (keys ^ parts[:, :, row].T) * np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(29)
    return keys


def lowest(values: Hashes, bounds: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Give the ``SAMPLE`` lowest hashes of sorted sets, a set a column; of a smaller set, its last again.

    A random choice of a set's shingles that is the same in every run.
    """
    import numpy as np  # noqa: PLC0415 - as above

    found = np.zeros((SAMPLE, len(bounds) - 1), dtype=np.uint64)
    some = np.flatnonzero(np.diff(bounds))
    for place in range(SAMPLE):
        found[place, some] = values[np.minimum(bounds[some] + place, bounds[some + 1] - 1)]
    return found


class Columns(Sequence["NDArray[np.uint64]"]):
    """One row of a number for each text, or several; they came in several arrays, and stay there."""

    def __init__(self, arrays: Sequence[NDArray[np.uint64]], order: NDArray[np.int64]) -> None:
        self._arrays, self._order = arrays, order

    def __len__(self) -> int:
        return len(self._arrays[0]) if self._arrays else 0

    def __getitem__(self, row: Any) -> Any:
        import numpy as np  # noqa: PLC0415 - as above

        if not 0 <= row < len(self):
            raise IndexError(row)
        return np.concatenate([array[row] for array in self._arrays])[self._order]
