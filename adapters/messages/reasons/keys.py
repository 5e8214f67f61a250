"""Why a key is not made, or nothing more is done with it."""

from typing import Final

from adapters.messages.languages import Pair

REASONS: Final[dict[str, Pair]] = {
    "unknown-unit": (
        "The registry knows no authority, unit or desk {unit}; close to it: {close}. Name one by "
        "its id or its code.",
        "Danh bạ không có cơ quan, đơn vị hoặc quầy {unit}; gần giống: {close}. Hãy ghi mã định "
        "danh hoặc mã đơn vị có trong danh bạ.",
    ),
    "units-required": (
        "A key of the role {role} speaks for units; name at least one.",
        "Khóa vai trò {role} phải gắn với đơn vị; hãy ghi ít nhất một đơn vị.",
    ),
    "units-of-all": (
        "The role {role} is one of the whole installation; leave the units out.",
        "Vai trò {role} thuộc toàn hệ thống; hãy bỏ đơn vị.",
    ),
    "sources-required": (
        "A key of the role {role} says in the name of which sources it speaks; name at least one.",
        "Khóa vai trò {role} phải nêu nguồn gửi dữ liệu; hãy ghi ít nhất một nguồn.",
    ),
    "unknown-key": (
        "There is no key {key}; `hoso token list` shows which there are.",
        "Không có khóa {key}; lệnh `hoso token list` liệt kê các khóa.",
    ),
    "key-revoked": (
        "The key {key} was revoked, which is for good; make another.",
        "Khóa {key} đã bị thu hồi và không dùng lại được; hãy tạo khóa khác.",
    ),
}
