"""What is wrong with a request: never recorded."""

from typing import Final

from adapters.messages.languages import Pair

REASONS: Final[dict[str, Pair]] = {
    "unknown-kind": (
        "There is no event of kind {kind}; see the list of kinds in the documentation.",
        "Không có loại sự kiện {kind}; xem danh mục loại sự kiện trong tài liệu.",
    ),
    "unknown-field": (
        "The field {field} is not known; remove it or correct its name.",
        "Không có trường {field}; hãy bỏ đi hoặc sửa tên trường.",
    ),
    "invalid-field": (
        "The field {field} is wrong: {why}.",
        "Trường {field} không hợp lệ: {why}.",
    ),
    "time-without-offset": (
        "The time {value} in {field} does not say its offset; write it like "
        "2019-08-27T08:00:00+07:00.",
        "Thời điểm {value} ở trường {field} thiếu độ lệch múi giờ; hãy ghi như "
        "2019-08-27T08:00:00+07:00.",
    ),
    "not-known-yet": (
        "What will be known at {known_at} cannot be told yet: it is {now}. Ask for an earlier "
        "moment, or for none to have all that is known now.",
        "Chưa thể biết dữ liệu tại thời điểm {known_at}: hiện là {now}. Hãy chọn thời điểm sớm "
        "hơn, hoặc bỏ trống để xem mọi dữ liệu hiện có.",
    ),
    "occurred-in-future": (
        "It is said to have happened at {occurred_at}, more than a day ahead of now ({now}); "
        "check the clock of the source.",
        "Thời điểm xảy ra {occurred_at} muộn hơn hiện tại ({now}) quá một ngày; hãy kiểm tra "
        "đồng hồ của hệ thống nguồn.",
    ),
    "request-id-reused": (
        "The request {request_id} of {source} came before with another body; give a new event "
        "a new request id.",
        "Yêu cầu {request_id} của {source} đã được gửi với nội dung khác; sự kiện mới cần mã "
        "yêu cầu mới.",
    ),
    "unknown-dossier": (
        "No dossier bears the code {dossier}; check the code, or create the dossier first.",
        "Không có hồ sơ nào mang mã {dossier}; hãy kiểm tra mã hoặc tạo hồ sơ trước.",
    ),
    "code-in-use": (
        "The code {dossier} is in use by a unit that this key does not speak for; check the code. "
        "If it is right, send the event to /v1/events, where it waits until somebody places it.",
        "Mã {dossier} đang được dùng ở đơn vị mà khóa này không được nói thay; hãy kiểm tra mã. "
        "Nếu mã đúng, hãy gửi sự kiện đến /v1/events để chờ xếp vào hồ sơ.",
    ),
    "ambiguous-code": (
        "Several dossiers bear the code {dossier}, given by {systems}; name the system in "
        "code_system.",
        "Nhiều hồ sơ mang mã {dossier}, do các hệ thống {systems} cấp; hãy ghi rõ hệ thống ở "
        "code_system.",
    ),
    "act-not-postable": (
        "{kind} is an act of a person in hoso; a service cannot report it. Perform it with "
        "mode decide.",
        "{kind} là việc do người có thẩm quyền thực hiện trong hoso, hệ thống khác không thể "
        "báo thay; hãy thực hiện với mode decide.",
    ),
    "unknown-unplaced": (
        "There is nothing unplaced with the id {unplaced} for you to see; look it up in the list "
        "of what is unplaced.",
        "Không có sự kiện chưa xếp được vào hồ sơ nào mang mã {unplaced} mà bạn được xem; hãy tra "
        "trong danh sách sự kiện chưa xếp được.",
    ),
    "already-placed": (
        "{unplaced} was placed on the dossier {dossier}. If it belongs elsewhere, annul that event "
        "there, and tell it of the right dossier under a new request id.",
        "{unplaced} đã được xếp vào hồ sơ {dossier}. Nếu sai hồ sơ, hãy hủy sự kiện đó rồi khai "
        "lại cho đúng hồ sơ với mã yêu cầu mới.",
    ),
    "moved-on": (
        "{dossier} is at version {version} by now; read it again, and send the request with that "
        "version in If-Match, or without the header.",
        "Hồ sơ {dossier} nay đã ở phiên bản {version}; hãy đọc lại rồi gửi với phiên bản đó "
        "trong If-Match, hoặc không kèm tiêu đề này.",
    ),
    "forbidden": (
        "The role {role} has not the right “{right}”; use a key of a role that has it, or ask "
        "an administrator.",
        "Vai trò {role} không có quyền “{right}”; hãy dùng khóa của vai trò có quyền này hoặc "
        "liên hệ quản trị viên.",
    ),
    "unit-not-yours": (
        "{unit} is not a unit that this key speaks for; its units are {units}.",
        "Khóa này không được nói thay đơn vị {unit}; các đơn vị của khóa là {units}.",
    ),
    "unit-required": (
        "This key speaks for several units; name the one that tells it in unit: {units}.",
        "Khóa này nói thay nhiều đơn vị; hãy ghi rõ đơn vị trong unit: {units}.",
    ),
    "source-not-yours": (
        "{source} is not a source that this key speaks for; its sources are {sources}. Nobody "
        "speaks as hoso.",
        "Khóa này không được gửi với tư cách nguồn {source}; các nguồn của khóa là {sources}. "
        "Không ai được gửi với tư cách hoso.",
    ),
}
