"""What is said of issued reports: English, Vietnamese."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from adapters.messages.languages import Lang, Pair, told
from domain.reports.events import Part
from projections.issued.bridge import Since
from projections.issued.causes import Cause
from projections.issued.differences import Became
from projections.issued.kept import Integrity

CAUSES: Final[dict[str, Pair]] = {
    Cause.ENGINE: ("another release", "phiên bản phần mềm khác"),
    Cause.PARAMETERS: ("parameters", "tham số chung"),
    Cause.CALENDAR: ("calendar", "lịch làm việc"),
    Cause.CATALOGUE: ("procedure or re-pin", "quy định thủ tục, chỉnh lại thủ tục"),
    Cause.SUCCESSION: ("succession of units", "kế thừa đơn vị"),
    Cause.CORRECTION: ("correction or annulment", "đính chính, hủy ghi nhận"),
    Cause.LATE_RECORD: ("late record", "ghi nhận sau báo cáo"),
}

HEADINGS: Final[dict[str, Pair]] = {
    Cause.ENGINE: ("release", "phần mềm"),
    Cause.PARAMETERS: ("parameters", "tham số"),
    Cause.CALENDAR: ("calendar", "lịch"),
    Cause.CATALOGUE: ("procedure", "thủ tục"),
    Cause.SUCCESSION: ("units", "đơn vị"),
    Cause.CORRECTION: ("corrected", "đính chính"),
    Cause.LATE_RECORD: ("late", "ghi sau"),
}
"""The causes where there is little room: above columns."""

SINCE: Final[dict[str, Pair]] = {
    Since.IN_THE_PERIOD: ("happened in the period", "phát sinh trong kỳ"),
}

INTEGRITIES: Final[dict[str, Pair]] = {
    Integrity.UNALTERED: ("as it was issued", "đúng như khi phát hành"),
    Integrity.ALTERED: ("altered since it was issued", "đã bị thay đổi sau khi phát hành"),
    Integrity.UNPROVEN: (
        "cannot be proven, for the log was altered behind it",
        "không chứng minh được vì nhật ký phía sau đã bị thay đổi",
    ),
    Integrity.MISSING: ("its document is missing", "không còn văn bản"),
}

ENTRIES: Final[dict[str, Pair]] = {
    Became.ADDED: ("added", "bổ sung"),
    Became.REMOVED: ("removed", "bãi bỏ"),
    Became.CHANGED: ("changed", "sửa đổi"),
}

PARTS: Final[dict[str, Pair]] = {
    Part.CALENDAR: ("calendar", "lịch làm việc"),
    Part.CATALOGUE: ("procedures", "danh mục thủ tục"),
    Part.REGISTRY: ("authorities", "danh bạ đơn vị"),
    Part.PARAMETERS: ("parameters", "tham số chung"),
}

WORDS: Final[Mapping[type[StrEnum], Mapping[str, Pair]]] = {
    Cause: CAUSES,
    Since: SINCE,
    Integrity: INTEGRITIES,
    Became: ENTRIES,
    Part: PARTS,
}

TEXTS: Final[dict[str, Pair]] = {
    "number": ("number", "số"),
    "issued": ("issued", "đã phát hành"),
    "issued-on": ("issued on", "ngày phát hành"),
    "by-whom": ("by", "người phát hành"),
    "period": ("period", "kỳ báo cáo"),
    "as-of": ("judged at the end of", "xét đến hết ngày"),
    "position": ("position", "vị trí nhật ký"),
    "known-at": ("known at", "theo ghi nhận đến"),
    "as-known": (
        "That report left out what was recorded after {at}.",
        "Báo cáo đó không tính ghi nhận sau {at}.",
    ),
    "none": ("No report was issued yet.", "Chưa phát hành báo cáo nào."),
    "head": (
        "Report {number}: {period}, issued {at} by {who}.",
        "Báo cáo số {number}: {period}, {who} phát hành lúc {at}.",
    ),
    "rests": (
        "It rests on what was recorded up to position {position}, on hoso {release}, and on the "
        "law as it was then. SHA-256 {sha256}: {integrity}.",
        "Căn cứ ghi nhận đến vị trí {position}, phiên bản hoso {release} và quy định khi đó. "
        "SHA-256 {sha256}: {integrity}.",
    ),
    "again": (
        "Report {number}, computed again with what is recorded up to position {position}.",
        "Báo cáo số {number}, tính lại theo ghi nhận đến vị trí {position}.",
    ),
    "same": ("Nothing differs.", "Không có khác biệt."),
    "cell": ("cell", "chỉ tiêu"),
    "now": ("now", "hiện nay"),
    "difference": ("difference", "chênh lệch"),
    "dossiers": ("Dossiers that moved", "Hồ sơ thay đổi"),
    "dossier": ("dossier", "mã hồ sơ"),
    "from": ("from", "từ"),
    "to": ("to", "thành"),
    "cause": ("cause", "nguyên nhân"),
    "because": ("because of", "do"),
    "not-counted": ("not counted", "không đếm"),
    "event": (
        "{kind} of {occurred}, recorded {recorded} (position {position}, {source})",
        "{kind} lúc {occurred}, ghi nhận {recorded} (vị trí {position}, {source})",
    ),
    "entry": ("{part}: {entry} ({became})", "{part}: {entry} ({became})"),
    "bridge": ("Carried over", "Từ kỳ trước chuyển sang"),
    "from-report": (
        "Report {number} said that {then} were open at the end of {on}; {now} are carried over.",
        "Báo cáo số {number}: {then} hồ sơ đang giải quyết đến hết ngày {on}; chuyển sang {now}.",
    ),
    "from-knowledge": (
        "No report of the period before was issued. As known at its end, {then} were open at the "
        "end of {on}; {now} are carried over.",
        "Chưa phát hành báo cáo kỳ trước. Theo ghi nhận khi hết kỳ, {then} hồ sơ đang giải quyết "
        "đến hết ngày {on}; chuyển sang {now}.",
    ),
    "passed-over": (
        "Passed over, for they are not what was issued: {numbers}.",
        "Bỏ qua vì không đúng bản đã phát hành: {numbers}.",
    ),
    "came": ("came", "thêm"),
    "went": ("went", "bớt"),
    "way": ("way", "chiều"),
    "groups": ("Groups that differ", "Nhóm có chênh lệch"),
    "counted": ("Dossiers read", "Hồ sơ đã đọc"),
}


def word(value: StrEnum, lang: Lang) -> str:
    return told(WORDS[type(value)][value], lang)


def heading(cause: Cause, lang: Lang) -> str:
    return told(HEADINGS[cause], lang)


def said(name: str, lang: Lang, **words: Any) -> str:
    return told(TEXTS[name], lang).format(**words)
