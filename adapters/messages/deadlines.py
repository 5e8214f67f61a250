"""Why a due date is what it is, in sentences, from the JSON of a deadline."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from adapters.messages.clock_words import (
    AS,
    AT,
    CAUSES,
    DAY,
    DEADLINES,
    FROM_TO,
    MISSING,
    NAMED,
    PROMISES,
    RULE,
    STARTS,
    WHATS,
)
from adapters.messages.languages import LANGS, Lang, Pair, told
from adapters.messages.words import EXCLUSIONS
from domain.procedure.common import Common

TO_THE_MINUTE: Final = ("came-after-cut-off", "came-out-of-hours")
"""Where the hour matters, also to a term in days."""

SATURDAY: Final = 5

Json = Mapping[str, Any]


def deadline_name(name: str, lang: Lang) -> str:
    return told(DEADLINES[name], lang)


def due_on(deadline: Json, lang: Lang, zone: ZoneInfo) -> str | None:
    """The due date as tables show it; of a term in hours with its time."""
    if deadline["on"] is None:
        return None
    on = date.fromisoformat(deadline["on"])
    if deadline["by_instant"] and deadline["at"]:
        at = _local(deadline["at"], zone)
        # 00:00 is the end of the day before, if that is the last one.
        time = f"{at:%H:%M}" if at.date() == on else "24:00"
        return told(AT, lang).format(day=_bare(on, lang), time=time)
    return _bare(on, lang)


def as_before(name: str, lang: Lang) -> str:
    """Said of a due date that is explained like another one."""
    return told(AS, lang).format(name=deadline_name(name, lang))


def explain(deadline: Json, lang: Lang, zone: ZoneInfo, common: Common) -> list[str]:
    """Why there is no date, or what set it off, stopped it and moved it, and which rules, where
    the law leaves room, it hangs on. Days are those of `zone`; `common` tells what rules say."""
    telling = _Telling(lang, zone, deadline["by_instant"])
    missing = deadline["missing"]
    return [
        *([told(MISSING[missing], lang)] if missing else []),
        *map(telling.fact, deadline["facts"]),
        *telling.days(deadline["because"], {fact["by"] for fact in deadline["facts"]}),
        *(told(RULE, lang).format(says=_says(name, lang, common)) for name in deadline["rules"]),
    ]


@dataclass(frozen=True, slots=True)
class _Telling:
    lang: Lang
    zone: ZoneInfo
    by_instant: bool

    def fact(self, fact: Json) -> str:
        known = PROMISES if fact["what"] == "promised" else {**STARTS, **EXCLUSIONS}
        return told(WHATS[fact["what"]], self.lang).format(
            by=_named(fact["by"], known, self.lang),
            at=self._moment(fact["at"], self.by_instant),
            until=self._moment(fact["until"] or fact["at"], self.by_instant),
        )

    def days(self, because: Sequence[Json], told_of: Iterable[str]) -> Iterator[str]:
        """A sentence for each stretch of days of one kind and name. A stop that is a fact too is
        not told twice."""
        news = (why for why in because if why["what"] not in told_of)
        stretch: list[Json] = []
        for why in news:
            if stretch and not self._goes_on(stretch[-1], why):
                yield self._stretch(stretch)
                stretch = []
            stretch.append(why)
        if stretch:
            yield self._stretch(stretch)

    def _goes_on(self, last: Json, why: Json) -> bool:
        """Whether both may be told as one: alike, and no day between them was worked."""
        if self._kind(last) != self._kind(why):
            return False
        if last["at"] is not None or why["at"] is not None:
            return True
        first, then = date.fromisoformat(last["day"]), date.fromisoformat(why["day"])
        between = (first + timedelta(days=number) for number in range(1, (then - first).days))
        return all(day.weekday() >= SATURDAY for day in between)

    def _kind(self, why: Json) -> tuple[str, str, str]:
        return why["cause"], self._name(why["declared"]), why["what"] or ""

    def _stretch(self, alike: Sequence[Json]) -> str:
        cause, name, what = self._kind(alike[0])
        return told(CAUSES[cause], self.lang).format(
            days=self._from_to(alike[0], alike[-1]),
            name=f", {name}" if name else "",
            what=_named(what, EXCLUSIONS, self.lang),
        )

    def _from_to(self, first: Json, last: Json) -> str:
        ends = [self._when(why) for why in (first, last)]
        if ends[0] == ends[1]:
            return ends[0]
        return told(FROM_TO, self.lang).format(first=ends[0], last=ends[1])

    def _when(self, why: Json) -> str:
        if why["at"] is None:
            return _day(date.fromisoformat(why["day"]), self.lang)
        return self._moment(why["at"], self.by_instant or why["cause"] in TO_THE_MINUTE)

    def _name(self, declared: Json | None) -> str:
        """What a day is called, and by which document."""
        if declared is None:
            return ""
        source = declared.get("source")
        name = str(declared[f"name_{self.lang}"])
        return f"{name} ({source})" if source else name

    def _moment(self, instant: str, to_the_minute: bool) -> str:
        at = _local(instant, self.zone)
        day = _day(at.date(), self.lang)
        return told(AT, self.lang).format(day=day, time=f"{at:%H:%M}") if to_the_minute else day


def _local(instant: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(instant).astimezone(zone)


def _day(day: date, lang: Lang) -> str:
    """As sentences say it."""
    return told(DAY, lang).format(day=_bare(day, lang))


def _bare(day: date, lang: Lang) -> str:
    return f"{day:%d/%m}/{day.year}" if lang == "vi" else day.isoformat()


def _named(by: str, known: Mapping[str, Pair], lang: Lang) -> str:
    """In the words of people; as it is where there are none for it."""
    for kind, pair in NAMED.items():
        if by.startswith(kind):
            return told(pair, lang).format(name=by.removeprefix(kind))
    return told(known[by], lang) if by in known else by


def _says(name: str, lang: Lang, common: Common) -> str:
    """What the rule says; its name where the installation's files do not tell it."""
    rule = {str(one.name): one for one in common.rules}.get(name)
    if rule is None:
        return f"{name}."
    return (rule.says_en, rule.says_vi)[LANGS.index(lang)]
