"""Copies: what a user would notice of groups and pairs, and a brute-force oracle on random small corpora."""

from __future__ import annotations

import errno
import io
import os
import random
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from datasketch import MinHash, MinHashLSH
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.copies import candidates, find_copies, groups, store
from compare.errors import CompareError
from compare.language.tokens import words
from compare.model import Article, CopyGroup, Published

RELEASE = """The harbour board of Quellmar has decided to close the northern lock for repairs until the end of spring.
Barges of more than forty metres will have to wait at Dornholt, where the board has rented three extra berths.
Its chairwoman, Ines Barrowick, said that the gates were older than anybody on the board and that nobody should be surprised.
The repairs will cost nine million crowns, of which the province pays a third. Two firms from Sandervale have been hired.
Fishing boats may pass on Tuesday and Friday mornings, provided that they have asked for it on the day before.
A notice with all hours hangs at the lock house, and pilots will be told by radio whenever something changes."""

OTHER = """Teachers at the music school of Tollenbeck have refused to play at the opening of the new town hall on Saturday.
They say that the council promised them heated rooms four winters ago and has since bought a fountain instead.
Mayor Albin Torrance called the protest a pity but understandable, and offered to meet them in the old customs shed.
A brass band from the neighbouring valley has been asked to stand in, although its drummer is said to be related to half
of the teachers. Parents have collected more than six hundred signatures and a piano stool for the cause."""


def article(name: str, text: str, day: str | None = None) -> Article:
    published = Published(day, "year" if len(day) == 4 else "day") if day else None
    return Article(name, text, published=published)


def members(groups: Sequence[CopyGroup]) -> list[tuple[str, ...]]:
    return [group.articles for group in groups]


def edited(text: str, number: int, seed: int = 0) -> str:
    """Put ``number`` words of ``text`` out of place by other words."""
    parts, choice = text.split(), random.Random(seed)
    for place in choice.sample(range(len(parts)), number):
        parts[place] = f"other{place}"
    return " ".join(parts)


def test_no_articles_have_no_copies() -> None:
    assert find_copies([]) == ()


def test_case_quotation_marks_and_line_breaks_do_not_make_another_text() -> None:
    shouted = (
        RELEASE.replace("\n", "  \n\n ").replace("Its chairwoman", "“ITS chairwoman”").replace("lock", "lo\u00adck")
    )
    (group,) = find_copies([article("a", RELEASE), article("b", shouted)])
    assert [(pair.a, pair.b, pair.kind, pair.jaccard, pair.containment) for pair in group.pairs] == [
        ("a", "b", "exact", 1.0, 1.0)
    ]


def test_a_text_with_a_few_other_words_is_a_near_copy_with_its_measures() -> None:
    (group,) = find_copies([article("a", RELEASE), article("b", edited(RELEASE, 3))])
    (pair,) = group.pairs
    assert pair.kind == "near"
    assert pair.jaccard == pytest.approx(jaccard(RELEASE, edited(RELEASE, 3)))


def test_a_shortened_reprint_is_contained_in_its_source() -> None:
    short = "\n".join(RELEASE.splitlines()[:3])
    (group,) = find_copies([article("whole", RELEASE), article("short", short), article("else", OTHER)])
    assert group.articles == ("short", "whole")
    assert group.pairs[0].kind == "contained"
    assert group.pairs[0].containment == 1.0
    assert group.pairs[0].jaccard < 0.7


def test_a_round_up_does_not_make_one_text_of_the_releases_it_holds() -> None:
    round_up = f"{OTHER}\n\n{RELEASE}"
    assert find_copies([article("a", RELEASE), article("b", OTHER), article("both", round_up)]) == ()
    reprinted = article("c", edited(RELEASE, 2))
    groups = find_copies([article("a", RELEASE), article("b", OTHER), article("both", round_up), reprinted])
    assert members(groups) == [("a", "c")]


def test_a_round_up_of_one_known_release_holds_its_text() -> None:
    groups = find_copies([article("a", RELEASE), article("both", f"{OTHER}\n\n{RELEASE}")])
    assert members(groups) == [("a", "both")]


