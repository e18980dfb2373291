"""Utterances that are one text: repeated in an article, in its copies, or in the same words by many outlets.

Takes utterances and copies. Gives groups, wordings of groups, and which two utterances of two groups may be compared. Knows
nothing of how two different wordings are compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from compare.language.moments import published_at
from compare.model import CopyGroup
from compare.statements.attribution import Aliases, speakers
from compare.statements.negation import is_negation
from compare.statements.utterances import Utterance

Group = tuple[Utterance, ...]
Rank = tuple[bool, int, int, float, str]
_REPEATS = 8  # places of one article that are linked
_ALL = 400  # pairs of groups of two wordings that are all compared; of more, each with the other's first


def groups(found: Sequence[Utterance], copies: Iterable[CopyGroup], aliases: Aliases) -> list[Group]:
    """Take together the utterances of the same words in one article, or in copies of one article.

    A pull quote is no second utterance, and a reprint no second witness, unless it gives the words to somebody else. Each
    group begins with the one whose attribution is the surest.
    """
    family = {article: group.id for group in sorted(copies, key=lambda g: g.id) for article in group.articles}
    same: defaultdict[tuple[object, ...], list[_Gathered]] = defaultdict(list)
    for u in sorted(
        found, key=lambda u: (u.speech.speaker is None, u.speech.tier, u.article.id, u.parts[0].span, u.id)
    ):
        alike = same[family.get(u.article.id, u.article.id), u.wording]
        own = next((g for g in alike if all(speakers(u, v, aliases) != "two" for v in g.voices.values())), None)
        if own is None:
            own = _Gathered([], {})
            alike.append(own)
        own.members.append(u)
        own.voices.setdefault((u.speech.speaker, u.speech.tier), u)
    return sorted((tuple(g.members) for alike in same.values() for g in alike), key=lambda group: group[0].id)


class _Gathered(NamedTuple):
    """A group in the making, with one utterance for each way in which its speaker is given."""

    members: list[Utterance]
    voices: dict[tuple[str | None, str], Utterance]


def ranks(found: Sequence[Group]) -> list[Rank]:
    """Give what each group is sorted by to find an anchor.

    Quoted before retold, long before short, printed by many before printed by few, early before late. A *not* and what
    stands in brackets make none longer, so that who adds one is not what the others are measured by.
    """
    printed = Counter(group[0].wording for group in found)
    return [
        (
            group[0].reported,
            -sum(not word.inserted and not is_negation(word) for word in group[0].words),
            -printed[group[0].wording],
            min(published_at(u.article) for u in group),
            group[0].id,
        )
        for group in found
    ]


def wordings(found: Sequence[Group], rank: Sequence[Rank]) -> list[list[int]]:
    """Give the places of the groups of each wording, the best anchor first, so that equal words are compared once."""
    same: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for n in sorted(range(len(found)), key=rank.__getitem__):
        same[found[n][0].wording].append(n)
    return list(same.values())


def pairs_of(one: Sequence[int], other: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give the pairs of groups of two wordings, or of one with itself, that are to be compared; the lower place first.

    Where hundreds print a sentence word for word, each is compared with the first of them only.
    """
    if len(one) * len(other) <= _ALL:
        chosen = {(min(i, j), max(i, j)) for i, j in product(one, other) if i != j}
    else:
        chosen = {(min(i, j), max(i, j)) for i, j in product(one[:1], other) if i != j}
        chosen |= {(min(i, j), max(i, j)) for i, j in product(one, other[:1]) if i != j}
    yield from sorted(chosen)


class Pair(NamedTuple):
    """Two utterances to be compared; ``kin``: their articles are copies of one text."""

    a: Utterance
    b: Utterance
    kin: bool


def comparable(a: Sequence[Utterance], b: Sequence[Utterance], families: Mapping[str, frozenset[str]]) -> Pair | None:
    """Give the first two utterances of two groups that different outlets print in articles that are no copies.

    Otherwise the first two of copies of which each has the one in the place of the other.
    """
    for u in _one_of_each(a, families):
        for v in _one_of_each(b, families):
            own, other = (families.get(w.article.id, frozenset()) for w in (u, v))
            if _apart(u, v) and own.isdisjoint(other):
                return Pair(u, v, kin=False)
    here, there = ({u.article.id for u in group} for group in (a, b))
    alone, others = [u for u in a if u.article.id not in there], [v for v in b if v.article.id not in here]
    return next((Pair(u, v, kin=True) for u in alone for v in others if _apart(u, v)), None)


def _apart(u: Utterance, v: Utterance) -> bool:
    x, y = u.article, v.article
    return x.id != y.id and (x.outlet is None or x.outlet != y.outlet)


def _one_of_each(group: Sequence[Utterance], families: Mapping[str, frozenset[str]]) -> list[Utterance]:
    """Give the first utterance of each outlet and family, and two of each family: of a wire text, a thousand print it."""
    found: dict[tuple[object, ...], Utterance] = {}
    for u in group:
        own = families.get(u.article.id, frozenset())
        where = u.article.outlet or u.article.id
        if not own or sum(key[0] == own for key in found) < 2:
            found.setdefault((own, where), u)
    return list(found.values())


def repeats(group: Group, u: Utterance) -> list[Utterance]:
    """Give an utterance and those of its group that its article has again and gives to somebody, as no pull quote is."""
    return [v for v in group if v is u or (v.article.id == u.article.id and v.speech.speaker)][:_REPEATS]


def families_of(copies: Iterable[CopyGroup]) -> dict[str, frozenset[str]]:
    """Give the copy groups that each article is in."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for group in copies:
        for article in group.articles:
            found[article].add(group.id)
    return {article: frozenset(ids) for article, ids in found.items()}
