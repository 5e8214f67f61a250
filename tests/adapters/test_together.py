"""Whoever asks at the same time shares a question, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import anyio
import pytest

from adapters.postgres import together
from adapters.postgres.together import Together

pytestmark = pytest.mark.anyio


@dataclass
class Answering:
    """Answers when it is let to, with the length of each key."""

    questions: list[Sequence[str]] = field(default_factory=list)
    let: anyio.Event = field(default_factory=anyio.Event)

    async def ask(self, keys: Sequence[str]) -> Mapping[str, int]:
        self.questions.append(keys)
        await self.let.wait()
        if "wrong" in keys:
            raise ValueError("wrong")
        return {key: len(key) for key in keys}


async def asked(answering: Answering, *keys: Sequence[str]) -> list[object]:
    """What each hears who asks for some keys, all at once."""
    shared: Together[str, int] = Together(answering.ask)
    heard: list[object] = [None] * len(keys)

    async def ask(number: int) -> None:
        try:
            found = await shared.find(keys[number])
            heard[number] = [found[key] for key in keys[number]]
        except ValueError:
            heard[number] = ValueError

    async with anyio.create_task_group() as tasks:
        for number in range(len(keys)):
            tasks.start_soon(ask, number)
            await anyio.wait_all_tasks_blocked()
        answering.let.set()
    return heard


async def test_who_asks_while_others_wait_for_an_answer_shares_the_next_question() -> None:
    answering = Answering()
    assert await asked(answering, ["a"], ["bb"], ["a", "ccc"], ["a"], []) == [
        *([1], [2], [1, 3], [1], [])
    ]
    # Two were under way; the third asks for all others.
    assert answering.questions == [["a"], ["bb"], ["a", "ccc"]]


async def test_a_question_that_fails_fails_for_all_who_share_it() -> None:
    answering = Answering()
    heard = await asked(answering, ["a"], ["wrong"], ["b"], ["c"])
    assert heard == [[1], ValueError, [1], [1]]


async def test_a_question_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "MOST", 3)
    answering = Answering()
    many = ["dd", "ee", "ff", "gg"]
    assert await asked(answering, ["a"], ["b"], ["c"], many, ["h"], ["i"]) == [
        *([1], [1], [1], [2] * 4, [1], [1])
    ]
    assert answering.questions[2:] == [["c"], many, ["h", "i"]]


async def test_who_gives_up_leaves_the_answer_to_the_others() -> None:
    answering = Answering()
    shared: Together[str, int] = Together(answering.ask)
    heard: list[Mapping[str, int]] = []

    async def ask(key: str) -> None:
        heard.append(await shared.find([key]))

    async with anyio.create_task_group() as tasks:
        for key in ("a", "bb", "ccc"):
            tasks.start_soon(ask, key)
            await anyio.wait_all_tasks_blocked()
        with anyio.move_on_after(0.01):
            await shared.find(["dddd"])
        answering.let.set()
    assert heard[-1]["ccc"] == 3
    assert await shared.find(["eeeee"]) == {"eeeee": 5}
