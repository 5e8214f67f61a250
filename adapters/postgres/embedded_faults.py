"""Why the embedded database cannot be used: a stable code, and a message for the operator."""

from typing import ClassVar


class EmbeddedFault(Exception):
    """Any of the faults below."""

    code: ClassVar[str]


class EmbeddedUnavailable(EmbeddedFault):
    """PostgreSQL cannot be run here."""

    code = "embedded-unavailable"


class DataDirInUse(EmbeddedFault):
    """Another process holds the data directory in a way that cannot be shared."""

    code = "data-dir-in-use"


class DataDirNotOurs(EmbeddedFault):
    """The directory holds something else, or belongs to another user; it was left untouched."""

    code = "data-dir-not-ours"


class DataDirNotWritable(EmbeddedFault):
    """The operating system refused to make or write a file of the data directory."""

    code = "data-dir-not-writable"


class DataDirOtherVersion(EmbeddedFault):
    """The cluster was made by another major version of PostgreSQL than the programs at hand."""

    code = "data-dir-other-version"
