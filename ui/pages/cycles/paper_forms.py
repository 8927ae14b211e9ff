"""The forms of what stands beside a cycle's steps: adding evidence files, confidence ratings, private notes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.cycle_parts import CoacheeRow
from coachdesk.queries.notes import NoteRow
from coachdesk.services import confidence, evidence, notes
from ui.context import Context
from ui.forms import Beside, Field, FormDialog, FormSpec, Section
from ui.pages.cycles.words import people_of

Values = dict[str, Any]


def add_evidence(context: Context, cycle: CycleDetail, parent: QWidget | None) -> FormDialog:
    """Keep a file in the desk as evidence of the cycle."""
    endings = " ".join(f"*{ending}" for ending in evidence.ENDINGS)
    held = [(one.id, f"{one.number} {vocabulary.label('session_kind', one.kind)}") for one in cycle.sessions
            if one.status == "held"]  # fmt: skip
    spec = FormSpec(
        translate("Evidence", "Add evidence to {number}").format(number=cycle.number),
        translate("Evidence", "Add evidence"),
        (
            Field("path", translate("Evidence", "File"), "file", required=True,
                  patterns=translate("Evidence", "Documents and pictures ({endings})").format(endings=endings),
                  help=translate("Evidence", "A copy is kept inside the desk, with its SHA-256.")),
            Field("title", translate("Evidence", "Title"), privacy="text"),
            Beside(
                (
                    Field("made_on", translate("Evidence", "Made on"), "date", lean="past"),
                    Field("session_id", translate("Evidence", "Of session"), "choice", choices=held),
                )
            ),
        ),
        translate("Evidence", "Participants appear as reference codes only, in files too."),
        people=people_of(cycle),
    )  # fmt: skip
    dialog = FormDialog(spec, context.drafts, f"evidence.{cycle.id}", context.today, None, parent)

    def arguments(found: Values) -> Values:
        return {"cycle_id": cycle.id, **found, "path": Path(found["path"])}

    dialog.save_with(context.operations, evidence.add_evidence_file, arguments)
    return dialog


def rate(context: Context, cycle: CycleDetail, coachee: CoacheeRow, parent: QWidget | None) -> FormDialog:
    """Rate how much help a coachee needed, and note their own rating apart from it."""
    levels = [(int(code), vocabulary.label("confidence", code)) for code in vocabulary.codes("confidence")]
    before, after = translate("Cycles", "Before coaching"), translate("Cycles", "After coaching")

    def pair(kind: str) -> Beside:
        return Beside(
            (
                Field(f"{kind}_before", before, "choice", choices=levels),
                Field(f"{kind}_after", after, "choice", choices=levels),
            )
        )

    spec = FormSpec(
        translate("Cycles", "Confidence of {name}").format(name=coachee.name),
        translate("Cycles", "Save ratings"),
        (
            Section(
                translate("Cycles", "Rated by the supervisor"),
                translate("Cycles", "Looking back: how much did you have to do when they did it?"),
            ),
            pair("confidence"),
            Section(
                translate("Cycles", "Their own rating"),
                translate("Cycles", "Kept apart: it says how sure they feel, and never stands in for what was seen."),
            ),
            pair("self"),
        ),
    )
    values = {name: getattr(coachee, name) for name in confidence.FIELDS}
    dialog = FormDialog(spec, context.drafts, f"confidence.{coachee.id}", context.today, values, parent)
    for kind, whose in (
        ("confidence", translate("Cycles", "Rated by the supervisor")),
        ("self", translate("Cycles", "Their own rating")),
    ):
        for stage in ("before", "after"):
            dialog.form.blocks[f"{kind}_{stage}"].call_itself(whose)

    def arguments(found: Values) -> Values:
        return {"cycle_id": cycle.id, "staff_id": coachee.staff_id, "values": found}

    dialog.save_with(context.operations, confidence.rate_coachee, arguments)
    return dialog


def note(context: Context, cycle: CycleDetail, parent: QWidget | None, kept: NoteRow | None = None) -> FormDialog:
    """Write or change a private note."""
    told = translate("Notes", "Only you read it, unless you share it. It is in no list, search, export or pack.")
    parts: list[Field] = [Field("text", translate("Notes", "Note"), "long_text", required=True, lines=6)]
    if kept is None:
        parts.append(Field("shared", translate("Notes", "Share it with everybody who uses this desk"), "check"))
    spec = FormSpec(
        translate("Notes", "Private note on {number}").format(number=cycle.number),
        translate("Notes", "Save note"),
        tuple(parts),
        told,
        people=people_of(cycle),
    )
    key = f"note.edit.{kept.id}" if kept else f"note.{cycle.id}"
    dialog = FormDialog(spec, context.drafts, key, context.today, {"text": kept.text} if kept else None, parent)
    if kept is None:
        dialog.save_with(context.operations, notes.write_note, lambda found: {"cycle_id": cycle.id, **found})
    else:
        dialog.save_with(context.operations, notes.edit_note, lambda found: {"note_id": kept.id, **found})
    return dialog
