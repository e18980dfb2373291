"""Whether two quotations report one utterance.

Takes two utterances. Gives how they match, or None. Knows nothing of what their differences mean.

Words given as the speaker's own are matched by their overlap, and the shorter they are the more of them must agree: by
chance, 43 of 100,000 pairs of unrelated quotations of five words have a partial ratio of 75 or more, and 1 of those of
eight to eleven. What a reporter retells, or two translate, is matched by its sense.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from compare.statements.attribution import Aliases, Speakers, speakers
from compare.statements.overlap import Bench, Overlap
from compare.statements.sense import Senses
from compare.statements.utterances import Utterance
from compare.statements.words import Word

_FULL = 4  # words from which a few others may differ
_PART = 5  # words of a part that is compared by itself
_PAIRS = 40  # of such parts, that are


class Match(NamedTuple):
    """Two utterances that are one: the index pairs that agree, a score from 0 to 1, and whether it is only the sense."""

    pairs: tuple[tuple[int, int], ...]
    score: float
    sense: bool
    speaker: Speakers


class Matcher:
    """Matches utterances of an event. ``min_score`` is the lowest ratio of what both print."""

    def __init__(self, found: Sequence[Utterance], aliases: Aliases, min_score: float) -> None:
        self._senses, self._aliases, self._min_score = Senses(found), aliases, min_score
        self._bench = Bench()

    def match(self, a: Utterance, b: Utterance) -> Match | None:
        """Match two utterances of different articles."""
        speaker = speakers(a, b, self._aliases)
        if not (a.reported or b.reported):
            found = self._quoted(a.words, b.words, speaker)
            if found is None and len(a.parts) + len(b.parts) > 2:
                found = self._by_parts(a, b, speaker)
            if found:
                return found if found.score >= self._min_score else None
        alike = self._senses.alike(a, b, speaker)
        return Match(alike.pairs, alike.score, sense=True, speaker=speaker) if alike else None

    def _quoted(self, a: Sequence[Word], b: Sequence[Word], speaker: Speakers) -> Match | None:
        short = min(_own(a), _own(b))
        if short < _FULL:
            equal = [w.key for w in a] == [w.key for w in b]
            pairs = tuple((i, i) for i in range(len(a)))
            return Match(pairs, 1.0, sense=False, speaker="one") if equal and speaker == "one" else None
        shared = self._bench.overlap(a, b)
        if not shared.pairs or not _agrees(a, b, shared, short, speaker):
            return None
        return Match(shared.pairs, _ratio(a, b, shared.pairs), sense=False, speaker=speaker)

    def _by_parts(self, a: Utterance, b: Utterance, speaker: Speakers) -> Match | None:
        """Match parts of interrupted utterances, the longest first: what continues one may be something else."""
        parts = ((i, p, j, q) for i, p in a.places() for j, q in b.places() if min(p - i, q - j) >= _PART)
        longest = sorted(parts, key=lambda part: (part[0] - part[1] + part[2] - part[3], part))
        for i, p, j, q in longest[:_PAIRS]:
            found = self._quoted(a.words[i:p], b.words[j:q], speaker)
            if found:
                return found._replace(pairs=tuple((n + i, m + j) for n, m in found.pairs))
        return None


def _own(words: Sequence[Word]) -> int:
    return sum(not word.inserted for word in words)


def _agrees(a: Sequence[Word], b: Sequence[Word], shared: Overlap, short: int, speaker: Speakers) -> bool:
    cover, pairs = shared.cover, shared.pairs
    if speaker in {"two", "apart"}:
        # Five words may be anybody's; where an attribution is unsure, they show rather that it is wrong.
        return cover >= 0.9 and short >= (6 if speaker == "two" else 5)
    (i, j), (k, m) = pairs[0], pairs[-1]
    # Where both go on in other words, these count as if they lay between.
    parallel = min(i, j) + min(len(a) - 1 - k, len(b) - 1 - m)
    dense = len(pairs) / (max(k - i + 1, m - j + 1) + parallel)
    runs = 1 + sum(q != (p[0] + 1, p[1] + 1) for p, q in pairwise(pairs))
    step = 0.08 if speaker else 0.0
    if cover >= 0.88 - step and (dense >= 0.6 or len(pairs) >= 3 * runs):
        return True
    if short >= 6 and cover >= 0.8 - step and dense >= 0.7:
        return True
    if short >= 12 and cover >= 0.55 - step and shared.weight >= 6 and 2 * len(pairs) >= short:
        return True  # half of the words too, since a long name weighs as much as half a sentence
    # One begins where the other ends: nothing on either side of the overlap contradicts it.
    clean = min(i, j) <= 1 and min(len(a) - 1 - k, len(b) - 1 - m) <= 1
    return clean and shared.run >= 6 and shared.weight >= 3


def _ratio(a: Sequence[Word], b: Sequence[Word], pairs: Sequence[tuple[int, int]]) -> float:
    """Give the RapidFuzz ratio of what both sides print; a longer cut in the middle is named as one and costs nothing."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - not needed where nothing overlaps

    left, right = [a[pairs[0][0]].key], [b[pairs[0][1]].key]
    for (i, j), (k, m) in pairwise(pairs):
        cut = (k == i + 1 and m > j + 4) or (m == j + 1 and k > i + 4)
        left += [w.key for w in (a[k : k + 1] if cut else a[i + 1 : k + 1]) if not w.inserted]
        right += [w.key for w in (b[m : m + 1] if cut else b[j + 1 : m + 1]) if not w.inserted]
    return round(fuzz.ratio(" ".join(left), " ".join(right)) / 100, 4)
