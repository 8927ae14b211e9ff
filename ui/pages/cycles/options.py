"""What the cycle forms offer to pick from, read in one go before a form opens."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from coachdesk.queries import lookups
from coachdesk.queries.standard_measures import measures_of
from coachdesk.queries.standards import MeasureRow
from ui.context import Context
from ui.forms import Option

Options = tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class CycleOptions:
    """Everything a cycle form may offer. criteria and measures (the standard's own): by standard version."""

    staff: Options
    coaches: Options
    teams: Options
    versions: Options
    criteria: dict[int, Options]
    signals: Options
    coachees: Options
    measures: dict[int, tuple[MeasureRow, ...]] = field(default_factory=dict)


def _as_options(found: tuple[lookups.Option, ...]) -> Options:
    return tuple(Option(one.id, one.label, one.hint) for one in found)


def read_options(
    conn: sa.Connection, today: date, cycle_id: int | None = None, signal_ids: Collection[int] = ()
) -> CycleOptions:
    """Read them; `coachees` are those of the cycle, if one is given. signal_ids: offered in any case."""
    versions = lookups.published_versions(conn)
    own = lookups.version_of_cycle(conn, cycle_id) if cycle_id is not None else ()
    offered = versions + tuple(one for one in own if one.id not in {version.id for version in versions})
    return CycleOptions(
        staff=_as_options(lookups.active_staff(conn, today)),
        coaches=_as_options(lookups.coaches(conn, today)),
        teams=_as_options(lookups.places(conn, "team")),
        versions=_as_options(offered),
        criteria={one.id: _as_options(lookups.criteria(conn, one.id)) for one in offered},
        signals=_as_options(lookups.waiting_signals(conn, signal_ids)),
        coachees=_as_options(lookups.coachees(conn, cycle_id)) if cycle_id is not None else (),
        measures=measures_of(conn, [one.id for one in offered]),
    )


def with_options(
    context: Context,
    owner: QWidget | None,
    show: Callable[[CycleOptions], None],
    cycle_id: int | None = None,
    signal_ids: Collection[int] = (),
) -> None:
    """Read the options on the worker, then `show(options)`."""
    context.operations.read(read_options, context.today(), cycle_id, signal_ids, done=show, owner=owner)
