"""What holds for every test."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import structlog
from hypothesis import HealthCheck, settings
from xdist.scheduler.loadfile import LoadFileScheduling  # type: ignore[import-untyped]

# How long an example takes says more of what else the machine does than of the code.
settings.register_profile(
    "hoso", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("hoso")

HERE: Final = Path(__file__).parent

LONGEST: Final = (
    "acceptance/test_founding_case.py",
    "adapters/simulation/test_steps.py",
    "acceptance/test_receipt_log.py",
    "adapters/test_crashes.py",
    "acceptance/test_kill.py",
    "acceptance/test_serving.py",
    "acceptance/test_races.py",
    "acceptance/test_recount_founding_case.py",
    "acceptance/test_issued_reports.py",
    "acceptance/test_pages.py",
    "acceptance/test_rebuild.py",
    "adapters/test_concurrency.py",
    "acceptance/test_operations.py",
    "acceptance/test_tutorial.py",
    "acceptance/test_cli.py",
    "acceptance/test_attribution_cli.py",
    "acceptance/test_report_cli.py",
    "acceptance/test_report_properties.py",
    "acceptance/test_worker_beside.py",
    "acceptance/test_recount_receipt.py",
    "acceptance/test_bad_input.py",
    "adapters/test_event_store.py",
    "adapters/test_library.py",
    "adapters/embedded/test_sharing.py",
    "adapters/embedded/test_first_use.py",
    "projections/test_issued_properties.py",
)
"""The longest files first, so that no worker is left with one when the others have finished."""


TOGETHER: Final = "tests/adapters/simulation/"
"""Its files share what takes long: the simulated case, which a process keeps."""


class ByFile(LoadFileScheduling):  # type: ignore[misc]
    """A file goes to one worker: its fixtures, such as a loaded case, are made once."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return TOGETHER if file.startswith(TOGETHER) else file


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """A command that ran in process has its logs written to a standard error that is closed since:
    whoever logs next, in whatever file, would fail."""
    yield
    structlog.reset_defaults()
    root = logging.getLogger()
    ours = structlog.stdlib.ProcessorFormatter
    root.handlers[:] = [each for each in root.handlers if not isinstance(each.formatter, ours)]
    root.setLevel(logging.WARNING)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    return ByFile(config, log)


def pytest_configure(config: pytest.Config) -> None:
    # xdist would begin with the files of many tests: those of few are the long ones.
    config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {HERE / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))
