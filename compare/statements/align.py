"""From an event's quotations to its statements.

Takes an event, quotations, articles, copies. Gives ``Statement``. Knows nothing of how two quotations are compared.

Statements are not the components of the links: one long quotation would glue all its fragments together. Each begins with
its longest quotation, the anchor, and the others lie on it; fragments of the anchor that do not overlap are statements of
their own (after the phrase clusters of Leskovec, Backstrom and Kleinberg 2009, where each phrase hangs on a longer one).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple

from compare.model import ALERTS, Article, Change, CopyGroup, Event, Link, Quotation, Statement
from compare.settings import Settings
from compare.statements.attribution import Aliases
from compare.statements.candidates import candidates
from compare.statements.changes import changes_of, contradictory, relation_of
from compare.statements.groups import Group, Rank, comparable, families_of, groups, pairs_of, ranks, repeats, wordings
from compare.statements.matching import Match, Matcher
from compare.statements.utterances import Utterance, utterances


def align(
    event: Event,
    quotations: Iterable[Quotation],
    articles: Iterable[Article],
    copies: Sequence[CopyGroup] = (),
    settings: Settings | None = None,
) -> tuple[Statement, ...]:
    """Give the utterances of an event that at least two outlets report, sorted by id.

    Compared are quotations of different articles of different outlets (an article without one stands for its own). Those
    of copies of one article are linked only where the sense or the speaker is turned. A quotation and those that continue
    it are compared as one, and a link names the part that it rests on; its changes may lie in the others. One that an
    article repeats word for word is linked wherever it is somebody's; of its copies, one is linked and all are listed.
    Where more than twenty groups print the same words, each is linked with the first of them.
    ``Statement.quotations`` begins with the anchor. Ids come from the anchor's, and for further pieces of one anchor from
    the piece's too.
    """
    own = {article.id: article for article in articles if article.id in event.articles}
    if len({article.outlet or article.id for article in own.values()}) < 2:
        return ()
    said, aliases = utterances(quotations, own), Aliases(own.values())
    found = groups(said, copies, aliases)
    matcher = Matcher(said, aliases, (settings or Settings()).statements.min_score)
    rank = ranks(found)
    links = _links(found, rank, families_of(copies), matcher)
    statements = (_statement(event, found, links, part) for part in _Web(found, rank, links).parts())
    return tuple(sorted(statements, key=lambda statement: statement.id))


class _Edge(NamedTuple):
    a: Utterance
    b: Utterance
    match: Match
    changes: tuple[Change, ...]

    def mirrored(self) -> _Edge:
        pairs = tuple((j, i) for i, j in self.match.pairs)
        changes = tuple(replace(change, a=change.b, b=change.a) for change in self.changes)
        return _Edge(self.b, self.a, self.match._replace(pairs=pairs), changes)


def _links(
    found: Sequence[Group], rank: Sequence[Rank], families: Mapping[str, frozenset[str]], matcher: Matcher
) -> dict[tuple[int, int], _Edge]:
    """Give the matches between groups, by their places; the first is the lower one."""
    worded = wordings(found, rank)
    firsts = [found[same[0]][0] for same in worded]
    near = [*((n, n) for n in range(len(worded))), *candidates(firsts)]
    links = {}
    # The short ones first: should the work be bounded, it is the very long that are looked at less closely.
    for n, m in sorted(near, key=lambda pair: (len(firsts[pair[0]].words) * len(firsts[pair[1]].words), pair)):
        for i, j in pairs_of(worded[n], worded[m]):
            edge = _edge(found[i], found[j], families, matcher)
            if edge:
                links[i, j] = edge
    return links


def _edge(one: Group, other: Group, families: Mapping[str, frozenset[str]], matcher: Matcher) -> _Edge | None:
    pair = comparable(one, other, families)
    if pair is None:
        return None
    swapped = _later(pair.a, pair.b)
    a, b = (pair.b, pair.a) if swapped else (pair.a, pair.b)
    matched = matcher.match(a, b)
    if matched is None:
        return None
    edge = _changed(_Edge(a, b, matched, ()))
    changes = edge.changes
    # What copies cut or reword is a matter of one text, told with the copies; what turns its sense is told here.
    telling = not pair.kin or any(change.kind in ALERTS for change in changes)
    if not telling or contradictory(a, b, changes, matched):
        return None
    return edge.mirrored() if swapped else edge


def _later(a: Utterance, b: Utterance) -> bool:
    """Say whether ``b`` is compared first: by its words, so that of two it is always the same one, whatever their ids."""
    if len(a.words) != len(b.words):
        return len(b.words) < len(a.words)
    return [word.norm for word in b.words] < [word.norm for word in a.words]


class _Part(NamedTuple):
    """A statement in the making: places of groups, the anchor first; the links that no other has; what tells it apart."""

    members: tuple[int, ...]
    links: tuple[tuple[int, int], ...]
    apart: str


class _Web:
    """The groups of an event with the links between them, which it deals out to statements; no link goes to two."""

    def __init__(self, found: Sequence[Group], rank: Sequence[Rank], links: Mapping[tuple[int, int], _Edge]) -> None:
        self.found, self.links = found, links
        self.near: defaultdict[int, dict[int, _Edge]] = defaultdict(dict)
        for (i, j), edge in links.items():
            self.near[i][j] = self.near[j][i] = edge
        self.order = sorted(self.near, key=rank.__getitem__)
        self.rank = {n: r for r, n in enumerate(self.order)}
        self.taken: set[tuple[int, int]] = set()

    def parts(self) -> Iterator[_Part]:
        for anchor in self.order:
            near = self.near[anchor]
            lying = [n for n in near if self.rank[n] > self.rank[anchor] and _key(anchor, n) not in self.taken]
            windows = {n: self.window(anchor, n) for n in lying}
            for number, (head, pieces) in enumerate(_pieces(windows, self.rank)):
                members = self.joined(anchor, pieces)
                joint = set(members)
                inside = {_key(i, j) for i in members for j in self.near[i] if j in joint}
                fresh = tuple(sorted(inside - self.taken))
                self.taken.update(fresh)
                yield _Part(members, fresh, "" if number == 0 else self.found[head][0].id)

    def window(self, anchor: int, other: int) -> tuple[int, int]:
        """Give where in the anchor the other one lies, as half-open places of words."""
        places = [pair[0 if anchor < other else 1] for pair in self.near[anchor][other].match.pairs]
        return min(places), max(places) + 1

    def joined(self, anchor: int, lying: Sequence[int]) -> tuple[int, ...]:
        """Give the members of a part in order: those that lie on the anchor, and versions of these that miss it narrowly."""
        members = {anchor, *lying}
        for n in lying:
            for other, edge in self.near[n].items():
                if other in members or other in self.near[anchor] or _key(n, other) in self.taken:
                    continue
                covered = len(edge.match.pairs) / len(self.found[n][0].words)
                if covered >= 0.6 and not edge.match.sense:
                    members.add(other)
        return tuple(sorted(members, key=lambda n: self.rank[n]))


def _key(i: int, j: int) -> tuple[int, int]:
    return (i, j) if i < j else (j, i)


def _pieces(windows: Mapping[int, tuple[int, int]], rank: Mapping[int, int]) -> list[tuple[int, list[int]]]:
    """Divide what lies on an anchor into its parts: each a smallest window, with all that cover half of it or more."""
    heads: list[int] = []
    lying: dict[int, list[int]] = {}
    for n in sorted(windows, key=lambda n: (windows[n][1] - windows[n][0], windows[n], rank[n])):
        start, end = windows[n]
        over = [
            head
            for head in heads
            if 2 * (min(end, windows[head][1]) - max(start, windows[head][0])) >= windows[head][1] - windows[head][0]
        ]
        if not over:
            heads.append(n)
            over = [n]
            lying[n] = []
        for head in over:
            lying[head].append(n)
    return [(head, lying[head]) for head in sorted(heads, key=lambda head: (windows[head], rank[head]))]


def _statement(event: Event, found: Sequence[Group], links: Mapping[tuple[int, int], _Edge], part: _Part) -> Statement:
    made = {key: [*_made(found, key, links[key])] for key in part.links}
    anchor = found[part.members[0]][0].id
    linked = {n for key in part.links for n in key}
    named = {name for some in made.values() for link in some for name in (link.a, link.b)}
    # A repetition is named by its longest part, and so is a member whose links stand in another statement.
    others = {u.id for n in part.members for m, u in enumerate(found[n]) if m or n not in linked}
    digest = sha256(f"{anchor}:{part.apart}".encode() if part.apart else anchor.encode()).hexdigest()
    return Statement(
        id=f"s{digest[:12]}",
        event=event.id,
        anchor=anchor,
        quotations=(anchor, *sorted((named | others) - {anchor})),
        links=tuple(sorted((link for some in made.values() for link in some), key=lambda link: (link.a, link.b))),
    )


def _made(found: Sequence[Group], key: tuple[int, int], edge: _Edge) -> Iterator[Link]:
    """Give the links of an edge: one for each place where either article has the words."""
    for a in repeats(found[key[0]], edge.a):
        for b in repeats(found[key[1]], edge.b):
            yield _link(edge if a is edge.a and b is edge.b else _changed(_Edge(a, b, edge.match, ())))


def _changed(edge: _Edge) -> _Edge:
    """Name the changes of an edge anew, for the same words elsewhere."""
    if _later(edge.a, edge.b):
        return _changed(edge.mirrored()).mirrored()
    return edge._replace(changes=changes_of(edge.a, edge.b, edge.match))


def _link(edge: _Edge) -> Link:
    a = edge.a.part_of(i for i, _ in edge.match.pairs)
    b = edge.b.part_of(j for _, j in edge.match.pairs)
    if a > b:
        return _link(edge.mirrored())
    return Link(a, b, relation_of(edge.changes, edge.match), edge.match.score, edge.changes)
