"""What a record says, asked in the mapping's names."""

from collections.abc import Mapping as Meanings
from dataclasses import dataclass, field
from datetime import datetime

from adapters.exchange.errors import BadRecord, bad_record
from adapters.exchange.mapping import STATUS, Conditional, Mapping
from adapters.exchange.records import Attributes, Lists
from adapters.exchange.times import Moment, moment
from domain.testimony import Precision


@dataclass(frozen=True, slots=True)
class Words:
    """The attributes of one event, or of one case, of the dossier with this code."""

    dossier: str
    attributes: Attributes
    mapping: Mapping
    lists: Lists = field(default_factory=dict)
    """The lists of the record, each with the attributes of its entries."""

    def value(self, name: str | None) -> str | None:
        """A value; one that is empty, or that the mapping calls absent, is none."""
        value = self.attributes.get(name) if name is not None else None
        return None if not value or value in self.mapping.absent else value

    def meant(self, name: str | None, by: str) -> str | int | None:
        """What the map says that a value means. Raises BadRecord `unknown-value`."""
        value = self.value(name)
        words = self.mapping.words(by)
        return None if value is None else self.looked_up(value, words, f"maps.{by}")

    def named(self, name: str | None, by: str) -> str | None:
        """An id of ours: what the map says, where there is one, else the value itself.

        Raises BadRecord `unknown-value`.
        """
        meant = self.meant(name, by) if by in self.mapping.maps else self.value(name)
        return None if meant is None else str(meant)

    def looked_up(
        self,
        value: str,
        meanings: Meanings[str, str | int],
        where: str,
        code: str = "unknown-value",
    ) -> str | int:
        """Raises BadRecord that names the value and where in the mapping it is missing."""
        if value not in meanings:
            says = f"has the value {value!r}, which the mapping's [{where}] does not know"
            raise self.wrong(code, says, value=value, map=where)
        return meanings[value]

    def allow(self, rule: Conditional) -> bool:
        """Whether the rule holds. Raises BadRecord `unknown-value` for the status."""
        if any(self.value(name) is None for name in rule.when):
            return False
        return not rule.status or self.status() in rule.status

    def status(self) -> str | int | None:
        """The national status of the dossier. Raises BadRecord `unknown-value`."""
        return self.meant(self.mapping.case.status, STATUS)

    def moment(self, name: str, precision: Precision | None = None) -> Moment:
        """A time that has to be there. Raises BadRecord `no-time`, `bad-time`."""
        text = self.value(name)
        if text is None:
            raise self.wrong("no-time", f"has a record without a time in {name!r}", attribute=name)
        times = self.mapping.times
        asked = precision or times.precision
        try:
            read = moment(text, self.mapping.zone, times.pattern(name), asked)
        except ValueError:
            says = f"has {text!r} in {name!r}, which is no time"
            raise self.wrong("bad-time", says, attribute=name, value=text) from None
        return read.of_a_day() if times.midnight == "day" else read

    def time(self, name: str | None) -> str | None:
        """A time that may be missing, as RFC 3339. Raises BadRecord `bad-time`."""
        return None if name is None or self.value(name) is None else self.moment(name).at

    def earliest(self, path: str | None) -> str | None:
        """The earliest time that entries of a list give ("list.attribute"), as RFC 3339.

        Raises BadRecord `bad-time`.
        """
        of, _, name = (path or "").partition(".")
        told = (self.entry(entry).time(name) for entry in self.lists.get(of, ()))
        return min((at for at in told if at), key=datetime.fromisoformat, default=None)

    def entry(self, attributes: Attributes) -> "Words":
        """An entry of a list: what it does not say itself, its case says."""
        return Words(self.dossier, {**self.attributes, **attributes}, self.mapping)

    def besides(self, names: frozenset[str]) -> Attributes:
        """Every value but those of the names given and those that the mapping ignores."""
        left = self.attributes.keys() - names - self.mapping.ignore
        return {name: self.attributes[name] for name in sorted(left) if self.value(name)}

    def wrong(self, code: str, says: str, **params: str) -> BadRecord:
        """The exception for a record of this dossier that is no event."""
        message = f"Dossier {self.dossier} {says}."
        return bad_record(code, message, dossier=self.dossier, **params)


def case_words(case: Attributes, mapping: Mapping, lists: Lists | None = None) -> Words:
    """What a case says. Raises BadRecord `no-code` when not even of which dossier."""
    code = Words("", case, mapping).value(mapping.case.code)
    if code is None:
        name = mapping.case.code
        raise bad_record("no-code", f"There is no dossier code in {name!r}.", attribute=name)
    return Words(code, case, mapping, lists or {})
