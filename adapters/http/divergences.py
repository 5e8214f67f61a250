"""Routes of divergences: where paper and digital disagree, and who has to act."""

from collections.abc import Sequence
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Query

from adapters.http.access import Caller
from adapters.http.reading import text
from adapters.http.seeing import After, ReadModels, seeing
from domain.access import Reach
from domain.dossier.events import DivergenceKind
from domain.engine import Engine
from domain.request import Name
from projections.divergences import DivergenceRow, State, Wanted
from projections.view import plain

Of = Annotated[Name | None, Query()]


class Divergences(Protocol):
    def within(self, reach: Reach) -> "Divergences": ...

    async def found(self, wanted: Wanted, offset: int, limit: int) -> Sequence[DivergenceRow]: ...


def divergences(engine: Engine, read_models: ReadModels, found: Divergences) -> APIRouter:
    router = APIRouter()
    seen = seeing(engine, read_models)

    @router.get("/v1/divergences", tags=["divergences"])
    async def listed(
        *,
        by: Caller,
        state: State = State.OPEN,
        kind: DivergenceKind | None = None,
        organisation: Of = None,
        procedure: Of = None,
        offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
        after: After = None,
    ) -> dict[str, Any]:
        """Where paper and digital disagree by more than the law and its tolerances expect: the
        oldest first, each with who has to act (`organisation`), what the record has of either
        side, and what would settle it. `next` is the offset of the next page."""
        await seen(after)
        owner = text(organisation, "organisation") if organisation else None
        code = text(procedure, "procedure") if procedure else None
        page = await found.within(by.reach).found(Wanted(state, kind, owner, code), offset, limit)
        return {
            "divergences": [plain(each) for each in page],
            "next": offset + limit if len(page) == limit else None,
        }

    return router
