"""The look of everything that leaves the desk: the light theme's tokens, in the forms Excel and PDF want them.

Paper is white and so is a spreadsheet, so exports always use the light theme. The numbers come from resources/theme.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from resources import tokens


@dataclass(frozen=True, slots=True)
class Shade:
    """A semantic tone: the color of its words and the soft ground behind them, both "#RRGGBB"."""

    ink: str
    ground: str


@cache
def color(name: str) -> str:
    """The light theme's color called `name`, "#RRGGBB"."""
    return tokens.load("light").color(name)


@cache
def shade(tone: str) -> Shade:
    """The colors of a tone: plain, accent, ok, attention, late or info."""
    ink, ground = tokens.load("light").tone(tone)
    return Shade(ink, ground)


def argb(color_code: str) -> str:
    """ "#RRGGBB" as Excel writes it: opaque, without the hash."""
    return "FF" + color_code.removeprefix("#").upper()
