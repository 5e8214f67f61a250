"""Everything that can be said, drawn at random: Vietnamese text, every kind, every field."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final
from unicodedata import normalize

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from domain.dossier import events
from domain.dossier.events import DossierEvent, SupplementItem, Told
from domain.dossier.values import (
    Carrier,
    Channel,
    Component,
    Holder,
    Instant,
    Sealed,
    Subject,
    SubjectRef,
)
from domain.testimony import Code, EventRef, Override, Precision, Provenance, Testimony

FAMILIES: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Đặng", "Bùi", "Đỗ", "Hồ", "Võ")
GIVEN: Final = ("Văn Hậu", "Thị Ngọc Ánh", "Quốc Khánh", "Thuỳ Dương", "Đức Tuệ", "Mỹ Lệ", "Út")
PHRASES: Final = (
    "Bổ sung bản sao có chứng thực giấy đăng ký",
    "Đề nghị kiểm tra lại số sê-ri máy X-quang",
    "Người nhận vắng mặt, hẹn trả chiều thứ Sáu",
    "Hồ sơ giấy về sau hồ sơ điện tử",
    "Cân nhắc: “sửa theo phiếu số 05/2025” – ưu tiên",
    "đã nộp lệ phí 50.000₫ 🧾",
)
OFFSETS: Final = (UTC, *(timezone(timedelta(hours=h)) for h in (7, 9, -5)))

letters = st.characters(
    codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs"), exclude_characters="\0"
)
"""Whatever a text may hold: no control characters, nothing that UTF-8 cannot say."""


def _nfc(text: str) -> str:
    return normalize("NFC", text)


def names() -> SearchStrategy[str]:
    return st.builds("{} {}".format, st.sampled_from(FAMILIES), st.sampled_from(GIVEN))


def texts() -> SearchStrategy[str]:
    """What people write: phrases as they are, and anything else that is text."""
    anything = st.text(letters, min_size=1, max_size=40).map(_nfc)
    return st.one_of(st.sampled_from(PHRASES), names(), anything)


def short_names() -> SearchStrategy[str]:
    """Codes and ids of systems, up to the longest that is taken."""
    written = st.from_regex(r"[A-Z][0-9A-Z.\-/]{0,11}", fullmatch=True)
    longest = st.sampled_from(("Đ" * 200, "🧾" * 200))
    return st.one_of(written, written, written, names(), longest)


def moments() -> SearchStrategy[datetime]:
    """With offsets as offices write them; in the years that a request may name."""
    return st.datetimes(
        min_value=datetime(1900, 1, 2),  # noqa: DTZ001  (hypothesis asks for naive bounds)
        max_value=datetime(2199, 12, 30),  # noqa: DTZ001
        timezones=st.sampled_from(OFFSETS),
    )


def codes() -> SearchStrategy[Code]:
    number = st.integers(1, 9999).map("000.00.12.H58-251103-{:04}".format)
    systems = st.sampled_from(("dossier-code", "portal", "Phiếu kiểm soát"))
    return st.builds(Code, systems, st.one_of(number, short_names()))


def refs() -> SearchStrategy[EventRef]:
    return st.builds(EventRef, short_names(), short_names(), st.integers(0, 99))


def holders() -> SearchStrategy[Holder]:
    return st.builds(Holder, organisation=short_names(), desk=maybe(short_names()))


def components() -> SearchStrategy[tuple[Component, ...]]:
    one = st.builds(Component, code=short_names(), count=st.integers(1, 9))
    return st.lists(one, max_size=3).map(tuple)


def sealed() -> SearchStrategy[Sealed]:
    commitment = st.binary(min_size=32, max_size=32).map(bytes.hex)
    return st.builds(Sealed, entry=st.uuids().map(str), commitment=commitment)


def free_texts() -> SearchStrategy[str | Sealed]:
    return st.one_of(texts(), sealed())


def subjects() -> SearchStrategy[Subject]:
    number = st.integers(10**11, 10**12 - 1).map(str)
    return st.builds(
        Subject,
        name=names(),
        id=maybe(number),
        address=maybe(texts()),
        phone=maybe(number),
        email=maybe(st.just("chi@example.vn")),
    )


def subject_refs() -> SearchStrategy[SubjectRef]:
    fields = st.sampled_from(("name", "id", "address"))
    commitments = st.dictionaries(fields, st.binary(min_size=32, max_size=32).map(bytes.hex))
    return st.builds(SubjectRef, subject_id=st.uuids().map(str), commitments=commitments)


def json_values() -> SearchStrategy[Any]:
    leaves = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**53), 2**53),
        st.floats(allow_nan=False, allow_infinity=False),
        texts(),
    )
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3),
        max_leaves=5,
    )


def maybe(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return st.none() | strategy


def carriers() -> SearchStrategy[Carrier]:
    return st.sampled_from(Carrier)


def _custody() -> dict[type[Any], dict[str, SearchStrategy[Any]]]:
    handed = {"carrier": maybe(carriers()), "object": short_names()}
    return {
        events.Transferred: {
            **handed,
            "taker": holders(),
            "giver": maybe(holders()),
            "step": maybe(short_names()),
            "slip": maybe(short_names()),
        },
        events.TransferAcknowledged: {**handed, "taker": maybe(holders())},
        events.TransferRefused: {**handed, "taker": maybe(holders()), "reason": free_texts()},
        events.TransferRecalled: {**handed, "reason": maybe(free_texts())},
    }


def _intake() -> dict[type[Any], dict[str, SearchStrategy[Any]]]:
    return {
        events.Received: {
            "procedure": maybe(st.sampled_from(("2.002131", "stand-in:log"))),
            "procedure_version": maybe(short_names()),
            "field": maybe(short_names()),
            "channel": maybe(st.sampled_from(Channel)),
            "owed": st.lists(carriers(), max_size=2).map(tuple),
            "promised_return": maybe(moments()),
            "authority": maybe(short_names()),
            "timezone": maybe(st.sampled_from(("Asia/Ho_Chi_Minh", "UTC"))),
            "subject": st.one_of(st.none(), subjects(), subject_refs()),
        },
        events.CarrierReceived: {
            "carrier": carriers(),
            "object": short_names(),
            "desk": maybe(holders()),
            "components": components(),
        },
    }


def _work() -> dict[type[Any], dict[str, SearchStrategy[Any]]]:
    item = st.builds(SupplementItem, component=short_names(), reason=maybe(free_texts()))
    return {
        events.SupplementRequested: {
            "supplement": short_names(),
            "items": st.lists(item, max_size=2).map(tuple),
            "legal_basis": maybe(texts()),
        },
        events.SupplementReceived: {
            "supplement": short_names(),
            "items": st.lists(short_names(), max_size=2).map(tuple),
            "carrier": maybe(carriers()),
        },
        events.Noted: {
            "name": short_names(),
            "attributes": st.one_of(
                st.none(), sealed(), st.dictionaries(texts(), texts(), max_size=3)
            ),
        },
    }


def _result() -> dict[type[Any], dict[str, SearchStrategy[Any]]]:
    reasons = ("returned", "withdrawn", "stopped", "refused", "unclaimed")
    return {
        events.ResultArrived: {
            "carrier": maybe(carriers()),
            "outcome": maybe(st.sampled_from(("granted", "refused"))),
            "number": maybe(short_names()),
            "desk": maybe(holders()),
        },
        events.Returned: {
            "carrier": maybe(carriers()),
            "object": short_names(),
            "why": st.sampled_from(("result", "supplement", "withdrawal")),
        },
        events.Completed: {"why": maybe(st.sampled_from(reasons))},
    }


def _record() -> dict[type[Any], dict[str, SearchStrategy[Any]]]:
    told = {"reason": free_texts()}
    instants = st.lists(st.sampled_from(Instant), min_size=1, max_size=3, unique=True)
    return {
        events.Reconciled: {
            **told,
            "settles": instants.map(tuple),
            "speaks": st.dictionaries(st.sampled_from(Instant), carriers()),
            "second_person": maybe(names()),
        },
        events.Corrected: {
            **told,
            "target": refs(),
            "field": st.sampled_from(("occurred_at", "channel", "owed")),
            "old": json_values(),
            "new": json_values(),
            "approver": names(),
        },
        events.Annulled: {
            **told,
            "target": refs(),
            "approver": names(),
            "moved_to": maybe(short_names()),
        },
    }


def fields_of_kinds() -> dict[type[Any], dict[str, SearchStrategy[Any]]]:
    """Every kind with every one of its fields."""
    return {**_intake(), **_custody(), **_work(), **_result(), **_record()}


def events_() -> SearchStrategy[DossierEvent]:
    """An event of any kind."""
    return st.one_of([st.builds(kind, **fields) for kind, fields in fields_of_kinds().items()])


def overrides() -> SearchStrategy[Override]:
    findings = st.lists(st.sampled_from(("out-of-order", "unknown-component")), max_size=2)
    return st.builds(Override, findings.map(tuple), st.uuids().map(str), names())


def testimonies(**told: SearchStrategy[Any]) -> SearchStrategy[Told]:
    """A testimony with every field of the envelope; `told` sets some of them.

    Name it as `strategies.testimonies` in a test module: pytest takes it for a test there.
    """
    envelope: dict[str, SearchStrategy[Any]] = {
        "event": events_(),
        "dossier": codes(),
        "occurred_at": moments(),
        "source": short_names(),
        "request_id": st.uuids().map(str),
        "ordinal": st.just(0),
        "precision": st.sampled_from(Precision),
        "source_ref": maybe(short_names()),
        "source_seq": maybe(st.integers(0, 2**63 - 1)),
        "source_recorded_at": maybe(moments()),
        "actor": maybe(names()),
        "entered_by": maybe(names()),
        "unit": maybe(short_names()),
        "evidence": st.lists(short_names(), max_size=20).map(tuple),
        "correlation_id": maybe(short_names()),
        "provenance": st.sampled_from(Provenance),
        "override": maybe(overrides()),
    }
    return st.builds(Testimony, **{**envelope, **told})
