"""Routes that follow the log: a page of it, all of it on lines, or as it grows."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from adapters.http import feed_schema
from adapters.http.access import Caller
from adapters.http.fanout import Fanout, Feed, Follower
from adapters.http.feed_forms import Form, form_of, written
from adapters.http.problems import Problem
from adapters.http.stream import Still, Stream
from domain.access import Keys, Principal
from domain.dossier.events import KINDS
from domain.refusals import Refused, UnknownKind
from projections.feed import Page, Wanted

MOST: Final = 1000
"""Events of a page."""

USUAL: Final = 100
"""Events of a page, where nobody says how many."""

HEADERS: Final = {"Cache-Control": "no-store", "Vary": "Accept, Authorization"}

Position = Annotated[
    int | None, Query(ge=0, le=2**62, description="The position that was read last.")
]
Limit = Annotated[int | None, Query(ge=1, le=MOST, description="Events at most.")]
Kinds = Annotated[list[str] | None, Query(description="Events of these kinds alone.")]
LastEventId = Annotated[
    int | None, Header(ge=0, le=2**62, description="The `id` that was seen last.")
]


Read = Callable[[int, int, Wanted], Awaitable[Page]]
"""A page from behind a position, of so many events at most."""


def following(fanout: Fanout, keys: Keys) -> APIRouter:
    router = APIRouter(tags=["events"])
    _pages(router, fanout)
    _stream(router, fanout, keys)
    return router


def _pages(router: APIRouter, fanout: Fanout) -> None:
    @router.get("/v1/events", response_model=None, responses=feed_schema.PAGE)
    async def page(
        request: Request,
        caller: Caller,
        after: Position = None,
        limit: Limit = None,
        kind: Kinds = None,
    ) -> Response:
        """What was recorded behind a position, in the order of recording, none skipped.

        Go on with `after` = `next` (also the `Link` with rel="next"); while `next` is less than
        `head` there is more, also behind an empty page. Whoever has units is told of dossiers that
        concern them; of a dossier that comes to concern them later, from then on: its history
        tells the rest. As `application/x-ndjson` and without a limit it is all there is by now, an
        event a line.
        """
        wanted = _wanted(caller, kind)
        await _must_exist(fanout.feed, after or 0)
        form = form_of(request.headers.get("accept", ""))
        read = partial(fanout.page, caller.id)
        found = await read(after or 0, limit or USUAL, wanted)
        if form is Form.NDJSON and limit is None:
            rest = _lines(read, found, wanted)
            headers = {**HEADERS, "Link": _link(request, found.head)}
            return StreamingResponse(rest, headers=headers, media_type=form)
        headers = {**HEADERS, "Link": _link(request, found.next)}
        return Response(written(found, form), headers=headers, media_type=form)


def _stream(router: APIRouter, fanout: Fanout, keys: Keys) -> None:
    @router.get("/v1/events/stream", response_model=None, responses=feed_schema.STREAM)
    async def stream(
        request: Request,
        caller: Caller,
        after: Position = None,
        kind: Kinds = None,
        last_event_id: LastEventId = None,
    ) -> Response:
        """The same as it is recorded, as server-sent events: `id` is the position, `event` the
        kind, `data` the event. Without `after` and `Last-Event-ID`, which wins, it begins now.

        Nothing is missing after a reconnection, and nothing comes twice. It ends when the key
        does, or when the server stops.
        """
        wanted = _wanted(caller, kind)
        begin = after if last_event_id is None else last_event_id
        head = await _must_exist(fanout.feed, begin or 0)
        follower = Follower(wanted, head if begin is None else begin, caller.id)
        return Stream(fanout, follower, _still(request, caller, keys))


def _wanted(caller: Principal, kinds: list[str] | None) -> Wanted:
    """Raises Refused for a kind that nobody can say: who misspells it would wait for ever."""
    named = {each if "." in each else f"dossier.{each}" for each in kinds or ()}
    for each in named - KINDS.keys():
        raise Refused(UnknownKind(each))
    return Wanted(caller.reach, frozenset(named))


async def _must_exist(feed: Feed, position: int) -> int:
    """The last position. Raises Problem for one behind it: what comes up to there would be missed
    without a word, by one who followed another log, or this one before it was restored."""
    head = await feed.head()
    if position > head:
        raise Problem("unknown-position", position=position, head=head)
    return head


def _link(request: Request, after: int) -> str:
    url = request.url.include_query_params(after=after)
    return f'<{url.path}?{url.query}>; rel="next"'


async def _lines(read: Read, page: Page, wanted: Wanted) -> AsyncIterator[bytes]:
    """Up to the head of the first page, for one who cannot know how far a later one would go."""
    to = page.head
    while True:
        within = [event for event in page.events if event.position <= to]
        yield written(Page(within, page.next, to), Form.NDJSON)
        if page.next >= to:
            return
        page = await read(page.next, USUAL, wanted)


def _still(request: Request, caller: Principal, keys: Keys) -> Still:
    token = request.headers.get("authorization", "").partition(" ")[2].strip()

    async def still() -> bool:
        """Whether whoever follows may go on just so."""
        return await keys.principal(token) == caller

    return still
