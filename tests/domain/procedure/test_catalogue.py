"""The catalogue as shipped: 25 procedures of the law, and the 47 of the founding case."""

from collections.abc import Iterable
from datetime import date
from importlib.resources import files
from typing import Final
from unicodedata import is_normalized
from zoneinfo import ZoneInfo

import pytest

from adapters.catalogue import definitions, law
from domain.calendar.term import Unit
from domain.procedure.enactment import irregularities
from domain.procedure.events import Abolished, Published
from domain.procedure.procedure import Procedure
from domain.procedure.publication import parse, parse_all
from domain.procedure.term import Counts, Exclusion, Lapse, SupplementEffect, milestone

PROCEDURES: Final = {
    name: told for name, told in definitions().items() if not name.startswith("common/")
}
VERSIONS: Final = parse_all(PROCEDURES)
LAW: Final = law(ZoneInfo("Asia/Ho_Chi_Minh"))

LICENCE: Final = "SKHCN-ATBX-02"
RENEWAL: Final = "SKHCN-ATBX-03"
STAFF: Final = "SKHCN-ATBX-07"
PLAN: Final = "SKHCN-ATBX-08"
EVALUATION: Final = "SKHCN-KHCN-22"

START_OF_CASE: Final = date(2019, 1, 1)
END_OF_CASE: Final = date(2019, 8, 31)
IN_CASE: Final = date(2019, 6, 3)
TODAY: Final = date(2022, 6, 1)

SOURCED: Final = [version for version in VERSIONS if not version.illustrative]


def on(day: date, code: str) -> Procedure:
    version = LAW.in_force(code, day)
    assert version
    return version


def names(versions: Iterable[Procedure]) -> list[str]:
    return [f"{version.code} {version.version}" for version in versions]


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_file_can_be_published_alone(name: str) -> None:
    assert parse(name, PROCEDURES[name])


def test_every_file_is_written_in_one_form_of_unicode() -> None:
    root = files("domain.procedure") / "catalogue"
    texts = {
        file.name: file.read_text("utf-8") for folder in root.iterdir() for file in folder.iterdir()
    }

    assert [name for name, text in texts.items() if not is_normalized("NFC", text)] == []


def test_there_are_25_procedures_of_the_law() -> None:
    assert len({version.code for version in SOURCED}) == 25


def test_47_are_in_force_at_the_end_of_the_founding_case_in_four_fields() -> None:
    in_force = LAW.in_force_on(END_OF_CASE)

    assert len(in_force) == 47
    assert len({version.field for version in in_force}) == 4
    assert sum(version.illustrative for version in in_force) == 22


def test_nine_of_them_were_published_and_three_others_abolished_during_2019() -> None:
    in_2019 = [event for event in LAW.enacted if event.effective_on.year == 2019]
    new = {event.code for event in in_2019 if isinstance(event, Published)}
    gone = {event.code for event in in_2019 if isinstance(event, Abolished)}

    assert (len(new), len(gone)) == (9, 3)
    assert new < {version.code for version in LAW.in_force_on(END_OF_CASE)}
    assert gone.isdisjoint(version.code for version in LAW.in_force_on(END_OF_CASE))
    assert len({event.effective_on for event in in_2019 if event.code in new}) == 9
    assert all(event.effective_on <= END_OF_CASE for event in in_2019)


def test_41_were_in_force_when_the_founding_case_began() -> None:
    assert len(LAW.in_force_on(START_OF_CASE)) == 41


def test_nothing_about_how_it_was_enacted_is_irregular() -> None:
    assert irregularities(LAW.enacted) == ()


def test_what_is_made_up_says_so_in_its_code_and_its_basis() -> None:
    made_up = [version for version in VERSIONS if version.illustrative]

    assert names(v for v in made_up if not v.code.startswith("LA-KHCN-")) == []
    assert names(v for v in made_up if "illustrative" not in v.legal_basis) == []
    assert names(v for v in SOURCED if v.code.startswith("LA-")) == []


def test_a_reader_sees_of_every_number_where_it_comes_from() -> None:
    parts = ["code", "issued_on", "valid_from", "sets", "components", "signers"]
    unmarked = {
        f"{version.code} {version.version}: {part}"
        for version in SOURCED
        for part in [
            *parts,
            *(f"terms.{term.name}" for term in version.terms),
            *(part for part in ("steps", "transition", "inherits") if getattr(version, part)),
        ]
        if not version.is_marked(part)
    }

    assert unmarked == set()


def test_every_name_is_told_in_both_languages() -> None:
    assert names(v for v in VERSIONS if v.name_vi == v.name_en) == []


def test_whoever_is_followed_is_in_the_catalogue() -> None:
    followed = {code for v in VERSIONS if v.inherits for code in v.inherits.filed_with}

    assert followed == {LICENCE}
    assert all(LAW.knows(code) for code in followed)


