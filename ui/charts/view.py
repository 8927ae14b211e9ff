"""Draws a chart's description with QPainter; pointer and arrow keys tell about single points."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from coachdesk.rules.chart_layout import Box, Dot, Drawing, Line, Shape, Spot, Text, draw, good_height
from coachdesk.rules.charts import Chart
from ui import theme

_NEAR = 18  # pixels from a point at which the pointer means it


class ChartView(QWidget):
    """One chart. Its accessible name is the title, its description the same facts in words.

    `opened(key)` when a point or bar that has a key is clicked, or Enter is pressed on it.
    """

    opened = Signal(str)

    def __init__(self, chart: Chart | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart = chart
        self._drawing: Drawing | None = None
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setSizePolicy(policy)
        theme.current().changed.connect(self._again)
        self.set_chart(chart)

    def set_chart(self, chart: Chart | None) -> None:
        """Show this chart."""
        self._chart = chart
        self._at = -1
        self.setAccessibleName(chart.title if chart else "")
        self.setAccessibleDescription(chart.told if chart else "")
        self.updateGeometry()
        self._again()

    def drawing(self) -> Drawing | None:
        """The shapes at the present size."""
        if self._drawing is None and self._chart is not None:
            self._drawing = draw(self._chart, self.width(), self.height(), _measure, theme.px("small") - 1)
        return self._drawing

    def sizeHint(self) -> QSize:
        size = theme.px("small") - 1
        return QSize(size * 34, round(good_height(self._chart, size)) if self._chart else size * 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px("small") * 16, self.sizeHint().height() * 3 // 4)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self._tell_at(cast("QHelpEvent", event))
            return True
        if event.type() == QEvent.Type.Resize:
            self._again()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        drawing = self.drawing()
        count = len(drawing.spots) if drawing else 0
        places = {
            Qt.Key.Key_Right: self._at + 1,
            Qt.Key.Key_Down: self._at + 1,
            Qt.Key.Key_Left: max(self._at - 1, 0),
            Qt.Key.Key_Up: max(self._at - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
        }
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and drawing and 0 <= self._at < count:
            self._open(drawing.spots[self._at])
            return
        if key not in places or not count or drawing is None:
            super().keyPressEvent(event)
            return
        self._at = min(places[key], count - 1)
        spot = drawing.spots[self._at]
        QToolTip.showText(self.mapToGlobal(QPoint(round(spot.x) + 8, round(spot.y) + 8)), spot.text, self)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spot.text))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self._spot_at(event.position())
        opens = spot is not None and bool(spot.key)
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        spot = self._spot_at(event.position())
        if spot is not None and event.button() == Qt.MouseButton.LeftButton:
            self._open(spot)

    def _open(self, spot: Spot) -> None:
        if spot.key:
            QToolTip.hideText()
            self.opened.emit(spot.key)

    def _spot_at(self, at: QPointF) -> Spot | None:
        """The point near the pointer, else the bar in whose row, or the span over whose days it is."""
        drawing = self.drawing()
        spots = drawing.spots if drawing else ()
        points = [spot for spot in spots if spot.area is None]
        near = min(points, key=lambda spot: (spot.x - at.x()) ** 2 + (spot.y - at.y()) ** 2, default=None)
        if near is not None and abs(near.x - at.x()) + abs(near.y - at.y()) <= 2 * _NEAR:
            return near
        return next((spot for spot in spots if spot.area and _holds(spot.area, at)), None)

    def focusOutEvent(self, event: QEvent) -> None:
        self._at = -1
        QToolTip.hideText()
        self.update()

    def focusInEvent(self, event: QEvent) -> None:
        spots = drawing.spots if (drawing := self.drawing()) else ()
        points = [place for place, spot in enumerate(spots) if spot.area is None]
        self._at = points[-1] if points else 0 if spots else -1  # the newest point, or the longest bar
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        drawing = self.drawing()
        if drawing is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for shape in drawing.shapes:
            _paint(painter, shape)
        if 0 <= self._at < len(drawing.spots):
            spot = drawing.spots[self._at]
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if spot.area is None:
                painter.drawEllipse(QPointF(spot.x, spot.y), 8, 8)
            else:
                left, top, right, bottom = spot.area
                painter.drawRoundedRect(QRectF(left + 1, top + 1, right - left - 2, bottom - top - 2), 4, 4)
        elif self.hasFocus():
            theme.paint_ring(painter, self.rect())
        painter.end()

    def _again(self) -> None:
        self._drawing = None
        self.update()

    def _tell_at(self, event: QHelpEvent) -> None:
        near = self._spot_at(QPointF(event.pos()))
        if near is not None:
            QToolTip.showText(event.globalPos(), near.text, self, QRect(self.rect()))
        else:
            QToolTip.hideText()


def _holds(area: tuple[float, float, float, float], at: QPointF) -> bool:
    left, top, right, bottom = area
    return left <= at.x() <= right and top <= at.y() <= bottom


def _font(size: float, bold: bool) -> QFont:
    made = theme.font("small", bold=bold)
    made.setPixelSize(round(size))
    return made


def _measure(text: str, size: float, bold: bool) -> float:
    return QFontMetricsF(_font(size, bold)).horizontalAdvance(text)


def _paint(painter: QPainter, shape: Shape) -> None:
    if isinstance(shape, Line):
        pen = QPen(theme.color(shape.color), shape.width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if shape.dashes:
            pen.setDashPattern([float(dash) for dash in shape.dashes])
        painter.setPen(pen)
        painter.drawPolyline([QPointF(x, y) for x, y in _crisp(shape)])
    elif isinstance(shape, Box):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(shape.color))
        painter.drawRoundedRect(QRectF(shape.x, shape.y, shape.width, shape.height), shape.radius, shape.radius)
    elif isinstance(shape, Dot):
        painter.setPen(QPen(theme.color(shape.color), 2))
        painter.setBrush(theme.color(shape.fill))
        middle, size = QPointF(shape.x, shape.y), shape.radius
        corners = [QPointF(x, y) for x, y in shape.outline()]
        if shape.form == "cross":
            painter.drawLines([QLineF(*corners[:2]), QLineF(*corners[2:])])
        elif corners:
            painter.drawPolygon(QPolygonF(corners))
        else:
            painter.drawEllipse(middle, size, size)
    else:
        _write(painter, shape)


def _crisp(line: Line) -> list[tuple[float, float]]:
    """Upright and level hairlines sit on whole pixels."""
    if line.width > 1.5 or len(line.points) != 2:
        return list(line.points)
    return [(round(x - 0.5) + 0.5, round(y - 0.5) + 0.5) for x, y in line.points]


def _write(painter: QPainter, text: Text) -> None:
    font = _font(text.size, text.bold)
    painter.setFont(font)
    painter.setPen(theme.color(text.color))
    width = QFontMetricsF(font).horizontalAdvance(text.text)
    left = text.x - {"start": 0.0, "middle": width / 2, "end": width}[text.anchor]
    painter.drawText(QPointF(left, text.y), text.text)
