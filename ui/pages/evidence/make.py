"""The dialogs that make a tracker or an evidence pack: scope, place, progress, a look at a pack before it leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from coachdesk.i18n import translate
from coachdesk.queries import lookups
from coachdesk.queries.cycles import CYCLE
from coachdesk.queries.scope import Scope
from coachdesk.rules.periods import period, period_word
from coachdesk.store.desk import Desk
from exports.made import Made, Unsaved
from ui.context import Context
from ui.forms import Beside, Field, FormDialog, FormSpec, Note, Option
from ui.jobs import Job
from ui.pages.evidence.whereabouts import patterns, suggested_name, with_ending
from ui.widgets import ProgressPanel, button

PRESETS = ("this_month", "last_month", "this_quarter", "last_quarter", "this_year", "all")
OWN = "own"
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ScopeOptions:
    """What a scope can be made of."""

    teams: tuple[Option, ...]
    standards: tuple[Option, ...]
    cycles: tuple[Option, ...]


def read_scope_options(conn: sa.Connection) -> ScopeOptions:
    """Teams, standards and cycles, closed ones too."""
    cycles = sa.select(CYCLE.c.id, CYCLE.c.number, CYCLE.c.title).order_by(CYCLE.c.number.desc()).limit(5_000)

    def options(found: tuple[lookups.Option, ...]) -> tuple[Option, ...]:
        return tuple(Option(one.id, one.label, one.hint) for one in found)

    return ScopeOptions(
        options(lookups.places(conn, "team")),
        options(lookups.standards(conn)),
        tuple(Option(row.id, row.number, row.title) for row in conn.execute(cycles)),
    )


def scope_of(values: Values, today: date) -> Scope:
    """The scope a form's values stand for."""
    chosen = values.get("period") or "all"
    first, last = (values.get("from_"), values.get("to")) if chosen == OWN else period(chosen, today)
    return Scope(
        from_=first,
        to=last,
        team_ids=frozenset(values.get("teams") or ()),
        standard_ids=frozenset(values.get("standards") or ()),
        cycle_ids=frozenset(values.get("cycles") or ()),
    )


def _spec(kind: str, options: ScopeOptions) -> FormSpec:
    periods = [(code, period_word(code)) for code in PRESETS]
    periods.append((OWN, translate("Evidence", "Other days")))

    def own(values: Any) -> bool:
        return bool(values.get("period") == OWN)

    intro = (
        translate(
            "Evidence",
            "A PDF a reviewer can follow from signal to closure: standards in force, every cycle with its gates, "
            "sessions, observations and measures, and the end of the trail.",
        )
        if kind == "pack"
        else translate(
            "Evidence",
            "A workbook with a live summary and real tables of cycles, sessions, signals and staff.",
        )
    )
    return FormSpec(
        translate("Evidence", "Make an evidence pack")
        if kind == "pack"
        else translate("Evidence", "Make a tracker"),
        translate("Evidence", "Save pack…") if kind == "pack" else translate("Evidence", "Save tracker…"),
        (
            Field("period", translate("Evidence", "Period"), "choice", choices=periods, default="this_quarter"),
            Beside(
                (
                    Field("from_", translate("Evidence", "From"), "date", when=own, lean="past"),
                    Field("to", translate("Evidence", "To"), "date", when=own, lean="past"),
                )
            ),
            Field("teams", translate("Evidence", "Teams"), "picks", choices=options.teams,
                  placeholder=translate("Evidence", "all teams")),
            Field("standards", translate("Evidence", "Standards"), "picks", choices=options.standards,
                  placeholder=translate("Evidence", "all standards")),
            Field("cycles", translate("Evidence", "Cycles"), "picks", choices=options.cycles,
                  placeholder=translate("Evidence", "all cycles of the period")),
            Note(
                translate(
                    "Evidence",
                    "Staff appear by name, participants as reference codes only. The file is not sealed: whoever has "
                    "it can read it.",
                ),
                "info",
            ),
        ),
        intro,
    )  # fmt: skip


