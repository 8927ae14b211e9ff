"""What the worker does for an import: read a file and plan it. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coachdesk.errors import Cancelled, DeskError
from coachdesk.i18n import translate
from coachdesk.importers.grid import Table, limits_of
from coachdesk.importers.plan import ImportPlan
from ui.pages.importing.kind import Extras, ImportKind

if TYPE_CHECKING:
    from coachdesk.store.desk import Desk

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as read, and what importing it would do to the desk as it is now."""

    path: Path
    table: Table
    plan: ImportPlan


def read_preview(
    desk: Desk, kind: ImportKind[Any, Any], path: Path, sheet: str, extras: Extras, *, progress: Progress
) -> Preview | DeskError:
    """Read a file and plan it. A file that cannot be read comes back as its refusal, to be shown in place."""

    def pulse() -> None:
        progress(0, 0, translate("Importing", "Reading the rows"))

    try:
        table = kind.read(path, sheet=sheet, limits=limits_of(desk.settings()), pulse=pulse)
        progress(0, 0, translate("Importing", "Comparing with the desk"))
        with desk.read() as conn:
            return Preview(path, table, kind.plan(conn, table, kind.map(table), desk.clock().date(), extras))
    except Cancelled:
        raise
    except DeskError as refusal:
        return refusal