def test_the_licence_is_one_procedure_under_three_regimes() -> None:
    law_alone = on(date(2010, 3, 1), LICENCE)
    circular = on(IN_CASE, LICENCE)
    decree = on(TODAY, LICENCE)

    lengths = [
        (term.length.amount, term.length.unit, term.starts)
        for version in (law_alone, circular, decree)
        if (term := version.term("settlement"))
    ]
    assert lengths == [
        (30, Unit.CALENDAR_DAY, ("complete",)),
        (30, Unit.CALENDAR_DAY, ("complete",)),
        (25, Unit.CALENDAR_DAY, ("complete", "paid")),
    ]
    assert [len(v.components) for v in (law_alone, circular, decree)] == [3, 9, 11]
    assert [bool(v.term("intake-check")) for v in (law_alone, circular, decree)] == [
        False,
        False,
        True,
    ]


def test_the_decree_of_2020_was_known_before_it_was_in_force() -> None:
    first_day = date(2021, 2, 1)

    assert on(first_day, LICENCE).legal_basis.startswith("NĐ 142/2020")
    then = LAW.as_known(date(2020, 12, 8)).in_force(LICENCE, first_day)
    assert then
    assert then.valid_from == date(2010, 9, 6)


def test_a_licence_asked_for_before_the_decree_is_decided_under_the_circular() -> None:
    pinned = LAW.pinned(LICENCE, date(2021, 1, 29), date(2021, 2, 10))

    assert pinned
    assert (len(pinned.components), pinned.act.version) == (9, "2021-02-01")


@pytest.mark.parametrize(("day", "days"), [(IN_CASE, 60), (TODAY, 45)])
def test_a_renewal_is_filed_so_long_before_the_licence_expires(day: date, days: int) -> None:
    filing = on(day, RENEWAL).term("filing")

    assert filing
    assert (filing.length.amount, filing.length.unit) == (days, Unit.CALENDAR_DAY)
    assert (filing.counts, filing.lapse) == (Counts.BEFORE, Lapse.TREATED_AS_NEW)


def test_photographs_are_three_on_paper_and_one_file_online() -> None:
    staff = on(TODAY, STAFF)

    (paper,) = [c for c in staff.asks_for("direct") if c.code == "photographs"]
    (online,) = [c for c in staff.asks_for("online") if c.code == "photographs"]

    assert (paper.count, paper.form) == (3, "original")
    assert (online.count, online.form) == (1, "electronic")


@pytest.mark.parametrize(("channel", "sets"), [("direct", 3), ("post", 3), ("online", 1)])
def test_an_emergency_plan_comes_in_three_sets_on_paper_alone(channel: str, sets: int) -> None:
    assert on(TODAY, PLAN).sets_on(channel) == sets


@pytest.mark.parametrize("code", [STAFF, PLAN])
def test_filed_with_a_licence_it_follows_the_licences_term(code: str) -> None:
    inherits = on(TODAY, code).inherits

    assert inherits
    assert (inherits.filed_with, inherits.clocks) == ((LICENCE,), ("settlement",))


def test_the_evaluation_runs_on_many_clocks_and_none_counts_the_laboratory() -> None:
    evaluation = on(IN_CASE, EVALUATION)
    settlement = evaluation.term("settlement")

    assert settlement
    assert (settlement.length.amount, settlement.length.unit) == (45, Unit.WORKING_DAY)
    assert settlement.excludes == (Exclusion.LAB_TEST,)
    assert {milestone(term.clock): term.length.amount for term in evaluation.terms} == {
        None: 45,
        "published": 10,
        "council-formed": 15,
        "council-papers": 3,
        "council-met": 15,
        "council-minutes": 3,
        "certificate": 5,
        "re-evaluated": 15,
    }
    certificate = evaluation.term("milestone:certificate")
    assert certificate
    assert certificate.starts == ("milestone:council-minutes",)


def test_a_conformity_dossier_counts_from_its_receipt_in_40_hours_of_steps() -> None:
    conformity = on(IN_CASE, "SKHCN-TDC-09")
    settlement = conformity.term("settlement")

    assert settlement
    assert settlement.starts == ("received",)
    assert sum(step.hours for step in conformity.steps) == 40
    assert [step.supplement_within for step in conformity.steps if step.supplement_within] == [24]


@pytest.mark.parametrize(
    ("code", "hours"),
    [(LICENCE, 88), ("SKHCN-KHCN-17", 120), ("SKHCN-KHCN-20", 40)],
)
def test_other_chains_sum_to_what_is_committed_or_legal(code: str, hours: int) -> None:
    assert sum(step.hours for step in on(IN_CASE, code).steps) == hours


def test_what_an_opinion_takes_longer_is_a_case_of_the_procedure() -> None:
    enterprise = on(IN_CASE, "SKHCN-KHCN-21")

    plain, longer = enterprise.term("settlement"), enterprise.term("settlement", ["expert-opinion"])

    assert plain
    assert longer
    assert (plain.length.amount, longer.length.amount) == (10, 15)


def test_a_supplement_resets_the_clock_everywhere() -> None:
    """NĐ 61/2018 Art. 19(4); the catalogue knows no sector law that says otherwise."""
    effects = {term.supplement for v in VERSIONS for term in v.terms if term.clock == "settlement"}

    assert effects == {SupplementEffect.RESET}


def test_the_declaration_is_found_by_its_code_in_a_province() -> None:
    assert on(IN_CASE, "2.002131.000.00.00.H58") == on(IN_CASE, "2.002131")
