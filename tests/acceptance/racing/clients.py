"""Thirty-two who post at once, each with a line that breaks, and what they hear."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from tests.acceptance.racing.telling import SERVICES, Told
from tests.acceptance.racing.wire import Envelope, forms, results

CLIENTS: Final = 32
MOST_TIMES: Final = 5
"""That an event is sent, but for what is sent again when nobody knows what became of it."""
TOGETHER: Final = (1, 1, 1, 2, 3, 5, 8, 13)
"""Events of a request."""

CUT: Final = 0.06
"""Of the requests break off within their body."""
DEAF: Final = 0.10
"""Of the requests are not listened to to the end."""

LATER: Final = (429, 503)


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer on an event."""

    told: Told
    said: Mapping[str, Any]
    began: float
    ended: float
    """When it was sent, and its answer was there: seconds of a steady clock."""
    way: str
    """How it was sent, and with how many others."""

    @property
    def outcome(self) -> str:
        outcome: str = self.said["outcome"]
        return outcome

    @property
    def recorded_as(self) -> Any:
        """Position, version, kinds and findings; None where it was not recorded."""
        found = self.said.get("findings")
        if found is None:
            return None
        return [self.said[name] for name in ("position", "version", "kinds")], found


@dataclass(slots=True)
class Ear:
    """What all of them heard."""

    heard: list[Heard] = field(default_factory=list)
    totals: list[tuple[int, Mapping[str, int]]] = field(default_factory=list)
    """How many events a request had, and the totals of its answer."""
    unheard: set[tuple[str, str]] = field(default_factory=set)
    """Names of what was sent once without its answer being read."""
    cut: int = 0
    deaf: int = 0
    later: int = 0
    """Times that they were told to come later, and did."""

    def of(self, named: tuple[str, str]) -> list[Heard]:
        return [one for one in self.heard if one.told.named == named]


@dataclass(frozen=True, slots=True)
class Client:
    """Speaks for one service, to whichever server."""

    servers: Sequence[str]
    token: str
    chance: Random
    ear: Ear
    breaks: bool = True
    """Whether its line does."""

    async def post(self, deliveries: Sequence[Told]) -> None:
        headers = {"Authorization": f"Bearer {self.token}"}
        async with httpx.AsyncClient(headers=headers, timeout=60, trust_env=False) as http:
            for told in self._together(deliveries):
                await self.deliver(http, self.chance.choice(forms(told))(told))

    def _together(self, deliveries: Sequence[Told]) -> Iterator[Sequence[Told]]:
        begin = 0
        while begin < len(deliveries):
            size = self.chance.choice(TOGETHER)
            yield deliveries[begin : begin + size]
            begin += size

    async def deliver(self, http: httpx.AsyncClient, envelope: Envelope) -> None:
        """Until an answer is there to the end, and is one."""
        while True:
            drawn, server = self.chance.random(), self.chance.choice(self.servers)
            if self.breaks and drawn < CUT + DEAF:
                await self._broken(server, envelope, cut=drawn < CUT)
                continue
            began = monotonic()
            answer = await http.post(
                server + envelope.path, content=envelope.body, headers=envelope.headers
            )
            if answer.status_code in LATER:
                self.ear.later += 1
                await asyncio.sleep(float(answer.headers["retry-after"]))
                continue
            if again := self._hear(envelope, answer, began):
                envelope = forms(again)[0](again)
                continue
            return

    def _hear(self, envelope: Envelope, answer: httpx.Response, began: float) -> Sequence[Told]:
        """Those whose dossier moved on three times: nothing was decided on them."""
        items, summary = results(envelope, answer)
        assert len(items) == len(envelope.told), (envelope, answer.text)
        if summary:
            assert summary["complete"], answer.text
            self.ear.totals.append((len(items), summary["totals"]))
        ended, way = monotonic(), f"{envelope.path} {envelope.headers} {len(items)}"
        heard = [
            Heard(told, said, began, ended, way)
            for told, said in zip(envelope.told, items, strict=True)
        ]
        self.ear.heard += [one for one in heard if one.said.get("code") != "conflict"]
        return [one.told for one in heard if one.said.get("code") == "conflict"]

    async def _broken(self, server: str, envelope: Envelope, *, cut: bool) -> None:
        """The line breaks within the body, or behind it, before the answer is read."""
        place = urlsplit(server)
        _, writer = await asyncio.open_connection(place.hostname, place.port)
        length = len(envelope.body)
        fields = {"Host": place.netloc, "Authorization": f"Bearer {self.token}"}
        fields |= {**envelope.headers, "Content-Length": str(length)}
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        writer.write(f"POST {envelope.path} HTTP/1.1\r\n{head}\r\n".encode())
        writer.write(envelope.body[: self.chance.randrange(length)] if cut else envelope.body)
        await writer.drain()
        await asyncio.sleep(self.chance.choice((0, 0.002, 0.02)))
        if cut:
            self.ear.cut += 1
        else:
            self.ear.deaf += 1
            self.ear.unheard.update(one.named for one in envelope.told)
        if self.chance.random() < 0.5:
            writer.transport.abort()
        writer.close()


async def race(
    chance: Random, told: Sequence[Told], servers: Sequence[str], tokens: Mapping[str, str]
) -> Ear:
    """Each event is sent one to five times, all in one random order."""
    ear = Ear()
    sent = [one for one in told for _ in range(chance.randint(1, MOST_TIMES))]
    chance.shuffle(sent)
    shares: list[list[Told]] = [[] for _ in range(CLIENTS)]
    places = {
        service: [n for n in range(CLIENTS) if n % len(SERVICES) == turn]
        for turn, service in enumerate(SERVICES)
    }
    for one in sent:
        shares[chance.choice(places[one.by])].append(one)
    async with asyncio.TaskGroup() as tasks:
        for service, numbers in places.items():
            for number in numbers:
                seed = Random(chance.random())
                client = Client(servers, tokens[service], seed, ear)
                tasks.create_task(client.post(shares[number]))
    return ear


async def once_more(told: Sequence[Told], server: str, tokens: Mapping[str, str]) -> Ear:
    """Each is sent again, on a line that holds."""
    ear = Ear()
    for service, token in tokens.items():
        share = [one for one in told if one.by == service]
        await Client([server], token, Random(0), ear, breaks=False).post(share)
    return ear
