"""Other settings, signing anew, taking out, several handles on one file: what an index is asked in the course of years."""

import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import compare.index.database
from compare.check import Gate, check
from compare.errors import CompareError, IndexMismatch, InputError
from compare.index import Index, open_index
from compare.index.upkeep import rebuild, stats, verify
from compare.model import Article
from compare.settings import CopiesSettings, Settings

OTHER = Settings(copies=CopiesSettings(num_perm=64, seed=7, shingle=4, jaccard=0.6))


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "known.db")


def test_an_index_made_with_other_settings_is_refused_and_says_how_they_differ(path: str) -> None:
    open_index(path).close()
    for read_only in (False, True):
        with pytest.raises(IndexMismatch) as error:
            open_index(path, OTHER, read_only=read_only)
        for said in (path, "num_perm 128 (now 64)", "seed 1 (now 7)", "shingle 3 (now 4)", "newscompare index rebuild"):
            assert said in str(error.value)
    open_index(path, Settings(copies=CopiesSettings(containment=0.95))).close()  # no part of how texts are signed


@pytest.mark.parametrize("keep_text", [False, True])
def test_an_index_that_is_signed_anew_finds_what_it_found(
    keep_text: bool, path: str, invented: Callable[..., list[Article]]
) -> None:
    articles = [
        *invented(range(40)),
        replace(invented([90])[0], text="Too short"),
        replace(invented([91])[0], kind="teaser"),
    ]
    with open_index(path) as index:
        index.add(articles, keep_text=keep_text)
        kept = [*index]
    assert rebuild(path, OTHER, () if keep_text else reversed(articles)) == 42
    with pytest.raises(IndexMismatch):
        open_index(path)
    with open_index(path, OTHER) as index:
        assert verify(index) == ()
        assert [replace(one, shingles=0) for one in index] == [replace(one, shingles=0) for one in kept]
        for one in articles:
            assert check(one, index).kind == "exact"
            assert check(replace(one, id="other", url=None), index).kind == "exact"
        assert check(invented([50])[0], index).kind == "new"
        assert index.add(articles).present == 42
    assert rebuild(path, Settings(), articles) == 42
    with open_index(path) as index:
        assert all(check(one, index).kind == "exact" for one in articles)


def test_signing_anew_takes_the_texts_that_are_missing_from_what_is_given(
    path: str, invented: Callable[..., list[Article]]
) -> None:
    articles = invented(range(20))
    with open_index(path) as index:
        index.add(articles[:10], keep_text=True)
        index.add(articles[10:])
    others = [replace(one, id=f"other {one.id}", url=None) for one in articles[10:]]  # the words count, not the names
    assert rebuild(path, OTHER, [*invented(range(100, 110)), *others]) == 20
    with open_index(path, OTHER) as index:
        assert [kept.id for kept in index] == [one.id for one in articles]
        assert verify(index) == ()


@pytest.mark.parametrize("fails", [False, True])
def test_signing_anew_changes_nothing_where_it_does_not_come_to_its_end(
    fails: bool, path: str, invented: Callable[..., list[Article]], whole: Callable[..., set[str]]
) -> None:
    articles = invented(range(20))

    def given() -> Iterable[Article]:
        yield from articles[:-1]
        if fails:
            raise InputError("in.jsonl", "cannot be read")

    with open_index(path) as index:
        index.add(articles)
        before = stats(index)
    with pytest.raises(
        CompareError, match="cannot be read" if fails else "keeps no text of 1 articles, such as 'n19'; give"
    ):
        rebuild(path, OTHER, given())
    assert len(whole(path, articles)) == 20
    with open_index(path) as index:
        assert {**stats(index), "bytes": 0} == {**before, "bytes": 0}


