"""Why a change of the law is not entered."""

from typing import Final

from adapters.messages.languages import Pair

REASONS: Final[dict[str, Pair]] = {
    "day-declared-already": (
        "{day} is declared as {day_kind} of {scope} already, or twice in what was sent; look at "
        "hoso law, and withdraw the earlier declaration if it was wrong.",
        "Ngày {day} đã được khai báo là {day_kind} của {scope}, hoặc bị lặp trong yêu cầu; hãy "
        "xem hoso law và thu hồi khai báo trước nếu sai.",
    ),
    "day-not-declared": (
        "{day} is not declared as {day_kind} of {scope}, so there is nothing to withdraw; check "
        "the day, its kind and the scope.",
        "Ngày {day} chưa được khai báo là {day_kind} của {scope} nên không có gì để thu hồi; hãy "
        "kiểm tra ngày, loại ngày và phạm vi.",
    ),
    "makeup-on-working-day": (
        "{day} is a working day anyway, so nothing can be made up on it; name the day off that is "
        "worked instead.",
        "Ngày {day} vốn là ngày làm việc nên không thể làm bù; hãy chọn ngày nghỉ sẽ làm bù.",
    ),
    "announced-ahead": (
        "It is said to have been announced on {day}, and today is {today}; enter it once it is "
        "announced.",
        "Ngày công bố {day} muộn hơn hôm nay {today}; hãy nhập sau khi đã công bố.",
    ),
    "unknown-scope": (
        "No office keeps to declarations of {scope}; declare it for one of {known}.",
        "Không có cơ quan nào áp dụng khai báo của {scope}; hãy chọn một trong {known}.",
    ),
    "no-calendar": (
        "This installation keeps no working calendar, so no day can be declared in it; install "
        "one.",
        "Hệ thống chưa có lịch làm việc nên không khai báo được ngày; hãy cài đặt lịch.",
    ),
    "law-confirmed-by-who-enters": (
        "{person} cannot both enter and confirm a change of the law; let somebody else confirm it "
        "(confirmed_by).",
        "{person} không thể vừa nhập vừa xác nhận thay đổi quy định; hãy để người khác xác nhận "
        "(confirmed_by).",
    ),
}
