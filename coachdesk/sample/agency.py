"""Makes the sample agency: 40 staff in 3 teams, published standards, signals, and cycles in every phase."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from coachdesk.changes import Actor
from coachdesk.records.people import Program, Role, Site, Team
from coachdesk.records.standards import Criterion, Standard, StandardVersion
from coachdesk.sample import corrective, names, planned
from coachdesk.sample.audits import tell_audits
from coachdesk.sample.competence import tell_competence
from coachdesk.sample.story import Cast, Moments, Steps, Story, play, tell
from coachdesk.services import agency, library, places, signals, staff, standards
from coachdesk.store.desk import AgencyData, Clock, Desk, ProfileData, local_now
from coachdesk.store.filling import filled_desk

STORIES = (
    Story(
        "HD-01", "Renee Okafor", "Luis Marín", ("Jorge Ortiz", "Patricia Hale"), "North team", 84, "closed",
        kind="duration",
    ),
    Story(
        "SH-01", "Luis Marín", "Soo-jin Kim", ("Deshawn Carter", "Rosa Gutiérrez", "Tyler Jensen"), "West team", 63,
        "closed", achieved=False, kind="rate", recurs=True,
    ),
    Story(
        "RP-01", "Soo-jin Kim", "Renee Okafor", ("Grace Adeyemi", "Hannah Schwartz"), "Elm House", 45, "closed",
        before=5, targets=("1", "2", "4"), seen_twice=True,
    ),
    Story(
        "SH-01", "Luis Marín", "Marcus Reed", ("Priya Raman", "Ebony Washington", "Stefan Müller"), "West team", 16,
        "validate", missing_validation=frozenset({"Stefan Müller"}),
    ),
    Story(
        "HD-01", "Renee Okafor", "Luis Marín", ("Dana Whitfield", "Thanh Nguyễn", "Kayla Brooks"), "North team", 9,
        "coach",
    ),
    Story(
        "RP-01", "Soo-jin Kim", "Renee Okafor", ("Darnell Price", "Linh Trần"), "Elm House", 2, "diagnose",
        targets=("2", "3"),
    ),
    Story(
        "DS-01", "Marcus Reed", "Luis Marín", ("Carlos Peña",), "West team", 12, "diagnose",
        targets=("1", "3"), paused="The documentation policy is under review until the end of the month.",
    ),
)  # fmt: skip


def make(
    path: Path,
    passphrase: str | None = None,
    *,
    seed: int = 2026,
    now: Clock = local_now,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write the sample agency into a new desk at `path`. The same seed and moment give the same records."""
    dice = random.Random(seed)  # noqa: S311 - a story, not a secret
    clock = Moments(now())
    clock.moment = clock.at(120, 8)
    first = " ".join(names.COORDINATOR[:2])
    with filled_desk(
        path, passphrase, AgencyData(names.AGENCY, names.STATE), ProfileData(first, "AP"), clock=clock
    ) as desk:
        anna = Actor(1, first, "coordinator")
        ids = _people(desk, anna, clock, dice)
        renee = agency.add_profile(
            desk, anna, name="Renee Okafor", role="supervisor", staff_id=ids["Renee Okafor"]
        ).result
        agency.add_profile(desk, anna, name="Luis Marín", role="supervisor", staff_id=ids["Luis Marín"])
        agency.name_coordinator(desk, anna, ids[first])
        agency.add_holiday(desk, anna, day=(clock.now + timedelta(days=33)).date(), name="Agency closed")
        _standards(desk, anna)
        planned.own_template(desk, anna)
        cast = _cast(desk, ids)
        coach = Actor(renee, "Renee Okafor", "supervisor")
        told = [
            tell(desk, clock, coach, cast, story, random.Random(f"{seed} {place}"))  # noqa: S311 - as above
            for place, story in enumerate(STORIES)
        ]
        told.append(tell_audits(desk, clock, coach, cast))
        told.append(tell_competence(desk, clock, coach, cast, random.Random(f"{seed} competence")))  # noqa: S311 - as above
        told.append(_loose_signals(desk, coach, clock, cast, dice))
        told += [make(desk, clock, coach, cast) for make in (corrective.handover_sheet, corrective.note_template)]
        for done, _ in enumerate(play(clock, told), start=1):
            if progress is not None:
                progress(done, len(told))


