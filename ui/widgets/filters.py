"""The filter bar of a page: search box, chips that toggle, chips with a list of choices, clear all, saved views."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coachdesk.i18n import translate
from ui import theme
from ui.widgets.basics import button
from ui.widgets.flow import FlowLayout

Choice = tuple[Hashable, str]  # (value, what people read)
_TYPING_PAUSE = 150  # milliseconds after the last key before `searched`
_SEARCHABLE = 8  # a list longer than this gets its own search box
_VALUE = Qt.ItemDataRole.UserRole


def _name_buttons(search: QLineEdit, glass: QAction) -> None:
    """Say to screen readers what the two little buttons inside a search box are; Qt gives them no names."""
    for inside in search.findChildren(QToolButton):
        mine = inside.defaultAction() is glass
        inside.setAccessibleName(glass.text() if mine else translate("Widgets", "Clear"))


class FilterBar(QWidget):
    """Search and chips; `changed` after any of them changed, `searched(text)` while typing settles.

    values() gives {"text": str, toggle key: bool, menu key: frozenset of values}; set_values() takes the same.
    """

    changed = Signal()
    searched = Signal(str)

    def __init__(self, placeholder: str, parent: QWidget | None = None, shortcut: bool = True) -> None:
        super().__init__(parent)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px("gap"))
        self._left = QWidget(self)
        self._flow = FlowLayout(self._left, gap=theme.px("gap"), line_gap=theme.px("gap"))
        outer.addWidget(self._left, 1, Qt.AlignmentFlag.AlignTop)
        self._right = QHBoxLayout()
        self._right.setSpacing(theme.px("tight"))
        outer.addLayout(self._right)
        self.search = QLineEdit(self._left)
        self.search.setPlaceholderText(placeholder)
        self.search.setAccessibleName(placeholder)
        self.search.setClearButtonEnabled(True)
        theme.mark(self.search, role="search")
        self.search.setFixedWidth(260)
        glass = QAction(theme.icon("search"), placeholder, self.search)
        self.search.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        _name_buttons(self.search, glass)
        self._flow.addWidget(self.search)
        self._chips: dict[str, _Chip] = {}
        self._clear = button(translate("Widgets", "Clear all"), "link", slot=self.clear, parent=self._left)
        self._flow.addWidget(self._clear)
        self._clear.hide()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self._typed)
        self.search.textChanged.connect(lambda: self._typing.start(_TYPING_PAUSE))
        self.search.returnPressed.connect(self._typed)
        if shortcut:
            key = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
            key.setContext(Qt.ShortcutContext.WindowShortcut)
            key.activated.connect(self.focus_search)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(translate("Widgets", "Filters"))

    def focus_search(self) -> None:
        """Put the keyboard into the search box, with its text chosen."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def add_toggle(self, key: str, text: str, on: bool = False) -> None:
        """A chip that is on or off."""
        chip = _ToggleChip(text, self._left)
        chip.set_value(on)
        self._add(key, chip)

    def add_menu(
        self, key: str, text: str, choices: Sequence[Choice] = (), single: bool = False, quiet: bool = False
    ) -> None:
        """A chip that opens a list of (value, text), of which several (or one) can be chosen.

        quiet: seen only while something is chosen, for a filter that other pages set and people only take off.
        """
        chip = _MenuChip(text, single, self._left, quiet)
        chip.set_choices(choices)
        self._add(key, chip)

    def set_choices(self, key: str, choices: Sequence[Choice]) -> None:
        """Offer other choices in a menu chip; what was chosen and is still there stays chosen."""
        chip = self._chips[key]
        if isinstance(chip, _MenuChip):
            chip.set_choices(choices)

    def add_right(self, widget: QWidget) -> None:
        """Put something (saved views, column chooser) at the right end, in the middle of the first line of chips."""
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(widget)
        holder.setMinimumHeight(theme.px("control"))
        self._right.addWidget(holder, 0, Qt.AlignmentFlag.AlignTop)

    def values(self) -> dict[str, object]:
        """What is asked for now."""
        return {"text": self.search.text().strip(), **{key: chip.value() for key, chip in self._chips.items()}}

    def set_values(self, values: Mapping[str, object]) -> None:
        """Ask for exactly this; keys left out are cleared. One `changed` at most."""
        before = self.values()
        self.search.setText(str(values.get("text", "")))  # its own signals too: they take the clear cross away
        self._typing.stop()
        for key, chip in self._chips.items():
            chip.set_value(values.get(key))
        self._after(before)

    def clear(self) -> None:
        """Ask for everything."""
        self.set_values({})

    def active(self) -> bool:
        """Whether anything is filtered."""
        return any(bool(value) for value in self.values().values())

    def _add(self, key: str, chip: _Chip) -> None:
        self._chips[key] = chip
        chip.picked.connect(self._picked)
        self._flow.removeWidget(self._clear)
        self._flow.addWidget(chip)
        self._flow.addWidget(self._clear)
        self._clear.setVisible(self.active())

    def _typed(self) -> None:
        self._typing.stop()
        self.searched.emit(self.search.text().strip())
        self._picked()

    def _picked(self) -> None:
        self._clear.setVisible(self.active())
        self.changed.emit()

    def _after(self, before: dict[str, object]) -> None:
        self._clear.setVisible(self.active())
        if self.values() != before:
            self.changed.emit()


