"""The parts of what can be said, drawn at random: Vietnamese text, times, codes, holders."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final
from unicodedata import normalize

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from domain.dossier.values import (
    Carrier,
    Component,
    Holder,
    Proof,
    Sealed,
    Subject,
    SubjectRef,
)
from domain.testimony import Code, EventRef

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
    return some(st.builds(Component, code=short_names(), count=st.integers(1, 9)), most=3)


def sealed() -> SearchStrategy[Sealed]:
    return st.builds(Sealed, entry=st.uuids().map(str), commitment=hashes())


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
    commitments = st.dictionaries(fields, hashes())
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


def days() -> SearchStrategy[date]:
    return st.dates(date(1900, 1, 2), date(2199, 12, 30))


def hashes() -> SearchStrategy[str]:
    return st.binary(min_size=32, max_size=32).map(bytes.hex)


def proofs() -> SearchStrategy[Proof]:
    kinds = st.sampled_from(("queue-ticket", "post-stamp", "portal-time", "other"))
    return st.builds(Proof, kind=kinds, at=moments(), ref=maybe(short_names()))


def some(strategy: SearchStrategy[Any], most: int = 2) -> SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)
