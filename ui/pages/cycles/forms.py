"""The forms of a cycle's diagnosis: settle what Diagnose asks for (R4), amend (R5, R9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.services import cycle_phases, cycles
from ui.context import Context
from ui.forms import Beside, Field, FormDialog, FormSpec, Note, Section
from ui.forms.fields import Part
from ui.pages.cycles import own_measures
from ui.pages.cycles.measure_forms import rule_fields, rule_values, whole_rule
from ui.pages.cycles.options import CycleOptions
from ui.pages.cycles.own_measures import own_fields
from ui.pages.cycles.words import people_of

Values = dict[str, Any]


def who_parts(options: CycleOptions) -> tuple[Part, ...]:
    """Who is coached, by whom, and who confirms it."""
    return (
        Field(
            "staff_ids",
            translate("Cycles", "Coachees"),
            "picks",
            choices=options.staff,
            help=translate("Cycles", "Who is coached in this cycle."),
        ),
        Beside(
            (
                Field("coach_id", translate("Cycles", "Coach"), "pick", choices=options.coaches or options.staff),
                Field(
                    "validator_id",
                    translate("Cycles", "Validator"),
                    "pick",
                    choices=options.staff,
                    help=translate("Cycles", "Confirms the practice live; not one of the coachees."),
                ),
            )
        ),
    )


def what_parts(options: CycleOptions, locked: bool = False) -> tuple[Part, ...]:
    """The standard and its target criteria, as far as they are not locked (R5)."""
    if locked:
        return (Note(translate("Cycles", "Standard and criteria were fixed when Diagnose ended (R5)."), "info"),)
    return (
        Field("version_id", translate("Cycles", "Practice standard"), "pick", choices=options.versions),
        *(
            Field(
                f"criteria_{version_id}",
                translate("Cycles", "Target criteria"),
                "choices",
                choices=criteria,
                when=_version_is(version_id),
            )
            for version_id, criteria in options.criteria.items()
        ),
    )


def _version_is(version_id: int) -> Any:
    return lambda values: values.get("version_id") == version_id


def split(values: Mapping[str, Any]) -> tuple[Values, list[int] | None]:
    """A form's values without the criteria fields, and the criteria chosen for the version chosen."""
    plain = {key: value for key, value in values.items() if not key.startswith("criteria_")}
    chosen = values.get(f"criteria_{values.get('version_id')}")
    return plain, chosen


def diagnose(context: Context, options: CycleOptions, cycle: CycleDetail, parent: QWidget | None) -> FormDialog:
    """Everything Diagnose must settle (R4), as far as it is not locked (R5)."""
    locked = cycle.rule_locked_at is not None
    rule: tuple[Part, ...] = (
        (Note(translate("Cycles", "The success rule is locked (R5). To change it, amend it with a reason."), "info"),)
        if locked
        else rule_fields(own_fields(options.measures, _version_is))
    )
    spec = FormSpec(
        translate("Cycles", "Edit {number}").format(number=cycle.number),
        translate("Cycles", "Save cycle"),
        (
            Field("title", translate("Cycles", "Title"), privacy="text"),
            *what_parts(options, locked),
            *who_parts(options),
            Field("team_id", translate("Cycles", "Team"), "pick", choices=options.teams),
            Section(translate("Cycles", "Why it drifted")),
            Field("cause", translate("Cycles", "Likely cause"), "choice", choices="cause", buttons=True),
            Field("cause_note", translate("Cycles", "What makes you think so"), "long_text", lines=2),
            Section(
                translate("Cycles", "What would count as improvement"),
                translate("Cycles", "Fixed when Diagnose ends, before anything is measured again."),
            ),
            *rule,
            Field("evidence_wanted", translate("Cycles", "Evidence wanted"), "long_text", lines=2),
            Field("follow_up_on", translate("Cycles", "Follow-up date"), "date", lean="future"),
        ),
        people=people_of(cycle),
    )
    values: Values = {
        "title": cycle.title,
        "version_id": cycle.version_id,
        f"criteria_{cycle.version_id}": [criterion.id for criterion in cycle.criteria],
        "staff_ids": [coachee.staff_id for coachee in cycle.coachees],
        "coach_id": cycle.coach_id,
        "validator_id": cycle.validator_id,
        "team_id": cycle.team_id,
        "cause": cycle.cause or None,
        "cause_note": cycle.cause_note,
        "evidence_wanted": cycle.evidence_wanted,
        "follow_up_on": cycle.follow_up_on,
        **_rule_so_far(cycle),
    }
    if locked:
        not_asked = ("rule_", "version", "criteria_", own_measures.KEY)
        values = {key: value for key, value in values.items() if not key.startswith(not_asked)}
    dialog = FormDialog(spec, context.drafts, f"cycle.edit.{cycle.id}", context.today, values, parent)

    def arguments(found: Values) -> Values:
        plain, chosen = split(found)
        staff_ids = plain.pop("staff_ids")
        criteria = None if locked else chosen or []
        return {"cycle_id": cycle.id, "values": whole_rule(plain), "staff_ids": staff_ids, "criterion_ids": criteria}

    if not locked:
        own_measures.follow(dialog, options.measures)
    dialog.save_with(context.operations, cycles.edit_cycle, arguments)
    return dialog


