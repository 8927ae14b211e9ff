"""The panel beside a list: one card, made anew for every record; a sentence where there is none to show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.context import Context
from ui.keep_focus import keeping_focus
from ui.widgets import Card


class RecordPanel(QWidget):
    """A place for one card. Pages derive from it and fill it with what `read(conn, id, today)` finds.

    hint: what it says while nothing is chosen. Until it is told the first time what to show it is empty: a list
    chooses its first row as soon as it has one, and the hint would only flash.
    """

    def __init__(
        self, context: Context, hint: str, read: Callable[[sa.Connection, int, date], Any] | None = None
    ) -> None:
        super().__init__()
        self.context = context
        self.hint = hint
        self._read = read
        self._card: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_record(self, record_id: int | None) -> None:
        """Show this record, or the hint when none is chosen."""
        if record_id is None:
            self._say(self.hint)
        elif self._read is not None:
            read, latest = self.context.operations.read, f"{id(self)}.record"
            read(self._read, record_id, self.context.today(), done=self._fill, owner=self, latest=latest)

    def _fill(self, found: Any) -> None:
        """Make a card of what was read."""
        raise NotImplementedError

    def _replace(self, card: QWidget) -> None:
        """Show this card instead of the one before; the keyboard stays at the same button, or where it stood."""
        with keeping_focus(self):
            if self._card is not None:
                self._card.hide()
                self._card.deleteLater()
            self._card = card
            self._column.addWidget(card, 1)

    def _say(self, text: str) -> None:
        """Show a sentence alone: nothing is chosen, or it is gone."""
        card = Card()
        card.add_text(text, "muted")
        card.body.addStretch(1)
        self._replace(card)
