"""What turns the sense between two reports of one utterance, though they tell it in different words.

Takes two utterances matched by sense. Gives changes of polarity, modality and number. Knows nothing of other utterances.

Words that retell cannot be laid side by side. So only what hangs on a word that both have is compared: whether each denies
it, how surely it is to come, how many of it there are. *Will* and *would* are one, since reporting shifts the tense back.
Wherever a second negation, a hedge or a rounding may explain the difference, nothing is said.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from compare.model import Change, Span
from compare.statements.matching import Match
from compare.statements.negation import denied, denies, is_doubtful, is_negation, refusals
from compare.statements.telling import TELLING, stem
from compare.statements.utterances import Utterance

_SURE = {**dict.fromkeys(("will", "would", "shall"), "will"), "may": "may", "might": "may", "must": "must"}
_TURNED = frozenset((frozenset(("will", "may")), frozenset(("must", "may"))))
_HEDGES = frozenset("likely unlikely possibly perhaps maybe probably could can if whether should ought".split())
_ROUNDED = frozenset("about around nearly almost some over least most than under roughly approximately up".split())
_DERIVED = ("al", "als", "ation", "ations", "ment", "ments", "ly")
_MOST = 20  # numbers of an utterance that are looked at: a table read aloud has more, and its order is anybody's
_NEAR, _FAR = 7, 30  # words within which two shared words tell of one thing; and a negation may be of it


def turned(a: Utterance, b: Utterance, match: Match) -> Iterator[Change]:
    """Give the changes of sense from ``a`` to ``b``: those of polarity first, then of modality and of number."""
    shared = [stem(a.words[i].key) for i, _ in match.pairs]
    x, y = _Told(a, shared), _Told(b, shared)
    for key in sorted(set(shared), key=shared.index):
        yield from _hosted(x, y, key)
    yield from _counted(x, y)


class _Told:
    """An utterance with what is denied in it."""

    def __init__(self, u: Utterance, shared: Sequence[str]) -> None:
        self.words = u.words
        self.part = [next(n for n, p in enumerate(u.parts) if w.start < p.span.end) for w in u.words]
        self.stems = [stem(word.key) for word in u.words]
        self.shared = frozenset(shared)
        self.denied = {host: n for n, host in denied(u.words, u.article.text, TELLING)}
        refusing = refusals(u.words)
        self.negative = {n for n, w in enumerate(u.words) if n in refusing or is_negation(w)}
        self.turned_by_cue = u.reported and denies(u.speech.cue or "")

    def places(self, key: str) -> list[int]:
        return [n for n, own in enumerate(self.stems) if own == key]

    def window(self, n: int, reach: int) -> range:
        return range(max(0, n - reach), min(len(self.words), n + reach + 1))

    def anchored(self, n: int) -> bool:
        """Say whether another word that both have stands near."""
        return any(self.stems[m] in self.shared and self.stems[m] != self.stems[n] for m in self.window(n, _NEAR))

    def plain(self, n: int) -> bool:
        """Say whether nothing near a word may deny it in its own way, but for what surely denies it."""
        around = (m for m in self.window(n, _FAR) if m != self.denied.get(n))
        return not any(m in self.negative or is_doubtful(self.words[m]) for m in around)

    def modal(self, n: int) -> int | None:
        """Give the place of the modal verb that governs a word: up to three words before it, nothing telling between."""
        for m in range(n - 1, max(-1, n - 4), -1):
            if self.words[m].norm in _SURE:
                return m
            if self.words[m].weight >= TELLING:
                return None
        return None

    def hedged(self, n: int) -> bool:
        return any(self.words[m].norm in _HEDGES for m in self.window(n, _NEAR))

    def span(self, first: int, last: int) -> Span:
        """Give the span from one word to another; of the first alone where an interruption lies between."""
        if self.part[first] != self.part[last]:
            last = first
        return Span(self.words[min(first, last)].start, max(self.words[first].end, self.words[last].end))


def _hosted(x: _Told, y: _Told, key: str) -> Iterator[Change]:
    """Compare what hangs on a word that each side has once."""
    p, q = x.places(key), y.places(key)
    if len(p) != 1 or len(q) != 1 or x.turned_by_cue or y.turned_by_cue:
        return
    i, j = p[0], q[0]
    if x.words[i].norm.endswith(_DERIVED) is not y.words[j].norm.endswith(_DERIVED):
        return  # to renew, a renewal
    if not (x.anchored(i) and y.anchored(j) and x.plain(i) and y.plain(j)):
        return
    if (i in x.denied) is not (j in y.denied):
        yield Change("polarity", x.span(x.denied.get(i, i), i), y.span(y.denied.get(j, j), j))
        return
    m, n = x.modal(i), y.modal(j)
    if m is None or n is None or x.hedged(i) or y.hedged(j):
        return
    if frozenset((_SURE[x.words[m].norm], _SURE[y.words[n].norm])) in _TURNED:
        yield Change("modality", x.span(m, m), y.span(n, n))


def _counted(x: _Told, y: _Told) -> Iterator[Change]:
    """Compare numbers that count one thing and of which the other side has no equal."""
    p, q = _numbers(x), _numbers(y)
    odd = [n for n in p if not any(_one_number(x, n, y, m) for m in q)]
    other = [m for m in q if not any(_one_number(x, n, y, m) for n in p)]
    for n in odd:
        meant = [m for m in other if _one_thing(x, n, y, m)]
        back = [k for k in odd if meant and _one_thing(x, k, y, meant[0])]
        if len(meant) == 1 and back == [n]:
            yield Change("number", x.span(n, n), y.span(meant[0], meant[0]))


def _numbers(u: _Told) -> list[int]:
    return [n for n, word in enumerate(u.words) if word.value is not None and word.value != 1][:_MOST]


def _one_number(x: _Told, n: int, y: _Told, m: int) -> bool:
    """Say whether two numbers are equal, or one may be the other made round."""
    one, other = (u.words[k].value or 0.0 for u, k in ((x, n), (y, m)))
    rounded = max(one, other) >= 100 or _about(x, n) or _about(y, m)
    unit = max(_unit(one), _unit(other))
    return one == other or abs(one - other) < (unit if rounded else min(unit, 1.0))


def _about(u: _Told, n: int) -> bool:
    return any(word.norm in _ROUNDED for word in u.words[max(0, n - 3) : n])


def _unit(value: float) -> float:
    """Give the worth of the last digit of a number that is no nought."""
    value = abs(value)
    if value == 0:
        return 1.0
    digits = f"{value:.9e}".split("e")[0].replace(".", "").rstrip("0")
    return float(10.0 ** (math.floor(math.log10(value)) - len(digits) + 1))


def _one_thing(x: _Told, n: int, y: _Told, m: int) -> bool:
    """Say whether two numbers count one thing: the word after them is one, or both are sums of money or stand bare."""
    units = [_counts(x, n), _counts(y, m)]
    if all(units):
        return units[0] == units[1]
    if not set(units) <= {"", "money"}:
        return False
    return not _telling_near(x, n).isdisjoint(_telling_near(y, m))


def _counts(u: _Told, n: int) -> str:
    if u.words[n].currency:
        return "money"
    after = u.words[n + 1] if n + 1 < len(u.words) else None
    return u.stems[n + 1] if after and after.weight >= TELLING and after.value is None else ""


def _telling_near(u: _Told, n: int) -> set[str]:
    near = range(max(0, n - 4), min(len(u.words), n + 5))
    return {u.stems[m] for m in near if u.stems[m] in u.shared}
