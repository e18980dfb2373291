"""The gate through its command: what it says, what it lets in, and the exit status that CI goes by."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare import Gate, find_copies, open_index, read_each
from compare.errors import CompareError
from compare.model import Article

Run = Callable[..., subprocess.CompletedProcess[str]]
VOCABULARY = [f"{a}{b}" for a in "ka lo mi ru te ve so pa".split() for b in "ren dal mar vik sund borg nes tor".split()]


def prose(words: int, seed: int) -> str:
    chosen = random.Random(seed)
    return " ".join(chosen.choice(VOCABULARY) for _ in range(words))


def lines(*records: Mapping[str, object] | str) -> str:
    return "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in records)


@pytest.fixture
def known(tmp_path: Path, run: Run) -> Path:
    """An index of three articles."""
    archive = tmp_path / "archive.jsonl"
    archive.write_text(
        lines(*({"id": f"k{n}", "text": prose(200, n), "url": f"https://post.example/{n}"} for n in range(3)))
    )
    assert run("index", "add", str(archive), "--index", str(tmp_path / "known.db")).returncode == 0
    return tmp_path / "known.db"


@pytest.fixture
def incoming(tmp_path: Path) -> Callable[..., Path]:
    def write(*records: dict[str, object] | str, name: str = "incoming.jsonl") -> Path:
        path = tmp_path / name
        path.write_text(lines(*records))
        return path

    return write


NEW: dict[str, object] = {"id": "new", "text": prose(200, 50)}
COPY: dict[str, object] = {"id": "copy", "text": prose(200, 1).upper()}


def ids(index: Path) -> list[str]:
    with open_index(index, read_only=True) as held:
        return [kept.id for kept in held]


def test_new_articles_pass_and_copies_do_not(run: Run, known: Path, incoming: Callable[..., Path]) -> None:
    found = run("check", str(incoming(NEW)), "--index", str(known))
    assert (found.returncode, found.stdout, found.stderr) == (0, "1 article: 1 new\n", "")
    found = run("check", str(incoming(NEW, COPY)), "--index", str(known))
    assert found.returncode == 1
    assert "incoming.jsonl:2: refused" in found.stdout
    assert "exact copy of k1" in found.stdout
    assert ids(known) == ["k0", "k1", "k2"]


@pytest.mark.parametrize("bad", ['{"id": "x", "text": ', '{"id": "x"}', "[1, 2]"])
def test_what_cannot_be_read_never_passes(run: Run, known: Path, incoming: Callable[..., Path], bad: str) -> None:
    found = run("check", str(incoming(NEW, bad)), "--index", str(known))
    assert found.returncode == 2
    assert "incoming.jsonl:2: could not be read" in found.stdout
    found = run("check", str(incoming(COPY, bad)), "--index", str(known), "--format", "jsonl")
    assert found.returncode == 2
    assert [json.loads(line).get("kind") for line in found.stdout.splitlines()] == ["exact", None]
    assert "incoming.jsonl:2:" in found.stderr


def test_a_gate_that_cannot_judge_says_why_and_what_to_do(
    run: Run, known: Path, incoming: Callable[..., Path], tmp_path: Path
) -> None:
    path = str(incoming(NEW))
    other = tmp_path / "other.toml"
    other.write_text("[copies]\nshingle = 5\n")
    (tmp_path / "broken.jsonl").write_text("{]\n")
    for args, said in (
        (("--index", str(tmp_path / "none.db")), "there is no index; newscompare index add"),
        (("--index", str(known), "--settings", str(other)), "newscompare index rebuild --index"),
        (("--against", str(tmp_path / "none")), "no such file"),
        (("--against", str(tmp_path / "broken.jsonl")), "broken.jsonl:1: "),
        (("--allow", "identical"), "identical is no kind of copy; known: exact, near"),
        (("--threshold", "0.2"), "the threshold must be from 0.7 to 1"),
        (("--add",), "need --index FILE"),
    ):
        found = run("check", path, *args)
        assert found.returncode == 2
        assert said in found.stderr
        assert "Traceback" not in found.stderr
    assert run("check", str(tmp_path / "none.jsonl")).returncode == 2


def test_duplicates_within_the_batch_count(run: Run, incoming: Callable[..., Path]) -> None:
    again = {"id": "again", "text": str(NEW["text"]) + " and more"}
    path = incoming(NEW, NEW, again, {"id": "new", "text": prose(200, 51)})
    found = run("check", str(path), "--format", "jsonl")
    results = [json.loads(line) for line in found.stdout.splitlines()]
    assert found.returncode == 1
    assert [one["kind"] for one in results] == ["new", "exact", "near", "same-id"]
    assert [one["duplicates"][0]["origin"]["item"] for one in results[1:]] == [1, 1, 1]
    assert all(known["incoming"] for one in results for known in one["duplicates"])


def test_other_articles_stand_in_for_an_index(run: Run, incoming: Callable[..., Path]) -> None:
    archive = incoming({"id": "old", "text": prose(200, 60)}, name="archive.jsonl")
    changed = {"id": "next", "text": prose(200, 60).replace(prose(200, 60).split()[99], "400", 1)}
    found = run("check", str(incoming(changed)), "--against", str(archive))
    assert found.returncode == 1
    assert f"here “400”, there “{prose(200, 60).split()[99]}”" in found.stdout
    assert run("check", str(incoming(NEW)), "--against", str(archive)).returncode == 0
    piped = run("check", "-", "--against", str(archive), stdin=lines(changed))
    assert piped.returncode == 1
    assert piped.stdout.startswith("-:1: refused")


def test_a_policy_lets_kinds_pass(run: Run, known: Path, incoming: Callable[..., Path]) -> None:
    revised = {"id": "k1", "text": prose(200, 1) + " and then more"}
    path = str(incoming(COPY, revised))
    assert run("check", path, "--index", str(known), "--allow", "revision").returncode == 1
    found = run("check", path, "--index", str(known), "--allow", "revision, exact", "--allow", "near")
    assert found.returncode == 0
    assert "2 allowed (1 exact, 1 revision)" in found.stdout


def test_articles_are_taken_in_only_if_the_gate_passes(run: Run, known: Path, incoming: Callable[..., Path]) -> None:
    index = ("--index", str(known))
    assert run("check", str(incoming(NEW, COPY)), *index, "--add").returncode == 1
    assert run("check", str(incoming(NEW, "{")), *index, "--add").returncode == 2
    assert ids(known) == ["k0", "k1", "k2"]
    found = run("check", str(incoming(NEW)), *index, "--add")
    assert (found.returncode, found.stderr) == (0, f"newscompare: 1 put into {known}\n")
    assert ids(known) == ["k0", "k1", "k2", "new"]
    assert run("check", str(incoming(NEW)), *index, "--add").returncode == 1
    assert ids(known) == ["k0", "k1", "k2", "new"]
    revised = {"id": "k1", "text": prose(200, 1) + " and then more"}
    assert run("check", str(incoming(revised)), *index, "--add", "--allow", "revision").returncode == 0
    assert ids(known) == ["k0", "k1", "k2", "new", "k1"]


def test_the_new_ones_alone_can_be_taken_in(run: Run, known: Path, incoming: Callable[..., Path]) -> None:
    path = str(incoming(COPY, NEW, NEW))
    assert run("check", path, "--index", str(known), "--add-new").returncode == 1
    assert ids(known) == ["k0", "k1", "k2", "new"]


def test_an_index_is_made_where_that_is_asked_for(run: Run, incoming: Callable[..., Path], tmp_path: Path) -> None:
    place, path = str(tmp_path / "fresh.db"), str(incoming(NEW))
    assert run("check", path, "--index", place, "--add").returncode == 2
    assert run("check", path, "--index", place, "--add", "--create", "--keep-text").returncode == 0
    with open_index(place, read_only=True) as held:
        assert [held.text(kept.number) for kept in held] == [NEW["text"]]


def test_each_format_tells_the_same(run: Run, known: Path, incoming: Callable[..., Path]) -> None:
    path = incoming(NEW, COPY)
    said = {form: run("check", str(path), "--index", str(known), "--format", form) for form in FORMATS}
    assert {found.returncode for found in said.values()} == {1}
    assert json.loads(said["json"].stdout)["summary"]["refused"] == 1
    assert [json.loads(line)["refused"] for line in said["jsonl"].stdout.splitlines()] == [False, True]
    assert f"::error file={path},line=2," in said["github"].stdout
    suite = next(ET.fromstring(said["junit"].stdout.encode()).iter("testsuite"))
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    (result,) = json.loads(said["sarif"].stdout)["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("exact", "error")


FORMATS = ("text", "json", "jsonl", "github", "junit", "sarif")


def test_a_reader_that_stops_reading_changes_no_verdict(known: Path, incoming: Callable[..., Path]) -> None:
    path = incoming(*[COPY] * 3_000)
    call = [sys.executable, "-m", "compare", "check", str(path), "--index", str(known)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        assert (process.stderr.read(), process.wait()) == (b"", 1)


def test_the_fixtures_pass_under_the_policy_that_they_are_made_for(run: Run, fixtures: Path) -> None:
    paths = [str((fixtures / name).relative_to(fixtures.parent)) for name in ("articles", "pages")]
    assert run("check", *paths).returncode == 1
    assert run("check", *paths, "--allow", "revision,syndicated").returncode == 0


def families(seed: int) -> list[Article]:
    chosen, made = random.Random(seed), []
    for family in range(3):
        words = prose(chosen.randint(60, 300), seed + family).split()
        for copy in range(chosen.randint(1, 3)):
            kept = [word if chosen.random() > 0.03 else f"other{n}" for n, word in enumerate(words)]
            made.append(Article(f"f{family}-{copy}", " ".join(kept)))
    chosen.shuffle(made)
    return made


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_what_repeats_names_an_earlier_article_of_its_group_of_copies(seed: int) -> None:
    articles = families(seed)
    results = [*Gate().results(articles)]
    group = {name: found.id for found in find_copies(articles) for name in found.articles}
    seen: set[str] = set()
    for result in results:
        name = result.article.id
        assert (result.kind == "new") == (not result.duplicates)
        assert all(known.article in seen and group[known.article] == group[name] for known in result.duplicates)
        seen.add(name)
    new = {group.get(result.article.id, result.article.id) for result in results if result.kind == "new"}
    assert new >= {group.get(article.id, article.id) for article in articles}  # of each group one at least
    assert [result.article for result in results] == articles


@given(st.integers(0, 10**6), st.integers(1, 8))
@settings(max_examples=25, deadline=None)
def test_it_makes_no_difference_where_known_articles_stand(seed: int, cut: int) -> None:
    articles = families(seed)
    first, rest = articles[:cut], articles[cut:]
    together = [(result.article.id, result.kind) for result in Gate().results(articles)][len(first) :]
    with open_index(":memory:") as index:
        index.add(first, keep_text=True)
        apart = [(result.article.id, result.kind) for result in Gate([index]).results(rest)]
    assert apart == together


def test_nothing_is_taken_in_where_the_caller_stops(tmp_path: Path) -> None:
    with open_index(tmp_path / "known.db") as index:
        results = Gate([index]).admit([Article("a", prose(50, 1)), Article("b", prose(50, 2))], index)
        assert next(results).kind == "new"
        results.close()  # type: ignore[attr-defined]  # it is a generator
        assert len(index) == 0
        assert [result.kind for result in Gate([index]).admit([Article("a", prose(50, 1))], index)] == ["new"]
        assert len(index) == 1


def test_a_policy_that_names_no_kind_is_refused() -> None:
    with pytest.raises(CompareError, match="similar is no kind of copy"):
        Gate(allow=["similar"])  # type: ignore[list-item]  # that is the point


def test_pages_are_told_without_a_line(run: Run, fixtures: Path, tmp_path: Path) -> None:
    page = next(one for one in sorted((fixtures / "pages").iterdir()) if one.suffix == ".html")
    copy = tmp_path / page.name
    copy.write_bytes(page.read_bytes())
    names: Sequence[str] = [found.id for found in read_each([copy]) if isinstance(found, Article)]
    assert names
    found = run("check", str(copy), "--against", str(page))
    assert found.returncode == 1
    assert f"{copy}: refused" in found.stdout


def test_names_of_files_command_nothing_on_standard_error(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a\n::error::\x1b[2Jb.jsonl"
    path.write_text("{\n")
    found = run("check", str(path), "--format", "jsonl")
    assert found.returncode == 2
    assert "\x1b" not in found.stderr
    assert not any(line.startswith("::") for line in found.stderr.splitlines())


def test_no_index_is_made_of_nothing_and_an_empty_one_judges_nothing(
    run: Run, incoming: Callable[..., Path], tmp_path: Path
) -> None:
    place, path = tmp_path / "fresh.db", str(incoming(NEW))
    found = run("index", "add", str(tmp_path / "missing.jsonl"), "--index", str(place))
    assert (found.returncode, place.exists()) == (2, False)
    open_index(place).close()
    found = run("check", path, "--index", str(place))
    assert found.returncode == 2
    assert "holds no article, so all would pass" in found.stderr
    assert run("check", path, "--index", str(place), "--add", "--create").returncode == 0
    assert run("check", path, "--index", ":memory:").returncode == 2
    assert run("check", path, "--index", str(place), "--add", "--add-new").returncode == 2


def test_the_new_ones_are_taken_in_though_refused_ones_hold_them(
    run: Run, known: Path, incoming: Callable[..., Path]
) -> None:
    round_up = {"id": "all", "text": f"{prose(200, 1)} {prose(200, 50)}"}
    path = str(incoming(round_up, NEW))
    found = run("check", path, "--index", str(known), "--add-new", "--format", "jsonl")
    assert [json.loads(line)["kind"] for line in found.stdout.splitlines()] == ["contained", "new"]
    assert ids(known) == ["k0", "k1", "k2", "new"]


def test_upkeep_needs_no_settings(run: Run, known: Path, incoming: Callable[..., Path], tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text("[copies]\nseed = 5\n")
    place = str(tmp_path / "other.db")
    assert run("index", "add", str(incoming(NEW, COPY)), "--index", place, "--settings", str(other)).returncode == 0
    assert run("check", str(incoming(NEW)), "--index", place).returncode == 2
    assert json.loads(run("index", "stats", "--index", place).stdout)["scheme"]["seed"] == "5"
    assert run("index", "verify", "--index", place).returncode == 0
    assert run("index", "show", "copy", "--index", place).returncode == 0
    assert run("index", "remove", "copy", "--index", place).returncode == 0
    assert run("index", "remove", "copy", "--index", place).returncode == 2


def test_the_command_offers_every_kind_and_format_there_is() -> None:
    from compare.check import KINDS
    from compare.cli import check as command
    from compare.report import checks

    assert {*command._KINDS} == {*KINDS}
    assert [*command._FORMATS] == [*checks.FORMATS]
