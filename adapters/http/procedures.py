"""The route of procedures: what can be asked for on a day, and by which terms."""

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel

from adapters.http.reading import Day, QueryMoment
from domain.engine import Engine
from domain.knowledge import Moments, law_known
from domain.procedure.procedure import Procedure


class Procedures(BaseModel):
    """The catalogue of a day, by code."""

    on: date
    procedures: tuple[Procedure, ...]


def procedures(engine: Engine) -> APIRouter:
    router = APIRouter(prefix="/v1/procedures", tags=["procedures"])

    @router.get("", response_model_exclude_defaults=True)
    async def in_force(on: Day | None = None, known_at: QueryMoment | None = None) -> Procedures:
        """Every procedure in force on the local day `on` (by default today), as it is known now or
        was `known_at`: its codes and names, components, terms with their legal basis, steps and
        signers. A dossier keeps what it was received under."""
        law = await law_known(engine.store, engine.in_force, Moments(known_at=known_at))
        day = on or engine.today
        return Procedures(on=day, procedures=law.in_force_on(day))

    return router
