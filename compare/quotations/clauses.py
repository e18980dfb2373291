"""The clauses of a sentence that attribute: *X said*, *said X*, *according to X*, *adding that*, *was called so by X*.

Takes a ``Line``. Gives its ``Clause``s in order. Knows nothing of which quotation each belongs to, or who *he* is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from compare.language.names import PRONOUNS, bearer, words_of_names
from compare.quotations.cues import Cue, Cues
from compare.quotations.phrases import (
    AUXILIARIES,
    BE,
    CAPITAL,
    DASHES,
    DETERMINERS,
    JOINTS,
    LOWER,
    MARKS,
    POINT,
    PREPOSITIONS,
    QUOTED,
    TIMES,
    Line,
    NounPhrase,
    is_adverb,
    main_subject,
    phrase_left,
    phrase_right,
)
from compare.quotations.subjects import jointly, left_subject, with_name

Shape = Literal[
    "subject first", "verb first", "according", "participle", "passive", "naming", "object", "lead-in", "remark", "signed"
]  # fmt: skip
_ACCORDING = frozenset(("of", "for", "from", "by", "in", "at", "on"))
_POSSESSIVE = ("'s", "’s", "s'", "s’")
_OWNED = DETERMINERS - {"the"}
_NEVER_NAMES = frozenset(("says", "said", "tells"))  # verbs even in a headline's capitals
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_TOLD = frozenset(("told", "tells"))
_PAST_SUBJECT = TIMES | PREPOSITIONS | JOINTS
_NOBODY = frozenset("nobody none neither no".split())
_IF = frozenset(("if", "unless", "whether"))
_PERHAPS = frozenset("should might may must could would".split())
_NOT_ONLY = frozenset(("only", "just", "merely", "simply"))
_REFUSED = frozenset(
    """denied denies deny denying refused refuses refuse refusing declined declines decline declining avoided avoids avoid
    avoiding""".split()
)
_ACCUSED = frozenset("accused accuses accuse accusing suspected suspects suspect".split())
_BETWEEN = frozenset("to having have ever even publicly".split())  # "denied ever having said"
_REACH = 14  # tokens from a cue to the that-clause it governs
_SIGNED = 24  # tokens of a name with its description, behind a dash
_NESTED = 6  # clauses back in which one that governs the last is looked for
_BACK = 40  # tokens before a colon in which to look for whose words follow


class Clause(NamedTuple):
    """An attributing clause in tokens: from ``start`` to ``end``, the cue at ``cue`` (to ``cue_end``), and who is meant.

    ``shape`` says how it is built. A *naming* clause has no subject: *a plan known as “…”*; its words are a term. One
    that is ``unsaid`` says that its subject did not say it.
    """

    start: int
    end: int
    cue: int
    cue_end: int
    lemma: str
    shape: Shape
    subject: NounPhrase | None
    unsaid: bool = False


@dataclass(slots=True)
class _Verb:
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


def attributes_at(table: Cues, text: str, place: int, end: int) -> bool:
    """Say whether an attributing clause begins at ``place``, judged by its first words: *the ministry said*, *says he*."""
    for n, match in enumerate(_WORD.finditer(text, place, min(end, place + 120))):
        word = match[0].lower()
        if (n == 0 and match.start() != place) or n > 7 or text.find(",", place, match.start()) >= 0:
            return False
        cue = table.forms.get(word)
        if (
            cue
            and cue.form in {"past", "present"}
            and word not in table.nouns
            and (cue.lemma in table.clause or word in _TOLD)
        ):
            following = text[match.end() : match.end() + 5].lstrip()
            return n > 0 or following.startswith(("he ", "she ", "the ")) or following[:1].isupper()
        if n == 0:
            if not (word in PRONOUNS or word == "the" or match[0][0].isupper()):
                return False
        elif word in AUXILIARIES or word in JOINTS or (word in PREPOSITIONS and word not in {"of", "for"}):
            return False
    return False


def clauses(line: Line) -> list[Clause]:
    """Give the attributing clauses of a paragraph, in order."""
    table = line.cues
    found: list[Clause] = []
    for lo, hi in line.sentences:
        first = len(found)
        for i in range(lo, hi):
            word = line.low[i]
            if word in table.forms or word in table.remarks or word in {"according", ":"}:
                clause = _at(line, (lo, hi), i, found, first)
            elif word in DASHES:
                clause = _signed(line, i)
            elif line.kind[i] == QUOTED:
                clause = _behind(line, i, hi)
            else:
                continue
            if clause:
                found.append(clause)
    return found


def _at(line: Line, sentence: tuple[int, int], i: int, found: list[Clause], first: int) -> Clause | None:
    """Give the clause whose cue is token ``i``; ``found[first:]`` are those before it in its sentence."""
    lo, hi = sentence
    word = line.low[i]
    if word == ":":
        leads = len(found) == first and (i + 1 == len(line.low) or line.kind[i + 1] == QUOTED)
        return _lead_in(line, lo, i) if leads else None
    if word == "according":
        to = i + 2 < hi and line.low[i + 1] == "to"
        subject = phrase_right(line, i + 2, hi, inside=_ACCORDING) if to else None
        subject = with_name(line, subject, hi) if subject else None
        return Clause(i, subject[1], i, i + 2, "according to", "according", subject) if subject else None
    remark = _remark(line, lo, i)
    cue = line.cues.forms.get(word)
    if remark or cue is None or line.kind[i] not in {LOWER, CAPITAL}:
        return remark
    verb = _verb(line, sentence, i, cue, found[first:][-_NESTED:])
    clause = _read(verb) if verb else None
    if verb and clause is None and "having" in verb.helped:
        clause = verb.clause("participle", None)
    if verb and clause and _unsaid(verb, clause):
        return clause._replace(unsaid=True)
    bare = (i == lo + 1 and line.low[lo] in {"and", "but"}) or (i == lo and cue.form == "ing")
    if clause is None and found and bare and cue.form in {"past", "ing"}:
        # "And warned that …", "Adding: …": the subject is that of the sentence before.
        return Clause(i, i + 1, i, i + 1, cue.lemma, "subject first", found[-1].subject)
    return clause


def governs(line: Line, outer: Clause, inner: Clause) -> bool:
    """Say whether a clause stands in what another one says: *Orlov said, however, that the people voice*."""
    if outer.lemma not in line.cues.clause and outer.lemma not in line.cues.person:
        return False
    after = line.low[outer.end : min(inner.start, outer.end + _REACH)]
    return "that" in after or (outer.lemma in line.cues.clause and line.kind[outer.end] in {LOWER, CAPITAL})


def _signed(line: Line, dash: int) -> Clause | None:
    """*“…” — X, a baker*: a name behind a dash and a quotation, or at the paragraph's beginning, and nothing else."""
    low, kind, hi = line.low, line.kind, len(line.low)
    if (dash and kind[dash - 1] != QUOTED) or not dash + 1 < hi <= dash + _SIGNED or kind[dash + 1] != CAPITAL:
        return None
    name = phrase_right(line, dash + 1, hi)
    if name is None or not (name[1] == hi or kind[name[1]] == POINT):
        return None
    span = line.span(name)
    return (
        Clause(dash, hi, dash, dash + 1, low[dash], "signed", name)
        if bearer(line.text[span.start : span.end])
        else None
    )


