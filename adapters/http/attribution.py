"""Routes of attribution: whose time it was, of one dossier and over those of a period."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Query

from adapters.http.access import Caller
from adapters.http.long_reads import told_of
from adapters.http.problems import Problem
from adapters.http.reading import Day, Named, QueryMoment
from adapters.http.seeing import After, ReadModels, seeing
from adapters.messages import Lang
from adapters.messages.charges import Called, Labels, Telling, telling, why_not
from domain.access import Reach
from domain.dossier.attribution import Attribution, Charge, Dimension, Share, Whose
from domain.dossier.values import Carrier
from domain.engine import Engine
from domain.knowledge import Moments, known, law_known
from domain.procedure.common import Account
from projections.attribution import Sum, Summed, WhoseTime, whose_time
from projections.report import Period
from projections.view import plain


class Charges(Protocol):
    def within(self, reach: Reach) -> "Charges": ...

    async def summed(self, period: Period, by: Dimension, carrier: Carrier | None) -> Summed: ...


def of_a_dossier(engine: Engine, lang: Lang) -> APIRouter:
    """To be asked before the dossier itself, whose code may hold anything."""
    router = APIRouter(prefix="/v1/dossiers", tags=["dossiers"])

    @router.get("/{code:path}/attribution")
    async def attribution(
        named: Named,
        by: Caller,
        at: QueryMoment | None = None,
        known_at: QueryMoment | None = None,
        carrier: Carrier | None = None,
    ) -> dict[str, Any]:
        """Whose working time it was, charge by charge: of the dossier, or as one carrier went.
        What ate the slack, what made it late and the sentence are of the dossier."""
        now = engine.now()
        if at and at > now:
            raise Problem("invalid-parameter", name="at", why="that moment has not come yet")
        moments = Moments(at, known_at)
        found = await known(engine.store, named.code, moments, by.reach)
        law = await law_known(engine.store, engine.in_force, moments)
        when = at or min(known_at or now, now)
        asked = Asked(named.said, when, known_at, carrier)
        whose = await told_of(found, lambda: whose_time(found, law, when))
        return of_one(asked, whose, Called(law, lang))

    return router


def reports(engine: Engine, read_models: ReadModels, charges: Charges, *, lang: Lang) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["reports"])
    seen = seeing(engine, read_models)

    @router.get("/reports/attribution")
    async def attribution(
        *,
        who: Caller,
        by: Dimension = Dimension.ACCOUNT,
        from_: Annotated[Day, Query(alias="from")],
        to: Day,
        carrier: Carrier | None = None,
        after: After = None,
    ) -> dict[str, Any]:
        """Whose working time it was, over the dossiers that ended on local days `from` to `to`."""
        if to < from_:
            raise Problem("invalid-parameter", name="to", why="the period ends before it begins")
        await seen(after)
        period = Period(from_, to, min(to, engine.today))
        found = await charges.within(who.reach).summed(period, by, carrier)
        return of_many(period, carrier, found, Called(engine.law, lang))

    return router


@dataclass(frozen=True, slots=True)
class Asked:
    code: str
    at: datetime
    known_at: datetime | None
    carrier: Carrier | None


def of_one(asked: Asked, whose: WhoseTime, called: Called) -> dict[str, Any]:
    """Whose time it was of a dossier, or null and why nobody can say."""
    head = {"dossier": asked.code, "at": plain(asked.at), "known_at": plain(asked.known_at)}
    found, carrier = whose.found, asked.carrier
    if not isinstance(found, Attribution):
        reason = {"code": found.reason.value, "message": why_not(found, called.lang)}
        return {**head, "carrier": plain(carrier), "attribution": None, "reason": reason}
    told = _attribution(found, carrier, telling(found, called, whose.zone))
    return {**head, "carrier": plain(carrier), "attribution": told, "reason": None}


def _attribution(found: Attribution, carrier: Carrier | None, tells: Telling) -> dict[str, Any]:
    charges = found.on(carrier)
    spans = ("since", "until", "ended", "counts_since", "due", "term_minutes", "minutes")
    return {
        **{name: plain(getattr(found, name)) for name in spans},
        "late_minutes": found.late,
        "procedure": found.procedure,
        "sentence": tells.sentence(found),
        "charges": [_charge(charge, tells) for charge in charges],
        "accounts": [*_accounts(charges)],
        "ate_the_slack": [_share(share, tells) for share in found.ate_the_slack],
        "made_it_late": [_share(share, tells) for share in found.made_it_late],
    }


def _charge(charge: Charge, tells: Telling) -> dict[str, Any]:
    return {
        **_whose(charge.whose, tells.then(charge)),
        "since": plain(charge.since),
        "until": plain(charge.until),
        **_minutes(charge.before, charge.after),
    }


def _share(share: Share, tells: Telling) -> dict[str, Any]:
    more = {"minutes": share.minutes, "planned": share.planned, "over": share.over}
    return {**_whose(share.whose, tells), **more}


def _whose(whose: Whose, tells: Telling) -> dict[str, Any]:
    return {**plain(whose), "who": tells.who(whose), "says": tells.whose(whose)}


def _minutes(before: int, after: int) -> dict[str, int]:
    return {"minutes": before + after, "before": before, "after": after}


def _accounts(charges: Sequence[Charge]) -> Iterator[dict[str, Any]]:
    """The sums, in the order in which the accounts first come."""
    for name, alike in by_account(charges).items():
        before, after = sum(one.before for one in alike), sum(one.after for one in alike)
        yield {"account": name.value, **_minutes(before, after)}


def by_account(charges: Iterable[Charge]) -> Mapping[Account, list[Charge]]:
    alike: dict[Account, list[Charge]] = {}
    for charge in charges:
        alike.setdefault(charge.whose.account, []).append(charge)
    return alike


def of_many(
    period: Period, carrier: Carrier | None, found: Summed, called: Called
) -> dict[str, Any]:
    """The report: rows that sum to its total."""
    labels = Labels(called, found.by, period.as_of)
    return {
        "period": {"from": period.from_on.isoformat(), "to": period.to_on.isoformat()},
        "by": found.by.value,
        "carrier": plain(carrier),
        "dossiers": plain(found.dossiers),
        "rows": [_row(row, found, labels) for row in found.rows],
        "total": _minutes(found.before, found.after),
    }


def _row(row: Sum, of: Summed, labels: Labels) -> dict[str, Any]:
    return {
        "key": row.key,
        "label": labels.of(row.key),
        **_minutes(row.before, row.after),
        "share_before": _part(row.before, of.before),
        "share_after": _part(row.after, of.after),
        "dossiers": row.dossiers,
        "late": row.late,
    }


def _part(minutes: int, whole: int) -> float:
    """Of one; nought of nothing."""
    return round(minutes / whole, 4) if whole else 0.0
