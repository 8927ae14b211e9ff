"""Use cases about coaching cycles: open one from signals, settle the diagnosis, who is coached on what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from coachdesk.errors import Problem, Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.templates import TemplateDetail, template_called
from coachdesk.records.agency import Agency, Holiday
from coachdesk.records.cycles import Coachee, Cycle, CycleCriterion, CyclePhase, CycleSignal
from coachdesk.records.people import Staff
from coachdesk.records.signals import Signal
from coachdesk.records.standards import Criterion, Standard, StandardVersion
from coachdesk.rules.clocks import PhaseDates, WorkCalendar, calendar_for, phase_plan
from coachdesk.rules.success import threshold_from, threshold_problem
from coachdesk.services.checks import Problems, assign, clean, name_of, numbered
from coachdesk.services.guards import must_work_here, working_cycle
from coachdesk.services.planned_steps import fit_coachees, lay_out
from coachdesk.services.standard_measures import LINK, check_link, filled_in, follow_version, same_measure
from coachdesk.services.sustain import follow_on
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change

FIELDS = (
    "title",
    "version_id",
    "team_id",
    "coach_id",
    "validator_id",
    "cause",
    "cause_note",
    "evidence_wanted",
    "follow_up_on",
)
RULE_FIELDS = (
    "rule_kind", "rule_unit", "rule_measure", "rule_direction", "rule_threshold", "rule_smallest_count", LINK,
)  # fmt: skip


@use_case("cycle.open", QT_TRANSLATE_NOOP("Do", "Open a cycle"))
def open_cycle(
    change: Change,
    values: Mapping[str, Any],
    *,
    signal_ids: Sequence[int] = (),
    staff_ids: Sequence[int] = (),
    criterion_ids: Sequence[int] = (),
    opened_on: date | None = None,
    proposal_rule: str = "",
    proposal_words: str = "",
    template: str = "",
    recurred_check_id: int | None = None,
) -> int:
    """Open a cycle in Diagnose (FIELDS and RULE_FIELDS, none of them needed yet). Gives its id.

    A measure of the standard (rule_standard_measure_id) fills in what is not said of the success rule (R5).
    The signals it answers are marked "in a cycle". Phases are planned from the day on working days (R10). Where drift
    proposed it, the rule ("R2a") and its figures are kept as they stood (R2, R20).

    recurred_check_id: the sustain check that found the drift of an earlier cycle back; both are linked (R8, R20).
    template: the code of a template; it fills in what the values leave out (R4) and lays its steps out on working days.
    """
    found = _template(change, template, values) if template else None
    if found is not None:
        values, criterion_ids = _from_template(found, values, criterion_ids)
    day = opened_on or change.today
    if day > change.today:
        raise Refused(translate("Cycles", "A cycle cannot be opened in the future."))
    cycle = Cycle(
        number=numbered(change, "cycle", day.year),
        status="diagnosing",
        phase="diagnose",
        opened_on=day,
        due_on=day,
        proposal_rule=clean(proposal_rule),
        proposal_words=clean(proposal_words),
    )
    assign(cycle, rounded(filled_in(change, values)), (*FIELDS, *RULE_FIELDS))
    if found is not None and cycle.rule_standard_measure_id is None:
        cycle.rule_standard_measure_id = same_measure(change, cycle.version_id, cycle.rule_measure, cycle.rule_kind)
    _check(change, cycle)
    cycle.title = cycle.title or _title(change, cycle)
    calendar = work_calendar(change)
    plan = phase_plan(day, calendar, change.settings)
    cycle.due_on = plan[0].due
    change.add(cycle)
    _set_phases(change, cycle, plan)
    _set_coachees(change, cycle, staff_ids)
    _set_criteria(change, cycle, criterion_ids)
    _add_signals(change, cycle, signal_ids)
    if recurred_check_id is not None:
        follow_on(change, cycle, recurred_check_id)
    if found is not None:
        cycle.template, cycle.follow_up_on = found.title, cycle.follow_up_on or plan[-1].due
        lay_out(change, cycle, found.steps, plan, calendar)
    change.label = translate("Do", "Open cycle {number}").format(number=cycle.number)
    return cycle.id


@use_case("cycle.edit", QT_TRANSLATE_NOOP("Do", "Edit a cycle"))
def edit_cycle(
    change: Change,
    cycle_id: int,
    values: Mapping[str, Any],
    *,
    staff_ids: Sequence[int] | None = None,
    criterion_ids: Sequence[int] | None = None,
) -> None:
    """Change what a cycle says (FIELDS, RULE_FIELDS). After Diagnose the success rule, the standard version and the
    target criteria are locked (R5); they change by `amend_rule` only, or not at all.

    Taking up a measure of the standard (rule_standard_measure_id) fills in what is not said of the rule; with another
    version the link goes to its measure of the same name."""
    cycle = working_cycle(change, cycle_id)
    wanted = rounded(filled_in(change, values, cycle.rule_standard_measure_id), cycle.rule_kind)
    if cycle.rule_locked_at is not None:
        locked = [name for name in (*RULE_FIELDS, "version_id") if name in wanted]
        if any(wanted[name] != getattr(cycle, name) for name in locked) or (
            criterion_ids is not None and set(criterion_ids) != _criteria_of(change, cycle.id)
        ):
            raise Refused(
                translate("Cycles", "The success rule, standard and criteria were locked when Diagnose ended (R5)."),
                kept=translate("Cycles", "Nothing was changed."),
                to_do=translate("Cycles", "Amend the rule with a reason; the amendment is printed in every pack."),
            )
    before = cycle.version_id
    assign(cycle, wanted, (*FIELDS, *RULE_FIELDS))
    with change.session.no_autoflush:
        if cycle.version_id != before:
            follow_version(change, cycle, rule=LINK not in values)
        _check(change, cycle)
    if staff_ids is not None:
        _set_coachees(change, cycle, staff_ids)
        fit_coachees(change, cycle.id)
    if criterion_ids is not None:
        _set_criteria(change, cycle, criterion_ids)
    elif "version_id" in values:
        valid = _criteria_of(change, cycle.id) & _criteria_of_version(change, cycle.version_id)
        _set_criteria(change, cycle, sorted(valid))
    change.label = translate("Do", "Edit cycle {number}").format(number=cycle.number)


@use_case("cycle.add_signals", QT_TRANSLATE_NOOP("Do", "Add signals to a cycle"))
def add_signals(change: Change, cycle_id: int, signal_ids: Sequence[int]) -> None:
    """Let more signals belong to a cycle while it is being diagnosed."""
    cycle = working_cycle(change, cycle_id)
    if cycle.rule_locked_at is not None:
        raise Refused(translate("Cycles", "What opened the cycle is fixed once Diagnose ended."))
    _add_signals(change, cycle, signal_ids)
    change.label = translate("Do", "Add signals to cycle {number}").format(number=cycle.number)


@use_case("cycle.confidence", QT_TRANSLATE_NOOP("Do", "Rate confidence"))
def rate_confidence(change: Change, cycle_id: int, staff_id: int, stage: str, rating: int | None) -> None:
    """Set the supervisor-rated confidence (1-5) of a coachee, "before" or "after" coaching."""
    cycle = working_cycle(change, cycle_id)
    if stage not in ("before", "after") or (rating is not None and not 1 <= rating <= 5):
        raise Refused(translate("Cycles", "Confidence is rated from 1 to 5, before and after."))
    setattr(coachee_of(change, cycle.id, staff_id), f"confidence_{stage}", rating)
    change.label = translate("Do", "Rate confidence in cycle {number}").format(number=cycle.number)


def coachee_of(change: Change, cycle_id: int, staff_id: int) -> Coachee:
    """The coachee record of a staff member in a cycle; Refused when they are none."""
    found = change.session.scalar(sa.select(Coachee).where(Coachee.cycle_id == cycle_id, Coachee.staff_id == staff_id))
    if found is None:
        raise Refused(translate("Cycles", "This person is not a coachee of the cycle."))
    return found


def work_calendar(change: Change) -> WorkCalendar:
    """The agency's working days: its state's holidays, closed weekdays and own days (R10)."""
    own = {row.day: (row.name, row.is_open) for row in change.session.scalars(sa.select(Holiday))}
    return calendar_for(change.settings, change.get(Agency, 1).state, own)


def phases_of(change: Change, cycle_id: int) -> dict[str, CyclePhase]:
    """A cycle's phases by name, in order."""
    rows = change.session.scalars(
        sa.select(CyclePhase).where(CyclePhase.cycle_id == cycle_id).order_by(CyclePhase.position)
    )
    return {row.phase: row for row in rows}


