"""Words that come again in another event: an old quotation, perhaps presented as new.

Takes events, quotations and articles. Gives ``Recurrence``. Knows nothing of whether the later article says that it is old.

There may be a million quotations: the words of one are cut, looked up by their runs, and let go; only where speakers, events
and dates allow that one repeats another are both cut again and compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from compare.language.moments import day_of
from compare.language.names import PRONOUNS, bearer, is_institution, name_words, same_name
from compare.model import Article, CopyGroup, Event, Quotation, Recurrence
from compare.settings import Settings
from compare.statements.changes import relation_of, words_changed
from compare.statements.groups import families_of
from compare.statements.matching import Match
from compare.statements.overlap import Bench
from compare.statements.runs import Runs
from compare.statements.utterances import Utterance, utterances

_FEWEST = 6  # words of a quotation that can come again; fewer are anybody's
_COVER = 0.9  # of the shorter one, that the other must hold
_NONE: frozenset[str] = frozenset()
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
    must be known to the day. Of many earlier ones the first is given; every later one is. Sorted by the later one's date.
    Articles that are copies of one text are passed over.
    """
    event_of = {name: event.id for event in events for name in event.articles}
    dated = {a.id: (day, a) for a in articles if a.id in event_of and (day := day_of(a)) is not None}
    heard = _Heard(quotations, {name: article for name, (_, article) in dated.items()})
    said, runs = _indexed(heard, dated, event_of)
    families = families_of(copies)
    least = (settings or Settings()).statements.days

    def allowed(early: int, late: int) -> bool:
        one, other = said[early][0], said[late][-1]
        return one.event != other.event and other.day - one.day >= least and one.surname == other.surname

    def repeats(one: _Said, other: _Said) -> bool:
        kin = not families.get(one.article, _NONE).isdisjoint(families.get(other.article, _NONE))
        return other.day - one.day >= least and not kin and same_name(one.speaker, other.speaker)

    told: dict[_Said, Recurrence] = {}
    bench = Bench()
    for early, late in runs.pairs(allowed):
        left = [
            (one, other) for other in said[late] if other not in told for one in _first(said[early], other, repeats)
        ]
        if left and _same_words(bench, heard.utterance(said[early][0]), heard.utterance(said[late][0])):
            for one, other in left:
                told[other] = _recurrence(bench, heard.utterance(one), heard.utterance(other), one, other)
    return tuple(told[other] for other in sorted(told, key=lambda other: (other.day, told[other].later)))


def _first(earlier: Sequence[_Said], other: _Said, repeats: Callable[[_Said, _Said], bool]) -> list[_Said]:
    return next(([one] for one in earlier if repeats(one, other)), [])


def _same_words(bench: Bench, early: Utterance, late: Utterance) -> bool:
    shared = bench.overlap(early.words, late.words, least=_COVER)
    return shared.cover >= _COVER and shared.weight >= _WEIGHT


class _Said(NamedTuple):
    """What an utterance is known by when its words are let go: the number is its place in its article."""

    article: str
    number: int
    day: float
    event: str
    surname: str
    speaker: str


class _Heard:
    """The quotations in marks, by article, and their utterances, which are cut when asked for."""

    def __init__(self, quotations: Iterable[Quotation], articles: Mapping[str, Article]) -> None:
        self.by_article: defaultdict[str, list[Quotation]] = defaultdict(list)
        for quotation in quotations:
            if quotation.article in articles and quotation.kind in {"direct", "mixed"} and quotation.parent is None:
                self.by_article[quotation.article].append(quotation)
        self._articles = articles
        self._kept = lru_cache(maxsize=1_000)(self.utterances)

    def utterances(self, article: str) -> list[Utterance]:
        return utterances(self.by_article[article], {article: self._articles[article]})

    def utterance(self, said: _Said) -> Utterance:
        return self._kept(said.article)[said.number]


def _indexed(
    heard: _Heard, dated: Mapping[str, tuple[float, Article]], event_of: Mapping[str, str]
) -> tuple[list[list[_Said]], Runs]:
    """Index the utterances of named speakers by date; those of the same words in an event are kept with the first."""
    said: list[list[_Said]] = []
    runs = Runs()
    known: dict[bytes, int] = {}
    for name in sorted(heard.by_article, key=lambda name: (dated[name][0], name)):
        for n, u in enumerate(heard.utterances(name)):
            words = [word.key for word in u.words if not word.inserted]
            surname = _surname(u.speech.speaker or "")
            if len(words) < _FEWEST or not surname:
                continue
            same = blake2b("\n".join((event_of[name], surname, *words)).encode(), digest_size=16).digest()
            place = known.setdefault(same, len(said))
            if place == len(said):
                runs.add(words)
                said.append([])
            said[place].append(_Said(name, n, dated[name][0], event_of[name], surname, u.speech.speaker or ""))
    return said, runs


def _surname(speaker: str) -> str:
    """Give the last word of a name, folded, by which a speaker is first told from others; "" for *he* and *an official*."""
    if not speaker or speaker.lower() in PRONOUNS or not (bearer(speaker) or is_institution(speaker)):
        return ""
    return next(iter(name_words(bearer(speaker) or speaker)[-1:]), "")


def _recurrence(bench: Bench, early: Utterance, late: Utterance, one: _Said, other: _Said) -> Recurrence:
    shared = bench.overlap(early.words, late.words)
    match = Match(shared.pairs, round(shared.cover, 4), sense=False, speaker="one")
    changes = words_changed(early, late, match)
    return Recurrence(
        event=other.event,
        earlier_event=one.event,
        earlier=early.part_of(i for i, _ in shared.pairs),
        later=late.part_of(j for _, j in shared.pairs),
        days=round(other.day - one.day, 2),
        relation=relation_of(changes, match),
        score=match.score,
        changes=changes,
    )
