"""The forms of a cycle's figures: the success rule by kind of measure, and the measures before and after coaching."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.standards import MeasureRow
from coachdesk.rules.measured import Rate, counted_words, per_and_unit
from coachdesk.rules.success import DEFAULT_UNITS, SuccessRule, threshold_text
from coachdesk.services import measures
from ui.context import Context
from ui.forms import Beside, Field, FormDialog, FormSpec, Note
from ui.forms.fields import Part
from ui.pages.cycles.options import CycleOptions
from ui.pages.cycles.own_measures import options_of, with_link

Values = dict[str, Any]


def _kind_is(*kinds: str) -> Any:
    return lambda values: (values.get("rule_kind") or "proportion") in kinds


def rule_fields(own: tuple[Part, ...] = ()) -> tuple[Part, ...]:
    """What the success rule is made of; the questions change with its kind. own: the standard's measures to take."""
    rule_words = translate("Cycles", "Escalated within 4 h of the first sign")
    return (
        *own,
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
    found = with_link(values)
    kind = found.get("rule_kind") or "proportion"
    if "rule_kind" in found:
        found["rule_kind"] = kind
        found["rule_unit"] = (found.get("rule_unit") or DEFAULT_UNITS[kind]) if kind in DEFAULT_UNITS else ""
    return found


def _counts(kinds: Collection[str], kind_of: Callable[[Mapping[str, Any]], str], rule: SuccessRule) -> list[Part]:
    """The figures of each kind that may be recorded; each shows while its kind is."""
    only = len(kinds) == 1

    def when(*names: str) -> Callable[[Mapping[str, Any]], bool]:
        return lambda values: kind_of(values) in names

    parts: list[Part] = []
    if "proportion" in kinds:
        share = when("proportion")
        parts.append(
            Beside(
                (
                    Field("met", translate("Cycles", "Met the criteria"), "int", required=True, minimum=0, when=share),
                    Field("total", translate("Cycles", "Records judged"), "int", required=True, minimum=1, when=share),
                    Field("not_applicable", translate("Cycles", "Not applicable"), "int", minimum=0, default=0,
                          when=share),
                )
            )
        )  # fmt: skip
    if {"duration", "rubric"} & set(kinds):
        parts.append(_list_of_figures(kinds, when("duration", "rubric")))
    if "rate" in kinds:
        rate = when("rate")
        parts.append(
            Beside(
                (
                    Field("events", translate("Cycles", "Events"), "int", required=True, minimum=0, when=rate),
                    Field(
                        "exposure", translate("Cycles", "In how many"), "number", required=True, minimum=0, when=rate
                    ),
                )
            )
        )
    if {"duration", "rate"} & set(kinds):
        label = translate("Cycles", "Counted in") if only and "rate" in kinds else translate("Cycles", "Unit")
        default = _unit_of(rule.kind, rule.unit)
        parts.append(Field("unit", label, required=True, default=default, when=when("duration", "rate")))
    return parts


def _list_of_figures(kinds: Collection[str], when: Callable[[Mapping[str, Any]], bool]) -> Field:
    """One field for times and ratings: both are a list of figures."""
    times = "duration" in kinds
    texts = {
        "duration": (
            translate("Cycles", "Times"),
            translate("Cycles", "One figure for each record, typed or pasted: “4.5, 6, 12”."),
        ),
        "rubric": (
            translate("Cycles", "Ratings"),
            translate("Cycles", "One level from 1 to 5 for each person or event: “2, 3, 3”."),
        ),
    }
    label, told = texts["duration" if times else "rubric"]
    if times and "rubric" in kinds:
        label, told = translate("Cycles", "Figures"), " ".join(told for _, told in texts.values())
    return Field(
        "figures",
        label,
        "long_text" if times else "text",
        required=True,
        lines=3,
        placeholder="4.5, 6, 12" if times else "2, 3, 3",
        help=told,
        when=when,
        privacy="off",
    )


def _unit_of(kind: str, unit: str) -> str:
    """The unit a measure of this kind begins with, from how a rule or a standard writes it."""
    unit = unit or DEFAULT_UNITS.get(kind, "")
    return per_and_unit(unit)[1] if kind == "rate" else unit or "h"


def measure(
    context: Context, options: CycleOptions, cycle: CycleDetail, stage: str, parent: QWidget | None
) -> FormDialog:
    """Record what the success rule counts, or another measure of the standard beside it, before or after coaching
    (R4, R7, R18)."""
    before = stage == "baseline"
    kind = cycle.rule.kind if before or cycle.baseline is None else cycle.baseline.kind
    own = {one.id: one for one in cycle.own_measures}

    def kind_of(values: Mapping[str, Any]) -> str:
        chosen = own.get(values.get("standard_measure_id") or 0)
        return chosen.kind if chosen is not None else kind

    parts: list[Part] = [
        *_note_on_the_other(cycle, before),
        *_which(cycle),
        Field("method", translate("Cycles", "How"), "choice", choices="measure_method", required=True,
              default="documentation_audit"),
        *_counts({kind, *(one.kind for one in own.values())}, kind_of, cycle.rule),
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
    preset: Values = {"assessor_id": cycle.validator_id, "standard_measure_id": cycle.rule.standard_measure_id}
    if not before and cycle.baseline is not None:
        preset |= {"assessor_id": cycle.baseline.assessor_id, "method": cycle.baseline.method}
    dialog = FormDialog(spec, context.drafts, f"measure.{stage}.{kind}.{cycle.id}", context.today, preset, parent)

    _follow_measure(dialog, own)

    def arguments(values: Values) -> Values:
        taken = kind_of(values)
        values = {
            name: value for name, value in values.items() if name not in _FIGURE_FIELDS or name in _OF_KIND[taken]
        }
        if taken == "proportion":
            values["not_applicable"] = values["not_applicable"] or 0
        if "triggers_included" in values:
            values["triggers_included"] = bool(values["triggers_included"])
        return {"cycle_id": cycle.id, "stage": stage, "values": {**values, "kind": taken}}

    dialog.save_with(context.operations, measures.record_measure, arguments)
    return dialog


# Which fields belong to which kind; the others are not sent.
_OF_KIND: dict[str, tuple[str, ...]] = {
    "proportion": ("met", "total", "not_applicable"),
    "duration": ("figures", "unit"),
    "rate": ("events", "exposure", "unit"),
    "rubric": ("figures",),
}
_FIGURE_FIELDS = frozenset(name for names in _OF_KIND.values() for name in names)


def _which(cycle: CycleDetail) -> list[Part]:
    """What is measured: the rule's, or another measure that the standard defines; not asked where it defines none."""
    if not cycle.own_measures:
        return []
    return [
        Field(
            "standard_measure_id",
            translate("Cycles", "Measure of the standard"),
            "pick",
            choices=options_of(cycle.own_measures),
            placeholder=translate("Cycles", "None: what the success rule counts"),
            help=translate("Cycles", "Another measure than the success rule’s is kept beside it and judges nothing."),
        )
    ]


def _follow_measure(dialog: FormDialog, own: Mapping[int, MeasureRow]) -> None:
    """Another measure brings its own unit."""
    blocks = dialog.form.blocks
    seen = {"measure": dialog.form.values().get("standard_measure_id")}

    def changed() -> None:
        now = dialog.form.values().get("standard_measure_id")
        if now == seen["measure"]:
            return
        seen["measure"] = now
        chosen = own.get(now or 0)
        if chosen is not None and "unit" in blocks:
            blocks["unit"].editor.set_value(_unit_of(chosen.kind, chosen.unit))

    if own:
        dialog.form.changed.connect(changed)


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
