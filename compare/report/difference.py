"""One wording set against another, word by word.

Takes two texts. Gives one text in which what differs is marked, as ``git diff --word-diff`` marks it. Knows nothing of
what a difference means: the typed changes of a statement say that.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from compare.language.tokens import Token
from compare.model import Span
from compare.report.text import clip, one_line
from compare.statements.words import american, words_of

_MARKS = (("[-", "-]"), ("{+", "+}"))


def word_difference(longest: str, text: str) -> str:
    """Give ``text`` with ``[-words that only the longest form has-]`` and ``{+words that only this one has+}``.

    Words that ``text`` lacks at its beginning and end are no difference to mark: it only begins later or ends sooner.
    Where it begins or ends with words of its own, as many of the longest form stand beside them. Spelling, contractions and
    numbers in words make no word another. Such marks in the texts themselves are made to look otherwise.
    """
    longest, text = unmarked(longest), unmarked(text)
    old, new = _units(longest), _units(text)
    matcher = SequenceMatcher(None, [unit.norm for unit in old], [unit.norm for unit in new], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return one_line(text)
    parts: list[str] = []
    at, a, b = 0, max(0, blocks[0].a - blocks[0].b), 0
    for block in blocks:
        gone, came = old[a : block.a], new[b : block.b]
        if gone or came:
            start = max(at, came[0].start if came else new[block.b].start)
            parts += [text[at:start], *_marked("[-", longest, gone, "-]"), *_marked("{+", text, came, "+}")]
            at = came[-1].end if came else start
            parts += [" "] if gone and not came else []
        a, b = block.a + block.size, block.b + block.size
    if new[b:]:
        start = max(at, new[b].start)
        gone = old[a : a + len(new) - b]
        parts += [text[at:start], *_marked("[-", longest, gone, "-]"), *_marked("{+", text, new[b:], "+}")]
        at = new[-1].end
    return one_line("".join([*parts, text[at:]]))


def unmarked(text: str) -> str:
    """Give a text in which nothing looks like the marks of a difference."""
    return text.replace("[-", "[‑").replace("-]", "‑]").replace("{+", "{＋").replace("+}", "＋}")


def clipped(text: str, length: int) -> str:
    """Give marked words cut to ``length`` characters, with the mark closed that the cut leaves open."""
    cut = clip(text, length)
    for begin, end in _MARKS:
        if cut.rfind(begin) > cut.rfind(end):
            cut += end
    return cut


def _units(text: str) -> list[Token]:
    """Give the words of a text in the forms in which statements compare them; the halves of *I'll* stand at one place."""
    units = []
    for word in words_of(text, [Span(0, len(text))]):
        form = word.key if word.value is not None or " " in word.key else american(word.norm)
        units.append(Token(word.start, word.end, form))
    return units


def _marked(begin: str, text: str, words: list[Token], end: str) -> list[str]:
    return [begin, text[words[0].start : words[-1].end], end] if words else []
