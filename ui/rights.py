"""What somebody who may only read is offered: one rule for every page.

What would change the desk is not there to press: its button is hidden (`offer_changes`, or the page's own filling), and
the palette does not list it. Menus and keys keep their places: greyed (`ActionSpec.changes_desk`), with the reason as
tool tip; a key pressed all the same says it. The reason itself (`Context.why_read_only`) stands above every page.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from ui.context import Context


class _Follows(QObject):
    """Shows a button only to those who may change the desk; goes with it."""

    def __init__(self, context: Context, made: QPushButton) -> None:
        super().__init__(made)
        self._context, self._made, self._hid = context, made, False
        context.operations.actor_changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        if self._context.read_only != self._hid:  # never shown before it has a place: it would be a window of its own
            self._hid = not self._hid
            self._made.setVisible(not self._hid)


def offer_changes(context: Context, *buttons: QPushButton) -> None:
    """Hide these buttons from whoever may only read, also when another person takes over."""
    for one in buttons:
        _Follows(context, one)
