"""Makes the sample agency: 40 staff in 3 teams, thirteen months of standards, signals, audits and coaching.

Everything is recorded by the services people use, on the day it happened, by whoever would have recorded it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from coachdesk.changes import Actor
from coachdesk.queries.standards import version_detail
from coachdesk.records.people import Program, Role, Site, Team
from coachdesk.records.standards import StandardVersion
from coachdesk.sample import audits, competence, corrective, names, planned, signs
from coachdesk.sample.stage import Cast, Moments, Steps, play
from coachdesk.sample.stories_closed import CLOSED
from coachdesk.sample.stories_early import EARLY
from coachdesk.sample.stories_open import OPEN
from coachdesk.sample.story import tell
from coachdesk.services import agency, library, places, sessions, staff, standards
from coachdesk.services.standard_parts import CRITERION_FIELDS, PROMPT_FIELDS, VERSION_FIELDS
from coachdesk.store.desk import AgencyData, Clock, Desk, ProfileData, local_now
from coachdesk.store.filling import filled_desk

BEGIN = 287
"""Working days ago the agency began with CoachDesk: more than a year of months before today."""
NEWER_NOTES, NEXT_HANDOVER, LIBRARY = 160, 7, 26
"""Working days ago: a second version was published, another was begun, a starter standard was added."""

REQUIRED: dict[str, dict[str, int]] = {
    # standard: months by role
    "DS-01": {names.ROLES[0]: 12, names.ROLES[1]: 12, names.ROLES[2]: 12},
    "HD-01": {names.ROLES[0]: 12, names.ROLES[1]: 12, names.ROLES[2]: 12},
    "SH-01": {names.ROLES[0]: 12, names.ROLES[1]: 12},
    "WC-01": {names.ROLES[0]: 12, names.ROLES[1]: 12},
    "RP-01": {names.ROLES[1]: 24, names.ROLES[2]: 12},
    "MB-01": {names.ROLES[2]: 6},
    "IR-01": {names.ROLES[1]: 12, names.ROLES[2]: 12},
}


def make(
    path: Path,
    passphrase: str | None = None,
    *,
    seed: int = 2026,
    now: Clock = local_now,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write the sample agency into a new desk at `path`. The same seed and moment give the same records."""
    clock = Moments(now())
    clock.moment = clock.at(BEGIN, 8)
    who, first = AgencyData(names.AGENCY, names.STATE), ProfileData(names.COORDINATOR_NAME, "AP")
    with filled_desk(path, passphrase, who, first, clock=clock) as desk:
        cast = Cast()
        cast.actors[names.COORDINATOR_NAME] = Actor(1, names.COORDINATOR_NAME, "coordinator")
        _begin(desk, clock, cast, random.Random(seed))  # noqa: S311 - a story, not a secret

        def dice(name: str) -> random.Random:
            return random.Random(f"{seed} {name}")  # noqa: S311 - as above

        told = [tell(desk, clock, cast, story) for story in (*EARLY, *CLOSED, *OPEN)]
        told += [
            _people_come_and_go(desk, clock, cast),
            _standards_change(desk, clock, cast),
            _outside_of_cycles(desk, clock, cast),
            audits.tell_notes(desk, clock, cast, dice("notes")),
            audits.tell_checks(desk, clock, cast, dice("checks")),
            audits.tell_recent_checks(desk, clock, cast),
            audits.tell_audits(desk, clock, cast),
            competence.tell_year(desk, clock, cast, dice("competence")),
            competence.tell_newcomers(desk, clock, cast),
            competence.tell_late(desk, clock, cast),
            competence.tell_mistake(desk, clock, cast),
            competence.tell_offers(desk, clock, cast),
            signs.tell_signs(desk, clock, cast),
            *(action(desk, clock, cast) for action in corrective.TOLD),
        ]
        for done, _ in enumerate(play(clock, told), start=1):
            if progress is not None:
                progress(done, len(told))


# The first days -------------------------------------------------------------------------------------------------------