def test_a_longer_reprint_joins_the_family_of_which_it_holds_one_text() -> None:
    choice = random.Random(3)
    release, one, two = ([f"w{choice.randrange(10**6)}" for _ in range(number)] for number in (300, 80, 130))
    versions = [
        article(name, " ".join(text)) for name, text in zip("abc", (release, release + one, two + release), strict=True)
    ]
    (group,) = find_copies(versions)
    assert group.articles == ("a", "b", "c")
    assert [pair.kind for pair in group.pairs] == ["near", "contained"]


def test_versions_of_growing_length_are_one_text() -> None:
    lines = RELEASE.splitlines()
    versions = [article(f"v{n}", "\n".join(lines[:n])) for n in (2, 4, 6)]
    assert members(find_copies(versions)) == [("v2", "v4", "v6")]


def test_a_passage_that_different_texts_carry_does_not_join_them() -> None:
    passage = (
        "Readers who wish to complain write to the board of readers in the Street of the Old Tanneries in Quellmar."
    )
    carriers = [article("a", f"{RELEASE}\n{passage}"), article("b", f"{OTHER}\n{passage}"), article("passage", passage)]
    assert find_copies(carriers) == ()


def test_short_texts_and_teasers_are_only_ever_exact_copies() -> None:
    short = "The northern lock is closed."
    pair = [article("a", short), article("b", short + " Really."), article("c", "The NORTHERN lock is closed")]
    assert members(find_copies(pair)) == [("a", "c")]
    teaser = replace(article("teaser", edited(RELEASE, 2)), kind="teaser")
    assert find_copies([article("a", RELEASE), teaser]) == ()
    assert len(find_copies([article("a", RELEASE), replace(teaser, text=RELEASE)])) == 1


@pytest.mark.parametrize("text", ["", "   \n", "…", "?!"])
def test_texts_without_words_are_no_copies_of_each_other(text: str) -> None:
    assert find_copies([article("a", text), article("b", text)]) == ()


def test_the_original_is_the_earliest_then_the_longest_then_the_first_by_id() -> None:
    longer = RELEASE + " "

    def original(*articles: Article) -> str:
        return find_copies(articles)[0].original

    assert (
        original(article("a", RELEASE), article("b", RELEASE, "2031-05-02"), article("c", RELEASE, "2031-05-01")) == "c"
    )
    assert original(article("a", RELEASE, "2031-05-01"), article("b", longer, "2031-05-01")) == "b"
    assert original(article("b", RELEASE), article("a", RELEASE)) == "a"


def test_n_articles_with_one_text_have_n_minus_one_pairs_with_the_original() -> None:
    many = [article(f"n{number:04}", RELEASE) for number in range(1_000)]
    (group,) = find_copies(many)
    assert len(group.pairs) == 999
    assert {pair.a for pair in group.pairs} == {"n0000"}


def test_ids_come_from_the_original_and_everything_is_sorted() -> None:
    articles = [article("z", RELEASE), article("m", edited(RELEASE, 2)), article("b", OTHER), article("a", OTHER)]
    first, second = find_copies(articles)
    assert (first.original, second.original) == ("a", "m")
    assert first.id.startswith("c")
    assert len(first.id) == 13
    assert find_copies([article("a", OTHER), article("c", OTHER)])[0].id == first.id
    for group in (first, second):
        assert group.articles == tuple(sorted(group.articles))
        assert all(pair.a < pair.b for pair in group.pairs)


def test_very_long_and_repetitive_texts_are_read_to_the_end() -> None:
    awkward = ["a" * 200_000, "a " * 100_000, "'" * 200_000, "1," * 100_000, "\ud800 " * 30 + RELEASE, "x'" * 100_000]
    groups = find_copies([article(f"{n}{twice}", text) for n, text in enumerate(awkward) for twice in "ab"])
    assert ("4a", "4b") in members(groups)


def printed(
    name: str, outlet: str | None, text: str = RELEASE, day: str | None = None, agency: str | None = None
) -> Article:
    return replace(article(name, text, day), outlet=outlet, agency=agency)


