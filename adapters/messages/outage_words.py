"""What is said of outages: English, Vietnamese."""

from collections.abc import Mapping
from typing import Final

from adapters.messages.languages import Lang, Pair, told
from domain.lawmaking.outages import Failure
from domain.outages.known import State

FAILURES: Final[dict[str, Pair]] = {
    Failure.POWER: ("power failure", "mất điện"),
    Failure.NETWORK: ("network failure", "mất kết nối mạng"),
    Failure.SYSTEM: ("system failure", "lỗi hệ thống"),
    Failure.MAINTENANCE: ("maintenance", "bảo trì"),
    Failure.DISASTER: ("disaster", "thiên tai, hỏa hoạn"),
}

STATES: Final[dict[str, Pair]] = {
    State.DECLARED: ("declared, not confirmed", "đã khai báo, chưa xác nhận"),
    State.CONFIRMED: ("confirmed", "đã xác nhận"),
    State.WITHDRAWN: ("withdrawn", "đã thu hồi"),
}

SAID: Final[Mapping[str, Pair]] = {
    "id": ("id", "số"),
    "source": ("source", "nguồn"),
    "from": ("from", "từ"),
    "to": ("to", "đến"),
    "reason": ("reason", "nguyên nhân"),
    "document": ("document", "văn bản"),
    "state": ("state", "tình trạng"),
    "declared": ("declared by", "người khai báo"),
    "confirmed": ("confirmed by", "người xác nhận"),
    "lasts": ("not over", "chưa kết thúc"),
    "none": ("No outage was ever declared.", "Chưa khai báo sự cố gián đoạn nào."),
}


def said(name: str, lang: Lang) -> str:
    return told(SAID[name], lang)
