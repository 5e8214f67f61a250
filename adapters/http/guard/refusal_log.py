"""Refusals in the log: each code once a second, for a log that a stranger can fill serves the
stranger."""

from dataclasses import dataclass, field

import structlog


@dataclass(slots=True)
class RefusalLog:
    _silent_until: dict[str, float] = field(default_factory=dict)
    _untold: dict[str, int] = field(default_factory=dict)

    def tell(self, code: str, now: float, client: str | None, correlation: str | None) -> None:
        """`now`: seconds of a steady clock; `others_untold` counts those since the last line."""
        if now < self._silent_until.get(code, 0.0):
            self._untold[code] = self._untold.get(code, 0) + 1
            return
        self._silent_until[code] = now + 1.0
        structlog.get_logger().info(
            "refused",
            code=code,
            client=client,
            correlation=correlation,
            others_untold=self._untold.pop(code, 0),
        )
