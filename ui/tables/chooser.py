"""Choosing and ordering columns: a menu to tick them, and a dialog to arrange them by mouse or keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
)

from coachdesk.i18n import translate
from ui import theme
from ui.tables.layout import ColumnLayout, TableLayout
from ui.tables.model import TableModel
from ui.tables.view import TableView

KEY_ROLE = int(Qt.ItemDataRole.UserRole)


def columns_menu(view: TableView, section: int = -1) -> QMenu:
    """The menu behind the header and the columns button; `section` is the column that was pointed at, -1 for none."""
    model = view.table_model
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if section >= 0:
        _add_sorting(menu, view, model, section)
        menu.addAction(translate("Tables", "Fit width")).triggered.connect(lambda: view.fit_column(section))
        hide = menu.addAction(translate("Tables", "Hide this column"))
        hide.triggered.connect(lambda: view.show_column(model.columns[section].key, False))
        menu.addSeparator()
    else:
        sorting = menu.addMenu(translate("Tables", "Sort by"))
        for place in view.shown_sections():
            _add_sorting(sorting.addMenu(_title(model, place)), view, model, place)
    for place, column in enumerate(model.columns):
        tick = menu.addAction(_title(model, place))
        tick.setCheckable(True)
        tick.setChecked(not view.isColumnHidden(place))
        tick.toggled.connect(lambda shown, key=column.key: view.show_column(key, shown))
    menu.addSeparator()
    menu.addAction(translate("Tables", "Arrange columns…")).triggered.connect(lambda: arrange_columns(view))
    menu.addAction(translate("Tables", "Back to the first layout")).triggered.connect(lambda: _reset(view))
    return menu


def arrange_columns(view: TableView) -> ColumnsDialog:
    """Open the dialog that arranges the columns of `view`."""
    dialog = ColumnsDialog(view)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def _title(model: TableModel, place: int) -> str:
    return str(model.headerData(place, Qt.Orientation.Horizontal)).replace("&", "&&")


def _add_sorting(menu: QMenu, view: TableView, model: TableModel, section: int) -> None:
    key = model.columns[section].key
    for text, descending, further in (
        (translate("Tables", "Sort ascending"), False, False),
        (translate("Tables", "Sort descending"), True, False),
        (translate("Tables", "Then ascending"), False, True),
        (translate("Tables", "Then descending"), True, True),
    ):
        act: QAction = menu.addAction(text)
        act.triggered.connect(lambda _on=False, d=descending, f=further: view.sort_by(key, d, f))


def _reset(view: TableView) -> None:
    view.arrange(None)
    view.layout_touched.emit()


class ColumnsDialog(QDialog):
    """A list of all columns: tick to show, move with the buttons, Alt+Up and Alt+Down, or by dragging."""

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view = view
        self.setObjectName("columns")
        self.setWindowTitle(translate("Tables", "Arrange columns"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(8)
        intro = QLabel(translate("Tables", "Tick what to show. The order here is the order from left to right."))
        intro.setWordWrap(True)
        layout.addWidget(intro)
        self.list = QListWidget()
        self.list.setAccessibleName(translate("Tables", "Columns"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        layout.addWidget(self.list, 1)
        row = QHBoxLayout()
        self.up = self._move_button(translate("Tables", "Move up"), "arrow-up", "Alt+Up", -1)
        self.down = self._move_button(translate("Tables", "Move down"), "arrow-down", "Alt+Down", 1)
        for button in (self.up, self.down):
            row.addWidget(button)
        row.addStretch(1)
        layout.addLayout(row)
        buttons = QDialogButtonBox()
        apply = buttons.addButton(translate("Tables", "Show columns"), QDialogButtonBox.ButtonRole.AcceptRole)
        theme.mark(apply, role="primary")
        apply.setDefault(True)
        buttons.addButton(translate("Tables", "Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self._fill()
        self.resize(400, 480)

    def accept(self) -> None:
        """Arrange the table so."""
        items = [self.list.item(place) for place in range(self.list.count())]
        widths = {one.key: one.width for one in self._view.columns.arrangement().columns}
        columns = tuple(
            ColumnLayout(key, widths[key], ticked, asked=ticked)
            for item in items
            for key, ticked in [(str(item.data(KEY_ROLE)), item.checkState() == Qt.CheckState.Checked)]
        )
        if not any(column.shown for column in columns):
            self._view.told.emit(translate("Tables", "One column has to stay."))
            return
        self._view.arrange(TableLayout(columns, self._view.table_model.order))
        self._view.layout_touched.emit()
        super().accept()

    def _fill(self) -> None:
        model = self._view.table_model
        places = {column.key: place for place, column in enumerate(model.columns)}
        for one in self._view.columns.arrangement().columns:
            title = str(model.headerData(places[one.key], Qt.Orientation.Horizontal))
            item = QListWidgetItem(title)
            item.setData(KEY_ROLE, one.key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if one.shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _move_button(self, text: str, icon: str, shortcut: str, step: int) -> QPushButton:
        button = QPushButton(theme.icon(icon), text, self)
        button.setToolTip(QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText))
        button.setAutoDefault(False)
        # Not the button's own shortcut: that one presses it slowly and loses keys held down.
        QShortcut(QKeySequence(shortcut), self).activated.connect(lambda: self._move(step))
        button.clicked.connect(lambda: self._move(step))
        return button

    def _move(self, step: int) -> None:
        place = self.list.currentRow()
        if 0 <= place + step < self.list.count():
            self.list.insertItem(place + step, self.list.takeItem(place))
            self.list.setCurrentRow(place + step)
