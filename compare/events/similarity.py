"""How alike two articles are, in content and in time, for the pairs worth asking about.

Takes vectors, lengths and days. Gives pairs with similarities from 0 to 1. Knows nothing of articles or of clusters.

Pairs come from MinHash over salient terms, one row a band: under each of the permutations, the articles whose lowest
salient term is the same share a bucket. Shingles would not do: articles of one event share hardly any. In a bucket, each
article is paired with the ``WIDTH`` next ones in time, so that a term that everybody writes of stays affordable.

The similarity of a pair is the cosine of its whole vectors, times how well the dates fit: 1 on the same day, falling to a
tenth over about a week, and nothing beyond the window. Where a date is not known to the day, the text alone must tell, and
a short text tells little, because short excerpts on one subject are as alike as short reports of one event; unless it
shares a whole passage with the other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.events.terms import Vector

WIDTH = 32
_BATCH = 10_000_000  # pairs collected before those found twice are dropped
_DAYS, _FAR = 4.0, 0.1  # by which the fit in time falls by e; what it falls to
_UNDATED, _WORDS = 0.7, 150  # fit of a pair without dates if its texts are long; the length at which half of it is left
_LONG, _ALIKE = 450, 0.1  # words from which on, and cosine up to which, a shared passage would change next to nothing


def sketch(salient: Sequence[NDArray[np.uint64]], num_perm: int, seed: int) -> NDArray[np.uint32]:
    """Give a MinHash signature a row, of the upper 32 bits of each salient term, in datasketch's scheme ``affine32``."""
    import numpy as np  # noqa: PLC0415 - half a second with datasketch, only where it is needed
    from datasketch import MinHash  # noqa: PLC0415 - as above

    upper = ((terms >> np.uint64(32)).astype(np.uint32) for terms in salient)
    sketches = MinHash.bulk(upper, num_perm=num_perm, seed=seed, hashfunc=int, scheme="affine32")
    return np.array([one.hashvalues for one in sketches], dtype=np.uint32).reshape(len(salient), num_perm)


def candidates(sketches: NDArray[np.uint32], when: Sequence[float | None], window: float) -> Iterator[tuple[int, int]]:
    """Give the pairs ``a < b`` that are near each other in a bucket and not known to be further apart than ``window``."""
    import numpy as np  # noqa: PLC0415 - as above

    count, num_perm = sketches.shape
    unknown = np.array([day is None for day in when])
    days = np.array([0.0 if day is None else day for day in when])
    in_time = np.lexsort((days, unknown))
    found, pairs, waiting = np.empty(0, dtype=np.int64), [], 0
    for permutation in range(num_perm):
        order = in_time[np.argsort(sketches[in_time, permutation], kind="stable")]
        lowest, day, undated = sketches[order, permutation], days[order], unknown[order]
        for step in range(1, min(WIDTH, count - 1) + 1):
            near = (lowest[step:] == lowest[:-step]) & (undated[step:] | (day[step:] - day[:-step] <= window))
            if not near.any():
                break
            a, b = order[:-step][near], order[step:][near]
            pairs.append(np.minimum(a, b) * count + np.maximum(a, b))
            waiting += len(a)
        if waiting > _BATCH or permutation == num_perm - 1:
            found, pairs, waiting = np.unique(np.concatenate([found, *pairs])), [], 0
    for code in found.tolist():
        yield divmod(code, count)


def similarities(
    pairs: Iterable[tuple[int, int]],
    vectors: Sequence[Vector],
    lengths: Sequence[int],
    when: Sequence[float | None],
    *,
    window: float,
    passages: Callable[[int], NDArray[np.uint64]],
) -> Iterator[tuple[int, int, float]]:
    """Give the pairs with their similarities, where above 0, in the same order; fast if sorted by the first.

    ``lengths`` are in words. ``passages`` gives an article's runs of words as hashes, and is asked for few articles.
    """
    import numpy as np  # noqa: PLC0415 - as above

    every, numbers = np.unique(np.concatenate([vector.hashes for vector in vectors]), return_counts=True)
    place = np.cumsum(numbers > 1)  # from 1; a term that only one article has is in no product and needs no place
    columns, weights = [], []
    for vector in vectors:
        known = np.searchsorted(every, vector.hashes)
        both = numbers[known] > 1
        columns.append(place[known[both]])
        weights.append(vector.weights[both])
    row, filled = np.zeros(int(place[-1]) + 1 if len(place) else 1), -1
    for a, b in pairs:
        if a != filled:
            row[columns[filled]] = 0.0
            row[columns[a]], filled = weights[a], a
        cosine = float(row[columns[b]] @ weights[b])
        first, second, length = when[a], when[b], min(lengths[a], lengths[b])
        if first is not None and second is not None:
            fit = _fit_in_time(abs(first - second), window)
        else:
            fit = _UNDATED * length**2 / (length**2 + _WORDS**2)
            ask = length < _LONG and cosine >= _ALIKE
            if ask and len(np.intersect1d(passages(a), passages(b), assume_unique=True)):
                fit = _UNDATED
        if cosine * fit > 0:
            yield a, b, cosine * fit


def _fit_in_time(apart: float, window: float) -> float:
    return 0.0 if apart > window else _FAR + (1 - _FAR) * math.exp(-apart / _DAYS)
