"""What each page shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import RedirectResponse, Response

from adapters.messages import Lang
from adapters.web import asked, dossier, listing, rendering, report
from adapters.web.names import Names
from adapters.web.report import ReadModels
from adapters.web.session import Session
from adapters.web.texts import TEXTS
from adapters.web.visit import Visit
from adapters.web.whose_time import bar
from domain.engine import Engine
from domain.knowledge import Moments, known, law_known
from domain.testimony import Code
from projections.attribution import whose_time
from projections.report import Grouping

SEE_OTHER: Final = 303


@dataclass(frozen=True, slots=True)
class Site:
    """An installation, as its pages know it."""

    engine: Engine
    read_models: ReadModels
    session: Session
    lang: Lang
    simulation: Mapping[str, Any] | None

    def page(self, visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
        simulated = simulation_of(visit, self.simulation) if self.simulation else None
        return rendering.page(visit, template, status, simulated=simulated, **values)

    def seen(self, visit: Visit) -> ReadModels:
        """The read models, of what the visitor may see."""
        return self.read_models.within(visit.reach)

    def names(self, visit: Visit) -> Names:
        return Names(self.engine.law, visit.lang, self.engine.law.zone)


def simulation_of(visit: Visit, told: Mapping[str, Any]) -> str:
    """What a simulated installation says of itself."""
    case = str(told.get("case", ""))
    named = visit.say(f"case.{case}") if f"case.{case}" in TEXTS else case
    more = visit.say("simulated_more", case=named, seed=told.get("seed", "–"))
    return f"{more} {told.get('says', '')}".strip()


async def timeliness(site: Site, visit: Visit) -> Response:
    question, names = report.question(visit, site.engine), site.names(visit)
    await report.up_to_date(site.engine, site.read_models)
    found = await site.seen(visit).counts(question.period, (question.by,))
    return site.page(
        visit,
        "timeliness.html",
        question=question,
        groupings=list(Grouping),
        names=names,
        table=report.table(visit, names, question, found),
        numbers=report.FORM,
    )


async def dossiers(site: Site, visit: Visit) -> Response:
    if code := asked.text(visit, "code"):
        return RedirectResponse(visit.dossier(code.strip()), SEE_OTHER)
    question, names = report.question(visit, site.engine), site.names(visit)
    wanted, number = listing.wanted(visit), asked.page(visit)
    await report.up_to_date(site.engine, site.read_models)
    found = await site.seen(visit).spans(question.period)
    listed = listing.listed(question, wanted, found)
    label = report.labels(visit, names, question)
    begin = (number - 1) * listing.PAGE
    return site.page(
        visit,
        "dossiers.html",
        question=question,
        names=names,
        wanted=wanted,
        group=None if wanted.key is None else label(wanted.key)[0],
        count=len(listed),
        items=list(listing.items(visit, names, question, listed[begin : begin + listing.PAGE])),
        before=visit.here(page=number - 1) if number > 1 else None,
        behind=visit.here(page=number + 1) if begin + listing.PAGE < len(listed) else None,
    )


async def one_dossier(site: Site, visit: Visit) -> Response:
    engine, system = site.engine, visit.query.get("system")
    code = asked.plain_text(visit.request.path_params["code"])
    at, known_at = (asked.moment(visit, name, engine.law.zone) for name in ("at", "known_at"))
    moments = Moments(at, known_at)
    named = Code(system, code) if system else code
    found = await known(engine.store, named, moments, visit.reach)
    law = await law_known(engine.store, engine.in_force, moments)
    now = engine.now()
    when = at or known_at or now
    told = dossier.told(visit, law, found, at, when)
    whose = whose_time(found, law, min(when, now))
    return site.page(
        visit,
        "dossier.html",
        code=code,
        moments={"at": at, "known_at": known_at},
        told=told,
        whose=bar(visit, law, told.timeline.lanes, whose),
        names=told.names,
        office=site.names(visit),
    )
