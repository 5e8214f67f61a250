"""Timeliness over time as a picture (SVG): a panel per field, all on the same scales.

Above the share that was on time, as a line; below what was late, as bars: no reading hangs on a
colour, and every figure is also written out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from adapters.messages.languages import Lang
from adapters.sheets.lines import Document
from adapters.sheets.over_time import OverTime, Panel, Point, over_time
from adapters.sheets.svg import NAMESPACE, PAPER, element, escaped, on_lines, text
from adapters.sheets.texts import said

Pen = tuple[str, int]
"""A colour, and how wide."""

INK, LINE, LATE, GRID = "#1b1b1b", "#1f4e79", "#a3211b", "#c9ced6"

WIDTH: Final = 960
LEFT, RIGHT, TOP = 64, 24, 110
"""Pixels around the panels."""
SLOT: Final = 52
"""Of a period, at the least: its figures do not touch those of the next."""
NAME, SHARE, BETWEEN, BARS, PERIODS = 44, 84, 30, 48, 42
"""Heights in a panel, from its field's name to the names of the periods."""
PANEL: Final = NAME + SHARE + BETWEEN + BARS + PERIODS
LETTER: Final = 8.4
"""Width of a letter of a field's name, at most."""


@dataclass(frozen=True, slots=True)
class Scale:
    periods: Sequence[str]
    most: int
    """Late and overdue together, in any panel."""
    lang: Lang

    @property
    def width(self) -> float:
        return max(WIDTH, LEFT + RIGHT + SLOT * len(self.periods))

    def x(self, period: int) -> float:
        """The middle of a period."""
        return LEFT + (self.width - LEFT - RIGHT) * (period + 0.5) / len(self.periods)

    def share(self, percent: float) -> float:
        return NAME + SHARE * (1 - percent / 100)

    def bar(self, count: int) -> float:
        """The height of so many dossiers."""
        return BARS * count / max(self.most, 1)


FLOOR: Final = NAME + SHARE + BETWEEN + BARS
"""Where the bars stand."""


def chart_of(reports: Iterable[tuple[str, Document]], lang: Lang) -> str:
    """Of each period its name and its report, in the order of time. A panel per row of their
    outermost level, one of the whole without a grouping. The same text for the same reports."""
    shown = over_time(reports, lang)
    most = max((point.untimely for point in shown.points), default=0)
    scale = Scale(shown.periods, most, lang)
    placed = [
        element("g", *_panel(panel, scale), transform=f"translate(0 {TOP + PANEL * number})")
        for number, panel in enumerate(shown.panels)
    ]
    return _picture([*_legend(shown, lang), *placed], shown, scale)


def _picture(inner: Sequence[str], shown: OverTime, scale: Scale) -> str:
    height = TOP + PANEL * max(len(shown.panels), 1)
    return element(
        "svg",
        element("title", escaped(shown.title), id="chart-title"),
        element("desc", escaped(_told(shown, scale.lang)), id="chart-desc"),
        element("rect", width="100%", height="100%", fill=PAPER),
        *inner,
        xmlns=NAMESPACE,
        role="img",
        aria_labelledby="chart-title chart-desc",
        lang=scale.lang,
        width=scale.width,
        height=height,
        viewBox=f"0 0 {scale.width:.0f} {height}",
        font_family="DejaVu Sans, Arial, sans-serif",
        font_size=12,
        fill=INK,
    )


def _told(shown: OverTime, lang: Lang) -> str:
    """The picture for those who do not see it: every figure in words."""
    sentences = (f"{point.field}, {_sentence(point, lang)}." for point in shown.points)
    return "\n".join((said("chart.denominator", lang), shown.judged, *sentences))


def _sentence(point: Point, lang: Lang) -> str:
    return said(
        "chart.point",
        lang,
        period=point.period,
        rate=f"{_percent(point, lang)} %" if point.rate else said("chart.none", lang),
        timely=point.timely,
        resolved=point.resolved,
        late=point.late,
        overdue=point.overdue,
    )


def _percent(point: Point, lang: Lang) -> str:
    told = (point.rate or "–").removesuffix(".00")
    return told.replace(".", ",") if lang == "vi" else told


