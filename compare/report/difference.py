"""One wording set against another, word by word.

Takes two texts. Gives one text in which what differs is marked, as ``git diff --word-diff`` marks it. Knows nothing of
what a difference means: the typed changes of a statement say that.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from compare.language.numbers import number_runs
from compare.language.tokens import Token, tokens
from compare.report.text import clip, one_line

_MARKS = (("[-", "-]"), ("{+", "+}"))
_LONGEST = 400  # words of a quotation that are set against each other; what follows is shown as it is


def word_difference(longest: str, text: str) -> str:
    """Give ``text`` with ``[-words that only the longest form has-]`` and ``{+words that only this one has+}``.

    Words that ``text`` lacks at its beginning and end are no difference to mark: it only begins later or ends sooner.
    Where it begins with words of its own, as many of the longest form stand beside them.
    """
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
            start = came[0].start if came else new[block.b].start
            parts += [text[at:start], *_marked("[-", longest, gone, "-]"), *_marked("{+", text, came, "+}")]
            at = came[-1].end if came else start
            parts += [" "] if gone and not came else []
        a, b = block.a + block.size, block.b + block.size
    if new[b:]:
        parts += [text[at : new[b].start], *_marked("{+", text, new[b:], "+}")]
        at = new[-1].end
    return one_line("".join([*parts, text[at:]]))


def clipped(text: str, length: int) -> str:
    """Give marked words cut to ``length`` characters, with the mark closed that the cut leaves open."""
    cut = clip(text, length)
    for begin, end in _MARKS:
        if cut.rfind(begin) > cut.rfind(end):
            cut += end
    return cut


def _units(text: str) -> list[Token]:
    """Give the words of a text, each number as one of them in one form: *twenty-six* and *26* are the same."""
    words = list(tokens(text))[:_LONGEST]
    units, at = [], 0
    for first, past, value in number_runs([word.norm for word in words]):
        units += [*words[at:first], Token(words[first].start, words[past - 1].end, f"{value:g}")]
        at = past
    return units + words[at:]


def _marked(begin: str, text: str, words: list[Token], end: str) -> list[str]:
    return [begin, text[words[0].start : words[-1].end], end] if words else []