def _behind(line: Line, k: int, hi: int) -> Clause | None:
    """*“…,” X thundered*, *“…!” thundered X*: after a quotation that ends open, any verb in the past attributes it.

    The verbs that may stand there are an open class; only those that no table knows are read here.
    """
    low, kind = line.low, line.kind
    ended = line.text[max(line.start[k], line.end[k] - 4) : line.end[k]].rstrip(MARKS)[-1:]
    c = k + 1
    if c < hi and low[c] == "," and ended not in {",", "?", "!"}:
        ended, c = ",", c + 1
    if ended not in {",", "?", "!"} or c + 1 >= hi:
        return None
    if _is_unknown_past(line, c):
        subject = phrase_right(line, c + 1, hi)
        named = subject and any(kind[n] == CAPITAL for n in range(*subject))
        return Clause(c, subject[1], c, c + 1, "", "verb first", subject) if subject and named else None
    subject = phrase_right(line, c, hi)
    if subject is None or not (kind[c] == CAPITAL or low[c] in DETERMINERS or low[c] in PRONOUNS):
        return None
    if subject[1] - c > 1 and _is_unknown_past(line, subject[1] - 1):
        subject = (c, subject[1] - 1)
    v = subject[1]
    while v < hi and is_adverb(low[v]):
        v += 1
    if v >= hi or not _is_unknown_past(line, v):
        return None
    ends = v + 1 >= hi or kind[v + 1] == POINT or low[v + 1] in PREPOSITIONS or low[v + 1] in JOINTS
    return Clause(c, v + 1, v, v + 1, "", "subject first", subject) if ends or is_adverb(low[v + 1]) else None


