"""The subject to the left of a verb: *X*, *X, the mayor of Y,*, *X, who*, *the man who leads the group*.

Takes a ``Line`` and the token before a verb. Gives the noun phrase that is its subject. Knows nothing of which verb it is.
"""

from __future__ import annotations

from compare.language.names import MONTHS, PRONOUNS, bearer, is_person_word, sex_of_given, words_of_names
from compare.quotations.phrases import (
    AUXILIARIES,
    CAPITAL,
    DASHES,
    DETERMINERS,
    JOINTS,
    LOWER,
    MARKS,
    NUMBER,
    POINT,
    PREPOSITIONS,
    QUOTED,
    RELATIVES,
    TIMES,
    WHOM,
    Line,
    NounPhrase,
    is_adverb,
    phrase_left,
    phrase_right,
)

_INTRODUCING = PREPOSITIONS | JOINTS | (TIMES - MONTHS)
_FAR = 40  # tokens that may stand between a name and its verb
_BOUNDS = frozenset("that and but when as if because".split())
_BESIDE = frozenset(("of", "for", "from", "at"))  # go on with a name that stands in apposition
_COUNTS = frozenset("one two three four five six seven eight nine ten half".split())
_RELATIVE = 9  # tokens of a relative clause without commas
_BODIES = frozenset("police management staff everyone everybody".split())
_AFTER_NAMES = frozenset("jr sr inc co corp ltd bros".split())
_OTHERS = frozenset(("another", "others", "some", "many"))
_SOME = frozenset("some many several both others another one two three most few all".split())
_OPENING = {")": "(", "]": "["}


def left_subject(line: Line, lo: int, j: int) -> NounPhrase | None:
    """Give the subject of a verb before which ``j`` is the last token that does not belong to it; None if it has none."""
    low = line.low
    j = _before_time(line, lo, j)
    if j > lo and low[j] == "." and low[j - 1] in _AFTER_NAMES:
        j -= 1  # "Ida Renn Jr. said"
    for _ in range(3):
        if j < lo or line.kind[j] in {QUOTED, POINT}:
            return _past_insertion(line, lo, j) if j >= lo else None
        part = share(line, lo, j)
        if part:
            return part
        if low[j] in RELATIVES:
            return phrase_left(line, j - 1 - (j > lo and low[j - 1] == ","), lo)
        phrase = phrase_left(line, j, lo)
        start = phrase[0] - 1 if phrase else j
        if not (start > lo and low[start] in PREPOSITIONS and low[start - 1] in AUXILIARIES):
            return _widened(line, lo, phrase) if phrase else _past_relative(line, lo, j)
        j = start - 2  # "who has in the past described": what stands between the verb and its auxiliary
    return None


def head_of(line: Line, phrase: NounPhrase) -> str:
    """Give the noun that a phrase is about: *sign*, in *a sign on the door*."""
    of = next((k for k in range(phrase[0] + 1, phrase[1]) if line.low[k] in PREPOSITIONS), phrase[1])
    return line.low[of - 1]


def tells(line: Line, phrase: NounPhrase) -> bool:
    """Say whether one can know something from what a phrase names: *data released on Friday*, *a person familiar with X*."""
    for k in range(*phrase):
        word = line.low[k]
        if word in PREPOSITIONS and k > phrase[0]:
            break
        if word in line.cues.sources or is_person_word(word) or is_person_word(word.removesuffix("s")):
            return True
    return False


def speaker_right(line: Line, first: int, hi: int) -> NounPhrase | None:
    """Give the noun phrase behind a verb, which may be *another* alone."""
    if first < hi and line.low[first] in _OTHERS and (first + 1 == hi or line.kind[first + 1] == POINT):
        return (first, first + 1)
    return phrase_right(line, first, hi)


def may_speak(line: Line, phrase: NounPhrase) -> bool:
    """Say whether a phrase behind its verb can be who speaks: a name, a pronoun, a role, a body, a document."""
    names = words_of_names()
    head = head_of(line, phrase)
    return (
        any(line.kind[k] == CAPITAL for k in range(*phrase))
        or line.low[phrase[0]] in PRONOUNS
        or line.low[phrase[0]] in WHOM
        or head in _OTHERS
        or head in names.institutions
        or head in line.cues.statements
        or is_person_word(head)
        or is_person_word(head.removesuffix("s"))
    )


def _before_time(line: Line, lo: int, j: int) -> int:
    """Give the last token before *on Friday* that a comma sets off from its subject: *X, who came late, on Friday said*."""
    k = j - (line.low[j] in TIMES) if j >= lo else j
    k -= k < j and k >= lo and line.low[k] == "on"
    return k if k < j and k >= lo and line.low[k] == "," else j


