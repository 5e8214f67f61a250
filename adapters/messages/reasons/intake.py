"""What is irregular at the counter."""

from typing import Final

from adapters.messages.languages import Pair

REASONS: Final[dict[str, Pair]] = {
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
    "outside-one-stop": (
        "The dossier was accepted by {unit}, which is no one-stop desk; check the unit, or have "
        "the one-stop desk accept it.",
        "Hồ sơ được tiếp nhận tại {unit}, không phải Bộ phận Một cửa; hãy kiểm tra đơn vị hoặc để "
        "Bộ phận Một cửa tiếp nhận.",
    ),
    "components-missing": (
        "The dossier was accepted as complete without {components}, which the procedure "
        "{procedure} asks for; record what came in, or ask for it on a supplement slip.",
        "Hồ sơ được tiếp nhận khi còn thiếu {components} theo quy định của thủ tục {procedure}; "
        "hãy ghi nhận giấy tờ đã nhận hoặc lập phiếu yêu cầu bổ sung.",
    ),
    "promised-beyond-legal": (
        "The return date on the slip, {promised}, is later than the law gives ({legal}); promise "
        "one that is not.",
        "Ngày hẹn trả kết quả {promised} muộn hơn thời hạn giải quyết theo quy định ({legal}); hãy "
        "hẹn trả trong thời hạn.",
    ),
    "item-beyond-law": (
        "The slip asks for {component}, which the procedure {procedure} does not list; take it off "
        "the slip.",
        "Phiếu yêu cầu bổ sung nêu {component}, ngoài thành phần hồ sơ của thủ tục {procedure}; "
        "hãy bỏ yêu cầu này.",
    ),
    "item-without-reason": (
        "The slip does not say why it asks for {components}; give the reason of each.",
        "Phiếu yêu cầu bổ sung chưa nêu lý do đối với {components}; hãy ghi rõ lý do của từng giấy "
        "tờ.",
    ),
    "scan-without-match": (
        "Nobody says that the scan of {component} matches the paper; compare them and record it.",
        "Chưa có xác nhận bản số hóa của {component} khớp đúng bản giấy; hãy đối chiếu và ghi "
        "nhận.",
    ),
    "scan-changed": (
        "The new scan of {component} is another file or has other pages than the first one; "
        "compare both with the paper, then reconcile or scan it again.",
        "Bản số hóa mới của {component} là tệp khác hoặc có số trang khác bản đầu tiên; hãy đối "
        "chiếu cả hai với bản giấy, rồi đối soát hoặc số hóa lại.",
    ),
    "code-taken": (
        "The code {value} of {system} belongs to another dossier; check the code, or link the two "
        "dossiers.",
        "Mã {value} của {system} đã thuộc về hồ sơ khác; hãy kiểm tra mã hoặc liên kết hai hồ sơ.",
    ),
}
