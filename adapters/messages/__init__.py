"""What hoso says to people, in Vietnamese and English: a sentence for every code and kind."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from adapters.messages.events import EVENTS
from adapters.messages.reasons import OVERRIDE, REASONS
from domain.refusals import Reason

Lang = Literal["en", "vi"]
LANGS: Final[tuple[Lang, ...]] = ("en", "vi")


def sentence(reason: Reason, lang: Lang) -> str:
    """What is wrong and what to do about it."""
    return of(reason.code, reason.params, lang)


def of(code: str, params: Mapping[str, Any], lang: Lang) -> str:
    shown = {name: _shown(value) for name, value in params.items()}
    return REASONS[code][LANGS.index(lang)].format(**shown)


def how_to_override(lang: Lang) -> str:
    """What lets an irregular event be recorded in decide mode all the same."""
    return OVERRIDE[LANGS.index(lang)]


def event_name(kind: str, lang: Lang) -> str:
    return EVENTS[kind][LANGS.index(lang)]


def _shown(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(_shown, value))
    if isinstance(value, Mapping):
        return ", ".join(_shown(part) for part in value.values() if part)
    organisation = getattr(value, "organisation", None)
    if organisation is not None:
        desk = getattr(value, "desk", None)
        return f"{organisation}/{desk}" if desk else str(organisation)
    return str(value)
