"""The form that opens an audit: whose records, which frame, how many of them, and who judges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from coachdesk.changes import Changes
from coachdesk.errors import Cancelled, DeskError
from coachdesk.i18n import translate
from coachdesk.importers.frame_file import FrameFile, read_frame_file
from coachdesk.importers.grid import limits_of
from coachdesk.importers.signal_desk import signal_desk
from coachdesk.rules.frames import frame_size, read_frame
from coachdesk.rules.sampling import sample_advice, second_look
from coachdesk.services import audits
from coachdesk.store.desk import Desk
from ui.context import Context
from ui.forms import Beside, Field, FormDialog, FormSpec, Note, Section
from ui.forms.fields import Part
from ui.pages.audits.forms import people_fields, period_fields
from ui.pages.audits.options import AuditOptions
from ui.widgets import button

Values = dict[str, Any]
PAUSE = 350  # ms after typing, a little after the form's own
SHOWN = 5


def new_audit(
    context: Context,
    options: AuditOptions,
    parent: QWidget | None,
    preset: Mapping[str, Any] | None = None,
    done: Callable[[Changes[int]], object] | None = None,
) -> FormDialog:
    """The form. The number of records follows the advice for the frame until somebody types another."""
    spec = FormSpec(
        translate("Audits", "New audit"), translate("Audits", "Draw the records"), tuple(_parts(context, options))
    )
    dialog = FormDialog(spec, context.drafts, "audit.new", context.today, preset, parent)
    known: dict[str, audits.Known] = {}
    advised = _Advised(dialog)
    dialog.form.changed.connect(advised.soon)
    bring = button(translate("Audits", "Records from a file…"), "", "upload")
    bring.clicked.connect(lambda _checked=False: _choose_file(context, dialog, known))
    dialog.panel.add_button(bring)

    def arguments(found: Values) -> Values:
        version_id = found["version_id"]
        names = ("version_id", "team_id", "cycle_id", "title", "frame_note", "records_from", "records_to")
        people = ("assessor_id", "second_assessor_id", "note")
        listed = read_frame(found["frame"])
        return {
            "values": {name: found[name] for name in (*names, *people)},
            "criterion_ids": found[f"criteria_{version_id}"],
            "frame": found["frame"].splitlines(),
            "sample_size": found["sample_size"],
            "excluded": found["excluded"].splitlines(),
            "excluded_reason": found["excluded_reason"],
            "seed": found["seed"],
            "known": {code: known[code] for code in listed.codes if code in known},
        }

    dialog.save_with(context.operations, audits.open_audit, arguments, done)
    return dialog


def _parts(context: Context, options: AuditOptions) -> list[Part]:
    return [
        *_what_is_judged(options),
        *_which_records(options),
        period_fields(context),
        Section(translate("Audits", "Who judges")),
        people_fields(options),
        Field("title", translate("Audits", "Title"), privacy="nameless"),
        Field("frame_note", translate("Audits", "Where the records were listed from"), privacy="nameless"),
        Field("note", translate("Audits", "Note"), "long_text", lines=2, privacy="nameless"),
    ]


def _what_is_judged(options: AuditOptions) -> tuple[Part, ...]:
    return (
        Field(
            "version_id",
            translate("Audits", "Practice standard"),
            "pick",
            choices=options.versions,
            required=True,
        ),
        *(
            Field(
                f"criteria_{version_id}",
                translate("Audits", "Criteria to judge"),
                "choices",
                choices=criteria,
                required=True,
                default=[one.key for one in criteria],
                when=_version_is(version_id),
            )
            for version_id, criteria in options.criteria.items()
        ),
        Beside(
            (
                Field(
                    "team_id",
                    translate("Audits", "Team"),
                    "pick",
                    choices=options.teams,
                    help=translate("Audits", "Leave empty for the whole agency."),
                ),
                Field(
                    "cycle_id",
                    translate("Audits", "Made for a cycle"),
                    "pick",
                    choices=options.cycles,
                    help=translate("Audits", "The records that opened it are then marked (R4)."),
                ),
            )
        ),
    )


def _which_records(options: AuditOptions) -> tuple[Part, ...]:
    """The frame, how many chance draws from it, and what is left out of it."""

    def frame_lint(text: str) -> list[str]:
        frame = read_frame(text, options.names)
        told = list(frame.problems[:SHOWN])
        if frame.repeated:
            twice = translate("Audits", "Listed twice: {codes}.")
            told.append(twice.format(codes=", ".join(frame.repeated[:SHOWN])))
        return told

    def understood(text: str) -> str:
        size = frame_size(text)
        advice = sample_advice(size)
        told = translate("Audits", "{count} records. Draw {size}: {why}")
        return told.format(count=f"{size:,}", size=advice.size, why=advice.words) if size else ""

    share = second_look(10, options.settings)
    return (
        Section(
            translate("Audits", "Which records"),
            translate(
                "Audits",
                "List every record that could be drawn, by reference code; chance draws from them. Anybody can repeat "
                "the draw from this list and the seed.",
            ),
        ),
        Field(
            "frame",
            translate("Audits", "Records to draw from"),
            "long_text",
            required=True,
            lines=5,
            placeholder=translate("Audits", "HC-0001 to HC-0120, or one code on each line"),
            lint=frame_lint,
            understood=understood,
        ),
        Beside(
            (
                Field(
                    "sample_size",
                    translate("Audits", "How many to draw"),
                    "int",
                    required=True,
                    minimum=1,
                ),
                Field(
                    "seed",
                    translate("Audits", "Seed"),
                    "int",
                    minimum=0,
                    help=translate("Audits", "Leave empty to let chance choose it; give one to repeat a draw."),
                ),
            )
        ),
        Note(
            translate("Audits", "Of every ten records drawn, {count} are marked for a second judgement.").format(
                count=share
            )
        ),
        Field(
            "excluded",
            translate("Audits", "Leave these records out"),
            "long_text",
            lines=2,
            lint=frame_lint,
            placeholder=translate("Audits", "Codes of the list above, such as records still being written"),
        ),
        Field(
            "excluded_reason",
            translate("Audits", "Why they are left out"),
            required=True,
            privacy="nameless",
            when=lambda values: bool(str(values.get("excluded") or "").strip()),
        ),
    )


def _version_is(version_id: int) -> Callable[[Mapping[str, Any]], bool]:
    return lambda values: values.get("version_id") == version_id


class _Advised(QTimer):
    """Keeps the number of records to draw at the advice for the frame typed, until a person says otherwise."""

    def __init__(self, dialog: FormDialog) -> None:
        super().__init__(dialog, singleShot=True, interval=PAUSE)
        self._form = dialog.form
        self._before: int | None = None
        self.timeout.connect(self._advise)

    def soon(self) -> None:
        """Something was typed."""
        self.start()

    def _advise(self) -> None:
        values = self._form.values()
        left_out = frame_size(str(values["excluded"] or ""))
        size = max(frame_size(str(values["frame"] or "")) - left_out, 0)
        advised = sample_advice(size).size or None
        if advised != self._before and values["sample_size"] in (None, self._before):
            self._form.set_values({"sample_size": advised})
        self._before = advised


def _choose_file(context: Context, dialog: FormDialog, known: dict[str, audits.Known]) -> None:
    path = context.ask.open_file(
        dialog,
        translate("Audits", "Records from a file"),
        translate("Importing", "Lists (*.xlsx *.csv *.tsv *.txt);;All files (*)"),
    )
    if path is not None:
        bring_frame(context, dialog, known, path)


def bring_frame(context: Context, dialog: FormDialog, known: dict[str, audits.Known], path: Path) -> None:
    """Fill the frame in from a file, and remember who wrote which record."""

    def read(desk: Desk, progress: Callable[[int, int, str], None]) -> FrameFile | DeskError:
        def pulse() -> None:
            progress(0, 0, translate("Importing", "Reading the rows"))

        try:
            with desk.read() as conn:
                people = signal_desk(conn).people
            return read_frame_file(path, people, desk.clock().date(), limits=limits_of(desk.settings()), pulse=pulse)
        except Cancelled:
            raise
        except DeskError as refusal:
            return refusal

    def fill(found: FrameFile | DeskError) -> None:
        block = dialog.form.blocks["frame"]
        if isinstance(found, DeskError):
            block.show_problem(f"{found.happened} {found.to_do}")
        elif not found.listed:
            block.show_problem(translate("Audits", "No column of {name} holds record codes.").format(name=found.name))
        else:
            known.update({one.code: audits.Known(one.staff_id, one.record_on) for one in found.listed})
            source = translate("Audits", "{file}, column {column}").format(file=found.name, column=found.column)
            block.show_problem("")
            dialog.form.fill({"frame": "\n".join(one.code for one in found.listed)})
            if not dialog.form.values()["frame_note"]:
                dialog.form.fill({"frame_note": source})
            block.lint()

    context.operations.work(dialog, read, done=fill, label=translate("Audits", "Reading {name}").format(name=path.name))
