"""Histories of dossiers as requests, delivered as offices deliver: late, twice, in pieces."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from domain.request import Posted, read

MONDAY: Final = datetime(2025, 11, 3, 1, tzinfo=UTC)
"""Eight in the morning, Vietnamese time."""

DESK: Final = {"organisation": "Trung tâm Phục vụ hành chính công", "desk": "quầy 5"}
DEPARTMENT: Final = {"organisation": "Sở Khoa học và Công nghệ"}
REASON: Final = {"reason": "Nhập nhầm, chị Ngọc Ánh báo lại"}

carriers = st.sampled_from(("paper", "digital"))
instants = st.sampled_from(("receipt", "result", "return"))


@dataclass(frozen=True, slots=True)
class Delivery:
    """The same requests twice: once each as they happened, and as they came."""

    in_order: list[Posted]
    batches: list[list[Posted]]


def at(hours: int) -> str:
    return (MONDAY + timedelta(hours=hours)).isoformat()


def hours() -> SearchStrategy[int]:
    """Within a week, so that days and ties matter."""
    return st.integers(0, 6 * 24)


def subjects() -> SearchStrategy[dict[str, str]]:
    # With a number, so that the vault knows the person again in every delivery.
    return st.fixed_dictionaries({"name": st.just("Võ Út"), "id": st.sampled_from(("01", "02"))})


def intake() -> list[SearchStrategy[dict[str, Any]]]:
    received = st.fixed_dictionaries(
        {"kind": st.just("received")},
        optional={
            "channel": st.sampled_from(("online", "direct")),
            "owed": st.lists(carriers, unique=True, max_size=2),
            "promised_return": hours().map(at),
            "procedure": st.sampled_from(("2.002131", "stand-in:log")),
            "field": st.just("radiation-safety"),
            "subject": subjects(),
        },
    )
    came = {"kind": st.just("carrier-received"), "carrier": carriers, "desk": st.just(DESK)}
    return [received, received, st.fixed_dictionaries(came)]


def custody() -> list[SearchStrategy[dict[str, Any]]]:
    handed = {
        "kind": st.just("transferred"),
        "carrier": carriers,
        "taker": st.just(DEPARTMENT),
        "giver": st.sampled_from((DESK, None)),
    }
    answered = {"kind": st.just("transfer-acknowledged"), "carrier": carriers}
    refused = {"kind": st.just("transfer-refused"), "carrier": carriers, **_reason()}
    return [st.fixed_dictionaries(fields) for fields in (handed, answered, refused)]


def work() -> list[SearchStrategy[dict[str, Any]]]:
    asked = {"kind": st.just("supplement-requested"), "supplement": st.sampled_from("12")}
    brought = {"kind": st.just("supplement-received"), "supplement": st.sampled_from("12")}
    noted = {"kind": st.just("noted"), "name": st.just("gọi"), "attributes": st.just({"ai": "Út"})}
    return [st.fixed_dictionaries(fields) for fields in (asked, brought, noted)]


def result() -> list[SearchStrategy[dict[str, Any]]]:
    arrived = {"kind": st.just("result-arrived"), "carrier": carriers, "desk": st.just(DESK)}
    returned = {"kind": st.just("returned"), "carrier": carriers}
    completed = {"kind": st.just("completed")}
    return [st.fixed_dictionaries(fields) for fields in (arrived, returned, completed)]


def record() -> list[SearchStrategy[dict[str, Any]]]:
    """What is said of the record, about any of the events before or behind."""
    target = st.builds(lambda n: {"source": "portal", "request_id": f"r{n}"}, st.integers(0, 12))
    moved = {"field": st.just("occurred_at"), "new": hours().map(at)}
    changed = {"field": st.just("channel"), "new": st.sampled_from(("online", "post", 7))}
    about = {"target": target, "approver": st.just("Lê Út"), **_reason()}
    settled = {
        "kind": st.just("reconciled"),
        "settles": st.lists(instants, min_size=1, unique=True),
        "speaks": st.dictionaries(instants, carriers),
        "second_person": st.just("Trần Út"),
        **_reason(),
    }
    corrected = {"kind": st.just("corrected"), **about}
    annulled = {"kind": st.just("annulled"), **about}
    fields = ({**corrected, **moved}, {**corrected, **changed}, annulled, settled)
    return [st.fixed_dictionaries(one) for one in fields]


def _reason() -> dict[str, SearchStrategy[Any]]:
    return {"reason": st.just(REASON["reason"])}


@cache
def said() -> SearchStrategy[dict[str, Any]]:
    return st.one_of(*intake(), *custody(), *work(), *result(), *record())


def posted(number: int, dossier: str, hour: int, said: dict[str, Any]) -> Posted:
    data = {name: value for name, value in said.items() if name != "kind" and value is not None}
    return read(
        {
            "dossier": dossier,
            "kind": said["kind"],
            "occurred_at": at(hour),
            "source": "portal",
            "request_id": f"r{number}",
            "unit": "Bộ phận Một cửa",
            "actor": "cán bộ",
            "data": data,
        }
    )


@st.composite
def deliveries(draw: DrawFn) -> Delivery:
    """Events of up to two dossiers; shuffled, some of them repeated, in batches."""
    drawn = draw(
        st.lists(
            st.tuples(st.sampled_from(("HS-1", "HS-1", "HS-2")), hours(), said()),
            min_size=1,
            max_size=13,
        )
    )
    requests = [posted(number, *one) for number, one in enumerate(drawn)]
    again = draw(st.lists(st.sampled_from(requests), max_size=4))
    came = draw(st.permutations([*requests, *again]))
    ends = sorted({*draw(st.sets(st.integers(1, len(came)), max_size=4)), len(came)})
    batches = [came[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]
    return Delivery(sorted(requests, key=lambda one: one.request.occurred_at), batches)
