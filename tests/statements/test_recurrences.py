"""Words of an earlier event that come again in a later one."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable
from itertools import product
from pathlib import Path

from compare import find_recurrences
from compare.model import Article, CopyGroup, Event, Published, Quotation, Recurrence, Span
from compare.settings import Settings, StatementsSettings
from compare.statements.overlap import Bench
from compare.statements.words import words_of

Run = Callable[..., subprocess.CompletedProcess[str]]
Printed = tuple[Article, Quotation]
WORDS = "We will not close the northern quay before the ice comes"


def printed(name: str, day: str | None, words: str = WORDS, speaker: str | None = "Ida Renn") -> Printed:
    text = f"“{words},” {speaker} said."
    at = text.rindex(str(speaker))
    published = Published(day, "day") if day else None
    named = Span(at, at + len(str(speaker))) if speaker else None
    span = Span(1, 1 + len(words))
    quotation = Quotation(f"q-{name}", name, span, words, "direct", speaker, named, "said", None, "A")
    return Article(name, text, outlet=f"The {name}", published=published), quotation


def again(*events: list[Printed], copies: tuple[CopyGroup, ...] = (), days: float = 14.0) -> tuple[Recurrence, ...]:
    values = [Event(f"e{n}", tuple(article.id for article, _ in event), None) for n, event in enumerate(events)]
    articles = [article for event in events for article, _ in event]
    quotations = [quotation for event in events for _, quotation in event]
    return find_recurrences(values, quotations, articles, copies, Settings(statements=StatementsSettings(days=days)))


def pairs(found: tuple[Recurrence, ...]) -> list[tuple[str, str]]:
    return [(one.earlier, one.later) for one in found]


def test_the_same_words_of_the_same_speaker_two_weeks_later_are_listed_with_the_days_between() -> None:
    (found,) = again([printed("a", "2031-03-03")], [printed("b", "2031-11-04")])
    assert (found.earlier, found.later, found.days) == ("q-a", "q-b", 246.0)
    assert (found.earlier_event, found.event) == ("e0", "e1")
    assert (found.relation, found.changes) == ("verbatim", ())


def test_what_is_not_surely_old_is_not_listed() -> None:
    old = [printed("a", "2031-03-03")]
    assert again(old, [printed("b", "2031-03-10")]) == ()
    assert pairs(again(old, [printed("b", "2031-03-10")], days=7)) == [("q-a", "q-b")]
    assert again(old, [printed("b", "2031-11-04", speaker="Paul Osk")]) == ()
    assert again(old, [printed("b", "2031-11-04", speaker="She")]) == ()
    assert again(old, [printed("b", None)]) == ()
    assert again([*old, printed("b", "2031-11-04")]) == ()
    few = "the northern quay it is"
    assert again([printed("a", "2031-03-03", few)], [printed("b", "2031-11-04", few)]) == ()
    assert again(old, [printed("b", "2031-11-04")], copies=(CopyGroup("g", ("a", "b"), "a", ()),)) == ()


def test_a_piece_of_it_and_a_word_less_are_told_as_such() -> None:
    (cut,) = again(
        [printed("a", "2031-03-03")], [printed("b", "2031-11-04", "not close the northern quay before the ice")]
    )
    assert cut.relation == "truncated"
    (turned,) = again([printed("a", "2031-03-03")], [printed("b", "2031-11-04", WORDS.replace(" not", ""))])
    assert [change.kind for change in turned.changes] == ["polarity"]


def test_everybody_who_prints_old_words_is_listed_with_the_first_who_printed_them() -> None:
    found = again(
        [printed("a", "2031-03-03"), printed("b", "2031-03-04")],
        [printed("d", "2031-11-05"), printed("c", "2031-11-04")],
        [printed("f", "2032-01-01")],
    )
    assert pairs(found) == [("q-a", "q-c"), ("q-a", "q-d"), ("q-a", "q-f")]


def test_nothing_in_gives_nothing() -> None:
    assert find_recurrences([], [], []) == ()


def test_every_pair_that_comparing_all_with_all_finds_is_found() -> None:
    draw = random.Random(3)
    vocabulary = "quay harbour ice winter dockers lorries bridge close open never pillars council".split()
    sentences = [" ".join(draw.choice(vocabulary) for _ in range(12)) for _ in range(25)]
    early = [printed(f"a{n:02}", "2031-03-03", text) for n, text in enumerate(sentences)]
    late = []
    for n, text in enumerate(sentences):
        words = text.split()
        cut = words[n % 5 : n % 5 + 7] if n % 2 else words
        late.append([printed(f"b{n:02}", "2031-11-04", " ".join(cut))])
    expected = set()
    for (a, one), (b, other) in product(early, [event[0] for event in late]):
        shared = Bench().overlap(words_of(a.text, [one.span]), words_of(b.text, [other.span]))
        if shared.cover >= 0.9 and shared.run >= 5:
            expected.add((one.id, other.id))
    assert set(pairs(again(early, *late))) == expected
    assert len(expected) >= 25


def test_the_command_lists_them_behind_the_pairs_with_both_dates(run: Run, tmp_path: Path) -> None:
    rows = [
        {"outlet": "Harbour Post", "date": "2031-03-03", "title": "Quay plan told to council",
         "text": f"The council heard the quay plan. “{WORDS},” harbour master Ida Renn said."},
        {"outlet": "Northern Wire", "date": "2031-11-04", "title": "Dockers of Lindal strike over wages",
         "text": f"Dockers went on strike over wages at dawn. “{WORDS},” said Ida Renn, the harbour master."},
    ]  # fmt: skip
    path = tmp_path / "two.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    (line,) = map(json.loads, run("statements", str(path), "--across-events").stdout.splitlines())
    assert (line["a"]["published"], line["b"]["published"], line["days"]) == ("2031-03-03", "2031-11-04", 246.0)
    assert run("statements", str(path)).stdout == ""
    table = run("statements", str(path), "--across-events", "--format", "table").stdout
    assert "Words of an earlier event that come again" in table
    assert "2031-03-03" in table
    assert "2031-11-04   246 " in table
    nothing = run("statements", "fixtures/quay.jsonl", "--across-events", "--format", "table").stdout
    assert nothing.endswith("No words of an earlier event come again.\n")
    report = json.loads(run("report", str(path), "--across-events", "--format", "json").stdout)
    assert [one["days"] for one in report["recurrences"]] == [246.0]


def test_a_copy_or_a_namesake_in_front_hides_nobody_behind() -> None:
    kin = (CopyGroup("g", ("a", "b"), "a", ()),)
    old = [printed("a", "2031-03-03"), printed("c", "2031-03-04")]
    assert pairs(again(old, [printed("b", "2031-11-04")], copies=kin)) == [("q-c", "q-b")]
    later = [printed("b", "2031-11-04", speaker="Paul Renn"), printed("d", "2031-11-05")]
    assert pairs(again([printed("a", "2031-03-03")], later)) == [("q-a", "q-d")]


def test_words_that_very_many_printed_are_found_to_come_again() -> None:
    old = [printed(f"a{n:02}", "2031-03-03", f"{WORDS} in winter {n}") for n in range(60)]
    assert len(again(old, [printed("z", "2031-11-04")])) == 1
