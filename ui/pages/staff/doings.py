"""Everything that can be done about a person, by key: what menus and buttons offer, and which form each opens."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from coachdesk.i18n import translate
from coachdesk.queries.staff import StaffDetail
from coachdesk.services import staff
from ui.context import Context, Place
from ui.pages.staff import forms
from ui.pages.staff.options import StaffOptions, with_person

EDIT, MOVE, LEAVE, BACK, ON_LEAVE, OFF_LEAVE = "edit", "move", "leave", "back", "on_leave", "off_leave"


def offered(status: str) -> list[tuple[str, str]]:
    """What can be done about somebody of this status beside editing, as (key, text)."""
    if status == "left":
        return [
            (BACK, translate("Staff", "Is back")),
            (LEAVE, translate("Staff", "Change last day…")),
            (MOVE, translate("Staff", "Move…")),
        ]
    leave = (OFF_LEAVE, translate("Staff", "Back from leave"))
    if status != "on_leave":
        leave = (ON_LEAVE, translate("Staff", "On leave"))
    return [(MOVE, translate("Staff", "Move…")), leave, (LEAVE, translate("Staff", "Leaves…"))]


class StaffDoings:
    """Does what is asked of a person by id; everything is read anew first, so it is never about an old picture."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        self.context = context
        self.owner = owner

    def do(self, key: str, staff_id: int) -> None:
        """Open the form behind `key`, or do it at once where nothing needs asking (undo takes it back)."""
        run = self.context.operations.run
        if key == BACK:
            run(self.owner, staff.return_staff, staff_id)
        elif key in (ON_LEAVE, OFF_LEAVE):
            run(self.owner, staff.edit_staff, staff_id, {"on_leave": key == ON_LEAVE})
        else:
            with_person(
                self.context, self.owner, staff_id, lambda person, options: self._form(key, person, options).open()
            )

    def open_entry(self, key: str) -> None:
        """A line was opened: "cycle:7", "staff:12"."""
        family, _, number = key.partition(":")
        if number:
            self.context.navigate(Place({"cycle": "cycles"}.get(family, family), int(number)))

    def _form(self, key: str, person: StaffDetail, options: StaffOptions) -> QDialog:
        if key == MOVE:
            return forms.move_person(self.context, person, options, self.owner)
        if key == LEAVE:
            return forms.leave_person(self.context, person, self.owner)
        return forms.edit_person(self.context, person, self.owner)
