"""The next step of a cycle as a SQL expression giving a code (vocabulary: next_step), cheap enough for a list.

It asks the main questions of the gates (coachdesk/rules/gate_*.py) in their order. The gates themselves decide: where a
list says "Go on to Validate", the gate may still name a finer point.
"""

from __future__ import annotations

import sqlalchemy as sa

from coachdesk.records.base import table
from coachdesk.records.cycles import Coachee, Cycle, CycleCriterion, Measure, SustainCheck
from coachdesk.records.scenarios import ScenarioExercise
from coachdesk.records.sessions import Observation, Session, SessionCoachee
from coachdesk.records.standards import StandardVersion
from coachdesk.rules.gate_validate import OBSERVED
from coachdesk.vocabulary import codes

CYCLE, COACHEE, TARGET, MEASURE = table(Cycle), table(Coachee), table(CycleCriterion), table(Measure)
SESSION, ATTENDED, OBSERVATION = table(Session), table(SessionCoachee), table(Observation)
VERSION, SUSTAIN, EXERCISE = table(StandardVersion), table(SustainCheck), table(ScenarioExercise)

# Who is asked for nothing more: their part ended early, with a next step (see CoacheeFacts.excused).
_STILL_COACHED = sa.and_(
    COACHEE.c.cycle_id == CYCLE.c.id, sa.not_(sa.and_(COACHEE.c.outcome == "incomplete", COACHEE.c.next_step != ""))
)
_OF_CYCLE = SESSION.c.cycle_id == CYCLE.c.id
_HELD = sa.and_(_OF_CYCLE, SESSION.c.status == "held")
_EXERCISED = EXERCISE.c.cycle_id == CYCLE.c.id


def _some(of: sa.FromClause, *tests: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists(sa.select(sa.literal(1)).select_from(of).where(*tests).correlate(CYCLE, COACHEE))


def _measured(stage: str) -> sa.ColumnElement[bool]:
    return _some(MEASURE, MEASURE.c.cycle_id == CYCLE.c.id, MEASURE.c.stage == stage, MEASURE.c.total > 0)


def _source(code: str) -> sa.ColumnElement[bool]:
    # A list of codes is kept as JSON; its text holds each code in quotes on every database.
    return sa.cast(SESSION.c.data_sources, sa.String).like(f'%"{code}"%')


def _coachee_without(*tests: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Some coachee still coached for whom no session passes."""
    came = ATTENDED.join(SESSION, SESSION.c.id == ATTENDED.c.session_id)
    has = _some(came, _HELD, ATTENDED.c.staff_id == COACHEE.c.staff_id, *tests)
    lacking = sa.select(sa.literal(1)).select_from(COACHEE).where(_STILL_COACHED, sa.not_(has))
    return sa.exists(lacking.correlate(CYCLE))


_UNCONFIRMED = sa.exists(
    sa.select(sa.literal(1))
    .select_from(COACHEE)
    .where(
        _STILL_COACHED,
        sa.not_(
            _some(
                OBSERVATION,
                OBSERVATION.c.cycle_id == CYCLE.c.id,
                OBSERVATION.c.staff_id == COACHEE.c.staff_id,
                OBSERVATION.c.observer_id == CYCLE.c.validator_id,
                OBSERVATION.c.setting == "live",
            )
        ),
    )
    .correlate(CYCLE)
)

_DIAGNOSE = sa.case(
    (sa.not_(_some(VERSION, VERSION.c.id == CYCLE.c.version_id, VERSION.c.status == "published")), "choose_standard"),
    (sa.not_(_some(TARGET, TARGET.c.cycle_id == CYCLE.c.id)), "choose_criteria"),
    (sa.not_(_some(COACHEE, COACHEE.c.cycle_id == CYCLE.c.id).correlate(CYCLE)), "name_coachees"),
    (sa.or_(CYCLE.c.coach_id.is_(None), CYCLE.c.validator_id.is_(None)), "name_people"),
    (CYCLE.c.cause == "", "name_cause"),
    (sa.not_(_measured("baseline")), "measure_baseline"),
    (
        sa.or_(
            CYCLE.c.rule_measure == "",
            CYCLE.c.rule_direction == "",
            CYCLE.c.rule_threshold.is_(None),
            CYCLE.c.rule_smallest_count.is_(None),
        ),
        "set_rule",
    ),
    (sa.or_(CYCLE.c.evidence_wanted == "", CYCLE.c.follow_up_on.is_(None)), "settle_follow_up"),
    else_="gate_coach",
)
_COACH = sa.case(
    (_coachee_without(), "hold_sessions"),
    (_coachee_without(SESSION.c.feedback_at.is_not(None)), "give_feedback"),
    (
        sa.not_(
            sa.or_(_some(SESSION, _HELD, _source(OBSERVED)), _some(OBSERVATION, OBSERVATION.c.cycle_id == CYCLE.c.id))
        ),
        "observe",
    ),
    (_some(EXERCISE, _EXERCISED, EXERCISE.c.reviewed_at.is_(None)), "review_scenario"),
    (
        sa.not_(
            sa.or_(
                _some(SESSION, _HELD, sa.or_(*(_source(code) for code in codes("data_source") if code != OBSERVED))),
                _some(EXERCISE, _EXERCISED),  # reviewed by now; a reviewed exercise is a product review (R6)
            )
        ),
        "second_source",
    ),
    else_="gate_validate",
)
_VALIDATE = sa.case((_UNCONFIRMED, "confirm_live"), (sa.not_(_measured("post")), "measure_post"), else_="close_cycle")

NEXT_STEP: sa.ColumnElement[str] = sa.case(
    (CYCLE.c.status == "diagnosing", _DIAGNOSE),
    (CYCLE.c.status == "coaching", _COACH),
    (CYCLE.c.status == "validating", _VALIDATE),
    (CYCLE.c.status == "paused", "resume"),
    (CYCLE.c.status.in_(("proposed", "escalated")), "decide"),
    (
        sa.and_(
            CYCLE.c.status == "closed", _some(SUSTAIN, SUSTAIN.c.cycle_id == CYCLE.c.id, SUSTAIN.c.status == "due")
        ),
        "sustain",
    ),
    else_="",
)
"""What a cycle waits for; "" when it waits for nothing. An expression on the cycle table."""
