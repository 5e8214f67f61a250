"""Whose time it was, as people read it."""

import pytest

from adapters.messages.attribution import how_late, office_time, parts, whose_time
from adapters.messages.attribution_words import AWAITED, CHARGED
from adapters.messages.languages import LANGS, Lang
from domain.dossier.attribution import Share, Whose
from domain.dossier.values import APPLICANT, ARCHIVE, LOST, Carrier, Holder
from domain.procedure.common import Account
from tests.domain.case import CENTRE, DEPARTMENT
from tests.domain.charging import HANDLER, LAB

NAMES = {"centre": "Trung tâm", "department": "Sở"}


def name(holder: Holder) -> str:
    return NAMES.get(holder.organisation, holder.organisation)


IN_TRANSIT = Whose(Account.TRANSIT, CENTRE, None, Carrier.PAPER, DEPARTMENT)
AT_STEP_3 = Whose(Account.CUSTODIAN, HANDLER, "3", Carrier.DIGITAL)


def test_a_manager_reads_how_late_it_was_and_why() -> None:
    shares = (Share(IN_TRANSIT, 125), Share(AT_STEP_3, 75))

    assert how_late(shares, "en", name) == (
        "Late by 3 h 20: 2 h 05 paper in transit to Trung tâm, 1 h 15 Sở, step 3."
    )
    assert how_late(shares, "vi", name) == (
        "Quá hạn 3 giờ 20 phút: 2 giờ 05 phút bản giấy đang chuyển đến Trung tâm,"
        " 1 giờ 15 phút Sở, bước 3."
    )


def test_what_is_in_time_has_no_minute_after_the_due_date() -> None:
    assert how_late((), "en", name) == "No working minute passed after the due date."
    assert parts((), "en", name) == ""


@pytest.mark.parametrize(
    ("minutes", "shown"), [(0, "0 min"), (59, "59 min"), (60, "1 h 00"), (6005, "100 h 05")]
)
def test_office_time_is_told_in_hours(minutes: int, shown: str) -> None:
    assert office_time(minutes, "en") == shown


@pytest.mark.parametrize(
    ("whose", "english", "vietnamese"),
    [
        (
            Whose(Account.OTHER_CARRIER, CENTRE, None, Carrier.PAPER, None, Account.TRANSIT),
            "waiting for the paper, in transit to Trung tâm",
            "chờ bản giấy đang chuyển đến Trung tâm",
        ),
        (
            Whose(Account.OTHER_CARRIER, DEPARTMENT, "3", Carrier.PAPER, None, Account.CUSTODIAN),
            "waiting for the paper, with Sở",
            "chờ bản giấy do Sở giữ",
        ),
        (
            Whose(Account.OTHER_CARRIER, carrier=Carrier.DIGITAL, lies=Account.UNRECORDED),
            "waiting for the digital, of which there is no record",
            "chờ bản điện tử chưa có ghi nhận",
        ),
        (
            Whose(Account.OVERDUE_AGENCY, Holder(organisation=LAB)),
            f"waiting for the overdue opinion of {LAB}",
            f"chờ ý kiến của {LAB}, đã quá hạn trả lời",
        ),
        (Whose(Account.UNRECORDED), "no record of who had it", "chưa ghi nhận ai giữ"),
    ],
)
def test_it_is_told_who_has_what_is_waited_for(whose: Whose, english: str, vietnamese: str) -> None:
    assert (whose_time(whose, "en", name), whose_time(whose, "vi", name)) == (english, vietnamese)


@pytest.mark.parametrize("lang", LANGS)
def test_who_is_no_office_is_named_by_hoso(lang: Lang) -> None:
    told = [
        whose_time(Whose(Account.CUSTODIAN, each), lang, name)
        for each in (APPLICANT, ARCHIVE, LOST)
    ]

    assert not {"applicant", "archive", "lost"} & set(told)
    assert len(set(told)) == 3


def test_every_account_has_a_part_of_a_sentence() -> None:
    assert {*CHARGED, Account.OTHER_CARRIER} == set(Account)
    assert {Account.TRANSIT, Account.CUSTODIAN, Account.UNRECORDED} == AWAITED.keys()
