"""What kind of line a line of a page is.

Takes one line. Gives its kind. Knows nothing of the lines around it.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Literal, NamedTuple

from compare.language.letters import plain
from compare.language.sentences import sentences
from compare.model import Span
from compare.read.dates import find_dates
from compare.read.furniture import furniture, is_caption, is_offer, is_sentence

LineKind = Literal["prose", "short", "ends", "drop", "date", "byline", "caption", "crumbs", "tags"]

_BULLET = re.compile(r"^(?:[•·▪◦‣●■*►▸]+\s*|»\s+)")
_DASH = re.compile(r"^[-–—]\s+")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_FULL_STOP = re.compile(r"[a-z0-9%)][.!?][\"'”’»)\]]*$")
_CREDITED = re.compile(r"\s*(?:[-–—]{1,2}\s?|\()[A-Z][A-Za-z.]{1,14}\)?$")
_END_MARK = re.compile(
    r"(?<=[.!?”\"’'])\s*(?:Enditem\.?|[-–—/(]{1,3}\s?(?:ends?|more|30)\s?[-–—/)]{1,3}|#{3,9})$", re.IGNORECASE
)
_BYLINE = re.compile(r"(?:by|author|written by|story by|text by)\b:?\s+(?=\S)", re.IGNORECASE)
_BYLINE_NAME = re.compile(r"(?:[A-Z][\w.'’-]*|and|&|of|the|de|van|von|al|bin|,|\||/)(?:\s+|(?=,)|$)")
_DATE_WORDS = re.compile(
    r"\b(?:published|posted|updated|last|modified|created|added|issued|first|date|time|on|at|by|from|local|hrs?|hours?|"
    r"[ap]\.?m\b\.?|ago|\d+|min(?:ute)?s?|days?|months?|years?|read|views?|comments?|gmt|utc|[a-z]{2,4}t|edt|ist|cet|"
    r"yesterday|today|mon|tues?|wed|wednes|thu(?:rs?)?|fri|satur|sat|sun)(?:day)?\b|[\W_]",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"(?:posted|published|updated|last updated|written|created|uploaded)\b[^.!?]{0,30}$", re.IGNORECASE
)
_CRUMB = re.compile(r"\s(?:»|›|>|::|→)\s")
_SLASHES = re.compile(r"[\w&-]{2,20}(?: [\w&-]{2,20})?(?: / [\w&-]{2,20}(?: [\w&-]{2,20})?)+$")
_SPACE = re.compile(r"\s+")
_FEW_WORDS, _LONG_LINE = 6, 30


class Line(NamedTuple):
    """A line of a page without the white space and bullet around it; ``apart`` where an empty line stands before it."""

    text: str
    kind: LineKind
    words: int
    bullet: bool
    apart: bool


def fold_line(text: str) -> str:
    """Give the form in which two lines of a page are the same line: bullets, brackets, case, marks and spaces apart."""
    bare = plain(without_dash(_BULLET.sub("", text.strip())))
    return _SPACE.sub(" ", bare).strip(" .:|-()").lower()


def without_dash(text: str) -> str:
    """Give a line of a list without the dash before it."""
    return _DASH.sub("", text)


def line_of(raw: str, *, apart: bool = True) -> Line | None:
    """Classify one line of a page; an empty one gives None."""
    stripped = raw.strip()
    text = _END_MARK.sub("", _BULLET.sub("", stripped).strip())
    if not text:
        return None
    words = len(text.split())
    bullet = stripped.startswith("- ") or _BULLET.match(stripped) is not None
    return Line(text, _kind(text, words), words, bullet, apart)


def _kind(text: str, words: int) -> LineKind:
    if text.startswith("#") and all(w.startswith("#") for w in text.split()):
        return "tags"
    kind: LineKind | None = furniture(text, fold_line(text[:400]), words)
    kind = kind or (_label_kind(text, words) if len(text) <= 160 else None)
    if kind is None and is_caption(text, words):
        kind = "caption"
    if kind is None and is_offer(text, words):
        kind = "drop"
    return kind or ("prose" if is_prose(text, words) else "short")


def _label_kind(text: str, words: int) -> LineKind | None:
    if is_crumbs(text, words):
        return "crumbs"
    undated = _without_dates(text)
    if any(c.isdigit() for c in text) and not _DATE_WORDS.sub("", undated):
        return "date"
    if undated != text and words <= 14 and _POSTED.match(undated):
        return "date"
    if words == 1 and len(text) > 3 and text.isupper() and text.isalpha():
        return "drop"  # the label of a box; a heading within a text has more than one word
    return "byline" if is_byline(text) else None


def is_crumbs(text: str, words: int) -> bool:
    """Say whether a line is a path through the site: ``Home » World » Title``, ``Home / India``."""
    if is_sentence(text, words) or words > 30:
        return False
    return bool(_CRUMB.search(text)) or (words <= 8 and bool(_SLASHES.match(text)))


def _without_dates(text: str) -> str:
    for start, end, _ in reversed(find_dates(text)):
        text = text[:start] + " " + text[end:]
    return text


def several_sentences(text: str) -> bool:
    """Say whether a line holds the end of one sentence and the beginning of another."""
    return len(list(islice(sentences(text, Span(0, len(text))), 2))) > 1


def is_byline(text: str) -> bool:
    """Say whether a line is a byline: *By* and capitalised names, and nothing else but a date."""
    start = _BYLINE.match(text)
    if start is None or len(text.split()) > 14:
        return False
    rest = _DATE_WORDS.sub(" ", _without_dates(text[start.end() :])).strip()
    return bool(rest) and all(_BYLINE_NAME.match(word) for word in rest.split())


def is_prose(text: str, words: int) -> bool:
    """Say whether a line reads as running text: a sentence that ends, two sentences, or thirty words.

    A question of a few words may be a title; a wire service's credit behind a sentence does not make it less of one.
    """
    if words >= _LONG_LINE:
        return True
    if words >= 2 * _FEW_WORDS and several_sentences(text):
        return True
    if text.endswith(("?", "!")) and words <= 14:
        return False
    sentence = _CREDITED.sub("", text) if words > 3 else text
    if words < _FEW_WORDS:
        return words > 1 and bool(_FULL_STOP.search(sentence))
    return bool(_SENTENCE_END.search(sentence)) and not sentence.endswith((";", ":"))
