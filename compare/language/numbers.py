"""Numbers, in digits or words.

Takes tokens. Gives values. Knows nothing of what is counted.
"""

from __future__ import annotations

import re

_UNITS = {w: i for i, w in enumerate(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen""".split())}  # fmt: skip
_TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def number(word: str) -> float | None:
    """Give the value of one folded token (``12``, ``1,200.5``, ``twelve``, ``million``), or None if it is no number."""
    if word in _UNITS:
        return float(_UNITS[word])
    if word in _TENS:
        return float(_TENS[word])
    if word in _SCALES:
        return float(_SCALES[word])
    return float(word.replace(",", "")) if len(word) <= 30 and _DIGITS.fullmatch(word) else None


def number_runs(words: list[str]) -> list[tuple[int, int, float]]:
    """Give the numbers in a list of folded words as (first, past the last, value): ``two hundred and ten`` is one run."""
    runs: list[tuple[int, int, float]] = []
    i = 0
    while i < len(words):
        if number(words[i]) is None:
            i += 1
            continue
        j, total, part = _run(words, i)
        runs.append((i, j, total + part))
        i = j
    return runs


def _run(words: list[str], i: int) -> tuple[int, float, float]:
    """Read one number from ``words[i:]``: gives the index past it, the sum of finished groups, and the open group."""
    j, total, part, last = i, 0.0, 0.0, ""
    while j < len(words):
        word = words[j]
        value = number(word)
        if value is None:
            after_scale = word == "and" and last in _SCALES and j + 1 < len(words)
            if after_scale and (words[j + 1] in _UNITS or words[j + 1] in _TENS):
                j += 1
                continue
            break
        if word in _SCALES:
            if value >= 1_000:
                total, part = total + (part or 1.0) * value, 0.0
            else:
                part = (part or 1.0) * value
        elif last and (word[0].isdigit() or not (last in _SCALES or (last in _TENS and word in _UNITS and value < 10))):
            break
        else:
            part += value
        last, j = word, j + 1
    return j, total, part
