"""Gallery scenes of the Settings page: every section, and the forms behind their buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from coachdesk.queries import lookups
from coachdesk.queries.agency import agency_detail
from ui.context import Context, Place
from ui.forms import Option
from ui.gallery_pages import shown, sure, window
from ui.gallery_registry import Stage, scene
from ui.pages.settings import agency, days, people, places
from ui.pages.settings.limits import LimitsSection
from ui.pages.settings.page import SettingsPage


def _page(part: str) -> Callable[[Stage], QWidget]:
    return lambda _stage: window("settings", Place("settings", extra={"part": part}))


for _part in ("limits", "days", "places", "people", "desk", "backups", "appearance"):
    scene(f"page-settings-{_part}")(_page(_part))


@scene("page-settings-limits-whole", height=3600)
def whole(_stage: Stage) -> QWidget:
    """Every limit, one of them half typed."""
    made = window("settings", Place("settings", extra={"part": "limits"}))
    section = sure(shown(made, SettingsPage).section("limits"), LimitsSection)
    section.rows["diagnose_days"].type_again("99")
    section.rows["coach_days"].type_again("7")
    return made


Make = Callable[[Context], QDialog]


def _staff(context: Context) -> tuple[Option, ...]:
    with context.desk.read() as conn:
        return tuple(Option(one.id, one.label, one.hint) for one in lookups.active_staff(conn, context.today()))


def _agency(context: Context) -> QDialog:
    with context.desk.read() as conn:
        return agency.agency_form(context, agency_detail(conn), None)


def _coordinator(context: Context) -> QDialog:
    with context.desk.read() as conn:
        detail = agency_detail(conn)
    return agency.coordinator_form(context, detail, _staff(context), None)


def _person(context: Context) -> QDialog:
    values = {"name": "Renee Okafor", "initials": "RO", "role": "supervisor", "staff_id": 2, "active": True}
    return people.person_form(context, _staff(context), None, people.Person(2, values, ()))


def _passphrase(context: Context) -> QDialog:
    from ui.shell.passphrase import PassphraseChange

    dialog = PassphraseChange(context)
    dialog.form.set_values({"new": "harbor lantern oak 7"})
    return dialog


def _team(context: Context) -> QDialog:
    with context.desk.read() as conn:
        programs = lookups.places(conn, "program")
    values = {"name": "North team", "active": True, "program_id": 1}
    return places.place_form(context, "team", programs, None, 1, values)


_FORMS: dict[str, Make] = {
    "agency": _agency,
    "coordinator": _coordinator,
    "day": lambda context: days.day_form(context, None),
    "person": _person,
    "person-new": lambda context: people.person_form(context, _staff(context), None),
    "team": _team,
    "passphrase": _passphrase,
}


def _dialog(make: Make) -> Callable[[Stage], QWidget]:
    return lambda stage: make(stage.context)


for _name, _make in _FORMS.items():
    scene(f"settings-{_name}", kind="dialog")(_dialog(_make))
