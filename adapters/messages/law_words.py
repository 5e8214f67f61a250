"""What is said of changes of the law: English, Vietnamese."""

from collections.abc import Mapping
from typing import Final

from adapters.messages.comparison import CLASSES as KNOWN
from adapters.messages.languages import Lang, Pair, told
from domain.dossier.timeliness import Timeliness

CLASSES: Final[Mapping[str, Pair]] = {
    **KNOWN,
    Timeliness.OPEN_UNDETERMINED: ("open, no due date", "đang giải quyết, không rõ hạn"),
}

SAID: Final[Mapping[str, Pair]] = {
    "dossier": ("dossier", "mã hồ sơ"),
    "stage": ("stands", "tình trạng"),
    "due": ("due", "hạn"),
    "class": ("class", "kết quả"),
    "promised": ("promised", "ngày hẹn trả"),
    "none": ("It touches no dossier.", "Không hồ sơ nào bị ảnh hưởng."),
    "totals": (
        "{touched} dossiers touched: {moved} open deadlines move, {promised_anew} are promised "
        "anew, {flips} change their class.",
        "{touched} hồ sơ bị ảnh hưởng: {moved} hồ sơ đang giải quyết đổi hạn, {promised_anew} hồ "
        "sơ hẹn trả lại, {flips} hồ sơ đổi kết quả.",
    ),
    "why": ("Why, before and after:", "Căn cứ trước và sau:"),
    "before": ("before", "trước"),
    "after": ("after", "sau"),
    "entered": ("Entered at position {position}.", "Đã nhập tại vị trí {position}."),
    "number": ("position", "vị trí"),
    "what": ("what", "nội dung"),
    "announced": ("announced", "công bố"),
    "learnt": ("entered", "ngày nhập"),
    "by-whom": ("by, confirmed by", "người nhập, người xác nhận"),
    "moved": ("moved", "hồ sơ đổi hạn"),
    "nothing": ("Nothing was entered of the law.", "Chưa nhập thay đổi quy định nào."),
    "looking": ("Dossiers looked at", "Hồ sơ đã xét"),
    "from": ("from {day}", "từ {day}"),
}


def said(name: str, lang: Lang, **params: object) -> str:
    return told(SAID[name], lang).format(**params)


def timeliness(name: str, lang: Lang) -> str:
    return told(CLASSES[name], lang)
