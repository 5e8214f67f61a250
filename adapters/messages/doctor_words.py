"""What `hoso doctor` says of each thing that it looks at: English, Vietnamese."""

from collections.abc import Mapping
from typing import Final

from adapters.messages.languages import Lang, Pair, told

TOLD: Final[Mapping[str, Pair]] = {
    "good": ("good", "tốt"),
    "bad": ("BAD", "LỖI"),
    "database": ("PostgreSQL {version}, {where}", "PostgreSQL {version}, {where}"),
    "schema": ("at schema {schema}, as this release", "lược đồ {schema}, đúng phiên bản này"),
    "durable": (
        "what is recorded reaches the disk: fsync, full_page_writes, synchronous_commit",
        "dữ liệu được ghi xuống đĩa: fsync, full_page_writes, synchronous_commit",
    ),
    "not-durable": (
        "off: {settings}; what was recorded may be lost when the power fails",
        "đang tắt: {settings}; dữ liệu đã ghi có thể mất khi mất điện",
    ),
    "clock": (
        "this machine and the database agree to {seconds} s",
        "đồng hồ máy này và cơ sở dữ liệu lệch {seconds} giây",
    ),
    "clock-apart": (
        "this machine and the database are {seconds} s apart; deadlines hang on the time",
        "đồng hồ máy này và cơ sở dữ liệu lệch {seconds} giây; thời hạn tính theo giờ này",
    ),
    "disk": ("{free} free at {place}", "còn trống {free} tại {place}"),
    "disk-full": (
        "only {free} free at {place}; nothing is recorded on a full disk",
        "chỉ còn trống {free} tại {place}; đĩa đầy thì không ghi nhận được",
    ),
    "disk-unseen": (
        "the database takes {size}; its disk is not on this machine to be looked at",
        "cơ sở dữ liệu chiếm {size}; đĩa của máy chủ dữ liệu không kiểm tra được từ đây",
    ),
    "positions": (
        "{stored} events at positions 1 to {head}",
        "{stored} sự kiện tại vị trí 1 đến {head}",
    ),
    "positions-missing": (
        "{stored} events at positions 1 to {head}: some are missing",
        "{stored} sự kiện tại vị trí 1 đến {head}: bị thiếu",
    ),
    "caught-up": ("{events} events behind", "chậm {events} sự kiện"),
    "parked": (
        "{events} events behind; {parked} parked: {named}",
        "chậm {events} sự kiện; {parked} hồ sơ để nguyên: {named}",
    ),
    "late": (
        "{events} events behind, the first for {seconds} s",
        "chậm {events} sự kiện, lâu nhất {seconds} giây",
    ),
    "at-work": (
        "{process} was seen at work {seconds} s ago",
        "thấy {process} hoạt động {seconds} giây trước",
    ),
    "at-rest": (
        "nobody works on the log now; `hoso serve` and `hoso worker` do",
        "hiện không có tiến trình xử lý; `hoso serve` và `hoso worker` làm việc này",
    ),
    "not-seen": (
        "{process} worked here, ended without a word or hangs, not seen for {seconds} s",
        "{process} từng hoạt động, đã dừng đột ngột hoặc bị treo, {seconds} giây không thấy",
    ),
    "fails": ("{process} comes to grief: {fault}", "{process} gặp lỗi: {fault}"),
    "chain": ("the chain holds", "chuỗi băm nguyên vẹn"),
    "chain-broken": (
        "altered at or before entry {entry}",
        "bị sửa tại hoặc trước mục {entry}",
    ),
    "issued": ("as they were issued", "đúng như khi phát hành"),
    "issued-altered": ("not what was issued: {named}", "khác bản đã phát hành: {named}"),
    "keys": ("{keys} keys are good", "{keys} khóa còn hiệu lực"),
    "keys-expiring": (
        "expires by {day}: {named}",
        "hết hạn trước ngày {day}: {named}",
    ),
    "sources": ("{sources} sources can be read", "đọc được {sources} nguồn"),
    "profile-wrong": ("{named}", "{named}"),
    "unplaced": (
        "{waiting} testimonies wait for their dossier",
        "{waiting} thông tin chờ hồ sơ",
    ),
    "unplaced-old": (
        "{waiting} testimonies wait for their dossier, the oldest for {days} days",
        "{waiting} thông tin chờ hồ sơ, lâu nhất {days} ngày",
    ),
    "time-zone": (
        "{zone} is {hours} h ahead of UTC here and in the database",
        "{zone} sớm hơn UTC {hours} giờ tại đây và trong cơ sở dữ liệu",
    ),
    "time-zone-differs": (
        "{zone} is {hours} h ahead of UTC here, and {theirs} in the database",
        "{zone} sớm hơn UTC {hours} giờ tại đây, còn trong cơ sở dữ liệu là {theirs}",
    ),
    "law": ("{entries} entries, all in effect", "{entries} mục, đều đã có hiệu lực"),
    "law-ahead": (
        "{entries} entries; not in effect yet: {named}",
        "{entries} mục; chưa có hiệu lực: {named}",
    ),
}

