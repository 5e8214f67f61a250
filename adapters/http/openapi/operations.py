"""What each route is called, and what it answers: the one table beside that of the rights.

What every route may answer stands in adapters/http/openapi/document.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.http import feed_schema
from adapters.http.issued import Issue
from adapters.http.manifests import DayTold
from adapters.http.openapi import answers, charge_answers, issued_answers, list_answers
from adapters.http.openapi import report_answers as reports
from adapters.http.procedures import Procedures
from adapters.http.units import Units
from adapters.http.unplaced import Dismissal, Placing
from domain.consignment import Consignment, Receipt
from domain.keys.asked import NewKey, Rotation
from domain.lawmaking import asked as law
from domain.outages import asked as outages
from domain.shelf import ShelfCheck
from projections.keys import ShownKey, ShownKeys, ShownLooks, ToldOnce

REPLAYED: Final = ("Idempotent-Replayed",)
ETAG: Final = ("ETag",)
FILE: Final = ("Content-Disposition",)


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    answer: type[Any] | None = None
    """As JSON; None: the route says itself what it answers."""
    also: tuple[int, ...] = ()
    """Statuses of refusals, beside those that every route of its kind has."""
    headers: tuple[str, ...] = ()
    """Of what is answered."""
    body: type[Any] | None = None
    """As JSON; None: none, or the route says itself what it takes."""


CONDITIONAL: Final = (304, 404, 409)
CONFLICTS: Final = (409,)

OPERATIONS: Final[Mapping[tuple[str, str], Operation]] = {
    # Dossiers
    ("post", "/v1/dossiers"): Operation("create_dossier", answers.Answered, (409, 412), REPLAYED),
    ("get", "/v1/dossiers"): Operation("list_dossiers", answers.Dossiers),
    ("post", "/v1/dossiers/{code}/events"): Operation(
        "post_event", answers.Answered, (404, 409, 412), REPLAYED
    ),
    ("get", "/v1/dossiers/{code}/events"): Operation(
        "read_history", answers.HistoryOfDossier, CONDITIONAL, ETAG
    ),
    ("get", "/v1/dossiers/{code}/next"): Operation(
        "read_next_steps", answers.NextSteps, CONDITIONAL, ETAG
    ),
    ("get", "/v1/dossiers/{code}/attribution"): Operation(
        "read_attribution", charge_answers.AttributionOfDossier, (404, 409)
    ),
    ("get", "/v1/dossiers/{code}/timeliness"): Operation(
        "read_timeliness", reports.WhyClass, (404, 409)
    ),
    ("get", "/v1/dossiers/{code}"): Operation(
        "read_dossier", answers.ShownDossier, CONDITIONAL, ETAG
    ),
    # Events
    ("post", "/v1/events"): Operation(
        "post_events", answers.PostedEvents, (404, 409, 412), REPLAYED
    ),
    ("get", "/v1/events"): Operation("follow_events", feed_schema.FeedPage, (), ("Link",)),
    ("get", "/v1/events/stream"): Operation("stream_events"),
    # What could not be placed
    ("get", "/v1/unplaced"): Operation("list_unplaced", list_answers.UnplacedEvents, (404,)),
    ("post", "/v1/unplaced/{id}/placing"): Operation(
        "place_unplaced", list_answers.PlacedEvent, (404, 409, 412), REPLAYED, body=Placing
    ),
    ("post", "/v1/unplaced/{id}/dismissal"): Operation(
        "dismiss_unplaced", list_answers.UnplacedEvent, (404, 409), body=Dismissal
    ),
    # Sources
    ("get", "/v1/sources"): Operation("list_sources", list_answers.ShownSources),
    ("get", "/v1/sources/{id}"): Operation("read_source", list_answers.SourceWords, (404,)),
    ("post", "/v1/sources/{id}/events"): Operation(
        "post_records", list_answers.OfSource, (404, 409)
    ),
    ("post", "/v1/sources/{id}/manifest"): Operation(
        "compare_manifest", list_answers.ComparedDay, (404,), body=DayTold
    ),
    ("get", "/v1/outages"): Operation("list_outages", list_answers.ShownOutages),
    ("post", "/v1/outages"): Operation(
        "declare_outage", list_answers.ShownOutage, CONFLICTS, REPLAYED, body=outages.Declaration
    ),
    ("post", "/v1/outages/{id}/confirmation"): Operation(
        "confirm_outage", list_answers.ShownOutage, (404, 409), REPLAYED, body=outages.Said
    ),
    ("post", "/v1/outages/{id}/end"): Operation(
        "end_outage", list_answers.ShownOutage, (404, 409), REPLAYED, body=outages.End
    ),
    ("post", "/v1/outages/{id}/withdrawal"): Operation(
        "withdraw_outage", list_answers.ShownOutage, (404, 409), REPLAYED, body=outages.Said
    ),
    # Lists of dossiers
    ("post", "/v1/consignments"): Operation(
        "send_consignment", list_answers.OfList, CONFLICTS, REPLAYED, body=Consignment
    ),
    ("post", "/v1/consignments/{slip}/receipt"): Operation(
        "receive_consignment", list_answers.OfList, (404, 409), REPLAYED, body=Receipt
    ),
    ("get", "/v1/consignments/{slip}"): Operation("read_consignment", list_answers.Slip, (404,)),
    ("post", "/v1/shelf-checks"): Operation(
        "check_shelf", list_answers.OfList, CONFLICTS, REPLAYED, body=ShelfCheck
    ),
    ("get", "/v1/divergences"): Operation("list_divergences", list_answers.ShownDivergences),
    # Reports
    ("get", "/v1/reports/timeliness"): Operation("report_timeliness", reports.ReportNow, (), FILE),
    ("get", "/v1/reports/timeliness/chart"): Operation("draw_timeliness"),
    ("get", "/v1/reports/timeliness/dossiers"): Operation(
        "list_counted_dossiers", reports.CountedDossiers
    ),
    ("get", "/v1/reports/late-now"): Operation("list_late_dossiers", reports.LateNow),
    ("get", "/v1/reports/attribution"): Operation(
        "report_attribution", charge_answers.AttributionReport
    ),
    ("get", "/v1/reports/carried-over"): Operation(
        "report_carried_over", issued_answers.CarriedOver, CONFLICTS
    ),
    ("post", "/v1/reports/issued"): Operation(
        "issue_report", issued_answers.IssuedReport, CONFLICTS, ("Location", *REPLAYED), body=Issue
    ),
    ("get", "/v1/reports/issued"): Operation("list_issued_reports", issued_answers.IssuedReports),
    ("get", "/v1/reports/issued/{number}"): Operation(
        "read_issued_report", issued_answers.IssuedReport, (404, 409), FILE
    ),
    ("get", "/v1/reports/issued/{number}/document"): Operation(
        "read_issued_document", issued_answers.IssuedDocument, (404, 409)
    ),
    ("get", "/v1/reports/issued/{number}/recomputed"): Operation(
        "recompute_issued_report", issued_answers.RecomputedReport, (404, 409)
    ),
    # The law
    ("get", "/v1/procedures"): Operation("list_procedures", Procedures),
    ("get", "/v1/units"): Operation("list_units", Units),
    ("post", "/v1/what-if"): Operation(
        "weigh_law", charge_answers.WhatIf, CONFLICTS, body=law.Said
    ),
    ("post", "/v1/law/entries"): Operation(
        "enter_law", charge_answers.EnteredLaw, CONFLICTS, REPLAYED, body=law.Entering
    ),
    ("get", "/v1/law/entries"): Operation("list_law_entries", charge_answers.LawEntries),
    # The installation
    ("get", "/v1/keys"): Operation("list_keys", ShownKeys),
    ("post", "/v1/keys"): Operation("make_key", ToldOnce, body=NewKey),
    ("post", "/v1/keys/{id}/rotation"): Operation(
        "rotate_key", ToldOnce, (404, 409), body=Rotation
    ),
    ("post", "/v1/keys/{id}/revocation"): Operation("revoke_key", ShownKey, (404, 409)),
    ("get", "/v1/reads"): Operation("list_reads", ShownLooks),
    ("get", "/metrics"): Operation("read_metrics"),
    ("get", "/healthz"): Operation("is_alive", answers.Alive),
    ("get", "/readyz"): Operation("is_ready", answers.Ready),
}
"""By method and path, as OpenAPI writes them."""