def _people(desk: Desk, actor: Actor, clock: Moments, dice: random.Random) -> dict[str, int]:
    """Everybody, with places, supervisors and histories; gives staff ids by name."""
    for family, wanted in (("program", sorted({program for _, program in names.TEAMS})), ("site", names.SITES)):
        for name in wanted:
            places.add_place(desk, actor, family, name)
    for name in names.ROLES:
        places.add_place(desk, actor, "role", name)
    with desk.read() as conn:
        programs = _pairs(conn.execute(sa.select(Program.name, Program.id)))
        sites = _pairs(conn.execute(sa.select(Site.name, Site.id)))
        roles = _pairs(conn.execute(sa.select(Role.name, Role.id)))
    teams = {}
    for team, program in names.TEAMS:
        teams[team] = places.add_place(desk, actor, "team", team).result
        places.edit_place(desk, actor, "team", teams[team], name=team, program_id=programs[program])
    ids: dict[str, int] = {}
    everyone = (names.COORDINATOR, *names.COACHES, *names.STAFF)
    for place, (first, last, called) in enumerate(everyone):
        leads = place <= len(names.COACHES)
        team = names.TEAMS[(place - 1) % 3 if leads else min((place - 5) // 12, 2)][0]
        site = names.SITES[[name for name, _ in names.TEAMS].index(team)]
        boss = (
            "Anna Petrov"
            if leads
            else {"North team": "Renee Okafor", "West team": "Luis Marín"}.get(team, "Soo-jin Kim")
        )
        role = "Supervisor" if leads else names.ROLES[2] if team == "Elm House" else names.ROLES[int(place % 9 == 0)]
        hired = clock.now.date() - timedelta(days=dice.randint(200, 3600))
        values = {
            "number": str(1001 + place),
            "first_name": first,
            "last_name": last,
            "preferred_name": called,
            "email": f"{(called or first)[0]}{last.split()[0]}@harbor.example".lower(),
            "hired_on": hired,
            "is_coach": 0 < place <= len(names.COACHES),
            "coaching_minutes": 250 if 0 < place <= len(names.COACHES) else 0,
            "coach_skills": "Observation, feedback, role-play" if 0 < place <= len(names.COACHES) else "",
        }
        posting = {
            "role_id": roles[role],
            "team_id": teams[team],
            "site_id": sites[site],
            "supervisor_id": ids.get(boss),
        }
        ids[f"{called or first} {last}" if called else f"{first} {last}"] = ids[f"{first} {last}"] = staff.add_staff(
            desk, actor, values, posting
        ).result
    staff.move_staff(
        desk, actor, ids["Isaac Feldman"], clock.now.date() - timedelta(days=90), {"team_id": teams["North team"]}
    )
    staff.leave_staff(desk, actor, ids["Trevor Banks"], clock.now.date() - timedelta(days=40))
    staff.edit_staff(desk, actor, ids["Nadia Rahimi"], {"on_leave": True})
    return ids


def _pairs(found: Iterable[Any]) -> dict[str, int]:
    return {row[0]: row[1] for row in found}


def _standards(desk: Desk, actor: Actor) -> None:
    drafts = library.import_starters(desk, actor, ["DS-01", "HD-01", "RP-01", "SH-01"]).result
    with desk.read() as conn:
        roles = _pairs(conn.execute(sa.select(Role.name, Role.id)))
    for version_id in drafts:
        standards.publish(desk, actor, version_id)
        with desk.read() as conn:
            standard_id = conn.execute(
                sa.select(StandardVersion.standard_id).where(StandardVersion.id == version_id)
            ).scalar_one()
        standards.require_of_roles(desk, actor, standard_id, {roles[name]: 12 for name in names.ROLES[:3]})


def _cast(desk: Desk, ids: dict[str, int]) -> Cast:
    with desk.read() as conn:
        rows = conn.execute(
            sa.select(Standard.code, Standard.id, StandardVersion.id).join(
                StandardVersion, StandardVersion.standard_id == Standard.id
            )
        ).all()
        criteria: dict[str, dict[str, int]] = {}
        for code, _, version_id in rows:
            found = conn.execute(sa.select(Criterion.code, Criterion.id).where(Criterion.version_id == version_id))
            criteria[code] = _pairs(found)
        teams = _pairs(conn.execute(sa.select(Team.name, Team.id)))
    return Cast(
        ids, {code: version for code, _, version in rows}, {code: one for code, one, _ in rows}, criteria, teams
    )


def _loose_signals(desk: Desk, actor: Actor, clock: Moments, cast: Cast, dice: random.Random) -> Steps:
    """Signals that nobody has decided about yet, and some that went another way."""
    people = ("Michelle Kowalski", "Fatima Haddad", "Brian O'Connell", "Amara Diallo", "Wei Li 李", "Sofia Romano")
    for place, back in enumerate((27, 20, 14, 8, 6, 3, 2, 1)):
        code = ("HD-01", "DS-01", "SH-01")[place % 3]
        source, criterion, severity, what = dice.choice(names.SIGNALS[code])
        occurred = (yield clock.at(back, 14)).date()
        yield clock.at(max(back - (4 if place == 1 else 0), 0), 15)
        values = {
            "source": source,
            "partner_kind": names.partner(source, what),
            "occurred_on": occurred,
            "noticed_on": occurred,
            "staff_id": cast.staff[people[place % len(people)]],
            "standard_id": cast.standards[code],
            "criterion_code": criterion,
            "severity": severity,
            "participant_code": f"P-{dice.randint(101, 189)}",
            "what_happened": what,
        }
        signal_id = signals.log_signal(desk, actor, values).result
        if place == 0:
            signals.triage_signal(desk, actor, signal_id, "no_action", "Already covered by the cycle of last month.")
        if place == 2:
            signals.triage_signal(desk, actor, signal_id, "system_fix", "Dispatch changes how route changes are told.")