class _Chip(QPushButton):
    """What both kinds of chip share."""

    picked = Signal()

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._name = text
        theme.mark(self, role="chip", on=False)
        self._mark: QIcon | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)

    def show_mark(self, mark: QIcon | None) -> None:
        """An icon at the right of the text, where a push button cannot put one by itself."""
        self._mark = mark
        theme.mark(self, mark=mark is not None)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._mark is not None:
            side = theme.px("small") + 2
            painter = QPainter(self)
            mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
            place = QRect(self.width() - side - 10, (self.height() - side) // 2, side, side)
            self._mark.paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode)
            painter.end()

    def value(self) -> object:
        """What is chosen."""
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        """Choose without telling anybody."""
        raise NotImplementedError


class _ToggleChip(_Chip):
    """On or off; on shows a cross that takes it away."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)
        self.clicked.connect(self._flip)

    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, value: object) -> None:
        self.setChecked(bool(value))
        self._show()

    def _flip(self) -> None:
        self._show()
        self.picked.emit()

    def _show(self) -> None:
        theme.mark(self, on=self.isChecked())
        self.show_mark(theme.icon("x", "accent") if self.isChecked() else None)


class _MenuChip(_Chip):
    """Opens a list; shows what is chosen: "Team: North" or "Team: 3"."""

    def __init__(self, text: str, single: bool, parent: QWidget, quiet: bool = False) -> None:
        super().__init__(text, parent)
        self._choices: list[Choice] = []
        self._chosen: frozenset[Hashable] = frozenset()
        self._single = single
        self._quiet = quiet
        self.clicked.connect(self._open)
        self._show()

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these."""
        self._choices = list(choices)
        self._chosen &= {value for value, _ in self._choices}
        self._show()

    def value(self) -> frozenset[Hashable]:
        return self._chosen

    def set_value(self, value: object) -> None:
        offered = {known for known, _ in self._choices}
        wanted = frozenset(value) if isinstance(value, (frozenset, set, list, tuple)) else frozenset()
        self._chosen = frozenset(wanted & offered)
        self._show()

    def choose(self, chosen: frozenset[Hashable]) -> None:
        """Choose and tell."""
        if chosen != self._chosen:
            self._chosen = chosen
            self._show()
            self.picked.emit()

    def _open(self) -> None:
        popup = _ChoicePopup(self, self._name, self._choices, self._chosen, self._single)
        popup.chosen.connect(self.choose)
        popup.open_below(self)

    def _show(self) -> None:
        names = [text for value, text in self._choices if value in self._chosen]
        if not names:
            text = self._name
        elif len(names) <= 2:
            text = f"{self._name}: {', '.join(names)}"
        else:
            text = f"{self._name}: {len(names)}"
        metrics = self.fontMetrics()
        self.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, 260))
        self.setToolTip(", ".join(names) if names else "")
        self.setAccessibleName(f"{self._name}: {', '.join(names)}" if names else self._name)
        if self._quiet:
            self.setVisible(bool(names))
        theme.mark(self, on=bool(names))
        self.show_mark(theme.icon("chevron-down", "accent" if names else "muted"))


