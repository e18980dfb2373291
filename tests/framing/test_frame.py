"""Columns side by side: who prints, who is quoted, what only one carries, what one leaves out."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.framing import frame
from compare.model import (
    Article,
    Column,
    CopyGroup,
    Event,
    Framing,
    Omission,
    Published,
    Quotation,
    QuotationKind,
    Span,
    Statement,
)
from compare.settings import FramingSettings, Settings

BODY = "The mill at Lindow burned down on Monday. Nobody was hurt."


def article(name: str, outlet: str | None = "", text: str = BODY, at: str | None = None, **more: str | bool) -> Article:
    published = Published(at, "day" if len(at) == 10 else "minute") if at else None
    made = Article(
        name, text, title=f"Title {name}", outlet=f"The {name}" if outlet == "" else outlet, published=published
    )
    return replace(made, **more)  # type: ignore[arg-type]


def quotation(  # noqa: PLR0917 - what a quotation is made of
    name: str, source: str, words: str, speaker: str | None = "Ivo Marek", kind: QuotationKind = "direct", at: int = 0
) -> Quotation:
    return Quotation(name, source, Span(at, at + len(words)), words, kind, speaker, tier="A")


def statement(name: str, *members: str) -> Statement:
    return Statement(name, "e", members[0], members, ())


def framed(
    articles: list[Article],
    quotations: list[Quotation] | None = None,
    statements: list[Statement] | None = None,
    copies: tuple[CopyGroup, ...] = (),
    carriers: int = 2,
) -> Framing:
    event = Event("e", tuple(a.id for a in articles), None)
    asked = Settings(framing=FramingSettings(carriers=carriers))
    return frame(event, articles, quotations or [], statements or [], copies, asked)


def column(framing: Framing, name: str) -> Column:
    return next(c for c in framing.columns if c.name == name)


def family(*names: str) -> CopyGroup:
    return CopyGroup("g", names, names[0], ())


# Columns


def test_an_outlet_is_one_column_with_its_articles_in_order_of_publication() -> None:
    late, early = article("a", "The Courier", at="2021-03-02"), article("b", "The Courier", at="2021-03-01")
    framing = framed([late, early, article("c", "The Herald")])
    assert [c.name for c in framing.columns] == ["The Courier", "The Herald"]
    assert column(framing, "The Courier").articles == ("b", "a")


def test_copies_in_several_outlets_are_one_column_beside_what_else_they_print() -> None:
    articles = [article("a", "The Herald"), article("b", "The Courier"), article("c", "The Courier")]
    framing = framed(articles, copies=(family("a", "b"),))
    assert [(c.name, c.articles) for c in framing.columns] == [
        ("The Courier", ("c",)),
        ("The Courier, The Herald", ("a", "b")),
    ]


def test_copies_in_one_outlet_are_just_that_outlet() -> None:
    articles = [article("a", "The Courier"), article("b", "The Courier"), article("c", "The Courier")]
    (only,) = framed(articles, copies=(family("a", "b"),)).columns
    assert (only.name, only.outlets) == ("The Courier", ("The Courier",))


def test_articles_without_outlets_are_columns_that_can_be_told_apart() -> None:
    articles = [article("a", None), article("b", None), article("c", None, agency="NWA")]
    framing = framed(articles)
    assert [c.name for c in framing.columns] == ["unknown outlet (NWA)", "unknown outlet a", "unknown outlet b"]
    assert all(c.outlets == () for c in framing.columns)


def test_copies_without_outlets_are_one_column() -> None:
    (only,) = framed([article("a", None), article("b", None)], copies=(family("a", "b"),)).columns
    assert (only.name, only.articles) == ("unknown outlet", ("a", "b"))


def test_a_headline_is_the_title_and_the_first_sentence() -> None:
    (headline,) = framed([article("a")]).columns[0].headlines
    assert headline.title == "Title a"
    assert headline.lead is not None
    assert BODY[headline.lead.start : headline.lead.end] == "The mill at Lindow burned down on Monday."
    assert framed([article("b", text=" \n ")]).columns[0].headlines[0].lead is None


@pytest.mark.parametrize("dateline", ["LINDOW, June 5 (NWA) — ", "LINDOW (NWA) - ", "LINDOW, June 5 (NWA) —\n\n", ""])
def test_a_lead_begins_behind_the_dateline(dateline: str) -> None:
    text = dateline + BODY
    lead = framed([article("a", text=text)]).columns[0].headlines[0].lead
    assert lead is not None
    assert text[lead.start : lead.end] == "The mill at Lindow burned down on Monday."


def test_a_column_of_teasers_and_fragments_is_not_complete() -> None:
    cut = article("b", "The Courier", truncated=True)
    assert not framed([article("a", "The Courier", kind="teaser"), cut]).columns[0].complete
    assert framed([article("c", "The Courier"), cut]).columns[0].complete


# Voices


def test_a_voice_has_its_quoted_words_and_their_share() -> None:
    said = [
        quotation("1", "a", "one two three", at=0),
        quotation("2", "a", "four five six seven eight", "Petra Lind", at=20),
        quotation("3", "a", "he was against it", "Marek", "indirect", at=60),
        quotation("4", "a", "nine ten", None, at=90),
        quotation("5", "a", "scare words", "Petra Lind", "scare", at=120),
    ]
    (only,) = framed([article("a", text="x" * 200)], said).columns
    assert [(v.speaker, v.quotations, v.words, v.share) for v in only.voices] == [
        ("Petra Lind", ("2",), 5, 0.5),
        ("Ivo Marek", ("1", "3"), 3, 0.3),
    ]
    assert only.unattributed == 1


def test_a_pronoun_is_nobody() -> None:
    (only,) = framed([article("a")], [quotation("1", "a", "one two three", "he")]).columns
    assert (only.voices, only.unattributed) == ((), 1)


def test_a_speaker_has_one_name_in_all_columns() -> None:
    said = [
        quotation("1", "a", "one two three", "Mr Marek"),
        quotation("2", "b", "four five six", "Defence Minister Ivo Marek"),
        quotation("3", "c", "seven eight nine", "Marek"),
    ]
    framing = framed([article(n) for n in "abc"], said)
    assert [[v.speaker for v in c.voices] for c in framing.columns] == [["Ivo Marek"]] * 3
    assert all(c.only_voices == () for c in framing.columns)


def test_the_name_is_the_full_form_that_most_columns_use() -> None:
    mentions = {"a": "Ivo Marek", "b": "Ivo Marek", "c": "Ivo Bartosz Marek", "d": "Marek"}
    said = [quotation(name, name, f"one two {name}", mention) for name, mention in mentions.items()]
    framing = framed([article(name) for name in mentions], said)
    assert {v.speaker for c in framing.columns for v in c.voices} == {"Ivo Marek"}


def test_a_family_name_that_two_persons_bear_is_neither_of_them() -> None:
    said = [
        quotation("1", "a", "one two three", "Ivo Marek"),
        quotation("2", "b", "four five six", "Petra Marek"),
        quotation("3", "c", "seven eight nine", "Marek"),
    ]
    for order in permutations(said):
        framing = framed([article(n) for n in "abc"], list(order))
        assert [[v.speaker for v in c.voices] for c in framing.columns] == [["Ivo Marek"], ["Petra Marek"], ["Marek"]]


def test_a_pull_quote_and_the_same_words_in_a_second_article_count_once() -> None:
    said = [
        quotation("pull", "a", "four five six seven", None, at=0),
        quotation("full", "a", "three four five six seven eight", at=40),
        quotation("again", "b", "Three four five, six seven eight.", "Marek", at=0),
        quotation("other", "b", "six seven", "Petra Lind", at=50),
    ]
    articles = [article("a", "The Courier", "x" * 100), article("b", "The Courier", "x" * 100)]
    (only,) = framed(articles, said).columns
    assert [(v.speaker, v.quotations, v.words) for v in only.voices] == [
        ("Ivo Marek", ("full",), 6),
        ("Petra Lind", ("other",), 2),
    ]
    assert only.unattributed == 0


def test_an_interrupted_quotation_is_one_of_its_speaker() -> None:
    head = quotation("1", "a", "one two", "Ivo Marek", at=0)
    tail = replace(quotation("2", "a", "three four", None, at=20), continues="1")
    (only,) = framed([article("a")], [tail, head]).columns
    assert [(v.quotations, v.words) for v in only.voices] == [(("1",), 4)]
    assert only.unattributed == 0


# What only one carries, and what one leaves out


def three(**more: str) -> list[Article]:
    return [article(name, **more) for name in "abc"]


def test_what_only_one_column_carries_is_named() -> None:
    said = [
        quotation("1", "a", "one two three"),
        quotation("2", "b", "one two three"),
        quotation("3", "b", "nobody else has this one", "Petra Lind", at=30),
    ]
    framing = framed(three(), said, [statement("s", "1", "2")])
    assert column(framing, "The a").only_voices == ()
    assert column(framing, "The a").only_quotations == ()
    assert column(framing, "The b").only_voices == ("Petra Lind",)
    assert column(framing, "The b").only_quotations == ("3",)


def test_quoted_words_stand_alone_though_nobody_is_named_for_them() -> None:
    said = [
        quotation("1", "a", "one two three four five", None),
        quotation("2", "a", "six seven eight nine ten", "she", "mixed", at=30),
        quotation("3", "b", "only four words here", None),
        quotation("4", "b", "it was told that all of them had left", None, "indirect", at=30),
        quotation("5", "c", "words that stand in two of them", None),
        quotation("6", "a", "words that stand in two of them", None, at=60),
    ]
    framing = framed(three(), said, [statement("s", "5", "6")])
    assert [c.only_quotations for c in framing.columns] == [("1", "2"), (), ()]


def test_a_column_that_prints_the_words_with_another_name_or_none_does_not_omit_the_voice() -> None:
    for speaker in (None, "Petra Lind"):
        said = [quotation("1", "a", BODY), quotation("2", "b", BODY), quotation("3", "c", BODY, speaker)]
        (column,) = (c for c in framed(three(), said).omissions if c.what == "Ivo Marek")
        assert column.kind == "voice"
        assert "Ivo Marek" not in [o.what for o in framed(three(), said, [statement("s", "1", "2", "3")]).omissions]


def test_what_copies_turn_among_themselves_is_one_columns() -> None:
    articles = [article(name) for name in "abcd"]
    said = [
        quotation("1", "a", "we will not sell the mill to anybody"),
        quotation("2", "b", "we will sell the mill to anybody"),
    ]
    framing = framed(articles, said, [statement("s", "1", "2")], (family("a", "b"),))
    assert [o for o in framing.omissions if o.kind == "statement"] == []
    assert column(framing, "The a, The b").only_quotations == ("1", "2")


def test_what_two_columns_carry_is_an_omission_of_the_third() -> None:
    said = [quotation("1", "a", "one two three"), quotation("2", "b", "one two three")]
    framing = framed(three(), said, [statement("s", "1", "2")])
    carriers = tuple(sorted((column(framing, "The a").id, column(framing, "The b").id)))
    lacking = column(framing, "The c").id
    assert framing.omissions == (
        Omission(lacking, "statement", "s", carriers, ("1", "2")),
        Omission(lacking, "voice", "Ivo Marek", carriers, ("1", "2")),
    )


def test_the_number_of_carriers_can_be_set() -> None:
    said = [quotation("1", "a", "one two three")]
    assert framed([article("a"), article("b")], said, carriers=2).omissions == ()
    assert [o.what for o in framed([article("a"), article("b")], said, carriers=1).omissions] == ["Ivo Marek"]


def test_a_voice_that_a_column_may_quote_under_a_family_name_is_no_omission() -> None:
    said = [
        quotation("1", "a", "one two three", "Ivo Marek"),
        quotation("2", "b", "four five six", "Ivo Marek"),
        quotation("3", "c", "seven eight nine", "Marek"),
        quotation("4", "c", "ten eleven", "Petra Marek", at=30),
    ]
    assert [o.what for o in framed(three(), said).omissions] == []


def test_a_voice_that_a_column_quotes_under_a_longer_mention_is_no_omission() -> None:
    said = [
        quotation("1", "a", "one two three", "Ivo Marek"),
        quotation("2", "b", "four five six", "Ivo Marek"),
        quotation("3", "c", "seven eight nine", "Ivo Marek of the Lindow millers"),
    ]
    framing = framed(three(), said)
    assert framing.omissions == ()
    assert all(c.only_voices == () for c in framing.columns)


def test_a_statement_that_an_article_tells_in_its_own_words_is_no_omission() -> None:
    words = "the signals of our ships are jammed every night"
    said = [quotation("1", "a", words), quotation("2", "b", words)]
    third = article("c", text="The captain complained. There was jamming at night, he wrote, of all ships' signals.")
    framing = framed([article("a"), article("b"), third], said, [statement("s", "1", "2")])
    assert [o.kind for o in framing.omissions] == ["voice"]


def test_who_prints_one_piece_of_a_long_quotation_does_not_omit_another() -> None:
    said = [
        quotation("1", "a", "one two three four"),
        quotation("2", "b", "one two"),
        quotation("3", "c", "three four"),
    ]
    pieces = [statement("s1", "1", "2"), statement("s2", "1", "3")]
    framing = framed(three(), said, pieces)
    assert framing.omissions == ()


def test_a_mention_that_names_nobody_is_no_omission() -> None:
    said = [quotation("1", "a", "one two three", "the ministry"), quotation("2", "b", "four five six", "the ministry")]
    assert framed(three(), said).omissions == ()


def test_a_teaser_never_omits_and_neither_does_a_fragment() -> None:
    said = [quotation("1", "a", "one two three"), quotation("2", "b", "one two three")]
    for third in (article("c", kind="teaser"), article("c", truncated=True)):
        assert framed([article("a"), article("b"), third], said, [statement("s", "1", "2")]).omissions == ()


def test_an_article_from_before_the_first_carrier_omits_nothing() -> None:
    said = [quotation("1", "a", "one two three"), quotation("2", "b", "one two three")]

    def omits(carried: str, lacking: str) -> bool:
        articles = [article("a", at=carried), article("b", at=carried), article("c", at=lacking)]
        return bool(framed(articles, said, [statement("s", "1", "2")]).omissions)

    assert not omits("2021-03-01T12:00:00+00:00", "2021-03-01T09:59:00+00:00")
    assert omits("2021-03-01T12:00:00+00:00", "2021-03-01T10:01:00+00:00")
    assert omits("2021-03-01T12:00:00+00:00", "2021-03-01T13:30:00+02:00")
    assert not omits("2021-03-03", "2021-03-01")
    assert omits("2021-03-02", "2021-03-01")
    assert omits("2021-03-01", "2021-03-03")


def test_an_unknown_date_excuses_nobody() -> None:
    said = [quotation("1", "a", "one two three"), quotation("2", "b", "one two three")]
    articles = [article("a", at="2021-03-09"), article("b"), article("c", at="2021-03-01")]
    assert framed(articles, said, [statement("s", "1", "2")]).omissions


def test_an_outlet_that_prints_it_in_a_shared_text_does_not_omit_it() -> None:
    articles = [
        article("wire1", "The Courier"),
        article("wire2", "The Herald"),
        article("own", "The Courier"),
        article("b", "The Gazette"),
    ]
    said = [quotation("1", "wire1", "one two three"), quotation("2", "b", "one two three")]
    framing = framed(articles, said, [statement("s", "1", "2")], (family("wire1", "wire2"),))
    assert framing.omissions == ()


def test_columns_that_share_an_outlet_are_one_carrier() -> None:
    articles = [
        article("wire1", "The Courier"),
        article("wire2", "The Herald"),
        article("own", "The Courier"),
        article("b", "The Gazette"),
    ]
    said = [quotation("1", "wire1", "one two three"), quotation("2", "own", "four five six")]
    assert framed(articles, said, copies=(family("wire1", "wire2"),)).omissions == ()


def test_copies_of_one_article_give_one_column_and_no_omission() -> None:
    articles = [article(name) for name in "abcd"]
    said = [quotation(name.upper(), name, "one two three") for name in "abcd"]
    framing = framed(articles, said, copies=(family("a", "b", "c", "d"),))
    (only,) = framing.columns
    assert only.name == "The a, The b, The c, The d"
    assert [(v.quotations, v.words) for v in only.voices] == [(("A",), 3)]
    assert framing.omissions == ()


def test_other_events_are_passed_over() -> None:
    foreign = replace(statement("s", "1", "2"), event="other")
    said = [quotation("1", "a", "one two three"), quotation("2", "b", "one two three"), quotation("3", "z", "far away")]
    event = Event("e", ("a", "b", "c"), None)
    framing = frame(event, [*three(), article("z")], said, [foreign])
    assert [c.name for c in framing.columns] == ["The a", "The b", "The c"]
    assert [o.kind for o in framing.omissions] == ["voice"]


names = st.sampled_from(
    ["Ivo Marek", "Marek", "Petra Marek", "Mr Marek", "Petra Lind", "Lind", "he", "the ministry", None]
)
outlets = st.sampled_from(["The Courier", "The Herald", None])


@settings(max_examples=80, deadline=None)
@given(
    st.lists(outlets, min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 4), names, st.sampled_from(["direct", "indirect", "mixed"])), max_size=8),
    st.randoms(use_true_random=False),
)
def test_order_is_nothing_and_every_count_adds_up(
    who: list[str | None], said: list[tuple[int, str | None, QuotationKind]], shuffle: random.Random
) -> None:
    articles = [article(f"a{n}", outlet) for n, outlet in enumerate(who)]
    quotations = [
        quotation(f"q{n}", f"a{source % len(who)}", f"word{n} other{n}", speaker, kind, at=5 * n)
        for n, (source, speaker, kind) in enumerate(said)
    ]
    first = framed(articles, quotations, copies=(family("a0", "a1"),) if len(who) > 1 else ())
    for c in first.columns:
        assert sum(v.share for v in c.voices) <= 1.001
        own = [q for q in quotations if q.article in c.articles]
        assert sum(len(v.quotations) for v in c.voices) == sum(q.speaker not in (None, "he") for q in own)
    assert sorted(a for c in first.columns for a in c.articles) == sorted(a.id for a in articles)
    assert len({c.id for c in first.columns}) == len({c.name for c in first.columns}) == len(first.columns)
    shuffle.shuffle(articles)
    shuffle.shuffle(quotations)
    event = Event("e", tuple(sorted(a.id for a in articles)), None)
    assert frame(event, articles, quotations, (), (family("a1", "a0"),) if len(who) > 1 else ()) == first
