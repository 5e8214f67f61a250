"""What a chart shows: of each field and period what was on time, and what was not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from adapters.messages.languages import Lang
from adapters.messages.report_words import clock
from adapters.sheets.lines import Document, levels, lines
from adapters.sheets.texts import said


@dataclass(frozen=True, slots=True)
class Point:
    field: str
    """What it is called; of another grouping what that is of."""
    period: str
    """As it stands on the axis, like 2019-Q1."""
    resolved: int
    timely: int
    """Of these early or on time."""
    late: int
    """Of these late."""
    overdue: int
    """Open and overdue at the end."""
    rate: str | None
    """Percent with two digits, as the report says it; None where nothing was resolved."""

    @property
    def untimely(self) -> int:
        return self.late + self.overdue


Panel = Mapping[str, Point]
"""The points of a field by their periods."""


@dataclass(frozen=True, slots=True)
class OverTime:
    title: str
    judged: str
    """How, and with what knowledge."""
    periods: Sequence[str]
    panels: Sequence[Panel]
    """By the keys of their fields; none of them is empty."""

    @property
    def points(self) -> list[Point]:
        return [point for panel in self.panels for point in panel.values()]


def over_time(reports: Iterable[tuple[str, Document]], lang: Lang) -> OverTime:
    """Of the rows of the outermost level, or of the whole without a grouping. The reports differ
    in nothing but their periods."""
    panels: dict[str, dict[str, Point]] = {}
    periods: dict[str, None] = {}
    title, judged = said("chart.title", lang), ""
    for period, document in reports:
        periods[period] = None
        title, judged = _title(document, lang), _judged(document, lang)
        for key, point in _points(document, period, lang):
            panels.setdefault(key, {})[period] = point
    return OverTime(title, judged, tuple(periods), [panels[key] for key in sorted(panels)])


def _title(document: Document, lang: Lang) -> str:
    by = levels(document)
    return said("chart.by", lang, by=said(by[0], lang)) if by else said("chart.title", lang)


def _judged(document: Document, lang: Lang) -> str:
    known_at = document["known_at"] or said("now", lang)
    return said("chart.judged", lang, clock=clock(document["clock"], lang), known_at=known_at)


def _points(document: Document, period: str, lang: Lang) -> Iterator[tuple[str, Point]]:
    level = min(len(levels(document)), 1)
    for line in lines(document, lang):
        if len(line.path) == level:
            resolved = line.row["resolved"]
            point = Point(
                field=line.label,
                period=period,
                resolved=resolved["total"],
                timely=resolved["early"] + resolved["on_time"],
                late=resolved["late"],
                overdue=line.row["open"]["overdue"],
                rate=line.row["rates"]["on_time_of_resolved"],
            )
            yield "".join(line.path), point
