"""Conflicts, faults, and what is wrong with a call of the interface."""

from typing import Final

from adapters.messages.languages import Pair

REASONS: Final[dict[str, Pair]] = {
    "conflict": (
        "The dossier {dossier} moved on three times while this was decided; send it again.",
        "Hồ sơ {dossier} đã thay đổi ba lần trong khi xử lý; hãy gửi lại.",
    ),
    "broke-off": (
        "The batch broke off after {answered} events ({because}). What is answered stands; send "
        "the rest, or all of it again: nothing is recorded twice.",
        "Lô bị ngắt sau {answered} sự kiện ({because}). Những gì đã trả lời vẫn có hiệu lực; hãy "
        "gửi phần còn lại hoặc gửi lại toàn bộ: không ghi nhận hai lần.",
    ),
    "store-unavailable": (
        "The database cannot be reached; nothing was recorded. Try again shortly, or see "
        "hoso doctor.",
        "Không kết nối được cơ sở dữ liệu; chưa có gì được ghi nhận. Hãy thử lại hoặc xem "
        "hoso doctor.",
    ),
    "overloaded": (
        "More is waiting to be recorded than can be kept waiting; nothing was recorded. Send it "
        "again in a moment.",
        "Đang có quá nhiều yêu cầu chờ ghi nhận; chưa có gì được ghi nhận. Hãy gửi lại sau giây "
        "lát.",
    ),
    "outcome-unknown": (
        "The database went away before it answered, so it is not known whether this was recorded. "
        "Send the same request again: it gets the answer, and nothing is recorded twice.",
        "Mất kết nối cơ sở dữ liệu trước khi có trả lời nên chưa biết đã ghi nhận hay chưa. Hãy "
        "gửi lại đúng yêu cầu này: sẽ có trả lời và không ghi nhận hai lần.",
    ),
    "database-newer": (
        "The database belongs to a later release of hoso; use that release.",
        "Cơ sở dữ liệu thuộc phiên bản hoso mới hơn; hãy dùng phiên bản đó.",
    ),
    "unauthorized": (
        "The token of a key, or the installation's own, is missing, wrong or no longer good; "
        "`hoso token` prints the installation's, and makes keys.",
        "Thiếu mã của khóa truy cập hoặc mã truy cập của hệ thống, mã không đúng hoặc hết hiệu "
        "lực; lệnh `hoso token` in ra mã của hệ thống và tạo khóa.",
    ),
    "not-found": ("There is nothing at {path}.", "Không có gì tại {path}."),
    "method-not-allowed": (
        "{method} is not possible at {path}.",
        "Không dùng được {method} tại {path}.",
    ),
    "invalid-json": (
        "The body is no JSON object in UTF-8: {why}.",
        "Nội dung không phải là đối tượng JSON mã hóa UTF-8: {why}.",
    ),
    "body-too-large": (
        "The body is larger than {limit} bytes; send less at once.",
        "Nội dung vượt quá {limit} byte; hãy gửi ít hơn mỗi lần.",
    ),
    "invalid-parameter": (
        "The parameter {name} is wrong: {why}.",
        "Tham số {name} không hợp lệ: {why}.",
    ),
    "unknown-position": (
        "The log ends at position {head}, so nothing is known of position {position}: it is of "
        "another installation, or this one was restored from a backup. Read again from a position "
        "that you know to be of this log, or from 0.",
        "Nhật ký kết thúc ở vị trí {head} nên không có vị trí {position}: đó là vị trí của hệ "
        "thống khác, hoặc hệ thống này đã được khôi phục từ bản sao lưu. Hãy đọc lại từ một vị trí "
        "biết chắc thuộc nhật ký này, hoặc từ 0.",
    ),
    "not-ready": (
        "hoso cannot be relied on at this moment: {failed}. See hoso doctor.",
        "Hiện chưa thể dùng hoso: {failed}. Hãy xem hoso doctor.",
    ),
    "not-yet-projected": (
        "The read models are not at position {position} yet; try again shortly.",
        "Dữ liệu tra cứu chưa cập nhật đến vị trí {position}; hãy thử lại.",
    ),
    "dossiers-parked": (
        "The read model {projection} leaves {dossiers} dossiers as they were, for it cannot take "
        "an event of each: {named}. Figures lack what was told of them since. A release that can "
        "read it takes them up by itself; see hoso doctor.",
        "Dữ liệu tra cứu {projection} giữ nguyên {dossiers} hồ sơ vì không đọc được một sự kiện "
        "của mỗi hồ sơ: {named}. Số liệu chưa gồm những gì ghi nhận sau đó. Phiên bản đọc được sẽ "
        "tự cập nhật; xem hoso doctor.",
    ),
    "rebuild-under-way": (
        "Another hoso rebuild is under way; wait until it ends.",
        "Một lệnh hoso rebuild khác đang chạy; hãy chờ lệnh đó kết thúc.",
    ),
    "fault": (
        "Something went wrong in hoso itself; it was logged as {incident}.",
        "Có lỗi trong chính hệ thống hoso; đã ghi nhật ký với mã {incident}.",
    ),
}
