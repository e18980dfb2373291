"""Which articles are one text.

Takes articles. Gives ``CopyGroup`` values with the pairs that prove them. Knows nothing of events or of what is said.

The road: word shingles and MinHash signatures (``texts``), bands that propose pairs (``candidates``), exact verification of
each on the shingle sets, what boilerplate does not prove (``boilerplate``), and the rule that says which verified pairs
make one group (``groups``).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from compare.copies.boilerplate import without_boilerplate
from compare.copies.candidates import containment_candidates, near_candidates
from compare.copies.groups import Match, families, group_texts, verify
from compare.copies.kinds import Known, told_kind
from compare.copies.store import Store
from compare.copies.texts import Signed, Texts, read_texts
from compare.model import Article, CopyGroup, CopyKind, CopyPair
from compare.settings import CopiesSettings, Settings
from compare.work.progress import Progress, silently

if TYPE_CHECKING:
    import numpy as np
    from datasketch import MinHash
    from numpy.typing import NDArray

__all__ = ["find_copies"]


def find_copies(
    articles: Iterable[Article],
    settings: Settings | None = None,
    on_signature: Callable[[str, MinHash], object] | None = None,
    progress: Progress | None = None,
) -> tuple[CopyGroup, ...]:
    """Give the groups of two or more articles that are one text, sorted by the id of the original.

    Five kinds of pair, three by the text alone. ``exact``: the same folded words in the same order. ``near``: the Jaccard
    similarity of their word shingles reaches ``settings.copies.jaccard``. ``contained``: it does not, but the share of the
    smaller one's shingles that the larger one holds reaches ``settings.copies.containment``. Texts of fewer than
    ``min_words`` words and teasers are only ever exact copies; empty texts are none. Boilerplate is no evidence, that is,
    shingles that more than 50 different texts of one outlet hold, and more than one in a hundred of its texts: a pair of a
    Jaccard similarity under 0.9 is none if they are half or more of what it shares, and it reaches no threshold without.

    Two say more. ``revised``: a near or contained pair of one outlet, published at different times. ``syndicated``: a pair
    of different outlets, exact, near or contained, of which one or both credit an agency, and not two different ones. The
    text decides what is a copy; outlets, dates and credits only say of which kind.

    Every article is in at most one group; ``compare.copies.groups`` says how containment makes groups. A group of n
    articles with the same words has n - 1 exact pairs, each with the first of them, which also stands for the others in
    pairs with other texts. The ``original`` is the earliest published, then the longest, then the first by id; articles
    without a date come last. Raises ValueError where a date is not ISO 8601 or an id comes twice.

    Any number of articles can pass: of each, about a kilobyte is kept in memory, and of each pair some hundred bytes; the
    shingles are in a temporary file.

    ``on_signature`` is called with the id and the ``datasketch.MinHash`` of each article that is compared, in their order
    (``MinHashLSH.insert`` is such a function). They are made of the upper 32 bits of this package's shingle hashes, so
    that they compare with each other, and not with signatures made elsewhere. ``progress`` is given a name and what is
    gone through under it, once the articles are read, and gives that back one by one.

    Methods: Broder 1997 (shingles, resemblance, containment); Leskovec, Rajaraman and Ullman 2014, chapter 3 (bands).
    """
    chosen = (settings or Settings()).copies
    with Store() as whole, Store() as low:
        texts = read_texts(articles, chosen, (whole, low), _handing_out(on_signature, chosen) if on_signature else None)
        matches = _matches(texts, chosen, progress or silently)
        grouped = [[int(texts.numbers[one]) for one in group] for group in group_texts(texts.sets, matches)]
    name = {text: members[0] for members in grouped for text in members}
    known = texts.articles.members(name)
    grouped += [[text] for text in known if text not in name]
    inside: dict[int, list[CopyPair]] = defaultdict(list)
    for match in matches:
        a, b = int(texts.numbers[match.a]), int(texts.numbers[match.b])
        if a in name and name[a] == name.get(b):
            inside[name[a]].append(_pair(known[a][0], known[b][0], match.kind, match.jaccard, match.containment))
    groups = (_group([known[text] for text in members], inside[members[0]]) for members in grouped)
    return tuple(sorted(groups, key=lambda group: group.original))


def _handing_out(on_signature: Callable[[str, MinHash], object], chosen: CopiesSettings) -> Signed:
    """Make datasketch's objects of signatures: 32-bit values of the upper halves of the shingles' hashes."""
    from datasketch import MinHash  # noqa: PLC0415 - half a second, with SciPy

    def signed(name: str, row: NDArray[np.uint32]) -> None:
        on_signature(name, MinHash(num_perm=len(row), seed=chosen.seed, hashvalues=row, scheme="affine32"))

    return signed


def _matches(texts: Texts, settings: CopiesSettings, follow: Progress) -> list[Match]:
    """Give the verified pairs of indexes into the sets: near ones, then contained ones between families."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    sets = texts.sets
    if len(sets) < 2:
        return []
    limits, outlets = (settings.jaccard, settings.containment), texts.articles.outlets()[texts.numbers]
    pairs = near_candidates(texts.bands, sets.sizes, settings.jaccard)
    near = [match for match in verify([pairs], sets, *limits) if match.kind == "near"]
    near = without_boilerplate(near, sets, outlets, *limits)
    family = families(near)
    shortest = {longest: text for text, longest in sorted(family.items(), reverse=True)}
    between = [text for text, longest in family.items() if text not in (longest, shortest[longest])]
    chosen = np.delete(np.arange(len(sets)), between)
    found = verify(containment_candidates(sets, texts.samples, chosen, follow), sets, *limits)
    contained = [match for match in found if family.get(match.a, match.a) != family.get(match.b, match.b)]
    return near + without_boilerplate(contained, sets, outlets, *limits)


def _pair(one: Known, two: Known, kind: CopyKind, jaccard: float, containment: float) -> CopyPair:
    a, b = sorted((one.id, two.id))
    return CopyPair(a, b, told_kind(one, two, kind), jaccard, containment)


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
