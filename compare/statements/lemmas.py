"""Words without tense and number.

Takes words. Gives the form by which two forms of one word are the same. Knows nothing of what they mean.
"""

from __future__ import annotations

from compare.language.tokens import words as folded_words

_AUXILIARIES = frozenset("has have had is are was were be been being also to a the".split())
_IRREGULAR = dict(
    pair.split(":")
    for pair in """said:say told:tell wrote:write written:write spoke:speak spoken:speak swore:swear thought:think
    felt:feel made:make gave:give given:give held:hold began:begin knew:know saw:see found:find meant:mean""".split()
)


def cue_lemma(cue: str) -> tuple[str, ...]:
    """Give the verb of a cue without tense and person: ``said``, ``has said`` and ``says`` are one."""
    words = folded_words(cue)
    return tuple(lemma(word) for word in words if word not in _AUXILIARIES) or tuple(words)


def lemma(word: str) -> str:
    """Give a folded verb or noun without its endings; the form need not be a word."""
    if word in _IRREGULAR:
        word = _IRREGULAR[word]
    for ending, left in (("ied", "y"), ("ies", "y"), ("ying", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            word = word.removesuffix(ending) + left
            break
    word = word.removesuffix("e")
    return word[:-1] if len(word) > 2 and word[-1] == word[-2] else word
