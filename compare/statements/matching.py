"""Whether two quotations report one utterance.

Takes two utterances. Gives how they match, or None. Knows nothing of what their differences mean.

Words given as the speaker's own are matched by their overlap, and the shorter they are the more of them must agree: by
chance, 43 of 100,000 pairs of unrelated quotations of five words have a partial ratio of 75 or more, and 1 of those of
eight to eleven. Words that a reporter retells are matched by what they share of the words that tell something.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from compare.language.names import bearer, name_words
from compare.statements.overlap import Bench, Overlap
from compare.statements.utterances import Utterance, speakers
from compare.statements.words import Word

_Speakers = Literal["one", "two"] | None
_CANDIDATE = 0.5  # somewhat less, since an inflection may be rarer than its stem
TELLING = 0.6  # the weight from which a word tells something of the subject


class Match(NamedTuple):
    """Two utterances that are one: the index pairs that agree, a score from 0 to 1, and whether it is only the sense."""

    pairs: tuple[tuple[int, int], ...]
    score: float
    sense: bool
    speaker: _Speakers


def match(a: Utterance, b: Utterance, min_score: float, bench: Bench) -> Match | None:
    """Match two utterances of different articles. ``min_score`` is the lowest ratio of what both print."""
    speaker = speakers(a, b)
    if a.reported or b.reported:
        return _sense(a, b, speaker)
    short = min(_own(a.words), _own(b.words))
    if short < 4:
        equal = [w.key for w in a.words] == [w.key for w in b.words]
        pairs = tuple((i, i) for i in range(len(a.words)))
        return Match(pairs, 1.0, sense=False, speaker="one") if equal and speaker == "one" else None
    shared = bench.overlap(a.words, b.words)
    if not shared.pairs or not _agrees(a.words, b.words, shared, short, speaker):
        return None
    score = _ratio(a.words, b.words, shared.pairs)
    return Match(shared.pairs, score, sense=False, speaker=speaker) if score >= min_score else None


def _own(words: Sequence[Word]) -> int:
    return sum(not word.inserted for word in words)


def _agrees(a: Sequence[Word], b: Sequence[Word], shared: Overlap, short: int, speaker: _Speakers) -> bool:
    cover, pairs = shared.cover, shared.pairs
    if speaker == "two":
        return short >= 6 and cover >= 0.9
    (i, j), (k, m) = pairs[0], pairs[-1]
    dense = len(pairs) / max(k - i + 1, m - j + 1)
    runs = 1 + sum(q != (p[0] + 1, p[1] + 1) for p, q in pairwise(pairs))
    step = 0.08 if speaker else 0.0
    if cover >= 0.88 - step and (dense >= 0.6 or len(pairs) >= 3 * runs):
        return True
    if short >= 6 and cover >= 0.8 - step and dense >= 0.7:
        return True
    if short >= 12 and cover >= 0.55 - step and shared.weight >= 6:
        return True
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


def _sense(a: Utterance, b: Utterance, speaker: _Speakers) -> Match | None:
    """Match what at least one reporter retells, by the telling words that both have.

    For one speaker it is enough that, in the mean, each has two in five of the other's. Where a mention is not resolved
    (*he*, *an official*) it must be more than half. Two persons by different names are never matched, since rivals and
    allies say the same in other words.
    """
    if speaker is None and all(bearer(u.speech.speaker or "") for u in (a, b)):
        return None
    x, y = _telling(a), _telling(b)
    shared = sorted(x.keys() & y.keys(), key=lambda stem: x[stem])
    told = sum(a.words[x[stem]].weight for stem in shared)
    if speaker == "two" or told < 3:
        return None
    cover = [told / sum(u.words[i].weight for i in stems.values()) for u, stems in ((a, x), (b, y))]
    number, mean = (3, 0.38) if speaker == "one" else (5, 0.55)
    if len(shared) < number or max(cover) < 0.4 or math.sqrt(cover[0] * cover[1]) < mean:
        return None
    return Match(tuple((x[s], y[s]) for s in shared), round(min(1.0, max(cover)), 4), sense=True, speaker=speaker)


def _telling(u: Utterance) -> dict[str, int]:
    """Give the stems of the words that tell something, with their first places; the speaker's own name tells nothing."""
    names = set(name_words(u.speech.speaker or ""))
    cue = set((u.speech.cue or "").lower().split())
    stems: dict[str, int] = {}
    for i, word in enumerate(u.words):
        if word.weight >= TELLING and word.norm not in names and word.norm not in cue:
            stems.setdefault(stem(word.key), i)
    return stems


_INFLECTED = ("ings", "ing", "edly", "ied", "ies", "ed", "es", "s")
_DERIVED = ("ation", "ly", "al", "ment", "y")


def stem(key: str) -> str:
    """Give a word without the endings that tense, number and derivation put to it: ``handling`` and ``handled``."""
    for endings in (_INFLECTED, _DERIVED):
        for ending in endings:
            if key.endswith(ending) and len(key) - len(ending) >= 3:
                key = key.removesuffix(ending)
                break
    return key[:-1] if len(key) > 3 and key[-1] in ("e", key[-2]) else key


def candidates(found: Sequence[Sequence[Word]]) -> Iterator[tuple[int, int]]:
    """Give the index pairs worth comparing: of the words that tell something they share 40 % of the lighter one's weight.

    Or four words in a row, or all where there are fewer. So that comparing, whose time is the product of the lengths, is
    spent on little else than what does match.
    """
    by_stem: defaultdict[str, list[int]] = defaultdict(list)
    by_run: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    total: list[float] = []
    for n, words in enumerate(found):
        stems = {stem(w.key): w.weight for w in words if w.weight >= _CANDIDATE}
        total.append(sum(stems.values()))
        shared: defaultdict[int, float] = defaultdict(float)
        for key, weight in stems.items():
            for other in by_stem[key]:
                shared[other] += weight
            by_stem[key].append(n)
        near = {other for other, weight in shared.items() if weight >= 0.4 * min(total[n], total[other])}
        keys = [w.key for w in words]
        for run in {tuple(keys[i : i + 4]) for i in range(max(1, len(keys) - 3))}:
            near.update(by_run[run])
            by_run[run].append(n)
        yield from ((other, n) for other in sorted(near))
