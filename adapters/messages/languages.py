"""The languages that hoso speaks to people."""

from typing import Final, Literal

Lang = Literal["en", "vi"]
LANGS: Final[tuple[Lang, ...]] = ("en", "vi")

Pair = tuple[str, str]
"""The same in each of them."""


def told(pair: Pair, lang: Lang) -> str:
    return pair[LANGS.index(lang)]
