"""What people look at: pure folds of a dossier's known history into rows.

A projection keeps nothing between events: it tells the rows of one dossier from all that is
known of it, so a late or corrected event lands where it happened, live equals rebuilt, and
any projection can start again from nothing.
"""

from typing import Final

from projections import attribution, concerned, divergences, dossier_view, history, timeliness
from projections.projection import Projection

ALL: Final[tuple[Projection, ...]] = (
    dossier_view.PROJECTION,
    history.PROJECTION,
    timeliness.PROJECTION,
    divergences.PROJECTION,
    attribution.PROJECTION,
    concerned.PROJECTION,
)
"""What the worker runs and `hoso rebuild` starts again."""
