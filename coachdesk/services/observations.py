"""Use cases about observations: practice seen, live or simulated, rated criterion by criterion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from coachdesk.errors import Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.records.sessions import Observation, Rating
from coachdesk.records.sessions import Session as CoachingSession
from coachdesk.records.standards import Criterion
from coachdesk.services.checks import Problems, assign, is_late, numbered
from coachdesk.services.guards import must_be_coachees, must_work_here, working_cycle
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change

FIELDS = ("session_id", "staff_id", "observer_id", "observed_at", "setting", "consent", "deidentified", "note")


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
    delivery needs the participant's consent.
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
    problems.need("ratings", ratings, translate("Observations", "At least one rated criterion"))
    known = set(change.session.scalars(sa.select(Criterion.id).where(Criterion.version_id == observation.version_id)))
    if set(ratings) - known:
        problems.add("ratings", translate("Observations", "A rated criterion is of another standard version."))
    for result in ratings.values():
        problems.one_of("ratings", result, "rating")
    problems.refuse(translate("Observations", "The observation was not saved."))
