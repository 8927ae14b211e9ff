"""Opening a cycle: from a proposal, from signals, from a template or from nothing, with what can be known filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.cycle_opening import CycleOpening, cycle_opening
from coachdesk.queries.templates import TemplateDetail
from coachdesk.rules.success import SuccessRule
from coachdesk.services import cycles
from coachdesk.store.desk import load_settings
from ui.context import Context, Place
from ui.forms import Field, FormDialog, FormSpec, Note, Option
from ui.forms.fields import Part
from ui.pages.cycles.forms import split, what_parts, who_parts
from ui.pages.cycles.options import CycleOptions, read_options

Values = dict[str, Any]
ASIDE = ("proposal_rule", "proposal_words", "recurred_check_id")  # what a preset may carry beside the form's fields


def read_opening(
    conn: sa.Connection, today: date, profile_id: int, preset: Mapping[str, Any]
) -> tuple[CycleOptions, CycleOpening]:
    """What the form offers, and what it begins with."""
    options = read_options(conn, today, signal_ids=preset.get("signal_ids", ()))
    staff, version = preset.get("staff_ids", ()), preset.get("version_id")
    return options, cycle_opening(conn, today, profile_id, load_settings(conn), staff, version)


def open_new(context: Context, owner: QWidget, preset: Mapping[str, Any] | None = None) -> None:
    """Show the form of a new cycle; `preset` says what is known already. The new cycle's page follows."""
    given = dict(preset or {})

    def show(found: tuple[CycleOptions, CycleOpening]) -> None:
        new_cycle(context, found[0], found[1], owner, given, opened).open()

    def opened(changes: Changes[int]) -> None:
        context.navigate(Place("cycles", changes.result))

    if not context.read_only:
        context.operations.read(
            read_opening, context.today(), context.actor.profile_id, given, done=show, owner=owner, latest="cycle.new"
        )


def begin_with(opening: CycleOpening, preset: Mapping[str, Any]) -> Values:
    """What the form begins with: what is given, and what can be suggested beside it."""
    template = preset.get("template") or opening.template
    found: Values = {
        "coach_id": opening.coach_id,
        "validator_id": opening.validator_id,
        "team_id": opening.team_id,
        "follow_up_on": opening.follow_up_on,
    }
    found |= {key: value for key, value in preset.items() if value not in (None, "", [], ())}
    chosen = next((one for one in opening.templates if one.code == template), None)
    if chosen is not None:
        found["template"] = chosen.code
        found |= _from_template(chosen, found.get(f"criteria_{chosen.version_id}", ()))
    return found


def _from_template(template: TemplateDetail, criteria: Any) -> Values:
    """The fields a template fills in; criteria that signals name, or a person ticked, stay the only ones."""
    return {
        "version_id": template.version_id,
        f"criteria_{template.version_id}": list(criteria or template.criterion_ids),
    }


def template_words(template: TemplateDetail) -> str:
    """What a template brings, in a few lines."""
    rule = SuccessRule.stored(
        template.rule_measure, template.rule_direction, template.rule_threshold, template.rule_smallest_count,
        template.rule_kind, template.rule_unit,
    ).words()  # fmt: skip
    cause = vocabulary.label("cause", template.cause) or "—"
    count = sum(step.times for step in template.steps)
    text = translate("Cycles", "Fills in the likely cause ({cause}), the evidence wanted and {count} steps. {rule}")
    return text.format(cause=cause.lower(), rule=rule, count=count)


def new_cycle(
    context: Context,
    options: CycleOptions,
    opening: CycleOpening,
    parent: QWidget | None,
    preset: Mapping[str, Any] | None = None,
    done: Any = None,
) -> FormDialog:
    """The form that opens a cycle; nothing in it is needed yet, the gate asks for it (R4)."""
    given = dict(preset or {})
    aside = {key: given.pop(key) for key in ASIDE if given.get(key)}
    template = _template_parts(opening)
    spec = FormSpec(
        translate("Cycles", "New coaching cycle"),
        translate("Cycles", "Open cycle"),
        (
            Field(
                "signal_ids",
                translate("Cycles", "Signals that opened it"),
                "picks",
                choices=options.signals,
                help=translate("Cycles", "They stay out of the baseline (R4)."),
            ),
            *template,
            *what_parts(options),
            *who_parts(options),
            Field("team_id", translate("Cycles", "Team"), "pick", choices=options.teams),
            Field("follow_up_on", translate("Cycles", "Follow-up date"), "date", lean="future"),
        ),
        translate(
            "Cycles", "A cycle takes about two weeks: diagnose, coach, validate, close. Open it with what you know."
        ),
    )
    values = begin_with(opening, given)
    dialog = FormDialog(spec, context.drafts, "cycle.new", context.today, values, parent)
    if template:
        _follow_template(dialog, opening.templates)

    def arguments(found: Values) -> Values:
        plain, chosen = split(found)
        signal_ids, staff_ids = plain.pop("signal_ids"), plain.pop("staff_ids")
        code = plain.pop("template", None) or ""
        if code:  # what the person left empty is the template's to fill in
            plain = {key: value for key, value in plain.items() if value not in (None, "")}
        return {
            **aside,
            "values": plain,
            "signal_ids": signal_ids,
            "staff_ids": staff_ids,
            "criterion_ids": chosen or [],
            "template": code,
        }

    dialog.save_with(context.operations, cycles.open_cycle, arguments, done)
    return dialog


def _template_parts(opening: CycleOpening) -> tuple[Part, ...]:
    """The choice of a template, and what each would fill in; () where none can be used."""
    usable = [one for one in opening.templates if one.usable]
    if not usable:
        return ()
    return (
        Field(
            "template",
            translate("Cycles", "Template"),
            "pick",
            choices=[Option(one.code, one.title, f"{one.standard_code} · {one.code}") for one in usable],
            help=translate("Cycles", "A plan to begin with; everything in it can be changed later."),
        ),
        *(Note(template_words(one), "info", when=partial(_template_is, one.code)) for one in usable),
    )


def _template_is(code: str, values: Mapping[str, Any]) -> bool:
    return values.get("template") == code


def _follow_template(dialog: FormDialog, templates: tuple[TemplateDetail, ...]) -> None:
    """Choosing a template fills its standard and criteria in; another standard takes the template off."""
    blocks, by_code = dialog.form.blocks, {one.code: one for one in templates}
    seen = {"template": dialog.form.values().get("template")}

    def chosen() -> None:
        values = dialog.form.values()
        template = by_code.get(values["template"] or "")
        if values["template"] != seen["template"]:
            seen["template"] = values["template"]
            if template is not None:
                criteria = values.get(f"criteria_{template.version_id}")
                for key, value in _from_template(template, criteria).items():
                    blocks[key].editor.set_value(value)
        elif template is not None and values["version_id"] not in (None, template.version_id):
            seen["template"] = None
            blocks["template"].editor.set_value(None)

    dialog.form.changed.connect(chosen)
