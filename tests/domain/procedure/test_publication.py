"""Bad definitions are refused at publication, with file, path and reason for all that is wrong."""

from datetime import date
from typing import Any

import pytest

from domain.procedure.publication import parse, parse_all
from domain.procedure.refusals import DefinitionRefused
from tests.domain.procedure.definitions import (
    ABOLITION,
    a_component,
    a_step,
    a_term,
    a_version,
    told,
)

LOST = {"name": "lost", "says_vi": "Bị mất", "says_en": "It is lost"}
QUORUM = {
    "name": "quorum",
    "says_vi": "Ba phần tư",
    "says_en": "Three quarters",
    "legal_basis": "x",
}


def refused(*versions: dict[str, Any]) -> list[tuple[str, str]]:
    """The path and the rule of each problem."""
    with pytest.raises(DefinitionRefused) as refusal:
        parse("x.toml", told(*versions))
    return [(problem.path, problem.rule) for problem in refusal.value.problems]


def test_what_is_sound_is_published_as_told() -> None:
    (version,) = parse("x.toml", told(a_version(steps=[a_step()])))

    assert (version.code, version.terms[0].length.amount) == ("SKHCN-01", 5)


def test_a_term_without_unit_is_refused() -> None:
    term = a_term(length={"amount": 5})

    assert refused(a_version(terms=[term])) == [
        ("version[0].terms[0].length.unit", "term-without-unit")
    ]


def test_a_version_that_is_valid_before_its_issue_is_refused() -> None:
    """The decree of 09/12/2020, as the codified law misprints it."""
    misprint = a_version(date(2020, 2, 1), issued_on=date(2020, 12, 9))

    assert refused(misprint) == [("version[0].valid_from", "valid-before-issue")]


def test_a_step_that_nobody_can_do_is_refused() -> None:
    steps = [a_step(1, 20), a_step(2, 20, role="oracle")]

    assert refused(a_version(steps=steps)) == [("version[0].steps[1].role", "step-nobody-can-do")]


def test_a_component_that_is_listed_twice_is_refused() -> None:
    twice = [a_component("plan"), a_component("plan")]

    assert refused(a_version(components=twice)) == [("version[0].components", "component-twice")]


@pytest.mark.parametrize("hours", [39, 39.75, 41])
def test_steps_that_do_not_sum_to_the_term_are_refused(hours: float) -> None:
    assert refused(a_version(steps=[a_step(1, hours)])) == [
        ("version[0].steps", "steps-do-not-sum")
    ]


def test_steps_sum_to_what_is_committed_before_the_legal_term() -> None:
    terms = [a_term(), a_term("committed", 3)]

    parse("x.toml", told(a_version(terms=terms, steps=[a_step(1, 24)])))
    assert refused(a_version(terms=terms, steps=[a_step(1, 40)]))


def test_steps_cannot_sum_to_calendar_days() -> None:
    term = a_term(length={"amount": 30, "unit": "calendar-day"})

    assert refused(a_version(terms=[term], steps=[a_step(1, 240)])) == [
        ("version[0].steps", "steps-do-not-sum")
    ]


def test_versions_that_overlap_are_refused() -> None:
    first = a_version(valid_to=date(2020, 1, 1))
    second = a_version(date(2020, 1, 1), transition="received-before-keeps-old")

    assert refused(first, second) == [("version[1].valid_from", "versions-overlap")]


def test_versions_of_one_procedure_overlap_across_files_too() -> None:
    with pytest.raises(DefinitionRefused) as refusal:
        parse_all({"a.toml": told(a_version()), "b.toml": told(a_version())})

    (problem,) = refusal.value.problems
    assert (problem.file, problem.rule) == ("b.toml", "versions-overlap")
    assert "a.toml" in problem.why


def test_an_amendment_without_transitional_rule_is_refused() -> None:
    assert refused(a_version(), a_version(date(2020, 1, 1))) == [
        ("version[1].transition", "amendment-without-transition")
    ]


def test_a_field_that_is_not_known_is_refused_wherever_it_stands() -> None:
    length = {"amount": 5, "unit": "working-day", "hours": 8}

    assert refused(a_version(fee=3, terms=[a_term(length=length)])) == [
        ("version[0].terms[0].length.hours", "unknown-field"),
        ("version[0].fee", "unknown-field"),
    ]


