"""Use cases about scenario exercises: a coachee's answer to a made-up case, and its review with rating and feedback."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from coachdesk.errors import Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.records.scenarios import ScenarioExercise, ScenarioRating
from coachdesk.records.standards import Criterion, StandardVersion
from coachdesk.services.checks import Problems, assign, is_late, newly_late, numbered
from coachdesk.services.guards import must_be_coachees, must_work_here, working_cycle
from coachdesk.services.planned_steps import wait_again
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change

FIELDS = ("staff_id", "scenario", "answer", "submitted_at", "reviewer_id")
REVIEW_FIELDS = ("reviewer_id", "reviewed_at", "feedback")


@use_case("scenario.submit", QT_TRANSLATE_NOOP("Do", "Hand in a scenario exercise"))
def submit_scenario(change: Change, cycle_id: int, values: Mapping[str, Any]) -> int:
    """Take in a coachee's answer to a scenario (FIELDS). Gives its id; from here its review has a clock (R10).

    Without a scenario text the standard version's own is taken. `reviewer_id` says who is to review it, if known.
    """
    cycle = working_cycle(change, cycle_id)
    if cycle.version_id is None:
        raise Refused(
            translate("Scenarios", "Choose the cycle's standard first: a scenario is judged by its criteria."),
            to_do=translate("Scenarios", "Name the standard version in the cycle, then add the exercise."),
        )
    exercise = ScenarioExercise(
        number=numbered(change, "scenario_exercise"),
        cycle_id=cycle_id,
        version_id=cycle.version_id,
        recorded_at=change.now,
        recorded_by=change.profile_id,
    )
    assign(exercise, values, FIELDS)
    exercise.scenario = exercise.scenario or change.get(StandardVersion, cycle.version_id).scenario
    _check_submission(change, exercise, {field: values.get(field) for field in FIELDS})
    exercise.late_entry = is_late(change, exercise.submitted_at)
    change.label = translate("Do", "Hand in scenario exercise {number}").format(number=exercise.number)
    return change.add(exercise).id


@use_case("scenario.edit", QT_TRANSLATE_NOOP("Do", "Correct a scenario exercise"))
def edit_scenario(change: Change, exercise_id: int, values: Mapping[str, Any]) -> None:
    """Correct what an exercise says (FIELDS) while its cycle is open: whose it is, the case, the answer, its moment.

    The trail keeps what it said before; once the cycle has ended an amendment says it instead (R9). A review that was
    made already stays, and whoever corrects is told to look at it again. Steps planned for somebody else wait again.
    """
    exercise = change.get(ScenarioExercise, exercise_id)
    working_cycle(change, exercise.cycle_id)
    before = {field: getattr(exercise, field) for field in FIELDS}
    assign(exercise, values, FIELDS)
    with change.session.no_autoflush:
        _check_submission(change, exercise, {field: getattr(exercise, field) for field in FIELDS})
    exercise.late_entry = exercise.late_entry or newly_late(change, before["submitted_at"], exercise.submitted_at)
    if exercise.staff_id != before["staff_id"]:
        wait_again(change, "scenario_exercise", exercise.id, exercise.staff_id)
    judged = ("staff_id", "scenario", "answer")
    if exercise.reviewed_at is not None and any(getattr(exercise, field) != before[field] for field in judged):
        change.notes.append(
            translate("Scenarios", "Its review was made of what it said before; look whether it still holds.")
        )
    change.label = translate("Do", "Correct scenario exercise {number}").format(number=exercise.number)


@use_case("scenario.review", QT_TRANSLATE_NOOP("Do", "Review a scenario exercise"))
def review_scenario(change: Change, exercise_id: int, values: Mapping[str, Any], ratings: Mapping[int, str]) -> None:
    """Review an exercise (REVIEW_FIELDS) with a rating per criterion id of its standard version (R6, R10).

    Reviewing again corrects the review; the trail keeps what stood there before.
    """
    exercise = change.get(ScenarioExercise, exercise_id)
    working_cycle(change, exercise.cycle_id)
    assign(exercise, values, REVIEW_FIELDS)
    problems = Problems()
    problems.need("reviewer_id", exercise.reviewer_id, translate("Scenarios", "Who reviewed it"))
    problems.need("reviewed_at", exercise.reviewed_at, translate("Scenarios", "When it was reviewed"))
    problems.need("feedback", exercise.feedback, translate("Scenarios", "The feedback"))
    if exercise.reviewed_at is not None and exercise.reviewed_at < exercise.submitted_at:
        problems.add("reviewed_at", translate("Scenarios", "The review is before the exercise was handed in."))
    if exercise.reviewed_at is not None and exercise.reviewed_at > change.now:
        problems.add("reviewed_at", translate("Scenarios", "This moment is in the future."))
    problems.need("ratings", ratings, translate("Scenarios", "At least one rated criterion"))
    with change.session.no_autoflush:
        _check_reviewer(change, exercise, problems)
        known = set(change.session.scalars(sa.select(Criterion.id).where(Criterion.version_id == exercise.version_id)))
    if set(ratings) - known:
        problems.add("ratings", translate("Scenarios", "A rated criterion is of another standard version."))
    for result in ratings.values():
        problems.one_of("ratings", result, "rating")
    problems.refuse(translate("Scenarios", "The review was not saved."))
    if exercise.reviewed_at is not None:
        exercise.late_entry = exercise.late_entry or is_late(change, exercise.reviewed_at)
    _set_ratings(change, exercise_id, ratings)
    change.label = translate("Do", "Review scenario exercise {number}").format(number=exercise.number)


def _check_submission(change: Change, exercise: ScenarioExercise, given: Mapping[str, Any]) -> None:
    """Refuse an exercise that cannot be. given: its FIELDS, None where nothing was said."""
    problems = Problems()
    problems.need("staff_id", given["staff_id"], translate("Scenarios", "Whose exercise it is"))
    problems.need("submitted_at", given["submitted_at"], translate("Scenarios", "When it was handed in"))
    problems.need("scenario", exercise.scenario, translate("Scenarios", "The scenario"))
    if given["submitted_at"] is not None and exercise.submitted_at > change.now:
        problems.add("submitted_at", translate("Scenarios", "This moment is in the future."))
    elif given["submitted_at"] is not None and exercise.reviewed_at and exercise.submitted_at > exercise.reviewed_at:
        problems.add("submitted_at", translate("Scenarios", "It was reviewed before this moment."), "R10")
    if given["staff_id"] is not None:
        must_be_coachees(change, exercise.cycle_id, [exercise.staff_id], problems)
    _check_reviewer(change, exercise, problems)
    problems.refuse(translate("Scenarios", "The exercise was not saved."))


def _check_reviewer(change: Change, exercise: ScenarioExercise, problems: Problems) -> None:
    must_work_here(change, exercise.reviewer_id, "reviewer_id", problems)
    if exercise.reviewer_id is not None and exercise.reviewer_id == exercise.staff_id:
        problems.add("reviewer_id", translate("Scenarios", "Nobody reviews their own exercise."))


def _set_ratings(change: Change, exercise_id: int, ratings: Mapping[int, str]) -> None:
    statement = sa.select(ScenarioRating).where(ScenarioRating.exercise_id == exercise_id)
    kept = {row.criterion_id: row for row in change.session.scalars(statement)}
    for criterion_id, row in kept.items():
        if criterion_id in ratings:
            row.result = ratings[criterion_id]
        else:
            change.session.delete(row)
    for criterion_id, result in ratings.items():
        if criterion_id not in kept:
            change.session.add(ScenarioRating(exercise_id=exercise_id, criterion_id=criterion_id, result=result))
    change.session.flush()
