"""Use cases about the agency's own cycle templates: write one, take one from a cycle, copy, edit, retire.

Those that ship with CoachDesk are data files (queries.templates); copying one under its own code replaces it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachdesk.errors import Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.templates import RULE_FIELDS, STEP_FIELDS, template_called
from coachdesk.records.cycles import Cycle, CycleCriterion, CyclePhase
from coachdesk.records.sessions import Session
from coachdesk.records.standards import Criterion, Standard, StandardVersion
from coachdesk.records.templates import CycleStep, Template, TemplateStep
from coachdesk.rules.clocks import DAY, PHASES, WorkCalendar
from coachdesk.rules.success import threshold_problem
from coachdesk.services.checks import Problems, assign, clean
from coachdesk.services.cycles import rounded, work_calendar
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change

FIELDS = ("code", "title", "purpose", "standard_id", "criterion_codes", "cause", "evidence_wanted", *RULE_FIELDS)
MOST_TIMES = 60
LONGEST_DAYS = 250


@use_case("template.create", QT_TRANSLATE_NOOP("Do", "Write a cycle template"))
def create_template(change: Change, values: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]) -> int:
    """Write a template (FIELDS) with its steps (queries.templates.STEP_FIELDS) in order. Gives its id."""
    template = Template(code="", title="", criterion_codes=[])
    _write(change, template, values, steps)
    change.label = translate("Do", "Write cycle template {code}").format(code=template.code)
    return template.id


@use_case("template.edit", QT_TRANSLATE_NOOP("Do", "Edit a cycle template"))
def edit_template(
    change: Change, template_id: int, values: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]
) -> None:
    """Write a template anew. Cycles that were opened from it keep the steps they have."""
    template = change.get(Template, template_id)
    _write(change, template, values, steps)
    change.label = translate("Do", "Edit cycle template {code}").format(code=template.code)


@use_case("template.copy", QT_TRANSLATE_NOOP("Do", "Copy a cycle template"))
def copy_template(change: Change, source: str, code: str = "", title: str = "") -> int:
    """Make an own template from the one called `source`, shipped or own. Gives its id.

    A shipped one may keep its code: the copy then stands in its place. An own one needs another code.
    """
    found = template_called(change.conn, source)
    if found is None or found.standard_id is None:
        raise Refused(
            translate("Templates", "The desk has no standard for template {code}.").format(code=source),
            kept=translate("Templates", "Nothing was copied."),
            to_do=translate("Templates", "Add its standard from the starter library first."),
        )
    values = {name: getattr(found, name) for name in FIELDS if name not in ("code", "title")}
    values |= {"code": clean(code) or found.code, "title": clean(title) or found.title}
    values["criterion_codes"] = list(found.criterion_codes)
    steps = [{name: getattr(step, name) for name in STEP_FIELDS} for step in found.steps]
    template = Template(code="", title="", criterion_codes=[])
    _write(change, template, values, steps)
    change.label = translate("Do", "Copy cycle template {code}").format(code=found.code)
    return template.id


@use_case("template.from_cycle", QT_TRANSLATE_NOOP("Do", "Make a cycle a template"))
def template_from_cycle(change: Change, cycle_id: int, code: str, title: str = "") -> int:
    """Make a template of what a cycle planned; where it planned nothing, of the sessions it held. Gives its id.

    Its standard, target criteria, cause, evidence and success rule come along; people and days do not.
    """
    cycle = change.get(Cycle, cycle_id)
    if cycle.version_id is None:
        raise Refused(
            translate("Templates", "{number} has no standard yet.").format(number=cycle.number),
            to_do=translate("Templates", "Choose the cycle's standard, then make it a template."),
        )
    chosen = sa.select(Criterion.code).join(CycleCriterion, CycleCriterion.criterion_id == Criterion.id)
    codes = change.session.scalars(chosen.where(CycleCriterion.cycle_id == cycle_id).order_by(Criterion.position))
    values: dict[str, Any] = {name: getattr(cycle, name) for name in ("cause", "evidence_wanted", *RULE_FIELDS)}
    values |= {
        "code": code,
        "title": clean(title) or cycle.title,
        "standard_id": change.get(StandardVersion, cycle.version_id).standard_id,
        "criterion_codes": list(codes),
    }
    template = Template(code="", title="", criterion_codes=[])
    _write(change, template, values, _planned(change, cycle) or _held(change, cycle))
    change.label = translate("Do", "Make cycle {number} a template").format(number=cycle.number)
    return template.id


@use_case("template.retire", QT_TRANSLATE_NOOP("Do", "Retire a cycle template"))
def retire_template(change: Change, template_id: int) -> None:
    """Take a template out of use; no new cycle is opened from it."""
    template = change.get(Template, template_id)
    template.active = False
    change.label = translate("Do", "Retire cycle template {code}").format(code=template.code)


@use_case("template.bring_back", QT_TRANSLATE_NOOP("Do", "Use a cycle template again"))
def bring_back_template(change: Change, template_id: int) -> None:
    """Put a retired template in use again."""
    template = change.get(Template, template_id)
    template.active = True
    change.label = translate("Do", "Use cycle template {code} again").format(code=template.code)


def _write(change: Change, template: Template, values: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]) -> None:
    happened = translate("Templates", "The template was not saved.")
    assign(template, rounded(values, template.rule_kind or "proportion", happened), FIELDS)
    template.code = clean(template.code).upper()
    problems = Problems()
    with change.session.no_autoflush:
        _check(change, template, problems)
        rows = [_step(place, step, problems) for place, step in enumerate(steps)]
    problems.need("steps", rows, translate("Templates", "At least one step"))
    problems.refuse(happened)
    change.add(template)
    for older in change.session.scalars(sa.select(TemplateStep).where(TemplateStep.template_id == template.id)):
        change.session.delete(older)
    change.session.flush()
    for place, row in enumerate(rows):
        row.template_id, row.position = template.id, place
        change.session.add(row)
    change.session.flush()


def _check(change: Change, template: Template, problems: Problems) -> None:
    problems.need("code", template.code, translate("Templates", "A code"))
    problems.need("title", template.title, translate("Templates", "A title"))
    problems.need("standard_id", template.standard_id, translate("Templates", "The standard it is about"))
    problems.one_of("cause", template.cause or "", "cause", optional=True)
    problems.one_of("rule_kind", template.rule_kind or "proportion", "measure_kind")
    problems.one_of("rule_direction", template.rule_direction or "", "direction", optional=True)
    if template.rule_threshold is not None:
        text = threshold_problem(template.rule_kind or "proportion", template.rule_threshold)
        if text:
            problems.add("rule_threshold", text)
    same = sa.select(Template.id).where(Template.code == template.code)
    if template.id is not None:
        same = same.where(Template.id != template.id)
    if template.code and change.session.scalar(same) is not None:
        problems.add("code", translate("Templates", "Another template has the code {code}.").format(
            code=template.code))  # fmt: skip
    if template.standard_id is not None:
        standard = change.get(Standard, template.standard_id)
        known = sa.select(Criterion.code).join(StandardVersion, StandardVersion.id == Criterion.version_id)
        codes = set(change.session.scalars(known.where(StandardVersion.standard_id == standard.id)))
        for code in template.criterion_codes or ():
            if code not in codes:
                text = translate("Templates", "{standard} has no criterion {code}.")
                problems.add("criterion_codes", text.format(standard=standard.code, code=code))


def _step(place: int, values: Mapping[str, Any], problems: Problems) -> TemplateStep:
    step = TemplateStep(phase="", kind="", times=1, after_days=0, every_days=0, needs=[])
    assign(step, {**values, "needs": list(values.get("needs") or ())}, STEP_FIELDS)
    step.times, step.after_days, step.every_days = step.times or 1, step.after_days or 0, step.every_days or 0
    field = f"steps.{place}."
    problems.need(f"{field}text", step.text, translate("Templates", "What is to be done"))
    problems.one_of(f"{field}phase", step.phase, "cycle_phase")
    problems.one_of(f"{field}kind", step.kind, "planned_kind")
    problems.one_of(f"{field}session_kind", step.session_kind or "", "session_kind", optional=True)
    if step.kind != "session":
        step.session_kind = ""
    for need in step.needs:
        problems.one_of(f"{field}needs", need, "step_need")
    if not 1 <= step.times <= MOST_TIMES:
        problems.add(f"{field}times", translate("Templates", "A step is planned 1 to {most} times.").format(
            most=MOST_TIMES))  # fmt: skip
    for name in ("after_days", "every_days"):
        if not 0 <= getattr(step, name) <= LONGEST_DAYS:
            text = translate("Templates", "Between 0 and {most} working days.")
            problems.add(f"{field}{name}", text.format(most=LONGEST_DAYS))
    return step


def _planned(change: Change, cycle: Cycle) -> list[dict[str, Any]]:
    """What the cycle planned, as steps: one for each position, its days counted from the phase's planned start."""
    calendar, starts = work_calendar(change), _starts(change, cycle)
    found: dict[int, dict[str, Any]] = {}
    for row in change.session.scalars(
        sa.select(CycleStep).where(CycleStep.cycle_id == cycle.id).order_by(CycleStep.position, CycleStep.id)
    ):
        if row.position not in found:
            step = {
                name: getattr(row, name) for name in STEP_FIELDS if name not in ("times", "after_days", "every_days")
            }
            after = 0 if row.due_on is None else _days_after(calendar, starts[row.phase], row.due_on)
            found[row.position] = {**step, "after_days": min(after, LONGEST_DAYS)}
    return [found[position] for position in sorted(found)]