def _legend(shown: OverTime, lang: Lang) -> Iterator[str]:
    yield text(shown.title, LEFT, 28, font_size=18, font_weight="bold")
    yield text(said("chart.denominator", lang), LEFT, 50)
    yield text(shown.judged, LEFT, 68)
    yield _stroke((LEFT, 88), (LEFT + 28, 88), (LINE, 2))
    yield element("circle", cx=LEFT + 14, cy=88, r=4, fill=LINE)
    yield text(said("chart.rate", lang), LEFT + 36, 92)
    yield from _bars(LEFT + 200, 94, (12, 0))
    yield text(said("chart.late", lang), LEFT + 220, 92)
    yield from _bars(LEFT + 400, 94, (0, 12))
    yield text(said("chart.overdue", lang), LEFT + 420, 92)
    if not shown.panels:
        yield text(said("chart.nothing", lang), LEFT, TOP + 20)


def _panel(panel: Panel, scale: Scale) -> Iterator[str]:
    yield from _frame(next(iter(panel.values())).field, scale)
    yield from _line(panel, scale)
    for number, period in enumerate(scale.periods):
        x = scale.x(number)
        yield text(period, x, FLOOR + 18, text_anchor="middle")
        if point := panel.get(period):
            said_of_it = element("title", escaped(_sentence(point, scale.lang)))
            yield element("g", said_of_it, *_figures(point, x, scale))


def _frame(field: str, scale: Scale) -> Iterator[str]:
    """The field's name, cut where it is too long, and the lines by which a panel is read."""
    fits = int((scale.width - LEFT - RIGHT) / LETTER)
    shown = field if len(field) <= fits else f"{field[: fits - 1]}…"
    name = text(shown, LEFT, 16, font_size=14, font_weight="bold")
    yield element("g", element("title", escaped(field)), name)
    for percent in (0, 50, 100):
        yield from _rule(scale.share(percent), f"{percent} %", scale)
    yield from _rule(float(FLOOR), "0", scale)
    if scale.most:
        yield from _rule(FLOOR - scale.bar(scale.most), str(scale.most), scale)


def _rule(y: float, told: str, scale: Scale) -> Iterator[str]:
    yield _stroke((LEFT, y), (scale.width - RIGHT, y), (GRID, 1))
    yield text(told, LEFT - 8, y + 4, text_anchor="end")


def _stroke(one: tuple[float, float], other: tuple[float, float], pen: Pen) -> str:
    (x1, y1), (x2, y2), (colour, width) = one, other, pen
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width)


def _line(panel: Panel, scale: Scale) -> Iterator[str]:
    """From period to period, broken where nothing was resolved."""
    shares = [point.rate if (point := panel.get(each)) else None for each in scale.periods]
    marks = [
        (scale.x(number), scale.share(float(share))) if share else None
        for number, share in enumerate(shares)
    ]
    for one, other in pairwise(marks):
        if one and other:
            yield _stroke(one, other, (LINE, 2))


def _figures(point: Point, x: float, scale: Scale) -> Iterator[str]:
    """Of one period: its share with a mark, its bars, and the figures of both."""
    above = scale.share(float(point.rate or 0))
    if point.rate:
        yield element("circle", cx=x, cy=above, r=4, fill=LINE)
    yield on_lines(_percent(point, scale.lang), x, above - 8, font_weight="bold")
    heights = scale.bar(point.late), scale.bar(point.overdue)
    yield from _bars(x - 6, float(FLOOR), heights)
    counts = f"{point.late} + {point.overdue}" if point.overdue else str(point.late)
    yield on_lines(counts, x, FLOOR - sum(heights) - 5)


def _bars(x: float, floor: float, heights: tuple[float, float]) -> Iterator[str]:
    """Late below, filled; overdue on top of it, hollow."""
    late, overdue = heights
    if late:
        yield element("rect", x=x, y=floor - late, width=12, height=late, fill=LATE)
    if overdue:
        top = floor - late - overdue
        yield element(
            "rect", x=x, y=top, width=12, height=overdue, fill=PAPER, stroke=LATE, stroke_width=2
        )
