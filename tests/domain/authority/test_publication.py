"""Bad entries are refused at publication, with file, path and rule for all that is wrong."""

from datetime import date
from typing import Any

import pytest

from domain.authority.events import Declared, Succeeded
from domain.authority.publication import parse, parse_all
from domain.procedure.refusals import DefinitionRefused
from tests.domain.authority.entries import (
    FIRST,
    IN_CASE,
    MERGER,
    YEAR_END,
    a_code,
    a_delegation,
    a_desk,
    a_succession,
    a_unit,
    an_authority,
    an_officer,
    file,
    hours,
    named,
    position,
)

BEFORE = date(2016, 1, 1)


def refused(told: dict[str, Any]) -> list[tuple[str, str]]:
    """The path and the rule of each problem."""
    with pytest.raises(DefinitionRefused) as refusal:
        parse("x.toml", told)
    return [(problem.path, problem.rule) for problem in refusal.value.problems]


def of_authority(**said: Any) -> list[tuple[str, str]]:
    return refused(file(authority=[an_authority(**said), an_authority("centre")]))


def of_officer(**said: Any) -> list[tuple[str, str]]:
    leader = an_officer("leader", positions=[position("department-leader")])
    return refused(file(officer=[an_officer(**said), leader]))


def test_what_is_sound_is_told_in_events() -> None:
    events = parse("x.toml", file(succession=[a_succession("dost", "centre")]))

    assert [(type(event), event.id) for event in events] == [
        (Declared, "dost"),
        (Declared, "centre"),
        (Declared, "tdc"),
        (Declared, "counter"),
        (Declared, "o1"),
        (Succeeded, "dost"),
    ]


def test_an_entry_is_known_since_its_decision_or_its_first_day() -> None:
    decision = {"number": "20/2020/QĐ-TTg", "day": date(2020, 7, 22)}
    later = an_authority(decision=decision)
    merged = a_succession("dost", "centre", decision={"number": "x", "day": date(2025, 6, 12)})

    events = parse(
        "x.toml",
        {
            "authority": [an_authority(), an_authority("centre"), later],
            "succession": [merged],
        },
    )

    assert [event.known_on for event in events] == [
        FIRST,
        FIRST,
        date(2020, 7, 22),
        date(2025, 6, 12),
    ]


def test_an_id_that_is_told_twice_is_refused() -> None:
    assert refused({"authority": [an_authority(), an_authority()]}) == [
        ("authority[1].id", "id-twice")
    ]


def test_it_is_refused_across_files_too() -> None:
    with pytest.raises(DefinitionRefused) as refusal:
        parse_all({"a.toml": file(), "b.toml": {"officer": [an_officer()]}})

    (problem,) = refusal.value.problems
    assert (problem.file, problem.path, problem.rule) == ("b.toml", "officer[0].id", "id-twice")
    assert "a.toml, officer[0]" in problem.why


def test_an_id_of_two_types_is_refused_whenever_it_was_known() -> None:
    unit = a_unit("centre", valid_from=IN_CASE)

    assert ("unit[1].id", "id-twice") in refused(file(unit=[a_unit(), unit]))


def test_a_unit_of_an_authority_that_is_not_there_is_refused() -> None:
    assert refused(file(unit=[a_unit(authority="sea")])) == [
        ("unit[0].authority", "unknown-authority")
    ]
    assert refused(file(unit=[a_unit(authority="counter")])) == [
        ("unit[0].authority", "unknown-authority")
    ]


def test_a_desk_needs_those_it_belongs_to_and_stands_at() -> None:
    assert refused(file(desk=[a_desk(organisation="sea", place="o1")])) == [
        ("desk[0].organisation", "unknown-organisation"),
        ("desk[0].place", "unknown-place"),
    ]


