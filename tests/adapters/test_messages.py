"""A sentence in both languages for whatever hoso may have to say."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from string import Formatter

import pytest

from adapters.http.problems import STATUSES
from adapters.messages import LANGS, event_name, of, sentence, word
from adapters.messages.events import EVENTS
from adapters.messages.reasons import OVERRIDE, REASONS, sources
from adapters.messages.words import PARAMETERS, WORDS
from domain.authority.events import KINDS as OF_AUTHORITIES
from domain.dossier.events import KINDS as OF_DOSSIERS
from domain.dossier.events import DivergenceKind, LateCause, StopReason
from domain.dossier.lifecycle import Stage
from domain.dossier.refusals import (
    BeforeReceipt,
    OpenDivergence,
    OutOfOrder,
    ShelfContradicts,
    WrongCustodian,
)
from domain.dossier.values import Carrier, Holder
from domain.keys import refusals as of_keys
from domain.lawmaking import rules as law_rules
from domain.lawmaking.events import OF_CALENDARS
from domain.lawmaking.outages import KINDS as OF_OUTAGES
from domain.outages import refusals as of_outages
from domain.procedure.events import KINDS as OF_PROCEDURES
from domain.procedure.refusals import InvalidDefinition
from domain.refusals import Gravity, Reason, UnknownKind
from domain.reports import refusals as of_reports
from domain.reports.events import KINDS as OF_REPORTS
from domain.store import StoreUnavailable
from tests.architecture import syntax_of


def below(kind: type[Reason]) -> Iterator[type[Reason]]:
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


KINDS = {*OF_DOSSIERS, *OF_PROCEDURES, *OF_AUTHORITIES, *OF_REPORTS, *OF_CALENDARS, *OF_OUTAGES}

# What has no code is a class of gravity. Of whatever is imported, these four for that alone.
REASONS_GIVEN = {reason.code: reason for reason in below(Reason) if hasattr(reason, "code")}
imported = {
    *(law_rules.DayDeclaredAlready, of_reports.ReportAltered, of_keys.KeyRevoked),
    of_outages.UnknownOutage,
}
assert imported <= {*REASONS_GIVEN.values()}


def problems_of_http() -> dict[str, set[str]]:
    """The code of every problem of a request that the API names in its source, with the
    parameters that it always has."""
    found: dict[str, set[str]] = {}
    for _, tree in syntax_of("adapters/http"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem":
                if not isinstance(node.args[0], ast.Constant):
                    continue  # a Wrong handed on
                code = ast.literal_eval(node.args[0])
                told = {keyword.arg for keyword in node.keywords if keyword.arg}
                found[code] = found.get(code, told) & told
    return found


def wrong_questions() -> set[str]:
    """The codes of questions that make no sense: Wrong, and what makes it of a word."""
    return {
        argument.value
        for folder in ("projections/report", "adapters/sheets", "adapters/cli")
        for _, tree in syntax_of(folder)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Wrong", "_word", "_unknown")
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_there_are_reasons_and_problems_to_look_at() -> None:
    known = {"unknown-kind", "out-of-order", "open-divergence", InvalidDefinition.code}
    assert known <= REASONS_GIVEN.keys()
    assert {"unauthorized", "invalid-json", "body-too-large"} <= problems_of_http().keys()


@pytest.mark.parametrize("code", REASONS_GIVEN)
def test_a_reason_has_a_sentence_in_both_languages(code: str) -> None:
    known = {field.name for field in fields(REASONS_GIVEN[code])}

    assert len(REASONS[code]) == len(LANGS)
    for text in REASONS[code]:
        assert text.endswith(".")
        assert placeholders(text) <= known


@pytest.mark.parametrize("code", REASONS_GIVEN)
def test_a_reason_is_of_one_of_the_three_classes(code: str) -> None:
    assert REASONS_GIVEN[code].gravity in Gravity


@pytest.mark.parametrize(("code", "params"), problems_of_http().items())
def test_a_problem_of_http_has_a_sentence_in_both_languages(code: str, params: set[str]) -> None:
    for text in REASONS[code]:
        assert placeholders(text) <= params


@pytest.mark.parametrize("code", STATUSES)
def test_a_code_with_a_status_of_its_own_exists(code: str) -> None:
    assert code in REASONS


@pytest.mark.parametrize("fault", [StoreUnavailable, *StoreUnavailable.__subclasses__()])
def test_a_fault_of_the_store_has_a_sentence_without_parameters(
    fault: type[StoreUnavailable],
) -> None:
    for text in REASONS[fault.code]:
        assert placeholders(text) == set()


@pytest.mark.parametrize("code", REASONS)
def test_both_languages_say_the_same_of_a_code(code: str) -> None:
    english, vietnamese = REASONS[code]

    assert english != vietnamese
    assert placeholders(english) == placeholders(vietnamese)


def test_no_sentence_is_left_over() -> None:
    of_the_store = {"store-unavailable", "overloaded", "outcome-unknown", "database-newer"}
    faults = {"conflict", "fault", *of_the_store}
    of_routing = {"not-found", "method-not-allowed"}
    of_read_models = {"dossiers-parked", "rebuild-under-way"}
    # tests/adapters/test_source_words.py says that these are said.
    of_sources = sources.REASONS.keys()

    given = REASONS_GIVEN.keys() | problems_of_http().keys() | wrong_questions() | of_sources
    assert REASONS.keys() == given | faults | of_routing | of_read_models


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_has_a_name_in_both_languages(kind: str) -> None:
    names = [event_name(kind, lang) for lang in LANGS]

    assert all(names)
    assert len(set(names)) == len(LANGS)


def test_no_two_kinds_bear_the_same_name() -> None:
    assert EVENTS.keys() == KINDS
    for names in zip(*EVENTS.values(), strict=True):
        assert len(set(names)) == len(names)


def test_the_words_of_the_lifecycle_of_lateness_and_of_divergence_are_known() -> None:
    assert {Stage, LateCause, StopReason, DivergenceKind} <= WORDS.keys()


@pytest.mark.parametrize("kind", WORDS)
def test_every_value_has_a_word_of_its_own_in_both_languages(kind: type[StrEnum]) -> None:
    assert list(WORDS[kind]) == list(kind)
    for lang in LANGS:
        words = [word(value, lang) for value in kind]
        assert all(words)
        assert len(set(words)) == len(kind)


def test_a_stage_is_called_in_english_as_it_is_stored() -> None:
    assert [word(stage, "en") for stage in Stage] == list(Stage)


def test_every_parameter_that_is_spoken_belongs_to_a_reason() -> None:
    known = {field.name for reason in REASONS_GIVEN.values() for field in fields(reason)}

    assert PARAMETERS.keys() <= known


def test_a_sentence_says_stage_carrier_and_object_in_its_own_language() -> None:
    early = OutOfOrder("dossier.returned", Stage.AWAITING_FEE.value)
    wrong = WrongCustodian(
        "file", Carrier.PAPER, Holder(organisation="a"), Holder(organisation="b")
    )

    assert "'Yêu cầu thực hiện nghĩa vụ tài chính'" in sentence(early, "vi")
    assert "a đang giữ hồ sơ (bản giấy), không phải b" in sentence(wrong, "vi")
    assert "về thời điểm trả kết quả;" in of("open-divergence", {"divergences": ["return"]}, "vi")


def test_a_word_that_means_nothing_to_people_is_told_as_it_is() -> None:
    assert "the stage 'limbo'" in sentence(OutOfOrder("dossier.returned", "limbo"), "en")
    assert sentence(BeforeReceipt("file"), "vi").startswith("file ")


def test_nobody_is_told_as_such() -> None:
    shelf = ShelfContradicts("file", Carrier.PAPER, None, Holder(organisation="centre"))

    assert "nobody has the file on paper" in sentence(shelf, "en")
    assert "không ai đang giữ hồ sơ (bản giấy)" in sentence(shelf, "vi")


def test_how_to_override_names_the_fields_to_send() -> None:
    for text in OVERRIDE:
        assert "override.reason" in text
        assert "override.approver" in text


def test_holders_and_lists_are_told_as_people_write_them() -> None:
    wrong = WrongCustodian(
        "file", Carrier.PAPER, Holder(organisation="centre", desk="4"), Holder(organisation="dost")
    )
    two = OpenDivergence((DivergenceKind.RESULT, DivergenceKind.RETURN))

    assert "centre/4 has the file on paper, not dost;" in sentence(wrong, "en")
    assert "disagree on result, return;" in sentence(two, "en")


@pytest.mark.parametrize("value", ["{kind}", "{0}", "{", "%s", "{kind.__class__}"])
def test_what_somebody_sent_is_never_taken_for_a_placeholder(value: str) -> None:
    assert f" {value};" in sentence(UnknownKind(value), "en")


def test_a_holder_that_was_stored_as_plain_values_reads_the_same() -> None:
    params = {
        "object": "file",
        "carrier": "paper",
        "expected": {"organisation": "centre", "desk": None},
        "said": {"organisation": "dost"},
    }

    assert "centre has the file on paper, not dost;" in of("wrong-custodian", params, "en")
