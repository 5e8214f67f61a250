"""What each kind of event is called: English, Vietnamese."""

from typing import Final

EVENTS: Final[dict[str, tuple[str, str]]] = {
    "dossier.received": ("Received", "Tiếp nhận hồ sơ"),
    "dossier.carrier-received": ("Came to the desk", "Nhận tại quầy"),
    "dossier.transferred": ("Handed over", "Chuyển hồ sơ"),
    "dossier.transfer-acknowledged": ("Handover acknowledged", "Xác nhận đã nhận"),
    "dossier.transfer-refused": ("Handover refused", "Từ chối nhận bàn giao"),
    "dossier.transfer-recalled": ("Handover recalled", "Thu hồi bàn giao"),
    "dossier.supplement-requested": ("Supplement requested", "Yêu cầu bổ sung"),
    "dossier.supplement-received": ("Supplement received", "Nhận bổ sung"),
    "dossier.noted": ("Noted", "Ghi chú"),
    "dossier.result-arrived": ("Result at the one-stop desk", "Kết quả về Bộ phận Một cửa"),
    "dossier.returned": ("Returned to the applicant", "Trả cho người nộp"),
    "dossier.reconciled": ("Paper and digital reconciled", "Đối soát bản giấy và điện tử"),
    "dossier.completed": ("Completed", "Kết thúc hồ sơ"),
    "dossier.corrected": ("Corrected", "Đính chính"),
    "dossier.annulled": ("Annulled", "Hủy ghi nhận"),
    "procedure.published": ("Procedure published", "Công bố thủ tục"),
    "procedure.amended": ("Procedure amended", "Sửa đổi, bổ sung thủ tục"),
    "procedure.abolished": ("Procedure abolished", "Bãi bỏ thủ tục"),
}
