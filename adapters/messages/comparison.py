"""What is said of a case and its counter-run: English, Vietnamese."""

from typing import Final

from adapters.messages.languages import Pair
from domain.dossier.timeliness import Timeliness

TEXTS: Final[dict[str, Pair]] = {
    "simulation": (
        "A simulation, played twice (seed {seed}): the same applicants, the same chances. The "
        "first time nobody heeds an alarm. The second time whoever has to act does so within "
        "{hours} working hours of his office. All figures are folded from the requests of the "
        "two runs.",
        "Đây là mô phỏng, chạy hai lần (số khởi tạo {seed}): cùng người nộp, cùng các yếu tố ngẫu "
        "nhiên. Lần đầu không ai xử lý cảnh báo. Lần sau, bên phải xử lý thực hiện trong {hours} "
        "giờ làm việc. Mọi số liệu được tính từ các sự kiện của hai lần chạy.",
    ),
    "late": ("The dossiers that were late", "Các hồ sơ quá hạn"),
    "alarms": (
        "Alarms of the period: not heeded → heeded",
        "Cảnh báo trong kỳ: không xử lý → được xử lý",
    ),
    "dossier": ("dossier", "mã hồ sơ"),
    "by": ("late by", "quá hạn do"),
    "disagree": ("paper and digital disagree on", "bản giấy và bản điện tử lệch về"),
    "since": ("apart since", "lệch từ lúc"),
    "raised": ("alarm", "cảnh báo lúc"),
    "left": ("working time left", "thời gian làm việc còn lại"),
    "began": ("{what} (it began here)", "{what} (bắt đầu từ đây)"),
    "due": ("due {day}, ended {ended}", "hẹn {day}, kết thúc {ended}"),
    "heeded": ("with alarms heeded", "khi cảnh báo được xử lý"),
    "none": ("no alarm", "không có cảnh báo"),
    "too-late": ("none", "không còn"),
    "kind": ("about", "về"),
    "raised-count": ("raised", "đã cảnh báo"),
    "handled": ("handled", "đã xử lý"),
    "converged": ("converged by themselves", "tự hết lệch"),
    "false": ("false (dispelled later)", "cảnh báo sai (được bác bỏ sau)"),
    "settled": ("settled at the end", "thống nhất khi kết thúc"),
    "open": ("still open", "chưa hết"),
    "all": ("all", "tất cả"),
    "saved": (
        "{saved} of the {late} late dossiers would have been on time; {newly} are late only where "
        "alarms are heeded. For it {handled} alarms were handled ({deeds}); {false} of {raised} "
        "alarms were false.",
        "Trong {late} hồ sơ quá hạn, {saved} hồ sơ sẽ đúng hạn; {newly} hồ sơ chỉ quá hạn khi cảnh "
        "báo được xử lý. Để được như vậy, {handled} cảnh báo đã được xử lý ({deeds}); {false} "
        "trong {raised} cảnh báo là sai.",
    ),
}

DEEDS: Final[dict[str, Pair]] = {
    "transferred": ("sent by a run of its own: {times}", "chuyển riêng: {times}"),
    "reconciled": ("settled by two people: {times}", "hai người thống nhất: {times}"),
    "digitised": ("scanned before the others: {times}", "quét trước: {times}"),
    "transfer-acknowledged": ("acknowledged: {times}", "xác nhận đã nhận: {times}"),
}
"""What was done for an alarm, by the kind of event; of the others, that it was typed."""

TYPED: Final[Pair] = ("typed: {times}", "nhập vào hệ thống: {times}")

LATE_BY: Final[dict[str, Pair]] = {
    "receipt": ("receipt", "tiếp nhận"),
    "result": ("result", "có kết quả"),
    "return": ("return", "trả kết quả"),
    "other": ("something else", "lý do khác"),
}

CLASSES: Final[dict[str, Pair]] = {
    Timeliness.EARLY: ("early", "trước hạn"),
    Timeliness.ON_TIME: ("on time", "đúng hạn"),
    Timeliness.LATE: ("late", "quá hạn"),
    Timeliness.IN_TIME: ("open, in time", "đang giải quyết, còn hạn"),
    Timeliness.OVERDUE: ("open, overdue", "đang giải quyết, đã quá hạn"),
    Timeliness.UNDETERMINED: ("undetermined", "chưa xác định"),
}
