"""What is irregular about who holds what."""

from typing import Final

from adapters.messages.languages import Pair

REASONS: Final[dict[str, Pair]] = {
    "wrong-custodian": (
        "As far as is known {expected} has the {object} on {carrier}, not {said}; record the "
        "handover that is missing.",
        "Theo ghi nhận, {expected} đang giữ {object} (bản {carrier}), không phải {said}; hãy ghi "
        "nhận lần bàn giao còn thiếu.",
    ),
    "no-handover": (
        "Nobody reported a handover of the {object} on {carrier} that this would answer; record "
        "the handover.",
        "Chưa có ghi nhận bàn giao {object} (bản {carrier}) tương ứng; hãy ghi nhận việc bàn giao.",
    ),
    "transfer-late": (
        "The paper was to go on by {until}: the same working day, or first thing on the next if it "
        "came after 15:00; check the time, or explain the delay.",
        "Hồ sơ giấy phải được chuyển chậm nhất {until}: trong ngày làm việc, hoặc đầu giờ ngày làm "
        "việc tiếp theo nếu nhận sau 15 giờ; hãy kiểm tra thời điểm hoặc giải trình.",
    ),
    "still-in-transit": (
        "The {object} on {carrier} is still on its way to {taker}, who has not acknowledged it; "
        "record the answer to that handover first.",
        "Đang bàn giao {object} (bản {carrier}) cho {taker}, chưa có xác nhận; hãy ghi nhận kết "
        "quả lần bàn giao đó trước.",
    ),
    "shelf-contradicts": (
        "What was seen at {said} contradicts the record, by which {expected} has the {object} on "
        "{carrier}; find out where it is, and record the handover that is missing.",
        "Kiểm tra thực tế tại {said} không khớp với ghi nhận: theo ghi nhận, {expected} đang giữ "
        "{object} (bản {carrier}); hãy xác định nơi giữ và ghi nhận lần bàn giao còn thiếu.",
    ),
    "empty-list": (
        "The list {field} names no dossier; name at least one.",
        "Danh sách {field} không có hồ sơ nào; hãy ghi ít nhất một hồ sơ.",
    ),
    "told-twice": (
        "The receipt says of {dossiers} that they were taken and that they were refused; say of "
        "each dossier one or the other.",
        "Biên nhận vừa ghi đã nhận vừa ghi từ chối đối với {dossiers}; mỗi hồ sơ chỉ ghi một kết "
        "quả.",
    ),
    "unknown-slip": (
        "Nothing was sent with the slip {slip}, as far as is known; check its number, or record "
        "the consignment first.",
        "Chưa có ghi nhận bàn giao nào theo phiếu {slip}; hãy kiểm tra số phiếu hoặc ghi nhận "
        "chuyến bàn giao trước.",
    ),
}