def _is_unknown_past(line: Line, i: int) -> bool:
    """Say whether a word looks like a verb in the past that the table does not have."""
    return (
        line.kind[i] == LOWER
        and line.low[i].endswith("ed")
        and len(line.low[i]) > 4
        and line.low[i] not in line.cues.forms
    )


def _lead_in(line: Line, lo: int, colon: int) -> Clause | None:
    """*From the statement of X: “…”*, *X’s letter: “…”*, *X: “…”*."""
    low = line.low
    for k in range(colon - 1, max(lo, colon - _BACK) - 1, -1):
        if low[k] not in line.cues.statements:
            continue
        if k + 2 <= colon and low[k + 1] in {"of", "by", "from"}:
            subject = phrase_right(line, k + 2, colon)
        else:
            owner = phrase_left(line, k, lo) if k > lo and low[k - 1].endswith(_POSSESSIVE) else None
            subject = (owner[0], k) if owner and owner[0] < k else None
        if subject:
            return Clause(lo, colon, k, k + 1, low[k], "lead-in", subject)
    subject = main_subject(line, lo, colon)
    if subject and any(line.kind[k] == CAPITAL for k in range(*subject)):
        return Clause(lo, colon, colon, colon + 1, ":", "lead-in", subject)
    return None


def _remark(line: Line, lo: int, i: int) -> Clause | None:
    """*His remark that “…”*, *X’s promise: “…”*: the owner of the words."""
    low = line.low
    if low[i] not in line.cues.remarks or i <= lo or i + 1 >= len(low):
        return None
    if not (low[i + 1] in {"that", ":"} or line.kind[i + 1] == QUOTED):
        return None
    start = i - 1
    if low[start].endswith(_POSSESSIVE[:2]) and line.kind[start] == CAPITAL:
        while start > lo and line.kind[start - 1] == CAPITAL and i - start < 6:
            start -= 1
    elif low[start] not in {"his", "her"}:
        return None
    return Clause(start, i + 1, i, i + 1, low[i], "remark", (start, i))


def _verb(line: Line, sentence: tuple[int, int], i: int, cue: Cue, here: Sequence[Clause]) -> _Verb | None:
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
    if j == i - 1 and j >= lo and owned:
        return None
    last = here[-1] if here else None
    outer = next((c for c in here[:-1] if last and c.subject and governs(line, c, last)), last)
    shared = outer.subject if outer and outer.shape != "naming" else None
    quoting = last if last and last.shape == "object" and i - last.end <= 16 else None
    verb = _Verb(line, lo, hi, i, i + 1 + bool(particles), cue, j, helped, shared, quoting)
    return None if low[i] in line.cues.nouns and not _is_verb(verb) else verb


