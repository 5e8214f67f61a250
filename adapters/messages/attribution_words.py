"""What is said of whose time it was: English, Vietnamese."""

from collections.abc import Mapping
from typing import Final

from adapters.messages.languages import Pair
from domain.dossier.attribution import Dimension, Lacking
from domain.procedure.common import Account

ACCOUNTS: Final[dict[str, Pair]] = {
    Account.APPLICANT: ("the applicant", "người nộp hồ sơ"),
    Account.EXCLUDED: ("time not counted", "thời gian không tính vào thời hạn"),
    Account.OPINION: ("an opinion, in its time", "lấy ý kiến, còn trong hạn trả lời"),
    Account.OVERDUE_AGENCY: ("an opinion, overdue", "lấy ý kiến, đã quá hạn trả lời"),
    Account.OTHER_CARRIER: ("waiting for the other carrier", "chờ bản còn lại"),
    Account.TRANSIT: ("in transit", "đang luân chuyển"),
    Account.CUSTODIAN: ("who holds it", "bên giữ hồ sơ"),
    Account.UNRECORDED: ("not recorded", "chưa ghi nhận"),
}

DIMENSIONS: Final[dict[str, Pair]] = {
    Dimension.ACCOUNT: ("account", "thời gian thuộc về"),
    Dimension.UNIT: ("unit", "đơn vị"),
    Dimension.STEP: ("step", "bước"),
    Dimension.PROCEDURE: ("procedure", "thủ tục"),
    Dimension.MONTH: ("month", "tháng"),
}

LACKING: Final[dict[str, Pair]] = {
    Lacking.RECEIPT: (
        "Nobody can say whose time it was: the dossier had not been received.",
        "Chưa xác định được thời gian thuộc về ai: hồ sơ chưa được tiếp nhận.",
    ),
    Lacking.START: (
        "Nobody can say whose time it was: the clock has not started.",
        "Chưa xác định được thời gian thuộc về ai: thời hạn chưa bắt đầu tính.",
    ),
    Lacking.PRECEDENCE: (
        "Nobody can say whose time it was: no order of accounts is set.",
        "Chưa xác định được thời gian thuộc về ai: chưa quy định thứ tự ưu tiên.",
    ),
    Lacking.CALENDAR: (
        "Nobody can say whose time it was: no working calendar is known.",
        "Chưa xác định được thời gian thuộc về ai: chưa có lịch làm việc.",
    ),
    Lacking.OFFICE_HOURS: (
        "Nobody can say whose time it was: the calendar does not tell which hours are worked.",
        "Chưa xác định được thời gian thuộc về ai: lịch làm việc chưa xác định giờ làm việc.",
    ),
}

CHARGED: Final[dict[str, Pair]] = {
    Account.APPLICANT: ("waiting for the applicant", "chờ người nộp hồ sơ"),
    Account.EXCLUDED: ("time not counted", "thời gian không tính vào thời hạn"),
    Account.OPINION: (
        "waiting for the opinion of {holder}, in its time",
        "chờ ý kiến của {holder}, còn trong hạn trả lời",
    ),
    Account.OVERDUE_AGENCY: (
        "waiting for the overdue opinion of {holder}",
        "chờ ý kiến của {holder}, đã quá hạn trả lời",
    ),
    Account.TRANSIT: ("{carrier} in transit to {holder}", "bản {carrier} đang chuyển đến {holder}"),
    Account.CUSTODIAN: ("{holder}", "{holder}"),
    Account.UNRECORDED: ("no record of who had it", "chưa ghi nhận ai giữ"),
}
"""To whom minutes are charged, as part of a sentence."""

AWAITED: Final[dict[str, Pair]] = {
    Account.TRANSIT: (
        "waiting for the {carrier}, in transit to {holder}",
        "chờ bản {carrier} đang chuyển đến {holder}",
    ),
    Account.CUSTODIAN: (
        "waiting for the {carrier}, with {holder}",
        "chờ bản {carrier} do {holder} giữ",
    ),
    Account.UNRECORDED: (
        "waiting for the {carrier}, of which there is no record",
        "chờ bản {carrier} chưa có ghi nhận",
    ),
}
"""The same of one carrier that waits for the other, by where that one is."""

WITH: Final[Mapping[str, Pair]] = {
    "applicant": ("the applicant", "người nộp hồ sơ"),
    "archive": ("the archive", "lưu trữ"),
    "lost": ("nobody: it was lost", "không ai giữ do thất lạc"),
}
"""Holders that are no office."""

STEP: Final[Pair] = ("{what}, step {step}", "{what}, bước {step}")
PART: Final[Pair] = ("{time} {what}", "{time} {what}")
LATE: Final[Pair] = ("Late by {time}: {parts}.", "Quá hạn {time}: {parts}.")
NOT_LATE: Final[Pair] = (
    "No working minute passed after the due date.",
    "Không có phút làm việc nào sau hạn.",
)
NO_DUE: Final[Pair] = (
    "No due date is known, so nobody can say whether it is late.",
    "Không xác định được hạn nên chưa thể kết luận có quá hạn hay không.",
)
STEP_OF: Final[Pair] = ("step {step}", "bước {step}")
UNTOLD: Final[Pair] = ("none named", "không nêu")
"""Of minutes in a report whose unit, step or procedure nobody told."""
HOURS: Final[Pair] = ("{hours} h {minutes:02}", "{hours} giờ {minutes:02} phút")
MINUTES: Final[Pair] = ("{minutes} min", "{minutes} phút")
