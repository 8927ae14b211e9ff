"""Use cases about measures: records counted, times, events or ratings, before and after coaching (R4, R7, R18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.errors import Problem, Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.records.audits import Audit
from coachdesk.records.cycles import Cycle, CycleCriterion, CycleSignal, Measure, MeasureCriterion
from coachdesk.records.standards import Criterion, StandardMeasure
from coachdesk.rules.measured import levels_from, per_and_unit, times_from
from coachdesk.services.checks import Problems, assign, is_late
from coachdesk.services.guards import must_work_here, working_cycle
from coachdesk.services.planned_steps import wait_again
from coachdesk.services.standard_measures import check_link
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change

FIELDS = (
    "kind",
    "method",
    "measured_on",
    "records_from",
    "records_to",
    "met",
    "total",
    "not_applicable",
    "figures",
    "events",
    "exposure",
    "unit",
    "standard_measure_id",
    "audit_id",
    "triggers_excluded",
    "triggers_included",
    "assessor_id",
    "note",
)


@use_case("measure.record", QT_TRANSLATE_NOOP("Do", "Record a measure"))
def record_measure(
    change: Change, cycle_id: int, stage: str, values: Mapping[str, Any], criterion_ids: Sequence[int] | None = None
) -> int:
    """Record a baseline or post measure (FIELDS) over the cycle's target criteria, or the given ones. Gives its id.

    It is what the success rule counts unless another kind or measure of the standard (standard_measure_id) is given.
    figures: times or ratings, as a list or as people type them ("4.5, 6").  The signals that opened the cycle stay out
    of the baseline (R4): triggers_excluded says how many records that were, triggers_included that some are still among
    those judged.
    """
    cycle = working_cycle(change, cycle_id)
    if cycle.version_id is None:
        raise Refused(
            translate("Measures", "Choose the cycle's standard first: a measure judges its criteria."),
            to_do=translate("Measures", "Name the standard version in the cycle, then record the measure."),
        )
    if stage == "baseline" and cycle.rule_locked_at is not None:
        raise Refused(
            translate("Measures", "The baseline is fixed since the success rule was locked (R5)."),
            kept=translate("Measures", "Nothing was saved; what you typed is still there."),
            to_do=translate("Measures", "Add an amendment that says what is wrong with it."),
        )
    targets = list(
        change.session.scalars(sa.select(CycleCriterion.criterion_id).where(CycleCriterion.cycle_id == cycle_id))
    )
    chosen = list(dict.fromkeys(criterion_ids)) if criterion_ids is not None else targets
    own = _own(change, cycle, values)
    kind = values.get("kind") or (own.kind if own is not None else cycle.rule_kind)
    problems = Problems()
    problems.one_of("kind", kind, "measure_kind")
    problems.refuse(translate("Measures", "The measure was not saved."))
    measure = Measure(
        cycle_id=cycle_id,
        stage=stage,
        version_id=cycle.version_id,
        recorded_at=change.now,
        met=0,
        total=0,
        not_applicable=0,
        triggers_excluded=0,
        unit=_unit(cycle, kind, own),
        standard_measure_id=own.id if own is not None else None,
    )
    if stage == "baseline" and not values.get("triggers_included"):
        measure.triggers_excluded = int(
            change.session.scalar(sa.select(sa.func.count()).where(CycleSignal.cycle_id == cycle_id)) or 0
        )
    assign(measure, _typed(values, kind) | {"kind": kind}, FIELDS)
    _check(change, cycle, measure, chosen)
    measure.late_entry = is_late(change, measure.measured_on)
    change.add(measure)
    for criterion_id in chosen:
        change.session.add(MeasureCriterion(measure_id=measure.id, criterion_id=criterion_id))
    change.label = translate("Do", "Record a measure of {number}: {stage}").format(
        number=cycle.number, stage=vocabulary.label("measure_stage", stage).lower()
    )
    return measure.id


def _own(change: Change, cycle: Cycle, values: Mapping[str, Any]) -> StandardMeasure | None:
    """The measure of the standard that is recorded: the one named, else the rule's where its kind is recorded."""
    wanted = values.get("standard_measure_id")
    if "standard_measure_id" not in values and values.get("kind") in (None, "", cycle.rule_kind):
        wanted = cycle.rule_standard_measure_id
    return None if wanted is None else change.get(StandardMeasure, wanted)


