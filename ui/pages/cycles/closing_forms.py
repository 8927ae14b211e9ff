"""The forms at a cycle's turns: going on without something, escalating, closing, sustain checks, opening again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.cycle_parts import SustainRow
from coachdesk.rules.moves import Move
from coachdesk.services import cycle_phases, cycles, sustain
from coachdesk.services.cycle_phases import CoacheeOutcome
from ui.context import Context
from ui.forms import Beside, Field, FormDialog, FormSpec, Note, Section
from ui.forms.fields import Part
from ui.pages.cycles.options import CycleOptions
from ui.pages.cycles.words import AT_CLOSING, people_of

Values = dict[str, Any]
OVERRIDE = "override_reason"


def close(
    context: Context, cycle: CycleDetail, parent: QWidget | None, done: Callable[[Any], object] | None = None
) -> FormDialog:
    """Outcome per coachee, sign-off, and an override with its reason where something is missing (R7, R8)."""
    judged = cycle.judged
    tone = {True: "ok", False: "attention", None: "attention"}[judged.met]
    still, reason = override_fields(cycle, "close")
    spec = FormSpec(
        translate("Cycles", "Close {number}").format(number=cycle.number),
        translate("Cycles", "Sign off and close"),
        intro=translate("Cycles", "“Not achieved” is a respectable ending; it needs a next step."),
        people=people_of(cycle),
    )
    if reason:
        spec = replace(spec, verb=translate("Cycles", "Close without it"), cancel=go_back(), only_with=OVERRIDE)
    parts: list[Part] = [Note(f"{cycle.rule.words()} — {judged.words}", tone), *still, *told_note(cycle, "close")]
    for one in cycle.coachees:
        parts += [
            Section(one.name),
            Field(f"outcome_{one.staff_id}", translate("Cycles", "Outcome"), "choice", choices="outcome", buttons=True,
                  required=True, default=one.outcome or None),
            Field(f"note_{one.staff_id}", translate("Cycles", "What shows it"), default=one.outcome_note,
                  privacy="text"),
            Field(f"next_{one.staff_id}", translate("Cycles", "Next step"), default=one.next_step, privacy="text",
                  when=_not_achieved(one.staff_id)),
        ]  # fmt: skip
    parts += [
        Section(translate("Cycles", "Sign-off")),
        Field("sign_off_note", translate("Cycles", "Closing words"), "long_text", lines=2),
        *reason,
    ]
    dialog = FormDialog(
        replace(spec, parts=parts), context.drafts, f"cycle.close.{cycle.id}", context.today, None, parent
    )
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
            OVERRIDE: found.get(OVERRIDE) or "",
        }

    dialog.save_with(context.operations, cycle_phases.close_cycle, arguments, done)
    return dialog


def _not_achieved(staff_id: int) -> Any:
    return lambda values: values.get(f"outcome_{staff_id}") in ("not_achieved", "incomplete")


def go_back() -> str:
    """The safe answer where something is missing: the button that is primary there."""
    return translate("Cycles", "Add what is missing")


def override_fields(cycle: CycleDetail, gate: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """What is missing for a gate, and the field for a reason to go on without it; both empty when nothing is missing.

    A form with that field says so to its spec (`only_with`), so that adding what is missing is its primary button.
    """
    missing = [words for item in cycle.gate(gate).items if item.key not in AT_CLOSING for words in item.missing]
    if not missing:
        return (), ()
    listed = "\n".join(f"• {words}" for words in missing)
    told = translate("Cycles", "Printed in every pack.")
    return (
        (Note(translate("Cycles", "Still missing:\n{list}").format(list=listed), "attention"),),
        (
            Field(OVERRIDE, translate("Cycles", "Reason to go on without it"), "long_text", lines=2, required=True,
                  help=told),
        ),
    )  # fmt: skip


def told_note(cycle: CycleDetail, gate: str) -> tuple[Part, ...]:
    """The planned steps that are still open, as a note; nothing stands in the way because of them."""
    told = cycle.gate(gate).told
    listed = "\n".join(f"• {words}" for words in told)
    return (Note(listed, "info"),) if told else ()


def advance(context: Context, cycle: CycleDetail, parent: QWidget | None) -> FormDialog:
    """Go through a gate although something is missing: only with a reason."""
    phase = vocabulary.label("cycle_phase", cycle.next_gate)
    still, reason = override_fields(cycle, cycle.next_gate)
    spec = FormSpec(
        translate("Cycles", "{number} to {phase}").format(number=cycle.number, phase=phase),
        translate("Cycles", "Go on without it"),
        (*still, *told_note(cycle, cycle.next_gate), *reason),
        cancel=go_back(),
        people=people_of(cycle),
        only_with=OVERRIDE,
    )
    dialog = FormDialog(spec, context.drafts, f"cycle.advance.{cycle.id}", context.today, None, parent)
    dialog.save_with(
        context.operations,
        cycle_phases.advance,
        lambda found: {"cycle_id": cycle.id, OVERRIDE: found.get(OVERRIDE) or ""},
    )
    return dialog


def with_reason(
    context: Context, cycle: CycleDetail, made: Move, service: Callable[..., Any], parent: QWidget | None
) -> FormDialog:
    """A move that needs nothing but a reason: pause, cancel, reopen, back to Coach."""
    told = {
        "pause": translate("Cycles", "Its clocks stop until it is resumed (R10)."),
        "cancel": translate("Cycles", "It ends without an outcome, and its signals wait for a decision again."),
        "reopen": translate("Cycles", "It goes back to Validate; the reason is kept as an amendment (R9)."),
        "back_to_coach": translate("Cycles", "The reason is kept as an amendment, and printed."),
    }
    verb = made.label.rstrip("…")
    spec = FormSpec(
        translate("Cycles", "{move}: {number}").format(move=verb, number=cycle.number),
        verb,
        (Field("reason", translate("Cycles", "Reason"), "long_text", required=True, lines=3),),
        told[made.key],
        cancel=translate("Cycles", "Leave it as it is"),
        people=people_of(cycle),
    )
    dialog = FormDialog(spec, context.drafts, f"cycle.{made.key}.{cycle.id}", context.today, None, parent)
    dialog.save_with(context.operations, service, lambda found: {"cycle_id": cycle.id, "reason": found["reason"]})
    return dialog


def escalate(context: Context, cycle: CycleDetail, parent: QWidget | None) -> FormDialog:
    """Hand a cycle up: why, and who is asked to decide."""
    spec = FormSpec(
        translate("Cycles", "Escalate {number}").format(number=cycle.number),
        translate("Cycles", "Escalate"),
        (
            Field("reason", translate("Cycles", "Why coaching is not the answer"), "long_text", required=True, lines=3),
            Field("to", translate("Cycles", "Who is asked to decide"), required=True, privacy="off"),
        ),
        translate("Cycles", "Its clocks stop until it is resumed, closed or cancelled."),
        people=people_of(cycle),
    )
    dialog = FormDialog(spec, context.drafts, f"cycle.escalate.{cycle.id}", context.today, None, parent)
    dialog.save_with(context.operations, cycle_phases.escalate_cycle, lambda found: {"cycle_id": cycle.id, **found})
    return dialog


def sustain_check(
    context: Context, options: CycleOptions, cycle: CycleDetail, check: SustainRow, parent: QWidget | None
) -> FormDialog:
    """Record whether practice held (R8); counts where records were looked at."""
    looked = lambda values: values.get("status") in ("held", "recurred")  # noqa: E731 - three fields share it
    answers = [(code, vocabulary.label("sustain_status", code)) for code in ("held", "recurred", "missed")]
    spec = FormSpec(
        translate("Cycles", "{days}-day check of {number}").format(days=check.days, number=cycle.number),
        translate("Cycles", "Save check"),
        (
            Field("status", translate("Cycles", "The practice"), "choice", choices=answers, buttons=True,
                  required=True),
            Beside(
                (
                    Field("met", translate("Cycles", "Met the criteria"), "int", minimum=0, when=looked),
                    Field("total", translate("Cycles", "Records looked at"), "int", minimum=1, when=looked),
                )
            ),
            Beside(
                (
                    Field("checked_by", translate("Cycles", "Checked by"), "pick", choices=options.staff, when=looked),
                    Field("on", translate("Cycles", "Checked on"), "date", required=True, lean="past",
                          default=context.today()),
                )
            ),
            Field("note", translate("Cycles", "What was seen"), "long_text", lines=3,
                  help=translate("Cycles", "Needed where the drift came back, or the check was missed.")),
        ),
        people=people_of(cycle),
    )  # fmt: skip
    values: Values = {"checked_by": check.checked_by_id or cycle.validator_id, "note": check.note}
    if check.status != "due":
        values |= {"status": check.status, "met": check.met, "total": check.total, "on": check.checked_on}
    dialog = FormDialog(spec, context.drafts, f"sustain.{check.id}", context.today, values, parent)
    dialog.save_with(context.operations, sustain.record_sustain, lambda found: {"check_id": check.id, **found})
    return dialog


def open_again(
    context: Context,
    options: CycleOptions,
    cycle: CycleDetail,
    check: SustainRow,
    parent: QWidget | None,
    done: Callable[[Any], object] | None = None,
) -> FormDialog:
    """Open a new cycle for what came back; it keeps the number of the earlier one, and the other way round (R20)."""
    version = next((one.key for one in options.versions if one.label == cycle.standard), cycle.version_id)
    codes = {one.code for one in cycle.criteria}
    spec = FormSpec(
        translate("Cycles", "Open a cycle after {number}").format(number=cycle.number),
        translate("Cycles", "Open cycle"),
        (
            Note(check.note, "attention"),
            Field("staff_ids", translate("Cycles", "Coachees"), "picks", choices=options.staff, required=True),
            Beside(
                (
                    Field("coach_id", translate("Cycles", "Coach"), "pick", choices=options.coaches or options.staff),
                    Field("validator_id", translate("Cycles", "Validator"), "pick", choices=options.staff),
                )
            ),
        ),
        translate("Cycles", "Same standard and criteria; Diagnose begins anew, since the cause may be another one."),
    )
    values: Values = {
        "staff_ids": [one.staff_id for one in cycle.coachees],
        "coach_id": cycle.coach_id,
        "validator_id": cycle.validator_id,
    }
    dialog = FormDialog(spec, context.drafts, f"cycle.again.{check.id}", context.today, values, parent)

    def arguments(found: Values) -> Values:
        people = found.pop("staff_ids")
        targets = [one.key for one in options.criteria.get(version or 0, ()) if one.detail in codes]
        kept = {"title": cycle.title, "team_id": cycle.team_id, "version_id": version}
        return {
            "values": {**kept, **found},
            "staff_ids": people,
            "criterion_ids": targets,
            "recurred_check_id": check.id,
        }

    dialog.save_with(context.operations, cycles.open_cycle, arguments, done)
    return dialog
