"""Interviews and transcripts: paragraphs that begin with who speaks, *Q: …*, *BIRK: …*, and are all that is said.

Takes the text and its paragraphs. Gives the stretch that each turn says. Knows nothing of who is behind a label.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from compare.language.names import MONTHS, WEEKDAYS
from compare.model import Span
from compare.quotations.marks import Marked

_LABEL = re.compile(
    r"(?:([QA])[.:]|([^\W\d_a-z][\w.'’-]{1,30}(?: [^\W\d_a-z][\w.'’-]{0,30}){0,4}) ?(?:\([^()]{1,40}\))?:)\s+(?=\S)"
)
_OPENS = "“„«\"'‘‚「"
_PERSONS = re.compile(r"\b(?:I|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|me|us)\b")
_DAYS = WEEKDAYS | MONTHS
_FURTHER = 3  # paragraphs by which a turn may go on
_ENDS = '.?!…”"’)]'


def turns(text: str, paragraphs: Sequence[Span]) -> dict[int, Marked]:
    """Give for each paragraph that is a turn what it says, as if it stood in marks: all of it behind the label.

    One label proves nothing. A text is an interview where two labels come twice or more, or *Q* and *A* both come, and
    where somebody asks or says *I*, *we* or *you*. A label of one word that is not in capitals needs a question. A label
    that comes once takes its turn among the others, and a paragraph without one goes on with the turn before it.
    """
    found: dict[int, tuple[str, Marked]] = {}
    for number, span in enumerate(paragraphs):
        label = _LABEL.match(text, span.start, span.end)
        if label and text[label.end()] not in _OPENS and text[span.end - 1] in _ENDS and not _is_heading(label):
            found[number] = (
                _family(label[1] or label[2]),
                Marked(label.end(), span.end, label.end(), span.end, number),
            )
    counts = Counter(label for label, _ in found.values())
    names = {label for label, count in counts.items() if count > 1}
    if counts["Q"] and counts["A"]:
        names |= {"Q", "A"}
    asked = any(text[marked.end - 1] == "?" for _, marked in found.values())
    if not asked:
        names = {label for label in names if label.isupper() or " " in label}
        if not any(_PERSONS.search(text, m.start, m.end) for label, m in found.values() if label in names):
            names = set()
    return _with_rest(found, names, paragraphs) if len(names) > 1 else {}


def _family(label: str) -> str:
    """Give the word by which a label is known: an interview names *RITA SOLBERG* once and *SOLBERG* from then on."""
    return label.rsplit(maxsplit=1)[-1] if label.isupper() else label


def _is_heading(label: re.Match[str]) -> bool:
    return not _DAYS.isdisjoint(label[0].lower().rstrip(": ").split())


def _with_rest(found: dict[int, tuple[str, Marked]], names: set[str], paragraphs: Sequence[Span]) -> dict[int, Marked]:
    """Give the turns of these labels, with those of others among them, and the paragraphs by which they go on."""
    own = [number for number, (label, _) in found.items() if label in names]
    capitals = all(label.isupper() for label in names)
    among = {n: turn for n, turn in found.items() if own[0] <= n <= own[-1]}
    said = {n: marked for n, (label, marked) in among.items() if label.isupper() or not capitals}
    before = own[0]
    for number in range(own[0] + 1, own[-1]):
        if number in found:
            before = number
        elif number - before <= _FURTHER:
            start, end = paragraphs[number].start, paragraphs[number].end
            said[number] = Marked(start, end, start, end, number, continues=True)
    return dict(sorted(said.items()))
