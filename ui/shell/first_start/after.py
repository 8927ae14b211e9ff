"""The steps once the desk is there: starter standards, the accountable coordinator. The roster is a page's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from ui.context import Context
from ui.forms import Field, Form, Option
from ui.shell.first_start.before import FormStep
from ui.shell.first_start.step import Step
from ui.widgets import label


class StandardsStep(Step):
    """Choose from the starter library; the chosen ones become drafts to read, fit and publish."""

    wide = True

    def __init__(self, context: Context) -> None:
        super().__init__()
        from coachdesk.services.library import starter_standards
        from ui.pages.standards.starters import StarterChooser

        self._context = context
        self.title = translate("FirstStart", "Practice standards")
        self.intro = translate(
            "FirstStart",
            "Start from standards that are already written in observable words. They come in as drafts: read them, "
            "make them yours, then publish.",
        )
        self.chooser = StarterChooser(starter_standards(), ticked=True)
        self.chooser.changed.connect(self.changed)
        self.column.addWidget(self.chooser, 1)

    def chosen(self) -> list[str]:
        """The codes that are ticked."""
        return self.chooser.chosen()

    def next_text(self) -> str:
        """How many are added."""
        count = len(self.chosen())
        if not count:
            return translate("FirstStart", "Next")
        return translate("FirstStart", "Add {count} drafts").format(count=count)

    def can_skip(self) -> bool:
        """Standards can be added any time."""
        return True

    def prepare(self) -> None:
        """The keyboard on the first."""
        self.chooser.setFocus()

    def commit(self, done: Callable[[], None]) -> None:
        """Add the chosen ones as drafts."""
        from coachdesk.services.library import import_starters

        codes = self.chosen()
        if not codes:
            done()
            return
        self._context.operations.run(self, import_starters, codes, done=lambda _changes: done())


class CoordinatorStep(FormStep):
    """Name the accountable person from the roster (R11)."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._staff: Sequence[Option] = ()
        self.title = translate("FirstStart", "The accountable coordinator")
        self.intro = translate(
            "FirstStart",
            "One named person answers for coaching in this agency. Reviewers ask for the name first.",
        )
        self.nobody = label(
            translate(
                "FirstStart",
                "There is no staff in the desk yet. Name the person later under Settings, once the roster is in.",
            ),
            role="muted",
        )
        self.nobody.hide()
        self.column.addWidget(self.nobody)
        self.take_form(
            Form(
                (
                    Field(
                        "staff",
                        translate("FirstStart", "Coordinator"),
                        "pick",
                        choices=lambda: self._staff,
                        placeholder=translate("FirstStart", "Type a name"),
                    ),
                ),
                today=context.today,
            )
        )

    def next_text(self) -> str:
        """The last step."""
        return translate("FirstStart", "Open the desk")

    def prepare(self) -> None:
        """Read who works here."""
        from coachdesk.queries.lookups import active_staff

        self._context.operations.read(active_staff, self._context.today(), done=self._take, owner=self)

    def commit(self, done: Callable[[], None]) -> None:
        """Name the chosen person; nobody chosen leaves it open."""
        from coachdesk.services.agency import name_coordinator

        staff_id = self.form.values()["staff"]
        if staff_id is None:
            done()
            return

        def named(_changes: Changes[Any]) -> None:
            done()

        self._context.operations.run(self, name_coordinator, staff_id, done=named)

    def _take(self, staff: Sequence[Any]) -> None:
        self._staff = [Option(one.id, one.label, one.hint) for one in staff]
        self.nobody.setVisible(not staff)
        self.form.setVisible(bool(staff))
        if staff:
            self.form.first_control().setFocus()
