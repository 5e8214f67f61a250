"""Conditions of acts that do not hold: refused outright."""

from typing import Final

from adapters.messages.languages import Pair

REASONS: Final[dict[str, Pair]] = {
    "open-divergence": (
        "Paper and digital disagree on {divergences}; a person must reconcile them first.",
        "Bản giấy và bản điện tử chưa thống nhất về {divergences}; cần đối soát trước.",
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
    "actor-required": (
        "{kind} is somebody's act; say whose (actor).",
        "{kind} là việc của một người cụ thể; hãy nêu người thực hiện (actor).",
    ),
    "entered-by-the-watch": (
        "{request_id} was found by hoso itself and cannot be struck out or corrected; correct what "
        "it is about, or reconcile it.",
        "{request_id} do hoso tự phát hiện nên không thể hủy hoặc đính chính; hãy đính chính sự "
        "việc liên quan hoặc đối soát.",
    ),
    "entry-not-confirmable": (
        "The late entry {request_id} of {source} is confirmed by a person (actor) who neither did "
        "nor entered it, and it must be on record; check which it is, or ask somebody else.",
        "Ghi nhận muộn {request_id} của {source} phải được xác nhận bởi người (actor) không thực "
        "hiện và không nhập ghi nhận đó, và phải có trong hồ sơ; hãy kiểm tra lại hoặc nhờ người "
        "khác.",
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
    "content-agrees": (
        "There is no open divergence on these components: {components}; name only those whose "
        "paper and scan disagree.",
        "Không có sai lệch nào đang mở về các giấy tờ {components}; chỉ nêu những giấy tờ mà bản "
        "giấy và bản số hóa chưa thống nhất.",
    ),
    "already-found": (
        "The divergence on {divergence} is entered already and still open; settle that one.",
        "Sai lệch về {divergence} đã được ghi nhận và đang mở; hãy xử lý sai lệch đó.",
    ),
    "not-divergent": (
        "No divergence on {divergence} is entered and open, so none can end; check which are.",
        "Không có sai lệch nào về {divergence} đang mở nên không thể chấm dứt; hãy kiểm tra các "
        "sai lệch đang mở.",
    ),
}
