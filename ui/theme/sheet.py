"""Turns tokens into what Qt wants: one style sheet and one palette."""

from __future__ import annotations

from functools import cache
from string import Template

from PySide6.QtGui import QColor, QPalette

import resources
from resources.tokens import Tokens

_PARTS = ("base", "buttons", "fields", "views", "popups", "widgets")


@cache
def _template() -> Template:
    return Template("\n".join(resources.path(f"theme/qss/{part}.qss").read_text("utf-8") for part in _PARTS))


def glyph_set(tokens: Tokens) -> str:
    """The folder of tinted marks (arrows, ticks) under resources/theme/glyphs that goes with these tokens."""
    return f"{tokens.name}-contrast" if tokens.contrast else tokens.name


def style_sheet(tokens: Tokens, scale: float = 1.0) -> str:
    """The application's style sheet; `scale` enlarges text and what holds it. A misspelt token raises KeyError."""
    sizes = {name: round(size * scale) for name, size in {**tokens.type, **tokens.shape, **tokens.space}.items()}
    control, row, line = sizes["control"], sizes["row"], round(sizes["small"] * 1.36)
    inner = {
        "control_inner": control - 14,  # what is left inside border and padding
        "field_inner": control - 12,
        "rail_inner": control - 12,
        "chip_inner": control - 14,
        "chip_radius": (control - 4) // 2,
        "pill_radius": (line + 2) // 2,
        "row_inner": row - 2,
        "item": row - 12,
        "link_inner": round(sizes["body"] * 1.36),  # a line of text: less would let a pill beside a link cut it
        "tick": round(14 * scale),  # the inside of check boxes; a radio button's is round
        "tick_box": round(14 * scale) + 2,  # with its border
        "tick_radius": round(14 * scale) // 2 + 1,
        "arrow": round(14 * scale),
        "small_arrow": round(11 * scale),
        "group_top": round(22 * scale),
    }
    return _template().substitute({**tokens.colors, **sizes, **inner, "glyphs": glyph_set(tokens)})


def palette(tokens: Tokens) -> QPalette:
    """The palette for what Qt draws without the style sheet (item delegates, native parts, disabled text)."""
    made = QPalette()
    role = QPalette.ColorRole
    named = {
        role.Window: "window",
        role.WindowText: "text",
        role.Base: "surface",
        role.AlternateBase: "hover",
        role.ToolTipBase: "raised",
        role.ToolTipText: "text",
        role.PlaceholderText: "muted",
        role.Text: "text",
        role.Button: "surface",
        role.ButtonText: "text",
        role.BrightText: "late",
        role.Light: "surface",
        role.Midlight: "faint",
        role.Mid: "line",
        role.Dark: "edge",
        role.Shadow: "shadow",
        role.Highlight: "selection",
        role.HighlightedText: "text",
        role.Link: "accent",
        role.LinkVisited: "info",
        role.Accent: "accent",
    }
    for which, name in named.items():
        made.setColor(which, QColor(tokens.color(name)))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.color("disabled")))
    return made
