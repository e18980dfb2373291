"""Interviews and transcripts: paragraphs that begin with who speaks, *Q: …*, *BIRK: …*, and are all that is said.

Takes the text and its paragraphs. Gives the stretch that each turn says. Knows nothing of who is behind a label.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from compare.model import Span
from compare.quotations.marks import Marked

_LABEL = re.compile(
    r"(?:([QA])[.:]|([^\W\d_a-z][\w.'’-]{1,30}(?: [^\W\d_a-z][\w.'’-]{0,30}){0,4}) ?(?:\([^()]{1,40}\))?:)\s+(?=\S)"
)
_OPENS = "“„«\"'‘‚「"
_ENDS = '.?!…”"’)]'


def turns(text: str, paragraphs: Sequence[Span]) -> dict[int, Marked]:
    """Give for each paragraph that is a turn what it says, as if it stood in marks: all of it behind the label.

    One label proves nothing. A turn has one of at least two labels that come twice or more, or *Q* or *A* where both come.
    It says a sentence. A label that is no *Q* or *A* is a name, or written in capitals, or a word, where somebody asks.
    """
    found = {}
    for number, span in enumerate(paragraphs):
        label = _LABEL.match(text, span.start, span.end)
        if label and text[label.end()] not in _OPENS and text[span.end - 1] in _ENDS:
            found[number] = (label[1] or label[2], Marked(label.end(), span.end, label.end(), span.end, number))
    counts = Counter(label for label, _ in found.values())
    names = {label for label, count in counts.items() if count > 1}
    if counts["Q"] and counts["A"]:
        names |= {"Q", "A"}
    asked = any(text[marked.end - 1] == "?" for _, marked in found.values())
    if not asked:  # one word that is not in capitals heads a table as well as a speech: "Price: high."
        names = {label for label in names if label.isupper() or " " in label}
    return {n: marked for n, (label, marked) in found.items() if label in names} if len(names) > 1 else {}
