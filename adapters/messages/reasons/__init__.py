"""A sentence for every refusal, finding and fault: English, Vietnamese. It says what to do.

Grouped as the reasons are in the domain.
"""

from typing import Final

from adapters.messages.languages import Pair
from adapters.messages.reasons import (
    acts,
    custody,
    faults,
    intake,
    issued,
    keys,
    law,
    lifecycle,
    outages,
    procedures,
    reports,
    requests,
    result,
    sources,
    wire,
    work,
)

REASONS: Final[dict[str, Pair]] = {
    **requests.REASONS,
    **lifecycle.REASONS,
    **intake.REASONS,
    **custody.REASONS,
    **work.REASONS,
    **result.REASONS,
    **acts.REASONS,
    **procedures.REASONS,
    **faults.REASONS,
    **wire.REASONS,
    **reports.REASONS,
    **issued.REASONS,
    **law.REASONS,
    **keys.REASONS,
    **sources.REASONS,
    **outages.REASONS,
}

OVERRIDE: Final[Pair] = (
    "To record it all the same, send it again with an override: its reason and its approver "
    "(override.reason, override.approver).",
    "Nếu vẫn cần ghi nhận, hãy gửi lại kèm chấp thuận ngoại lệ: lý do và người phê duyệt "
    "(override.reason, override.approver).",
)
"""What helps where everything that is wrong is irregular."""
