"""How hard the stress tests try: once in the suite, and as often as `make stress` says."""

import os
from typing import Final

TIMES: Final = int(os.environ.get("STRESS", "1"))
