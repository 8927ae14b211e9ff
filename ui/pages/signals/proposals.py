"""Drift proposals: the line above the list, and the part that shows each with its rule, figures and signals (R2, R3).

Nothing here acts by itself: a person opens a cycle or a corrective action, decides about the signals, or sets the
proposal aside with a reason; what was set aside can be brought back. What is being worked on already is kept apart,
with the cycle or action that answers it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries import lookups
from coachdesk.queries.drift import DismissedRow, DriftRow, dismissed_rows, drift_rows, split_proposals
from coachdesk.rules.drift import RULES, Proposal
from coachdesk.rules.wording import day_words
from coachdesk.services import drift as services
from coachdesk.store.desk import load_settings
from ui import theme
from ui.context import Context, Place
from ui.keep_focus import keeps_focus
from ui.pages import Page
from ui.pages.beside import open_entry
from ui.pages.signals import words
from ui.pages.signals.moves import SignalMoves
from ui.widgets import (
    Banner,
    Card,
    Columns,
    EmptyState,
    FilterBar,
    FlowLayout,
    PageFrame,
    PageHeader,
    Timeline,
    button,
    clear_layout,
    label,
)

AT_ONCE = 12
SIGNALS_SHOWN = 5
ASIDE, HELD = "aside", "held"


@dataclass(frozen=True, slots=True)
class Drift:
    """What there is to show. total: proposals that wait.  kept: those the filter keeps, of the kind it asks for.

    rows: the newest of them ready to read.  aside, held: the same for what was set aside, and what is being worked on.
    in_hand: how many are being worked on.
    """

    total: int
    kept: int
    rows: tuple[DriftRow, ...] = ()
    aside: tuple[DismissedRow, ...] = ()
    held: tuple[DriftRow, ...] = ()
    in_hand: int = 0


def read_drift(conn: sa.Connection, today: date, wanted: Mapping[str, Any] | None = None, most: int = AT_ONCE) -> Drift:
    """The proposals of the moment, or what was set aside or is being worked on; the newest `most` that are kept."""
    keep, settings = wanted or {}, load_settings(conn)
    found, answered = split_proposals(conn, today, settings)
    text = str(keep.get("text", "")).casefold().split()
    if keep.get(ASIDE) or keep.get(HELD):
        dismissed = dismissed_rows(conn, today, settings) if keep.get(ASIDE) else ()
        old = [one for one in dismissed if _kept(one.row, keep, text)]
        held = [row for row in drift_rows(conn, answered if keep.get(HELD) else ()) if _kept(row, keep, text)]
        kept = len(old) + len(held)
        return Drift(len(found), kept, aside=tuple(old[:most]), held=tuple(held[:most]), in_hand=len(answered))
    if text:
        # Only names can be searched, so all of them are looked up.
        rows = [row for row in drift_rows(conn, found) if _kept(row, keep, text)]
        return Drift(len(found), len(rows), tuple(rows[:most]), in_hand=len(answered))
    waiting = [one for one in found if _kept(one, keep)]
    return Drift(len(found), len(waiting), drift_rows(conn, waiting[:most]), in_hand=len(answered))


def _kept(one: Proposal | DriftRow, wanted: Mapping[str, Any], text: list[str] | None = None) -> bool:
    """Whether the filter keeps a proposal; every word typed must be somewhere in what its card says."""
    for key in ("rule", "standard_id", "team_id"):
        chosen = wanted.get(key)
        if chosen and getattr(one, key) not in chosen:
            return False
    if text and isinstance(one, DriftRow):
        said = f"{one.title} {one.standard} {one.criterion_text} {one.team} {one.words} {one.advice}".casefold()
        return all(word in said for word in text)
    return True


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


class DriftView(Page):
    """Every proposal as a card: the Signals page's second look at the same records."""

    key = "signals"
    can_filter = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.moves = SignalMoves(context, self)
        self._most = AT_ONCE
        self.header = PageHeader(translate("Drift", "Drift proposals"))
        self.filters = FilterBar(translate("Drift", "Filter proposals (Ctrl+F)"), shortcut=False)
        rules = [(rule, words.rule_title(rule)) for rule in RULES]
        self.filters.add_menu("rule", translate("Drift", "Rule"), rules)
        self.filters.add_menu("standard_id", translate("Signals", "Standard"))
        self.filters.add_menu("team_id", translate("Signals", "Team"))
        self.filters.add_toggle(HELD, translate("Drift", "Being worked on"))
        self.filters.add_toggle(ASIDE, translate("Drift", "Set aside"))
        self.filters.changed.connect(self._filtered)
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px("between"))
        frame = PageFrame()
        for one in (self.header, self.filters, self._holder):
            frame.add(one)
        frame.add_stretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        self._read()

    # The contract -----------------------------------------------------------------------------------------------------

    def activate(self, place: Place) -> None:
        if place.extra:
            self.filters.set_values(place.extra)

    def refresh(self, _changes: Changes[Any] | None) -> None:
        self._read()

    def new_label(self) -> str:
        return translate("Signals", "Note a signal")

    def new_record(self) -> None:
        self.moves.note()

    def focus_filter(self) -> None:
        self.filters.focus_search()

    def place_switch(self, switch: QWidget) -> None:
        self.header.set_switch(switch)

    def help_text(self) -> str:
        return translate(
            "Drift",
            "A proposal says which rule fired, with its figures and signals; the limits are in Settings. Open a cycle "
            "to coach, a corrective action to change the work, or set it aside with a reason: it comes back when a "
            "signal is added. What a cycle or action was opened for since is under “Being worked on”. Nothing happens "
            "by itself.",
        )

    # What is shown ----------------------------------------------------------------------------------------------------

    def _filtered(self) -> None:
        self._most = AT_ONCE
        self._read()

    def _read(self) -> None:
        read = self.context.operations.read
        read(_choices, done=self._offer, owner=self, latest="signals.drift.choices")
        today, wanted = self.context.today(), self.filters.values()
        read(read_drift, today, wanted, self._most, done=self.show_drift, owner=self, latest="signals.drift")

    def _offer(self, choices: Mapping[str, list[tuple[int, str]]]) -> None:
        for key, values in choices.items():
            self.filters.set_choices(key, values)

    @keeps_focus
    def show_drift(self, drift: Drift) -> None:
        """Show these proposals."""
        clear_layout(self._column)
        self.header.set_state(words.drift_state(drift.total, drift.in_hand))
        for row in drift.rows:
            self._column.addWidget(self._card(row))
        for row in drift.held:
            self._column.addWidget(self._held_card(row))
        for old in drift.aside:
            self._column.addWidget(self._aside_card(old))
        shown = len(drift.rows) + len(drift.held) + len(drift.aside)
        if drift.kept > shown:
            more = translate("Drift", "Show {count} more").format(count=drift.kept - shown)
            self._column.addWidget(button(more, slot=self._more))
        if not shown:
            self._column.addWidget(self._nothing(drift))

    def _more(self) -> None:
        self._most += AT_ONCE
        self._read()

    def _nothing(self, drift: Drift) -> QWidget:
        values = self.filters.values()
        if values[ASIDE]:
            return EmptyState("radar", translate("Drift", "Nothing was set aside"), words.aside_meaning())
        if values[HELD]:
            return EmptyState("radar", translate("Drift", "Nothing is being worked on"), words.held_meaning())
        if drift.total and self.filters.active():
            text = translate("Drift", "{count} proposals wait that this filter hides.").format(count=drift.total)
            shown = EmptyState(
                "radar", translate("Drift", "No proposal fits"), text, translate("Drift", "Show all of them")
            )
            shown.acted.connect(self.filters.clear)
            return shown
        meaning = translate(
            "Drift",
            "A proposal appears when signals repeat on one criterion, when a signal is major, when different "
            "sources point at one standard, or when audits shift to the worse.",
        )
        look = translate("Drift", "Show what is being worked on") if drift.in_hand else ""
        shown = EmptyState("radar", translate("Drift", "No drift to look at"), meaning, look)
        shown.acted.connect(lambda: self.filters.set_values({HELD: True}))
        return shown

    def _card(self, row: DriftRow) -> Card:
        card = Card(row.title, (words.rule_pill(row.rule), words.RULE_TONES[row.rule]))
        card.add(Columns([(self._facts(row), 3, 320), (self._signals(row), 4, 360)]))
        card.add(self._buttons(row))
        return card

    def _held_card(self, row: DriftRow) -> Card:
        card = Card(row.title, (words.rule_pill(row.rule), "plain"))
        card.add(self._worked_on(row))
        still = (
            translate("Drift", "Nothing new is proposed until a newer signal.")
            if row.signals
            else translate("Drift", "Nothing new is proposed until a newer audit.")
        )
        card.add_text(f"{row.words} {still}", "muted")
        card.add(self._row_of([self._behind(row)], row.title))
        return card

    def _worked_on(self, row: DriftRow) -> QWidget:
        today = self.context.today()
        line = Timeline()
        line.set_entries([words.held_entry(one, row, today) for one in row.in_hand])
        line.opened.connect(lambda key: open_entry(self.context, key))
        return line

    def _aside_card(self, old: DismissedRow) -> Card:
        row, today = old.row, self.context.today()
        card = Card(row.title, (words.rule_pill(row.rule), "plain"))
        card.add_text(old.reason, "strong")
        day = day_words(old.dismissed_at.astimezone().date(), today)
        text = translate("Drift", "Set aside {day} by {who}.").format(day=day, who=old.dismissed_by)
        still = (
            translate("Drift", "It stays away until a signal is added.")
            if row.signals
            else translate("Drift", "It stays away until a newer audit.")
        )
        gone = translate("Drift", "It keeps nothing away any more: signals were added, or taken up.")
        card.add_text(f"{text} {still if old.hides else gone}", "muted")
        card.add_text(row.words, "muted")
        made: list[QPushButton] = []
        if not self.context.read_only and old.hides:
            made.append(button(translate("Drift", "Bring it back"), slot=lambda: self._bring_back(old)))
        if row.signals:
            made.append(self._listing_button(row))
        card.add(self._row_of(made, row.title))
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
        if row.in_hand:
            column.addWidget(label(translate("Drift", "Already on this matter:"), "muted"))
            column.addWidget(self._worked_on(row))
        column.addStretch(1)
        return holder

    def _signals(self, row: DriftRow) -> QWidget:
        today = self.context.today()
        line = Timeline()
        line.set_entries([words.signal_entry(one, today) for one in row.signals[:SIGNALS_SHOWN]])
        line.opened.connect(lambda key: open_entry(self.context, key))
        return line

    def _buttons(self, row: DriftRow) -> QWidget:
        ids = [one.id for one in row.signals]
        made: list[QPushButton] = []
        if not self.context.read_only:
            cycle = translate("Drift", "Open a cycle…")
            made.append(button(cycle, "primary", slot=lambda: self.moves.open_cycle_from(row)))
            action = translate("Drift", "Open a corrective action…")
            made.append(button(action, slot=lambda: self.moves.open_action_from(row)))
            if ids:
                suggested = "system_fix" if row.advice else ""
                decide = translate("Drift", "Decide about the signals…")
                made.append(button(decide, slot=lambda: self.moves.decide(ids, suggested)))
            made.append(button(translate("Drift", "Set aside…"), slot=lambda: self.moves.set_aside(row)))
        made.append(self._behind(row))
        return self._row_of(made, row.title)

    def _behind(self, row: DriftRow) -> QPushButton:
        """The way to what a proposal stands on: its signals, or the audits over time."""
        if row.signals:
            return self._listing_button(row)
        place = Place(self.key, extra={"part": "patterns", "standard": {row.standard_id}})
        over_time = translate("Drift", "See the audits over time")
        return button(over_time, "link", slot=lambda: self.context.navigate(place))

    def _listing_button(self, row: DriftRow) -> QPushButton:
        ids = tuple(one.id for one in row.signals)
        listed = translate("Drift", "Show {count} in the list").format(count=len(ids))
        place = Place(self.key, extra={"part": "list", "signals": ids})
        return button(listed, "link", slot=lambda: self.context.navigate(place))

    def _row_of(self, made: list[QPushButton], title: str) -> QWidget:
        holder = QWidget()
        across = FlowLayout(holder, gap=8, line_gap=8)
        for one in made:
            one.setAccessibleName(translate("Drift", "{action}, {title}").format(action=one.text(), title=title))
            across.addWidget(one)
        return holder

    def _bring_back(self, old: DismissedRow) -> None:
        self.context.operations.run(self, services.bring_back, old.id)


def _choices(conn: sa.Connection) -> dict[str, list[tuple[int, str]]]:
    return {
        "standard_id": [(one.id, one.label) for one in lookups.standards(conn)],
        "team_id": [(one.id, one.label) for one in lookups.places(conn, "team")],
    }
