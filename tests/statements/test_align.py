"""Statements across outlets: what is one utterance, what is not, and what a copy may not add."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare import find_quotations
from compare.model import Article, CopyGroup, Event, Link, Quotation, QuotationKind, Span, Statement, Tier
from compare.settings import Settings, StatementsSettings
from compare.statements import align


def article(name: str, text: str, outlet: str | None = "") -> Article:
    return Article(name, text, outlet=f"The {name}" if outlet == "" else outlet)


def quote(  # noqa: PLR0917 - what a quotation is made of
    source: Article,
    words: str,
    speaker: str | None = "Ivo Marek",
    cue: str | None = "said",
    kind: QuotationKind = "direct",
    tier: Tier = "A",
    continues: str | None = None,
) -> Quotation:
    """Quote ``words`` as they first stand in the article; the speaker and the cue as they last do."""
    start = source.text.index(words)

    def last(mention: str | None) -> Span | None:
        at = source.text.rfind(mention) if mention else -1
        return Span(at, at + len(mention)) if mention and at >= 0 else None

    span = Span(start, start + len(words))
    name = f"{source.id}-{start}"
    return Quotation(name, source.id, span, words, kind, speaker, last(speaker), cue, last(cue), tier, continues)


def told(name: str, words: str, speaker: str = "Ivo Marek", cue: str = "said", outlet: str | None = "") -> Article:
    return article(name, f"“{words},” {speaker} {cue} in Lindow.", outlet)


def aligned(*versions: str, **options: str) -> tuple[Statement, ...]:
    """Align one quotation per outlet: ``a``, ``b`` and so on."""
    articles = [told("abcdefgh"[n], words, **options) for n, words in enumerate(versions)]
    quotations = [quote(a, words) for a, words in zip(articles, versions, strict=True)]
    return run(articles, quotations)


def run(
    articles: list[Article], quotations: list[Quotation], copies: tuple[CopyGroup, ...] = ()
) -> tuple[Statement, ...]:
    return align(Event("e1", tuple(a.id for a in articles), None), quotations, articles, copies)


def only(statements: tuple[Statement, ...]) -> Link:
    assert len(statements) == 1
    assert len(statements[0].links) == 1
    return statements[0].links[0]


BRIDGE = "The old bridge will not carry lorries until the river commission has looked at every pillar"


def test_the_same_words_in_two_outlets_are_one_statement_without_changes() -> None:
    link = only(aligned(BRIDGE, BRIDGE))
    assert (link.relation, link.score, link.changes) == ("verbatim", 1.0, ())


def test_marks_capitals_and_contractions_are_no_change() -> None:
    typed = "the Old Bridge won’t carry lorries — until the river commission has looked at every pillar"
    assert only(aligned(BRIDGE, typed)).relation == "verbatim"
    assert only(aligned(BRIDGE, typed)).changes == ()


def test_a_fragment_is_truncated_at_the_end_it_lacks() -> None:
    link = only(aligned(BRIDGE, "until the river commission has looked at every pillar"))
    assert link.relation == "truncated"
    assert [change.kind for change in link.changes] == ["cut_start"]


def test_two_quotations_that_overlap_at_their_ends_are_one_utterance() -> None:
    first = "We were warned about the pillars in spring. Nobody at the ministry wanted to hear about cracks"
    second = "Nobody at the ministry wanted to hear about cracks. Now the town pays for it with a closed bridge"
    assert only(aligned(first, second)).relation == "truncated"


def test_one_beginning_with_two_endings_is_not_one_utterance() -> None:
    first = "We cannot in good faith accept the plan that the ministry has put on the table tonight"
    second = "We cannot in good faith go back to our members without a better offer on wages"
    assert aligned(first, second) == ()


def test_a_not_and_another_object_are_another_utterance() -> None:
    first = "The town is ready to sell its shares to both banks"
    assert aligned(first, "The town is not ready to sell its shares to third banks") == ()
    assert len(aligned(first, "The town is not ready to sell its shares to both banks")) == 1


def test_common_words_in_a_row_do_not_make_one_utterance() -> None:
    assert aligned("I think that we have to do what we can for them", "I think that we have to be there at nine") == ()


def test_very_short_quotations_need_the_same_words_and_the_same_known_speaker() -> None:
    a, b = told("a", "utter madness"), told("b", "utter madness")
    assert only(run([a, b], [quote(a, "utter madness"), quote(b, "utter madness")])).relation == "verbatim"
    assert run([a, b], [quote(a, "utter madness"), quote(b, "utter madness", speaker=None)]) == ()
    c = told("c", "utter nonsense")
    assert run([a, c], [quote(a, "utter madness"), quote(c, "utter nonsense")]) == ()


def test_scare_quotes_are_nobodys_statement() -> None:
    a, b = told("a", BRIDGE), told("b", BRIDGE)
    assert run([a, b], [quote(a, BRIDGE), quote(b, BRIDGE, kind="scare")]) == ()


def test_reported_speech_is_matched_by_its_sense_for_one_speaker() -> None:
    direct = "I will close the northern harbour to tankers from the first of March"
    a = told("a", direct)
    b = article("b", "Marek said that he would close the northern harbour to all tankers in March.")
    reported = "he would close the northern harbour to all tankers in March"
    link = only(run([a, b], [quote(a, direct), quote(b, reported, "Marek", kind="indirect")]))
    assert (link.relation, link.changes) == ("paraphrase", ())
    assert run([a, b], [quote(a, direct), quote(b, reported, "Petra Lind", kind="indirect")]) == ()


REPORTED = [
    # what one reporter tells, what another one or a quotation tells, the kinds of the changes
    ("the bank would not appeal against the fine", "the bank would appeal against the fine", ["polarity"]),
    ("the bank wouldn't appeal against the fine", "the bank will appeal against the fine", ["polarity"]),
    ("the bank will not appeal against the fine", "the bank won’t appeal against the fine", []),
    ("the bank would appeal against the fine", "the bank will be appealing against the fine", []),
    ("the bank refused to appeal against the fine", "the bank would appeal against the fine", ["polarity"]),
    ("the bank refused to appeal against the fine", "the bank would not appeal against the fine", []),
    ("the bank would never appeal against the fine", "the bank would not appeal against the fine", []),
    ("the bank would not only appeal against the fine", "the bank would appeal against the fine", []),
    ("the bank did not fail to appeal against the fine", "the bank would appeal against the fine", []),
    ("the bank would not appeal against the fine", "the bank would appeal against the fine unless it got smaller", []),
    ("the bank would not appeal against the fine", "the bank would hardly appeal against the fine", []),
    ("the bank would appeal against the fine", "the bank might appeal against the fine", ["modality"]),
    ("the bank would probably appeal against the fine", "the bank might appeal against the fine", []),
    ("the bank would pay a fine of 3m to the town", "the bank must pay the town a fine of 5 million", ["number"]),
    ("the bank would pay a fine of £3m to the town", "the bank would pay the town a fine of 3 million pounds", []),
    ("the flood took 312 houses in Lindow", "the flood took some 300 houses in Lindow", []),
    ("the flood took 312 houses in Lindow", "the flood took 500 houses in Lindow", ["number"]),
    ("the flood took 312 houses in Lindow in two days", "the flood took 312 houses in Lindow in a week", []),
]


@pytest.mark.parametrize(("one", "other", "kinds"), REPORTED)
@pytest.mark.parametrize("kind", ["direct", "indirect"])
def test_a_paraphrase_names_what_turns_the_sense(one: str, other: str, kinds: list[str], kind: QuotationKind) -> None:
    a, b = article("a", f"Ivo Marek said {one}."), article("b", f"Ivo Marek said {other}.")
    for first, second in ((kind, "indirect"), ("indirect", kind)):
        link = only(run([a, b], [quote(a, one, kind=first), quote(b, other, kind=second)]))  # type: ignore[arg-type]
        assert (link.relation, [change.kind for change in link.changes]) == ("paraphrase", kinds)


def test_a_change_of_sense_points_at_the_words_that_turn_it() -> None:
    one, other = "the bank would not appeal against the fine", "the bank would appeal against the fine"
    a, b = article("a", f"Ivo Marek said {one}."), article("b", f"Ivo Marek said {other}.")
    (change,) = only(run([a, b], [quote(x, y, kind="indirect") for x, y in ((a, one), (b, other))])).changes
    assert change.a is not None
    assert change.b is not None
    assert a.text[change.a.start : change.a.end] == "not appeal"
    assert b.text[change.b.start : change.b.end] == "appeal"


def test_who_was_born_as_another_is_no_other_speaker() -> None:
    a = article("a", f"“{BRIDGE},” Ivo Marek, born Jan Petrov, said.")
    b, c = told("b", BRIDGE, "Jan Petrov"), told("c", BRIDGE, "Petra Lind")
    assert only(run([a, b], [quote(a, BRIDGE), quote(b, BRIDGE, "Jan Petrov")])).changes == ()
    assert [x.kind for x in only(run([a, c], [quote(a, BRIDGE), quote(c, BRIDGE, "Petra Lind")])).changes] == [
        "speaker"
    ]


def test_two_articles_of_one_outlet_are_not_compared() -> None:
    a, b = told("a", BRIDGE, outlet="The Courier"), told("b", BRIDGE, outlet="The Courier")
    assert run([a, b], [quote(a, BRIDGE), quote(b, BRIDGE)]) == ()


def test_articles_without_outlets_stand_for_themselves() -> None:
    a, b = told("a", BRIDGE, outlet=None), told("b", BRIDGE, outlet=None)
    assert only(run([a, b], [quote(a, BRIDGE), quote(b, BRIDGE)])).relation == "verbatim"


def test_copies_of_one_article_give_no_statement() -> None:
    articles = [told(name, BRIDGE) for name in "abcd"]
    group = CopyGroup("g", ("a", "b", "c", "d"), "a", ())
    assert run(articles, [quote(a, BRIDGE) for a in articles], (group,)) == ()


def test_an_outlet_is_linked_once_to_a_family_of_copies() -> None:
    articles = [told(name, BRIDGE) for name in "abc"]
    alone = told("d", BRIDGE.replace(" not", ""))
    quotations = [*(quote(a, BRIDGE) for a in articles), quote(alone, BRIDGE.replace(" not", ""))]
    (statement,) = run([*articles, alone], quotations, (CopyGroup("g", ("a", "b", "c"), "a", ()),))
    assert len(statement.links) == 1
    assert set(statement.quotations) == {q.id for q in quotations}
    assert [change.kind for change in statement.links[0].changes] == ["polarity"]


COPIES = (CopyGroup("g", ("a", "b", "c"), "a", ()),)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (BRIDGE.replace(" not", ""), "polarity"),
        (BRIDGE.replace("will", "may"), "modality"),
        (BRIDGE.replace("every", "some"), "quantifier"),
    ],
)
def test_a_copy_that_turns_the_sense_is_linked_to_the_others_once(words: str, kind: str) -> None:
    articles = [told("a", BRIDGE), told("b", BRIDGE), told("c", words)]
    quotations = [quote(x, y) for x, y in zip(articles, (BRIDGE, BRIDGE, words), strict=True)]
    (statement,) = run(articles, quotations, COPIES)
    assert [change.kind for link in statement.links for change in link.changes] == [kind]
    assert set(statement.quotations) == {q.id for q in quotations}


def test_a_copy_that_gives_the_words_to_another_speaker_is_linked() -> None:
    articles = [told("a", BRIDGE), told("b", BRIDGE), told("c", BRIDGE, "Petra Lind")]
    quotations = [*(quote(x, BRIDGE) for x in articles[:2]), quote(articles[2], BRIDGE, "Petra Lind")]
    link = only(run(articles, quotations, COPIES))
    assert [change.kind for change in link.changes] == ["speaker"]


def test_a_copy_that_cuts_or_rewords_is_not_linked() -> None:
    for words in ("The old bridge will not carry lorries", BRIDGE.replace("looked at", "examined")):
        articles = [told("a", BRIDGE), told("b", BRIDGE), told("c", words)]
        quotations = [quote(x, y) for x, y in zip(articles, (BRIDGE, BRIDGE, words), strict=True)]
        assert run(articles, quotations, COPIES) == ()


def test_what_one_text_says_in_two_places_is_no_change_between_its_copies() -> None:
    other = BRIDGE.replace(" not", "")
    articles = [article(name, f"“{BRIDGE},” Ivo Marek said. “{other},” Ivo Marek said.") for name in "abc"]
    quotations = [quote(x, words) for x in articles for words in (BRIDGE, other)]
    assert run(articles, quotations, COPIES) == ()


def test_a_pull_quote_is_listed_but_not_linked_again() -> None:
    a = article("a", f"{BRIDGE}\n\n“{BRIDGE},” Ivo Marek said.")
    pull = Quotation("a-pull", "a", Span(0, len(BRIDGE)), BRIDGE, "direct")
    second = a.text.rindex(BRIDGE)
    full = Quotation("a-full", "a", Span(second, second + len(BRIDGE)), BRIDGE, "direct", "Ivo Marek", None, tier="A")
    b = told("b", BRIDGE)
    (statement,) = run([a, b], [pull, full, quote(b, BRIDGE)])
    assert [(link.a, link.b) for link in statement.links] == [("a-full", quote(b, BRIDGE).id)]
    assert "a-pull" in statement.quotations


def test_an_interrupted_quotation_is_compared_as_a_whole_and_named_by_the_part_that_shows_it() -> None:
    a = article("a", "“The northern harbour,” Ivo Marek said, “stays closed to tankers until the spring.”")
    head = quote(a, "The northern harbour,")
    tail = quote(a, "stays closed to tankers until the spring.", continues=head.id)
    whole = "The northern harbour stays closed to tankers until the spring"
    b = told("b", whole)
    link = only(run([a, b], [tail, head, quote(b, whole)]))
    assert (link.a, link.relation) == (tail.id, "verbatim")
    c = told("c", "The northern harbour stays closed")
    (change,) = only(run([a, c], [tail, head, quote(c, "The northern harbour stays closed")])).changes
    assert change.kind == "cut_end"
    assert change.a is not None
    assert a.text[change.a.start : change.a.end] == "to tankers until the spring"


def test_fragments_of_one_long_quotation_that_do_not_overlap_are_two_statements() -> None:
    first = "The ferry left the quay with its bow doors open"
    second = "nobody on the bridge could see the doors from where he stood"
    long = f"{first}, and {second}"
    statements = aligned(long, first, second)
    assert sorted(set(s.quotations) - {s.anchor} for s in statements) == [{"b-1"}, {"c-1"}]
    assert {s.anchor for s in statements} == {"a-1"}
    assert len({s.id for s in statements}) == 2


def test_no_link_is_told_twice() -> None:
    first = "The ferry left the quay with its bow doors open"
    second = "nobody on the bridge could see the doors from where he stood"
    statements = aligned(f"{first}, and {second}", first, second, f"{first}, and {second}")
    links = [(link.a, link.b) for s in statements for link in s.links]
    assert len(links) == len(set(links)) == 5


def test_articles_of_other_events_are_passed_over() -> None:
    a, b = told("a", BRIDGE), told("b", BRIDGE)
    quotations = [quote(a, BRIDGE), quote(b, BRIDGE)]
    assert align(Event("e1", ("a",), None), quotations, [a, b]) == ()


def test_a_higher_ratio_can_be_asked_for() -> None:
    a, b = told("a", BRIDGE), told("b", BRIDGE.replace("looked at", "examined"))
    quotations = [quote(a, BRIDGE), quote(b, BRIDGE.replace("looked at", "examined"))]
    event = Event("e1", ("a", "b"), None)
    strict = Settings(statements=StatementsSettings(min_score=1.0))
    assert len(align(event, quotations, [a, b])) == 1
    assert align(event, quotations, [a, b], settings=strict) == ()


VERSIONS = (
    BRIDGE,
    "The old bridge will carry lorries until the river commission has looked at every pillar",
    "until the river commission has looked at every pillar",
    "The old bridge will not carry lorries",
    "The old bridge will not carry lorries until the commission has looked at all pillars",
)


def test_the_order_of_what_comes_in_does_not_matter() -> None:
    articles = [told("abcde"[n], words) for n, words in enumerate(VERSIONS)]
    quotations = [quote(a, words) for a, words in zip(articles, VERSIONS, strict=True)]
    expected = run(articles, quotations)
    assert expected
    for order in permutations(range(5)):
        assert run([articles[n] for n in order], [quotations[n] for n in reversed(order)]) == expected


def test_long_nasty_texts_are_aligned_all_the_same() -> None:
    for unit in ("a", "[", "(", "1", "n't ", "a ", ". . . ", "é", "'s"):
        text = (unit * 200_000)[:200_000]
        a, b = article("a", text), article("b", text)
        quotations = [Quotation(x.id, x.id, Span(0, 200_000), text, "direct", "Ivo Marek") for x in (a, b)]
        run([a, b], quotations)


words = st.sampled_from(
    "the bridge will not close 3 three lorries pillars all some [sic] … river US colour color may".split()
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(words, min_size=1, max_size=25), min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_every_change_lies_in_its_quotation_and_order_is_nothing(
    texts: list[list[str]], shuffle: random.Random
) -> None:
    versions = [" ".join(text) for text in texts]
    articles = [told("abcde"[n], version) for n, version in enumerate(versions)]
    quotations = [quote(a, version) for a, version in zip(articles, versions, strict=True)]
    found = run(articles, quotations)
    spans = {q.id: q.span for q in quotations}
    for statement in found:
        assert statement.anchor == statement.quotations[0]
        for link in statement.links:
            assert link.a < link.b
            assert 0 <= link.score <= 1
            for change in link.changes:
                for span, side in ((change.a, link.a), (change.b, link.b)):
                    if span and change.kind not in ("speaker", "cue"):
                        assert spans[side].start <= span.start < span.end <= spans[side].end
    shuffle.shuffle(articles)
    shuffle.shuffle(quotations)
    assert run(articles, quotations) == found


@settings(max_examples=150, deadline=None)
@given(
    st.lists(words, min_size=4, max_size=20),
    st.lists(st.tuples(st.integers(0, 19), st.sampled_from(["drop", "not", "three", "…", "[sic]", "all"])), max_size=4),
    st.sampled_from([("Ivo Marek", "Ivo Marek"), ("Ivo Marek", "Petra Lind"), ("Ivo Marek", "the Foreign Ministry")]),
)
def test_what_changed_from_one_to_the_other_is_mirrored_from_the_other_to_the_one(
    text: list[str], edits: list[tuple[int, str]], speakers: tuple[str, str]
) -> None:
    other = list(text)
    for place, edit in edits:
        other[place % len(other) : place % len(other) + 1] = [] if edit == "drop" and len(other) > 2 else [edit]
    versions = " ".join(text), " ".join(other)
    found = []
    for names in ("ab", "ba"):
        articles = [told(name, w, s) for name, w, s in zip(names, versions, speakers, strict=True)]
        quotations = [quote(a, w, s) for a, w, s in zip(articles, versions, speakers, strict=True)]
        found.append([link for statement in run(articles, quotations) for link in statement.links])
    there, back = found
    assert [(link.relation, link.score) for link in there] == [(link.relation, link.score) for link in back]
    for one, mirrored in zip(there, back, strict=True):
        assert one.changes == tuple(replace(change, a=change.b, b=change.a) for change in mirrored.changes)


def test_copies_of_one_article_give_no_change_and_no_alert_whoever_prints_them() -> None:
    text = (
        f"“{BRIDGE},” Ivo Marek said. “We may lose 3 million crowns,” he added. Petra Lind said that not all of it "
        "would be paid by the town, “but some of it will”."
    )
    names = "abcde"
    articles = [article(name, text) for name in names]
    quotations = [q for a in articles for q in find_quotations(a)]
    assert len(quotations) >= 15
    assert run(articles, quotations, (CopyGroup("g", tuple(names), "a", ()),)) == ()
    for statement in run(articles, quotations):
        assert all(link.relation == "verbatim" and link.changes == () for link in statement.links)


def test_numbers_without_end_stop_nothing() -> None:
    many = f"the fund will pay {'hundred ' * 170}crowns to every town on the coast"
    a, b = (
        article("a", f"Ivo Marek said {many}."),
        article("b", "Ivo Marek said the fund would pay 40 crowns to every town."),
    )
    words = "the fund would pay 40 crowns to every town"
    run([a, b], [quote(a, many, kind="indirect"), quote(b, words, kind="indirect")])


def test_an_article_that_repeats_itself_without_end_gives_few_links() -> None:
    articles = [article(name, " ".join([f"“{BRIDGE},” Ivo Marek said."] * 100)) for name in "ab"]
    quotations = [q for a in articles for q in find_quotations(a)]
    assert len(quotations) == 200
    (statement,) = run(articles, quotations)
    assert len(statement.links) <= 64


def test_a_hundred_near_identical_quotations_give_no_flood_of_links() -> None:
    articles = [told(f"o{n:03}", f"{BRIDGE} in the year {n + 2000}") for n in range(100)]
    quotations = [quote(a, f"{BRIDGE} in the year {n + 2000}") for n, a in enumerate(articles)]
    links = sum(len(statement.links) for statement in run(articles, quotations))
    assert 99 <= links <= 100 * 60


def test_a_change_of_sense_does_not_span_an_interruption() -> None:
    a = article(
        "a", "“We at the bank would never,” Ivo Marek said at noon in Lindow, “appeal against the fine of the court.”"
    )
    head = quote(a, "We at the bank would never,")
    tail = quote(a, "appeal against the fine of the court.", continues=head.id)
    b = article("b", "Ivo Marek said the bank would appeal against the fine of the court.")
    told_by = quote(b, "the bank would appeal against the fine of the court", kind="indirect")
    for link in (link for statement in run([a, b], [head, tail, told_by]) for link in statement.links):
        for change in link.changes:
            assert change.kind == "cue" or change.a is None or "Marek" not in a.text[change.a.start : change.a.end]


def test_numbers_below_nought_are_compared_too() -> None:
    words = "the river council let the water stand at -5 metres", "the river council had the water stand at -7 metres"
    a, b = (article(name, f"Ivo Marek said {one}.") for name, one in zip("ab", words, strict=True))
    link = only(run([a, b], [quote(a, words[0], kind="indirect"), quote(b, words[1], kind="indirect")]))
    assert [change.kind for change in link.changes] == ["number"]
