"""What holds for all procedures: rules for where the law leaves room, tolerances, decrees."""

from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from adapters.catalogue import definitions, law
from domain.procedure.common import Common, Compared, Contested, Default, Tolerance
from domain.procedure.publication_common import parse_common
from domain.procedure.refusals import DefinitionRefused
from domain.procedure.words import DepartmentField

FILES: Final = {name: told for name, told in definitions().items() if name.startswith("common/")}
COMMON: Final = parse_common(FILES)


def refused(**changed: Any) -> list[tuple[str, str, str]]:
    """Of the shipped files with one part of the defaults changed."""
    files = {**FILES, "common/defaults.toml": {**FILES["common/defaults.toml"], **changed}}
    with pytest.raises(DefinitionRefused) as refusal:
        parse_common(files)
    return [(each.file, each.path, each.rule) for each in refusal.value.problems]


@pytest.mark.parametrize("name", Default)
def test_every_default_says_its_rule_the_other_reading_and_the_law(name: Default) -> None:
    rule = COMMON.rule(name)

    assert rule.legal_basis
    assert len({rule.says_vi, rule.says_en, rule.otherwise_vi, rule.otherwise_en}) == 4


def test_a_dossier_is_contested_where_its_class_hangs_on_a_reading() -> None:
    assert (
        COMMON.rule(Default.ENDS_AT_THE_LAST_CARRIER_OWED).contested
        is Contested.CLASS_DIFFERS_OTHERWISE
    )
    assert COMMON.rule(Default.UNCOMPUTABLE_IS_UNDETERMINED).contested is Contested.NEVER


def test_a_rule_that_is_missing_or_told_twice_is_refused() -> None:
    rules = FILES["common/defaults.toml"]["rules"]
    everywhere = ", ".join(FILES)

    assert refused(rules=rules[1:]) == [(everywhere, "rules", "not-told-once")]
    assert refused(rules=[*rules, rules[0]]) == [(everywhere, "rules", "not-told-once")]


def test_a_rule_that_the_code_does_not_know_is_refused() -> None:
    rules = FILES["common/defaults.toml"]["rules"]

    assert refused(rules=[*rules, {**rules[0], "name": "toss-a-coin"}]) == [
        ("common/defaults.toml", f"rules[{len(rules)}].name", "value-not-allowed")
    ]
    assert refused(mood="good") == [("common/defaults.toml", "mood", "unknown-field")]


def test_a_decree_in_force_before_its_issue_is_refused() -> None:
    decree = {**FILES["common/decrees.toml"]["decrees"][0], "valid_from": date(2018, 1, 1)}

    assert refused(decrees=[decree]) == [
        ("common/defaults.toml", "decrees[0].valid_from", "valid-before-issue")
    ]


def test_every_field_of_the_department_has_its_name_once() -> None:
    assert {field.name for field in COMMON.fields} == set(DepartmentField)


@pytest.mark.parametrize(
    ("compared", "carrier", "minutes"),
    [
        (Compared.RECEIPT, "paper", 120),
        (Compared.COMPONENT, None, 0),
        (Compared.ABSENCE, "digital", 15),
    ],
)
def test_carriers_may_differ_by_so_much(
    compared: Compared, carrier: str | None, minutes: int
) -> None:
    tolerance = COMMON.tolerance(compared, carrier)

    assert tolerance
    assert (tolerance.working_minutes, tolerance.rule) == (
        minutes,
        Default.CARRIERS_MAY_DIFFER_A_LITTLE,
    )


def test_paper_may_be_absent_as_long_as_its_term_says() -> None:
    assert COMMON.tolerance(Compared.ABSENCE, "paper") is None


def a_tolerance(minutes: int, carrier: str | None = None) -> Tolerance:
    told = {
        "compared": "receipt",
        "carrier": carrier,
        "working_minutes": minutes,
        "rule": "carriers-may-differ-by-a-tolerance",
        "legal_basis": "NĐ 61/2018/NĐ-CP Art. 18",
    }
    return Tolerance.model_validate(told)


def test_a_procedures_own_tolerance_goes_first_and_a_carriers_before_both() -> None:
    own = [a_tolerance(30), a_tolerance(10, "paper")]

    found = [COMMON.tolerance(Compared.RECEIPT, carrier, own) for carrier in ("paper", "digital")]

    assert found == [own[1], own[0]]


def test_nothing_is_tolerated_where_nothing_is_said() -> None:
    assert Common().tolerance(Compared.RECEIPT) is None
    with pytest.raises(KeyError):
        Common().rule(Default.DUE_IS_THE_EARLIER)


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2018, 6, 20), []),
        (date(2019, 8, 27), ["nd-61-2018"]),
        (date(2020, 5, 22), ["nd-61-2018", "nd-45-2020"]),
        (date(2025, 7, 1), ["nd-45-2020", "nd-118-2025"]),
    ],
)
def test_the_decrees_of_a_day(day: date, names: list[str]) -> None:
    assert [decree.name for decree in COMMON.decrees_on(day)] == names


def test_paper_that_comes_after_15_00_goes_the_next_working_day() -> None:
    (decree,) = COMMON.decrees_on(date(2019, 8, 27))

    (transfer,) = [term for term in decree.terms if term.clock == "transfer"]

    assert (transfer.length.cut_off, decree.limits.reschedules) == ("15:00", 1)


@pytest.mark.parametrize(("day", "number"), [(date(2019, 8, 27), "05"), (date(2025, 9, 15), "06")])
def test_a_form_keeps_its_name_when_its_number_shifts(day: date, number: str) -> None:
    slip = COMMON.slip("control-slip", day)

    assert slip
    assert slip.number == number


def test_no_form_is_known_before_its_circular() -> None:
    assert COMMON.slip("receipt-slip", date(2019, 1, 5)) is None


def test_the_law_as_shipped_has_it_all() -> None:
    assert law(ZoneInfo("Asia/Ho_Chi_Minh")).common == COMMON
