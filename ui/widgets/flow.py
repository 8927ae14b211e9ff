"""A layout that sets widgets in lines like words, so that nothing is cut off in a narrow window."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Left to right, top to bottom; each line as high as its highest widget, widgets in the line's middle."""

    def __init__(self, parent: QWidget | None = None, gap: int = 8, line_gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._known: dict[int, list[list[tuple[QLayoutItem, QSize]]]] = {}  # lines by width: Qt asks again and again
        self._gap = gap
        self._line_gap = line_gap
        self._right = False
        self.setContentsMargins(QMargins())

    def align_right(self) -> FlowLayout:
        """Set lines against the right edge."""
        self._right = True
        return self

    def invalidate(self) -> None:
        """Something in it changed."""
        self._known.clear()
        super().invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()  # Qt leaves this to the layout: without it the last one added may never be placed

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        taken = self._items.pop(index) if 0 <= index < len(self._items) else None
        self.invalidate()
        return taken

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        sides = self.contentsMargins()
        width = sum(hint.width() for hint in hints) + self._gap * max(len(hints) - 1, 0)
        height = max((hint.height() for hint in hints), default=0)
        return QSize(width + sides.left() + sides.right(), height + sides.top() + sides.bottom())

    def minimumSize(self) -> QSize:
        """As wide as the widest widget, as high as one line."""
        least = QSize()
        for item in self._items:
            if not item.isEmpty():
                least = least.expandedTo(item.minimumSize())
        sides = self.contentsMargins()
        return least + QSize(sides.left() + sides.right(), sides.top() + sides.bottom())

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        known = self._known.get(width)
        if known is None:
            known = self._known[width] = self._broken(width)
        return known

    def _broken(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = [[]]
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            size = QSize(min(hint.width(), max(width, item.minimumSize().width())), hint.height())
            if size.width() < hint.width() and item.hasHeightForWidth():
                size.setHeight(item.heightForWidth(size.width()))
            if lines[-1] and used + self._gap + size.width() > width:
                lines.append([])
                used = 0
            used += size.width() + (self._gap if lines[-1] else 0)
            lines[-1].append((item, size))
        return lines

    def _place(self, rect: QRect, move: bool) -> int:
        """Set the items into `rect` (or only measure); gives the height that is needed."""
        inside = rect.marginsRemoved(self.contentsMargins())
        top = inside.y()
        lines = self._lines(inside.width())
        for number, row in enumerate(lines):
            height = max((size.height() for _, size in row), default=0)
            used = sum(size.width() for _, size in row) + self._gap * max(len(row) - 1, 0)
            left = inside.x() + (inside.width() - used if self._right else 0)
            for item, size in row:
                if move:
                    item.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), size))
                left += size.width() + self._gap
            top += height + (self._line_gap if number < len(lines) - 1 else 0)
        return top - rect.y() + self.contentsMargins().bottom()
