"""What makes one version fit to be published. Each rule looks at the parts it names."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from domain.procedure.procedure import Procedure
from domain.procedure.term import Term, working_hours
from domain.procedure.words import DepartmentField


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong, at a path inside of a version."""

    path: str
    rule: str
    why: str


Rule = Callable[[Procedure], Iterator[Flaw]]


def known_field(version: Procedure) -> Iterator[Flaw]:
    if version.field not in set(DepartmentField):
        known = ", ".join(DepartmentField)
        why = f"{version.field!r} is no field of the department; it has {known}"
        yield Flaw("field", "unknown-field-of-administration", why)


def own_code(version: Procedure) -> Iterator[Flaw]:
    if version.code.startswith("stand-in:"):
        yield Flaw("code", "stand-in-code", "codes of stand-ins are for imports alone")


def valid_after_issue(version: Procedure) -> Iterator[Flaw]:
    """NĐ 142/2020 of 09/12/2020 is printed as in force from 01/02/2020: such a misprint."""
    if version.issued_on is None:
        yield Flaw("issued_on", "issue-day-missing", "it does not say when it was issued")
    elif version.valid_from < version.issued_on:
        why = f"valid from {version.valid_from}, before it was issued on {version.issued_on}"
        yield Flaw("valid_from", "valid-before-issue", why)


def ends_after_start(version: Procedure) -> Iterator[Flaw]:
    if version.valid_to and version.valid_to < version.valid_from:
        yield Flaw("valid_to", "ends-before-start", f"ends before {version.valid_from}")
    if version.abolition and version.valid_to is None:
        why = "an abolished version needs its last day"
        yield Flaw("valid_to", "abolished-without-last-day", why)


def components_once(version: Procedure) -> Iterator[Flaw]:
    return _twice("components", "component-twice", (each.code for each in version.components))


def terms_once(version: Procedure) -> Iterator[Flaw]:
    return _twice("terms", "term-twice", (term.name for term in version.terms))


def cases_once(version: Procedure) -> Iterator[Flaw]:
    return _twice("cases", "case-twice", (case.name for case in version.cases))


def provisions_once(version: Procedure) -> Iterator[Flaw]:
    return _twice("provisions", "provision-twice", (each.name for each in version.provisions))


def channels_once(version: Procedure) -> Iterator[Flaw]:
    for index, component in enumerate(version.components):
        channels = (channel for each in component.differs for channel in each.channels)
        yield from _twice(f"components[{index}].differs", "channel-twice", channels)


def declared_cases(version: Procedure) -> Iterator[Flaw]:
    declared = {case.name for case in version.cases}
    used = [(f"terms[{i}].case", each.case) for i, each in enumerate(version.terms)]
    used += [(f"components[{i}].case", each.case) for i, each in enumerate(version.components)]
    for path, case in used:
        if case and case not in declared:
            yield Flaw(path, "unknown-case", f"the case {case!r} is not declared")


def settles(version: Procedure) -> Iterator[Flaw]:
    if version.term("settlement") is None:
        yield Flaw("terms", "no-settlement-term", "no term of the clock 'settlement'")
    for index, term in enumerate(version.terms):
        if term.clock in {"settlement", "committed"} and term.supplement is None:
            why = "it does not say what a supplement does to the clock"
            yield Flaw(f"terms[{index}].supplement", "supplement-effect-missing", why)


def commitment_is_shorter(version: Procedure) -> Iterator[Flaw]:
    legal, committed = version.term("settlement"), version.term("committed")
    if legal is None or committed is None or legal.length.unit is not committed.length.unit:
        return
    if committed.length.amount > legal.length.amount:
        why = "what is committed is longer than what the law gives"
        yield Flaw("terms", "committed-longer-than-legal", why)


def steps_in_order(version: Procedure) -> Iterator[Flaw]:
    numbers = [step.number for step in version.steps]
    if numbers != list(range(1, len(numbers) + 1)):
        yield Flaw("steps", "steps-out-of-order", f"numbered {numbers}, not from 1 without gaps")


def steps_sum(version: Procedure) -> Iterator[Flaw]:
    if not version.steps:
        return
    told = sum(step.hours for step in version.steps)
    term = _working(version.term("committed")) or _working(version.term("settlement"))
    hours = working_hours(term.length) if term else None
    if term is None or told != hours:
        given = f"{term.clock} is {hours} h" if term else "no term is told in working time"
        yield Flaw("steps", "steps-do-not-sum", f"the steps take {told} h; {given}")


def marks_mean_something(version: Procedure) -> Iterator[Flaw]:
    known = _markable(version)
    for name in ("sourced", "uncertain"):
        for index, mark in enumerate(getattr(version, name)):
            if mark not in known:
                yield Flaw(f"{name}[{index}]", "mark-of-nothing", f"there is no {mark!r} here")
    for mark in sorted(set(version.sourced) & set(version.uncertain)):
        yield Flaw("uncertain", "marked-twice", f"{mark!r} is marked as sourced, too")


RULES: Final[tuple[tuple[Rule, frozenset[str]], ...]] = (
    (known_field, frozenset({"field"})),
    (own_code, frozenset({"code"})),
    (valid_after_issue, frozenset({"issued_on", "valid_from"})),
    (ends_after_start, frozenset({"valid_from", "valid_to", "abolition"})),
    (components_once, frozenset({"components"})),
    (terms_once, frozenset({"terms"})),
    (cases_once, frozenset({"cases"})),
    (provisions_once, frozenset({"provisions"})),
    (channels_once, frozenset({"components"})),
    (declared_cases, frozenset({"cases", "terms", "components"})),
    (settles, frozenset({"terms"})),
    (commitment_is_shorter, frozenset({"terms"})),
    (steps_in_order, frozenset({"steps"})),
    (steps_sum, frozenset({"steps", "terms"})),
    (marks_mean_something, frozenset({"sourced", "uncertain", "terms", "components", "cases"})),
)
"""Each with the parts it reads: where one of them cannot be read, the rule says nothing."""


def flaws(version: Procedure, unread: frozenset[str] = frozenset()) -> Iterator[Flaw]:
    """All that is wrong with the version, apart from what hangs on the `unread` parts."""
    for rule, reads in RULES:
        if not reads & unread:
            yield from rule(version)


def _twice(path: str, rule: str, names: Iterable[Hashable]) -> Iterator[Flaw]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Flaw(path, rule, f"{name!r} is listed {count} times")


def _working(term: Term | None) -> Term | None:
    return term if term and working_hours(term.length) is not None else None


def _markable(version: Procedure) -> set[str]:
    """Parts by name; terms, components and provisions also by their own."""
    return {
        *type(version).model_fields,
        *(f"terms.{term.name}" for term in version.terms),
        *(f"components.{component.code}" for component in version.components),
        *(f"provisions.{provision.name}" for provision in version.provisions),
    }
