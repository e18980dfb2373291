"""What stands under very many articles of an outlet makes no copies, and hides none."""

from __future__ import annotations

import random

import pytest

from compare.copies import boilerplate, find_copies
from compare.model import Article

UNDER = " ".join(f"under{number}" for number in range(60))


def words(number: int, seed: object) -> str:
    choice = random.Random(str(seed))
    return " ".join(f"w{choice.randrange(10**6)}" for _ in range(number))


def brief(number: int, outlet: str = "Echo") -> Article:
    """An article that is mostly what stands under all of them."""
    return Article(f"n{number:05}", f"{words(12, number)}\n\n{UNDER}", outlet=outlet)


@pytest.mark.parametrize("count", [boilerplate.MANY + 1, 3 * boilerplate.MANY])
def test_brief_articles_over_one_long_paragraph_are_no_copies(count: int) -> None:
    assert find_copies(map(brief, range(count))) == ()


def test_what_few_articles_share_is_evidence() -> None:
    (group,) = find_copies(map(brief, range(20)))
    assert len(group.articles) == 20


def test_what_stands_in_many_outlets_is_evidence_until_one_of_them_has_it_very_often() -> None:
    several = [brief(number, f"Outlet {number % 15}") for number in range(600)]
    (group,) = find_copies(several)
    assert len(group.articles) == 600


def test_copies_above_the_paragraph_are_found_with_their_whole_measures() -> None:
    body = words(200, "body")
    copies = [Article(name, f"{body} {end}\n\n{UNDER}", outlet="Echo") for name, end in (("a", "and"), ("b", "but"))]
    (group,) = find_copies([*map(brief, range(400)), *copies])
    assert group.articles == ("a", "b")
    assert group.pairs[0].jaccard == pytest.approx((199 + 57) / (199 + 57 + 6), abs=0.02)


def test_an_article_that_is_nothing_but_boilerplate_is_contained_in_none() -> None:
    assert find_copies([*map(brief, range(400)), Article("bare", UNDER, outlet="Echo")]) == ()


def test_many_versions_of_one_article_are_copies_of_each_other() -> None:
    body = words(200, "body").split()
    versions = [Article(f"v{n:03}", " ".join([*body[:n], f"now{n}", *body[n:]]), outlet="Echo") for n in range(150)]
    (group,) = find_copies(versions)
    assert len(group.articles) == 150


def test_a_small_memory_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [*map(brief, range(400)), Article("a", words(99, 1)), Article("b", words(99, 1) + " more")]
    plain = find_copies(articles)
    monkeypatch.setattr(boilerplate, "_KEYS", 500)
    assert find_copies(articles) == plain
