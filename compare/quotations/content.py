"""Where what is reported without marks begins after its cue, and where it ends.

Takes a ``Line``, a clause and its sentence's end. Gives tokens. Knows nothing of whether the clause reports at all.
"""

from __future__ import annotations

from compare.language.names import PRONOUNS
from compare.quotations.clause import Clause
from compare.quotations.phrases import (
    AUXILIARIES,
    CAPITAL,
    DETERMINERS,
    JOINTS,
    LOWER,
    NUMBER,
    POINT,
    PREPOSITIONS,
    QUOTED,
    RELATIVES,
    TIMES,
    WHOM,
    Line,
    is_adverb,
    phrase_right,
)

_STARTS = frozenset("he she they it we i you the there this these those his her their".split())
_POINTING = frozenset("this these those".split())
_QUESTIONS = frozenset("if whether what who why how when where".split())
_ASKING = frozenset("ask wonder question tell".split())
_SURE = frozenset("say tell claim allege argue insist warn assert contend reply fret admit concede acknowledge".split())
_OF = 16  # tokens of whoever is accused
_NO_OBJECT = frozenset("that by to and but when".split())
_WHICH_TIME = frozenset("last this next late early earlier".split())
_NOTHING = frozenset("nothing no goodbye so much yes little something anything more enough hello sorry thanks".split())
_OBJECTS = frozenset(
    "a an his her its their my our your".split()
)  # after these, a verb must show that a clause follows
_NEARLY = frozenset("about over nearly around only".split())
_PARTS_OF_DAY = frozenset("morning afternoon evening night".split())
_UNITS = frozenset("minutes hour hours day days week weeks month months year years".split())
_ASKED = frozenset("ask urge swear advise warn invite order request".split())  # take somebody to do something
CUTS = frozenset("adding saying according noting citing".split())
LONGEST = 200  # tokens of one report


def content_start(line: Line, clause: Clause, hi: int) -> int | None:
    """Give the first token of what is said after the cue, or None where the cue takes none here."""
    low, kind, table = line.low, line.kind, line.cues
    i = _past_time(line, clause.end, hi)
    if i >= hi:
        return None
    of = _of(line, i, hi) if clause.lemma in table.of else None
    if of is not None:
        return of
    if low[i] == "that":
        begin = i + 1 + (low[i + 1 : i + 2] == [","])  # "that, if elected, he would"
        return begin if begin < hi and kind[begin] != POINT else None
    takes_person = clause.lemma in table.person
    receiver = (i, i + 1) if low[i] in WHOM else phrase_right(line, i, hi)
    receiver = receiver if takes_person or clause.lemma in _ASKED else None
    after = receiver[1] if receiver else i
    word = low[after] if after < hi else ""
    if (word == "to" and clause.lemma in table.infinitive) or (word in _QUESTIONS and clause.lemma in _ASKING):
        return after
    start = _later_that(line, i, after, hi) if takes_person or clause.lemma in table.clause else None
    if start is None and takes_person:
        return after if receiver and word in _STARTS else None
    return _bare_start(line, clause, i, hi) if start is None and clause.lemma in table.clause else start


def _bare_start(line: Line, clause: Clause, i: int, hi: int) -> int | None:
    """Give token ``i`` if a clause without *that* begins there, as far as its first words or a verb show."""
    low = line.low
    sure = clause.lemma in _SURE and low[i] not in _POINTING and low[i] not in _OBJECTS
    sure = sure or low[i] in PRONOUNS or low[i] == "there"
    return i if _opens(line, i) and (sure or has_verb(line, i, hi)) else None


def _past_time(line: Line, i: int, hi: int) -> int:
    """Step over when something was said: *said Monday morning the bridge*, but not *said 2016 was the best year*."""
    low, kind, first = line.low, line.kind, i
    while i < min(hi, first + 3):
        time = low[i] in TIMES and low[i] != "there"
        if not time and (i == first or not (kind[i] == NUMBER or low[i] in _PARTS_OF_DAY)):
            break
        if i + 1 < hi and low[i + 1] in AUXILIARIES:
            break
        i += 1
    return i


