"""What the values of enumerations are called: English, Vietnamese."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from adapters.messages.attribution_words import ACCOUNTS, DIMENSIONS, LACKING
from adapters.messages.consignment_words import LINE_STATES, OUTCOMES
from adapters.messages.key_words import ROLES, VERDICTS
from adapters.messages.languages import Lang, Pair, told
from adapters.messages.outage_words import FAILURES
from adapters.messages.outage_words import STATES as OF_OUTAGES
from domain.access import Role
from domain.calendar.days import Kind
from domain.dossier.attribution import Dimension, Lacking
from domain.dossier.divergence import Exit
from domain.dossier.events import DivergenceKind, LateCause, StopReason
from domain.dossier.lifecycle import Stage
from domain.dossier.values import Carrier, Instant
from domain.keys.key import Verdict
from domain.lawmaking.outages import Failure
from domain.listed import Became
from domain.outages.known import State as OutageState
from domain.procedure.common import Account
from domain.procedure.term import Exclusion
from domain.slip import LineState
from domain.unplaced import State

# As the national list names the status (QĐ 766/QĐ-TTg), where it has one.
STAGES: Final[dict[str, Pair]] = {
    Stage.PROVISIONAL: ("provisional", "Mới đăng ký"),
    Stage.AWAITING_INTAKE_SUPPLEMENT: (
        "awaiting intake supplement",
        "Yêu cầu bổ sung giấy tờ khi tiếp nhận",
    ),
    Stage.NOT_ACCEPTED: ("not accepted", "Không được tiếp nhận"),
    Stage.RECEIVED: ("received", "Được tiếp nhận"),
    Stage.IN_PROGRESS: ("in progress", "Đang xử lý"),
    Stage.AWAITING_SUPPLEMENT: ("awaiting supplement", "Yêu cầu bổ sung giấy tờ"),
    Stage.AWAITING_FEE: ("awaiting fee", "Yêu cầu thực hiện nghĩa vụ tài chính"),
    Stage.WITHDRAWAL_REQUESTED: ("withdrawal requested", "Công dân yêu cầu rút hồ sơ"),
    Stage.WITHDRAWN: ("withdrawn", "Đã rút hồ sơ"),
    Stage.STOPPED: ("stopped", "Dừng xử lý"),
    Stage.RESOLVED: ("resolved", "Đã xử lý xong"),
    Stage.RETURNED: ("returned", "Đã trả kết quả"),
    Stage.CLOSED: ("closed", "Kết thúc"),
}

# The first six and the last are those of form 07g (TT 02/2017/TT-VPCP).
LATE_CAUSES: Final[dict[str, Pair]] = {
    LateCause.REGULATION: ("the rules themselves", "Do quy định hành chính"),
    LateCause.STAFFING: ("too few staff", "Do thiếu biên chế"),
    LateCause.FACILITIES: ("poor facilities", "Do thiếu cơ sở vật chất"),
    LateCause.COORDINATION: ("poor coordination", "Do thiếu phối hợp giữa các cơ quan"),
    LateCause.OFFICER: ("the officer", "Do năng lực, trách nhiệm của cán bộ"),
    LateCause.APPLICANT: ("the applicant", "Do tổ chức, cá nhân"),
    LateCause.CHANNEL_DIVERGENCE: (
        "paper and digital apart",
        "Do bản giấy và bản điện tử không thống nhất",
    ),
    LateCause.SYSTEM_LATE_UPDATE: ("the system updated late", "Do cập nhật hệ thống chậm"),
    LateCause.SYNC_FAILURE: ("a failed synchronisation", "Do lỗi đồng bộ dữ liệu"),
    LateCause.OPINION_LATE: ("an opinion given late", "Do cơ quan được lấy ý kiến trả lời chậm"),
    LateCause.COUNCIL_DELAY: ("the council met late", "Do hội đồng họp chậm"),
    LateCause.FORCE_MAJEURE: ("force majeure", "Do sự kiện bất khả kháng"),
    LateCause.SUPPLEMENT_LATE: ("a supplement asked for late", "Do yêu cầu bổ sung chậm"),
    LateCause.OTHER: ("another cause", "Nguyên nhân khác"),
}

STOP_REASONS: Final[dict[str, Pair]] = {
    StopReason.SUPPLEMENT_LAPSED: (
        "not completed in time",
        "Quá thời hạn mà người nộp không bổ sung, hoàn thiện hồ sơ",
    ),
    StopReason.FEE_UNPAID: ("fee not paid", "Không thực hiện nghĩa vụ tài chính"),
    StopReason.PROCEDURE_ABOLISHED: ("procedure abolished", "Thủ tục hành chính bị bãi bỏ"),
    StopReason.COMPETENCE_LOST: (
        "another authority is competent",
        "Không còn thuộc thẩm quyền giải quyết",
    ),
    StopReason.APPLICANT_CEASED: (
        "applicant died or was dissolved",
        "Người nộp đã chết hoặc tổ chức đã giải thể",
    ),
    StopReason.COURT_ORDER: ("order of a court", "Theo quyết định của Tòa án"),
    StopReason.FORGERY: ("forged papers", "Giấy tờ giả mạo"),
}

DIVERGENCES: Final[dict[str, Pair]] = {
    DivergenceKind.RECEIPT: ("receipt", "thời điểm tiếp nhận"),
    DivergenceKind.CUSTODY: ("custody", "nơi giữ hồ sơ"),
    DivergenceKind.COMPONENT: ("component", "thành phần hồ sơ"),
    DivergenceKind.RESULT: ("result", "thời điểm có kết quả"),
    DivergenceKind.RETURN: ("return", "thời điểm trả kết quả"),
    DivergenceKind.FLIP: ("early, on time or late", "kết luận trước hạn, đúng hạn, quá hạn"),
    DivergenceKind.ABSENCE: ("a handover that is missing", "việc bàn giao lẽ ra phải có"),
}

INSTANTS: Final[dict[str, Pair]] = {
    Instant.RECEIPT: ("receipt", "thời điểm tiếp nhận"),
    Instant.TRANSFER: ("handover", "nơi giữ hồ sơ"),
    Instant.RESULT: ("result", "thời điểm có kết quả"),
    Instant.RETURN: ("return", "thời điểm trả kết quả"),
}

EXITS: Final[dict[str, Pair]] = {
    Exit.RECORD: ("the record of the other carrier", "ghi nhận của bản còn lại"),
    Exit.HANDOVER: (
        "a handover, its acknowledgement or its refusal",
        "việc bàn giao, xác nhận hoặc từ chối nhận",
    ),
    Exit.SCAN: ("a scan that matches the paper", "bản số hóa khớp đúng bản giấy"),
    Exit.PERSON: ("a person who reconciles them", "người có trách nhiệm đối soát"),
}

CARRIERS: Final[dict[str, Pair]] = {
    Carrier.PAPER: ("paper", "giấy"),
    Carrier.DIGITAL: ("digital", "điện tử"),
}

EXCLUSIONS: Final[dict[str, Pair]] = {
    Exclusion.LAB_TEST: ("testing in a laboratory", "thử nghiệm, kiểm định"),
    Exclusion.APPLICANT_WINDOW: ("the applicant's time", "thời gian người nộp bổ sung hồ sơ"),
    Exclusion.FEE_WAIT: ("waiting for a fee", "chờ thực hiện nghĩa vụ tài chính"),
    Exclusion.FORCE_MAJEURE: ("force majeure", "sự kiện bất khả kháng"),
}

KINDS_OF_DAY: Final[dict[str, Pair]] = {
    Kind.PUBLIC_HOLIDAY: ("public holiday", "nghỉ lễ"),
    Kind.COMPENSATORY_DAY: ("compensatory day off", "nghỉ bù"),
    Kind.SWAPPED_OFF: ("day off by swap", "nghỉ hoán đổi"),
    Kind.MAKEUP_WORK_DAY: ("make-up working day", "làm bù"),
    Kind.CLOSURE: ("office closed", "cơ quan ngừng làm việc"),
    Kind.OPENING: ("office open", "cơ quan làm việc"),
    Kind.OTHER_HOURS: ("other office hours", "giờ làm việc riêng"),
}

# These are no enumerations: what custody is of, what the record of a verification names, and what
# one person may not do twice over.
OBJECTS: Final[dict[str, Pair]] = {
    "file": ("file", "hồ sơ"),
    "result": ("result", "kết quả"),
    "original": ("original", "bản chính"),
}
OF_A_VERIFICATION: Final[dict[str, Pair]] = {
    "place": ("place", "địa điểm"),
    "participants": ("participants", "thành phần tham gia"),
    "content": ("content", "nội dung"),
}
DEEDS: Final[dict[str, Pair]] = {
    "told": ("told it", "khai báo"),
    "handled": ("handled it", "thụ lý"),
    "drafted": ("drafted it", "dự thảo"),
    "signed": ("signed it", "ký"),
    "approved": ("approved it", "phê duyệt"),
}

UNPLACED: Final[dict[str, Pair]] = {
    State.WAITING: ("unplaced", "chưa xếp được vào hồ sơ"),
    State.PLACED: ("placed", "đã xếp vào hồ sơ"),
    State.DISMISSED: ("set aside", "đã gác lại"),
}

WORDS: Final[Mapping[type[StrEnum], Mapping[str, Pair]]] = {
    Stage: STAGES,
    LateCause: LATE_CAUSES,
    StopReason: STOP_REASONS,
    DivergenceKind: DIVERGENCES,
    Instant: INSTANTS,
    Exit: EXITS,
    Carrier: CARRIERS,
    Exclusion: EXCLUSIONS,
    Account: ACCOUNTS,
    Dimension: DIMENSIONS,
    Lacking: LACKING,
    Became: OUTCOMES,
    LineState: LINE_STATES,
    Kind: KINDS_OF_DAY,
    State: UNPLACED,
    Role: ROLES,
    Verdict: VERDICTS,
    Failure: FAILURES,
    OutageState: OF_OUTAGES,
}

PARAMETERS: Final[Mapping[str, Mapping[str, Pair]]] = {
    "stage": STAGES,
    "cause": LATE_CAUSES,
    "divergence": DIVERGENCES,
    "divergences": DIVERGENCES,
    "instant": INSTANTS,
    "instants": INSTANTS,
    "carrier": CARRIERS,
    "why": EXCLUSIONS,
    "object": OBJECTS,
    "objects": OBJECTS,
    "missing": OF_A_VERIFICATION,
    "deeds": DEEDS,
    "day_kind": KINDS_OF_DAY,
}
"""The parameters of reasons that hold such values, by name."""


def word(value: StrEnum, lang: Lang) -> str:
    return told(WORDS[type(value)][value], lang)


def spoken(parameter: str, value: str, lang: Lang) -> str:
    """The value of a reason's parameter as people say it; as it is where it is no such word."""
    known = PARAMETERS.get(parameter, {}).get(value)
    return told(known, lang) if known else value
