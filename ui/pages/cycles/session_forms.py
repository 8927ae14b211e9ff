"""The forms of coaching sessions: plan, hold, correct, move, feedback, acknowledgement, action steps."""

from __future__ import annotations

from typing import Any, Literal

from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.sessions import SessionDetail
from coachdesk.services import sessions
from ui.context import Context
from ui.forms import Beside, Field, FormDialog, FormSpec
from ui.forms.fields import Part
from ui.pages.cycles.options import CycleOptions
from ui.pages.cycles.words import people_of

Values = dict[str, Any]


def _people(one: SessionDetail) -> tuple[str, ...]:
    """Whom a session is about; they may be named in what is written about it (R22)."""
    return (*(coachee.name for coachee in one.coachees), one.coach)


def _when_and_who(options: CycleOptions, *, held: bool) -> tuple[Part, ...]:
    lean: Literal["past", "future"] = "past" if held else "future"
    return (
        Beside(
            (
                Field("kind", translate("Sessions", "Kind"), "choice", choices="session_kind", required=True),
                Field("coach_id", translate("Sessions", "Coach"), "pick", choices=options.staff, required=True),
            )
        ),
        Field("staff_ids", translate("Sessions", "With"), "choices", choices=options.coachees, required=True),
        Beside(
            (
                Field("starts_at", translate("Sessions", "Start"), "datetime", required=True, lean=lean),
                Field("minutes", translate("Sessions", "Minutes"), "minutes", minimum=1, maximum=1440),
            )
        ),
    )


def _told() -> tuple[Part, ...]:
    """What a held session's record tells."""
    return (
        Field("data_sources", translate("Sessions", "Feedback is based on"), "choices", choices="data_source",
              required=True, help=translate("Sessions", "Across the cycle: direct observation and one more (R6).")),
        Field("seen", translate("Sessions", "What was seen"), "long_text", lines=4,
              help=translate("Sessions", "Observable words; participants as reference codes only.")),
        Field("strengths", translate("Sessions", "Strengths"), "long_text", lines=2),
        Field("strategies", translate("Sessions", "Strategies used"), "choices", choices="strategy"),
        Field("feedback_at", translate("Sessions", "Feedback given at"), "datetime", lean="past",
              help=translate("Sessions", "Leave empty if it is still to come; its clock runs (R10).")),
    )  # fmt: skip


def session(
    context: Context,
    options: CycleOptions,
    cycle: CycleDetail,
    parent: QWidget | None,
    planned: SessionDetail | None = None,
) -> FormDialog:
    """Record a session that was held; `planned` turns a planned one into it."""
    spec = FormSpec(
        translate("Sessions", "Record session") if planned is None else translate("Sessions", "Hold {number}").format(
            number=planned.number
        ),
        translate("Sessions", "Save session"),
        (
            *_when_and_who(options, held=True),
            *_told(),
            Field("steps", translate("Sessions", "Action steps"), "rows", row_name=translate("Sessions", "Step"),
                  fields=(
                      Field("text", translate("Sessions", "What will be done"), required=True, privacy="text"),
                      Field("owner_id", translate("Sessions", "Owner"), "pick", choices=options.staff, required=True),
                      Field("due_on", translate("Sessions", "Due"), "date", lean="future"),
                  )),
        ),
        people=people_of(cycle),
    )  # fmt: skip
    everyone = [one.key for one in options.coachees]
    values: Values = {"coach_id": cycle.coach_id, "staff_ids": everyone}
    if planned is not None:
        values = {
            "kind": planned.kind,
            "staff_ids": [one.staff_id for one in planned.coachees],
            "coach_id": planned.coach_id,
            "starts_at": planned.starts_at,
            "minutes": planned.minutes,
        }
    key = f"session.hold.{planned.id}" if planned else f"session.record.{cycle.id}"
    dialog = FormDialog(spec, context.drafts, key, context.today, values, parent)

    def arguments(found: Values) -> Values:
        people, steps = found.pop("staff_ids"), found.pop("steps")
        target = {"session_id": planned.id} if planned else {"cycle_id": cycle.id}
        return {**target, "staff_ids": people, "values": found, "steps": steps or []}

    service = sessions.hold_session if planned else sessions.record_session
    dialog.save_with(context.operations, service, arguments)
    return dialog


