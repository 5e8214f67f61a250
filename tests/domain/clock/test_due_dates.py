"""The worked due dates, each as a dossier that says which day moved it."""

from dataclasses import replace

import pytest

from domain.calendar.days import Kind
from domain.dossier.events import Told
from domain.dossier.timeliness import Timeliness
from domain.law import Law
from tests.domain.calendar.words import declared
from tests.domain.clock.telling import (
    ACTIVITY,
    GOODS,
    SMALL,
    STANDARD,
    a_small_one,
    accepted,
    calendar_days,
    came,
    clock,
    happened,
    known_on,
    moved_by,
    settled_in,
    shipped,
)

IN_TWO_DAYS, IN_THREE_DAYS = "LA-KHCN-13", "LA-KHCN-15"

TET_2019 = [f"skipped {each:02}/02 Lunar New Year 2019" for each in (4, 5, 6, 7, 8)]
LATE_APRIL = [
    "skipped 29/04 Day off by swap",
    "skipped 30/04 Reunification Day",
    "skipped 01/05 Labour Day",
]
MADE_UP_ON_4_MAY = "made-up 04/05 Make-up working day"


@pytest.mark.parametrize(
    ("procedure", "received", "due", "moved"),
    [
        (IN_TWO_DAYS, "26/04/2019", "03/05/2019", LATE_APRIL),
        (IN_THREE_DAYS, "26/04/2019", "04/05/2019", [*LATE_APRIL, MADE_UP_ON_4_MAY]),
        (STANDARD, "26/04/2019", "07/05/2019", [*LATE_APRIL, MADE_UP_ON_4_MAY]),
        (ACTIVITY, "01/02/2019", "01/03/2019", TET_2019),
        (STANDARD, "30/08/2019", "09/09/2019", ["skipped 02/09 National Day"]),
        (IN_THREE_DAYS, "26/04/2024", "04/05/2024", [*LATE_APRIL, MADE_UP_ON_4_MAY]),
        (GOODS, "25/04/2025", "26/04/2025", ["made-up 26/04 Make-up working day"]),
        (
            STANDARD,
            "31/12/2025",
            "09/01/2026",
            ["skipped 01/01 New Year's Day", "skipped 02/01 Day off by swap"],
        ),
        (GOODS, "21/08/2026", "22/08/2026", ["made-up 22/08 Make-up working day"]),
    ],
)
def test_a_dossier_with_a_term_in_working_days(
    procedure: str, received: str, due: str, moved: list[str]
) -> None:
    told = clock(came(f"{received} 09:40"), accepted(f"{received} 10:00", procedure))

    assert (told.legal, told.owed) == (due, due)
    assert moved_by(told.due.legal) == moved
    assert told.due.legal.rules == ()


@pytest.mark.parametrize(
    ("received", "due", "moved"),
    [
        ("10/01/2019", "11/02/2019", ["rolled 04/02 Lunar New Year 2019", *TET_2019[1:]]),
        (
            "05/04/2019",
            "02/05/2019",
            ["rolled 30/04 Reunification Day", "skipped 01/05 Labour Day"],
        ),
        ("03/06/2019", "28/06/2019", []),
    ],
)
def test_a_dossier_with_a_term_of_25_calendar_days(
    received: str, due: str, moved: list[str]
) -> None:
    law = a_small_one(settled_in(25, length=calendar_days(25)))
    told = clock(accepted(f"{received} 10:00", SMALL), law=law)

    assert told.legal == due
    assert moved_by(told.due.legal) == moved


@pytest.mark.parametrize(
    ("procedure", "received", "eve", "then", "now"),
    [
        pytest.param(STANDARD, "31/12/2025", "24/12/2025", "08/01/2026", "09/01/2026", id="2026"),
        pytest.param(GOODS, "25/04/2025", "25/11/2024", "28/04/2025", "26/04/2025", id="2025"),
        pytest.param(GOODS, "21/08/2026", "12/10/2025", "24/08/2026", "22/08/2026", id="autumn"),
        pytest.param(IN_THREE_DAYS, "26/04/2024", "11/04/2024", "03/05/2024", "04/05/2024"),
    ],
)
def test_before_the_swap_was_announced_it_was_due_on_another_day(
    procedure: str, received: str, eve: str, then: str, now: str
) -> None:
    """2026: 12729/VPCP-KGVX of 25/12/2025 took 02/01 and gave 10/01, seven days ahead."""
    receipt = accepted(f"{received} 10:00", procedure)

    assert clock(receipt, law=known_on(shipped(), eve)).legal == then
    assert clock(receipt).legal == now