class MakeExport(FormDialog):
    """Asks for the scope, then where to; shows how far it is. `made(Made)` when the file is there, then it closes.

    When the disk refuses or the person cancels, everything typed stays.
    """

    made = Signal(object)  # exports.made.Made
    looked_at = Signal(object)  # exports.made.Unsaved: a pack to look at first

    def __init__(self, context: Context, kind: str, options: ScopeOptions, parent: QWidget | None = None) -> None:
        super().__init__(_spec(kind, options), context.drafts, f"export.{kind}", context.today, None, parent)
        self.context = context
        self.kind = kind
        self._job: Job | None = None
        self._looking = False
        if kind == "pack":
            self.panel.add_button(button(translate("Evidence", "Look at it first"), slot=self._look))
        self.progress = ProgressPanel(translate("Evidence", "Making the file…"))
        self.progress.hide()
        self.progress.cancelled.connect(self._cancel_job)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.progress)
        self.submitted.connect(self._submitted)
        context.operations.progress.connect(self._progressed)

    def _look(self) -> None:
        self._looking = True
        self.panel.submit()
        if not self.panel.busy:
            self._looking = False

    def _submitted(self, values: Values) -> None:
        looking, self._looking = self._looking, False
        if values.get("period") == OWN and values["from_"] and values["to"] and values["from_"] > values["to"]:
            self.panel.idle()
            self.form.show_problem("to", translate("Evidence", "The last day is before the first."))
            return
        scope = scope_of(values, self.context.today())
        if looking:
            self._work(lambda desk, progress: _pack_to_look_at(desk, scope, progress), self._show_pack)
            return
        target = ask_where(self.context, self, self.kind)
        if target is None:
            self.panel.idle()
            return
        kind = self.kind
        self._work(lambda desk, progress: _write(desk, kind, target, scope, progress), self._written)

    def _work(self, task: Callable[..., Any], done: Callable[[Any], None]) -> None:
        label = (
            translate("Evidence", "Making the pack")
            if self.kind == "pack"
            else translate("Evidence", "Making the tracker")
        )
        self._job = self.context.operations.work(self, task, done=done, ended=self._ended, label=label)

    def _ended(self) -> None:
        self._job = None
        self.progress.hide()
        self.panel.idle()

    def _written(self, found: Made) -> None:
        self.panel.succeed(found)
        self.made.emit(found)

    def _show_pack(self, found: Unsaved) -> None:
        self.looked_at.emit(found)

    def _progressed(self, job: Job | None) -> None:
        mine = job is not None and job is self._job
        self.progress.setVisible(mine)
        if job is not None and mine:
            self.progress.set_progress(job.done_steps, job.all_steps, job.step)

    def _cancel_job(self) -> None:
        if self._job is not None:
            self._job.cancel()


def ask_where(context: Context, parent: QWidget, kind: str) -> Path | None:
    """Where the file should go; None when the person backs out."""
    title = (
        translate("Evidence", "Save the evidence pack") if kind == "pack" else translate("Evidence", "Save the tracker")
    )
    target = context.ask.save_file(parent, title, suggested_name(kind, context.today().isoformat()), patterns(kind))
    return None if target is None else with_ending(target, kind)


def _write(desk: Desk, kind: str, target: Path, scope: Scope, progress: Callable[..., None]) -> Made:
    with desk.read() as conn:
        if kind == "pack":
            from exports.pdf.pack import write_pack

            return write_pack(conn, target, scope, made_at=desk.clock(), progress=progress)
        from exports.excel.tracker import write_tracker

        return write_tracker(conn, target, scope, made_at=desk.clock(), progress=progress)


def _pack_to_look_at(desk: Desk, scope: Scope, progress: Callable[..., None]) -> Unsaved:
    from exports.pdf.pack import pack_in_memory

    with desk.read() as conn:
        return pack_in_memory(conn, scope, made_at=desk.clock(), progress=progress)


def open_maker(
    context: Context,
    kind: str,
    parent: QWidget,
    made: Callable[[Made], object],
    look: Callable[[Unsaved, QDialog], object],
) -> None:
    """Read what there is to choose from, then ask."""

    def show(options: ScopeOptions) -> None:
        dialog = MakeExport(context, kind, options, parent)
        dialog.made.connect(made)
        dialog.looked_at.connect(lambda pack: look(pack, dialog))
        dialog.open()

    context.operations.read(read_scope_options, done=show, owner=parent)
