"""Routes of issued reports: issue one, read it as it was issued, compute it again."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from adapters.http.access import Caller
from adapters.http.bodies import A_BODY, json_body
from adapters.http.forms import ANSWERS, JSON, Format, Forms, wanted
from adapters.http.idempotency import Key, with_key
from adapters.http.problems import Problem
from adapters.http.reading import Day, QueryMoment, text
from adapters.http.reports import asking, right
from adapters.messages import Lang
from adapters.sheets.naming import as_issued
from domain.access import Principal
from domain.dossier.values import Moment
from domain.engine import Engine
from domain.listed import read_as
from domain.request import Name
from projections.issued import shown
from projections.issued.document import carried_document
from projections.issued.kept import Kept, Order
from projections.issued.office import Office
from projections.periods import Schemes
from projections.report.asking import Asked, Said, asked


def _text(value: object) -> object:
    """A bare number would pass for a day: seconds since 1970."""
    if not isinstance(value, str | date):
        raise ValueError("should be a day as RFC 3339 writes it")
    return value


TextDay = Annotated[Day, BeforeValidator(_text)]


class Issue(BaseModel):
    """A report that is to be issued."""

    model_config = ConfigDict(frozen=True)

    from_: Annotated[TextDay | None, Field(alias="from")] = None
    to: TextDay | None = None
    period: Name | None = None
    """Instead of both: 2019-Q3."""
    scheme: Name | None = None
    by: Name | None = None
    """Levels, outermost first: field,procedure."""
    clock: Name | None = None
    as_of: TextDay | None = None
    """The day at whose end dossiers are judged; needed where the period is not over yet."""
    known_at: Moment | None = None
    """What was recorded by then; by default all that is recorded."""
    number: Name | None = None
    """What it is expected to be called; refused where that is not the next number."""
    actor: Name
    source: Name = "reports"
    request_id: Name
    """Unique within the source: the same request again gets the first report."""


def issued(engine: Engine, office: Office, schemes: Schemes, *, lang: Lang) -> APIRouter:
    router = APIRouter(prefix="/v1/reports", tags=["reports"])
    _writing(router, office, schemes)
    _reading(router, office, Forms(engine, lang))
    _again(router, office, asking(engine, schemes))
    return router


def _writing(router: APIRouter, office: Office, schemes: Schemes) -> None:
    @router.post("/issued", status_code=201, openapi_extra=A_BODY)
    async def issue(request: Request, by: Caller, key: Key = None) -> Response:
        """Form II.06a is counted, numbered and frozen with all that it rests on: the position of
        the log, the texts of the law, the release of hoso, and every dossier that it counts."""
        body = read_as(Issue, with_key(await json_body(request), key))
        return _answer(await office.issue(order(body, schemes, office, by)))


def order(body: Issue, schemes: Schemes, office: Office, by: Principal) -> Order:
    """Raises Problem for a question that makes no sense."""
    said = Said(body.from_, body.to, body.period, body.scheme, body.by, body.clock, body.as_of)
    return Order(
        right(lambda: asked(said, schemes, office.today)),
        body.actor,
        body.source,
        body.request_id,
        as_of_given=body.as_of is not None,
        known_at=body.known_at,
        number=body.number,
        entered_by=by.id,
    )


def _answer(kept: Kept) -> JSONResponse:
    """The same body for the first request and each repeat; a header tells them apart."""
    headers = {"Location": f"/v1/reports/issued/{kept.issued.number}"}
    if kept.repeated:
        headers["Idempotent-Replayed"] = "true"
    return JSONResponse(shown.shown(kept), status_code=201, headers=headers)


def _reading(router: APIRouter, office: Office, told: Forms) -> None:
    @router.get("/issued")
    async def listed() -> dict[str, Any]:
        """Every report that was issued, in its order, with what it rests on."""
        return {"reports": shown.listed(await office.listed())}

    @router.get("/issued/{number}", responses=ANSWERS)
    async def one(number: str, request: Request, format: Format = None) -> Any:
        """The report as it was issued. `integrity` says whether it still is what was issued; only
        then it is answered as CSV or XLSX."""
        form = wanted(request, format)
        kept = await office.kept(text(number, "number"))
        if form == JSON:
            return shown.shown(kept)
        if kept.document is None:
            raise Problem("report-altered", number=kept.issued.number, part=kept.part)
        return await told.file(as_issued(shown.shown(kept)), form)

    @router.get("/issued/{number}/document", response_class=Response)
    async def document(number: str) -> Response:
        """The document's own bytes, whose SHA-256 is in the log: with every dossier that it
        counts."""
        kept = await office.kept(text(number, "number"))
        if kept.document is None:
            raise Problem("report-altered", number=kept.issued.number, part=kept.part)
        return Response(kept.text, media_type="application/json")


def _again(router: APIRouter, office: Office, question: Callable[..., Asked]) -> None:
    @router.get("/issued/{number}/recomputed")
    async def again(number: str, known_at: QueryMoment | None = None) -> dict[str, Any]:
        """What the report would be now, or as known at a moment: cell by cell the difference, in
        seven parts that sum to it, with every dossier that has moved and the events or entries
        of the law that moved it."""
        found = await office.recomputed(text(number, "number"), known_at)
        return shown.recomputed(found, office.release)

    @router.get("/carried-over")
    async def carried_over(
        question: Annotated[Asked, Depends(question)], known_at: QueryMoment | None = None
    ) -> dict[str, Any]:
        """From what the report before said was open at its end to what this period carries over
        as now known: dossier by dossier, with the reason."""
        return carried_document(await office.carried(question, known_at))
