"""Use cases about measures: counting records that met the target criteria, before and after coaching."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.errors import Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.records.cycles import Cycle, CycleCriterion, CycleSignal, Measure, MeasureCriterion
from coachdesk.records.standards import Criterion
from coachdesk.services.checks import Problems, assign, is_late
from coachdesk.services.guards import must_work_here, working_cycle
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change

FIELDS = (
    "method",
    "measured_on",
    "records_from",
    "records_to",
    "met",
    "total",
    "not_applicable",
    "triggers_excluded",
    "assessor_id",
    "note",
)


@use_case("measure.record", QT_TRANSLATE_NOOP("Do", "Record a measure"))
def record_measure(
    change: Change, cycle_id: int, stage: str, values: Mapping[str, Any], criterion_ids: Sequence[int] | None = None
) -> int:
    """Record a baseline or post measure (FIELDS) over the cycle's target criteria, or the given ones. Gives its id.

    The signals that opened the cycle stay out of the baseline (R4): triggers_excluded says how many records that were.
    """
    cycle = working_cycle(change, cycle_id)
    if cycle.version_id is None:
        raise Refused(
            translate("Measures", "Choose the cycle's standard first: a measure judges its criteria."),
            to_do=translate("Measures", "Name the standard version in the cycle, then record the measure."),
        )
    targets = list(
        change.session.scalars(sa.select(CycleCriterion.criterion_id).where(CycleCriterion.cycle_id == cycle_id))
    )
    chosen = list(dict.fromkeys(criterion_ids)) if criterion_ids is not None else targets
    measure = Measure(
        cycle_id=cycle_id,
        stage=stage,
        version_id=cycle.version_id,
        recorded_at=change.now,
        not_applicable=0,
        triggers_excluded=0,
    )
    if stage == "baseline":
        measure.triggers_excluded = int(
            change.session.scalar(sa.select(sa.func.count()).where(CycleSignal.cycle_id == cycle_id)) or 0
        )
    assign(measure, values, FIELDS)
    _check(change, cycle, measure, chosen)
    measure.late_entry = is_late(change, measure.measured_on)
    change.add(measure)
    for criterion_id in chosen:
        change.session.add(MeasureCriterion(measure_id=measure.id, criterion_id=criterion_id))
    change.label = translate("Do", "Record a measure of {number}: {stage}").format(
        number=cycle.number, stage=vocabulary.label("measure_stage", stage).lower()
    )
    return measure.id


@use_case("measure.remove", QT_TRANSLATE_NOOP("Do", "Remove a measure"))
def remove_measure(change: Change, measure_id: int) -> None:
    """Take back a measure entered by mistake. A baseline stays once the success rule is locked (R5)."""
    measure = change.get(Measure, measure_id)
    cycle = working_cycle(change, measure.cycle_id)
    if measure.stage == "baseline" and cycle.rule_locked_at is not None:
        raise Refused(
            translate("Measures", "The baseline is fixed since the success rule was locked (R5)."),
            to_do=translate("Measures", "Add an amendment that says what is wrong with it."),
        )
    for row in change.session.scalars(sa.select(MeasureCriterion).where(MeasureCriterion.measure_id == measure_id)):
        change.session.delete(row)
    change.session.flush()
    change.session.delete(measure)
    change.label = translate("Do", "Remove a measure of {number}").format(number=cycle.number)


def _check(change: Change, cycle: Cycle, measure: Measure, criterion_ids: Sequence[int]) -> None:
    problems = Problems()
    problems.one_of("stage", measure.stage, "measure_stage")
    problems.one_of("method", measure.method or "", "measure_method")
    problems.need("assessor_id", measure.assessor_id, translate("Measures", "Who judged the records"))
    must_work_here(change, measure.assessor_id, "assessor_id", problems)
    for field in ("met", "total", "not_applicable", "triggers_excluded"):
        value = getattr(measure, field)
        if value is None or value < 0:
            problems.add(field, translate("Measures", "Give a whole number, 0 or more."))
    if not problems and measure.met > measure.total:
        problems.add("met", translate("Measures", "More records met the criteria than were judged."))
    if measure.measured_on is None:
        problems.add("measured_on", translate("Measures", "The day it was measured is needed."))
    elif measure.measured_on > change.today:
        problems.add("measured_on", translate("Measures", "This day is in the future."))
    problems.not_after(
        "records_to",
        measure.records_from,
        measure.records_to,
        translate("Measures", "The last day is before the first."),
    )
    problems.need("criterion_ids", criterion_ids, translate("Measures", "At least one criterion"))
    known = set(change.session.scalars(sa.select(Criterion.id).where(Criterion.version_id == cycle.version_id)))
    if set(criterion_ids) - known:
        problems.add("criterion_ids", translate("Measures", "A criterion is of another standard version."))
    problems.refuse(translate("Measures", "The measure was not saved."))
