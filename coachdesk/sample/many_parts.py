"""What a cycle of the ten-year desk holds beyond its sessions and measures: its plan, an exercise, notes, files."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from coachdesk.queries.templates import TemplateDetail, shipped_templates
from coachdesk.records import cycles, evidence, scenarios
from coachdesk.records.templates import CycleStep
from coachdesk.rules.clocks import PHASES, PhaseDates, WorkCalendar
from coachdesk.rules.numbering import record_number
from coachdesk.rules.planned import MADE_BY, due_steps
from coachdesk.sample.ledger import Ledger, Row


@cache
def template_for(code: str) -> TemplateDetail:
    """The template of a standard; for one without, a template of another, whose steps fit as well."""
    found = {one.standard_code: one for one in shipped_templates()}
    return found.get(code) or next(iter(found.values()))


def lay_out(
    ledger: Ledger, code: str, cycle: Row, plan: Sequence[PhaseDates], calendar: WorkCalendar, who: Sequence[int]
) -> list[Row]:
    """The planned steps of a template, those of each coachee for each; part of the entry in hand."""
    rows = []
    for due in due_steps(template_for(code).steps, plan, calendar):
        for staff_id in who if due.step.per_coachee else (None,):
            row = ledger.add(
                CycleStep,
                cycle_id=cycle["id"],
                position=due.position,
                phase=due.step.phase,
                kind=due.step.kind,
                session_kind=due.step.session_kind,
                text=due.text,
                guidance=due.step.guidance,
                per_coachee=due.step.per_coachee,
                staff_id=staff_id,
                due_on=due.due_on,
                minutes=due.step.minutes,
                needs=list(due.step.needs),
            )
            rows.append(row)
    return rows


def tick(
    ledger: Ledger, cycle: Row, steps: Sequence[Row], until: str, at: datetime, done: dict[str, list[int]]
) -> None:
    """Tick off what is open up to a phase by the records that did it, in one change. done: record ids by family."""
    last = PHASES.index(until)
    ticked = 0
    for step in steps:
        if step["status"] != "open" or PHASES.index(step["phase"]) > last:
            continue
        family = next(iter(sorted(MADE_BY.get(step["kind"], ()), reverse=True)), "")
        ids = done.get(family, [])
        if family and not ids:
            ledger.change(CycleStep, step, status="left_out", status_reason="Done together with the other coachees.")
            continue
        key = ids[ticked % len(ids)] if ids else None
        ledger.change(CycleStep, step, status="done", done_on=at.date(), done_family=family, done_id=key)
        ticked += 1
    ledger.entry("planned.tick", f"Tick off {ticked} planned steps of {cycle['number']}", at)


def exercise(
    ledger: Ledger, cycle: Row, who: int, reviewer: int, at: datetime, targets: Sequence[tuple[int, str]]
) -> Row:
    """A scenario exercise handed in, and reviewed on the next morning."""
    row = ledger.add(
        scenarios.ScenarioExercise,
        number=record_number("scenario_exercise", ledger.number("scenario_exercise"), at.year),
        cycle_id=cycle["id"],
        staff_id=who,
        version_id=cycle["version_id"],
        scenario="The made-up case of the standard, as it was given.",
        answer="What I saw and when, whom I called and what I said, and what I did before leaving.",
        submitted_at=at,
        reviewer_id=reviewer,
        recorded_at=at,
        recorded_by=ledger.actor_id,
    )
    ledger.entry("scenario.submit", f"Hand in scenario exercise {row['number']}", at)
    reviewed = at + timedelta(hours=14)
    feedback = "Right call, right order. Write the times beside the signs."
    ledger.change(scenarios.ScenarioExercise, row, reviewed_at=reviewed, feedback=feedback)
    for criterion_id, _ in targets:
        ledger.add(scenarios.ScenarioRating, exercise_id=row["id"], criterion_id=criterion_id, result="met")
    ledger.entry("scenario.review", f"Review scenario exercise {row['number']}", reviewed)
    return row


def now_and_then(ledger: Ledger, dice: random.Random, cycle: Row, at: datetime) -> None:
    """What only some cycles have: a note of the coach, a file, an override, a pause, an amendment."""
    number = cycle["number"]
    if dice.random() < 0.2:
        text = "Begin with what went well; feedback on the way to the van."
        ledger.add(cycles.CoachNote, cycle_id=cycle["id"], text=text, written_at=at, written_by=ledger.actor_id)
        ledger.entry("note.write", "Write a private note", at)
    if dice.random() < 0.1:
        _file(ledger, cycle, f"Log extract of {number}: records judged, codes only.\n".encode(), at)
    if dice.random() < 0.03:
        pause = ledger.add(cycles.CyclePause, cycle_id=cycle["id"], reason="The house is closed.", from_on=at.date())
        ledger.entry("cycle.pause", f"Pause cycle {number}", at)
        ledger.change(cycles.CyclePause, pause, until_on=(at + timedelta(days=1)).date())
        ledger.entry("cycle.resume", f"Resume cycle {number}", at + timedelta(days=1))
    if dice.random() < 0.03:
        ledger.add(
            cycles.GateOverride,
            cycle_id=cycle["id"],
            gate="validate",
            missing="There is no second data source yet.",
            reason="The forms were lost when the office moved.",
            overridden_at=at,
            overridden_by=ledger.actor_id,
        )
        ledger.entry("cycle.advance", f"Take cycle {number} to Validate", at)


def amended(ledger: Ledger, dice: random.Random, cycle: Row, at: datetime) -> None:
    """Some closed cycles are amended."""
    if dice.random() < 0.02:
        ledger.add(
            cycles.Amendment,
            cycle_id=cycle["id"],
            subject="Minutes of the first session",
            before="30",
            after="45",
            reason="Half of it was left out of the count.",
            amended_at=at,
            amended_by=ledger.actor_id,
        )
        ledger.entry("cycle.amend", f"Amend cycle {cycle['number']}", at)


def _file(ledger: Ledger, cycle: Row, data: bytes, at: datetime) -> None:
    sha256 = hashlib.sha256(data).hexdigest()
    row = ledger.add(
        evidence.Evidence,
        number=record_number("evidence", ledger.number("evidence"), at.year),
        cycle_id=cycle["id"],
        title="Log extract",
        file_name="log.txt",
        media_type="text/plain",
        size=len(data),
        sha256=sha256,
        recorded_at=at,
        recorded_by=ledger.actor_id,
    )
    ledger.content(sha256, data)
    ledger.entry("evidence.add", f"Add evidence {row['number']}", at)
