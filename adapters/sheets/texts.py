"""The words of the official form, of what stands beside it, and of the chart: English, Vietnamese.

The Vietnamese of the form's own columns is that of form II.06a (TT 01/2020/TT-VPCP).
"""

from typing import Any, Final

from adapters.messages.languages import Lang, Pair, told

FORM: Final[dict[str, Pair]] = {
    "number": ("Form II.06a/VPCP/KSTT", "Biểu số II.06a/VPCP/KSTT"),
    "title": (
        "STATE AND RESULTS OF THE HANDLING OF ADMINISTRATIVE PROCEDURES",
        "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
    ),
    "period": ("Period: {from_} to {to}", "Kỳ báo cáo: từ ngày {from_} đến ngày {to}"),
    "authority": ("Reporting authority: {name}", "Đơn vị báo cáo: {name}"),
    "counted_in": ("Unit: dossiers", "Đơn vị tính: số hồ sơ TTHC"),
    "sheet": ("II.06a", "II.06a"),
    "ordinal": ("No.", "STT"),
    "what": ("Field, work, by level / unit", "Lĩnh vực, công việc giải quyết theo cấp / Đơn vị"),
    "in_period": ("In the period", "Trong kỳ"),
    "received": ("Dossiers received", "Số lượng hồ sơ tiếp nhận"),
    "resolved": ("Dossiers resolved", "Số lượng hồ sơ đã giải quyết"),
    "open": ("Dossiers under way", "Số lượng hồ sơ đang giải quyết"),
    "total": ("Total", "Tổng số"),
    "online": ("Online", "Trực tuyến"),
    "direct": ("Counter, post", "Trực tiếp, dịch vụ bưu chính"),
    "carried_over": ("From the period before", "Từ kỳ trước"),
    "early": ("Early", "Trước hạn"),
    "on_time": ("On time", "Đúng hạn"),
    "late": ("Late", "Quá hạn"),
    "in_time": ("Within time", "Trong hạn"),
    "overdue": ("Overdue", "Quá hạn"),
}

BESIDE: Final[dict[str, Pair]] = {
    "beside": ("Beside the form: what it has no column for", "Ngoài biểu (biểu không có cột)"),
    "ended": ("Ended without a result", "Kết thúc không có kết quả"),
    "undetermined": ("No due date known", "Không xác định được hạn"),
    "resolved.undetermined": ("Resolved, no due date", "Đã giải quyết, không rõ hạn"),
    "open.undetermined": ("Under way, no due date", "Đang giải quyết, không rõ hạn"),
    "withdrawn": ("Withdrawn", "Rút hồ sơ"),
    "stopped": ("Stopped", "Dừng giải quyết"),
    "contested": ("Of these contested", "Trong đó còn cách hiểu khác"),
    "not_accepted": ("Not accepted", "Không tiếp nhận"),
    "late_without_cause": ("Late, no confirmed cause", "Quá hạn chưa xác nhận nguyên nhân"),
    "late_without_apology": ("Late, no apology", "Quá hạn chưa xin lỗi"),
    "promised_not_legal": (
        "Promised date and legal date give different classes",
        "Kết luận khác nhau giữa hạn đã hẹn và hạn theo quy định",
    ),
    "settled": ("Settled, with a known time", "Số hồ sơ tính được thời gian giải quyết"),
    "settled_minutes": (
        "Sum of their office minutes",
        "Tổng số phút làm việc đã giải quyết",
    ),
    "clocks": ("Two clocks", "Hai cách tính"),
    "both": (
        "EVERY CLASS BY THE CLOCK OF THE FORM AND BY THE NATIONAL ONE",
        "ĐỐI CHIẾU CÁCH TÍNH CỦA BIỂU VỚI CÁCH TÍNH QUỐC GIA",
    ),
    "here": ("form", "biểu"),
    "national": ("national", "quốc gia"),
    "on_time_of_resolved": ("On time, % of resolved", "Đúng hạn, % trên đã giải quyết"),
    "on_time_of_due": ("On time, % of due", "Đúng hạn, % trên đến hạn"),
    "national_index": ("Index 2.1 of QĐ 766, %", "Chỉ số 2.1 QĐ 766, %"),
    "national_ended_in_time": (
        "Ended in time without a result, national clock",
        "Kết thúc trong hạn, không kết quả (quốc gia)",
    ),
    "mean_settlement_hours": (
        "Mean time of settlement, office hours",
        "Thời gian giải quyết bình quân, giờ làm việc",
    ),
    "further": ("Further figures", "Số liệu khác"),
    "besides": (
        "WHAT LATE DOSSIERS LACK, TIMES OF SETTLEMENT AND RATES",
        "VIỆC CÒN THIẾU CỦA HỒ SƠ QUÁ HẠN, THỜI GIAN GIẢI QUYẾT VÀ TỶ LỆ",
    ),
    "wanting": ("Wanting, and doubtful", "Còn thiếu, còn khác nhau"),
    "time": ("Time of settlement", "Thời gian giải quyết"),
}

