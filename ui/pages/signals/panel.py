"""The panel beside the list of signals: what happened, to whom, against what, what was decided, and the next step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import sqlalchemy as sa
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.signals import SignalDetail, signal_detail
from coachdesk.queries.trail import HistoryRow, history_of
from coachdesk.rules.wording import moment_words
from coachdesk.store.desk import load_settings
from ui import theme
from ui.context import Context, Place
from ui.pages.beside import action_entry, cycle_entry, open_entry
from ui.pages.history import LATEST, history_entries
from ui.pages.record_panel import RecordPanel
from ui.pages.signals import words
from ui.pages.signals.moves import SignalMoves
from ui.widgets import Card, FlowLayout, KeyValues, Pill, Timeline, button, label


def read_signal(conn: sa.Connection, signal_id: int, today: date) -> tuple[SignalDetail | None, list[HistoryRow]]:
    """A signal whole, with its latest history."""
    signal = signal_detail(conn, signal_id, today, load_settings(conn))
    return signal, history_of(conn, "signal", signal_id, LATEST)


class SignalPanel(RecordPanel):
    """Shows one signal, or what can be done with several chosen ones."""

    primary: QPushButton | None = None  # what can be done with what is shown
    _focus = False  # whether the keyboard goes there

    def __init__(self, context: Context, moves: SignalMoves) -> None:
        super().__init__(context, translate("Signals", "Choose a signal to see what happened."), read_signal)
        self.moves = moves
        self._several: list[int] = []

    def show_record(self, signal_id: int | None, focus: bool = False) -> None:
        """Show this signal, or the hint when none is chosen. focus: the keyboard goes to what can be done with it."""
        self._focus = focus
        if len(self._several) <= 1:
            super().show_record(signal_id)

    def show_selection(self, signal_ids: list[int], current: int | None) -> None:
        """Several chosen: say how many and what can be done with all of them; else the current one."""
        before, self._several = self._several, signal_ids
        if len(signal_ids) > 1:
            self._fill_several(signal_ids)
        elif len(before) > 1:
            self.show_record(current)

    # What is shown ----------------------------------------------------------------------------------------------------

    def _replace(self, card: QWidget) -> None:
        focused = QApplication.focusWidget()
        if self._card is not None:
            self._focus = self._focus or (focused is not None and self._card.isAncestorOf(focused))
        super()._replace(card)
        card.show()  # at once, so that it can take the keyboard
        if self._focus and self.primary is not None:
            self._focus = False
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, text: str) -> None:
        self.primary = None
        super()._say(text)

    def _fill(self, found: tuple[SignalDetail | None, list[HistoryRow]]) -> None:
        signal, history = found
        if len(self._several) > 1:
            return
        if signal is None:
            self._say(translate("Signals", "This signal is no longer there."))
            return
        card, inside = Card(), Scroll()
        inside.add(label(self._head(signal), "muted"))
        inside.add(label(signal.what_happened, "section", selectable=True))
        inside.add(self._pills(signal))
        if signal.cycles or signal.actions:
            inside.add(label(translate("Signals", "What became of it"), "strong"))
            inside.add(self._became(signal))
        facts = KeyValues()
        facts.set_rows(self._facts(signal))
        inside.add(facts)
        inside.add(label(translate("Signals", "History"), "strong"))
        inside.add(self._history(history))
        card.add(inside, 1)
        card.add(self._buttons(signal))
        self._replace(card)

    def _head(self, signal: SignalDetail) -> str:
        recorded = moment_words(signal.recorded_at.astimezone(), self.context.today())
        text = translate("Signals", "{number} · noted by {who}, {when}")
        return text.format(number=signal.number, who=signal.recorded_by, when=recorded)

    def _pills(self, signal: SignalDetail) -> QWidget:
        holder = QWidget()
        row = FlowLayout(holder, gap=6, line_gap=4)
        for choice, code in (("severity", signal.severity), ("triage", signal.triage)):
            row.addWidget(Pill(vocabulary.label(choice, code), vocabulary.tone(choice, code), holder))
        if signal.late_entry:
            row.addWidget(Pill(translate("Signals", "Late entry"), "attention", holder))
        return holder

    def _facts(self, signal: SignalDetail) -> list[tuple[str, str | QWidget]]:
        today = self.context.today()
        unknown = translate("Signals", "Not known yet")
        rows: list[tuple[str, str | QWidget]] = [
            (translate("Signals", "Who"), signal.staff or unknown),
            (translate("Signals", "Team"), signal.team),
            (translate("Signals", "Occurred"), words.when_words(signal, today)),
            (translate("Signals", "Source"), words.source_words(signal)),
            (translate("Signals", "Standard"), signal.standard),
        ]
        if signal.criterion_code:
            rows.append((translate("Signals", "Criterion"), f"{signal.criterion_code}  {signal.criterion_text}"))
        if signal.participant_code:
            rows.append((translate("Signals", "Participant"), signal.participant_code))
        if signal.triaged_at is not None:
            decided = moment_words(signal.triaged_at.astimezone(), today)
            if signal.triage_reason and not signal.cycles and not signal.actions:
                decided = f"{signal.triage_reason}\n{decided}"
            rows.append((translate("Signals", "Decided"), decided))
        return rows

    def _became(self, signal: SignalDetail) -> QWidget:
        """The cycles and corrective actions that took it up (R20); a press goes there."""
        today = self.context.today()
        shown = Timeline()
        shown.opened.connect(lambda key: open_entry(self.context, key))
        shown.set_entries(
            [*(cycle_entry(one, today) for one in signal.cycles), *(action_entry(one, today) for one in signal.actions)]
        )
        return shown

    def _history(self, history: Sequence[HistoryRow]) -> QWidget:
        line = Timeline()
        today = self.context.today()
        line.set_entries(history_entries(history, today))
        return line

    def _buttons(self, signal: SignalDetail) -> QWidget:
        holder = QWidget()
        row = FlowLayout(holder, gap=8, line_gap=8)
        moves, own = self.moves, [signal.id]
        made: list[QPushButton] = []
        if signal.cycles:
            cycle = signal.cycles[-1]
            text = translate("Signals", "Go to {number}").format(number=cycle.number)
            made.append(button(text, "primary", slot=self._to_cycle(cycle.id)))
        elif signal.actions:
            action = signal.actions[-1]
            text = translate("Signals", "Go to {number}").format(number=action.number)
            made.append(button(text, "primary", slot=self._to_action(action.id)))
        if not self.context.read_only and not signal.cycles:
            role = "" if signal.actions else "primary"
            made.append(button(translate("Signals", "Open a cycle…"), role, slot=lambda: moves.open_cycle(own)))
        if not self.context.read_only and not signal.actions:
            text = translate("Signals", "Corrective action…")
            made.append(button(text, slot=lambda: moves.open_action(own)))
        if not self.context.read_only and not signal.cycles and not signal.actions:
            made.append(button(translate("Signals", "Decide…"), slot=lambda: moves.decide(own)))
        if not self.context.read_only:
            made.append(button(translate("Signals", "Edit…"), slot=lambda: moves.edit(signal.id)))
        for one in made:
            row.addWidget(one)
        self.primary = made[0] if made else None
        if not made:
            holder.hide()
        return holder

    def _fill_several(self, ids: list[int]) -> None:
        card = Card()
        card.add_text(translate("Signals", "{count} signals chosen").format(count=len(ids)), "section")
        self.primary = None
        if not self.context.read_only:
            card.add_text(
                translate("Signals", "One cycle can answer several signals; one decision can be made about all."),
                "muted",
            )
            moves = self.moves
            self.primary = button(
                translate("Signals", "Open one cycle from them…"), "primary", slot=lambda: moves.open_cycle(ids)
            )
            card.add(self.primary)
            text = translate("Signals", "Open one corrective action from them…")
            card.add(button(text, slot=lambda: moves.open_action(ids)))
            card.add(button(translate("Signals", "Decide about them…"), slot=lambda: moves.decide(ids)))
            card.add(button(translate("Signals", "Add to a cycle…"), slot=lambda: moves.add_to_cycle(ids)))
            text = translate("Signals", "Add to a corrective action…")
            card.add(button(text, slot=lambda: moves.add_to_action(ids)))
        card.body.addStretch(1)
        self._replace(card)

    def _to_cycle(self, cycle_id: int) -> Callable[[], None]:
        return lambda: self.context.navigate(Place("cycles", cycle_id))

    def _to_action(self, action_id: int) -> Callable[[], None]:
        return lambda: self.context.navigate(Place("actions", action_id))


class Scroll(QScrollArea):
    """What may be longer than the panel: it scrolls, and the buttons below stay in sight."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(translate("Signals", "Details"))
        holder = QWidget()
        holder.setProperty("role", "canvas")
        self._inside = QVBoxLayout(holder)
        self._inside.setContentsMargins(0, 0, 8, 0)
        self._inside.setSpacing(theme.px("gap"))
        self._inside.addStretch(1)
        self.setWidget(holder)

    def sizeHint(self) -> QSize:
        # Little: it takes what is left over, and must not make the panel as high as all of its content.
        return QSize(super().sizeHint().width(), 160)

    def add(self, widget: QWidget) -> None:
        """Put `widget` under what is already there."""
        self._inside.insertWidget(self._inside.count() - 1, widget)
