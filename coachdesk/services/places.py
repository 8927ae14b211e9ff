"""Use cases about where people work: programs, sites, teams and roles."""

from __future__ import annotations

import sqlalchemy as sa

from coachdesk.errors import Problem, Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.records.people import Program, Role, Site, Team
from coachdesk.services.checks import clean
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change

Place = Program | Site | Team | Role
PLACES: dict[str, type[Program] | type[Site] | type[Team] | type[Role]] = {
    "program": Program,
    "site": Site,
    "team": Team,
    "role": Role,
}


def found_or_new(change: Change, family: str, name: str) -> int | None:
    """The id of the place with this name (whatever its case), made when there is none; None for an empty name."""
    name = clean(name)
    if not name:
        return None
    cls = PLACES[family]
    found = change.session.scalar(sa.select(cls.id).where(sa.func.lower(cls.name) == name.lower()))
    return found if found is not None else change.add(cls(name=name)).id


@use_case("place.add", QT_TRANSLATE_NOOP("Do", "Add a program, site, team or role"))
def add_place(change: Change, family: str, name: str, program_id: int | None = None) -> int:
    """Add a program, site, team or role (`family`). Gives its id; Refused when the name is empty or taken.

    program_id counts for teams.
    """
    _check(change, family, clean(name), None)
    change.label = translate("Do", "Add {name}").format(name=clean(name))
    place = PLACES[family](name=clean(name))
    if isinstance(place, Team):
        place.program_id = program_id
    return change.add(place).id


@use_case("place.edit", QT_TRANSLATE_NOOP("Do", "Change a program, site, team or role"))
def edit_place(
    change: Change, family: str, place_id: int, *, name: str, active: bool = True, program_id: int | None = None
) -> None:
    """Rename a place, or stop offering it (records that name it keep it). program_id counts for teams."""
    _check(change, family, clean(name), place_id)
    place = change.get(PLACES[family], place_id)
    place.name, place.active = clean(name), active
    if isinstance(place, Team):
        place.program_id = program_id
    change.label = translate("Do", "Change {name}").format(name=clean(name))


def _check(change: Change, family: str, name: str, own_id: int | None) -> None:
    cls = PLACES[family]
    text = ""
    if not name:
        text = translate("Places", "A name is needed.")
    else:
        other = change.session.scalar(sa.select(cls.id).where(sa.func.lower(cls.name) == name.lower()))
        if other is not None and other != own_id:
            text = translate("Places", "There is one of this name already.")
    if text:
        raise Refused(translate("Places", "It was not saved."), [Problem("name", text)])
