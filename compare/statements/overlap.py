"""Where two quotations run together.

Takes two lists of words. Gives the pairs of places that match, and figures of how much they share. Knows nothing of
speakers, or of what a difference means.

The overlap is the best local alignment (Smith and Waterman 1981) with affine gaps (Gotoh 1982) over whole words. A rare word
counts for more than a common one, so that a run of *that we are going to* does not make two quotations one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from compare.statements.words import Word

_ARTICLES = frozenset("a an the".split())
LEAST_COVER = 0.47  # of the shorter side, below which no two utterances are one but for a run of words
_RUN = 3
_OPEN, _EXTEND, _DIFFER = 0.7, 0.05, 0.5


class Overlap(NamedTuple):
    """Two utterances laid side by side.

    ``pairs`` are the indices of equal words in order. ``cover_a`` and ``cover_b`` are the matched shares of the words'
    weight on either side; ``weight`` is the matched weight itself; ``run`` the longest run of equal words, in which *a* and
    *the* are equal.
    """

    pairs: tuple[tuple[int, int], ...]
    cover_a: float
    cover_b: float
    weight: float
    run: int

    @property
    def cover(self) -> float:
        """The matched share of the side that is covered better, which is the shorter one."""
        return max(self.cover_a, self.cover_b)


class Bench:
    """Lays utterances side by side. Its work is bounded, so that no text, however contrived, can stop a run.

    An alignment costs the product of the lengths. What the ``cells`` left do not allow for is only looked at for whether
    one side holds the other word for word, which costs next to nothing and settles most of what outlets print.
    """

    def __init__(self, cells: int = 50_000_000) -> None:
        self.cells = cells

    def overlap(self, a: Sequence[Word], b: Sequence[Word], least: float = 0.0) -> Overlap:
        """Lay two utterances side by side; not closely, where less than ``least`` of the shorter one can be shared."""
        keys = [w.key for w in a], [w.key for w in b]
        pairs = _contained(*keys)
        if not pairs and len(a) * len(b) <= self.cells and _may_agree(a, b, least):
            self.cells -= len(a) * len(b)
            pairs = _to_the_edges(local_alignment(*keys, [w.weight for w in a]), *keys)
        matched = sum(a[i].weight for i, _ in pairs)
        run = best = 0
        previous = (-2, -2)
        for i, j in pairs:
            step = (i - previous[0], j - previous[1])
            other_article = step == (2, 2) and a[i - 1].norm in _ARTICLES and b[j - 1].norm in _ARTICLES
            run = run + 1 if step == (1, 1) or other_article else 1
            best, previous = max(best, run), (i, j)
        return Overlap(tuple(pairs), _share(matched, a), _share(matched, b), matched, best)


def _may_agree(a: Sequence[Word], b: Sequence[Word], least: float) -> bool:
    """Say whether the words that both have, in whatever order, could be the share or the run that makes two utterances one.

    No alignment finds more of them, and this takes a fiftieth of its time.
    """
    other = Counter(word.key for word in b)
    common = 0.0
    for word in a:
        if other[word.key] > 0:
            other[word.key] -= 1
            common += word.weight
    enough = common >= (least or LEAST_COVER) * min(_told(a), _told(b)) - 1e-9
    if enough or least:
        return enough
    runs = {tuple(word.key for word in a[i : i + _RUN]) for i in range(len(a) - _RUN + 1)}
    return any(tuple(word.key for word in b[i : i + _RUN]) in runs for i in range(len(b) - _RUN + 1))


def _contained(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Give the pairs of all words of the shorter side, if the longer one holds it in a row."""
    if len(a) > len(b):
        return [(j, i) for i, j in _contained(b, a)]
    short, long = ("\n" + "\n".join(keys) + "\n" for keys in (a, b))
    at = long.find(short)
    first = long.count("\n", 0, at + 1) - 1
    return [(n, first + n) for n in range(len(a))] if a and at >= 0 else []


def _to_the_edges(pairs: list[tuple[int, int]], a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Add equal words at the very beginning and end, which a long cut after them has parted from the rest."""
    if not pairs:
        return pairs
    (i, j), (k, m) = pairs[0], pairs[-1]
    front = _equal(a[:i], b[:j])
    back = _equal(a[k + 1 :][::-1], b[m + 1 :][::-1])
    ends = [(len(a) - n, len(b) - n) for n in range(back, 0, -1)]
    return [*((n, n) for n in range(front)), *pairs, *ends]


def _equal(x: Sequence[str], y: Sequence[str]) -> int:
    """Count the equal words from the start on, or none where a single one among many may be chance."""
    short, long = sorted((len(x), len(y)))
    n = 0
    while n < short and x[n] == y[n]:
        n += 1
    return n if n >= 2 or n == short or long <= 4 else 0


def _share(matched: float, words: Sequence[Word]) -> float:
    return matched / max(1e-9, _told(words))


def _told(words: Sequence[Word]) -> float:
    return sum(word.weight for word in words if not word.inserted) or sum(word.weight for word in words)


def local_alignment(a: Sequence[str], b: Sequence[str], weights: Sequence[float]) -> list[tuple[int, int]]:
    """Give the index pairs of equal words in the best local alignment; ``weights[i]`` is what ``a[i]`` earns.

    Among alignments of equal worth the one that ends first in ``a``, then in ``b``, is given.
    """
    width = len(b) + 1
    above, gap_b = [0.0] * width, [-1e9] * width
    steps: list[bytearray] = []
    best, where = 0.0, (0, 0)
    for i, word in enumerate(a, 1):
        row, step, earn, gap_a = [0.0] * width, bytearray(width), weights[i - 1], -1e9
        for j in range(1, width):
            mark = 0
            down, right = gap_b[j] - _EXTEND, gap_a - _EXTEND
            if above[j] - _OPEN > down:
                down, mark = above[j] - _OPEN, 8
            if row[j - 1] - _OPEN > right:
                right, mark = row[j - 1] - _OPEN, mark | 16
            gap_b[j], gap_a = down, right
            score = above[j - 1] + (earn if word == b[j - 1] else -_DIFFER)
            if score > 0.0 and score >= down and score >= right:
                row[j], mark = score, mark | 1
                if score > best + 1e-9:
                    best, where = score, (i, j)
            elif down > 0.0 and down >= right:
                row[j], mark = down, mark | 2
            elif right > 0.0:
                row[j], mark = right, mark | 4
            step[j] = mark
        above = row
        steps.append(step)
    return _trace(a, b, steps, where)


def _trace(a: Sequence[str], b: Sequence[str], steps: list[bytearray], where: tuple[int, int]) -> list[tuple[int, int]]:
    (i, j), pairs, within = where, [], 0
    while i and j:
        mark = steps[i - 1][j]
        state = within or mark & 7
        if not state:
            break
        if state == 1:
            i, j = i - 1, j - 1
            if a[i] == b[j]:
                pairs.append((i, j))
        elif state == 2:
            within = 0 if mark & 8 else 2
            i -= 1
        else:
            within = 0 if mark & 16 else 4
            j -= 1
    return pairs[::-1]
