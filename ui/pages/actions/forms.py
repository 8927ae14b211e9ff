"""The forms of a corrective action: open and edit, mark as done, verify, open again, cancel, add evidence (R3, R21)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.actions import ActionDetail
from coachdesk.rules import corrective
from coachdesk.services import actions, evidence
from coachdesk.services.actions import FIELDS
from ui.context import Context
from ui.forms import Beside, Field, FormDialog, FormSpec, Note, Option, Section
from ui.forms.fields import Part
from ui.pages.actions.options import ActionOptions, Options

Values = dict[str, Any]


def _only_retraining(values: Mapping[str, Any]) -> bool:
    kinds = [row.get("kind") for row in values.get("items") or () if row.get("text")]
    return bool(corrective.warnings([kind for kind in kinds if kind]))


def _standard_is(standard_id: int) -> Callable[[Mapping[str, Any]], bool]:
    return lambda values: values.get("standard_id") == standard_id


def _parts(context: Context, options: ActionOptions) -> tuple[Part, ...]:
    return (*_what_is_done(context.today()), *_who_and_what_for(options))


def _what_is_done(today: date) -> tuple[Part, ...]:
    return (
        Field(
            "title",
            translate("Actions", "Title"),
            placeholder=translate("Actions", "What changes, in a few words"),
            privacy="text",
        ),
        Field("problem", translate("Actions", "What keeps happening"), "long_text", lines=3),
        Section(
            translate("Actions", "Safe first"),
            translate("Actions", "What was done at once, before anybody asked why (R21)."),
        ),
        Field("containment", translate("Actions", "What was done at once"), "long_text", lines=2, required=True),
        Field("contained_on", translate("Actions", "On"), "date", lean="past", maximum=today),
        Section(translate("Actions", "Why it happens")),
        Field("cause", translate("Actions", "Cause"), "choice", choices="cause", required=True, buttons=True),
        Field("cause_note", translate("Actions", "What shows that"), "long_text", lines=2),
        Section(
            translate("Actions", "What changes"),
            translate("Actions", "Steps that change the work itself last longer than telling people again."),
        ),
        Field(
            "items",
            translate("Actions", "Steps"),
            "rows",
            row_name=translate("Actions", "Step"),
            minimum=1,
            fields=(
                Field("text", translate("Actions", "What is done"), required=True, privacy="text"),
                Field("kind", translate("Actions", "Kind"), "choice", choices="action_kind", required=True),
            ),
        ),
        Note(corrective.warnings([corrective.RETRAINING])[0], "attention", when=_only_retraining),
    )


def _who_and_what_for(options: ActionOptions) -> tuple[Part, ...]:
    return (
        Section(translate("Actions", "Who, and by when")),
        Beside(
            (
                Field(
                    "owner_id",
                    translate("Actions", "Owner"),
                    "pick",
                    choices=options.staff,
                    required=True,
                    help=translate("Actions", "One person; a team cannot own it (R21)."),
                ),
                Field("due_on", translate("Actions", "Due"), "date", required=True, lean="future"),
            )
        ),
        Section(translate("Actions", "What it answers")),
        Field(
            "signal_ids",
            translate("Actions", "Signals"),
            "picks",
            choices=options.signals,
            help=translate("Actions", "Signals of a cycle stay in it: an action stands beside coaching (R3)."),
        ),
        Field("standard_id", translate("Actions", "Practice standard"), "pick", choices=options.standards),
        *(
            Field(
                f"criterion_{standard_id}",
                translate("Actions", "Criterion"),
                "pick",
                choices=criteria,
                when=_standard_is(standard_id),
            )
            for standard_id, criteria in options.criteria.items()
        ),
        Beside(
            (
                Field("team_id", translate("Actions", "Team"), "pick", choices=options.teams),
                Field("cycle_id", translate("Actions", "Coaching cycle beside it"), "pick", choices=options.cycles),
            )
        ),
    )


def _to_service(found: Values) -> Values:
    """A form's values as the service takes them: values, items, signal_ids."""
    values = {key: value for key, value in found.items() if key in FIELDS}
    values["criterion_code"] = found.get(f"criterion_{found.get('standard_id')}") or ""
    values["cause"] = values.get("cause") or ""
    items = [{key: row[key] for key in ("kind", "text") if row.get(key)} for row in found.get("items") or ()]
    return {"values": values, "items": items, "signal_ids": list(found.get("signal_ids") or ())}


