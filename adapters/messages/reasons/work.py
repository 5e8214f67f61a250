"""What is irregular about the work on a dossier."""

from typing import Final

from adapters.messages.languages import Pair

REASONS: Final[dict[str, Pair]] = {
    "supplement-not-requested": (
        "No open request for the supplement {supplement} is known; record the request.",
        "Không có yêu cầu bổ sung {supplement} đang chờ; hãy ghi nhận yêu cầu bổ sung.",
    ),
    "supplement-repeated": (
        "A supplement was asked for {times} times, and the law allows {allowed}; decide on what "
        "has come in.",
        "Đã yêu cầu bổ sung {times} lần, quá số lần cho phép ({allowed}); hãy giải quyết theo hồ "
        "sơ đã nhận.",
    ),
    "supplement-out-of-window": (
        "The supplement was asked for after {until}, so the clock runs on; check the time, or go "
        "on with the dossier.",
        "Yêu cầu bổ sung sau {until} là quá thời hạn cho phép nên thời hạn giải quyết vẫn tiếp tục "
        "tính; hãy kiểm tra thời điểm hoặc tiếp tục giải quyết.",
    ),
    "supplement-around-one-stop": (
        "The supplement {supplement} was asked of the applicant directly; send the slip through "
        "the one-stop desk.",
        "Yêu cầu bổ sung {supplement} gửi thẳng cho người nộp; hãy gửi phiếu yêu cầu bổ sung qua "
        "Bộ phận Một cửa.",
    ),
    "supplement-window-open": (
        "The applicant has until {until} for the supplement {supplement}; declare it lapsed only "
        "after that.",
        "Người nộp còn thời hạn đến {until} cho yêu cầu bổ sung {supplement}; chỉ ghi nhận hết "
        "thời hạn bổ sung sau thời điểm đó.",
    ),
    "verification-incomplete": (
        "The record of the verification does not name: {missing}; complete it.",
        "Biên bản thẩm tra, xác minh còn thiếu: {missing}; hãy ghi đầy đủ.",
    ),
    "opinion-without-deadline": (
        "The request for the opinion {opinion} sets no deadline; state until when the agency is to "
        "answer.",
        "Văn bản lấy ý kiến {opinion} chưa nêu thời hạn trả lời; hãy ghi rõ thời hạn.",
    ),
    "opinion-not-requested": (
        "No open request for the opinion {opinion} is known; record the request.",
        "Không có yêu cầu lấy ý kiến {opinion} đang chờ trả lời; hãy ghi nhận yêu cầu lấy ý kiến.",
    ),
    "opinion-late": (
        "The opinion {opinion} came after its deadline, {until}; tell the head of the one-stop "
        "desk.",
        "Ý kiến {opinion} trả lời sau thời hạn {until}; hãy thông báo cho người đứng đầu Bộ phận "
        "Một cửa.",
    ),
    "exclusion-not-begun": (
        "No excluded time {exclusion} is known to run; record when it began.",
        "Chưa có ghi nhận bắt đầu thời gian không tính vào thời hạn {exclusion}; hãy ghi nhận lúc "
        "bắt đầu.",
    ),
    "exclusion-unlawful": (
        "No term of the procedure {procedure} excludes time for '{why}', so the clock runs on; "
        "check the reason, or go on with the dossier.",
        "Thủ tục {procedure} không quy định thời gian không tính vào thời hạn vì '{why}' nên thời "
        "hạn vẫn tiếp tục tính; hãy kiểm tra lý do hoặc tiếp tục giải quyết.",
    ),
    "milestone-unknown": (
        "No term of the procedure {procedure} names the milestone {milestone}; check its name.",
        "Thủ tục {procedure} không quy định mốc {milestone}; hãy kiểm tra tên mốc.",
    ),
    "fee-not-requested": (
        "No open notice of the fee {fee} is known; record the notice.",
        "Không có thông báo nghĩa vụ tài chính {fee} đang chờ; hãy ghi nhận thông báo.",
    ),
    "officer-not-in-unit": (
        "{officer} was no officer of {unit} on {day}; check the assignment, or record the "
        "appointment.",
        "{officer} không phải là công chức của {unit} vào ngày {day}; hãy kiểm tra việc phân công "
        "hoặc ghi nhận quyết định bổ nhiệm, điều động.",
    ),
}
