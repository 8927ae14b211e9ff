"""The planned steps of cycles: as a table, and as one cycle's plan with what did each or seems to have done it.

A step points at the record that did it by family and id (R20); what that record is called is read here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.parts import full_name, local_day, person
from coachdesk.queries.table import Column, TableQuery
from coachdesk.records.base import table
from coachdesk.records.cycles import Coachee, Cycle, CycleCriterion, Measure
from coachdesk.records.evidence import Evidence
from coachdesk.records.scenarios import ScenarioExercise
from coachdesk.records.sessions import Observation, Rating, Session, SessionCoachee
from coachdesk.records.standards import StandardMeasure
from coachdesk.records.templates import CycleStep
from coachdesk.rules.clocks import PHASES
from coachdesk.rules.facts import PlannedFacts
from coachdesk.rules.planned import Doing, Offer, OpenStep, offers

CYCLE, STEP, MEASURE, EVIDENCE = table(Cycle), table(CycleStep), table(Measure), table(Evidence)
SESSION, ATTENDED, OBSERVATION = table(Session), table(SessionCoachee), table(Observation)
RATING, TARGET, EXERCISE, COACHEE = table(Rating), table(CycleCriterion), table(ScenarioExercise), table(Coachee)
OWN = table(StandardMeasure)
_WHO = person("step_coachee")
_NUMBERED = {"session": SESSION, "observation": OBSERVATION, "scenario_exercise": EXERCISE, "evidence": EVIDENCE}

# Nothing more is asked of somebody for whom the cycle ended early (see CoacheeFacts.excused).
WANTED: sa.ColumnElement[bool] = sa.not_(
    sa.exists(
        sa.select(sa.literal(1))
        .select_from(COACHEE)
        .where(
            COACHEE.c.cycle_id == STEP.c.cycle_id,
            COACHEE.c.staff_id == STEP.c.staff_id,
            COACHEE.c.outcome == "incomplete",
            COACHEE.c.next_step != "",
        )
        .correlate(STEP)
    )
)
"""Whether a planned step is still asked for, as far as its coachee goes."""

PLANNED_STEPS = TableQuery(
    family="cycle_step",
    title=QT_TRANSLATE_NOOP("Tables", "Planned steps"),
    source=STEP.join(CYCLE, CYCLE.c.id == STEP.c.cycle_id).outerjoin(_WHO, _WHO.c.id == STEP.c.staff_id),
    id=STEP.c.id,
    columns=(
        Column("cycle", QT_TRANSLATE_NOOP("Columns", "Cycle"), CYCLE.c.number, width=12),
        Column("phase", QT_TRANSLATE_NOOP("Columns", "Phase"), STEP.c.phase, "choice", "cycle_phase", width=10),
        Column("text", QT_TRANSLATE_NOOP("Columns", "Step"), STEP.c.text, width=40),
        Column("kind", QT_TRANSLATE_NOOP("Columns", "Kind"), STEP.c.kind, "choice", "planned_kind", width=16),
        Column("coachee", QT_TRANSLATE_NOOP("Columns", "Coachee"), full_name(_WHO), width=18),
        Column("due_on", QT_TRANSLATE_NOOP("Columns", "Due"), STEP.c.due_on, "date", width=12),
        Column("status", QT_TRANSLATE_NOOP("Columns", "Status"), STEP.c.status, "choice", "planned_status", width=10),
        Column("done_on", QT_TRANSLATE_NOOP("Columns", "Done"), STEP.c.done_on, "date", width=12),
        Column("status_reason", QT_TRANSLATE_NOOP("Columns", "Reason"), STEP.c.status_reason, "long_text", width=30),
    ),
    search=(CYCLE.c.number, STEP.c.text, STEP.c.status_reason, full_name(_WHO)),
    order=(("cycle", True), ("due_on", False)),
)
"""Every planned step of every cycle."""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One planned step. staff is "" for the whole cycle.  done_by: what did it in words ("S-0007"), "" when by hand.

    measure: which measure of the standard a planned measure is, "" for none in particular.
    """

    id: int
    position: int
    phase: str
    kind: str
    session_kind: str
    text: str
    guidance: str
    per_coachee: bool
    staff_id: int | None
    staff: str
    due_on: date | None
    minutes: int | None
    needs: tuple[str, ...]
    status: str
    status_reason: str
    done_on: date | None
    done_family: str
    done_id: int | None
    standard_measure_id: int | None
    measure: str
    done_by: str


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A record that seems to have done steps, with both in words."""

    family: str
    id: int
    on: date
    words: str
    steps: tuple[PlannedRow, ...]


@dataclass(frozen=True, slots=True)
class CyclePlan:
    """A cycle's planned steps in order, and what its records seem to have done."""

    template: str
    steps: tuple[PlannedRow, ...]
    offers: tuple[OfferRow, ...]

    def waiting(self, phase: str = "") -> tuple[PlannedRow, ...]:
        """The steps still open, of the phases up to `phase` where one is given."""
        until = PHASES.index(phase) if phase else len(PHASES)
        return tuple(one for one in self.steps if one.status == "open" and PHASES.index(one.phase) <= until)


