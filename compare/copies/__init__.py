"""Which articles are one text.

Takes articles. Gives ``CopyGroup`` values with the pairs that prove them. Knows nothing of events or of what is said.

The road: word shingles and MinHash signatures (``texts``), bands that propose pairs (``candidates``), exact verification of
each on the shingle sets, and the rule that says which verified pairs make one group (``groups``).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from math import inf
from typing import TYPE_CHECKING

from compare.copies.candidates import containment_candidates, near_candidates
from compare.copies.groups import Match, families, group_texts, verify
from compare.copies.texts import Known, read_texts
from compare.language.letters import fold
from compare.model import Article, CopyGroup, CopyKind, CopyPair
from compare.settings import CopiesSettings, Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.copies.shingles import Sets

__all__ = ["find_copies"]


def find_copies(articles: Iterable[Article], settings: Settings | None = None) -> tuple[CopyGroup, ...]:
    """Give the groups of two or more articles that are one text, sorted by the id of the original.

    Five kinds of pair, three by the text alone. ``exact``: the same folded words in the same order. ``near``: the Jaccard
    similarity of their word shingles reaches ``settings.copies.jaccard``. ``contained``: it does not, but the share of the
    smaller one's shingles that the larger one holds reaches ``settings.copies.containment``. Texts of fewer than
    ``min_words`` words and teasers are only ever exact copies; empty texts are none.

    Two say more. ``revised``: a near or contained pair of one outlet, published at different times. ``syndicated``: a pair
    of different outlets, exact, near or contained, of which one or both credit an agency, and not two different ones. The
    text decides what is a copy; outlets, dates and credits only say of which kind.

    Every article is in at most one group; ``compare.copies.groups`` says how containment makes groups. A group of n
    articles with the same words has n - 1 exact pairs, each with the first of them, which also stands for the others in
    pairs with other texts. The ``original`` is the earliest published, then the longest, then the first by id; articles
    without a date come last. Ids must be unique. Raises ValueError where a date is not ISO 8601.

    Methods: Broder 1997 (shingles, resemblance, containment); Leskovec, Rajaraman and Ullman 2014, chapter 3 (bands).
    """
    chosen = (settings or Settings()).copies
    texts, sets, matrix = read_texts(articles, chosen)
    matches = _matches(sets, matrix, chosen)
    grouped = group_texts(sets, matches)
    name = {text: members[0] for members in grouped for text in members}
    grouped += [[text] for text, same in enumerate(texts) if text not in name and len(same) > 1]
    inside: dict[int, list[CopyPair]] = defaultdict(list)
    for match in matches:
        if match.a in name and name[match.a] == name.get(match.b):
            pair = _pair(texts[match.a][0], texts[match.b][0], match.kind, match.jaccard, match.containment)
            inside[name[match.a]].append(pair)
    groups = (_group([texts[text] for text in members], inside[members[0]]) for members in grouped)
    return tuple(sorted(groups, key=lambda group: group.original))


def _pair(one: Known, two: Known, kind: CopyKind, jaccard: float, containment: float) -> CopyPair:
    """Give the pair, with the kind that outlets, dates and credits tell where they do."""
    a, b = sorted((one.id, two.id))
    if one.outlet and two.outlet:
        agencies = {fold(agency) for agency in (one.agency, two.agency) if agency}
        if fold(one.outlet) != fold(two.outlet):
            kind = "syndicated" if len(agencies) == 1 else kind
        elif kind != "exact" and one.day != two.day and inf not in (one.day, two.day):
            kind = "revised"
    return CopyPair(a, b, kind, jaccard, containment)


def _matches(sets: Sets, matrix: NDArray[np.uint32], chosen: CopiesSettings) -> list[Match]:
    """Give the verified pairs of indexes into ``sets``: near ones, then ones contained among the families' longest."""
    if len(sets) < 2:
        return []
    pairs = near_candidates(matrix, sets.sizes.tolist(), chosen.jaccard)
    near = [match for match in verify(pairs, sets, chosen.jaccard, chosen.containment) if match.kind == "near"]
    longest = sorted(set(families(len(sets), near)))
    pairs = ((longest[a], longest[b]) for a, b in containment_candidates(sets.take(longest)))
    return near + verify(pairs, sets, chosen.jaccard, chosen.containment)


def _group(texts: list[list[Known]], pairs: list[CopyPair]) -> CopyGroup:
    for first, *others in texts:
        pairs += [_pair(first, other, "exact", 1.0, 1.0) for other in others]
    members = [article for same in texts for article in same]
    original = min(members, key=lambda one: one[:3]).id
    return CopyGroup(
        id="c" + hashlib.sha256(original.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        articles=tuple(sorted(article.id for article in members)),
        original=original,
        pairs=tuple(sorted(pairs, key=lambda pair: (pair.a, pair.b))),
    )
