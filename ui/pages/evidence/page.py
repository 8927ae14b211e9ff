"""The Evidence page: packs and trackers made so far, and the files kept in the desk as evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

from PySide6.QtWidgets import QDialog, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.evidence import EvidenceDetail, ExportDetail
from coachdesk.services import evidence
from coachdesk.store.desk import Desk
from exports.made import FileState, Made, Unsaved, file_state
from ui.actions import ActionSpec
from ui.context import Context, Place
from ui.pages.evidence.lists import ExportsList, ItemsList
from ui.pages.evidence.look import LookDialog, look_at
from ui.pages.evidence.make import ask_where, open_maker
from ui.pages.evidence.saving import save_copy
from ui.pages.evidence.whereabouts import Whereabouts, kind_words, open_outside, state_pill, suggested_name
from ui.pages.parts import Part, PartedPage
from ui.widgets import Toast


class EvidencePage(PartedPage):
    """Two lists, one in front of the other."""

    key = "evidence"
    families = frozenset({"export", "evidence", "cycle", "corrective_action", "competence", "staff", "profile"})
    creating_changes = False

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self.where = Whereabouts(context.local, context.desk.uid)
        super().__init__(context, parent)
        self.toast = Toast(self)

    def make_parts(self) -> Sequence[Part]:
        return (
            Part(
                "exports",
                translate("Evidence", "Packs and trackers"),
                lambda: ExportsList(self.context, self, self.stack),
            ),
            Part("items", translate("Evidence", "Evidence files"), lambda: ItemsList(self.context, self, self.stack)),
        )

    def switch_name(self) -> str:
        return translate("Evidence", "What is listed")

    @property
    def exports(self) -> ExportsList:
        """The list of packs and trackers."""
        return cast(ExportsList, self.view("exports"))

    @property
    def items(self) -> ItemsList:
        """The list of evidence files."""
        return cast(ItemsList, self.view("items"))

    # The contract -----------------------------------------------------------------------------------------------------

    def activate(self, place: Place) -> None:
        extra = dict(place.extra or {})
        make = str(extra.pop("make", ""))
        super().activate(Place(place.page, place.record_id, extra))
        if make in ("pack", "tracker"):
            self.make(make)

    def new_label(self) -> str:
        return translate("Evidence", "Make evidence pack")

    def new_record(self) -> None:
        self.make("pack")

    def page_actions(self) -> Sequence[ActionSpec]:
        return (
            *super().page_actions(),
            ActionSpec(
                "evidence.tracker",
                translate("Evidence", "Make tracker"),
                partial(self.make, "tracker"),
                "file-spreadsheet",
                "Ctrl+Shift+T",
                self.key,
            ),
            ActionSpec(
                "evidence.pack",
                translate("Evidence", "Make evidence pack"),
                partial(self.make, "pack"),
                "file-text",
                "Ctrl+Shift+P",
                self.key,
            ),
        )

    def help_text(self) -> str:
        return translate(
            "Evidence",
            "Trackers are workbooks, packs are PDFs that show each loop from signal to closure. Every file you make is "
            "listed with its SHA-256 and the end of the trail it stands on. Evidence files live inside the desk; save "
            "a copy of one, or check that it still is what was added.",
        )

    # Making -----------------------------------------------------------------------------------------------------------

    def make(self, kind: str) -> None:
        """Ask for the scope and make a "tracker" or a "pack"."""
        open_maker(self.context, kind, self, self._made, self._look_first)

    def _made(self, made: Made) -> None:
        """A file was written: record it, then say so."""
        if not self.context.desk.writable:
            self._say_made(made, None)
            return
        self.context.operations.run(
            self,
            evidence.note_export,
            made.kind,
            file_name=made.path.name,
            scope=made.scope,
            size=made.size,
            sha256=made.sha256,
            trail_seq=made.trail_seq,
            trail_hash=made.trail_hash,
            done=partial(self._say_made, made),
            announce=False,
        )

    def _say_made(self, made: Made, changes: Changes[int] | None) -> None:
        text = translate("Evidence", "{file} is saved.").format(file=made.path.name)
        if changes is None:
            text += " " + translate("Evidence", "The desk is open for reading only, so it keeps no note of it.")
        else:
            self.where.remember(changes.result, made.path)
            self.where.states[made.sha256] = "same"
            self.show_part("exports")
            self.exports.reveal([changes.result])
        told = "\n".join(part for part in (text, made.note) if part)
        self.toast.show_text(told, translate("Evidence", "Open folder"), lambda: open_outside(made.path.parent))

    def _look_first(self, pack: Unsaved, maker: QDialog) -> None:
        title = kind_words(pack.kind)
        text = translate("Evidence", "Nothing is saved yet. {pages} pages; {scope}").format(
            pages=f"{pack.pages:,}", scope=pack.scope
        )

        def save() -> None:
            target = ask_where(self.context, dialog, pack.kind)
            if target is not None:
                self.context.operations.work(
                    dialog, lambda _desk: pack.save(target), done=saved, label=translate("Evidence", "Saving the pack")
                )

        def saved(made: Made) -> None:
            dialog.accept()
            maker.done(int(QDialog.DialogCode.Accepted))
            self._made(made)

        dialog = LookDialog(self.context, title, text, (translate("Evidence", "Save pack…"), save), maker)
        name = suggested_name(pack.kind, self.context.today().isoformat())
        look_at(self.context, dialog, lambda one: one.show_bytes(pack.data, name))

    # One file ---------------------------------------------------------------------------------------------------------

    def do_with_export(self, verb: str, detail: ExportDetail) -> None:
        """Look at, open, check or find the file of an export, or open its folder."""
        path = self.where.find(detail.id)
        if verb == "find" or path is None:
            path = self.context.ask.open_file(
                self, translate("Evidence", "Find {file}").format(file=detail.file_name), ""
            )
            if path is None:
                return
            self.where.remember(detail.id, path)
            verb = "check"
        if verb == "folder":
            open_outside(path.parent)
            return
        self._check(detail, path, partial(self._after_check, verb, detail, path))

    def _check(self, detail: ExportDetail, path: Path, then: Callable[[FileState], None]) -> None:
        def look(_desk: Desk) -> FileState:
            return file_state(path, detail.sha256)

        def found(state: FileState) -> None:
            self.where.states[detail.sha256] = state
            self.exports.list.table.refresh()
            self.exports.panel.again()
            then(state)

        self.context.operations.work(self, look, done=found, label=translate("Evidence", "Checking the file"))

    def _after_check(self, verb: str, detail: ExportDetail, path: Path, state: FileState) -> None:
        words, tone = state_pill(state)
        if verb == "check" or state in ("missing", "unreadable"):
            told = translate("Evidence", "{file}: {state}.").format(file=path.name, state=words)
            self.toast.show_text(told, tone=tone)
        elif verb == "look":
            text = "" if state == "same" else translate("Evidence", "This file was changed after it was made.")
            dialog = LookDialog(self.context, detail.file_name, text, parent=self)
            look_at(self.context, dialog, lambda one: one.show_file(path))
        else:
            open_outside(path)

    def do_with_item(self, verb: str, detail: EvidenceDetail) -> None:
        """Look at an evidence item, save a copy, or check it against its hash."""
        if verb == "save":
            save_copy(self.context, self, detail, self.toast)
        elif verb == "look":
            self._with_content(detail, lambda data: data, partial(self._show_item, detail))
        else:
            self._with_content(detail, len, partial(self._say_true, detail))

    def _with_content(self, detail: EvidenceDetail, use: Callable[[bytes], Any], done: Callable[[Any], None]) -> None:
        """Take the file out of the desk on the worker, checked against its hash, and use it there."""

        def work(desk: Desk) -> Any:
            return use(evidence.content(desk, detail.id)[1])

        self.context.operations.work(self, work, done=done, label=translate("Evidence", "Reading the file"))

    def _show_item(self, detail: EvidenceDetail, data: bytes) -> None:
        self.items.panel.checked.add(detail.sha256)
        dialog = LookDialog(self.context, f"{detail.number} {detail.title}", parent=self)
        look_at(self.context, dialog, lambda one: one.show_bytes(data, detail.file_name))

    def _say_true(self, detail: EvidenceDetail, _size: int) -> None:
        self.items.panel.checked.add(detail.sha256)
        self.items.panel.again()
        told = translate("Evidence", "{number} is exactly what was added.").format(number=detail.number)
        self.toast.show_text(told)
