"""What the pages say themselves: English, Vietnamese.

Events, reasons and the values of the domain have their words in adapters.messages.
"""

from typing import Any, Final

from adapters.messages import Lang
from adapters.messages.languages import Pair, told
from adapters.web.texts.dossier import DOSSIER
from adapters.web.texts.frame import FRAME
from adapters.web.texts.report import REPORT

TEXTS: Final[dict[str, Pair]] = {**FRAME, **REPORT, **DOSSIER}


def said(key: str, lang: Lang, /, **params: Any) -> str:
    text = told(TEXTS[key], lang)
    return text.format(**params) if params else text
