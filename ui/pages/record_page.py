"""The page of one record: a header with the way back, buttons and a menu of all else; below it what the record says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from ui.context import Context
from ui.keep_focus import settle
from ui.reading_order import put_in_order
from ui.widgets import PageFrame, PageHeader, button


class RecordPage(QWidget):
    """The shell of such a page; `back` leads to the list. Pages derive from it, add to `frame`, and fill in a
    `@keeps_focus` method.
    """

    def __init__(self, context: Context, back: Callable[[], object]) -> None:
        super().__init__()
        self.context = context
        self._back = back
        self._filled_with: object = None
        self.frame = PageFrame()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.frame)
        self.header = PageHeader("")
        self.more = button(translate("Records", "More"))
        self.more.setMenu(QMenu(self.more))
        self.header.add_button(self.more)
        self.frame.add(self.header)

    def refresh(self, changes: Changes[Any] | None) -> None:
        """Read the record again."""
        raise NotImplementedError

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes on as one reads; cards that were filled again have parts newer than those below them."""
        put_in_order(self)
        return super().focusNextPrevChild(forward)

    def _shows(self, found: object) -> bool:
        """Whether this was filled in already, within the hour (some words depend on the clock) and for this person.

        Then there is nothing to make anew: no flicker, nothing read out twice, and the keyboard stays by itself.
        """
        now = self.context.desk.clock()
        shown = (found, now.date(), now.hour, self.context.why_read_only)
        same, self._filled_with = shown == self._filled_with, shown
        return same

    def _settle(self) -> None:
        """Lay out at once what was just filled in."""
        settle(self)

    def _offer(self, moves: Iterable[tuple[str, str]], do: Callable[[str], object]) -> None:
        """Fill the menu with (text, key) of everything that may be done; ("", "") is a line between."""
        menu = self.more.menu()
        menu.clear()
        for text, key in moves:
            if text:
                menu.addAction(text).triggered.connect(lambda _=False, key=key: do(key))
            else:
                menu.addSeparator()
