"""What is said of an installation's health, and what mends it: English, Vietnamese."""

from collections.abc import Mapping
from typing import Final

from adapters.messages.languages import Lang, Pair, told

SAID: Final[Mapping[str, Pair]] = {
    "stopping": ("this process is being stopped", "tiến trình này đang dừng"),
    "database-away": (
        "the database does not answer within {seconds} s",
        "cơ sở dữ liệu không trả lời trong {seconds} giây",
    ),
    "schema-differs": (
        "the database is at schema {found}, this release knows {known}",
        "cơ sở dữ liệu ở lược đồ {found}, phiên bản này dùng {known}",
    ),
    "queue-full": (
        "{waiting} events wait to be recorded, hardly more are taken",
        "{waiting} sự kiện đang chờ ghi nhận, hầu như không nhận thêm",
    ),
    "behind": (
        "{name} is {events} events behind, for {seconds} s",
        "{name} chậm {events} sự kiện, đã {seconds} giây",
    ),
    "never-seen": (
        "nobody was seen at work on {name}",
        "chưa thấy tiến trình nào xử lý {name}",
    ),
    "not-seen": (
        "nobody was seen at work on {name} for {seconds} s",
        "đã {seconds} giây không thấy tiến trình nào xử lý {name}",
    ),
    "fails": (
        "{name} comes to grief; the log says on what",
        "{name} gặp lỗi; xem nhật ký",
    ),
}


def said(code: str, lang: Lang, **params: object) -> str:
    return told(SAID[code], lang).format(**params)
