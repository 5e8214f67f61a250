"""Whose time it was, as tables for people: of one dossier, and over those of a period."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from rich.box import SIMPLE
from rich.table import Table

from adapters.cli.console import OUT, USAGE, Stop
from adapters.cli.operations import tell_parked
from adapters.http.attribution import Asked, by_account
from adapters.messages import Lang, word
from adapters.messages.attribution import office_time
from adapters.messages.charges import Called, Labels, Telling, telling, why_not
from adapters.messages.languages import Pair, told
from adapters.settings import Settings
from adapters.web.names import Names
from adapters.wiring import system
from domain import knowledge
from domain.dossier.attribution import Attribution, Charge, Dimension
from domain.dossier.values import Carrier
from domain.procedure.common import Account
from projections import attribution, timeliness
from projections.attribution import Dossiers, Sum, Summed, WhoseTime, whose_time
from projections.report import Period

TEXTS: Final[dict[str, Pair]] = {
    "whole": (
        "{time} of office time, {since} to {until}",
        "{time} làm việc, từ {since} đến {until}",
    ),
    "due": ("late from {due} on", "quá hạn kể từ {due}"),
    "still": ("still open", "chưa kết thúc"),
    "carrier": ("as the {carrier} went", "theo bản {carrier}"),
    "charges": ("Whose time it was", "Thời gian thuộc về ai"),
    "account": ("account", "thời gian thuộc về"),
    "who": ("who", "bên giữ, bên phải làm"),
    "step": ("step", "bước"),
    "since": ("since", "từ lúc"),
    "until": ("until", "đến lúc"),
    "before": ("before due", "trong hạn"),
    "after": ("after due", "quá hạn"),
    "share": ("share", "tỷ lệ"),
    "total": ("total", "tổng cộng"),
    "slack": ("What ate the slack", "Thời hạn đã dùng vào việc gì"),
    "used": ("used", "đã dùng"),
    "planned": ("planned", "trong quy trình"),
    "over": ("beyond", "vượt"),
    "dossiers": ("dossiers", "hồ sơ"),
    "late": ("of these late", "trong đó quá hạn"),
    "report": (
        "Whose time it was, by {by}: dossiers that ended {from_} to {to}",
        "Thời gian thuộc về ai, theo {by}: hồ sơ kết thúc từ {from_} đến {to}",
    ),
    "counts": (
        "{ended} dossiers ended, {late} of them late. Still open, in no row: {open}.",
        "{ended} hồ sơ đã kết thúc, trong đó {late} quá hạn. Chưa kết thúc, không nằm trong bảng: "
        "{open}.",
    ),
    "unattributed": (
        "Ended, but nobody can say whose time it was, in no row: {unattributed}.",
        "Đã kết thúc nhưng chưa xác định được thời gian thuộc về ai, không nằm trong bảng: "
        "{unattributed}.",
    ),
    "several": (
        "One dossier may stand in several rows.",
        "Một hồ sơ có thể nằm ở nhiều dòng.",
    ),
}
NOUGHT: Final = "–"


class Moments(NamedTuple):
    at: datetime | None
    known_at: datetime | None


async def attributed(
    settings: Settings, code: str, moments: Moments, carrier: Carrier | None
) -> tuple[Asked, WhoseTime, Called]:
    """Whose time it was. Raises Refused when nobody knows the code."""
    at, known_at = moments
    # No clock of a simulation is ahead of ours: what is wrong by ours needs no database.
    _come(at, datetime.now(UTC))
    async with system(settings) as open_system:
        now, law = open_system.now, open_system.engine.law
        _come(at, now)
        asked = Asked(code, at or min(known_at or now, now), known_at, carrier)
        known = await knowledge.known(open_system.store, code, knowledge.Moments(at, known_at))
    return asked, whose_time(known, law, asked.at), Called(law, settings.lang)


def _come(at: datetime | None, now: datetime) -> None:
    if at and at > now:
        raise Stop(USAGE, "invalid-parameter", "--at: that moment has not come yet.")


async def summed(
    settings: Settings, days: tuple[date, date], by: Dimension, carrier: Carrier | None
) -> tuple[Period, Carrier | None, Summed, Called]:
    """Over everything recorded so far."""
    from_on, to_on = days
    if to_on < from_on:
        raise Stop(USAGE, "invalid-parameter", "--to: the period ends before it begins.")
    async with system(settings) as open_system:
        models = open_system.read_models
        await models.catch_up()
        read = [attribution.PROJECTION.name, timeliness.PROJECTION.name]
        tell_parked(await models.standings(), read, settings)
        period = Period(from_on, to_on, min(to_on, open_system.engine.today))
        found = await open_system.charges.summed(period, by, carrier)
        return period, carrier, found, Called(open_system.engine.law, settings.lang)


def show_attributed(asked: Asked, whose: WhoseTime, called: Called) -> None:
    found = whose.found
    OUT.print(asked.code, style="bold", highlight=False)
    if not isinstance(found, Attribution):
        OUT.print(why_not(found, called.lang), highlight=False)
        return
    tells = telling(found, called, whose.zone)
    OUT.print(tells.sentence(found), highlight=False)
    OUT.print(_about(asked, found, tells), highlight=False)
    charges = found.on(asked.carrier)
    tables = (
        _charges(charges, asked.carrier, tells),
        _accounts(charges, called.lang),
        _slack(found, tells),
    )
    for table in tables:
        OUT.print()
        OUT.print(table)


def _about(asked: Asked, found: Attribution, tells: Telling) -> str:
    lang, names = tells.called.lang, _names(tells)
    since, until = names.moment(found.since), names.moment(found.until)
    time = office_time(found.minutes, lang)
    parts = [_said("whole", lang, time=time, since=since, until=until)]
    parts += [_said("due", lang, due=names.moment(found.due))] if found.due else []
    parts += [] if found.ended else [_said("still", lang)]
    if asked.carrier:
        parts.append(_said("carrier", lang, carrier=word(asked.carrier, lang)))
    return "; ".join(parts)


def _charges(charges: Sequence[Charge], reading: Carrier | None, tells: Telling) -> Table:
    lang, names = tells.called.lang, _names(tells)
    table = _table(lang, "charges", ("account", "who", "step", "since", "until"), DUE)
    for charge in charges:
        whose = charge.whose
        table.add_row(
            word(whose.account, lang),
            _who(charge, reading, tells.then(charge)),
            whose.step or "",
            names.moment(charge.since),
            names.moment(charge.until),
            *_times(charge.before, charge.after, lang),
        )
    return table


def _who(charge: Charge, reading: Carrier | None, tells: Telling) -> str:
    """The holder, or from whom to whom, with the carrier where the reading does not tell it."""
    whose = charge.whose
    unrecorded = Account.UNRECORDED if whose.lies is Account.UNRECORDED else None
    which = whose.carrier if whose.carrier is not reading else None
    parts = (
        word(which, tells.called.lang) if which else None,
        tells.who(whose),
        word(unrecorded, tells.called.lang) if unrecorded else None,
    )
    return ": ".join(part for part in parts if part)


def _accounts(charges: Sequence[Charge], lang: Lang) -> Table:
    table = _table(lang, None, ("account",), DUE)
    for name, alike in by_account(charges).items():
        before, after = sum(one.before for one in alike), sum(one.after for one in alike)
        table.add_row(word(name, lang), *_times(before, after, lang))
    table.add_section()
    before, after = sum(one.before for one in charges), sum(one.after for one in charges)
    table.add_row(_said("total", lang), *_times(before, after, lang), style="bold")
    return table


def _slack(found: Attribution, tells: Telling) -> Table:
    """Of the term; what was beyond the hours of the steps first, where any step was named."""
    lang, shares = tells.called.lang, found.ate_the_slack
    planned = any(share.planned for share in shares)
    figures = ("used", "planned", "over") if planned else ("used",)
    table = _table(lang, "slack", ("account",), figures)
    for says, minutes in tells.together(shares):
        table.add_row(says, *(_time(each, lang) for each in minutes[: len(figures)]))
    return table


def show_summed(period: Period, carrier: Carrier | None, found: Summed, called: Called) -> None:
    lang = called.lang
    names = Names(called.law, lang, called.law.zone)
    of = {"from_": names.day(period.from_on), "to": names.day(period.to_on)}
    title = _said("report", lang, by=word(found.by, lang), **of)
    which = [_said("carrier", lang, carrier=word(carrier, lang))] if carrier else []
    OUT.print("; ".join((title, *which)), style="bold", highlight=False)
    OUT.print()
    OUT.print(_sums(found, Labels(called, found.by, period.as_of), names))
    OUT.print()
    OUT.print(_counts(found.dossiers, names), highlight=False)


def _sums(found: Summed, labels: Labels, names: Names) -> Table:
    lang = names.lang
    figures = ("before", "share", "after", "share", "dossiers", "late")
    table = _table(lang, None, (), figures, first=word(found.by, lang))
    for row in found.rows:
        table.add_row(labels.of(row.key), *_figures(row, found, names))
    table.add_section()
    times = _times(found.before, found.after, lang)
    counts = (names.count(found.dossiers.ended), names.count(found.dossiers.late))
    total = (times[0], "", times[1], "", *counts)
    table.add_row(_said("total", lang), *total, style="bold")
    return table


def _figures(row: Sum, found: Summed, names: Names) -> tuple[str, ...]:
    before, after = _times(row.before, row.after, names.lang)
    shares = _percent(row.before, found.before), _percent(row.after, found.after)
    return before, shares[0], after, shares[1], names.count(row.dossiers), names.count(row.late)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if part else NOUGHT


def _counts(dossiers: Dossiers, names: Names) -> str:
    lang = names.lang
    told_ = {
        name: names.count(getattr(dossiers, name))
        for name in ("ended", "late", "open", "unattributed")
    }
    lines = ["counts", *(["unattributed"] if dossiers.unattributed else []), "several"]
    return "\n".join(_said(line, lang, **told_) for line in lines)


DUE: Final = ("before", "after")


def _times(before: int, after: int, lang: Lang) -> tuple[str, str]:
    return _time(before, lang), _time(after, lang)


def _time(minutes: int, lang: Lang) -> str:
    return office_time(minutes, lang) if minutes else NOUGHT


def _table(
    lang: Lang,
    title: str | None,
    texts: Sequence[str],
    figures: Sequence[str],
    first: str | None = None,
) -> Table:
    named = _said(title, lang) if title else None
    table = Table(title=named, title_justify="left", box=SIMPLE, show_edge=False, pad_edge=False)
    for heading in ([first] if first else []) + [_said(text, lang) for text in texts]:
        table.add_column(heading)
    for figure in figures:
        table.add_column(_said(figure, lang), justify="right", no_wrap=True)
    return table


def _said(key: str, lang: Lang, **params: str) -> str:
    return told(TEXTS[key], lang).format(**params)


def _names(tells: Telling) -> Names:
    return Names(tells.called.law, tells.called.lang, tells.zone)