def rounded(values: Mapping[str, Any], kind: str = "proportion", happened: str = "") -> dict[str, Any]:
    """The values with the success rule's threshold, also as people type it, as the desk keeps it: four decimals.

    kind: the rule's kind as it stands (vocabulary measure_kind), where the values name none.  happened: what a refusal
    says first.
    """
    found = dict(values)
    threshold = found.get("rule_threshold")
    if isinstance(threshold, str):
        threshold = _typed_threshold(threshold, found.get("rule_kind") or kind, happened)
    if isinstance(threshold, Fraction):
        threshold = Decimal(threshold.numerator) / Decimal(threshold.denominator)
    if "rule_threshold" in found:
        found["rule_threshold"] = None if threshold is None else Decimal(str(threshold)).quantize(Decimal("0.0001"))
    return found


def _typed_threshold(text: str, kind: str, happened: str) -> Fraction | None:
    """ "9 of 10", "90%" or "0.9" as a share, "4" for the other kinds; "" as none."""
    if not text.strip():
        return None
    try:
        return threshold_from(text, kind)
    except (ValueError, ZeroDivisionError) as error:
        words = translate("Cycles", "Write the threshold as a number, such as “4”.")
        if kind == "proportion":
            words = translate("Cycles", "Write the threshold as “9 of 10” or “90%”.")
        told = happened or translate("Cycles", "The cycle was not saved.")
        raise Refused(told, [Problem("rule_threshold", words, "R4")]) from error


