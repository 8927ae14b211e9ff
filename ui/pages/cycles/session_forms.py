"""The forms of what happens in a cycle: sessions, feedback, acknowledgement, observations, evidence, closing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.sessions import SessionDetail
from coachdesk.services import cycle_phases, evidence, observations, sessions
from coachdesk.services.cycle_phases import CoacheeOutcome
from ui.context import Context
from ui.forms import Beside, Field, FormDialog, FormSpec, Note, Section
from ui.forms.fields import Part
from ui.pages.cycles.options import CycleOptions
from ui.pages.cycles.words import AT_CLOSING

Values = dict[str, Any]


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
            Field("data_sources", translate("Sessions", "Feedback is based on"), "choices", choices="data_source",
                  required=True, help=translate("Sessions", "Across the cycle: direct observation and one more (R6).")),
            Field("seen", translate("Sessions", "What was seen"), "long_text", lines=4,
                  help=translate("Sessions", "Observable words; participants as reference codes only.")),
            Field("strengths", translate("Sessions", "Strengths"), "long_text", lines=2),
            Field("strategies", translate("Sessions", "Strategies used"), "choices", choices="strategy"),
            Field("feedback_at", translate("Sessions", "Feedback given at"), "datetime", lean="past",
                  help=translate("Sessions", "Leave empty if it is still to come; its clock runs (R10).")),
            Field("steps", translate("Sessions", "Action steps"), "rows", row_name=translate("Sessions", "Step"),
                  fields=(
                      Field("text", translate("Sessions", "What will be done"), required=True),
                      Field("owner_id", translate("Sessions", "Owner"), "pick", choices=options.staff, required=True),
                      Field("due_on", translate("Sessions", "Due"), "date", lean="future"),
                  )),
        ),
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
    values = {"at": datetime.now().astimezone().replace(second=0, microsecond=0)}
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
    )  # fmt: skip
    dialog = FormDialog(spec, context.drafts, f"session.ack.{held.id}", context.today, None, parent)
    dialog.save_with(context.operations, sessions.acknowledge, lambda found: {"session_id": held.id, **found})
    return dialog


def observation(context: Context, options: CycleOptions, cycle: CycleDetail, parent: QWidget | None) -> FormDialog:
    """Record practice seen, rated criterion by criterion; the target criteria come first."""
    targets = {criterion.id for criterion in cycle.criteria}
    offered = options.criteria.get(cycle.version_id or 0, ())
    ordered = sorted(offered, key=lambda one: one.key not in targets)
    held = [(one.id, f"{one.number} {vocabulary.label('session_kind', one.kind)}") for one in cycle.sessions
            if one.status == "held"]  # fmt: skip
    spec = FormSpec(
        translate("Observations", "Record observation"),
        translate("Observations", "Save observation"),
        (
            Beside(
                (
                    Field("staff_id", translate("Observations", "Observed"), "choice", choices=options.coachees,
                          required=True),
                    Field("observer_id", translate("Observations", "Observer"), "pick", choices=options.staff,
                          required=True),
                )
            ),
            Beside(
                (
                    Field("observed_at", translate("Observations", "When"), "datetime", required=True, lean="past"),
                    Field("session_id", translate("Observations", "In session"), "choice", choices=held),
                )
            ),
            Field("setting", translate("Observations", "Setting"), "choice", choices="setting", buttons=True,
                  required=True, default="live"),
            Field("consent", translate("Observations", "The participant agreed to being observed"), "check",
                  when=lambda values: values.get("setting") == "live"),
            Section(translate("Observations", "Criteria")),
            *(
                Field(f"rating_{one.key}", f"{one.detail}  {one.label}", "choice", choices="rating", buttons=True,
                      required=one.key in targets)
                for one in ordered
            ),
            Field("note", translate("Observations", "What was seen"), "long_text", lines=3,
                  help=translate("Observations", "Observable words; participants as reference codes only.")),
        ),
    )  # fmt: skip
    values = {"observer_id": cycle.validator_id if cycle.status == "validating" else cycle.coach_id}
    if len(options.coachees) == 1:
        values["staff_id"] = options.coachees[0].key
    dialog = FormDialog(spec, context.drafts, f"observation.{cycle.id}", context.today, values, parent)

    def arguments(found: Values) -> Values:
        ratings = {int(key.removeprefix("rating_")): found.pop(key) for key in list(found) if key.startswith("rating_")}
        found["consent"] = bool(found.get("consent"))
        return {
            "cycle_id": cycle.id,
            "values": found,
            "ratings": {key: result for key, result in ratings.items() if result},
        }

    dialog.save_with(context.operations, observations.record_observation, arguments)
    return dialog


def add_evidence(context: Context, cycle: CycleDetail, parent: QWidget | None) -> FormDialog:
    """Keep a file in the desk as evidence of the cycle."""
    endings = " ".join(f"*{ending}" for ending in evidence.ENDINGS)
    spec = FormSpec(
        translate("Evidence", "Add evidence to {number}").format(number=cycle.number),
        translate("Evidence", "Add evidence"),
        (
            Field("path", translate("Evidence", "File"), "file", required=True,
                  patterns=translate("Evidence", "Documents and pictures ({endings})").format(endings=endings),
                  help=translate("Evidence", "A copy is kept inside the desk, with its SHA-256.")),
            Field("title", translate("Evidence", "Title")),
            Field("made_on", translate("Evidence", "Made on"), "date", lean="past"),
        ),
        translate("Evidence", "Participants appear as reference codes only, in files too."),
    )  # fmt: skip
    dialog = FormDialog(spec, context.drafts, f"evidence.{cycle.id}", context.today, None, parent)

    def arguments(found: Values) -> Values:
        return {"cycle_id": cycle.id, "path": Path(found["path"]), "title": found["title"], "made_on": found["made_on"]}

    dialog.save_with(context.operations, evidence.add_evidence_file, arguments)
    return dialog


def close(context: Context, cycle: CycleDetail, parent: QWidget | None) -> FormDialog:
    """Outcome per coachee, sign-off, and an override with its reason where something is missing (R7, R8)."""
    judged = cycle.judged
    tone = {True: "ok", False: "attention", None: "attention"}[judged.met]
    still, reason = override_fields(cycle, "close")
    parts: list[Part] = [Note(f"{cycle.rule.words()} — {judged.words}", tone), *still]
    for one in cycle.coachees:
        parts += [
            Section(one.name),
            Field(f"outcome_{one.staff_id}", translate("Cycles", "Outcome"), "choice", choices="outcome", buttons=True,
                  required=True, default=one.outcome or None),
            Field(f"note_{one.staff_id}", translate("Cycles", "What shows it"), default=one.outcome_note),
            Field(f"next_{one.staff_id}", translate("Cycles", "Next step"), default=one.next_step,
                  when=_not_achieved(one.staff_id)),
        ]  # fmt: skip
    parts += [
        Section(translate("Cycles", "Sign-off")),
        Field("sign_off_note", translate("Cycles", "Closing words"), "long_text", lines=2),
        *reason,
    ]
    spec = FormSpec(
        translate("Cycles", "Close {number}").format(number=cycle.number),
        translate("Cycles", "Sign off and close"),
        parts,
        translate("Cycles", "“Not achieved” is a respectable ending; it needs a next step."),
    )
    dialog = FormDialog(spec, context.drafts, f"cycle.close.{cycle.id}", context.today, None, parent)
    for one in cycle.coachees:
        for key in ("outcome", "note", "next"):
            dialog.form.blocks[f"{key}_{one.staff_id}"].call_itself(one.name)

    def arguments(found: Values) -> Values:
        outcomes = {
            one.staff_id: CoacheeOutcome(
                found[f"outcome_{one.staff_id}"] or "",
                found[f"note_{one.staff_id}"],
                found[f"next_{one.staff_id}"] or "",
            )
            for one in cycle.coachees
        }
        return {
            "cycle_id": cycle.id,
            "outcomes": outcomes,
            "sign_off_note": found["sign_off_note"],
            "override_reason": found.get("override_reason") or "",
        }

    dialog.save_with(context.operations, cycle_phases.close_cycle, arguments)
    return dialog


def _not_achieved(staff_id: int) -> Any:
    return lambda values: values.get(f"outcome_{staff_id}") in ("not_achieved", "incomplete")


def override_fields(
    cycle: CycleDetail, gate: str, *, only_so: bool = False
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """What is missing for a gate, and the field for a reason to go on without it; both empty when nothing is missing.

    only_so: there is nothing else to do in the form, so it asks for the reason.
    """
    missing = [words for item in cycle.gate(gate).items if item.key not in AT_CLOSING for words in item.missing]
    if not missing:
        return (), ()
    listed = "\n".join(f"• {words}" for words in missing)
    told = translate("Cycles", "Printed in every pack.")
    if not only_so:
        told = translate("Cycles", "Printed in every pack. Leave empty to add what is missing first.")
    return (
        (Note(translate("Cycles", "Still missing:\n{list}").format(list=listed), "attention"),),
        (
            Field("override_reason", translate("Cycles", "Reason to go on without it"), "long_text", lines=2,
                  required=only_so, help=told),
        ),
    )  # fmt: skip


def advance(context: Context, cycle: CycleDetail, parent: QWidget | None) -> FormDialog:
    """Go through a gate although something is missing: only with a reason."""
    phase = vocabulary.label("cycle_phase", cycle.next_gate)
    still, reason = override_fields(cycle, cycle.next_gate, only_so=True)
    spec = FormSpec(
        translate("Cycles", "{number} to {phase}").format(number=cycle.number, phase=phase),
        translate("Cycles", "Go on without it"),
        (*still, *reason),
        cancel=translate("Cycles", "Add what is missing"),
    )
    dialog = FormDialog(spec, context.drafts, f"cycle.advance.{cycle.id}", context.today, None, parent)
    dialog.save_with(
        context.operations,
        cycle_phases.advance,
        lambda found: {"cycle_id": cycle.id, "override_reason": found.get("override_reason") or ""},
    )
    return dialog
