"""Exchange with other systems: what their logs say, read as events that a service might post."""

from adapters.exchange.errors import BadFile, Problem
from adapters.exchange.mapping import Mapping
from adapters.exchange.mapping_file import load_mapping
from adapters.exchange.profile_files import mapping_named
from adapters.exchange.reading import Survey, read, survey
from adapters.exchange.records import Body, Line

__all__ = [
    "BadFile",
    "Body",
    "Line",
    "Mapping",
    "Problem",
    "Survey",
    "load_mapping",
    "mapping_named",
    "read",
    "survey",
]