NOTES: Final[dict[str, Pair]] = {
    "notes": ("Notes", "Ghi chú"),
    "note.sum": (
        "What stands where: (3) = (7) + (11) + (c) + (d); (7) = (8) + (9) + (10) + (a); "
        "(11) = (12) + (13) + (b). The form itself says (3) = (7) + (11): that holds where nothing "
        "was withdrawn or stopped. No figure was moved to make it hold.",
        "Cách xếp số liệu: (3) = (7) + (11) + (c) + (d); (7) = (8) + (9) + (10) + (a); "
        "(11) = (12) + (13) + (b). Biểu quy định (3) = (7) + (11): chỉ đúng khi không có hồ sơ rút "
        "hoặc dừng. Không số liệu nào bị chuyển cột để khớp công thức.",
    ),
    "note.apart": (
        "(c), (d): ended without a result, so neither resolved nor under way. (e) is already in "
        "the other columns. (f) was never received, so it is in no total.",
        "(c), (d): kết thúc không có kết quả nên không thuộc (7) hay (11). (e) đã đếm ở các cột "
        "khác. (f) chưa từng được tiếp nhận nên không nằm trong tổng nào.",
    ),
    "note.both": (
        "Numbers in parentheses are the columns of the form. The national clock is that of QĐ "
        "766/QĐ-TTg.",
        "Số trong ngoặc là cột của biểu. Cách tính quốc gia theo QĐ 766/QĐ-TTg.",
    ),
    "note.issued": (
        "Issued as report {number} on {recorded_at} by {issued_by}, over what was recorded up to "
        "position {position}. SHA-256 of its document: {sha256}",
        "Báo cáo đã phát hành số {number}, lúc {recorded_at}, bởi {issued_by}, theo dữ liệu ghi "
        "nhận đến vị trí {position}. Mã SHA-256 của văn bản: {sha256}",
    ),
    "note.as_of": ("As it stood at the end of: {value}", "Tính đến hết ngày: {value}"),
    "note.known_at": ("As known at: {value}", "Theo dữ liệu đã ghi nhận đến: {value}"),
    "note.clock": ("Clock: {value}", "Cách tính thời hạn: {value}"),
    "note.granularity": ("Compared with the due date: {value}", "So với hạn: {value}"),
    "note.zone": ("Days of: {value}", "Ngày theo múi giờ: {value}"),
    "note.denominator": ("{rate}: divided by {value}", "{rate}: chia cho {value}"),
    "note.engine": ("Engine: {value}", "Phần mềm: {value}"),
    "now": ("everything recorded so far", "toàn bộ dữ liệu đến lúc lập"),
    "known.local date (terms in hours: instant)": (
        "local date (terms in hours: instant)",
        "ngày địa phương (thời hạn tính bằng giờ: so đến từng phút)",
    ),
    "known.resolved": ("column (7)", "cột (7)"),
    "known.resolved + open.overdue": ("columns (7) + (13)", "cột (7) + (13)"),
    "known.received": ("column (3)", "cột (3)"),
    "known.settled": (
        "the dossiers with a known time of settlement",
        "số hồ sơ tính được thời gian giải quyết",
    ),
}

