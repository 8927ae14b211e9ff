"""The papers of a cycle: its signals, evidence files, overrides and amendments, private notes, and the trail."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.evidence import EvidenceDetail
from coachdesk.queries.notes import NoteRow
from coachdesk.rules.wording import day_words
from ui.context import Context
from ui.pages.cycles import words
from ui.pages.cycles.cards.base import CycleCard, Doings
from ui.pages.cycles.grid import CardGrid
from ui.pages.history import LATEST, history_entries
from ui.widgets import Entry, FlowLayout, Timeline, button, icon_button, label, line


class SignalsCard(CycleCard):
    """The signals that opened the cycle (R4, R20)."""

    def __init__(self, context: Context, doings: Doings) -> None:
        super().__init__(context, doings, translate("Cycles", "Signals that opened it"))
        self.list = Timeline()
        self.list.opened.connect(doings.open_entry)
        self.add(self.list)

    def fill(self, cycle: CycleDetail) -> None:
        """Show the signals of this cycle."""
        today = self.context.today()
        self.setVisible(bool(cycle.signals))
        self.list.set_entries(
            [
                Entry(
                    day_words(one.occurred_on, today),
                    f"{one.number} {vocabulary.label('signal_source', one.source)}",
                    one.what_happened,
                    ((vocabulary.label("severity", one.severity), vocabulary.tone("severity", one.severity)),),
                    key=f"signal:{one.id}",
                )
                for one in cycle.signals
            ]
        )


class EvidenceCard(CycleCard):
    """The evidence files: looked at inside the window, or saved as a copy."""

    def __init__(self, context: Context, doings: Doings) -> None:
        super().__init__(context, doings, translate("Cycles", "Evidence"))
        self.more = button(translate("Cycles", "Add"), "link", slot=lambda: doings.do("evidence"))
        self.add_action(self.more)
        self.grid = CardGrid([translate("Cycles", "Item"), translate("Cycles", "Title"), "", "", ""], stretch=1)
        self.add(self.grid)
        self.none = self.add_text(translate("Cycles", "No files yet."), "muted")

    def fill(self, cycle: CycleDetail) -> None:
        """Show the files of this cycle."""
        if self.shows(cycle.evidence, cycle.over):
            return
        self.more.setVisible(self.writable(cycle))
        self.grid.setVisible(bool(cycle.evidence))
        self.none.setVisible(not cycle.evidence)
        writable = self.writable(cycle)
        self.grid.set_rows([[one.number, one.title, *self._buttons(one, writable)] for one in cycle.evidence])

    def _buttons(self, one: EvidenceDetail, writable: bool) -> list[QWidget | str]:
        look = button(translate("Cycles", "Open"), "link", slot=lambda: self.doings.act("look", one.id))
        look.setAccessibleName(translate("Cycles", "Open {number}").format(number=one.number))
        save = button(translate("Cycles", "Save…"), "link", slot=lambda: self.doings.act("save", one.id))
        save.setAccessibleName(translate("Cycles", "Save {number}").format(number=one.number))
        if not writable:
            return [look, save]
        gone = icon_button("trash-2", translate("Cycles", "Remove {number}").format(number=one.number),
                           lambda: self.doings.act("remove", one.id))  # fmt: skip
        return [look, save, gone]


class DeparturesCard(CycleCard):
    """Overridden gates, amendments, pauses and late entries: all that a reader of the cycle must know (R4, R9, R10)."""

    def __init__(self, context: Context, doings: Doings) -> None:
        super().__init__(context, doings, translate("Cycles", "Overrides, amendments, pauses"))
        self.list = Timeline()
        self.add(self.list)

    def fill(self, cycle: CycleDetail) -> None:
        """Show them; nothing when there are none."""
        entries = [*self._overrides(cycle), *self._amendments(cycle), *self._pauses(cycle), *self._late(cycle)]
        self.setVisible(bool(entries))
        self.list.set_entries(entries)

    def _overrides(self, cycle: CycleDetail) -> list[Entry]:
        text = translate("Cycles", "Gate to {phase} overridden by {who}")
        return [
            Entry(
                day_words(words.local(one.overridden_at).date(), self.context.today()),
                text.format(phase=vocabulary.label("cycle_phase", one.gate), who=one.overridden_by),
                f"{one.reason}\n{one.missing}",
                tone="attention",
            )
            for one in cycle.overrides
        ]

    def _amendments(self, cycle: CycleDetail) -> list[Entry]:
        text = translate("Cycles", "{subject} amended by {who}")
        return [
            Entry(
                day_words(words.local(one.amended_at).date(), self.context.today()),
                text.format(subject=one.subject, who=one.amended_by),
                f"{one.before} → {one.after}\n{one.reason}",
                tone="info",
            )
            for one in cycle.amendments
        ]

    def _pauses(self, cycle: CycleDetail) -> list[Entry]:
        today = self.context.today()
        found = []
        for one in cycle.pauses:
            text = translate("Cycles", "Clocks stopped")
            if one.until_on is not None:
                text = translate("Cycles", "Clocks stopped until {day}").format(day=day_words(one.until_on, today))
            found.append(Entry(day_words(one.from_on, today), text, one.reason, tone="info"))
        return found

    def _late(self, cycle: CycleDetail) -> list[Entry]:
        """One line for all late entries; each carries its own mark where it stands."""
        late = [one.number for one in cycle.signals if one.late_entry]
        late += [one.number for one in cycle.sessions if one.late_entry]
        late += [one.number for one in cycle.observations if one.late_entry]
        late += [one.number for one in cycle.scenarios if one.late_entry]
        late += [vocabulary.label("measure_stage", one.stage) for one in cycle.measures if one.late_entry]
        if not late:
            return []
        text = translate("Cycles", "Entered late (R10): {records}").format(records=", ".join(late))
        return [Entry("", text, tone="attention")]


class NotesCard(CycleCard):
    """A coach's private notes, and those others share; kept apart from the cycle's record."""

    def __init__(self, context: Context, doings: Doings) -> None:
        super().__init__(context, doings, translate("Notes", "Private notes"))
        self.write = button(translate("Notes", "Write"), "link", slot=lambda: doings.do("note"))
        self.add_action(self.write)
        self.told = self.add_text(
            translate("Notes", "Only you read what you write here, unless you share it. Never printed."), "muted"
        )
        self.list = CardGrid([""])
        self.add(self.list)

    def fill(self, notes: tuple[NoteRow, ...]) -> None:
        """Show these notes."""
        if self.shows(notes):
            return
        self.write.setVisible(not self.context.read_only)
        self.list.setVisible(bool(notes))
        self.list.set_rows([[self._told_of(one)] for one in notes])

    def _told_of(self, one: NoteRow) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        day = day_words(words.local(one.written_at).date(), self.context.today())
        who = day if one.own else f"{day} · {one.written_by}"
        if one.shared:
            who = translate("Notes", "{who} · shared").format(who=who)
        column.addWidget(label(who, "small"))
        column.addWidget(label(one.text, selectable=True))
        if one.own and not self.context.read_only:
            row = QWidget()
            across = FlowLayout(row, gap=8, line_gap=2)
            share = translate("Notes", "Keep to myself") if one.shared else translate("Notes", "Share")
            for text, key in (
                (translate("Notes", "Edit"), "edit_note"),
                (share, "unshare_note" if one.shared else "share_note"),
                (translate("Notes", "Remove…"), "remove_note"),
            ):
                across.addWidget(button(text, "link", slot=self._actor(key, one.id)))
            column.addWidget(row)
        column.addWidget(line(faint=True))
        return holder

    def _actor(self, key: str, note_id: int) -> Callable[[], None]:
        return lambda: self.doings.act(key, note_id)


class HistoryCard(CycleCard):
    """The newest lines of the cycle's trail (R23)."""

    def __init__(self, context: Context, doings: Doings) -> None:
        super().__init__(context, doings, translate("Cycles", "Trail"))
        self.list = Timeline()
        self.add(self.list)

    def fill(self, cycle: CycleDetail) -> None:
        """Show the newest of them."""
        self.list.set_entries(history_entries(cycle.history[:LATEST], self.context.today()))
