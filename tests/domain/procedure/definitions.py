"""Definitions as a file tells them, and events about them, for tests to change."""

from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from domain.procedure.events import Abolished, Amended, Published
from domain.procedure.procedure import Procedure, Transition

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
CODE: Final = "SKHCN-01"

KEEPS_OLD: Final = Transition.RECEIVED_BEFORE_KEEPS_OLD
TAKES_NEW: Final = Transition.PENDING_TAKES_NEW
STOPS: Final = Transition.PENDING_STOPS

ABOLITION: Final = {
    "decision": {"number": "QĐ 1", "day": date(2019, 5, 6)},
    "transition": "received-before-keeps-old",
}


def a_term(clock: str = "settlement", days: int = 5, **said: Any) -> dict[str, Any]:
    return {
        "clock": clock,
        "length": {"amount": days, "unit": "working-day"},
        "starts": ["received"],
        "supplement": "reset",
        "legal_basis": "TT 28/2012/TT-BKHCN Art. 10",
        **said,
    }


def a_component(code: str = "application", **said: Any) -> dict[str, Any]:
    return {"code": code, "name_vi": "Đơn", "name_en": "Application", **said}


def a_step(number: int = 1, hours: float = 40, **said: Any) -> dict[str, Any]:
    return {
        "number": number,
        "role": "handler",
        "what_vi": "Thẩm định",
        "what_en": "Appraise",
        "hours": hours,
        **said,
    }


def a_version(first_day: date = date(2013, 1, 27), **said: Any) -> dict[str, Any]:
    """Sound; `said` changes it."""
    return {
        "code": CODE,
        "name_vi": "Đăng ký công bố hợp chuẩn",
        "name_en": "Registration of declared conformity",
        "field": "standards-metrology-quality",
        "legal_basis": "TT 28/2012/TT-BKHCN",
        "issued_on": date(2012, 12, 12),
        "valid_from": first_day,
        "components": [a_component()],
        "terms": [a_term()],
        **said,
    }


def told(*versions: dict[str, Any]) -> dict[str, Any]:
    return {"version": list(versions)}


def version(first_day: date, **said: Any) -> Procedure:
    return Procedure.model_validate(a_version(first_day, **said))


def published(first_day: date, known_on: date | None = None, **said: Any) -> Published:
    return Published(procedure=version(first_day, **said), known_on=known_on or first_day)


def amended(
    first_day: date,
    transition: Transition | None = KEEPS_OLD,
    known_on: date | None = None,
    **said: Any,
) -> Amended:
    changed = version(first_day, transition=transition, **said)
    return Amended(procedure=changed, known_on=known_on or first_day)


def abolished(
    day: date, transition: Transition = KEEPS_OLD, known_on: date | None = None
) -> Abolished:
    return Abolished(code=CODE, effective_on=day, transition=transition, known_on=known_on or day)
