"""What else is worth knowing of a roster: new roles, teams and sites, people it does not list, how it was read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from coachdesk.importers.roster import RosterPlan
from ui import theme
from ui.widgets import label

MOST_NAMED = 60


def note_blocks(plan: RosterPlan) -> list[tuple[str, str]]:
    """Headings with what stands under them, the weightiest first."""
    found: list[tuple[str, str]] = []
    for title, names in (
        (translate("Roster", "Roles that would be added: {count}"), plan.new_roles),
        (translate("Roster", "Teams that would be added: {count}"), plan.new_teams),
        (translate("Roster", "Sites that would be added: {count}"), plan.new_sites),
    ):
        if names:
            found.append((title.format(count=len(names)), _listed(names)))
    if plan.not_in_file:
        title = translate("Roster", "In the desk but not in the file: {count}").format(count=len(plan.not_in_file))
        text = translate("Roster", "Nothing happens to them: {names}")
        found.append((title, text.format(names=_listed([who for _, who in plan.not_in_file]))))
    if plan.empty_rows:
        title = translate("Roster", "Empty rows skipped: {count}").format(count=plan.empty_rows)
        found.append((title, ""))
    if plan.notes:
        found.append((translate("Roster", "How the file was read"), "\n".join(plan.notes)))
    return found


def _listed(names: tuple[str, ...] | list[str]) -> str:
    shown = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return shown if more <= 0 else translate("Roster", "{names} and {count} more").format(names=shown, count=more)


class NotesView(QScrollArea):
    """The notes one below the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="panel")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(150)
        self.setAccessibleName(translate("Roster", "Notes"))
        self._told: list[str] = []

    def show_plan(self, plan: RosterPlan) -> int:
        """Show what there is to say; gives how many notes there are."""
        holder = QWidget()
        theme.mark(holder, role="canvas")
        column = QVBoxLayout(holder)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(4)
        blocks = note_blocks(plan)
        for place, (title, text) in enumerate(blocks):
            if place:
                column.addSpacing(10)
            column.addWidget(label(title, "strong"))
            if text:
                column.addWidget(label(text, selectable=True))
        if not blocks:
            column.addWidget(label(translate("Roster", "Nothing else to know."), "muted"))
        column.addStretch(1)
        self._told = [part for block in blocks for part in block if part]
        self.setWidget(holder)
        return len(blocks)

    def text(self) -> str:
        """Everything that is said."""
        return "\n".join(self._told)
