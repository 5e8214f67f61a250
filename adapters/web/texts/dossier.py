"""The words of a dossier's page: English, Vietnamese."""

from typing import Final

from adapters.messages.languages import Pair

PLACES: Final[dict[str, Pair]] = {
    "no_holder": ("not recorded", "chưa rõ nơi giữ"),
    "at.applicant": ("Applicant", "Người nộp"),
    "at.lost": ("Lost", "Thất lạc"),
    "at.archive": ("Archive", "Lưu trữ"),
    "no_place": ("no record", "chưa có ghi nhận"),
    "in_transit": ("on its way", "đang chuyển"),
    "transit_to": ("to {taker}", "đến {taker}"),
    "transit_from": ("from {giver}", "từ {giver}"),
    "the_result": ("result", "kết quả"),
    "carrier.paper": ("paper", "bản giấy"),
    "carrier.digital": ("digital", "bản điện tử"),
    "paper": ("Paper", "Bản giấy"),
    "digital": ("Digital", "Bản điện tử"),
    "apart": ("at two places", "ở hai nơi"),
    "same_place": ("Same place?", "Cùng nơi?"),
}

STANDING: Final[dict[str, Pair]] = {
    "dossier": ("Dossier", "Hồ sơ"),
    "due": ("Due dates", "Các hạn"),
    "standing": ("Where it stands", "Tình trạng"),
    "status": ("Status", "Trạng thái"),
    "national": ("national status {number}", "mã trạng thái quốc gia {number}"),
    "field": ("Field", "Lĩnh vực"),
    "started_at": ("Received", "Tiếp nhận"),
    "ended_at": ("Ended", "Hoàn thành"),
    "channel": ("Handed in", "Cách nộp"),
    "owed": ("Result owed on", "Kết quả phải trả"),
    "late_cause": ("Cause of lateness", "Nguyên nhân quá hạn"),
    "late_cause.confirmed": ("confirmed by {by}", "{by} đã xác nhận"),
    "late_cause.recorded": ("not yet confirmed", "chưa có người xác nhận"),
    "basis": ("Legal basis: {basis}.", "Căn cứ: {basis}."),
    "other_readings": (
        "The class hangs on a reading of the law. The other reading:",
        "Kết luận phụ thuộc vào cách hiểu quy định. Cách hiểu khác:",
    ),
    "unsettled": ("Paper and digital disagree", "Bản giấy và bản điện tử không khớp"),
    "diverges": (
        "Of the {instant} paper says {paper} and digital says {digital}; somebody must decide "
        "which one counts.",
        "Về {instant}: bản giấy ghi {paper}, bản điện tử ghi {digital}; cần người có thẩm quyền "
        "xác định bản nào có giá trị.",
    ),
    "divergence_entered": (
        "Entered as divergent and not settled: {divergence} of the {object}.",
        "Đã ghi nhận sai lệch và chưa giải quyết: {divergence} ({object}).",
    ),
    "whose_time": ("Whose time it was", "Thời gian thuộc về ai"),
    "whole_time": ("{time} of office time", "{time} làm việc"),
    "past_due": ("after the due date", "quá hạn"),
    "of_it_late": ("{time} of it after the due date", "trong đó {time} quá hạn"),
    "moments": ("Look back", "Xem lại"),
    "at": ("As it was at", "Diễn biến đến"),
    "known_at": ("As it was known at", "Theo hiểu biết lúc"),
    "moments_why": (
        "“As it was” leaves out what happened later. “As it was known” leaves out what was "
        "recorded later, even of earlier days.",
        "“Diễn biến đến” bỏ qua việc xảy ra sau đó. “Theo hiểu biết lúc” bỏ qua việc được ghi "
        "nhận sau đó, kể cả việc của những ngày trước.",
    ),
    "looking_back_at": (
        "You see what had happened by {at}.",
        "Đang xem những việc đã xảy ra đến {at}.",
    ),
    "looking_back_known_at": (
        "You see what was known at {at}.",
        "Đang xem những gì đã được ghi nhận đến {at}.",
    ),
    "to_now": ("Back to now", "Trở về hiện tại"),
    "nothing_yet": ("Nothing had happened yet.", "Lúc đó chưa có việc gì xảy ra."),
}

TIMELINE: Final[dict[str, Pair]] = {
    "history": ("History", "Diễn biến"),
    "history_why": (
        "In the order in which it happened; both lanes show where each carrier was after the "
        "event. Choose a time to see the dossier as it was then.",
        "Theo thứ tự xảy ra; hai làn cho biết mỗi bản đang ở đâu sau từng việc. Bấm vào thời "
        "điểm để xem hồ sơ như lúc đó.",
    ),
    "holders": ("Who holds it", "Nơi giữ"),
    "happened": ("When", "Thời điểm"),
    "event": ("What", "Việc"),
    "who": ("Who", "Người thực hiện"),
    "recorded": ("recorded {at}", "ghi nhận {at}"),
    "annulled": ("annulled", "đã hủy ghi nhận"),
    "findings": ("Irregular:", "Bất thường:"),
    "outcome.granted": ("granted", "chấp thuận"),
    "outcome.refused": ("refused", "từ chối"),
    "promised": ("to be returned {at}", "hẹn trả {at}"),
    "speaks": ("{instant}: {carrier} counts", "{instant}: theo {carrier}"),
    "weekday.0": ("Mon", "T2"),
    "weekday.1": ("Tue", "T3"),
    "weekday.2": ("Wed", "T4"),
    "weekday.3": ("Thu", "T5"),
    "weekday.4": ("Fri", "T6"),
    "weekday.5": ("Sat", "T7"),
    "weekday.6": ("Sun", "CN"),
}

DOSSIER: Final[dict[str, Pair]] = {**PLACES, **STANDING, **TIMELINE}
