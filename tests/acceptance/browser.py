"""A real browser: Debian's Chromium, and whether what it shows can be used by everybody."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, sync_playwright

ARGUMENTS: Final = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)

# What a reader without eyes, hands or colours would stumble over; one line each.
FAULTS: Final = (Path(__file__).parent / "accessible.js").read_text("utf-8")


class Watched:
    """What a browser asked for, and what it complained of."""

    def __init__(self, context: BrowserContext) -> None:
        self.hosts: set[str] = set()
        self.errors: list[str] = []
        context.on("request", self._requested)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def _requested(self, request: Request) -> None:
        self.hosts.add(urlsplit(request.url).hostname or "")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)


def program() -> str:
    found = shutil.which("chromium")
    if found is None:
        pytest.fail("There is no chromium on this machine: run `make browser`, or install it.")
    return found


@contextmanager
def browsing(profile: Path, width: int, height: int) -> Iterator[BrowserContext]:
    """A browser with a profile of its own, so that it knows nothing yet."""
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=program(),
            headless=True,
            args=[*ARGUMENTS, *as_root],
            chromium_sandbox=not as_root,
            viewport={"width": width, "height": height},
        )
        try:
            yield context
        finally:
            context.close()


def faults(page: Page) -> list[str]:
    """Why somebody could not use the page as it is shown now."""
    found: list[str] = page.evaluate(FAULTS)
    return found
