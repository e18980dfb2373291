"""Which articles are worth comparing, and how alike they are in content.

Takes vectors and days. Gives pairs with similarities from 0 to 1. Knows nothing of articles or of clusters.

Pairs come from MinHash over salient terms, one row a band: under each of the permutations, the articles whose lowest
salient term is the same share a bucket. Shingles would not do: articles of one event share hardly any. In a bucket, each
article is paired with the ``WIDTH`` next ones in time, so that a term that everybody writes of stays affordable. One that
has no place in time is paired with those it shares most buckets with.

The similarity of a pair is the cosine of its vectors. Where the day of an article is not known and what it is like is spread
over years, its text alone must tell, and a short text tells little, because short excerpts on one subject are as alike as
short reports of one event; so its vector is shortened (``trust``), unless it shares a whole passage with the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

from compare.events.lexicon import LONG, head
from compare.events.terms import FINE
from compare.language.hashes import code_points, scan, word_hashes
from compare.work.ahead import THREADS, work_ahead
from compare.work.batches import in_batches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.events.terms import Vectors

WIDTH = 8
_MOST = 96  # articles with which each is compared for sure, if not more
_NEAREST = 48  # articles with which one without a place in time is paired
_BUCKET = 500  # of a bucket, articles that one without a place in time is held against
_TEXTS, _CHARACTERS = 1_000, 1_000_000  # texts read at a time, and characters of these
_UNDATED, _WORDS = 0.8, 150  # trust in a long text without a date; the length at which half of it is left
_PASSAGE = 12  # words; names with their titles run up to ten, and whoever shares more has the same source

COARSE = 2.0**30  # similarities are rounded to one part in so many
_FEW = 20  # words of which, even if all that is like them is of one time, half is trusted
_LONG, _ALIKE = 450, 0.1  # words from which on, and cosine up to which, a shared passage would change next to nothing


def trust(
    pairs: NDArray[np.int64],
    products: NDArray[np.float64],
    lengths: NDArray[np.int64],
    when: NDArray[np.float64],
    window: float,
) -> NDArray[np.float64]:
    """Give the share of its similarities that each article keeps: all of them if its day is known, that is, no NaN.

    Of the others, the less the shorter the text and the more its likes are scattered over time: what is like reports of one
    week is hardly of another time, and what is like those of ten years must tell by its text alone. That is measured by how
    much of the squared similarity to the others is within ``window`` days of the one that is most like it. ``pairs`` are the
    candidates, with the ``products`` of their vectors.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    squares = lengths.astype(np.float64) ** 2
    kept = np.where(np.isnan(when), _UNDATED * squares / (squares + _WORDS**2), 1.0)
    most = squares / (squares + _FEW**2)
    both = np.concatenate([pairs, pairs[:, ::-1]])
    likes = np.tile(products, 2)
    told = np.isnan(when[both[:, 0]]) & ~np.isnan(when[both[:, 1]]) & (likes > 0)
    mine, days, weights = both[told, 0], when[both[told, 1]], likes[told] ** 2
    order = np.lexsort((-weights, mine))
    mine, days, weights = mine[order], days[order], weights[order]
    cuts = [0, *(np.flatnonzero(np.diff(mine)) + 1).tolist(), len(mine)] if len(mine) else []
    alone = np.isnan(when)
    for start, end in pairwise(cuts):
        alone[mine[start]] = False
        if end - start > 1:  # of one like alone nothing can be said
            others = slice(start + 1, end)
            by_the_best = np.abs(days[others] - days[start]) <= window
            near = float(weights[others] @ by_the_best) / float(weights[others].sum())
            kept[mine[start]] += near**2 * (most[mine[start]] - kept[mine[start]])
    kept[alone] = most[alone]  # no time speaks against another
    return kept


