"""Events: small invented news, and what must hold of any set of articles."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.errors import CompareError
from compare.events import clustering, explain_pair, find_events
from compare.model import Article, CopyGroup, Event, Precision, Published


def article(name: str, title: str | None, text: str, when: str | None = None) -> Article:
    precision: Precision = "minute" if when and "T" in when else "day"
    return Article(name, text, title=title, published=Published(when, precision) if when else None)


SUMMIT = [
    article(
        "gazette", "Marlow and Tessin quarrel over dam at Ostwick summit",
        "President Hanna Marlow accused Tessin of starving her farmers of water when the two leaders met in "
        "Ostwick on Tuesday. The dam on the upper Brenna, she said, had cut the river by a third since April. "
        "Tessin's chancellor, Piet Aldous, replied that the drought was to blame. They parted without a "
        "statement.", "2031-06-03"),
    article(
        "herald", "Chancellor blames drought for low Brenna",
        "Tessin will not open the gates of its new dam, Chancellor Piet Aldous said after a summit with Hanna "
        "Marlow in Ostwick. No water was being held back; it had simply not rained. Engineers of both sides "
        "are to measure the flow of the Brenna together from July.", "2031-06-03T18:20:00+02:00"),
    article(
        "tribune", "No communiqué from Ostwick: dam talks end in silence",
        "Farmers along the lower Brenna had hoped for water from the Ostwick talks. They got a photograph. "
        "Piet Aldous and Hanna Marlow did shake hands, but on the dam the leaders of Tessin and its southern "
        "neighbour remained as far apart as they had been before the drought.", "2031-06-04"),
]  # fmt: skip
LATER = article(
    "later", "Marlow and Aldous sign Brenna water treaty in Ostwick",
    "Hanna Marlow and Piet Aldous have signed a treaty on the water of the Brenna. At a ceremony in "
    "Ostwick, the leaders agreed that Tessin's dam will release a fixed amount every week, drought or "
    "not.", "2031-07-08")  # fmt: skip
OTHERS = [
    article(
        "tram", "Tram drivers in Kessel begin strike",
        "Nothing moved on the rails of Kessel on Tuesday morning, when twelve hundred tram drivers stopped "
        "work over their rota. The union wants two Sundays off a month. The transport company has hired "
        "buses.", "2031-06-03"),
    article(
        "opera", "Soprano loses voice, prompter sings on",
        "The audience at the Lindholm opera heard the third act from below the stage on Monday night. "
        "Prompter Greta Sand sang the part of the queen to the end, after soprano Alma Reyes had lost her "
        "voice.", "2031-06-03"),
    article("empty", None, ""),
    article("untitled", None, "Beekeepers of the Morrow valley report the best spring honey for years.", "2031-06-05"),
    article("textless", "Museum of locks in Pellworth to reopen", ""),
]  # fmt: skip
NEWS = [*SUMMIT, LATER, *OTHERS]


def members(events: Sequence[Event]) -> set[tuple[str, ...]]:
    return {event.articles for event in events}


def test_no_articles_tell_of_no_event() -> None:
    assert find_events([]) == ()


def test_a_meeting_told_in_different_words_is_one_event_and_nothing_else_joins_it() -> None:
    alone = {(one.id,) for one in (LATER, *OTHERS)}
    assert members(find_events(NEWS)) == {("gazette", "herald", "tribune"), *alone}


def test_an_event_knows_its_first_and_last_publication_and_its_most_central_title() -> None:
    event = next(event for event in find_events(NEWS) if len(event.articles) == 3)
    assert (event.first, event.last) == ("2031-06-03", "2031-06-04")
    assert event.title in {one.title for one in SUMMIT}
    assert event.id.startswith("e")
    assert len(event.id) == 13
    assert find_events([SUMMIT[0]])[0].id == event.id


def test_events_come_in_order_of_publication_and_those_without_a_date_last() -> None:
    found = find_events(NEWS)
    assert [event.first for event in found] == [
        "2031-06-03",
        "2031-06-03",
        "2031-06-03",
        "2031-06-05",
        "2031-07-08",
        None,
        None,
    ]
    undated = [event.id for event in found if event.first is None]
    assert undated == sorted(undated)


def test_articles_without_text_or_without_title_stand_alone() -> None:
    blank = [article(name, None, "") for name in "abc"]
    assert members(find_events(blank)) == {("a",), ("b",), ("c",)}
    assert all(event.title is None for event in find_events(blank))


def test_an_undated_article_joins_the_event_if_its_text_says_enough() -> None:
    long = " ".join(one.text for one in SUMMIT) + " The river gauge at Ostwick was read twice that day."
    undated = article("undated", "Dam on the Brenna divides Marlow and Aldous", long)
    assert ("gazette", "herald", "tribune", "undated") in members(find_events([*NEWS, undated]))


def test_an_undated_excerpt_on_a_matter_of_many_years_stays_alone_unless_it_shares_a_passage() -> None:
    yearly = [
        replace(SUMMIT[0], id=str(year), published=Published(f"{year}-06-03", "day")) for year in range(2024, 2031)
    ]
    excerpt = "Hanna Marlow says that her country and Tessin could one day share the Brenna. The dam is disputed."
    alike = article("excerpt", "Marlow on Tessin and the Brenna", excerpt)
    assert ("excerpt",) in members(find_events([*NEWS, *yearly, alike]))
    passage = "The dam on the upper Brenna, she said, had cut the river by a third since April."
    quoting = replace(alike, text=f"Hanna Marlow accused Tessin of starving her farmers of water. {passage}")
    assert ("excerpt",) not in members(find_events([*NEWS, *yearly, quoting]))


def test_undated_reports_of_one_week_meet_as_dated_ones_do() -> None:
    undated = [replace(one, published=None) for one in NEWS if one is not LATER]
    assert ("gazette", "herald", "tribune") in members(find_events(undated))
    for left_out in SUMMIT:
        some = [replace(one, published=None) if one is left_out else one for one in NEWS if one is not LATER]
        assert ("gazette", "herald", "tribune") in members(find_events(some))


def test_a_date_known_to_the_month_only_is_as_good_as_none() -> None:
    vague = [replace(one, published=Published("2031-06", "month")) for one in SUMMIT]
    undated = [replace(one, published=None) for one in SUMMIT]
    assert members(find_events(vague)) == members(find_events(undated))


def test_articles_known_to_be_far_apart_are_never_brought_together_by_one_without_a_date() -> None:
    old = replace(SUMMIT[0], id="old", published=Published("2029-06-03", "day"))
    bridge = replace(SUMMIT[0], id="bridge", published=None)
    for event in find_events([old, bridge, *SUMMIT]):
        assert not {"old", "gazette"} <= set(event.articles)


def test_a_copy_joins_the_event_of_its_original_even_where_it_is_printed_much_later() -> None:
    reprint = replace(SUMMIT[1], id="reprint", published=Published("2031-09-30", "day"))
    group = CopyGroup("c1", ("herald", "reprint"), "herald", ())
    event = next(event for event in find_events([*NEWS, reprint], [group]) if len(event.articles) > 1)
    assert event.articles == ("gazette", "herald", "reprint", "tribune")
    assert event.last == "2031-09-30"


def test_what_an_outlet_prints_under_everything_makes_no_event() -> None:
    notice = "The Pellworth Courier is printed on paper from Sandervale. Subscribers get beeswax polish every spring."
    texts = [one.text for one in (SUMMIT[0], *OTHERS[:2])]
    texts += [
        "A bakery in Dornholt has baked a loaf as long as its street. Four ovens and a fire engine were needed for it, "
        "and the mayor cut the first slice with a saw that the volunteer firemen had boiled beforehand.",
        "The chess club of Tollenbeck has lost its only rook. Until it is found, members play with a thimble, which the "
        "federation tolerates in friendly games but not in the league, where points would have to be given away.",
    ]
    noticed = [article(str(n), None, f"{text}\n{notice}", "2031-06-03") for n, text in enumerate(texts)]
    assert members(find_events(noticed)) == {(str(n),) for n in range(5)}


def test_what_five_outlets_have_from_their_agency_is_no_furniture() -> None:
    lead = (
        "PELLWORTH — A goods train carrying beet ran off the rails at the Sandervale points on Monday and came to rest in "
        "the garden of the stationmaster, who was asleep, the railway said."
    )
    own = [
        "Sugar will be dear in Kessel this winter.", "Neighbours brought tea and ladders.", "A goat is missing.",
        "The line to Dornholt stays closed until Friday.", "It is the third such accident in a year.",
    ]  # fmt: skip
    wired = [
        replace(article(str(n), None, f"{lead}\n{line}", "2031-06-03"), outlet=f"Outlet {n}")
        for n, line in enumerate(own)
    ]
    assert ("0", "1", "2", "3", "4") in members(find_events([*wired, *OTHERS]))


def test_many_identical_articles_are_one_event_even_if_nobody_says_that_they_are_copies() -> None:
    assert len(find_events([replace(SUMMIT[0], id=str(n)) for n in range(9)])) == 1


def test_a_group_of_copies_that_are_not_all_at_hand_is_still_one_voice() -> None:
    twin = replace(SUMMIT[1], id="twin")
    absent = CopyGroup("c1", ("away", "herald", "twin"), "away", ())
    nobody = CopyGroup("c2", ("away2", "away3"), "away2", ())
    found = find_events([SUMMIT[1], twin, *OTHERS], [absent, nobody])
    assert ("herald", "twin") in members(found)


def test_ten_thousand_words_of_one_kind_are_no_trouble() -> None:
    awkward = ["a" * 200_000, "water " * 40_000, "1,1" * 60_000, "x'" * 100_000, "\ud800 " * 1_000]
    found = find_events([article(str(n), text[:100], text, "2031-01-01") for n, text in enumerate(awkward)])
    assert members(found) == {(str(n),) for n in range(len(awkward))}


def test_an_event_names_the_terms_that_hold_it_together_and_how_strongly_each_article_belongs() -> None:
    event = next(event for event in find_events(NEWS) if len(event.articles) == 3)
    assert {"ostwick", "dam", "brenna"} <= {term.text for term in event.terms}
    weights = [term.weight for term in event.terms]
    assert weights == sorted(weights, reverse=True)
    assert 0 < sum(weights) <= 1
    assert len(event.strengths) == 3
    assert all(0.07 < strength < 1 for strength in event.strengths)
    alone = next(event for event in find_events(NEWS) if len(event.articles) == 1)
    assert not alone.strengths
    assert not alone.terms


def test_the_article_that_belongs_most_gives_the_title() -> None:
    event = next(event for event in find_events(NEWS) if len(event.articles) == 3)
    central = event.articles[event.strengths.index(max(event.strengths))]
    assert event.title == next(one.title for one in SUMMIT if one.id == central)


def test_a_teaser_goes_where_its_article_goes_although_its_own_words_would_not_do() -> None:
    teaser = Article("front", "", title=SUMMIT[1].title, outlet="Herald", kind="teaser")
    own = [replace(one, outlet="Herald") if one.id == "herald" else one for one in NEWS]
    assert ("front", "gazette", "herald", "tribune") in members(find_events([*own, teaser]))
    assert ("front",) in members(find_events([*(one for one in own if one.id != "herald"), teaser]))


def test_a_teaser_that_stands_twice_and_its_article_are_one_voice() -> None:
    teasers = [Article(name, "", title=SUMMIT[1].title, outlet="Herald", kind="teaser") for name in ("one", "two")]
    group = CopyGroup("c1", ("herald", "one", "two"), "one", ())
    own = [replace(one, outlet="Herald") if one.id == "herald" else one for one in NEWS]
    assert ("gazette", "herald", "one", "tribune", "two") in members(find_events([*own, *teasers], [group]))


def test_two_articles_of_one_event_share_terms_that_add_up_to_their_similarity() -> None:
    found = explain_pair(NEWS, "gazette", "tribune")
    assert (found.same_event, found.voices, found.compared) == (True, ("gazette", "tribune"), True)
    assert sum(term.weight for term in found.terms) == pytest.approx(found.similarity, abs=1e-6)
    assert {"ostwick", "dam"} <= {term.text for term in found.terms}
    assert found.days == 1.0
    assert found.closeness == 0.75
    assert (found.average, found.needed) == (None, None)
    turned = replace(found, a="tribune", b="gazette", voices=("tribune", "gazette"))
    assert explain_pair(NEWS, "tribune", "gazette") == turned


def test_two_events_are_apart_because_their_average_is_less_than_needed() -> None:
    found = explain_pair(NEWS, "gazette", "later")
    assert not found.same_event
    assert found.average is not None
    assert found.needed is not None
    assert found.average < found.needed
    assert found.needed >= found.threshold


def test_a_copy_and_its_original_are_never_apart() -> None:
    reprint = replace(SUMMIT[1], id="reprint", published=Published("2031-09-30", "day"))
    found = explain_pair([*NEWS, reprint], "reprint", "herald", [CopyGroup("c1", ("herald", "reprint"), "herald", ())])
    assert (found.same_event, found.voices) == (True, ("herald", "herald"))


def test_an_id_that_is_not_there_is_named() -> None:
    with pytest.raises(CompareError, match="'nobody'"):
        explain_pair(NEWS, "gazette", "nobody")
    with pytest.raises(CompareError, match="both ids"):
        explain_pair(NEWS, "gazette", "gazette")


# Any set of articles.

SUBJECTS = [
    [f"{stem}{ending}" for ending in ("ar", "el", "ix", "om", "ud", "an", "esk", "old")]
    for stem in ("brav", "clin", "dorm", "fesk", "glar")
]
COMMON = "the of and said that people government city new report people week officials plan".split()


@st.composite
def newsrooms(draw: st.DrawFn) -> list[Article]:
    choice = random.Random(draw(st.integers(0, 10_000)))
    articles = []
    for number in range(draw(st.integers(1, 14))):
        subject = choice.choice(SUBJECTS)
        text = " ".join(choice.choice(choice.choice([subject, COMMON])) for _ in range(choice.choice([0, 5, 60, 200])))
        when = choice.choice([None, "2031-01-01", "2031-01-03", "2031-02-20", "2031-01-02T09:00:00+01:00"])
        articles.append(article(f"a{number:02}", choice.choice([None, " ".join(subject[:3])]), text, when))
    return articles


@st.composite
def copied(draw: st.DrawFn, articles: list[Article]) -> list[CopyGroup]:
    names = draw(st.permutations([one.id for one in articles]))
    cut = draw(st.integers(0, len(names)))
    return [CopyGroup("c", tuple(sorted(names[:cut])), names[0], ())] if cut > 1 else []


@given(st.data(), newsrooms())
@settings(max_examples=100, deadline=None)
def test_every_article_is_in_exactly_one_event_and_copies_stay_together(
    data: st.DataObject, articles: list[Article]
) -> None:
    groups = data.draw(copied(articles))
    found = find_events(articles, groups)
    assert sorted(one for event in found for one in event.articles) == sorted(one.id for one in articles)
    for group in groups:
        assert any(set(group.articles) <= set(event.articles) for event in found)


@given(newsrooms(), st.data())
@settings(max_examples=60, deadline=None)
def test_compiled_code_finds_the_same_events(articles: list[Article], data: st.DataObject) -> None:
    groups = data.draw(copied(articles))
    plain = find_events(articles, groups)
    with mock.patch.object(clustering, "MANY", 1):
        assert find_events(articles, groups) == plain


@given(newsrooms())
@settings(max_examples=60, deadline=None)
def test_an_article_in_other_words_and_of_another_time_changes_no_event(articles: list[Article]) -> None:
    text = "Beekeepers of Pellworth valley harvest amber honey; hives hummed through spring, says beekeeper Greta Sand."
    unrelated = article("unrelated", "Honey harvest", text, "2035-06-05")
    assert members(find_events([*articles, unrelated])) == members(find_events(articles)) | {("unrelated",)}


@given(newsrooms(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_articles_does_not_matter(articles: list[Article], choice: random.Random) -> None:
    shuffled = articles[:]
    choice.shuffle(shuffled)
    assert find_events(shuffled) == find_events(articles)


@given(newsrooms(), st.data())
@settings(max_examples=60, deadline=None)
def test_an_exact_copy_joins_the_event_of_its_original(articles: list[Article], data: st.DataObject) -> None:
    long = [one for one in articles if len(one.text.split()) >= 60]
    if long:
        original = data.draw(st.sampled_from(long))
        found = find_events([*articles, replace(original, id="copy")])
        assert any({original.id, "copy"} <= set(event.articles) for event in found)


@pytest.mark.parametrize("unrelated", OTHERS)
def test_an_unrelated_article_changes_no_event(unrelated: Article) -> None:
    others = [one for one in NEWS if one is not unrelated]
    assert members(find_events(NEWS)) == members(find_events(others)) | {(unrelated.id,)}
