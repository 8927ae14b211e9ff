"""The smallest pieces: buttons, text that wraps or elides, pills, hairlines, a surface that can be pressed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QToolButton,
    QWidget,
)

from ui import theme

_ON_FILL = {"primary": "on_accent", "danger": "late", "link": "accent"}


def button(
    text: str, role: str = "", icon: str = "", slot: Callable[[], object] | None = None, parent: QWidget | None = None
) -> QPushButton:
    """A push button; `role` as in ui.theme, `icon` a name from resources/icons, `slot` called without arguments."""
    made = QPushButton(text, parent)
    theme.mark(made, role=role)
    if icon:
        made.setIcon(theme.icon(icon, _ON_FILL.get(role, "muted")))
        made.setIconSize(QSize(theme.px("icon") + 4, theme.px("icon")))  # and a little room before the text
    made.setAutoDefault(role == "primary")
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if slot is not None:
        made.clicked.connect(lambda _checked=False: slot())
    return made


def icon_button(
    icon: str, text: str, slot: Callable[[], object] | None = None, parent: QWidget | None = None
) -> QToolButton:
    """A flat button with only an icon; `text` is its tool tip and accessible name."""
    made = QToolButton(parent)
    made.setIcon(theme.icon(icon))
    made.setIconSize(QSize(theme.px("icon"), theme.px("icon")))
    made.setToolTip(text)
    made.setAccessibleName(text)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if slot is not None:
        made.clicked.connect(lambda _checked=False: slot())
    return made


class _Inside(QObject):
    """Keeps a button at the right end inside a line, whatever the line's size."""

    def __init__(self, line: QLineEdit, inner: QToolButton) -> None:
        super().__init__(line)
        self._line, self._inner = line, inner
        line.installEventFilter(self)
        inner.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inner:
            # What a button has no use for goes to its parent: letters meant for nobody would be typed into the line.
            return (
                isinstance(event, QKeyEvent)
                and event.key() != Qt.Key.Key_Space
                and event.text().isprintable()
                and bool(event.text())
            )
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.StyleChange):
            self._place()
        return False

    def _place(self) -> None:
        side = theme.px("icon") + 10
        self._line.setTextMargins(0, 0, side - 4, 0)
        self._inner.setGeometry(self._line.width() - side - 3, (self._line.height() - side) // 2, side, side)


def put_inside(line: QLineEdit, inner: QToolButton) -> None:
    """Show a flat button at the right end inside `line`, as a list to choose from has its arrow."""
    inner.setParent(line)
    inner.setCursor(Qt.CursorShape.ArrowCursor)
    _Inside(line, inner)


class TextLabel(QLabel):
    """Text that wraps, but asks for its natural width first (QLabel alone wraps at a guess). Plain unless told."""

    def __init__(self, text: str = "", parent: QWidget | None = None, rich: bool = False) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setText(text)

    def natural_width(self) -> int:
        """The width of the longest line when nothing wraps."""
        if self.textFormat() == Qt.TextFormat.RichText:
            document = QTextDocument()
            document.setDocumentMargin(0)
            document.setDefaultFont(self.font())
            document.setHtml(self.text())
            return int(document.idealWidth()) + 2
        metrics = QFontMetrics(self.font())
        return max((metrics.horizontalAdvance(part) for part in self._drawn().split("\n")), default=0) + 2

    def _drawn(self) -> str:
        """The text without the mark of its Alt letter."""
        return self.text() if self.buddy() is None else self.text().replace("&", "")

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        width = self.natural_width()
        return QSize(width, max(self.heightForWidth(width), self.fontMetrics().height()))

    def minimumSizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = QFontMetrics(self.font())
        words = self._drawn().split() if self.textFormat() == Qt.TextFormat.PlainText else []
        longest = max((metrics.horizontalAdvance(word) for word in words), default=40)
        return QSize(min(longest + 2, 220), metrics.height())


def label(
    text: str = "", role: str = "", tone: str = "", selectable: bool = False, parent: QWidget | None = None
) -> TextLabel:
    """Plain text that wraps. `role` and `tone` as in ui.theme."""
    made = TextLabel(text, parent)
    theme.mark(made, role=role, tone=tone)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def line(faint: bool = False, parent: QWidget | None = None) -> QFrame:
    """A horizontal hairline."""
    made = QFrame(parent)
    theme.mark(made, role="faint-line" if faint else "line")
    return made


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis when there is no room; the whole text is then its tool tip."""

    def __init__(self, text: str = "", parent: QWidget | None = None, role: str = "") -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.mark(self, role=role)
        self.set_whole_text(text)

    def whole_text(self) -> str:
        """The text before eliding."""
        return self._whole

    def set_whole_text(self, text: str) -> None:
        """Show `text`, elided as needed."""
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = QFontMetrics(self.font())
        sides = self.contentsMargins()
        extra = super().sizeHint().width() - metrics.horizontalAdvance(self.text())
        return QSize(
            metrics.horizontalAdvance(self._whole) + max(extra, sides.left() + sides.right()),
            super().sizeHint().height(),
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance("MM" + theme.ELLIPSIS), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._elide()

    def _elide(self) -> None:
        room = self.contentsRect().width()
        shown = QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class Pill(QLabel):
    """A short state in a tone, such as "2 missing"."""

    def __init__(self, text: str = "", tone: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setIndent(0)
        theme.mark(self, role="pill")
        self._empty = False
        self.set(text, tone)

    def set(self, text: str, tone: str = "plain") -> None:
        """Show `text` in `tone`; an empty text hides the pill."""
        self.setText(text)
        theme.mark(self, tone=tone)
        if self._empty != (not text):  # only then: shown before it has its place, it would be a window of its own
            self._empty = not text
            self.setVisible(bool(text))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class ClickSurface(QAbstractButton):
    """A card-like area that is pressed as a whole, by mouse, Enter or Space. Its children only show things."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role=role, clickable=True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def let_clicks_through(self) -> None:
        """Make all children transparent for the mouse; call once they are in place."""
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.end()


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout; its widgets are gone at once, though Qt deletes them a little later."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
