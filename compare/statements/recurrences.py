"""Words that come again in another event: an old quotation, perhaps presented as new.

Takes events, quotations and articles. Gives ``Recurrence``. Knows nothing of whether the later article says that it is old.

There may be a million quotations, so that of each only numbers for its words are kept at first, and the runs of five words
are brought together by sorting (the n-gram index of duplicate detection, as in Manber 1994). Only where two persons,
events and dates allow it are the words cut again and compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from compare.language.moments import day_of
from compare.language.names import PRONOUNS, bearer, is_institution, same_name
from compare.model import Article, CopyGroup, Event, Quotation, Recurrence
from compare.settings import Settings
from compare.statements.changes import relation_of, words_changed
from compare.statements.groups import families_of
from compare.statements.matching import Match
from compare.statements.overlap import Bench
from compare.statements.utterances import Utterance, utterances

_RUN = 5
_FEWEST = 6  # words of a quotation that can come again; fewer are anybody's
_COVER = 0.9  # of the shorter one, that the other must hold
_COMMON = 50  # quotations that hold a run, from which on it is a phrase
_WEIGHT = 3.0  # of the words that agree: "I think that it is what it is" weighs less


def find_recurrences(
    events: Iterable[Event],
    quotations: Iterable[Quotation],
    articles: Iterable[Article],
    copies: Sequence[CopyGroup] = (),
    settings: Settings | None = None,
) -> tuple[Recurrence, ...]:
    """Give the quotations in marks that have the words of one in an earlier event, of the same named speaker.

    Six words or more, nine tenths of the shorter one, and ``statements.days`` days or more between the articles, whose dates
    must be known to the day. Of many earlier ones the first is given, and of many in the later event the first too. Sorted
    by the later one's date. Articles that are copies of one text are passed over.
    """
    event_of = {name: event.id for event in events for name in event.articles}
    dated = {a.id: (day, a) for a in articles if a.id in event_of and (day := day_of(a)) is not None}
    heard = _heard(quotations, dated)
    order = sorted(heard, key=lambda n: (dated[n][0], n))
    index = _Index(order, heard, {name: article for name, (_, article) in dated.items()})
    families = families_of(copies)
    least = (settings or Settings()).statements.days
    told: dict[tuple[str, str], tuple[float, Recurrence]] = {}
    repeated: set[int] = set()  # what has been found to repeat something, be it told or not
    for early, late in index.pairs():
        one, other = index.article(early), index.article(late)
        days = dated[other][0] - dated[one][0]
        kin = not families.get(one, frozenset()).isdisjoint(families.get(other, frozenset()))
        if late in repeated or days < least or event_of[one] == event_of[other] or kin:
            continue
        found = _again(index.utterance(early), index.utterance(late), days, event_of)
        if found:
            repeated.add(late)
            told.setdefault((found.event, index.utterance(early).id), (dated[other][0], found))
    return tuple(found for _, found in sorted(told.values(), key=lambda pair: (pair[0], pair[1].later)))


def _heard(quotations: Iterable[Quotation], dated: Mapping[str, object]) -> dict[str, list[Quotation]]:
    """Give, by article, the quotations in marks, and the parts of those that somebody named speaks."""
    found: defaultdict[str, list[Quotation]] = defaultdict(list)
    for quotation in quotations:
        if quotation.article in dated and quotation.kind in {"direct", "mixed"} and quotation.parent is None:
            found[quotation.article].append(quotation)
    return found


def _is_named(speaker: str | None) -> bool:
    if not speaker or speaker.lower() in PRONOUNS:
        return False
    return bool(bearer(speaker)) or is_institution(speaker)


class _Index:
    """The utterances of dated articles, the earliest first, by number; their words are cut again when asked for."""

    def __init__(
        self, order: Sequence[str], heard: Mapping[str, Sequence[Quotation]], articles: Mapping[str, Article]
    ) -> None:
        self._heard, self._articles = heard, articles
        self._places: list[tuple[str, int]] = []  # the article, and the number among its utterances
        self._of = lru_cache(maxsize=1_000)(self._utterances)
        numbers: dict[str, int] = {}
        codes, owners = [np.empty(0, dtype=np.uint64)], [np.empty(0, dtype=np.int64)]
        for name in order:
            for n, u in enumerate(self._utterances(name)):
                keys = [numbers.setdefault(w.key, len(numbers) + 1) for w in u.words if not w.inserted]
                if len(keys) >= _FEWEST and _is_named(u.speech.speaker):
                    runs = np.unique(_coded(np.array(keys, dtype=np.uint64)))
                    codes.append(runs)
                    owners.append(np.full(len(runs), len(self._places), dtype=np.int64))
                    self._places.append((name, n))
        self._codes, self._owners = np.concatenate(codes), np.concatenate(owners)

    def article(self, number: int) -> str:
        return self._places[number][0]

    def utterance(self, number: int) -> Utterance:
        name, n = self._places[number]
        return self._of(name)[n]

    def pairs(self) -> list[tuple[int, int]]:
        """Give the pairs that share a run which is no phrase, the earlier one first, in order."""
        order = np.lexsort((self._owners, self._codes))
        codes, owners = self._codes[order], self._owners[order]
        starts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]]) if len(codes) else np.empty(0, dtype=np.int64)
        ends = np.r_[starts[1:], len(codes)] if len(codes) else starts
        several = (ends - starts > 1) & (ends - starts <= _COMMON)
        found: set[tuple[int, int]] = set()
        for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
            held = owners[start:end].tolist()
            found.update((one, other) for i, one in enumerate(held) for other in held[i + 1 :])
        return sorted(found)

    def _utterances(self, name: str) -> list[Utterance]:
        return utterances(self._heard[name], {name: self._articles[name]})


def _coded(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Give a number for each run of words. Two runs of one number are told apart later, when their words are compared."""
    code = np.zeros(len(keys) - _RUN + 1, dtype=np.uint64)
    for n in range(_RUN):
        code = code * np.uint64(0x9E3779B97F4A7C15) + keys[n : n + len(code)]
    return code


def _again(early: Utterance, late: Utterance, days: float, event_of: Mapping[str, str]) -> Recurrence | None:
    if not same_name(early.speech.speaker or "", late.speech.speaker or ""):
        return None
    shared = Bench().overlap(early.words, late.words)
    if shared.cover < _COVER or shared.weight < _WEIGHT:
        return None
    match = Match(shared.pairs, round(shared.cover, 4), sense=False, speaker="one")
    changes = words_changed(early, late, match)
    return Recurrence(
        event=event_of[late.article.id],
        earlier_event=event_of[early.article.id],
        earlier=early.part_of(i for i, _ in shared.pairs),
        later=late.part_of(j for _, j in shared.pairs),
        days=round(days, 2),
        relation=relation_of(changes, match),
        score=match.score,
        changes=changes,
    )
