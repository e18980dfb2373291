"""What several tests of the index share: invented articles, the command, and what must hold of an index."""

import json
import random
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from compare.check import check
from compare.cli import main
from compare.errors import InputError
from compare.index import Index, open_index
from compare.index.upkeep import verify
from compare.model import Article, Origin

_SYLLABLES = "ba ne ko ri tu la mo ve si da fu ge pi ro ha ly".split()
_WORDS = [
    one + two + three for one in _SYLLABLES for two in _SYLLABLES for three in _SYLLABLES if len({one, two, three}) == 3
]


def article(number: int, words: int = 60) -> Article:
    """Give the same article for a number each time; of two numbers no text is like the other."""
    chosen = random.Random(number).choices(_WORDS, k=words + number % 7)
    name = f"n{number}"
    url = f"https://harbour.example/{number}"
    return Article(name, " ".join(chosen), title=f"News {number}", outlet="Harbour Post", url=url, origin=Origin("in"))


@pytest.fixture
def invented() -> Callable[..., list[Article]]:
    def articles(numbers: Iterable[int], words: int = 60) -> list[Article]:
        return [article(number, words) for number in numbers]

    return articles


@pytest.fixture
def stored(tmp_path: Path) -> Callable[..., str]:
    """Write articles as lines of JSON, and give the path."""

    def write(name: str, articles: Iterable[Article]) -> str:
        path = tmp_path / name
        path.write_text("".join(map(line, articles)), encoding="utf-8")
        return str(path)

    return write


def line(one: Article) -> str:
    named = {"id": one.id, "text": one.text, "title": one.title, "outlet": one.outlet, "url": one.url}
    return json.dumps(named) + "\n"


class Told(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    """Run the command in this process, and give its exit status and what it printed."""

    def call(*args: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["newscompare", *args])
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capsys.readouterr()
        return Told(int(left.value.code or 0), out, err)

    return call


def holds(index: Index, articles: Sequence[Article], looked_at: int = 10) -> set[str]:
    """Demand that each article is whole in the index or not at all, some of them by all that finds one; give their ids."""
    assert verify(index) == ()
    rows = [kept.id for kept in index]
    there = set(rows)
    assert len(rows) == len(there), "an article is there twice"
    for one in articles[:: max(1, len(articles) // looked_at)]:
        assert [kept.id for kept in index.get(one.id)] == [one.id] * (one.id in there)
        named = check(one, index)
        by_words = check(replace(one, id="other", url=None), index)
        by_passages = check(replace(one, id="other", url=None, text=f"{one.text} further"), index)
        expected = ("exact", "exact", "near") if one.id in there else ("new", "new", "new")
        assert (named.kind, by_words.kind, by_passages.kind) == expected, one.id
        assert [known.article for known in named.duplicates] == [one.id] * (one.id in there)
    return there


@pytest.fixture
def whole() -> Callable[..., set[str]]:
    """Open an index as a reader, demand that what it holds is whole, and give the ids; none where there is no index yet."""

    def look(path: str, articles: Sequence[Article]) -> set[str]:
        try:
            index = open_index(path, read_only=True)
        except InputError as error:
            if not re.search("there is no index|is empty", str(error)):
                raise
            return set()
        with index:
            return holds(index, articles)

    return look
