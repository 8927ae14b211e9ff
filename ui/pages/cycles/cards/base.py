"""What the cards of a cycle's page share: their context, what they can ask for, and whether anything may be changed."""

from __future__ import annotations

from typing import Protocol

from coachdesk.queries.cycle import CycleDetail
from ui.context import Context
from ui.widgets import Card


class Doings(Protocol):
    """What a card may ask of its page."""

    def do(self, key: str) -> None:
        """Open the form behind this key."""
        ...

    def open_entry(self, key: str) -> None:
        """Show the record behind "family:id"."""
        ...

    def act(self, key: str, record_id: int) -> None:
        """Do something with one record of the cycle."""
        ...


class CycleCard(Card):
    """A card of the page."""

    def __init__(self, context: Context, doings: Doings, title: str = "") -> None:
        super().__init__(title)
        self.context = context
        self.doings = doings
        self._filled_with: object = None

    def shows(self, *what: object) -> bool:
        """Whether this is what it was filled with last, on this day and for this person; then it is left alone."""
        shown = (what, self.context.today(), self.context.why_read_only)
        same, self._filled_with = shown == self._filled_with, shown
        return same

    def writable(self, cycle: CycleDetail) -> bool:
        """Whether the cycle's records may be changed here (R9)."""
        return not cycle.over and not self.context.read_only
