"""The sample agency shows every state that the records can be in, whatever day it is looked at, and is believable:
nothing lies ahead, nobody is coached before they came, names stay out of texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.queries.competence_cells import offer_after
from coachdesk.queries.drift import dismissed_rows
from coachdesk.queries.lookups import roster
from coachdesk.queries.patterns import Wanted
from coachdesk.queries.templates import all_templates
from coachdesk.queries.trends import trend_of_signals
from coachdesk.records import FAMILIES, Record
from coachdesk.records.actions import ActionItem, ActionSignal, CorrectiveAction
from coachdesk.records.audits import Audit, AuditRecord
from coachdesk.records.base import table
from coachdesk.records.competence import Competence
from coachdesk.records.cycles import (
    Amendment,
    Coachee,
    CoachNote,
    Cycle,
    CyclePause,
    CyclePhase,
    GateOverride,
    Measure,
    SustainCheck,
)
from coachdesk.records.evidence import Evidence
from coachdesk.records.people import Posting, Staff
from coachdesk.records.scenarios import ScenarioExercise
from coachdesk.records.sessions import ActionStep, Observation, Session, SessionCoachee
from coachdesk.records.signals import Signal
from coachdesk.records.standards import StandardVersion
from coachdesk.rules.clocks import WorkCalendar
from coachdesk.rules.controlchart import g_chart
from coachdesk.rules.privacy import find
from coachdesk.sample import names
from coachdesk.store import trail
from coachdesk.store.check import check
from coachdesk.store.desk import Desk, open_desk
from tests.helpers.sample import MOMENT, OTHER_MOMENTS, Look, made

# When somebody was at work on what: (family, who, when).
AT_WORK: tuple[tuple[str, Any, Any], ...] = (
    ("signal", Signal.staff_id, Signal.occurred_on),
    ("observation", Observation.staff_id, Observation.observed_at),
    ("observer", Observation.observer_id, Observation.observed_at),
    ("exercise", ScenarioExercise.staff_id, ScenarioExercise.submitted_at),
    ("competence", Competence.staff_id, Competence.assessed_on),
    ("assessor", Competence.assessor_id, Competence.assessed_on),
    ("audited record", AuditRecord.staff_id, AuditRecord.record_on),
    ("sustain check", SustainCheck.checked_by, SustainCheck.checked_on),
    ("verification", CorrectiveAction.verified_by, CorrectiveAction.verified_on),
)
MAY_LIE_AHEAD = frozenset(("due_on", "planned_end", "planned_start", "expires_on", "follow_up_on", "day", "starts_at"))
NAMES_BELONG_IN = frozenset(("staff", "profile", "agency"))
OPEN = ("diagnosing", "coaching", "validating", "paused", "escalated")

Ask = Callable[[Look], object]


Files = Callable[[datetime], Path]


@pytest.fixture(scope="module")
def sample_of(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """`sample_of(now)`: the file of the sample agency as of a moment, made once; to read only."""
    return cache(lambda now: made(tmp_path_factory.mktemp("sample"), now))


@pytest.fixture
def desk(sample_of: Files) -> Iterator[Desk]:
    """The sample as of MOMENT, to read."""
    with open_desk(sample_of(MOMENT), mode="read", clock=lambda: MOMENT) as found:
        yield found


def status(cls: type[CorrectiveAction | Audit | Cycle | Session | SustainCheck | StandardVersion], one: str) -> Ask:
    """Some record of this family has this status."""
    return lambda look: look.count(cls, cls.status == one) > 0


def some(cls: type[Record], *tests: sa.ColumnElement[bool]) -> Ask:
    """Some record of this family is so."""
    return lambda look: look.count(cls, *tests) > 0


def measured_twice(kind: str) -> Ask:
    """A measure of this kind stands before and after coaching."""
    stages = sa.select(Measure.stage).where(Measure.kind == kind).distinct()
    return lambda look: len(look.conn.execute(stages).all()) == 2


def proposed(rule: str) -> Ask:
    """This drift rule proposes something."""
    return lambda look: look.proposals(rule)


def standing(word: str) -> Ask:
    """Somebody stands so in the matrix."""
    return lambda look: word in look.standings()


STATES: dict[str, Ask] = {
    # Cycles, R4 to R9.
    **{f"a cycle that is {one}": status(Cycle, one) for one in (*OPEN, "closed", "cancelled")},
    "paused, escalated and cancelled cycles say why": lambda look: not look.count(
        Cycle, Cycle.status.in_(("paused", "escalated", "cancelled")), Cycle.status_reason == ""
    ),
    "a cycle's clocks stand still": lambda look: look.count(CyclePause, CyclePause.until_on.is_(None)) == 2,
    "every open cycle has planned steps that wait": lambda look: all(
        any(step.status == "open" for step in plan) for plan in look.plans(*OPEN)
    ),
    "a planned step left out with its reason": lambda look: any(
        step.status == "left_out" and step.status_reason for plan in look.plans() for step in plan
    ),
    **{f"outcome {one}": some(Coachee, Coachee.outcome == one)
       for one in vocabulary.codes("outcome")},
    "whatever was not achieved has a next step": lambda look: not look.count(
        Coachee, Coachee.outcome.in_(("not_achieved", "incomplete")), Coachee.next_step == ""
    ),
    "a gate passed with a reason": lambda look: look.count(GateOverride, GateOverride.reason != ""),
    "a success rule amended": lambda look: look.count(Amendment, Amendment.subject == "Success rule"),
    "an amendment after closing": lambda look: look.count(
        Amendment, Amendment.cycle_id.in_(sa.select(Cycle.id).where(Cycle.status == "closed"))
    ),
    "a cycle that drift proposed": lambda look: look.count(Cycle, Cycle.proposal_rule != ""),
    # What was measured, R18.
    **{f"a {one} measured before and after": measured_twice(one)
       for one in vocabulary.codes("measure_kind")},
    "a baseline from an audit, without what opened the cycle": lambda look: look.count(
        Measure, Measure.audit_id.is_not(None), Measure.stage == "baseline", Measure.triggers_excluded > 0
    ),
    "rules that count the standard's own measure": lambda look: look.count(
        Cycle, Cycle.rule_standard_measure_id.is_not(None)
    ),
    # Sustain checks, R8.
    **{f"a sustain check that is {one}": status(SustainCheck, one) for one in vocabulary.codes("sustain_status")},
    "a sustain check that is overdue": lambda look: look.count(
        SustainCheck, SustainCheck.status == "due", SustainCheck.due_on < look.today
    ),
    "a recurrence and its cycle know each other": lambda look: look.conn.execute(
        sa.select(Cycle.id)
        .join(SustainCheck, SustainCheck.next_cycle_id == Cycle.id)
        .where(SustainCheck.status == "recurred", Cycle.previous_id == SustainCheck.cycle_id)
    ).all(),
    # Sessions, observations, exercises.
    **{f"a session that is {one}": status(Session, one) for one in ("planned", "held", "missed")},
    "a session outside of cycles": lambda look: look.count(Session, Session.cycle_id.is_(None)),
    "a coachee who disagrees, with a statement": lambda look: look.count(
        SessionCoachee, SessionCoachee.acknowledgement == "disagrees", SessionCoachee.statement != ""
    ),
    **{f"an action step that is {one}": some(ActionStep, ActionStep.status == one)
       for one in vocabulary.codes("step_status")},
    "second observers": lambda look: look.count(Observation, Observation.paired_with_id.is_not(None)) >= 3,
    "an exercise reviewed, and one that waits": lambda look: (
        look.count(ScenarioExercise, ScenarioExercise.reviewed_at.is_not(None)) >= 3
        and look.count(ScenarioExercise, ScenarioExercise.reviewed_at.is_(None)) == 1
    ),
    "every review of an exercise in its 24 hours": lambda look: all(
        (row.reviewed_at or look.now) - row.submitted_at <= timedelta(hours=24)
        for row in look.conn.execute(sa.select(ScenarioExercise.reviewed_at, ScenarioExercise.submitted_at))
    ),
    "every feedback in its 24 hours": lambda look: all(
        row.feedback_at - row.starts_at <= timedelta(hours=24)
        for row in look.conn.execute(sa.select(Session.feedback_at, Session.starts_at).where(Session.status == "held"))
    ),
    "every phase of an ended cycle on time": lambda look: not look.conn.execute(
        sa.select(CyclePhase.id)
        .join(Cycle, Cycle.id == CyclePhase.cycle_id)
        .where(Cycle.status == "closed", sa.func.date(CyclePhase.finished_at) > CyclePhase.planned_end)
    ).all(),
    "a private note of more than one person, and a shared one": lambda look: (
        len(set(look.conn.execute(sa.select(CoachNote.written_by).where(CoachNote.shared.is_(False))).scalars())) > 1
        and look.count(CoachNote, CoachNote.shared.is_(True))
    ),
    "evidence of a cycle and of an action": lambda look: (
        look.count(Evidence, Evidence.cycle_id.is_not(None)) and look.count(Evidence, Evidence.action_id.is_not(None))
    ),
    # Corrective actions, R3 and R21.
    **{f"a corrective action that is {one}": status(CorrectiveAction, one)
       for one in vocabulary.codes("action_status")},
    "one open and contained, one whose day of containment is open": lambda look: {
        contained is not None
        for contained in look.conn.execute(
            sa.select(CorrectiveAction.contained_on).where(CorrectiveAction.status == "open")
        ).scalars()
    } == {True, False},
    "one beside a cycle": lambda look: look.count(CorrectiveAction, CorrectiveAction.cycle_id.is_not(None)),
    "one from a signal": lambda look: look.count(ActionSignal),
    "one verified by somebody else": lambda look: look.count(
        CorrectiveAction, CorrectiveAction.verified_by != CorrectiveAction.owner_id
    ),
    "none of them is retraining alone": lambda look: not look.conn.execute(
        sa.select(ActionItem.action_id)
        .group_by(ActionItem.action_id)
        .having(sa.func.min(ActionItem.kind) == "retraining", sa.func.max(ActionItem.kind) == "retraining")
    ).all(),
    # Audits and charts, R19.
    **{f"an audit that is {one}": status(Audit, one) for one in vocabulary.codes("audit_status")},
    "a year of one audit, each drawn with a seed of its own": lambda look: (
        len({row.audit_seed for row in look.conn.execute(
            sa.select(Audit.seed.label("audit_seed")).where(Audit.title.like("Visit notes of%"))
        )}) >= 12
    ),
    "its p-chart may be believed": lambda look: look.notes_over_time().trend.control.trusted,  # type: ignore[union-attr]  # there is one
    "its baseline is frozen, and it has shifted, in a year as well as in all": lambda look: all(
        found.trend.run.frozen >= 4 and found.trend.run.shift
        for found in (look.notes_over_time(), look.notes_over_time(months=11))
    ),
    "one of its points is left out, with the reason": lambda look: [
        row.why for row in look.notes_over_time().trend.rows if row.part == "left_out" and row.why
    ],
    "signals enough for a chart with limits": lambda look: (
        trend_of_signals(look.conn, Wanted(), "month", look.today, look.settings).trend.control.trusted  # type: ignore[union-attr]  # there is one
    ),
    "missed visits enough for a g-chart": lambda look: g_chart(look.gaps()).trusted,
    "two assessors who do not always agree": lambda look: [one for one in look.audits() if one.disagreed],
    "findings noted as signals, and some that wait": lambda look: (
        look.count(Signal, Signal.audit_record_id.is_not(None)) >= 7
        and any(one.unmet for one in look.audits() if one.title.startswith("Route"))
    ),
    "records drawn for a second judgement": lambda look: look.count(AuditRecord, AuditRecord.twice.is_(True)),
    # Drift, R2 and R3.
    "R2a for a person, whose system is not in question": lambda look: [
        one for one in look.proposals("R2a") if one.staff and not one.advice
    ],
    "R2a for a team, with “look at the system”": lambda look: [
        one for one in look.proposals("R2a") if not one.staff and one.advice.startswith("Look at the system")
    ],
    **{f"{rule} proposes": proposed(rule) for rule in ("R2b", "R2c", "R2d")},
    "one was set aside with a reason, and stays away": lambda look: [
        one for one in dismissed_rows(look.conn, look.today, look.settings) if one.hides and one.reason
    ],
    **{f"a signal decided as {one}": some(Signal, Signal.triage == one)
       for one in vocabulary.codes("triage")},
    **{f"a signal from {one}": some(Signal, Signal.source == one)
       for one in vocabulary.codes("signal_source")},
    "a signal that names nobody and no standard": lambda look: look.count(
        Signal, Signal.staff_id.is_(None), Signal.standard_id.is_(None)
    ),
    # Competence, R16.
    **{f"somebody who is {one}": standing(one)
       for one in ("current", "expiring", "expired", "in_coaching", "not_verified")},
    "competence out of a cycle": lambda look: look.count(Competence, Competence.cycle_id.is_not(None)) >= 4,
    "an offer of a closed cycle that waits": lambda look: any(
        offer_after(look.conn, one, look.settings)
        for one in look.conn.execute(sa.select(Cycle.id).where(Cycle.status == "closed")).scalars()
    ),
    "a record withdrawn": lambda look: look.count(Competence, Competence.withdrawn_at.is_not(None)) == 1,
    "somebody who needs support": lambda look: look.count(Competence, Competence.result == "needs_support"),
    # Standards, templates, people.
    **{f"a version that is {one}": status(StandardVersion, one) for one in vocabulary.codes("version_status")},
    "a draft beside a version in force": lambda look: look.count(
        StandardVersion, StandardVersion.status == "draft", StandardVersion.number == 2
    ),
    "a cycle under a version that is retired now": lambda look: look.conn.execute(
        sa.select(Cycle.id)
        .join(StandardVersion, StandardVersion.id == Cycle.version_id)
        .where(StandardVersion.status == "retired")
    ).all(),
    "an own template and shipped ones, all usable": lambda look: (
        {one.own for one in all_templates(look.conn)} == {True, False}
        and all(one.usable for one in all_templates(look.conn))
    ),
    "somebody who left": lambda look: look.count(Staff, Staff.left_on < look.today),
    "somebody on leave": lambda look: look.count(Staff, Staff.on_leave.is_(True)),
    "somebody who moved": lambda look: look.count(Posting, Posting.ends_on.is_not(None)),
    "somebody new": lambda look: look.count(Staff, Staff.hired_on > look.today - timedelta(days=60)),
    "40 people": lambda look: look.count(Staff) == 40,
    # Late entries, R10: one signal and one competence record, and nothing else.
    "one signal entered late": lambda look: look.count(Signal, Signal.late_entry.is_(True)) == 1,
    "one competence record entered late": lambda look: look.count(Competence, Competence.late_entry.is_(True)) == 1,
    "a few things are late, and no more": lambda look: {"sustain", "competence"} == look.late(),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_the_sample_shows(desk: Desk, state: str) -> None:
    with desk.read() as conn:
        assert STATES[state](Look(conn, MOMENT))


@pytest.mark.slow
@pytest.mark.parametrize("now", OTHER_MOMENTS, ids=lambda now: f"{now:%Y-%m-%d %H:%M}")
def test_it_shows_the_same_on_any_day(sample_of: Files, now: datetime) -> None:
    with open_desk(sample_of(now), mode="read", clock=lambda: now) as desk, desk.read() as conn:
        look = Look(conn, now)
        assert [state for state, ask in STATES.items() if not ask(look)] == []


@pytest.mark.slow
@pytest.mark.parametrize("now", [MOMENT, *OTHER_MOMENTS], ids=lambda now: f"{now:%Y-%m-%d %H:%M}")
def test_nothing_in_it_could_not_have_been_so(sample_of: Files, now: datetime) -> None:
    with open_desk(sample_of(now), mode="read", clock=lambda: now) as desk:
        with desk.read() as conn:
            look = Look(conn, now)
            found = [*_ahead(look), *_not_there(look), *_days_off(look), *_named(look)]
        assert found == []
        assert check(desk).sound


def _ahead(look: Look) -> Iterator[str]:
    """What lies in the future and is not planned."""
    for family, cls in FAMILIES.items():
        for column in table(cls).columns:
            if column.name in MAY_LIE_AHEAD or not isinstance(column.type, sa.Date | sa.DateTime):
                continue
            limit = look.now if isinstance(column.type, sa.DateTime) else look.today
            if count := look.count(cls, column > limit):
                yield f"{count} of {family}.{column.name} lie ahead"
    if count := look.count(Session, Session.status == "held", Session.starts_at > look.now):
        yield f"{count} sessions were held ahead"


def _not_there(look: Look) -> Iterator[str]:
    """Whoever was coached, seen or assessed before they came or after they left."""
    people = {row.id: row for row in look.conn.execute(sa.select(table(Staff)))}
    came = sa.select(SessionCoachee.staff_id, Session.starts_at).join(Session, Session.id == SessionCoachee.session_id)
    coached = sa.select(Coachee.staff_id, Cycle.opened_on).join(Cycle, Cycle.id == Coachee.cycle_id)
    asked = [("session", came), ("cycle", coached)]
    asked += [(what, sa.select(who, when).where(who.is_not(None), when.is_not(None))) for what, who, when in AT_WORK]
    for what, statement in asked:
        for staff_id, when in look.conn.execute(statement):
            day: date = when.astimezone(look.now.tzinfo).date() if isinstance(when, datetime) else when
            one = people[staff_id]
            if day < one.hired_on or (one.left_on is not None and day > one.left_on):
                yield f"{what} of {one.first_name} {one.last_name} on {day}"


def _days_off(look: Look) -> Iterator[str]:
    """What was recorded when nobody works; only the exercise that waits came in on the evening before."""
    calendar = WorkCalendar(names.STATE)
    for at, label in look.conn.execute(sa.select(trail.ENTRY.c.at, trail.ENTRY.c.label)):
        day = at.astimezone(look.now.tzinfo).date()
        recent = at > look.now - timedelta(hours=17) and "scenario exercise" in label
        if not calendar.is_open(day) and not recent:
            yield f"{label} on {day}, {calendar.why_closed(day)}"


def _named(look: Look) -> Iterator[str]:
    """Texts that give somebody away, or name people of the agency where reference codes belong (R22)."""
    known = roster(look.conn)
    for family, cls in FAMILIES.items():
        for column in table(cls).columns:
            if family in NAMES_BELONG_IN or not isinstance(column.type, sa.Text) or column.name == "escalated_to":
                continue
            for text in look.conn.execute(sa.select(column).where(column != "")).scalars():
                for found in find(text, known):
                    yield f"{family}.{column.name}: {found.words} in “{text}”"


def test_the_same_seed_and_moment_give_the_same_records(sample_of: Files, tmp_path: Path) -> None:
    told = []
    for path in (sample_of(MOMENT), made(tmp_path, MOMENT)):
        with open_desk(path, mode="read") as desk, desk.read() as conn:
            entries = sa.select(trail.ENTRY.c.at, trail.ENTRY.c.actor_name, trail.ENTRY.c.changes)
            rows = conn.execute(entries.where(trail.ENTRY.c.seq > 1))  # the first one names the desk
            told.append([(at, who, sorted(json.loads(changes), key=str)) for at, who, changes in rows])
    assert told[0] == told[1]
    everybody = {who for _, who, _ in told[0]}
    assert everybody == {"Anna Petrov", "Renee Okafor", "Luis Marín", "Soo-jin Kim", "Marcus Reed"}
