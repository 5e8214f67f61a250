"""Two people, wherever the law asks for two (NĐ 61/2018/NĐ-CP Art. 5(1)(c); TT 01/2018/TT-VPCP
Art. 17(1)(b)): what one says, another confirms or approves.

Somebody is known by a name, which is anybody's word, and by the key under which he enters. Two are
two if neither the name nor the key of the one is the name or the key of the other, however they
are written. The installation's own token and an import are nobody's own: everybody enters under
them, so they tell nobody apart, and there names alone decide.
"""

from typing import Final, TypeAlias
from unicodedata import category, normalize

from domain.testimony import Event, Testimony

INSTALLATION_ID: Final = "bearer-token"
"""What is entered under the installation's own token."""

IMPORT: Final = "import"
"""What `hoso import` takes over."""

KnownAs: TypeAlias = frozenset[str]
"""All that tells somebody from others, in one spelling; empty where nobody knows who it is."""


def known_as(name: str | None, key: str | None = None) -> KnownAs:
    """By his name (`actor`) and the key under which he enters (`entered_by`); None: not told."""
    return frozenset(_spelt(one) for one in (name, key) if one) - _TELLS_NOBODY_APART


def teller(of: Testimony[Event]) -> KnownAs:
    """Who says it."""
    return known_as(of.actor, of.entered_by)


def is_second_person(second: KnownAs, first: KnownAs) -> bool:
    """Whether it is somebody, and somebody else. Who is first may be unknown."""
    return bool(second) and second.isdisjoint(first)


def _spelt(of: str) -> str:
    """The same for whoever writes himself a little differently (NFKC, without case, without what
    is not seen)."""
    folded = normalize("NFKC", normalize("NFKC", of).casefold())
    return " ".join("".join(each for each in folded if category(each) != "Cf").split())


_TELLS_NOBODY_APART: Final = frozenset({"", INSTALLATION_ID, IMPORT})
