"""What is said of keys: English, Vietnamese."""

from collections.abc import Mapping
from typing import Final

from adapters.messages.languages import Lang, Pair, told
from domain.access import Role
from domain.keys.key import Verdict

ROLES: Final[dict[str, Pair]] = {
    Role.SERVICE: ("service", "hệ thống phần mềm"),
    Role.ONE_STOP: ("one-stop", "bộ phận một cửa"),
    Role.HANDLER: ("handler", "người thụ lý"),
    Role.LEADER: ("leader", "lãnh đạo"),
    Role.CLERK: ("clerk", "văn thư"),
    Role.AUDITOR: ("auditor", "kiểm tra viên"),
    Role.ADMINISTRATOR: ("administrator", "quản trị viên"),
    Role.MONITOR: ("monitor", "giám sát hệ thống"),
}

VERDICTS: Final[dict[str, Pair]] = {
    Verdict.GOOD: ("good", "còn hiệu lực"),
    Verdict.EXPIRED: ("expired", "hết hạn"),
    Verdict.REVOKED: ("revoked", "đã thu hồi"),
    Verdict.FORGED: ("forged", "giả mạo"),
    Verdict.UNKNOWN: ("unknown", "không tồn tại"),
}

SAID: Final[Mapping[str, Pair]] = {
    "id": ("id", "mã"),
    "name": ("name", "tên"),
    "role": ("role", "vai trò"),
    "units": ("units", "đơn vị"),
    "sources": ("sources", "nguồn"),
    "state": ("state", "tình trạng"),
    "expires": ("expires", "hết hạn"),
    "used": ("last used", "dùng lần cuối"),
    "by": ("made by", "người tạo"),
    "none": ("No key was ever made.", "Chưa tạo khóa nào."),
    "once": (
        "Key {id}, good until {until}. The token is shown this once: nobody can tell it again.",
        "Khóa {id}, có hiệu lực đến {until}. Mã chỉ hiện một lần, không thể xem lại.",
    ),
    "revoked": (
        "Key {id} is revoked; within two seconds no server takes it any more.",
        "Đã thu hồi khóa {id}; trong hai giây mọi máy chủ sẽ từ chối khóa này.",
    ),
}


def said(name: str, lang: Lang, **params: object) -> str:
    return told(SAID[name], lang).format(**params)
