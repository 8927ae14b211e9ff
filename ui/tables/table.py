"""The table widget pages use: view, empty and trouble states, and the line that says how many rows are shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coachdesk.errors import DeskError
from coachdesk.i18n import translate
from coachdesk.queries.table import Column, Where
from ui import theme
from ui.tables.cells import Look, locale_now
from ui.tables.chooser import columns_menu
from ui.tables.layout import LayoutStore, TableLayout
from ui.tables.model import TableModel
from ui.tables.reader import TableReader
from ui.tables.view import TableView

READING_AFTER_MS = 250
TOLD_FOR_MS = 6000

RowActions = Callable[[list[int]], Sequence[QAction | None]]


@dataclass(frozen=True)
class TableSpec:
    """A page's table as data.

    key: under which the layout is remembered.  title: what a screen reader calls the table.  order: the first order.
    looks: what is special, by column key.  first: the columns shown at first, from left to right; () as declared.
    importance: which of these stay where there is no room for all, the most important first; () as they stand.
    """

    key: str
    title: str
    columns: Sequence[Column]
    reader: TableReader
    order: tuple[tuple[str, bool], ...] = ()
    looks: Mapping[str, Look] = field(default_factory=dict)
    first: tuple[str, ...] = ()
    importance: tuple[str, ...] = ()


class DeskTable(QWidget):
    """A declared table with everything around it. Rows are spoken of by id only.

    empty: makes what stands there when there are no records at all.  actions: the context menu for these ids (None is a
    line).  `refresh(ids)` after changes keeps selection, keyboard and scroll position.
    """

    opened = Signal(int)
    current_changed = Signal(object)
    selection_changed = Signal()
    count_changed = Signal(str)
    failed = Signal(object)
    filter_cleared = Signal()  # the person asked to see everything again: pages empty their filter controls

    def __init__(
        self,
        spec: TableSpec,
        layouts: LayoutStore | None = None,
        empty: Callable[[], QWidget] | None = None,
        actions: RowActions | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.spec = spec
        self._layouts = layouts
        self._make_empty = empty
        self._actions = actions
        self._told = ""
        self.model = TableModel(spec.columns, spec.reader, spec.order, spec.looks, self)
        # From outside in: Qt goes through a whole tree of widgets each time it gets another parent.
        self._card = QFrame(self)
        self.stack = QStackedWidget(self._card)
        self.view = TableView(self.model, self.stack, spec.first, spec.importance)
        self.view.setObjectName(f"table.{spec.key}")
        self.view.setAccessibleName(spec.title)
        self._build()
        self._connect()
        remembered = TableLayout.from_json(layouts.load(spec.key)) if layouts is not None else None
        if remembered is not None:
            self.view.arrange(remembered)
        self._say_columns()
        self._show_state()

    # What pages ask -------------------------------------------------------------------------------------------------

    def set_where(self, where: Where) -> None:
        """Keep only these rows; safe to call at every key press."""
        self.model.set_where(where)

    def refresh(self, touched: Collection[int] | None = None) -> None:
        """Something changed: these ids (None: anything)."""
        self.model.refresh(touched)

    def selected_ids(self) -> list[int]:
        """The chosen ids, top to bottom."""
        return self.view.selected_ids()

    def current_id(self) -> int | None:
        """The id of the row with the keyboard."""
        return self.view.current_id()

    def select(self, ids: Collection[int]) -> list[int]:
        """Choose these rows; gives those that are shown now."""
        return self.view.select_ids(ids)

    def count_text(self) -> str:
        """ "1,204 of 3,000", "3,000 rows"; with the number of chosen rows when several are."""
        return self.count.text()

    def add_tool(self, made: QToolButton) -> None:
        """Put a small button beside the one for columns."""
        self._foot.addWidget(made)

    # How it is made -------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.stack.addWidget(self.view)
        self.count = QLabel(self)
        self.count.setObjectName("count")
        theme.mark(self.count, role="small", tone="plain")
        self.columns_button = QToolButton(self)
        self.columns_button.setIcon(theme.icon("columns-3"))
        self.columns_button.setAccessibleName(translate("Tables", "Columns"))
        self.columns_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.columns_button.clicked.connect(lambda: self._open_columns(-1, None))
        self._foot = foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 4, 0)
        foot.addWidget(self.count)
        foot.addStretch(1)
        foot.addWidget(self.columns_button)
        theme.mark(self._card, role="card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(theme.px("gap"), theme.px("tight"), theme.px("gap"), theme.px("gap"))
        inside.addWidget(self.stack)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._card, 1)
        layout.addLayout(foot)
        self.setFocusProxy(self.view)
        self._empty: QWidget | None = None
        self._reading = QTimer(self, singleShot=True, interval=READING_AFTER_MS)
        self._reading.timeout.connect(self._say_count)
        self._unsay = QTimer(self, singleShot=True, interval=TOLD_FOR_MS)
        self._unsay.timeout.connect(lambda: self._tell(""))

    def _connect(self) -> None:
        model, view = self.model, self.view
        view.opened.connect(self.opened)
        view.current_changed.connect(self.current_changed)
        view.selection_ids_changed.connect(self._selection_changed)
        view.told.connect(self._tell)
        view.columns.changed.connect(self._say_columns)
        view.layout_touched.connect(self._save_layout)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open_row_menu)
        view.head.customContextMenuRequested.connect(
            lambda at: self._open_columns(view.head.logicalIndexAt(at), view.head.viewport().mapToGlobal(at))
        )
        model.counted.connect(self._show_state)
        model.busy_changed.connect(self._busy_changed)
        model.failed.connect(self.failed)

    # States ---------------------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        model = self.model
        focused = self.view.hasFocus()
        if model.trouble is not None:
            error = model.trouble
            told = (
                error.happened if isinstance(error, DeskError) else translate("Tables", "These rows could not be read.")
            )
            more = error.to_do if isinstance(error, DeskError) else translate("Tables", "Nothing was changed.")
            self._trouble.say(told, more, translate("Tables", "Try again"))
            self.stack.setCurrentWidget(self._trouble)
        elif model.rowCount() or not model.loaded or model.busy or model.total is None:
            self.stack.setCurrentWidget(self.view)
        elif model.total:
            self._nothing.say(translate("Tables", "Nothing matches"), "", translate("Tables", "Show all"))
            self.stack.setCurrentWidget(self._nothing)
        else:
            self.stack.setCurrentWidget(self._empty_widget())
        shown = self.stack.currentWidget()
        if focused and shown is not None and shown is not self.view:
            shown.setFocus()
        self._say_count()

    @cached_property
    def _nothing(self) -> _Notice:
        """What stands there when the filter keeps nothing; made when that happens first."""
        return self._notice("search", self._clear_filter)

    @cached_property
    def _trouble(self) -> _Notice:
        """What stands there when the rows cannot be read; made when that happens first."""
        return self._notice("triangle-alert", self._try_again)

    def _try_again(self) -> None:
        if self.model.loaded:
            self.model.refresh()
        else:
            self.model.load()

    def _notice(self, icon: str, slot: Callable[[], object]) -> _Notice:
        made = _Notice(icon, self.stack)
        made.button.clicked.connect(lambda _checked=False: slot())
        self.stack.addWidget(made)
        return made

    def _empty_widget(self) -> QWidget:
        if self._empty is None:
            if self._make_empty is not None:
                self._empty = self._make_empty()
            else:
                notice = _Notice("inbox", self)
                notice.say(translate("Tables", "Nothing here yet"), "", "")
                self._empty = notice
            self.stack.addWidget(self._empty)
        return self._empty

    def _say_columns(self) -> None:
        """What the button does, and which columns wait for more room."""
        titles = [translate("Columns", self.model.columns[place].title) for place in self.view.columns.waiting()]
        told = translate("Tables", "Choose, order and sort columns")
        if titles:
            waiting = translate("Tables", "Shown when there is more room: {columns}").format(columns=", ".join(titles))
            told = f"{told}\n{waiting}"
        self.columns_button.setToolTip(told)

    def _say_count(self) -> None:
        text = self._told or self._count_words()
        if text != self.count.text():
            self.count.setText(text)
            self.count_changed.emit(text)

    def _count_words(self) -> str:
        model, locale = self.model, locale_now()
        if model.busy and not self._reading.isActive() and (not model.loaded or self._was_slow):
            return translate("Tables", "Reading…")
        if not model.loaded or model.trouble is not None:
            return ""
        shown = model.rowCount()
        if model.filtered and model.total is not None:
            text = translate("Tables", "{shown} of {total}").format(
                shown=locale.toString(shown), total=locale.toString(model.total)
            )
        elif shown == 1:
            text = translate("Tables", "1 row")
        else:
            text = translate("Tables", "{count} rows").format(count=locale.toString(shown))
        chosen = self.view.selected_count()
        if chosen > 1:
            text += translate("Tables", " · {count} selected").format(count=locale.toString(chosen))
        return text

    _was_slow = False

    def _busy_changed(self, busy: bool) -> None:
        if busy:
            self._was_slow = True
            self._reading.start()
        else:
            self._was_slow = False
            self._reading.stop()
            self._show_state()

    def _selection_changed(self) -> None:
        self._say_count()
        self.selection_changed.emit()

    def _tell(self, text: str) -> None:
        self._told = text
        self._say_count()
        if text:
            self._unsay.start()

    def _clear_filter(self) -> None:
        self.filter_cleared.emit()
        self.set_where(Where())
        self.view.setFocus()

    # Menus ----------------------------------------------------------------------------------------------------------

    def row_menu(self) -> QMenu:
        """The context menu for the chosen rows."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self._actions(self.selected_ids()) if self._actions else ():
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        if not menu.isEmpty():
            menu.addSeparator()
        copy = menu.addAction(theme.icon("copy"), translate("Tables", "Copy as text"))
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setEnabled(bool(self.view.selected_count()))
        copy.triggered.connect(self.view.copy_selection)
        return menu

    def _open_row_menu(self, at: QPoint) -> None:
        index = self.view.indexAt(at)
        if index.isValid() and not self.view.selectionModel().isRowSelected(index.row()):
            self.view.selectRow(index.row())
        self.row_menu().popup(self.view.viewport().mapToGlobal(at))

    def _open_columns(self, section: int, at: QPoint | None) -> None:
        menu = columns_menu(self.view, section)
        if at is None:
            corner = self.columns_button.rect().topRight()
            at = self.columns_button.mapToGlobal(corner) - QPoint(menu.sizeHint().width(), menu.sizeHint().height())
        menu.popup(at)

    # Remembering ----------------------------------------------------------------------------------------------------

    def _save_layout(self) -> None:
        if self._layouts is not None:
            self._layouts.save(self.spec.key, self.view.columns.remembered().to_json())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.load()

    def hideEvent(self, event: QHideEvent) -> None:
        self._reading.stop()
        self._unsay.stop()
        self._told = ""
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say_count()


class _Notice(QWidget):
    """A quiet sentence in the middle, with one thing to do."""

    def __init__(self, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = icon
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 32, 24, 32)
        layout.setSpacing(8)
        layout.addStretch(1)
        self._picture = QLabel(self)
        self.title, self.text = QLabel(self), QLabel(self)
        theme.mark(self.title, role="section")
        theme.mark(self.text, role="muted")
        self.button = QPushButton(self)
        for label in (self._picture, self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        self.setFocusProxy(self.button)

    def say(self, title: str, text: str, button: str) -> None:
        """Fill it; empty parts are left out."""
        self._picture.setPixmap(theme.icon(self._icon).pixmap(28, 28))
        for widget, words in ((self.title, title), (self.text, text), (self.button, button)):
            widget.setText(words)
            widget.setVisible(bool(words))
