"""Simulated cases: what the systems of two offices would have sent, drawn from a seed.

The mechanics are here; every number that they take is a parameter of the case, and the dates are
the domain's. Nothing is counted here that a report counts: whether a dossier was early or late is
for whoever folds the requests to find out.
"""

from adapters.simulation.case import Case
from adapters.simulation.records import Step
from adapters.simulation.run import simulate
from adapters.simulation.shipped import FOUNDING, load

__all__ = ["FOUNDING", "Case", "Step", "load", "simulate"]
