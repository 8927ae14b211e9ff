"""The two lists of the Evidence page: packs and trackers, and evidence files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

import sqlalchemy as sa
from PySide6.QtWidgets import QPushButton, QWidget

from coachdesk.i18n import translate
from coachdesk.queries.evidence import EXPORTS, ITEMS, EvidenceDetail, ExportDetail
from coachdesk.queries.table import Row, TableQuery
from coachdesk.rules.wording import day_words
from ui.context import Context
from ui.pages.evidence.panels import ExportPanel, ItemPanel, short_hash, size_text
from ui.pages.evidence.whereabouts import Whereabouts, state_pill
from ui.pages.listing import Empty, Listing, ListPage, Menu
from ui.tables import Cell, Look
from ui.widgets import button


class Doings(Protocol):
    """What the lists ask of the page they are in."""

    where: Whereabouts

    def make(self, kind: str) -> None: ...
    def do_with_export(self, verb: str, detail: ExportDetail) -> None: ...
    def do_with_item(self, verb: str, detail: EvidenceDetail) -> None: ...


def arranged(query: TableQuery, first: Sequence[str]) -> TableQuery:
    """The table with these columns first, hashes short and moments whole; the rest of its columns wait in the menu."""
    widths = {"sha256": 14, "made_at": 20, "recorded_at": 20, "file_name": 28, "title": 24}
    lead = [replace(query.column(key), shown=True, width=widths.get(key, query.column(key).width)) for key in first]
    rest = [replace(column, shown=False) for column in query.columns if column.key not in first]
    return replace(query, columns=(*lead, *rest))


def exports_line(conn: sa.Connection, today: date) -> str:
    """ "3 files made, the last one on Tue Nov 17" """
    newest = EXPORTS.ids(conn, limit=1)
    if not newest:
        return ""
    made_at = EXPORTS.rows(conn, newest)[newest[0]][EXPORTS.index("made_at")]
    day = day_words(made_at.astimezone().date(), today)
    count = EXPORTS.count(conn)
    if count == 1:
        return translate("Evidence", "1 file made, on {day}").format(day=day)
    return translate("Evidence", "{count} files made, the last one on {day}").format(count=f"{count:,}", day=day)


def items_line(conn: sa.Connection, _today: date) -> str:
    """ "4 files kept in the desk" """
    count = ITEMS.count(conn)
    if count == 1:
        return translate("Evidence", "1 file kept in the desk")
    return translate("Evidence", "{count} files kept in the desk").format(count=f"{count:,}") if count else ""


def _size(value: int, _row: Row) -> Cell:
    return Cell(size_text(value), right=True)


def _hash(value: str, _row: Row) -> Cell:
    return Cell(short_hash(value), "muted", tip=value)


class ExportsList(ListPage):
    """Packs and trackers."""

    key = "evidence.exports"
    panel: ExportPanel

    def __init__(self, context: Context, page: Doings, parent: QWidget | None = None) -> None:
        self.page = page
        super().__init__(context, parent)

    def make_listing(self) -> Listing:
        query = arranged(EXPORTS, ("file_name", "kind", "made_at", "made_by", "scope", "size", "trail_seq", "sha256"))
        sha = query.index("sha256")

        def file_name(value: str, row: Row) -> Cell:
            state = self.page.where.states.get(row[sha])
            if state in (None, "same"):
                return Cell(value)
            return Cell(f"{value} ({state_pill(state)[0]})", "muted")

        return Listing(
            query=query,
            state=exports_line,
            title=translate("Evidence", "Evidence"),
            placeholder=translate("Evidence", "Filter files (Ctrl+F)"),
            menus=(Menu("kind", translate("Evidence", "Kind"), "export_kind"),),
            looks={"size": Look(cell=_size), "sha256": Look(cell=_hash), "file_name": Look(cell=file_name)},
            empty=Empty(
                "file-check",
                translate("Evidence", "No packs or trackers yet"),
                translate(
                    "Evidence",
                    "Make one for a funder, a surveyor or yourselves. The desk keeps what it covered and its SHA-256, "
                    "so that anybody can tell later whether a file is the one you gave.",
                ),
                translate("Evidence", "Make evidence pack…"),
            ),
            importance=("file_name", "kind", "made_at", "made_by", "size"),
            panel_width=380,
        )

    def make_buttons(self) -> Sequence[QPushButton]:
        return (
            button(translate("Evidence", "Make tracker…"), "", "file-spreadsheet", lambda: self.page.make("tracker")),
            button(translate("Evidence", "Make evidence pack…"), "primary", "plus", lambda: self.page.make("pack")),
        )

    def make_panel(self) -> QWidget:
        return ExportPanel(self.context, self.page.where, self.page.do_with_export)

    def first_step(self) -> None:
        self.page.make("pack")

    def open_record(self, record_id: int) -> None:
        detail = self.panel.detail
        if detail is not None and detail.id == record_id:
            known = self.page.where.find(record_id) is not None
            self.page.do_with_export(("look" if detail.kind == "pack" else "open") if known else "find", detail)


class ItemsList(ListPage):
    """Evidence items."""

    key = "evidence.items"
    panel: ItemPanel

    def __init__(self, context: Context, page: Doings, parent: QWidget | None = None) -> None:
        self.page = page
        super().__init__(context, parent)

    def make_listing(self) -> Listing:
        keys = ("number", "title", "subject", "file_name", "size", "recorded_at", "recorded_by", "sha256")
        return Listing(
            query=arranged(ITEMS, keys),
            state=items_line,
            title=translate("Evidence", "Evidence"),
            placeholder=translate("Evidence", "Filter evidence (Ctrl+F)"),
            looks={"size": Look(cell=_size), "sha256": Look(cell=_hash)},
            empty=Empty(
                "paperclip",
                translate("Evidence", "No evidence files yet"),
                translate(
                    "Evidence",
                    "Files are added to a cycle, a corrective action or a competence record; they are kept inside the "
                    "desk, hashed.",
                ),
            ),
            importance=("number", "title", "subject", "recorded_at", "file_name", "recorded_by"),
            panel_width=380,
        )

    def make_panel(self) -> QWidget:
        return ItemPanel(self.context, self.page.do_with_item)

    def open_record(self, record_id: int) -> None:
        detail = self.panel.detail
        if detail is not None and detail.id == record_id:
            self.page.do_with_item("look" if detail.media_type == "application/pdf" else "save", detail)
