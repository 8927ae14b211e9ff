"""An import as one widget, for a dialog or a step of the first start: choose, look, decide, accept, done.

Reading and planning happen on the worker; a newer plan makes an older one moot. Nothing is written before `accept`.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.changes import Changes
from coachdesk.errors import DeskError, Refused
from coachdesk.i18n import translate
from coachdesk.importers.mapping import Mapping
from coachdesk.importers.plan import ImportPlan
from coachdesk.store.desk import Desk
from ui.context import Context
from ui.jobs import Job
from ui.pages.importing.choose import ChooseFile
from ui.pages.importing.drop import dropped_table
from ui.pages.importing.finished import Finished
from ui.pages.importing.kind import ImportKind, Result
from ui.pages.importing.preview import ImportPreview
from ui.pages.importing.reading import Preview, read_preview
from ui.tables import SettingsLayouts
from ui.widgets import EmptyState, FrontStack

State = Literal["choose", "reading", "preview", "importing", "done"]


class ImportView(QWidget):
    """`changed` when the state or what may be done next did; `imported(Result)` when it is written."""

    changed = Signal()
    imported = Signal(object)

    def __init__(self, context: Context, kind: ImportKind[Any, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.kind = kind
        self.state: State = "choose"
        self.shown: Preview | None = None
        self.result: Result | None = None
        self._job: Job | None = None
        self._planning = False
        self.setAcceptDrops(True)
        self.stack = FrontStack()
        self.choose = ChooseFile(*kind.invitation())
        self.choose.asked.connect(self.choose_file)
        self.reading = EmptyState("file-spreadsheet", translate("Importing", "Reading the file…"), "")
        self.preview = ImportPreview(kind, SettingsLayouts(context.local))
        self.preview.mapped.connect(self._map)
        self.preview.chosen.connect(self._plan_again)
        self.preview.sheet_chosen.connect(self._take_sheet)
        self.preview.other_file.connect(self.choose_file)
        self.preview.save_bad.connect(self.save_bad_rows)
        self.preview.decided.connect(self.changed)
        self.finished = Finished(kind)
        self.finished.again.connect(self.choose_file)
        self.finished.save_bad.connect(self.save_bad_rows)
        for view in (self.choose, self.reading, self.preview, self.finished):
            self.stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)

    # What whoever shows it asks -----------------------------------------------------------------------------------

    @property
    def plan(self) -> ImportPlan | None:
        """What accepting would do, as shown now."""
        return self.shown.plan if self.shown is not None and self.state in ("preview", "importing") else None

    @property
    def changes_something(self) -> bool:
        """Whether the plan shown would write anything."""
        return self.plan is not None and self.plan.writes

    @property
    def nothing_to_do(self) -> bool:
        """Whether the file is fine and the desk says the same already."""
        plan = self.plan
        return plan is not None and bool(plan.rows) and not (plan.writes or plan.bad or plan.obstacles)

    @property
    def can_accept(self) -> bool:
        """Whether everything that needs deciding is decided."""
        plan = self.plan
        decided = plan is not None and (not plan.bad or self.preview.good_rows_only)
        return self.state == "preview" and not self._planning and self.changes_something and decided

    @property
    def busy(self) -> bool:
        """Whether a file is being read or written."""
        return self.state in ("reading", "importing")

    def accept_text(self) -> str:
        """The verb for the button that accepts."""
        return self.kind.accept_words(self.plan)

    def start_keyboard(self) -> None:
        """Put the keyboard where the next step is."""
        if self.state == "choose":
            self.choose.setFocus()
            self.choose.focusNextChild()
        elif self.state == "preview":
            self.preview.start_keyboard()

    def choose_file(self) -> None:
        """Ask for the file."""
        path = self.context.ask.open_file(
            self,
            self.kind.title(),
            translate("Importing", "Lists (*.xlsx *.csv *.tsv *.txt);;All files (*)"),
        )
        if path is not None:
            self.read(path)

    def read(self, path: Path, sheet: str = "") -> None:
        """Read this file and show what importing it would do."""
        if self.busy:
            return
        before = self.state
        self._show("reading")
        self._job = self.context.operations.work(
            self,
            read_preview,
            self.kind,
            path,
            sheet,
            self.preview.columns.extras.values(),
            done=functools.partial(self._take, before),
            ended=functools.partial(self._show, before),  # stopped: all is as it was; else `done` follows at once
            label=translate("Importing", "Reading {name}").format(name=path.name),
        )

    def cancel(self) -> None:
        """Stop reading; nothing of it is kept."""
        if self._job is not None:
            self._job.cancel()

    def accept(self) -> None:
        """Write the plan shown: all good rows in one change."""
        shown = self.shown
        if not self.can_accept or shown is None:
            return
        self._show("importing")
        self.context.operations.run(
            self,
            functools.partial(self.kind.write, plan=shown.plan, good_rows_only=self.preview.good_rows_only),
            done=self._imported,
            refused=self._refused,
            ended=lambda: self._show("preview"),
            label=self.kind.title(),
        )

    def save_bad_rows(self) -> None:
        """Save the bad rows with their reasons as a file to correct, where the person says."""
        plan = self.shown.plan if self.shown is not None else None
        if plan is None or not plan.bad:
            return
        path = self.context.ask.save_file(
            self,
            translate("Importing", "Save bad rows"),
            translate("Importing", "{name} to correct.xlsx").format(name=Path(plan.source).stem),
            translate("Importing", "Excel workbook (*.xlsx);;CSV (*.csv)"),
        )
        if path is None:
            return

        def write(_desk: Desk) -> str:
            from exports.bad_rows import save_bad_rows

            save_bad_rows(plan, path)
            return path.name

        self.context.operations.work(
            self, write, done=self._saved_bad, label=translate("Importing", "Saving the bad rows")
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.busy and dropped_table(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_table(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.read(path)

    # Inside -----------------------------------------------------------------------------------------------------------

    def _show(self, state: State) -> None:
        self.state = state
        views = {"choose": self.choose, "reading": self.reading, "done": self.finished}
        self.stack.setCurrentWidget(views.get(state, self.preview))
        self.preview.setEnabled(state != "importing")
        self.changed.emit()

    def _take(self, before: State, found: Preview | DeskError) -> None:
        """What came of reading: a preview, or a refusal shown where the person was."""
        if isinstance(found, Preview):
            self.shown = found
            self.choose.show_refusal(None)
            self.preview.show_preview(found)
            self._show("preview")
            self.start_keyboard()
        elif before == "preview":
            self.preview.refusal.say(found)
        else:
            self.choose.show_refusal(found)
            self._show("choose")
            self.start_keyboard()

    def _take_sheet(self, sheet: str) -> None:
        if self.shown is not None and sheet != self.shown.table.sheet:
            self.read(self.shown.path, sheet)

    def _map(self, mapping: Mapping) -> None:
        self._plan(mapping)

    def _plan_again(self) -> None:
        if self.shown is not None:
            self._plan(self.shown.plan.mapping)

    def _plan(self, mapping: Mapping) -> None:
        """Plan the same file anew on the worker; accepting waits for it."""
        shown = self.shown
        if shown is None:
            return
        self._planning = True
        self.changed.emit()

        extras = self.preview.columns.extras.values()

        def read(conn: sa.Connection) -> Preview:
            plan = self.kind.plan(conn, shown.table, mapping, self.context.today(), extras)
            return Preview(shown.path, shown.table, plan)

        self.context.operations.read(
            read, done=self._planned, failed=self._not_planned, owner=self, latest=f"import.plan.{id(self)}"
        )

    def _planned(self, preview: Preview) -> None:
        self._planning = False
        self.shown = preview
        self.preview.show_plan(preview.plan)
        self.changed.emit()

    def _not_planned(self, error: BaseException) -> None:
        self._planning = False
        if isinstance(error, DeskError):
            self.preview.refusal.say(error)
        else:
            self.context.operations.reporter.bug(self, error)
        self.changed.emit()

    def _imported(self, changes: Changes[Result]) -> None:
        shown = self.shown
        self.result = changes.result
        if shown is not None:
            self.finished.show_result(changes.result, shown.plan)
        self._show("done")
        self.imported.emit(changes.result)

    def _refused(self, error: Refused) -> None:
        """Nothing was written: said above the preview, which is made anew from the desk as it is now."""
        self.preview.refusal.say(error)
        self._plan_again()

    def _saved_bad(self, name: str) -> None:
        told = translate("Importing", "Saved as {name}.").format(name=name)
        self.preview.say_saved(told)
        self.finished.say_saved(told)