def _of(line: Line, i: int, hi: int) -> int | None:
    """Give where *of* says what somebody warned of or accused somebody of: *floods*, *Birk of lying*."""
    for k in range(i, min(hi, i + _OF)):
        if line.low[k] == "of":
            return i + (k == i) if k + 1 < hi else None
        if line.kind[k] == POINT or line.low[k] in _NO_OBJECT:
            break
    return None


def _later_that(line: Line, i: int, begin: int, hi: int) -> int | None:
    """Find *that* after words that say when, where or to whom: *said in a statement on Friday that*."""
    low, kind = line.low, line.kind
    timed = low[i] in _WHICH_TIME and low[i + 1 : i + 2] != ["that"]
    if begin == i and not (low[i] in PREPOSITIONS or kind[i] == POINT or is_adverb(low[i]) or timed):
        return None
    begin = _past_relative(line, begin, hi)
    for k in range(begin, min(begin + 12, hi - 1)):
        verb = low[k + 1] in AUXILIARIES or low[k + 1] in line.cues.finite
        if low[k] == "that":
            return k + 1 if low[k + 1] not in AUXILIARIES else None  # "a meeting that was held"
        if k > i and verb and low[k] in PRONOUNS and low[k] != "who":
            return k  # "said in an interview he would go"
        if k > i + 1 and low[k - 1] in TIMES and _opens(line, k) and has_verb(line, k, hi):
            return k  # "said on Monday the mill was shut"
        if kind[k] == QUOTED or low[k] in JOINTS or low[k] in {":", ";"} or low[k] in CUTS:
            break
    return None


def _past_relative(line: Line, i: int, hi: int) -> int:
    """Step over what is told of a listener: *told Marek, who runs the mill, that*."""
    low = line.low
    if i + 1 < hi and low[i] == "," and low[i + 1] in {"who", "which"}:
        return next((k + 1 for k in range(i + 2, min(hi, i + 24)) if low[k] == ","), i)
    return i


def _opens(line: Line, i: int) -> bool:
    """Say whether a clause without *that* may begin at token ``i``."""
    word = line.low[i]
    if word in AUXILIARIES and word not in {"not", "never"}:
        return False
    if word in _STARTS or word in DETERMINERS or word == "if":
        return not any(low in _UNITS for low in line.low[i + 1 : i + 4])  # "said two days after the vote"
    if word in WHOM or word in _NOTHING:
        return False
    if line.kind[i] in {CAPITAL, NUMBER}:
        return True
    if word in _NEARLY and line.kind[i + 1 : i + 2] == [NUMBER]:
        return True
    return line.kind[i] == LOWER and word not in PREPOSITIONS and word not in JOINTS and not is_adverb(word)


def has_verb(line: Line, start: int, end: int, *, past_commas: bool = False) -> bool:
    """Say whether a finite verb stands in a stretch before any relative clause or comma, as far as its form shows."""
    forms = line.cues.forms
    for k in range(start, min(end, start + 30)):
        word = line.low[k]
        if word == "," and not past_commas:
            return False
        if word in RELATIVES:
            return word == "that" and k > start + 1 and line.low[k - 1].endswith(("s", "ed"))
        cue = forms.get(word) if line.kind[k] == LOWER and word not in line.cues.nouns else None
        if word in AUXILIARIES or (cue and cue.form in {"past", "present"}):
            return True
        if k > start + 1 and word.endswith("ed") and line.kind[k] == LOWER and line.low[k - 1] not in DETERMINERS:
            return True
    return False


def content_end(line: Line, start: int, hi: int, *, setting: bool) -> int:
    """Give the end of what is said: the sentence's, or where the reporter takes over again."""
    low = line.low
    for i in range(start, min(hi, start + LONGEST)):
        following = low[i + 1] if i + 1 < hi else ""
        if low[i] in {";", ":"} or (low[i] == "," and (following in CUTS or setting)):
            return i
        if low[i] == "." and following in {"he", "she", "they", "it", "the"}:
            return i  # a sentence that ends with an abbreviation
        if low[i] == "," and following == "as" and line.kind[i + 2 : i + 3] == [CAPITAL] and has_verb(line, i + 2, hi):
            return i  # ", as Birk visited the mill": when it was said
    return min(hi, start + LONGEST)
