"""Why something is not entered of an outage."""

from typing import Final

from adapters.messages.languages import Pair

REASONS: Final[dict[str, Pair]] = {
    "unknown-outage": (
        "Nobody declared an outage {number}; hoso outage lists them.",
        "Không có sự cố gián đoạn số {number}; hoso outage liệt kê các sự cố đã khai báo.",
    ),
    "outage-ahead": (
        "{at} has not come, it is {now}; declare an outage once it has begun, leave out its end "
        "while it lasts, and end it when it is over.",
        "{at} chưa tới, bây giờ là {now}; hãy khai báo khi sự cố đã bắt đầu, để trống thời điểm "
        "kết thúc khi còn gián đoạn và ghi kết thúc khi đã khắc phục.",
    ),
    "outage-backwards": (
        "It would end at {until}, before it began at {since}; correct one of them.",
        "Thời điểm kết thúc {until} sớm hơn thời điểm bắt đầu {since}; hãy sửa một trong hai.",
    ),
    "outage-confirmed-by-who-declares": (
        "{person} cannot confirm this outage: the same person, or the same key, declared it. Let "
        "somebody else do it, with a key of their own.",
        "{person} không thể xác nhận sự cố này: cùng một người hoặc cùng một khóa đã khai báo. Hãy "
        "để người khác xác nhận bằng khóa của người đó.",
    ),
    "outage-withdrawn": (
        "Outage {number} was withdrawn; declare another if there was one.",
        "Sự cố gián đoạn số {number} đã được thu hồi; hãy khai báo sự cố khác nếu có.",
    ),
    "outage-not-longer": (
        "Outage {number} is over at {until} already, and an end can only be brought forward; "
        "declare what came after as another.",
        "Sự cố gián đoạn số {number} đã kết thúc lúc {until} và chỉ có thể ghi kết thúc sớm hơn; "
        "hãy khai báo phần sau thành sự cố khác.",
    ),
}
