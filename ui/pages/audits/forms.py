"""The smaller forms of an audit: edit, describe a record, draw more, give up, use as a measure of a cycle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.audit import AuditDetail, DrawnRecord, Measurable
from coachdesk.rules.wording import names as named
from coachdesk.services import audit_results, audits
from ui.context import Context
from ui.forms import Beside, Field, FormDialog, FormSpec, Note, Option
from ui.pages.audits.options import AuditOptions


def people_fields(options: AuditOptions) -> Beside:
    """Who judges, and who judges a second time."""
    return Beside(
        (
            Field("assessor_id", translate("Audits", "Who judges"), "pick", choices=options.staff, required=True),
            Field(
                "second_assessor_id",
                translate("Audits", "Who judges some a second time"),
                "pick",
                choices=options.staff,
                help=translate("Audits", "Somebody else, without seeing the first judgements. Can wait."),
            ),
        )
    )


def period_fields(context: Context) -> Beside:
    """The days the records are of."""
    return Beside(
        (
            Field("records_from", translate("Audits", "Records from"), "date", lean="past", maximum=context.today()),
            Field("records_to", translate("Audits", "Records to"), "date", lean="past", maximum=context.today()),
        )
    )


def edit(context: Context, options: AuditOptions, audit: AuditDetail, parent: QWidget | None) -> FormDialog:
    """Change what was said about an audit in progress."""
    spec = FormSpec(
        translate("Audits", "Edit {number}").format(number=audit.number),
        translate("Audits", "Save audit"),
        (
            Field("title", translate("Audits", "Title"), privacy="nameless"),
            people_fields(options),
            period_fields(context),
            Field("frame_note", translate("Audits", "Where the records were listed from"), privacy="nameless"),
            Field("note", translate("Audits", "Note"), "long_text", lines=3, privacy="nameless"),
        ),
        translate("Audits", "Frame, seed and criteria stay: they made the draw."),
    )
    values = {name: getattr(audit, name) for name in audits.EDITABLE}
    dialog = FormDialog(spec, context.drafts, f"audit.edit.{audit.id}", context.today, values, parent)
    dialog.save_with(context.operations, audits.edit_audit, lambda found: {"audit_id": audit.id, "values": found})
    return dialog


def describe(context: Context, options: AuditOptions, record: DrawnRecord, parent: QWidget | None) -> FormDialog:
    """Say who wrote a record and of which day it is."""
    spec = FormSpec(
        translate("Audits", "Record {code}").format(code=record.code),
        translate("Audits", "Save record"),
        (
            Beside(
                (
                    Field("staff_id", translate("Audits", "Written by"), "pick", choices=options.everybody),
                    Field(
                        "record_on",
                        translate("Audits", "Date of record"),
                        "date",
                        lean="past",
                        maximum=context.today(),
                    ),
                )
            ),
            Field(
                "note",
                translate("Audits", "Note"),
                "long_text",
                lines=2,
                privacy="nameless",
                placeholder=translate("Audits", "What to remember about it; no names"),
            ),
        ),
    )
    values = {name: getattr(record, name) for name in audits.RECORD}
    dialog = FormDialog(spec, None, "", context.today, values, parent)
    dialog.save_with(
        context.operations,
        audits.describe_record,
        lambda found: {"audit_record_id": record.id, "values": found},
    )
    return dialog


def draw_more(context: Context, audit: AuditDetail, parent: QWidget | None) -> FormDialog:
    """Draw more records with the same seed."""
    room = len(audit.frame) - len(audit.records)
    text = translate("Audits", "{room} records of the frame are not drawn yet. The same seed goes on where it stopped.")
    spec = FormSpec(
        translate("Audits", "Draw more records"),
        translate("Audits", "Draw records"),
        (Field("count", translate("Audits", "How many more"), "int", required=True, minimum=1, maximum=room),),
        text.format(room=room),
    )
    dialog = FormDialog(spec, None, "", context.today, {"count": min(5, room)}, parent)
    dialog.save_with(
        context.operations, audits.draw_more, lambda found: {"audit_id": audit.id, "count": found["count"]}
    )
    return dialog


def give_up(context: Context, audit: AuditDetail, parent: QWidget | None) -> FormDialog:
    """End an audit without a result."""
    spec = FormSpec(
        translate("Audits", "Give up {number}").format(number=audit.number),
        translate("Audits", "Give up audit"),
        (
            Field(
                "reason",
                translate("Audits", "Reason"),
                "long_text",
                lines=3,
                required=True,
                privacy="nameless",
            ),
        ),
        translate("Audits", "It ends without a result. What was judged so far stays on record."),
    )
    dialog = FormDialog(spec, None, "", context.today, None, parent)
    dialog.save_with(
        context.operations, audits.give_up_audit, lambda found: {"audit_id": audit.id, "reason": found["reason"]}
    )
    return dialog


def use_as_measure(context: Context, audit: AuditDetail, parent: QWidget | None) -> FormDialog:
    """Let a finished audit stand as the baseline or the measure after coaching."""
    offered = audit.measurable
    spec = FormSpec(
        translate("Audits", "Use {number} as a measure").format(number=audit.number),
        translate("Audits", "Use as measure"),
        (
            Field(
                "cycle_id",
                translate("Audits", "Cycle"),
                "pick",
                required=True,
                choices=[Option(one.cycle_id, f"{one.number} {one.title}".strip()) for one in offered],
            ),
            *(_stage(one) for one in offered),
            *(Note(_lacking(one), "attention", when=_cycle_is(one.cycle_id)) for one in offered if one.lacking),
            Field(
                "only_coachees",
                translate("Audits", "Count only records that the coachees wrote"),
                "check",
                help=translate("Audits", "Records whose writer is not known are then left out too."),
            ),
            Note(
                translate(
                    "Audits",
                    "A baseline leaves out the records that opened the cycle: picked because something had gone "
                    "wrong, they would make any later figure look better (R4).",
                ),
                "info",
            ),
        ),
        audit.figures.words,
    )
    preset: dict[str, Any] = {}
    if len(offered) == 1 or any(one.cycle_id == audit.cycle_id for one in offered):
        first = next((one for one in offered if one.cycle_id == audit.cycle_id), offered[0])
        preset = {"cycle_id": first.cycle_id}
    preset |= {f"stage_{one.cycle_id}": one.stages[0] for one in offered}
    dialog = FormDialog(spec, None, "", context.today, preset, parent)

    def arguments(found: dict[str, Any]) -> dict[str, Any]:
        cycle_id = found["cycle_id"]
        return {
            "audit_id": audit.id,
            "cycle_id": cycle_id,
            "stage": found[f"stage_{cycle_id}"],
            "only_coachees": bool(found["only_coachees"]),
        }

    dialog.save_with(context.operations, audit_results.use_as_measure, arguments)
    return dialog


def _stage(one: Measurable) -> Field:
    return Field(
        f"stage_{one.cycle_id}",
        translate("Audits", "As which measure"),
        "choice",
        choices=[(stage, vocabulary.label("measure_stage", stage)) for stage in one.stages],
        required=True,
        buttons=True,
        when=_cycle_is(one.cycle_id),
    )


def _cycle_is(cycle_id: int) -> Callable[[Any], bool]:
    return lambda values: values.get("cycle_id") == cycle_id


def _lacking(one: Measurable) -> str:
    text = translate(
        "Audits",
        "The audit did not judge {lacking}: the measure covers {shared} only, and the gate asks for all targets.",
    )
    return text.format(
        lacking=named([_criterion(code) for code in one.lacking]),
        shared=named([_criterion(code) for code in one.shared]),
    )


def _criterion(code: str) -> str:
    return translate("Audits", "criterion {code}").format(code=code)
