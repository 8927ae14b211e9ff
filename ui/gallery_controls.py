"""Gallery scenes of the standard controls in all their states: resting, disabled, refused."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QGridLayout,
    QGroupBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QRadioButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.gallery_registry import Stage, scene
from ui.widgets import (
    Card,
    Columns,
    PageFrame,
    PageHeader,
    button,
    icon_button,
    label,
    stacked,
)


@scene("widgets-controls", kind="widgets")
def controls(_stage: Stage) -> QWidget:
    """Standard controls: resting, disabled, refused."""
    frame = PageFrame()
    frame.add(PageHeader("Controls"))
    frame.add(Columns([(stacked(_buttons(), _fields()), 3, 520), (stacked(_views()), 2, 360)]))
    frame.add_stretch()
    return frame


def _buttons() -> Card:
    card = Card("Buttons")
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    for at, role in enumerate(("", "primary", "danger", "quiet", "link")):
        text = role.capitalize() or "Plain"
        off = button(text, role)
        off.setEnabled(False)
        for row, made in enumerate((button(text, role), button(text, role, "plus"), off)):
            grid.addWidget(made, row, at)
    grid.addWidget(icon_button("settings", "Settings"), 0, 5)
    grid.setColumnStretch(6, 1)
    card.add(holder)
    return card


def _fields() -> Card:
    card = Card("Fields")
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(theme.px("gap"))
    plain, off, wrong, look = QLineEdit("Renee Okafor"), QLineEdit("cannot change"), QLineEdit("13/45"), QLineEdit()
    off.setEnabled(False)
    theme.mark(wrong, tone="late")
    theme.mark(look, tone="attention")
    look.setPlaceholderText("Reference code")
    combo, spin, day = QComboBox(), QSpinBox(), QDateEdit(QDate(2026, 11, 23))
    combo.addItems(["Documentation audit", "Near miss"])
    spin.setRange(0, 500)
    spin.setSuffix(" min")
    spin.setValue(45)
    day.setCalendarPopup(True)
    day.setDisplayFormat("MM/dd/yyyy")
    checked, open_box, some = QCheckBox("Live delivery"), QCheckBox("Consent obtained"), QCheckBox("Some of them")
    checked.setChecked(True)
    some.setTristate(True)
    some.setCheckState(Qt.CheckState.PartiallyChecked)
    one, other, gone = QRadioButton("Agrees"), QRadioButton("Disagrees"), QRadioButton("Not offered")
    one.setChecked(True)
    gone.setEnabled(False)
    text = QPlainTextEdit("Noticed reduced intake, called the nurse line within 40 minutes.")
    text.setFixedHeight(70)
    for place, widget in enumerate(
        (plain, off, combo, wrong, look, spin, day, checked, open_box, some, one, other, gone)
    ):
        grid.addWidget(widget, place // 3, place % 3)
    grid.addWidget(text, 5, 0, 1, 3)
    grid.addWidget(label("13/45 is not a day. Type a date such as 3/14, tomorrow or +2w.", "error"), 6, 0, 1, 3)
    card.add(holder)
    return card


def _views() -> QWidget:
    calendar = QCalendarWidget()
    calendar.setSelectedDate(QDate(2026, 11, 23))
    theme.dress_calendar(calendar)
    tabs = QTabWidget()
    names = QListWidget()
    names.addItems(["Dana Whitfield", "Thanh Nguyễn", "Kayla Brooks"])
    names.setCurrentRow(1)
    tabs.addTab(names, "People")
    tabs.addTab(QWidget(), "History")
    tabs.addTab(QWidget(), "Competence")
    tabs.setFixedHeight(170)
    box = QGroupBox("Programs")
    inside = QVBoxLayout(box)
    inside.addWidget(QCheckBox("Supportive housing"))
    inside.addWidget(QCheckBox("Outreach"))
    card = Card("Views")
    card.add(calendar)
    card.add(tabs)
    card.add(box)
    return card
