"""What kind of line a line of a page is.

Takes one line. Gives its kind. Knows nothing of the lines around it.

The lists of furniture are in ``furniture.toml``, beside this module, so that they can be read and mended without code.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from compare.language.letters import plain
from compare.read.dates import find_dates

LineKind = Literal["prose", "short", "ends", "drop", "date", "byline", "caption", "crumbs", "tags"]

_BULLET = re.compile(r"^[•·▪◦‣●■*►▸»]+\s*|^[-–—]\s+")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_INNER_END = re.compile(r"[a-z0-9)\"”’][.!?][\"'”’»)\]]*\s+[\"'“‘«(]*[A-Z0-9]")
_BYLINE = re.compile(r"(?:by|author|written by|story by|text by|from)\b:?\s+(?=\S)", re.IGNORECASE)
_BYLINE_NAME = re.compile(r"(?:[A-Z][\w.'’-]*|and|&|of|the|de|van|von|al|bin|,|\||/)(?:\s+|(?=,)|$)")
_DATE_WORDS = re.compile(
    r"\b(?:published|posted|updated|last|modified|created|added|issued|first|date|time|on|at|by|from|local|hrs?|hours?|am|pm|"
    r"a\.m\.|p\.m\.|ago|\d+|min(?:ute)?s?|days?|months?|years?|read|views?|comments?|gmt|utc|[a-z]{2,4}t|edt|ist|cet|"
    r"mon|tues?|wed|wednes|thurs?|fri|satur|sat|sun)(?:day)?\b|[\W_]",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:\b(?:AP|AFP|EPA|REUTERS|Reuters|Getty(?: Images)?|Shutterstock|iStock|NurPhoto|Anadolu)\s?/\s?\w)"
    r"|[(\[]\s*(?:[\w.' -]{0,40}\b(?:photo|image|picture|photograph|file)s?\b[^)\]]{0,60}|(?:photo|image|picture|credit)s?\s*:[^)\]]{0,80})[)\]]\W*$"
    r"|\b(?:photo|image|picture)s?\s*(?::|by\b|credit\b|courtesy\b)[^.]{0,60}\.?$"
    r"|\bvia (?:Getty|AP|Reuters|AFP)\b|\bGetty Images\b[^.]{0,20}$",
    re.IGNORECASE,
)
_CRUMB = re.compile(r"\s(?:»|›|>|::|→)\s|\S(?:»|›)\S")
_SPACE = re.compile(r"\s+")
_FEW_WORDS, _LONG_LINE = 6, 30


class Line(NamedTuple):
    """A line of a page without the white space and bullet around it."""

    text: str
    kind: LineKind
    words: int
    bullet: bool
    indent: int


@cache
def _furniture() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = tomllib.loads(files("compare.read").joinpath("furniture.toml").read_text("utf-8"))

    def pattern(entries: list[str]) -> re.Pattern[str]:
        whole = sorted(re.escape(e) for e in entries if "…" not in e)
        begins = sorted(re.escape(e.removesuffix("…")) for e in entries if e.endswith("…") and e.count("…") == 1)
        around = [
            "[^\\n]{1,160}".join(map(re.escape, e.removesuffix("…").split("…"))) for e in entries if "…" in e[:-1]
        ]
        return re.compile(
            rf"(?:{'|'.join(whole)})$|(?:{'|'.join(begins)})(?![a-z])|(?:{'|'.join(sorted(around))})(?![a-z])"
        )

    return pattern(table["ends"]), pattern(table["drops"])


def fold_line(text: str) -> str:
    """Give the form in which two lines of a page are the same line: bullets, case, marks and spaces apart."""
    return _SPACE.sub(" ", plain(_BULLET.sub("", text.strip()))).strip(" .:|-").lower()


def line_of(raw: str) -> Line | None:
    """Classify one line of a page; an empty one gives None."""
    stripped = raw.strip()
    text = _BULLET.sub("", stripped).strip()
    if not text:
        return None
    words = len(text.split())
    bullet = stripped.startswith("- ") or (text != stripped and not stripped.startswith(("»", "—", "–", "-")))
    return Line(text, _kind(text, words), words, bullet, len(raw) - len(raw.lstrip()))


def _kind(text: str, words: int) -> LineKind:
    if text.startswith("#") and all(w.startswith("#") for w in text.split()):
        return "tags"
    kind = (_furniture_kind(text, words) if words <= 25 else None) or (
        _label_kind(text, words) if len(text) <= 160 else None
    )
    if kind is None and len(text) <= 600 and _CAPTION.search(text):
        kind = "caption"
    return kind or ("prose" if is_prose(text, words) else "short")


def _furniture_kind(text: str, words: int) -> LineKind | None:
    folded = fold_line(text)
    ends, drops = _furniture()
    if ends.match(folded):
        return "ends"
    return "drop" if drops.match(folded) and not (_SENTENCE_END.search(text) and words > 14) else None


def _label_kind(text: str, words: int) -> LineKind | None:
    if _CRUMB.search(text) and words <= 30 and not _INNER_END.search(text):
        return "crumbs"
    if not _DATE_WORDS.sub("", _without_dates(text)) and any(c.isdigit() for c in text):
        return "date"
    return "byline" if is_byline(text) else None


def _without_dates(text: str) -> str:
    for start, end, _ in reversed(find_dates(text)):
        text = text[:start] + " " + text[end:]
    return text


def is_byline(text: str) -> bool:
    """Say whether a line is a byline: *By* and capitalised names, and nothing else but a date."""
    start = _BYLINE.match(text)
    if start is None or len(text.split()) > 14:
        return False
    rest = _DATE_WORDS.sub(" ", _without_dates(text[start.end() :])).strip()
    return bool(rest) and all(_BYLINE_NAME.match(word) for word in rest.split())


def is_prose(text: str, words: int) -> bool:
    """Say whether a line reads as running text: a sentence that ends, two sentences, or thirty words."""
    if words >= _LONG_LINE:
        return True
    if words >= 2 * _FEW_WORDS and _INNER_END.search(text):
        return True
    if text.endswith(("?", "!")) and words <= 14:
        return False
    return words >= _FEW_WORDS and bool(_SENTENCE_END.search(text)) and not text.endswith(";")
