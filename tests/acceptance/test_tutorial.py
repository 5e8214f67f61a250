"""docs/tutorial.md: whoever types what it shows, in its order, sees what it shows."""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import httpx
import pytest

from tests.acceptance import ready
from tests.acceptance.installation import PATIENCE, ROOT

PAGE: Final = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CURL: Final = ROOT / "tests" / "acceptance" / "curl.py"


@dataclass(frozen=True, slots=True)
class Step:
    """What is typed, and what the page says that comes back."""

    line: int
    typed: str
    shown: str = ""

    def accounts_for(self, came: str) -> bool:
        """However it is broken into lines, and whatever stands where `…` is shown."""
        parts = [re.escape("".join(part.split())) for part in self.shown.split("…")]
        return re.fullmatch(".*?".join(parts), "".join(came.split())) is not None


def blocks(page: str, *languages: str) -> Iterator[tuple[int, str, str]]:
    for found in BLOCK.finditer(page):
        if not languages or found[1] in languages:
            yield page[: found.start()].count("\n") + 1, found[1], found[2]


def steps(page: str) -> list[Step]:
    made: list[Step] = []
    for line, language, text in blocks(page):
        if language == "sh":
            made.append(Step(line, text))
        elif language != "python":
            last = made.pop()
            assert not last.shown, f"line {line} shows what nothing typed brings"
            made.append(Step(last.line, last.typed, text))
    return made


def save_programs(page: str, folder: Path) -> None:
    """Each under the name in its first line."""
    for _, _, text in blocks(page, "python"):
        (folder / text.partition("\n")[0].removeprefix("# ")).write_text(text, "utf-8")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who follows the page, in a folder of his own."""

    folder: Path
    page: str
    path: Path | None = None
    """Of programs that come before the machine's."""

    @property
    def environment(self) -> dict[str, str]:
        outside = {name: it for name, it in os.environ.items() if not name.startswith("HOSO_")}
        first = [str(self.path)] if self.path else []
        path = os.pathsep.join([*first, str(Path(sys.executable).parent), os.environ["PATH"]])
        # A proxy knows no loopback address of ours.
        return {**outside, "PATH": path, "NO_PROXY": "*", "no_proxy": "*"}

    def follow(self, typed: list[Step]) -> list[str]:
        """What came back at each step: in one shell, as what one says to it holds for the next."""
        script = "".join(f"{{\n{one.typed}\n}} >{one.line} 2>&1\n" for one in typed)
        subprocess.run(**self.shell(script), timeout=PATIENCE, check=False)
        return [(self.folder / str(one.line)).read_text("utf-8") for one in typed]

    def shell(self, script: str) -> dict[str, Any]:
        return {
            "args": ["/bin/sh", "-c", script],
            "cwd": self.folder,
            "env": self.environment,
            "stdin": subprocess.DEVNULL,
            "encoding": "utf-8",
        }


@contextmanager
def served(reader: Reader, step: Step) -> Iterator[str]:
    """What the server says when the page starts it, but on a port that is free."""
    assert step.typed.endswith("hoso serve\n")
    script = step.typed.replace("hoso serve", "exec hoso serve --port 0")
    with (reader.folder / "serve.log").open("w") as log:
        shell = reader.shell(script)
        process = subprocess.Popen(**shell, stdout=subprocess.PIPE, stderr=log)
        try:
            yield "".join(_until_it_stands(process))
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == 0
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            assert process.stdout
            process.stdout.close()


def _until_it_stands(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout
    for line in process.stdout:
        yield line
        if line.startswith("Stop with"):
            return


def stand_in(folder: Path) -> Path:
    """A folder with a `curl` for a machine that has none."""
    folder.mkdir()
    program = folder / "curl"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S -E "{CURL}" "$@"\n')
    program.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Reader, str]]:
    """A reader whose server stands, and what that said."""
    folder = tmp_path_factory.mktemp("tutorial")
    path = None if shutil.which("curl") else stand_in(folder / "bin")
    with ready.empty(tmp_path_factory) as installation:
        reader = Reader(folder, PAGE.replace("data/tutorial", str(installation.data)), path)
        begin, *_ = steps(reader.page)
        with served(reader, begin) as said:
            yield reader, said


def test_what_is_typed_brings_what_is_shown(begun: tuple[Reader, str]) -> None:
    reader, said = begun
    page = reader.page.replace("http://127.0.0.1:8000", said.split()[3])
    save_programs(page, reader.folder)
    begin, *others = steps(page)
    came = [said, *reader.follow(others)]
    wrong = [
        f"docs/tutorial.md:{step.line} shows\n{step.shown}and there came\n{it}"
        for step, it in zip([begin, *others], came, strict=True)
        if not step.accounts_for(it)
    ]
    assert not wrong, "\n\n".join(wrong)