def _is_verb(verb: _Verb) -> bool:
    """Say whether a form that may be a noun is a verb here: after a name, a pronoun, an adverb or an auxiliary."""
    low, kind, i, j = verb.line.low, verb.line.kind, verb.i, verb.j
    base = verb.cue.form == "base"
    if j < verb.lo or (verb.helped and j < i - 1):
        return j >= verb.lo and (not verb.helped <= BE or low[i].endswith("ed"))
    if _cut_off(verb.line, verb.lo, i) and verb.cue.lemma in verb.line.cues.inverted:
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


def _is_definite(verb: _Verb) -> bool:
    phrase = phrase_left(verb.line, verb.j, verb.lo)
    return phrase is not None and verb.line.low[phrase[0]] in DETERMINERS


def _unsaid(verb: _Verb, clause: Clause) -> bool:
    """Say whether a clause says that nobody said it, or only might: *never said*, *if X says*, *was accused of saying*."""
    low, i, j = verb.line.low, verb.i, verb.j
    helpers = low[j + 1 : i]
    if any(w in {"not", "never", "cannot"} or w.endswith(("n't", "n’t")) for w in helpers):
        return _NOT_ONLY.isdisjoint(helpers) and _NOT_ONLY.isdisjoint(low[i + 1 : i + 2])
    if "have" in helpers and not _PERHAPS.isdisjoint(helpers):
        return True
    if verb.cue.form == "ing" or verb.before == "to" or "having" in helpers:
        return _refused(verb)
    if clause.shape != "subject first" or clause.subject is None:
        return False
    first, past = clause.subject
    before = low[first - 1] if first > verb.lo else ""
    if before in _IF or (low[first] in _NOBODY and past <= i):
        return True
    return first - 2 >= verb.lo and low[first - (1 + (before == "that"))] in _REFUSED


def _refused(verb: _Verb) -> bool:
    """Say whether a saying is what somebody refused, denied or was accused of."""
    low, k = verb.line.low, verb.i - 1
    while k > verb.lo and (low[k] in _BETWEEN or is_adverb(low[k])):
        k -= 1
    if low[k] != "of" or k <= verb.lo:
        return k >= verb.lo and low[k] in _REFUSED
    near = range(k - 1, max(verb.lo, k - 6) - 1, -1)
    accused = next((n for n in near if low[n] in _ACCUSED), -1)
    return accused >= 0 and all(verb.line.kind[n] not in {POINT, QUOTED} for n in range(accused, k))


def _speaks(verb: _Verb) -> bool:
    """Say whether a thing speaks: *the ad claims that …*, *“…,” a message on the page reads*."""
    line, i = verb.line, verb.i
    phrase = phrase_left(line, verb.j, verb.lo)
    if phrase is None or line.low[phrase[0]] not in DETERMINERS:
        return False
    opens = i + 1 < len(line.low) and (
        line.kind[i + 1] == QUOTED or line.low[i + 1] in {"that", "he", "she", "it", "they", ":"}
    )
    return opens or QUOTED in line.kind[max(verb.lo, phrase[0] - 2) : phrase[0]]


def _read(verb: _Verb) -> Clause | None:
    """Give the clause of a verb, by its form and its helpers."""
    form, helped = verb.cue.form, verb.helped
    if (helped & BE and form in {"past", "participle"}) or (form == "participle" and not helped):
        return _passive(verb)
    if verb.cue.lemma in {"quote", "cite"}:
        # "Agency quotes X", "quoting X as saying", "citing X": the object is who speaks.
        subject = phrase_right(verb.line, verb.end, verb.hi)
        return verb.clause("object", subject) if subject else None
    if form == "ing":
        return _participle(verb)
    if form == "base" and verb.before == "to":
        subject = verb.common()
        return verb.clause("participle", subject) if subject else None
    return _finite(verb)


