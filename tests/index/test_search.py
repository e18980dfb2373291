"""What the index knows again: each kind of repetition, from the sketch alone and from the text."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare import find_copies, open_index
from compare.check import check
from compare.index import Index
from compare.model import Article, Duplicate, Origin, Published

VOCABULARY = [f"{a}{b}" for a in "ka lo mi ru te ve so pa".split() for b in "ren dal mar vik sund borg nes tor".split()]


def prose(words: int, seed: int) -> str:
    chosen = random.Random(seed)
    return " ".join(chosen.choice(VOCABULARY) for _ in range(words))


def day(iso: str) -> Published:
    return Published(iso, "day")


def holding(articles: Iterable[Article], *, keep_text: bool = False) -> Index:
    index = open_index(":memory:")
    index.add(articles, keep_text=keep_text)
    return index


def only(index: Index, article: Article) -> Duplicate:
    (known,) = index.find(article)
    return known


KNOWN = Article(
    "k-1", prose(400, 1), outlet="Ostwick Post", title="Bridge opens", published=day("2031-05-02"),
    url="https://post.example/bridge", origin=Origin("archive.jsonl", 7),
)  # fmt: skip
REWORDED = KNOWN.text.replace(KNOWN.text.split()[200], "changed")


@pytest.mark.parametrize("keep_text", [False, True])
@pytest.mark.parametrize(
    ("kind", "article"),
    [
        ("exact", Article("n", KNOWN.text.upper() + "!")),
        ("exact", replace(KNOWN, url="http://m.post.example/bridge/?utm_source=feed")),
        ("near", Article("n", REWORDED)),
        ("near", Article("n", REWORDED, outlet="Vale Radio")),
        ("syndicated", Article("n", REWORDED, outlet="Vale Radio", agency="Norwire")),
        ("syndicated", Article("n", KNOWN.text, outlet="Vale Radio", agency="Norwire")),
        ("contained", Article("n", " ".join(KNOWN.text.split()[100:250]))),
        ("contained", Article("n", prose(500, 2) + " " + KNOWN.text)),
        ("revision", Article("k-1", REWORDED)),
        ("revision", Article("n", REWORDED, url="https://www.post.example/bridge?fbclid=1#top")),
        ("revision", Article("n", REWORDED, outlet="OSTWICK POST", published=day("2031-05-03"))),
        ("same-url", Article("n", prose(300, 3), url=KNOWN.url)),
        ("same-id", Article("k-1", prose(300, 3))),
    ],
)
def test_each_kind_is_known_again(kind: str, article: Article, *, keep_text: bool) -> None:
    with holding([KNOWN, Article("other", prose(400, 9))], keep_text=keep_text) as index:
        known = only(index, article)
    assert (known.kind, known.article) == (kind, "k-1")
    assert (known.outlet, known.title, known.published, known.url, known.origin) == (
        "Ostwick Post", "Bridge opens", "2031-05-02", "https://post.example/bridge", Origin("archive.jsonl", 7),
    )  # fmt: skip
    compared = kind not in {"same-url", "same-id"}  # these are far from alike: an estimate is enough
    assert known.measured == ((keep_text and compared) or article.text.strip("!").upper() == KNOWN.text.upper())


@pytest.mark.parametrize("keep_text", [False, True])
@pytest.mark.parametrize(
    "article",
    [
        Article("n", prose(400, 4)),
        Article("n", ""),
        Article("n", "  …  "),
        Article("n", " ".join(KNOWN.text.split()[:15])),
        Article("n", REWORDED, kind="teaser"),
        Article("n", " ".join(KNOWN.text.split()[:120]) + " " + prose(300, 5)),
    ],
)
def test_what_is_no_copy_is_new(article: Article, *, keep_text: bool) -> None:
    with holding([KNOWN, Article("empty", "")], keep_text=keep_text) as index:
        assert index.find(article) == ()


def test_short_texts_and_teasers_are_only_ever_exact_copies() -> None:
    teaser = Article("t", "The bridge at Ostwick opens on Friday.", kind="teaser")
    with holding([teaser]) as index:
        assert only(index, Article("n", "the bridge at ostwick opens on Friday")).kind == "exact"
        assert index.find(Article("n", "The bridge at Ostwick opens on Sunday.")) == ()


def test_an_article_without_words_is_known_by_its_id_alone() -> None:
    with holding([Article("a", ""), Article("b", "", url="https://post.example/b")]) as index:
        assert only(index, Article("a", " ")).kind == "exact"
        assert only(index, Article("n", "", url="https://post.example/b")).kind == "exact"
        assert index.find(Article("n", "")) == ()


@given(st.integers(0, 10**6), st.integers(25, 900), st.floats(0, 0.25), st.floats(0, 0.6), st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_index_knows_what_comparing_both_texts_would_find(
    seed: int, size: int, edits: float, cut: float, keep_text: bool
) -> None:
    chosen = random.Random(seed)
    one = prose(size, seed).split()
    two = [word if chosen.random() >= edits else f"other{n}" for n, word in enumerate(one)][int(cut * size) :]
    a, b = Article("a", " ".join(one)), Article("b", " ".join(two))
    with holding([a], keep_text=keep_text) as index:
        found = index.find(b)
    groups = find_copies([a, b])
    if groups:
        (pair,) = groups[0].pairs
        clear = pair.jaccard > 0.78 or (pair.jaccard < 0.62 and pair.containment > 0.93)
        if keep_text and found:
            assert (found[0].kind, found[0].jaccard, found[0].containment) == (
                pair.kind,
                pair.jaccard,
                pair.containment,
            )
        if clear and len(two) >= 80:
            assert [known.kind for known in found] == [pair.kind]
    elif keep_text:
        assert not found


def test_the_original_comes_first_and_the_closest_before_the_others() -> None:
    words = KNOWN.text.split()
    far = Article("far", " ".join(words[:30] + ["x"] * 40 + words[70:]))
    with holding([far, KNOWN, replace(KNOWN, id="k-2", url=None)]) as index:
        found = index.find(Article("n", KNOWN.text))
    assert [(known.article, known.kind) for known in found] == [("k-1", "exact"), ("k-2", "exact"), ("far", "near")]


def test_the_first_words_that_differ_are_shown_with_their_place() -> None:
    text = "The harbour at Lindal will close in May, and 400 dockers lose their work. " + prose(60, 6)
    later = text.replace("400 dockers", "300 dockers").replace("will close", "will  CLOSE")
    article = Article("n", later)
    with holding([Article("k", text)], keep_text=True) as index:
        difference = only(index, article).difference
    assert difference is not None
    assert difference.here is not None
    assert (later[difference.here.start : difference.here.end], difference.there) == ("300", "400")


@pytest.mark.parametrize(
    ("change", "here", "there"),
    [
        (lambda text: text + " And more.", "And more", None),
        (lambda text: text.removesuffix(" of Ostwick on Friday."), None, "of Ostwick on Friday"),
        (lambda text: text.replace("not ", ""), "close", "not close"),
        (lambda text: text.replace("the ice", "all the ice"), "all the", "the"),
    ],
)
def test_words_more_or_fewer_are_shown_beside_the_next_one(change, here: str | None, there: str | None) -> None:  # type: ignore[no-untyped-def]
    text = (
        prose(40, 7)
        + " We will not close the quay before the ice comes. "
        + prose(40, 8)
        + " said the mayor of Ostwick on Friday."
    )
    article = Article("n", change(text))
    with holding([Article("k", text)], keep_text=True) as index:
        difference = only(index, article).difference
    assert difference is not None
    span = difference.here
    assert (span and article.text[span.start : span.end], difference.there) == (here, there)


@given(st.integers(0, 10**6), st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_words_shown_without_the_known_text_are_nowhere_in_it(seed: int, changes: int) -> None:
    text = prose(300, seed)
    words = text.split()
    for place in random.Random(seed).sample(range(300), changes):
        words[place] = f"new{place}"
    article = Article("n", " ".join(words))
    with holding([Article("k", text)]) as index:
        difference = only(index, article).difference
    if difference is not None:
        assert difference.there is None
        assert difference.here is not None
        assert article.text[difference.here.start : difference.here.end] not in text


def test_boilerplate_of_an_outlet_makes_no_copy() -> None:
    below = prose(200, 10)
    items = [Article(f"a{n}", f"{prose(30, 100 + n)} {below}", outlet="Vale Radio") for n in range(60)]
    incoming = Article("n", f"{prose(30, 99)} {below}", outlet="Vale Radio")
    with holding(items[:20]) as index:
        assert index.find(incoming)  # of so few, it is not known to be boilerplate
    with holding(items) as index:
        assert index.find(incoming) == ()
        assert only(index, replace(items[7], id="n")).article == "a7"
    reprinted = [replace(item, outlet=f"Outlet {n}") for n, item in enumerate(items)]
    with holding(reprinted) as index:
        assert index.find(incoming)  # what many outlets print is a wire text


def test_a_check_tells_only_what_counts() -> None:
    near, contained = Article("n", REWORDED), Article("n", " ".join(KNOWN.text.split()[100:250]))
    with holding([KNOWN], keep_text=True) as index:
        assert (check(near, index).kind, check(near, index).refused) == ("near", True)
        assert not check(near, index, allow=["near"]).refused
        assert check(near, index, allow=["near"]).kind == "near"
        assert check(near, index, threshold=0.999).kind == "new"
        assert check(contained, index, threshold=1.0).kind == "contained"
        assert check(KNOWN, index, threshold=1.0).kind == "exact"
        assert check(Article("x", prose(100, 11)), index).duplicates == ()


@pytest.mark.parametrize("times", [4, 10, 30])
@pytest.mark.parametrize("keep_text", [False, True])
def test_a_known_article_is_found_in_a_text_many_times_as_long(times: int, *, keep_text: bool) -> None:
    known = [Article(f"k{n}", prose(70 + 10 * n, 300 + n)) for n in range(20)]
    with holding(known, keep_text=keep_text) as index:
        for n, one in enumerate(known):
            around = prose(times * (70 + 10 * n), 400 + n).split()
            cut = len(around) // 3
            longer = " ".join([*around[:cut], one.text, *around[cut:]])
            assert [(found.article, found.kind) for found in index.find(Article("n", longer))] == [
                (one.id, "contained")
            ]


def test_a_copy_is_found_among_many_that_share_boilerplate() -> None:
    below = prose(220, 20)
    many = [Article(f"b{n}", f"{prose(150, 500 + n)} {below}", outlet="Vale Radio") for n in range(300)]
    original = Article("original", f"{prose(150, 21)} {below}", outlet="Vale Radio")
    reprint = Article("n", original.text.replace(original.text.split()[70], "changed", 1), outlet="Ostwick Post")
    with holding([*many, original]) as index:
        assert [found.article for found in index.find(reprint)] == ["original"]


def test_giant_texts_that_share_a_little_are_no_copies() -> None:
    together = prose(100, 22)
    one, two = (" ".join(f"{word}{n}" for n in range(400_000)) for word in "ab")
    with holding([Article("k", f"{one} {together}")]) as index:
        assert index.find(Article("n", f"{two} {together}")) == ()


def test_an_allowed_kind_hides_no_refused_one() -> None:
    words = prose(200, 23).split()
    revisions = [Article("live", " ".join([*words[:n], f"new{n}", *words[n + 1 :]]), outlet="Post") for n in range(40)]
    with holding([*revisions, Article("other", " ".join(words) + " end", outlet="Radio")]) as index:
        result = check(Article("live", " ".join(words), outlet="Post"), index, allow=["revision"])
    assert (result.kind, result.refused) == ("near", True)
    assert result.duplicates[0].article == "other"


def test_a_higher_threshold_never_refuses_what_a_lower_one_lets_pass() -> None:
    words = KNOWN.text.split()
    with holding([KNOWN], keep_text=True) as index:
        for threshold in (0.7, 0.8, 0.9, 0.95, 1.0):
            kinds = [check(Article("n", " ".join(words[:n])), index, threshold=threshold).kind for n in (270, 300, 390)]
            assert kinds == ["contained", "near", "near"]  # all of each stands in the known one


def test_a_teaser_does_not_stand_in_the_way_of_its_article() -> None:
    url = "https://post.example/story"
    with holding([Article("t", "The bridge opens on Friday.", kind="teaser", url=url)]) as index:
        assert index.find(Article("n", prose(300, 24), url=url)) == ()
    with holding([Article("k", "Notice: the pool opens at nine today.", url=url)]) as index:
        assert only(index, Article("k", "Notice: the pool opens at nine now.", url=url)).kind == "revision"


def test_articles_that_are_put_in_again_are_there_already_however_many_revisions_they_have() -> None:
    words = prose(60, 25).split()
    versions = [Article("live", " ".join([*words[: n % 60], f"new{n}"])) for n in range(260)]
    with holding(versions) as index:
        assert len(index) == 260
        again = index.add(versions)
    assert (again.articles, again.present) == (0, 260)
