"""The sustain checks of closed cycles: due, held, recurred or missed (R8), each recorded from beside the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail, cycle_detail
from coachdesk.queries.cycle_parts import SUSTAIN, SUSTAIN_CHECKS, SustainRow
from coachdesk.queries.table import Row, Where
from coachdesk.rules.wording import day_words, names
from coachdesk.store.desk import load_settings
from ui.context import Context, Place
from ui.pages.cycles.closing_forms import sustain_check
from ui.pages.cycles.options import CycleOptions, with_options
from ui.pages.listing import Empty, Listing, ListPage, Menu, Toggle
from ui.pages.record_panel import RecordPanel
from ui.tables import Cell, Look, due_cell
from ui.widgets import Card, FlowLayout, Pill, button, label


@dataclass(frozen=True, slots=True)
class CheckShown:
    """A check with its cycle."""

    cycle: CycleDetail
    check: SustainRow


def read_check(conn: sa.Connection, check_id: int, today: date) -> CheckShown | None:
    """A check and its cycle; None when it is gone."""
    cycle_id = conn.execute(sa.select(SUSTAIN.c.cycle_id).where(SUSTAIN.c.id == check_id)).scalar_one_or_none()
    cycle = cycle_detail(conn, cycle_id, today, load_settings(conn)) if cycle_id is not None else None
    check = next((one for one in cycle.sustain if one.id == check_id), None) if cycle is not None else None
    return CheckShown(cycle, check) if cycle is not None and check is not None else None


class SustainPanel(RecordPanel):
    """Shows one check, and records it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, translate("Actions", "Choose a check to see what was agreed."), read_check)

    def _fill(self, shown: CheckShown | None) -> None:
        if shown is None:
            self._say(translate("Actions", "This check is no longer there."))
            return
        cycle, check, today = shown.cycle, shown.check, self.context.today()
        card = Card()
        title = translate("Actions", "{days}-day check of {number}")
        card.add_text(title.format(days=check.days, number=cycle.number), "muted")
        card.add_text(cycle.title, "section")
        late = check.status == "due" and check.due_on < today
        word = translate("Actions", "Late") if late else vocabulary.label("sustain_status", check.status)
        card.add(Pill(word, "late" if late else vocabulary.tone("sustain_status", check.status)))
        card.add_text(translate("Actions", "Due {day}").format(day=day_words(check.due_on, today)), "muted")
        card.add(label(translate("Actions", "What was agreed"), "strong"))
        card.add_text(cycle.rule.words() or "—")
        card.add(label(translate("Cycles", "Coachees"), "strong"))
        card.add_text(names([one.name for one in cycle.coachees]) or "—")
        if check.note:
            card.add(label(translate("Actions", "What was seen"), "strong"))
            card.add_text(check.note)
        card.body.addStretch(1)
        card.add(self._buttons(shown))
        self._replace(card)

    def _buttons(self, shown: CheckShown) -> QWidget:
        holder = QWidget()
        row = FlowLayout(holder, gap=8, line_gap=8)
        if not self.context.read_only:
            due = shown.check.status == "due"
            text = translate("Actions", "Record check…") if due else translate("Actions", "Change what was recorded…")
            row.addWidget(button(text, "primary" if due else "", slot=lambda: self._record(shown)))
        place = Place("cycles", shown.cycle.id)
        row.addWidget(button(translate("Cycles", "Open cycle page"), slot=lambda: self.context.navigate(place)))
        return holder

    def _record(self, shown: CheckShown) -> None:
        def show(options: CycleOptions) -> None:
            sustain_check(self.context, options, shown.cycle, shown.check, self).open()

        with_options(self.context, self, show, shown.cycle.id)


class SustainList(ListPage):
    """Sustain checks: the second part of the Actions page."""

    key = "actions.sustain"

    def make_listing(self) -> Listing:
        day, status = self.context.today(), SUSTAIN_CHECKS.index("status")

        def due(value: date | None, row: Row) -> Cell:
            return due_cell(value, day, row[status] == "due")

        return Listing(
            query=SUSTAIN_CHECKS,
            title=translate("Actions", "Sustain checks"),
            placeholder=translate("Actions", "Filter checks (Ctrl+F)"),
            toggles=(Toggle("due", translate("Actions", "Still to do"), {"status": frozenset({"due"})}, on=True),),
            menus=(Menu("status", translate("Actions", "Status"), "sustain_status"),),
            looks={"due_on": Look(cell=due)},
            empty=Empty(
                "refresh-cw",
                translate("Actions", "No sustain checks yet"),
                translate(
                    "Actions",
                    "Closing a cycle books them: after 30, 60 and 90 days somebody looks whether the practice held.",
                ),
            ),
            importance=("cycle", "title", "due_on", "status", "days", "checked_on", "met", "total", "note"),
            state=state_line,
            panel_width=360,
        )

    def make_panel(self) -> QWidget:
        return SustainPanel(self.context)

    def open_words(self) -> str:
        return translate("Cycles", "Open cycle page")

    def open_record(self, record_id: int) -> None:
        """To the check's cycle."""
        self.context.operations.read(read_check, record_id, self.context.today(), done=self._go, owner=self)

    def help_text(self) -> str:
        return translate(
            "Actions",
            "After a cycle is closed, CoachDesk asks whether the practice held. Record what was seen beside the list; "
            "when drift came back, a new cycle can be opened from the old one's page.",
        )

    def _go(self, shown: CheckShown | None) -> None:
        if shown is not None:
            self.context.navigate(Place("cycles", shown.cycle.id))


def state_line(conn: sa.Connection, day: date) -> str:
    """ "4 still to do, 1 of them late"."""
    due = frozenset({"due"})
    waiting = SUSTAIN_CHECKS.count(conn, Where(among={"status": due}))
    if not waiting:
        return ""
    late = SUSTAIN_CHECKS.count(conn, Where(among={"status": due}, between={"due_on": (None, day - timedelta(days=1))}))
    told = translate("Actions", "{count} still to do").format(count=waiting)
    if not late:
        return told
    return f"{told} · " + translate("Actions", "{count} late").format(count=late)
