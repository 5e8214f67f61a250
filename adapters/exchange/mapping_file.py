"""Reading a mapping from its TOML file, with errors that name the key."""

import tomllib
import unicodedata
from pathlib import Path
from typing import Any, Final, TypeAlias

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from adapters.exchange.errors import BadFile
from adapters.exchange.mapping import Mapping

Tables: TypeAlias = dict[str, Any]

SHIPPED: Final = Path(__file__).parent / "profiles"
BEGINS_WITH: Final = "begins_with"
"""The shipped profile whose tables a file adds to."""

PLAIN = {"extra_forbidden": "there is no such key", "missing": "this key is missing"}


def load_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file.

    Raises BadFile `bad-mapping`; `key` is the first wrong key, empty for the file as a whole.
    """
    try:
        return Mapping.model_validate(_tables(path))
    except ValidationError as error:
        raise _refusal(path, error.errors()) from None
    except UnicodeDecodeError:
        raise bad_mapping(path, "", "it is not UTF-8 text") from None
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise bad_mapping(path, "", f"it is not TOML: {fault}") from None
    except OSError as fault:
        raise bad_mapping(path, "", f"it cannot be read: {fault.strerror}") from None


def _tables(path: Path) -> Tables:
    """What it says, over what the shipped profile says that it begins with."""
    # Equal words must be equal: attribute names are compared in NFC.
    text = unicodedata.normalize("NFC", path.read_bytes().decode("utf-8-sig"))
    own = tomllib.loads(text)
    if BEGINS_WITH not in own:
        return own
    name = str(own.pop(BEGINS_WITH))
    if name not in shipped():
        known = ", ".join(sorted(shipped()))
        raise bad_mapping(path, BEGINS_WITH, f"no such profile is shipped; there are {known}")
    return _over(_tables(shipped()[name]), own)


def _over(below: Tables, above: Tables) -> Tables:
    """Tables are laid over each other key by key; anything else takes the other's place."""
    both = {
        key: _over(below[key], value)
        for key, value in above.items()
        if isinstance(value, dict) and isinstance(below.get(key), dict)
    }
    return {**below, **above, **both}


def shipped() -> dict[str, Path]:
    """The profiles that come with hoso, by name."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.toml"))}


def bad_mapping(path: Path, key: str, reason: str) -> BadFile:
    """The refusal of a mapping, by the key that is wrong."""
    where = f"{path.name}: {key}" if key else path.name
    params = {"file": path.name, "key": key, "reason": reason}
    return BadFile("bad-mapping", params, f"{where}: {reason}")


def _refusal(path: Path, errors: list[ErrorDetails]) -> BadFile:
    first, *others = [(_key(error), _reason(error)) for error in errors]
    refusal = bad_mapping(path, *first)
    told = [refusal.message, *(f"{key}: {reason}" for key, reason in others)]
    return BadFile(refusal.code, refusal.params, "; ".join(told))


def _key(error: ErrorDetails) -> str:
    """The key as it is written; of a list the number counts from 1."""
    parts: list[str] = []
    for part in (*error["loc"], *_context(error, "key")):
        if isinstance(part, int):
            parts[-1] += f"[{part + 1}]"
        elif part != "[key]":
            parts.append(part)
    return ".".join(parts)


def _reason(error: ErrorDetails) -> str:
    plain = PLAIN.get(error["type"], error["msg"])
    return plain.removeprefix("Value error, ").removeprefix("Input ")


def _context(error: ErrorDetails, name: str) -> tuple[Any, ...]:
    context = error.get("ctx", {})
    return (context[name],) if error["type"] == "contradiction" else ()