def _rule_so_far(cycle: CycleDetail) -> Values:
    """The rule as it stands; where none is written yet, what the baseline's measure of the standard asks for."""
    key = f"{own_measures.KEY}{cycle.version_id}"
    begun = cycle.baseline.standard_measure_id if cycle.baseline is not None and not cycle.rule.measure else None
    own = next((one for one in cycle.own_measures if one.id == begun), None)
    if own is None:
        return {**rule_values(cycle.rule), key: cycle.rule.standard_measure_id}
    return {**rule_values(cycle.rule), **own_measures.filled(own, cycle.rule.smallest), key: own.id}


def amend_rule(context: Context, cycle: CycleDetail, parent: QWidget | None) -> FormDialog:
    """Change a locked success rule, with a reason that is printed (R5)."""
    version = cycle.version_id or 0
    offered = {version: cycle.own_measures} if cycle.own_measures else {}
    spec = FormSpec(
        translate("Cycles", "Amend the success rule of {number}").format(number=cycle.number),
        translate("Cycles", "Amend rule"),
        (
            *rule_fields(own_fields(offered, lambda _: None)),
            Field("reason", translate("Cycles", "Reason"), "long_text", required=True, lines=3),
        ),
        translate("Cycles", "The rule was locked before validation. What you change and why is printed in every pack."),
        people=people_of(cycle),
    )
    values = {**rule_values(cycle.rule), f"{own_measures.KEY}{version}": cycle.rule.standard_measure_id}
    dialog = FormDialog(spec, context.drafts, f"cycle.rule.{cycle.id}", context.today, values, parent)

    def arguments(found: Values) -> Values:
        reason = found.pop("reason")
        return {"cycle_id": cycle.id, "values": whole_rule(found), "reason": reason}

    own_measures.follow(dialog, offered)
    dialog.save_with(context.operations, cycle_phases.amend_rule, arguments)
    return dialog


def amend(context: Context, cycle: CycleDetail, parent: QWidget | None) -> FormDialog:
    """Add a correction to a cycle, also a closed one (R9)."""
    spec = FormSpec(
        translate("Cycles", "Amend {number}").format(number=cycle.number),
        translate("Cycles", "Add amendment"),
        (
            Field("subject", translate("Cycles", "What is corrected"), required=True, privacy="text"),
            Beside(
                (
                    Field("before", translate("Cycles", "As recorded"), "long_text", lines=3),
                    Field("after", translate("Cycles", "What is right"), "long_text", required=True, lines=3),
                )
            ),
            Field("reason", translate("Cycles", "Reason"), "long_text", required=True, lines=2),
        ),
        translate("Cycles", "The record itself stays; the amendment stands beside it, with your name and the time."),
        people=people_of(cycle),
    )
    dialog = FormDialog(spec, context.drafts, f"cycle.amend.{cycle.id}", context.today, None, parent)
    dialog.save_with(context.operations, cycle_phases.amend, lambda values: {"cycle_id": cycle.id, **values})
    return dialog
