"""What sort of quotation a stretch in marks is: a clause somebody said, a fragment of it, or words nobody is said to have said.

Takes the stretch and what the paragraph claims of it. Gives its kind. Knows nothing of how the claim was found.
"""

from __future__ import annotations

import re

from compare.model import QuotationKind
from compare.quotations.attribution import Claim
from compare.quotations.cues import cues
from compare.quotations.phrases import AUXILIARIES, BE, PREPOSITIONS

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_INNER_END = re.compile(r"[.!?…]\s+[^\W\d_a-z]")
_SMALL = frozenset("a an the of and or in on to for with at by from".split())
_CONTRACTED = ("'s", "’s", "'re", "’re", "'m", "’m", "'ve", "’ve", "'ll", "’ll", "'d", "’d", "n't", "n’t")


def kind(stretch: str, before: str, claim: Claim) -> QuotationKind:
    """Give the kind of ``stretch``; ``before`` is the folded word or point before it, "" at the start of a sentence."""
    words = _WORD.findall(stretch[:2000])
    if not words or claim.term:
        return "scare"
    first, count = words[0], len(words)
    whole = bool(_INNER_END.search(stretch, 0, 4000))
    ended = stretch.rstrip()[-1] in ".!?…"
    capital = first[0].isupper() or not first[0].isalpha()
    if whole or (claim.alone and (count >= 3 or claim.speaker)):
        return "direct"
    if claim.speaker is None:
        if capital and count >= 3 and (ended or (before == "" and count >= 5 and stretch.rstrip()[-1] in ",—–-")):
            return "direct"
        return "scare" if count < 4 or _is_title(words) else "mixed"
    governed = (
        claim.adjacent
        or claim.lemma in cues().clause
        or claim.lemma in cues().person
        or claim.lemma in ("according to", "quote")
    )
    if not claim.adjacent and ((_is_title(words) and count > 1 and not ended) or (count < 3 and not governed)):
        return "scare"
    free = before in ("", ":", ",", "—", "–", "--", "that") or before in cues().forms
    if free and (claim.goes_on or (capital and (count >= 3 or claim.adjacent)) or _is_clause(words)):
        return "direct"
    return "mixed"


def _is_title(words: list[str]) -> bool:
    """Say whether all words but the small ones are capitalised, as in the title of a book."""
    return (
        all(w[0].isupper() or w[0].isdigit() or w in _SMALL for w in words)
        and words[0][0].isupper()
        and len(words) < 10
    )


def _is_clause(words: list[str]) -> bool:
    """Say whether words that begin in lower case hold a subject and a verb of their own."""
    low = [w.lower() for w in words[:14]]
    first = low[0]
    if first in AUXILIARIES or first in ("to", "and", "or", "but", "not", "as") or first.endswith("ing") or first in BE:
        return False
    verb = any(w in AUXILIARIES and w != "not" or w.endswith(_CONTRACTED) for w in low[1:]) or low[0].endswith(
        _CONTRACTED
    )
    if first in PREPOSITIONS:
        return len(words) >= 8
    return verb or (first in ("i", "we", "he", "she", "they", "it", "you") and len(words) > 1)
