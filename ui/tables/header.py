"""The table's header: quiet titles, sort arrows with order numbers, click to sort and Shift-click to sort further."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ui import theme
from ui.tables.delegate import SIDE
from ui.tables.model import TableModel

ARROW = 12


class TableHeader(QHeaderView):
    """Paints itself by the theme's tokens. `sort_asked` gives the column's place and whether it is added."""

    sort_asked = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._shift = False
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(40)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sectionClicked.connect(lambda section: self.sort_asked.emit(section, self._shift))
        theme.current().changed.connect(self.viewport().update)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mouseReleaseEvent(event)

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(size.width(), theme.px("row"))

    def title_width(self, section: int) -> int:
        """The width that shows the whole title with its arrow."""
        title = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        return theme.text_width(title, "small") + 2 * SIDE + ARROW + 6

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        return QSize(self.title_width(logicalIndex), theme.px("row"))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        if not rect.isValid() or not isinstance(model, TableModel):
            return
        painter.save()
        painter.fillRect(rect, theme.color("surface"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color("line"))
        font = theme.font("small")
        painter.setFont(font)
        metrics = QFontMetrics(font)
        place, descending = self._sorted_by(model, logicalIndex)
        mark = str(place + 1) if place >= 0 and len(model.order) > 1 else ""
        room = (ARROW + 2 + metrics.horizontalAdvance(mark) + 2) if place >= 0 else 0
        right = model.columns[logicalIndex].kind in ("int", "number", "minutes")
        inside = rect.adjusted(SIDE, 0, -SIDE, -1)
        title = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, max(inside.width() - room, 0))
        width = metrics.horizontalAdvance(shown)
        start = inside.right() - width - room + 1 if right else inside.x()
        painter.setPen(theme.color("text" if place >= 0 else "muted"))
        words = QRect(start, inside.y(), width + 1, inside.height())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        if place >= 0:
            picture = theme.pixmap(
                "arrow-down" if descending else "arrow-up", "muted", ARROW, painter.device().devicePixelRatio()
            )
            at = start + width + 3
            painter.drawPixmap(at, inside.y() + (inside.height() - ARROW) // 2, picture)
            painter.setPen(theme.color("muted"))
            number = QRect(at + ARROW + 1, inside.y(), room, inside.height())
            painter.drawText(number, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), mark)
        painter.restore()

    @staticmethod
    def _sorted_by(model: TableModel, section: int) -> tuple[int, bool]:
        """The column's place in the sort order and whether it descends; (-1, False) when it is not sorted by."""
        key = model.columns[section].key
        for place, (name, descending) in enumerate(model.order):
            if name == key:
                return place, descending
        return -1, False
