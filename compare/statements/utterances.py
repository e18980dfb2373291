"""Quotations made ready to be compared: interrupted ones joined, each with its words.

Takes quotations and their articles. Gives utterances. Knows nothing of which utterances of different outlets are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from compare.model import Article, Quotation
from compare.statements.words import Word, words_of


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """What a speaker is quoted with in one go: a quotation, with the ones that continue it after an interruption.

    ``id`` is that of its longest part, by which statements name it. ``speech`` is the part whose attribution is the surest;
    the others only continue it. ``reported``: the words are the reporter's, not the speaker's. ``wording`` is equal where
    nothing but who says it, and where, can be another.
    """

    parts: tuple[Quotation, ...]
    words: tuple[Word, ...]
    article: Article
    id: str = field(init=False)
    speech: Quotation = field(init=False)
    reported: bool = field(init=False)
    wording: tuple[object, ...] = field(init=False)

    def __post_init__(self) -> None:
        longest = max(self.parts, key=lambda part: (part.span.end - part.span.start, -part.span.start))
        surest = min(self.parts, key=lambda part: (part.speaker is None, part.tier, part.span))
        object.__setattr__(self, "id", longest.id)
        object.__setattr__(self, "speech", surest)
        object.__setattr__(self, "reported", any(part.kind == "indirect" for part in self.parts))
        inserted = tuple(n for n, word in enumerate(self.words) if word.inserted)
        object.__setattr__(self, "wording", (self.reported, tuple(word.norm for word in self.words), inserted))

    def part_of(self, places: Iterable[int]) -> str:
        """Give the id of the part that most of the words at ``places`` stand in, the first one of those that tie."""
        starts = [self.words[n].start for n in places]
        return max(self.parts, key=lambda part: sum(part.span.start <= start < part.span.end for start in starts)).id

    def places(self) -> list[tuple[int, int]]:
        """Give the half-open places of the words of each part that has some."""
        found, first = [], 0
        for part in self.parts:
            past = first
            while past < len(self.words) and self.words[past].start < part.span.end:
                past += 1
            if past > first:
                found.append((first, past))
            first = past
        return found


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
