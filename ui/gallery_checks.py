"""Finds what a person could not read: text wider or higher than its widget, widgets cut off or covered.

Used on every scene of the gallery; `find_cut_off(widget)` after the widget was shown and laid out.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QToolButton,
    QWidget,
)

from ui import theme
from ui.widgets import ElidedLabel, TextLabel

_SLACK = 2  # pixels of rounding
_OWN_BUSINESS = (QAbstractSpinBox, QComboBox, QLineEdit, QTabBar)  # what Qt arranges inside itself


def find_cut_off(root: QWidget) -> list[str]:
    """One line per widget that is cut off; empty when everything can be read."""
    found: list[str] = []
    for widget in [root, *_shown(root)]:
        found += [f"{_name(widget)}: {problem}" for problem in _problems(widget, root)]
    return found


def _shown(root: QWidget) -> Iterator[QWidget]:
    for child in root.findChildren(QWidget):
        if child.isVisibleTo(root) and not child.isWindow() and not _inside_own_business(child):
            yield child


def _inside_own_business(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, _OWN_BUSINESS) or above.inherits("QCalendarWidget"):
            return True
        above = above.parentWidget()
    return False


def _problems(widget: QWidget, root: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, (QPushButton, QToolButton, QCheckBox, QRadioButton)):
        yield from _button(widget)
    elif isinstance(widget, QLineEdit):
        text = widget.text() or widget.placeholderText()
        room = widget.width() - 20 - (26 if widget.actions() else 0) - widget.textMargins().right()
        if not widget.text() and widget.fontMetrics().horizontalAdvance(text) > room + _SLACK:
            yield f"placeholder {text!r} is wider than the field"
    elif isinstance(widget, QComboBox):
        need = widget.fontMetrics().horizontalAdvance(widget.currentText()) + 36
        if need > widget.width() + _SLACK and not widget.toolTip():
            yield f"choice {widget.currentText()!r} is wider than the box"
    if widget is not root:
        yield from _place(widget)


def _label(widget: QLabel) -> Iterator[str]:
    if isinstance(widget, ElidedLabel) or not widget.text() or theme.ELLIPSIS in widget.text()[-1:]:
        return
    room = widget.contentsRect()
    if widget.wordWrap():
        need = widget.heightForWidth(widget.width())
        if need > widget.height() + _SLACK:
            yield f"wrapped text needs {need} of {widget.height()} px: {_short(widget)}"
        if isinstance(widget, TextLabel) and widget.minimumSizeHint().width() > widget.width() + _SLACK:
            yield f"a word is wider than the label: {_short(widget)}"
    elif widget.sizeHint().width() > widget.width() + _SLACK or widget.sizeHint().height() > widget.height() + _SLACK:
        yield f"text needs {widget.sizeHint().toTuple()} of {room.size().toTuple()} px: {_short(widget)}"


def _button(widget: QAbstractButton) -> Iterator[str]:
    need = widget.sizeHint()
    if widget.text() and (need.width() > widget.width() + _SLACK or need.height() > widget.height() + _SLACK):
        yield f"button {widget.text()!r} needs {need.toTuple()} of {widget.size().toTuple()} px"


def _place(widget: QWidget) -> Iterator[str]:
    parent = widget.parentWidget()
    if parent is None or widget.size().isEmpty():
        return
    area = parent.parentWidget()
    if isinstance(area, QAbstractScrollArea) and parent is area.viewport():
        sideways = widget.width() - parent.width()
        meant = bool(area.property("sideways"))  # a board of lanes is walked through from side to side
        if isinstance(area, QScrollArea) and area.widget() is widget and sideways > _SLACK and not meant:
            yield f"page is {sideways} px wider than the window"
        return
    outside = _outside(widget.geometry(), parent.rect())
    if outside > _SLACK and not widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents):
        yield f"reaches {outside} px outside of {_name(parent)}"
    if isinstance(widget, (QLabel, QPushButton, QToolButton)):
        for other in parent.children():
            if (
                isinstance(other, (QLabel, QPushButton, QToolButton))
                and other is not widget
                and other.isVisibleTo(parent)
                and widget.geometry().adjusted(_SLACK, _SLACK, -_SLACK, -_SLACK).intersects(other.geometry())
                and (widget.pos() - other.pos()) != QPoint()
            ):
                yield f"covers {_name(other)}"


def _outside(inner: QRect, outer: QRect) -> int:
    return max(
        outer.left() - inner.left(),
        inner.right() - outer.right(),
        outer.top() - inner.top(),
        inner.bottom() - outer.bottom(),
    )


def _short(widget: QLabel) -> str:
    text = widget.text().replace("\n", " ")
    return repr(text if len(text) < 60 else text[:57] + theme.ELLIPSIS)


def _name(widget: QWidget) -> str:
    said = widget.objectName() or widget.accessibleName() or (widget.text() if isinstance(widget, QLabel) else "")
    return f"{type(widget).__name__}({said[:40]})"
