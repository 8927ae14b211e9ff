"""The ten-year desk: the sample agency's ten busy years at any size, for benchmarks and for trying large desks.

At scale 1: about 900 people over the years, 30,000 cycles, 120,000 sessions, 120,000 observations with their ratings,
150,000 signals and 1,500,000 trail entries. Made from a fixed seed by `Ledger`; its trail replays to its rows.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa

from coachdesk.records import cycles, people, sessions, signals
from coachdesk.records.agency import Profile
from coachdesk.records.standards import Criterion, Standard, StandardVersion
from coachdesk.rules.clocks import WorkCalendar, phase_plan
from coachdesk.rules.numbering import record_number
from coachdesk.sample import agency, names
from coachdesk.sample.ledger import Ledger, Row
from coachdesk.sample.story import RULES, SECOND_SOURCE
from coachdesk.settings import Settings
from coachdesk.store.desk import Clock, local_now, open_desk

CYCLES, PEOPLE, YEARS, BATCH = 30_000, 860, 10, 250


@dataclass(frozen=True)
class World:
    """What the years are made with: ids of the sample agency's own records."""

    versions: dict[str, int]
    standards: dict[str, int]
    criteria: dict[str, list[tuple[int, str]]]
    teams: list[int]
    roles: list[int]
    coaches: list[int]
    staff: list[int]


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
            staff = _hire(ledger, dice, _world(conn), round(PEOPLE * scale), end)
            ledger.flush()
            world = _world(conn)
        calendar = WorkCalendar(names.STATE)
        for first in range(0, total, BATCH):
            with desk.bulk() as conn:
                ledger = Ledger(conn, profile.id, profile.name)
                for number in range(first, min(first + BATCH, total)):
                    opened = end - timedelta(days=365 * YEARS * (total - number) / total + 20)
                    _cycle(ledger, dice, world, calendar, opened, staff)
                ledger.flush()
            if progress is not None:
                progress(min(first + BATCH, total), total)


def _world(conn: sa.Connection) -> World:
    rows = conn.execute(
        sa.select(Standard.code, Standard.id, StandardVersion.id.label("version_id")).join(
            StandardVersion, StandardVersion.standard_id == Standard.id
        )
    ).all()
    criteria: dict[str, list[tuple[int, str]]] = {}
    for row in rows:
        found = conn.execute(sa.select(Criterion.id, Criterion.code).where(Criterion.version_id == row.version_id))
        criteria[row.code] = [(one.id, one.code) for one in found]
    return World(
        versions={row.code: row.version_id for row in rows},
        standards={row.code: row.id for row in rows},
        criteria=criteria,
        teams=list(conn.execute(sa.select(people.Team.id)).scalars()),
        roles=list(conn.execute(sa.select(people.Role.id)).scalars()),
        coaches=list(conn.execute(sa.select(people.Staff.id).where(people.Staff.is_coach)).scalars()),
        staff=list(conn.execute(sa.select(people.Staff.id).where(people.Staff.left_on.is_(None))).scalars()),
    )


def _hire(ledger: Ledger, dice: random.Random, world: World, count: int, end: datetime) -> list[tuple[int, date, date]]:
    """People who came and mostly left again; gives (id, first day, last day) of each."""
    found = [(staff_id, date.min, date.max) for staff_id in world.staff]
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
        for starts, ends in zip(days, [*days[1:], None], strict=True):
            ledger.add(
                people.Posting,
                staff_id=person["id"],
                starts_on=starts,
                ends_on=ends,
                role_id=dice.choice(world.roles[:3]),
                team_id=dice.choice(world.teams),
                supervisor_id=dice.choice(world.coaches),
            )
        ledger.entry("staff.add", f"Add {person['first_name']} {person['last_name']}", end)
        found.append((person["id"], hired, left if leaves else date.max))
    return found


