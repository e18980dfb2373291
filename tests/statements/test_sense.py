"""What is one utterance in other words, and which quotations are looked at for it."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from compare.model import Article, Event, Link, Published, Quotation, QuotationKind, Span
from compare.statements import align
from compare.statements.candidates import candidates
from compare.statements.telling import rarities, stem
from compare.statements.utterances import Utterance, utterances

TRANSLATED = (
    "The talks between our ministries strengthen mutual confidence in the whole region and help our fishermen",
    "Fishermen all over this region regain confidence, and what helps them is that our ministries hold such talks",
)


def said(
    name: str, words: str, speaker: str = "Ivo Marek", kind: QuotationKind = "direct"
) -> tuple[Article, Quotation]:
    text = f"“{words},” {speaker} said."
    at = text.rindex(speaker)
    span = Span(1, 1 + len(words))
    named = Span(at, at + len(speaker))
    quotation = Quotation(
        f"q{name}", name, span, words, kind, speaker, named, "said", Span(at + len(speaker) + 1, len(text) - 1), "A"
    )
    return Article(name, text, outlet=f"The {name}"), quotation


def links(*printed: tuple[Article, Quotation]) -> list[Link]:
    articles, quotations = zip(*printed, strict=True)
    found = align(Event("e", tuple(a.id for a in articles), None), quotations, articles)
    return [link for statement in found for link in statement.links]


def test_a_speech_in_two_translations_is_a_paraphrase_of_one_speaker() -> None:
    (link,) = links(said("a", TRANSLATED[0]), said("b", TRANSLATED[1]))
    assert link.relation == "paraphrase"
    assert link.score < 1
    assert links(said("a", TRANSLATED[0]), said("b", TRANSLATED[1], speaker="Petra Lind")) == []
    assert links(said("a", TRANSLATED[0]), said("b", TRANSLATED[1], speaker="an official")) == []


def test_a_speech_of_another_week_is_no_translation() -> None:
    (a, one), (b, other) = said("a", TRANSLATED[0]), said("b", TRANSLATED[1])
    for day, number in (("2031-05-30", 1), ("2031-06-02", 1), ("2031-06-09", 0)):
        first = replace(a, published=Published("2031-05-30", "day"))
        second = replace(b, published=Published(day, "day"))
        assert len(links((first, one), (second, other))) == number


def test_a_few_common_words_of_one_speaker_are_no_translation() -> None:
    other = (
        "The ministries pay our fishermen and the region will see new harbours, roads and a school before the winter"
    )
    assert links(said("a", TRANSLATED[0]), said("b", other)) == []


def test_a_person_and_a_body_that_are_named_need_more_in_common_than_one_who_is_not() -> None:
    council = (
        "the northern bridge over the river needs new pillars before winter, and lorries should wait at the old mill"
    )
    marek = "northern lorries already pay for bridge and pillars with tolls, fuel duty and harbour fees every winter"
    for speaker, number in (("River Council", 0), ("an engineer", 1)):
        first, second = said("a", council, speaker, "indirect"), said("b", marek, kind="indirect")
        assert len(links(first, second)) == number


def test_words_that_half_the_quotations_hold_tell_little() -> None:
    def words(text: str) -> Utterance:
        article, quotation = said("a", text)
        return utterances([quotation], {"a": article})[0]

    found = [words("the ferry sank").words] * 60 + [words("the captain slept").words]
    weights = rarities(found)
    assert weights[stem("ferry")] < 0.01
    assert weights[stem("captain")] == 1.0


VOCABULARY = "harbour bridge lorries pillars council winter ice dockers ferry captain the of and we will not".split()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=9), st.booleans()), max_size=12))
def test_no_pair_worth_comparing_is_missed(texts: list[tuple[list[str], bool]]) -> None:
    found = []
    for n, (words, retold) in enumerate(texts):
        article, quotation = said(f"a{n:02}", " ".join(words), kind="indirect" if retold else "direct")
        found += utterances([quotation], {article.id: article})
    expected = set()
    for i, j in combinations(range(len(found)), 2):
        one, other = found[i], found[j]
        stems = [{stem(w.key): w.weight for w in u.words if w.weight >= 0.5} for u in (one, other)]
        shared = sum(weight for key, weight in stems[1].items() if key in stems[0])
        totals = [sum(some.values()) for some in stems]
        keys = [[w.key for w in u.words] for u in (one, other)]
        runs = [{tuple(some[k : k + 4]) for k in range(max(1, len(some) - 3))} for some in keys]
        lighter = shared and shared >= 0.4 * min(totals) - 1e-9
        both = shared and (one.reported or other.reported) and shared >= 0.2 * math.sqrt(totals[0] * totals[1]) - 1e-9
        if lighter or both or runs[0] & runs[1]:
            expected.add((i, j))
    assert set(candidates(found)) == expected


def test_of_very_many_alike_each_is_compared_with_some_only() -> None:
    found = []
    for n in range(150):
        article, quotation = said(f"a{n:03}", f"The council shuts the harbour bridge for lorry number {n} today")
        found += utterances([quotation], {article.id: article})
    often = Counter(n for pair in candidates(found) for n in pair)
    assert len(candidates(found)) <= 150 * 60
    assert min(often.values()) >= 40
