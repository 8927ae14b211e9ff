"""The Trail page: the history with its filters, an entry's changes beside it, and the check of the whole desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from PySide6.QtWidgets import QPushButton, QWidget

from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.trail import TRAIL
from coachdesk.queries.trail_list import DOINGS, KINDS, Days, people, spots, trail_list, words_of_days
from coachdesk.rules.periods import period_word
from coachdesk.rules.wording import clock_words, day_words
from coachdesk.store.check import check
from ui.actions import ActionSpec
from ui.context import Context, Place
from ui.forms import Beside, Field, FormDialog, FormSpec
from ui.pages.listing import Choices, Empty, Listing, ListPage, Menu
from ui.pages.trail.findings import FindingsDialog
from ui.pages.trail.panel import TrailPanel, read_entry
from ui.widgets import Toast, button

if TYPE_CHECKING:
    from coachdesk.store.check import Finding, Report

PERIOD_CODES = ("today", "last_7_days", "this_month", "last_month", "this_quarter", "last_quarter")


@dataclass(frozen=True, slots=True)
class Checked:
    """The last check made in this window."""

    at: datetime
    seq: int
    sound: bool
    wrong: int


def entries_line(conn: sa.Connection, today: date) -> str:
    """ "212 entries, the last one on Tue Nov 17 at 10:42 by Renee Okafor" """
    newest = TRAIL.ids(conn, limit=1)
    if not newest:
        return ""
    row = TRAIL.rows(conn, newest)[newest[0]]
    at = row[TRAIL.index("at")].astimezone()
    return translate("Trail", "{count} entries, the last one on {day} at {time} by {who}").format(
        count=f"{newest[0]:,}",
        day=day_words(at.date(), today),
        time=clock_words(at),
        who=row[TRAIL.index("who")],
    )


def check_line(checked: Checked | None, newest: int) -> str:
    """What is known about the chain."""
    if checked is None:
        return translate("Trail", "Chain not checked since this window was opened.")
    time = clock_words(checked.at.astimezone())
    if checked.wrong == 1:
        return translate("Trail", "Checked at {time}: one thing is wrong.").format(time=time)
    if not checked.sound:
        return translate("Trail", "Checked at {time}: {count} things are wrong.").format(
            time=time, count=f"{checked.wrong:,}"
        )
    if newest > checked.seq:
        return translate("Trail", "Chain checked at {time} up to entry {seq}: sound.").format(
            time=time, seq=f"{checked.seq:,}"
        )
    return translate("Trail", "Chain checked at {time}: sound.").format(time=time)


class TrailPage(ListPage):
    """The history of the desk."""

    key = "trail"
    families = frozenset().union(*(families for _, families in KINDS.values()))
    panel: TrailPanel

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self.checked: Checked | None = None
        self._days: list[tuple[Days, str]] = []
        super().__init__(context, parent)
        self.list.filters.add_right(
            button(translate("Trail", "Choose days…"), "link", "calendar", slot=self.choose_days)
        )
        self.toast = Toast(self)

    def make_listing(self) -> Listing:
        query = trail_list(self.context.today)
        widths = {"at": 19, "seq": 6, "who": 14, "label": 28, "records": 8}
        columns = tuple(
            replace(
                one,
                width=widths.get(one.key, one.width),
                title=QT_TRANSLATE_NOOP("Columns", "Records") if one.key == "records" else one.title,
            )
            for one in query.columns
        )
        return Listing(
            query=replace(query, columns=columns),
            title=translate("Trail", "Trail"),
            placeholder=translate("Trail", "Filter the trail (Ctrl+F)"),
            menus=(
                Menu("person", translate("Trail", "Person"), people),
                Menu("kind", translate("Trail", "Record"), _words(KINDS)),
                Menu("doing", translate("Trail", "Action"), _words(DOINGS)),
                Menu("days", translate("Trail", "Days"), self._day_choices),
            ),
            empty=Empty(
                "history",
                translate("Trail", "Nothing was done yet"),
                translate("Trail", "Every change is written here: who, when, what, before and after."),
            ),
            importance=("seq", "at", "label", "who"),
            state=self._state,
            panel_width=400,
        )

    def make_buttons(self) -> Sequence[QPushButton]:
        return (button(translate("Trail", "Check the desk"), "", "shield-check", self.check),)

    def make_panel(self) -> QWidget:
        return TrailPanel(self.context)

    def open_record(self, record_id: int) -> None:
        """Enter on an entry: to the first record it touched that can be seen somewhere."""
        self.context.operations.read(_first_spot, record_id, done=self._go, owner=self, latest="trail.go")

    def page_actions(self) -> Sequence[ActionSpec]:
        text = translate("Trail", "Check the desk now")
        return (ActionSpec("trail.check", text, self.check, "shield-check", "Ctrl+Shift+K", self.key, palette=False),)

    def help_text(self) -> str:
        return translate(
            "Trail",
            "Everything that was ever done in this desk: who, when, what, and each record before and after. Nothing "
            "here can be changed; every entry carries the hash of the one before. Check the desk to see whether that "
            "chain, all records and all evidence files still are as they were recorded.",
        )

    # Filters ----------------------------------------------------------------------------------------------------------

    def choose_days(self) -> None:
        """Ask for a first and a last day, and show only those."""
        spec = FormSpec(
            translate("Trail", "Show the trail of these days"),
            translate("Trail", "Show them"),
            (
                Beside(
                    (
                        Field("first", translate("Trail", "From"), "date", lean="past"),
                        Field("last", translate("Trail", "To"), "date", lean="past"),
                    )
                ),
            ),
        )
        dialog = FormDialog(spec, today=self.context.today, parent=self)

        def take(values: dict[str, Any]) -> None:
            first, last = values["first"], values["last"]
            if first is None and last is None:
                dialog.panel.idle()
                dialog.form.show_problem("first", translate("Trail", "Give at least one of the two days."))
                return
            if first is not None and last is not None and first > last:
                dialog.panel.idle()
                dialog.form.show_problem("last", translate("Trail", "The last day is before the first."))
                return
            dialog.panel.succeed()
            self.show_days((first.isoformat() if first else "", last.isoformat() if last else ""))

        dialog.submitted.connect(take)
        dialog.open()

    def show_days(self, days: Days) -> None:
        """Keep only the entries of these days; they are offered in the list of days from now on."""
        words = words_of_days(days, self.context.today())
        self._days = [one for one in self._days if one[0] != days] + [(days, words)]
        self.list.filters.set_choices("days", self._day_choices(None))
        self.list.filters.set_values({**self.list.filters.values(), "days": frozenset({days})})

    def _day_choices(self, _conn: sa.Connection | None) -> Choices:
        return [*((code, period_word(code)) for code in PERIOD_CODES), *self._days]

    # The check --------------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Compare file, trail, records and evidence with what was recorded; on the worker, with progress."""
        self.context.operations.work(self, check, done=self._checked, label=translate("Trail", "Checking the desk"))

    def _checked(self, report: Report) -> None:
        self.checked = Checked(self.context.desk.clock(), report.head[0], report.sound, len(report.findings))
        self.list.refresh(None)
        if report.sound:
            self.toast.show_text(report.words())
            return
        dialog = FindingsDialog(report, self)
        dialog.chosen.connect(self._go_to_finding)
        dialog.open()

    def _go_to_finding(self, finding: Finding) -> None:
        if finding.seq:
            self.context.navigate(Place("trail", finding.seq))
        else:
            self.context.operations.read(
                _spot_of, finding.family, finding.record_id, done=self._go, owner=self, latest="trail.go"
            )

    def _go(self, place: Place | None) -> None:
        if place is not None:
            self.context.navigate(place)

    def _state(self, conn: sa.Connection, today: date) -> str:
        newest = next(iter(TRAIL.ids(conn, limit=1)), 0)
        return " · ".join(part for part in (entries_line(conn, today), check_line(self.checked, newest)) if part)


def _words(table: dict[str, tuple[str, Any]]) -> Callable[[sa.Connection], Choices]:
    return lambda _conn: [(key, translate("Trail", word)) for key, (word, _) in table.items()]


def _spot_of(conn: sa.Connection, family: str, record_id: int) -> Place | None:
    spot = spots(conn, [(family, record_id)]).get((family, record_id))
    return None if spot is None else Place(spot[0], spot[1], {"part": spot[2]} if spot[2] else None)


def _first_spot(conn: sa.Connection, seq: int) -> Place | None:
    shown = read_entry(conn, seq, 5)
    found = list(shown.spots.items())
    return None if not found else _spot_of(conn, *found[0][0])
