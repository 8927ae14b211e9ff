"""The last sight of the roster import: what was done, what was left out, where to go on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from coachdesk.importers.roster import RosterPlan
from coachdesk.services.roster import RosterResult
from ui import theme
from ui.widgets import FlowLayout, KeyValues, button, label


class Finished(QWidget):
    """`again` to import another file, `save_bad` for the rows left out."""

    again = Signal()
    save_bad = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = QFrame()
        theme.mark(card, role="card")
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 22, 24, 22)
        column.setSpacing(theme.px("gap"))
        self.title = label("", "title")
        self.text = label("", "muted")
        self.counts = KeyValues()
        buttons = QWidget()
        row = FlowLayout(buttons)
        self.save_button = button(translate("Roster", "Save the rows left out as…"), "", "download", self.save_bad.emit)
        self.again_button = button(translate("Roster", "Import another file…"), "", "upload", self.again.emit)
        self.saved = label("", "small", "ok")
        for beside in (self.save_button, self.again_button, self.saved):
            row.addWidget(beside)
        for one in (self.title, self.text, self.counts):
            column.addWidget(one)
        column.addSpacing(6)
        column.addWidget(buttons)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        outer.addStretch(1)

    def show_result(self, result: RosterResult, plan: RosterPlan) -> None:
        """Say what was done."""
        people = result.new + result.updated
        text = (
            translate("Roster", "1 person imported") if people == 1 else translate("Roster", "{count} people imported")
        )
        self.title.setText(text.format(count=people))
        self.text.setText(
            translate("Roster", "From {file}. One undo takes the whole import back.").format(file=plan.source)
        )
        rows: list[tuple[str, str | QWidget]] = [
            (translate("Roster", "New"), str(result.new)),
            (translate("Roster", "Changed"), str(result.updated)),
            (translate("Roster", "The same"), str(result.same)),
        ]
        if result.left_out:
            rows.append((translate("Roster", "Left out"), str(result.left_out)))
        for title, names in (
            (translate("Roster", "New roles"), plan.new_roles),
            (translate("Roster", "New teams"), plan.new_teams),
            (translate("Roster", "New sites"), plan.new_sites),
        ):
            if names:
                rows.append((title, str(len(names))))
        self.counts.set_rows(rows)
        self.save_button.setVisible(bool(result.left_out))
        self.say_saved("")

    def say_saved(self, told: str) -> None:
        """Say beside the button that the rows left out were saved; "" takes it away."""
        self.saved.setText(told)
        self.saved.setVisible(bool(told))