def kind(a: Article, b: Article) -> str:
    return find_copies([a, b])[0].pairs[0].kind


def test_an_outlets_later_version_is_a_revision() -> None:
    first, later = printed("a", "Quellmar Post", day="2031-05-01"), edited(RELEASE, 3)
    assert kind(first, printed("b", "Quellmar Post", later, "2031-05-02")) == "revised"
    assert kind(first, printed("b", "Quellmar Post", later, "2031-05-01")) == "near"
    assert kind(first, printed("b", "Quellmar Post", later)) == "near"
    assert kind(first, printed("b", "Dornholt Echo", later, "2031-05-02")) == "near"
    assert kind(first, printed("b", "Quellmar Post", RELEASE, "2031-05-02")) == "exact"


def test_a_credited_text_in_different_outlets_is_syndicated() -> None:
    credited = printed("a", "Quellmar Post", agency="VNA")
    assert kind(credited, printed("b", "Dornholt Echo")) == "syndicated"
    assert kind(credited, printed("b", "Dornholt Echo", edited(RELEASE, 3), agency="vna")) == "syndicated"
    assert kind(credited, printed("b", "Dornholt Echo", agency="OPA")) == "exact"
    assert kind(credited, printed("b", "QUELLMAR Post")) == "exact"
    assert kind(credited, printed("b", None)) == "exact"


def test_a_credit_alone_makes_no_copies() -> None:
    assert (
        find_copies([printed("a", "Quellmar Post", agency="VNA"), printed("b", "Dornholt Echo", OTHER, agency="VNA")])
        == ()
    )


def test_signatures_are_handed_out_as_objects_of_datasketch() -> None:
    articles = [
        article("a", RELEASE),
        article("b", edited(RELEASE, 2)),
        article("c", OTHER),
        article("d", "Too short."),
    ]
    index, handed = MinHashLSH(threshold=0.6, num_perm=128), {}

    def take(name: str, signature: MinHash) -> None:
        handed[name] = signature
        index.insert(name, signature)

    assert find_copies(articles, on_signature=take) == find_copies(articles)
    assert list(handed) == ["a", "b", "c"]
    assert sorted(index.query(handed["a"])) == ["a", "b"]
    assert handed["a"].jaccard(handed["b"]) == pytest.approx(jaccard(RELEASE, edited(RELEASE, 2)), abs=0.15)


def test_an_id_that_comes_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="two articles have the id 'a'"):
        find_copies([article("a", RELEASE), article("b", OTHER), article("a", OTHER)])


def test_an_article_of_one_word_repeated_is_read_to_its_end() -> None:
    again = [article("a", "north " * 1_000_000), article("b", "North " * 1_000_000), article("c", "north " * 999_999)]
    assert members(find_copies(again)) == [("a", "b", "c")]


def test_a_full_folder_for_temporary_files_is_an_error_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", lambda max_size: Full())
    with pytest.raises(CompareError, match="No space left on device; set TMPDIR"):
        find_copies([article("a", RELEASE), article("b", edited(RELEASE, 1))])


def test_short_texts_without_low_shingles_stand_beside_long_ones() -> None:
    def text(number: int, seed: int) -> str:
        choice = random.Random(seed)
        return " ".join(f"w{choice.randrange(10**6)}" for _ in range(number))

    many = [article(f"n{n}", text(600 if n % 7 == 0 else 25, n)) for n in range(60)]
    again = [replace(one, id=f"again-{one.id}", text=one.text + " once more") for one in many]
    for some in ([*many, *again], [*reversed(again), *many]):
        assert members(find_copies(some)) == sorted(
            tuple(sorted((a.id, b.id))) for a, b in zip(many, again, strict=True)
        )


