"""What turns the sense of a quotation: a *not*, a number, a modal verb, a quantity.

Takes the words that differ on two sides. Gives the kinds of changes that they are. Knows nothing of where they stand.

No measure of likeness sees the difference that a dropped *not* makes, so that these few words are looked at by themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from compare.language.names import MONTHS, WEEKDAYS
from compare.model import ChangeKind
from compare.statements.negation import denied, is_doubtful, is_negation, opposite
from compare.statements.telling import TELLING, stem
from compare.statements.utterances import Utterance
from compare.statements.words import Word

_MODALS = dict(
    pair.split(":")
    for pair in """will:will shall:will would:would should:should ought:should can:can could:could may:may might:might
    must:must""".split()
)
_MUST_TO = frozenset("have has had need needs needed got".split())  # "have to go" is "must go"
_WISHES = frozenset("like love rather prefer hate".split())
_QUANTITIES = dict(
    pair.split(":")
    for pair in """all:all every:all each:all some:some several:some many:many much:many most:most few:few both:both
    half:half more:more less:less fewer:less least:least only:only almost:nearly nearly:nearly""".split()
)
_RAISED = frozenset("think believ expect suppos want seem appear feel".split())  # "I do not think it is": it is not
TURNING: frozenset[ChangeKind] = frozenset(("polarity", "number", "modality", "quantifier", "name", "speaker"))


class Side(NamedTuple):
    """The words that one utterance has where another has others."""

    utterance: Utterance
    words: Sequence[Word]


class Turned(NamedTuple):
    """The kinds of words that only one side has; ``denies`` says for a polarity whether the first side is the one."""

    kinds: tuple[ChangeKind, ...]
    denies: bool = False


def turned_by(x: Side, y: Side, refusing: Collection[Word]) -> Turned:
    """Give the kinds of words that turn a meaning and that only one side has; ``refusing`` are *refuse*, *unable*."""
    found: list[ChangeKind] = []
    sides = (x.words, y.words)
    no = [any(map(is_negation, side)) is not any(w in refusing for w in side) for side in sides]
    doubtful = any(map(is_doubtful, x.words if no[1] else y.words)) and not any(map(is_negation, (*x.words, *y.words)))
    opposed = no == [False, False] and any(opposite(v.norm, w.norm) for v in x.words for w in y.words)
    if (no[0] is not no[1] and not doubtful) or opposed:
        found.append("polarity")
    numbers = [sorted(w.value for w in side if w.value is not None) for side in sides]
    if numbers[0] != numbers[1] and all(sides) and any(n != 1 for side in numbers for n in side):
        found.append("number")
    modals = [_modals(x), _modals(y)]
    # Who refuses will not, and who never does will not: their verb needs no modal.
    worded = any(w in refusing for side in sides for w in side) or (all(no) and not all(modals))
    if modals[0] != modals[1] and not worded:
        found.append("modality")
    if quantities(x.words) != quantities(y.words):
        found.append("quantifier")
    return Turned(tuple(found), no[0])


def quantities(words: Sequence[Word]) -> set[str]:
    """Give what words say of how much; *all* and *every* are one."""
    return {_QUANTITIES[word.key] for word in words if word.key in _QUANTITIES}


def deny_one_thing(a: Sequence[Word], b: Sequence[Word]) -> bool:
    """Say whether two versions deny the same, in other words: *no money*, *not any money*; *I do not think it is*."""
    hosts = [{stem(words[host].key) for _, host in denied(words, TELLING)} for words in (a, b)]
    return hosts[0] == hosts[1] or not _RAISED.isdisjoint(hosts[0] | hosts[1])


def is_dated(words: Sequence[Word]) -> bool:
    """Say whether all words are names of months and days."""
    return all(word.norm in MONTHS or word.norm in WEEKDAYS for word in words)


def is_name(u: Utterance, word: Word) -> bool:
    """Say whether a word is written like a name where its place does not ask for a capital letter."""
    text = u.article.text
    before = text[max(0, word.start - 3) : word.start].rstrip(" \"'“‘”’([")
    opens = any(word.start == part.span.start for part in u.parts) or not before or before[-1] in ".!?:…\n"
    return text[word.start].isupper() and not opens and word.weight >= 0.5


def _modals(side: Side) -> set[str]:
    """Give the modal verbs of a side; Mrs May and Will are none, and who *would like* wants."""
    u, words = side
    found = set()
    for n, word in enumerate(words):
        after = words[n + 1].key if n + 1 < len(words) else ""
        written = u.article.text[word.start : word.end]
        if word.norm in _MUST_TO and after == "to":
            found.add("must")
        elif word.norm == "going" and after == "to":
            found.add("will")
        elif word.key in _MODALS and after not in _WISHES and not (written.istitle() and is_name(u, word)):
            found.add(_MODALS[word.key])
    return found
