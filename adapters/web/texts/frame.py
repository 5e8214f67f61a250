"""The words around every page, of its entrance and of what went wrong: English, Vietnamese."""

from typing import Final

from adapters.messages.languages import Pair

AROUND: Final[dict[str, Pair]] = {
    "skip": ("Skip to the content", "Chuyển đến nội dung chính"),
    "pages": ("Pages", "Các trang"),
    "language": ("Language", "Ngôn ngữ"),
    "lang.vi": ("Tiếng Việt", "Tiếng Việt"),
    "lang.en": ("English", "English"),
    "timeliness": ("Timeliness", "Tình hình giải quyết"),
    "dossiers": ("Dossiers", "Danh sách hồ sơ"),
    "find": ("Dossier code", "Mã hồ sơ"),
    "find_it": ("Open", "Mở"),
    "show": ("Show", "Xem"),
    "simulated": ("Simulated figures", "Số liệu mô phỏng"),
    "simulated_more": (
        "No dossier here is a real one: it is a simulation of {case} (seed {seed}). Its "
        "parameters and its seed were fitted to published figures.",
        "Không hồ sơ nào ở đây là hồ sơ thật: đây là mô phỏng {case} (hạt giống ngẫu nhiên "
        "{seed}); các tham số và hạt giống được chọn khớp với số liệu đã công bố.",
    ),
    "case.founding-case": ("the founding case of 2019", "tình huống khởi nguồn năm 2019"),
    "local_time": ("Times are local ({zone}).", "Thời gian là giờ địa phương ({zone})."),
}

PROBLEMS: Final[dict[str, Pair]] = {
    "problem": ("This page cannot be shown", "Không hiển thị được trang này"),
    "to_table": ("To the timeliness table", "Về bảng tình hình giải quyết"),
    "not_found": (
        "There is no page at this address. Check the address, or begin at the table.",
        "Không có trang nào ở địa chỉ này. Hãy kiểm tra địa chỉ hoặc bắt đầu từ bảng tình hình.",
    ),
    "not_allowed": (
        "This address cannot be used like that. Begin at the table.",
        "Không dùng được địa chỉ này theo cách đó. Hãy bắt đầu từ bảng tình hình.",
    ),
    "unknown_dossier": (
        "No dossier bears the code {code}, or nothing was known of it at the moment asked for. "
        "Check the code and the moment.",
        "Không có hồ sơ nào mang mã {code}, hoặc vào thời điểm đã chọn chưa có ghi nhận nào. "
        "Hãy kiểm tra lại mã và thời điểm.",
    ),
    "ambiguous_code": (
        "Several dossiers bear the code {code}. Choose the system that gave it:",
        "Nhiều hồ sơ cùng mang mã {code}. Hãy chọn hệ thống đã cấp mã:",
    ),
    "not_yet": (
        "The latest records are still being counted. Load the page again in a moment.",
        "Các ghi nhận mới nhất đang được tổng hợp. Hãy tải lại trang sau giây lát.",
    ),
    "wrong_lang": (
        "The language must be vi or en. Choose one at the top of the page.",
        "Ngôn ngữ phải là vi hoặc en. Hãy chọn ở đầu trang.",
    ),
    "wrong_text": (
        "The address holds a character that no code has. Copy the code again.",
        "Địa chỉ có ký tự không thể có trong mã hồ sơ. Hãy sao chép lại mã.",
    ),
    "wrong_day": (
        "“{value}” is no day. Write it as year-month-day, such as 2019-08-31.",
        "“{value}” không phải là một ngày. Hãy ghi theo năm-tháng-ngày, ví dụ 2019-08-31.",
    ),
    "wrong_moment": (
        "“{value}” is no moment. Write it such as 2019-08-27T08:00, in local time.",
        "“{value}” không phải là một thời điểm. Hãy ghi như 2019-08-27T08:00, theo giờ địa phương.",
    ),
    "wrong_choice": (
        "“{value}” is not among the choices. Choose again in the form.",
        "“{value}” không có trong danh sách lựa chọn. Hãy chọn lại trên biểu mẫu.",
    ),
    "wrong_period": (
        "The period ends before it begins. Choose a later end.",
        "Kỳ báo cáo kết thúc trước khi bắt đầu. Hãy chọn ngày kết thúc muộn hơn.",
    ),
    "wrong_page": (
        "“{value}” is no page of the list. Begin at its first page.",
        "“{value}” không phải là một trang của danh sách. Hãy bắt đầu từ trang đầu.",
    ),
}

SESSION: Final[dict[str, Pair]] = {
    "enter": ("Sign in", "Đăng nhập"),
    "enter_why": (
        "These pages are for those who have the access token of this installation. The command "
        "“hoso token” prints it; you need it once, until you close the browser.",
        "Các trang này dành cho người có mã truy cập của hệ thống. Lệnh “hoso token” in ra mã; "
        "chỉ cần nhập một lần cho đến khi đóng trình duyệt.",
    ),
    "token": ("Access token", "Mã truy cập"),
    "token_refused": (
        "That is not the token. Copy it whole, without spaces, and try again.",
        "Mã không đúng. Hãy sao chép đủ mã, không có khoảng trắng, rồi thử lại.",
    ),
}

FRAME: Final[dict[str, Pair]] = {**AROUND, **PROBLEMS, **SESSION}
