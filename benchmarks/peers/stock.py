"""The eventsourcing library as its tutorial uses it: an Application, aggregates, its recorder.

It is given the request's bytes, reads the JSON and triggers an event on an aggregate that the
caller has at hand; nothing is validated, decided or read before. One event a save.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, ClassVar
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from psycopg.conninfo import conninfo_to_dict

from benchmarks.course import bodies
from benchmarks.measurement import Measurement, Place


class StockDossier(Aggregate):
    @event("Opened")
    def __init__(self, said: dict[str, Any]) -> None:
        self.last = said

    @event("Told")
    def tell(self, said: dict[str, Any]) -> None:
        self.last = said


class StockDossiers(Application[UUID]):
    name = "dossiers"


def environment(conninfo: str, *, db_functions: bool) -> dict[str, str]:
    """Of an Application on the database; everything not named here is the library's default."""
    told = {name: str(value) for name, value in conninfo_to_dict(conninfo).items()}
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": told["dbname"],
        "POSTGRES_HOST": told["host"],
        "POSTGRES_PORT": told["port"],
        "POSTGRES_USER": told["user"],
        "POSTGRES_PASSWORD": told.get("password", "none"),
        "POSTGRES_ENABLE_DB_FUNCTIONS": "y" if db_functions else "n",
    }


class Stock(Measurement):
    """An Application that stays open from setup to close."""

    home: ClassVar[str] = "stock"

    def __init__(self, *, db_functions: bool = False) -> None:
        self.db_functions = db_functions

    def setup(self, place: Place) -> None:
        self.env = environment(place.conninfo, db_functions=self.db_functions)
        self.app = StockDossiers(self.env)
        self.prepare()

    def prepare(self) -> None:
        """What else is to be there before the first run."""

    def close(self) -> None:
        self.app.close()

    def opened(self, code: str, length: int) -> StockDossier:
        """A new aggregate with so many events, not yet saved."""
        said = [json.loads(body) for body in bodies(code)]
        dossier = StockDossier(said[0])
        for number in range(1, length):
            dossier.tell(said[number % len(said)])
        return dossier


def saving(app: StockDossiers, told: Iterator[bytes]) -> Callable[[], None]:
    """A caller that saves one event at a time: eight to a dossier, then the next one."""
    held: list[StockDossier] = []

    def save() -> None:
        said = json.loads(next(told))
        if said["kind"] == "dossier.received":
            held[:] = [StockDossier(said)]
        else:
            held[0].tell(said)
        app.save(held[0])

    return save
