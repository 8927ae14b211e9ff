"""The panel beside the trail: one entry with before and after of every record it touched, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from coachdesk.i18n import translate
from coachdesk.queries.trail import FieldChange, RecordChange, TrailDetail, trail_detail
from coachdesk.queries.trail_list import Spot, spots
from coachdesk.settings import Settings
from ui import theme
from ui.context import Context, Place
from ui.keep_focus import keeps_focus
from ui.tables.cells import locale_now, moment_text
from ui.widgets import Card, Pill, button, label, line

AT_FIRST = 12  # records shown before somebody asks for more
KINDS = {"added": "ok", "changed": "accent", "removed": "attention"}


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry with the places where its records are seen."""

    detail: TrailDetail | None
    spots: Mapping[tuple[str, int], Spot]


def read_entry(conn: sa.Connection, seq: int, most: int) -> Shown:
    """Entry `seq` with its first `most` records."""
    detail = trail_detail(conn, seq, date.min, Settings(), most=most)
    records = [(one.family, one.record_id) for one in detail.records] if detail is not None else []
    return Shown(detail, spots(conn, records))


def kind_word(kind: str) -> str:
    """What was done to a record."""
    return {
        "added": translate("Trail", "added"),
        "changed": translate("Trail", "changed"),
        "removed": translate("Trail", "removed"),
    }[kind]


def change_words(change: FieldChange, kind: str) -> str:
    """ "before → after"; only what there is of something added or removed."""
    before, after = change.before or "—", change.after or "—"
    if kind == "added":
        return after
    return before if kind == "removed" else f"{before} → {after}"


class TrailPanel(QWidget):
    """Shows one entry; its records are reached by one click."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context  # empty until it is told what to show, as ui.pages.record_panel
        self._seq: int | None = None
        self._most = AT_FIRST
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.mark(self.area, role="page")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)

    def show_record(self, seq: int | None) -> None:
        """Show this entry."""
        if seq != self._seq:
            self._most = AT_FIRST
        self._seq = seq
        if seq is None:
            self._say(translate("Trail", "Choose an entry to see what it changed."))
            return
        self.context.operations.read(read_entry, seq, self._most, done=self._fill, owner=self, latest="trail.panel")

    def _say(self, text: str) -> None:
        card = Card()
        card.add_text(text, "muted")
        card.body.addStretch(1)
        self.area.setWidget(card)

    @keeps_focus
    def _fill(self, found: Shown) -> None:
        detail = found.detail
        if detail is None:
            self._say(translate("Trail", "There is no such entry."))
            return
        card = Card()
        card.add_text(translate("Trail", "Entry {seq}").format(seq=f"{detail.seq:,}"), "muted")
        card.add_text(detail.label, "section")
        who = translate("Trail", "{who} · {when}").format(who=detail.who, when=moment_text(detail.at, locale_now()))
        card.add_text(who)
        if detail.undoes is not None:
            seq = detail.undoes
            text = translate("Trail", "Reverses entry {seq}").format(seq=f"{seq:,}")
            card.add(button(text, "link", slot=lambda: self.context.navigate(Place("trail", seq))))
        for record in detail.records:
            card.add(line())
            card.add(self._record(record, found.spots.get((record.family, record.record_id))))
        rest = detail.record_count - len(detail.records)
        if rest > 0:
            card.add(line())
            card.add(button(translate("Trail", "Show {count} more").format(count=f"{rest:,}"), "link", slot=self._more))
        card.add(line())
        card.add(self._hash(detail.hash))
        card.body.addStretch(1)
        self.area.setWidget(card)

    def _more(self) -> None:
        self._most += 100
        self.show_record(self._seq)

    def _hash(self, digest: str) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(translate("Trail", "Hash"), "small"), 0, Qt.AlignmentFlag.AlignVCenter)
        copy = button(f"{digest[:16]}…", "link", slot=lambda: QGuiApplication.clipboard().setText(digest))
        copy.setToolTip(translate("Trail", "Copy the whole hash: {hash}").format(hash=digest))
        copy.setAccessibleName(translate("Trail", "Copy the hash of this entry"))
        row.addWidget(copy)
        row.addStretch(1)
        return holder

    def _record(self, record: RecordChange, spot: Spot | None) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        name = f"{record.what}: {record.name}" if record.name else record.what
        head.addWidget(label(name, "strong"), 1)
        head.addWidget(Pill(kind_word(record.kind), KINDS[record.kind]), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self._fields(record))
        if spot is not None:
            page, record_id, part = spot
            place = Place(page, record_id, {"part": part} if part else None)
            opened = button(translate("Trail", "Go to this record"), "link", slot=lambda: self.context.navigate(place))
            opened.setAccessibleName(translate("Trail", "Go to {record}").format(record=name))
            column.addWidget(opened, 0, Qt.AlignmentFlag.AlignLeft)
        return holder

    def _fields(self, record: RecordChange) -> QWidget:
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, 110)
        for place, change in enumerate(record.fields):
            title = label(change.label, "small")
            title.setMaximumWidth(150)
            grid.addWidget(title, place, 0, Qt.AlignmentFlag.AlignTop)
            shown = label(change_words(change, record.kind), selectable=True)
            told = translate("Trail", "{field}: before {before}, after {after}")
            shown.setAccessibleName(
                told.format(field=change.label, before=change.before or "—", after=change.after or "—")
            )
            grid.addWidget(shown, place, 1, Qt.AlignmentFlag.AlignTop)
        return holder