def _finite(verb: _Verb) -> Clause | None:
    """*X said*, *said X*, *X came and said*."""
    line, lo, i = verb.line, verb.lo, verb.i
    inverted = _inverted(verb)
    cut_off = _cut_off(line, lo, i)
    if inverted and cut_off:
        return inverted
    joined = verb.before in {"and", "but"} or (verb.before == "," and line.low[verb.j + 1] == "then")
    subject = verb.common() if joined else left_subject(line, lo, verb.j)
    # After a subject, what follows the verb is what it says: "Birk, who came late, said the mayor “lost her way”".
    runs_on = inverted is not None and inverted.end < verb.hi and _runs_on(line, inverted.end)
    set_off = subject is None or verb.before in DASHES or (subject[0] <= lo and line.low[i - 1] == ",")
    if inverted and set_off and not (subject and runs_on):
        return inverted
    if subject:
        return verb.clause("subject first", subject)
    if verb.helped or verb.j < lo or verb.cue.form == "base":
        return None
    return _passive(verb)  # "criticised by X", "described by X as": without its auxiliary


def _runs_on(line: Line, k: int) -> bool:
    return line.kind[k] == QUOTED or line.low[k] in JOINTS - {"who", "as", "when", "while"}


def _passive(verb: _Verb) -> Clause | None:
    """*Was described by X as “…”*; without X a name that nobody is said to give: *known as “…”*."""
    line = verb.line
    for k in range(verb.end, min(verb.end + 4, verb.hi)):
        if line.low[k] == "by":
            subject = phrase_right(line, k + 1, verb.hi)
            return verb.clause("passive", subject) if subject else None
        if line.kind[k] in {POINT, QUOTED}:
            break
    return verb.clause("naming", None) if verb.cue.lemma in line.cues.naming else None


def _participle(verb: _Verb) -> Clause | None:
    """*…, saying “…”*: the subject is that of the clause it hangs on."""
    line, i = verb.line, verb.i
    if verb.before in DETERMINERS or (verb.cue.lemma == "tell" and line.low[verb.end : verb.end + 1] == ["that"]):
        return None  # "he called it telling that …"
    if verb.quoting and i > verb.lo and line.low[i - 1] == "as":
        return verb.clause("participle", verb.quoting.subject)
    if i > verb.lo and line.low[i - 1] in BE:
        subject = left_subject(line, verb.lo, verb.j)
        return verb.clause("subject first", subject) if subject else None
    subject = verb.common()
    return verb.clause("participle", subject) if subject else None


def _cut_off(line: Line, lo: int, i: int) -> bool:
    """Say whether what stands right before the verb is a quotation, with or without a comma or dash."""
    j = i - 1
    if j >= lo and line.kind[j] == POINT:
        j -= 1
    return j >= lo and line.kind[j] == QUOTED


def _inverted(verb: _Verb) -> Clause | None:
    """*“…,” said X*; *…, said X*; *Said X: “…”*; *– says the telegram*."""
    line, i = verb.line, verb.i
    direct = _cut_off(line, verb.lo, i)
    if (verb.cue.lemma not in line.cues.inverted and not direct) or verb.cue.form not in {"past", "present"}:
        return None
    subject = phrase_right(line, verb.end, verb.hi) if i == verb.lo or line.kind[i - 1] in {POINT, QUOTED} else None
    if subject is None:
        return None
    first, past = subject
    names = words_of_names()
    head = line.low[past - 1]
    known = (
        any(line.kind[k] == CAPITAL for k in range(*subject))
        or line.low[first] in PRONOUNS
        or head in names.roles
        or head in names.institutions
        or head in line.cues.statements
    )
    ended = past >= verb.hi or line.kind[past] in {POINT, QUOTED} or line.low[past] in _PAST_SUBJECT
    sure = verb.cue.lemma in line.cues.inverted and (known or line.low[first] in DETERMINERS)
    if (known and ended) or (direct and sure):
        return verb.clause("verb first", subject)
    return None
