"""Whether a cue is a verb where it stands, what helps it, and whether it says that something was said at all.

Takes a ``Line``, the place of a cue, and the clauses before it. Gives a ``Verb``. Knows nothing of what its clause is like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compare.language.names import PRONOUNS, words_of_names
from compare.quotations.clause import Clause, Shape, governs
from compare.quotations.cues import Cue
from compare.quotations.phrases import (
    AUXILIARIES,
    BE,
    CAPITAL,
    DETERMINERS,
    LOWER,
    POINT,
    PREPOSITIONS,
    QUOTED,
    Line,
    NounPhrase,
    is_adverb,
    phrase_left,
)
from compare.quotations.subjects import jointly, left_subject, main_subject, share, with_name

_POSSESSIVE = ("'s", "’s", "s'", "s’")
_OWNED = DETERMINERS - {"the"}
_NEVER_NAMES = frozenset(("says", "said", "tells"))  # verbs even in a headline's capitals
_NOBODY = frozenset("nobody none neither no few".split())
_IF = frozenset(("if", "unless", "whether"))
_NEVER = frozenset("not never cannot hardly rarely seldom scarcely barely falsely wrongly".split())
_WISHED = frozenset("want wants wanted expect expects expected wish wished like".split())
_UNTRUE = frozenset("not no untrue false wrong".split())
_NEAR = 6  # tokens before "that" in which it may be denied
_PERHAPS = frozenset("should might may must could would".split())
_NOT_ONLY = frozenset(("only", "just", "merely", "simply"))
_REFUSED = frozenset(
    """denied denies deny denying refused refuses refuse refusing declined declines decline declining avoided avoids avoid
    avoiding without fail fails failed failing omitted neglected forgot short yet wish wished wishes""".split()
)
_ACCUSED = frozenset("accused accuses accuse accusing suspected suspects suspect".split())
_BETWEEN = frozenset("to having have ever even publicly".split())  # "denied ever having said"


@dataclass(slots=True)
class Verb:
    """A cue where it stands: its sentence, its tokens, what helps it, and the clauses found before it."""

    line: Line
    lo: int
    hi: int
    i: int
    end: int
    cue: Cue
    j: int  # the last token before the verb and its helpers
    helped: set[str]
    shared: NounPhrase | None  # the subject of the clause before it in its sentence
    quoting: Clause | None  # the clause before it, where that quotes somebody as saying

    @property
    def before(self) -> str:
        """The folded word or point before the verb and its helpers."""
        return self.line.low[self.j] if self.j >= self.lo else ""

    def clause(self, shape: Shape, subject: NounPhrase | None) -> Clause:
        """Make a clause of the verb and its subject."""
        subject = with_name(self.line, subject, self.hi) if subject else None
        if subject and shape in {"subject first", "verb first"}:
            subject = jointly(self.line, subject, self.lo, self.hi if shape == "verb first" else self.i)
        start = min(subject[0], self.i) if subject and shape == "subject first" else self.i
        end = subject[1] if subject and shape in {"verb first", "passive"} else self.end
        return Clause(start, end, self.i, self.end, self.cue.lemma, shape, subject)

    def common(self) -> NounPhrase | None:
        """Give the subject that a verb without its own shares: that of the clause before it, else the sentence's."""
        return self.shared or main_subject(self.line, self.lo, self.j + 1)


def verb_at(line: Line, sentence: tuple[int, int], i: int, cue: Cue, here: Sequence[Clause]) -> Verb | None:
    """Give the cue at token ``i`` with what stands around it; None where it is no verb or lacks its particle."""
    low, kind = line.low, line.kind
    lo, hi = sentence
    begins = i == lo or (kind[i - 1] in {QUOTED, POINT} and low[i - 1] != ".")
    if kind[i] == CAPITAL and low[i] not in _NEVER_NAMES and not begins:
        return None
    particles = line.cues.particles.get(cue.lemma)
    if particles and (i + 1 >= hi or low[i + 1] not in particles):
        return None
    j = i - 1
    helped: set[str] = set()
    while j >= lo and kind[j] == LOWER and (low[j] in AUXILIARIES or is_adverb(low[j])):
        if low[j] in AUXILIARIES:
            helped.add(low[j])
        j -= 1
    owned = low[j].endswith(_POSSESSIVE[:2]) or (low[j] in DETERMINERS and cue.form != "ing")
    if j == i - 1 and j >= lo and owned and not share(line, lo, j):
        return None
    last = here[-1] if here else None
    outer = next((c for c in here[:-1] if last and c.subject and governs(line, c, last)), last)
    shared = outer.subject if outer and outer.shape != "naming" else None
    quoting = last if last and last.shape == "object" and i - last.end <= 16 else None
    verb = Verb(line, lo, hi, i, i + 1 + bool(particles), cue, j, helped, shared, quoting)
    return None if low[i] in line.cues.nouns and not _is_verb(verb) else verb


