"""Answers to many events at once: a document, or a result a line while more comes in."""

from collections.abc import AsyncIterator, Sequence
from typing import Final

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from adapters.http.intake import Chunk
from adapters.http.piecemeal import Piecemeal
from adapters.http.problems import Problem
from adapters.http.results import Read, Results, ndjson
from domain.posting import Item
from domain.store import StoreUnavailable

JSON: Final = "application/json"
NDJSON: Final = ("application/x-ndjson", "application/ndjson", "application/jsonl")

Answer = tuple[Chunk, Sequence[Item]]
Answers = AsyncIterator[Answer]


async def reply(request: Request, results: Results, answers: Answers) -> Response:
    """To NDJSON a result a line and the summary in the last, unless JSON is accepted and all is
    one chunk; to anything else a document, unless NDJSON is accepted.

    Raises Problem, StoreUnavailable: nothing was recorded then.
    """
    first = await anext(answers)
    accepts = request.headers.get("accept", "").lower()
    if media_of(request) in NDJSON:
        by_line = not (first[0].last and JSON in accepts)
    else:
        by_line = any(each in accepts for each in NDJSON)
    if by_line:
        return Piecemeal(_lines(results, first, answers), media_type=NDJSON[0])
    return await _document(results, first, answers)


def media_of(request: Request) -> str:
    """Of the body; JSON where it names none."""
    named = request.headers.get("content-type") or JSON
    return named.partition(";")[0].strip().lower()


async def _document(results: Results, first: Answer, answers: Answers) -> Response:
    fault = None
    items = results.take(*_read(first))
    try:
        async for each in answers:
            items += results.take(*_read(each))
    except StoreUnavailable as error:
        fault = error
    return JSONResponse({**results.summary(fault), "items": items})


async def _lines(results: Results, first: Answer, answers: Answers) -> AsyncIterator[bytes]:
    """A result a line, a chunk at a time; the summary last."""
    fault = None
    yield ndjson(results.take(*_read(first)))
    try:
        async for each in answers:
            yield ndjson(results.take(*_read(each)))
    except (Problem, StoreUnavailable) as error:
        fault = error
    yield ndjson([results.summary(fault)])


def _read(answer: Answer) -> tuple[Sequence[Read], Sequence[Item]]:
    chunk, items = answer
    return chunk.read, items
