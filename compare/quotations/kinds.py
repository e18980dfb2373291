"""What sort of quotation a stretch in marks is: a clause somebody said, a fragment, or words nobody is said to have said.

Takes the stretch and what the paragraph claims of it. Gives its kind. Knows nothing of how the claim was found.
"""

from __future__ import annotations

import re

from compare.language.names import PRONOUNS
from compare.model import QuotationKind
from compare.quotations.attribution import Claim
from compare.quotations.cues import Cues
from compare.quotations.phrases import AUXILIARIES, PREPOSITIONS

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_INNER_END = re.compile(r"[.!?…]\s+[^\W\d_a-z]")
_FREE = frozenset(("", ":", ",", "—", "–", "--", "that"))  # after these a clause may begin
_WHOM = frozenset("it him her them this that".split())
_JUDGING = frozenset("a an as".split())
_POINTS = frozenset((".", "!", "?", "…"))
_NO_CLAUSE = frozenset("to and or but not as".split())
_SMALL = frozenset("a an the of and or in on to for with at by from".split())
_CONTRACTED = ("'s", "’s", "'re", "’re", "'m", "’m", "'ve", "’ve", "'ll", "’ll", "'d", "’d", "n't", "n’t")


def kind(table: Cues, stretch: str, before: str, claim: Claim) -> QuotationKind:
    """Give the kind of ``stretch``; ``before`` is the folded word or point before it, "" at the start of a sentence."""
    words = _WORD.findall(stretch[:2000])
    if not words or claim.term:
        return "scare"
    if _INNER_END.search(stretch, 0, 4000) or (claim.alone and (len(words) >= 3 or claim.speaker)):
        return "direct"
    if claim.speaker is None:
        return _unclaimed(stretch, words, before)
    return _claimed(table, stretch, words, before, claim)


def _unclaimed(stretch: str, words: list[str], before: str) -> QuotationKind:
    """Words of nobody in particular: a sentence is one still; a word, a term or a title is not."""
    ended = stretch[-1:] in _POINTS
    opens = before == "" and len(words) >= 5 and stretch[-1:] in {",", "—", "–", "-"}
    if _capital(words) and len(words) >= 3 and (ended or opens or words[0].lower() in PRONOUNS):
        return "direct"  # with a pronoun as its subject, also in a headline: 'I lost it all'
    return "scare" if len(words) < 4 or _is_title(words) else "mixed"


def _claimed(table: Cues, stretch: str, words: list[str], before: str, claim: Claim) -> QuotationKind:
    count = len(words)
    saying = claim.lemma in table.clause or claim.lemma in table.person or claim.lemma in {"according to", "quote", ":"}
    # "Called it “a ruin”", "a “ruin”", "dismissed it as “nonsense”"; but "what Birk calls “the orchestra”" is a name.
    judged = before in _JUDGING or before in _WHOM or (before in table.forms and claim.lemma not in table.naming)
    judged |= claim.lemma in table.naming and words[0].lower() in _JUDGING
    governed = saying or judged
    free = before in _FREE or before in table.forms
    title = _is_title(words) and count > 1 and claim.lemma not in table.naming
    ended = claim.adjacent or stretch[-1:] in _POINTS
    if (title and not (free and ended and claim.lemma)) or (count < 3 and not governed and not claim.adjacent):
        return "scare"
    whole = claim.adjacent or (before == ":" and stretch[-1:] in _POINTS)  # "she said: “The council.”"
    clause = claim.goes_on or (_capital(words) and (count >= 3 or whole)) or _is_clause(words)
    return "direct" if (free or before == "and") and clause else "mixed"


def _capital(words: list[str]) -> bool:
    return words[0][0].isupper() or not words[0][0].isalpha()


def _is_title(words: list[str]) -> bool:
    """Say whether all words but the small ones are capitalised, as in the title of a book."""
    return (
        all(w[0].isupper() or w[0].isdigit() or w in _SMALL for w in words)
        and words[0][0].isupper()
        and len(words) < 10
    )


def _is_clause(words: list[str]) -> bool:
    """Say whether words that begin in lower case hold a subject and a verb of their own."""
    first, *others = [w.lower() for w in words[:14]]
    if first in PREPOSITIONS and first != "to":
        return len(words) >= 8
    if first in AUXILIARIES or first in _NO_CLAUSE or first.endswith("ing"):
        return False
    verb = first.endswith(_CONTRACTED) or any(
        (w in AUXILIARIES and w != "not") or w.endswith(_CONTRACTED) for w in others
    )
    return verb or (first in PRONOUNS and len(words) > 1)
