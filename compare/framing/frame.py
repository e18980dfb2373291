"""The columns of an event side by side: what only one carries, and what one leaves out.

Takes an event with its articles, quotations, statements and copies. Gives ``Framing``. Knows nothing of how statements
were aligned.

In a set of a hundred events of three outlets each, nine quotations in ten and eight voices in ten stood in one outlet
only. So an omission is told only where several other columns carry a thing, and never of a column that is not there in full
or that appeared before the others could have had it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from compare.framing.columns import Press, presses
from compare.framing.retold import retells, telling_words, told_in
from compare.framing.voices import canonical, may_be, said, voices
from compare.language.moments import days
from compare.language.names import same_name
from compare.model import Article, Column, CopyGroup, Event, Framing, Omission, Quotation, Statement
from compare.settings import Settings

_TELLING = 5  # quoted words that stand for themselves, though nobody is named for them
_HEAD_START = 2 / 24  # days by which an article is too early to be asked why it lacks what came later


def frame(  # noqa: PLR0917 - the values of the stages before it, in their order
    event: Event,
    articles: Iterable[Article],
    quotations: Iterable[Quotation],
    statements: Iterable[Statement] = (),
    copies: Sequence[CopyGroup] = (),
    settings: Settings | None = None,
) -> Framing:
    """Give an event's columns, sorted by name, and what they leave out, sorted by column.

    A column carries a statement if one of its quotations is among the statement's, and a voice if it quotes or reports a
    speaker of that name. Articles, quotations and statements of other events are passed over.
    """
    own = [article for article in articles if article.id in event.articles]
    columns = presses(own, copies)
    quoted = sorted((q for q in quotations if q.article in event.articles), key=lambda q: q.id)
    page = _Page(columns, quoted, [s for s in statements if s.event == event.id])
    carriers = (settings or Settings()).framing.carriers
    return Framing(event.id, tuple(page.column(press) for press in columns), tuple(page.omissions(carriers)))


class _Carried(NamedTuple):
    """A thing that some columns carry: the columns' ids, with the quotations that show it in each."""

    kind: Literal["statement", "voice"]
    what: str
    anchor: str
    shown: Mapping[str, tuple[str, ...]]