def open_action(
    context: Context,
    options: ActionOptions,
    parent: QWidget | None,
    preset: Mapping[str, Any] | None = None,
    done: Callable[[Changes[int]], object] | None = None,
) -> FormDialog:
    """The form of a new action. preset: what a proposal or signals say already."""
    due = context.today() + timedelta(days=options.settings.action_days)
    values = {"due_on": due, **(preset or {})}
    title = translate("Actions", "New corrective action")
    cycle = next((one.label for one in options.cycles if one.key == values.get("cycle_id")), "")
    if cycle:
        title = translate("Actions", "New corrective action beside {cycle}").format(cycle=cycle)
    spec = FormSpec(
        title,
        translate("Actions", "Open corrective action"),
        _parts(context, options),
        translate("Actions", "A corrective action changes the work, beside coaching the people who do it."),
    )
    beside = values.get("cycle_id")
    draft = "action.new" if beside is None else f"action.new.{beside}"
    dialog = FormDialog(spec, context.drafts, draft, context.today, values, parent)
    dialog.save_with(context.operations, actions.open_action, _to_service, done)
    return dialog


def edit_action(context: Context, options: ActionOptions, action: ActionDetail, parent: QWidget | None) -> FormDialog:
    """Change what an open action says."""
    values: Values = {name: getattr(action, name) for name in FIELDS if name != "criterion_code"}
    values[f"criterion_{action.standard_id}"] = action.criterion_code or None
    values["cause"] = action.cause or None
    values["signal_ids"] = [one.id for one in action.signals]
    values["items"] = [{"text": one.text, "kind": one.kind} for one in action.items]
    options = _with_own(options, action)
    spec = FormSpec(
        translate("Actions", "Edit {number}").format(number=action.number),
        translate("Actions", "Save corrective action"),
        _parts(context, options),
    )
    dialog = FormDialog(spec, context.drafts, f"action.edit.{action.id}", context.today, values, parent)

    def arguments(found: Values) -> Values:
        given = _to_service(found)
        _name_steps(given["items"], action)
        return {"action_id": action.id, **given}

    dialog.save_with(context.operations, actions.edit_action, arguments)
    return dialog


def _name_steps(items: list[Values], action: ActionDetail) -> None:
    """Say which of the action's steps each row is, so that ticks stay: a row has no key of its own.

    The same words are the same step; where none was added or taken out, a changed one is known by its place.
    """
    by_words = {one.text: one.id for one in action.items}
    same = len(items) == len(action.items)
    taken = {by_words[item["text"]] for item in items if item["text"] in by_words}
    for place, item in enumerate(items):
        own = by_words.get(item["text"])
        if own is None and same and action.items[place].id not in taken:
            own = action.items[place].id
        if own is not None:
            item["id"] = own


def _with_own(options: ActionOptions, action: ActionDetail) -> ActionOptions:
    """The options, and what the action has already even if it is not offered any more."""

    def also(offered: Options, key: int | None, name: str) -> Options:
        if key is None or any(one.key == key for one in offered):
            return offered
        return (*offered, Option(key, name))

    return ActionOptions(
        staff=also(options.staff, action.owner_id, action.owner),
        teams=also(options.teams, action.team_id, action.team),
        standards=also(options.standards, action.standard_id, action.standard),
        criteria=options.criteria,
        cycles=also(options.cycles, action.cycle_id, action.cycle),
        signals=options.signals,
        settings=options.settings,
    )


def finish(context: Context, action: ActionDetail, parent: QWidget | None) -> FormDialog:
    """Mark an action as done."""
    steps = tuple(Option(one.id, one.text) for one in action.items if one.done_on is None)
    parts: list[Part] = []
    if steps:
        parts.append(
            Field(
                "ticked",
                translate("Actions", "Steps done too"),
                "choices",
                choices=steps,
                help=translate("Actions", "Every step is ticked before an action counts as done (R21)."),
            )
        )
    parts += [
        Field("done_on", translate("Actions", "Done on"), "date", required=True, lean="past", default=context.today(),
              minimum=action.opened_on, maximum=context.today()),
        Field("note", translate("Actions", "What was done, and where it can be seen"), "long_text", lines=3,
              required=True),
    ]  # fmt: skip
    spec = FormSpec(
        translate("Actions", "Mark {number} as done").format(number=action.number),
        translate("Actions", "Mark as done"),
        tuple(parts),
        translate("Actions", "Somebody other than {owner} verifies it next.").format(owner=action.owner),
        people=(action.owner,),
    )
    dialog = FormDialog(spec, context.drafts, f"action.done.{action.id}", context.today, None, parent)

    def arguments(found: Values) -> Values:
        return {
            "action_id": action.id,
            "note": found["note"],
            "done_on": found["done_on"],
            "ticked": list(found.get("ticked") or ()),
        }

    dialog.save_with(context.operations, actions.finish_action, arguments)
    return dialog


