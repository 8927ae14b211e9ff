"""What the sections of the Settings page are made of: a titled column that scrolls, and a table with its buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.table import TableQuery
from ui import theme
from ui.context import Context
from ui.pages.listing import Empty
from ui.tables import DeskTable, Look, QueryReader, SettingsLayouts, TableReader, TableSpec
from ui.widgets import EmptyState, label


class Section(QWidget):
    """One section: title and a sentence at the top, content below. `load` reads it; called when shown and changed."""

    title = ""

    def __init__(self, context: Context, title: str, text: str = "") -> None:
        super().__init__()
        self.context = context
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px("gap"))
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.px("gap"))
        self.head.addWidget(label(title, "section"), 1, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(self.head)
        if text:
            self.column.addWidget(label(text, "muted"))
            self.column.addSpacing(theme.px("tight"))

    def load(self, changes: Changes[Any] | None = None) -> None:
        """Read what is shown."""

    def add_button(self, made: QPushButton) -> QPushButton:
        """Put a button at the right of the title."""
        made.setAutoDefault(False)
        self.head.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        return made

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a widget below."""
        self.column.addWidget(widget, stretch)

    def focus_search(self) -> bool:
        """Ctrl+F; False when there is nothing to search."""
        return False


class Scrolling(QScrollArea):
    """A column of widgets that scrolls when it is longer than the window."""

    def __init__(self) -> None:
        super().__init__()
        theme.mark(self, role="page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        theme.mark(holder, role="canvas")
        self.column = QVBoxLayout(holder)
        self.column.setContentsMargins(0, 0, theme.px("gap"), 0)
        self.column.setSpacing(theme.px("between"))
        self.setWidget(holder)


def desk_table(
    context: Context,
    query: TableQuery,
    empty: Empty,
    first_step: Callable[[], object] | None = None,
    *,
    key: str = "",
    reader: TableReader | None = None,
    looks: dict[str, Look] | None = None,
    actions: Callable[[list[int]], Sequence[QAction | None]] | None = None,
) -> DeskTable:
    """A declared table as a section shows it; its first step is offered when there is nothing yet."""
    spec = TableSpec(
        key=key or f"settings.{query.family}",
        title=translate("Tables", query.title),
        columns=query.columns,
        reader=reader or QueryReader(query, context.desk.read, context.operations),
        looks=looks or {},
    )

    def nothing() -> QWidget:
        step = None if context.read_only else first_step
        shown = EmptyState(empty.icon, empty.title, empty.text, empty.verb if step else "")
        if step is not None:
            shown.acted.connect(step)
        return shown

    return DeskTable(spec, SettingsLayouts(context.local), nothing, actions)
