"""What is wrong with a definition, and irregular about its enactment."""

from typing import Final

from adapters.messages.languages import Pair

REASONS: Final[dict[str, Pair]] = {
    "invalid-definition": (
        "{file}, {path}: {why} ({rule}). Correct the file; nothing of it was published.",
        "{file}, {path}: {why} ({rule}). Hãy sửa tệp; chưa có nội dung nào được công bố.",
    ),
    "procedure-published-twice": (
        "The procedure {procedure} was in force already on {day}; record an amendment instead.",
        "Thủ tục {procedure} đã có hiệu lực vào ngày {day}; hãy ghi nhận là sửa đổi, bổ sung.",
    ),
    "procedure-amended-before-published": (
        "No publication of the procedure {procedure} is known that the amendment of {day} "
        "changes; record the publication.",
        "Chưa có công bố thủ tục {procedure} trước lần sửa đổi ngày {day}; hãy ghi nhận việc "
        "công bố.",
    ),
    "procedure-amended-after-abolition": (
        "The procedure {procedure} would be abolished from {ended} on, and its version of {day} "
        "amends it after that; abolish it on {day} or later, or check its code and the day.",
        "Thủ tục {procedure} sẽ bị bãi bỏ từ ngày {ended}, nhưng sau đó còn lần sửa đổi ngày "
        "{day}; hãy bãi bỏ từ ngày {day} trở đi, hoặc kiểm tra mã và ngày.",
    ),
    "procedure-amended-without-transition": (
        "The amendment of {procedure} on {day} does not say what becomes of dossiers received "
        "before; they keep the old rules.",
        "Lần sửa đổi thủ tục {procedure} ngày {day} không có quy định chuyển tiếp; hồ sơ đã "
        "tiếp nhận giữ quy định cũ.",
    ),
    "procedure-abolished-while-not-in-force": (
        "The procedure {procedure} was not in force before {day}, so it cannot be abolished; "
        "check its code and the day.",
        "Thủ tục {procedure} không có hiệu lực trước ngày {day} nên không thể bãi bỏ; hãy kiểm "
        "tra mã và ngày.",
    ),
}
