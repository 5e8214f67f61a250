"""Requests that show how it is done; a test posts each, in this order, and gets what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.http.cloudevents import BATCH, STRUCTURED
from adapters.http.results import ndjson

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"

CODE: Final = "000.00.12.H39-190827-0001"
DESK: Final = "long-an-dost-one-stop"
OFFICE: Final = "long-an-dost-tdc"


@dataclass(frozen=True, slots=True)
class Example:
    summary: str
    value: Any
    status: int = 200
    """Of the answer to it."""
    path: tuple[tuple[str, str], ...] = ()
    """What stands in the path, by name."""
    media: str = JSON


RECEIVED: Final[Mapping[str, Any]] = {
    "dossier": CODE,
    "kind": "dossier.received",
    "occurred_at": "2019-08-27T08:00:00+07:00",
    "source": "one-stop",
    "request_id": "2019-08-27/1",
    "unit": DESK,
    "data": {
        "procedure": "2.002131",
        "channel": "direct",
        "owed": ["paper", "digital"],
        "promised_return": "2019-09-04T17:00:00+07:00",
    },
}

HANDED_OVER: Final[Mapping[str, Any]] = {
    "dossier": CODE,
    "kind": "dossier.transferred",
    "occurred_at": "2019-08-27T14:00:00+07:00",
    "source": "one-stop",
    "request_id": "2019-08-27/2",
    "unit": DESK,
    "data": {
        "carrier": "paper",
        "giver": {"organisation": DESK},
        "taker": {"organisation": OFFICE},
        "slip": "05/2019",
    },
}

TAKEN: Final[Mapping[str, Any]] = {
    "dossier": CODE,
    "kind": "dossier.transfer-acknowledged",
    "occurred_at": "2019-08-27T15:00:00+07:00",
    "source": "back-office",
    "request_id": "2019-08-27/3",
    "unit": OFFICE,
    "data": {"carrier": "paper", "taker": {"organisation": OFFICE}, "slip": "05/2019"},
}

DRAFTED: Final[Mapping[str, Any]] = {
    "dossier": CODE,
    "kind": "dossier.result-drafted",
    "occurred_at": "2019-08-29T10:00:00+07:00",
    "source": "back-office",
    "request_id": "2019-08-29/1",
    "unit": OFFICE,
    "data": {},
}

CLOUD_EVENT: Final[Mapping[str, Any]] = {
    "specversion": "1.0",
    "id": "2019-08-30/1",
    "source": "back-office",
    "type": "dossier.noted",
    "subject": CODE,
    "time": "2019-08-30T09:00:00+07:00",
    "unit": OFFICE,
    "datacontenttype": JSON,
    "data": {"name": "calibrated"},
}

UNKNOWN: Final = {**TAKEN, "dossier": "000.00.12.H39-190827-0009", "request_id": "2019-08-27/9"}

NATIONAL: Final = {
    "data": [
        {
            "MaHoSo": "000.00.12.H39-190827-0002",
            "MaTTHC": "2.002131",
            "KenhThucHien": "1",
            "ChuHoSo": "Nguyễn Văn A",
            "NgayTiepNhan": "20190827080000",
            "NgayHenTra": "20190904170000",
            "TrangThaiHoSo": "2",
        }
    ]
}

SENT: Final = {
    "slip": "06/2019",
    "carrier": "digital",
    "occurred_at": "2019-08-28T14:00:00+07:00",
    "giver": {"organisation": DESK},
    "taker": {"organisation": OFFICE},
    "unit": DESK,
    "dossiers": [CODE],
}

RECEIPT: Final = {
    "taker": {"organisation": OFFICE},
    "occurred_at": "2019-08-28T15:00:00+07:00",
    "unit": OFFICE,
    "received": [CODE],
}

SHELF: Final = {
    "desk": {"organisation": OFFICE},
    "carrier": "paper",
    "occurred_at": "2019-08-28T16:00:00+07:00",
    "unit": OFFICE,
    "codes": [CODE],
}

OUTAGE: Final = {
    "source": "back-office",
    "from": "2019-08-29T08:00:00+07:00",
    "to": "2019-08-29T11:30:00+07:00",
    "reason": "network",
    "actor": "leader 1",
}

HOLIDAY: Final = {"holiday": "2019-09-03", "announced": "2019-08-27", "document": "117/TB"}

REPORT: Final = {
    "period": "2019-Q3",
    "by": "field",
    "actor": "officer 3",
    "request_id": "2019-Q3",
}

EXAMPLES: Final[tuple[tuple[str, str, Example], ...]] = (
    ("create_dossier", "received", Example("Received at the one-stop desk", RECEIVED, 201)),
    (
        "post_event",
        "handed-over",
        Example("Handed over on paper", HANDED_OVER, 201, (("code", CODE),)),
    ),
    ("post_events", "one", Example("One event", TAKEN, 201)),
    ("post_events", "unknown", Example("Of a code that nobody bears yet", UNKNOWN, 202)),
    ("post_events", "many", Example("Several; each is answered", [TAKEN, DRAFTED])),
    (
        "post_events",
        "lines",
        Example("An event a line", ndjson([TAKEN, DRAFTED]).decode(), media=NDJSON),
    ),
    ("post_events", "structured", Example("A CloudEvent", CLOUD_EVENT, 201, media=STRUCTURED)),
    ("post_events", "batch", Example("CloudEvents", [CLOUD_EVENT], media=BATCH)),
    (
        "post_records",
        "national",
        Example("As the national portal syncs it", NATIONAL, 200, (("id", "national"),)),
    ),
    (
        "compare_manifest",
        "day",
        Example(
            "The dossiers of a day",
            {
                "day": "2019-08-27",
                "dossiers": [{"dossier": "000.00.12.H39-190827-0002", "status": "2"}],
            },
            200,
            (("id", "national"),),
        ),
    ),
    ("send_consignment", "slip", Example("A slip with its list", SENT)),
    (
        "receive_consignment",
        "box",
        Example("What came out of the box", RECEIPT, 200, (("slip", "06/2019"),)),
    ),
    ("check_shelf", "desk", Example("All that lay at a desk", SHELF)),
    ("declare_outage", "network", Example("Cut off for a morning", OUTAGE, 201)),
    (
        "confirm_outage",
        "second-person",
        Example("Somebody else, with another key", {"actor": "leader 2"}, 201, (("id", "1"),)),
    ),
    (
        "end_outage",
        "sooner",
        Example(
            "It was over sooner",
            {"actor": "leader 1", "to": "2019-08-29T10:00:00+07:00"},
            201,
            (("id", "1"),),
        ),
    ),
    (
        "withdraw_outage",
        "mistake",
        Example("There was none", {"actor": "leader 1"}, 201, (("id", "1"),)),
    ),
    ("weigh_law", "holiday", Example("A day off that was announced late", HOLIDAY)),
    (
        "enter_law",
        "holiday",
        Example(
            "The same, entered by one person and confirmed by another",
            {**HOLIDAY, "actor": "clerk", "confirmed_by": "head of office", "request_id": "117/TB"},
            201,
        ),
    ),
    ("issue_report", "quarter", Example("Form II.06a of a quarter", REPORT, 201)),
    (
        "make_key",
        "service",
        Example(
            "For a back office",
            {
                "role": "service",
                "units": [OFFICE],
                "sources": ["back-office"],
                "name": "back office of the department",
            },
            201,
        ),
    ),
)
"""By the operation, and by a name of its own."""
