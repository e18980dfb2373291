"""Articles without their copies, as a library and on the command line."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from compare.dedupe import Keep, dedupe
from compare.model import Article, Published

TEXT = " ".join(f"word{number}" for number in range(60))
LONGER = f"{TEXT} and three more"


def article(name: str, text: str, day: int) -> Article:
    return Article(name, text, published=Published(f"2031-05-{day:02}", "day"))


ARTICLES = [
    article("z", "Something else altogether.", 1),
    article("late", TEXT, 4),
    article("first", TEXT, 2),
    article("long", LONGER, 3),
]


@pytest.mark.parametrize(("keep", "stays"), [("original", "first"), ("longest", "long"), ("last", "late")])
def test_one_of_a_group_stays_and_the_order_is_kept(keep: Keep, stays: str) -> None:
    stay, gone = dedupe(ARTICLES, keep=keep)
    assert [one.id for one in stay] == ["z", stays]
    assert all(one in ARTICLES for one in stay)
    assert [one.id for one in gone] == [name for name in ("late", "first", "long") if name != stays]
    for one in gone:
        assert one.duplicate_of == stays
        assert one.id in (one.pair.a, one.pair.b)


def test_nothing_goes_where_nothing_is_a_copy() -> None:
    assert dedupe(ARTICLES[:2]) == (tuple(ARTICLES[:2]), ())


def test_the_command_writes_both_files(tmp_path: Path) -> None:
    lines = [{"id": a.id, "text": a.text, "published": a.published and a.published.iso} for a in ARTICLES]
    source, out, removed = tmp_path / "in.jsonl", tmp_path / "out.jsonl", tmp_path / "removed.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines))
    command = [sys.executable, "-m", "compare", "dedupe", str(source), "-o", str(out), "--removed", str(removed)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "2 stay, 2 are copies" in done.stderr
    stay = [json.loads(line) for line in out.read_text().splitlines()]
    gone = [json.loads(line) for line in removed.read_text().splitlines()]
    assert [(one["id"], one["text"]) for one in stay] == [("z", ARTICLES[0].text), ("first", TEXT)]
    assert [(one["id"], one["duplicate_of"], one["pair"]["kind"]) for one in gone] == [
        ("late", "first", "exact"),
        ("long", "first", "near"),
    ]


def lines_of(*articles: Article) -> list[bytes]:
    return [f'{{"text":  "{a.text}", "n\\u00f6te": [1, 2.50], "id": "{a.id}"}}'.encode() for a in articles]


def test_lines_come_out_to_the_byte_from_files_packed_files_and_pipes(tmp_path: Path) -> None:
    lines = lines_of(*ARTICLES)
    plain, packed = tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz"
    plain.write_bytes(b"\r\n".join(lines))
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    command = [sys.executable, "-m", "compare", "dedupe", "--quiet"]
    for given in (plain, packed):
        done = subprocess.run([*command, str(given)], capture_output=True, check=True)
        assert (done.stdout, done.stderr) == (lines[0] + b"\n" + lines[3] + b"\n", b"")
    piped = subprocess.run([*command, "-"], input=plain.read_bytes(), capture_output=True, check=True)
    assert piped.stdout == done.stdout


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["-o", "in.jsonl"], "in.jsonl: is read, and would be overwritten"),
        (["--removed", "in.jsonl"], "in.jsonl: is read, and would be overwritten"),
        (["-o", "out", "--removed", "out"], "-o and --removed need two places"),
        (["--removed", "-"], "-o and --removed need two places"),
        (["-o", "none/out"], "none/out: cannot be written: there is no folder"),
    ],
)
def test_no_file_is_overwritten_by_mistake(options: list[str], why: str, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(b"\n".join(lines_of(*ARTICLES)))
    before, command = source.read_bytes(), [sys.executable, "-m", "compare", "dedupe", "in.jsonl", *options]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, source.read_bytes()) == (2, before)
    assert why in done.stderr


def test_a_removed_article_is_told_with_its_place_and_a_longer_one_with_a_word(tmp_path: Path) -> None:
    brief = article("brief", TEXT, 1)
    whole = article("whole", f"{TEXT} {' '.join(f'more{number}' for number in range(60))}", 2)
    source, removed = tmp_path / "in.jsonl", tmp_path / "removed.jsonl"
    source.write_bytes(b"\n".join(lines_of(whole, brief)).replace(b'"id": "brief"', b'"id": "brief", "date": "2031"'))
    command = [sys.executable, "-m", "compare", "dedupe", str(source), "--removed", str(removed)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    (one,) = map(json.loads, removed.read_text().splitlines())
    assert (one["id"], one["origin"]) == ("whole", {"file": str(source), "item": 1})
    assert (one["duplicate_of"], one["duplicate_of_origin"]["item"]) == ("brief", 2)
    assert "1 of these hold much more text than the one that stays (see --keep longest)" in done.stderr


def test_what_cannot_be_read_is_told_of_and_the_rest_goes_on(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    first, second, *_ = lines_of(*ARTICLES)
    source.write_bytes(first + b"\n{broken\n" + second + b"\n" + second.replace(b"word1 ", b"other ") + b"\n")
    done = subprocess.run([sys.executable, "-m", "compare", "dedupe", str(source)], capture_output=True, check=False)
    assert done.stdout == first + b"\n" + second + b"\n"
    assert b"a.jsonl:2: not valid JSON" in done.stderr
    assert b"a.jsonl:4: id 'late' already stands in" in done.stderr
    assert done.returncode == 3


@pytest.mark.parametrize("command", ["copies", "dedupe", "report"])
def test_an_interrupt_ends_it_in_one_line(command: str, tmp_path: Path) -> None:
    pipe = tmp_path / "endless"
    os.mkfifo(pipe)
    call = [sys.executable, "-m", "compare", command, str(pipe)]

    def heard() -> None:  # a run of the tests in the background ignores the signal, and so would what it starts
        signal.signal(signal.SIGINT, signal.default_int_handler)

    running = subprocess.Popen(call, stderr=subprocess.PIPE, preexec_fn=heard)  # noqa: PLW1509 - no thread is here
    with pipe.open("wb") as stream:
        stream.write(lines_of(ARTICLES[0])[0] + b"\n")
        stream.flush()
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert told.decode().splitlines()[-1] == "newscompare: interrupted"
    assert b"Traceback" not in told
    assert running.returncode == 130
