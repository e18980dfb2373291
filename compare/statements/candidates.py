"""Which quotations of an event are worth comparing.

Takes the words of each. Gives pairs of places. Knows nothing of what makes two of them one.

All pairs of an event of two hundred articles are five million. So words and runs of words are looked up (an inverted index),
and of the many that share something each is compared with those only that share the most.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from compare.statements.telling import stem
from compare.statements.utterances import Utterance

_TELLING = 0.5  # somewhat less than what tells something, since an inflection may be rarer than its stem
_LIGHTER, _BOTH = 0.4, 0.2  # shares of the telling weight: of the lighter side's, of the geometric mean of both
_RUN = 4  # words in a row that make two worth comparing
_COMMON = 200  # utterances that hold a run, from which on it tells nothing
_HOLDERS = 1_000  # utterances that hold a word, from which on it tells none of them apart
_MOST = 60  # others that one is compared with: in news no wording has as many, unless somebody makes them


def candidates(found: Sequence[Utterance]) -> list[tuple[int, int]]:
    """Give the pairs of places worth comparing, in order.

    Of the words that tell something they share two fifths of the lighter side's weight, or where one is retold a fifth of
    what both have; or they share four words in a row, or all where there are fewer.
    """
    by_stem: defaultdict[str, list[int]] = defaultdict(list)
    by_run: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    total: list[float] = []
    near: list[list[tuple[float, int]]] = [[] for _ in found]
    for n, utterance in enumerate(found):
        words = utterance.words
        stems = {stem(w.key): w.weight for w in words if w.weight >= _TELLING}
        total.append(sum(stems.values()))
        shared: defaultdict[int, float] = defaultdict(float)
        for key, weight in stems.items():
            holders = by_stem[key]
            for other in holders:
                shared[other] += weight
            if len(holders) < _HOLDERS:
                holders.append(n)
        own, both = _LIGHTER * total[n], _BOTH * math.sqrt(total[n])
        alike = {
            m
            for m, weight in shared.items()
            if weight >= own
            or weight >= _LIGHTER * total[m]
            or ((utterance.reported or found[m].reported) and weight >= both * math.sqrt(total[m]))
        }
        keys = [w.key for w in words]
        for run in {tuple(keys[i : i + _RUN]) for i in range(max(1, len(keys) - _RUN + 1))}:
            if len(by_run[run]) < _COMMON:
                alike.update(by_run[run])
                by_run[run].append(n)
        for other in alike:
            _keep(near[n], -shared[other], other)
            _keep(near[other], -shared[other], n)
    return sorted({(min(n, m), max(n, m)) for n, some in enumerate(near) for _, m in sorted(some)[:_MOST]})


def _keep(near: list[tuple[float, int]], less: float, other: int) -> None:
    near.append((less, other))
    if len(near) > 4 * _MOST:
        near.sort()
        del near[_MOST:]
