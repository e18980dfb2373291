"""The commands through their real entry point: what they print, and with what status they end."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parent.parent
Run = Callable[..., subprocess.CompletedProcess[str]]
STAGES = ("read", "copies", "events", "quotes", "statements", "framing")
INPUT = ("fixtures/articles", "fixtures/pages")
SCHEMA = json.loads((ROOT / "compare" / "report" / "report.schema.json").read_text())
OBJECTS = dict(zip(STAGES, ("article", "copies", "event", "quotation", "pair", "framing"), strict=True))


def test_the_report_of_the_fixtures_is_the_one_a_person_has_read(run: Run, golden: Callable[[str, str], None]) -> None:
    done = run("report", *INPUT)
    assert (done.returncode, done.stderr) == (0, "")
    golden("report.txt", done.stdout)


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_prints_a_table_that_a_person_has_read(
    run: Run, golden: Callable[[str, str], None], stage: str
) -> None:
    golden(f"{stage}.txt", run(stage, *INPUT, "--format", "table").stdout)


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_prints_json_lines_into_a_pipe(run: Run, stage: str) -> None:
    done = run(stage, *INPUT)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, "")
    assert lines
    validator = Draft202012Validator({"$defs": SCHEMA["$defs"], "$ref": f"#/$defs/{OBJECTS[stage]}"})
    assert [error.message for line in lines for error in validator.iter_errors(line)] == []


def test_the_spans_of_every_line_show_what_the_line_says(run: Run) -> None:
    text = {a["id"]: a["text"] for a in map(json.loads, run("read", *INPUT).stdout.splitlines())}
    quotes = [json.loads(line) for line in run("quotes", *INPUT).stdout.splitlines()]
    for q in quotes:
        assert text[q["article"]][q["start"] : q["end"]] == q["text"]
        assert q["cue"] is None or text[q["article"]][q["cue_start"] : q["cue_end"]] == q["cue"]
    places = {(q["article"], q["start"], q["end"]) for q in quotes}
    for line in map(json.loads, run("statements", *INPUT).stdout.splitlines()):
        assert {(line[s]["article"], line[s]["start"], line[s]["end"]) for s in "ab"} <= places


def test_the_report_as_json_is_valid_by_its_schema(run: Run) -> None:
    document = json.loads(run("report", *INPUT, "--format", "json").stdout)
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(document)
    assert document["settings"]["copies"]["jaccard"] == 0.7


def test_the_same_articles_in_another_order_give_the_same_bytes(run: Run, tmp_path: Path) -> None:
    lines = run("read", *INPUT).stdout.splitlines(keepends=True)
    reports = []
    for seed in range(3):
        random.Random(seed).shuffle(lines)
        (tmp_path / "all.jsonl").write_text("".join(lines))
        reports.append(run("report", str(tmp_path), "--format", "json").stdout)
    assert reports[0] == reports[1] == reports[2] == run("report", *INPUT, "--format", "json").stdout


def test_stages_can_be_run_one_after_the_other_through_pipes(run: Run, tmp_path: Path) -> None:
    articles = run("read", *INPUT).stdout
    events = run("events", "-", stdin=articles).stdout
    assert events == run("events", *INPUT).stdout
    (tmp_path / "events.jsonl").write_text(events)
    given = run("statements", "-", "--events", str(tmp_path / "events.jsonl"), stdin=articles)
    assert given.stdout == run("statements", *INPUT).stdout


def test_a_given_clustering_is_taken_as_it_is(run: Run, tmp_path: Path) -> None:
    articles = [json.loads(line) for line in run("read", "fixtures/quay.jsonl").stdout.splitlines()]
    members = [a["id"] for a in articles if a["outlet"] != "Northern Wire"]
    (tmp_path / "e.jsonl").write_text(json.dumps({"id": "mine", "articles": [*members, "not here"]}))
    framing = json.loads(run("framing", "fixtures/quay.jsonl", "--events", str(tmp_path / "e.jsonl")).stdout)
    assert framing["event"] == "mine"
    assert [c["name"] for c in framing["columns"]] == ["Harbour Post", "Lindal Courier"]
    told = run("framing", "fixtures/quay.jsonl", "--events", str(tmp_path / "e.jsonl")).stderr
    assert told.startswith(f"newscompare: {tmp_path / 'e.jsonl'}: names 1 that were not read, such as 'not here'")


@pytest.mark.parametrize("line", ['{"id": "x"}', "[1]", "nonsense", '{"id": "x", "articles": [1]}'])
def test_a_clustering_that_cannot_be_read_is_named_with_its_line(run: Run, tmp_path: Path, line: str) -> None:
    path = tmp_path / "e.jsonl"
    path.write_text(f'{{"id": "a", "articles": ["q"]}}\n{line}\n')
    done = run("framing", "fixtures/quay.jsonl", "--events", str(path))
    assert done.returncode == 2
    assert done.stderr.startswith(f"newscompare: {path}:2: ")


@pytest.mark.parametrize("part", ["headlines", "voices", "omissions"])
def test_a_part_of_the_framing_is_printed_a_finding_a_line(run: Run, part: str) -> None:
    lines = [json.loads(line) for line in run("framing", *INPUT, "--part", part).stdout.splitlines()]
    assert lines
    assert all({"event", "column"} <= set(line) for line in lines)


def test_what_cannot_be_read_is_named_the_rest_goes_on_and_the_status_tells(run: Run) -> None:
    done = run("read", "fixtures/quay.jsonl", "fixtures/broken/one-bad-line.jsonl", "fixtures/gone.jsonl")
    assert done.returncode == 3
    assert "fixtures/broken/one-bad-line.jsonl:2: not valid JSON" in done.stderr
    assert "fixtures/gone.jsonl: there is no such file" in done.stderr
    assert "2 could not be read" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stdout.splitlines()) >= 4


@pytest.mark.parametrize("path", ["fixtures/broken/empty.txt", "fixtures/broken/binary.txt", "fixtures/gone",
                                  "fixtures/broken/menus-only.txt", "fixtures/broken/empty.jsonl"])  # fmt: skip
@pytest.mark.parametrize("command", ["report", "quotes"])
def test_where_nothing_can_be_read_the_status_is_two(run: Run, command: str, path: str) -> None:
    done = run(command, path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"newscompare: {path}")


def test_everything_broken_at_once_ends_without_a_traceback(run: Run) -> None:
    done = run("report", "fixtures/broken")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_settings_that_do_not_fit_are_refused_by_name(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text("[copies]\njacard = 0.5\n")
    done = run("copies", "fixtures/quay.jsonl", "--settings", str(path))
    assert done.returncode == 2
    assert "copies.jacard" in done.stderr
    assert "jaccard" in done.stderr


def test_output_goes_into_a_file_where_asked(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    done = run("report", "fixtures/quay.jsonl", "--format", "json", "-o", str(path))
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(path.read_text())["version"]
    failed = run("report", "fixtures/quay.jsonl", "-o", str(tmp_path / "no" / "such" / "folder"))
    assert failed.returncode != 0
    assert "Traceback" not in failed.stderr


@pytest.mark.parametrize("command", [*STAGES, "report"])
def test_every_command_explains_itself_with_an_example(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert f"Example: newscompare {command} " in done.stdout


def test_help_does_not_load_the_stages() -> None:
    heavy = ("numpy", "datasketch", "trafilatura", "rapidfuzz", "wordfreq", "compare.events", "compare.pipeline")
    code = f"import sys, compare.cli; print([m for m in sys.modules if m.startswith({heavy})])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_article_cannot_write_to_the_terminal(run: Run) -> None:
    record = {
        "outlet": "X\x1b[2J",
        "title": "T\u202eitle \x1b]0;evil\x07",
        "text": "“Go \x1b[31mred,” said Ida \x1b[0mRenn. " * 3,
    }
    other = {**record, "outlet": "Y", "text": record["text"] + "More."}
    done = run("report", "-", stdin=json.dumps(record) + "\n" + json.dumps(other) + "\n")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


def test_a_json_array_is_refused_with_advice(run: Run) -> None:
    for text in ('[{"text": "x"}]', '[\n  {"text": "x"}\n]', '{\n  "text": "x"\n}'):
        done = run("read", "-", stdin=text)
        assert done.returncode == 2
        assert "one article a line" in done.stderr


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    call = f"{sys.executable} -m compare read fixtures/articles | head -1 >/dev/null; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", call], capture_output=True, text=True, check=True, cwd=ROOT)
    assert (done.stdout.strip(), done.stderr) == ("0", "")


def test_many_problems_of_one_file_are_counted_not_listed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "x"}\n' * 100 + '{"id": "y", "text": "All is well."}\n')
    done = run("read", str(tmp_path))
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) < 30
    assert "80 more problems" in done.stderr


def test_a_clustering_of_other_articles_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "e.jsonl").write_text('{"id": "e", "articles": ["elsewhere"]}\n')
    assert run("framing", "fixtures/quay.jsonl", "--events", str(tmp_path / "e.jsonl")).returncode == 2


def test_a_field_that_no_article_has_cannot_be_mapped(run: Run, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text('[read.fields]\nheadline = "title"\n')
    done = run("read", "fixtures/quay.jsonl", "--settings", str(tmp_path / "s.toml"))
    assert done.returncode == 2
    assert "read.fields.headline" in done.stderr


@pytest.mark.parametrize("width", ["60", "80", "200"])
def test_the_report_fits_the_width(width: str) -> None:
    env = {**os.environ, "COLUMNS": width}
    call = [sys.executable, "-m", "compare", "report", "fixtures/quay.jsonl"]
    done = subprocess.run(call, capture_output=True, text=True, check=True, cwd=ROOT, env=env)
    assert max(map(len, done.stdout.splitlines())) <= int(width)


def test_explain_says_why_two_articles_are_in_one_event(run: Run) -> None:
    names = [json.loads(line)["id"] for line in run("read", "fixtures/quay.jsonl").stdout.splitlines()]
    found = json.loads(run("events", "fixtures/quay.jsonl", "--explain", names[0], names[1]).stdout)
    assert (found["a"], found["b"], found["same_event"]) == (names[0], names[1], True)
    assert sum(term["weight"] for term in found["terms"]) == pytest.approx(found["similarity"], abs=1e-3)
    table = run("events", "fixtures/quay.jsonl", "--explain", names[0], names[1], "--format", "table").stdout
    assert table.startswith("One event.\n")
    assert found["terms"][0]["text"] in table


def test_explain_names_an_id_that_is_not_there_and_refuses_an_index(run: Run, tmp_path: Path) -> None:
    (name, *_) = [json.loads(line)["id"] for line in run("read", "fixtures/quay.jsonl").stdout.splitlines()]
    done = run("events", "fixtures/quay.jsonl", "--explain", name, "nobody")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'nobody'" in done.stderr
    done = run("events", "fixtures/quay.jsonl", "--explain", name, name, "--index", str(tmp_path / "news.db"))
    assert done.returncode == 2
    assert not (tmp_path / "news.db").exists()


def test_index_events_prints_what_other_commands_take_as_events(run: Run, tmp_path: Path) -> None:
    index, lines = str(tmp_path / "news.db"), str(tmp_path / "events.jsonl")
    found = json.loads(run("events", "fixtures/quay.jsonl", "--index", index, "-q").stdout)
    done = run("index", "events", "--index", index)
    (event,) = map(json.loads, done.stdout.splitlines())
    assert (event["id"], event["articles"]) == (found["id"], found["articles"])
    assert (event["first"], event["last"]) == (found["first"], found["last"])
    Path(lines).write_text(done.stdout, encoding="utf-8")
    framing = json.loads(run("framing", "fixtures/quay.jsonl", "--events", lines).stdout)
    assert framing["event"] == event["id"]
    assert event["id"] in run("index", "events", "--index", index, "--format", "table").stdout