def test_who_has_an_index_open_is_told_that_it_was_signed_anew(
    path: str,
    tmp_path: Path,
    invented: Callable[..., list[Article]],
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    articles = invented(range(20))
    chosen = tmp_path / "settings.toml"
    chosen.write_text("[copies]\nseed = 7\n", encoding="utf-8")
    with open_index(path) as index, open_index(path, read_only=True) as reader:
        index.add(articles, keep_text=True)
        assert check(articles[0], reader).kind == "exact"
        told = run("index", "rebuild", "--settings", str(chosen), "--index", path)
        assert (told.returncode, told.stderr) == (0, "newscompare: 20 articles signed anew\n")
        calls: tuple[Callable[[], object], ...] = (
            lambda: check(articles[0], reader),
            lambda: check(articles[0], index),
            lambda: [*Gate([reader]).results(articles)],
            lambda: [*Gate([index]).admit(articles, index)],
            lambda: index.add(invented([30])),
        )
        for call in calls:
            with pytest.raises(IndexMismatch, match=r"seed 7 \(now 1\)"):
                call()
        assert index.remove(["n1"]) == 1  # that compares nothing
        assert run("index", "rebuild", "--index", path).returncode == 0
        assert check(articles[0], reader).kind == "exact"
        assert index.add(articles).present == 19


def test_what_is_removed_is_gone_and_its_number_is_not_used_again(
    path: str, invented: Callable[..., list[Article]]
) -> None:
    articles = invented(range(10))
    later = [replace(one, text=f"{one.text} and later") for one in articles]
    with open_index(path) as index:
        index.add([*articles, *later])
        last = [*index][-1].number
        assert index.remove(["n9", "n4", "nobody", "n4"]) == 4
        assert index.remove(["n9"]) == 0
        assert index.get("n4") == ()
        for gone in (articles[4], later[9], replace(later[4], id="other", url=None)):
            assert check(gone, index).kind == "new"
        assert all(check(one, index).kind == "exact" for one in (*articles[:4], *later[5:9]))
        assert verify(index) == ()
        assert index.add(articles[9:]).articles == 1
        (kept,) = index.get("n9")
        assert (kept.number, kept.before) == (last + 1, None)


def test_the_revisions_of_an_address_go_on_over_one_that_is_removed(
    path: str, invented: Callable[..., list[Article]]
) -> None:
    (first,) = invented([1])
    chain = [
        replace(first, id=f"id {n}", text=f"{first.text} {word}") for n, word in enumerate("one two six ten".split())
    ]
    with open_index(path) as index:
        index.add(chain)
        assert [kept.before for kept in index] == [None, 1, 2, 3]
        index.remove(["id 1", "id 2"])
        assert [(kept.number, kept.before) for kept in index] == [(1, None), (4, 1)]
        index.remove(["id 0"])
        assert [(kept.number, kept.before) for kept in index] == [(4, None)]
        assert verify(index) == ()


def test_an_id_that_no_file_can_hold_is_found_and_removed_also_after_signing_anew(
    path: str, invented: Callable[..., list[Article]]
) -> None:
    strange = replace(invented([1])[0], id="a \ud800 b", url="https://harbour.example/\udfff")
    with open_index(path) as index:
        index.add([strange], keep_text=True)
    rebuild(path, Settings())
    with open_index(path) as index:
        assert check(strange, index).kind == "exact"
        assert index.add([strange]).present == 1
        assert len(index.get(strange.id)) == 1
        assert index.remove([strange.id]) == 1


@dataclass(frozen=True)
class _Row:
    number: int
    id: str
    url: str | None
    text: str
    before: int | None


_IDS, _URLS = ("a", "b", "c"), (None, "https://harbour.example/1", "https://harbour.example/2")
_TEXTS = [" ".join(f"{word}{n}" for n in range(30)) for word in ("quay", "pier", "mole", "dock")]


class Known(RuleBasedStateMachine):
    """An index beside a list of what came."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = f"{self.folder.name}/known.db"
        self.index = open_index(self.path)
        self.rows: list[_Row] = []
        self.last = 0

    def teardown(self) -> None:
        assert verify(self.index) == ()
        self.index.close()
        self.folder.cleanup()

    @rule(
        given=st.lists(st.tuples(st.sampled_from(_IDS), st.sampled_from(_URLS), st.sampled_from(_TEXTS)), max_size=4),
        keep_text=st.booleans(),
    )
    def add(self, given: list[tuple[str, str | None, str]], keep_text: bool) -> None:
        new = 0
        for name, url, text in given:
            same = [row for row in self.rows if row.id == name or (url and row.url == url)]
            if any(row.id == name and row.text == text for row in same):
                continue
            new += 1
            said = any(row.text == text for row in same)
            before = None if said else max((row.number for row in same), default=None)
            self.rows.append(_Row(self.last + new, name, url, text, before))
        articles = [Article(name, text, url=url) for name, url, text in given]
        added = self.index.add(articles, keep_text=keep_text)
        assert (added.articles, added.present) == (new, len(given) - new)
        self.last += new

    @rule(names=st.sets(st.sampled_from(_IDS), max_size=2))
    def remove(self, names: set[str]) -> None:
        gone = {row.number: row.before for row in self.rows if row.id in names}
        assert self.index.remove(sorted(names)) == len(gone)

        def before(number: int | None) -> int | None:
            return before(gone[number]) if number in gone else number

        self.rows = [replace(row, before=before(row.before)) for row in self.rows if row.id not in names]

    @rule()
    def open_again(self) -> None:
        self.index.close()
        self.index = open_index(self.path)

    @invariant()
    def holds_what_came(self) -> None:
        assert [(kept.number, kept.id, kept.url, kept.before) for kept in self.index] == [
            (row.number, row.id, row.url, row.before) for row in self.rows
        ]
        for name in _IDS:
            assert [kept.number for kept in self.index.get(name)] == [row.number for row in self.rows if row.id == name]
        for text in _TEXTS:
            found = check(Article("other", text), self.index)
            there = sum(row.text == text for row in self.rows)
            assert (found.kind, len(found.duplicates)) == ("exact" if there else "new", min(there, 10))


TestKnown = Known.TestCase
TestKnown.settings = hypothesis_settings(max_examples=25, stateful_step_count=12, deadline=None)


def test_a_closed_index_says_that_it_is_closed(path: str, invented: Callable[..., list[Article]]) -> None:
    articles = invented(range(3))
    index = open_index(path)
    index.add(articles)
    gate = Gate([index])
    results = gate.admit(articles, index)
    next(results)
    index.close()
    index.close()
    calls: tuple[Callable[[], object], ...] = (
        lambda: next(results),
        lambda: check(articles[0], index),
        lambda: index.add(articles),
        lambda: index.remove(["n1"]),
        lambda: index.get("n1"),
        lambda: len(index),
        index.scheme,
        lambda: verify(index),
    )
    for call in calls:
        with pytest.raises(CompareError, match=r"known\.db: the index is closed"):
            call()
    with open_index(path) as index:
        assert len(index) == 3


def test_a_gate_that_is_given_up_puts_nothing_in_and_says_nothing(
    path: str, invented: Callable[..., list[Article]], whole: Callable[..., set[str]]
) -> None:
    articles = invented(range(5))
    with open_index(path) as index:
        given_up = Gate([index]).admit(articles, index)
        next(given_up)
    given_up.close()  # type: ignore[attr-defined]
    assert whole(path, articles) == set()


def test_another_thread_opens_an_index_of_its_own(path: str, invented: Callable[..., list[Article]]) -> None:
    articles = invented(range(4))
    said: list[str] = []
    index = open_index(path)
    index.add(articles)

    def other() -> None:
        for call in (lambda: check(articles[0], index), lambda: index.add(articles), lambda: len(index), index.close):
            with pytest.raises(
                CompareError, match="the index was opened in another thread or process; open it in this one"
            ):
                call()
        with open_index(path) as own:
            said.append(check(articles[0], own).kind)

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert said == ["exact"]
    assert len(index) == 4
    index.close()


_FORKED = """
import os, sys
from compare.errors import CompareError
from compare.index import open_index
index = open_index(sys.argv[1])
child = os.fork()
if not child:
    try:
        index.remove(["n1"])
    except CompareError as error:
        os._exit(7 * ("in another thread or process" in str(error)))
    os._exit(1)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
assert len(index) == 4
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process is copied with fork, which Windows has not")
def test_a_copied_process_opens_an_index_of_its_own(path: str, invented: Callable[..., list[Article]]) -> None:
    with open_index(path) as index:
        index.add(invented(range(4)))
    root = str(Path(__file__).parent.parent.parent)
    subprocess.run([sys.executable, "-c", _FORKED, path], check=True, cwd=root)


def test_two_handles_of_one_process_see_what_the_other_put_in_and_wait_for_their_turn(
    path: str, invented: Callable[..., list[Article]], monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = invented(range(8))
    monkeypatch.setattr(compare.index.database, "_PATIENCE", 0.0)
    monkeypatch.setattr(compare.index.database, "_SPELL", 1)
    with open_index(path) as one, open_index(path) as two:
        one.add(articles[:4])
        assert check(articles[0], two).kind == "exact"
        assert two.add(articles[2:6]).articles == 2
        assert check(articles[5], one).kind == "exact"
        with one.writing():
            one.add(articles[6:])
            assert check(articles[7], one).kind == "exact"
            assert check(articles[7], two).kind == "new"
            with pytest.raises(InputError, match="another process has been writing for more than"):
                two.add(articles)
        assert two.add(articles).present == 8


def test_what_is_done_as_one_and_fails_leaves_the_index_as_it_was(
    path: str, invented: Callable[..., list[Article]]
) -> None:
    articles = invented(range(8))

    def broken() -> Iterable[Article]:
        yield from articles
        raise CompareError("in.jsonl: cannot be read")

    def all_or_nothing(index: Index) -> None:
        with index.writing():
            index.remove(["n1"])
            index.add([replace(one, outlet="Vale Radio") for one in articles[4:]])
            index.add(broken())

    with open_index(path) as index:
        index.add(articles[:4])
        with pytest.raises(CompareError, match="cannot be read"):
            all_or_nothing(index)
        assert [kept.id for kept in index] == ["n0", "n1", "n2", "n3"]
        index.add([replace(one, outlet="Vale Radio") for one in articles[4:]])
        assert [kept.outlet for kept in index][4:] == ["Vale Radio"] * 4
        assert verify(index) == ()


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no such timer")
def test_who_waits_for_its_turn_can_be_interrupted(path: str, invented: Callable[..., list[Article]]) -> None:
    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with open_index(path) as one, open_index(path) as two, one.writing():
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            with pytest.raises(KeyboardInterrupt):
                two.add(invented(range(3)))  # otherwise it waits for ten minutes
        with open_index(path) as index:
            assert index.add(invented(range(3))).articles == 3
    finally:
        signal.signal(signal.SIGALRM, before)
