"""The ten-year desk: the sample agency's ten busy years at any size, for benchmarks and for trying large desks.

At scale 1: about 900 people over the years, 30,000 cycles with 380,000 planned steps, 120,000 sessions, 120,000
observations with their ratings, 60,000 measures, 15,000 scenario exercises, 150,000 signals, 2,500 audits of 50,000
records, 2,000 corrective actions, 35,000 competence records, 3,000 evidence files and 1,550,000 trail entries.
Made from a fixed seed by `Ledger`; its trail replays to its rows.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from coachdesk.records import people
from coachdesk.records.agency import Profile
from coachdesk.records.base import table
from coachdesk.records.standards import Criterion, RoleRequirement, Standard, StandardMeasure, StandardVersion
from coachdesk.rules.clocks import WorkCalendar
from coachdesk.sample import agency, names
from coachdesk.sample.ledger import Ledger
from coachdesk.sample.many_cycles import tell_cycle
from coachdesk.sample.many_others import Verifications
from coachdesk.sample.world import World
from coachdesk.store.desk import Clock, local_now, open_desk

CYCLES, PEOPLE, YEARS, BATCH = 30_000, 860, 10, 250


def make_years(
    path: Path,
    scale: float = 1.0,
    *,
    passphrase: str | None = None,
    seed: int = 2026,
    now: Clock = local_now,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write a desk of ten years, times `scale`, to the new file `path`."""
    agency.make(path, passphrase, seed=seed, now=now)
    dice = random.Random(seed)  # noqa: S311 - a story, not a secret
    end = now()
    total = max(1, round(CYCLES * scale))
    with open_desk(path, passphrase, clock=now) as desk:
        with desk.bulk() as conn:
            profile = conn.execute(sa.select(Profile.id, Profile.name).limit(1)).one()
            ledger = Ledger(conn, profile.id, profile.name)
            world = _world(conn)
            hired = _hire(ledger, dice, world, round(PEOPLE * scale), end)
            ledger.flush()
        staff = [*world.staff, *((one.id, one.hired, one.left) for one in hired)]
        verifications = Verifications((one.id, one.hired, one.left, world.required[one.role]) for one in hired)
        calendar = WorkCalendar(names.STATE)
        for first in range(0, total, BATCH):
            with desk.bulk() as conn:
                ledger = Ledger(conn, profile.id, profile.name)
                for number in range(first, min(first + BATCH, total)):
                    opened = end - timedelta(days=365 * YEARS * (total - number) / total + 20)
                    verifications.tell(ledger, dice, world, opened)
                    tell_cycle(ledger, dice, world, calendar, opened, staff, end.date())
                ledger.flush()
            if progress is not None:
                progress(min(first + BATCH, total), total)


def _world(conn: sa.Connection) -> World:
    rows = conn.execute(
        sa.select(Standard.code, Standard.id, StandardVersion.id.label("version_id"))
        .join(StandardVersion, StandardVersion.standard_id == Standard.id)
        .where(StandardVersion.status == "published")
    ).all()
    criteria: dict[str, list[tuple[int, str]]] = {}
    measures: dict[str, dict[str, int]] = {}
    for row in rows:
        found = conn.execute(sa.select(Criterion.id, Criterion.code).where(Criterion.version_id == row.version_id))
        criteria[row.code] = [(one.id, one.code) for one in found]
        own = sa.select(StandardMeasure.kind, StandardMeasure.id).where(StandardMeasure.version_id == row.version_id)
        measures[row.code] = {one.kind: one.id for one in conn.execute(own)}
    required: dict[int, list[str]] = defaultdict(list)
    asked = sa.select(RoleRequirement.role_id, Standard.code).join(Standard, Standard.id == RoleRequirement.standard_id)
    for one in conn.execute(asked.order_by(Standard.code)):
        required[one.role_id].append(one.code)
    return World(
        versions={row.code: row.version_id for row in rows},
        standards={row.code: row.id for row in rows},
        criteria=criteria,
        measures=measures,
        required=required,
        teams=list(conn.execute(sa.select(people.Team.id)).scalars()),
        roles=list(conn.execute(sa.select(people.Role.id)).scalars()),
        coaches=list(conn.execute(sa.select(people.Staff.id).where(people.Staff.is_coach)).scalars()),
        staff=[(one.id, one.hired_on, one.left_on or date.max) for one in conn.execute(sa.select(table(people.Staff)))],
    )


@dataclass(frozen=True)
class _Hired:
    """Somebody who came: first and last day, and the role they have last."""

    id: int
    hired: date
    left: date
    role: int


def _hire(ledger: Ledger, dice: random.Random, world: World, count: int, end: datetime) -> list[_Hired]:
    """People who came and mostly left again."""
    found = []
    first_names = [one[0] for one in names.STAFF]
    last_names = [one[1] for one in names.STAFF]
    begin = end.date() - timedelta(days=365 * YEARS)
    for place in range(count):
        hired = begin + timedelta(days=dice.randrange(365 * YEARS))
        stays = dice.randrange(90, 365 * 6)
        left = hired + timedelta(days=stays)
        leaves = left < end.date()
        person = ledger.add(
            people.Staff,
            number=str(3001 + place),
            first_name=dice.choice(first_names),
            last_name=dice.choice(last_names),
            email=f"p{3001 + place}@harbor.example",
            hired_on=hired,
            left_on=left if leaves else None,
        )
        days = [hired, *sorted(hired + timedelta(days=dice.randrange(1, stays)) for _ in range(dice.randrange(3)))]
        role = 0
        for starts, ends in zip(days, [*days[1:], None], strict=True):
            role = dice.choice(world.roles[:3])
            ledger.add(
                people.Posting,
                staff_id=person["id"],
                starts_on=starts,
                ends_on=ends,
                role_id=role,
                team_id=dice.choice(world.teams),
                supervisor_id=dice.choice(world.coaches),
            )
        ledger.entry("staff.add", f"Add {person['first_name']} {person['last_name']}", end)
        found.append(_Hired(person["id"], hired, left if leaves else date.max, role))
    return found
