"""What is wrong with what a source says in its own words."""

from typing import Final

from adapters.messages.languages import Pair

REASONS: Final[dict[str, Pair]] = {
    "unknown-source": (
        "There is no source {source}; GET /v1/sources lists them. A profile of your own goes into "
        "HOSO_SOURCES_DIR and is read when the server starts.",
        "Không có nguồn {source}; GET /v1/sources liệt kê các nguồn. Hồ sơ ánh xạ riêng được đặt "
        "trong HOSO_SOURCES_DIR và được đọc khi máy chủ khởi động.",
    ),
    "unknown-value": (
        "Dossier {dossier} has the value {value}, which [{map}] of the source's profile does not "
        "know: add it there, or correct it and send it again.",
        "Hồ sơ {dossier} có giá trị {value} không có trong [{map}] của hồ sơ ánh xạ: hãy bổ sung "
        "vào đó, hoặc sửa lại rồi gửi lại.",
    ),
    "no-code": (
        "There is no dossier code in {attribute}: say of which dossier this is.",
        "Không có mã hồ sơ trong {attribute}: hãy cho biết đây là hồ sơ nào.",
    ),
    "no-time": (
        "Dossier {dossier} has no time in {attribute}: say when it happened.",
        "Hồ sơ {dossier} không có thời điểm trong {attribute}: hãy cho biết thời điểm xảy ra.",
    ),
    "bad-time": (
        "Dossier {dossier} has {value} in {attribute}, which is no time as the source's profile "
        "writes it ([times]).",
        "Hồ sơ {dossier} có {value} trong {attribute}, không đúng cách ghi thời điểm trong hồ sơ "
        "ánh xạ ([times]).",
    ),
    "no-activity": (
        "Dossier {dossier} has an event without an activity in {attribute}: say what happened.",
        "Hồ sơ {dossier} có sự kiện thiếu tên việc trong {attribute}: hãy cho biết việc gì đã xảy "
        "ra.",
    ),
    "no-procedure": (
        "Dossier {dossier} names no procedure in {attribute}: say under which it was received.",
        "Hồ sơ {dossier} không nêu thủ tục trong {attribute}: hãy cho biết thủ tục tiếp nhận.",
    ),
    "no-channel": (
        "Dossier {dossier} names no channel in {attribute}: say how it was handed in.",
        "Hồ sơ {dossier} không nêu kênh nộp trong {attribute}: hãy cho biết cách nộp.",
    ),
    "wrong-cell-count": (
        "The row has {got} cells where the header has {expected}; look for a missing quotation "
        "mark or delimiter.",
        "Dòng có {got} ô trong khi tiêu đề có {expected} ô; hãy kiểm tra dấu nháy hoặc dấu phân "
        "cách.",
    ),
    "bad-quoting": (
        "The row cannot be read as CSV (RFC 4180): {reason}.",
        "Không đọc được dòng theo CSV (RFC 4180): {reason}.",
    ),
    "nul-character": (
        "The record holds a NUL character, which is no text: take it out.",
        "Bản ghi có ký tự NUL, không phải văn bản: hãy bỏ ký tự này.",
    ),
    "not-json": (
        "This is not JSON in UTF-8: {why}.",
        "Đây không phải là JSON mã hóa UTF-8: {why}.",
    ),
    "not-an-object": (
        "The record is JSON but not an object: write its attributes by name.",
        "Bản ghi là JSON nhưng không phải đối tượng: hãy ghi các thuộc tính theo tên.",
    ),
    "too-deep": (
        "The record nests deeper than {most} levels.",
        "Bản ghi lồng nhau quá {most} tầng.",
    ),
    "record-too-large": (
        "The record has more than {most} attributes or entries, where a dossier has a few dozen.",
        "Bản ghi có hơn {most} thuộc tính hoặc mục, trong khi một hồ sơ chỉ có vài chục.",
    ),
    "not-utf-8": (
        "The body is not UTF-8 text; nothing was recorded. Send it in UTF-8.",
        "Nội dung không phải văn bản UTF-8; chưa có gì được ghi nhận. Hãy gửi bằng UTF-8.",
    ),
    "no-header": (
        "The CSV does not begin with a row of column names; nothing was recorded.",
        "Tệp CSV không bắt đầu bằng dòng tên cột; chưa có gì được ghi nhận.",
    ),
    "bad-csv": (
        "A quotation mark opens in the row at line {line} and does not close; nothing was "
        "recorded.",
        "Dấu nháy mở ở dòng {line} không được đóng; chưa có gì được ghi nhận.",
    ),
    "line-too-long": (
        "Line {line} is longer than {most} characters; nothing was recorded.",
        "Dòng {line} dài hơn {most} ký tự; chưa có gì được ghi nhận.",
    ),
    "too-many-attributes": (
        "There are more than {most} attributes where a source has a few dozen; nothing was "
        "recorded.",
        "Có hơn {most} thuộc tính trong khi một nguồn chỉ có vài chục; chưa có gì được ghi nhận.",
    ),
}
