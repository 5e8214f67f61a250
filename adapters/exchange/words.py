"""What a record says, asked in the mapping's names."""

from dataclasses import dataclass

from adapters.exchange.errors import BadRecord, bad_record
from adapters.exchange.mapping import Mapping
from adapters.exchange.records import Attributes
from adapters.exchange.times import Moment, moment
from domain.testimony import Precision


@dataclass(frozen=True, slots=True)
class Words:
    """The attributes of one event, or of one case, of the dossier with this code."""

    dossier: str
    attributes: Attributes
    mapping: Mapping

    def value(self, name: str | None) -> str | None:
        """A value; one that is empty, or that the mapping calls absent, is none."""
        value = self.attributes.get(name) if name is not None else None
        return None if not value or value in self.mapping.absent else value

    def moment(self, name: str, precision: Precision | None = None) -> Moment:
        """A time that has to be there. Raises BadRecord `no-time`, `bad-time`."""
        text = self.value(name)
        if text is None:
            raise self.wrong("no-time", f"has a record without a time in {name!r}", attribute=name)
        times = self.mapping.times
        asked = precision or times.precision
        try:
            return moment(text, self.mapping.zone, times.pattern(name), asked)
        except ValueError:
            says = f"has {text!r} in {name!r}, which is no time"
            raise self.wrong("bad-time", says, attribute=name, value=text) from None

    def time(self, name: str | None) -> str | None:
        """A time that may be missing, as RFC 3339. Raises BadRecord `bad-time`."""
        return None if name is None or self.value(name) is None else self.moment(name).at

    def besides(self, names: frozenset[str]) -> Attributes:
        """Every value but those of the names given and those that the mapping ignores."""
        left = self.attributes.keys() - names - self.mapping.ignore
        return {name: self.attributes[name] for name in sorted(left) if self.value(name)}

    def wrong(self, code: str, says: str, **params: str) -> BadRecord:
        """The exception for a record of this dossier that is no event."""
        message = f"Dossier {self.dossier} {says}."
        return bad_record(code, message, dossier=self.dossier, **params)


def case_words(case: Attributes, mapping: Mapping) -> Words:
    """What a case says. Raises BadRecord `no-code` when not even of which dossier."""
    code = Words("", case, mapping).value(mapping.case.code)
    if code is None:
        name = mapping.case.code
        raise bad_record("no-code", f"There is no dossier code in {name!r}.", attribute=name)
    return Words(code, case, mapping)
