"""The words of the timeliness table and of the lists behind it: English, Vietnamese."""

from typing import Final

from adapters.messages.languages import Pair
from adapters.messages.report_words import CELLS

ASKED: Final[dict[str, Pair]] = {
    "from": ("From", "Từ ngày"),
    "to": ("To", "Đến ngày"),
    "by": ("By", "Theo"),
    "by.field": ("field", "lĩnh vực"),
    "by.procedure": ("procedure", "thủ tục"),
    "by.unit": ("receiving unit", "đơn vị tiếp nhận"),
    "by.unit-now": ("receiving unit, as now", "đơn vị tiếp nhận hiện nay"),
    "by.officer": ("receiving officer", "cán bộ tiếp nhận"),
    "by.channel": ("way of handing in", "cách nộp"),
    "by.late-cause": ("cause of lateness", "nguyên nhân quá hạn"),
    "heading.field": ("Field", "Lĩnh vực"),
    "heading.procedure": ("Procedure", "Thủ tục"),
    "heading.unit": ("Receiving unit", "Đơn vị tiếp nhận"),
    "heading.unit-now": ("Receiving unit, as now", "Đơn vị tiếp nhận hiện nay"),
    "heading.officer": ("Receiving officer", "Cán bộ tiếp nhận"),
    "heading.channel": ("Way of handing in", "Cách nộp"),
    "heading.late-cause": ("Cause of lateness", "Nguyên nhân quá hạn"),
    "period": ("{from_} to {to}", "{from_} đến {to}"),
    "channel.online": ("online", "trực tuyến"),
    "channel.direct": ("at the counter", "trực tiếp"),
    "channel.post": ("by post", "bưu chính"),
    "unrecorded": ("not recorded", "chưa ghi nhận"),
    "total": ("Total", "Tổng số"),
}

TABLE: Final[dict[str, Pair]] = {
    "form": ("form II.06a", "biểu II.06a"),
    "as_of": ("As it stood at the end of {day}", "Tính đến hết ngày {day}"),
    "numbers_lead": (
        "Each number leads to the dossiers behind it.",
        "Bấm vào từng số để xem các hồ sơ tương ứng.",
    ),
    "nothing": (
        "No dossier falls into this period. Choose another one.",
        "Không có hồ sơ nào trong kỳ này. Hãy chọn kỳ khác.",
    ),
    "table": ("Dossiers by {by}", "Số hồ sơ theo {by}"),
    "received": ("Received", "Tiếp nhận"),
    "received.total": ("Total", "Tổng số"),
    "received.online": ("Online", "Trực tuyến"),
    "received.direct": ("Counter, post", "Trực tiếp, bưu chính"),
    "received.carried_over": ("Carried over", "Từ kỳ trước"),
    "resolved": ("Resolved", "Đã giải quyết"),
    "resolved.total": ("Total", "Tổng số"),
    "resolved.early": ("Early", "Trước hạn"),
    "resolved.on_time": ("On time", "Đúng hạn"),
    "resolved.late": ("Late", "Quá hạn"),
    "resolved.undetermined": ("No due date", "Không rõ hạn"),
    "open": ("Still open", "Đang giải quyết"),
    "open.total": ("Total", "Tổng số"),
    "open.in_time": ("Within time", "Trong hạn"),
    "open.overdue": ("Overdue", "Quá hạn"),
    "open.undetermined": ("No due date", "Không rõ hạn"),
    "ended": ("No result", "Không có kết quả"),
    "ended.withdrawn": ("Withdrawn", "Rút hồ sơ"),
    "ended.stopped": ("Stopped", "Dừng giải quyết"),
    "beside": ("Counted beside", "Ghi chú thêm"),
    "contested": ("Contested", "Còn cách hiểu khác"),
    "not_accepted": ("Not accepted", "Không tiếp nhận"),
}