def verify(context: Context, options: ActionOptions, action: ActionDetail, parent: QWidget | None) -> FormDialog:
    """Record that somebody other than the owner looked at it (R21)."""
    others = tuple(one for one in options.staff if one.key != action.owner_id)
    spec = FormSpec(
        translate("Actions", "Verify {number}").format(number=action.number),
        translate("Actions", "Verify"),
        (
            Note(action.done_note, ""),
            Field("verifier_id", translate("Actions", "Who looked at it"), "pick", choices=others, required=True,
                  help=translate("Actions", "Not {owner}, who owns it (R21).").format(owner=action.owner)),
            Field("verified_on", translate("Actions", "On"), "date", required=True, lean="past",
                  default=context.today(), minimum=action.done_on, maximum=context.today()),
            Field("note", translate("Actions", "What was looked at, and what it showed"), "long_text", lines=3,
                  required=True),
        ),
        people=(action.owner,),
    )  # fmt: skip
    dialog = FormDialog(spec, context.drafts, f"action.verify.{action.id}", context.today, None, parent)
    dialog.save_with(context.operations, actions.verify_action, lambda found: {"action_id": action.id, **found})
    return dialog


def reopen(context: Context, action: ActionDetail, parent: QWidget | None) -> FormDialog:
    """Open an action again: it did not hold, or was cancelled too soon."""
    due = max(action.due_on, context.today())
    spec = FormSpec(
        translate("Actions", "Open {number} again").format(number=action.number),
        translate("Actions", "Open again"),
        (
            Field("reason", translate("Actions", "Why"), "long_text", lines=3, required=True),
            Field("due_on", translate("Actions", "Due"), "date", required=True, lean="future", default=due),
        ),
        people=(action.owner,),
    )
    dialog = FormDialog(spec, context.drafts, f"action.reopen.{action.id}", context.today, None, parent)
    dialog.save_with(context.operations, actions.reopen_action, lambda found: {"action_id": action.id, **found})
    return dialog


def cancel(context: Context, action: ActionDetail, parent: QWidget | None) -> FormDialog:
    """Give an action up."""
    spec = FormSpec(
        translate("Actions", "Cancel {number}").format(number=action.number),
        translate("Actions", "Cancel action"),
        (
            Field("reason", translate("Actions", "Why"), "long_text", lines=3, required=True,
                  help=translate("Actions", "Signals that only it answered wait for a decision again.")),
        ),
        cancel=translate("Actions", "Keep it"),
        people=(action.owner,),
    )  # fmt: skip
    dialog = FormDialog(spec, context.drafts, f"action.cancel.{action.id}", context.today, None, parent)
    dialog.save_with(context.operations, actions.cancel_action, lambda found: {"action_id": action.id, **found})
    return dialog


def add_evidence(context: Context, action: ActionDetail, parent: QWidget | None) -> FormDialog:
    """Keep a file in the desk that shows what was done."""
    endings = " ".join(f"*{ending}" for ending in evidence.ENDINGS)
    spec = FormSpec(
        translate("Evidence", "Add evidence to {number}").format(number=action.number),
        translate("Evidence", "Add evidence"),
        (
            Field("path", translate("Evidence", "File"), "file", required=True,
                  patterns=translate("Evidence", "Documents and pictures ({endings})").format(endings=endings),
                  help=translate("Evidence", "A copy is kept inside the desk, with its SHA-256.")),
            Field("title", translate("Evidence", "Title"), privacy="text"),
            Field("made_on", translate("Evidence", "Made on"), "date", lean="past"),
        ),
        translate("Evidence", "Participants appear as reference codes only, in files too."),
        people=(action.owner,),
    )  # fmt: skip
    dialog = FormDialog(spec, context.drafts, f"action.evidence.{action.id}", context.today, None, parent)

    def arguments(found: Values) -> Values:
        return {"action_id": action.id, **found, "path": Path(found["path"])}

    dialog.save_with(context.operations, actions.add_evidence_file, arguments)
    return dialog


def add_signals(context: Context, offered: Options, signal_ids: list[int], parent: QWidget | None) -> FormDialog:
    """Let an open action answer these signals too."""
    spec = FormSpec(
        translate("Actions", "Add to a corrective action"),
        translate("Actions", "Add to action"),
        (Field("action_id", translate("Actions", "Open corrective action"), "pick", choices=offered, required=True),),
    )
    preset = {"action_id": offered[0].key} if len(offered) == 1 else None
    dialog = FormDialog(spec, None, "", context.today, preset, parent)
    dialog.save_with(
        context.operations,
        actions.add_signals,
        lambda found: {"action_id": found["action_id"], "signal_ids": signal_ids},
    )
    return dialog