def test_sets_in_a_file_give_the_same_as_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [article(f"n{n}", edited(RELEASE if n % 2 else OTHER, 3, n)) for n in range(60)]
    in_memory = find_copies(many)
    monkeypatch.setattr(store, "_IN_MEMORY", 1_000)
    monkeypatch.setattr(store, "_BLOCK", 300)
    monkeypatch.setattr(groups, "_AT_A_TIME", 500)
    monkeypatch.setattr(candidates, "_KEYS", 160)
    monkeypatch.setattr(candidates, "_HITS", 200)
    assert find_copies(many) == in_memory


# Random small corpora, and the slow and obvious way.


@st.composite
def corpora(draw: st.DrawFn) -> list[Article]:
    choice = random.Random(draw(st.integers(0, 10_000)))
    vocabulary = [f"word{number}" for number in range(60)]
    bases = [[choice.choice(vocabulary) for _ in range(choice.randint(20, 90))] for _ in range(3)]
    articles = []
    for number in range(draw(st.integers(2, 9))):
        text = list(choice.choice(bases))
        for _ in range(choice.choice([0, 0, 1, 2, 5, 20])):
            text[choice.randrange(len(text))] = choice.choice(vocabulary)
        if choice.random() < 0.3:
            text = text[: choice.randint(1, len(text))]
        if choice.random() < 0.2:
            text += choice.choice(bases)
        day = choice.choice([None, "2031-01-01", "2031-01-02", "2031"])
        articles.append(article(f"a{number}", " ".join(text), day))
    return articles


def slow_shingles(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[place : place + 3]) for place in range(len(found) - 2)}


def jaccard(a: str, b: str) -> float:
    one, two = slow_shingles(a), slow_shingles(b)
    return len(one & two) / len(one | two) if one | two else 0.0


def containment(a: str, b: str) -> float:
    one, two = slow_shingles(a), slow_shingles(b)
    return len(one & two) / min(len(one), len(two)) if one and two else 0.0


@given(corpora())
@settings(max_examples=150, deadline=None)
def test_every_pair_is_what_it_is_said_to_be(articles: list[Article]) -> None:
    text = {one.id: one.text for one in articles}
    for group in find_copies(articles):
        assert len(group.articles) > 1
        assert group.original in group.articles
        for pair in group.pairs:
            a, b = text[pair.a], text[pair.b]
            assert {pair.a, pair.b} <= set(group.articles)
            if pair.kind == "exact":
                assert words(a) == words(b)
                continue
            assert pair.jaccard == pytest.approx(jaccard(a, b))
            assert pair.containment == pytest.approx(containment(a, b))
            assert pair.jaccard >= 0.7 if pair.kind == "near" else pair.containment >= 0.85 and pair.jaccard < 0.7


@given(corpora())
@settings(max_examples=150, deadline=None)
def test_every_clear_copy_is_found_and_every_article_is_in_at_most_one_group(articles: list[Article]) -> None:
    groups = find_copies(articles)
    place = {one: group.id for group in groups for one in group.articles}
    assert len(place) == sum(len(group.articles) for group in groups)
    for a, b in combinations(articles, 2):
        same, long = words(a.text) == words(b.text), min(len(words(a.text)), len(words(b.text))) >= 20
        if same or (long and jaccard(a.text, b.text) >= 0.8):
            assert place[a.id] == place[b.id]


@given(corpora())
@settings(max_examples=150, deadline=None)
def test_the_pairs_of_a_group_hold_it_together(articles: list[Article]) -> None:
    for group in find_copies(articles):
        reached, waiting = {group.original}, [group.original]
        while waiting:
            one = waiting.pop()
            near = {pair.b if pair.a == one else pair.a for pair in group.pairs if one in (pair.a, pair.b)}
            waiting += near - reached
            reached |= near
        assert reached == set(group.articles)


@given(corpora(), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_the_order_of_the_articles_does_not_matter(articles: list[Article], choice: random.Random) -> None:
    shuffled = articles[:]
    choice.shuffle(shuffled)
    assert find_copies(shuffled) == find_copies(articles)


@given(corpora())
@settings(max_examples=80, deadline=None)
def test_an_unrelated_article_changes_no_group(articles: list[Article]) -> None:
    assert find_copies([*articles, article("unrelated", OTHER)]) == find_copies(articles)