def sketch(
    salient: NDArray[np.uint64], told: NDArray[np.int64], num_perm: int, seed: int, *, compiled: bool
) -> NDArray[np.uint32]:
    """Give a MinHash signature a row (Broder 1997) of its first ``told`` hashes; without any, a row of the highest values.

    The permutations are those of multiply-shift hashing (Dietzfelbinger et al. 1997): the upper half of a x + b modulo
    2^64, a odd.
    """
    import numpy as np  # noqa: PLC0415 - as above

    choice = np.random.default_rng(seed)
    factors = choice.integers(0, 1 << 64, num_perm, dtype=np.uint64) | np.uint64(1)
    shifts = choice.integers(0, 1 << 64, num_perm, dtype=np.uint64)
    if compiled:
        from compare.events.compiled.pairs import lowest_hashes  # noqa: PLC0415 - numba, where there is enough work

        return lowest_hashes(salient, told, factors, shifts)
    rows = np.full((len(salient), num_perm), 0xFFFFFFFF, dtype=np.uint32)
    for row, terms, number in zip(rows, salient, told.tolist(), strict=True):
        if number:
            row[:] = (terms[:number, None] * factors + shifts).min(axis=0) >> np.uint64(32)
    return rows


def candidates(
    sketches: NDArray[np.uint32], when: NDArray[np.float64], window: float, *, compiled: bool
) -> NDArray[np.int64]:
    """Give pairs as rows ``a < b``, sorted: near each other in a bucket, and not known to be over ``window`` apart.

    ``when`` is in days, NaN where an article has no place in time.
    """
    import numpy as np  # noqa: PLC0415 - as above

    count = max(1, len(when))
    in_time = np.argsort(when, kind="stable")[: len(when) - int(np.isnan(when).sum())]
    pairs, times = (_near_compiled if compiled else _near_plainly)(sketches[in_time].T, when[in_time], window)
    a, b = in_time[pairs // max(1, len(in_time))], in_time[pairs % max(1, len(in_time))]
    a, b = _most_shared(np.minimum(a, b), np.maximum(a, b), times, count)
    undated = np.flatnonzero(np.isnan(when))
    met = (_met_compiled if compiled else _met_plainly)(undated, sketches)
    c, d = np.repeat(undated, _NEAREST)[met.ravel() >= 0], met[met >= 0]
    a, b = np.concatenate([a, np.minimum(c, d)]), np.concatenate([b, np.maximum(c, d)])
    blank = (sketches == 0xFFFFFFFF).all(axis=1)  # of articles without terms
    told = ~(blank[a] | blank[b])
    a, b = a[told], b[told]
    return np.stack(np.divmod(np.unique(a * count + b), count), axis=1)


def _most_shared(
    a: NDArray[np.int64], b: NDArray[np.int64], times: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the pairs that are among the ``_MOST`` of one of the two that share most buckets; of equal ones, the first."""
    import numpy as np  # noqa: PLC0415 - as above

    degree = np.bincount(a, minlength=count) + np.bincount(b, minlength=count)
    crowded = (degree[a] > _MOST) | (degree[b] > _MOST)
    if not crowded.any():
        return a, b
    kept = (degree[a] <= _MOST) | (degree[b] <= _MOST)
    crowded = ~kept
    places = np.flatnonzero(crowded)
    mine, others = np.concatenate([a[places], b[places]]), np.concatenate([b[places], a[places]])
    order = np.lexsort((others, -np.tile(times[places], 2), mine))
    starts = np.searchsorted(mine[order], mine[order])
    first = order[np.arange(len(order)) - starts < _MOST]
    kept[places[first % len(places)]] = True
    return a[kept], b[kept]


def _near_plainly(
    values: NDArray[np.uint32], days: NDArray[np.float64], window: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the pairs of places in time that are near each other in a bucket, and in how many.

    A pair is the lower place * their number + the higher.
    """
    import numpy as np  # noqa: PLC0415 - as above

    pairs = [np.empty(0, dtype=np.int64)]
    for lowest in values:
        order = np.argsort(lowest, kind="stable")
        for step in range(1, min(WIDTH, len(order) - 1) + 1):
            a, b = order[:-step], order[step:]
            near = (lowest[a] == lowest[b]) & (days[b] - days[a] <= window)
            pairs.append(a[near] * len(days) + b[near])
    return np.unique(np.concatenate(pairs), return_counts=True)


def _near_compiled(
    values: NDArray[np.uint32], days: NDArray[np.float64], window: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    import numpy as np  # noqa: PLC0415 - as above

    from compare.events.compiled.pairs import near_in_buckets  # noqa: PLC0415 - numba, where there is enough work

    def part(some: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return near_in_buckets(_ranked(some), days, window, WIDTH)

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(part, np.array_split(values, THREADS)))
    pairs, places = np.unique(np.concatenate([own for own, _ in found]), return_inverse=True)
    times = np.bincount(places, np.concatenate([own for _, own in found]), len(pairs))
    return pairs, times.astype(np.int64)


def _ranked(values: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Sort each row; give the values in the upper half and their places in the lower."""
    import numpy as np  # noqa: PLC0415 - as above

    both = values.astype(np.uint64) << np.uint64(32) | np.arange(values.shape[1], dtype=np.uint64)
    return np.sort(both, axis=1)


def _met_plainly(wanted: NDArray[np.int64], sketches: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Give for each wanted article the ``_NEAREST`` that share most buckets with it, -1 behind the last."""
    import numpy as np  # noqa: PLC0415 - as above

    found = np.full((len(wanted), _NEAREST), -1, dtype=np.int64)
    for row, one in zip(found, wanted.tolist(), strict=True):
        shared = sketches == sketches[one]
        shared &= np.cumsum(shared, axis=0) <= _BUCKET
        times = shared.sum(axis=1)
        times[one] = 0
        best = np.argsort(-times, kind="stable")[: min(_NEAREST, int((times > 0).sum()))]
        row[: len(best)] = best
    return found


def _met_compiled(wanted: NDArray[np.int64], sketches: NDArray[np.uint32]) -> NDArray[np.int64]:
    import numpy as np  # noqa: PLC0415 - as above

    from compare.events.compiled.pairs import most_met  # noqa: PLC0415 - as above

    if not len(wanted):
        return np.empty((0, _NEAREST), dtype=np.int64)
    ranked = _ranked(sketches.T)

    def part(some: NDArray[np.int64]) -> NDArray[np.int64]:
        return most_met(some, sketches, ranked, _BUCKET, _NEAREST)

    with ThreadPoolExecutor(THREADS) as pool:
        return np.concatenate(list(pool.map(part, np.array_split(wanted, THREADS))))


def similarities(  # noqa: PLR0917 - each is a thing of its own
    pairs: NDArray[np.int64],
    products: NDArray[np.float64],
    trusted: NDArray[np.float64],
    lengths: NDArray[np.int64],
    when: NDArray[np.float64],
    texts: Callable[[int], str],
    *,
    compiled: bool,
) -> NDArray[np.float64]:
    """Give the similarities of pairs, whose vectors have these ``products``: less where one is not ``trusted``.

    ``texts`` gives an article's text, and is asked for few.
    """
    import numpy as np  # noqa: PLC0415 - as above

    own, unknown = trusted[pairs], np.isnan(when)[pairs]
    found = products * own.prod(axis=1)
    doubted = np.flatnonzero((own < _UNDATED).any(axis=1) & (products >= _ALIKE) & (lengths[pairs].min(axis=1) < _LONG))
    alike = doubted[(_share_compiled if compiled else _share_plainly)(pairs[doubted], texts)]
    found[alike] = products[alike] * np.where(unknown[alike], np.maximum(own[alike], _UNDATED), 1.0).prod(axis=1)
    return rounded(found)


def _share_plainly(pairs: NDArray[np.int64], texts: Callable[[int], str]) -> NDArray[np.bool_]:
    """Say for each pair whether the two share a passage, that is, ``_PASSAGE`` words in a row."""
    import numpy as np  # noqa: PLC0415 - as above

    def passages(words: NDArray[np.uint64]) -> set[tuple[int, ...]]:
        own = words.tolist()
        return set(zip(*(own[start:] for start in range(_PASSAGE)), strict=False))

    own = {one: passages(word_hashes(head(texts(one)))[:LONG]) for one in np.unique(pairs).tolist()}
    return np.array([not own[a].isdisjoint(own[b]) for a, b in pairs.tolist()], dtype=np.bool_)


def _share_compiled(pairs: NDArray[np.int64], texts: Callable[[int], str]) -> NDArray[np.bool_]:
    import numpy as np  # noqa: PLC0415 - as above

    from compare.events.compiled.pairs import runs_of_words, share_runs  # noqa: PLC0415 - as above

    wanted, places = np.unique(pairs, return_inverse=True)
    batches = in_batches((head(texts(one)) for one in wanted.tolist()), len, _TEXTS, _CHARACTERS)

    def read(batch: tuple[list[str], NDArray[np.unsignedinteger]]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        words = scan(*batch)
        return runs_of_words(words.hashes, words.ends, LONG, _PASSAGE)

    found = list(work_ahead(read, ((batch, code_points(batch)) for batch in batches)))
    runs = np.concatenate([np.empty(0, dtype=np.uint64), *(own for own, _ in found)])
    bounds = np.cumsum(np.concatenate([[0], *(np.diff(ends) for _, ends in found)]), dtype=np.int64)
    return share_runs(places.reshape(pairs.shape), runs, bounds)


def rounded(products: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round to multiples of a power of two, so that sums are exact and do not depend on their order."""
    import numpy as np  # noqa: PLC0415 - as above

    nearest: NDArray[np.float64] = np.floor(products * COARSE + 0.5) / COARSE
    return nearest


def multiply(pairs: NDArray[np.int64], vectors: Vectors, *, compiled: bool) -> NDArray[np.float64]:
    """Give the products of pairs of vectors."""
    import numpy as np  # noqa: PLC0415 - as above

    width = len(vectors.terms)
    if compiled:
        from compare.events.compiled.pairs import multiply_pairs  # noqa: PLC0415 - numba, where there is enough work

        def part(some: NDArray[np.int64]) -> NDArray[np.float64]:
            first, second = (np.ascontiguousarray(column) for column in some.T)
            return multiply_pairs(first, second, vectors.columns, vectors.weights, vectors.bounds, width)

        with ThreadPoolExecutor(THREADS) as pool:
            return np.concatenate([np.empty(0), *pool.map(part, np.array_split(pairs, THREADS))])
    products, row, last = np.zeros(len(pairs)), np.zeros(width), -1
    for n, (a, b) in enumerate(pairs.tolist()):
        if a != last:
            row[:] = 0.0
            row[vectors.row(a)[0]], last = vectors.row(a)[1], a
        columns, weights = vectors.row(b)
        products[n] = row[columns] @ weights.astype(np.float64)
    return products


def shorten(vectors: Vectors, trusted: NDArray[np.float64]) -> NDArray[np.float32]:
    """Make the vectors of articles that are trusted less that much shorter; give the weights as they were."""
    import numpy as np  # noqa: PLC0415 - as above

    whole = [np.empty(0, dtype=np.float32)]
    for own, kept in _doubted(vectors, trusted):
        whole.append(vectors.weights[own].copy())
        shorter = np.floor(vectors.weights[own] * kept * FINE + 0.5) / FINE
        vectors.weights[own] = np.maximum(shorter, 1 / FINE)  # what is shared stays shared
    return np.concatenate(whole)


def restore(vectors: Vectors, trusted: NDArray[np.float64], whole: NDArray[np.float32]) -> None:
    """Give the vectors back the weights that ``shorten`` took."""
    start = 0
    for own, _ in _doubted(vectors, trusted):
        end = start + own.stop - own.start
        vectors.weights[own] = whole[start:end]
        start = end


def _doubted(vectors: Vectors, trusted: NDArray[np.float64]) -> Iterator[tuple[slice, float]]:
    import numpy as np  # noqa: PLC0415 - as above

    for one in np.flatnonzero(trusted < 1).tolist():
        yield slice(int(vectors.bounds[one]), int(vectors.bounds[one + 1])), float(trusted[one])
