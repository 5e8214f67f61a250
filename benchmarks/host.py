"""The program of a host process: calls come in through standard input, answers leave through
standard output, both pickled. It ends when its input does, and closes then what it holds."""

import gc
import os
import pickle
import sys
import traceback
from contextlib import suppress
from typing import Any, BinaryIO

from benchmarks.measurement import Measurement, Place, Sample, Unavailable


class Held:
    """The measurements that this process has set up, by key."""

    def __init__(self) -> None:
        self._held: dict[str, Measurement] = {}

    def setup(self, key: str, measurement: Measurement, place: Place) -> None:
        self._held[key] = measurement
        measurement.setup(place)

    def run(self, key: str, turn: int, seconds: float) -> Sample:
        # What earlier runs left behind is not this one's to pay for.
        gc.collect()
        return self._held[key].run(turn, seconds)

    def close(self, key: str) -> None:
        if measurement := self._held.pop(key, None):
            measurement.close()

    def close_all(self) -> None:
        for key in list(self._held):
            with suppress(Exception):
                self.close(key)


def answered(held: Held, call: str, *arguments: Any) -> tuple[str, Any]:
    try:
        return "done", getattr(held, call)(*arguments)
    except Unavailable as why:
        return "unavailable", str(why)
    except Exception as fault:
        traceback.print_exc()
        return "failed", f"{type(fault).__name__}: {str(fault).partition(chr(10))[0]}"


def serve(calls: BinaryIO, answers: BinaryIO) -> None:
    held = Held()
    try:
        while True:
            pickle.dump(answered(held, *pickle.load(calls)), answers)
            answers.flush()
    except (EOFError, OSError):
        # Whoever asked is done, or gone.
        return
    finally:
        held.close_all()


def main() -> None:
    # What a library prints must not end up among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
    # Threads of a peer may still wait for something; nobody waits for them.
    os._exit(0)
