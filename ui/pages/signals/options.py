"""What the signal forms offer to pick from, read in one go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from coachdesk.queries import lookups
from ui.context import Context
from ui.forms import Option

Options = tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class SignalOptions:
    """Everything a signal form may offer. criteria: by standard, keyed by code."""

    staff: Options
    teams: Options
    standards: Options
    criteria: dict[int, Options]


def _as_options(found: tuple[lookups.Option, ...]) -> Options:
    return tuple(Option(one.id, one.label, one.hint) for one in found)


def read_options(conn: sa.Connection, today: date) -> SignalOptions:
    """Read them."""
    return SignalOptions(
        staff=_as_options(lookups.active_staff(conn, today)),
        teams=_as_options(lookups.places(conn, "team")),
        standards=_as_options(lookups.standards(conn)),
        criteria={
            standard_id: tuple(Option(code, f"{code} · {text}") for code, text in found)
            for standard_id, found in lookups.criteria_of_standards(conn).items()
        },
    )


def with_options(context: Context, owner: QWidget | None, show: Callable[[SignalOptions], None]) -> None:
    """Read the options on the worker, then `show(options)`."""
    context.operations.read(read_options, context.today(), done=show, owner=owner)
