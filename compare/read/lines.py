"""What kind of line a line of a page is.

Takes one line. Gives its kind. Knows nothing of the lines around it.

The lists of furniture are in ``furniture.toml``, beside this module, so that they can be read and mended without code.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Literal, NamedTuple

from compare.language.letters import plain
from compare.language.sentences import sentences
from compare.model import Span
from compare.read.dates import find_dates

LineKind = Literal["prose", "short", "ends", "drop", "date", "byline", "caption", "crumbs", "tags"]

_BULLET = re.compile(r"^(?:[•·▪◦‣●■*►▸]+\s*|»\s+)")
_DASH = re.compile(r"^[-–—]\s+")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_FULL_STOP = re.compile(r"[a-z0-9][.!?][\"'”’»)]*$")
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
_CAPTION = re.compile(
    r"\b(?:AP|AFP|EPA|REUTERS|Getty(?: Images)?|Shutterstock|iStock|NurPhoto|Anadolu)\s?/\s?\w"
    r"|[(\[]\s*[\w.' -]{0,40}\b(?:photo|image|picture|photograph|file)s?\b[^)\]]{0,60}[)\]]\W*$"
    r"|[(\[]\s*(?:photo|image|picture|credit)s?\s*:[^)\]]{0,80}[)\]]\W*$"
    r"|\b(?:photo|image|picture)s?\s*(?::|by\b|credit\b|courtesy of\b)\s*(?-i:[A-Z])[^.]{0,60}\.?$"
    r"|(?-i:[A-Z])\w{1,30} ?/ ?(?:AP|AFP|EPA|Reuters|Getty|Shutterstock|Alamy|PA)\W*$"
    r"|\bvia (?:Getty|AP|Reuters|AFP)\b|\bGetty Images\b[^.]{0,20}$",
    re.IGNORECASE,
)
_PHOTO_AGENCIES = re.compile(r"\b(?:Getty Images|AP|AFP|EPA|REUTERS|Reuters|Shutterstock)\b")
_PROMOTION = re.compile(
    r"\b(?:sign(?:ing)? up|newsletters?|subscri(?:be|bing|ption)s?|inbox|privacy policy|terms of (?:use|service)|podcasts?|"
    r"cookies|our app|apps? store|google play|unsubscribe|whatsapp channel|breaking news alerts?|log in|register)\b",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"(?:posted|published|updated|last updated|written|created|uploaded)\b[^.!?]{0,30}$", re.IGNORECASE
)
_CRUMB = re.compile(r"\s(?:»|›|>|::|→)\s|\S(?:»|›)\S")
_SPACE = re.compile(r"\s+")
_FEW_WORDS, _LONG_LINE = 6, 30


class Line(NamedTuple):
    """A line of a page without the white space and bullet around it; ``apart`` where an empty line stands before it."""

    text: str
    kind: LineKind
    words: int
    bullet: bool
    apart: bool


@cache
def _furniture() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = tomllib.loads(files("compare.read").joinpath("furniture.toml").read_text("utf-8"))

    def pattern(entries: list[str]) -> re.Pattern[str]:
        whole = [re.escape(e) + "$" for e in entries if "…" not in e]
        begins = [re.escape(e.removesuffix("…")) + _border(e) for e in entries if e.count("…") == 1 and e.endswith("…")]
        around = [
            "[^\\n]{1,160}".join(map(re.escape, e.removesuffix("…").split("…"))) + _border(e)
            for e in entries
            if "…" in e[:-1]
        ]
        return re.compile("|".join((*whole, *begins, *around)))

    return pattern(table["ends"]), pattern(table["drops"])


def _border(entry: str) -> str:
    """Give what must follow an entry's words: no letter, unless the entry ends with a mark of its own."""
    return "(?![a-z])" if entry.removesuffix("…")[-1:].isalnum() else ""


def fold_line(text: str) -> str:
    """Give the form in which two lines of a page are the same line: bullets, case, marks and spaces apart."""
    return _SPACE.sub(" ", plain(without_dash(_BULLET.sub("", text.strip())))).strip(" .:|-").lower()


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
    kind = (_furniture_kind(text, words) if words <= 25 else None) or (
        _label_kind(text, words) if len(text) <= 160 else None
    )
    if kind is None and len(text) <= 600 and _is_caption(text):
        kind = "caption"
    if (
        kind is None
        and words <= 120
        and len({m[0].lower() for m in _PROMOTION.finditer(text)}) >= (2 if words <= 60 else 3)
    ):
        kind = "drop"
    return kind or ("prose" if is_prose(text, words) else "short")


def _furniture_kind(text: str, words: int) -> LineKind | None:
    folded = fold_line(text)
    ends, drops = _furniture()
    if ends.match(folded):
        return "ends" if words <= 8 or folded.startswith(("copyright", "©")) else "drop"
    if text.startswith("About ") and words <= 5 and text[-1].isalpha() and not any(c.isdigit() for c in text):
        return "ends"  # a company's or an author's own description
    if text[0] + text[-1] == "[]":
        return "drop"  # a link to another article
    return "drop" if drops.match(folded) and not (_SENTENCE_END.search(text) and words > 14) else None


def _label_kind(text: str, words: int) -> LineKind | None:
    if _CRUMB.search(text) and words <= 30 and not several_sentences(text):
        return "crumbs"
    undated = _without_dates(text)
    if any(c.isdigit() for c in text) and not _DATE_WORDS.sub("", undated):
        return "date"
    if undated != text and words <= 14 and _POSTED.match(undated):
        return "date"
    if words == 1 and len(text) > 3 and text.isupper() and text.isalpha():
        return "drop"  # the label of a box; a heading within a text has more than one word
    return "byline" if is_byline(text) else None


def _is_caption(text: str) -> bool:
    credits_given = len(_PHOTO_AGENCIES.findall(text))
    return bool(_CAPTION.search(text)) or (credits_given >= 2 and not _SENTENCE_END.search(text))


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
    """Say whether a line reads as running text: a sentence that ends, two sentences, or thirty words."""
    if words >= _LONG_LINE:
        return True
    if words >= 2 * _FEW_WORDS and several_sentences(text):
        return True
    if text.endswith(("?", "!")) and words <= 14:
        return False
    if words < _FEW_WORDS:
        return words > 2 and bool(_FULL_STOP.search(text))
    return bool(_SENTENCE_END.search(text)) and not text.endswith(";")
