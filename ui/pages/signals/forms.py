"""The forms of a signal: note one in a minute (R1), complete it, decide what becomes of it, add it to a cycle."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.signals import SignalDetail
from coachdesk.rules.triage import triage_moves
from coachdesk.services import cycles, signals
from coachdesk.services.signals import FIELDS
from ui.context import Context
from ui.forms import Beside, Field, FormDialog, FormSpec, Note, Option
from ui.forms.fields import Part
from ui.pages.signals.options import Options, SignalOptions

Values = dict[str, Any]
Condition = Callable[[Mapping[str, Any]], bool]
KEPT_FOR_NEXT = ("source", "occurred_on", "standard_id", "more")
TAKEN = frozenset({"in_cycle", "corrective_action"})  # decisions that a record of their own makes
FIXED_IN_CYCLE = frozenset({"staff_id", "team_id", "standard_id", "criterion_code"})


# What a signal says ---------------------------------------------------------------------------------------------------


def _first_five(context: Context, options: SignalOptions, about: bool) -> tuple[Part, ...]:
    """The five that are enough (R1). about: whether whom it is about may still be said."""
    who: tuple[Part, ...] = (
        Beside(
            (
                Field(
                    "staff_id",
                    translate("Signals", "Who"),
                    "pick",
                    choices=options.staff,
                    help=translate("Signals", "Leave empty when it is not known, or not about one person."),
                ),
                Field(
                    "team_id",
                    translate("Signals", "Or which team"),
                    "pick",
                    choices=options.teams,
                    when=lambda values: values.get("staff_id") is None,
                ),
            )
        ),
    )
    return (
        Beside(
            (
                Field("source", translate("Signals", "Source"), "choice", choices="signal_source", required=True),
                Field(
                    "occurred_on",
                    translate("Signals", "When it occurred"),
                    "date",
                    required=True,
                    lean="past",
                    maximum=context.today(),
                    default=context.today(),
                ),
            )
        ),
        Field(
            "partner_kind",
            translate("Signals", "Which partner"),
            "choice",
            choices="partner_kind",
            when=lambda values: values.get("source") == "partner_feedback",
        ),
        *(who if about else ()),
        Field("severity", translate("Signals", "Severity"), "choice", choices="severity", required=True, buttons=True),
        Field(
            "what_happened",
            translate("Signals", "What happened"),
            "long_text",
            required=True,
            lines=3,
            placeholder=translate("Signals", "What was seen or found, in plain words"),
            privacy="nameless",
        ),
    )


def _rest(context: Context, options: SignalOptions, about: bool, shown: Condition | None) -> tuple[Part, ...]:
    """What can wait. shown: while that says so."""

    def also(condition: Condition) -> Condition:
        return lambda values: (shown is None or shown(values)) and condition(values)

    standard: tuple[Part, ...] = (
        Field("standard_id", translate("Signals", "Practice standard"), "pick", choices=options.standards, when=shown),
        *(
            Field(
                f"criterion_{standard_id}",
                translate("Signals", "Criterion"),
                "pick",
                choices=criteria,
                when=also(_standard_is(standard_id)),
            )
            for standard_id, criteria in options.criteria.items()
        ),
    )
    return (
        *(standard if about else ()),
        Beside(
            (
                Field(
                    "noticed_on",
                    translate("Signals", "Noticed on"),
                    "date",
                    lean="past",
                    maximum=context.today(),
                    default=context.today(),
                    when=shown,
                ),
                Field(
                    "participant_code",
                    translate("Signals", "Participant code"),
                    placeholder=translate("Signals", "P-114"),
                    privacy="code",
                    when=shown,
                ),
            )
        ),
    )


def _standard_is(standard_id: int) -> Condition:
    return lambda values: values.get("standard_id") == standard_id


def _to_service(found: Values) -> Values:
    """A form's values as the service takes them: the criterion of the standard chosen, nothing that was not asked."""
    values = {key: value for key, value in found.items() if key in FIELDS}
    if "standard_id" in values:
        values["criterion_code"] = found.get(f"criterion_{values['standard_id']}") or ""
    if values.get("noticed_on") is None:
        values.pop("noticed_on", None)
    return values


# The forms ------------------------------------------------------------------------------------------------------------


def note_signal(
    context: Context,
    options: SignalOptions,
    parent: QWidget | None,
    preset: Mapping[str, Any] | None = None,
    done: Callable[[Changes[int]], object] | None = None,
    opening: Callable[[list[int]], object] | None = None,
) -> FormDialog:
    """The form that notes a signal; "Save and note another" opens it again with source, day and standard kept.

    opening: opens a cycle from the signal noted, and is offered when given.
    """
    spec = FormSpec(
        translate("Signals", "Note a signal"),
        translate("Signals", "Save signal"),
        (
            *_first_five(context, options, about=True),
            Field("more", translate("Signals", "Say more now (all of it can wait)"), "check"),
            *_rest(context, options, True, lambda values: bool(values.get("more"))),
            *(() if opening is None else (_next_field(),)),
        ),
        also=translate("Signals", "Save and note another"),
    )
    dialog = FormDialog(spec, context.drafts, "signal.new", context.today, preset, parent)
    typed: Values = {}

    def arguments(found: Values) -> Values:
        typed.update(found)
        return {"values": _to_service(found)}

    def saved(changes: Changes[int]) -> None:
        if done is not None:
            done(changes)
        if opening is not None and typed["cycle"]:
            opening([changes.result])
        elif dialog.panel.also_chosen:
            kept = {key: typed[key] for key in KEPT_FOR_NEXT}
            note_signal(context, options, parent, kept, done, opening).open()

    dialog.save_with(context.operations, signals.log_signal, arguments, saved)
    return dialog