def _begin(desk: Desk, clock: Moments, cast: Cast, dice: random.Random) -> None:
    """Places, people, those who use the desk, and the first standards."""
    anna = cast.actor("")
    for family, wanted in (("program", sorted({program for _, program in names.TEAMS})), ("site", names.SITES)):
        for name in wanted:
            places.add_place(desk, anna, family, name)
    for name in names.ROLES:
        places.add_place(desk, anna, "role", name)
    cast.roles.update(_ids(desk, Role))
    cast.sites.update(_ids(desk, Site))
    programs = _ids(desk, Program)
    for team, program in names.TEAMS:
        cast.teams[team] = places.add_place(desk, anna, "team", team).result
        places.edit_place(desk, anna, "team", cast.teams[team], name=team, program_id=programs[program])
    _hire(desk, cast, names.COORDINATOR, "", "Supervisor", clock.day(BEGIN) - timedelta(days=2900))
    for (first, last, called), team in zip(names.COACHES, names.COACHED_TEAMS, strict=True):
        days = 900 + dice.randrange(2000)
        _hire(desk, cast, (first, last, called), team, "Supervisor", clock.day(BEGIN) - timedelta(days=days))
    for team, people in names.TEAMS_OF.items():
        for one in people:
            days = 40 + dice.randrange(2800)
            _hire(desk, cast, one, team, _role(one, team), clock.day(BEGIN) - timedelta(days=days))
    for first, last, _ in names.COACHES:
        name = f"{first} {last}"
        profile = agency.add_profile(desk, anna, name=name, role="supervisor", staff_id=cast.staff[name]).result
        cast.actors[name] = Actor(profile, name, "supervisor")
    agency.name_coordinator(desk, anna, cast.staff[names.COORDINATOR_NAME])
    agency.add_holiday(desk, anna, day=clock.ahead(22).date(), name="Agency closed")
    for version_id in library.import_starters(desk, anna, sorted(REQUIRED)).result:
        standards.publish(desk, anna, version_id)
    cast.learn_standards(desk)
    for code, months in REQUIRED.items():
        by_role = {cast.roles[role]: count for role, count in months.items()}
        standards.require_of_roles(desk, anna, cast.standards[code], by_role)
    planned.own_template(desk, anna, cast.standards["DS-01"])


def _role(name: names.Name, team: str) -> str:
    if f"{name[0]} {name[1]}" in names.LEADS:
        return names.ROLES[1]
    return names.ROLES[2 if team == "Elm House" else 0]


def _hire(desk: Desk, cast: Cast, name: names.Name, team: str, role: str, hired_on: date) -> None:
    """Add somebody to the roster, under the coach of their team."""
    first, last, called = name
    coach = f"{first} {last}" in {f"{one[0]} {one[1]}" for one in names.COACHES}
    values = {
        "number": str(1001 + len(set(cast.staff.values()))),
        "first_name": first,
        "last_name": last,
        "preferred_name": called,
        "email": f"{first[0]}{last.split()[0]}@harbor.example".lower(),
        "hired_on": hired_on,
        "is_coach": coach,
        "coaching_minutes": 250 if coach else 0,
        "coach_skills": "Observation, feedback, role-play" if coach else "",
    }
    posting = {"role_id": cast.roles[role], **_place(cast, team)}
    if coach:
        posting["supervisor_id"] = cast.staff[names.COORDINATOR_NAME]
    found = staff.add_staff(desk, cast.actor(""), values, posting).result
    cast.staff[f"{first} {last}"] = found
    if called:
        cast.staff[f"{called} {last}"] = found


def _place(cast: Cast, team: str) -> dict[str, int | None]:
    """Where somebody of a team works, and under whom; the office for those of none."""
    leads = {"North team": "Renee Okafor", "West team": "Luis Marín", "Elm House": "Soo-jin Kim"}
    site = names.SITES[[one for one, _ in names.TEAMS].index(team)] if team else names.SITES[0]
    return {
        "team_id": cast.teams.get(team),
        "site_id": cast.sites[site],
        "supervisor_id": cast.staff.get(leads.get(team, "")),
    }


def _ids(desk: Desk, cls: type[Program | Site | Role | Team]) -> dict[str, int]:
    with desk.read() as conn:
        return _pairs(conn.execute(sa.select(cls.name, cls.id)))


def _pairs(found: Iterable[Any]) -> dict[str, int]:
    return {row[0]: row[1] for row in found}


# Through the year -----------------------------------------------------------------------------------------------------


