"""The top of a page, the frame around it, and buttons of which one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from coachdesk.i18n import translate
from ui import theme
from ui.widgets.basics import Pill, button, clear_layout, label
from ui.widgets.flow import FlowLayout

_NARROW_PAGE = 900  # pixels of page below which margins shrink
_SWITCH_AT = 260  # where a switch of views begins: above the first chip of the filters


class PageHeader(QWidget):
    """Breadcrumb, title with a state pill, one line about the state of things; action buttons at the right.

    In a narrow window the buttons go below the title instead of squeezing it.
    """

    def __init__(self, title: str = "", state: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outer = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(theme.px("between"))
        left = QVBoxLayout()
        left.setSpacing(2)
        self._crumbs = QWidget(self)
        self._crumb_row = FlowLayout(self._crumbs, gap=2, line_gap=0)
        self._title = label(title, "title", parent=self)
        self._pill = Pill(parent=self)
        self._row = FlowLayout(gap=theme.px("gap"), line_gap=theme.px("tight"))
        self._row.addWidget(self._title)
        self._row.addWidget(self._pill)
        self._switch: QWidget | None = None
        self._state = label(state, "muted", parent=self)
        left.addWidget(self._crumbs)
        left.addLayout(self._row)
        left.addWidget(self._state)
        self._outer.addLayout(left, 1)
        self._buttons = QWidget(self)
        self._button_row = FlowLayout(self._buttons, gap=theme.px("gap"), line_gap=theme.px("gap"))
        self._outer.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignVCenter)
        self._crumbs.hide()
        self._buttons.hide()
        self._state.setVisible(bool(state))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(title)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self._turn(self.width())

    def set_state(self, text: str) -> None:
        """The one line below the title; "" hides it."""
        self._state.setText(text)
        self._state.setVisible(bool(text))

    def set_pill(self, text: str, tone: str = "plain") -> None:
        """The state beside the title; "" hides it."""
        self._pill.set(text, tone)

    def set_breadcrumb(self, steps: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """The way back: (text, what to do) from the outermost page inwards; an empty one hides the line."""
        clear_layout(self._crumb_row)
        for text, slot in steps:
            crumb = button(text, "crumb", slot=slot, parent=self._crumbs)
            crumb.setAccessibleName(translate("Widgets", "Back to {place}").format(place=text))
            self._crumb_row.addWidget(crumb)
            self._crumb_row.addWidget(label("›", "breadcrumb", parent=self._crumbs))
        self._crumbs.setVisible(bool(steps))

    def set_switch(self, made: QWidget) -> None:
        """Put segmented buttons that say which view this is beside the title, at the same place in every view."""
        self._switch = made
        self._row.addWidget(made)
        self._turn(self.width())

    def add_button(self, made: QWidget) -> None:
        """Put a button (or segmented buttons) at the right."""
        self._button_row.addWidget(made)
        self._buttons.show()
        self._turn(self.width())

    def minimumSizeHint(self) -> QSize:
        least = max(
            self._title.minimumSizeHint().width() + self._pill.sizeHint().width(),
            self._button_row.minimumSize().width(),
        )
        return QSize(least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn(event.size().width())

    def _turn(self, width: int) -> None:
        if self._switch is not None:
            self._title.setMinimumWidth(_SWITCH_AT if width >= _NARROW_PAGE - 2 * theme.px("page") else 0)
        title = max(self._title.natural_width(), self._title.minimumWidth())
        beside = self._switch.sizeHint().width() + theme.px("gap") if self._switch is not None else 0
        text = max(title + self._pill.sizeHint().width() + beside, 240)
        fits = text + theme.px("between") * 2 + self._button_row.sizeHint().width() <= width
        direction = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if direction != self._outer.direction():
            self._outer.setDirection(direction)
            side = Qt.AlignmentFlag.AlignVCenter if fits else Qt.AlignmentFlag(0)
            self._outer.setAlignment(self._buttons, side)
            self._outer.setSpacing(theme.px("between") if fits else theme.px("gap"))


class PageFrame(QScrollArea):
    """A page's ground: its margins shrink in narrow windows, and what does not fit scrolls. `canvas`: inside of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        # Always there, inside the margin, seen only when there is something to scroll: where a bar that comes and goes
        # changes how the texts break, Qt can turn it on and off without end.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setEnabled(False)
        self.verticalScrollBar().rangeChanged.connect(self._wake_bar)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.canvas = QWidget(self.viewport())
        self.canvas.setProperty("role", "canvas")
        self._column = QVBoxLayout(self.canvas)
        self._column.setSpacing(theme.px("between"))
        self.setWidget(self.canvas)
        self._set_margins(_NARROW_PAGE)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put `widget` below what is already there."""
        self._column.addWidget(widget, stretch)

    def add_stretch(self) -> None:
        """Keep what is above at the top."""
        self._column.addStretch(1)

    def to_top(self) -> None:
        """Scroll back to the beginning."""
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_margins(self.width())

    def _wake_bar(self, low: int, high: int) -> None:
        """A bar without anything to scroll sleeps; the theme paints nothing of it then."""
        self.verticalScrollBar().setEnabled(high > low)

    def _set_margins(self, width: int) -> None:
        side = theme.px("page" if width >= _NARROW_PAGE else "page_narrow")
        if self._column.contentsMargins().left() != side:
            bar = self.verticalScrollBar().sizeHint().width()
            self._column.setContentsMargins(side, side * 3 // 4, max(side - bar, 0), side * 3 // 4)


class SegmentedButtons(QWidget):
    """Buttons joined together, of which exactly one is chosen, such as Table / Board / Calendar."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for place, (key, text) in enumerate(choices):
            made = button(text, "segment", parent=self)
            made.setCheckable(True)
            ends = {0: "first", len(choices) - 1: "last"}
            theme.mark(made, place=ends.get(place, "middle"))
            made.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._group.addButton(made)
            self._buttons[key] = made
            row.addWidget(made)
        self._keep_room()
        theme.current().changed.connect(self._keep_room)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if choices:
            self.choose(choices[0][0])

    def _keep_room(self) -> None:
        """The chosen one is bold: each keeps the room for that, so that nothing is cut or moves."""
        bold = QFontMetrics(theme.font("body", bold=True))
        for made in self._buttons.values():
            made.setMinimumWidth(bold.horizontalAdvance(made.text()) + 32)

    def choose(self, key: str) -> None:
        """Mark `key` as the chosen one without telling anybody."""
        self._buttons[key].setChecked(True)

    def choice(self) -> str:
        """The chosen key."""
        return next((key for key, made in self._buttons.items() if made.isChecked()), "")
