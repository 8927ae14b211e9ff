"""The forms of a template: write or edit one with its steps, copy one, take one from a cycle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from coachdesk.i18n import translate
from coachdesk.queries import lookups
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.standard_measures import measures_of_standards
from coachdesk.queries.standards import MeasureRow
from coachdesk.queries.templates import STEP_FIELDS, TemplateDetail
from coachdesk.services import templates
from ui.context import Context
from ui.forms import Beside, Field, FormDialog, FormSpec, Option, Section
from ui.forms.fields import Part
from ui.pages.cycles import own_measures
from ui.pages.cycles.measure_forms import rule_fields, rule_values, whole_rule
from ui.pages.cycles.own_measures import own_fields
from ui.pages.templates.words import rule_of

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TemplateOptions:
    """What the form offers: standards, the criteria of each as (code, wording), and the measures it defines."""

    standards: tuple[Option, ...]
    criteria: dict[int, tuple[tuple[str, str], ...]]
    measures: dict[int, tuple[MeasureRow, ...]]


def read_template_options(conn: sa.Connection) -> TemplateOptions:
    """Read them."""
    standards = tuple(Option(one.id, one.label, one.hint) for one in lookups.standards(conn))
    return TemplateOptions(standards, lookups.criteria_of_standards(conn), measures_of_standards(conn))


def _standard_is(standard_id: int) -> Any:
    return lambda values: values.get("standard_id") == standard_id


def _kind_is(*kinds: str) -> Any:
    return lambda values: values.get("kind") in kinds


def _repeats(values: Mapping[str, Any]) -> bool:
    return (values.get("times") or 1) > 1


def _step_fields() -> tuple[Part, ...]:
    return (
        Field("text", translate("Templates", "What is to be done"), required=True),
        Beside(
            (
                Field("phase", translate("Templates", "Phase"), "choice", choices="cycle_phase", required=True,
                      default="coach"),
                Field("kind", translate("Templates", "Kind"), "choice", choices="planned_kind", required=True),
            )
        ),
        Field("session_kind", translate("Templates", "Kind of session"), "choice", choices="session_kind",
              when=_kind_is("session")),
        Beside(
            (
                Field("after_days", translate("Templates", "Days in"), "int", minimum=0,
                      maximum=templates.LONGEST_DAYS, default=0,
                      help=translate("Templates", "Working days after the phase begins.")),
                Field("minutes", translate("Templates", "Minutes"), "minutes", minimum=1, maximum=1440),
            )
        ),
        Beside(
            (
                Field("times", translate("Templates", "Times"), "int", minimum=1, maximum=templates.MOST_TIMES,
                      default=1),
                Field("every_days", translate("Templates", "Working days between"), "int", minimum=0,
                      maximum=templates.LONGEST_DAYS, default=1, when=_repeats),
            )
        ),
        Field("per_coachee", translate("Templates", "Once for each coachee"), "check"),
        Field("needs", translate("Templates", "The record must show"), "choices", choices="step_need",
              when=_kind_is("observation", "scenario")),
        Field("guidance", translate("Templates", "How to do it well"), "long_text", lines=2),
    )  # fmt: skip


def _parts(options: TemplateOptions, minimum: int) -> tuple[Part, ...]:
    """What a template says; minimum: how many steps it must have."""
    return (
        Beside(
            (
                Field("code", translate("Templates", "Code"), required=True, placeholder="HD-C2"),
                Field("title", translate("Templates", "Title"), required=True),
            )
        ),
        Field("purpose", translate("Templates", "When to use it"), "long_text", lines=2),
        Field("standard_id", translate("Templates", "Practice standard"), "pick", choices=options.standards,
              required=True),
        *(
            Field(f"criteria_{standard_id}", translate("Templates", "Target criteria"), "choices",
                  choices=[(code, f"{code}  {text}") for code, text in criteria], when=_standard_is(standard_id))
            for standard_id, criteria in options.criteria.items()
        ),
        Field("cause", translate("Templates", "Likely cause"), "choice", choices="cause", buttons=True),
        Section(translate("Templates", "What would count as improvement")),
        *rule_fields(own_fields(options.measures, _standard_is)),
        Field("evidence_wanted", translate("Templates", "Evidence wanted"), "long_text", lines=2),
        Section(
            translate("Templates", "Steps"),
            translate("Templates", "Each becomes a planned step with a due date on a working day (R10)."),
        ),
        Field("steps", translate("Templates", "Planned steps"), "rows", row_name=translate("Templates", "Step"),
              fields=_step_fields(), minimum=minimum),
    )  # fmt: skip


def template_form(
    context: Context,
    options: TemplateOptions,
    parent: QWidget | None,
    template: TemplateDetail | None = None,
    done: Any = None,
) -> FormDialog:
    """Write a new template, or edit one of the agency's own."""
    own = template is not None and template.id is not None
    spec = FormSpec(
        translate("Templates", "Edit template {code}").format(code=template.code)
        if template is not None and own
        else translate("Templates", "New template"),
        translate("Templates", "Save template"),
        _parts(options, minimum=0 if own else 1),
        translate("Templates", "Cycles that were opened from it before keep the steps they have."),
    )
    values = _values(template, options) if template is not None else None
    key = f"template.edit.{template.id}" if template is not None and own else "template.new"
    dialog = FormDialog(spec, context.drafts, key, context.today, values, parent)

    def arguments(found: Values) -> Values:
        steps = found.pop("steps") or []
        codes = found.get(f"criteria_{found['standard_id']}") or []
        plain = {name: value for name, value in found.items() if not name.startswith("criteria_")}
        plain = whole_rule(plain) | {"criterion_codes": codes, "cause": plain["cause"] or ""}
        plain.pop(own_measures.LINK, None)  # a template holds for every version: cycles find the measure by its name
        for step in steps:
            step["session_kind"] = step["session_kind"] or ""
            step["times"] = step["times"] or 1
            step["every_days"] = (step["every_days"] or 0) if step["times"] > 1 else 0
            step["after_days"] = step["after_days"] or 0
        target = {"template_id": template.id} if template is not None and own else {}
        return {**target, "values": plain, "steps": steps}

    own_measures.follow(dialog, options.measures)
    dialog.save_with(context.operations, templates.edit_template if own else templates.create_template, arguments, done)
    return dialog


