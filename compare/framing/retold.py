"""Whether an article tells a statement in its own words.

Takes texts. Gives yes or no. Knows nothing of quotations or columns.

A reporter may give a statement without a quotation mark, a verb of saying or a name, where no extraction finds it. Before a
column is said to leave something out, its sentences are looked through for the words that tell what was said.
"""

from __future__ import annotations

from collections.abc import Sequence

from compare.language.frequencies import is_function_word
from compare.language.sentences import paragraphs, sentences
from compare.language.tokens import words

_STEM = 5  # letters by which words are compared, so that *jammed* and *jamming* are one
_SHARE = 0.5


def telling_words(text: str) -> frozenset[str]:
    """Give the words of a text that tell of its subject, cut to their first letters."""
    return frozenset(word[:_STEM] for word in words(text) if not is_function_word(word))


def told_in(text: str) -> tuple[frozenset[str], ...]:
    """Give the telling words of each sentence of a text."""
    found = (text[s.start : s.end] for paragraph in paragraphs(text) for s in sentences(text, paragraph))
    return tuple(telling_words(sentence) for sentence in found)


def retells(told: Sequence[frozenset[str]], versions: Sequence[frozenset[str]]) -> bool:
    """Say whether one sentence has half of a version's telling words, and two of them at least."""
    return any(len(own & version) >= max(2, _SHARE * len(version)) for version in versions for own in told)
