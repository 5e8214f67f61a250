"""Whose time it was: every working minute of a dossier, charged to exactly one account."""

from domain.dossier.attribution.attribution import attribution
from domain.dossier.attribution.charge import (
    Attribution,
    Charge,
    Lacking,
    Month,
    Share,
    Unattributable,
    Whose,
)
from domain.dossier.attribution.totals import Dimension, Total, totals

__all__ = [
    "Attribution",
    "Charge",
    "Dimension",
    "Lacking",
    "Month",
    "Share",
    "Total",
    "Unattributable",
    "Whose",
    "attribution",
    "totals",
]