class _Page:
    """The columns of one event, with what each of them carries."""

    def __init__(
        self, columns: Sequence[Press], quotations: Sequence[Quotation], statements: Sequence[Statement]
    ) -> None:
        self.columns = columns
        self.said = {press.id: said(press, quotations) for press in columns}
        self.source = {q.id: q.article for q in quotations}
        self.articles = {article.id: article for press in columns for article in press.articles}
        self.mentions = {press.id: sorted({o.speaker for o in self.said[press.id] if o.speaker}) for press in columns}
        self.speaker = {i: o.speaker for said_here in self.said.values() for o in said_here for i in o.ids}
        self.names = canonical(mention for mentions in self.mentions.values() for mention in mentions)
        self.sentences: dict[str, tuple[frozenset[str], ...]] = {}
        self.words = {q.id: telling_words(q.text) for q in quotations}
        self.column_of = {article.id: press.id for press in columns for article in press.articles}
        self.statements = [self._statement(s) for s in sorted(statements, key=lambda s: s.id)]

    def _statement(self, statement: Statement) -> _Carried:
        shown: dict[str, tuple[str, ...]] = {}
        for quotation in sorted(statement.quotations):
            if quotation in self.source:
                column = self.column_of[self.source[quotation]]
                shown[column] = (*shown.get(column, ()), quotation)
        return _Carried("statement", statement.id, statement.anchor, shown)

    def column(self, press: Press) -> Column:
        found = self.said[press.id]
        own = voices(found, self.names)
        shared = {q for s in self.statements if len(s.shown) > 1 for ids in s.shown.values() for q in ids}
        return Column(
            id=press.id,
            name=press.name,
            outlets=press.outlets,
            articles=tuple(article.id for article in press.articles),
            complete=press.complete,
            headlines=press.headlines(),
            voices=own,
            unattributed=sum(one.quoted and one.speaker is None for one in found),
            only_voices=tuple(voice.speaker for voice in own if not self._elsewhere(press, voice.speaker)),
            only_quotations=tuple(
                o.ids[0] for o in found if (o.speaker or o.words >= _TELLING) and shared.isdisjoint(o.ids)
            ),
        )

    def _elsewhere(self, press: Press, speaker: str) -> bool:
        return any(self._quotes(other, speaker) for other in self.columns if other.id != press.id)

    def _quotes(self, press: Press, speaker: str) -> bool:
        """Say whether a column may carry a voice: under its name, or a mention that may be anybody's of that name."""
        mentions = [m for m, name in self.names.items() if name == speaker]
        return any(
            self.names[one] == speaker or any(may_be(one, mention) for mention in mentions)
            for one in self.mentions[press.id]
        )

    def _voices(self) -> Iterator[_Carried]:
        for speaker in sorted(set(self.names.values())):
            if not same_name(speaker, speaker):
                continue  # "the ministry", "police": it is not known to be the same one in every column
            shown = {}
            for press in self.columns:
                first = next((o for o in self.said[press.id] if o.speaker and self.names[o.speaker] == speaker), None)
                if first:
                    shown[press.id] = first.ids[:1]
            yield _Carried("voice", speaker, "", shown)

    def omissions(self, carriers: int) -> Iterator[Omission]:
        things = [*self.statements, *self._voices()]
        for press in sorted(self.columns, key=lambda press: press.id):
            for thing in things if press.complete else ():
                if press.id in thing.shown or _houses(thing.shown, self.columns) < carriers:
                    continue
                if self._excused(press, thing) or self._told(press, thing):
                    continue
                yield Omission(press.id, thing.kind, thing.what, tuple(sorted(thing.shown)), _evidence(thing))

    def _told(self, press: Press, thing: _Carried) -> bool:
        """Say whether a column may have a thing after all: the statement in its own words, the voice by another mention.

        A voice is heard, too, where its words stand with another name or with none.

        Nor does it omit one piece of a long quotation when it prints another: the link between them tells what was cut.
        """
        if thing.kind == "voice":
            return self._quotes(press, thing.what) or any(
                press.id in statement.shown and thing.what in self._speakers(statement) for statement in self.statements
            )
        if any(press.id in other.shown for other in self.statements if other.anchor == thing.anchor):
            return True
        versions = [self.words[quotation] for quotation in _evidence(thing)]
        return any(retells(self.told(article.id), versions) for article in press.articles)

    def _speakers(self, statement: _Carried) -> set[str]:
        return {self.names[speaker] for q in _evidence(statement) if (speaker := self.speaker.get(q))}

    def told(self, article: str) -> tuple[frozenset[str], ...]:
        if article not in self.sentences:
            self.sentences[article] = told_in(self.articles[article].text)
        return self.sentences[article]

    def _excused(self, press: Press, thing: _Carried) -> bool:
        """Say whether a column could not have had a thing yet, or prints it in another column."""
        others = [other for other in self.columns if other.id in thing.shown]
        if any(set(press.outlets) & set(other.outlets) for other in others):
            return True
        sources = [self.articles[self.source[q]] for ids in thing.shown.values() for q in ids]
        return all(_well_before(mine, theirs) for mine in press.articles for theirs in sources)


def _evidence(thing: _Carried) -> tuple[str, ...]:
    return tuple(sorted(q for ids in thing.shown.values() for q in ids))


def _houses(shown: Iterable[str], columns: Sequence[Press]) -> int:
    """Count the columns that are independent: two that share an outlet count once."""
    houses: list[set[str]] = []
    for press in columns:
        if press.id in shown:
            mine = {press.id, *press.outlets}
            for house in [house for house in houses if house & mine]:
                mine |= house
                houses.remove(house)
            houses.append(mine)
    return len(houses)


def _well_before(a: Article, b: Article) -> bool:
    """Say whether an article is known to have appeared more than two hours before another, or a day where only days are."""
    if a.published is None or b.published is None:
        return False
    x, y = a.published, b.published
    if x.precision == y.precision == "minute":
        return days(y.iso) - days(x.iso) > _HEAD_START
    if {x.precision, y.precision} <= {"minute", "day"}:
        return days(y.iso[:10]) - days(x.iso[:10]) > 1
    return False
