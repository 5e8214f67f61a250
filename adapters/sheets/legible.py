"""Texts as an XML document and a terminal may hold them, and a reader may trust them."""

import re
from typing import Final

# What XML 1.0 has no place for, what a terminal obeys, and what turns the order of the letters
# around it, figures too.
UNSEEN: Final = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    "|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def legible(text: str) -> str:
    """With a replacement character for every one of them."""
    return UNSEEN.sub("\ufffd", text)
