"""Routes of what could not be placed: see it, place it on a dossier, set it aside."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from adapters.http.access import Caller
from adapters.http.bodies import A_BODY, json_body
from adapters.http.problems import said, told
from adapters.http.reading import text
from adapters.messages import Lang
from domain.engine import Engine
from domain.listed import read_as
from domain.placing import dismiss, place
from domain.request import Name
from domain.unplaced import Kept, State, Unplaced, Wanted
from projections.view import plain


class Placing(BaseModel):
    """On which dossier it is to be placed."""

    model_config = ConfigDict(frozen=True)

    dossier: Name
    """Any code of the dossier."""
    code_system: Name | None = None
    """The system that gave the code; needed only where several gave the same."""


class Dismissal(BaseModel):
    """Why it is set aside."""

    model_config = ConfigDict(frozen=True)

    reason: Annotated[str, Field(min_length=1, max_length=2000)]
    """Free text: it is kept in the vault."""


def unplaced(engine: Engine, kept: Unplaced, *, lang: Lang) -> APIRouter:
    router = APIRouter(prefix="/v1/unplaced", tags=["unplaced"])
    _reading(router, kept, lang)
    _placing(router, engine, kept, lang)
    return router


def _reading(router: APIRouter, kept: Unplaced, lang: Lang) -> None:
    @router.get("")
    async def listed(
        by: Caller,
        state: State = State.WAITING,
        after: Annotated[Name | None, Query()] = None,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> dict[str, Any]:
        """What was told of a code that nobody bears yet, or of a dossier that its teller may not
        speak of, in the order in which it came: as far as it was told in the name of your units.
        It is placed by itself when its dossier appears. `next` goes into `after`."""
        cursor = text(after, "after") if after else None
        page = await kept.waiting(Wanted(by.reach, state, cursor, limit))
        return {
            "unplaced": [shown(one, lang) for one in page],
            "next": page[-1].id if len(page) == limit else None,
        }


def _placing(router: APIRouter, engine: Engine, kept: Unplaced, lang: Lang) -> None:
    @router.post("/{id}/placing", openapi_extra=A_BODY)
    async def placing(id: str, request: Request, by: Caller) -> Response:
        """It is recorded of the dossier that you name, as its teller told it; what it said of its
        dossier stands in `source_ref` then, unless something else stands there. The same again gets
        the first answer, and so does whoever sends the event itself again."""
        body = read_as(Placing, await json_body(request))
        on = body.dossier, body.code_system
        one, answer = await place(engine, kept, text(id, "id"), on, by)
        findings = [told(finding, lang) for finding in answer.findings]
        headers = {"Idempotent-Replayed": "true"} if answer.repeated else {}
        return JSONResponse({**shown(one, lang), "findings": findings}, headers=headers)

    @router.post("/{id}/dismissal", openapi_extra=A_BODY)
    async def dismissal(id: str, request: Request, by: Caller) -> dict[str, Any]:
        """It is set aside: hoso no longer tries to place it, and it leaves the list. It may still
        be placed. Whoever says so first is remembered, and why."""
        body = read_as(Dismissal, await json_body(request))
        return shown(await dismiss(kept, text(id, "id"), body.reason, by), lang)


def shown(kept: Kept, lang: Lang) -> dict[str, Any]:
    """What is told of it, and what became of it; what else it says stays in the vault."""
    placed, dismissed = kept.placed, kept.dismissed
    return {
        **plain({name: getattr(kept, name) for name in SAID}),
        "state": kept.state.value,
        "refused": [said(why.code, why.params, lang) for why in kept.refused],
        "placed": plain(placed) if placed else None,
        "dismissed": plain(dismissed) if dismissed else None,
    }


SAID: Final = (
    *("id", "source", "request_id", "dossier", "code_system", "kind", "occurred_at", "unit"),
    *("entered_by", "kept_at"),
)
