"""The clauses of a sentence that attribute: *X said*, *said X*, *according to X*, *adding that*, *was called so by X*.

Takes a ``Line``. Gives its ``Clause``s in order. Knows nothing of which quotation each belongs to, or who *he* is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from compare.language.names import PRONOUNS, words_of_names
from compare.quotations.cues import Cue, cues
from compare.quotations.phrases import (
    AUXILIARIES,
    BE,
    CAPITAL,
    DASHES,
    DETERMINERS,
    JOINTS,
    LOWER,
    NUMBER,
    POINT,
    PREPOSITIONS,
    QUOTED,
    RELATIVES,
    Line,
    NounPhrase,
    is_adverb,
    main_subject,
    phrase_left,
    phrase_right,
)

Shape = Literal[
    "subject first", "verb first", "according", "participle", "passive", "naming", "object", "lead-in", "remark"
]
_GOES_ON = frozenset(
    "in on at to as during after before when who while while, from with by and but late early last this".split()
)
_ACCORDING = frozenset(("of", "for", "from", "by", "in", "at", "on"))


_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Clause:
    """An attributing clause in tokens: from ``start`` to ``end``, the cue at ``cue`` (to ``cue_end``), and who is meant.

    ``shape`` says how it is built. A *naming* clause has no subject: *a plan known as “…”*; its words are a term.
    """

    start: int
    end: int
    cue: int
    cue_end: int
    lemma: str
    shape: Shape
    subject: NounPhrase | None


def attributes_at(text: str, place: int, end: int) -> bool:
    """Say whether an attributing clause begins at ``place``, judged by its first words: *the ministry said*, *says he*."""
    forms, clause = cues().forms, cues().clause
    for n, match in enumerate(_WORD.finditer(text, place, min(end, place + 120))):
        word = match[0].lower()
        if (n == 0 and match.start() != place) or text.find(",", place, match.start()) >= 0:
            return False
        cue = forms.get(word)
        if (
            cue
            and cue.form in ("past", "present")
            and word not in cues().nouns
            and (cue.lemma in clause or cue.lemma == "tell")
        ):
            following = text[match.end() : match.end() + 5].lstrip()
            return n > 0 or following.startswith(("he ", "she ", "the ")) or following[:1].isupper()
        if n == 0 and not (word in PRONOUNS or word == "the" or match[0][0].isupper()):
            return False
        if n > 6 or (
            n and (word in AUXILIARIES or word in JOINTS or (word in PREPOSITIONS and word not in ("of", "for")))
        ):
            return False
    return False


def clauses(line: Line) -> list[Clause]:
    """Give the attributing clauses of a paragraph, in order."""
    table = cues()
    found: list[Clause] = []
    for lo, hi in line.sentences:
        first = len(found)
        for i in range(lo, hi):
            word = line.low[i]
            if word == "according" and i + 2 < hi and line.low[i + 1] == "to":
                subject = phrase_right(line, i + 2, hi, inside=_ACCORDING)
                if subject:
                    found.append(Clause(i, subject[1], i, i + 2, "according to", "according", subject))
            elif word in table.remarks and (remark := _remark(line, lo, i)):
                found.append(remark)
            elif word in table.forms and line.kind[i] in (LOWER, CAPITAL):
                clause = _clause(line, lo, hi, i, table.forms[word], found[first:])
                bare = (i == lo + 1 and line.low[lo] in ("and", "but")) or (i == lo and table.forms[word].form == "ing")
                if clause is None and found and bare and table.forms[word].form in ("past", "ing"):
                    # "And warned that …", "Adding: …": the subject is that of the sentence before.
                    clause = Clause(i, i + 1, i, i + 1, table.forms[word].lemma, "subject first", found[-1].subject)
                if clause:
                    found.append(clause)
            elif word == ":" and (i + 1 == len(line.low) or line.kind[i + 1] == QUOTED) and len(found) == first:
                clause = _lead_in(line, lo, i)
                if clause:
                    found.append(clause)
    return found


def _lead_in(line: Line, lo: int, colon: int) -> Clause | None:
    """*From the statement of X: “…”*, *X’s letter: “…”*, *X: “…”*."""
    low = line.low
    for k in range(colon - 1, lo - 1, -1):
        if low[k] not in cues().statements:
            continue
        if k + 2 <= colon and low[k + 1] in ("of", "by", "from"):
            subject = phrase_right(line, k + 2, colon)
        else:
            subject = (k - 1, k) if k > lo and low[k - 1].endswith(("'s", "’s")) else None
            owner = phrase_left(line, k, lo)
            subject = (owner[0], k) if subject and owner and owner[0] < k else subject
        if subject:
            return Clause(lo, colon, k, k + 1, low[k], "lead-in", subject)
    subject = main_subject(line, lo, colon)
    if subject and any(line.kind[k] == CAPITAL for k in range(*subject)):
        return Clause(lo, colon, colon, colon + 1, ":", "lead-in", subject)
    return None


def _remark(line: Line, lo: int, i: int) -> Clause | None:
    """*His remark that “…”*, *X’s promise to “…”*: the owner of the words."""
    low = line.low
    if i <= lo or i + 1 >= len(low) or not (low[i + 1] in ("that", ":") or line.kind[i + 1] == QUOTED):
        return None
    if low[i - 1] in ("his", "her"):
        return Clause(i - 1, i + 1, i, i + 1, low[i], "remark", (i - 1, i))
    if low[i - 1].endswith(("'s", "’s")) and line.kind[i - 1] == CAPITAL:
        start = i - 1
        while start > lo and line.kind[start - 1] == CAPITAL:
            start -= 1
        return Clause(start, i + 1, i, i + 1, low[i], "remark", (start, i))
    return None


def _clause(line: Line, lo: int, hi: int, i: int, cue: Cue, before: list[Clause]) -> Clause | None:
    low, kind = line.low, line.kind
    table = cues()
    if (
        kind[i] == CAPITAL
        and i > lo
        and low[i] not in ("says", "said", "tells")
        and not (kind[i - 1] in (QUOTED, POINT) and low[i - 1] != ".")
    ):
        return None
    end = i + 1
    particles = table.particles.get(cue.lemma)
    if particles:
        if end >= hi or low[end] not in particles:
            return None
        end += 1
    j = i - 1
    helped: set[str] = set()
    while j >= lo and kind[j] == LOWER and (low[j] in AUXILIARIES or is_adverb(low[j])):
        if low[j] in AUXILIARIES:
            helped.add(low[j])
        j -= 1
    neighbour = low[j] if j >= lo else ""
    if low[i] in table.nouns and not _is_verb(line, i, j, lo, helped):
        return None
    if j == i - 1 and neighbour in DETERMINERS and cue.form != "ing":
        return None
    if j == i - 1 and j >= lo and neighbour.endswith(("'s", "’s")):
        return None
    if helped & BE and cue.form in ("past", "participle"):
        return _passive(line, lo, hi, i, end, cue)
    if cue.form == "participle":
        if not helped:
            return _passive(line, lo, hi, i, end, cue) if end < hi and low[end] == "by" else None
    if cue.lemma in ("quote", "cite"):
        return _object(line, lo, hi, i, end, cue)
    if cue.form == "ing":
        return _participle(line, lo, hi, i, end, cue, j, before)
    if neighbour == "to" and cue.form == "base":
        subject = _shared(line, lo, j, before)
        return Clause(j, end, i, end, cue.lemma, "participle", subject) if subject else None
    inverted = _inverted(line, lo, hi, i, end, cue)
    subject = None if inverted and _cut_off(line, lo, i) else _left(line, lo, j, before)
    if subject and not (inverted and subject[0] <= lo and kind[i - 1] == POINT and low[i - 1] == "," and not helped):
        if neighbour in DASHES and inverted:
            return inverted
        return Clause(min(subject[0], i), end, i, end, cue.lemma, "subject first", subject)
    if inverted:
        return inverted
    if helped or j < lo or cue.form == "base":
        return None
    if neighbour in ("and", "but", "then"):
        subject = _shared(line, lo, j, before)
        if subject:
            return Clause(i, end, i, end, cue.lemma, "subject first", subject)
    # "criticised by X", "described by X as": without its auxiliary.
    if end < hi and low[end] == "by":
        return _passive(line, lo, hi, i, end, cue)
    if cue.lemma in table.naming:
        return Clause(i, end, i, end, cue.lemma, "naming", None)
    return None


def _is_verb(line: Line, i: int, j: int, lo: int, helped: set[str]) -> bool:
    """Say whether a form that may be a noun is a verb here: after a name, a pronoun, an adverb or an auxiliary."""
    low, kind = line.low, line.kind
    if j < lo:
        return False
    if helped:
        return not (helped <= BE) or low[i].endswith("ed")
    if j < i - 1:
        return kind[j] in (CAPITAL, LOWER)
    if low[j] in PRONOUNS:
        return True
    if low[j] == "to":
        return i + 1 < len(low) and kind[i + 1] != POINT
    base = cues().forms[low[i]].form == "base"
    if kind[j] == CAPITAL and not low[j].endswith(("'s", "’s", "s'", "s’")):
        return not base
    if kind[j] == LOWER and not base and low[j] not in DETERMINERS and low[j] not in PREPOSITIONS:
        # "The ad claims that", "… ,” a message on the page reads."
        phrase = phrase_left(line, j, lo)
        opens = i + 1 < len(low) and (kind[i + 1] == QUOTED or low[i + 1] in ("that", "he", "she", "it", "they", ":"))
        after = phrase and phrase[0] > lo and QUOTED in kind[max(lo, phrase[0] - 2) : phrase[0]]
        return bool(phrase and low[phrase[0]] in DETERMINERS and (opens or after))
    return kind[j] == LOWER and base and low[j].endswith("s") and low[j].rstrip("s") in words_of_names().roles


def _passive(line: Line, lo: int, hi: int, i: int, end: int, cue: Cue) -> Clause | None:
    for k in range(end, min(end + 4, hi)):
        if line.low[k] == "by":
            subject = phrase_right(line, k + 1, hi)
            return Clause(i, end, i, end, cue.lemma, "passive", subject) if subject else None
        if line.kind[k] in (POINT, QUOTED):
            break
    return Clause(i, end, i, end, cue.lemma, "naming", None) if cue.lemma in cues().naming else None


def _object(line: Line, lo: int, hi: int, i: int, end: int, cue: Cue) -> Clause | None:
    """*Agency quotes X*, *quoting X as saying*, *citing X*: the object is who speaks."""
    subject = phrase_right(line, end, hi)
    return Clause(i, end, i, end, cue.lemma, "object", subject) if subject else None


def _participle(
    line: Line, lo: int, hi: int, i: int, end: int, cue: Cue, j: int, before: list[Clause]
) -> Clause | None:
    """*…, saying “…”*: the subject is that of the clause it hangs on."""
    low, kind = line.low, line.kind
    if j >= lo and kind[j] in (LOWER, CAPITAL) and low[j] in DETERMINERS:
        return None
    if before and before[-1].shape == "object" and before[-1].end <= i <= before[-1].end + 16 and low[i - 1] == "as":
        return Clause(i, end, i, end, cue.lemma, "participle", before[-1].subject)
    if i > lo and low[i - 1] in BE:
        subject = _left(line, lo, j, before)
        return Clause(subject[0], end, i, end, cue.lemma, "subject first", subject) if subject else None
    subject = _shared(line, lo, i, before)
    return Clause(i, end, i, end, cue.lemma, "participle", subject) if subject else None


def _shared(line: Line, lo: int, at: int, before: list[Clause]) -> NounPhrase | None:
    """Give the subject that a verb without its own shares: that of the clause before it, else the sentence's."""
    main = main_subject(line, lo, at)
    for clause in reversed(before):
        if clause.subject and clause.shape != "naming" and clause.cue < at:
            return clause.subject
    return main


