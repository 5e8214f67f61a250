"""What is wrong with a question about the report."""

from typing import Final

from adapters.messages.languages import Pair

REASONS: Final[dict[str, Pair]] = {
    "period-missing": (
        "Say which period: its first and last day, or its name, such as 2019-Q3.",
        "Hãy cho biết kỳ báo cáo: ngày đầu và ngày cuối, hoặc tên kỳ như 2019-Q3.",
    ),
    "period-twice": (
        "Say the period once: by its name, or by its first and last day.",
        "Chỉ nêu kỳ báo cáo một lần: bằng tên kỳ, hoặc bằng ngày đầu và ngày cuối.",
    ),
    "period-backwards": (
        "The period ends on {to_on}, before it begins on {from_on}; exchange the two days.",
        "Kỳ báo cáo kết thúc ngày {to_on}, trước khi bắt đầu ngày {from_on}; hãy đổi lại hai ngày.",
    ),
    "unknown-scheme": (
        "There is no scheme of periods {given}; known are {known}.",
        "Không có cách chia kỳ {given}; hiện có {known}.",
    ),
    "unknown-period": (
        "The scheme {scheme} has no period {period}; write it like {known}.",
        "Cách chia kỳ {scheme} không có kỳ {period}; hãy viết như {known}.",
    ),
    "unknown-grouping": (
        "It cannot be grouped by {given}, only by {known}.",
        "Không tổng hợp được theo {given}, chỉ theo {known}.",
    ),
    "grouping-twice": (
        "It is grouped by {grouping} twice; name each level once.",
        "Cấp tổng hợp {grouping} bị nêu hai lần; mỗi cấp chỉ nêu một lần.",
    ),
    "too-many-levels": (
        "It can be grouped by {most} levels at most; leave some out.",
        "Chỉ tổng hợp được nhiều nhất {most} cấp; hãy bớt cấp.",
    ),
    "unknown-clock": (
        "There is no clock {given}; known are {known}.",
        "Không có cách tính thời hạn {given}; hiện có {known}.",
    ),
    "unknown-cell": (
        "The report has no figure {given} that dossiers stand behind; known are {known}.",
        "Báo cáo không có số liệu {given} để xem hồ sơ; hiện có {known}.",
    ),
    "group-without-level": (
        "The group {group} goes deeper than the {levels} levels of the report; group by as many.",
        "Nhóm {group} sâu hơn {levels} cấp của báo cáo; hãy tổng hợp theo đủ số cấp.",
    ),
    "unknown-cursor": (
        "The cursor {cursor} is none that a page gave; begin again without one.",
        "Con trỏ {cursor} không phải do trang nào trả về; hãy bắt đầu lại không có con trỏ.",
    ),
    "day-not-come": (
        "It cannot be judged at the end of {day}: today is {today}. Ask for an earlier day.",
        "Chưa thể xét đến hết ngày {day}: hôm nay là {today}. Hãy chọn ngày sớm hơn.",
    ),
    "not-a-day": (
        "{given} is no day; write it like 2019-08-31.",
        "{given} không phải là ngày; hãy viết như 2019-08-31.",
    ),
    "year-out-of-range": (
        "{given} lies in no year that is reported on; name a day from {first} to {last}.",
        "{given} không thuộc các năm có báo cáo; hãy chọn ngày từ năm {first} đến năm {last}.",
    ),
    "unknown-parameter": (
        "Nothing here is called {name}, so the question would not be the one you mean; known are: "
        "{known}.",
        "Ở đây không có tham số {name} nên câu hỏi sẽ bị hiểu sai; các tham số hiện có: {known}.",
    ),
    "not-an-instant": (
        "{given} is no instant: write day, time and offset, like 2019-08-31T17:00:00+07:00.",
        "{given} không phải là thời điểm: hãy ghi ngày, giờ và múi giờ, như "
        "2019-08-31T17:00:00+07:00.",
    ),
    "unknown-format": (
        "It cannot be printed as {given}, only as {known}.",
        "Không in được dạng {given}, chỉ có {known}.",
    ),
    "unknown-length": (
        "The scheme {scheme} has no periods of the length {given}, only of {known}.",
        "Cách chia kỳ {scheme} không có kỳ dài {given}, chỉ có {known}.",
    ),
    "too-many-periods": (
        "A chart of {count} periods is more than the {most} it holds; ask for fewer or longer "
        "ones.",
        "Biểu đồ {count} kỳ vượt quá {most} kỳ cho phép; hãy chọn ít kỳ hơn hoặc kỳ dài hơn.",
    ),
    "needs-a-file": (
        "A terminal cannot show a workbook; write it to a file: --out report.xlsx.",
        "Màn hình dòng lệnh không hiển thị được bảng tính; hãy ghi ra tệp: --out report.xlsx.",
    ),
    "cannot-write": (
        "The file {file} cannot be written ({why}); name another one.",
        "Không ghi được tệp {file} ({why}); hãy chọn tệp khác.",
    ),
    "not-received": (
        "By then the dossier {dossier} was neither received nor refused, so no report counts it. "
        "Ask for a later day.",
        "Tính đến lúc đó hồ sơ {dossier} chưa được tiếp nhận hay từ chối nên không báo cáo nào "
        "đếm. Hãy chọn ngày muộn hơn.",
    ),
}
