"""What is irregular about promises, the result and the end."""

from typing import Final

from adapters.messages.languages import Pair

REASONS: Final[dict[str, Pair]] = {
    "second-reschedule": (
        "The return date was put off before, and the law allows it {allowed} time(s) at most; keep "
        "the date that was promised, or explain the delay.",
        "Đã hẹn lại ngày trả kết quả, chỉ được hẹn lại tối đa {allowed} lần; hãy giữ ngày đã hẹn "
        "hoặc giải trình.",
    ),
    "apology-late": (
        "The apology and the new date came after {until}, the last day for them; check the time, "
        "or explain the delay.",
        "Phiếu xin lỗi và hẹn lại được gửi sau {until}, ngày cuối cùng theo quy định; hãy kiểm tra "
        "thời điểm hoặc giải trình.",
    ),
    "promise-shortened": (
        "The new return date {now} is earlier than {promised}, which was promised; keep the "
        "promise, and tell the applicant when the result is ready before.",
        "Ngày hẹn trả mới {now} sớm hơn ngày đã hẹn {promised}; hãy giữ ngày đã hẹn và thông báo "
        "trước cho người nộp nếu có kết quả sớm.",
    ),
    "signer-without-authority": (
        "On {day} {signer} held no position or delegation that may sign this; check the signer, or "
        "record the delegation.",
        "Ngày {day}, {signer} không có thẩm quyền ký và không được ủy quyền, giao ký thay hoặc ký "
        "thừa lệnh; hãy kiểm tra người ký hoặc ghi nhận việc ủy quyền.",
    ),
    "issued-unsigned": (
        "The result was numbered and sealed before it was signed; record the signature, or check "
        "the times.",
        "Kết quả được vào số, đóng dấu khi chưa ký; hãy ghi nhận việc ký hoặc kiểm tra thời điểm.",
    ),
    "arrived-unissued": (
        "A result was drafted and came to the one-stop desk without number and date; have the "
        "clerk issue it, and record that.",
        "Kết quả về Bộ phận Một cửa khi dự thảo chưa được vào số, ghi ngày; hãy chuyển văn thư vào "
        "số, phát hành và ghi nhận.",
    ),
    "withdrawal-unsigned": (
        "The applicant did not sign the request to withdraw; obtain the signed request.",
        "Yêu cầu rút hồ sơ chưa có chữ ký của người nộp; hãy đề nghị người nộp ký văn bản yêu cầu.",
    ),
}
