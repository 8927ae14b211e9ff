"""Icons from resources/icons, tinted by token when painted, so that they follow theme and screen by themselves."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources
from ui.theme.theme import current


@cache
def _drawing(name: str) -> str:
    """The icon's own text, read once: a page asks for dozens, many of them alike."""
    return resources.path(f"icons/{name}.svg").read_text("utf-8")


@lru_cache(maxsize=512)
def _drawn(name: str, color: str, width: int, height: int) -> QPixmap:
    """One icon in one color at a size in device pixels; in a wide one it stands at the left, with room after it."""
    svg = _drawing(name).replace("currentColor", color)
    made = QPixmap(width, height)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    side = min(width, height)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, (height - side) / 2, side, side))
    painter.end()
    return made


class _TintedEngine(QIconEngine):
    """Draws one icon in the color its token has at that moment."""

    def __init__(self, name: str, tint: str) -> None:
        super().__init__()
        self._name = name
        self._tint = tint

    def clone(self) -> QIconEngine:
        return _TintedEngine(self._name, self._tint)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        tint = "disabled" if mode == QIcon.Mode.Disabled else self._tint
        return _drawn(self._name, current().tokens.color(tint), size.width(), size.height())

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        made = QPixmap(self.pixmap(rect.size() * ratio, mode, state))
        made.setDevicePixelRatio(ratio)
        painter.drawPixmap(QPoint(rect.x(), rect.y()), made)


def icon(name: str, tint: str = "muted") -> QIcon:
    """The icon `name` (a file in resources/icons, without .svg) tinted by the color token `tint`.

    FileNotFoundError or KeyError at once when either does not exist.
    """
    _drawing(name)
    current().tokens.color(tint)
    return QIcon(_TintedEngine(name, tint))


def pixmap(name: str, tint: str, size: int, ratio: float) -> QPixmap:
    """The icon as a picture of `size` device-independent pixels for a screen of this pixel ratio."""
    made = QPixmap(_drawn(name, current().tokens.color(tint), round(size * ratio), round(size * ratio)))
    made.setDevicePixelRatio(ratio)
    return made
