"""The first place where an incoming text says something else than a known one.

Takes the incoming text, and the known one or what is kept of it. Gives a ``Difference``. Knows nothing of how alike they
are.
"""

from __future__ import annotations

from itertools import islice, zip_longest

from compare.copies.shingles import runs
from compare.copies.sketches import present
from compare.language.hashes import word_hashes
from compare.language.tokens import Token, tokens
from compare.model import Difference, Span

_SHOWN = 12  # words of a difference
_AGAIN = 3  # words by which the texts are one again


def first_difference(text: str, known: str | None, bits: bytes, size: int) -> Difference | None:
    """Give the first words that differ; None where nothing of the incoming text is certain to be missing in the known one.

    ``known`` is None where only the table of ``bits`` of its runs of ``size`` words is kept. Case, punctuation, white space
    and look-alike letters are no difference.
    """
    if known is not None:
        return _between(text, known)
    hashes = runs(word_hashes(text), size)
    if not len(hashes) or not bits:
        return None
    missing = (~present(hashes, bits)).nonzero()[0]
    if not len(missing):
        return None
    own = [*islice(tokens(text), int(missing[0]), int(missing[0]) + size)]
    return Difference(Span(own[0].start, own[-1].end), None)


def _between(text: str, known: str) -> Difference | None:
    for one, two in zip_longest(here := tokens(text), there := tokens(known)):
        if one is None or two is None or one.norm != two.norm:
            break
    else:
        return None
    ours = [one, *islice(here, 2 * _SHOWN)] if one else []
    theirs = [two, *islice(there, 2 * _SHOWN)] if two else []
    own, other = _apart(ours, theirs)
    return Difference(
        Span(ours[0].start, ours[own - 1].end) if own else None,
        known[theirs[0].start : theirs[other - 1].end] if other else None,
    )


def _apart(one: list[Token], two: list[Token]) -> tuple[int, int]:
    """Give how many words of each differ before both go on with the same words; with one more where that is none."""
    a, b = [token.norm for token in one], [token.norm for token in two]
    for both in range(1, 2 * _SHOWN + 1):
        for left in range(max(0, both - _SHOWN), min(both, _SHOWN) + 1):
            again = a[left : left + _AGAIN]
            if again and again == b[both - left : both - left + _AGAIN]:
                more = not left or left == both
                return min(len(a), left + more), min(len(b), both - left + more)
    return min(len(a), _SHOWN), min(len(b), _SHOWN)
