"""`hoso divergences`: where paper and digital disagree, for people."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from rich.table import Table

from adapters.cli.console import USAGE, Stop
from adapters.cli.operations import tell_parked
from adapters.cli.tables import NO_RECORD
from adapters.messages import Lang, word
from adapters.messages.languages import Pair, told
from adapters.messages.words import spoken
from adapters.postgres.divergences import PostgresDivergences
from adapters.settings import Settings
from adapters.web.names import Names
from adapters.wiring import system
from domain.dossier.divergence import Exit
from domain.dossier.events import DivergenceKind
from domain.dossier.values import Carrier
from projections.divergences import PROJECTION, DivergenceRow, State, Wanted

MOST: Final = 1000

HEADINGS: Final[dict[Lang, tuple[str, ...]]] = {
    "en": ("dossier", "they disagree on", "apart since", "found", "to act", "what would settle it"),
    "vi": (
        "mã hồ sơ",
        "chưa thống nhất về",
        "lệch từ lúc",
        "phát hiện lúc",
        "ai phải xử lý",
        "cách giải quyết",
    ),
}
TITLE: Final[dict[Lang, str]] = {
    "en": "{number} divergences of paper and digital",
    "vi": "{number} sai lệch giữa bản giấy và bản điện tử",
}


def wanted(kind: str | None, organisation: str | None, *, ended: bool) -> Wanted:
    """Raises Stop where there is no such kind."""
    known = [each.value for each in DivergenceKind]
    if kind and kind not in known:
        raise Stop(USAGE, "invalid-parameter", f"--kind: one of {', '.join(known)}.")
    state = State.ALL if ended else State.OPEN
    return Wanted(state, DivergenceKind(kind) if kind else None, organisation)


ENDED: Final[dict[str, Pair]] = {
    "converged": ("converged", "đã thống nhất lại"),
    "dispelled": ("never was one", "xác định không có sai lệch"),
    "reconciled": ("reconciled", "đã đối soát"),
}


NOBODY: Final[dict[Lang, str]] = {"en": "nobody on record", "vi": "chưa ghi nhận ai"}


async def divergences(settings: Settings, wanted: Wanted) -> tuple[Sequence[DivergenceRow], Names]:
    """The oldest first, after a look at whatever nobody has looked at yet."""
    async with system(settings) as open_system:
        await open_system.watch().round()
        await open_system.read_models.catch_up()
        tell_parked(await open_system.read_models.standings(), [PROJECTION.name], settings)
        found = await PostgresDivergences(open_system.database).found(wanted, 0, MOST)
        return found, Names(open_system.engine.law, settings.lang, settings.zone)


def divergence_table(found: Sequence[DivergenceRow], names: Names) -> Table:
    table = Table(title=TITLE[names.lang].format(number=len(found)), expand=True)
    for heading in HEADINGS[names.lang]:
        table.add_column(heading)
    for row in found:
        day = names.local(row.found_at).date()
        table.add_row(
            row.code,
            "\n".join((_about(row, names.lang), *_sides(row, names, day))),
            names.moment(row.since),
            names.moment(row.found_at),
            _owner(row, names, day),
            _end(row, names),
            style=None if row.ended_at is None else "dim",
        )
    return table


def _end(row: DivergenceRow, names: Names) -> str:
    """What would settle it; of one that has ended, how it did."""
    if row.ended_at and row.ended_how:
        return f"{told(ENDED[row.ended_how], names.lang)}, {names.moment(row.ended_at)}"
    return "\n".join(word(Exit(end), names.lang) for end in row.ends)


def _about(row: DivergenceRow, lang: Lang) -> str:
    carrier = [word(Carrier(row.carrier), lang)] if row.carrier else []
    about = [spoken("object", row.object, lang)] if row.object != "file" else []
    return ", ".join((word(DivergenceKind(row.kind), lang), *about, *carrier))


def _sides(row: DivergenceRow, names: Names, day: date) -> Sequence[str]:
    """What the record has of either side: of nothing, that there is no record, never "late"."""
    return [
        f"{word(Carrier(side['carrier']), names.lang)}: {_side(side, names, day)}"
        for side in row.evidence
        if side["carrier"]
    ]


def _side(side: dict[str, Any], names: Names, day: date) -> str:
    at = names.moment(datetime.fromisoformat(side["at"])) if side["at"] else None
    where = names.holder(side["holder"], day) if side.get("holder") else None
    return ", ".join(part for part in (at, where) if part) or NO_RECORD[names.lang]


def _owner(row: DivergenceRow, names: Names, day: date) -> str:
    if row.owner_organisation is None:
        return NOBODY[names.lang] if row.unrecorded else word(Exit.PERSON, names.lang)
    holder = {"organisation": row.owner_organisation}
    return names.holder(holder | ({"desk": row.owner_desk} if row.owner_desk else {}), day)
