"""The sustain checks of closed cycles: due, held, recurred or missed (R8); each is recorded on its cycle's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from PySide6.QtGui import QAction

from coachdesk.i18n import translate
from coachdesk.queries.cycle_parts import SUSTAIN_CHECKS
from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.table import Row, Where
from ui.context import Place
from ui.pages.listing import Empty, Listing, ListPage, Menu, Toggle
from ui.tables import Cell, Look, due_cell


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
            importance=("cycle", "title", "due_on", "status", "days", "note"),
            state=state_line,
        )

    def row_actions(self, ids: list[int]) -> Sequence[QAction | None]:
        if len(ids) != 1:
            return ()
        opened = QAction(translate("Cycles", "Open cycle page"), self)
        opened.triggered.connect(lambda: self.open_record(ids[0]))
        return (opened,)

    def open_record(self, record_id: int) -> None:
        """To the cycle, where a check is recorded."""
        self.context.operations.read(_cycle_of, record_id, done=self._go, owner=self)

    def help_text(self) -> str:
        return translate(
            "Actions",
            "After a cycle is closed, CoachDesk asks whether the practice held. Open a check to go to its cycle and "
            "record what was seen; when drift came back, a new cycle can be linked to the old one.",
        )

    def _go(self, cycle_id: int | None) -> None:
        if cycle_id is not None:
            self.context.navigate(Place("cycles", cycle_id))


def _cycle_of(conn: sa.Connection, check_id: int) -> int | None:
    number = SUSTAIN_CHECKS.rows(conn, [check_id]).get(check_id)
    if number is None:
        return None
    wanted = frozenset({number[SUSTAIN_CHECKS.index("cycle")]})
    return next(iter(CYCLES.ids(conn, Where(among={"number": wanted}))), None)


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
