"""Refusals in the document: each code with its status and its meaning, and what a problem holds."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final

# Reasons are found as subclasses: whoever defines one is read first.
import domain.dossier.refusals
import domain.keys.refusals
import domain.lawmaking.rules
import domain.outages.refusals
import domain.procedure.refusals
import domain.reports.refusals  # noqa: F401
from adapters.http.problems import GRAVITIES, STATUSES
from adapters.messages.reasons import REASONS
from domain.refusals import Gravity, Reason

AT_THE_ROUTES: Final[Mapping[str, HTTPStatus]] = {
    "not-found": HTTPStatus.NOT_FOUND,
    "method-not-allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "conflict": HTTPStatus.CONFLICT,
    "fault": HTTPStatus.INTERNAL_SERVER_ERROR,
    "store-unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "outcome-unknown": HTTPStatus.SERVICE_UNAVAILABLE,
}
"""What has its status where it is answered."""

UNANSWERED: Final = frozenset(
    {"database-newer", "rebuild-under-way", "needs-a-file", "cannot-write", "dossiers-parked"}
    | {"broke-off", "not-a-day", "not-an-instant"}
)
"""Said by commands, or within an answer that is none of a refusal."""

MEANS: Final[Mapping[int, str]] = {
    400: "The request cannot be read.",
    401: "The key is missing, wrong or no longer good.",
    403: "The key has not the right, or speaks in the name of a unit or source that is not its.",
    404: "There is no such thing, or it is beyond the reach of the key.",
    405: "The method is not possible here.",
    408: "The request came too slowly.",
    409: "It cannot be done as things stand.",
    412: "The dossier has moved on since it was read.",
    413: "The body is too large, or grows too much when it is unpacked.",
    414: "Path and query are too long.",
    415: "The body has a media type or an encoding that is not taken here.",
    421: "This server does not answer for that host.",
    422: "What is asked or said is wrong.",
    429: "There are more requests than are served.",
    431: "The header is too large.",
    500: "A fault of hoso itself; it was logged under the id that is told.",
    503: "hoso, or its database, cannot answer at this moment.",
}


def reasons(parent: type[Reason] = Reason) -> Iterator[type[Reason]]:
    """Every reason that has a code of its own."""
    for reason in parent.__subclasses__():
        # A dataclass with slots is made anew; the class it was made from may live on without.
        if "code" in vars(reason) and "__slots__" in vars(reason):
            yield reason
        yield from reasons(reason)


def gravities() -> Mapping[str, Gravity]:
    """By code, of what the domain says."""
    return {reason.code: reason.gravity for reason in reasons()}


def statuses() -> Mapping[str, int]:
    """Of each code that a request can be refused with."""
    known = gravities()
    return {code: _status(code, known.get(code)) for code in REASONS if code not in UNANSWERED}


def _status(code: str, gravity: Gravity | None) -> int:
    if code in AT_THE_ROUTES:
        return AT_THE_ROUTES[code]
    usual = GRAVITIES[gravity] if gravity else HTTPStatus.UNPROCESSABLE_ENTITY
    return STATUSES.get(code, usual)


def described() -> dict[str, Any]:
    """The codes as a schema, with what each means."""
    found, of = gravities(), statuses()
    return {
        "type": "string",
        "enum": [*REASONS],
        "description": "Stable: never renamed or reused. `x-codes` tells of each the status of "
        "a request that is refused with it, its class, and its sentence.",
        "x-codes": {
            code: {
                **({"status": of[code]} if code in of else {}),
                **({"class": found[code].value} if code in found else {}),
                "en": english,
                "vi": vietnamese,
            }
            for code, (english, vietnamese) in REASONS.items()
        },
    }


PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "Why a request was refused (RFC 9457). Nothing of it was done.",
    "required": ["type", "title", "status", "code", "detail", "params"],
    "properties": {
        "type": {"type": "string", "pattern": "^urn:hoso:problem:[a-z0-9-]+$"},
        "title": {"type": "string", "description": "The phrase of the status."},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {"$ref": "#/components/schemas/RefusalCode"},
        "detail": {
            "type": "string",
            "description": "What is wrong and what to do about it, in the language of the "
            "installation.",
        },
        "params": {"type": "object", "description": "What the sentence tells of, for programs."},
        "reasons": {
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "#/components/schemas/Told"},
            "description": "All that is wrong, the gravest first, where the request was read.",
        },
        "override": {
            "type": "string",
            "description": "How it is recorded all the same: there where all that is wrong is "
            "irregular, and the mode is decide.",
        },
    },
}


def answers() -> dict[str, Any]:
    """A response of each status, by name."""
    return {name(status): _answer(status) for status in MEANS}


def name(status: int) -> str:
    # Not by its phrase, which releases of Python write differently.
    return f"Refused{status}"


def _answer(status: int) -> dict[str, Any]:
    codes = [code for code, of in statuses().items() if of == status]
    return {
        "description": f"{MEANS[status]} Codes: {', '.join(f'`{code}`' for code in codes)}.",
        "x-codes": codes,
        "headers": {
            each: {"$ref": f"#/components/headers/{each}"}
            for each in (*HEADERS.get(status, ()), *ALWAYS)
        },
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }


HEADERS: Final[Mapping[int, tuple[str, ...]]] = {
    401: ("WWW-Authenticate",),
    409: ("Retry-After",),
    429: ("Retry-After",),
    503: ("Retry-After",),
}
"""Of refusals; with 409 where it may be tried again."""

ALWAYS: Final = ("X-Request-ID", "RateLimit", "RateLimit-Policy")
"""Header fields of every answer."""
