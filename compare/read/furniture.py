"""Which lines of a page are furniture: menus, sharing, captions, promotion.

Takes one line. Gives whether it ends an article, is dropped from one, or neither. Knows nothing of the lines around it.

Newspapers write sentences that begin like furniture, so that what ends as a sentence is left alone unless the wording
leaves no doubt. The lists are in ``furniture.toml``, beside this module, to be read and mended without code.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

_SENTENCE = re.compile(r"[a-z0-9%)\"”’][.!?][\"'”’»)\]]*$|[.!?][\"”’]$")
_AGENCIES = r"(?:AP|AFP|EPA|REUTERS|Reuters|Getty(?: Images)?|Shutterstock|iStock|NurPhoto|Anadolu|Alamy)"
_BRACKETED = re.compile(
    r"[(\[]\s*(?:[\w.' -]{0,40}\b(?:photo|photograph|image|picture)s?\b[^)\]]{0,80}|(?:credit|source)s?\s*:[^)\]]{0,80}"
    rf"|[^()\[\]]{{0,60}}\b{_AGENCIES}\s?/[^)\]]{{0,60}}|[^()\[\]]{{2,60}}/\s?{_AGENCIES}[^)\]]{{0,30}}"
    r"|[A-Z][\w.' -]{1,30}:\s[A-Z][\w.' -]{1,40})[)\]]\W*$"
)
_CREDIT_END = re.compile(
    rf"\b{_AGENCIES}\s?/\s?[A-Z]|[A-Z]\w{{1,30}} ?/ ?(?:{_AGENCIES}|PA)\W*$|\bvia {_AGENCIES}\b"
    r"|\bGetty Images\b[^.]{0,20}$"
    r"|\b(?:[Pp]hoto|[Ii]mage|[Pp]icture)s?\s*(?::|by\b|credit\b|courtesy of\b)\s*[A-Z][^.]{0,60}\.?$"
)
_PHOTO_AGENCIES = re.compile(rf"\b{_AGENCIES}\b")
_OFFER = re.compile(
    r"\b(?:sign(?:ing)? up|newsletters?|subscri(?:be|bing|ption)s?|inbox|privacy policy|terms of (?:use|service)|podcasts?|"
    r"cookies|app|apps? store|google play|unsubscribe|whatsapp channel|breaking news alerts?|log in|register|download)\b",
    re.IGNORECASE,
)
_TO_YOU = re.compile(r"\b(?:your|you|our|sign up|subscribe|download)\b", re.IGNORECASE)


@cache
def _tables() -> dict[str, re.Pattern[str]]:
    table = tomllib.loads(files("compare.read").joinpath("furniture.toml").read_text("utf-8"))
    return {name: re.compile("|".join(map(_pattern, entries))) for name, entries in table.items()} | {
        f"{name} surely": re.compile("|".join(_pattern(e) for e in table[name] if "…" not in e or ":" in e))
        for name in ("ends", "drops")
    }


def _pattern(entry: str) -> str:
    """Give the expression of an entry: the whole line, its beginning (``…`` last), or what stands around a gap."""
    words = entry.removesuffix("…")
    inner = "[^\\n]{1,160}".join(map(re.escape, words.split("…")))
    if words == entry:
        return f"{inner}$"
    return inner + ("(?![a-z])" if words[-1:].isalnum() else "")


def is_sentence(text: str, words: int) -> bool:
    """Say whether a line ends as a sentence of at least four words does."""
    return words >= 4 and bool(_SENTENCE.search(text))


def furniture(text: str, folded: str, words: int) -> Literal["ends", "drop"] | None:
    """Say whether a line ends an article or is dropped from one; ``folded`` is its form for comparison.

    A line that begins like a heading and goes on for more than eight words is a link or notice: dropped, ending nothing.
    """
    tables, sentence = _tables(), is_sentence(text, words)
    if words > 25:
        return None
    if tables["sure"].match(folded):
        return "ends" if words <= 8 or folded.startswith(("copyright", "©", "(c)")) else "drop"
    if tables["ends surely" if sentence else "ends"].match(folded):
        return "ends" if words <= 8 else "drop"
    if text.startswith("About ") and words <= 5 and text[-1].isalpha() and not any(c.isdigit() for c in text):
        return "ends"  # a company's or an author's own description
    if text[0] + text[-1] == "[]" and words >= 3 and "." not in text[:-1]:
        return "drop"  # a link to another article
    return "drop" if tables["drops surely" if sentence else "drops"].match(folded) else None


def is_caption(text: str, words: int) -> bool:
    """Say whether a line is a picture's caption, by the credit at its end; a sentence only by one in brackets."""
    if len(text) > 600:
        return False
    if _BRACKETED.search(text[-160:]):
        return True
    if is_sentence(text, words):
        return False
    return bool(_CREDIT_END.search(text)) or len(_PHOTO_AGENCIES.findall(text)) >= 2


def is_offer(text: str, words: int) -> bool:
    """Say whether a line of up to 120 words offers the site's services: it speaks to the reader, of two or more of them."""
    if words > 120 or not _TO_YOU.search(text):
        return False
    return len({match[0].lower() for match in _OFFER.finditer(text)}) >= (2 if words <= 60 else 3)
