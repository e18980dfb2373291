"""What turns the sense of a quotation: a *not*, a number, a modal verb, a quantity.

Takes the words that differ on two sides. Gives the kinds of changes that they are. Knows nothing of where they stand.

No measure of likeness sees the difference that a dropped *not* makes, so that these few words are looked at by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from compare.language.names import MONTHS, WEEKDAYS, is_title
from compare.model import ChangeKind
from compare.statements.negation import PASSED, denials, denied, is_doubtful, opposite, refusals
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
_BEFORE_NOUNS = frozenset("a an the his her its their our your my free own strong political".split())  # "the will"
_QUANTITIES = dict(
    pair.split(":")
    for pair in """all:all every:all each:all some:some several:some many:many much:many lot:many lots:many most:most
    majority:most few:few both:both half:half more:more less:less fewer:less least:least only:only almost:nearly
    nearly:nearly everybody:all everyone:all everything:all always:all somebody:some someone:some something:some
    sometimes:some often:many""".split()
)
_COUNTS = {
    word: n
    for n, words in enumerate(
        """first once|second twice doubled|third thirds thrice tripled|fourth quarter quarters|fifth|sixth|seventh|eighth|
        ninth|tenth|dozens|hundreds|thousands|millions|billions""".split("|")
    )
    for word in words.split()
}  # of things that are counted with words: not their worth, but that they are not the same
_BEFORE_NAME = 14  # characters before a word among which a title may stand
_HARDLY = 1.4  # the weight of a word that English hardly has
_NONE = frozenset("never nobody none nothing nowhere".split())
_RAISED = frozenset("think believ expect suppos want seem appear feel".split())  # "I do not think it is": it is not
_AGAIN = 5  # words within which a word that is said once more adds nothing: "all men and all women"


class Turners(NamedTuple):
    """The words of an utterance that may turn its sense.

    ``denying`` gives for each the word with which it makes a phrase that denies nothing, or None: who loses *not only* has
    lost nothing, but who loses its *not* has. ``modals`` are such verbs, ``like_modals`` what says the same (*have to*).
    """

    denying: Mapping[Word, Word | None]
    refusing: frozenset[Word]
    modals: Mapping[Word, str]
    like_modals: Mapping[Word, str]
    quantities: Mapping[Word, str]

    def deny(self, words: Sequence[Word]) -> bool:
        """Say whether some of the words deny, without the phrases that they make among themselves."""
        return any(w in self.denying and self.denying[w] not in words for w in words)


class Turned(NamedTuple):
    """The kinds of words that only one side has; ``denies`` says for a polarity whether the first side is the one."""

    kinds: tuple[ChangeKind, ...]
    denies: bool = False


@lru_cache(maxsize=4096)  # an utterance is compared with many
def turners_of(u: Utterance) -> Turners:
    """Give the words of an utterance that may turn its sense, as they are meant where they stand."""
    words = u.words
    modals = {word: kind for n, word in enumerate(words) if (kind := _modal(u, n)) and not _again(words, n, kind)}
    alike = {word: kind for n, word in enumerate(words) if (kind := _like_modal(words, n))}
    quantities = {word: kind for n, word in enumerate(words) if (kind := _quantity(words, n))}
    denying = {words[n]: None if m is None else words[m] for n, m in denials(words, u.article.text).items()}
    return Turners(denying, frozenset(words[n] for n in refusals(words)), modals, alike, quantities)


def turned_by(x: Sequence[Word], y: Sequence[Word], a: Turners, b: Turners) -> Turned:
    """Give the kinds of words that turn a meaning and that only one of two differing sides has."""
    found: list[ChangeKind] = []
    sides = ((x, a), (y, b))
    no = [t.deny(side) is not any(w in t.refusing for w in side) for side, t in sides]
    if _deny(x, y, a, b, no):
        found.append("polarity")
    numbers = [_numbers(side, t) for side, t in sides]
    counts = [{_COUNTS[w.norm] for w in side if w.norm in _COUNTS} for side in (x, y)]
    odd = numbers[0] != numbers[1] and any(n != 1 for side in numbers for n in side)
    if x and y and (odd or (all(counts) and counts[0] != counts[1])):
        found.append("number")
    modals = [{t.modals[w] for w in side if w in t.modals and not _wished(side, w)} for side, t in sides]
    alike = [{t.like_modals[w] for w in side if w in t.like_modals} for side, t in sides]
    # Who refuses will not, and who never does will not: their verb needs no modal.
    worded = any(w in t.refusing for side, t in sides for w in side) or (all(no) and not all(modals))
    if (modals[0] - modals[1] - alike[1] or modals[1] - modals[0] - alike[0]) and not worded:
        found.append("modality")
    how_many = [{t.quantities[w] for w in side if w in t.quantities} for side, t in sides]
    just = any(how_many[n] == {"only"} and any(w.norm == "just" for w in sides[1 - n][0]) for n in (0, 1))
    never = "polarity" in found and any(w.norm in _NONE for side, t in sides for w in side)  # "never", "always"
    if how_many[0] != how_many[1] and not just and not never:
        found.append("quantifier")
    return Turned(tuple(found), no[0])


def _deny(x: Sequence[Word], y: Sequence[Word], a: Turners, b: Turners, no: Sequence[bool]) -> bool:
    """Say whether one side denies what the other does not; where other words may explain it, nothing is concluded."""
    refusing = a.refusing | b.refusing
    opposed = any(opposite(v.norm, w.norm) for v in x for w in y if v not in refusing and w not in refusing)
    if no[0] is no[1] or opposed:
        return opposed and no[0] is no[1]
    other = y if no[0] else x
    if any(map(is_doubtful, other)):
        return False
    meant = [
        {
            stem(w.key)
            for w in side
            if w.weight >= TELLING and w.norm not in PASSED and w not in t.denying and w not in t.refusing
        }
        for side, t in ((x, a), (y, b))
    ]
    return not all(meant) or not meant[0].isdisjoint(meant[1])  # "not open" may well be "closed"


def _numbers(words: Sequence[Word], turners: Turners) -> list[float]:
    return sorted(w.value for w in words if w.value is not None and w not in turners.denying)


def deny_one_thing(a: Utterance, b: Utterance, between: Sequence[Word]) -> bool:
    """Say whether two versions deny the same, though their *not* stands elsewhere: *no money*, *not any money*.

    That is where nothing telling stands ``between`` the two places, or the *not* was raised: *I do not think it is*.
    """
    hosts = {stem(u.words[host].key) for u in (a, b) for _, host in denied(u.words, u.article.text, TELLING)}
    return all(word.weight < TELLING for word in between) or not _RAISED.isdisjoint(hosts)


def is_dated(words: Sequence[Word]) -> bool:
    """Say whether all words are names of months and days."""
    return all(word.norm in MONTHS or word.norm in WEEKDAYS for word in words)


def is_name(u: Utterance, word: Word) -> bool:
    """Say whether a word is written like a name where its place does not ask for a capital letter.

    Where it does, the word must be one that English hardly has. Behind *Mr.* and an initial, no sentence begins.
    """
    text = u.article.text
    before = text[max(0, word.start - _BEFORE_NAME) : word.start].rstrip(" \"'“‘”’([")
    last = before.removesuffix(".").rpartition(" ")[2]
    titled = before.endswith(".") and (len(last) == 1 or is_title(last))
    opens = any(word.start == part.span.start for part in u.parts) or not before or before[-1] in ".!?:…\n"
    return text[word.start].isupper() and word.weight >= (_HARDLY if opens and not titled else 0.5)


def _modal(u: Utterance, n: int) -> str:
    """Give what a modal verb says; Mrs May, Will and *the will* are none."""
    word = u.words[n]
    before = u.words[n - 1].norm if n else ""
    written = u.article.text[word.start : word.end]
    named = written.istitle() and is_name(u, word)
    return "" if before in _BEFORE_NOUNS or named else _MODALS.get(word.key, "")


def _like_modal(words: Sequence[Word], n: int) -> str:
    norm = words[n].norm
    if n + 1 == len(words) or words[n + 1].norm != "to":
        return ""
    return "must" if norm in _MUST_TO else {"going": "will", "able": "can"}.get(norm, "")


def _wished(side: Sequence[Word], word: Word) -> bool:
    """Say whether a side has *would* with its *like*: who would like wants."""
    n = side.index(word) + 1
    return word.norm == "would" and n < len(side) and side[n].norm in _WISHES


def _quantity(words: Sequence[Word], n: int) -> str:
    """Give what a word says of how much: *no fewer than* is *at least*, and *all right* says nothing of it."""
    key = words[n].key
    before = words[n - 1].norm if n else ""
    after = words[n + 1].norm if n + 1 < len(words) else ""
    if key in {"fewer", "less"} and before in {"no", "not"}:
        return "least"
    about = key in {"some", "several"} and n + 1 < len(words) and words[n + 1].value is not None  # "some 40 people"
    phrase = (key == "all" and (after == "right" or before == "at")) or (key == "only" and before == "not")
    again = any(word.key == key for word in words[max(0, n - _AGAIN) : n])
    return "" if about or phrase or again else _QUANTITIES.get(key, "")


def _again(words: Sequence[Word], n: int, kind: str) -> bool:
    """Say whether a word is only said once more behind *and* or *or*: *we will fight and we will win*."""
    near = words[max(0, n - _AGAIN) : n]
    same = any((_MODALS.get(word.key) or _QUANTITIES.get(word.key)) == kind for word in near)
    return same and any(word.norm in {"and", "or"} for word in near[-2:])
