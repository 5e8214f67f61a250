"""Elements of a picture as text. No script, no style sheet, no address but the name of SVG."""

from typing import Final
from xml.sax.saxutils import escape, quoteattr

from adapters.sheets.legible import legible

NAMESPACE: Final = "http://www.w3.org/2000/svg"

PAPER: Final = "#ffffff"

Attribute = str | int | float


def element(name: str, *inner: str, **attributes: Attribute) -> str:
    """`inner` are elements or escaped text; `font_size=12` is written as `font-size="12"`."""
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_value(value))}"
        for key, value in attributes.items()
    )
    content = "".join(inner)
    return f"<{name}{told}>{content}</{name}>" if content else f"<{name}{told}/>"


def text(of: str, x: float, y: float, **attributes: Attribute) -> str:
    return element("text", escaped(of), x=x, y=y, **attributes)


def on_lines(of: str, x: float, y: float, **attributes: Attribute) -> str:
    """A text that keeps clear of the lines behind it."""
    halo: dict[str, Attribute] = {"stroke": PAPER, "stroke_width": 4, "paint_order": "stroke"}
    return text(of, x, y, text_anchor="middle", **halo, **attributes)


def escaped(of: str) -> str:
    return escape(legible(of))


def _value(value: Attribute) -> str:
    """Lengths to a tenth of a pixel: no two machines round them differently."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else legible(str(value))
