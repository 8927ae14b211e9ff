"""The look as data: `load("light")` gives the colors and sizes that window, charts, Excel and PDF share.

Colors are "#RRGGBB"; sizes are device-independent pixels. Source: theme/light.toml, theme/dark.toml, theme/sizes.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

import resources

ThemeName = Literal["light", "dark"]
TONES = ("plain", "accent", "ok", "attention", "late", "info")


@dataclass(frozen=True)
class Tokens:
    """One theme. Unknown names raise KeyError, so that a misspelt token is found at once."""

    name: ThemeName
    contrast: bool
    colors: Mapping[str, str]
    type: Mapping[str, int]
    space: Mapping[str, int]
    shape: Mapping[str, int]

    @property
    def dark(self) -> bool:
        """Whether light text stands on dark ground."""
        return self.name == "dark"

    def color(self, name: str) -> str:
        """The color called `name`, as "#RRGGBB"."""
        return self.colors[name]

    def tone(self, name: str) -> tuple[str, str]:
        """The (foreground, soft background) of a semantic tone; one of TONES."""
        if name not in TONES:
            raise KeyError(name)
        return self.colors[name], self.colors[f"{name}_soft"]


def _table(file: str) -> dict[str, Any]:
    return tomllib.loads(resources.path(f"theme/{file}.toml").read_text("utf-8"))


@cache
def load(theme: ThemeName, contrast: bool = False) -> Tokens:
    """The tokens of a theme; `contrast` gives its high-contrast form."""
    table, sizes = _table(theme), _table("sizes")
    colors = {**table["colors"], **(table["contrast"] if contrast else {})}
    return Tokens(
        name=theme,
        contrast=contrast,
        colors=MappingProxyType(colors),
        type=MappingProxyType(sizes["type"]),
        space=MappingProxyType(sizes["space"]),
        shape=MappingProxyType(sizes["shape"]),
    )