def _people_come_and_go(desk: Desk, clock: Moments, cast: Cast) -> Steps:
    """Newcomers, a move between teams, a leave, somebody who left: each recorded on its day."""
    anna = cast.actor("")
    days: list[tuple[int, str, str]] = [(back, "come", name) for name, _, back in names.NEWCOMERS]
    days += [(names.MOVED[2], "move", names.MOVED[0])]
    days += [(back, "leave", name) for name, back in names.LEFT]
    days += [(back, "on leave", name) for name, back in names.ON_LEAVE]
    teams = {name: team for name, team, _ in names.NEWCOMERS}
    for back, what, name in sorted(days, key=lambda one: -one[0]):
        day = (yield clock.at(back, 8, 30)).date()
        if what == "come":
            first, last = name.split(" ")
            _hire(desk, cast, (first, last, ""), teams[name], _role((first, last, ""), teams[name]), day)
        elif what == "move":
            staff.move_staff(desk, anna, cast.staff[name], day, _place(cast, names.MOVED[1]))
        elif what == "leave":
            staff.leave_staff(desk, anna, cast.staff[name], day)
        else:
            staff.edit_staff(desk, anna, cast.staff[name], {"on_leave": True})


def _standards_change(desk: Desk, clock: Moments, cast: Cast) -> Steps:
    """A second version is published, a starter standard waits as a draft, another version is being written."""
    anna = cast.actor("")
    yield clock.at(NEWER_NOTES, 11)
    draft = _revise(
        desk,
        anna,
        cast.standards["DS-01"],
        {
            "1": {
                "text": "Completes the note before the end of the shift, within 24 hours at the latest",
                "ideal": "Before leaving, read to the participant where they wish",
                "developmental": "Within 48 hours, marked late, with the reason",
            },
            "3": {"acceptable": "What they said or did, in a sentence"},
        },
    )
    yield clock.at(NEWER_NOTES - 1, 10)
    standards.publish(desk, anna, draft)
    cast.learn_standards(desk)
    yield clock.at(LIBRARY, 11)
    library.import_starters(desk, anna, ["CA-01"])
    yield clock.at(NEXT_HANDOVER, 16)
    _revise(
        desk,
        anna,
        cast.standards["SH-01"],
        {
            "1": {
                "text": "Hands over in writing: next visit time, who takes it, risks, required tasks, and who confirmed"
            }
        },
    )


def _revise(desk: Desk, actor: Actor, standard_id: int, changed: dict[str, dict[str, str]]) -> int:
    """Begin the next version of a standard with some criteria worded anew; gives the draft's id."""
    draft = standards.new_draft(desk, actor, standard_id).result
    with desk.read() as conn:
        before = version_detail(conn, draft)
        title, area = conn.execute(
            sa.select(StandardVersion.title, StandardVersion.area).where(StandardVersion.id == draft)
        ).one()
    if before is None:
        raise LookupError(draft)
    criteria = [
        {name: getattr(one, name) for name in CRITERION_FIELDS} | changed.get(one.code, {}) for one in before.criteria
    ]
    prompts = [{name: getattr(one, name) for name in PROMPT_FIELDS} for one in before.prompts]
    texts = {name: getattr(before, name) for name in VERSION_FIELDS if name != "effective_on"}
    standards.edit_draft(
        desk, actor, draft, code=before.code, title=title, area=area, version=texts, criteria=criteria, prompts=prompts
    )
    return draft


def _outside_of_cycles(desk: Desk, clock: Moments, cast: Cast) -> Steps:
    """The first weeks of a newcomer: gone along with, and to be gone along with again."""
    renee = cast.actor("Renee Okafor")
    values = {"coach_id": cast.staff["Renee Okafor"], "kind": "shadowing", "minutes": 60}
    starts: datetime = yield clock.at(30, 13)
    yield clock.at(30, 15)
    held = {
        "starts_at": starts,
        "strategies": ["observing", "performance_feedback"],
        "data_sources": ["direct_observation"],
        "seen": "First round on the own route: asked before each step, wrote the notes at the table.",
        "feedback_at": clock(),
    }
    newcomer = cast.staff["Kevin Tran"]
    session_id = sessions.record_session(desk, renee, None, [newcomer], values | held).result
    sessions.acknowledge(desk, renee, session_id, newcomer, "agrees")
    yield clock.at(2, 11)
    sessions.plan_session(desk, renee, None, [newcomer], values | {"starts_at": clock.ahead(2, 13)})
