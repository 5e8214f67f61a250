"""The national portal's payload becomes events: each fact once, and nothing that it does not say
(domain: trạng thái hồ sơ 1 to 10, QĐ 766/QĐ-TTg)."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.exchange.records import Body, Seen
from domain.dossier.dossier import fold
from domain.dossier.events import Told
from domain.request import read
from domain.testimony import Code
from tests.adapters.exchange.hearing import (
    CODE,
    NDJSON,
    bodies,
    heard,
    kinds,
    national,
    payload,
    progress,
    supplement,
)

PERSONAL = ("Nguyễn Văn A", "301234567", "0909")


def told(said: list[Body]) -> list[Told]:
    return [read(body).testimony(Code("dossier-code", CODE)) for body in said]


def test_an_accepted_dossier_is_received_with_its_promise() -> None:
    (received,) = bodies(national(), payload())

    assert received["kind"] == "dossier.received"
    assert received["occurred_at"] == "2019-08-27T08:00:00+07:00"
    assert received["data"] == {
        "procedure": "2.002131",
        "channel": "direct",
        "promised_return": "2019-09-04T17:00:00+07:00",
        "timezone": "Asia/Ho_Chi_Minh",
        "subject": {"name": "Nguyễn Văn A", "id": "301234567", "phone": "0909"},
    }


@pytest.mark.parametrize(("channel", "ours"), [(1, "direct"), ("2", "online"), (3, "post")])
def test_the_channel_is_a_number(channel: Any, ours: str) -> None:
    (received,) = bodies(national(), payload(KenhThucHien=channel))

    assert received["data"]["channel"] == ours


@pytest.mark.parametrize("status", [1, 3])
def test_what_is_not_accepted_was_handed_in_and_no_more(status: int) -> None:
    first, *rest = bodies(national(), payload(TrangThaiHoSo=status))

    assert first["kind"] == "dossier.submitted"
    assert "promised_return" not in first["data"]
    assert rest == []


@pytest.mark.parametrize(
    ("said", "statuses"),
    [
        ({"TrangThaiHoSo": 9, "NgayKetThucXuLy": "20190903160000"}, [(9, "2019-09-03T16:00")]),
        (
            {
                "TrangThaiHoSo": 10,
                "NgayKetThucXuLy": "20190903160000",
                "NgayTra": "20190905080000",
            },
            [(9, "2019-09-03T16:00"), (10, "2019-09-05T08:00")],
        ),
        ({"TrangThaiHoSo": 8, "NgayKetThucXuLy": "20190903160000"}, [(8, "2019-09-03T16:00")]),
        ({"TrangThaiHoSo": 7, "NgayKetThucXuLy": "20190903160000"}, [(7, "2019-09-03T16:00")]),
        # When it became 4 the payload does not say.
        ({"TrangThaiHoSo": 4}, []),
    ],
)
def test_a_status_is_told_since_when_it_is_so(
    said: dict[str, Any], statuses: list[tuple[int, str]]
) -> None:
    _, *reported = bodies(national(), payload(**said))

    assert set(kinds(reported)) <= {"status-reported"}
    assert [(one["data"]["status"], one["occurred_at"][:16]) for one in reported] == statuses


def test_progress_is_a_status_since_an_instant() -> None:
    (reported,) = bodies(national(), progress())

    assert reported["kind"] == "dossier.status-reported"
    assert reported["data"] == {"status": 4}
    assert reported["occurred_at"] == "2019-08-28T14:00:00+07:00"
    assert "actor" not in reported


def test_a_supplement_keeps_both_promises() -> None:
    """NgayHenTra moves with each supplement; NgayHenTraTruoc says what the slip promised."""
    asked = bodies(national(), payload(TrangThaiHoSo=5, DanhSachHoSoBoSung=[supplement()]))
    brought = supplement(
        NgayTiepNhanBoSung="20190902100000",
        NgayHenTraTruoc="20190904170000",
        NgayHenTraMoi="20190910170000",
    )
    come = bodies(
        national(),
        payload(TrangThaiHoSo=4, NgayHenTra="20190910170000", DanhSachHoSoBoSung=[brought]),
    )

    assert kinds(asked) == ["received", "supplement-requested"]
    assert kinds(come) == ["received", "supplement-requested", "supplement-received"]
    assert come[:2] == asked
    assert come[2]["data"] == {
        "supplement": "BS-1",
        "carrier": "digital",
        "promised_return": "2019-09-10T17:00:00+07:00",
    }


def test_a_result_is_there_once_its_file_is() -> None:
    results = [
        {"TenGiayTo": "Giấy xác nhận", "MaKetQua": "KQ-7", "DuongDanTepTinKetQua": "/kq/7.pdf"},
        {"TenGiayTo": "Bản giấy", "MaKetQua": "KQ-8"},
    ]
    said = payload(TrangThaiHoSo=9, NgayKetThucXuLy="20190903160000", DanhSachGiayToKetQua=results)

    *_, arrived = bodies(national(), said)

    assert kinds(bodies(national(), said)).count("result-arrived") == 1
    assert arrived["data"] == {"number": "KQ-7", "carrier": "digital"}
    assert arrived["occurred_at"] == "2019-09-03T16:00:00+07:00"


def test_the_same_payload_again_says_the_same() -> None:
    first = bodies(national(), payload())

    assert bodies(national(), [payload(), payload()]) == first * 2
    assert bodies(national(), {"session": "secret", "data": [payload()]}) == first
    assert bodies(national(), json.dumps(payload()) + "\n", NDJSON) == first


@given(st.permutations([*payload().items()]))
def test_the_order_of_the_fields_says_nothing(items: list[tuple[str, Any]]) -> None:
    assert bodies(national(), dict(items)) == bodies(national(), payload())


def test_whatever_is_said_otherwise_is_another_event() -> None:
    said = [payload(), payload(NgayHenTra="20190910170000"), payload(SoDienThoai="0910")]

    ids = [body["request_id"] for one in said for body in bodies(national(), one)]

    assert len(set(ids)) == 3


def test_no_name_is_in_an_id_and_none_outside_of_the_subject() -> None:
    (received,) = bodies(national(), payload())
    subject = received["data"].pop("subject")

    assert set(subject.values()) == set(PERSONAL)
    assert not [word for word in PERSONAL if word in json.dumps(received, ensure_ascii=False)]


def test_what_is_not_mapped_is_dropped_and_counted_by_name() -> None:
    seen = Seen()
    fees = [{"TenPhiLePhi": "lệ phí", "Gia": 50000, "TrangThaiThanhToan": 1}]
    said = payload(DanhSachHoSoBoSung=[supplement()], DanhSachLePhi=fees)

    heard(national(), [said, progress(), payload(GhiChu="")], seen=seen)

    assert seen.dropped == {
        "DonViXuLy": 2,
        "GhiChu": 1,
        "DanhSachHoSoBoSung.NguoiYeuCauBoSung": 1,
        "DanhSachHoSoBoSung.NoiDungBoSung": 1,
        "DanhSachLePhi.TenPhiLePhi": 1,
        "DanhSachLePhi.Gia": 1,
        "DanhSachLePhi.TrangThaiThanhToan": 1,
        "NguoiXuLy": 1,
        "NoiDungXuLy": 1,
    }


def test_a_midnight_stands_for_a_day() -> None:
    (received,) = bodies(national(), payload(NgayTiepNhan="20190827000000"))

    assert received["precision"] == "day"
    assert received["occurred_at"] == "2019-08-27T00:00:00+07:00"


def test_a_wrong_item_spoils_no_other() -> None:
    said = [
        payload(TrangThaiHoSo=11),
        payload(KenhThucHien="fax", NgayKetThucXuLy="20190903160000", TrangThaiHoSo=9),
        payload(NgayTiepNhan="27/08/2019"),
        payload(MaHoSo=" "),
        progress(),
    ]

    lines = heard(national(), said)

    problems = [(line.number, line.problem.code) for line in lines if line.problem]
    assert problems == [
        (1, "unknown-value"),
        (2, "unknown-value"),
        (3, "bad-time"),
        (4, "no-code"),
    ]
    assert [dict(line.problem.params) for line in lines if line.problem][:2] == [
        {"dossier": CODE, "value": "11", "map": "maps.status"},
        {"dossier": CODE, "value": "fax", "map": "channel.values"},
    ]
    good = [line.body for line in lines if line.body]
    assert kinds(good) == ["status-reported", "status-reported"]


PAYLOADS = [
    payload(),
    payload(TrangThaiHoSo=5, DanhSachHoSoBoSung=[supplement()]),
    progress(),
    payload(
        TrangThaiHoSo=10,
        NgayHenTra="20190910170000",
        NgayKetThucXuLy="20190909160000",
        NgayTra="20190910080000",
        DanhSachHoSoBoSung=[
            supplement(
                NgayTiepNhanBoSung="20190902100000",
                NgayHenTraTruoc="20190904170000",
                NgayHenTraMoi="20190910170000",
            )
        ],
    ),
]


@given(
    st.lists(st.sampled_from(PAYLOADS), max_size=8).flatmap(
        lambda more: st.permutations([*PAYLOADS, *more])
    )
)
def test_in_any_order_and_however_often_it_tells_one_story(said: list[dict[str, Any]]) -> None:
    """The protocol overwrites and is unordered; what is told is the same at its end."""
    once = {body["request_id"]: body for body in bodies(national(), said)}

    dossier = fold(told(list(once.values())))

    assert dossier == fold(told(bodies(national(), PAYLOADS)))
    assert dossier.stage.national_status == 10
    assert [one.returns_at.day for one in dossier.clock.promises] == [4, 10]
    assert dossier.work.supplements_open == ()