@pytest.mark.parametrize(
    ("said", "path", "rule"),
    [
        ({"zone": "Asia/Atlantis"}, "zone", "unknown-zone"),
        ({"zone": "../etc"}, "zone", "unknown-zone"),
        ({"valid_to": BEFORE}, "valid_to", "ends-before-start"),
        ({"scopes": ["VN"]}, "scopes", "not-its-own-scope"),
        ({"scopes": []}, "scopes", "value-not-allowed"),
        ({"hours": [hours("sea")]}, "hours[0].scope", "hours-of-another-scope"),
        ({"hours": [hours(valid_to=BEFORE)]}, "hours[0]", "value-not-allowed"),
        ({"names": []}, "names", "value-not-allowed"),
        ({"names": [named(valid_to=BEFORE)]}, "names[0].valid_to", "ends-before-start"),
        ({"codes": [a_code("H39 12")]}, "codes[0].value", "value-not-allowed"),
        ({"codes": [a_code(valid_to=BEFORE)]}, "codes[0].valid_to", "ends-before-start"),
        ({"codes": [a_code("H1"), a_code("H2")]}, "codes", "codes-overlap"),
        ({"codes": [a_code("centre")]}, "codes[0]", "code-means-two"),
        ({"uncertain": ["codes.fax"]}, "uncertain[0]", "mark-of-nothing"),
        ({"sourced": ["zone"], "uncertain": ["zone"]}, "uncertain", "marked-twice"),
        ({"seal": "round"}, "seal", "unknown-field"),
        ({"type": "unit"}, "type", "value-not-allowed"),
        ({"id": "Sở"}, "id", "value-not-allowed"),
    ],
)
def test_what_else_is_wrong_with_an_authority(said: dict[str, Any], path: str, rule: str) -> None:
    # Whoever refers to an id that cannot be read is not at fault.
    problems = [each for each in of_authority(**said) if each[1] != "unknown-authority"]

    assert problems == [(f"authority[0].{path}", rule)]


@pytest.mark.parametrize(
    "names",
    [
        [named("old", valid_to=IN_CASE), named("new", valid_from=IN_CASE)],
        [named("old"), named("new", valid_from=IN_CASE), named("newer", valid_from=IN_CASE)],
        [named("old"), named("new")],
    ],
)
def test_names_that_hold_on_the_same_day_are_refused(names: list[dict[str, Any]]) -> None:
    assert of_authority(names=names) == [("authority[0].names", "names-overlap")]


def test_a_name_gives_way_to_the_next_one() -> None:
    names = [named("new", valid_from=IN_CASE), named("old")]

    assert parse("x.toml", {"authority": [an_authority(names=names)]})


def test_a_code_that_means_two_bodies_on_a_day_is_refused() -> None:
    rival = an_authority("centre", codes=[a_code(system="portal", valid_from=IN_CASE)])

    assert refused(file(authority=[an_authority(codes=[a_code()]), rival])) == [
        ("authority[0].codes[0]", "code-means-two"),
        ("authority[1].codes[0]", "code-means-two"),
    ]


def test_a_code_may_mean_another_body_later() -> None:
    before = an_authority(codes=[a_code(valid_to=IN_CASE)])
    after = an_authority("centre", codes=[a_code(valid_from=YEAR_END)])

    assert parse("x.toml", {"authority": [before, after]})


def test_a_body_may_keep_its_code_in_a_later_word() -> None:
    later = an_authority(codes=[a_code()], decision={"number": "x", "day": IN_CASE})

    assert parse("x.toml", {"authority": [an_authority(codes=[a_code()]), later]})


@pytest.mark.parametrize(
    ("said", "path", "rule"),
    [
        ({"positions": []}, "positions", "officer-without-unit"),
        ({"positions": [{"role": "handler"}]}, "positions[0].unit", "officer-without-unit"),
        ({"positions": [position(unit="dost")]}, "positions[0].unit", "unknown-unit"),
        ({"positions": [position("oracle")]}, "positions[0].role", "unknown-role"),
        (
            {"positions": [position(valid_to=BEFORE)]},
            "positions[0].valid_to",
            "ends-before-start",
        ),
        (
            {"delegations": [a_delegation(valid_to=None)]},
            "delegations[0].valid_to",
            "delegation-without-end",
        ),
        (
            {"delegations": [a_delegation(legal_basis=None)]},
            "delegations[0].legal_basis",
            "delegation-without-basis",
        ),
        ({"delegations": [a_delegation(by="dost")]}, "delegations[0].by", "unknown-officer"),
        (
            {"delegations": [a_delegation(valid_from=BEFORE)]},
            "delegations[0].by",
            "delegates-anothers-right",
        ),
        (
            {"delegations": [a_delegation(role="unit-head")]},
            "delegations[0].by",
            "delegates-anothers-right",
        ),
    ],
)
def test_what_is_wrong_with_an_officer(said: dict[str, Any], path: str, rule: str) -> None:
    assert of_officer(**said) == [(f"officer[0].{path}", rule)]


def test_a_delegation_cannot_be_passed_on() -> None:
    deputy = an_officer("deputy", delegations=[a_delegation()])

    with pytest.raises(DefinitionRefused) as refusal:
        parse(
            "x.toml",
            file(
                officer=[
                    an_officer("leader", positions=[position("department-leader")]),
                    deputy,
                    an_officer(delegations=[a_delegation(by="deputy")]),
                ]
            ),
        )

    (problem,) = refusal.value.problems
    assert (problem.path, problem.rule) == (
        "officer[2].delegations[0].by",
        "delegates-anothers-right",
    )


