"""The route of authorities, units and desks: under which ids and codes events name them."""

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel

from adapters.http.reading import Day
from domain.authority.authority import Authority, Desk, Unit
from domain.engine import Engine

Body = Authority | Unit | Desk


class Units(BaseModel):
    """Who is who on a day, by id."""

    on: date
    units: tuple[Body, ...]


def units(engine: Engine) -> APIRouter:
    router = APIRouter(prefix="/v1/units", tags=["units"])

    @router.get("", response_model_exclude_none=True)
    async def bodies(on: Day | None = None) -> Units:
        """Every authority, unit and desk that is there on the local day `on` (by default today):
        its id, its names and codes with their days, and to whom it belongs. Officers are not
        told of."""
        day = on or engine.today
        registry = engine.law.registry
        entries = (registry.entries[id] for id in sorted(registry.entries))
        found = (entry for entry in entries if isinstance(entry, Body))
        return Units(on=day, units=tuple(one for one in found if registry.stands(one.id, day)))

    return router
