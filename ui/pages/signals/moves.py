"""Everything that can be done with signals: edit, decide, open a cycle from them, add them to one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from coachdesk.i18n import translate
from coachdesk.queries import lookups
from coachdesk.queries.actions import ActionStart, action_start, open_actions
from coachdesk.queries.drift import CycleStart, DriftRow, cycle_start, start_of
from coachdesk.queries.signals import SIGNALS, SignalDetail, signal_detail
from coachdesk.rules.wording import names
from coachdesk.services import drift
from coachdesk.store.desk import load_settings
from ui.context import Context, Place
from ui.forms import Field, FormDialog, FormSpec, Option
from ui.jobs import Announcement
from ui.pages.actions import forms as action_forms
from ui.pages.actions.moves import preset_of
from ui.pages.signals import forms
from ui.pages.signals.options import SignalOptions, read_options, with_options


@dataclass(frozen=True, slots=True)
class Chosen:
    """Signals somebody chose: those still free for what is asked, and the numbers of those taken up already."""

    free: tuple[forms.Undecided, ...]
    taken: tuple[str, ...]

    @property
    def ids(self) -> list[int]:
        """The ids of the free ones."""
        return [one.id for one in self.free]


IN_CYCLE = frozenset({"in_cycle"})


def read_chosen(conn: sa.Connection, signal_ids: Sequence[int], taken: Collection[str] = forms.TAKEN) -> Chosen:
    """Look at what was chosen. taken: the decisions after which a signal is free no longer."""
    number, triage, what = (SIGNALS.index(key) for key in ("number", "triage", "what_happened"))
    rows = SIGNALS.rows(conn, signal_ids)
    found = [
        forms.Undecided(key, rows[key][number], rows[key][triage], rows[key][what]) for key in signal_ids if key in rows
    ]
    return Chosen(
        tuple(one for one in found if one.triage not in taken),
        tuple(one.number for one in found if one.triage in taken),
    )


def _for_cycle(conn: sa.Connection, signal_ids: Sequence[int], today: date) -> tuple[Chosen, CycleStart]:
    chosen = read_chosen(conn, signal_ids, IN_CYCLE)  # a corrective action may stand beside coaching (R3)
    return chosen, cycle_start(conn, chosen.ids, today)


def _from_audits(conn: sa.Connection, row: DriftRow) -> tuple[Chosen, CycleStart]:
    return Chosen((), ()), start_of(conn, row)


def _for_adding(conn: sa.Connection, signal_ids: Sequence[int]) -> tuple[Chosen, tuple[Option, ...]]:
    cycles = tuple(Option(one.id, one.label) for one in lookups.diagnosing_cycles(conn))
    return read_chosen(conn, signal_ids, IN_CYCLE), cycles


def _for_editing(conn: sa.Connection, signal_id: int, today: date) -> tuple[SignalDetail | None, SignalOptions]:
    return signal_detail(conn, signal_id, today, load_settings(conn)), read_options(conn, today)


def cycle_preset(start: CycleStart) -> dict[str, object]:
    """The values the form of a new cycle begins with."""
    return {
        "signal_ids": list(start.signal_ids),
        "version_id": start.version_id,
        f"criteria_{start.version_id}": list(start.criterion_ids),
        "staff_ids": list(start.staff_ids),
        "team_id": start.team_id,
    }


def action_preset(row: DriftRow) -> dict[str, object]:
    """The values the form of a new corrective action begins with."""
    return {
        "title": row.title,
        "standard_id": row.standard_id,
        f"criterion_{row.standard_id}": row.criterion or None,
        "team_id": row.team_id,
        "problem": " ".join(part for part in (row.criterion_text, row.words, row.advice) if part),
        "cause": "system" if row.advice else None,
        "signal_ids": [one.id for one in row.signals],
    }


class SignalMoves:
    """Does what is asked; `owner` is the widget dialogs stand over."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        self.context = context
        self.owner = owner

    def edit(self, signal_id: int) -> None:
        """Complete or correct one."""

        def show(found: tuple[SignalDetail | None, SignalOptions]) -> None:
            signal, options = found
            if signal is not None:
                forms.edit_signal(self.context, options, signal, self.owner).open()

        self._read(_for_editing, signal_id, self.context.today(), done=show)

    def decide(self, signal_ids: Sequence[int], suggested: str = "") -> None:
        """Ask what becomes of them."""

        def show(chosen: Chosen) -> None:
            if self._some_free(chosen):
                forms.decide(self.context, chosen.free, self.owner, suggested, chosen.taken).open()

        self._read(read_chosen, list(signal_ids), done=show)

    def open_cycle(self, signal_ids: Sequence[int]) -> None:
        """Go to the form of a new cycle, filled in with what they say."""

        def show(found: tuple[Chosen, CycleStart]) -> None:
            chosen, start = found
            if self._some_free(chosen):
                self.context.navigate(Place("cycles", extra={"new": cycle_preset(start)}))

        self._read(_for_cycle, list(signal_ids), self.context.today(), done=show)

    def open_cycle_from(self, row: DriftRow) -> None:
        """Go to the form of a new cycle, filled in from a proposal, whose rule and figures it keeps (R2, R20)."""

        def show(found: tuple[Chosen, CycleStart]) -> None:
            preset = cycle_preset(found[1])
            preset |= {"proposal_rule": row.rule, "proposal_words": row.words}
            self.context.navigate(Place("cycles", extra={"new": preset}))

        ids = [one.id for one in row.signals]
        if ids:
            self._read(_for_cycle, ids, self.context.today(), done=show)
        else:
            self._read(_from_audits, row, done=show)

    def open_action_from(self, row: DriftRow) -> None:
        """Go to the form of a new corrective action, filled in from a proposal (R3)."""
        self.context.navigate(Place("actions", extra={"new": action_preset(row)}))

    def open_action(self, signal_ids: Sequence[int]) -> None:
        """Go to the form of a new corrective action that answers these signals."""

        def show(start: ActionStart) -> None:
            self.context.navigate(Place("actions", extra={"new": preset_of(start)}))

        self._read(action_start, list(signal_ids), done=show)

    def add_to_action(self, signal_ids: Sequence[int]) -> None:
        """Ask which open corrective action answers them too."""

        def show(found: tuple[lookups.Option, ...]) -> None:
            if not found:
                self._say(translate("Signals", "No corrective action is open; open one from these signals."))
                return
            offered = tuple(Option(one.id, one.label) for one in found)
            action_forms.add_signals(self.context, offered, list(signal_ids), self.owner).open()

        self._read(open_actions, done=show)

    def set_aside(self, row: DriftRow) -> None:
        """Ask why a proposal needs no action."""
        ids = [one.id for one in row.signals]
        title = translate("Drift", "Set drift aside")
        until = translate("Drift", "It stays away until a signal is added, and can be brought back.")
        spec = FormSpec(
            title,
            translate("Drift", "Set aside"),
            (
                Field(
                    "reason",
                    translate("Drift", "Why no action is needed"),
                    "long_text",
                    lines=3,
                    required=True,
                    help=until,
                ),
            ),
            f"{row.title}. {row.words}",
        )
        dialog = FormDialog(spec, self.context.drafts, f"drift.aside.{row.key}", self.context.today, None, self.owner)

        def arguments(found: dict[str, object]) -> dict[str, object]:
            return {"key": row.key, "reason": found["reason"], "signal_ids": ids}

        dialog.save_with(self.context.operations, drift.dismiss, arguments)
        dialog.open()

    def note(self) -> None:
        """Note a signal."""
        if not self.context.read_only:
            with_options(
                self.context,
                self.owner,
                lambda options: forms.note_signal(self.context, options, self.owner, opening=self.open_cycle).open(),
            )

    def add_to_cycle(self, signal_ids: Sequence[int]) -> None:
        """Ask which cycle in Diagnose they belong to."""

        def show(found: tuple[Chosen, tuple[Option, ...]]) -> None:
            chosen, cycles = found
            if not cycles:
                self._say(translate("Signals", "No cycle is being diagnosed; open one from these signals."))
            elif self._some_free(chosen):
                forms.add_to_cycle(self.context, cycles, chosen.ids, self.owner).open()

        self._read(_for_adding, list(signal_ids), done=show)

    def _some_free(self, chosen: Chosen) -> bool:
        if not chosen.free:
            told = translate("Signals", "Taken up already: {numbers}.")
            self._say(told.format(numbers=names(chosen.taken)))
        return bool(chosen.free)

    def _say(self, text: str) -> None:
        self.context.operations.announced.emit(Announcement(text, (), undo=False))

    def _read(self, query: Callable[..., object], *args: object, done: Callable[..., None]) -> None:
        self.context.operations.read(query, *args, done=done, owner=self.owner)
