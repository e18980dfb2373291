"""What lies between the words that two quotations of one utterance share.

Takes two utterances and the places of their common words. Gives typed changes with their spans. Knows nothing of speakers.

A cut at either end is only a cut, whatever it holds, unless it is next to nothing but a *not* or an *all*: a reporter who
quotes half a sentence often gives that before the quotation mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from compare.language.frequencies import frequency
from compare.language.names import sound
from compare.model import ALERTS, Change, ChangeKind, Span
from compare.statements.lemmas import lemma
from compare.statements.negation import is_negation
from compare.statements.turning import Turners, deny_one_thing, is_dated, is_name, turned_by, turners_of
from compare.statements.utterances import Utterance
from compare.statements.words import Word, american, words_of

_SHORT_FORMS = {"'s": frozenset(("is", "has", "us")), "'d": frozenset(("would", "had"))}
_LINKS = frozenset("of the and for in on".split())
_FEW = 3  # words of a cut that may be a *not* and what belongs to it
_EDGE = 4  # words at an end that may be other words, and no cut
_OUTSIDE = 40  # characters outside a quotation within which the reporter may give its *not*
_POINTS = frozenset(".;:!?")
_COURTESIES = frozenset("mr mrs ms miss dr sir dame lord lady madam prof".split())
_LOCAL = 6  # words on a side beyond which a difference is a rewording, and a word in it turns nothing


class Differ:
    """Walks along the matched words of two utterances and names what lies between them."""

    def __init__(self, a: Utterance, b: Utterance) -> None:
        self.a, self.b = a, b
        self.turners = turners_of(a), turners_of(b)
        self.lost: list[bool] = []  # for each change of polarity, whether the first version is the one that denies
        self.longer = (len(a.words) > len(b.words)) - (len(a.words) < len(b.words))

    def all_changes(self, pairs: Sequence[tuple[int, int]]) -> list[Change]:
        """Give the changes in order of place; ``pairs`` are the places of common words on either side."""
        filled = self._filled(pairs)
        found = list(self._changes(filled))
        if sorted(self.lost) != [False, True] or not deny_one_thing(
            self.a, self.b, self._between_denials(found, filled)
        ):
            return found
        # No money, not any money: the *not* stands elsewhere, and both versions deny.
        return [
            replace(change, kind="substituted" if change.a and change.b else "inserted")
            if change.kind == "polarity"
            else change
            for change in found
        ]

    def _between_denials(self, found: Sequence[Change], pairs: Sequence[tuple[int, int]]) -> Sequence[Word]:
        """Give the words of the first version that both have between the places of two changes of polarity."""
        places = []
        for change in found:
            if change.kind == "polarity":
                here, there = change.a, change.b
                places.append(
                    sum(self.a.words[i].start < here.start for i, _ in pairs)
                    if here
                    else sum(self.b.words[j].start < there.start for _, j in pairs if there)
                )
        return [self.a.words[i] for i, _ in pairs[min(places, default=0) : max(places, default=0)]]

    def _filled(self, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Add equal words that the alignment passed over between two others, and beside the first and the last."""
        x, y = self.a.words, self.b.words
        (i, j), (k, m) = pairs[0], pairs[-1]
        before, behind = min(i, j, _EDGE), min(len(x) - 1 - k, len(y) - 1 - m, _EDGE)
        ends = (i - before - 1, j - before - 1), (k + behind + 1, m + behind + 1)
        found: list[tuple[int, int]] = []
        for (n, o), (p, q) in pairwise((ends[0], *pairs, ends[1])):
            if 0 < p - n - 1 <= _LOCAL and 0 < q - o - 1 <= _LOCAL:
                keys = [w.key for w in x[n + 1 : p]], [w.key for w in y[o + 1 : q]]
                blocks = SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks()
                found += [(n + 1 + b.a + c, o + 1 + b.b + c) for b in blocks for c in range(b.size)]
            found += [(p, q)] if (p, q) != ends[1] else []
        return found

    def _changes(self, pairs: Sequence[tuple[int, int]]) -> Iterator[Change]:
        (i, j), (k, m) = pairs[0], pairs[-1]
        x, y = self.a.words, self.b.words
        yield from self._end("cut_start", x[:i], y[:j], x[i].resumes or y[j].resumes)
        last: tuple[int, int] | None = None
        for pair in pairs:
            if last is not None:
                yield from self._between(x[last[0] + 1 : pair[0]], y[last[1] + 1 : pair[1]], y[pair[1]], x[pair[0]])
            yield from self._word(x[pair[0]], y[pair[1]])
            last = pair
        after = (*x[k + 1 : k + 2], *y[m + 1 : m + 2])
        yield from self._end("cut_end", x[k + 1 :], y[m + 1 :], any(word.resumes for word in after))

    def _end(self, kind: ChangeKind, x: Sequence[Word], y: Sequence[Word], parted: object) -> Iterator[Change]:
        """Name what stands before or after all that matches, ``parted`` from it by an ellipsis or not."""
        short = min(len(x), len(y))
        kind = kind if parted else self._left_out(kind, x, y) or kind
        if 0 < short <= _EDGE and not parted:  # a few words that differ, then perhaps a cut
            if len(x) + len(y) - 2 * short <= 2 and max(len(x), len(y)) <= _EDGE:
                yield from self._differ(x, y)
            elif kind == "cut_start":
                yield from self._cut(kind, x[: len(x) - short], y[: len(y) - short])
                yield from self._differ(x[len(x) - short :], y[len(y) - short :])
            else:
                yield from self._differ(x[:short], y[:short])
                yield from self._cut(kind, x[short:], y[short:])
            return
        yield from self._cut(kind, x, ())
        yield from self._cut(kind, (), y)

    def _left_out(self, kind: ChangeKind, x: Sequence[Word], y: Sequence[Word]) -> ChangeKind | None:
        """Give what an end has lost if it is a *not*, *all*, *five of* and next to nothing else, and not given outside.

        A reporter who quotes half a sentence often gives the *not* before the quotation mark.
        """
        if bool(x) is bool(y) or len(x) + len(y) > _FEW:
            return None
        u, v, rest = (self.a, self.b, x) if x else (self.b, self.a, y)
        turners = self.turners[u is self.b]
        first = kind == "cut_start"
        text, words = u.article.text, u.words
        beside = (rest[-1], words[len(rest)]) if first else (words[-len(rest) - 1], rest[0])
        gap = text[beside[0].end : beside[1].start]
        if not _POINTS.isdisjoint(gap) or (not first and "," in gap) or _repeated(words, rest):
            return None  # "No. We will", "It is not serious. Not serious", "We never went, never", "I don't, I don't"
        start, end = v.words[0].start, v.words[-1].end
        near = (max(0, start - _OUTSIDE), start) if first else (end, end + _OUTSIDE)
        outside = words_of(v.article.text, [Span(near[0], near[1])])
        if any(word in turners.denying for word in rest):
            answers = rest[0].norm == "no" and text[rest[0].end] == ","  # "No, we will": that no answers somebody
            if answers or any(map(is_negation, outside)):
                return None
            self.lost.append(bool(x))
            return "polarity"
        return self._quantity_left_out(rest, turners, outside) if first else None

    @staticmethod
    def _quantity_left_out(rest: Sequence[Word], turners: Turners, outside: Sequence[Word]) -> ChangeKind | None:
        """Say whether a beginning has lost its *all of the* or *five of the*."""
        near = rest[:-1] if len(rest) > 1 and rest[-1].norm in {"of", "the"} else rest
        if near[-1] in turners.quantities and not any(word.norm == near[-1].norm for word in outside):
            return "quantifier"
        part = near[-1].norm == "of" and near[0].value is not None
        return "number" if part and all(word.value is None for word in outside) else None

    def _cut(
        self, kind: ChangeKind, x: Sequence[Word], y: Sequence[Word], *, disclosed: bool = False
    ) -> Iterator[Change]:
        if all(word.inserted for word in (*x, *y)):
            kind, disclosed = kind if kind in ALERTS else "inserted", True
        yield from (Change(kind, span, None, disclosed) for span in _spans(self.a, x))
        yield from (Change(kind, None, span, disclosed) for span in _spans(self.b, y))

    def _between(self, x: Sequence[Word], y: Sequence[Word], next_y: Word, next_x: Word) -> Iterator[Change]:
        if x and y:
            yield from self._differ(x, y)
        elif x or y:
            # On the side that lacks the words, an ellipsis owns up to the cut.
            disclosed = next_y.resumes if x else next_x.resumes
            from_longer = self.longer > 0 if x else self.longer < 0
            few = len(x) + len(y) <= (_FEW - 1 if disclosed else _FEW)
            # "We will not under any circumstances sell" may lose all that, and with it its *not*.
            long = not few and not disclosed and len(x) + len(y) <= _LOCAL and self._begins_with_denial(x or y, bool(x))
            turning = () if not (few or long) or self._said_again(x, y) else self._turning(x, y)
            turning = tuple(kind for kind in turning if (few and not disclosed) or kind == "polarity")
            kinds = turning or (("cut_middle",) if disclosed or from_longer else ("inserted",))
            for kind in kinds:
                yield from self._cut(kind, x, y, disclosed=disclosed)

    def _begins_with_denial(self, rest: Sequence[Word], first: bool) -> bool:  # noqa: FBT001 - which side it is
        turners = self.turners[0 if first else 1]
        return rest[0] in turners.denying and turners.denying[rest[0]] is None

    def _said_again(self, x: Sequence[Word], y: Sequence[Word]) -> bool:
        """Say whether words that one side lacks are said again behind or before: *never, never*; *cannot and will not*."""
        words, rest = (self.a.words, x) if x else (self.b.words, y)
        past = words.index(rest[-1]) + 1
        denying = self.turners[0 if x else 1].denying
        joined = rest[-1].norm in {"and", "or"} and any(word in denying for word in words[past : past + 2])
        return joined or _repeated(words, rest)

    def _differ(self, x: Sequence[Word], y: Sequence[Word]) -> Iterator[Change]:
        """Name a difference with words on both sides."""
        if _same(x, y) or self._shortened(x, y):
            return
        if _edited(x) or _edited(y):
            # Of two editors, each may explain it otherwise; but what one puts for the speaker's words can turn them.
            turning = self._turning(x, y) if not (_edited(x) and _edited(y)) else ()
            told: tuple[ChangeKind, ...] = tuple(kind for kind in turning if kind in ("polarity", "number"))
            yield from self._replaced(told or ("substituted",), x, y, disclosed=True)
            return
        kinds: tuple[ChangeKind, ...] = ()
        titled = any(word.norm in _COURTESIES for word in (*x, *y))
        alone = len(x) == len(y) == 1
        if alone and (x[0].norm + y[0].norm).isalpha() and lemma(x[0].norm) == lemma(y[0].norm):
            kinds = ("inflection",)
        elif alone and _misspelt(x[0].norm, y[0].norm):
            kinds = ("spelling",)
        elif max(len(x), len(y)) <= _LOCAL:
            kinds = self._turning(x, y)
        if not kinds and not titled and all(is_name(u, w) for u, side in ((self.a, x), (self.b, y)) for w in side):
            sounds = [" ".join(sound(word.norm) for word in side) for side in (x, y)]
            kinds = ("spelling",) if sounds[0] == sounds[1] else () if is_dated((*x, *y)) else ("name",)
        yield from self._replaced(kinds or ("substituted",), x, y)

    def _replaced(
        self, kinds: Sequence[ChangeKind], x: Sequence[Word], y: Sequence[Word], *, disclosed: bool = False
    ) -> Iterator[Change]:
        spans = next(_spans(self.a, x)), next(_spans(self.b, y))
        yield from (Change(kind, *spans, disclosed) for kind in kinds)

    def _shortened(self, x: Sequence[Word], y: Sequence[Word]) -> bool:
        """Say whether one side is the other's abbreviation, closed with a point, or its initials."""
        (u, short), (_, full) = sorted(
            ((self.a, x), (self.b, y)), key=lambda side: len("".join(w.norm for w in side[1]))
        )
        if len(short) != 1:
            return False
        norm = short[0].norm
        if len(full) == 1:
            letters = iter(full[0].norm)
            closed = u.article.text[short[0].end : short[0].end + 1] == "."
            return closed and norm[0] == full[0].norm[0] and all(letter in letters for letter in norm)
        initials = "".join(w.norm[0] for w in full if w.norm not in _LINKS)
        return len(norm) > 1 and norm == initials and u.article.text[short[0].start].isupper()

    def _turning(self, x: Sequence[Word], y: Sequence[Word]) -> tuple[ChangeKind, ...]:
        found = turned_by(x, y, *self.turners)
        if "polarity" in found.kinds:
            self.lost.append(found.denies)
        return found.kinds

    def _word(self, x: Word, y: Word) -> Iterator[Change]:
        """Name a difference between two words that were found by one key."""
        if x.currency and y.currency and x.currency != y.currency:
            yield Change("substituted", Span(x.start, x.end), Span(y.start, y.end))
        if x.norm == y.norm or x.value is not None or x.inserted or y.inserted or " " in x.norm + y.norm:
            return
        if "united" in x.key or "percent" in x.key or x.key == "european union":
            return
        same = american(x.norm) == american(y.norm) or not (x.norm + y.norm).isascii()
        yield Change("spelling" if same else "inflection", Span(x.start, x.end), Span(y.start, y.end))


