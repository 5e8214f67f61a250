"""The route of what may be said of a dossier now, or done to it."""

from fastapi import APIRouter, Request, Response

from adapters.http.access import Caller
from adapters.http.conditional import answered
from adapters.http.long_reads import told_of
from adapters.http.reading import Named
from adapters.messages import Lang, event_name
from domain.engine import Engine
from domain.knowledge import Moments, known
from projections.next_steps import next_steps


def of_a_dossier(engine: Engine, lang: Lang) -> APIRouter:
    """To be asked before the dossier itself, whose code may hold anything."""
    router = APIRouter(prefix="/v1/dossiers", tags=["dossiers"])

    @router.get("/{code:path}/next")
    async def what_next(named: Named, request: Request, by: Caller) -> Response:
        """What may be said of the dossier now, or done to it, by whoever asks: each kind of event
        that is regular where it stands, with the modes in which it may be posted, where it leads,
        what its data must hold, and what would be found. What is not listed and happened all the
        same is recorded with a finding."""
        found = await known(engine.store, named.code, Moments(), by.reach)
        law, now = engine.law, engine.now()
        told = await told_of(found, lambda: next_steps(found, law, by, now))
        for step in told["next"]:
            step["means"] = event_name(step["kind"], lang)
        return answered(request, {"dossier": named.said, **told}, found[-1].version)

    return router
