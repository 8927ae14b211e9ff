"""The staff forms: add and edit a person, move them from a day on, record their last day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk.i18n import translate
from coachdesk.queries.staff import StaffDetail
from coachdesk.services import staff
from ui.context import Context
from ui.forms import Field, FormDialog, FormSpec, Note, Part, Section
from ui.pages.staff import words
from ui.pages.staff.fields import person_fields, posting_fields, taken_apart
from ui.pages.staff.options import StaffOptions

Values = dict[str, Any]
Done = Callable[[Any], object]


def new_person(context: Context, options: StaffOptions, parent: QWidget | None, done: Done | None = None) -> FormDialog:
    """Add somebody, with where they begin to work."""
    spec = FormSpec(
        translate("Staff", "New staff member"),
        translate("Staff", "Add staff member"),
        (
            *(part for part in person_fields() if not _about_coaching(part)),
            Section(translate("Staff", "Where they work")),
            *posting_fields(options),
            *(part for part in person_fields() if _about_coaching(part)),
        ),
    )
    dialog = FormDialog(spec, context.drafts, "staff.new", context.today, None, parent)

    def arguments(found: Values) -> Values:
        values, posting = taken_apart(found)
        return {"values": values, "posting": posting}

    dialog.save_with(context.operations, staff.add_staff, arguments, done)
    return dialog


def edit_person(context: Context, person: StaffDetail, parent: QWidget | None) -> FormDialog:
    """Correct what is known of somebody; where they work is changed by moving them."""
    spec = FormSpec(
        translate("Staff", "Edit {name}").format(name=person.name),
        translate("Staff", "Save staff member"),
        person_fields(),
        translate("Staff", "Role, team, site and supervisor have history: change them with Move."),
    )
    dialog = FormDialog(spec, context.drafts, f"staff.edit.{person.id}", context.today, person.values, parent)

    def arguments(found: Values) -> Values:
        return {"staff_id": person.id, "values": taken_apart(found)[0]}

    dialog.save_with(context.operations, staff.edit_staff, arguments)
    return dialog


def move_person(context: Context, person: StaffDetail, options: StaffOptions, parent: QWidget | None) -> FormDialog:
    """Another role, team, site or supervisor from a day on."""
    now = person.posting
    spec = FormSpec(
        translate("Staff", "Move {name}").format(name=person.name),
        translate("Staff", "Move"),
        (
            Field(
                "from_on",
                translate("Staff", "From"),
                "date",
                required=True,
                default=context.today(),
                help=translate("Staff", "What was before stays in history. The day itself counts as new."),
            ),
            *posting_fields(options),
        ),
        translate("Staff", "Now: {posting}").format(
            posting=words.posting_line(now) or translate("Staff", "nothing set")
        ),
    )
    values = {
        "from_on": max(context.today(), now.starts_on),
        "role_id": now.role_id,
        "team_id": now.team_id,
        "site_id": now.site_id,
        "supervisor_id": now.supervisor_id,
    }
    dialog = FormDialog(spec, context.drafts, f"staff.move.{person.id}", context.today, values, parent)

    def arguments(found: Values) -> Values:
        from_on = found.pop("from_on")
        return {"staff_id": person.id, "from_on": from_on, "posting": found}

    dialog.save_with(context.operations, staff.move_staff, arguments)
    return dialog


def leave_person(context: Context, person: StaffDetail, parent: QWidget | None) -> FormDialog:
    """Somebody's last day of work. What still hangs on them is named, not refused."""
    parts: list[Part] = [
        Field(
            "left_on",
            translate("Staff", "Last day of work"),
            "date",
            required=True,
            default=person.values["left_on"] or context.today(),
            help=translate("Staff", "Their records and history stay."),
        )
    ]
    parts += [Note(text, "attention") for text in words.still_hanging(person)]
    spec = FormSpec(
        translate("Staff", "{name} leaves").format(name=person.name), translate("Staff", "Record last day"), parts
    )
    dialog = FormDialog(spec, context.drafts, f"staff.leave.{person.id}", context.today, None, parent)
    dialog.save_with(
        context.operations, staff.leave_staff, lambda found: {"staff_id": person.id, "left_on": found["left_on"]}
    )
    return dialog


def _about_coaching(part: Part) -> bool:
    if isinstance(part, Section):
        return True
    return isinstance(part, Field) and part.key in ("is_coach", "coach_skills", "coaching_minutes")
