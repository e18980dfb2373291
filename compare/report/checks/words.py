"""What a check found, in words.

Takes results. Gives lines of plain text, each beginning with a word of ours or an article's id. Knows nothing of formats.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from compare.errors import InputError
from compare.model import Article, CheckKind, CheckResult, Difference, Duplicate, Origin
from compare.report.text import clip, one_line

_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_TEXT = re.compile("[\u206a-\u206f\ufff9-\ufffb\ufffe\uffff]")
_COMMAND = re.compile(r"#(?=#\w*\[)")
_TITLE, _WORDS = 90, 120  # characters of a title, and of words that differ, that are printed
_PAGES = (".txt", ".text", ".html", ".htm", ".xhtml")  # in these an article has a number but no line


class Kind(NamedTuple):
    """How a kind is told: before the name of the known article, as a name of its own, in a sentence, and what to do."""

    phrase: str
    name: str
    meaning: str
    help: str


KINDS: Mapping[CheckKind, Kind] = {
    "exact": Kind(
        "exact copy of",
        "Exact copy",
        "The text of a known article, but for case, white space, punctuation and look-alike letters.",
        "Leave the article out: a known one says the same.",
    ),
    "near": Kind(
        "near copy of",
        "Near copy",
        "Most word sequences of the text stand in one known article, and most of that article's in the text.",
        "Read the first differing words. Leave the article out, or allow near copies.",
    ),
    "contained": Kind(
        "contained in, or containing,",
        "Contained text",
        "The text is a part of a known article, or a known article is a part of it.",
        "Keep the longer of the two, or allow contained texts.",
    ),
    "revision": Kind(
        "revision of",
        "Revision",
        "The same article at another time: by its id, its URL, or its outlet and date.",
        "Let the later version take the place of the earlier one, or allow revisions.",
    ),
    "syndicated": Kind(
        "syndicated copy of",
        "Syndicated copy",
        "A text of one agency that another outlet printed already.",
        "Count the outlets that print it as one voice, or allow syndicated copies.",
    ),
    "same-url": Kind(
        "another text under the URL of",
        "Same URL, another text",
        "A text of its own under the URL of a known article.",
        "Check which of the two the URL belongs to.",
    ),
    "same-id": Kind(
        "another text under the id of",
        "Same id, another text",
        "A text of its own under the id of a known article.",
        "Give one of the two another id.",
    ),
}


def whole(text: str) -> str:
    """Give ``text`` with lone surrogates, which no encoding has, as U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def plain(text: str, length: int | None = None) -> str:
    """Give words of unknown people on one line of legal XML characters, without what a CI runner takes for a command.

    Runners act on ``##[…]`` and ``##name[…]`` anywhere in a line, so these are printed as ``# #[…]``.
    """
    text = _COMMAND.sub("# ", _NOT_TEXT.sub("", whole(one_line(text))))
    return text if length is None else clip(text, length)


def line_of(origin: Origin) -> int | None:
    """Give the line of JSON lines that an article stands in; None for a page, whose articles are counted from 0."""
    name = origin.file.lower().removesuffix(".gz").removesuffix(".zst")
    return None if name.endswith(_PAGES) else origin.item or None


def place(file: str, line: int | None) -> str:
    """Give ``file:line``; a name that begins with a colon, as a CI runner's commands do, comes with its folder."""
    name = file_name(file)
    name = f"./{name}" if name.lstrip().startswith(":") else name
    return name if line is None else f"{name}:{line}"


def file_name(file: str) -> str:
    """Give a file's name as it is, but for characters that cannot be seen, which are U+FFFD."""
    seen = file if file.isprintable() else "".join(letter if letter.isprintable() else "\ufffd" for letter in file)
    return _COMMAND.sub("# ", seen)


def article_words(article: Article) -> str:
    """Give an incoming article's id, outlet and title."""
    return _joined(article.id, article.outlet, article.title)


