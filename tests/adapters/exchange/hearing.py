"""Sources heard in their own words, without a server."""

import hashlib
import json
import tomllib
from collections.abc import Sequence
from typing import Any, Final

from adapters.exchange.mapping import Mapping
from adapters.exchange.mapping_file import load_mapping, shipped
from adapters.exchange.profile import Profile, translate
from adapters.exchange.profile_records import CSV, JSON, NDJSON, records_of
from adapters.exchange.records import Body, Line, Seen

__all__ = ["CSV", "JSON", "NDJSON"]

CODE: Final = "000.00.12.H39-190827-0001"

MINE: Final = """
source = "onegate"
timezone = "Asia/Ho_Chi_Minh"
[profile]
[case]
code = "ma"
code_system = "onegate"
unit = "phong"
officer = "can_bo"
status = "tt"
[maps.status]
"đang xử lý" = 4
"xong" = 9
[maps.unit]
"Phòng Đo lường" = "tdc"
[maps.officer]
"Nguyễn An" = "an"
[[case_event]]
kind = "dossier.status-reported"
at = "luc"
data_from = { status = "tt" }
data_maps = { status = "status" }
[[case_event.implies]]
kind = "dossier.transfer-acknowledged"
status = [4]
when = ["phong"]
data_from = { "taker.organisation" = "phong" }
data_maps = { "taker.organisation" = "unit" }
"""


def hashed(said: bytes) -> bytes:
    return hashlib.sha256(b"a key that only this installation has" + said).digest()


def mine(text: str = MINE, more: str = "") -> Profile:
    return Profile("mine", Mapping.model_validate(tomllib.loads(more + text)))


def national() -> Profile:
    return Profile("national", load_mapping(shipped()["national"]))


def status_only() -> Profile:
    return Profile("status-only", load_mapping(shipped()["status-only"]))


def heard(
    profile: Profile, said: Any, media: str = JSON, seen: Seen | None = None
) -> Sequence[Line]:
    """`said` is the text itself, or what is to be JSON."""
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    records = records_of(text.encode(), media, profile.mapping)
    return list(translate(profile, records, hashed, seen))


def bodies(profile: Profile, said: Any, media: str = JSON) -> list[Body]:
    """The events of something in which nothing is wrong."""
    lines = heard(profile, said, media)
    assert [line.problem for line in lines if line.problem] == []
    return [line.body for line in lines if line.body]


def kinds(told: Sequence[Body]) -> list[str]:
    return [body["kind"].removeprefix("dossier.") for body in told]


def payload(**changed: Any) -> dict[str, Any]:
    """A dossier as the national portal is sent it (DongBoHoSoMC); None leaves a field out."""
    said = {
        "MaHoSo": CODE,
        "MaTTHC": "2.002131",
        "TenTTHC": "Cấp giấy xác nhận khai báo",
        "MaLinhVuc": "G06-LV02",
        "KenhThucHien": "1",
        "ChuHoSo": "Nguyễn Văn A",
        "MaDoiTuong": "301234567",
        "SoDienThoai": "0909",
        "NgayTiepNhan": "20190827080000",
        "NgayHenTra": "20190904170000",
        "TrangThaiHoSo": 2,
        "DonViXuLy": "Phòng Đo lường",
        "GhiChu": "bà A nhờ con nộp",
        **changed,
    }
    return {name: value for name, value in said.items() if value is not None}


def supplement(**changed: Any) -> dict[str, Any]:
    return {
        "HoSoBoSungId": "BS-1",
        "NguoiYeuCauBoSung": "Trần B",
        "NoiDungBoSung": "bản sao có chứng thực",
        "NgayBoSung": "20190829090000",
        **changed,
    }


def progress(**changed: Any) -> dict[str, Any]:
    """A step of it (CapNhatTienDoHoSoMC)."""
    return {
        "MaHoSo": CODE,
        "NguoiXuLy": "Trần B",
        "ThoiDiemXuLy": "20190828140000",
        "NoiDungXuLy": "thẩm định",
        "TrangThai": "4",
        **changed,
    }
