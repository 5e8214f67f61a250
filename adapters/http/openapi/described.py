"""JSON Schemas of what is read and answered, with the words that stand beside each field."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from inspect import cleandoc, getsource
from itertools import pairwise
from textwrap import dedent
from typing import Any, Final, Literal

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

Schema = dict[str, Any]

Mode = Literal["validation", "serialization"]

AT: Final = "#/components/schemas/"

TIME: Final = "An instant with its offset from UTC (RFC 3339)."
LOCAL: Final = r"^\d\d:\d\d(:\d\d(\.\d+)?)?$"
"""RFC 3339 has no time of day without an offset, and nor has the format `time`."""
DAY: Final = "A local day (RFC 3339: full-date)."


class Described(GenerateJsonSchema):
    """As pydantic has it, described by the docstrings of classes and of their fields. What has a
    default may be left out of what is read and of what is answered."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False

    def model_schema(self, schema: Any) -> JsonSchemaValue:
        return _told(super().model_schema(schema), schema["cls"])

    def dataclass_schema(self, schema: Any) -> JsonSchemaValue:
        return _told(super().dataclass_schema(schema), schema["cls"])

    def enum_schema(self, schema: Any) -> JsonSchemaValue:
        made = _told(super().enum_schema(schema), schema["cls"])
        said = _fields(schema["cls"])
        words = [
            f"- `{one.value}`: {said[one.name]}" for one in schema["members"] if one.name in said
        ]
        return {**made, "description": "\n".join([made.get("description", ""), *words]).strip()}

    def datetime_schema(self, schema: Any) -> JsonSchemaValue:
        return {**super().datetime_schema(schema), "description": TIME}

    def time_schema(self, schema: Any) -> JsonSchemaValue:  # noqa: ARG002
        return {"type": "string", "pattern": LOCAL, "description": "A local time of day."}

    def date_schema(self, schema: Any) -> JsonSchemaValue:
        return {**super().date_schema(schema), "description": DAY}

    def field_is_required(self, field: Any, total: bool) -> bool:
        # A dataclass is answered whole, with null for what is not there.
        if field["type"] == "dataclass-field" and self.mode == "serialization":
            return True
        return super().field_is_required(field, total)


def schemas(
    wanted: Iterable[tuple[str, Mode, Any]],
) -> tuple[Mapping[str, Schema], dict[str, Schema]]:
    """Of types by the names that are asked for, and the components that they refer to."""
    inputs = [(name, mode, TypeAdapter(of)) for name, mode, of in wanted]
    found, rest = TypeAdapter.json_schemas(
        inputs, ref_template=AT + "{model}", schema_generator=Described
    )
    components: dict[str, Schema] = rest.get("$defs", {})
    told = {name: renamed(one) for (name, _), one in found.items()}
    return told, dict(_merged(components))


def _merged(components: Mapping[str, Schema]) -> Iterator[tuple[str, Schema]]:
    """What is the same read and answered stands there once."""
    told: dict[str, Schema] = {}
    for name, one in components.items():
        short, new = _short(name), renamed(one)
        if told.setdefault(short, new) != new:
            raise ValueError(f"{short} would be two things: give one a name in NAMES")
    yield from told.items()


def renamed(part: Any) -> Any:
    """With short names of components, also as keys: where two classes have one name, pydantic
    puts all that they are in in front, and here is only their module's."""
    if isinstance(part, list):
        return [renamed(one) for one in part]
    if not isinstance(part, dict):
        return part
    told = {_short(key): renamed(value) for key, value in part.items()}
    ref = told.get("$ref")
    if isinstance(ref, str) and ref.startswith(AT):
        told["$ref"] = AT + _short(ref[len(AT) :])
    return told


def _short(name: str) -> str:
    *modules, last = name.split("__")
    if not modules or name in NAMES:
        return NAMES.get(name, name)
    module = modules[-1].replace("_", " ").title().replace(" ", "")
    return NAMES.get(module + last, module + last)


NAMES: Final[Mapping[str, str]] = {
    "domain__lawmaking__asked__Said": "LawChange",
    "domain__outages__asked__Said": "OutageWord",
    "domain__outages__asked__End": "OutageEnd",
    "AccessRole": "Role",
    "ClocksClock": "Clock",
    "PostingBecame": "Became",
    "ResultsResult": "Result",
    "AnswersDossiers": "Dossiers",
    "CausesCause": "Cause",
    "ManifestCompared": "Compared",
    "Abolition-Input": "AbolitionAsked",
    "Abolition-Output": "Abolition",
    "Role-Input": "OfficialRole",
    "ResultResult": "DossierResult",
    "ClockClock": "DossierClock",
}
"""Of those of which a client will think first."""


def _told(made: JsonSchemaValue, of: type) -> JsonSchemaValue:
    said, made = _fields(of), {**made}
    made.pop("title", None)
    doc = vars(of).get("__doc__")
    # A dataclass without words has its signature there.
    if doc and not doc.startswith(f"{of.__name__}("):
        made["description"] = _plain(doc)
    for name, field in made.get("properties", {}).items():
        if name in said:
            field["description"] = said[name]
    return made


@cache
def _fields(of: type) -> Mapping[str, str]:
    """What stands below each field of a class and of those that it is made from."""
    said: dict[str, str] = {}
    for each in reversed(of.__mro__):
        if each.__module__.split(".")[0] in {"domain", "projections", "adapters"}:
            said |= _below(each)
    return said


def _below(of: type) -> Mapping[str, str]:
    try:
        (made,) = ast.parse(dedent(getsource(of))).body
    except (OSError, TypeError, ValueError):
        return {}
    body = made.body if isinstance(made, ast.ClassDef) else []
    return {
        _name(field): _plain(words.value.value)
        for field, words in pairwise(body)
        if isinstance(field, ast.AnnAssign | ast.Assign)
        and isinstance(words, ast.Expr)
        and isinstance(words.value, ast.Constant)
        and isinstance(words.value.value, str)
    }


def _name(field: ast.AnnAssign | ast.Assign) -> str:
    target = field.target if isinstance(field, ast.AnnAssign) else field.targets[0]
    return target.id if isinstance(target, ast.Name) else ""


def _plain(words: str) -> str:
    return re.sub(r"(?<!\n)\n(?!\n|- )", " ", cleandoc(words))
