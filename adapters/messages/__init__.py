"""What hoso says to people, in Vietnamese and English: a sentence for every code and kind."""

from collections.abc import Mapping
from typing import Any, Final

from adapters.messages.events import EVENTS
from adapters.messages.languages import LANGS, Lang, Pair, told
from adapters.messages.reasons import OVERRIDE, REASONS
from adapters.messages.words import spoken, word
from domain.refusals import Reason

__all__ = ["LANGS", "Lang", "event_name", "how_to_override", "of", "sentence", "word"]

NOBODY: Final[Pair] = ("nobody", "không ai")


def sentence(reason: Reason, lang: Lang) -> str:
    """What is wrong and what to do about it."""
    return of(reason.code, reason.params, lang)


def of(code: str, params: Mapping[str, Any], lang: Lang) -> str:
    shown = {name: _shown(name, value, lang) for name, value in params.items()}
    return told(REASONS[code], lang).format(**shown)


def how_to_override(lang: Lang) -> str:
    """What lets an irregular event be recorded in decide mode all the same."""
    return told(OVERRIDE, lang)


def event_name(kind: str, lang: Lang) -> str:
    return told(EVENTS[kind], lang)


def _shown(name: str, value: Any, lang: Lang) -> str:
    if value is None:
        return told(NOBODY, lang)
    if isinstance(value, tuple | list):
        return ", ".join(_shown(name, part, lang) for part in value)
    if isinstance(value, Mapping):
        return ", ".join(_shown(name, part, lang) for part in value.values() if part)
    organisation = getattr(value, "organisation", None)
    if organisation is not None:
        desk = getattr(value, "desk", None)
        return f"{organisation}/{desk}" if desk else str(organisation)
    return spoken(name, str(value), lang)