CHART: Final[dict[str, Pair]] = {
    "chart.title": ("On time over time", "Tỷ lệ đúng hạn theo thời gian"),
    "chart.by": ("On time over time, by {by}", "Tỷ lệ đúng hạn theo thời gian, theo {by}"),
    "chart.judged": (
        "Clock: {clock}. As known at: {known_at}. Each period as it stood at the end of its day "
        "of judgement.",
        "Cách tính thời hạn: {clock}. Theo dữ liệu đã ghi nhận đến: {known_at}. Mỗi kỳ tính đến "
        "hết ngày xét của kỳ đó.",
    ),
    "chart.rate": ("on time (%)", "đúng hạn (%)"),
    "chart.late": ("late (dossiers)", "quá hạn (hồ sơ)"),
    "chart.overdue": (
        "+ open and overdue at the end",
        "+ đang giải quyết, đã quá hạn cuối kỳ",
    ),
    "chart.denominator": (
        "On time: early or on time, of all that were resolved.",
        "Đúng hạn: trước hạn hoặc đúng hạn, trên tổng số đã giải quyết.",
    ),
    "chart.point": (
        "{period}: {rate} ({timely} of {resolved} on time), {late} late, {overdue} overdue",
        "{period}: {rate} ({timely}/{resolved} đúng hạn), quá hạn {late}, đang quá hạn {overdue}",
    ),
    "chart.none": ("none resolved", "chưa có hồ sơ giải quyết"),
    "chart.nothing": (
        "No dossier falls into these periods.",
        "Không có hồ sơ nào trong các kỳ này.",
    ),
    "unrecorded": ("not recorded", "chưa ghi nhận"),
}

LISTED: Final[dict[str, Pair]] = {
    "from": ("From", "Từ ngày"),
    "to": ("To", "Đến ngày"),
    "as_of": ("As of", "Tính đến hết ngày"),
    "known_at": ("As known at", "Theo dữ liệu đã ghi nhận đến"),
    "zone": ("Zone", "Múi giờ"),
    "clock": ("Clock", "Cách tính thời hạn"),
    "granularity": ("Compared with the due date", "So với hạn"),
    "engine": ("Engine", "Phần mềm"),
    "level": ("Level", "Cấp"),
    "label": ("Called", "Tên gọi"),
    "by": ("Key", "Mã"),
    "field": ("field", "lĩnh vực"),
    "procedure": ("procedure", "thủ tục"),
    "unit": ("receiving unit", "đơn vị tiếp nhận"),
    "unit-now": ("receiving unit as it is now", "đơn vị tiếp nhận hiện nay"),
    "officer": ("receiving officer", "cán bộ tiếp nhận"),
    "channel": ("way of handing in", "cách nộp"),
    "late-cause": ("cause of lateness", "nguyên nhân quá hạn"),
    "channel.online": ("online", "trực tuyến"),
    "channel.direct": ("at the counter", "trực tiếp"),
    "channel.post": ("by post", "bưu chính"),
    "rates": ("Rates", "Tỷ lệ"),
}

TEXTS: Final[dict[str, Pair]] = {**FORM, **BESIDE, **NOTES, **CHART, **LISTED}


def said(key: str, lang: Lang, /, **params: Any) -> str:
    text = told(TEXTS[key], lang)
    return text.format(**params) if params else text


def meant(value: str, lang: Lang) -> str:
    """A value of the document in words, where there are any; as it is elsewhere."""
    known = f"known.{value}"
    return said(known, lang) if known in TEXTS else value
