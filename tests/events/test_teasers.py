"""Which article a teaser announces: invented news, as an index page and as the pages behind it give it."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.events import teasers
from compare.events.teasers import hosts
from compare.model import Article, Precision, Published


def day(iso: str) -> Published:
    precision: Precision = "minute" if "T" in iso else "day"
    return Published(iso, precision)


def article(name: str, title: str | None, text: str, outlet: str | None = None, when: str | None = None) -> Article:
    return Article(name, text, title=title, outlet=outlet, published=day(when) if when else None)


def teaser(title: str | None, text: str = "", outlet: str | None = None, when: str | None = None) -> Article:
    return replace(article("t", title, text, outlet, when), kind="teaser")


TITLE = "Harbour bridge at Ostwick closes after cracks appear"
LEAD = (
    "The harbour bridge at Ostwick was closed on Tuesday night after divers found three cracks in its eastern pier, "
    "the town said."
)
REST = (
    "Mayor Hanna Marlow asked commuters to take the ferry from Pellworth, which will sail every twenty minutes. "
    "Engineers from Kessel are expected to measure the damage before the weekend; until then nobody can say how long "
    "the repairs will take, or who is to pay for them."
)
BRIDGE = article("bridge", TITLE, f"{LEAD}\n\n{REST}", "The Gazette", "2031-06-04")
OPERA = article(
    "opera", "Prompter sings third act in Lindholm",
    "The audience at the Lindholm opera heard the third act from below the stage on Monday night. Prompter Greta Sand "
    "sang the part of the queen to the end, after soprano Alma Reyes had lost her voice.", "The Gazette", "2031-06-04",
)  # fmt: skip
TRAM = article(
    "tram", "Tram drivers in Kessel begin strike over rota",
    "Nothing moved on the rails of Kessel on Tuesday morning, when twelve hundred tram drivers stopped work. The union "
    "wants two Sundays off a month, and the transport company has hired buses.", "The Herald", "2031-06-03",
)  # fmt: skip
NEWS = [BRIDGE, OPERA, TRAM]


def host(one: Article, *articles: Article) -> str | None:
    return hosts([*articles, one]).get(one.id)


@pytest.mark.parametrize(
    "one",
    [
        teaser(TITLE, LEAD),
        teaser(TITLE.upper(), LEAD[:70] + "…", outlet="Gazette"),
        teaser(TITLE),
        teaser("Harbour bridge at Ostwick closes after cra…"),
        teaser("Harbour bridge at Ostwick closes after ...", LEAD),
        teaser("Town news | " + TITLE),
        teaser(TITLE + " – The Gazette", LEAD),
        teaser(None, LEAD),
        teaser("Ostwick without its bridge", LEAD),
        teaser(TITLE, "Mayor Marlow asks commuters to take the ferry while engineers measure the damage to the pier"),
        teaser(TITLE, LEAD, when="2031-06-06"),
        teaser(TITLE, LEAD, outlet="Herald"),
    ],
)
def test_a_teaser_finds_its_article_by_title_or_by_its_lines(one: Article) -> None:
    assert host(one, *NEWS) == "bridge"


@pytest.mark.parametrize(
    "one",
    [
        teaser("Beekeepers of Morrow valley report best spring honey", "It has not been so sweet for years."),
        teaser("Harbour bridge at Ostwick reopens after repairs", "Commuters have their shortest way back."),
        teaser(TITLE, LEAD, when="2031-09-04"),  # closed again, three months later
        teaser(None, "The Gazette"),
        teaser(None),
        teaser("…"),
        teaser(
            TITLE, "Beekeepers of the Morrow valley report the best spring honey for years, and expect a mild summer."
        ),
        teaser("Honey prices fall in Morrow valley after record spring", LEAD),  # a caption that strayed under it
    ],
)
def test_a_teaser_of_which_the_article_is_not_at_hand_has_no_host(one: Article) -> None:
    assert host(one, *NEWS) is None


def test_only_a_teaser_has_a_host_and_only_an_article_is_one() -> None:
    assert hosts(NEWS) == hosts([]) == {}
    assert hosts([teaser(TITLE, LEAD), replace(teaser(TITLE, LEAD), id="u")]) == {}
    assert hosts([*NEWS, replace(BRIDGE, id="copy")]) == {}


def test_an_address_leads_to_its_article_though_no_word_is_the_same() -> None:
    there = replace(BRIDGE, url="https://gazette.example/town/bridge")
    link = "http://www.Gazette.example/town/bridge/?utm_source=front#comments"
    assert host(replace(teaser("Take the ferry"), url=link), there, OPERA) == "bridge"
    assert host(replace(teaser("Take the ferry"), url="https://gazette.example/town/bridge-2"), there) is None
    assert (
        host(
            replace(teaser("Take the ferry"), url="https://gazette.example/"),
            replace(there, url="https://gazette.example"),
        )
        is None
    )


def test_the_address_of_the_index_page_leads_nowhere() -> None:
    url = "https://gazette.example/town"
    front = replace(BRIDGE, id="front", title="Town", text="News of the town.", url=url)
    first, second = (replace(teaser(title), id=title, url=url) for title in ("Take the ferry", "Bring a coat"))
    assert hosts([front, first, second]) == {}


def test_a_teaser_belongs_to_the_article_of_its_own_outlet() -> None:
    reprint = replace(BRIDGE, id="a-reprint", outlet="The Herald")
    assert host(teaser(TITLE, LEAD, "Herald"), BRIDGE, reprint, OPERA) == "a-reprint"
    assert host(teaser(TITLE, LEAD, "The Gazette"), BRIDGE, reprint, OPERA) == "bridge"


def test_another_outlets_article_is_no_host_where_only_its_title_is_the_same() -> None:
    lines = "Hanna Marlow has nobody but herself to blame: for years the pier was patched and never measured"
    assert host(teaser(TITLE, lines, "The Gazette"), BRIDGE) == "bridge"
    assert host(teaser(TITLE, lines, "The Herald"), BRIDGE) is None


def test_a_title_that_tells_little_needs_the_words_or_the_day() -> None:
    briefing = article("briefing", "Morning briefing", f"{LEAD} {REST}", "The Gazette", "2031-06-04")
    other = "Twelve hundred tram drivers stopped work in Kessel, where the union wants two Sundays off a month."
    assert host(teaser("Morning briefing", LEAD), briefing) == "briefing"
    assert host(teaser("Morning briefing", "", "The Gazette", "2031-06-04"), briefing) == "briefing"
    assert host(teaser("Morning briefing"), briefing) is None
    assert host(teaser("Morning briefing", "", "The Gazette", "2031-06-05"), briefing) is None
    assert host(teaser("Morning briefing", other, "The Gazette", "2031-06-04"), briefing) is None


def test_where_several_articles_fit_equally_well_there_is_no_host() -> None:
    title = "Letters from readers about harbour bridge closures"
    letters = [
        replace(OPERA, id="l1", title=title, published=day("2031-06-03")),
        replace(TRAM, id="l2", title=title, published=day("2031-06-05"), outlet=OPERA.outlet),
    ]
    assert host(teaser(title), *letters) is None
    assert host(teaser(title, "", OPERA.outlet, "2031-06-05"), *letters) == "l2"
    assert host(teaser(title, OPERA.text[:120]), *letters) == "l1"


def test_of_versions_of_one_text_the_nearest_in_time_is_the_host() -> None:
    early = replace(BRIDGE, id="early", published=day("2031-06-04T06:00:00Z"))
    late = replace(
        BRIDGE, id="late", text=f"{LEAD}\n\nThe ferry is full.\n\n{REST}", published=day("2031-06-05T21:00:00Z")
    )
    assert host(teaser(TITLE, LEAD, "The Gazette", "2031-06-05"), early, late) == "late"
    assert host(teaser(TITLE, LEAD, "The Gazette", "2031-06-03"), early, late) == "early"
    assert host(teaser(TITLE), early, late) == "early"
    assert host(teaser(TITLE), early, replace(early, id="also")) == "also"


def test_the_window_is_the_callers() -> None:
    one = teaser(TITLE, LEAD, when="2031-06-07")
    assert hosts([BRIDGE, one], window=3) == {"t": "bridge"}
    assert hosts([BRIDGE, one], window=2) == {}
    vague = replace(one, published=Published("2031-09", "month"))
    assert hosts([BRIDGE, vague], window=2) == {"t": "bridge"}


def test_teasers_that_repeat_on_many_pages_each_find_their_article() -> None:
    pages = [replace(teaser("Ostwick without its bridge", LEAD), id=f"t{page}") for page in range(150)]
    assert set(hosts([*NEWS, *pages]).values()) == {"bridge"}
    assert len(hosts([*NEWS, *pages])) == 150


@pytest.mark.parametrize("piece", [" ", ".", "…", "a", "a ", ": ", "| a ", "?&", "utm_", "ß", "\u0301", "\n", "://"])
def test_hostile_input_is_read_in_bounded_time(piece: str) -> None:
    long = piece * (200_000 // len(piece))
    one = replace(teaser(long, long), url="https://x/?" + long)
    assert hosts([article("a", long[:-1], long, long), one, *NEWS]).keys() <= {"t"}


POOL = [
    *NEWS,
    replace(BRIDGE, id="reprint", outlet="The Herald"),
    replace(BRIDGE, id="later", published=day("2031-06-09"), url="https://gazette.example/town/bridge"),
    replace(OPERA, id="briefing", title="Morning briefing"),
    *(
        replace(teaser(title, text, outlet, when), id=f"t{number}")
        for number, (title, text, outlet, when) in enumerate(
            (title, text, outlet, when)
            for title in (TITLE, "Morning briefing", "Town: " + TITLE, "Harbour bridge at Ostwick closes after …")
            for text in ("", LEAD, OPERA.text[:120])
            for outlet, when in ((None, None), ("Herald", "2031-06-08"))
        )
    ),
]


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from(range(len(POOL))), min_size=2), st.randoms(use_true_random=False))
def test_the_order_of_the_articles_does_not_matter(chosen: set[int], shuffled: random.Random) -> None:
    some = [POOL[number] for number in sorted(chosen)]
    found = hosts(some)
    shuffled.shuffle(some)
    again = hosts(some)
    assert list(again.items()) == list(found.items())
    assert set(found.values()) <= {one.id for one in some if one.kind == "article"}


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from(range(6, len(POOL))), min_size=1))
def test_a_teaser_has_the_same_host_whatever_other_teasers_there_are(chosen: set[int]) -> None:
    every = hosts(POOL)
    some = hosts([*POOL[:6], *(POOL[number] for number in chosen)])
    assert some == {one: other for one, other in every.items() if int(one[1:]) + 6 in chosen}


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(NEWS), st.integers(0, 25), st.integers(10, 40), st.integers(0, 40))
def test_words_that_are_looked_up_find_what_comparing_all_would(
    one: Article, start: int, length: int, left: int
) -> None:
    words = one.text.split()[start : start + length]
    del words[left : left + 1]
    announced = [
        *NEWS,
        replace(BRIDGE, id="other", title="Ferry", text=f"{REST}\n\n{LEAD}"),
        teaser(None, " ".join(words)),
    ]
    found = hosts(announced)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(teasers._Search, "_by_lines", lambda _, texts: {text: range(4) for text in texts})
        assert hosts(announced) == found
