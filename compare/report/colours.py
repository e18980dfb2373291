"""Colours for a table on a terminal.

Takes a table as printed. Gives it with escape codes, of the same width. Knows nothing of what the table tells.

The codes are put in when the table stands: cells are cleaned of such codes first, since an article may hold some, and a
cell that is broken over lines would let its colour run into its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from wcwidth import wcwidth

NOTE = "↳"  # begins a cell that tells something of the row above
_GONE, _CAME, _ALERT, _OFF = "\x1b[31m", "\x1b[32m", "\x1b[1;31m", "\x1b[0m"
_MARK = re.compile(r"\[-|-\]|\{\+|\+\}")
_OPENS = {"[-": _GONE, "{+": _CAME}


def painted(table: str, alerts: Sequence[str]) -> str:
    """Give a table whose last column holds marks of ``git diff --word-diff`` with these in red and green.

    The words ``alerts`` are made bold and red in cells of that column that begin with ``NOTE``, which no quotation does.
    """
    lines = table.split("\n")
    rule = next((line for line in lines if set(line) == {"-", " "}), "")
    starts = [match.start() for match in re.finditer(r"-+", rule)]
    if not starts:
        return table
    words = re.compile(rf"\b(?:{'|'.join(alerts)})\b") if alerts else None
    out, colour, noted = [], "", False
    for line in lines:
        last = _place(line, starts[-1])
        begins = bool(line[:last].strip()) or not line.strip()
        noted = line[last:].startswith(f"{NOTE} ") or (noted and not begins)
        if words and noted:
            marked = words.sub(lambda match: f"{_ALERT}{match[0]}{_OFF}", line[last:])
        else:
            marked, colour = _marked(line[last:], colour)
        out.append(line[:last] + marked)
    return "\n".join(out)


def _place(line: str, column: int) -> int:
    """Give the index of the character at a column of the screen; wide characters take two."""
    width = 0
    for index, character in enumerate(line):
        if width >= column:
            return index
        width += max(0, wcwidth(character))
    return len(line)


def _marked(text: str, colour: str) -> tuple[str, str]:
    """Colour the marked words of a line that begins in ``colour``; gives what colour the next line begins in."""
    parts, at = [colour], 0
    for match in _MARK.finditer(text):
        opens = _OPENS.get(match[0])
        if opens and not colour:
            parts += [text[at : match.start()], opens, match[0]]
            colour, at = opens, match.end()
        elif not opens and colour:
            parts += [text[at : match.end()], _OFF]
            colour, at = "", match.end()
    rest = text[at:].rstrip()
    parts += [rest, _OFF if colour else "", text[at + len(rest) :]]
    return "".join(parts), colour
