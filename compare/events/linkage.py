"""Average linkage on a sparse graph, with time and competition.

Takes pairs of indexes with similarities, vectors, and places in time. Gives clusters. Knows nothing of articles.

Connected components would chain: one false pair in a hundred makes a long string of events one. The average over all pairs
between two clusters does not (Sokal and Michener 1958, known as UPGMA). It is exact here also for pairs that nobody
compared: the sum of all products between two clusters is the product of the sums of their vectors.

Time weighs by the gap between two clusters, not by that between two articles: what is reported day after day goes on,
however long; what rests for days must be the more alike. The weight falls as 1 / (1 + gap / ``_DAYS``), which is what
exponential decays come to if nobody knows how long an event lasts (a gamma mixture of rates).

What counts as close depends on how crowded the neighbourhood is: the threshold is raised where a third cluster is similar
to one of the two and not to the other, so that of many things alike only those clearly closest are joined. One that is
similar to both speaks for them: it may be the day between two halves of a long event.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from compare.events.similarity import COARSE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.events.terms import Vectors

_DAYS = 3.0  # of a gap, by which the weight is halved
NEIGHBOURS = 96  # of a cluster, so that a large event costs no more an article than a small one
RIVAL = 0.4  # share of that similarity by which the threshold is raised


def fit_in_time(gap: float, window: float) -> float:
    """Give the weight of a gap in days: 1 if there is none, 0 if it is over ``window``."""
    return 0.0 if gap > window else 1 / (1 + gap / _DAYS)


class _Clusters:
    """The clusters as they grow, each called by its lowest member."""

    def __init__(
        self,
        columns: Sequence[NDArray[np.int32]],
        weights: Sequence[NDArray[np.float32]],
        first: Sequence[float],
        last: Sequence[float],
        window: float,
    ) -> None:
        import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

        self.members = [[one] for one in range(len(first))]
        self.near: list[dict[int, float]] = [{} for _ in first]  # sums of similarities
        self._first, self._last = [*first], [*last]
        self._columns, self._weights = [*columns], [own.astype(np.float64) for own in weights]
        self._row = np.zeros(max((int(own.max(initial=-1)) for own in columns), default=-1) + 1)
        self._window = window

    def similarity(self, a: int, b: int) -> float:
        """Give the average similarity of two clusters that are near each other, times the weight of their gap."""
        return self._similar(a, b, self.near[a][b])

    def _similar(self, a: int, b: int, total: float) -> float:
        average = total / (len(self.members[a]) * len(self.members[b]))
        gap = max(0.0, self._first[a] - self._last[b], self._first[b] - self._last[a])
        return average * fit_in_time(gap if gap < math.inf else 0.0, self._window)

    def sums(self, a: int, b: int) -> dict[int, tuple[float, float]]:
        """Give the sums of similarities of all that are near one of two with both, its own first."""
        of_a, of_b = self.near[a], self.near[b]
        found = {c: (of_a[c], of_b[c]) for c in of_a if c in of_b}
        found.update((c, (of_a[c], p)) for c, p in self._products(b, [c for c in of_a if c not in of_b and c != b]))
        found.update((c, (p, of_b[c])) for c, p in self._products(a, [c for c in of_b if c not in of_a and c != a]))
        return found

    def rival(self, a: int, b: int, sums: dict[int, tuple[float, float]]) -> float:
        """Give by how much a third cluster is more similar to one of two than to the other, at most."""
        return max(
            (abs(self._similar(a, c, to_a) - self._similar(b, c, to_b)) for c, (to_a, to_b) in sums.items()),
            default=0.0,
        )

    def join(self, a: int, b: int, sums: dict[int, tuple[float, float]]) -> None:
        """Make ``b`` part of ``a``."""
        near, of_b = self.near, self.near[b]
        near[a] = {c: to_a + to_b for c, (to_a, to_b) in sums.items()}
        for c in of_b:
            near[c].pop(b, None)
        for c, total in near[a].items():
            near[c][a] = total
        near[b] = {}
        self._first[a], self._last[a] = min(self._first[a], self._first[b]), max(self._last[a], self._last[b])
        self.members[a] += self.members[b]
        self.members[b] = []
        self._add(a, b)
        if len(sums) > NEIGHBOURS:
            self._forget(a)

    def _forget(self, a: int) -> None:
        """Keep the ``NEIGHBOURS`` most similar to a cluster as its neighbours, and those that have none more similar."""
        similar = {c: self.similarity(a, c) for c in self.near[a]}
        least = sorted(similar.values())[-NEIGHBOURS]
        for c, own in similar.items():
            if own < least and any(self.similarity(c, other) > own for other in self.near[c] if other != a):
                del self.near[a][c], self.near[c][a]

    def _products(self, cluster: int, others: Sequence[int]) -> Iterator[tuple[int, float]]:
        """Give the products of ``others`` with ``cluster``."""
        if others:
            columns, row = self._columns, self._row
            row[columns[cluster]] = self._weights[cluster]
            for c in others:
                product = float(row[columns[c]] @ self._weights[c])
                yield c, math.floor(product * COARSE + 0.5) / COARSE
            row[columns[cluster]] = 0.0

    def _add(self, a: int, b: int) -> None:
        import numpy as np  # noqa: PLC0415 - as above

        columns, row = self._columns, self._row
        row[columns[a]] = self._weights[a]
        more = columns[b][row[columns[b]] == 0]
        row[columns[b]] += self._weights[b]
        columns[a] = np.concatenate([columns[a], more])
        self._weights[a] = row[columns[a]]
        row[columns[a]] = 0.0
        self._columns[b], self._weights[b] = more[:0], self._weights[b][:0]


def average_linkage(  # noqa: PLR0917 - each is a thing of its own
    pairs: NDArray[np.int64],
    similarities: NDArray[np.float64],
    vectors: Vectors,
    when: NDArray[np.float64],
    threshold: float,
    window: float,
    *,
    compiled: bool,
) -> list[list[int]]:
    """Give clusters of the indexes of ``when``, each sorted, in the order of their first members.

    The two clusters with the highest similarity are joined as long as it reaches ``threshold`` and ``RIVAL`` times that by
    which a third is more similar to one than to the other; of equal ones, those with the lowest first members. Two are only
    ever joined if they hold one of ``pairs``; a pair that is not given counts as the product of its vectors. Of a cluster
    with more such others than ``NEIGHBOURS``, the least similar are forgotten. ``when`` is in days, NaN where it is not
    known.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    first, last = np.nan_to_num(when, nan=np.inf), np.nan_to_num(when, nan=-np.inf)
    if compiled:
        from compare.events.compiled.clusters import join_pairs  # noqa: PLC0415 - numba, where there is enough work

        width = len(vectors.terms)
        args = pairs, similarities, vectors.columns, vectors.weights, vectors.bounds, width, first, last
        names = join_pairs(*args, threshold, window, _DAYS, RIVAL, NEIGHBOURS)
        order = np.argsort(names, kind="stable")
        cuts = np.flatnonzero(np.diff(names[order])) + 1
        return [cluster.tolist() for cluster in np.split(order, cuts)] if len(order) else []
    rows = [vectors.weights[start:end] for start, end in zip(vectors.bounds, vectors.bounds[1:], strict=False)]
    columns = [vectors.columns[start:end] for start, end in zip(vectors.bounds, vectors.bounds[1:], strict=False)]
    clusters = _Clusters(columns, rows, first.tolist(), last.tolist(), window)
    near = clusters.near
    for (a, b), similarity in zip(pairs.tolist(), similarities.tolist(), strict=True):
        near[a][b] = near[b][a] = similarity
    heap = [(-clusters.similarity(a, b), a, b) for a in range(len(when)) for b in near[a] if a < b]
    heap = [entry for entry in heap if -entry[0] >= threshold]
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        # An entry is out of date if one of the two has been joined to another since.
        if b not in near[a] or -negative != clusters.similarity(a, b):
            continue
        sums = clusters.sums(a, b)
        if -negative < threshold + RIVAL * clusters.rival(a, b, sums):
            continue
        clusters.join(a, b, sums)
        for other in near[a]:
            similarity = clusters.similarity(a, other)
            if similarity >= threshold:
                heapq.heappush(heap, (-similarity, min(a, other), max(a, other)))
    return [sorted(cluster) for cluster in clusters.members if cluster]
