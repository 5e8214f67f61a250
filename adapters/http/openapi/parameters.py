"""What parameters mean, where no route says more of its own."""

from collections.abc import Mapping
from typing import Any, Final

from domain.dossier.clocks import Clock

NAMED: Final[Mapping[str, str]] = {
    "code": "Any code of the dossier; slashes as they are, or escaped.",
    "code_system": "The system that gave the code; needed only where several gave the same, and "
    "the national one is not meant.",
    "slip": "The number of the slip; slashes as they are, or escaped.",
    "number": "Of the issued report: the year of issue and its number in it, such as 2026-0001.",
    "id": "As the list of them names it.",
    "at": "An instant (RFC 3339): as it was then.",
    "known_at": "An instant (RFC 3339): as it was known then; by default now.",
    "version": "Of the dossier: as it was known by that.",
    "as_of": "The local day at whose end dossiers are judged.",
    "on": "A local day; by default today.",
    "from": "The first local day.",
    "to": "The last local day.",
    "clock": f"By which it is judged: {', '.join(Clock)}; owed by default.",
    "carrier": "What paper or digital alone would say.",
    "cursor": "`next` of the page before.",
    "offset": "How many are passed over: `next` of the page before.",
    "limit": "How many at most.",
    "before": "`next` of the page before.",
    "after": "`next` of the page before.",
    "state": "Those that stand so.",
    "stage": "Those that stand there.",
    "kind": "Those of the kind.",
    "organisation": "Those on which it has to act.",
    "procedure": "Those under the procedure, by its code.",
    "by": "What is summed up together.",
    "cell": "A figure of the report, such as resolved.late.",
    "group": "The keys of a row's path, joined by slashes, %2F for those within.",
    "reader": "The id of a key.",
    "dry_run": "Nothing is recorded: the answer says what would be.",
    "Idempotency-Key": "The request id of what names none.",
}


def describe(one: dict[str, Any]) -> None:
    """Each parameter of an operation."""
    for each in one.get("parameters", ()):
        if "description" not in each and each["name"] in NAMED:
            each["description"] = NAMED[each["name"]]
        each["schema"] = _as_sent(each["schema"])


def _as_sent(schema: dict[str, Any]) -> dict[str, Any]:
    """What is not asked is left out: no address and no header field has a null."""
    told = {name: part for name, part in schema.items() if name not in ("anyOf", "title")}
    ways = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    if len(ways) > 1:
        return {**told, "anyOf": ways}
    return {**told, **ways[0]} if ways else told
