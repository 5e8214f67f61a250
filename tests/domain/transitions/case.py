"""The case of March 2019: Long An, under the law as it is shipped."""

from datetime import date
from typing import Any, Final

from adapters.catalogue import law
from domain.dossier.events import CarrierReceived, Received, Submitted, Told, Transferred
from domain.dossier.lifecycle import Stage
from domain.dossier.values import Carrier, Channel, Component, Holder
from domain.law import Law
from tests.domain.case import ZONE, on
from tests.domain.spec import Asked, Given, given

SHIPPED: Final[Law] = law(ZONE)

CONFORMITY: Final = "SKHCN-TDC-09"
"""Registration of declared conformity: checked within three working days, settled within five."""
LICENCE: Final = "SKHCN-ATBX-02"
"""Licence for X-ray equipment: thirty days; since February 2021 twenty-five, from the fee on."""
EVALUATION: Final = "SKHCN-KHCN-22"
"""Evaluation of research: a council, and time in the laboratory that does not count."""

ONE_STOP: Final = "long-an-o12"
HANDLER: Final = "long-an-o07"
HEAD: Final = "long-an-o03"
"""Of the sub-department; during 2019 he signs for the leaders, too."""
LEADER: Final = "long-an-o01"
TDC: Final = "long-an-dost-tdc"

CENTRE: Final = Holder(organisation="long-an-centre")
DIVISION: Final = Holder(organisation=TDC)
SCIENCE: Final = Holder(organisation="long-an-dost-science")

DECLARATION: Final = ("declaration", "business-registration", "standard")
"""The components of a declaration of conformity, whatever the case."""


MARCH_4: Final = date(2019, 3, 4)


def march(day: int) -> date:
    """Of 2019: the 4th and the 11th are Mondays, and no holiday is near."""
    return date(2019, 3, day)


def under_law(*past: Told) -> Given:
    return given(*past, law=SHIPPED)


def sent(day: date = MARCH_4, hour: int = 8, **said: Any) -> Told:
    """Handed in online."""
    event = Submitted(**{"procedure": CONFORMITY, "channel": Channel.ONLINE, **said})
    return on(day, event, hour)


def handed_in(
    carrier: Carrier, *components: str, day: date = MARCH_4, hour: int = 8, **said: Any
) -> Told:
    codes = tuple(Component(code=code) for code in components)
    event = CarrierReceived(**{"carrier": carrier, "desk": CENTRE, "components": codes, **said})
    return on(day, event, hour, request_id=f"{carrier} {said.get('object')} {day} {hour}")


def accepted(procedure: str = CONFORMITY, day: date = MARCH_4, hour: int = 9, **said: Any) -> Told:
    """Received at the counter, by who may receive."""
    event = Received(**{"procedure": procedure, "channel": Channel.DIRECT, **said})
    return on(day, event, hour, actor=ONE_STOP, unit="long-an-dost-one-stop")


def forwarded(day: date = MARCH_4, hour: int = 10, minute: int = 0, **said: Any) -> Told:
    """The paper file, from the Centre to the division that settles it."""
    way = {"giver": CENTRE, "taker": DIVISION, "carrier": Carrier.PAPER, **said}
    named = f"{way['carrier']} {way.get('object', 'file')} to {way['taker']}"
    return on(day, Transferred(**way), hour, minute, request_id=f"{named} {day} {hour}:{minute}")


def leads(asked: Asked, before: Stage, after: Stage, status: int | None) -> None:
    """The regular way: from one stage to another, with its national status, and no finding."""
    Given(asked.past, asked.law).then(stage=before)
    asked.regular()
    asked.then(stage=after)
    assert after.national_status == status
