"""Quotations made ready to be compared: interrupted ones joined, repeated ones taken together.

Takes quotations and their articles. Gives utterances, and groups of them that are one text. Knows nothing of which
utterances of different outlets are the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from compare.language.names import PRONOUNS, bearer, name_words, same_name
from compare.model import Article, CopyGroup, Quotation
from compare.statements.words import Word, words_of

_ALSO = (
    r"[\s,(]{1,3}(?:(?:who was|who is|whose|also|better|formerly|previously|his|her)\s){0,2}"
    r"(?:born|né|née|nee|aka|a\.k\.a\.|alias|known as|real name(?: is| was)?)\s(?:[A-Z][\w.'’-]{0,30}\s){0,2}?"
)


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a speaker is quoted with in one go: a quotation, with the ones that continue it after an interruption."""

    parts: tuple[Quotation, ...]
    words: tuple[Word, ...]
    article: Article

    @property
    def id(self) -> str:
        """The id of its longest part, by which statements name it."""
        return max(self.parts, key=lambda part: (part.span.end - part.span.start, -part.span.start)).id

    @property
    def reported(self) -> bool:
        """Whether the words are the reporter's, not the speaker's."""
        return any(part.kind == "indirect" for part in self.parts)

    def part_of(self, places: Iterable[int]) -> str:
        """Give the id of the part that most of the words at ``places`` stand in, the first one of those that tie."""
        starts = [self.words[n].start for n in places]
        return max(self.parts, key=lambda part: sum(part.span.start <= start < part.span.end for start in starts)).id

    @property
    def speech(self) -> Quotation:
        """The part whose attribution is the surest; the others only continue it."""
        return min(self.parts, key=lambda part: (part.speaker is None, part.tier, part.span))


def utterances(quotations: Iterable[Quotation], articles: Mapping[str, Article]) -> list[Utterance]:
    """Join quotations to utterances, sorted by id; their parents' text holds those within a quotation.

    Scare quotes, and quotations of articles not given, are left out.
    """
    own = (q for q in quotations if q.kind != "scare" and q.parent is None and q.article in articles)
    known = sorted(own, key=lambda q: (q.span, q.id))
    ids = {q.id: q for q in known}
    heads: dict[str, str] = {}
    chains: defaultdict[str, list[Quotation]] = defaultdict(list)
    for q in known:
        before = ids.get(q.continues) if q.continues else None
        follows = before is not None and before.article == q.article and before.id in heads
        heads[q.id] = heads[before.id] if before is not None and follows else q.id
        chains[heads[q.id]].append(q)
    found = []
    for head in sorted(chains):
        parts = tuple(chains[head])
        article = articles[parts[0].article]
        words = words_of(article.text, [part.span for part in parts])
        if words:
            found.append(Utterance(parts, words, article))
    return found


def groups(found: Sequence[Utterance], copies: Iterable[CopyGroup]) -> list[tuple[Utterance, ...]]:
    """Take together the utterances of the same words in one article, or in copies of one article.

    A pull quote is no second utterance, and a reprint no second witness, unless it gives the words to somebody else. Each
    group begins with the one whose attribution is the surest.
    """
    family = {article: group.id for group in sorted(copies, key=lambda g: g.id) for article in group.articles}
    same: defaultdict[tuple[str, bool, tuple[str, ...]], list[list[Utterance]]] = defaultdict(list)
    for u in sorted(
        found, key=lambda u: (u.speech.speaker is None, u.speech.tier, u.article.id, u.parts[0].span, u.id)
    ):
        alike = same[family.get(u.article.id, u.article.id), u.reported, tuple(w.norm for w in u.words)]
        own = next((group for group in alike if all(speakers(u, v) != "two" for v in group)), None)
        if own is None:
            alike.append([u])
        else:
            own.append(u)
    return sorted((tuple(group) for alike in same.values() for group in alike), key=lambda group: group[0].id)


class Pair(NamedTuple):
    """Two utterances to be compared; ``kin``: their articles are copies of one text."""

    a: Utterance
    b: Utterance
    kin: bool


def comparable(a: Sequence[Utterance], b: Sequence[Utterance], families: Mapping[str, frozenset[str]]) -> Pair | None:
    """Give the first two utterances of two groups that different outlets print in articles that are no copies.

    Otherwise the first two of copies of which each has the one in the place of the other.
    """
    kin: Pair | None = None
    here, there = ({u.article.id for u in group} for group in (a, b))
    for u in a:
        for v in b:
            x, y = u.article, v.article
            if x.id == y.id or (x.outlet is not None and x.outlet == y.outlet):
                continue
            if families.get(x.id, frozenset()).isdisjoint(families.get(y.id, frozenset())):
                return Pair(u, v, kin=False)
            if kin is None and x.id not in there and y.id not in here:
                kin = Pair(u, v, kin=True)
    return kin


def families_of(copies: Iterable[CopyGroup]) -> dict[str, frozenset[str]]:
    """Give the copy groups that each article is in."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for group in copies:
        for article in group.articles:
            found[article].add(group.id)
    return {article: frozenset(ids) for article, ids in found.items()}


def speakers(a: Utterance, b: Utterance) -> Literal["one", "two"] | None:
    """Say whether two utterances are attributed to one speaker or to two; None where that is not known.

    They are two only where both attributions are sure (tier A, or B by name) and both name a person: a spokesman may be
    anybody, a ministry may speak through its minister, and an article may say that one was born as the other.
    """
    x, y = a.speech, b.speech
    if not x.speaker or not y.speaker:
        return None
    if same_name(x.speaker, y.speaker):
        return "one"
    return "two" if _named(a) and _named(b) and not _one_person(a, b) else None


def _named(u: Utterance) -> bool:
    """Say whether a person is surely named: not by a pronoun or title that was resolved, nor as *the Lindow Liberal*."""
    speech = u.speech
    name = bearer(speech.speaker or "")
    if not name or name.lower() in PRONOUNS or speech.tier not in {"A", "B"}:
        return False
    at = speech.speaker_span
    mention = u.article.text[at.start : at.end] if at else name
    return not mention.lower().startswith(f"the {name.lower()}") and bool(bearer(mention))


def _one_person(a: Utterance, b: Utterance) -> bool:
    """Say whether two names may be one person's after all.

    One of the articles gives one as another of the other (*Ivo Marek, born Ivan Petrov*), or they have one family name and
    given names of one initial, as a short form or a slip has.
    """
    x, y = (name_words(bearer(u.speech.speaker or "")) for u in (a, b))
    if x[-1:] == y[-1:] and x[0][0] == y[0][0]:
        return True
    names = [re.escape(bearer(u.speech.speaker or "")) for u in (a, b)]
    return any(re.search(f"{one}{_ALSO}{other}", u.article.text) for u in (a, b) for one, other in (names, names[::-1]))