class _ChoicePopup(QFrame):
    """The list under a menu chip. Typing searches, arrows walk, Space or Enter chooses, Esc closes."""

    chosen = Signal(object)

    def __init__(
        self, parent: QWidget, name: str, choices: Sequence[Choice], chosen: frozenset[Hashable], single: bool
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        theme.mark(self, role="popup")
        self._single = single
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(6)
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(translate("Widgets", "Search"))
        self._search.setAccessibleName(translate("Widgets", "Search"))
        self._search.textChanged.connect(self._narrow)
        self._search.setVisible(len(choices) > _SEARCHABLE)
        self._list = QListWidget(self)
        self._list.setAccessibleName(name)
        for value, text in choices:
            item = QListWidgetItem(text, self._list)
            item.setData(_VALUE, value)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if value in chosen else Qt.CheckState.Unchecked)
        self._list.itemChanged.connect(self._changed)
        self._list.itemActivated.connect(self._flip)
        self._list.itemClicked.connect(self._clicked)
        self._pressed_state = Qt.CheckState.Unchecked
        self._list.itemPressed.connect(self._remember)
        self._none = button(translate("Widgets", "Clear"), "link", slot=self._clear)
        column.addWidget(self._search)
        column.addWidget(self._list)
        column.addWidget(self._none, 0, Qt.AlignmentFlag.AlignLeft)
        rows = min(max(len(choices), 2), 10)
        self._list.setFixedHeight(rows * (theme.px("row") - 8) + 8)
        widest = max((self._list.fontMetrics().horizontalAdvance(text) for _, text in choices), default=0)
        self.setFixedWidth(min(max(widest + 76, 200), 420))

    def open_below(self, anchor: QWidget) -> None:
        """Show under `anchor`, kept on its screen."""
        self.adjustSize()
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        screen = anchor.screen().availableGeometry()
        place.setX(max(min(place.x(), screen.right() - self.width()), screen.left()))
        if place.y() + self.height() > screen.bottom():
            place.setY(max(anchor.mapToGlobal(QPoint(0, 0)).y() - self.height() - 4, screen.top()))
        self.move(place)
        self.show()
        self._list.setCurrentRow(0)
        (self._search if self._search.isVisible() else self._list).setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() == Qt.Key.Key_Down and self._search.hasFocus():
            self._list.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _narrow(self, text: str) -> None:
        for place in range(self._list.count()):
            item = self._list.item(place)
            item.setHidden(text.casefold() not in item.text().casefold())

    def _remember(self, item: QListWidgetItem) -> None:
        self._pressed_state = item.checkState()

    def _clicked(self, item: QListWidgetItem) -> None:
        """A click on the text counts too; one on the box has already changed it."""
        if item.checkState() == self._pressed_state:
            self._flip(item)

    def _flip(self, item: QListWidgetItem) -> None:
        checked = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)

    def _changed(self, item: QListWidgetItem) -> None:
        if self._single and item.checkState() == Qt.CheckState.Checked:
            self._only(item)
        items = [self._list.item(place) for place in range(self._list.count())]
        self.chosen.emit(frozenset(one.data(_VALUE) for one in items if one.checkState() == Qt.CheckState.Checked))
        if self._single:
            self.close()

    def _only(self, kept: QListWidgetItem) -> None:
        self._list.blockSignals(True)
        for place in range(self._list.count()):
            if self._list.item(place) is not kept:
                self._list.item(place).setCheckState(Qt.CheckState.Unchecked)
        self._list.blockSignals(False)

    def _clear(self) -> None:
        self._list.blockSignals(True)
        for place in range(self._list.count()):
            self._list.item(place).setCheckState(Qt.CheckState.Unchecked)
        self._list.blockSignals(False)
        self.chosen.emit(frozenset())
        self.close()
