"""What is said of the difference between two versions of an utterance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compare.model import Article, Change, Event, Link, Quotation, Span
from compare.statements import align

CHANGES = [
    # first version, second version, the kinds of the changes
    ("We will not sell the shipyard to anybody", "We will sell the shipyard to anybody", ["polarity"]),
    ("We won’t sell the shipyard to anybody", "We will sell the shipyard to anybody", ["polarity"]),
    (
        "The court has never allowed such a sale of land",
        "The court has always allowed such a sale of land",
        ["polarity"],
    ),
    (
        "It is likely that the dam will hold this winter",
        "It is unlikely that the dam will hold this winter",
        ["polarity"],
    ),
    ("The bank refuses to pay for the damage", "The bank will pay for the damage", ["polarity"]),
    ("The bank refused to pay for the damage", "The bank wants to pay for the damage", ["polarity"]),
    ("The bank refuses to pay for the damage", "The bank won’t pay for the damage", ["substituted"]),
    ("We will never pay for the damage here", "We will not pay for the damage here", ["substituted"]),
    ("We did not fail to warn the town of it", "We failed to warn the town of it", ["polarity"]),
    ("The town is no longer open to such a sale", "The town is open to such a sale", ["polarity"]),
    ("The town is no longer open to such a sale", "The town is still open to such a sale", ["polarity"]),
    ("It is impossible to open the dam in winter", "It is possible to open the dam in winter", ["polarity"]),
    ("We are unable to open the dam in winter", "We are able to open the dam in winter", ["polarity"]),
    ("We are unable to open the dam in winter", "We are not able to open the dam in winter", ["substituted"]),
    ("The ferry fell to three knots in the storm", "The ferry failed to three knots in the storm", ["substituted"]),
    ("The fine was 3 million for each bank", "The fine was 3 billion for each bank", ["number"]),
    ("The fine was £3m for each of the banks", "The fine was €3m for each of the banks", ["substituted"]),
    ("About a dozen houses burned in Lindow", "About 20 houses burned in Lindow", ["number"]),
    ("We shall open the dam in June if it holds", "We shall open the dam in July if it holds", ["substituted"]),
    ("We told Mrs May about the cracks in March", "We told Mrs Lind about the cracks in March", ["name"]),
    ("We shall open the dam on Monday if it holds", "We shall open the dam on Friday if it holds", ["substituted"]),
    ("The flood took 500 houses in Lindow", "The flood took 50 houses in Lindow", ["number"]),
    ("The flood took five houses in Lindow", "The flood took several houses in Lindow", ["number", "quantifier"]),
    ("The train left at 3:40 from the eastern station", "The train left at 4:40 from the eastern station", ["number"]),
    ("The bank must repay all of its creditors", "The bank may repay all of its creditors", ["modality"]),
    ("The bank must repay all of its creditors", "The bank must repay some of its creditors", ["quantifier"]),
    ("The bank deceived its creditors for years", "The bank misled its creditors for years", ["substituted"]),
    ("The bank deceived its creditor for years", "The bank deceived its creditors for years", ["inflection"]),
    ("The bank deceives its creditors every year", "The bank deceived its creditors every year", ["inflection"]),
    ("The bank told its creditors of it too late", "The bank tells its creditors of it too late", ["inflection"]),
    ("The bank renewed its promise to pay them", "The bank renewal its promise to pay them", ["substituted"]),
    ("We told Marek about the cracks in March", "We told Petrov about the cracks in March", ["name"]),
    ("The colour of the harbour water is new", "The color of the harbor water is new", ["spelling", "spelling"]),
    ("The bank deceived its creditors for years", "The bank decieved its creditors for years", ["spelling"]),
    ("The bank has deceived its creditors for many long years", "The bank has deceived its creditors", ["cut_end"]),
    ("Let me be clear: the bank has deceived its creditors", "the bank has deceived its creditors", ["cut_start"]),
    (
        "The bank, as anybody in this town could have known, has deceived its creditors for years",
        "The bank has deceived its creditors for years",
        ["cut_middle"],
    ),
    (
        "The bank, as anybody could have known, has deceived its creditors for years",
        "The bank … has deceived its creditors for years",
        ["cut_middle"],
    ),
    (
        "The bank has deceived its creditors for years and now it wants to be paid for that",
        "The bank has quite deceived its creditors for years",
        ["inserted", "cut_end"],
    ),
]
SAME = [
    ("We won’t sell the shipyard, we can't", "We will not sell the shipyard; we cannot"),
    ("About five hundred people and 20 per cent of the cattle", "about 500 people and twenty percent of the cattle"),
    ("About 20% of the cattle came from the US", "About 20 percent of the cattle came from the United States"),
    ("The fine was £3 million for each of the banks", "The fine was 3m pounds for each of the banks"),
    ("The fine was 3 million pounds for each bank", "The fine was 3mn for each bank"),
    ("A fund of US$5bn for roads and harbours", "A fund of $5 billion for roads and harbours"),
    ("About a dozen of 10,000 houses burned down", "About 12 of 10k houses burned down"),
    ("Prices rose by 2.5 percent over the year", "Prices rose by 2.5pc over the year"),
    ("Prices rose by 2.5 per cent over the year", "Prices rose by 2.5% over the year"),
    ("We told Gen. Marek about all of the cracks", "We told General Marek about all of the cracks"),
    ("We told the NRC about all of the cracks", "We told the National River Council about all of the cracks"),
    ("A fund of $8.5 million for the U.K. harbours", "A fund of $8.5m for the UK harbours"),
    ("It's a long-standing promise to the people of Lindow", "It is a longstanding promise to the people of Lindow"),
    ("[W]hen the dam broke we had ten minutes", "When the dam broke we had ten minutes"),
    ("About 3 percent of it went to the A.C.A. and the rest", "About 3 percent of it went to the A.C.A and the rest"),
    ("THE CAFÉ IN THE OLD PORT BURNED FIRST", "the café in the old port burned first"),
]
DISCLOSED = [
    # first version, second version, the kind of the change that brackets or an ellipsis own up to
    ("When it [the dam] broke we had ten minutes", "When it broke we had ten minutes", "inserted"),
    ("They [the owners] have taken all of the public grants", "They have taken all of the public grants", "inserted"),
    ("They (the owners) have taken all of the public grants", "They have taken all of the public grants", "inserted"),
    ("When [the dam] broke we had ten short minutes", "When it broke we had ten short minutes", "substituted"),
    ("When [the dam] broke we had ten minutes", "When [the dyke] broke we had ten minutes", "substituted"),
    ("In all [of 2012] we had ten quiet days", "In all [of 2014] we had ten quiet days", "substituted"),
]


def link(
    a: str,
    b: str,
    speakers: tuple[str, str] = ("Ivo Marek",) * 2,
    cues: tuple[str, str] = ("said",) * 2,
    before: tuple[str, str] = ("", ""),
) -> Link:
    articles, quotations = [], []
    for name, words, speaker, cue, opening in zip("ab", (a, b), speakers, cues, before, strict=True):
        text = f"{opening} “{words},” {speaker} {cue}." if opening else f"“{words},” {speaker} {cue}."
        start, at, verb = text.index("“") + 1, text.rindex(speaker), text.rindex(cue)
        articles.append(Article(name, text, outlet=f"The {name}"))
        quotations.append(
            Quotation(
                name, name, Span(start, start + len(words)), words, "direct",
                speaker, Span(at, at + len(speaker)), cue, Span(verb, verb + len(cue)), "A",
            )
        )  # fmt: skip
    (statement,) = align(Event("e", ("a", "b"), None), quotations, articles)
    (found,) = statement.links
    return found


def mirrored(changes: tuple[Change, ...]) -> list[Change]:
    return sorted((replace(c, a=c.b, b=c.a) for c in changes), key=repr)


@pytest.mark.parametrize(("a", "b", "kinds"), CHANGES)
def test_a_difference_is_named(a: str, b: str, kinds: list[str]) -> None:
    assert [change.kind for change in link(a, b).changes] == kinds


@pytest.mark.parametrize(("a", "b", "kinds"), CHANGES)
def test_a_difference_is_the_same_from_either_side(a: str, b: str, kinds: list[str]) -> None:
    assert sorted(link(a, b).changes, key=repr) == mirrored(link(b, a).changes)


@pytest.mark.parametrize(("a", "b", "kind"), DISCLOSED)
def test_what_an_editor_discloses_is_told_and_leaves_the_words_verbatim(a: str, b: str, kind: str) -> None:
    for found in (link(a, b), link(b, a)):
        assert [(change.kind, change.disclosed) for change in found.changes] == [(kind, True)]
        assert found.relation == "verbatim"


def test_a_cut_is_disclosed_by_an_ellipsis_and_else_is_not() -> None:
    whole = "The bank, as anybody in this town could have known, has deceived its creditors for years"
    for cut, disclosed in ((" …", True), (" ...", True), ("", False)):
        (change,) = link(whole, f"The bank{cut} has deceived its creditors for years").changes
        assert (change.kind, change.disclosed) == ("cut_middle", disclosed)


@pytest.mark.parametrize(
    ("whole", "cut", "before", "kind"),
    [
        ("not in line with what we promised you", "in line with what we promised you", "It was", "polarity"),
        ("not in line with what we promised you", "in line with what we promised you", "It was not", "cut_start"),
        ("never sent or received secret papers by mail", "sent or received secret papers by mail", "He", "polarity"),
        ("never sent or got secret papers by post", "sent or got secret papers by post", "He had never", "cut_start"),
        ("No, we will sell the shipyard this year", "we will sell the shipyard this year", "Well,", "cut_start"),
        ("we asked them to pay and they would not", "we asked them to pay and they would", "He said", "polarity"),
    ],
)  # fmt: skip
def test_a_not_lost_at_an_end_is_an_alert_unless_the_reporter_gives_it(
    whole: str, cut: str, before: str, kind: str
) -> None:
    for a, b in ((whole, cut), (cut, whole)):
        found = link(a, b, before=(before, before))
        assert [change.kind for change in found.changes] == [kind]


def test_numbers_in_round_brackets_of_both_are_the_speakers() -> None:
    found = link("The old town (all 300 houses) burned down", "The old town (all 200 houses) burned down")
    assert [change.kind for change in found.changes] == ["number"]


def test_for_and_against_are_a_turned_sense() -> None:
    a, b = "The whole council has voted for the new dam", "The whole council has voted against the new dam"
    assert [change.kind for change in link(a, b).changes] == ["polarity"]


def test_a_not_lost_beside_another_small_word_is_one_utterance() -> None:
    found = link("There is danger, and we cannot stop", "There is no danger, but we cannot stop")
    assert "polarity" in {change.kind for change in found.changes}


@pytest.mark.parametrize(("a", "b"), SAME)
def test_house_style_is_no_difference(a: str, b: str) -> None:
    found = link(a, b)
    assert (found.relation, found.changes) == ("verbatim", ())


def test_a_change_points_at_the_words_on_either_side() -> None:
    a, b = "The flood took five hundred houses in Lindow", "The flood took 50 houses in Lindow"
    (change,) = link(a, b).changes
    assert change.a is not None
    assert change.b is not None
    assert f"“{a}"[change.a.start : change.a.end] == "five hundred"
    assert f"“{b}"[change.b.start : change.b.end] == "50"


def test_a_cut_points_at_the_words_of_the_side_that_has_them() -> None:
    a, b = "The bank has deceived its creditors for many long years", "The bank has deceived its creditors"
    (change,) = link(a, b).changes
    assert change.b is None
    assert change.a is not None
    assert f"“{a}"[change.a.start : change.a.end] == "for many long years"


@pytest.mark.parametrize(
    ("b", "relation"),
    [
        ("The bank has deceived its creditors for many long years", "verbatim"),
        ("the bank has decieved its creditors for many long years", "verbatim"),
        ("has deceived its creditors for many", "truncated"),
        ("The bank has misled its creditors for many long years", "altered"),
        ("The bank has deceived creditors for many", "altered"),
    ],
)
def test_the_relation_says_what_kind_of_changes_there_are(b: str, relation: str) -> None:
    assert link("The bank has deceived its creditors for many long years", b).relation == relation


WORDS = "The bank has deceived its creditors for many long years"


def test_another_speaker_of_the_same_words_is_a_change() -> None:
    found = link(WORDS, WORDS, speakers=("Ivo Marek", "Petra Lind"))
    assert [change.kind for change in found.changes] == ["speaker"]
    assert found.relation == "verbatim"


@pytest.mark.parametrize("other", ["the letter", "the Foreign Ministry", "a Liberal Party statement"])
def test_a_person_here_and_a_document_or_body_there_is_a_note_and_no_alert(other: str) -> None:
    for speakers in (("Ivo Marek", other), (other, "Ivo Marek")):
        assert [change.kind for change in link(WORDS, WORDS, speakers=speakers).changes] == ["attribution"]


@pytest.mark.parametrize("other", ["Marek", "Mr Marek", "I. Marek", "the spokesman", "Marek’s letter"])
def test_a_form_of_the_name_or_a_mention_that_may_be_anybodys_is_no_other_speaker(other: str) -> None:
    assert link(WORDS, WORDS, speakers=("Ivo Marek", other)).changes == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ivo Marek", "the chief executive"),
        ("Ivo Marek", "The Chief Executive"),
        ("Ivo Marek", "the Lindow Liberal"),
        ("Ivo Marek", "He"),
        ("Ivo Marek", "Ivan Marek"),
    ],
)
def test_another_name_of_the_same_person_is_no_other_speaker(one: str, other: str) -> None:
    assert link(WORDS, WORDS, speakers=(one, other)).changes == ()


def test_another_verb_is_a_change_and_another_tense_is_none() -> None:
    assert [change.kind for change in link(WORDS, WORDS, cues=("said", "admitted")).changes] == ["cue"]
    for one, other in (("said", "says"), ("told", "has told"), ("admits", "admitted"), ("denied", "denies")):
        assert link(WORDS, WORDS, cues=(one, other)).changes == ()


def test_a_name_in_brackets_for_a_pronoun_is_only_cut() -> None:
    full = "The dam has never leaked in all these years, and it is ready to be opened to inspectors from both towns"
    found = link(full, "[The dam] is ready to be opened to inspectors from both towns")
    assert found.relation == "truncated"
    assert [(change.kind, change.disclosed) for change in found.changes] == [
        ("cut_start", False),
        ("substituted", True),
    ]


def test_an_end_that_an_ellipsis_passes_over_is_no_substitution() -> None:
    full = "The signals of our ships are jammed … and we expect the town to switch them off"
    found = link(full, "The signals of our ships are jammed every night")
    assert {change.kind for change in found.changes} == {"cut_end"}


def test_a_not_that_stands_elsewhere_turns_nothing() -> None:
    one = "The people of Lindow have no money left and they want a bridge"
    for other in (one.replace("have no", "do not have any"), one.replace("have no", "don’t have")):
        assert "polarity" not in [change.kind for change in link(one, other).changes]


def test_a_not_before_a_cut_is_only_cut() -> None:
    found = link("We do not think that the dam will hold this winter", "the dam will hold this winter")
    assert [change.kind for change in found.changes] == ["cut_start"]
