"""Letters, words, sentences, numbers, days: what every stage stands on."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.language.frequencies import background_idf, frequency, is_function_word
from compare.language.letters import fold, plain
from compare.language.moments import days
from compare.language.numbers import number, number_runs
from compare.language.sentences import paragraphs, sentences
from compare.language.tokens import tokens, words
from compare.model import Span

TEXTS = st.text(alphabet=st.sampled_from("aBc1.,'’“”\"-–— \n\u00a0\u00adсеﬁÉ…!?"), max_size=200)


@pytest.mark.parametrize(
    ("written", "same"),
    [("defen\u0441e", "defence"),
     ("don’t", "don't"), ("ﬁnal", "final"), ("co\u00adoperate", "cooperate"), ("ＦＵＬＬ", "full")],
)  # fmt: skip
def test_matching_sees_through_letters_that_only_look_different(written: str, same: str) -> None:
    assert fold(written) == fold(same)


def test_a_word_that_is_wholly_cyrillic_stays_so() -> None:
    assert fold("Москва") == "москва"
    assert plain("сор") == "сор"


@given(TEXTS)
def test_plain_keeps_the_length_and_fold_is_settled_after_once(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_tokens_lie_in_the_text_in_order(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert token.norm
        end = token.end


def test_words_keep_apostrophes_and_numbers_and_lose_points() -> None:
    assert words("The U.S. won’t pay $1,200.50 to O'Brien") == [
        "the",
        "us",
        "won't",
        "pay",
        "1,200.50",
        "to",
        "o'brien",
    ]


@given(TEXTS)
def test_sentences_cover_all_that_is_not_white_space(text: str) -> None:
    for paragraph in paragraphs(text):
        found = list(sentences(text, paragraph))
        said = "".join("".join(text[s.start : s.end].split()) for s in found)
        assert said == "".join(text[paragraph.start : paragraph.end].split())
        assert all(a.end <= b.start for a, b in pairwise(found))
        assert found == sorted(found)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Bell met Gov. Renn on Jan. 5. She left.", 2),
        ("The U.S. Senate voted. It lost.", 2),
        ("“Is it true?” he asked. Nobody knew.", 2),
        ("It cost 4.5 million. That is all", 2),
        ("J. R. Bell spoke.", 1),
        ("What? No! Yes…", 3),
        ("He said no. No one came.", 2),
        ("It left at 5 p.m. The next came late.", 2),
        ("It is No. 5 on the list.", 1),
        ("It ended in Dec. It began in May.", 2),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert len(list(sentences(text, Span(0, len(text))))) == count


def test_no_sentence_ends_within_a_quotation_that_is_to_stay_whole() -> None:
    text = "“We came. We saw.” That was all."
    assert len(list(sentences(text, Span(0, len(text)), [Span(1, 17)]))) == 2


@pytest.mark.parametrize(
    "nasty", ["." * 300_000, ". " * 100_000, '."' * 100_000, "a.b." * 70_000, "'" * 300_000, "1," * 100_000]
)
def test_hostile_text_is_read_to_its_end(nasty: str) -> None:
    assert sum(1 for _ in sentences(nasty, Span(0, len(nasty)))) >= 1
    assert sum(1 for _ in tokens(nasty)) >= 0


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("twelve", [12.0]),
        ("two hundred and ten people", [210.0]),
        ("7.6 billion and 1,200", [7.6e9, 1200.0]),
        ("twenty five", [25.0]),
        ("three thousand four hundred", [3400.0]),
        ("five six", [5.0, 6.0]),
        ("no number and none", []),
        ("a dozen eggs and half a dozen", [12.0, 6.0]),
        ("half a million or a half", [500_000.0]),
        ("two and a half billion", [2.5e9]),
        ("3m and 3mn and 3.5bn and 10k", [3e6, 3e6, 3.5e9, 10_000.0]),
        ("8.2m or 8.2 million or 8,200,000", [8.2e6, 8.2e6, 8.2e6]),
        ("one and two", [1.0, 2.0]),
        ("a house", []),
    ],
)
def test_numbers_are_the_same_in_digits_and_words(text: str, values: list[float]) -> None:
    assert [value for _, _, value in number_runs(text.split())] == values


def test_one_word_is_a_number_or_none() -> None:
    assert (number("1,200.5"), number("dozen"), number("bridge"), number("9" * 400)) == (1200.5, 12.0, None, None)
    assert (number("3m"), number("3rd"), number("3mm"), number("1990s")) == (3e6, None, None, None)


def test_days_run_from_1970_and_know_zones() -> None:
    assert days("1970-01-02") == 1.0
    assert days("2031") == days("2031-01-01")
    assert days("2031-05") == days("2031-05-01")
    assert days("2031-05-01T02:00:00+02:00") == days("2031-05-01")
    with pytest.raises(ValueError, match="soon"):
        days("soon")


def test_common_words_tell_nothing_and_unknown_ones_much() -> None:
    assert is_function_word("the")
    assert not is_function_word("ferry")
    assert background_idf("the") < background_idf("minister") < background_idf("ferry") < background_idf("qqzzk")
    assert frequency("qqzzk") == 1e-7