def share(line: Line, lo: int, j: int) -> NounPhrase | None:
    """Give so many of a group as a subject: *one in three*, *42%*, *some*, *another*; not *no one*."""
    low, kind = line.low, line.kind
    if low[j].endswith("%"):
        return (j, j + 1)
    if j - 2 >= lo and low[j - 1] == "in" and all(kind[k] == NUMBER or low[k] in _COUNTS for k in (j - 2, j)):
        return (j - 2, j + 1)
    begins = j == lo or kind[j - 1] == POINT or low[j - 1] in JOINTS
    return (j, j + 1) if low[j] in _SOME and begins else None


def _past_insertion(line: Line, lo: int, j: int) -> NounPhrase | None:
    """*X, the mayor of Y, said*: step over what stands between two commas, dashes or brackets."""
    closing = line.low[j]
    if line.kind[j] == QUOTED and line.text[line.end[j] - 3 : line.end[j]].rstrip(MARKS)[-1:] == ",":
        closing = ","  # "X, host of “Y,” said"
    if closing not in {",", ")", "]"} and closing not in DASHES:
        return None
    if closing == "," and line.low[j - 1] in _OPENING:
        j, closing = j - 1, line.low[j - 1]  # "X (West), said"
    opening = _OPENING.get(closing, "")
    for _ in range(3):
        k = _opening(line, lo, j, opening)
        if k <= lo:
            return None
        phrase = phrase_left(line, k - 1, lo)
        if phrase and phrase[1] - phrase[0] == 1 and _is_verb_of_relative(line, phrase[0]):
            named = phrase_right(line, k + 1, j)  # "a woman he married, Ida Renn, said"
            return named if named and line.kind[named[0]] == CAPITAL else None
        if phrase:
            return _apposed(line, lo, phrase) or _widened(line, lo, phrase)
        bracket = _OPENING.get(line.low[k - 1], "")  # "X (West), a member, said": one insertion after the other
        placed = line.low[k] == "," and (line.kind[k - 1] == CAPITAL or line.low[k - 1] == ".")  # "X, R-W., a member"
        if line.kind[k - 1] != NUMBER and not bracket and not placed:
            return None
        j, opening = (k - 1, bracket) if bracket else (k, "")
    return None


def _is_verb_of_relative(line: Line, k: int) -> bool:
    """Say whether a word alone is the verb of a relative clause without *who*: *a fisherman I met*."""
    word = line.low[k]
    noun = word.endswith("s") or is_person_word(word) or word in words_of_names().institutions or word in _BODIES
    return line.kind[k] == LOWER and k > 0 and line.low[k - 1] in PRONOUNS and not noun


def _opening(line: Line, lo: int, j: int, bracket: str) -> int:
    """Give the token that opens the insertion which ``j`` closes, or -1."""
    for k in range(j - 1, max(lo, j - _FAR), -1):
        if line.kind[k] == POINT and (
            line.low[k] == bracket if bracket else line.low[k] == "," or line.low[k] in DASHES
        ):
            return k
    return -1


def _apposed(line: Line, lo: int, phrase: NounPhrase) -> NounPhrase | None:
    """Give the name that a description stands beside: in *X, a professor at Y, Z, said* it is X."""
    low, kind, start = line.low, line.kind, phrase[0]
    if start - 2 < lo or low[start - 1] != "," or not (low[start] in DETERMINERS or kind[start] == LOWER):
        return None
    further = phrase_left(line, start - 2, lo) if kind[start - 2] in {CAPITAL, NUMBER} else None
    if further and kind[further[1] - 1] == CAPITAL and (further[0] == lo or kind[further[0] - 1] in {POINT, QUOTED}):
        return further
    return None


def _past_relative(line: Line, lo: int, j: int) -> NounPhrase | None:
    """Step over a relative clause that ends with a verb: *an official who asked not to be named said*."""
    for k in range(j - 1, max(lo, j - _RELATIVE) - 1, -1):
        if line.kind[k] in {POINT, QUOTED}:
            break
        if line.low[k] == "who":
            return phrase_left(line, k - 1, lo)
    return None


def _widened(line: Line, lo: int, phrase: NounPhrase) -> NounPhrase:
    """Step out of a relative clause: in *the man who leads the group said* the subject is the man."""
    for k in range(phrase[0] - 1, max(lo, phrase[0] - 9) - 1, -1):
        if line.kind[k] in {POINT, QUOTED} or line.low[k] in _BOUNDS:
            break
        if line.low[k] in {"who", "which"} and k < phrase[0] - 1:
            return phrase_left(line, k - 1, lo) or phrase
    return phrase