MENDS: Final[Mapping[str, Pair]] = {
    "not-durable": (
        "psql: ALTER SYSTEM SET {setting} = on; SELECT pg_reload_conf()",
        "psql: ALTER SYSTEM SET {setting} = on; SELECT pg_reload_conf()",
    ),
    "clock-apart": (
        "timedatectl set-ntp true, on both machines",
        "timedatectl set-ntp true, trên cả hai máy",
    ),
    "disk-full": (
        "make room, or move the data directory to a larger disk: du -xh {place} | sort -h",
        "giải phóng hoặc chuyển thư mục dữ liệu sang đĩa lớn hơn: du -xh {place} | sort -h",
    ),
    "positions-missing": (
        "record nothing more; restore the last backup beside it with pg_restore and compare",
        "ngừng ghi nhận; khôi phục bản sao lưu gần nhất bằng pg_restore rồi so sánh",
    ),
    "parked": (
        "upgrade to a release that can read it, then: hoso rebuild {reader}",
        "nâng cấp lên phiên bản đọc được, rồi chạy: hoso rebuild {reader}",
    ),
    "late": ("hoso worker", "hoso worker"),
    "not-seen": (
        "start it again: hoso serve, or hoso worker",
        "khởi động lại: hoso serve hoặc hoso worker",
    ),
    "fails": (
        "read the log of that process; hoso worker tells it, too",
        "xem nhật ký của tiến trình đó; hoso worker cũng cho biết",
    ),
    "chain-broken": (
        "somebody changed the database by hand: compare with a backup (pg_restore)",
        "có người sửa trực tiếp cơ sở dữ liệu: so sánh với bản sao lưu (pg_restore)",
    ),
    "issued-altered": (
        "hoso report recompute {first}, and compare with the copy that was kept elsewhere",
        "hoso report recompute {first}, rồi so sánh với bản lưu ở nơi khác",
    ),
    "keys-expiring": ("hoso token rotate {first}", "hoso token rotate {first}"),
    "profile-wrong": (
        "mend the file, then start hoso serve again",
        "sửa tệp rồi khởi động lại hoso serve",
    ),
    "unplaced-old": ("hoso unplaced", "hoso unplaced"),
    "time-zone-differs": (
        "bring the older of both up to date: the package tzdata",
        "cập nhật dữ liệu múi giờ cũ hơn: gói tzdata",
    ),
    "database-away": (
        'see whether it runs: pg_isready -d "$HOSO_DATABASE_URL"',
        'kiểm tra máy chủ dữ liệu: pg_isready -d "$HOSO_DATABASE_URL"',
    ),
    "embedded-away": ("read why: tail -n 20 {log}", "xem lý do: tail -n 20 {log}"),
}
"""What helps, and the command: whatever has one is wrong."""


def said(code: str, lang: Lang, **params: object) -> str:
    return told(TOLD[code], lang).format(**params)


def mend(code: str, lang: Lang, **params: object) -> str | None:
    return told(MENDS[code], lang).format(**params) if code in MENDS else None
