"""Small things painted by hand, for delegates and painted widgets: the pill and the focus ring."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from ui.theme.theme import color, font, text_width, tone

ELLIPSIS = "…"
_SIDE = 9  # room left and right of a pill's text
_ABOVE = 2


def pill_height() -> int:
    """The height of a painted pill."""
    return QFontMetrics(font("small")).height() + _ABOVE


def pill_width(text: str) -> int:
    """The width a pill needs for `text`."""
    return text_width(text, "small") + 2 * _SIDE


def paint_pill(painter: QPainter, rect: QRect, text: str, tone_name: str, selected: bool = False) -> QRect:
    """Paint a pill at the left of `rect`, in its vertical middle, elided to its width; gives where it went.

    On a selected row the soft ground of a tone can equal the row's own: a hairline keeps the shape visible.
    """
    front, back = tone(tone_name)
    height = min(pill_height(), rect.height())
    width = min(pill_width(text), rect.width())
    place = QRect(rect.x(), rect.y() + (rect.height() - height) // 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(front, 1) if selected else Qt.PenStyle.NoPen)
    painter.setBrush(back)
    shape = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5) if selected else QRectF(place)
    painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)
    painter.setPen(front)
    painter.setFont(font("small"))
    inside = place.adjusted(_SIDE, 0, -_SIDE, 0)
    shown = text  # on a picture the painter measures a little wider than the screen did: a whole text stays whole
    if width < pill_width(text):
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(inside.width(), 0))
    painter.drawText(
        inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextDontClip, shown
    )
    painter.restore()
    return place


def paint_ring(painter: QPainter, rect: QRect, radius: int = 6) -> None:
    """Paint the focus ring just inside `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color("focus"), 2))
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()
