"""Where the words in quotation marks begin and end.

Takes an article's text and its paragraphs. Gives ``Marked`` stretches in order. Knows nothing of who speaks; it asks one
question about language, whether a clause such as *the ministry said* begins at a place, to find where a mark is missing.

One state machine per paragraph over the marks in it. Each mark gets a role from its shape and its neighbours (opens,
closes, or either), a stack pairs them, and what is left over is a missing mark. A missing mark costs at most its paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from compare.model import Span

_DOUBLE = re.compile(r"``|''|[“”„‟\"«»″「」『』]")
_OPENERS, _CLOSERS = frozenset(("“", "„", "‟", "«", "``", "「", "『")), frozenset(("”", "»", "″", "」", "』"))
_BEFORE_OPEN = frozenset(" \t\r\u00a0\u202f([{—–-/‘'’")
_AFTER_CLOSE = frozenset(" \t\r\u00a0\u202f.,;:!?…)]}—–-/’'")
_SINGLE_OPEN = re.compile(
    r"(?<![\w’'‘.,!?])[‘'‚‹](?!(?:em|til|tis|twas|cause|bout|n|s|re|ve|ll|d|t|m)\b|\d0s)(?=[\w“\"(…\[])", re.IGNORECASE
)
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…)%”\"\]])[’'›‘](?![\w’'])")
_OWN_CLOSE = {"‚": "‘’", "‹": "›’"}  # marks that only these close; a ‘ closes nothing else
_STOPS = ".,!?…;:"
_SENTENCE_END = re.compile(r"[.!?…](?=\s+[“\"‘«(„‚»‹「『`]*[^\W\d_a-z])")
_DEEPEST = 6  # marks within marks; deeper than that it is noise
_WITHIN = 4  # paragraphs that a quotation may run on without a mark before its closing one


class Marked(NamedTuple):
    """A stretch in quotation marks: ``start`` and ``end`` inside the marks, ``outer_start`` and ``outer_end`` around them.

    ``opened`` and ``closed`` say which of the marks is there. ``continues`` says that it goes on with the stretch before
    it, which ended with its paragraph.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    paragraph: int
    opened: bool = True
    closed: bool = True
    continues: bool = False


Saying = Callable[[str, int, int], bool]


def scan(
    text: str, paragraphs: Sequence[Span], saying: Saying, turns: Mapping[int, Marked] | None = None
) -> list[Marked]:
    """Give the stretches of ``text`` in quotation marks, in order and without overlap; a quotation within one is part of it.

    ``saying(text, place, end)`` says whether a clause that attributes words begins at ``place``. ``turns`` gives the
    paragraphs, by number, whose stretch is known without marks.
    """
    known = turns or {}
    found: list[list[Marked]] = []
    for i, span in enumerate(paragraphs):
        runs_on = i + 1 < len(paragraphs) and text[paragraphs[i + 1].start] in "‘'"
        found.append([known[i]] if i in known else _Paragraph(text, span, i, saying).scan(runs_on=runs_on))
    _join(paragraphs, found)
    return [marked for line in found for marked in line if marked.start < marked.end]


def _join(paragraphs: Sequence[Span], found: list[list[Marked]]) -> None:
    """Link what runs over paragraphs: a new opening mark at each, or none until the closing one."""
    for i, line in enumerate(found[:-1]):
        if not line or line[-1].closed or line[-1].end < paragraphs[i].end:
            continue
        if found[i + 1]:
            first = found[i + 1][0]
            if first.outer_start == paragraphs[i + 1].start or not first.opened:
                found[i + 1][0] = first._replace(continues=True)
            continue
        for j in range(i + 2, min(i + 2 + _WITHIN, len(found))):
            if found[j]:
                first = found[j][0]
                if not first.opened and first.outer_start == paragraphs[j].start:
                    for k in range(i + 1, j):
                        start, end = paragraphs[k].start, paragraphs[k].end
                        found[k] = [Marked(start, end, start, end, k, opened=False, closed=False, continues=True)]
                    found[j][0] = first._replace(continues=True)
                break


