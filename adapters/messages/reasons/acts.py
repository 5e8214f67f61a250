"""Conditions of acts that do not hold: refused outright."""

from typing import Final

from adapters.messages.languages import Pair

REASONS: Final[dict[str, Pair]] = {
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
        "Whether the dossier is late hangs on {instants}; a second person must confirm it "
        "(second_person).",
        "Hồ sơ có quá hạn hay không phụ thuộc vào {instants}; cần người thứ hai xác nhận "
        "(second_person).",
    ),
    "not-ended": (
        "The dossier cannot be closed as '{why}' at the stage '{stage}'; record first how it "
        "ended.",
        "Không thể kết thúc hồ sơ theo '{why}' ở giai đoạn '{stage}'; hãy ghi nhận trước việc làm "
        "hồ sơ chấm dứt.",
    ),
    "original-not-returned": (
        "Originals were not returned to the applicant: {objects}; return them first.",
        "Chưa trả lại giấy tờ bản chính cho người nộp: {objects}; hãy trả lại trước.",
    ),
    "late-cause-not-confirmable": (
        "The cause of lateness '{cause}' was not recorded, or by the same person; let somebody "
        "else confirm the cause that is recorded.",
        "Nguyên nhân quá hạn '{cause}' chưa được ghi nhận, hoặc do chính người này ghi nhận; cần "
        "người khác xác nhận nguyên nhân đã ghi nhận.",
    ),
    "not-divergent": (
        "A divergence is found once and ends only while it is open: {divergence}; check which are "
        "open.",
        "Sai lệch về {divergence} chỉ ghi nhận một lần và chỉ chấm dứt khi đang mở; hãy kiểm tra "
        "các sai lệch đang mở.",
    ),
}
