"""The form fields of a person, made from the one catalogue of staff fields, and how each reads on the person's page.

A field added to the catalogue (coachdesk/importers/roster_fields.py) appears here by itself, in its order; only what is
special about a field is said below.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from coachdesk.i18n import translate
from coachdesk.importers import fields as catalogue
from coachdesk.importers.roster_fields import BY_KEY, FIELDS
from ui.forms import Beside, Field, Part, Section
from ui.forms.fields import Kind
from ui.pages.staff.options import StaffOptions
from ui.tables.cells import date_text, locale_now, minutes_text

KINDS: dict[str, Kind] = {"date": "date", "yes_no": "check", "minutes": "minutes"}  # any other kind is a text
OWN_DIALOG = frozenset({"left_on", "on_leave"})  # "Leaves" and "On leave" record these
COACHING = ("coach_skills", "coaching_minutes")
PAIRS = (("first_name", "last_name"), ("email", "phone"))
SHOWN_ELSEWHERE = frozenset({"first_name", "last_name", "is_coach", *OWN_DIALOG, *COACHING})


def person_fields() -> tuple[Part, ...]:
    """What is asked about a person, in the catalogue's order, pairs side by side, coaching last."""
    made = {field.key: _field(field) for field in FIELDS if field.attribute and field.key not in OWN_DIALOG}
    parts: list[Part] = []
    for key, field in made.items():
        pair = next((pair for pair in PAIRS if key in pair), None)
        if pair is None:
            parts.append(field)
        elif key == pair[0]:
            parts.append(Beside(tuple(made[one] for one in pair)))
        if key == "is_coach":
            parts.insert(len(parts) - 1, Section(translate("Staff", "Coaching")))
    return tuple(parts)


def _field(field: catalogue.Field) -> Field:
    special = _special().get(field.key, {})
    return Field(
        key=field.key,
        label=translate("Roster", field.label),
        kind=KINDS.get(field.kind, "text"),
        required=field.required and field.key != "first_name",  # people with a single name have a last name only
        maximum=field.longest if field.kind not in KINDS else None,
        **special,
    )


def _special() -> dict[str, dict[str, Any]]:
    return {
        "number": {
            "help": translate("Staff", "As in your payroll or HR program: the roster import finds people by it.")
        },
        "preferred_name": {"help": translate("Staff", "What people call them; lists and forms use it.")},
        "hired_on": {"lean": "past"},
        "coaching_minutes": {"when": _coaches, "help": translate("Staff", "Time set aside each week to coach others.")},
        "coach_skills": {"when": _coaches},
    }


def _coaches(values: Mapping[str, Any]) -> bool:
    return bool(values.get("is_coach"))


def posting_fields(options: StaffOptions) -> tuple[Part, ...]:
    """Where a person works and for whom; a role, team or site that is not listed is made on the spot."""
    return (
        Beside(
            (
                Field(
                    "role_id",
                    translate("Staff", "Role"),
                    "pick",
                    choices=options.roles,
                    new=translate("Staff", "Add the role “{name}”"),
                ),
                Field(
                    "team_id",
                    translate("Staff", "Team"),
                    "pick",
                    choices=options.teams,
                    new=translate("Staff", "Add the team “{name}”"),
                ),
            )
        ),
        Beside(
            (
                Field(
                    "site_id",
                    translate("Staff", "Site"),
                    "pick",
                    choices=options.sites,
                    new=translate("Staff", "Add the site “{name}”"),
                ),
                Field("supervisor_id", translate("Staff", "Supervisor"), "pick", choices=options.staff),
            )
        ),
    )


def taken_apart(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A form's values as what is known of the person and as posting. What a form does not show stays as it is."""
    person = {key: value for key, value in values.items() if key in BY_KEY}
    if _coaches(person):
        person["coaching_minutes"] = person["coaching_minutes"] or 0
    else:
        person = {key: value for key, value in person.items() if key not in COACHING}
    return person, {key: value for key, value in values.items() if key not in BY_KEY}


def facts(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the person's page lists: label and text of every field that says something and has no place of its own."""
    return [
        (translate("Roster", field.label), text)
        for field in FIELDS
        if field.attribute and field.key not in SHOWN_ELSEWHERE and (text := said(values[field.key]))
    ]


def said(value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return translate("Words", "Yes") if value else ""
    if isinstance(value, date):
        return date_text(value, locale_now())
    if isinstance(value, int):
        return minutes_text(value) if value else ""
    return str(value or "")
