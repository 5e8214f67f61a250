"""What is said of due dates and of the clocks that give them: English, Vietnamese."""

from typing import Final

from adapters.messages.languages import Pair

DEADLINES: Final[dict[str, Pair]] = {
    "legal": ("legal due date", "hạn theo quy định"),
    "committed": ("committed due date", "hạn cam kết"),
    "promised": ("promised due date", "ngày hẹn trả"),
    "current": ("current due date", "ngày hẹn trả hiện hành"),
    "owed": ("judged by", "hạn dùng để xét"),
}

WHATS: Final[dict[str, Pair]] = {
    "started": ("The clock started with {by}, {at}.", "Thời hạn bắt đầu tính từ {by}, {at}."),
    "restarted": (
        "The clock started anew from zero on {until}, when {by} was complete.",
        "Thời hạn được tính lại từ đầu từ {until}, khi đã đáp ứng đủ {by}.",
    ),
    "paused": (
        "The clock stood still from {at} to {until}: {by}.",
        "Tạm dừng tính thời hạn từ {at} đến {until}: {by}.",
    ),
    "suspended": (
        "The clock has stood still since {at}, and still does: {by}.",
        "Thời hạn đang tạm dừng từ {at}: {by}.",
    ),
    "lapsed": (
        "The clock has stood still since {at}: {by} was given up on {until}.",
        "Thời hạn đang tạm dừng từ {at}: {by} đã hết thời hạn bổ sung {until}.",
    ),
    "ran-on": (
        "The clock ran on all the same: {by}, {at}.",
        "Thời hạn vẫn tiếp tục tính: {by}, {at}.",
    ),
    "promised": ("Promised {by}, {at}.", "Đã hẹn {by}, {at}."),
}
"""What happened to the clock."""

CAUSES: Final[dict[str, Pair]] = {
    "came-on-day-off": (
        "It came in on a day off: {days}{name}.",
        "Hồ sơ đến vào ngày nghỉ: {days}{name}.",
    ),
    "came-after-cut-off": (
        "It came in after the cut-off, so it counts as of the next working day: {days}.",
        "Hồ sơ đến sau giờ chốt nhận nên tính như nhận vào ngày làm việc tiếp theo: {days}.",
    ),
    "came-out-of-hours": (
        "It came in out of office hours: {days}.",
        "Hồ sơ đến ngoài giờ làm việc: {days}.",
    ),
    "counted-from": ("Counted from: {days}.", "Tính từ {days}."),
    "skipped": ("Not counted: {days}{name}.", "Không tính {days}{name}."),
    "made-up": (
        "Counted, though it is a weekend: {days}{name}.",
        "Có tính, dù là ngày nghỉ hằng tuần: {days}{name}.",
    ),
    "short-month": (
        "The last month has no such day, so its last day counts: {days}.",
        "Tháng cuối không có ngày tương ứng nên tính đến ngày cuối tháng: {days}.",
    ),
    "rolled": (
        "The term would end on a day off, so it moves to a working day: {days}{name}.",
        "Thời hạn kết thúc vào ngày nghỉ nên chuyển sang ngày làm việc: {days}{name}.",
    ),
    "not-covered": (
        "Provisional: not all holidays are declared yet from {days} on.",
        "Hạn tạm tính: chưa công bố đủ ngày nghỉ lễ kể từ {days}.",
    ),
    "paused": (
        "Not counted from {days} on: {what}.",
        "Không tính vào thời hạn từ {days}: {what}.",
    ),
    "resumed": (
        "Counted again from {days} on: the end of {what}.",
        "Tính tiếp thời hạn từ {days}: kết thúc {what}.",
    ),
}
"""Which days a plain count would have taken differently."""

MISSING: Final[dict[str, Pair]] = {
    "no-term": ("No such term is set.", "Chưa có quy định về thời hạn này."),
    "no-calendar": (
        "It cannot be computed: no working calendar is known.",
        "Không tính được: chưa có lịch làm việc.",
    ),
    "not-started": (
        "The clock has not started: what sets it off has not happened.",
        "Chưa bắt đầu tính thời hạn: chưa có sự kiện làm phát sinh thời hạn.",
    ),
    "unpaid": (
        "The clock starts with the payment, and waits for it.",
        "Thời hạn tính từ khi hoàn thành nghĩa vụ tài chính: đang chờ nộp.",
    ),
    "not-computable": (
        "It cannot be computed: the calendar does not tell which days or hours are worked.",
        "Không tính được: lịch làm việc chưa xác định ngày, giờ làm việc.",
    ),
    "suspended": (
        "There is no date as long as the clock stands still.",
        "Chưa xác định được hạn khi thời hạn đang tạm dừng.",
    ),
    "lapsed": (
        "There is no date: the applicant's time for the supplement has passed.",
        "Không có hạn: đã hết thời hạn bổ sung của người nộp.",
    ),
    "not-promised": ("No return date was promised.", "Chưa hẹn ngày trả kết quả."),
}
"""Why there is no date."""

STARTS: Final[dict[str, Pair]] = {
    "acceptance": ("the acceptance", "việc tiếp nhận hồ sơ"),
    "submitted": ("the hand-in", "việc nộp hồ sơ"),
    "received": ("the hand-over of the papers", "việc nhận được hồ sơ"),
    "complete": ("the complete hand-in", "việc nhận đủ hồ sơ"),
    "check-window": ("the end of the check window", "việc hết thời hạn kiểm tra hồ sơ"),
    "in-system": ("the entry into the system", "việc nhập hồ sơ vào hệ thống"),
    "paid": ("the payment", "việc hoàn thành nghĩa vụ tài chính"),
    "supplement-requested": ("the request for a supplement", "việc yêu cầu bổ sung"),
    "supplement-complete": ("the complete supplement", "việc bổ sung đủ hồ sơ"),
    "opinion-requested": ("the request for an opinion", "việc lấy ý kiến"),
    "due": ("the return date", "ngày hẹn trả kết quả"),
}
"""What sets a term off."""

PROMISES: Final[dict[str, Pair]] = {
    "slip": ("on the receipt slip", "trên giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
    "supplement": ("when the supplement came in", "khi nhận bổ sung"),
    "reschedule": ("with an apology", "trên phiếu xin lỗi và hẹn lại"),
    "recomputation": ("when the deadline was recomputed", "khi tính lại thời hạn"),
}

NAMED: Final[dict[str, Pair]] = {
    "supplement ": ("supplement {name}", "yêu cầu bổ sung {name}"),
    "fee ": ("fee {name}", "nghĩa vụ tài chính {name}"),
    "milestone:": ("the milestone {name}", "mốc {name}"),
}
"""What bears a name of its own."""

RULE: Final[Pair] = (
    "Where the law leaves room: {says}",
    "Quy định còn để ngỏ, áp dụng quy tắc: {says}",
)
AS: Final[Pair] = ("the same as the {name}", "như {name}")
FROM_TO: Final[Pair] = ("{first} to {last}", "từ {first} đến {last}")
AT: Final[Pair] = ("{day} {time}", "{time} {day}")
DAY: Final[Pair] = ("{day}", "ngày {day}")
