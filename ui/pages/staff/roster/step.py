"""The roster import as a step of the first start."""

from __future__ import annotations

from collections.abc import Callable

from coachdesk.i18n import translate
from ui.context import Context
from ui.pages.importing.importer import ImportView
from ui.pages.staff.roster.kind import RosterKind
from ui.shell.first_start.step import Step


class RosterStep(Step):
    """Next imports what is shown; once imported, or when nothing would change, it goes on."""

    wide = True

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.title = translate("Roster", "Your people")
        self.intro = translate(
            "Roster", "Bring your staff in from a list you have. Importing it again later updates instead of doubling."
        )
        self.importer = ImportView(context, RosterKind())
        self.importer.changed.connect(self.changed)
        self.column.addWidget(self.importer, 1)

    def next_text(self) -> str:
        """Import first, then on."""
        if self.importer.changes_something:
            return self.importer.accept_text()
        return translate("FirstStart", "Next")

    def can_skip(self) -> bool:
        """The roster can be imported any time."""
        return self.importer.state != "done"

    def prepare(self) -> None:
        """The keyboard where choosing begins."""
        self.importer.start_keyboard()

    def ready(self) -> bool:
        """Whether there is something to go on with; asks for the file, or for the decision, when not."""
        importer = self.importer
        if importer.state == "choose":
            importer.choose_file()
            return False
        if importer.changes_something and not importer.can_accept:
            importer.preview.leave_out.setFocus()
        if importer.state == "preview":
            return importer.can_accept or importer.nothing_to_do
        return importer.state == "done"

    def commit(self, done: Callable[[], None]) -> None:
        """Import, and stay to show what was done; the next press goes on."""
        if self.importer.can_accept:
            self.importer.accept()
        else:
            done()

    def is_dirty(self) -> bool:
        """A preview costs nothing to make again."""
        return False
