"""What the forms of audits offer to pick from, and the roster's names for the privacy check, read in one go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from coachdesk.queries import lookups
from coachdesk.rules.privacy import Roster
from coachdesk.settings import Settings
from coachdesk.store.desk import load_settings
from ui.context import Context
from ui.forms import Option

Options = tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """Everything the forms may offer. criteria: by version id.  cycles: running ones with their version id.

    names: the roster's, which no record may be called by (R22).
    """

    versions: Options
    criteria: dict[int, Options]
    teams: Options
    staff: Options
    everybody: Options
    cycles: Options
    names: Roster
    settings: Settings


def _as_options(found: tuple[lookups.Option, ...]) -> Options:
    return tuple(Option(one.id, one.label, one.hint) for one in found)


def read_options(conn: sa.Connection, today: date) -> AuditOptions:
    """Read them."""
    versions = lookups.published_versions(conn)
    return AuditOptions(
        versions=_as_options(versions),
        criteria={one.id: tuple(_criterion(each) for each in lookups.criteria(conn, one.id)) for one in versions},
        teams=_as_options(lookups.places(conn, "team")),
        staff=_as_options(lookups.active_staff(conn, today)),
        everybody=_as_options(lookups.everybody(conn)),
        cycles=_as_options(lookups.open_cycles(conn)),
        names=lookups.roster(conn),
        settings=load_settings(conn),
    )


def _criterion(one: lookups.Option) -> Option:
    """ "2 · Escalates within 4 h"."""
    return Option(one.id, f"{one.hint} · {one.label}" if one.hint else one.label)


def with_options(context: Context, owner: QWidget | None, show: Callable[[AuditOptions], None]) -> None:
    """Read the options on the worker, then `show(options)`."""
    context.operations.read(read_options, context.today(), done=show, owner=owner)