def _unit(cycle: Cycle, kind: str, own: StandardMeasure | None) -> str:
    """The unit of times, or of what a rate's exposure counts: as the rule names it, or the standard's other measure."""
    unit = cycle.rule_unit if kind == cycle.rule_kind else ""
    if own is not None and own.id != cycle.rule_standard_measure_id:
        unit = own.unit
    return per_and_unit(unit)[1] if kind == "rate" else unit if kind == "duration" else ""


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
    wait_again(change, "measure", measure.id)
    change.session.flush()
    change.session.delete(measure)
    change.label = translate("Do", "Remove a measure of {number}").format(number=cycle.number)


def _check(change: Change, cycle: Cycle, measure: Measure, criterion_ids: Sequence[int]) -> None:
    problems = Problems()
    problems.one_of("stage", measure.stage, "measure_stage")
    problems.one_of("method", measure.method or "", "measure_method")
    problems.need("assessor_id", measure.assessor_id, translate("Measures", "Who judged the records"))
    must_work_here(change, measure.assessor_id, "assessor_id", problems)
    _check_counts(measure, problems)
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
    link = measure.standard_measure_id
    check_link(change, "standard_measure_id", link, cycle.version_id, measure.kind, problems)
    if measure.audit_id is not None:
        change.get(Audit, measure.audit_id)
    problems.refuse(translate("Measures", "The measure was not saved."))


def _check_counts(measure: Measure, problems: Problems) -> None:
    """The figures of each kind: a share counts records, times and ratings are a list, a rate has an exposure."""
    for field in ("met", "total", "not_applicable", "triggers_excluded"):
        value = getattr(measure, field)
        if value is None or value < 0:
            problems.add(field, translate("Measures", "Give a whole number, 0 or more."))
    if measure.kind == "proportion":
        if not problems and measure.met > measure.total:
            problems.add("met", translate("Measures", "More records met the criteria than were judged."))
    elif measure.kind in ("duration", "rubric"):
        problems.need("figures", measure.figures, translate("Measures", "At least one figure"))
        if measure.kind == "duration":
            problems.need("unit", measure.unit, translate("Measures", "The unit of the times"))
    elif measure.kind == "rate":
        if measure.events is None or measure.events < 0:
            problems.add("events", translate("Measures", "Give a whole number, 0 or more."))
        if measure.exposure is None or measure.exposure <= 0:
            problems.add("exposure", translate("Measures", "Give how much there was in all, more than 0."))
        problems.need("unit", measure.unit, translate("Measures", "What the exposure counts"))


def _typed(values: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """The values with figures, also as people type or paste them, as the desk keeps them: decimal texts."""
    found = dict(values)
    figures = found.get("figures")
    if figures is None:
        found.pop("figures", None)
    else:
        text = figures if isinstance(figures, str) else " ".join(str(one) for one in figures)
        try:
            read: Sequence[Decimal | int] = levels_from(text) if kind == "rubric" else times_from(text)
        except ValueError as error:
            said = translate("Measures", "“{text}” is no figure here; write figures like “4.5, 6, 12”.")
            if kind == "rubric":
                said = translate("Measures", "“{text}” is no rating from 1 to 5.")
            words = said.format(text=error)
            raise Refused(
                translate("Measures", "The measure was not saved."), [Problem("figures", words, "R18")]
            ) from error
        found["figures"] = [f"{Decimal(one):f}" for one in read]
    if isinstance(found.get("exposure"), (int, float, str)):
        found["exposure"] = Decimal(str(found["exposure"]))
    return found