def test_the_swap_of_2026_names_its_document_and_the_day_that_makes_up_for_it() -> None:
    legal = clock(accepted("31/12/2025 10:00")).due.legal
    (swap,) = [why.declared for why in legal.because if f"{why.day:%d/%m}" == "02/01"]

    assert swap
    assert (swap.source, swap.name_vi) == ("12729/VPCP-KGVX", "Nghỉ hoán đổi ngày làm việc")
    assert f"{swap.instead_of:%d/%m/%Y}" == "10/01/2026"


def test_the_make_up_saturday_of_2026_is_worked_and_said_to_be() -> None:
    told = clock(came("31/12/2025 10:00"), accepted("31/12/2025 10:00", "LA-KHCN-10"))

    assert told.legal == "12/01/2026"
    assert moved_by(told.due.legal) == [
        "skipped 01/01 New Year's Day",
        "skipped 02/01 Day off by swap",
        "made-up 10/01 Make-up working day",
    ]


@pytest.mark.parametrize("law", [shipped(), known_on(shipped(), "24/12/2025")], ids=["now", "then"])
def test_past_the_make_up_day_both_calendars_agree_again(law: Law) -> None:
    assert clock(accepted("31/12/2025 10:00", "LA-KHCN-17"), law=law).legal == "15/01/2026"


def test_an_office_that_does_not_follow_the_swap_counts_by_its_own_days() -> None:
    """It opens on 02/01 and is shut on 10/01; the dossier says whose it is."""
    own = {"scope": "long-an-dost"}
    days = (
        declared("02/01/2026", Kind.OPENING, **own),
        declared("10/01/2026", Kind.CLOSURE, **own),
    )
    country = shipped().calendar
    assert country
    law = replace(shipped(), calendar=replace(country, declared=(*country.declared, *days)))

    assert clock(accepted("31/12/2025 10:00", authority="long-an-dost"), law=law).legal == (
        "08/01/2026"
    )
    assert clock(accepted("31/12/2025 10:00"), law=law).legal == "09/01/2026"


def test_the_day_is_that_of_the_authoritys_zone() -> None:
    """22:00 in Hà Nội on Thursday is 16:00 in Paris: each counts from its own Thursday; half past
    midnight in Hà Nội is still Thursday there."""
    thursday, night = accepted("25/04/2019 22:00"), accepted("26/04/2019 00:30")
    in_paris = accepted("26/04/2019 00:30", timezone="Europe/Paris")

    assert clock(thursday).legal == "06/05/2019"
    assert clock(night).legal == "07/05/2019"
    assert clock(in_paris).legal == "06/05/2019"


@pytest.mark.parametrize(
    ("cases", "due"), [((), "17/06/2019"), (("expert-opinion",), "24/06/2019")]
)
def test_in_a_case_of_the_procedure_its_own_term_counts(cases: tuple[str, ...], due: str) -> None:
    """Ten working days; fifteen where an expert is asked (NĐ 13/2019)."""
    assert clock(accepted("03/06/2019 09:00", "SKHCN-KHCN-21", cases=cases)).legal == due


def test_a_dossier_on_saturday_counts_from_monday() -> None:
    told = clock(accepted("01/06/2019 09:00"))

    assert told.legal == "07/06/2019"
    assert happened(told.due.legal) == ["started acceptance 01/06 09:00"]


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(accepted("26/04/2019 10:00", "unheard-of"), id="unknown"),
        pytest.param(accepted("01/02/2015 10:00", IN_TWO_DAYS), id="not yet in force"),
        pytest.param(came("26/04/2019 10:00"), id="never accepted"),
    ],
)
def test_where_no_term_is_known_there_is_no_date(told: Told) -> None:
    dossier = clock(told)

    assert (dossier.legal, dossier.owed) == ("no-term", "no-term")
    assert dossier.stands("01/01/2026") is Timeliness.OPEN_UNDETERMINED


def test_without_a_calendar_no_day_is_guessed() -> None:
    dossier = clock(accepted("26/04/2019 10:00"), law=replace(shipped(), calendar=None))

    assert (dossier.legal, dossier.owed) == ("no-calendar", "no-calendar")
