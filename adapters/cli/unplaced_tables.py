"""What could not be placed, at a terminal: a table of it, and what a person decides."""

from collections.abc import Sequence
from typing import Any, Final

from rich.table import Table

from adapters.cli.console import USAGE, Stop
from adapters.http.unplaced import shown
from adapters.messages import Lang, event_name, word
from adapters.settings import Settings
from adapters.web.names import Names
from adapters.wiring import System, system
from domain import placing
from domain.access import Principal, Role
from domain.unplaced import Kept, State, Wanted

PAGE: Final = 1000

HEADINGS: Final[dict[Lang, tuple[str, ...]]] = {
    "en": ("id", "dossier as told", "event", "happened", "told by", "became"),
    "vi": ("mã", "mã hồ sơ được khai", "sự kiện", "thời điểm", "bên khai báo", "tình trạng"),
}
TITLE: Final[dict[Lang, str]] = {
    "en": "{number} events that are or were unplaced",
    "vi": "{number} sự kiện chưa hoặc từng chưa xếp được vào hồ sơ",
}
ON: Final[dict[Lang, str]] = {"en": "on {dossier}, {at}", "vi": "vào hồ sơ {dossier}, {at}"}
ITSELF: Final[dict[Lang, str]] = {"en": "by itself", "vi": "tự động"}


def wanted(state: str) -> State:
    """Raises Stop where there is no such state."""
    known = [each.value for each in State]
    if state not in known:
        raise Stop(USAGE, "invalid-parameter", f"--state: one of {', '.join(known)}.")
    return State(state)


async def listed(settings: Settings, state: State) -> tuple[Sequence[Kept], Names]:
    """All of it, after what can be placed is placed."""
    async with system(settings) as open_system:
        await open_system.placing().round()
        found, after = list[Kept](), None
        while page := await open_system.unplaced.waiting(Wanted(None, state, after, PAGE)):
            found, after = [*found, *page], page[-1].id
        return found, _names(open_system)


async def place(
    settings: Settings, id: str, on: tuple[str, str | None], actor: str
) -> tuple[Sequence[Kept], Names]:
    """Raises Refused."""
    async with system(settings) as open_system:
        by = Principal(actor, Role.ADMINISTRATOR)
        kept, _ = await placing.place(open_system.engine, open_system.unplaced, id, on, by)
        return [kept], _names(open_system)


async def dismiss(
    settings: Settings, id: str, reason: str, actor: str
) -> tuple[Sequence[Kept], Names]:
    """Raises Refused."""
    async with system(settings) as open_system:
        by = Principal(actor, Role.ADMINISTRATOR)
        kept = await placing.dismiss(open_system.unplaced, id, reason, by)
        return [kept], _names(open_system)


def _names(open_system: System) -> Names:
    settings = open_system.settings
    return Names(open_system.engine.law, settings.lang, settings.zone)


def document(found: Sequence[Kept], lang: Lang) -> dict[str, Any]:
    return {"unplaced": [shown(one, lang) for one in found]}


def unplaced_table(found: Sequence[Kept], names: Names) -> Table:
    table = Table(title=TITLE[names.lang].format(number=len(found)), expand=True)
    for heading in HEADINGS[names.lang]:
        table.add_column(heading)
    for one in found:
        table.add_row(
            one.id,
            " · ".join(part for part in (one.dossier, one.code_system) if part),
            event_name(one.kind, names.lang),
            names.moment(one.occurred_at),
            _teller(one, names),
            "\n".join(_became(one, names)),
        )
    return table


def _teller(kept: Kept, names: Names) -> str:
    """In whose name, and by which system."""
    day = names.local(kept.kept_at).date()
    unit = names.body(kept.unit, day) if kept.unit else None
    return " · ".join(part for part in (unit, kept.source, kept.entered_by) if part)


def _became(kept: Kept, names: Names) -> Sequence[str]:
    said = [word(kept.state, names.lang)]
    if on := kept.placed:
        at = names.moment(on.at)
        said.append(ON[names.lang].format(dossier=on.dossier.value, at=at))
        return [*said, on.by or ITSELF[names.lang]]
    day = names.local(kept.kept_at).date()
    said += [names.finding(why.code, why.params, day) for why in kept.refused]
    if aside := kept.dismissed:
        said += [f"{aside.by}, {names.moment(aside.at)}", aside.reason or ""]
    return said
