"""What the forms of a corrective action offer to pick from, read in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from coachdesk.queries import lookups
from coachdesk.settings import Settings
from coachdesk.store.desk import load_settings
from ui.context import Context
from ui.forms import Option

Options = tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ActionOptions:
    """Everything a form may offer. criteria: by standard, keyed by code."""

    staff: Options
    teams: Options
    standards: Options
    criteria: dict[int, Options]
    cycles: Options
    signals: Options
    settings: Settings


def _as_options(found: Sequence[lookups.Option]) -> Options:
    return tuple(Option(one.id, one.label, one.hint) for one in found)


def read_options(
    conn: sa.Connection, today: date, signal_ids: Sequence[int] = (), cycle_ids: Sequence[int] = ()
) -> ActionOptions:
    """Read them. signal_ids, cycle_ids: offered in any case."""
    return ActionOptions(
        staff=_as_options(lookups.active_staff(conn, today)),
        teams=_as_options(lookups.places(conn, "team")),
        standards=_as_options(lookups.standards(conn)),
        criteria={
            standard_id: tuple(Option(code, f"{code}  {text}") for code, text in found)
            for standard_id, found in lookups.criteria_of_standards(conn).items()
        },
        cycles=_as_options(lookups.open_cycles(conn, cycle_ids)),
        signals=_as_options(lookups.waiting_signals(conn, signal_ids)),
        settings=load_settings(conn),
    )


def with_options(
    context: Context,
    owner: QWidget,
    show: Callable[[ActionOptions], None],
    signal_ids: Sequence[int] = (),
    cycle_ids: Sequence[int] = (),
) -> None:
    """Read them on the worker, then `show(options)`."""
    context.operations.read(read_options, context.today(), list(signal_ids), list(cycle_ids), done=show, owner=owner)