def _check(change: Change, cycle: Cycle) -> None:
    problems = Problems()
    problems.one_of("cause", cycle.cause or "", "cause", optional=True)
    problems.one_of("rule_direction", cycle.rule_direction or "", "direction", optional=True)
    must_work_here(change, cycle.coach_id, "coach_id", problems)
    must_work_here(change, cycle.validator_id, "validator_id", problems)
    if cycle.version_id is not None:
        version = change.get(StandardVersion, cycle.version_id)
        if cycle.id is None and version.status != "published":
            problems.add("version_id", translate("Cycles", "Choose a published version."), "R4")
    problems.one_of("rule_kind", cycle.rule_kind or "proportion", "measure_kind")
    if cycle.rule_threshold is not None:
        text = threshold_problem(cycle.rule_kind or "proportion", cycle.rule_threshold)
        if text:
            problems.add("rule_threshold", text, "R4")
    if cycle.rule_smallest_count is not None and cycle.rule_smallest_count < 1:
        problems.add("rule_smallest_count", translate("Cycles", "The smallest count is at least 1."), "R4")
    check_link(
        change, LINK, cycle.rule_standard_measure_id, cycle.version_id, cycle.rule_kind or "proportion", problems
    )
    if cycle.follow_up_on is not None and cycle.follow_up_on < cycle.opened_on:
        problems.add("follow_up_on", translate("Cycles", "The follow-up is before the cycle was opened."), "R4")
    problems.refuse(translate("Cycles", "The cycle was not saved."))


def _template(change: Change, code: str, values: Mapping[str, Any]) -> TemplateDetail:
    """The template of this code, refused when no cycle can be opened from it, or when another standard was chosen."""
    found = template_called(change.conn, clean(code))
    why = translate("Cycles", "There is no template {code}.").format(code=code) if found is None else found.why_not
    if found is None or why:
        raise Refused(translate("Cycles", "The cycle was not opened."), [Problem("template", why)])
    if values.get("version_id") not in (None, found.version_id):
        text = translate("Cycles", "Template {code} is for another standard: {standard}.")
        words = text.format(code=found.code, standard=found.standard)
        raise Refused(translate("Cycles", "The cycle was not opened."), [Problem("template", words)])
    return found