def _repeated(words: Sequence[Word], rest: Sequence[Word]) -> bool:
    """Say whether a run of words stands beside its like."""
    first = words.index(rest[0])
    past, norms = first + len(rest), [word.norm for word in rest]
    behind, before = words[past : past + len(rest)], words[max(0, first - len(rest)) : first]
    return norms in ([word.norm for word in behind], [word.norm for word in before])


def _edited(words: Sequence[Word]) -> bool:
    """Say whether an editor's brackets hold some of the words; round ones may be the speaker's own."""
    return any(word.inserted for word in words) and not all(word.inserted == "(" for word in words)


def _spans(u: Utterance, words: Sequence[Word]) -> Iterator[Span]:
    """Give the span of a run of words in each part of the utterance that holds some of them."""
    for part in u.parts:
        own = [word for word in words if part.span.start <= word.start < part.span.end]
        if own:
            yield Span(own[0].start, own[-1].end)


def _same(x: Sequence[Word], y: Sequence[Word]) -> bool:
    """Say whether two runs of words are one but for hyphens, spaces and short forms: ``long-standing``, ``he's``."""
    if "".join(w.key.lstrip("[(") for w in x) == "".join(w.key.lstrip("[(") for w in y):
        return True
    if len(x) != len(y):
        return False
    return all(
        v.key == w.key or w.norm in _SHORT_FORMS.get(v.norm, ()) or v.norm in _SHORT_FORMS.get(w.norm, ())
        for v, w in zip(x, y, strict=True)
    )


def _misspelt(x: str, y: str) -> bool:
    """Say whether two words are one letter apart and at least one of them is no word that English lists."""
    if not (4 <= len(x) <= 30 and 4 <= len(y) <= 30 and (x + y).isalpha()):
        return False
    if x[0] != y[0] or min(frequency(x), frequency(y)) > 1e-7:
        return False
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - a rare question

    return OSA.distance(x, y, score_cutoff=1) <= 1