def _cut_off(line: Line, lo: int, i: int) -> bool:
    """Say whether what stands right before the verb is a quotation, with or without a comma or dash."""
    j = i - 1
    if j >= lo and line.kind[j] == POINT:
        j -= 1
    return j >= lo and line.kind[j] == QUOTED


def _left(line: Line, lo: int, j: int, before: list[Clause]) -> NounPhrase | None:
    """Give the subject to the left of a verb; ``j`` is the last token before the verb and its helpers."""
    low, kind = line.low, line.kind
    if j < lo or kind[j] == QUOTED:
        return None
    if low[j] in RELATIVES:
        end = j - 1
        if end >= lo and low[end] == ",":
            end -= 1
        return phrase_left(line, end, lo)
    if kind[j] == POINT:
        if low[j] == "," and low[j + 1] == "then":
            return _shared(line, lo, j, before)
        return _past_insertion(line, lo, j)
    if low[j] in ("and", "but"):
        return _shared(line, lo, j, before)
    phrase = phrase_left(line, j, lo)
    start = phrase[0] - 1 if phrase else j
    if start > lo and low[start] in PREPOSITIONS and low[start - 1] in AUXILIARIES:
        # "who has in the past described": step over what stands between the verb and its auxiliary.
        return _left(line, lo, start - 2, before)
    return _widened(line, lo, phrase) if phrase else None


