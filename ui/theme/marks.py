"""Says what a widget is by dynamic properties, so that the one style sheet can dress it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QWidget

from ui.theme.theme import color, px


def mark(widget: QWidget, **properties: str | bool) -> None:
    """Set dynamic properties (role="primary", tone="late", on=True) and restyle the widget if anything changed.

    A widget that was never dressed is left to Qt, which does it once before it is shown or measured.
    """
    changed = False
    for name, value in properties.items():
        text = str(value).lower() if isinstance(value, bool) else value
        if widget.property(name) != text:
            widget.setProperty(name, text)
            changed = True
    if changed and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()


def dress_calendar(calendar: QCalendarWidget) -> None:
    """Quiet a calendar: no week numbers, weekends in muted text, room for every week. Again when the theme changed."""
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setGridVisible(False)
    calendar.setMinimumSize(px("control") * 9, px("control") + 16 + px("body") * 15)  # six weeks and their head, whole
    quiet, header = QTextCharFormat(), QTextCharFormat()
    quiet.setForeground(color("muted"))
    header.setForeground(color("muted"))
    calendar.setHeaderTextFormat(header)
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, quiet)
