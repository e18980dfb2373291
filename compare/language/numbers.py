"""Numbers, in digits or words.

Takes tokens. Gives values. Knows nothing of what is counted.
"""

from __future__ import annotations

import math
import re

_UNITS = {w: i for i, w in enumerate(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen""".split())}  # fmt: skip
_TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_SHORT_SCALES = {
    "k": 1_000, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "bln": 10**9, "tn": 10**12, "trn": 10**12,
}  # fmt: skip
_DIGITS = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)([a-z]{0,3})")


def number(word: str) -> float | None:
    """Give the value of one folded token (``12``, ``1,200.5``, ``3m``, ``twelve``, ``million``), or None if it is none."""
    if word in _UNITS:
        return float(_UNITS[word])
    if word in _TENS:
        return float(_TENS[word])
    if word in _SCALES:
        return float(_SCALES[word])
    digits = _DIGITS.fullmatch(word) if len(word) <= 30 else None
    if digits is None or (digits[2] and digits[2] not in _SHORT_SCALES):
        return None
    return round(float(digits[1].replace(",", "")) * _SHORT_SCALES.get(digits[2], 1), 6)


def number_runs(words: list[str]) -> list[tuple[int, int, float]]:
    """Give the numbers in a list of folded words as (first, past the last, value).

    ``two hundred and ten`` is one run, and so are ``a dozen``, ``half a million`` and ``two and a half billion``.
    """
    runs: list[tuple[int, int, float]] = []
    i = 0
    while i < len(words):
        share, start = _share(words, i)
        if number(words[start]) is None:
            i += 1
            continue
        j, total, part = _run(words, start)
        value = share * (total + part)
        if math.isfinite(value):  # "hundred hundred hundred …"
            runs.append((i, j, round(value, 6)))
        i = j
    return runs


def _share(words: list[str], i: int) -> tuple[float, int]:
    """Give what ``a`` or ``half a`` at ``words[i]`` makes of a scale after it, and where the number itself begins."""
    for share, before in ((1.0, ["a"]), (0.5, ["half", "a"])):
        start = i + len(before)
        if words[i:start] == before and words[start : start + 1] and words[start] in _SCALES:
            return share, start
    return 1.0, i


def _run(words: list[str], i: int) -> tuple[int, float, float]:
    """Read one number from ``words[i:]``: gives the index past it, the sum of finished groups, and the open group."""
    j, total, part, last = i, 0.0, 0.0, ""
    while j < len(words):
        word = words[j]
        value = number(word)
        if value is None:
            if word != "and":
                break
            if words[j + 1 : j + 3] == ["a", "half"] and last not in _SCALES:
                part, last, j = part + 0.5, "half", j + 3
                continue
            after = words[j + 1] if j + 1 < len(words) else ""
            if last in _SCALES and (after in _UNITS or after in _TENS):
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
