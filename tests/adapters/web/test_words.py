"""What an event was about, and what things are called."""

from datetime import UTC, date, datetime
from typing import Any, Final

import pytest

from adapters.web.about import About
from adapters.web.names import Names
from tests.adapters.web.visiting import CENTRE, COUNTER, LAW, UNIT, ZONE

DAY: Final = date(2019, 7, 12)
PROCEDURE: Final = LAW.in_force_on(DAY)[0]
DOCUMENT: Final = PROCEDURE.components[0]
ENGLISH: Final = Names(LAW, "en", ZONE)
VIETNAMESE: Final = Names(LAW, "vi", ZONE)

TOLD: Final[tuple[tuple[dict[str, Any], list[str], list[str]], ...]] = (
    ({}, [], []),
    ({"object": "file", "carrier": "paper"}, ["paper"], ["bản giấy"]),
    ({"object": "result", "carrier": "digital"}, ["digital", "result"], ["bản điện tử", "kết quả"]),
    ({"component": DOCUMENT.code}, [DOCUMENT.name_en], [DOCUMENT.name_vi]),
    (
        {"items": [{"component": DOCUMENT.code, "reason": {}}, "nowhere"]},
        [DOCUMENT.name_en, "nowhere"],
        [DOCUMENT.name_vi, "nowhere"],
    ),
    ({"handler": "long-an-o07", "step": "x"}, ["Officer 1"], ["Chuyên viên 1"]),
    ({"agency": "<b>"}, ["<b>"], ["<b>"]),
    ({"outcome": "refused", "number": "7/A"}, ["refused", "7/A"], ["từ chối", "7/A"]),
    ({"reason": "forgery"}, ["forged papers"], ["Giấy tờ giả mạo"]),
    ({"reason": {"entry": "1", "commitment": "2"}}, [], []),
    ({"reason": "what somebody wrote"}, [], []),
    ({"cause": "law"}, ["law"], ["law"]),
    ({"divergence": "custody"}, ["custody"], ["nơi giữ hồ sơ"]),
    (
        {"speaks": {"result": "paper"}},
        ["result: paper counts"],
        ["thời điểm có kết quả: theo bản giấy"],
    ),
    (
        {"promised_return": "2019-07-19T10:00:00Z"},
        ["to be returned 2019-07-19, 17:00"],
        ["hẹn trả 19/07/2019, 17:00"],
    ),
)


@pytest.mark.parametrize(("data", "english", "vietnamese"), TOLD)
def test_beside_an_event_stands_what_it_was_about(
    data: dict[str, Any], english: list[str], vietnamese: list[str]
) -> None:
    assert list(About(ENGLISH, PROCEDURE.code, DAY).of(data, DAY)) == english
    assert list(About(VIETNAMESE, PROCEDURE.code, DAY).of(data, DAY)) == vietnamese


def test_the_documents_of_an_unknown_procedure_have_their_codes_alone() -> None:
    for procedure in (None, "nowhere"):
        assert list(About(ENGLISH, procedure, DAY).of({"component": "a"}, DAY)) == ["a"]


def test_a_document_is_called_as_when_the_dossier_was_received() -> None:
    versions = LAW.versions(PROCEDURE.code)
    names = {
        next(each.name_en for each in version.components if each.code == DOCUMENT.code)
        for version in versions
    }
    told = {ENGLISH.document(PROCEDURE.code, DOCUMENT.code, each.valid_from) for each in versions}
    assert len(names) > 1
    assert told == names


@pytest.mark.parametrize(
    ("holder", "called"),
    [
        (None, "not recorded"),
        ({"organisation": "applicant"}, "Applicant"),
        ({"organisation": "lost"}, "Lost"),
        (COUNTER, "Counter of the sub-department at the Centre"),
        (UNIT, "Sub-department of Standards, Metrology and Quality of Long An"),
        ({"organisation": "centre", "desk": "5"}, "centre, 5"),
    ],
)
def test_a_holder_is_called_by_the_registry(holder: dict[str, str] | None, called: str) -> None:
    assert ENGLISH.holder(holder, DAY) == called


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("2019-07-19T10:00:00Z", "19/07/2019, 17:00"),
        ("2019-07-19", "19/07/2019"),
        ("2019-99-99", "2019-99-99"),
        ("2019-07-19T99:00:00Z", "2019-07-19T99:00:00Z"),
        (CENTRE, "Quầy trả kết quả của Trung tâm"),
        (["long-an-o07", None], ["Chuyên viên 1", None]),
        ("anything else", "anything else"),
        (7, 7),
    ],
)
def test_a_finding_names_what_it_is_about(value: Any, told: Any) -> None:
    assert VIETNAMESE.spoken(value, DAY) == told


def test_numbers_and_days_are_written_as_the_language_writes_them() -> None:
    assert (ENGLISH.count(1234), VIETNAMESE.count(1234)) == ("1,234", "1.234")
    assert (ENGLISH.day(DAY), VIETNAMESE.day(DAY)) == ("2019-07-12", "12/07/2019")
    noon = datetime(2019, 7, 12, 5, tzinfo=UTC)
    assert (ENGLISH.moment(noon), VIETNAMESE.weekday(DAY)) == ("2019-07-12, 12:00", "T6")
