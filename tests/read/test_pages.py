"""Text and HTML pages: the fixtures as a careful reader reads them, and small pages one shape at a time."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.model import Article
from compare.read import read
from compare.read.page import read_page

PAGES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
EXPECTED = json.loads((PAGES / "expected.json").read_text())


def folded(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip()


@pytest.fixture(scope="module")
def articles() -> dict[tuple[str, str], Article]:
    return {(Path(a.origin.file).name, folded(a.title)): a for a in read([PAGES])}


@pytest.mark.parametrize("wanted", EXPECTED["articles"], ids=lambda g: f"{g['page']}-{g['item']}")
def test_a_page_is_read_as_a_careful_reader_reads_it(
    wanted: dict[str, Any], articles: dict[tuple[str, str], Article]
) -> None:
    article = articles[wanted["page"], folded(wanted["title"])]
    text = folded(article.text)
    assert article.kind == wanted["kind"]
    for name in ("outlet", "agency", "place"):
        right = [wanted[name], *wanted.get(f"{name}_may", [])]
        assert folded(getattr(article, name)).lower() in [folded(value).lower() for value in right]
    dates = [wanted["published"], *wanted.get("published_may", [])]
    assert (article.published and article.published.iso[:10]) in [d and d[:10] for d in dates]
    assert text.startswith(folded(wanted["body_starts"]))
    assert text.rstrip(" …").endswith(folded(wanted["body_ends"]).rstrip(" …"))
    assert [s for s in wanted["not_in_body"] if folded(s) in text] == []
    assert article.truncated == wanted["truncated"]


def test_no_page_gives_an_article_that_is_not_on_it(articles: dict[tuple[str, str], Article]) -> None:
    assert set(articles) == {(g["page"], folded(g["title"])) for g in EXPECTED["articles"]}


LEAD = "The council of Marrow voted on Tuesday to close the old bridge to lorries until spring comes."
MORE = "Repairs to the piers will cost 4 million florins, the town engineer told the council before the vote."
LAST = "Two members voted against, and said that the market would suffer more than the bridge."
BODY = f"{LEAD}\n\n{MORE}\n\n{LAST}"
TITLE = "Marrow council closes old bridge to lorries"

SINGLE = {
    "title and text": f"{TITLE}\n\n{BODY}",
    "menus and sharing": (
        f"Home\nNews\nSport\nFacebook\nTwitter\n\n{TITLE}\n\nShare this\n\n{BODY}\n\nMost Popular\nA goat in the post"
    ),
    "crumbs": f"Home » Towns » {TITLE}\n\n{TITLE}\n\n{BODY}\n\nLeave a Comment\n\nYour email address will not be published.",
    "a box within": f"{TITLE}\n\n{LEAD}\n\nRead more: The bridge in pictures\n\nADVERTISEMENT\n\n{MORE}\n\n{LAST}",
    "a caption": f"{TITLE}\n\nThe old bridge in May. (Photo: Ana Bell/Marrow Press)\n\n{BODY}",
    "single line breaks": "\n".join([TITLE, LEAD, MORE, LAST]),
    "wrapped lines": "\n\n".join(
        [TITLE, *(re.sub(r"(.{50,64}) ", r"\1\n", p) for p in (LEAD, MORE, LAST, LEAD, MORE, LEAD))]
    ),
    "a promotion": f"{TITLE}\n\n{LEAD}\n\nSign up for our morning newsletter and have it in your inbox.\n\n{MORE}\n\n{LAST}",
    "an end mark": f"{TITLE}\n\n{BODY} -ends-",
}


@pytest.mark.parametrize("page", SINGLE.values(), ids=SINGLE)
def test_furniture_is_no_body(page: str) -> None:
    (draft,) = read_page(page)
    assert draft.title == TITLE
    text = folded(draft.text)
    assert text.startswith(LEAD)
    assert text.endswith((LAST, LEAD))
    for word in ("Home", "Photo", "Share", "Read more", "ADVERTISEMENT", "newsletter", "goat", "Comment", "ends"):
        assert word not in text


SENTENCES = [
    "Since 2014, more than 14,000 people have left the valley.",
    "Search and rescue teams found two boats on Monday.",
    "Our correspondent saw three boats in the street.",
    "Editor Ana Bell resigned on Monday.",
    "Visit our town, the mayor said.",
    "Register of voters was stolen, police said.",
    "Comment was not immediately available from the ministry.",
    "Copyright infringement cost the firm 4 million florins, the court heard on Tuesday.",
    "Privacy policy experts disagree.",
    "Most recent polls show him trailing.",
    "Get our boats home, the crowd chanted.",
    "Back to top form, Bell won.",
    "A Lindal/Marrow poll published on Monday showed that 54 percent want a bridge.",
    "The statement was sent via AP to newspapers in the capital.",
    "The council saw the documents (court files).",
    "He leads the party «Fatherland», founded in 1999.",
    "It cost > 5 million florins.",
    "The regulator fined the firm for its use of cookies and for hiding its privacy policy on Tuesday.",
    "Voters can register online or log in at the town hall.",
    "[He later withdrew the remark.]",
    "“We lost.”",
    "He lost.",
    "Shares fell 5%.",
    "But will the bridge ever open again?",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_begins_like_furniture_stays_wherever_it_stands(sentence: str) -> None:
    (within,) = read_page("\n\n".join([TITLE, LEAD, sentence, MORE, LAST]))
    (last,) = read_page("\n\n".join([TITLE, LEAD, MORE, LAST, sentence]))
    assert within.text.split("\n\n") == [LEAD, sentence, MORE, LAST]
    assert last.text.split("\n\n") == [LEAD, MORE, LAST, sentence]


def test_a_credit_behind_the_last_sentence_is_the_agency() -> None:
    (draft,) = read_page(f"{TITLE}\n\n{LEAD}\n\n{MORE}\n\nThe court adjourned until Friday. (SKP)")
    assert draft.agency == "SKP"
    assert draft.text.endswith("The court adjourned until Friday.")


def test_a_source_line_of_a_chart_makes_no_digest() -> None:
    page = "\n\n".join([TITLE, LEAD, MORE, "Lorries a day on the bridge", "Source: Office of Statistics", LAST])
    (draft,) = read_page(page)
    assert draft.title == TITLE
    assert draft.text.startswith(LEAD)
    assert draft.outlet is None


def test_questions_and_answers_are_no_index() -> None:
    blocks = "\n\n".join(f"What will it cost in year {n}?\n{LEAD}" for n in range(5))
    (draft,) = read_page(f"{TITLE}\n\n{blocks}")
    assert draft.title == TITLE


def test_the_title_line_of_a_browser_names_the_site() -> None:
    (draft,) = read_page(f"{TITLE} | The Marrow Gazette\n\n{BODY}")
    assert (draft.title, draft.outlet) == (TITLE, "The Marrow Gazette")


def test_a_speaker_behind_a_dash_is_not_the_site() -> None:
    (draft,) = read_page(f"Old bridge will not close again — mayor\n\n{BODY}")
    assert (draft.title, draft.outlet) == ("Old bridge will not close again — mayor", None)


def test_a_line_of_rights_names_the_site_and_one_of_an_agency_the_agency() -> None:
    (site,) = read_page(f"{TITLE}\n\n{BODY}\n\n© 2031 Marrow Gazette. All rights reserved.")
    (agency,) = read_page(f"{TITLE}\n\n{BODY}\n\nCopyright 2031 Ostran Press. All rights reserved.")
    assert (site.outlet, site.agency) == ("Marrow Gazette", None)
    assert (agency.outlet, agency.agency) == (None, "Ostran Press")


def test_dek_date_and_byline_stand_between_title_and_body() -> None:
    dek = "Engineers had warned since autumn that the piers were giving way"
    (draft,) = read_page(f"{TITLE}\n{dek}\nBy Ana Bell\nPublished: 4 March 2031 10:42 GMT+2\n\n{BODY}")
    assert (draft.dek, draft.author) == (dek, "Ana Bell")
    assert draft.published is not None
    assert draft.published.iso == "2031-03-04T10:42:00+02:00"
    assert draft.text.startswith(LEAD)


def test_a_pull_quote_above_the_dates_is_no_second_statement() -> None:
    quote = "“The market will suffer more than the bridge does,” said the member for the harbour."
    (draft,) = read_page(f"{TITLE}\n\n{quote}\nShort Url\n4 March 2031\n\n{BODY}\n\n{quote}")
    assert draft.text.count("The market will suffer") == 1
    assert draft.dek == quote


def test_a_digest_is_as_many_articles_as_it_has_source_lines() -> None:
    page = "\n\n\n".join(
        f"Release number {n} on bridges\n(Source: Office of {n}; issued March {n}, 2031)\n{BODY}" for n in (1, 2, 3)
    )
    drafts = read_page(page + "\n\n\nprev next")
    assert [d.title for d in drafts] == [f"Release number {n} on bridges" for n in (1, 2, 3)]
    assert [d.outlet for d in drafts] == ["Office of 1", "Office of 2", "Office of 3"]
    assert [d.published and d.published.iso for d in drafts] == ["2031-03-01", "2031-03-02", "2031-03-03"]
    assert all(d.text.startswith(LEAD) and d.text.endswith(LAST) for d in drafts)


def test_an_index_page_is_teasers_that_break_off() -> None:
    items = "\n\n".join(f"  • Bridge story number {n}\n\n    {LEAD}\n\n    {MORE[:40]} …" for n in range(4))
    drafts = read_page(f"Stories tagged bridge\n\n{items}")
    assert [d.title for d in drafts] == [f"Bridge story number {n}" for n in range(4)]
    assert all(d.teaser and d.truncated for d in drafts)


def test_a_page_of_menus_holds_no_article() -> None:
    assert read_page("Home\nNews\nSport\nContact us\n© 2031 The Gazette\nPrivacy policy") == []


@pytest.mark.parametrize("nasty", ["." * 200_000, "“" * 200_000, "( " * 100_000, "a " * 100_000, "\n.\n" * 50_000,
                                   "Related\n" * 50_000, "(Source: x; " * 20_000, "TOKEN, " * 30_000, "… " * 100_000,
                                   "A - " * 50_000, " " * 200_000 + "x", "1/1/2031 " * 20_000])  # fmt: skip
def test_hostile_pages_are_read_to_their_end(nasty: str) -> None:
    read_page(nasty)
    read_page(f"{TITLE}\n\n{LEAD}\n\n{nasty}\n\n{MORE}")


@given(st.text(alphabet=st.sampled_from('aB .\n"“”»–-:(/)1§•…©'), max_size=400))
def test_any_text_can_be_read_as_a_page(text: str) -> None:
    for draft in read_page(text):
        paragraphs = draft.text.split("\n\n")
        assert paragraphs
        assert all(folded(paragraph) in folded(text) for paragraph in paragraphs)


@given(st.permutations([LEAD, MORE, LAST]), st.sets(st.sampled_from(["Share", "ADVERTISEMENT", "Home", "Facebook"])))
def test_single_lines_of_furniture_never_change_the_text(paragraphs: list[str], furniture: set[str]) -> None:
    bare = read_page("\n\n".join([TITLE, *paragraphs]))
    page = [TITLE, paragraphs[0], *sorted(furniture), *paragraphs[1:], *sorted(furniture)]
    assert read_page("\n\n".join(page)) == bare