def _is_verb(verb: Verb) -> bool:
    """Say whether a form that may be a noun is a verb here: after a name, a pronoun, an adverb or an auxiliary."""
    low, kind, i, j = verb.line.low, verb.line.kind, verb.i, verb.j
    base = verb.cue.form == "base"
    if j < verb.lo or (verb.helped and j < i - 1):
        return j >= verb.lo and (not verb.helped <= BE or low[i].endswith("ed"))
    named = i + 1 < verb.hi and kind[i + 1] == CAPITAL  # "“…,” sighs Birk"
    if cut_off(verb.line, verb.lo, i) and (named or verb.cue.lemma in verb.line.cues.inverted):
        sure = not base
    elif low[j] == ",":
        sure = (
            not base
            and i + 1 < verb.hi
            and kind[i + 1] in {QUOTED, CAPITAL}
            and left_subject(verb.line, verb.lo, j) is not None
        )
    elif j < i - 1:
        sure = kind[j] == CAPITAL or (kind[j] == LOWER and (low[j] in PRONOUNS or not base or _is_definite(verb)))
    elif low[j] in PRONOUNS or low[j] == "to":
        sure = low[j] != "to" or (i + 1 < len(low) and kind[i + 1] != POINT)
    elif kind[j] == CAPITAL:
        sure = not base and not low[j].endswith(_POSSESSIVE) and not (j > verb.lo and low[j - 1] in _OWNED)
    elif kind[j] == LOWER and base:
        sure = low[j].endswith("s") and low[j].rstrip("s") in words_of_names().roles
    else:
        sure = kind[j] == LOWER and low[j] not in PREPOSITIONS and _speaks(verb)
    return sure


def _is_definite(verb: Verb) -> bool:
    phrase = phrase_left(verb.line, verb.j, verb.lo)
    return phrase is not None and verb.line.low[phrase[0]] in DETERMINERS


def _speaks(verb: Verb) -> bool:
    """Say whether a thing speaks: *the ad claims that …*, *“…,” a message on the page reads*."""
    line, i = verb.line, verb.i
    phrase = phrase_left(line, verb.j, verb.lo)
    if phrase is None or line.low[phrase[0]] not in DETERMINERS:
        return False
    opens = i + 1 < len(line.low) and (
        line.kind[i + 1] == QUOTED or line.low[i + 1] in {"that", "he", "she", "it", "they", ":"}
    )
    return opens or QUOTED in line.kind[max(verb.lo, phrase[0] - 2) : phrase[0]]


def cut_off(line: Line, lo: int, i: int) -> bool:
    """Say whether what stands right before the verb is a quotation, with or without a comma or dash."""
    j = i - 1
    if j >= lo and line.kind[j] == POINT:
        j -= 1
    return j >= lo and line.kind[j] == QUOTED


def unsaid(verb: Verb, clause: Clause) -> bool:
    """Say whether a clause says that nobody said it, or only might: *never said*, *if X says*, *was accused of saying*."""
    low, i, j = verb.line.low, verb.i, verb.j
    helpers = low[j + 1 : i]
    if any(w in _NEVER or w.endswith(("n't", "n’t")) for w in helpers):
        return _NOT_ONLY.isdisjoint(helpers) and _NOT_ONLY.isdisjoint(low[i + 1 : i + 2])
    if "have" in helpers and not _PERHAPS.isdisjoint(helpers):
        return True
    if verb.cue.form == "ing" or verb.before == "to" or "having" in helpers:
        wished = verb.before == "to" and not _WISHED.isdisjoint(low[max(verb.lo, j - _NEAR) : j - 1])
        return wished or _refused(verb)
    if clause.shape != "subject first" or clause.subject is None:
        return False
    first, past = clause.subject
    before = low[first - 1] if first > verb.lo else ""
    if before in _IF or before == "nor" or (low[first] in _NOBODY and past <= i) or _asks(verb, first):
        return True
    untrue = before == "that" and not _UNTRUE.isdisjoint(low[max(verb.lo, first - _NEAR) : first - 1])
    return untrue or (first - 2 >= verb.lo and low[first - (1 + (before == "that"))] in _REFUSED)


def _asks(verb: Verb, first: int) -> bool:
    """Say whether a sentence asks or supposes: *Did X say*, *Had X said*."""
    opens = first == verb.lo + 1 and verb.line.low[verb.lo] in AUXILIARIES
    return opens and verb.line.kind[verb.lo] == CAPITAL


def _refused(verb: Verb) -> bool:
    """Say whether a saying is what somebody refused, denied or was accused of."""
    low, k = verb.line.low, verb.i - 1
    while k > verb.lo and (low[k] in _BETWEEN or (is_adverb(low[k]) and low[k] not in _REFUSED)):
        k -= 1
    if low[k] != "of" or k <= verb.lo or low[k - 1] in _REFUSED:  # "stopped short of saying"
        return k >= verb.lo and (low[k] in _REFUSED or low[k] == "of")
    near = range(k - 1, max(verb.lo, k - 6) - 1, -1)
    accused = next((n for n in near if low[n] in _ACCUSED), -1)
    return accused >= 0 and all(verb.line.kind[n] not in {POINT, QUOTED} for n in range(accused, k))