def _held(change: Change, cycle: Cycle) -> list[dict[str, Any]]:
    """The sessions held, as steps, where a cycle planned nothing."""
    calendar, starts = work_calendar(change), _starts(change, cycle)
    found: list[dict[str, Any]] = []
    for row in change.session.scalars(
        sa.select(Session).where(Session.cycle_id == cycle.id, Session.status == "held").order_by(Session.starts_at)
    ):
        day = row.starts_at.astimezone().date()
        phase = max((one for one in PHASES if starts[one] <= day), key=PHASES.index, default="coach")
        found.append(
            {
                "phase": phase,
                "kind": "session",
                "session_kind": row.kind,
                "text": translate("Templates", "Session {turn}").format(turn=len(found) + 1),
                "per_coachee": True,
                "after_days": min(_days_after(calendar, starts[phase], day), LONGEST_DAYS),
                "minutes": row.minutes,
            }
        )
    return found


def _starts(change: Change, cycle: Cycle) -> dict[str, date]:
    rows = change.session.scalars(sa.select(CyclePhase).where(CyclePhase.cycle_id == cycle.id))
    return {row.phase: row.planned_start for row in rows}


def _days_after(calendar: WorkCalendar, start: date, day: date) -> int:
    """Working days from the start of a phase to a day, as `add_working_days` counts them."""
    return calendar.working_days(start + DAY, day + DAY)