def open_planned(conn: sa.Connection, cycle_ids: Collection[int]) -> dict[int, list[PlannedFacts]]:
    """The steps of cycles that are open and still asked for, as the gates tell them; by cycle, in order."""
    found: dict[int, list[PlannedFacts]] = defaultdict(list)
    statement = (
        sa.select(STEP.c.cycle_id, STEP.c.phase, STEP.c.text, sa.func.coalesce(full_name(_WHO), ""))
        .outerjoin_from(STEP, _WHO, _WHO.c.id == STEP.c.staff_id)
        .where(STEP.c.cycle_id.in_(cycle_ids), STEP.c.status == "open", WANTED)
        .order_by(STEP.c.position, STEP.c.id)
    )
    for cycle_id, phase, text, name in conn.execute(statement):
        found[cycle_id].append(PlannedFacts(phase, text, name))
    return found


def cycle_plan(conn: sa.Connection, cycle_id: int) -> CyclePlan:
    """The plan of one cycle; empty for a cycle without one."""
    steps = steps_of(conn, cycle_id)
    template = conn.execute(sa.select(CYCLE.c.template).where(CYCLE.c.id == cycle_id)).scalar() or ""
    by_id = {one.id: one for one in steps}
    found = []
    offered = step_offers(conn, cycle_id, steps)
    words = record_words(conn, {(one.doing.family, one.doing.id) for one in offered})
    for offer in offered:
        doing = offer.doing
        rows = tuple(by_id[one] for one in offer.step_ids)
        found.append(OfferRow(doing.family, doing.id, doing.on, words.get((doing.family, doing.id), ""), rows))
    return CyclePlan(template, steps, tuple(found))


def steps_of(conn: sa.Connection, cycle_id: int) -> tuple[PlannedRow, ...]:
    """The planned steps of a cycle in order, those of several coachees one after the other."""
    statement = (
        sa.select(
            STEP,
            sa.func.coalesce(full_name(_WHO), "").label("staff"),
            sa.func.coalesce(OWN.c.name, "").label("measure"),
        )
        .outerjoin_from(STEP, _WHO, _WHO.c.id == STEP.c.staff_id)
        .outerjoin(OWN, OWN.c.id == STEP.c.standard_measure_id)
        .where(STEP.c.cycle_id == cycle_id)
        .order_by(STEP.c.position, STEP.c.id)
    )
    names = ("id", "position", "phase", "kind", "session_kind", "text", "guidance", "per_coachee", "staff_id", "staff")
    more = ("due_on", "minutes", "status", "status_reason", "done_on", "done_family", "done_id", "measure")
    rows = conn.execute(statement).all()
    words = record_words(conn, {(row.done_family, row.done_id) for row in rows if row.done_id is not None})
    return tuple(
        PlannedRow(
            **{name: getattr(row, name) for name in (*names, *more, "standard_measure_id")},
            needs=tuple(row.needs),
            done_by=words.get((row.done_family, row.done_id), ""),
        )
        for row in rows
    )


def step_offers(conn: sa.Connection, cycle_id: int, steps: Collection[PlannedRow]) -> tuple[Offer, ...]:
    """What the records of a cycle seem to have done of these steps (see rules.planned)."""
    waiting = [
        OpenStep(
            one.id, one.position, one.phase, one.kind, one.session_kind, one.per_coachee, one.staff_id, one.due_on,
            frozenset(one.needs), one.standard_measure_id,
        )
        for one in steps
        if one.status == "open"
    ]  # fmt: skip
    if not waiting:
        return ()
    done = {
        (one.done_family, one.done_id, one.kind, one.staff_id)
        for one in steps
        if one.status == "done" and one.done_id is not None
    }
    return offers(waiting, tuple(_doings(conn, cycle_id)), done)