def _from_template(
    found: TemplateDetail, values: Mapping[str, Any], criterion_ids: Sequence[int]
) -> tuple[dict[str, Any], Sequence[int]]:
    """The values of a new cycle with what the template adds, and its target criteria; what a person chose stays."""
    of_rule = [name for name in RULE_FIELDS if name != LINK]  # a template holds for any version of its standard
    names: tuple[str, ...] = ("version_id", "cause", "evidence_wanted", *of_rule)
    given = {name: value for name, value in values.items() if value not in (None, "")}
    if any(name in given for name in ("rule_measure", "rule_threshold", LINK)):
        names = ("version_id", "cause", "evidence_wanted")  # a rule is taken whole or not at all
    return {**{name: getattr(found, name) for name in names}, **given}, criterion_ids or found.criterion_ids


def _title(change: Change, cycle: Cycle) -> str:
    if cycle.version_id is None:
        return ""
    version = change.get(StandardVersion, cycle.version_id)
    return change.get(Standard, version.standard_id).title


def _set_phases(change: Change, cycle: Cycle, plan: Sequence[PhaseDates]) -> None:
    """The phases of a new cycle; the first begins now."""
    for position, phase in enumerate(plan):
        change.session.add(
            CyclePhase(
                cycle_id=cycle.id,
                phase=phase.phase,
                position=position,
                planned_start=phase.starts,
                planned_end=phase.due,
                started_at=change.now if position == 0 else None,
            )
        )


def _set_coachees(change: Change, cycle: Cycle, staff_ids: Sequence[int]) -> None:
    kept = {row.staff_id: row for row in change.session.scalars(sa.select(Coachee).where(Coachee.cycle_id == cycle.id))}
    problems = Problems()
    for staff_id in staff_ids:
        if staff_id not in kept:
            must_work_here(change, staff_id, "staff_ids", problems)
    if cycle.rule_locked_at is not None and (gone := [one for one in kept if one not in staff_ids]):
        text = translate("Cycles", "{name} stays a coachee of record; give the outcome “incomplete” instead.")
        problems.add("staff_ids", text.format(name=name_of(change.get(Staff, gone[0]))))
    problems.refuse(translate("Cycles", "The coachees were not saved."))
    for staff_id, row in kept.items():
        if staff_id not in staff_ids:
            change.session.delete(row)
    for staff_id in dict.fromkeys(staff_ids):
        if staff_id not in kept:
            change.session.add(Coachee(cycle_id=cycle.id, staff_id=staff_id))
    change.session.flush()


def _criteria_of(change: Change, cycle_id: int) -> set[int]:
    return set(
        change.session.scalars(sa.select(CycleCriterion.criterion_id).where(CycleCriterion.cycle_id == cycle_id))
    )


def _criteria_of_version(change: Change, version_id: int | None) -> set[int]:
    return set(change.session.scalars(sa.select(Criterion.id).where(Criterion.version_id == version_id)))


def _set_criteria(change: Change, cycle: Cycle, criterion_ids: Sequence[int]) -> None:
    if set(criterion_ids) - _criteria_of_version(change, cycle.version_id):
        raise Refused(translate("Cycles", "A target criterion is not of the chosen standard version."))
    kept = {
        row.criterion_id: row
        for row in change.session.scalars(sa.select(CycleCriterion).where(CycleCriterion.cycle_id == cycle.id))
    }
    for criterion_id, row in kept.items():
        if criterion_id not in criterion_ids:
            change.session.delete(row)
    for criterion_id in dict.fromkeys(criterion_ids):
        if criterion_id not in kept:
            change.session.add(CycleCriterion(cycle_id=cycle.id, criterion_id=criterion_id))
    change.session.flush()


def _add_signals(change: Change, cycle: Cycle, signal_ids: Sequence[int]) -> None:
    for signal_id in dict.fromkeys(signal_ids):
        signal = change.get(Signal, signal_id)
        if signal.triage == "in_cycle":
            raise Refused(
                translate("Cycles", "Signal {number} belongs to a cycle already.").format(number=signal.number)
            )
        signal.triage, signal.triaged_at = "in_cycle", change.now
        signal.triage_reason = clean(cycle.number)
        change.session.add(CycleSignal(cycle_id=cycle.id, signal_id=signal_id))
    change.session.flush()
