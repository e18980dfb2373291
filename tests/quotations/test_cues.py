"""The table of verbs that attribute: that it is well-formed, and that settings add to it."""

import copy
import pickle
import tomllib
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from compare import Settings, SettingsError, load_settings
from compare.model import Article, Quotation
from compare.quotations import find_quotations
from compare.quotations.cues import cues
from compare.settings import STANCES, TAKES, QuotationsSettings

TABLE = tomllib.loads((Path(__file__).parents[2] / "compare" / "quotations" / "cues.toml").read_text("utf-8"))
BEWAIL = "bewail bewails bewailed bewailed bewailing"
TEXT = "Ada Birk bewailed that the mill was sold. “There is no flour left,” bewailed Ivo Marek."


def added(**takes: tuple[str, ...]) -> Settings:
    return Settings(quotations=QuotationsSettings({"emotional": {"bewail": BEWAIL}}, takes))


def said(text: str, settings: Settings | None = None) -> list[tuple[str, str | None, str | None]]:
    found: tuple[Quotation, ...] = find_quotations(Article("a", text), settings)
    return [(q.kind, q.speaker, q.cue) for q in found]


def test_every_verb_has_a_base_and_four_more_forms_and_stands_once() -> None:
    lemmas = [lemma for stance in STANCES for lemma in TABLE[stance]["cues"]]
    assert len(lemmas) == len({*lemmas})
    settings = QuotationsSettings({stance: TABLE[stance]["cues"] for stance in STANCES})
    for rows in settings.cues.values():
        for lemma, row in rows.items():
            base, present, past, participle, going = row.split()
            assert base == lemma
            assert present.endswith("s")
            assert all(word.endswith("ing") for word in going.split("/"))
            assert len(past.split("/")) == len(participle.split("/"))


def test_a_verb_doubles_its_last_letter_before_every_ending_or_before_none() -> None:
    for stance in STANCES:
        for lemma, row in TABLE[stance]["cues"].items():
            _, _, past, _, going = row.split()
            for one, other in zip(past.split("/"), going.split("/"), strict=False):
                if one == f"{lemma}ed" or one == f"{lemma}{lemma[-1]}ed":
                    assert other == f"{one[:-2]}ing"


def test_only_verbs_of_the_table_take_something_or_have_particles() -> None:
    lemmas = {lemma for stance in STANCES for lemma in TABLE[stance]["cues"]}
    assert {lemma for key in TAKES for lemma in TABLE["takes"][key].split()} <= lemmas
    assert TABLE["takes"].keys() == {*TAKES}
    assert TABLE["particles"].keys() <= lemmas


@pytest.mark.parametrize("spelling", ["signalled", "signaled"])
def test_british_and_american_spellings_are_forms_of_one_verb(spelling: str) -> None:
    assert cues(QuotationsSettings()).forms[spelling].lemma == "signal"
    assert said(f"Ada Birk {spelling} that the mill would be sold.") == [("indirect", "Ada Birk", spelling)]


def test_a_verb_of_the_settings_attributes_clauses_and_may_stand_before_its_subject() -> None:
    assert "indirect" not in {kind for kind, _, _ in said(TEXT)}
    assert "bewail" in cues(added().quotations).inverted
    assert said(TEXT, added()) == [("indirect", "Ada Birk", "bewailed"), ("direct", "Ivo Marek", "bewailed")]


def test_a_verb_of_the_settings_takes_what_they_say_and_nothing_else() -> None:
    assert said(TEXT, added(inverted=("bewail",))) == [("direct", "Ivo Marek", "bewailed")]
    assert "bewail" not in cues(added(naming=("bewail",)).quotations).clause