def _values(template: TemplateDetail, options: TemplateOptions) -> Values:
    offered = options.measures.get(template.standard_id or 0, ())
    same = (one.id for one in offered if (one.kind, one.name) == (template.rule_kind, template.rule_measure))
    return {
        "code": template.code,
        "title": template.title,
        "purpose": template.purpose,
        "standard_id": template.standard_id,
        f"criteria_{template.standard_id}": list(template.criterion_codes),
        "cause": template.cause or None,
        "evidence_wanted": template.evidence_wanted,
        **rule_values(rule_of(template)),
        f"{own_measures.KEY}{template.standard_id}": next(same, None),
        "steps": [
            {name: getattr(step, name) for name in STEP_FIELDS}
            | {"needs": list(step.needs), "session_kind": step.session_kind or None}
            for step in template.steps
        ],
    }


def copy_form(context: Context, template: TemplateDetail, parent: QWidget | None, done: Any = None) -> FormDialog:
    """Make an own template of another: it needs a code; a shipped one may keep its own and is then replaced by it."""
    replaces = not template.own
    spec = FormSpec(
        translate("Templates", "Copy {code}").format(code=template.code),
        translate("Templates", "Make our own"),
        (
            Beside(
                (
                    Field("code", translate("Templates", "Code"), required=True),
                    Field("title", translate("Templates", "Title"), required=True),
                )
            ),
        ),
        translate("Templates", "Keep the code, and your copy stands in place of the one that comes with CoachDesk.")
        if replaces
        else translate("Templates", "The copy needs a code of its own."),
    )
    values = {"code": template.code if replaces else f"{template.code}-2", "title": template.title}
    dialog = FormDialog(spec, context.drafts, f"template.copy.{template.code}", context.today, values, parent)
    dialog.save_with(
        context.operations, templates.copy_template, lambda found: {"source": template.code, **found}, done
    )
    return dialog


def from_cycle_form(context: Context, cycle: CycleDetail, parent: QWidget | None, done: Any = None) -> FormDialog:
    """Make a template of a cycle: its standard, criteria, cause, rule and steps, without people and days."""
    spec = FormSpec(
        translate("Templates", "Template from {number}").format(number=cycle.number),
        translate("Templates", "Make template"),
        (
            Beside(
                (
                    Field("code", translate("Templates", "Code"), required=True, placeholder="HD-C2"),
                    Field("title", translate("Templates", "Title"), required=True),
                )
            ),
        ),
        translate(
            "Templates",
            "Standard, criteria, cause, success rule and planned steps come along (or the sessions held, where nothing "
            "was planned). People, days and what was seen stay in the cycle.",
        ),
    )
    values = {"title": cycle.title}
    dialog = FormDialog(spec, context.drafts, f"template.cycle.{cycle.id}", context.today, values, parent)
    dialog.save_with(
        context.operations, templates.template_from_cycle, lambda found: {"cycle_id": cycle.id, **found}, done
    )
    return dialog