def _past_insertion(line: Line, lo: int, j: int) -> NounPhrase | None:
    """*X, the mayor of Y, said*: step over what stands between two commas, dashes or brackets."""
    low, kind = line.low, line.kind
    closing = low[j]
    if closing not in (",", ")", "]") and closing not in DASHES:
        return None
    opening = {")": "(", "]": "["}.get(closing)
    for _ in range(3):
        k = j - 1
        while (
            k > lo
            and j - k < 40
            and low[k] != opening
            and not (opening is None and (low[k] == "," or low[k] in DASHES))
        ):
            k -= 1
        if k <= lo or j - k >= 40 or kind[k] != POINT:
            return None
        phrase = phrase_left(line, k - 1, lo)
        if not phrase:
            if kind[k - 1] == NUMBER or (kind[k - 1] == CAPITAL and low[k] == ","):
                j, opening = k, None
                continue
            return None
        start = phrase[0]
        apposed = start > lo and low[start - 1] == "," and (low[start] in DETERMINERS or kind[start] == LOWER)
        if apposed and start - 2 >= lo and kind[start - 2] in (CAPITAL, NUMBER):
            further = phrase_left(line, start - 2, lo)
            if (
                further
                and kind[further[1] - 1] == CAPITAL
                and (further[0] == lo or kind[further[0] - 1] in (POINT, QUOTED))
            ):
                return further
        return _widened(line, lo, phrase)
    return None