def _cycle(
    ledger: Ledger,
    dice: random.Random,
    world: World,
    calendar: WorkCalendar,
    opened: datetime,
    staff: list[tuple[int, date, date]],
) -> None:
    """One cycle from its five signals to its sustain checks: about fifty trail entries."""
    code = dice.choice(list(world.versions))
    day = opened.date()
    here = [one for one in dice.sample(staff, min(12, len(staff))) if one[1] <= day <= one[2]] or staff[:2]
    who = [one[0] for one in here[:2]]
    coach, validator = dice.sample(world.coaches, 2)
    targets = world.criteria[code][:2]
    noted = [_signal(ledger, dice, world, code, opened - timedelta(days=2 + back), who) for back in range(5)]
    cycle, phases, coachees = _open(ledger, world, calendar, code, opened, who, coach, validator, targets, noted, dice)
    number = cycle["number"]
    at = opened + timedelta(days=1)
    ledger.change(
        cycles.Cycle,
        cycle,
        cause=dice.choice(("skill", "knowledge", "workload", "unclear_standard")),
        evidence_wanted="Ten records after the last session",
        follow_up_on=day + timedelta(days=14),
        rule_measure=RULES[code],
        rule_direction="at_least",
        rule_threshold=Decimal("0.9"),
        rule_smallest_count=10,
    )
    ledger.entry("cycle.edit", f"Edit cycle {number}", at)
    _measure(ledger, world, code, cycle, "baseline", at, validator, dice.randrange(2, 7), targets)
    ledger.change(
        cycles.Cycle, cycle, status="coaching", phase="coach", rule_locked_at=at, due_on=phases[1]["planned_end"]
    )
    ledger.change(cycles.CyclePhase, phases[0], finished_at=at)
    ledger.change(cycles.CyclePhase, phases[1], started_at=at)
    ledger.entry("cycle.advance", f"Take cycle {number} to Coach", at)
    for place in range(4):
        _session(ledger, dice, code, cycle, coach, who, opened + timedelta(days=2 + place), place)
    at = opened + timedelta(days=8)
    ledger.change(cycles.Cycle, cycle, status="validating", phase="validate", due_on=phases[2]["planned_end"])
    ledger.change(cycles.CyclePhase, phases[1], finished_at=at)
    ledger.change(cycles.CyclePhase, phases[2], started_at=at)
    ledger.entry("cycle.advance", f"Take cycle {number} to Validate", at)
    for place in range(4):
        seen = opened + timedelta(days=9, hours=place)
        _observation(ledger, dice, world, code, cycle, validator, who[place % len(who)], seen, targets)
    at = opened + timedelta(days=13)
    achieved = dice.random() < 0.8
    _measure(ledger, world, code, cycle, "post", at, validator, 10 if achieved else dice.randrange(4, 9), targets)
    _close(ledger, dice, cycle, phases, coachees, at, achieved)


def _signal(ledger: Ledger, dice: random.Random, world: World, code: str, at: datetime, who: list[int]) -> Row:
    source, criterion, severity, what = dice.choice(names.SIGNALS[code])
    serial = ledger.number("signal")
    row = ledger.add(
        signals.Signal,
        number=record_number("signal", serial, at.year),
        source=source,
        occurred_on=at.date(),
        noticed_on=at.date(),
        recorded_at=at,
        recorded_by=ledger.actor_id,
        staff_id=dice.choice(who),
        team_id=dice.choice(world.teams),
        standard_id=world.standards[code],
        criterion_code=criterion,
        severity="minor",
        participant_code=f"P-{dice.randint(101, 899)}",
        what_happened=what,
    )
    ledger.entry("signal.log", f"Note signal {row['number']}", at)
    ledger.change(signals.Signal, row, severity=severity)
    ledger.entry("signal.edit", f"Edit signal {row['number']}", at)
    return row


def _open(
    ledger: Ledger,
    world: World,
    calendar: WorkCalendar,
    code: str,
    opened: datetime,
    who: list[int],
    coach: int,
    validator: int,
    targets: list[tuple[int, str]],
    noted: list[Row],
    dice: random.Random,
) -> tuple[Row, list[Row], list[Row]]:
    plan = phase_plan(opened.date(), calendar, Settings())
    cycle = ledger.add(
        cycles.Cycle,
        number=record_number("cycle", ledger.number(f"cycle/{opened.year}"), opened.year),
        title=names.TITLES[code],
        status="diagnosing",
        phase="diagnose",
        version_id=world.versions[code],
        team_id=dice.choice(world.teams),
        coach_id=coach,
        validator_id=validator,
        opened_on=opened.date(),
        due_on=plan[0].due,
    )
    phases = [
        ledger.add(
            cycles.CyclePhase,
            cycle_id=cycle["id"],
            phase=one.phase,
            position=place,
            planned_start=one.starts,
            planned_end=one.due,
            started_at=opened if place == 0 else None,
        )
        for place, one in enumerate(plan)
    ]
    coachees = [ledger.add(cycles.Coachee, cycle_id=cycle["id"], staff_id=one) for one in who]
    for criterion_id, _ in targets:
        ledger.add(cycles.CycleCriterion, cycle_id=cycle["id"], criterion_id=criterion_id)
    for row in noted:
        ledger.change(signals.Signal, row, triage="in_cycle", triaged_at=opened, triage_reason=cycle["number"])
        ledger.add(cycles.CycleSignal, cycle_id=cycle["id"], signal_id=row["id"])
    ledger.entry("cycle.open", f"Open cycle {cycle['number']}", opened)
    return cycle, phases, coachees


