"""Compiled code reads what plain Python reads, to the bit, from whatever text there is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import pytest
from datasketch import MinHash
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.copies import find_copies, reading
from compare.copies.kinds import Known
from compare.copies.shingles import shingles
from compare.copies.store import LOW, Store
from compare.copies.texts import read_texts
from compare.language.hashes import word_hashes
from compare.language.tokens import words
from compare.model import Article
from compare.settings import CopiesSettings
from compare.work import ahead

CHOSEN = CopiesSettings(num_perm=16, min_words=3)
LETTERS = "aBzéßǅİıſﬁ²½ªµΩЖжаҰمक中がｱＡ각\u1100\u1161\u0301\u00ad\u200d'’ʼ.,:-_ 19٣\ud800😀\n"


Content = tuple[list[Known], dict[int, list[Known]], list[list[int]], list[list[int]], list[list[int]]]


def content(several: Sequence[str], *, compiled: bool) -> Content:
    articles = [Article(f"a{number}", text) for number, text in enumerate(several)]
    signed = []
    with Store() as whole, Store() as low:
        found = read_texts(articles, CHOSEN, (whole, low), lambda name, row: signed.append(row.tolist()))
        assert found.sets.compiled is compiled
        kept = [found.articles.known(number) for number in range(len(articles))]
        sets = [one.tolist() for one in found.sets]
        assert found.sets.lows is not None
        assert [one.tolist() for one in found.sets.lows] == [[n for n in one if n < LOW] for one in sets]
        return kept, found.articles.members(found.numbers.tolist()), sets, [one.tolist() for one in found.bands], signed


def read_both(several: Sequence[str]) -> tuple[Content, Content]:
    plain = content(several, compiled=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "MANY", 1)
        return plain, content(several, compiled=True)


def assert_same(several: Sequence[str]) -> None:
    plain, compiled = read_both(several)
    assert plain == compiled


@given(st.lists(st.one_of(st.text(LETTERS, max_size=60), st.text(max_size=60)), min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_compiled_code_reads_the_same_from_any_text(several: list[str]) -> None:
    assert_same(several)


def test_every_character_is_read_the_same_alone_and_within_a_word() -> None:
    points = [chr(point) for point in range(0x32000)]
    assert_same([" ".join(f"{one} x{one}y" for one in points[at : at + 4096]) for at in range(0, len(points), 4096)])


def test_no_letter_stands_above_those_that_the_table_knows() -> None:
    assert not any(chr(point).isalnum() for point in range(0x34000, 0x110000))


def test_awkward_text_is_read_the_same() -> None:
    assert_same(
        [
            "a" * 200_000,
            "a " * 100_000,
            "'" * 200_000,
            "1," * 100_000,
            "x'" * 100_000,
            "U.S." * 50_000,
            "a\u0301" * 90_000,
        ]
    )


@pytest.mark.parametrize("text", ["one two three four", "L’été, „schön“ – Жук и ёж; naïve U.S. 3,5 ﬁn lo\u00adck"])
def test_signatures_are_those_of_datasketch(text: str) -> None:
    hashes = shingles(word_hashes(text), 3)
    theirs = MinHash(num_perm=16, seed=1, hashfunc=lambda value: value >> 32, scheme="affine32")
    theirs.update_batch(hashes.tolist())
    for *_, signed in read_both([text]):
        assert signed == [theirs.hashvalues.tolist()]


def test_any_number_of_threads_gives_the_same_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    base = [f"word{number}" for number in range(200)]
    articles = [Article(f"n{n:03}", " ".join([*base[n % 40 :], f"own{n}"])) for n in range(120)]
    plain = find_copies(articles)
    monkeypatch.setattr(reading, "MANY", 1)
    monkeypatch.setattr(reading, "_LONG", 5_000)
    for threads in (1, 2, 5):
        monkeypatch.setattr(ahead, "THREADS", threads)
        assert find_copies(reversed(articles)) == plain


def test_few_articles_need_no_compiler() -> None:
    code = (
        "import sys; from compare import find_copies; from compare.model import Article; "
        "find_copies([Article('a', 'one two three ' * 9), Article('b', 'one two three ' * 9)]); "
        "print([name for name in ('numba', 'datasketch', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_words_are_those_of_the_language() -> None:
    assert len(word_hashes("It's 1,000.5 U.S. dollars")) == len(words("It's 1,000.5 U.S. dollars"))


def test_a_paragraph_under_all_articles_of_an_outlet_makes_no_copies() -> None:
    under = " ".join(f"under{number}" for number in range(30))
    bodies = (" ".join(f"own{n}x{k}" for k in range(60)) for n in range(3_000))
    assert find_copies(Article(f"n{n}", f"{body}\n\n{under}", outlet="Echo") for n, body in enumerate(bodies)) == ()


def test_very_many_articles_without_words_are_no_copies_and_with_one_text_are_one_group() -> None:
    empty = [Article(f"e{n}", "") for n in range(20_000)]
    same = [Article(f"s{n}", "The northern lock is closed.") for n in range(20_000)]
    (group,) = find_copies([*empty, *same])
    assert len(group.articles) == 20_000
    assert len(group.pairs) == 19_999
