"""What is said of the report for people: English, Vietnamese."""

from typing import Final

from adapters.messages.languages import Lang, Pair, told
from projections.report.cells import NATIONAL as BY_NATIONAL_CLOCK

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
    "received.online": ("received, online", "tiếp nhận trực tuyến"),
    "received.direct": ("received, direct or by post", "tiếp nhận trực tiếp, bưu chính"),
    "received.carried_over": ("carried over", "từ kỳ trước chuyển sang"),
    "resolved.early": ("resolved, early", "đã giải quyết, trước hạn"),
    "resolved.on_time": ("resolved, on time", "đã giải quyết, đúng hạn"),
    "resolved.late": ("resolved, late", "đã giải quyết, quá hạn"),
    "resolved.undetermined": ("resolved, no due date", "đã giải quyết, không rõ hạn"),
    "open.in_time": ("open, within time", "đang giải quyết, trong hạn"),
    "open.overdue": ("open, overdue", "đang giải quyết, quá hạn"),
    "open.undetermined": ("open, no due date", "đang giải quyết, không rõ hạn"),
    "ended.withdrawn": ("withdrawn", "đã rút"),
    "ended.stopped": ("stopped", "dừng giải quyết"),
    "contested": ("contested", "còn cách hiểu khác"),
    "not_accepted": ("not accepted", "không tiếp nhận"),
    "late_without_cause": (
        "late without a confirmed cause",
        "quá hạn chưa xác nhận nguyên nhân",
    ),
    "late_without_apology": ("late without an apology", "quá hạn chưa xin lỗi"),
    "promised_not_legal": ("promised and legal differ", "ngày hẹn và hạn quy định khác kết quả"),
    "national_ended_in_time": (
        "national index: ended without a result, in time",
        "theo chỉ số quốc gia: kết thúc không có kết quả, trong hạn",
    ),
    "settled": ("settled, time known", "đã giải quyết, rõ thời gian"),
    "settled_minutes": ("minutes to settle them", "số phút giải quyết"),
}
"""Each figure of the report that no other is the sum of. Where there is little room a heading is
shorter, and means the same."""

NATIONAL: Final[Pair] = ("national index: {cell}", "theo chỉ số quốc gia: {cell}")


def role(name: str, lang: Lang) -> str:
    return told(ROLES[name], lang)


def clock(name: str, lang: Lang) -> str:
    return told(CLOCKS[name], lang)


def cell(name: str, lang: Lang) -> str:
    """As people call it; a cell of another release as it is."""
    by_national_clock = name.removeprefix(BY_NATIONAL_CLOCK)
    if by_national_clock != name:
        return told(NATIONAL, lang).format(cell=cell(by_national_clock, lang))
    return told(CELLS[name], lang) if name in CELLS else name
