"""What the staff forms offer to pick from, and the person a form is about, read in one go before it opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from coachdesk.queries import lookups
from coachdesk.queries.staff import StaffDetail, staff_detail
from coachdesk.store.desk import load_settings
from ui.context import Context
from ui.forms import Option

Options = tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class StaffOptions:
    """Everything a staff form may offer."""

    roles: Options
    teams: Options
    sites: Options
    staff: Options


def read_person(conn: sa.Connection, staff_id: int, today: date) -> StaffDetail | None:
    """One person whole."""
    return staff_detail(conn, staff_id, today, load_settings(conn))


def read_options(conn: sa.Connection, today: date, staff_id: int | None = None) -> StaffOptions:
    """Read them; nobody is offered as their own supervisor."""
    staff = tuple(one for one in lookups.active_staff(conn, today) if one.id != staff_id)
    return StaffOptions(
        roles=_as_options(lookups.places(conn, "role")),
        teams=_as_options(lookups.places(conn, "team")),
        sites=_as_options(lookups.places(conn, "site")),
        staff=_as_options(staff),
    )


def _as_options(found: tuple[lookups.Option, ...]) -> Options:
    return tuple(Option(one.id, one.label, one.hint) for one in found)


def with_options(context: Context, owner: QWidget, show: Callable[[StaffOptions], None]) -> None:
    """Read the options on the worker, then `show(options)`."""
    context.operations.read(read_options, context.today(), done=show, owner=owner)


def with_person(
    context: Context, owner: QWidget, staff_id: int, show: Callable[[StaffDetail, StaffOptions], None]
) -> None:
    """Read a person and the options on the worker, then `show(person, options)`; nothing for one who is gone."""

    def read(conn: sa.Connection, today: date) -> tuple[StaffDetail | None, StaffOptions]:
        return read_person(conn, staff_id, today), read_options(conn, today, staff_id)

    def take(found: tuple[StaffDetail | None, StaffOptions]) -> None:
        if found[0] is not None:
            show(found[0], found[1])

    context.operations.read(read, context.today(), done=take, owner=owner)
