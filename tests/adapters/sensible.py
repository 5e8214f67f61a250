"""What makes sense in a request, in the place of what chance has put there."""

import itertools
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import schemathesis
from hypothesis import strategies as st

from tests.adapters.test_rights import OWN

PLACES: Final = {
    "code": [OWN, "nobody's"],
    "id": ["national", "status-only", "1"],
    "slip": ["05/2019"],
    "number": ["2026-0001"],
}
"""What stands in a path, beside whatever may stand there."""

DESK: Final = {"organisation": "long-an-dost-one-stop"}
OFFICE: Final = {"organisation": "long-an-dost-tdc"}

SAID: Final = {
    "dossier": OWN,
    "source": "portal",
    "unit": "long-an-dost-one-stop",
    "slip": "05/2019",
    "giver": DESK,
    "taker": OFFICE,
    "desk": OFFICE,
    "codes": [OWN],
    "dossiers": [OWN],
    "received": [OWN],
    "holiday": "2019-09-03",
    "announced": "2019-08-27",
    "from": "2019-07-01",
    "to": "2019-09-30",
}
"""In a body, where something of the name is said."""

LEFT_OUT: Final = (
    *("object", "code_system", "override", "source_seq", "refused", "surplus", "via"),
    *("period", "scheme", "number", "known_at", "as_of", "clock", "by", "mode"),
    *("withdraw", "procedure", "abolition", "until", "makeup", "hours"),
)

ASKED: Final[dict[str, Any]] = {
    "from": "2019-01-01",
    "to": "2019-12-31",
    "clock": "national",
    "by": "field,procedure",
    "cell": "received.total",
    "every": "month",
    "format": "csv",
    "kind": ["dossier.received"],
}
"""In a query."""

NOT_ASKED: Final = (
    *("period", "scheme", "group", "cursor", "after", "known_at", "at", "as_of", "version"),
    *("before", "stage", "code_system"),
)

OF_ANOTHER_KIND: Final[Mapping[str, dict[str, Any]]] = {
    "compare_manifest": {"dossiers": [{"dossier": OWN, "status": "2"}], "day": "2019-08-27"},
    "list_divergences": {"kind": "custody"},
    "report_attribution": {"by": "account"},
    "declare_outage": {"from": "2019-08-27T08:00:00+07:00", "to": "2019-08-27T09:00:00+07:00"},
    "send_consignment": {"carrier": "paper"},
    "receive_consignment": {"carrier": "paper"},
    "end_outage": {"to": "2019-08-27T08:30:00+07:00"},
}
"""Where a name means something else."""

ALSO: Final = {
    **dict.fromkeys(("create_dossier", "post_events"), ("dossier", "request_id")),
    "post_event": ("request_id",),
    "receive_consignment": ("received",),
    "weigh_law": ("holiday", "announced"),
    "enter_law": ("holiday", "announced"),
}
"""What must be said, and which chance may leave out."""

_NUMBERS: Final = itertools.count()

_BEGIN: Final = datetime(2019, 8, 26, tzinfo=UTC)

schemathesis.openapi.format(
    "date-time",
    st.integers(0, 60 * 24 * 30).map(lambda m: (_BEGIN + timedelta(minutes=m)).isoformat()),
)
schemathesis.openapi.format(
    "date", st.integers(0, 400).map(lambda d: (_BEGIN + timedelta(days=d)).date().isoformat())
)


def placed(case: Any, draw: st.DataObject) -> None:
    """Of something that is there."""
    for name, values in PLACES.items():
        if name in (case.path_parameters or {}):
            case.path_parameters[name] = draw.draw(st.sampled_from(values))


def sensible(case: Any) -> None:
    """Told and asked as an office would."""
    of = OF_ANOTHER_KIND.get(case.operation.definition.raw.get("operationId"), {})
    for one in case.body if isinstance(case.body, list) else [case.body]:
        if isinstance(one, dict):
            also = ALSO.get(case.operation.definition.raw.get("operationId"), ())
            one.update(dict.fromkeys(also, str(next(_NUMBERS))))
            _say(one, {**SAID, **of}, LEFT_OUT)
    case.headers.pop("If-Match", None)
    if isinstance(case.query, dict):
        _say(case.query, {**ASKED, **of}, NOT_ASKED)


def _say(part: dict[str, Any], said: dict[str, Any], left_out: tuple[str, ...]) -> None:
    part.update({name: value for name, value in said.items() if name in part})
    for name in left_out:
        part.pop(name, None)
