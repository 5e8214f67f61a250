"""Which right each route asks for: the one table. A route that is not in it answers nobody.

The rights of each role, and which of them reach beyond its own units, stand in domain/access.py.
"""

from collections.abc import Mapping
from typing import Final

from domain.access import Right

RIGHT_OF: Final[Mapping[tuple[str, str], Right]] = {
    # Dossiers
    ("GET", "/v1/dossiers"): Right.READ,
    ("POST", "/v1/dossiers"): Right.RECORD,
    ("GET", "/v1/dossiers/{code:path}"): Right.READ,
    ("POST", "/v1/dossiers/{code:path}/events"): Right.RECORD,
    ("GET", "/v1/dossiers/{code:path}/events"): Right.READ,
    ("GET", "/v1/dossiers/{code:path}/next"): Right.READ,
    ("GET", "/v1/dossiers/{code:path}/attribution"): Right.READ,
    ("GET", "/v1/dossiers/{code:path}/timeliness"): Right.READ,
    # Events
    ("POST", "/v1/events"): Right.RECORD,
    ("GET", "/v1/events"): Right.READ,
    ("GET", "/v1/events/stream"): Right.READ,
    # What could not be placed
    ("GET", "/v1/unplaced"): Right.READ,
    ("POST", "/v1/unplaced/{id}/placing"): Right.PLACE,
    ("POST", "/v1/unplaced/{id}/dismissal"): Right.PLACE,
    # Sources, each in its own words
    ("GET", "/v1/sources"): Right.READ,
    ("GET", "/v1/sources/{id}"): Right.READ,
    ("POST", "/v1/sources/{id}/events"): Right.RECORD,
    ("POST", "/v1/sources/{id}/manifest"): Right.RECORD,
    ("GET", "/v1/outages"): Right.READ,
    ("POST", "/v1/outages"): Right.OUTAGE,
    ("POST", "/v1/outages/{id}/confirmation"): Right.OUTAGE,
    ("POST", "/v1/outages/{id}/end"): Right.OUTAGE,
    ("POST", "/v1/outages/{id}/withdrawal"): Right.OUTAGE,
    # Lists of dossiers
    ("POST", "/v1/consignments"): Right.RECORD,
    ("POST", "/v1/consignments/{slip:path}/receipt"): Right.RECORD,
    ("GET", "/v1/consignments/{slip:path}"): Right.READ,
    ("POST", "/v1/shelf-checks"): Right.RECORD,
    ("GET", "/v1/divergences"): Right.READ,
    # Reports
    ("GET", "/v1/procedures"): Right.READ,
    ("GET", "/v1/units"): Right.READ,
    ("GET", "/v1/reports/timeliness"): Right.READ,
    ("GET", "/v1/reports/timeliness/chart"): Right.READ,
    ("GET", "/v1/reports/timeliness/dossiers"): Right.READ,
    ("GET", "/v1/reports/late-now"): Right.READ,
    ("GET", "/v1/reports/attribution"): Right.READ,
    ("GET", "/v1/reports/carried-over"): Right.READ_ISSUED,
    ("POST", "/v1/reports/issued"): Right.ISSUE,
    ("GET", "/v1/reports/issued"): Right.READ_ISSUED,
    ("GET", "/v1/reports/issued/{number}"): Right.READ_ISSUED,
    ("GET", "/v1/reports/issued/{number}/document"): Right.READ_ISSUED,
    ("GET", "/v1/reports/issued/{number}/recomputed"): Right.READ_ISSUED,
    # The law
    ("POST", "/v1/what-if"): Right.LAW,
    ("POST", "/v1/law/entries"): Right.LAW,
    ("GET", "/v1/law/entries"): Right.READ,
    # The installation
    ("GET", "/metrics"): Right.OBSERVE,
    ("GET", "/v1/keys"): Right.ADMINISTER,
    ("POST", "/v1/keys"): Right.ADMINISTER,
    ("POST", "/v1/keys/{id}/rotation"): Right.ADMINISTER,
    ("POST", "/v1/keys/{id}/revocation"): Right.ADMINISTER,
    ("GET", "/v1/reads"): Right.READ_ISSUED,
}
