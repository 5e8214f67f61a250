"""Which profiles there are: those shipped with hoso, and those that the installation adds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from adapters.exchange.errors import BadFile
from adapters.exchange.mapping_file import bad_mapping, load_mapping, shipped
from adapters.exchange.profile import Profile
from domain.modes import OURS


@dataclass(frozen=True, slots=True)
class Profiles:
    """What was found: a file that is wrong stops no other."""

    known: Mapping[str, Profile]
    """By id: the name of its file."""
    wrong: tuple[BadFile, ...] = ()
    """Why files are none, each with its key (`bad-mapping`)."""


def profiles(directory: Path | None = None) -> Profiles:
    """The shipped ones, and over them those of the directory, which need not be there. One of the
    same name takes the place of the shipped one."""
    known: dict[str, Profile] = {}
    wrong: list[BadFile] = []
    for id, path in _found(directory).items():
        try:
            known[id] = load_profile(path)
        except BadFile as bad:
            wrong.append(bad)
    wrong += _shared(known)
    return Profiles(dict(sorted(known.items())), tuple(wrong))


def load_profile(path: Path) -> Profile:
    """The profile in a TOML file. Raises BadFile `bad-mapping`."""
    mapping = load_mapping(path)
    if mapping.profile is None:
        raise bad_mapping(path, "profile", "this table is missing: it makes a mapping a profile")
    if mapping.source == OURS:
        raise bad_mapping(path, "source", "nobody but hoso itself speaks in this name")
    return Profile(path.stem, mapping)


def mapping_named(named: Path, directory: Path) -> Path:
    """The file of a mapping: the path itself, or that of the profile of that name."""
    return named if named.exists() else _found(directory).get(str(named), named)


def _found(directory: Path | None) -> dict[str, Path]:
    return {**shipped(), **_of(directory)}


def _of(directory: Path | None) -> dict[str, Path]:
    found = sorted(directory.glob("*.toml")) if directory else ()
    return {path.stem: path for path in found}


def _shared(known: dict[str, Profile]) -> Iterator[BadFile]:
    """Of several with one source only the first is kept: whose words it is cannot be told."""
    first: dict[str, str] = {}
    for id in sorted(known):
        source = known[id].mapping.source
        if first.setdefault(source, id) != id:
            reason = f"{first[source]}.toml has this source, too"
            yield bad_mapping(Path(f"{id}.toml"), "source", reason)
            del known[id]
