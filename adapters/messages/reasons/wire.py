"""What is wrong with a request before it is known what it asks for."""

from typing import Final

from adapters.messages.languages import Pair

REASONS: Final[dict[str, Pair]] = {
    "body-too-dense": (
        "The body grows to more than {limit} times its size when it is unpacked; send it "
        "uncompressed, or in smaller parts.",
        "Nội dung khi giải nén lớn hơn {limit} lần so với khi nén; hãy gửi không nén hoặc chia "
        "nhỏ.",
    ),
    "body-too-slow": (
        "The body came more slowly than {limit} bytes a second; nothing was recorded. Send it "
        "again, in smaller parts where the line is slow.",
        "Nội dung gửi đến chậm hơn {limit} byte mỗi giây; chưa có gì được ghi nhận. Hãy gửi lại, "
        "chia nhỏ nếu đường truyền chậm.",
    ),
    "head-too-slow": (
        "The head of the request was not there within {seconds} seconds; send it again.",
        "Phần đầu yêu cầu không đến đủ trong {seconds} giây; hãy gửi lại.",
    ),
    "body-cut-short": (
        "The connection ended before the body did; nothing was recorded. Send it again.",
        "Kết nối bị ngắt trước khi gửi hết nội dung; chưa có gì được ghi nhận. Hãy gửi lại.",
    ),
    "not-gzip": (
        "The body is said to be gzip and cannot be unpacked: {why}. Pack it anew, or send it "
        "without Content-Encoding.",
        "Nội dung khai báo là gzip nhưng không giải nén được: {why}. Hãy nén lại hoặc gửi không có "
        "Content-Encoding.",
    ),
    "unsupported-charset": (
        "The body is said to be in {name}; send it in UTF-8.",
        "Nội dung khai báo bảng mã {name}; hãy gửi bằng UTF-8.",
    ),
    "unsupported-encoding": (
        "A body with the Content-Encoding {name} cannot be unpacked; send it with gzip or without.",
        "Không giải nén được nội dung có Content-Encoding {name}; hãy dùng gzip hoặc không nén.",
    ),
    "unsupported-media-type": (
        "A body of the Content-Type {name} is not taken here; send one of {takes}.",
        "Ở đây không nhận nội dung có Content-Type {name}; hãy gửi một trong các loại {takes}.",
    ),
    "bad-request": (
        "This is no request as HTTP/1.1 writes it (RFC 9112); look at what stands between you and "
        "hoso.",
        "Đây không phải là yêu cầu HTTP/1.1 hợp lệ (RFC 9112); hãy kiểm tra phần mềm hoặc proxy "
        "đứng giữa.",
    ),
    "bad-path": (
        "The path holds what no path here can: a dot segment, NUL or a line break, a fixed name "
        "with % in it, or bytes that are no UTF-8. Write it as the interface lists it, and escape "
        "only codes.",
        "Đường dẫn có thành phần không được phép: đoạn «.» hoặc «..», NUL hoặc ngắt dòng, dấu % "
        "trong tên cố định, hoặc byte không phải UTF-8. Hãy viết đúng như tài liệu giao diện và "
        "chỉ mã hóa phần mã hồ sơ.",
    ),
    "bad-host": (
        "This server does not answer for the host {name}; ask for one of HOSO_ALLOWED_HOSTS.",
        "Máy chủ này không phục vụ tên miền {name}; hãy dùng một tên trong HOSO_ALLOWED_HOSTS.",
    ),
    "path-too-long": (
        "Path and query are longer than {limit} bytes; ask for less at once.",
        "Đường dẫn và tham số dài hơn {limit} byte; hãy hỏi ít hơn mỗi lần.",
    ),
    "headers-too-large": (
        "There are more than {most} header fields, or they are larger than {limit} bytes; send "
        "fewer.",
        "Có nhiều hơn {most} trường header hoặc tổng dung lượng vượt quá {limit} byte; hãy gửi ít "
        "hơn.",
    ),
    "repeated-header": (
        "The header field {name} stands there twice; send it once.",
        "Trường header {name} xuất hiện hai lần; hãy gửi một lần.",
    ),
    "too-many-requests": (
        "More requests came from you than are served; nothing was recorded. Try again in {wait} "
        "seconds, and send many events in one request to /v1/events.",
        "Bạn gửi quá nhiều yêu cầu; chưa có gì được ghi nhận. Hãy thử lại sau {wait} giây và gửi "
        "nhiều sự kiện trong một yêu cầu đến /v1/events.",
    ),
    "too-many-failed-logins": (
        "Too many wrong keys came from your address. Try again in {wait} seconds, with the right "
        "one.",
        "Địa chỉ của bạn đã gửi quá nhiều khóa sai. Hãy thử lại sau {wait} giây với khóa đúng.",
    ),
    "too-many-at-once": (
        "Too many requests of yours are under way at once; nothing was recorded. Wait for the "
        "answers to some of them, then send it again.",
        "Bạn có quá nhiều yêu cầu đang xử lý cùng lúc; chưa có gì được ghi nhận. Hãy chờ một số "
        "trả lời rồi gửi lại.",
    ),
}
