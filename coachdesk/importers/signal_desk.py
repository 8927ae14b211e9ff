"""The desk as an import of signals sees it: people, teams, standards, and the signals that came from outside before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from coachdesk.records.people import Staff, Team
from coachdesk.records.signals import Signal
from coachdesk.records.standards import Criterion, Standard, StandardVersion


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A staff member: number and names, to recognise them by."""

    id: int
    number: str
    first_name: str
    last_name: str
    preferred_name: str
    email: str

    @property
    def name(self) -> str:
        """As people say it."""
        return f"{self.preferred_name or self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class KnownStandard:
    """A standard with (code, wording) of the criteria in its newest version that is not a draft."""

    id: int
    code: str
    title: str
    criteria: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KnownSignal:
    """A signal that was imported before."""

    id: int
    number: str
    source: str
    occurred_on: date
    what_happened: str


@dataclass(frozen=True, slots=True)
class SignalDesk:
    """All of it. signals: by the number they have outside. Equal when nothing changed."""

    people: tuple[KnownPerson, ...] = ()
    teams: tuple[tuple[int, str], ...] = ()
    standards: tuple[KnownStandard, ...] = ()
    signals: Mapping[str, tuple[KnownSignal, ...]] | None = None


def signal_desk(conn: sa.Connection) -> SignalDesk:
    """The picture of the desk at this moment of `conn`."""
    people = sa.select(
        Staff.id, Staff.number, Staff.first_name, Staff.last_name, Staff.preferred_name, Staff.email
    ).order_by(Staff.id)
    standards = sa.select(Standard.id, Standard.code, Standard.title).order_by(Standard.id)
    imported = (
        sa.select(Signal.outside_ref, Signal.id, Signal.number, Signal.source, Signal.occurred_on, Signal.what_happened)
        .where(Signal.outside_ref != "")
        .order_by(Signal.id)
    )
    criteria = _criteria(conn)
    known: dict[str, tuple[KnownSignal, ...]] = {}
    for ref, signal_id, number, source, occurred_on, what in conn.execute(imported):
        known[ref] = (*known.get(ref, ()), KnownSignal(signal_id, number, source, occurred_on, what))
    return SignalDesk(
        tuple(KnownPerson(*row) for row in conn.execute(people)),
        tuple((row[0], row[1]) for row in conn.execute(sa.select(Team.id, Team.name).order_by(Team.id))),
        tuple(KnownStandard(row[0], row[1], row[2], criteria.get(row[0], ())) for row in conn.execute(standards)),
        known,
    )


def _criteria(conn: sa.Connection) -> dict[int, tuple[tuple[str, str], ...]]:
    """(code, wording) of each standard's criteria, as its newest version that is not a draft words them."""
    statement = (
        sa.select(StandardVersion.standard_id, StandardVersion.number, Criterion.code, Criterion.text)
        .join(Criterion, Criterion.version_id == StandardVersion.id)
        .where(StandardVersion.status != "draft")
        .order_by(StandardVersion.standard_id, StandardVersion.number, Criterion.position)
    )
    found: dict[int, dict[int, list[tuple[str, str]]]] = {}
    for standard_id, number, code, text in conn.execute(statement):
        found.setdefault(standard_id, {}).setdefault(number, []).append((code, text))
    return {standard_id: tuple(versions[max(versions)]) for standard_id, versions in found.items()}
