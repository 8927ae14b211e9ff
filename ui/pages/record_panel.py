"""The panel beside a list: one card, made anew for every record; a sentence where there is none to show."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.context import Context
from ui.widgets import Card


class RecordPanel(QWidget):
    """A place for one card. Pages derive from it and give it `show_record(id | None)`."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._card: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def _replace(self, card: QWidget) -> None:
        """Show this card instead of the one before."""
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