def record_words(conn: sa.Connection, wanted: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """What records are called, by family and id: "S-0007", "measure, after"; those that are gone are left out."""
    found: dict[tuple[str, int], str] = {}
    for family, source in _NUMBERED.items():
        ids = [key for name, key in wanted if name == family]
        if ids:
            rows = conn.execute(sa.select(source.c.id, source.c.number).where(source.c.id.in_(ids)))
            found |= {(family, row.id): row.number for row in rows}
    ids = [key for name, key in wanted if name == "measure"]
    if ids:
        text = translate("Planned", "measure, {stage}")
        for row in conn.execute(sa.select(MEASURE.c.id, MEASURE.c.stage).where(MEASURE.c.id.in_(ids))):
            found["measure", row.id] = text.format(stage=vocabulary.label("measure_stage", row.stage).lower())
    return found


def _doings(conn: sa.Connection, cycle_id: int) -> Iterator[Doing]:
    yield from _sessions(conn, cycle_id)
    yield from _observations(conn, cycle_id)
    reviewed = sa.select(EXERCISE).where(EXERCISE.c.cycle_id == cycle_id)
    for row in conn.execute(reviewed):
        shows = {"reviewed"} if row.reviewed_at is not None else set()
        on = local_day(row.reviewed_at or row.submitted_at) or date.max
        yield Doing("scenario_exercise", row.id, on, (row.staff_id,), shows=frozenset(shows))
    for row in conn.execute(sa.select(MEASURE).where(MEASURE.c.cycle_id == cycle_id)):
        yield Doing("measure", row.id, row.measured_on, stage=row.stage, standard_measure_id=row.standard_measure_id)
    for row in conn.execute(sa.select(EVIDENCE).where(EVIDENCE.c.cycle_id == cycle_id)):
        yield Doing("evidence", row.id, row.made_on or local_day(row.recorded_at) or date.max)


def _sessions(conn: sa.Connection, cycle_id: int) -> Iterator[Doing]:
    came: dict[int, list[int]] = defaultdict(list)
    statement = sa.select(ATTENDED.c.session_id, ATTENDED.c.staff_id).join(
        SESSION, SESSION.c.id == ATTENDED.c.session_id
    )
    for session_id, staff_id in conn.execute(statement.where(SESSION.c.cycle_id == cycle_id)):
        came[session_id].append(staff_id)
    held = sa.select(SESSION).where(SESSION.c.cycle_id == cycle_id, SESSION.c.status == "held")
    for row in conn.execute(held):
        shows = {"reviewed"} if row.feedback_at is not None else set()
        on = local_day(row.starts_at) or date.max
        yield Doing("session", row.id, on, tuple(sorted(came[row.id])), row.kind, shows=frozenset(shows))


def _observations(conn: sa.Connection, cycle_id: int) -> Iterator[Doing]:
    ratings: dict[int, list[str]] = defaultdict(list)
    targets = sa.select(TARGET.c.criterion_id).where(TARGET.c.cycle_id == cycle_id)
    rated = (
        sa.select(RATING.c.observation_id, RATING.c.result)
        .join(OBSERVATION, OBSERVATION.c.id == RATING.c.observation_id)
        .where(OBSERVATION.c.cycle_id == cycle_id, RATING.c.criterion_id.in_(targets))
    )
    for observation_id, result in conn.execute(rated):
        ratings[observation_id].append(result)
    validator = conn.execute(sa.select(CYCLE.c.validator_id).where(CYCLE.c.id == cycle_id)).scalar()
    for row in conn.execute(sa.select(OBSERVATION).where(OBSERVATION.c.cycle_id == cycle_id)):
        seen = [one for one in ratings[row.id] if one not in ("not_observed", "not_applicable")]
        shows = {
            "live": row.setting == "live",
            "consent": row.consent,
            "deidentified": row.deidentified,
            "validator": row.observer_id == validator,
            "met": bool(seen) and all(one == "met" for one in seen),
        }
        on = local_day(row.observed_at) or date.max
        found = frozenset(need for need, shown in shows.items() if shown)
        yield Doing("observation", row.id, on, (row.staff_id,), shows=found)
