"""What becomes of dossiers on a list, as people say it: English, Vietnamese."""

from typing import Final

from adapters.messages.languages import Pair
from domain.listed import Became
from domain.slip import LineState

LINE_STATES: Final[dict[str, Pair]] = {
    LineState.IN_TRANSIT: ("in transit", "đang chuyển"),
    LineState.MISSING: ("missing, in transit", "thiếu khi nhận, đang chuyển"),
    LineState.RECEIVED: ("received", "đã nhận"),
    LineState.REFUSED: ("refused, on its way back", "từ chối nhận, đang chuyển trả"),
    LineState.TAKEN_BACK: ("refused and taken back", "bị từ chối, bên giao đã nhận lại"),
    LineState.RECALLED: ("recalled", "đã thu hồi"),
    LineState.SENT_ON: ("handed over to another", "đã chuyển cho nơi khác"),
    LineState.LOST: ("lost", "bị mất, thất lạc"),
    LineState.FOUND: ("found or made anew", "tìm thấy hoặc lập lại"),
    LineState.SURPLUS: ("surplus, not on the slip", "thừa, không có trong phiếu"),
}

OUTCOMES: Final[dict[str, Pair]] = {
    Became.HANDED_OVER: ("handed over", "đã chuyển"),
    Became.RECEIVED: ("received", "đã nhận"),
    Became.REFUSED: ("refused", "từ chối nhận"),
    Became.MISSING: ("missing", "thiếu"),
    Became.SURPLUS: ("surplus", "thừa"),
    Became.PRESENT: ("there, as on record", "có, đúng ghi nhận"),
    Became.UNEXPECTED: ("there, against the record", "có, không đúng ghi nhận"),
    Became.UNKNOWN: ("unknown code", "không có mã này"),
    Became.NOT_RECORDED: ("not recorded", "chưa ghi nhận được"),
}
