"""Logs on standard error: for people on a terminal, else a JSON object a line."""

import logging
import sys
from typing import Any, Final

import structlog
from pydantic_core import to_json
from structlog.typing import Processor

from adapters.settings import Settings

SHARED: Final[tuple[Processor, ...]] = (
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
)


def configure(settings: Settings) -> None:
    """What libraries log goes the same way: whoever collects the lines can read all of them."""
    form = settings.log_format or ("console" if sys.stderr.isatty() else "json")
    renderer: Processor = structlog.dev.ConsoleRenderer() if form == "console" else _json()
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    structlog.configure(
        processors=[*SHARED, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler], force=True)


def _json() -> Processor:
    """Five times as fast as the standard library: a line is written for every request."""

    def dumped(event: Any, **_: Any) -> str:
        return to_json(event, fallback=repr, inf_nan_mode="strings").decode()

    return structlog.processors.JSONRenderer(dumped)
