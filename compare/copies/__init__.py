"""Which articles are one text.

Takes articles. Gives ``CopyGroup`` values with the pairs that prove them. Knows nothing of events or of what is said.

The road: word shingles (``shingles``), MinHash signatures and bands that propose pairs (``candidates``), exact
verification of each on the shingle sets, and the rule that says which verified pairs make one group (``groups``).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from compare.copies.candidates import containment_candidates, near_candidates, signatures
from compare.copies.groups import Match, families, group_texts, verify
from compare.copies.shingles import sequence_key, shingles, word_hashes
from compare.language.moments import days
from compare.model import Article, CopyGroup, CopyPair
from compare.settings import CopiesSettings, Settings

if TYPE_CHECKING:
    from compare.copies.shingles import Hashes

__all__ = ["find_copies"]


def find_copies(articles: Iterable[Article], settings: Settings | None = None) -> tuple[CopyGroup, ...]:
    """Give the groups of two or more articles that are one text, sorted by the id of the original.

    Three kinds of pair. ``exact``: the same folded words in the same order. ``near``: the Jaccard similarity of their
    word shingles reaches ``settings.copies.jaccard``. ``contained``: it does not, but the share of the smaller one's
    shingles that the larger one holds reaches ``settings.copies.containment``. Texts of fewer than ``min_words`` words
    and teasers are only ever exact copies; empty texts are none.

    Every article is in at most one group; ``compare.copies.groups`` says how containment makes groups. A group of n
    articles with the same words has n - 1 exact pairs, each with the first of them, which also stands for the others in
    pairs with other texts. The ``original`` is the earliest published, then the longest, then the first by id; articles
    without a date come last. Ids must be unique. Raises ValueError where a date is not ISO 8601.

    Methods: Broder 1997 (shingles, resemblance, containment); Leskovec, Rajaraman and Ullman 2014, chapter 3 (bands).
    """
    chosen = (settings or Settings()).copies
    first_come = sorted(articles, key=_precedence)
    texts, sets = _texts(first_come, chosen)
    matches = _matches(sets, chosen)
    grouped = group_texts(sets, matches)
    name = {text: members[0] for members in grouped for text in members}
    grouped += [[text] for text, same in enumerate(texts) if text not in name and len(same) > 1]
    inside: dict[int, list[CopyPair]] = defaultdict(list)
    for match in matches:
        if match.a in name and name[match.a] == name.get(match.b):
            a, b = sorted((texts[match.a][0].id, texts[match.b][0].id))
            inside[name[match.a]].append(CopyPair(a, b, match.kind, match.jaccard, match.containment))
    groups = (_group([texts[text] for text in members], inside[members[0]]) for members in grouped)
    return tuple(sorted(groups, key=lambda group: group.original))


def _precedence(article: Article) -> tuple[float, int, str]:
    day = days(article.published.iso) if article.published else float("inf")
    return day, -len(article.text), article.id


def _texts(first_come: Sequence[Article], chosen: CopiesSettings) -> tuple[list[list[Article]], list[Hashes]]:
    """Give the different texts as lists of the articles that have them, and the shingles of those to be compared.

    The compared ones come first, sorted by number of shingles and then by content, so that what is cut by a cap does not
    depend on the order of the articles.
    """
    known: dict[str, int] = {}
    same: dict[str, list[Article]] = {}
    sets: dict[str, Hashes] = {}
    for article in first_come:
        hashes = word_hashes(article.text, known)
        if not len(hashes):
            continue
        key = sequence_key(hashes)
        same.setdefault(key, []).append(article)
        if key not in sets and article.kind != "teaser" and len(hashes) >= max(chosen.min_words, chosen.shingle):
            sets[key] = shingles(hashes, chosen.shingle)
    compared = sorted(sets, key=lambda key: (len(sets[key]), key))
    others = sorted(set(same) - set(sets))
    return [same[key] for key in (*compared, *others)], [sets[key] for key in compared]


def _matches(sets: Sequence[Hashes], chosen: CopiesSettings) -> list[Match]:
    """Give the verified pairs of indexes into ``sets``: near ones, then ones contained among the families' longest."""
    if len(sets) < 2:
        return []
    pairs = near_candidates(signatures(sets, chosen.num_perm, chosen.seed), [len(one) for one in sets], chosen.jaccard)
    near = [match for match in verify(pairs, sets, chosen.jaccard, chosen.containment) if match.kind == "near"]
    longest = sorted(set(families(len(sets), near)))
    pairs = ((longest[a], longest[b]) for a, b in containment_candidates([sets[text] for text in longest]))
    return near + verify(pairs, sets, chosen.jaccard, chosen.containment)


def _group(texts: list[list[Article]], pairs: list[CopyPair]) -> CopyGroup:
    for first, *others in texts:
        for other in others:
            a, b = sorted((first.id, other.id))
            pairs.append(CopyPair(a, b, "exact", 1.0, 1.0))
    members = [article for same in texts for article in same]
    original = min(members, key=_precedence).id
    return CopyGroup(
        id="c" + hashlib.sha256(original.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        articles=tuple(sorted(article.id for article in members)),
        original=original,
        pairs=tuple(sorted(pairs, key=lambda pair: (pair.a, pair.b))),
    )