REQUESTS: Final = (
    "-si $API/dossiers/nobody -H '$KEY'",
    "-s $API/events?dry_run=true -H '$KEY' -H 'Content-Type: application/json' -d '[{\n}]'",
    "-si $API/events -H '$KEY' -d '{}'",
    "-s $API/events?dry_run=1 -H '$KEY' -H 'Content-Type: application/x-ndjson' --data-binary @-",
    "-sN --max-time 1 $API/events/stream?after=0 -H '$KEY' -o streamed; echo $?; cat streamed",
)
"""Of each sort that the page has; none of them records anything."""

VARYING: Final = re.compile(r"^(date|x-request-id): .*$", re.MULTILINE)


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl to compare it with")
def test_the_stand_in_does_as_curl_does(begun: tuple[Reader, str], tmp_path: Path) -> None:
    reader, said = begun
    address, token = said.split()[3], said.split("Bearer token: ")[1].split()[0]
    filled = [
        one.replace("$API", f"{address}/v1").replace("$KEY", f"Authorization: Bearer {token}")
        for one in REQUESTS
    ]
    typed = [Step(line, f"printf '{{\\n}}' | curl {one}") for line, one in enumerate(filled)]
    by_curl = replace(reader, folder=tmp_path).follow(typed)
    by_stand_in = replace(reader, folder=tmp_path, path=stand_in(tmp_path / "bin")).follow(typed)
    assert all(by_curl)
    for one, other in zip(by_curl, by_stand_in, strict=True):
        assert VARYING.sub("", one) == VARYING.sub("", other)


# The client of the page, at a server that fails as servers do.


def client(folder: Path) -> ModuleType:
    save_programs(PAGE, folder)
    spec = importlib.util.spec_from_file_location("hoso_client", folder / "hoso_client.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


Answers = list[Callable[[httpx.Request], httpx.Response]]


@dataclass(frozen=True, slots=True)
class Failing:
    """The client, the bodies that reached its server, and the seconds that it waited."""

    hoso: Any
    bodies: list[bytes]
    waited: list[float]


@pytest.fixture
def failing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Answers], Failing]:
    def made(answers: Answers) -> Failing:
        module = client(tmp_path)
        waited: list[float] = []
        bodies: list[bytes] = []
        coming = iter(answers)

        def answer(request: httpx.Request) -> httpx.Response:
            bodies.append(request.read() or request.headers.get("Last-Event-ID", "").encode())
            return next(coming)(request)

        monkeypatch.setattr(module.time, "sleep", waited.append)
        monkeypatch.setattr(module.random, "random", lambda: 0.5)
        hoso = module.Hoso("http://127.0.0.1:8000", "secret")
        hoso.http = httpx.Client(base_url=hoso.http.base_url, transport=httpx.MockTransport(answer))
        return Failing(hoso, bodies, waited)

    return made


def lost(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("no answer", request=request)


def says(status: int, body: object, **headers: str) -> Callable[[httpx.Request], httpx.Response]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: httpx.Response(status, json=body, headers=named)


TOLD: Final = {"complete": True, "items": [{"outcome": "already"}]}


def test_the_client_sends_the_same_again_until_it_is_answered(
    failing: Callable[[Answers], Failing],
) -> None:
    it = failing(
        [
            lost,
            says(503, {}, Retry_After="7"),
            says(429, {}, Retry_After="3"),
            lambda _: httpx.Response(502, text="<html>a proxy</html>"),
            says(200, {"complete": False, "items": []}),
            says(200, TOLD),
        ]
    )
    assert it.hoso.tell([{"request_id": "lab-1"}]) == TOLD["items"]
    assert len(it.bodies) == 6
    assert len(set(it.bodies)) == 1
    assert it.waited == [1.5, 7.5, 3.5, 8.5, 16.5]


def test_the_client_does_not_repeat_what_was_refused(
    failing: Callable[[Answers], Failing],
) -> None:
    it = failing([says(422, {"code": "unknown-kind", "detail": "There is no such kind."})])
    with pytest.raises(ValueError, match="unknown-kind: There is no such kind"):
        it.hoso.tell([{"request_id": "lab-1"}])
    assert len(it.bodies) == 1


def test_the_client_gives_up_at_last(failing: Callable[[Answers], Failing]) -> None:
    it = failing([lost] * 8)
    with pytest.raises(TimeoutError):
        it.hoso.tell([{"request_id": "lab-1"}])
    assert sum(it.waited) > 60


def test_the_client_follows_on_from_what_it_saw_last(
    failing: Callable[[Answers], Failing],
) -> None:
    def told(*positions: int) -> Callable[[httpx.Request], httpx.Response]:
        frames = "".join(f'id: {one}\ndata: {{"position": {one}}}\n\n' for one in positions)
        return lambda _: httpx.Response(200, text=f"retry: 3000\n\n:\n{frames}")

    broken = httpx.Response(200, text='id: 5\ndata: {"position": 5}\n')
    it = failing([told(3, 4), lost, says(503, {}, Retry_After="2"), lambda _: broken, told(5)])
    assert [one["position"] for one in islice(it.hoso.follow(2), 3)] == [3, 4, 5]
    assert it.bodies == [b"2", b"4", b"4", b"4", b"4"]
    assert it.waited[2] == 2.5