def _widened(line: Line, lo: int, phrase: NounPhrase) -> NounPhrase:
    """Step out of a relative clause: in *the man who leads the group said* the subject is the man."""
    low, kind = line.low, line.kind
    for k in range(phrase[0] - 1, max(lo, phrase[0] - 9) - 1, -1):
        if kind[k] in (POINT, QUOTED) or low[k] in ("that", "and", "but", "when", "as", "if", "because"):
            break
        if low[k] in ("who", "which") and k < phrase[0] - 1:
            outer = phrase_left(line, k - 1, lo)
            return outer or phrase
    return phrase


def _inverted(line: Line, lo: int, hi: int, i: int, end: int, cue: Cue) -> Clause | None:
    """*“…,” said X*; *…, said X*; *Said X: “…”*; *– says the telegram*."""
    low, kind = line.low, line.kind
    if cue.lemma not in cues().inverted or cue.form not in ("past", "present") or end >= hi:
        return None
    if i > lo and not (kind[i - 1] in (POINT, QUOTED)):
        return None
    subject = phrase_right(line, end, hi)
    if not subject:
        return None
    past = subject[1]
    names = words_of_names()
    head = low[subject[1] - 1]
    known = (
        any(kind[k] == CAPITAL for k in range(*subject))
        or low[subject[0]] in ("he", "she", "they")
        or head in names.roles
        or head in names.institutions
        or head in cues().statements
    )
    ended = (
        past >= hi
        or kind[past] in (POINT, QUOTED)
        or low[past] in _GOES_ON
        or low[past] in PREPOSITIONS
        or low[past] in JOINTS
    )
    if past < hi and kind[past] == LOWER and low[past].endswith("day"):
        ended = True
    direct = _cut_off(line, lo, i)
    if not (known and ended) and not (direct and (known or low[subject[0]] in DETERMINERS)):
        return None
    return Clause(i, past, i, end, cue.lemma, "verb first", subject)
