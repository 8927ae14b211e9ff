"""Writes the small tinted marks a style sheet needs as files: `python -m ui.theme.glyphs` after a color changed.

A style sheet cannot tint a picture, so arrows and ticks are kept per theme in resources/theme/glyphs. A test compares
them with the tokens, so they cannot fall behind.
"""

from __future__ import annotations

from pathlib import Path

import resources
from resources.tokens import ThemeName, Tokens, load
from ui.theme.sheet import glyph_set

# file name -> (icon, color token)
_GLYPHS = {
    "chevron-down": ("chevron-down", "muted"),
    "chevron-down-disabled": ("chevron-down", "disabled"),
    "chevron-up": ("chevron-up", "muted"),
    "chevron-up-disabled": ("chevron-up", "disabled"),
    "chevron-left": ("chevron-left", "muted"),
    "chevron-right": ("chevron-right", "muted"),
    "calendar": ("calendar", "muted"),
    "calendar-disabled": ("calendar", "disabled"),
    "x": ("x", "muted"),
    "check-on": ("check", "on_accent"),
    "minus-on": ("minus", "on_accent"),
}
_DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="6" fill="{}"/></svg>\n'
SETS: tuple[tuple[ThemeName, bool], ...] = (("light", False), ("dark", False), ("light", True), ("dark", True))


def glyphs(tokens: Tokens) -> dict[str, str]:
    """File name -> SVG text of every mark in these colors."""
    made = {}
    for name, (icon, token) in _GLYPHS.items():
        svg = resources.path(f"icons/{icon}.svg").read_text("utf-8").replace("currentColor", tokens.color(token))
        width = "3.5" if name.endswith("-on") else "2.5"
        made[f"{name}.svg"] = svg.replace('stroke-width="2"', f'stroke-width="{width}"')
    made["dot-on.svg"] = _DOT.format(tokens.color("on_accent"))
    return made


def main() -> None:
    """Write all sets into the source tree."""
    root = Path(str(resources.path("theme"))) / "glyphs"
    for theme, contrast in SETS:
        tokens = load(theme, contrast)
        folder = root / glyph_set(tokens)
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in glyphs(tokens).items():
            (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