def _measure(
    ledger: Ledger,
    world: World,
    code: str,
    cycle: Row,
    stage: str,
    at: datetime,
    assessor: int,
    met: int,
    targets: list[tuple[int, str]],
) -> None:
    row = ledger.add(
        cycles.Measure,
        cycle_id=cycle["id"],
        stage=stage,
        method="documentation_audit",
        version_id=world.versions[code],
        measured_on=at.date(),
        met=met,
        total=10,
        triggers_excluded=5 if stage == "baseline" else 0,
        assessor_id=assessor,
        recorded_at=at,
    )
    for criterion_id, _ in targets:
        ledger.add(cycles.MeasureCriterion, measure_id=row["id"], criterion_id=criterion_id)
    ledger.entry("measure.record", f"Record a measure of {cycle['number']}", at)


def _session(
    ledger: Ledger, dice: random.Random, code: str, cycle: Row, coach: int, who: list[int], at: datetime, place: int
) -> None:
    kind = ("shadow_check_in", "case_review", "role_play", "reflective")[place]
    row = ledger.add(
        sessions.Session,
        number=record_number("session", ledger.number("session"), at.year),
        cycle_id=cycle["id"],
        coach_id=coach,
        kind=kind,
        status="planned",
        starts_at=at,
        minutes=30,
        recorded_at=at - timedelta(days=1),
        recorded_by=ledger.actor_id,
    )
    came = [ledger.add(sessions.SessionCoachee, session_id=row["id"], staff_id=one) for one in who]
    ledger.entry("session.plan", f"Plan session {row['number']}", at - timedelta(days=1))
    ledger.change(
        sessions.Session,
        row,
        status="held",
        strategies=["modeling", "problem_solving"],
        data_sources=SECOND_SOURCE[kind],
        seen=dice.choice(names.SEEN[code]),
        strengths=names.STRENGTHS[code],
        recorded_at=at,
    )
    step = ledger.add(
        sessions.ActionStep,
        session_id=row["id"],
        text=names.STEPS[code],
        owner_id=who[0],
        due_on=at.date() + timedelta(days=7),
    )
    ledger.entry("session.hold", f"Hold session {row['number']}", at)
    ledger.change(sessions.Session, row, feedback_at=at + timedelta(hours=dice.randrange(1, 30)))
    ledger.entry("session.feedback", f"Record feedback on session {row['number']}", at)
    for one in came:
        ledger.change(sessions.SessionCoachee, one, acknowledgement="agrees", acknowledged_at=at)
        ledger.entry("session.acknowledge", f"Record an acknowledgement of session {row['number']}", at)
    ledger.change(sessions.ActionStep, step, status="done", done_on=at.date() + timedelta(days=5))
    ledger.entry("step.advance", "Set an action step: done", at)
    ledger.change(
        sessions.ActionStep, step, status="verified", verified_on=at.date() + timedelta(days=6), verified_by=coach
    )
    ledger.entry("step.advance", "Set an action step: verified", at)


def _observation(
    ledger: Ledger,
    dice: random.Random,
    world: World,
    code: str,
    cycle: Row,
    validator: int,
    staff_id: int,
    at: datetime,
    targets: list[tuple[int, str]],
) -> None:
    row = ledger.add(
        sessions.Observation,
        number=record_number("observation", ledger.number("observation"), at.year),
        cycle_id=cycle["id"],
        staff_id=staff_id,
        observer_id=validator,
        version_id=world.versions[code],
        observed_at=at,
        setting="live",
        consent=True,
        note=dice.choice(names.SEEN[code]),
        recorded_at=at,
        recorded_by=ledger.actor_id,
    )
    for criterion_id, _ in targets:
        result = "met" if dice.random() < 0.85 else "partly"
        ledger.add(sessions.Rating, observation_id=row["id"], criterion_id=criterion_id, result=result)
    ledger.entry("observation.record", f"Record observation {row['number']}", at)


def _close(
    ledger: Ledger,
    dice: random.Random,
    cycle: Row,
    phases: list[Row],
    coachees: list[Row],
    at: datetime,
    achieved: bool,
) -> None:
    ledger.change(
        cycles.Cycle,
        cycle,
        status="closed",
        phase="close",
        closed_at=at,
        signed_off_by=ledger.actor_id,
        signed_off_at=at,
    )
    ledger.change(cycles.CyclePhase, phases[2], finished_at=at)
    ledger.change(cycles.CyclePhase, phases[3], started_at=at, finished_at=at)
    for one in coachees:
        outcome = "achieved" if achieved else "not_achieved"
        step = "" if achieved else "Handover review with dispatch next month"
        ledger.change(cycles.Coachee, one, outcome=outcome, next_step=step)
    checks = [
        ledger.add(cycles.SustainCheck, cycle_id=cycle["id"], days=days, due_on=at.date() + timedelta(days=days))
        for days in (30, 60, 90)
    ]
    ledger.entry("cycle.close", f"Close cycle {cycle['number']}", at)
    for one in checks:
        held = "held" if dice.random() < 0.9 else "recurred"
        ledger.change(cycles.SustainCheck, one, status=held, checked_on=one["due_on"], note="Looked at five records.")
        ledger.entry("sustain.record", f"Record the {one['days']}-day check of {cycle['number']}", at)