def told(result: CheckResult) -> tuple[str, ...]:
    """Say in a few lines what an article repeats: which one, how much of it, where they part, and how many more.

    Empty for a new article.
    """
    if result.kind == "new":
        return ()
    known = closest(result)
    return tuple(filter(None, (_repeated(known), _alike(result.article, known), _others(result, known))))


def closest(result: CheckResult) -> Duplicate:
    """Give the closest known article that is of the result's kind, for an article that is not new."""
    return next((known for known in result.duplicates if known.kind == result.kind), result.duplicates[0])


def known_words(known: Duplicate) -> str:
    """Give a known article's id, outlet, title, date, and where it came from."""
    when = known.published[:16].replace("T", " ") if known.published else None
    words = _joined(known.article, known.outlet, known.title, when, place(known.origin.file, line_of(known.origin)))
    return f"{words} (in this batch)" if known.incoming else words


def _joined(name: str, *parts: str | None) -> str:
    return " · ".join((plain(name), *filter(None, (plain(part, _TITLE) for part in parts if part))))


def _repeated(known: Duplicate) -> str:
    phrase = KINDS[known.kind].phrase
    if known.kind == "contained":
        phrase = "contained in" if known.shorter else "contains"
    return f"{phrase} {known_words(known)}"


def _alike(article: Article, known: Duplicate) -> str:
    measures = {"Jaccard": known.jaccard}
    if known.kind == "contained":
        measures = {"containment": known.containment, **measures}
    elif known.kind in {"exact", "same-url", "same-id"} or not known.containment:
        measures = {}
    about = "" if known.measured else "about "
    parts = [f"{name} {about}{_score(value)}" for name, value in measures.items()]
    return "; ".join(filter(None, (", ".join(parts), _parting(article, known.difference))))


def _score(value: float) -> str:
    """Give two decimals; only what is wholly the same is 1.00."""
    return f"{value if value >= 1 else min(value, 0.99):.2f}"


def _parting(article: Article, difference: Difference | None) -> str:
    if difference is None:
        return ""
    span, there = difference.here, plain(difference.there or "", _WORDS)
    here = plain(article.text[span.start : span.end], _WORDS) if span else ""
    if here and there:
        return f"first difference: here “{here}”, there “{there}”"
    if here:
        return f"first words that only this one has: “{here}”"
    return f"this text ends where the other goes on: “{there}”" if there else ""


def _others(result: CheckResult, known: Duplicate) -> str:
    kinds = Counter(other.kind for other in result.duplicates if other is not known)
    return f"and {kinds.total()} more: {_counted(kinds)}" if kinds else ""


def _counted(kinds: Mapping[CheckKind, int]) -> str:
    return ", ".join(f"{kinds[kind]} {kind}" for kind in KINDS if kinds.get(kind))


class Tally:
    """How many articles were new, refused and allowed, of each kind."""

    def __init__(self) -> None:
        self.new = 0
        self.refused: Counter[CheckKind] = Counter()
        self.allowed: Counter[CheckKind] = Counter()

    def add(self, result: CheckResult) -> None:
        """Count one result."""
        if result.kind == "new":
            self.new += 1
        else:
            (self.refused if result.refused else self.allowed)[result.kind] += 1

    @property
    def articles(self) -> int:
        """How many articles were counted."""
        return self.new + self.refused.total() + self.allowed.total()

    def summary(self, problems: Sequence[InputError]) -> str:
        """Give ``12 articles: 9 new, 2 refused (1 exact, 1 near), 1 allowed (revision); 1 could not be read``."""
        total = self.articles
        parts = [f"{self.new} new", *_part(self.refused, "refused"), *_part(self.allowed, "allowed")]
        told = f"{total} {'article' if total == 1 else 'articles'}: {', '.join(parts)}"
        lost = sum(problem.lost for problem in problems)
        return f"{told}; {lost} could not be read" if lost else told


def _part(kinds: Counter[CheckKind], verb: str) -> list[str]:
    if not kinds:
        return []
    return [f"{kinds.total()} {verb} ({next(iter(kinds)) if len(kinds) == 1 else _counted(kinds)})"]
