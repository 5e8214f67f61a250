"""What is wrong with what is asked of issued reports."""

from typing import Final

from adapters.messages.languages import Pair

REASONS: Final[dict[str, Pair]] = {
    "unknown-report": (
        "No report of the number {number} was issued; see the list of issued reports.",
        "Chưa phát hành báo cáo số {number}; hãy xem danh mục báo cáo đã phát hành.",
    ),
    "period-not-over": (
        "The period ends on {to} and today is {today}: issue the report once it is over, or name "
        "a day within it (as_of) at whose end dossiers are judged.",
        "Kỳ báo cáo kết thúc ngày {to}, hôm nay là {today}: hãy phát hành khi hết kỳ, hoặc nêu "
        "một ngày trong kỳ (as_of) để xét hồ sơ đến hết ngày đó.",
    ),
    "report-number-not-next": (
        "The report cannot be numbered {number}: the next number is {next}. Ask for that, or for "
        "none.",
        "Không cấp được số báo cáo {number}: số tiếp theo là {next}. Hãy yêu cầu đúng số này hoặc "
        "bỏ trống.",
    ),
    "report-altered": (
        "What is kept of the report {number} is not what was issued ({part}): restore it from a "
        "backup; until then it is neither shown nor computed again.",
        "Nội dung đang lưu của báo cáo {number} không phải nội dung đã phát hành ({part}): hãy "
        "khôi phục từ bản sao lưu; trước đó không hiển thị và không tính lại.",
    ),
    "register-altered": (
        "The log was altered at or before entry {version} of {stream}: its hashes do not follow "
        "from each other. Restore it from a backup; until then no report is issued or compared.",
        "Nhật ký đã bị thay đổi tại hoặc trước mục {version} của {stream}: chuỗi mã băm không "
        "khớp. Hãy khôi phục từ bản sao lưu; trước đó không phát hành và không đối chiếu báo cáo.",
    ),
}
