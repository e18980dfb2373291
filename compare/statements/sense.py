"""Whether two utterances say one thing in other words.

Takes utterances of an event. Gives what telling words two of them share, and how much that is. Knows nothing of word order.

Measured is the geometric mean of the shares that the common words have of either side's telling words, each weighed by how
rare it is in the event (a weighted Ochiai coefficient, 1957).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from compare.language.moments import day_of
from compare.statements.attribution import Speakers, are_named
from compare.statements.telling import rarities, telling
from compare.statements.utterances import Utterance

_REARRANGED = 0.9
_DAYS = 3  # between two reports of one speech


class Alike(NamedTuple):
    """The places of the first shared telling words on either side, in the order of the first, and a score up to 1."""

    pairs: tuple[tuple[int, int], ...]
    score: float


class _Told(NamedTuple):
    places: Mapping[str, int]
    total: float


class Senses:
    """What the utterances of an event tell, to be compared pair by pair."""

    def __init__(self, found: Sequence[Utterance]) -> None:
        self._rarity = rarities([u.words for u in found])
        self._told: dict[int, _Told] = {}

    def alike(self, a: Utterance, b: Utterance, speaker: Speakers) -> Alike | None:
        """Match two utterances by what they tell.

        For one speaker three common words may do. Where a mention is not resolved (*he*, *an official*) it takes five; where
        a person here and a body there are named, who may speak for it or against it, more of them; and where both are
        quoted, as a speech in two translations is, one speaker, half of all, and no more than three days between.
        Persons by different names are never matched, since rivals and allies say the same in other words.
        """
        quoted = not (a.reported or b.reported)
        if speaker in {"two", "apart"} or (quoted and (speaker != "one" or not _one_occasion(a, b))):
            return None
        x, y = self._of(a), self._of(b)
        shared = sorted(x.places.keys() & y.places.keys(), key=lambda stem: x.places[stem])
        if quoted:
            fewest, least = 5, 0.5
        elif speaker == "one":
            fewest, least = 3, 0.26
        else:
            fewest, least = 5, 0.4 if are_named(a, b) else 0.26
        if len(shared) < fewest:
            return None
        score = sum(self._rarity[stem] for stem in shared) / math.sqrt(x.total * y.total)
        if score < least or (quoted and score > _REARRANGED):
            return None  # the same words in another order may say the opposite
        return Alike(tuple((x.places[s], y.places[s]) for s in shared), round(min(1.0, score), 4))

    def _of(self, u: Utterance) -> _Told:
        if id(u) not in self._told:
            places = telling(u)
            self._told[id(u)] = _Told(places, sum(self._rarity[stem] for stem in places))
        return self._told[id(u)]


def _one_occasion(a: Utterance, b: Utterance) -> bool:
    days = [day_of(u.article) for u in (a, b)]
    return days[0] is None or days[1] is None or abs(days[0] - days[1]) <= _DAYS
