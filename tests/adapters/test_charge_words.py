"""What charges and the rows of their report are called."""

from datetime import date
from typing import Final

import pytest

from adapters.messages import Lang
from adapters.messages.attribution import office_time, parts
from adapters.messages.charges import Called, Labels, telling, why_not
from domain.dossier.attribution import Dimension, Lacking, Share, Unattributable, Whose
from domain.dossier.values import APPLICANT, LOST, Carrier, Holder
from domain.procedure.common import Account
from tests.adapters.web.visiting import CENTRE, COUNTER, LAW, UNIT, ZONE
from tests.domain.case import DEPARTMENT
from tests.domain.charging import FIVE_DAYS, charged, handed, lay, there
from tests.domain.clock.telling import DIGITAL, PAPER, SMALL, a_small_one, accepted

DAY: Final = date(2019, 7, 12)
PROCEDURE: Final = LAW.in_force_on(DAY)[0]


@pytest.mark.parametrize(
    ("by", "key", "english", "vietnamese"),
    [
        (Dimension.ACCOUNT, "transit", "in transit", "đang luân chuyển"),
        (
            Dimension.UNIT,
            UNIT["organisation"],
            "Sub-department of Standards, Metrology and Quality of Long An",
            "Chi cục Tiêu chuẩn Đo lường Chất lượng tỉnh Long An",
        ),
        (Dimension.UNIT, "applicant", "the applicant", "người nộp hồ sơ"),
        (Dimension.UNIT, "nobody knows it", "nobody knows it", "nobody knows it"),
        (Dimension.STEP, "3", "step 3", "bước 3"),
        (
            Dimension.PROCEDURE,
            PROCEDURE.code,
            f"{PROCEDURE.code} {PROCEDURE.name_en}",
            f"{PROCEDURE.code} {PROCEDURE.name_vi}",
        ),
        (Dimension.PROCEDURE, "9.999999", "9.999999", "9.999999"),
        (Dimension.MONTH, "2019-07", "2019-07", "07/2019"),
        *((by, None, "none named", "không nêu") for by in Dimension),
    ],
)
def test_a_row_is_called_what_people_call_it(
    by: Dimension, key: str | None, english: str, vietnamese: str
) -> None:
    assert Labels(Called(LAW, "en"), by, DAY).of(key) == english
    assert Labels(Called(LAW, "vi"), by, DAY).of(key) == vietnamese


@pytest.mark.parametrize(
    ("holder", "name"),
    [
        (Holder(**COUNTER), "Counter of the sub-department at the Centre"),
        (Holder(**CENTRE), "Results counter at the Centre"),
        (Holder(organisation="centre", desk="quầy 3"), "centre, quầy 3"),
        (APPLICANT, "the applicant"),
        (LOST, "nobody: it was lost"),
    ],
)
def test_a_holder_is_called_by_its_desk(holder: Holder, name: str) -> None:
    assert Called(LAW, "en").holder(holder, DAY) == name


two_carriers = (
    *lay("03/05/2019 14:00", PAPER),
    accepted("03/05/2019 14:00", SMALL, owed=(PAPER,)),
    *lay("03/05/2019 15:00", DIGITAL),
    *handed("03/05/2019 16:00", "06/05/2019 08:00", DEPARTMENT, DIGITAL),
    there("06/05/2019 10:00"),
)


def test_what_is_called_the_same_is_summed_up() -> None:
    found = charged(*two_carriers, law=a_small_one(FIVE_DAYS))
    tells = telling(found, Called(LAW, "en"), ZONE)

    assert [each.whose.carrier for each in found.dossier[:2]] == [PAPER, DIGITAL]
    assert [(says, minutes) for says, (minutes, *_) in tells.together(found.ate_the_slack)] == [
        ("digital in transit to department", 60 + 480 + 60),
        ("department", 120),
        ("centre", 120),
    ]
    assert tells.who(found.dossier[2].whose) == "centre → department"


def test_without_a_due_date_nobody_says_that_it_is_in_time() -> None:
    found = charged(*two_carriers, law=a_small_one())
    english, vietnamese = [
        telling(found, Called(LAW, lang), ZONE).sentence(found) for lang in ("en", "vi")
    ]

    assert found.due is None
    assert english == "No due date is known, so nobody can say whether it is late."
    assert vietnamese == "Không xác định được hạn nên chưa thể kết luận có quá hạn hay không."


def test_the_parts_of_a_sentence_are_named_once_each_the_most_first() -> None:
    first, then = (Whose(Account.CUSTODIAN, DEPARTMENT, None, carrier) for carrier in Carrier)
    other = Whose(Account.UNRECORDED)
    shares = (Share(other, 70), Share(first, 60), Share(then, 20))

    assert parts(shares, "en", lambda holder: holder.organisation) == (
        "1 h 20 department, 1 h 10 no record of who had it"
    )


@pytest.mark.parametrize(("lang", "said"), [("en", "17,733 h 36"), ("vi", "17.733 giờ 36 phút")])
def test_many_hours_are_grouped(lang: Lang, said: str) -> None:
    assert office_time(17733 * 60 + 36, lang) == said


def test_every_reason_is_a_sentence() -> None:
    for reason in Lacking:
        assert why_not(Unattributable(reason), "en").endswith(".")
