"""Everything that can be said, drawn at random: every kind, every field, every envelope."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from domain.dossier.events import DossierEvent, Told
from domain.testimony import Override, Precision, Provenance, Testimony
from tests.drawing import codes, maybe, moments, names, short_names
from tests.kinds import fields_of_kinds

__all__ = ["events_", "fields_of_kinds", "overrides", "testimonies"]


def events_() -> SearchStrategy[DossierEvent]:
    """An event of any kind."""
    return st.one_of([st.builds(kind, **fields) for kind, fields in fields_of_kinds().items()])


def overrides() -> SearchStrategy[Override]:
    findings = st.lists(st.sampled_from(("out-of-order", "unknown-component")), max_size=2)
    return st.builds(Override, findings.map(tuple), st.uuids().map(str), names())


def testimonies(**told: SearchStrategy[Any]) -> SearchStrategy[Told]:
    """A testimony with every field of the envelope; `told` sets some of them.

    Name it as `strategies.testimonies` in a test module: pytest takes it for a test there.
    """
    envelope: dict[str, SearchStrategy[Any]] = {
        "event": events_(),
        "dossier": codes(),
        "occurred_at": moments(),
        "source": short_names(),
        "request_id": st.uuids().map(str),
        "ordinal": st.just(0),
        "precision": st.sampled_from(Precision),
        "source_ref": maybe(short_names()),
        "source_seq": maybe(st.integers(0, 2**63 - 1)),
        "source_recorded_at": maybe(moments()),
        "actor": maybe(names()),
        "entered_by": maybe(names()),
        "unit": maybe(short_names()),
        "evidence": st.lists(short_names(), max_size=20).map(tuple),
        "correlation_id": maybe(short_names()),
        "provenance": st.sampled_from(Provenance),
        "override": maybe(overrides()),
    }
    return st.builds(Testimony, **{**envelope, **told})
