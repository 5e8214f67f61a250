"""PostgreSQL without a framework: the same rows in a table of the same columns and indexes.

The table is hoso's own but for its position, which comes from a plain sequence: nothing orders
commits, so a reader that follows it may skip events. It is a floor, not an event store.
"""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Final

import psycopg
from psycopg import Connection, sql

from benchmarks.course import COURSE
from benchmarks.measurement import Measurement, Place, Sample, Unavailable

TABLE: Final = """
CREATE SEQUENCE IF NOT EXISTS bare_position;
CREATE TABLE IF NOT EXISTS bare_events (LIKE hoso_events INCLUDING INDEXES INCLUDING STORAGE);
ALTER TABLE bare_events ALTER notification_id SET DEFAULT nextval('bare_position'),
    ALTER recorded_at SET DEFAULT clock_timestamp();
"""

OWN: Final = {"originator_id", "request_id"}
"""Columns whose values are new with every row."""
LEFT: Final = {"notification_id", "recorded_at"}
"""Columns that the table fills."""

CONNECTED: Final = 100
"""Clients that connect within a second, also where the machine is shared."""

FEW: Final = 20
"""Transactions of each client where a run is shorter than pgbench's shortest, a second."""


class Bare(Measurement):
    """A connection that stays open from setup to close."""

    home: ClassVar[str] = "bare"
    conn: Connection[Any]

    def setup(self, place: Place) -> None:
        self.conn = psycopg.connect(place.conninfo, autocommit=True)
        self.conn.execute(TABLE)
        self.prepare(place)

    def prepare(self, place: Place) -> None:
        """What else is to be there before the first run."""

    def close(self) -> None:
        self.conn.close()


class Pgbench(Bare):
    """pgbench in prepared mode: a plain INSERT a transaction, the rows of a dossier in turn."""

    def __init__(self, clients: int) -> None:
        self.clients = clients

    def prepare(self, place: Place) -> None:
        program = place.programs / "pgbench"
        if not program.exists():
            raise Unavailable("pgbench is not among the programs of the embedded PostgreSQL")
        self.directory = place.directory
        self.command = [str(program), "--no-vacuum", "--protocol=prepared", "--log"]
        for number, row in enumerate(self._dossier()):
            self._script(number, row)
        self.conninfo = place.conninfo

    def run(self, turn: int, seconds: float) -> Sample:
        logs = self.directory / "log"
        # Its clock runs while it connects, which takes long for many clients.
        time = max(1, round(seconds + self.clients / CONNECTED))
        length = [f"--time={time}"] if seconds >= 1 else [f"--transactions={FEW}"]
        crowd = [f"--client={self.clients}", f"--jobs={min(2, self.clients)}"]
        ended = subprocess.run(
            [*self.command, *length, *crowd, f"--log-prefix={logs}", self.conninfo],
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            raise RuntimeError(f"pgbench: {ended.stderr.strip().splitlines()[-1]}")
        latencies = [each for log in _logs(self.directory) for each in _latencies(log)]
        tps = re.search(r"tps = ([\d.]+) \(without initial connection time\)", ended.stdout)
        if tps is None:
            raise RuntimeError("pgbench committed nothing in its time")
        return Sample(len(latencies), len(latencies) / float(tps[1]), latencies)

    def _dossier(self) -> list[dict[str, Any]]:
        """The rows that hoso made of one dossier, as text."""
        cursor = self.conn.execute(
            "SELECT to_jsonb(hoso_events) FROM hoso_events WHERE originator_id = "
            "(SELECT originator_id FROM hoso_events WHERE originator_version = %s LIMIT 1) "
            "ORDER BY originator_version",
            (len(COURSE),),
        )
        return [row[0] for row in cursor.fetchall()]

    def _script(self, number: int, row: dict[str, Any]) -> None:
        """pgbench takes a colon for a variable, so every value is one, sent as a parameter."""
        told = {
            name: value for name, value in row.items() if value is not None and name not in LEFT
        }
        names = sql.SQL(", ").join(map(sql.Identifier, told))
        values = ", ".join(
            "uuidv7()::text" if name in OWN else f":v{number}_{name}" for name in told
        )
        self.command += [
            f"--define=v{number}_{name}={value}" for name, value in told.items() if name not in OWN
        ]
        script = self.directory / f"insert-{number}.sql"
        insert = sql.SQL("INSERT INTO bare_events ({}) VALUES ").format(names)
        script.write_text(f"{insert.as_string()}({values});\n", "utf-8")
        self.command.append(f"--file={script}")


def _logs(directory: Path) -> Sequence[Path]:
    return sorted(directory.glob("log.*"))


def _latencies(log: Path) -> list[float]:
    """Seconds of each transaction; the log is gone afterwards."""
    lines = log.read_text("ascii").splitlines()
    log.unlink()
    return [int(line.split()[2]) / 1e6 for line in lines]
