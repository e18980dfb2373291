"""How the clause of a verb is built: *X said*, *said X*, *adding that*, *was called so by X*, *quotes X as saying*.

Takes a ``Verb``. Gives its ``Clause``. Knows nothing of clauses without a verb, or of who *he* is.
"""

from __future__ import annotations

from compare.quotations.clause import Clause
from compare.quotations.phrases import (
    AUXILIARIES,
    BE,
    CAPITAL,
    DASHES,
    DETERMINERS,
    JOINTS,
    POINT,
    PREPOSITIONS,
    QUOTED,
    TIMES,
    Line,
    phrase_left,
    phrase_right,
)
from compare.quotations.subjects import left_subject, may_speak, speaker_right
from compare.quotations.verbs import Verb, cut_off

_OPENS = 2  # tokens before a verb behind a quotation that opens its sentence
_TILL_THAT = 8  # tokens between whom a verb addresses and *that*
_PAST_SUBJECT = TIMES | PREPOSITIONS | JOINTS


def read_clause(verb: Verb) -> Clause | None:
    """Give the clause of a verb, by its form and its helpers."""
    form, helped = verb.cue.form, verb.helped
    if verb.cue.lemma in {"quote", "cite"} and QUOTED not in verb.line.kind[verb.end : verb.end + 1]:
        return _quoting(verb)
    if (helped & BE and form in {"past", "participle"}) or (form == "participle" and not helped):
        return _passive(verb)
    if form == "ing":
        return _participle(verb)
    if form == "base" and verb.before == "to":
        subject = verb.common()
        return verb.clause("participle", subject) if subject else None
    return _finite(verb)


def _quoting(verb: Verb) -> Clause | None:
    """*Agency quotes X*, *quoting X as saying*, *citing X*; *X was quoted as saying*: who is quoted speaks."""
    if verb.helped & BE:
        subject = left_subject(verb.line, verb.lo, verb.j)
        return verb.clause("subject first", subject) if subject else None
    subject = phrase_right(verb.line, verb.end, verb.hi)
    return verb.clause("object", subject) if subject else None


def _finite(verb: Verb) -> Clause | None:
    """*X said*, *said X*, *X came and said*."""
    line, lo, i = verb.line, verb.lo, verb.i
    inverted = _inverted(verb)
    joined = verb.before in {"and", "but"} or (verb.before == "," and line.low[verb.j + 1] == "then")
    subject = verb.common() if joined else left_subject(line, lo, verb.j)
    # After a subject, what follows the verb is what it says: "Birk, who came late, said the mayor “lost her way”".
    runs_on = inverted is not None and inverted.end < verb.hi and _runs_on(line, inverted.end)
    if inverted and cut_off(line, lo, i) and not (subject and runs_on and i - lo > _OPENS):
        return inverted  # but "Osk, known as “the miller”, said the mill was …"
    past = inverted.end if inverted else verb.hi
    ended = past >= verb.hi or line.kind[past] == POINT or line.low[past] in PREPOSITIONS
    if inverted and subject and verb.cue.lemma in line.cues.person and _goes_on(line, past, verb.hi):
        return verb.clause("subject first", subject)
    set_off = subject is None or verb.before in DASHES or (line.low[i - 1] == "," and (ended or subject[0] <= lo))
    if inverted and set_off and not (subject and runs_on):
        return inverted
    if subject:
        return verb.clause("subject first", subject)
    if verb.helped or verb.j < lo or verb.cue.form == "base":
        return None
    return _passive(verb)  # "criticised by X", "described by X as": without its auxiliary


def _goes_on(line: Line, k: int, hi: int) -> bool:
    """Say whether *that* follows whom a verb addresses: *Birk, the miller, warned the council in May that …*."""
    return any(line.low[n] == "that" for n in range(k, min(k + _TILL_THAT, hi)) if POINT not in line.kind[k:n])


def _runs_on(line: Line, k: int) -> bool:
    word = line.low[k]
    return line.kind[k] == QUOTED or word in AUXILIARIES or word in JOINTS - {"who", "as", "when", "while"}


def _passive(verb: Verb) -> Clause | None:
    """*Was described by X as “…”*; without X a name that nobody is said to give: *known as “…”*."""
    line = verb.line
    for k in range(verb.end, min(verb.end + 4, verb.hi)):
        if line.low[k] == "by":
            subject = phrase_right(line, k + 1, verb.hi)
            return verb.clause("passive", subject) if subject else None
        if line.kind[k] == QUOTED and line.low[k + 1 : k + 2] == ["by"]:
            subject = phrase_right(line, k + 2, verb.hi)  # "was called “a ruin” by X"
            return verb.clause("passive", subject)._replace(end=verb.end) if subject else None
        if line.kind[k] in {POINT, QUOTED}:
            break
    named = line.low[verb.end : verb.end + 1] == ["as"] and line.kind[verb.end + 1 : verb.end + 2] == [CAPITAL]
    return verb.clause("naming", None) if verb.cue.lemma in line.cues.naming and not named else None


def _participle(verb: Verb) -> Clause | None:
    """*…, saying “…”*: the subject is that of the clause it hangs on."""
    line, i = verb.line, verb.i
    if (
        verb.before in DETERMINERS
        or verb.before == "worth"
        or (verb.cue.lemma == "tell" and line.low[verb.end : verb.end + 1] == ["that"])
    ):
        return None  # "he called it telling that …"
    if verb.quoting and i > verb.lo and line.low[i - 1] == "as":
        return verb.clause("participle", verb.quoting.subject)
    if i > verb.lo and line.low[i - 1] in BE:
        subject = left_subject(line, verb.lo, verb.j)
        return verb.clause("subject first", subject) if subject else None
    own = phrase_left(line, verb.j, verb.lo) if verb.before != "," else None
    if own and own[0] > verb.lo and line.low[own[0] - 1] == "with":
        return verb.clause("participle", own)  # "with the union calling it “…”"
    subject = verb.common()
    return verb.clause("participle", subject) if subject else None


def _inverted(verb: Verb) -> Clause | None:
    """*“…,” said X*; *…, said X*; *Said X: “…”*; *– says the telegram*."""
    line, i = verb.line, verb.i
    direct = cut_off(line, verb.lo, i)
    opens = direct and i - verb.lo <= _OPENS  # "“…!” beamed X": after what opens a sentence, any cue
    if not (opens or verb.cue.lemma in line.cues.inverted) or verb.cue.form not in {"past", "present", "base"}:
        return None
    follows = i == verb.lo or line.kind[i - 1] in {POINT, QUOTED}
    subject = speaker_right(line, verb.end, verb.hi) if follows else None
    if subject is None:
        return None
    first, past = subject
    head, known = line.low[past - 1], may_speak(line, subject)
    ended = past >= verb.hi or line.kind[past] in {POINT, QUOTED} or line.low[past] in _PAST_SUBJECT
    sure = verb.cue.lemma in line.cues.inverted and (known or line.low[first] in DETERMINERS)
    if verb.cue.form == "base" and not head.endswith("s"):
        return None  # "…, say officials"
    if (known and ended) or (direct and sure):
        return verb.clause("verb first", subject)
    return None
