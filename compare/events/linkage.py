"""Average linkage on a sparse graph.

Takes pairs of indexes with similarities, and their places in time. Gives clusters. Knows nothing of articles.

Connected components would chain: one false pair in a hundred makes a long string of events one. The average over all pairs
between two clusters, a pair that is not given counting as 0, does not (Sokal and Michener 1958, known as UPGMA). Members
without a place in time could still bring together others that are years apart; so a cluster may not span more than a limit.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Sequence


def average_linkage(
    pairs: Iterable[tuple[int, int, float]], when: Sequence[float | None], threshold: float, span: float
) -> list[list[int]]:
    """Give clusters of the indexes of ``when``, each sorted, in the order of their first members.

    The two clusters with the highest average similarity are joined as long as it reaches ``threshold``; of equal ones,
    those with the lowest first members; none whose known places would then lie more than ``span`` apart. Takes time in
    the order of the pairs times their logarithm in all usual cases.
    """
    count = len(when)
    first = [math.inf if place is None else place for place in when]
    last = [-math.inf if place is None else place for place in when]
    sums: list[dict[int, float]] = [{} for _ in range(count)]
    for a, b, similarity in pairs:
        sums[a][b] = sums[b][a] = similarity
    members = [[one] for one in range(count)]
    heap = [(-total, a, b) for a in range(count) for b, total in sums[a].items() if a < b and total >= threshold]
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        # An entry is out of date if one of the two has been joined to another since.
        if b not in sums[a] or -negative != sums[a][b] / (len(members[a]) * len(members[b])):
            continue
        if max(last[a], last[b]) - min(first[a], first[b]) > span:
            continue
        del sums[a][b], sums[b][a]
        for other, total in sums[b].items():
            del sums[other][b]
            sums[a][other] = sums[other][a] = sums[a].get(other, 0.0) + total
        first[a], last[a] = min(first[a], first[b]), max(last[a], last[b])
        members[a] += members[b]
        members[b], sums[b] = [], {}
        for other, total in sums[a].items():
            average = total / (len(members[a]) * len(members[other]))
            if average >= threshold:
                heapq.heappush(heap, (-average, min(a, other), max(a, other)))
    return [sorted(cluster) for cluster in members if cluster]
