"""Which answer leads where (OpenAPI 3.1, Link Object)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

CODE: Final = {"code": "$response.body#/dossier/value"}
ID: Final = {"id": "$response.body#/id"}
NUMBER: Final = {"number": "$response.body#/number"}
SLIP: Final = {"slip": "$response.body#/slip"}
SOURCE: Final = {"id": "$response.body#/sources/0/id"}
WAITING: Final = {"id": "$response.body#/unplaced/0/id"}

LINKS: Final[Mapping[str, tuple[tuple[Mapping[str, str], tuple[str, ...]], ...]]] = {
    "create_dossier": (
        (
            CODE,
            (
                *("read_dossier", "read_history", "read_next_steps", "post_event"),
                *("read_timeliness", "read_attribution"),
            ),
        ),
    ),
    "list_dossiers": (({"cursor": "$response.body#/next"}, ("list_dossiers",)),),
    "follow_events": (({"after": "$response.body#/next"}, ("follow_events", "stream_events")),),
    "list_unplaced": ((WAITING, ("place_unplaced", "dismiss_unplaced")),),
    "list_sources": ((SOURCE, ("read_source", "post_records", "compare_manifest")),),
    "declare_outage": ((ID, ("confirm_outage", "end_outage", "withdraw_outage")),),
    "send_consignment": ((SLIP, ("read_consignment", "receive_consignment")),),
    "issue_report": (
        (NUMBER, ("read_issued_report", "read_issued_document", "recompute_issued_report")),
    ),
    "make_key": ((ID, ("rotate_key", "revoke_key")),),
}
"""By the operation whose answer it is: what goes where of it."""


def links_of(operation: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for parameters, operations in LINKS.get(operation, ()):
        for each in operations:
            yield each, {"operationId": each, "parameters": dict(parameters)}
