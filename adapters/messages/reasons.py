"""A sentence for every refusal, finding and fault: English, Vietnamese. It says what to do."""

from typing import Final

REASONS: Final[dict[str, tuple[str, str]]] = {
    # Malformed.
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
    "invalid-definition": (
        "{file}, {path}: {why} ({rule}). Correct the file; nothing of it was published.",
        "{file}, {path}: {why} ({rule}). Hãy sửa tệp; chưa có nội dung nào được công bố.",
    ),
    # Irregular: recorded with a finding; in decide mode refused unless overridden.
    "before-receipt": (
        "{kind} happened before the dossier was received; check the times, or record the receipt.",
        "{kind} xảy ra trước khi hồ sơ được tiếp nhận; hãy kiểm tra thời điểm hoặc ghi nhận "
        "việc tiếp nhận.",
    ),
    "out-of-order": (
        "{kind} does not follow from the stage '{stage}'; check whether something before it is "
        "missing.",
        "{kind} không đúng trình tự ở giai đoạn '{stage}'; hãy kiểm tra xem có bước nào trước "
        "đó bị thiếu.",
    ),
    "work-after-close": (
        "{kind} happened after the dossier was closed; check the time, or explain it in the "
        "record.",
        "{kind} xảy ra sau khi hồ sơ đã kết thúc; hãy kiểm tra thời điểm hoặc giải trình.",
    ),
    "unknown-procedure": (
        "The catalogue has no procedure {procedure}; check its code.",
        "Danh mục không có thủ tục {procedure}; hãy kiểm tra mã thủ tục.",
    ),
    "procedure-not-in-force": (
        "The procedure {procedure} was not in force on {day}; check its code and the day of "
        "receipt.",
        "Thủ tục {procedure} không có hiệu lực vào ngày {day}; hãy kiểm tra mã và ngày tiếp nhận.",
    ),
    "unknown-component": (
        "The procedure {procedure} lists no component {component}; nothing beyond the law may "
        "be asked for.",
        "Thủ tục {procedure} không quy định thành phần {component}; không được yêu cầu giấy tờ "
        "ngoài quy định.",
    ),
    "wrong-custodian": (
        "As far as is known {expected} has the {object} on {carrier}, not {said}; record the "
        "handover that is missing.",
        "Theo ghi nhận, {expected} đang giữ {object} ({carrier}), không phải {said}; hãy ghi "
        "nhận lần bàn giao còn thiếu.",
    ),
    "no-handover": (
        "Nobody reported a handover of the {object} on {carrier} that this would answer; record "
        "the handover.",
        "Chưa có ghi nhận bàn giao {object} ({carrier}) tương ứng; hãy ghi nhận việc bàn giao.",
    ),
    "unknown-target": (
        "The event {request_id} of {source} that this speaks of is not known for this dossier; "
        "check the reference.",
        "Không tìm thấy sự kiện {request_id} của {source} trong hồ sơ này; hãy kiểm tra tham "
        "chiếu.",
    ),
    "correction-does-not-fit": (
        "The correction of {field} changes nothing: {why}.",
        "Đính chính trường {field} không áp dụng được: {why}.",
    ),
    "supplement-not-requested": (
        "No open request for the supplement {supplement} is known; record the request.",
        "Không có yêu cầu bổ sung {supplement} đang chờ; hãy ghi nhận yêu cầu bổ sung.",
    ),
    # Irregular about the law itself.
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
    # Acts: refused when their conditions fail.
    "open-divergence": (
        "Paper and digital disagree on {instants}; a person must reconcile them first.",
        "Bản giấy và bản điện tử chưa thống nhất về {instants}; cần đối soát trước.",
    ),
    "not-returned": (
        "Nothing was returned to the applicant yet (stage: {stage}); return the result first.",
        "Chưa trả kết quả cho người nộp (giai đoạn: {stage}); hãy trả kết quả trước.",
    ),
    "already-closed": ("The dossier is closed already.", "Hồ sơ đã kết thúc."),
    "nothing-to-reconcile": (
        "There is no open divergence on {instants}; name only what disagrees.",
        "Không có sai lệch nào đang mở về {instants}; chỉ nêu những điểm chưa thống nhất.",
    ),
    "carrier-does-not-speak": (
        "The {carrier} dossier has no record of the {instant}, so it cannot speak for it.",
        "Bản {carrier} không ghi nhận {instant} nên không thể làm căn cứ.",
    ),
    "second-person-required": (
        "{instants} decides whether the dossier is late; a second person must confirm it "
        "(second_person).",
        "{instants} quyết định hồ sơ có quá hạn hay không; cần người thứ hai xác nhận "
        "(second_person).",
    ),
    # Conflicts and faults.
    "conflict": (
        "The dossier {dossier} moved on three times while this was decided; send it again.",
        "Hồ sơ {dossier} đã thay đổi ba lần trong khi xử lý; hãy gửi lại.",
    ),
    "store-unavailable": (
        "The database cannot be reached; nothing was recorded. Try again shortly, or see "
        "hoso doctor.",
        "Không kết nối được cơ sở dữ liệu; chưa có gì được ghi nhận. Hãy thử lại hoặc xem "
        "hoso doctor.",
    ),
    "database-newer": (
        "The database belongs to a later release of hoso; use that release.",
        "Cơ sở dữ liệu thuộc phiên bản hoso mới hơn; hãy dùng phiên bản đó.",
    ),
    "unauthorized": (
        "The bearer token is missing or wrong; `hoso token` prints it.",
        "Thiếu mã truy cập hoặc mã không đúng; lệnh `hoso token` in ra mã.",
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
    "not-yet-projected": (
        "The read models are not at position {position} yet; try again shortly.",
        "Dữ liệu tra cứu chưa cập nhật đến vị trí {position}; hãy thử lại.",
    ),
    "fault": (
        "Something went wrong in hoso itself; it was logged as {incident}.",
        "Có lỗi trong chính hệ thống hoso; đã ghi nhật ký với mã {incident}.",
    ),
}

OVERRIDE: Final = (
    "To record it all the same, send it again with an override: its reason and its approver "
    "(override.reason, override.approver).",
    "Nếu vẫn cần ghi nhận, hãy gửi lại kèm chấp thuận ngoại lệ: lý do và người phê duyệt "
    "(override.reason, override.approver).",
)
"""What helps where everything that is wrong is irregular."""
