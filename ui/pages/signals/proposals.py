"""Drift proposals: the strip above the list, and the page that shows each with its rule, figures and signals (R2, R3).

Nothing here acts by itself: a person opens a cycle, or decides about the signals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.i18n import translate
from coachdesk.queries.drift import DriftRow, drift_rows, found_proposals
from coachdesk.store.desk import load_settings
from ui.context import Context
from ui.pages.signals import words
from ui.pages.signals.moves import SignalMoves
from ui.widgets import Banner, Card, Columns, EmptyState, FlowLayout, PageFrame, PageHeader, Timeline, button, label

AT_ONCE = 12
SIGNALS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Drift:
    """The proposals there are, and the newest of them ready to read."""

    total: int
    rows: tuple[DriftRow, ...]


def read_drift(conn: sa.Connection, today: date, most: int = AT_ONCE) -> Drift:
    """Make the proposals from the signals of the moment; the newest `most` with their names."""
    found = found_proposals(conn, today, load_settings(conn))
    return Drift(len(found), drift_rows(conn, found[:most]))


class DriftStrip(Banner):
    """One line above the list: how many proposals wait, and what the newest says."""

    def __init__(self, look: Callable[[], object]) -> None:
        super().__init__("", "attention", translate("Drift", "Look at drift"), closable=False)
        self.acted.connect(look)
        self.hide()

    def show_drift(self, drift: Drift) -> None:
        """Show it; without proposals the line is not there."""
        self.setVisible(bool(drift.rows))
        if drift.rows:
            self.set_text(words.strip_text(drift.total, drift.rows[0]), "attention")


class ProposalsView(QWidget):
    """Every proposal as a card. `opened(signal id)` and `listed(signal ids)` lead back to the list."""

    opened = Signal(int)
    listed = Signal(list)
    more_asked = Signal()

    def __init__(self, context: Context, moves: SignalMoves, back: Callable[[], object]) -> None:
        super().__init__()
        self.context = context
        self.moves = moves
        self.header = PageHeader(translate("Drift", "Drift proposals"))
        self.header.set_breadcrumb([(translate("Signals", "Signals"), back)])
        frame = PageFrame()
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        frame.add(self.header)
        frame.add(self._holder)
        frame.add_stretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)

    def show_drift(self, drift: Drift) -> None:
        """Show these proposals."""
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.header.set_state(_state(drift.total))
        for row in drift.rows:
            self._column.addWidget(self._card(row))
        if drift.total > len(drift.rows):
            more = translate("Drift", "Show {count} more").format(count=drift.total - len(drift.rows))
            self._column.addWidget(button(more, slot=self.more_asked.emit))
        if not drift.rows:
            self._column.addWidget(
                EmptyState(
                    "radar",
                    translate("Drift", "No drift to look at"),
                    translate(
                        "Drift",
                        "A proposal appears when signals repeat on one criterion, when a signal is major, "
                        "or when different sources point at one standard.",
                    ),
                )
            )

    def _card(self, row: DriftRow) -> Card:
        title = row.title
        card = Card(title, (words.rule_pill(row.rule), words.RULE_TONES[row.rule]))
        card.add(Columns([(self._facts(row), 3, 320), (self._signals(row), 4, 360)]))
        card.add(self._buttons(row, title))
        return card

    def _facts(self, row: DriftRow) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if row.standard and row.criterion:
            column.addWidget(label(row.standard, "muted"))
        if row.criterion_text:
            column.addWidget(label(row.criterion_text, "strong"))
        if row.staff and row.team:
            column.addWidget(label(row.team, "muted"))
        column.addWidget(label(row.words))
        if row.advice:
            beside = translate("Drift", "Coaching and a change of the system can go side by side (R3).")
            column.addWidget(Banner(f"{row.advice} {beside}", "info", closable=False))
        column.addStretch(1)
        return holder

    def _signals(self, row: DriftRow) -> QWidget:
        today = self.context.today()
        line = Timeline()
        line.set_entries([words.signal_entry(one, today) for one in row.signals[:SIGNALS_SHOWN]])
        line.opened.connect(lambda key: self.opened.emit(int(key.partition(":")[2])))
        return line

    def _buttons(self, row: DriftRow, title: str) -> QWidget:
        holder = QWidget()
        across = FlowLayout(holder, gap=8, line_gap=8)
        ids = [one.id for one in row.signals]
        made = []
        if not self.context.read_only:
            suggested = "system_fix" if row.advice else ""
            made.append(button(translate("Drift", "Open a cycle…"), "primary", slot=lambda: self.moves.open_cycle(ids)))
            decide = translate("Drift", "Decide about the signals…")
            made.append(button(decide, slot=lambda: self.moves.decide(ids, suggested)))
        listed = translate("Drift", "Show {count} in the list").format(count=len(ids))
        if ids:
            made.append(button(listed, "link", slot=lambda: self.listed.emit(ids)))
        for one in made:
            one.setAccessibleName(translate("Drift", "{action}, {title}").format(action=one.text(), title=title))
            across.addWidget(one)
        return holder


def _state(total: int) -> str:
    if not total:
        return ""
    kept = translate("Drift", "Nothing happens until you decide.")
    if total == 1:
        return f"{translate('Drift', '1 proposal from the signals so far.')} {kept}"
    counted = translate("Drift", "{count} proposals from the signals so far.").format(count=total)
    return f"{counted} {kept}"
