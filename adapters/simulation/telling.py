"""A case and its counter-run as tables for people."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

from rich.console import JustifyMethod, RenderableType
from rich.table import Table

from adapters.messages import Lang, word
from adapters.messages.attribution import office_time
from adapters.messages.charges import Called, telling, why_not
from adapters.messages.comparison import CLASSES, DEEDS, LATE_BY, TEXTS, TYPED
from adapters.messages.languages import told
from adapters.simulation.alarms import Alarm, Became
from adapters.simulation.comparing import Comparison, Late, Raised, Run
from domain.dossier.attribution import Unattributable
from domain.dossier.events import DivergenceKind

SHOWN: Final[dict[Lang, str]] = {"en": "%a %Y-%m-%d %H:%M", "vi": "%d/%m/%Y %H:%M"}
DAYS: Final[dict[Lang, str]] = {"en": "%Y-%m-%d", "vi": "%d/%m/%Y"}


def tables(found: Comparison, lang: Lang) -> Iterator[RenderableType]:
    """First of all that it is a simulation; then the late ones, the alarms, and what they show."""
    hours = f"{found.case.heeded_minutes[-1] / 60:g}"
    yield told(TEXTS["simulation"], lang).format(seed=found.seed, hours=hours) + "\n"
    yield _late_ones(found, lang)
    yield from (f"{one.judged.code}: {_whose(found, one, lang)}" for one in found.late)
    yield ""
    yield _alarms(found, lang)
    yield _summary(found, lang)


def _table(title: str, headings: Sequence[str], lang: Lang, right: Sequence[str] = ()) -> Table:
    table = Table(title=told(TEXTS[title], lang), title_justify="left")
    for heading in headings:
        justify: JustifyMethod = "right" if heading in right else "left"
        table.add_column(told(TEXTS[heading], lang), justify=justify)
    return table


def _late_ones(found: Comparison, lang: Lang) -> Table:
    headings = ("dossier", "disagree", "since", "raised", "left", "heeded")
    table = _table("late", headings, lang)
    for one in found.late:
        rows = [*_raised(one, lang)] or [(told(TEXTS["none"], lang), "", "", "")]
        became = told(CLASSES[one.heeded], lang) if one.heeded else ""
        for place, row in enumerate(rows):
            about = (_about(one, lang), became) if place == 0 else ("", "")
            table.add_row(about[0], *row, about[1], end_section=place == len(rows) - 1)
    return table


def _about(one: Late, lang: Lang) -> str:
    stands = one.judged.standing
    by = told(LATE_BY[one.judged.late_by or "other"], lang)
    days = told(TEXTS["due"], lang).format(
        day=_day(stands.due_on, lang), ended=_day(stands.ended_on, lang)
    )
    return "\n".join((one.judged.code, f"{told(TEXTS['by'], lang)}: {by}", days))


def _raised(one: Late, lang: Lang) -> Iterator[tuple[str, str, str, str]]:
    for place, each in enumerate(one.alarms):
        what = word(each.alarm.kind, lang)
        began = told(TEXTS["began"], lang).format(what=what) if place == 0 else what
        yield began, *_times(each, lang)


def _times(each: Raised, lang: Lang) -> tuple[str, str, str]:
    left = office_time(each.left, lang) if each.left else told(TEXTS["too-late"], lang)
    return _at(each.alarm.since, lang), _at(each.alarm.raised_at, lang), left


def _at(at: datetime, lang: Lang) -> str:
    return at.strftime(SHOWN[lang])


def _day(day: date | None, lang: Lang) -> str:
    return day.strftime(DAYS[lang]) if day else ""


def _whose(found: Comparison, one: Late, lang: Lang) -> str:
    if isinstance(one.whose, Unattributable):
        return why_not(one.whose, lang)
    zone = found.law.zone
    return telling(one.whose, Called(found.law, lang), zone).sentence(one.whose)


def _alarms(found: Comparison, lang: Lang) -> Table:
    """What became of them, in the first run and in the second."""
    counts = ("raised-count", *Became)
    table = _table("alarms", ("kind", *counts), lang, right=counts)
    for kind in DivergenceKind:
        table.add_row(word(kind, lang), *_counts(found, kind))
    table.add_section()
    table.add_row(told(TEXTS["all"], lang), *_counts(found, None))
    return table


def _counts(found: Comparison, kind: DivergenceKind | None) -> Iterator[str]:
    of = [[each for each in run.alarms if kind in (None, each.kind)] for run in found.runs]
    yield " → ".join(str(len(alarms)) for alarms in of)
    for became in Became:
        yield " → ".join(str(_how_many(alarms, became)) for alarms in of)


def _how_many(alarms: Sequence[Alarm], became: Became) -> int:
    return Counter(each.became for each in alarms)[became]


def _summary(found: Comparison, lang: Lang) -> str:
    run = found.heeded
    return told(TEXTS["saved"], lang).format(
        saved=found.saved,
        late=len(found.late),
        newly=len(found.newly_late),
        handled=_how_many(run.alarms, Became.HANDLED),
        deeds=", ".join(_deeds(run, lang)) or "0",
        false=_how_many(run.alarms, Became.FALSE),
        raised=len(run.alarms),
    )


def _deeds(run: Run, lang: Lang) -> Iterator[str]:
    typed = sum(times for kind, times in run.deeds.items() if kind not in DEEDS)
    for kind, said in DEEDS.items():
        if kind in run.deeds:
            yield told(said, lang).format(times=run.deeds[kind])
    if typed:
        yield told(TYPED, lang).format(times=typed)