CLASSES: Final[dict[str, Pair]] = {
    **{f"class.{cell}": pair for cell, pair in CELLS.items()},
    "class.received.total": ("received", "tiếp nhận"),
    "class.resolved.total": ("resolved", "đã giải quyết"),
    "class.open.total": ("still open", "đang giải quyết"),
    "class.resolved.early": ("early", "trước hạn"),
    "class.resolved.on_time": ("on time", "đúng hạn"),
    "class.resolved.late": ("late", "quá hạn"),
}
"""The cells as they are called everywhere; shorter where a badge says it beside other badges."""

LEGEND: Final[dict[str, Pair]] = {
    "legend": ("What the columns mean", "Ý nghĩa các cột"),
    "legend.received.carried_over": (
        "Received before the period and not finished when it began.",
        "Nhận trước kỳ báo cáo và chưa xong khi kỳ bắt đầu.",
    ),
    "legend.resolved.early": (
        "The result was at the one-stop desk, on paper and digitally as owed, before the due day.",
        "Kết quả về Bộ phận Một cửa, đủ bản giấy và bản điện tử phải trả, trước ngày đến hạn.",
    ),
    "legend.resolved.on_time": (
        "The result was there, complete, on the due day.",
        "Kết quả về đủ đúng ngày đến hạn.",
    ),
    "legend.resolved.late": (
        "The result was there, complete, only after the due day.",
        "Kết quả về đủ sau ngày đến hạn.",
    ),
    "legend.resolved.undetermined": (
        "Resolved, but no due date can be computed; never counted as on time.",
        "Đã giải quyết nhưng không tính được ngày đến hạn; không tính là đúng hạn.",
    ),
    "legend.open.in_time": (
        "Not resolved, and the due day is not over; or it waits for the applicant or a fee.",
        "Chưa giải quyết xong và chưa hết ngày đến hạn, hoặc đang chờ người nộp bổ sung, nộp phí.",
    ),
    "legend.open.overdue": (
        "Not resolved although the due day is over.",
        "Chưa giải quyết xong dù đã hết ngày đến hạn.",
    ),
    "legend.open.undetermined": (
        "Not resolved, and no due date can be computed.",
        "Chưa giải quyết xong và không tính được ngày đến hạn.",
    ),
    "legend.ended.withdrawn": (
        "The applicant took it back before there was a result.",
        "Người nộp rút hồ sơ trước khi có kết quả.",
    ),
    "legend.ended.stopped": (
        "Processing was stopped, for a reason in law, before there was a result.",
        "Dừng giải quyết theo quy định trước khi có kết quả.",
    ),
    "legend.contested": (
        "Already counted in the other columns; with another reading of the law it would be in "
        "another one.",
        "Đã đếm ở các cột khác; nếu hiểu quy định theo cách khác thì sẽ thuộc cột khác.",
    ),
    "legend.not_accepted": (
        "Refused at the desk: never received, so in no total.",
        "Bị từ chối khi tiếp nhận: chưa từng được nhận nên không nằm trong tổng số.",
    ),
    "legend.due": (
        "The due day is the earlier of the date promised on the slip and the date that the law "
        "gives. Days are local days; a time limit in hours is judged to the minute.",
        "Ngày đến hạn là ngày sớm hơn giữa ngày hẹn trả trên phiếu và ngày theo quy định. So theo "
        "ngày địa phương; thời hạn tính bằng giờ được so đến từng phút.",
    ),
}

LISTED: Final[dict[str, Pair]] = {
    "count": ("{count} dossiers", "{count} hồ sơ"),
    "count.one": ("1 dossier", "1 hồ sơ"),
    "code": ("Code", "Mã hồ sơ"),
    "procedure": ("Procedure", "Thủ tục"),
    "received_on": ("Received", "Ngày nhận"),
    "due_on": ("Due", "Ngày đến hạn"),
    "ended_on": ("Ended", "Ngày xong"),
    "class": ("Class", "Kết luận"),
    "waits": ("clock stands still", "đang tạm dừng tính thời hạn"),
    "open_still": ("open", "chưa xong"),
    "pages_of": ("Pages of the list", "Các trang của danh sách"),
    "page_before": ("Previous page", "Trang trước"),
    "page_behind": ("Next page", "Trang sau"),
}

REPORT: Final[dict[str, Pair]] = {**ASKED, **TABLE, **CLASSES, **LEGEND, **LISTED}