@pytest.mark.parametrize(
    ("said", "path", "rule"),
    [
        ({"field": "fishery"}, "field", "unknown-field-of-administration"),
        ({"code": "stand-in:log"}, "code", "stand-in-code"),
        ({"issued_on": None}, "issued_on", "issue-day-missing"),
        ({"valid_to": date(2012, 12, 31), "abolition": ABOLITION}, "valid_to", "ends-before-start"),
        ({"abolition": ABOLITION}, "valid_to", "abolished-without-last-day"),
        ({"valid_to": date(2019, 5, 19)}, "abolition", "ends-without-abolition"),
        ({"transition": "pending-takes-new"}, "transition", "first-version-with-transition"),
        ({"terms": []}, "terms", "no-settlement-term"),
        ({"terms": [a_term(), a_term()]}, "terms", "term-twice"),
        ({"terms": [a_term(supplement=None)]}, "terms[0].supplement", "supplement-effect-missing"),
        ({"terms": [a_term(days=-1)]}, "terms[0].length.amount", "value-not-allowed"),
        ({"terms": [a_term(), a_term("committed", 6)]}, "terms", "committed-longer-than-legal"),
        ({"terms": [a_term(clock="lunch")]}, "terms[0].clock", "value-not-allowed"),
        ({"terms": [a_term(), a_term(case="lost")]}, "terms[1].case", "unknown-case"),
        ({"components": [a_component(case="lost")]}, "components[0].case", "unknown-case"),
        ({"cases": [LOST, LOST]}, "cases", "case-twice"),
        ({"provisions": [QUORUM, QUORUM]}, "provisions", "provision-twice"),
        ({"steps": [a_step(2, 40)]}, "steps", "steps-out-of-order"),
        ({"uncertain": ["terms.opinion"]}, "uncertain[0]", "mark-of-nothing"),
        ({"sourced": ["sets"], "uncertain": ["sets"]}, "uncertain", "marked-twice"),
        ({"name_vi": ""}, "name_vi", "value-not-allowed"),
    ],
)
def test_what_else_cannot_be_published(said: dict[str, Any], path: str, rule: str) -> None:
    assert refused(a_version(**said)) == [(f"version[0].{path}", rule)]


def test_a_channel_differs_once() -> None:
    twice = [{"channels": ["online", "post"]}, {"channels": ["online"]}]

    assert refused(a_version(components=[a_component(differs=twice)])) == [
        ("version[0].components[0].differs", "channel-twice")
    ]


def test_only_an_abolition_stops_what_is_in_flight() -> None:
    assert refused(a_version(), a_version(date(2020, 1, 1), transition="pending-stops")) == [
        ("version[1].transition", "amendment-stops-nothing")
    ]


def test_a_procedure_may_return_after_it_was_abolished_but_not_as_an_amendment() -> None:
    ended = a_version(valid_to=date(2019, 5, 19), abolition=ABOLITION)
    again = a_version(date(2020, 1, 1))

    assert len(parse("x.toml", told(ended, again))) == 2
    assert refused(ended, {**again, "transition": "pending-takes-new"}) == [
        ("version[1].transition", "first-version-with-transition")
    ]


def test_a_gap_between_versions_needs_its_abolition() -> None:
    ended = a_version(valid_to=date(2019, 5, 19))

    assert refused(ended, a_version(date(2020, 1, 1))) == [
        ("version[0].abolition", "ends-without-abolition")
    ]


def test_a_code_of_another_system_means_one_procedure() -> None:
    other = [{"system": "portal", "value": "1.2"}]
    rival = a_version(code="SKHCN-02", other_codes=other)

    assert refused(a_version(other_codes=other), rival) == [
        ("version[0].other_codes[0]", "code-means-two"),
        ("version[1].other_codes[0]", "code-means-two"),
    ]


def test_a_dossier_cannot_follow_its_own_procedure() -> None:
    own = {"filed_with": ["SKHCN-01"], "clocks": ["settlement"], "legal_basis": "x"}

    assert refused(a_version(inherits=own)) == [
        ("version[0].inherits.filed_with[0]", "follows-itself")
    ]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    version = a_version(
        date(2012, 1, 1),
        components=[a_component("plan"), a_component("plan")],
        terms=[a_term(length={"amount": 5})],
        steps=[a_step(3, 40)],
    )

    with pytest.raises(DefinitionRefused) as refusal:
        parse("x.toml", told(version))

    # That the steps do not sum is not said: their term cannot be read.
    assert str(refusal.value).splitlines() == [
        "x.toml: version[0].terms[0].length.unit: field required (term-without-unit)",
        "x.toml: version[0].valid_from: valid from 2012-01-01, before it was issued on 2012-12-12"
        " (valid-before-issue)",
        "x.toml: version[0].components: 'plan' is listed 2 times (component-twice)",
        "x.toml: version[0].steps: numbered [3], not from 1 without gaps (steps-out-of-order)",
    ]


def test_what_must_be_there_is_missed_and_the_rest_is_judged() -> None:
    version = a_version(steps=[a_step(1, 8)])
    del version["valid_from"], version["components"]

    assert refused(version) == [
        ("version[0].valid_from", "key-missing"),
        ("version[0].components", "key-missing"),
        ("version[0].steps", "steps-do-not-sum"),
    ]


@pytest.mark.parametrize("file", [{}, {"version": []}, {"version": "none"}])
def test_a_file_without_versions_is_refused(file: dict[str, Any]) -> None:
    with pytest.raises(DefinitionRefused, match=r"x\.toml: version: .*no-version"):
        parse("x.toml", file)


def test_a_file_holds_nothing_but_versions() -> None:
    with pytest.raises(DefinitionRefused, match=r"x\.toml: title: .*unknown-field"):
        parse("x.toml", {**told(a_version()), "title": "Danh mục"})


def test_a_version_that_is_no_table_is_refused() -> None:
    with pytest.raises(DefinitionRefused, match=r"x\.toml: version\[0\]: "):
        parse("x.toml", {"version": ["declaration"]})