def _next_field() -> Field:
    return Field("cycle", translate("Signals", "Open a coaching cycle from it next"), "check")


def edit_signal(context: Context, options: SignalOptions, signal: SignalDetail, parent: QWidget | None) -> FormDialog:
    """Complete or correct a signal; whom and what it is about stays once it is in a cycle."""
    about = signal.triage != "in_cycle"
    offered = replace(
        options,
        staff=_with(options.staff, signal.staff_id, signal.staff),
        teams=_with(options.teams, signal.team_id, signal.team),
        standards=_with(options.standards, signal.standard_id, signal.standard),
    )
    fixed = translate("Signals", "It is in a cycle, so whom and what it is about stays. Correct that in the cycle.")
    spec = FormSpec(
        translate("Signals", "Edit {number}").format(number=signal.number),
        translate("Signals", "Save signal"),
        (
            *(() if about else (Note(fixed, "info"),)),
            *_first_five(context, offered, about),
            *_rest(context, offered, about, None),
        ),
    )
    values = {name: getattr(signal, name) for name in FIELDS if name != "criterion_code"}
    values["partner_kind"] = signal.partner_kind or None
    values[f"criterion_{signal.standard_id}"] = signal.criterion_code or None
    dialog = FormDialog(spec, context.drafts, f"signal.edit.{signal.id}", context.today, values, parent)

    def arguments(found: Values) -> Values:
        changed = _to_service(found)
        kept = changed if about else {key: value for key, value in changed.items() if key not in FIXED_IN_CYCLE}
        return {"signal_id": signal.id, "values": kept}

    dialog.save_with(context.operations, signals.edit_signal, arguments)
    return dialog


def _with(options: Options, key: int | None, name: str) -> Options:
    """The options, and what the signal has already even if it is not offered any more."""
    if key is None or any(one.key == key for one in options):
        return options
    return (*options, Option(key, name))


@dataclass(frozen=True, slots=True)
class Undecided:
    """A signal that may be decided about (again)."""

    id: int
    number: str
    triage: str
    what_happened: str


def decide(
    context: Context,
    chosen: Sequence[Undecided],
    parent: QWidget | None,
    suggested: str = "",
    left_out: Collection[str] = (),
) -> FormDialog:
    """Decide what becomes of signals. left_out: numbers that stay as they are."""
    now = {one.triage for one in chosen}
    offered = [code for code in vocabulary.codes("triage") if any(code in triage_moves(one) for one in now)]
    words = {code: vocabulary.label("triage", code) for code in offered if code not in TAKEN}
    if "new" in words:
        words["new"] = translate("Signals", "Undecided again")
    meaning = {
        "system_fix": translate("Signals", "The way work is set up changes: a form, a route, staffing, a tool."),
        "other_route": translate("Signals", "Somebody else takes it on: nurse, licensing, human resources."),
        "no_action": translate("Signals", "It stays on record, and counts again when it happens again."),
        "new": translate("Signals", "It goes back to the signals that wait for a decision."),
    }
    stay = translate("Signals", "Taken up already, so left alone: {numbers}.").format(numbers=", ".join(left_out))
    single = translate("Signals", "Decide about {number}").format(number=chosen[0].number)
    several = translate("Signals", "Decide about {count} signals").format(count=len(chosen))
    spec = FormSpec(
        single if len(chosen) == 1 else several,
        translate("Signals", "Save decision"),
        (
            Field(
                "triage",
                translate("Signals", "What becomes of it"),
                "choice",
                choices=list(words.items()),
                required=True,
                buttons=True,
            ),
            *(Note(meaning[code], when=_triage_is(code)) for code in words),
            Field(
                "triage_reason",
                translate("Signals", "Reason"),
                "long_text",
                lines=3,
                required=now != {"new"},
                help=translate("Signals", "What is done instead of coaching, and by whom. Reviewers will ask."),
            ),
            *((Note(stay, "info"),) if left_out else ()),
        ),
        chosen[0].what_happened if len(chosen) == 1 else ", ".join(one.number for one in chosen),
    )
    key = "-".join(str(one.id) for one in chosen[:20])
    preset = {"triage": suggested} if suggested in words else None
    dialog = FormDialog(spec, context.drafts, f"signal.decide.{key}", context.today, preset, parent)

    def arguments(found: Values) -> Values:
        ids = [one.id for one in chosen]
        return {"signal_ids": ids, "triage": found["triage"], "reason": found["triage_reason"]}

    dialog.save_with(context.operations, signals.triage_signals, arguments)
    return dialog


def _triage_is(code: str) -> Condition:
    return lambda values: values.get("triage") == code


def add_to_cycle(
    context: Context, cycle_options: Options, signal_ids: Sequence[int], parent: QWidget | None
) -> FormDialog:
    """Let signals belong to a cycle that is still being diagnosed."""
    spec = FormSpec(
        translate("Signals", "Add to a cycle"),
        translate("Signals", "Add to cycle"),
        (Field("cycle_id", translate("Signals", "Cycle in Diagnose"), "pick", choices=cycle_options, required=True),),
        translate("Signals", "Only a cycle that is still being diagnosed takes further signals."),
    )
    preset = {"cycle_id": cycle_options[0].key} if len(cycle_options) == 1 else None
    dialog = FormDialog(spec, None, "", context.today, preset, parent)
    dialog.save_with(
        context.operations,
        cycles.add_signals,
        lambda found: {"cycle_id": found["cycle_id"], "signal_ids": list(signal_ids)},
    )
    return dialog
