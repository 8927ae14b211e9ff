"""The forms of planned steps: tick some off by hand, leave some out, give them another date, add one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.planned_steps import PlannedRow
from coachdesk.services import planned_steps
from ui.context import Context
from ui.forms import Field, FormDialog, FormSpec
from ui.forms.fields import Part
from ui.pages.cycles.own_measures import options_of
from ui.pages.cycles.words import people_of

Values = dict[str, Any]
Rows = Sequence[PlannedRow]


def _whose(rows: Rows) -> tuple[Part, ...]:
    """Which of the coachees a step is for; not asked where there is one."""
    people = [(row.id, row.staff) for row in rows]
    everybody = [row.id for row in rows]
    if len(rows) < 2:
        return ()
    return (
        Field("step_ids", translate("Planned", "For"), "choices", choices=people, required=True, default=everybody),
    )


def _dialog(context: Context, spec: FormSpec, rows: Rows, service: Any, parent: QWidget | None) -> FormDialog:
    dialog = FormDialog(spec, None, "", context.today, None, parent)

    def arguments(found: Values) -> Values:
        return {"step_ids": [row.id for row in rows]} | found

    dialog.save_with(context.operations, service, arguments)
    return dialog


def tick(context: Context, text: str, rows: Rows, parent: QWidget | None) -> FormDialog:
    """Tick a step off by hand, for some of its coachees, on a day."""
    today = context.today()
    day = Field("on", translate("Planned", "Done on"), "date", lean="past", maximum=today, default=today)
    spec = FormSpec(text, translate("Planned", "Tick off"), (*_whose(rows), day))
    return _dialog(context, spec, rows, planned_steps.tick_steps, parent)


def leave_out(context: Context, text: str, rows: Rows, parent: QWidget | None) -> FormDialog:
    """Leave a step out, for some of its coachees, with the reason."""
    reason = Field("reason", translate("Planned", "Reason"), "long_text", required=True, lines=2)
    spec = FormSpec(
        text,
        translate("Planned", "Leave out"),
        (*_whose(rows), reason),
        translate("Planned", "The step stays in the plan with your reason; it is told no more."),
        people=tuple(row.staff for row in rows),
    )
    return _dialog(context, spec, rows, planned_steps.leave_out, parent)


def move(context: Context, text: str, rows: Rows, parent: QWidget | None) -> FormDialog:
    """Give a step another due date."""
    due = Field("due_on", translate("Planned", "Due"), "date", required=True, lean="future", default=rows[0].due_on)
    spec = FormSpec(text, translate("Planned", "Move step"), (*_whose(rows), due))
    return _dialog(context, spec, rows, planned_steps.move_steps, parent)


def add(context: Context, cycle: CycleDetail, parent: QWidget | None) -> FormDialog:
    """Add a step of one's own to a cycle's plan."""
    people = [(one.staff_id, one.name) for one in cycle.coachees]
    measure: tuple[Part, ...] = ()
    if cycle.own_measures:
        measure = (
            Field("standard_measure_id", translate("Planned", "Measure of the standard"), "pick",
                  choices=options_of(cycle.own_measures), when=lambda values: values.get("kind") == "measure",
                  help=translate("Planned", "Only a measure of this one then ticks the step off.")),
        )  # fmt: skip
    spec = FormSpec(
        translate("Planned", "Add a planned step to {number}").format(number=cycle.number),
        translate("Planned", "Add step"),
        (
            Field("text", translate("Planned", "What is to be done"), required=True, privacy="text"),
            Field("phase", translate("Planned", "Phase"), "choice", choices="cycle_phase", required=True,
                  default=cycle.phase),
            Field("kind", translate("Planned", "Kind"), "choice", choices="planned_kind", required=True),
            *measure,
            Field("session_kind", translate("Planned", "Kind of session"), "choice", choices="session_kind",
                  when=lambda values: values.get("kind") == "session"),
            Field("staff_id", translate("Planned", "For"), "choice", choices=people,
                  help=translate("Planned", "Leave empty for the whole cycle.")),
            Field("due_on", translate("Planned", "Due"), "date", lean="future"),
        ),
        people=people_of(cycle),
    )  # fmt: skip
    dialog = FormDialog(spec, context.drafts, f"planned.add.{cycle.id}", context.today, None, parent)

    _follow_measure(dialog, {one.id: one.name for one in cycle.own_measures})

    def arguments(found: Values) -> Values:
        return {"cycle_id": cycle.id, "values": found | {"session_kind": found["session_kind"] or ""}}

    dialog.save_with(context.operations, planned_steps.add_step, arguments)
    return dialog


def _follow_measure(dialog: FormDialog, names: Mapping[int, str]) -> None:
    """Choosing a measure of the standard says what is to be done, unless a person has said it."""
    blocks, ours = dialog.form.blocks, {""}

    def changed() -> None:
        chosen = dialog.form.values().get("standard_measure_id")
        text = dialog.form.values()["text"]
        if chosen is not None and text in ours:
            words = translate("Planned", "Measure: {name}").format(name=names[chosen])
            if words != text:
                ours.add(words)
                blocks["text"].editor.set_value(words)

    if names:
        dialog.form.changed.connect(changed)
