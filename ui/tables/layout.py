"""How a person arranged a table: which columns, in which order, how wide, sorted how. Remembered per table, as JSON.

Only column keys and sizes are kept, never a word of a record.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from PySide6.QtCore import QSettings


class LayoutStore(Protocol):
    """Where layouts rest."""

    def load(self, key: str) -> str:
        """The text kept under `key`, "" for none."""
        ...

    def save(self, key: str, text: str) -> None:
        """Keep `text` under `key`."""
        ...


class SettingsLayouts:
    """Layouts in the window's settings (`Context.local`), under "tables/"."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def load(self, key: str) -> str:
        """As LayoutStore."""
        return str(self._settings.value(f"tables/{key}", "") or "")

    def save(self, key: str, text: str) -> None:
        """As LayoutStore."""
        self._settings.setValue(f"tables/{key}", text)


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """One column: width in device-independent pixels, 0 for as its rows need. asked: it stays however little room."""

    key: str
    width: int
    shown: bool
    asked: bool = False


@dataclass(frozen=True, slots=True)
class TableLayout:
    """The columns from left to right (hidden ones keep their place) and the sort order. No columns: the table's own."""

    columns: tuple[ColumnLayout, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()

    def to_json(self) -> str:
        """As text."""
        return json.dumps({"columns": [asdict(column) for column in self.columns], "order": self.order})

    @staticmethod
    def from_json(text: str) -> TableLayout | None:
        """From text; None when it is empty or not ours (then the table shows its own first layout)."""
        try:
            found: Any = json.loads(text) if text else None
            if not isinstance(found, dict):
                return None
            columns = tuple(
                ColumnLayout(
                    str(one["key"]), _width(int(one["width"])), bool(one["shown"]), bool(one.get("asked", False))
                )
                for one in found["columns"]
            )
            order = tuple((str(key), bool(descending)) for key, descending in found["order"])
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        if any(column.shown for column in columns) or (order and not columns):
            return TableLayout(columns, order)
        return None


def _width(width: int) -> int:
    return max(40, min(width, 2000)) if width else 0