class _Paragraph:
    """The state machine over one paragraph."""

    def __init__(self, text: str, span: Span, number: int, saying: Saying) -> None:
        self.text, self.start, self.end, self.number, self.saying = text, span.start, span.end, number, saying
        self.found: list[Marked] = []
        self.open: list[tuple[int, int]] = []  # the marks still open, as (start, end)
        self.inner: list[tuple[int, int, int, int]] = []  # pairs within an open mark: open start, end, close start, end
        self.free = span.start  # past the last mark that closed nothing
        self.last = span.start + len(text[span.start : span.end].rstrip(" .,;"))

    def scan(self, *, runs_on: bool = False) -> list[Marked]:
        """Give the stretches in the paragraph; ``runs_on`` says that the next one opens with a single mark."""
        text, start, end = self.text, self.start, self.end
        marks = [(m.start(), m.end()) for m in _DOUBLE.finditer(text, start, end)]
        closers: list[int] = []
        openers: list[int] = []
        if any(text.find(mark, start, end) >= 0 for mark in "'’‘›"):
            closers = [m.start() for m in _SINGLE_CLOSE.finditer(text, start, end)]
            openers = [m.start() for m in _SINGLE_OPEN.finditer(text, start, end)] if closers or runs_on else []
        i = single = 0
        done = start
        while i < len(marks) or (single < len(openers) and not self.open):
            if not self.open and single < len(openers) and (i >= len(marks) or openers[single] < marks[i][0]):
                opener = openers[single]
                single += 1
                close = self._single_close(opener, openers, single, closers) if opener >= done else -1
                if close >= 0:
                    self._emit(opener, opener + 1, close, close + 1)
                    done = close + 1
                    while i < len(marks) and marks[i][0] < done:
                        i += 1
                elif runs_on and single == len(openers) and not marks and self._leads(opener):
                    self._emit(opener, opener + 1, end, end, closed=False)
                    break
                continue
            self._mark(marks, i)
            if self.open or (self.found and self.found[-1].outer_end > done):
                done = max(done, marks[i][1])
            i += 1
            while single < len(openers) and openers[single] < done:
                single += 1
        while self.open:
            self._unclosed(closers)
        kept: list[Marked] = []
        for marked in sorted(self.found, key=lambda m: m.outer_start):
            if not kept or marked.outer_start >= kept[-1].outer_end:
                kept.append(marked)
        return kept

    def _leads(self, opener: int) -> bool:
        """Say whether a single mark opens a paragraph, or what a colon or a comma leads in."""
        return opener == self.start or self.text[max(self.start, opener - 2) : opener].rstrip()[-1:] in {":", ","}

    def _emit(self, a: int, b: int, c: int, d: int, *, opened: bool = True, closed: bool = True) -> None:
        """Note the stretch from mark (a, b) to mark (c, d), without white space at its ends."""
        text = self.text
        while b < c and text[b].isspace():
            b += 1
        while c > b and text[c - 1].isspace():
            c -= 1
        self.found.append(Marked(b, c, a, d, self.number, opened, closed))

    def _role(self, a: int, b: int) -> str:
        """Give o (opens), c (closes) or ? (either) for the mark at (a, b)."""
        text = self.text
        mark = text[a:b]
        before = text[a - 1] if a > self.start else " "
        after = text[b] if b < self.end else " "
        free_before, free_after = before in _BEFORE_OPEN, after in _AFTER_CLOSE
        if mark in _OPENERS:
            # A mark that opens, hanging on the word before and free of the one after, is set the wrong way round.
            return "c" if not free_before and (free_after or b == self.end) and mark != "``" else "o"
        if mark in _CLOSERS:
            return "o" if free_before and not free_after and before not in "'’" else "c"
        if free_before and not free_after:
            # A closing mark that hangs on the wrong word: “… is late, "he said”.
            touching = self.text[max(self.start, a - 2) : a].strip()
            astray = self.open and touching and touching[-1] in ",.?!" and self.saying(self.text, b, self.end)
            return "?" if astray else "o"
        return "c" if free_after and not free_before else "?"

    def _mark(self, marks: Sequence[tuple[int, int]], i: int) -> None:
        a, b = marks[i]
        role = self._role(a, b)
        if role != "o" and self.text[a - 1 : a].isdigit() and self.text[a:b] in "\"″''":
            # Inches, unless it is the only mark that can close what is open.
            more = i + 1 < len(marks) and self._role(*marks[i + 1]) == "c"
            if not self.open or more:
                return
        if role == "o" or (role == "?" and not self.open):
            if len(self.open) == _DEEPEST:
                return
            self.open.append((a, b))
        elif self.open:
            start = self.open.pop()
            if self.open:
                self.inner.append((*start, a, b))
            else:
                self.inner.clear()
                self._emit(*start, a, b)
        else:
            self._unopened(a, b)

    def _unopened(self, a: int, b: int) -> None:
        """Note a stretch whose opening mark is missing: the sentence, or the whole paragraph where the mark ends it."""
        text = self.text
        start = last = max(self.free, self.found[-1].outer_end if self.found else self.start)
        self.free = b
        ends = b >= self.last
        point = a - 1 if text[a - 1 : a] != " " else a - 2
        outside = text[b : b + 1] in {",", "."}  # where the point belongs in British style
        if point < last or not (text[point] in _STOPS or ends or outside):
            return
        if not (ends and last == self.start):
            for match in _SENTENCE_END.finditer(text, last, a):
                start = match.end()
        single = max(text.rfind("‘", start, a), text.rfind("'", start, a))
        if single >= start and _SINGLE_OPEN.match(text, single):
            self._emit(single, single + 1, a, b)
            return
        while start < a and text[start].isspace():
            start += 1
        said = outside and self.saying(text, b + 1 + (text[b + 1 : b + 2] == " "), self.end)
        if len(text[start:a].split(None, 2)) >= 2 and (text[point] in _STOPS or ends or said):
            self._emit(start, start, a, b, opened=False)

    def _single_close(self, opener: int, openers: Sequence[int], nxt: int, closers: Sequence[int]) -> int:
        """Give the mark that closes the single one at ``opener``, or -1; a plural's apostrophe only if no other follows."""
        text = self.text
        limit = openers[nxt] if nxt < len(openers) else self.end
        i = bisect_left(closers, opener + 2)
        unsure = -1
        for close in closers[i : i + 12]:
            if close > limit:
                break
            if text[close] not in _OWN_CLOSE.get(text[opener], "'’"):
                continue
            before, after = text[close - 1], text[close + 1] if close + 1 < self.end else "."
            if before == "s" and after == " ":
                unsure = close if unsure < 0 else unsure
                continue
            return close
        return unsure

    def _unclosed(self, closers: Sequence[int]) -> None:
        """End the outermost open mark where that is safest, and let what was inside it past that place stand by itself."""
        (a, b), *rest = self.open
        inner = sorted([p for p in self.inner if p[0] > a])
        first = min([p[0] for p in inner] + [p[0] for p in rest], default=self.end)
        stop = self._clause(b, first)
        single = next((c for c in closers[bisect_left(closers, b + 2) :][:12] if self._sure(c)), self.end)
        after = stop
        if single < min(stop if stop >= 0 else self.end, first):
            stop, after = single, single + 1
        if stop < 0 and first < self.end:
            stop = after = self._past_inner(b, inner, rest)
        if stop < 0:
            self._emit(a, b, self.end, self.end, closed=False)
            self.open.clear()
            return
        self._emit(a, b, stop, after, closed=after > stop)
        self.open = [p for p in rest if p[0] >= stop]
        left = [p for p in inner if p[0] >= stop]
        top = self.open[0][0] if self.open else self.end
        for pair in left:
            if pair[0] < top:
                self._emit(*pair)
        self.inner = [p for p in left if p[0] >= top]

    def _sure(self, close: int) -> bool:
        after = self.text[close + 1] if close + 1 < self.end else "."
        return self.text[close] in "'’" and self.text[close - 1] != "s" and after in ".,;:!?"

    def _past_inner(self, b: int, inner: Sequence[tuple[int, int, int, int]], rest: Sequence[tuple[int, int]]) -> int:
        """Give where an open mark ends that has other marks after it, or -1 for the paragraph's end."""
        text = self.text
        for i, (a, start, end, past) in enumerate(inner):
            words = text[start:end].split(None, 8)
            before = text[max(b, a - 2) : a].rstrip()
            if len(words) > 6 or (before and before[-1] in ".!?:,"):
                return self._first_sentence(b, a)
            following = min(
                [p[0] for p in inner[i + 1 : i + 2]] + [p[0] for p in rest if p[0] > past], default=self.end
            )
            place = self._clause(past, following)
            if place >= 0:
                return place
        return self._first_sentence(b, rest[0][0]) if rest else -1

    def _first_sentence(self, b: int, limit: int) -> int:
        match = _SENTENCE_END.search(self.text, b, limit)
        return match.end() if match else b + len(self.text[b:limit].rstrip())

    def _clause(self, start: int, limit: int) -> int:
        """Give the place before an attributing clause within a stretch that lacks its closing mark, or -1."""
        text = self.text
        for match in re.finditer(r"[.,!?…]+", text[start:limit]):
            place = start + match.end()
            rest = place
            while rest < limit and text[rest] == " ":
                rest += 1
            new_sentence = rest > place and text[place - 1] == "." and rest < limit and text[rest].isupper()
            if rest < limit and not new_sentence and self.saying(text, rest, limit):
                return place
        return -1
