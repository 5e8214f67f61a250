"""What is irregular about when something is told, or about the record itself."""

from typing import Final

from adapters.messages.languages import Pair

REASONS: Final[dict[str, Pair]] = {
    "before-receipt": (
        "{kind} happened before the dossier was received; check the times, or record the receipt.",
        "{kind} xảy ra trước khi hồ sơ được tiếp nhận; hãy kiểm tra thời điểm hoặc ghi nhận "
        "việc tiếp nhận.",
    ),
    "out-of-order": (
        "{kind} does not follow from the stage '{stage}'; check whether something before it is "
        "missing.",
        "{kind} không đúng trình tự ở giai đoạn '{stage}'; hãy kiểm tra xem có bước nào trước "
        "đó bị thiếu.",
    ),
    "work-after-close": (
        "{kind} happened after the dossier was closed; check the time, or explain it in the "
        "record.",
        "{kind} xảy ra sau khi hồ sơ đã kết thúc; hãy kiểm tra thời điểm hoặc giải trình.",
    ),
    "unknown-target": (
        "The event {request_id} of {source} that this speaks of is not known for this dossier; "
        "check the reference.",
        "Không tìm thấy sự kiện {request_id} của {source} trong hồ sơ này; hãy kiểm tra tham "
        "chiếu.",
    ),
    "correction-does-not-fit": (
        "The correction of {field} changes nothing: {why}.",
        "Đính chính trường {field} không áp dụng được: {why}.",
    ),
    "same-person": (
        "{person} did two things that need two people: {deeds}; let somebody else do one of them.",
        "{person} làm cả hai việc cần hai người khác nhau: {deeds}; hãy để người khác làm một "
        "việc.",
    ),
    "procedure-stops-in-flight": (
        "The procedure {procedure} was abolished from {since} on, and what was in flight is "
        "stopped; record that the dossier was stopped.",
        "Thủ tục {procedure} bị bãi bỏ từ ngày {since}, hồ sơ đang giải quyết phải dừng; hãy ghi "
        "nhận việc dừng giải quyết hồ sơ.",
    ),
}
