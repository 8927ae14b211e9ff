"""What the worker does for the roster import: read a file and plan it, plan it anew, save its bad rows. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coachdesk.errors import Cancelled, DeskError
from coachdesk.i18n import translate
from coachdesk.importers.grid import Table, limits_of
from coachdesk.importers.mapping import Mapping
from coachdesk.importers.roster import RosterPlan, find_roster_mapping, plan_roster, read_roster
from coachdesk.importers.roster_desk import roster_desk

if TYPE_CHECKING:
    from coachdesk.store.desk import Desk

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as read, and what importing it would do to the desk as it is now."""

    path: Path
    table: Table
    plan: RosterPlan


def read_preview(desk: Desk, path: Path, sheet: str = "", *, progress: Progress) -> Preview | DeskError:
    """Read a file and plan it. A file that cannot be read comes back as its refusal, to be shown in place."""

    def pulse() -> None:
        progress(0, 0, translate("Roster", "Reading the rows"))

    try:
        table = read_roster(path, sheet=sheet, limits=limits_of(desk.settings()), pulse=pulse)
        progress(0, 0, translate("Roster", "Comparing with the desk"))
        return Preview(path, table, plan(desk, table, find_roster_mapping(table)))
    except Cancelled:
        raise
    except DeskError as refusal:
        return refusal


def plan(desk: Desk, table: Table, mapping: Mapping, empty_clears: bool = False) -> RosterPlan:
    """Plan a table that was read already, with these columns, against the desk of this moment."""
    with desk.read() as conn:
        return plan_roster(table, mapping, roster_desk(conn), desk.clock().date(), empty_clears=empty_clears)