@pytest.mark.parametrize(
    ("succession", "path", "rule"),
    [
        (a_succession("dost"), "successors", "succession-to-nobody"),
        (a_succession("dost", "sea"), "successors[0]", "succession-to-nobody"),
        (a_succession("dost", "o1"), "successors[0]", "succession-to-nobody"),
        (a_succession("sea", "dost"), "predecessor", "succession-of-nobody"),
        (a_succession("dost", "dost"), "successors[0]", "succession-in-a-circle"),
        (
            a_succession("dost", "centre", effective_on=FIRST),
            "predecessor",
            "predecessor-not-there",
        ),
        (a_succession("dost", "late"), "successors[0]", "successor-not-there"),
        (a_succession("dost", "centre", effective_on="soon"), "effective_on", "value-not-allowed"),
    ],
)
def test_what_is_wrong_with_a_succession(succession: dict[str, Any], path: str, rule: str) -> None:
    late = an_authority("late", valid_from=date(2026, 1, 1))
    authorities = [an_authority(), an_authority("centre"), late]

    assert refused(file(authority=authorities, succession=[succession])) == [
        (f"succession[0].{path}", rule)
    ]


def test_a_succession_that_is_told_twice_is_refused() -> None:
    twice = [a_succession("dost", "centre"), a_succession("dost", "tdc")]

    assert refused(file(succession=twice)) == [("succession[1].predecessor", "predecessor-twice")]


def test_a_circle_of_successions_is_refused_wherever_it_closes() -> None:
    authorities = [an_authority(id) for id in ("a", "b", "c", "d")]
    circle = [
        a_succession("a", "b", "d", effective_on=date(2018, 1, 1)),
        a_succession("b", "c", effective_on=date(2019, 1, 1)),
        a_succession("c", "a", effective_on=date(2020, 1, 1)),
    ]

    assert refused({"authority": authorities, "succession": circle}) == [
        (f"succession[{index}].successors[0]", "succession-in-a-circle") for index in range(3)
    ]


def test_who_came_to_an_end_succeeds_nobody() -> None:
    authorities = [an_authority(id) for id in ("a", "b", "c")]
    chain = [a_succession("a", "b"), a_succession("b", "c", effective_on=IN_CASE)]

    assert refused({"authority": authorities, "succession": chain}) == [
        ("succession[0].successors[0]", "successor-not-there")
    ]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    told = file(
        authority=[an_authority(zone="Mars"), an_authority("centre")],
        unit=[a_unit(authority="sea", names="Chi cục")],
        officer=[an_officer(positions=[]), "o2"],
        title="Long An",
    )

    with pytest.raises(DefinitionRefused) as refusal:
        parse("x.toml", told)

    lines = str(refusal.value).splitlines()
    assert lines[0].startswith("x.toml: title: a file of authorities has tables of ")
    assert [line.partition(": ")[2].partition(": ")[0] for line in lines] == [
        "title",
        "authority[0].zone",
        "unit[0].names",
        "officer[0].positions",
        "officer[1]",
        "unit[0].authority",
    ]


def test_what_hangs_on_a_part_that_cannot_be_read_is_not_judged() -> None:
    """From when on its code is its own, nobody knows."""
    unread = an_authority(valid_from="then", codes=[a_code(valid_to=BEFORE)])
    older = an_authority("older", valid_from=date(2015, 1, 1), codes=[a_code(valid_to=BEFORE)])

    assert refused({"authority": [unread, older]}) == [
        ("authority[0].valid_from", "value-not-allowed")
    ]


def test_a_table_that_is_no_list_is_refused() -> None:
    assert refused({"authority": an_authority()}) == [("authority", "value-not-allowed")]


def test_a_succession_of_a_day_that_cannot_be_is_refused_and_not_tripped_over() -> None:
    told = file(succession=[a_succession("dost", "centre", effective_on=date.min)])

    assert ("succession[0].predecessor", "predecessor-not-there") in refused(told)


def test_nothing_told_is_nothing_wrong() -> None:
    assert parse("x.toml", {}) == ()


def test_the_last_day_of_a_body_needs_no_successor() -> None:
    (event,) = parse("x.toml", {"authority": [an_authority(valid_to=MERGER)]})

    assert isinstance(event, Declared)
    assert event.entry.valid_to == MERGER
