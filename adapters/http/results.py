"""What became of each of many events, as the API answers it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Protocol

from pydantic import BaseModel, Field
from pydantic_core import to_json

from adapters.http.problems import Problem, said, told
from adapters.messages import Lang
from domain.posting import Became, Item
from domain.refusals import Reason
from domain.request import Posted
from domain.store import StoreUnavailable


class Told(BaseModel):
    """Something that is irregular, or why something was refused."""

    code: str
    class_: Annotated[str, Field(alias="class")]
    params: dict[str, Any]
    message: str


class Result(BaseModel):
    """What became of one event."""

    index: Annotated[int, Field(ge=0)]
    """Its place among those that were posted, from 0."""
    dossier: str | None
    """As it was named; null where nothing could be read."""
    outcome: Became
    position: int | None = None
    """Of what was recorded of it: a query with `after` this heeds it."""
    version: int | None = None
    """Of its dossier by that. Both are left out of a rehearsal."""
    kinds: list[str] | None = None
    findings: list[Told] | None = None
    unplaced: str | None = None
    """What it is called while it waits for its dossier."""
    code: str | None = None
    """Why it was refused."""
    params: dict[str, Any] | None = None
    message: str | None = None
    reasons: list[Told] | None = None


class Totals(BaseModel):
    """How many became what; posted is their sum."""

    posted: int
    recorded: int
    already: int
    unplaced: int
    refused: int


class Summary(BaseModel):
    """How it ended; the last line of NDJSON."""

    totals: Totals
    dry_run: bool
    position: int | None
    """The last that was recorded of any of them."""
    complete: bool
    """Whether all of the body was read and answered; else code and message say why not."""
    code: Literal["broke-off"] | None = None
    params: dict[str, Any] | None = None
    message: str | None = None


class Document(Summary):
    """Everything in one."""

    items: list[Result]


class Wrong(Protocol):
    """Why something is no event."""

    @property
    def code(self) -> str: ...

    @property
    def params(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that is no request: why, and of which dossier if that is told."""

    reasons: tuple[Reason, ...]
    dossier: str | None = None
    problem: Wrong | None = None
    """Where it is not even JSON, or says nothing that its source's profile understands."""


Read = Posted | Unread


@dataclass(slots=True)
class Results:
    """Counts what became of them, and says it."""

    lang: Lang
    dry_run: bool
    named: Sequence[Mapping[str, Any]] | None = None
    """Of each, what is said of it beside."""
    beside: Callable[[], Mapping[str, Any]] = dict
    """What the summary says beside."""
    position: int | None = None
    posted: int = 0
    _became: Counter[Became] = field(default_factory=Counter)

    def take(self, read: Sequence[Read], items: Sequence[Item]) -> list[dict[str, Any]]:
        """The results of the next ones; `items` are those of what was posted of them."""
        became = iter(items)
        results = []
        for one in read:
            item = NOT_READ if isinstance(one, Unread) else next(became)
            self._became[item.became] += 1
            if item.events:
                self.position = max(self.position or 0, item.events[-1].position)
            results.append(self._result(self.posted, one, item))
            self.posted += 1
        return results

    def summary(self, fault: Problem | StoreUnavailable | None = None) -> dict[str, Any]:
        """`fault`: why it broke off."""
        counts = {became.value: self._became[became] for became in Became}
        summary = {
            **self.beside(),
            "totals": {"posted": self.posted, **counts},
            "dry_run": self.dry_run,
            "position": self.position,
            "complete": fault is None,
        }
        if fault is None:
            return summary
        broken = Problem("broke-off", answered=self.posted, because=fault.code)
        return summary | said(broken.code, broken.params, self.lang)

    def _result(self, index: int, read: Read, item: Item) -> dict[str, Any]:
        dossier = read.dossier if isinstance(read, Unread) else read.request.dossier
        named = self.named[index] if self.named else {}
        result = {"index": index, **named, "dossier": dossier, "outcome": item.became.value}
        match item.became:
            case Became.UNPLACED:
                return {**result, **({"unplaced": item.unplaced} if item.unplaced else {})}
            case Became.REFUSED:
                return {**result, **self._why(read, item)}
            case Became.RECORDED | Became.ALREADY:
                findings = [told(finding, self.lang) for finding in item.findings]
                return {**result, **_where(item), "findings": findings}

    def _why(self, read: Read, item: Item) -> dict[str, Any]:
        reasons = read.reasons if isinstance(read, Unread) else item.reasons
        if isinstance(read, Unread) and read.problem:
            return said(read.problem.code, read.problem.params, self.lang)
        if not reasons and isinstance(read, Posted):
            return said("conflict", {"dossier": read.request.dossier}, self.lang)
        first = said(reasons[0].code, reasons[0].params, self.lang)
        return {**first, "reasons": [told(reason, self.lang) for reason in reasons]}


NOT_READ = Item(Became.REFUSED)


def _where(item: Item) -> dict[str, Any]:
    if not item.events:
        return {}
    last = item.events[-1]
    kinds = [event.told.event.kind for event in item.events]
    return {"position": last.position, "version": last.version, "kinds": kinds}


def ndjson(lines: Sequence[Mapping[str, Any]]) -> bytes:
    return b"".join(to_json(line) + b"\n" for line in lines)
