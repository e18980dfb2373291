"""Which articles are worth comparing, and how alike they are in content.

Takes vectors and days. Gives pairs with similarities from 0 to 1. Knows nothing of articles or of clusters.

Pairs come from MinHash over salient terms, one row a band: under each of the permutations, the articles whose lowest
salient term is the same share a bucket. Shingles would not do: articles of one event share hardly any. In a bucket, each
article is paired with the ``WIDTH`` next ones in time, so that a term that everybody writes of stays affordable. One that
has no place in time is paired with those it shares most buckets with.

The similarity of a pair is the cosine of its vectors. Where the day of an article is not known, its text alone must tell,
and a short text tells little, because short excerpts on one subject are as alike as short reports of one event; so its
vector is shortened (``trust``), unless it shares a whole passage with the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.events.terms import Vector

WIDTH = 12
_NEAREST = 48  # articles with which one without a place in time is paired
_BUCKET = 500  # of a bucket, articles that one without a place in time is held against
_BATCH = 10_000_000  # pairs collected before those found twice are dropped
_UNDATED, _WORDS = 0.8, 150  # trust in a long text without a date; the length at which half of it is left
_LONG, _ALIKE = 450, 0.1  # words from which on, and cosine up to which, a shared passage would change next to nothing


def trust(length: int, day: float | None) -> float:
    """Give the share of its similarities that an article keeps: all of them if its day is known."""
    return 1.0 if day is not None else _UNDATED * length**2 / (length**2 + _WORDS**2)


def sketch(salient: Sequence[NDArray[np.uint64]], num_perm: int, seed: int) -> NDArray[np.uint32]:
    """Give a MinHash signature a row (Broder 1997); without terms, a row of the highest values.

    The permutations are those of multiply-shift hashing (Dietzfelbinger et al. 1997): the upper half of a x + b modulo
    2^64, a odd.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    choice = np.random.default_rng(seed)
    factors = choice.integers(0, 1 << 64, num_perm, dtype=np.uint64) | np.uint64(1)
    shifts = choice.integers(0, 1 << 64, num_perm, dtype=np.uint64)
    rows = np.full((len(salient), num_perm), 0xFFFFFFFF, dtype=np.uint32)
    for row, terms in zip(rows, salient, strict=True):
        if len(terms):
            row[:] = (terms[:, None] * factors + shifts).min(axis=0) >> np.uint64(32)
    return rows


def candidates(sketches: NDArray[np.uint32], when: Sequence[float | None], window: float) -> NDArray[np.int64]:
    """Give pairs as rows ``a < b``, sorted: near each other in a bucket, and not known to be over ``window`` apart."""
    import numpy as np  # noqa: PLC0415 - as above

    count, num_perm = sketches.shape
    days = np.array([np.inf if day is None else day for day in when])
    in_time = np.argsort(days, kind="stable")
    in_time = in_time[days[in_time] < np.inf]
    found, pairs, waiting = np.empty(0, dtype=np.int64), [_of_undated(sketches, when)], 0
    for permutation in range(num_perm):
        order = in_time[np.argsort(sketches[in_time, permutation], kind="stable")]
        lowest, day = sketches[order, permutation], days[order]
        for step in range(1, min(WIDTH, len(order) - 1) + 1):
            near = (lowest[step:] == lowest[:-step]) & (day[step:] - day[:-step] <= window)
            if not near.any():
                break
            a, b = order[:-step][near], order[step:][near]
            pairs.append(np.minimum(a, b) * count + np.maximum(a, b))
            waiting += len(a)
        if waiting > _BATCH or permutation == num_perm - 1:
            found, pairs, waiting = np.unique(np.concatenate([found, *pairs])), [], 0
    return np.stack(np.divmod(found, max(1, count)), axis=1)


def _of_undated(sketches: NDArray[np.uint32], when: Sequence[float | None]) -> NDArray[np.int64]:
    """Give the pairs of each article without a place in time, as a * count + b."""
    import numpy as np  # noqa: PLC0415 - as above

    undated = [one for one, day in enumerate(when) if day is None]
    count, num_perm = sketches.shape
    if not undated:
        return np.empty(0, dtype=np.int64)
    orders = np.argsort(sketches, axis=0, kind="stable").astype(np.int32)
    ranked = np.take_along_axis(sketches, orders, axis=0)
    mine = sketches[undated]
    first = np.stack([np.searchsorted(ranked[:, p], mine[:, p]) for p in range(num_perm)], axis=1)
    last = np.stack([np.searchsorted(ranked[:, p], mine[:, p], side="right") for p in range(num_perm)], axis=1)
    last = np.minimum(last, first + _BUCKET)
    pairs = []
    for row, one in enumerate(undated):
        met = np.concatenate([orders[first[row, p] : last[row, p], p] for p in range(num_perm)])
        others, times = np.unique(met[met != one], return_counts=True)
        best = others[np.lexsort((others, -times))[:_NEAREST]].astype(np.int64)
        pairs.append(np.minimum(best, one) * count + np.maximum(best, one))
    return np.concatenate(pairs)


def similarities(
    pairs: NDArray[np.int64],
    vectors: Sequence[Vector],
    lengths: Sequence[int],
    when: Sequence[float | None],
    *,
    least: float,
    passages: Callable[[int], NDArray[np.uint64]],
) -> Iterator[tuple[int, int, float]]:
    """Give the pairs whose similarity reaches ``least``, in the same order, sorted by the first.

    ``lengths`` are in words. ``passages`` gives an article's runs of words as hashes, and is asked for few articles.
    """
    import numpy as np  # noqa: PLC0415 - as above

    row = np.zeros(max((int(vector.columns.max(initial=-1)) for vector in vectors), default=-1) + 1)
    trusted = [trust(length, day) for length, day in zip(lengths, when, strict=True)]
    for a, others in groupby(pairs.tolist(), key=itemgetter(0)):
        row[vectors[a].columns] = vectors[a].weights
        for _, b in others:
            cosine = float(row[vectors[b].columns] @ vectors[b].weights)
            kept = trusted[a] * trusted[b]
            similarity = cosine * kept
            if kept < 1 and cosine >= _ALIKE and min(lengths[a], lengths[b]) < _LONG:
                unknown = (when[a] is None) + (when[b] is None)
                if len(np.intersect1d(passages(a), passages(b), assume_unique=True)):
                    similarity = cosine * _UNDATED**unknown
            if similarity >= least:
                yield a, b, similarity
        row[vectors[a].columns] = 0.0
