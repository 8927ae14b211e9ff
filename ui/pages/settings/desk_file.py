"""The desk file and its backups: where they are, whether they are sealed, and what can be done with them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.agency import backups
from coachdesk.queries.table import Column, Row, TableQuery
from coachdesk.store import backup
from coachdesk.store.backup import Backup
from coachdesk.store.desk import Desk
from ui.context import Context
from ui.pages.listing import Empty
from ui.pages.settings.section import Scrolling, Section, desk_table
from ui.tables import Cell, Look, MemoryReader
from ui.tables.cells import locale_now
from ui.widgets import Card, FlowLayout, KeyValues, Pill, button


def size_text(size: int) -> str:
    """ "1.2 MB" """
    locale = locale_now()
    return locale.formattedDataSize(size, 1, locale.DataSizeFormat.DataSizeTraditionalFormat)


def open_folder(path: Path) -> None:
    """Show a folder in the person's own file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is said about the file."""

    size: int
    entries: int


def read_file(desk: Desk) -> FileFacts:
    """How large the file is, and how long its history."""
    return FileFacts(desk.path.stat().st_size, desk.trail_head()[0])


class DeskSection(Section):
    """Where the desk is and whether it is sealed."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            translate("Settings", "Desk file"),
            translate("Settings", "Everything of this agency is in one file. It never leaves this computer by itself."),
        )
        area = Scrolling()
        self.card = Card(context.desk.path.name)
        self.facts = KeyValues()
        self.card.add(self.facts)
        holder = QWidget()
        flow = FlowLayout(holder)
        self.folder = button(translate("Settings", "Open folder"), "", "folder-open", self._open_folder)
        self.seal = button("", "", "key-round", lambda: context.actions.trigger("desk.passphrase"))
        self.check = button(
            translate("Settings", "Check the desk"), "", "shield-check", lambda: context.actions.trigger("desk.check")
        )
        for made in (self.folder, self.seal, self.check):
            made.setAutoDefault(False)
            flow.addWidget(made)
        self.card.body.addSpacing(8)
        self.card.add(holder)
        area.column.addWidget(self.card)
        area.column.addStretch(1)
        self.add(area, 1)

    def load(self, changes: Changes[Any] | None = None) -> None:
        self.context.operations.work(self, read_file, done=self._fill, progress=False)

    def _open_folder(self) -> None:
        open_folder(self.context.desk.path.parent)

    def _fill(self, found: FileFacts) -> None:
        desk, actions = self.context.desk, self.context.actions
        sealed = (
            Pill(translate("Settings", "sealed with a passphrase"), "ok")
            if desk.encrypted
            else Pill(translate("Settings", "not sealed: whoever has the file can read it"), "attention")
        )
        opened = (
            translate("Settings", "to write; others may look meanwhile")
            if desk.writable
            else translate("Settings", "to read only")
        )
        self.facts.set_rows(
            [
                (translate("Settings", "Folder"), str(desk.path.parent)),
                (translate("Settings", "Size"), size_text(found.size)),
                (translate("Settings", "History"), translate("Settings", "{n} entries").format(n=f"{found.entries:,}")),
                (translate("Settings", "Protection"), sealed),
                (translate("Settings", "Open here"), opened),
            ]
        )
        self.seal.setText(
            translate("Settings", "Change passphrase…")
            if desk.encrypted
            else translate("Settings", "Set a passphrase…")
        )
        self.seal.setVisible(actions.has("desk.passphrase") and not self.context.read_only)
        self.check.setVisible(actions.has("desk.check"))


_NOTHING = sa.null()
COLUMNS = (
    Column("made_at", QT_TRANSLATE_NOOP("Columns", "Made"), _NOTHING, "datetime", width=22),
    Column("seq", QT_TRANSLATE_NOOP("Columns", "Trail up to"), _NOTHING, "int", width=12),
    Column("size", QT_TRANSLATE_NOOP("Columns", "Size"), _NOTHING, "int", width=12),
    Column("name", QT_TRANSLATE_NOOP("Columns", "File"), _NOTHING, width=52),
)
BACKUPS = TableQuery(
    family="backup",
    title=QT_TRANSLATE_NOOP("Tables", "Proven backups"),
    source=sa.table("backup"),
    id=sa.literal_column("0", sa.Integer),
    columns=COLUMNS,
    search=(),
    order=(("made_at", True),),
)
"""Only the columns are used: backups are files, read from their folder."""


def read_backups(desk: Desk) -> list[Backup]:
    """The proven backups, newest first."""
    return backups(desk.path)


def rows_of(found: list[Backup]) -> list[tuple[int, Row]]:
    """Backups as the rows of their table."""
    return [(place, (one.made_at, one.seq, one.size, one.path.name)) for place, one in enumerate(found, 1)]


class BackupsSection(Section):
    """The proven backups; made, found and restored from here."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            translate("Settings", "Backups"),
            translate(
                "Settings",
                "A backup is made when the desk was opened and has changed. Each is restored once to prove it before "
                "an older one may go. They stand beside the desk: copy the folder to a stick or a second place too.",
            ),
        )
        actions = context.actions
        self.folder = self.add_button(
            button(translate("Settings", "Open folder"), "", "folder-open", self._open_folder)
        )
        self.restore = self.add_button(
            button(translate("Settings", "Restore…"), "", "history", lambda: actions.trigger("desk.restore"))
        )
        self.now = self.add_button(button(translate("Settings", "Back up now"), "primary", "hard-drive", self._back_up))
        self._reader = MemoryReader(COLUMNS, [])
        empty = Empty(
            "hard-drive",
            translate("Settings", "No backup yet"),
            translate("Settings", "The first one is made when the desk has changed."),
            translate("Settings", "Back up now"),
        )
        self.table = desk_table(
            context,
            BACKUPS,
            empty,
            self._back_up,
            key="settings.backups",
            reader=self._reader,
            looks={"size": Look(cell=_size_cell)},
        )
        self.add(self.table, 1)

    def load(self, changes: Changes[Any] | None = None) -> None:
        actions = self.context.actions
        self.now.setVisible(actions.has("desk.backup") and self.context.desk.writable)
        self.restore.setVisible(actions.has("desk.restore"))
        self.context.operations.work(self, read_backups, done=self._fill, progress=False)

    def _fill(self, found: list[Backup]) -> None:
        self._reader.replace(rows_of(found))
        self.table.refresh()

    def _back_up(self) -> None:
        self.context.actions.trigger("desk.backup")
        self.context.operations.when_idle(self.load)

    def _open_folder(self) -> None:
        place = backup.folder(self.context.desk.path)
        open_folder(place if place.is_dir() else self.context.desk.path.parent)


def _size_cell(value: int, _row: Row) -> Cell:
    return Cell(size_text(value), right=True)
