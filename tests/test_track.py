"""Events as articles come: they keep their ids, and what one run over everything finds is found batch by batch."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import compare.track
from compare import find_copies, find_events, open_index, track_events
from compare.index import Index, clusters
from compare.index.upkeep import rebuild, stats, verify
from compare.model import Article, Event, Published
from compare.settings import CopiesSettings, Settings
from compare.track import Tracked
from compare.work.progress import Progress

ROOT = Path(__file__).parent.parent
Run = Callable[..., subprocess.CompletedProcess[str]]
Telling = Callable[[Iterable[Article]], None]
NAMES = [
    f"{a}{b}" for a in "Bel Dor Fen Gar Hol Jas Kel Lum".split() for b in "mark rin stad voe tal wick nes quor".split()
]
FILLER = (
    "council people report evening week morning house plan street number officials spoke work question paper window garden"
    " letter summer winter doctor teacher river bridge office market village music kitchen table corner station driver"
).split()


def news(name: str, *subjects: int, day: str | None = "2031-03-01", words: int = 90) -> Article:
    """Give an article on subjects, of which each has eight names of its own; no two are copies, as words come by lot."""
    chosen = random.Random(f"{name} {subjects}")
    own = [word for subject in subjects for word in NAMES[8 * subject : 8 * subject + 8]]
    text = " ".join(chosen.choice(own if chosen.random() < 0.6 else FILLER) for _ in range(words))
    published = Published(day, "day") if day else None
    return Article(name, f"{text}.", title=" ".join(chosen.sample(own, 3)), published=published)


def on(day: int) -> str:
    return f"2031-03-{day:02}"


STREAM = [
    *(news(f"s{subject}-{n}", subject, day=on(1 + 2 * subject + n)) for subject in range(6) for n in range(4)),
    *(news(f"u{subject}", subject, day=None) for subject in (0, 5)),
]


def places(index: Index) -> dict[str, str]:
    return {name: event for event, names in clusters(index.database).items() for name in names}


def partition(events: Iterable[Iterable[str]]) -> set[frozenset[str]]:
    return {frozenset(names) for names in events}


def whole(articles: Sequence[Article]) -> set[frozenset[str]]:
    return partition(event.articles for event in find_events(articles, find_copies(articles)))


def found(index: Index) -> set[frozenset[str]]:
    assert verify(index) == ()
    return partition(clusters(index.database).values())


def one(tracked: Tracked) -> Event:
    (event,) = tracked.events
    return event


def test_the_invented_news_are_six_events() -> None:
    assert len(whole(STREAM)) == 6


def test_a_first_run_over_everything_gives_what_find_events_gives() -> None:
    with open_index(":memory:") as index:
        tracked = track_events(STREAM, index)
        assert tracked.events == find_events(STREAM, find_copies(STREAM))
        assert [article.id for article in tracked.articles] == sorted(article.id for article in STREAM)
        assert (tracked.added.articles, tracked.added.present, tracked.without_text) == (26, 0, 0)
        assert found(index) == whole(STREAM)


@settings(max_examples=15, deadline=None)
@given(st.permutations(STREAM), st.sets(st.integers(1, len(STREAM) - 1), max_size=4))
def test_batches_in_any_split_and_order_give_each_article_one_event_and_again_nothing(
    stream: list[Article], cuts: set[int]
) -> None:
    edges = [0, *sorted(cuts), len(stream)]
    batches = [stream[start:end] for start, end in pairwise(edges)]
    with open_index(":memory:") as index:
        for batch in batches:
            told = track_events(batch, index).events
            assert {name for event in told for name in event.articles} >= {article.id for article in batch}
        assert found(index) == whole(STREAM)
        before = places(index)
        assert before.keys() == {article.id for article in STREAM}
        for batch in (*batches, stream):
            again = track_events(batch, index)
            assert (again.events, again.articles, again.added.articles) == ((), (), 0)
        assert places(index) == before


def test_the_order_inside_a_batch_changes_nothing() -> None:
    told = []
    for batch in (STREAM, STREAM[::-1]):
        with open_index(":memory:") as index:
            told.append((track_events(batch, index), places(index)))
    assert told[0] == told[1]


def test_a_new_article_joins_its_event_which_keeps_its_id_and_is_printed_whole() -> None:
    with open_index(":memory:") as index:
        track_events([article for article in STREAM if article.id != "s2-3"], index)
        before = places(index)
        event = one(track_events([article for article in STREAM if article.id == "s2-3"], index))
        assert event.articles == ("s2-0", "s2-1", "s2-2", "s2-3")
        assert {before[name] for name in event.articles if name in before} == {event.id}
        assert (event.merged, event.split_from) == ((), None)
        assert (event.first, event.last) == (on(5), on(8))
        assert {name: place for name, place in places(index).items() if name != "s2-3"} == before


def test_an_older_article_that_comes_later_joins_its_event_and_does_not_rename_it() -> None:
    with open_index(":memory:") as index:
        before = one(track_events([news(f"n{n}", 1, day=on(10 + n)) for n in range(3)], index))
        event = one(track_events([news("older", 1, day=on(8))], index))
        assert event.id == before.id
        assert (event.first, len(event.articles)) == (on(8), 4)


def test_events_far_apart_in_time_are_left_alone_and_not_read() -> None:
    with open_index(":memory:") as index:
        track_events([news(f"a{n}", 1, day=f"2029-01-0{n + 1}") for n in range(3)], index)
        event = one(track_events([news(f"b{n}", 1, day=on(1 + n)) for n in range(3)], index))
        assert event.articles == ("b0", "b1", "b2")
        assert len(clusters(index.database)) == 2


def test_two_events_that_merge_are_one_with_both_ids() -> None:
    ones, twos = ([news(f"{subject}-{n}", subject, day=on(1 + n)) for n in range(2 + subject)] for subject in (1, 2))
    both = [news(f"both-{n}", 1, 2, day=on(2)) for n in range(6)]
    assert len(whole([*ones, *twos])) == 2
    assert len(whole([*ones, *twos, *both])) == 1
    with open_index(":memory:") as index:
        first, second = one(track_events(ones, index)), one(track_events(twos, index))
        event = one(track_events(both, index))
        assert event.id == second.id, "that which has more articles"
        assert event.merged == (first.id,)
        assert len(event.articles) == len(ones) + len(twos) + len(both)
        assert found(index) == {frozenset(event.articles)}


def test_an_event_that_splits_keeps_its_id_where_most_of_it_is() -> None:
    ones, twos = ([news(f"{subject}-{n}", subject, day=on(1 + n)) for n in range(1 + subject)] for subject in (1, 2))
    both = [news(f"both-{n}", 1, 2, day=on(2)) for n in range(6)]
    with open_index(":memory:") as index:
        before = one(track_events([*ones, *twos, *both], index))
        revised = [news(article.id, 2, day=on(2)) for article in both]
        tracked = track_events(revised, index)
        assert tracked.added.revisions == 6
        kept, parted = sorted(tracked.events, key=lambda event: -len(event.articles))
        assert (kept.id, kept.split_from, kept.merged) == (before.id, None, ())
        assert parted.articles == ("1-0", "1-1")
        assert (parted.split_from, parted.merged) == (before.id, ())
        assert parted.id != before.id
        assert found(index) == {frozenset(kept.articles), frozenset(parted.articles)}


def test_a_late_reprint_follows_its_original() -> None:
    originals = [replace(news(f"n{n}", 1, day=f"2030-03-0{n + 1}"), outlet="Harbour Post") for n in range(3)]
    reprint = replace(originals[1], id="late", outlet="Hask Islander", published=Published("2031-08-01", "day"))
    with open_index(":memory:") as index:
        before = one(track_events(originals, index))
        track_events([news(f"m{n}", 2, day="2031-08-01") for n in range(3)], index)
        event = one(track_events([reprint], index))
        assert event.id == before.id
        assert event.articles == ("late", "n0", "n1", "n2")


def test_a_revision_takes_the_place_of_the_article_before_it() -> None:
    with open_index(":memory:") as index:
        before = one(track_events([news(f"n{n}", 1) for n in range(3)], index))
        revised = news("n1", 1, words=140)
        tracked = track_events([revised], index)
        assert one(tracked).id == before.id
        assert one(tracked).articles == ("n0", "n1", "n2")
        assert [article.text for article in tracked.articles if article.id == "n1"] == [revised.text]
        assert len(index) == 4


def test_articles_taken_out_leave_their_events_and_may_come_back() -> None:
    with open_index(":memory:") as index:
        track_events(STREAM, index)
        index.remove(["s0-0", "s1-0", "s1-1", "s1-2", "s1-3"])
        assert len(found(index)) == 5
        assert not {"s0-0", "s1-0"} & places(index).keys()
        track_events(STREAM, index)
        assert found(index) == whole(STREAM)


def test_articles_put_in_with_their_texts_take_part_the_next_time() -> None:
    with open_index(":memory:") as index:
        index.add(STREAM[:-4], keep_text=True)
        assert clusters(index.database) == {}
        assert {name for event in track_events(STREAM[-4:], index).events for name in event.articles} == {
            article.id for article in STREAM
        }
        assert found(index) == whole(STREAM)


def test_articles_without_their_texts_are_counted_and_take_part_when_they_are_given_again() -> None:
    with open_index(":memory:") as index:
        index.add(STREAM[:5])
        assert track_events(STREAM[5:], index).without_text == 5
        assert places(index).keys() == {article.id for article in STREAM[5:]}
        given = track_events(STREAM[:5], index)
        assert (given.added.present, given.without_text) == (5, 0)
        assert found(index) == whole(STREAM)


def test_no_date_no_text_no_title_are_no_hindrance() -> None:
    odd = [
        Article("empty", ""),
        Article("blank", " \n", title=""),
        news("year", 1, day=None),
        news("other", 1, day=None),
    ]
    odd.append(replace(news("coarse", 1), published=Published("2031", "year")))
    odd.append(Article("\ud800", "A lone surrogate in its id.", kind="teaser"))
    with open_index(":memory:") as index:
        for article in odd:
            track_events([article], index)
        track_events(odd, index)
        assert sorted(places(index)) == sorted(["?", *(article.id for article in odd[:-1])])
        assert verify(index) == ()


def test_what_is_loaded_does_not_grow_with_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare.track, "_ENOUGH", 10)
    monkeypatch.setattr(compare.track, "_UNDATED", 10)
    seen: list[int] = []

    def counting(
        articles: Sequence[Article], copies: object, settings: object, progress: Progress | None = None
    ) -> tuple[Event, ...]:
        seen.append(len(articles))
        return alone(articles)

    monkeypatch.setattr(compare.track, "find_events", counting)
    with open_index(":memory:") as index:
        for month in range(1, 13):
            days = [f"2031-{month:02}-{day:02}" for day in (1, 2)]
            some = [news(f"{month}-{day}-{n}", n % 6, day=day) for day in (*days, None) for n in range(20)]
            track_events(some, index)
    assert seen[0] == 60
    assert max(seen) == seen[-1] == 60 + 10 + 10


def alone(articles: Iterable[Article]) -> tuple[Event, ...]:
    return tuple(Event(f"e{article.id}", (article.id,), None) for article in articles)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=8), min_size=2, max_size=4), st.randoms())
def test_ids_are_carried_over_whatever_is_clustered_anew(rounds: list[list[int]], rng: random.Random) -> None:
    """The clusters are drawn by lot in each round; the ids and what is told of them must fit."""

    def by_lot(
        articles: Sequence[Article], copies: object, settings: object, progress: Progress | None = None
    ) -> tuple[Event, ...]:
        groups: dict[int, list[str]] = {}
        for article in articles:
            groups.setdefault(rng.randrange(4), []).append(article.id)
        return tuple(Event(f"e{min(names)}", tuple(sorted(names)), None) for names in groups.values())

    with pytest.MonkeyPatch.context() as patch, open_index(":memory:") as index:
        patch.setattr(compare.track, "find_events", by_lot)
        known: dict[str, str] = {}
        for number, subjects in enumerate(rounds):
            batch = [news(f"r{number}-{n}", subject) for n, subject in enumerate(subjects)]
            events = track_events(batch, index).events
            now = places(index)
            assert now.keys() == known.keys() | {article.id for article in batch}
            assert len({event.id for event in events}) == len(events)
            told = {name: event.id for event in events for name in event.articles}
            assert told == {name: now[name] for name in told}
            assert all(now[name] == place for name, place in known.items() if name not in told)
            ended = {*known.values()} - {*now.values()}
            assert sorted(chain.from_iterable(event.merged for event in events)) == sorted(ended)
            for event in events:
                shared = {known[name] for name in event.articles if name in known}
                assert {*event.merged} <= shared
                new = event.id not in known.values()
                assert (event.split_from is not None) == (new and bool(shared))
                assert event.split_from is None or (event.split_from in shared and event.split_from in now.values())
            known = now
        assert verify(index) == ()


def test_signing_anew_keeps_the_events(tmp_path: Path) -> None:
    path, other = str(tmp_path / "known.db"), Settings(copies=CopiesSettings(seed=7))
    with open_index(path) as index:
        track_events(STREAM[:-4], index)
        before = places(index)
    rebuild(path, other)
    with open_index(path, other) as index:
        assert places(index) == before
        track_events(STREAM, index)
        assert found(index) == whole(STREAM)


def test_stats_count_the_events_also_where_none_were_looked_for() -> None:
    with open_index(":memory:") as index:
        index.add(STREAM[:3], keep_text=True)
        assert stats(index)["events"] == 0
        track_events(STREAM, index)
        assert stats(index)["events"] == 6


HARM = {
    "UPDATE members SET event = 'e000000000000' WHERE article = 3": "the event of article number 3 is not as it was written",
    "UPDATE members SET day = day + 1 WHERE article = 3": "the event of article number 3 is not as it was written",
    "UPDATE members SET article = 999 WHERE article = 3": "article number 999 stands in an event, but has no text",
}


@pytest.mark.parametrize("harm", HARM)
def test_a_damaged_table_of_events_is_told_of(harm: str, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "known.db"
    with open_index(path) as index:
        track_events(STREAM, index)
        assert verify(index) == ()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(harm)
    told = run("index", "verify", "--index", str(path))
    assert told.returncode == 2
    assert HARM[harm] in told.stderr


def lines(articles: Iterable[Article]) -> str:
    return "".join(
        json.dumps({"id": a.id, "title": a.title, "text": a.text, "date": a.published and a.published.iso}) + "\n"
        for a in articles
    )


@pytest.fixture
def stored(tmp_path: Path) -> Callable[..., str]:
    def write(name: str, articles: Iterable[Article]) -> str:
        (tmp_path / name).write_text(lines(articles), encoding="utf-8")
        return str(tmp_path / name)

    return write


def test_the_command_prints_what_a_batch_changes_and_tells_of_merging(
    tmp_path: Path, run: Run, stored: Callable[..., str]
) -> None:
    index = str(tmp_path / "known.db")
    background = [article for article in STREAM if article.id[1] in "345"]
    ones, twos = ([news(f"{subject}-{n}", subject, day=on(1 + n)) for n in range(1 + subject)] for subject in (1, 2))
    both = [news(f"both-{n}", 1, 2, day=on(2)) for n in range(6)]
    batches = (background, ones, twos, both[1:])
    told = [run("events", stored(f"{n}.jsonl", some), "--index", index) for n, some in enumerate(batches)]
    assert [one.returncode for one in told] == [0, 0, 0, 0]
    assert told[1].stderr == f"newscompare: 2 put into {index}, 0 were there; 1 event changed\n"
    first, second, merged = (json.loads(one.stdout) for one in told[1:])
    assert merged["id"] == second["id"]
    assert merged["articles"] == sorted(article.id for article in (*ones, *twos, *both[1:]))
    names = sorted((first["id"], second["id"]))
    assert f"newscompare: {names[0]} and {names[1]} are one event now: {second['id']} (" in told[3].stderr
    again = run("events", str(tmp_path / "3.jsonl"), "--index", index)
    assert (again.returncode, again.stdout) == (0, "")
    table = run("events", stored("4.jsonl", both[:1]), "--index", index, "--format", "table")
    assert all(article.id in table.stdout for article in (*ones, *twos, *both))
    revised = stored("5.jsonl", [news(article.id, 2, day=on(2)) for article in both])
    parted = run("events", revised, "--index", index)
    (new,) = {json.loads(line)["id"] for line in parted.stdout.splitlines()} - {second["id"]}
    assert f"newscompare: {second['id']} was split: {second['id']}, {new}\n" in parted.stderr


def test_the_command_says_what_takes_no_part(tmp_path: Path, run: Run, stored: Callable[..., str]) -> None:
    index = str(tmp_path / "known.db")
    first, rest = stored("first.jsonl", STREAM[:5]), stored("rest.jsonl", STREAM[5:])
    assert run("index", "add", first, "--index", index).returncode == 0
    told = run("events", rest, "--index", index)
    assert "5 articles are in" in told.stderr
    assert run("events", first, "--index", index, "-q").stderr == ""
    assert run("index", "verify", "--index", index).returncode == 0
    with open_index(index, read_only=True) as known:
        assert found(known) == whole(STREAM)


def test_input_that_cannot_be_read_and_an_index_that_is_none_have_their_exit_statuses(
    tmp_path: Path, run: Run, stored: Callable[..., str]
) -> None:
    index = tmp_path / "known.db"
    nothing = tmp_path / "none.jsonl"
    nothing.write_text("no JSON\n")
    assert run("events", str(nothing), "--index", str(index)).returncode == 2
    assert not index.exists()
    part = stored("part.jsonl", STREAM)
    Path(part).write_text(Path(part).read_text() + "no JSON\n")
    told = run("events", part, "--index", str(index))
    assert (told.returncode, len(told.stdout.splitlines())) == (3, 6)
    assert run("events", part, "--index", str(nothing)).returncode == 2
    assert run("events", part, "--index", ":memory:").returncode == 2
    assert run("events", part, "--index", str(index), "-o", str(index)).returncode == 2
    full = run("events", part, "--index", str(tmp_path / "other.db"), "-o", "/dev/full")
    assert full.returncode == 2
    with open_index(tmp_path / "other.db") as other:
        assert len(other) == 0, "what was not printed was not put in"


_KILLED = """
import os, signal, sqlite3, sys
from compare.cli import main
import compare.track
connect, left = sqlite3.connect, int(sys.argv.pop(1))

