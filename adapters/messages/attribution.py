"""Whose time it was, in sentences."""

from collections.abc import Callable, Sequence

from adapters.messages.attribution_words import (
    AWAITED,
    CHARGED,
    HOURS,
    LATE,
    MINUTES,
    NOT_LATE,
    PART,
    STEP,
    WITH,
)
from adapters.messages.languages import Lang, told
from adapters.messages.words import word
from domain.dossier.attribution import Share, Whose
from domain.dossier.values import Holder
from domain.procedure.common import Account

Naming = Callable[[Holder], str]
"""How the reader calls a holder, such as the name of the organisation on that day."""


def office_time(minutes: int, lang: Lang) -> str:
    """Minutes of office time as hours and minutes: 3 h 20. Days would hide that one has eight."""
    hours, rest = divmod(minutes, 60)
    grouped = f"{hours:,}".replace(",", "." if lang == "vi" else ",")
    return told(HOURS if hours else MINUTES, lang).format(hours=grouped, minutes=rest)


def whose_time(whose: Whose, lang: Lang, name: Naming) -> str:
    """To whom minutes are charged, such as: paper in transit to the Centre."""
    lies = AWAITED[whose.lies] if whose.lies else CHARGED[whose.account]
    what = told(lies, lang).format(
        carrier=word(whose.carrier, lang) if whose.carrier else "",
        holder=_holder(whose.holder, lang, name) if whose.holder else "",
    )
    named = whose.account is Account.CUSTODIAN and whose.step
    return told(STEP, lang).format(what=what, step=whose.step) if named else what


def how_late(shares: Sequence[Share], lang: Lang, name: Naming) -> str:
    """Late by 3 h 20: 2 h 05 paper in transit to the Centre, 1 h 15 handler."""
    if not shares:
        return told(NOT_LATE, lang)
    whole = office_time(sum(share.minutes for share in shares), lang)
    return told(LATE, lang).format(time=whole, parts=parts(shares, lang, name))


def parts(shares: Sequence[Share], lang: Lang, name: Naming) -> str:
    """Each share with its time, the most first; what is called the same, once."""
    alike: dict[str, int] = {}
    for share in shares:
        what = whose_time(share.whose, lang, name)
        alike[what] = alike.get(what, 0) + share.minutes
    return ", ".join(
        told(PART, lang).format(time=office_time(minutes, lang), what=what)
        for what, minutes in sorted(alike.items(), key=lambda each: -each[1])
    )


def _holder(holder: Holder, lang: Lang, name: Naming) -> str:
    special = WITH.get(holder.organisation)
    return told(special, lang) if special else name(holder)
