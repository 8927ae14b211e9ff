"""A list and the record chosen in it: side by side when there is room, one in front of the other when not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from ui import theme
from ui.widgets.basics import button

_SIDE_BY_SIDE = 860  # pixels below which only one of the two is shown


class SplitView(QSplitter):
    """`main` with a record `panel` beside it. Narrow: `open_panel` shows the panel instead, with a way back.

    main, panel: a widget, or what makes it when given its parent: Qt goes through a whole tree of widgets each time it
    gets another parent. panel_open(bool) when the panel appears or goes.
    """

    panel_open = Signal(bool)

    def __init__(
        self,
        main: QWidget | Callable[[QWidget], QWidget],
        panel: QWidget | Callable[[QWidget], QWidget],
        panel_width: int = 340,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._main = main(self) if callable(main) else main
        self._side = QWidget(self)
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("gap"))
        self._side_column = column
        column.addWidget(panel(self._side) if callable(panel) else panel, 1)
        self.addWidget(self._main)
        self.addWidget(self._side)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(theme.px("between"))
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setSizes([10_000, panel_width])
        self._wanted = True
        self._asked = False
        self._narrow = False
        self._back: QPushButton | None = None
        self._apply()

    @property
    def narrow(self) -> bool:
        """Whether there is room for only one of the two."""
        return self._narrow

    @property
    def panel_shown(self) -> bool:
        """Whether the panel can be seen."""
        return not self._side.isHidden()

    def open_panel(self) -> None:
        """Show the panel (narrow: instead of the list)."""
        self._wanted = self._asked = True
        self._apply()

    def close_panel(self) -> None:
        """Narrow: back to the list. Wide: give the list all the room."""
        self._asked = False
        if not self._narrow:
            self._wanted = False
        self._apply()

    def minimumSizeHint(self) -> QSize:
        one, other = self._main.minimumSizeHint(), self._side.minimumSizeHint()
        return QSize(max(one.width(), other.width()), max(one.height(), other.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < _SIDE_BY_SIDE
        if narrow != self._narrow:
            self._narrow = narrow
            self._apply()

    def _apply(self) -> None:
        shown = self._asked if self._narrow else self._wanted
        before = not self._side.isHidden()
        self._side.setVisible(shown)
        self._main.setVisible(not (self._narrow and shown))
        if self._narrow and self._back is None:  # most windows are never so narrow
            words = translate("Widgets", "Back to the list")
            self._back = button(words, "link", "arrow-left", self.close_panel, self._side)
            self._side_column.insertWidget(0, self._back, 0, Qt.AlignmentFlag.AlignLeft)
        if self._back is not None:
            self._back.setVisible(self._narrow)
        if before != shown:
            self.panel_open.emit(shown)
