"""Use cases about observations: practice seen, live or simulated, rated criterion by criterion."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from coachdesk.errors import Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.records.sessions import Observation, Rating
from coachdesk.records.sessions import Session as CoachingSession
from coachdesk.records.standards import Criterion
from coachdesk.services.checks import Problems, assign, is_late, newly_late, numbered
from coachdesk.services.guards import must_be_coachees, must_work_here, working_cycle
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change

FIELDS = (
    "session_id",
    "staff_id",
    "observer_id",
    "observed_at",
    "setting",
    "consent",
    "deidentified",
    "paired_with_id",
    "note",
)
EDITABLE = tuple(field for field in FIELDS if field != "paired_with_id")


@use_case("observation.record", QT_TRANSLATE_NOOP("Do", "Record an observation"))
def record_observation(
    change: Change,
    cycle_id: int | None,
    values: Mapping[str, Any],
    ratings: Mapping[int, str],
    version_id: int | None = None,
) -> int:
    """Record an observation (FIELDS) with a rating per criterion id. Gives its id.

    In a cycle the criteria are those of the cycle's own standard version; elsewhere name `version_id`. Observing live
    delivery needs the participant's consent.  paired_with_id: another observer's record of the same event; how far the
    two agree is then told.
    """
    if cycle_id is not None:
        version_id = working_cycle(change, cycle_id).version_id
    if version_id is None:
        raise Refused(
            translate("Observations", "Choose the standard first: an observation rates its criteria."),
            to_do=translate("Observations", "Name the cycle's standard version, then record the observation."),
        )
    observation = Observation(
        number=numbered(change, "observation"),
        cycle_id=cycle_id,
        version_id=version_id,
        recorded_at=change.now,
        recorded_by=change.profile_id,
    )
    assign(observation, values, FIELDS)
    _check(change, observation, values, ratings)
    observation.late_entry = is_late(change, observation.observed_at)
    change.add(observation)
    for criterion_id, result in ratings.items():
        change.session.add(Rating(observation_id=observation.id, criterion_id=criterion_id, result=result))
    change.label = translate("Do", "Record observation {number}").format(number=observation.number)
    return observation.id


@use_case("observation.edit", QT_TRANSLATE_NOOP("Do", "Correct an observation"))
def edit_observation(
    change: Change, observation_id: int, values: Mapping[str, Any], ratings: Mapping[int, str] | None = None
) -> None:
    """Correct what an observation says (EDITABLE) and its ratings (None: as they are), while its cycle is open.

    The trail keeps what it said before; once the cycle has ended an amendment says it instead (R9). Another observer's
    view of the same event stays paired with it, so the two still have to be of one person and day.
    """
    observation = change.get(Observation, observation_id)
    if observation.cycle_id is not None:
        working_cycle(change, observation.cycle_id)
    before = observation.observed_at
    kept = {row.criterion_id: row for row in change.session.scalars(
        sa.select(Rating).where(Rating.observation_id == observation.id))}  # fmt: skip
    wanted = {key: row.result for key, row in kept.items()} if ratings is None else ratings
    assign(observation, values, EDITABLE)
    with change.session.no_autoflush:
        _check(change, observation, {field: getattr(observation, field) for field in EDITABLE}, wanted)
    observation.late_entry = observation.late_entry or newly_late(change, before, observation.observed_at)
    for criterion_id, result in wanted.items():
        if criterion_id in kept:
            kept[criterion_id].result = result
        else:
            change.session.add(Rating(observation_id=observation.id, criterion_id=criterion_id, result=result))
    for criterion_id in kept.keys() - wanted.keys():
        change.session.delete(kept[criterion_id])
    change.label = translate("Do", "Correct observation {number}").format(number=observation.number)


def _check(change: Change, observation: Observation, values: Mapping[str, Any], ratings: Mapping[int, str]) -> None:
    problems = Problems()
    problems.need("staff_id", observation.staff_id, translate("Observations", "Who was observed"))
    problems.need("observer_id", observation.observer_id, translate("Observations", "Who observed"))
    problems.need("observed_at", observation.observed_at, translate("Observations", "When it was"))
    problems.one_of("setting", observation.setting or "", "setting")
    if values.get("observed_at") is not None and observation.observed_at > change.now:
        problems.add("observed_at", translate("Observations", "This moment is in the future."))
    if values.get("staff_id") is not None and observation.staff_id == observation.observer_id:
        problems.add("observer_id", translate("Observations", "Nobody observes themselves."))
    if observation.setting == "live" and not observation.consent:
        text = translate("Observations", "Observing live delivery needs the participant's consent; confirm it.")
        problems.add("consent", text)
    must_work_here(change, observation.observer_id, "observer_id", problems)
    if values.get("staff_id") is not None:
        must_be_coachees(change, observation.cycle_id, [observation.staff_id], problems)
    if observation.session_id is not None:
        session = change.get(CoachingSession, observation.session_id)
        if session.cycle_id != observation.cycle_id:
            problems.add("session_id", translate("Observations", "That session belongs to another cycle."))
    if observation.paired_with_id is not None:
        _check_pair(change, observation, change.get(Observation, observation.paired_with_id), problems)
    if observation.id is not None:
        second = sa.select(Observation).where(Observation.paired_with_id == observation.id)
        for other in change.session.scalars(second):
            _check_pair(change, other, observation, problems)
    problems.need("ratings", ratings, translate("Observations", "At least one rated criterion"))
    known = set(change.session.scalars(sa.select(Criterion.id).where(Criterion.version_id == observation.version_id)))
    if set(ratings) - known:
        problems.add("ratings", translate("Observations", "A rated criterion is of another standard version."))
    for result in ratings.values():
        problems.one_of("ratings", result, "rating")
    problems.refuse(translate("Observations", "The observation was not saved."))


@use_case("observation.pair", QT_TRANSLATE_NOOP("Do", "Pair two observations"))
def pair_observations(change: Change, observation_id: int, first_id: int | None) -> None:
    """Say that an observation is a second observer's view of the event of another one; None takes that back."""
    observation = change.get(Observation, observation_id)
    if observation.cycle_id is not None:
        working_cycle(change, observation.cycle_id)
    if first_id is not None:
        problems = Problems()
        _check_pair(change, observation, change.get(Observation, first_id), problems)
        problems.refuse(translate("Observations", "The two observations were not paired."))
    observation.paired_with_id = first_id
    change.label = translate("Do", "Pair observation {number}").format(number=observation.number)


def _check_pair(change: Change, second: Observation, first: Observation, problems: Problems) -> None:
    """Two views of one event: the same person and standard on the same day, by two people, and no third."""
    field = "paired_with_id"
    if first.id == second.id or first.paired_with_id is not None:
        problems.add(field, translate("Observations", "Choose the first observer's own record."))
        return
    if first.observer_id == second.observer_id:
        problems.add(field, translate("Observations", "A second view needs another observer."))
    if (first.staff_id, first.cycle_id, first.version_id) != (second.staff_id, second.cycle_id, second.version_id):
        problems.add(field, translate("Observations", "That observation is of another person, cycle or standard."))
    seen_on: datetime | None = second.observed_at
    if seen_on is not None and first.observed_at.astimezone().date() != seen_on.astimezone().date():
        problems.add(field, translate("Observations", "That observation was made on another day."))
    others = sa.select(Observation.id).where(Observation.paired_with_id == first.id, Observation.id != second.id)
    with change.session.no_autoflush:
        if change.session.scalar(others) is not None:
            problems.add(field, translate("Observations", "That observation has a second view already."))
