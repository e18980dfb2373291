"""Where sentences and paragraphs begin and end.

Takes text. Gives spans. Knows nothing of what is said in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from compare.model import Span

_PARAGRAPH = re.compile(r"[^\n]+")
# Possessive runs that begin where no such mark stands before: a megabyte of full stops is read once, not once a stop.
_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’»)\]“«‘›」』]*+(?=\s++[\"'“‘«(\[„‚»‹「『`]*+ ?+[^\W_a-z])"
    r"|(?<![.!?…])[.!?…]++[\"'”’»)\]“«‘›」』]*+\s*+$"
)
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof sen rep gov gen col lt sgt capt maj adm cmdr rev hon st ste messrs mme pres supt insp
    vs cf eg ie ed eds approx ext e.g i.e""".split()
)
# These end a sentence too: at 5 p.m. The bus …; and these stand before a number only: No. 5.
_MAY_END = frozenset(
    """jr sr jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun inc corp co ltd
    llc plc bros dept univ assn etc al u.s u.k u.n e.u d.c a.m p.m ph.d""".split()
)
_BEFORE_NUMBER = frozenset("no nos art vol fig est sec para".split())
_STARTERS = frozenset(
    """the it he she they we but and in on at this that these those there a an as after before when while if his her its
    their our you i for from by to so yet now then one no not what who how why""".split()
)
_NEXT_WORD = re.compile(r"\s+[\"'“‘«(\[„‚»‹「『`]*([^\W_]+)")
_LAST_WORD = re.compile(r"[\w.’'-]*\Z")


def paragraphs(text: str) -> Iterator[Span]:
    """Give the lines of ``text`` that hold more than white space, without the white space around them."""
    for match in _PARAGRAPH.finditer(text):
        line = match[0]
        body = line.strip()
        if body:
            start = match.start() + len(line) - len(line.lstrip())
            yield Span(start, start + len(body))


def sentences(text: str, span: Span, whole: Sequence[Span] = ()) -> Iterator[Span]:
    """Give the sentences of ``text`` within ``span``, which should be one paragraph.

    No sentence ends after a usual abbreviation or an initial, nor within one of the spans in ``whole`` (quotations).
    """
    start, inside, i = span.start, sorted(whole), 0
    for match in _END.finditer(text, span.start, span.end):
        end = min(span.end, match.end())
        while i < len(inside) and inside[i].end < match.start():
            i += 1
        if i < len(inside) and inside[i].start <= match.start() < inside[i].end - 1 and end < span.end:
            continue
        if end < span.end and match[0] == "." and _abbreviated(text, start, match.start()):
            continue
        body = text[start:end]
        lead = len(body) - len(body.lstrip())
        if body.strip():
            yield Span(start + lead, start + len(body.rstrip()))
        start = end
    rest = text[start : span.end]
    if rest.strip():
        yield Span(start + len(rest) - len(rest.lstrip()), start + len(rest.rstrip()))


def _abbreviated(text: str, start: int, point: int) -> bool:
    """Say whether the full stop at ``point`` belongs to an abbreviation and ends no sentence."""
    word = _LAST_WORD.search(text, max(start, point - 20), point)
    last = word[0].lower().strip("’'-") if word else ""
    if last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha() and last != "i"):
        return True
    follows = _NEXT_WORD.match(text, point + 1, point + 60)
    after = follows[1] if follows else ""
    if last in _BEFORE_NUMBER:
        return after[:1].isdigit()
    return last in _MAY_END and after.lower() not in _STARTERS
