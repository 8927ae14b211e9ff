"""One of the many cycles of the ten-year desk, from its signals to its sustain checks, written into a ledger."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from coachdesk.records import cycles, sessions, signals
from coachdesk.rules.clocks import WorkCalendar, phase_plan
from coachdesk.rules.numbering import record_number
from coachdesk.sample import many_parts, names
from coachdesk.sample.ledger import Ledger, Row
from coachdesk.sample.many_others import audit, competence, corrective_action, set_aside
from coachdesk.sample.world import World
from coachdesk.settings import Settings

TIMED = ("HD-01", "IR-01")
"""Standards whose cycles count hours."""
AUDITED = 1 / 12  # for each cycle: seven standards and three teams, each month
_RULES: dict[str, dict[str, Any]] = {
    "proportion": {"rule_direction": "at_least", "rule_threshold": Decimal("0.9")},
    "duration": {
        "rule_kind": "duration", "rule_unit": "h", "rule_direction": "at_most", "rule_threshold": Decimal(12),
    },
}  # fmt: skip


def tell_cycle(
    ledger: Ledger,
    dice: random.Random,
    world: World,
    calendar: WorkCalendar,
    opened: datetime,
    staff: list[tuple[int, date, date]],
    today: date,
) -> None:
    """One cycle from its five signals to its sustain checks, and what stands beside it: about fifty trail entries.

    today: sustain checks that are due later wait.
    """
    code = dice.choice(list(world.versions))
    day = opened.date()
    here = [one for one in dice.sample(staff, min(12, len(staff))) if one[1] <= day <= one[2]] or staff[:2]
    who = [one[0] for one in here[:2]]
    coach, validator = dice.sample(world.coaches, 2)
    targets = world.criteria[code][:2]
    noted = [_signal(ledger, dice, world, code, opened - timedelta(days=2 + back), who) for back in range(5)]
    cycle, phases, coachees, steps = _open(
        ledger, world, calendar, code, opened, who, coach, validator, targets, noted, dice
    )
    number, kind = cycle["number"], "duration" if code in TIMED else "proportion"
    done: dict[str, list[int]] = {}
    at = opened + timedelta(days=1)
    ledger.change(
        cycles.Cycle,
        cycle,
        cause=dice.choice(("skill", "knowledge", "workload", "unclear_standard")),
        evidence_wanted="Ten records after the last session",
        follow_up_on=day + timedelta(days=14),
        rule_measure=names.RULES[code],
        rule_standard_measure_id=world.measures[code][kind],
        rule_smallest_count=10,
        **_RULES[kind],
    )
    for one in coachees:
        ledger.change(cycles.Coachee, one, confidence_before=2, self_before=3)
    ledger.entry("cycle.edit", f"Edit cycle {number}", at)
    measured = _measure(ledger, dice, world, code, cycle, "baseline", at, validator, dice.randrange(2, 7), targets)
    done["measure"] = [measured["id"]]
    ledger.change(
        cycles.Cycle, cycle, status="coaching", phase="coach", rule_locked_at=at, due_on=phases[1]["planned_end"]
    )
    ledger.change(cycles.CyclePhase, phases[0], finished_at=at)
    ledger.change(cycles.CyclePhase, phases[1], started_at=at)
    ledger.entry("cycle.advance", f"Take cycle {number} to Coach", at)
    done["session"] = [
        _session(ledger, dice, code, cycle, coach, who, opened + timedelta(days=2 + place), place)["id"]
        for place in range(4)
    ]
    if dice.random() < 0.5:
        submitted = opened + timedelta(days=6)
        done["scenario_exercise"] = [many_parts.exercise(ledger, cycle, who[0], coach, submitted, targets)["id"]]
    many_parts.now_and_then(ledger, dice, cycle, opened + timedelta(days=7))
    at = opened + timedelta(days=8)
    many_parts.tick(ledger, cycle, steps, "coach", at, done)
    ledger.change(cycles.Cycle, cycle, status="validating", phase="validate", due_on=phases[2]["planned_end"])
    ledger.change(cycles.CyclePhase, phases[1], finished_at=at)
    ledger.change(cycles.CyclePhase, phases[2], started_at=at)
    ledger.entry("cycle.advance", f"Take cycle {number} to Validate", at)
    done["observation"] = []
    for place in range(4):
        seen = opened + timedelta(days=9, hours=place)
        found = _observation(ledger, dice, world, code, cycle, validator, who[place % len(who)], seen, targets)
        done["observation"].append(found["id"])
    at = opened + timedelta(days=13)
    achieved = dice.random() < 0.8
    met = 10 if achieved else dice.randrange(4, 9)
    done["measure"].append(_measure(ledger, dice, world, code, cycle, "post", at, validator, met, targets)["id"])
    many_parts.tick(ledger, cycle, steps, "close", at, done)
    _close(ledger, dice, cycle, phases, coachees, at, achieved, today)
    if achieved:
        competence(ledger, world, code, who[0], validator, at, cycle["id"])
    if dice.random() < AUDITED:
        audit(ledger, dice, world, [one[0] for one in here], opened)
    if dice.random() < 1 / 15:
        corrective_action(ledger, dice, world, code, cycle, noted, opened + timedelta(days=3))
    if dice.random() < 1 / 100:
        set_aside(ledger, world, code, who[0], noted, at)
    many_parts.amended(ledger, dice, cycle, at + timedelta(days=2))


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
        severity=severity,
        participant_code=f"P-{dice.randint(101, 899)}",
        what_happened=what,
    )
    ledger.entry("signal.log", f"Note signal {row['number']}", at)
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
) -> tuple[Row, list[Row], list[Row], list[Row]]:
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
        template=many_parts.template_for(code).title,
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
    steps = many_parts.lay_out(ledger, code, cycle, plan, calendar, who)
    ledger.entry("cycle.open", f"Open cycle {cycle['number']}", opened)
    return cycle, phases, coachees, steps


def _measure(
    ledger: Ledger,
    dice: random.Random,
    world: World,
    code: str,
    cycle: Row,
    stage: str,
    at: datetime,
    assessor: int,
    met: int,
    targets: list[tuple[int, str]],
) -> Row:
    kind = cycle["rule_kind"]
    figures = [str(dice.randrange(1, 8) + (0 if met > 8 else 12)) for _ in range(10)] if kind == "duration" else []
    row = ledger.add(
        cycles.Measure,
        cycle_id=cycle["id"],
        stage=stage,
        kind=kind,
        method="documentation_audit",
        version_id=world.versions[code],
        standard_measure_id=cycle["rule_standard_measure_id"],
        measured_on=at.date(),
        met=0 if figures else met,
        total=0 if figures else 10,
        figures=figures,
        unit="h" if figures else "",
        triggers_excluded=5 if stage == "baseline" else 0,
        assessor_id=assessor,
        recorded_at=at,
    )
    for criterion_id, _ in targets:
        ledger.add(cycles.MeasureCriterion, measure_id=row["id"], criterion_id=criterion_id)
    ledger.entry("measure.record", f"Record a measure of {cycle['number']}", at)
    return row


def _session(
    ledger: Ledger, dice: random.Random, code: str, cycle: Row, coach: int, who: list[int], at: datetime, place: int
) -> Row:
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
        strategies=list(names.STRATEGIES[kind]),
        data_sources=list(names.SOURCES[kind]),
        seen=dice.choice(names.seen(code, kind)),
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
    return row


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
) -> Row:
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
        note=dice.choice(names.OBSERVED[code]),
        recorded_at=at,
        recorded_by=ledger.actor_id,
    )
    for criterion_id, _ in targets:
        result = "met" if dice.random() < 0.85 else "partly"
        ledger.add(sessions.Rating, observation_id=row["id"], criterion_id=criterion_id, result=result)
    ledger.entry("observation.record", f"Record observation {row['number']}", at)
    return row


def _close(
    ledger: Ledger,
    dice: random.Random,
    cycle: Row,
    phases: list[Row],
    coachees: list[Row],
    at: datetime,
    achieved: bool,
    today: date,
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
        ledger.change(cycles.Coachee, one, outcome=outcome, next_step=step, confidence_after=4, self_after=4)
    checks = [
        ledger.add(cycles.SustainCheck, cycle_id=cycle["id"], days=days, due_on=at.date() + timedelta(days=days))
        for days in (30, 60, 90)
    ]
    ledger.entry("cycle.close", f"Close cycle {cycle['number']}", at)
    for one in checks:
        held = "held" if dice.random() < 0.9 else "recurred"
        if one["due_on"] >= today:
            continue
        looked = at + timedelta(days=one["days"])
        ledger.change(
            cycles.SustainCheck, one, status=held, checked_on=one["due_on"], checked_by=cycle["validator_id"],
            recorded_at=looked, note="Looked at five records.", met=5 if held == "held" else 3, total=5,
        )  # fmt: skip
        ledger.entry("sustain.record", f"Record the {one['days']}-day check of {cycle['number']}", looked)