def count(statement):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

def dying(*args, **options):
    connection = connect(*args, **options)
    connection.set_trace_callback(count)
    return connection

sqlite3.connect = dying
main()
"""


@pytest.mark.parametrize("point", [8, 40, 90, 140, 200])
def test_a_killed_process_leaves_articles_and_events_as_they_were(
    point: int, tmp_path: Path, stored: Callable[..., str]
) -> None:
    path, batch = str(tmp_path / "known.db"), stored("batch.jsonl", STREAM[12:])
    with open_index(path) as index:
        track_events(STREAM[:12], index)
        before = places(index)
    call = [sys.executable, "-c", _KILLED, str(point), "events", batch, "--index", path]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    killed = subprocess.run(call, capture_output=True, env=env, cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    with open_index(path) as index:
        assert verify(index) == ()
        assert (places(index), len(index)) == (before, 12)
        track_events(STREAM[12:], index)
        assert found(index) == whole(STREAM)


def test_processes_that_come_at_once_wait_for_each_other(tmp_path: Path, stored: Callable[..., str]) -> None:
    path, env = str(tmp_path / "known.db"), {**os.environ, "PYTHONPATH": str(ROOT)}
    parts = [stored(f"{n}.jsonl", STREAM[n::3] + STREAM[:4]) for n in range(3)]
    calls = [[sys.executable, "-m", "compare", "events", "-q", part, "--index", path] for part in parts]
    running = [subprocess.Popen(call, stdout=subprocess.DEVNULL, env=env, cwd=ROOT) for call in calls]
    assert [one.wait() for one in running] == [0, 0, 0]
    with open_index(path) as index:
        assert found(index) == whole(STREAM)
        assert len(index) == len(STREAM)


def test_other_settings_of_events_are_refused_and_change_nothing(
    tmp_path: Path, run: Run, stored: Callable[..., str]
) -> None:
    index, other = str(tmp_path / "known.db"), tmp_path / "other.toml"
    other.write_text("[events]\nthreshold = 0.9\n", encoding="utf-8")
    first, rest = stored("first.jsonl", STREAM[:5]), stored("rest.jsonl", STREAM[5:])
    assert run("events", first, "--index", index).returncode == 0
    before = run("index", "events", "--index", index).stdout
    done = run("events", rest, "--index", index, "--settings", str(other))
    assert (done.returncode, done.stdout) == (2, "")
    assert "events.threshold 0.07 (now 0.9)" in done.stderr
    assert run("index", "events", "--index", index).stdout == before
    assert run("index", "rebuild", "--index", index).returncode == 0
    assert run("events", rest, "--index", index, "--settings", str(other)).returncode == 2
    assert run("events", rest, "--index", index).returncode == 0


def test_the_table_of_a_batch_shows_events_of_one_article_too(
    tmp_path: Path, run: Run, stored: Callable[..., str]
) -> None:
    index = str(tmp_path / "known.db")
    shown = run("events", stored("one.jsonl", STREAM[:1]), "--index", index, "--format", "table").stdout
    assert STREAM[0].id in shown
    again = run("events", str(tmp_path / "one.jsonl"), "--index", index, "--format", "table")
    assert again.stdout == "No event is new or changed.\n"