def with_name(line: Line, phrase: NounPhrase, hi: int) -> NounPhrase:
    """Take in the name in apposition: *his mother, Ada Birk*, *one of the sponsors, Ivo Marek*."""
    low, kind, (first, past) = line.low, line.kind, phrase
    if past + 2 >= hi or low[past] != "," or kind[past + 1] != CAPITAL or kind[past - 1] != LOWER:
        return phrase
    if low[first] not in DETERMINERS and not low[first].endswith(("'s", "’s")) and not is_person_word(low[past - 1]):
        return phrase
    name = phrase_right(line, past + 1, hi, inside=_BESIDE)
    if name is None or (name[1] < hi and kind[name[1]] != POINT and low[name[1]] != "who"):
        return phrase
    if len(bearer(line.words(name)).split()) < 2 or not _one_person(line, phrase):
        return phrase
    return (first, name[1])


def jointly(line: Line, phrase: NounPhrase, lo: int, hi: int) -> NounPhrase:
    """Take in the other name of *Both X and Y said*, *said X and Y*; the phrase itself where it stands alone."""
    low, kind, (first, past) = line.low, line.kind, phrase
    start, end = first, past
    if first - 2 >= lo and low[first - 1] == "and":
        start -= 1
        while start > lo and kind[start - 1] == CAPITAL and low[start - 1] != "both":
            start -= 1
        both = start > lo and low[start - 1] == "both"
        start -= both
        if not both and start > lo and kind[start - 1] not in {POINT, QUOTED}:
            return phrase
    elif past + 1 < hi and low[past] == "and":
        end += 1
        while end < hi and kind[end] == CAPITAL:
            end += 1
        if end < hi and kind[end] != POINT:
            return phrase
    return (start, end) if is_joint(line, (start, end)) else phrase


def is_joint(line: Line, phrase: NounPhrase) -> bool:
    """Say whether a phrase is two full names: *Ada Birk and Ivo Marek*, not *Trade and Industry Minister Ivo Marek*."""
    first, past = phrase
    first += line.low[first] == "both"
    joint = next((k for k in range(first + 1, past - 1) if line.low[k] == "and"), -1)
    if joint < 0:
        return False
    names = [line.words((first, joint)), line.words((joint + 1, past))]
    return all(len(bearer(name).split()) > 1 for name in names) and bearer(names[1]) == names[1]


def _one_person(line: Line, phrase: NounPhrase) -> bool:
    """Say whether what a name stands beside can be its bearer's description: *the leader of the study*, *his mother*."""
    low, (first, past) = line.low, phrase
    of = next((k for k in range(first, past) if low[k] in PREPOSITIONS), past)
    last = low[past - 1]
    if low[first] in {"one", "another"} and of < past:
        return True
    if last.endswith("s") and not last.endswith("ss"):
        return False
    return of == past or (is_person_word(low[of - 1]) and last not in words_of_names().institutions)


def main_subject(line: Line, lo: int, before: int) -> NounPhrase | None:
    """Give the first noun phrase of the sentence that begins at ``lo``, past what introduces it, ending by ``before``."""
    low, kind = line.low, line.kind
    i = lo
    if line.text[line.start[lo] : line.end[lo]].isupper() and len(low[lo]) > 3:
        i = next((k + 1 for k in range(lo + 1, min(lo + 14, before)) if low[k] in DASHES), lo)  # past a dateline
    for _ in range(4):
        if i >= before:
            return None
        if kind[i] in (POINT, QUOTED) or low[i] in ("and", "but", "so", "yet", "then"):
            i += 1
        elif low[i] in _INTRODUCING or is_adverb(low[i]) or _is_participle(line, i, before):
            comma = next((k for k in range(i, min(i + 30, before)) if low[k] == ","), -1)
            if comma < 0:
                if is_adverb(low[i]):
                    i += 1
                    continue
                return None
            tail = phrase_right(line, comma + 1, before) if kind[comma - 1] == CAPITAL else None
            if (
                tail
                and kind[tail[0]] == CAPITAL
                and tail[1] + 1 < before
                and low[tail[1]] == ","
                and kind[tail[1] + 1] == CAPITAL
            ):
                comma = tail[1]  # "in Westmark, Ruritania, the mayor": the second comma belongs to the place
            year = comma + 2 < before and kind[comma + 1] == NUMBER and low[comma + 2] == ","
            i = comma + 1 + 2 * year  # "on July 6, 2015, X"
        else:
            break
    phrase = phrase_right(line, i, before)
    return phrase if phrase and not (phrase[0] > lo and low[phrase[0] - 1] in PREPOSITIONS) else None


def _is_participle(line: Line, i: int, before: int) -> bool:
    """Say whether a sentence begins with a participle: *Speaking in May*, *Asked about the bridge*."""
    word = line.low[i]
    following = line.low[i + 1] if i + 1 < before else ""
    bound = following in PREPOSITIONS or following in JOINTS
    return word.endswith("ing") or (word.endswith("ed") and bound and not sex_of_given(word))
