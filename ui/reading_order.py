"""The order in which Tab goes through a page: as it is read, whatever order its parts were made in.

Cards that are filled again make new buttons, and Qt hangs those behind all others. A page that calls `put_in_order`
in its `focusNextPrevChild` is walked from top to bottom, column by column, as its layouts have it.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QLayoutItem, QScrollArea, QWidget


def reading_order(widget: QWidget) -> Iterator[QWidget]:
    """What Tab should go through inside of `widget`, itself included."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.focusProxy() is None:
        yield widget
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    if inside is not None:
        yield from reading_order(inside)
        return
    layout = widget.layout()
    if layout is not None:
        yield from _of_layout(layout)


def _of_layout(layout: QLayout) -> Iterator[QWidget]:
    for item in _items(layout):
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            yield from _of_layout(inner)
        elif widget is not None and not widget.isHidden():
            yield from reading_order(widget)


def _items(layout: QLayout) -> list[QLayoutItem]:
    places = [(place, item) for place in range(layout.count()) if (item := layout.itemAt(place)) is not None]
    if isinstance(layout, QGridLayout):  # row by row, whatever was put in first
        places.sort(key=lambda one: layout.getItemPosition(one[0])[:2])  # type: ignore[index]  # a tuple of four numbers
    return [item for _, item in places]


def put_in_order(page: QWidget) -> None:
    """Let Tab follow the order of reading from here on."""
    before: QWidget | None = None
    for one in reading_order(page):
        if before is not None:
            QWidget.setTabOrder(before, one)
        before = one
