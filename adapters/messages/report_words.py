"""What is said of the report for people: English, Vietnamese."""

from typing import Final

from adapters.messages.languages import Lang, Pair, told

ROLES: Final[dict[str, Pair]] = {
    "started": ("started the clock", "bắt đầu tính thời hạn"),
    "moved": ("moved the due date", "làm thay đổi hạn"),
    "ended": ("ended the clock", "kết thúc tính thời hạn"),
}
"""What an event did to the clock."""

CLOCKS: Final[dict[str, Pair]] = {
    "owed": ("as owed", "theo quy định"),
    "national": ("national index", "theo chỉ số quốc gia"),
    "no-reset": ("never from zero again", "không tính lại từ đầu"),
    "recorded": ("as recorded", "theo lúc ghi nhận"),
    "paper": ("paper", "bản giấy"),
    "digital": ("digital", "bản điện tử"),
    "gross": ("gross", "không trừ thời gian"),
    "promised": ("promised date alone", "chỉ theo ngày hẹn trả"),
    "legal": ("legal date alone", "chỉ theo hạn quy định"),
}
"""By what a dossier may be judged: the clocks, and either date alone."""

CELLS: Final[dict[str, Pair]] = {
    "resolved.early": ("resolved, early", "đã giải quyết, trước hạn"),
    "resolved.on_time": ("resolved, on time", "đã giải quyết, đúng hạn"),
    "resolved.late": ("resolved, late", "đã giải quyết, quá hạn"),
    "resolved.undetermined": ("resolved, no due date", "đã giải quyết, không rõ hạn"),
    "open.in_time": ("open, within time", "đang giải quyết, trong hạn"),
    "open.overdue": ("open, overdue", "đang giải quyết, quá hạn"),
    "open.undetermined": ("open, no due date", "đang giải quyết, không rõ hạn"),
    "ended.withdrawn": ("withdrawn", "đã rút"),
    "ended.stopped": ("stopped", "dừng giải quyết"),
    "not_accepted": ("not accepted", "không tiếp nhận"),
}
"""What a dossier is one of."""


def role(name: str, lang: Lang) -> str:
    return told(ROLES[name], lang)


def clock(name: str, lang: Lang) -> str:
    return told(CLOCKS[name], lang)


def cell(name: str, lang: Lang) -> str:
    return told(CELLS[name], lang)
