"""What can be wrong with a file that is to be imported, and with one record in it."""

from collections.abc import Mapping as Params
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one record cannot become an event: a stable code, its values, a plain sentence."""

    code: str
    params: Params[str, str | int]
    message: str


class BadFile(Exception):
    """The file, or its mapping, cannot be read at all, so nothing of it is imported."""

    def __init__(self, code: str, params: Params[str, str | int], message: str) -> None:
        super().__init__(message)
        self.code = code
        self.params = params
        self.message = message


class BadRecord(Exception):
    """One record is no event; the records around it are none the worse."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def bad_record(code: str, message: str, **params: str | int) -> BadRecord:
    """The exception to raise for a record with this problem."""
    return BadRecord(Problem(code, params, message))
