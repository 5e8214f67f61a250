"""The case that the tests speak of: a week, the offices, a procedure, and who says what."""

from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from domain.dossier.events import (
    CarrierReceived,
    Completed,
    DossierEvent,
    Received,
    ResultArrived,
    Returned,
    Told,
    TransferAcknowledged,
    Transferred,
)
from domain.dossier.values import Carrier, Holder
from domain.law import Law
from domain.procedure.procedure import Procedure, RequiredComponent
from domain.testimony import Code, EventRef, Testimony

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")

MONDAY: Final = date(2026, 3, 2)
TUESDAY: Final = date(2026, 3, 3)
WEDNESDAY: Final = date(2026, 3, 4)
THURSDAY: Final = date(2026, 3, 5)
FRIDAY: Final = date(2026, 3, 6)
NEXT_MONDAY: Final = date(2026, 3, 9)

APPLICATION: Final = "application"
XRAY: Final = "2.002131"
ABOLISHED: Final = "1.000001"

CENTRE: Final = Holder(organisation="centre")
COUNTER: Final = Holder(organisation="centre", desk="counter 3")
DEPARTMENT: Final = Holder(organisation="department")
ARCHIVE: Final = Holder(organisation="archive")

PAPER: Final = Carrier.PAPER
DIGITAL: Final = Carrier.DIGITAL

DOSSIER: Final = Code("dossier-code", "000.00.12.H58-260302-0001")
NOBODY: Final = EventRef("nobody", "never")


def _procedure(code: str, valid_from: date, valid_to: date | None) -> Procedure:
    return Procedure(
        code=code,
        name_vi="Cấp giấy phép sử dụng thiết bị X-quang",
        name_en="Licence for X-ray equipment",
        field="radiation",
        legal_basis="NĐ 142/2020",
        valid_from=valid_from,
        valid_to=valid_to,
        components=(RequiredComponent(code=APPLICATION, name_vi="Đơn", name_en="Application"),),
    )


LAW: Final = Law(
    ZONE,
    {
        XRAY: (_procedure(XRAY, date(2021, 1, 1), None),),
        ABOLISHED: (_procedure(ABOLISHED, date(2015, 1, 1), date(2020, 12, 31)),),
    },
)


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


def on(day: date, event: DossierEvent, hour: int = 9, minute: int = 0, **envelope: Any) -> Told:
    """That the event happened then, as the one-stop desk tells it."""
    at = moment(day, hour, minute)
    named = {"source": "one-stop", "request_id": f"{event.kind} {at:%d %H:%M}", **envelope}
    return Testimony(event=event, dossier=DOSSIER, occurred_at=at, **named)


def received(day: date = MONDAY, hour: int = 8, **said: Any) -> Told:
    """Accepted, to be returned by Friday."""
    promised = {"promised_return": moment(FRIDAY, 17), **said}
    return on(day, Received(**promised), hour, actor="hanh", unit="one-stop")


def came_in(carrier: Carrier, day: date = MONDAY, hour: int = 8, **said: Any) -> Told:
    event = CarrierReceived(carrier=carrier, **{"desk": CENTRE, **said})
    return on(day, event, hour, request_id=f"{carrier} came {day} {hour}")


def handed_over(day: date = TUESDAY, hour: int = 9, **said: Any) -> Told:
    """The paper file, from the Centre on its way to the department."""
    way = {"giver": CENTRE, "taker": DEPARTMENT, "carrier": PAPER, **said}
    return on(day, Transferred(**way), hour)


def acknowledged(day: date = TUESDAY, hour: int = 15, **said: Any) -> Told:
    return on(day, TransferAcknowledged(**{"carrier": PAPER, **said}), hour)


def result(carrier: Carrier | None, day: date, hour: int = 9, **said: Any) -> Told:
    event = ResultArrived(carrier=carrier, **said)
    return on(day, event, hour, request_id=f"{carrier} result {day} {hour}")


def given_out(carrier: Carrier | None, day: date, hour: int = 9, **said: Any) -> Told:
    event = Returned(carrier=carrier, **said)
    return on(day, event, hour, request_id=f"{carrier} given out {day} {hour}")


def closed(day: date, hour: int = 16, **said: Any) -> Told:
    return on(day, Completed(**said), hour)