def test_a_known_verb_gets_another_stance_and_keeps_what_it_takes() -> None:
    before = cues(QuotationsSettings())
    after = cues(QuotationsSettings({"neutral": {"label": "label labels labels labels labelling"}}))
    assert before.forms["claimed"].stance == "doubting"
    claim = cues(QuotationsSettings({"neutral": {"claim": "claim claims claimed claimed claiming"}}))
    assert claim.forms["claimed"].stance == "neutral"
    assert (claim.clause, claim.inverted, claim.person) == (before.clause, before.inverted, before.person)
    assert after.forms["labeled"] == before.forms["labeled"]


def test_a_verb_of_the_settings_has_the_forms_that_it_shares_with_another() -> None:
    settings = QuotationsSettings({"forceful": {"found": "found founds founded founded founding"}})
    assert cues(settings).forms["found"] == ("found", "forceful", "base")
    assert cues(QuotationsSettings()).forms["found"].lemma == "find"


def test_settings_with_verbs_are_recorded_hashed_copied_and_pickled(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text(
        f'[read.fields]\ntext = "body"\n[quotations.cues.emotional]\nbewail = "{BEWAIL}"\n'
        '[quotations.takes]\nclause = ["bewail"]\n'
    )
    settings = load_settings(path)
    recorded = settings.as_dict()["quotations"]
    assert recorded == {"cues": {"emotional": {"bewail": BEWAIL}}, "takes": {"clause": ["bewail"]}}
    assert settings.quotations == added(clause=("bewail",)).quotations
    assert pickle.loads(pickle.dumps(settings)) == copy.deepcopy(settings) == settings
    assert len({settings, copy.deepcopy(settings)}) == 1
    with pytest.raises(TypeError):
        settings.quotations.cues["emotional"]["moan"] = "moan moans moaned moaned moaning"  # type: ignore[index]


WRONG = [
    ("[quotations.cues.angry]\n", "unknown key quotations.cues.angry; known here: conceding, doubting"),
    ('[quotations.cues.neutral]\nmoan = "moan moans moaned"\n', "quotations.cues.neutral.moan must be five words"),
    ('[quotations.cues.neutral]\nmoan = "a, b, c, d, e,"\n', "quotations.cues.neutral.moan must be five words"),
    ("[quotations.cues.neutral]\nmoan = 5\n", "quotations.cues.neutral.moan must be of type str, not 5"),
    ("[quotations.cues]\nneutral = 5\n", "quotations.cues.neutral must be a table"),
    (
        f'[quotations.cues.neutral]\nbewail = "{BEWAIL}"\n[quotations.cues.factive]\nbewail = "{BEWAIL}"\n',
        "quotations.cues.factive.bewail stands under neutral too; leave one of the two",
    ),
    ("[quotations.takes]\nobjects = []\n", "unknown key quotations.takes.objects; known here: clause, denying"),
    ('[quotations.takes]\nclause = "moan"\n', "quotations.takes.clause must be a list of words, not 'moan'"),
    ('[quotations.takes]\nclause = ["moan"]\n', "quotations.takes.clause names 'moan', which has no forms; give them"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_verbs_that_do_not_fit_are_one_line_with_the_file_the_key_and_what_to_do(
    run: Callable[..., CompletedProcess[str]], tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "s.toml"
    path.write_text(text)
    done = run("quotes", "fixtures/pages", "--settings", str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"newscompare: {path}: {message}")
    assert done.stderr.count("\n") == 1


def test_the_command_attributes_by_a_verb_of_the_settings(
    run: Callable[..., CompletedProcess[str]], tmp_path: Path
) -> None:
    path = tmp_path / "s.toml"
    path.write_text(f'[quotations.cues.emotional]\nbewail = "{BEWAIL}"\n')
    done = run("quotes", "-", "--settings", str(path), stdin=f'{{"id": "a", "text": "{TEXT}"}}\n')
    assert done.stdout.count('"cue":"bewailed"') == 2


def test_settings_made_by_a_program_are_checked_as_well() -> None:
    with pytest.raises(SettingsError, match=r"quotations\.cues\.neutral\.moan must be five words"):
        QuotationsSettings({"neutral": {"moan": "moan"}})
