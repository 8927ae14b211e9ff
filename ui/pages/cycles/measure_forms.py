"""The forms of a cycle's figures: the success rule by kind of measure, and the measures before and after coaching."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.rules.measured import Rate, counted_words, per_and_unit
from coachdesk.rules.success import DEFAULT_UNITS, SuccessRule, threshold_text
from coachdesk.services import measures
from ui.context import Context
from ui.forms import Beside, Field, FormDialog, FormSpec, Note
from ui.forms.fields import Part
from ui.pages.cycles.options import CycleOptions

Values = dict[str, Any]


def _kind_is(*kinds: str, field: str = "rule_kind") -> Any:
    return lambda values: (values.get(field) or "proportion") in kinds


def rule_fields() -> tuple[Part, ...]:
    """What the success rule is made of; the questions change with its kind."""
    rule_words = translate("Cycles", "Escalated within 4 h of the first sign")
    return (
        Field(
            "rule_kind",
            translate("Cycles", "Kind of measure"),
            "choice",
            choices="measure_kind",
            buttons=True,
            default="proportion",
            help=translate("Cycles", "Times and ratings are judged by their median, rates by events per exposure."),
        ),
        Field("rule_measure", translate("Cycles", "What is counted"), placeholder=rule_words),
        Beside(
            (
                Field("rule_direction", translate("Cycles", "In"), "choice", choices="direction", default="at_least"),
                Field(
                    "rule_threshold",
                    translate("Cycles", "Threshold"),
                    placeholder=translate("Cycles", "9 of 10"),
                    help=translate("Cycles", "“9 of 10” or “90%” of records; else a number, such as “4”."),
                ),
                Field(
                    "rule_smallest_count",
                    translate("Cycles", "Smallest count"),
                    "int",
                    minimum=1,
                    maximum=100_000,
                    help=translate("Cycles", "Judged on no fewer records, figures, or units of exposure."),
                ),
            )
        ),
        Field(
            "rule_unit",
            translate("Cycles", "Unit"),
            placeholder=translate("Cycles", "h, or 100 visits"),
            help=translate("Cycles", "Of the times (“h”), or what a rate is told per (“100 visits”)."),
            when=_kind_is("duration", "rate"),
        ),
    )


def rule_values(rule: SuccessRule) -> Values:
    """The rule as the form shows it."""
    return {
        "rule_kind": rule.kind,
        "rule_unit": rule.unit or DEFAULT_UNITS.get(rule.kind, ""),
        "rule_measure": rule.measure,
        "rule_direction": rule.direction or "at_least",
        "rule_threshold": threshold_text(rule),
        "rule_smallest_count": rule.smallest,
    }


def whole_rule(values: Mapping[str, Any]) -> Values:
    """What the form gives, with the usual unit of a kind where none was typed, and none where none belongs."""
    found = dict(values)
    kind = found.get("rule_kind") or "proportion"
    if "rule_kind" in found:
        found["rule_kind"] = kind
        found["rule_unit"] = (found.get("rule_unit") or DEFAULT_UNITS[kind]) if kind in DEFAULT_UNITS else ""
    return found


def _counts(kind: str, rule: SuccessRule) -> tuple[Part, ...]:
    """The figures of one kind of measure."""
    if kind == "proportion":
        return (
            Beside(
                (
                    Field("met", translate("Cycles", "Met the criteria"), "int", required=True, minimum=0),
                    Field("total", translate("Cycles", "Records judged"), "int", required=True, minimum=1),
                    Field("not_applicable", translate("Cycles", "Not applicable"), "int", minimum=0, default=0),
                )
            ),
        )
    if kind == "duration":
        return (
            Beside(
                (
                    Field(
                        "figures",
                        translate("Cycles", "Times"),
                        "long_text",
                        required=True,
                        lines=3,
                        placeholder="4.5, 6, 12",
                        help=translate("Cycles", "One figure for each record, typed or pasted: “4.5, 6, 12”."),
                    ),
                    Field("unit", translate("Cycles", "Unit"), required=True, default=rule.unit or "h"),
                )
            ),
        )
    if kind == "rate":
        return (
            Beside(
                (
                    Field("events", translate("Cycles", "Events"), "int", required=True, minimum=0),
                    Field("exposure", translate("Cycles", "In how many"), "number", required=True, minimum=0),
                    Field("unit", translate("Cycles", "Counted in"), required=True, default=per_and_unit(rule.unit)[1]),
                )
            ),
        )
    return (
        Field(
            "figures",
            translate("Cycles", "Ratings"),
            required=True,
            placeholder="2, 3, 3",
            help=translate("Cycles", "One level from 1 to 5 for each person or event: “2, 3, 3”."),
        ),
    )


def measure(
    context: Context, options: CycleOptions, cycle: CycleDetail, stage: str, parent: QWidget | None
) -> FormDialog:
    """Record what the success rule counts, before or after coaching (R4, R7, R18)."""
    before = stage == "baseline"
    kind = cycle.rule.kind if before or cycle.baseline is None else cycle.baseline.kind
    parts: list[Part] = [
        *_note_on_the_other(cycle, before),
        Field("method", translate("Cycles", "How"), "choice", choices="measure_method", required=True,
              default="documentation_audit"),
        *_counts(kind, cycle.rule),
        Beside(
            (
                Field("measured_on", translate("Cycles", "Measured on"), "date", required=True, lean="past",
                      default=context.today()),
                Field("records_from", translate("Cycles", "Records from"), "date", lean="past"),
                Field("records_to", translate("Cycles", "Records to"), "date", lean="past"),
            )
        ),
        Field("assessor_id", translate("Cycles", "Judged by"), "pick", choices=options.staff, required=True),
        Field("note", translate("Cycles", "Note"), "long_text", lines=2),
    ]  # fmt: skip
    if before and cycle.signals:
        asked = translate("Cycles", "Some of the {count} records behind the signals are among those judged")
        told = translate("Cycles", "Then a better figure is expected even without coaching, and the gate says so (R4).")
        parts.insert(
            len(parts) - 2,
            Field("triggers_included", asked.format(count=len(cycle.signals)), "check", help=told),
        )
    spec = FormSpec(
        translate("Cycles", "Baseline of {number}").format(number=cycle.number)
        if before
        else translate("Cycles", "Measure {number} after coaching").format(number=cycle.number),
        translate("Cycles", "Save measure"),
        parts,
        _intro(cycle, kind),
    )
    preset: Values = {"assessor_id": cycle.validator_id}
    if not before and cycle.baseline is not None:
        preset = {"assessor_id": cycle.baseline.assessor_id, "method": cycle.baseline.method}
    dialog = FormDialog(spec, context.drafts, f"measure.{stage}.{kind}.{cycle.id}", context.today, preset, parent)

    def arguments(values: Values) -> Values:
        if kind == "proportion":
            values["not_applicable"] = values["not_applicable"] or 0
        if "triggers_included" in values:
            values["triggers_included"] = bool(values["triggers_included"])
        return {"cycle_id": cycle.id, "stage": stage, "values": {**values, "kind": kind}}

    dialog.save_with(context.operations, measures.record_measure, arguments)
    return dialog


def _intro(cycle: CycleDetail, kind: str) -> str:
    if not cycle.rule.measure:
        return vocabulary.label("measure_kind", kind)
    return translate("Cycles", "The success rule: {rule}.").format(rule=cycle.rule.words().rstrip("."))


def _note_on_the_other(cycle: CycleDetail, before: bool) -> list[Part]:
    """What to leave out of a baseline (R4); what the measure after coaching is compared with (R7)."""
    if before:
        if not cycle.signals:
            return []
        text = translate("Cycles", "Leave out the {count} records behind the signals that opened the cycle (R4).")
        return [Note(text.format(count=len(cycle.signals)), "info")]
    if cycle.baseline is None:
        return []
    result = cycle.baseline.result
    words = counted_words(result)
    if isinstance(result, Rate):
        words = f"{result.events:,} / {result.exposure:,f} {result.unit}"
    text = translate("Cycles", "Before: {count}, judged by {who}. Judge the same criteria the same way (R7).")
    return [Note(text.format(count=words, who=cycle.baseline.assessor), "info")]
