"""Where paper and digital were after each event: two lanes, and the rows where they part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from adapters.web.names import NOBODYS, Names

CARRIERS: Final = ("paper", "digital")
COLOURS: Final = 8
"""How many the style sheet knows; with more holders they come again."""

Place = Mapping[str, Any]
"""As the history tells it: a holder, or in transit."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Where one carrier was after an event."""

    band: str
    """The classes of the style sheet that paint it."""
    holder: str
    towards: str | None
    """In transit to whom."""
    is_result: bool
    """The result, no more the file that was handed in."""
    moved: bool
    """It was elsewhere after the event before."""


@dataclass(frozen=True, slots=True)
class Band:
    """What a colour means."""

    band: str
    holder: str


class Lanes:
    """Follows both carriers through a history, in the order of happening."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._bands: dict[str, Band] = {}
        self._results: set[str] = set()
        self._places: dict[str, Place | None] = {}

    def after(self, line: Mapping[str, Any], day: date) -> dict[str, Stop | None]:
        """A stop for each carrier; None where nobody told. What was annulled moved nothing."""
        told = self._places if line["annulled"] else line
        if not line["annulled"]:
            self._results |= set(_results(line))
        return {carrier: self._stop(carrier, told.get(carrier), day) for carrier in CARRIERS}

    @property
    def apart(self) -> bool:
        """Whether paper and digital are at two places now."""
        paper, digital = (self._places.get(carrier) for carrier in CARRIERS)
        return paper is not None and digital is not None and _ends(paper) != _ends(digital)

    @property
    def legend(self) -> tuple[Band, ...]:
        """Every holder so far, in the order of first appearance."""
        return tuple(self._bands.values())

    def _stop(self, carrier: str, place: Place | None, day: date) -> Stop | None:
        moved = place != self._places.get(carrier)
        self._places[carrier] = place
        if place is None:
            return None
        is_result = carrier in self._results
        transit = place.get("in_transit")
        if transit is None:
            at = self.band(place["holder"], day)
            return Stop(at.band, at.holder, None, is_result, moved)
        giver, taker = self.band(transit["giver"], day), self.band(transit["taker"], day)
        band = f"transit from-{giver.band} to-{taker.band}"
        return Stop(band, giver.holder, taker.holder, is_result, moved)

    def band(self, holder: Mapping[str, str] | None, day: date) -> Band:
        """A holder's colour, and what it is called."""
        label = self._names.holder(holder, day)
        if holder is None:
            return Band("nobody", label)
        key = "/".join(holder.values())
        if key not in self._bands:
            self._bands[key] = Band(self._colour(holder), label)
        return Band(self._bands[key].band, label)

    def _colour(self, holder: Mapping[str, str]) -> str:
        if holder["organisation"] in NOBODYS:
            return holder["organisation"]
        used = sum(1 for known in self._bands.values() if known.band not in NOBODYS)
        return f"c{used % COLOURS + 1}"


def _results(line: Mapping[str, Any]) -> Iterator[str]:
    """The carriers on which the result, and no more the file, is followed from this event on."""
    data = line["data"]
    arrived = line["kind"] == "dossier.result-arrived" and "desk" in data
    if "carrier" in data and (arrived or data.get("object") == "result"):
        yield data["carrier"]


def _ends(place: Place) -> list[Mapping[str, str] | None]:
    """Its holder, or from whom to whom it travels. A desk and its body are two places."""
    transit = place.get("in_transit")
    return [transit["giver"], transit["taker"]] if transit else [place["holder"]]
