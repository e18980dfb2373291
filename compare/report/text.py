"""Words of articles, made fit for a line of text.

Takes text of unknown people. Gives text that cannot move a terminal's cursor. Knows nothing of tables.
"""

from __future__ import annotations

import re

from compare.model import Article

_SPACE = re.compile(r"\s+")
_UNSEEN = re.compile(
    r"\x1b\[[0-9;?]{0,20}[A-Za-z]|[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
    r"|[\U000e0000-\U000e007f]"
)


def one_line(text: str) -> str:
    """Give ``text`` on one line, without control characters: an article must not write escape codes to a terminal."""
    return _UNSEEN.sub("", _SPACE.sub(" ", text)).strip()


def clip(text: str, length: int) -> str:
    """Give ``text`` on one line, cut between words to at most ``length`` characters; ``…`` shows the cut."""
    text = one_line(text)
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > length // 2 else cut).rstrip(" ,;:–-") + "…"


def day(article: Article) -> str:
    """Give when an article was published, to the minute where known; ``?`` marks a date that was inferred."""
    published = article.published
    if published is None:
        return "–"
    return published.iso[:16].replace("T", " ") + ("?" if published.inferred else "")
