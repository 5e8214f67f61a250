"""What recordings claim for themselves: no two that are under way at once may claim the same."""

from collections.abc import Hashable, Sequence

from domain.dossier.events import CodeAssigned, DossierEvent, Told
from domain.store import Conflict, Recording
from domain.testimony import Code


def claimed(recordings: Sequence[Recording[DossierEvent]]) -> frozenset[Hashable]:
    """Their streams, their codes (by value: a plain code may be anybody's), their request ids.

    Raises Conflict when one request id or one code is claimed twice, or a stream would miss a
    version: that can never be recorded.
    """
    stands: dict[str, int] = {}
    codes: dict[tuple[str, str], str] = {}
    claims: set[Hashable] = set()
    for recording in recordings:
        stream = recording.stream
        claims.add(stream)
        if stands.get(stream, recording.after) != recording.after:
            raise Conflict("a version would be missing")
        stands[stream] = recording.after + len(recording.told)
        for told in recording.told:
            ref = (told.source, told.request_id, told.ordinal)
            if ref in claims:
                raise Conflict("one request is recorded twice")
            claims.add(ref)
            for code in codes_of(told):
                if codes.setdefault((code.system, code.value), stream) != stream:
                    raise Conflict("one code is given to two dossiers")
                claims.add((code.value,))
    return frozenset(claims)


def codes_of(told: Told) -> tuple[Code, ...]:
    """The code that names the dossier, and the one that it is given."""
    if isinstance(told.event, CodeAssigned):
        return told.dossier, Code(told.event.system, told.event.value)
    return (told.dossier,)