def correct(context: Context, options: CycleOptions, kept: SessionDetail, parent: QWidget | None) -> FormDialog:
    """Correct a session's record, planned or held."""
    held = kept.status == "held"
    spec = FormSpec(
        translate("Sessions", "Correct {number}").format(number=kept.number),
        translate("Sessions", "Save session"),
        (*_when_and_who(options, held=held), *(_told() if held else ())),
        translate("Sessions", "What coachees agreed with is asked for again when the record says something else.")
        if held
        else "",
        people=_people(kept),
    )
    values: Values = {
        "kind": kept.kind,
        "coach_id": kept.coach_id,
        "staff_ids": [one.staff_id for one in kept.coachees],
        "starts_at": kept.starts_at.astimezone(),
        "minutes": kept.minutes,
    }
    if held:
        values |= {
            "data_sources": list(kept.data_sources),
            "strategies": list(kept.strategies),
            "seen": kept.seen,
            "strengths": kept.strengths,
            "feedback_at": kept.feedback_at.astimezone() if kept.feedback_at else None,
        }
    dialog = FormDialog(spec, context.drafts, f"session.correct.{kept.id}", context.today, values, parent)

    def arguments(found: Values) -> Values:
        people = found.pop("staff_ids")
        changed = {key: value for key, value in found.items() if value != values.get(key)}
        return {"session_id": kept.id, "values": changed, "staff_ids": people}

    dialog.save_with(context.operations, sessions.edit_session, arguments)
    return dialog


def plan(context: Context, options: CycleOptions, cycle: CycleDetail, parent: QWidget | None) -> FormDialog:
    """Plan a session."""
    spec = FormSpec(
        translate("Sessions", "Plan session"),
        translate("Sessions", "Plan session"),
        _when_and_who(options, held=False),
    )
    values = {"coach_id": cycle.coach_id, "staff_ids": [one.key for one in options.coachees]}
    dialog = FormDialog(spec, context.drafts, f"session.plan.{cycle.id}", context.today, values, parent)

    def arguments(found: Values) -> Values:
        return {"cycle_id": cycle.id, "staff_ids": found.pop("staff_ids"), "values": found}

    dialog.save_with(context.operations, sessions.plan_session, arguments)
    return dialog


def not_held(context: Context, planned: SessionDetail, parent: QWidget | None) -> FormDialog:
    """Say why a planned session was not held."""
    answers = [(code, vocabulary.label("session_status", code)) for code in ("missed", "cancelled")]
    spec = FormSpec(
        translate("Sessions", "{number} was not held").format(number=planned.number),
        translate("Sessions", "Save"),
        (
            Field("status", translate("Sessions", "What happened"), "choice", choices=answers, buttons=True,
                  required=True, default="missed"),
            Field("reason", translate("Sessions", "Reason"), "long_text", required=True, lines=2),
        ),
        people=_people(planned),
    )  # fmt: skip
    dialog = FormDialog(spec, context.drafts, f"session.missed.{planned.id}", context.today, None, parent)
    dialog.save_with(context.operations, sessions.mark_not_held, lambda values: {"session_id": planned.id, **values})
    return dialog


def feedback(context: Context, held: SessionDetail, parent: QWidget | None) -> FormDialog:
    """Record when feedback on a held session was given."""
    spec = FormSpec(
        translate("Sessions", "Feedback on {number}").format(number=held.number),
        translate("Sessions", "Save feedback"),
        (Field("at", translate("Sessions", "Feedback given at"), "datetime", required=True, lean="past"),),
    )
    values = {"at": context.desk.clock().astimezone().replace(second=0, microsecond=0)}
    dialog = FormDialog(spec, context.drafts, f"session.feedback.{held.id}", context.today, values, parent)
    dialog.save_with(context.operations, sessions.give_feedback, lambda found: {"session_id": held.id, **found})
    return dialog


def acknowledge(context: Context, held: SessionDetail, parent: QWidget | None) -> FormDialog:
    """Record what a coachee says to the session's record."""
    people = [(one.staff_id, one.name) for one in held.coachees]
    spec = FormSpec(
        translate("Sessions", "Acknowledgement of {number}").format(number=held.number),
        translate("Sessions", "Save acknowledgement"),
        (
            Field("staff_id", translate("Sessions", "Coachee"), "choice", choices=people, required=True,
                  default=people[0][0] if people else None),
            Field("answer", translate("Sessions", "The coachee"), "choice", buttons=True, required=True,
                  choices=[(code, vocabulary.label("acknowledgement", code)) for code in ("agrees", "disagrees")]),
            Field("statement", translate("Sessions", "In their own words"), "long_text", lines=3),
        ),
        people=_people(held),
    )  # fmt: skip
    dialog = FormDialog(spec, context.drafts, f"session.ack.{held.id}", context.today, None, parent)
    dialog.save_with(context.operations, sessions.acknowledge, lambda found: {"session_id": held.id, **found})
    return dialog
