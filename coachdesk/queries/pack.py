"""What an evidence pack adds to the cycles' own details: the list of cycles, their evidence, the names on the cover.

Cycles are read one by one (`coachdesk.queries.cycle.cycle_detail`) and evidence in batches, so that a pack of thousands
of cycles never holds more than one. Coaches' own notes (`queries.notes`) are read by nothing here: they stay out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachdesk.queries.evidence import COMPETENCE, EVIDENCE, EvidenceDetail, evidence_where
from coachdesk.queries.parts import counted, full_name
from coachdesk.queries.scope import Scope, cycle_tests
from coachdesk.records.agency import Agency
from coachdesk.records.base import table
from coachdesk.records.cycles import Amendment, Coachee, Cycle, GateOverride
from coachdesk.records.people import Staff
from coachdesk.records.standards import Standard, StandardVersion

C, V, ST = table(Cycle), table(StandardVersion), table(Standard)
_BATCH = 200


@dataclass(frozen=True, slots=True)
class CycleLine:
    """A cycle as the contents list it. outcomes: the outcome code of each coachee, "" where there is none yet.

    overrides, amendments: how many gates were passed with a reason (R4), and how much was amended (R9).
    """

    id: int
    number: str
    title: str
    status: str
    version_id: int | None
    standard_code: str
    version: int | None
    opened_on: date
    overrides: int
    amendments: int
    outcomes: tuple[str, ...]


def agency_name(conn: sa.Connection) -> str:
    """The name on the cover."""
    return str(conn.execute(sa.select(Agency.name)).scalar_one_or_none() or "")


def coordinator_name(conn: sa.Connection) -> str:
    """The accountable person (R11), "" when none is named."""
    staff = table(Staff)
    who = sa.select(full_name(staff)).join(Agency, Agency.coordinator_id == staff.c.id)
    return str(conn.execute(who).scalar_one_or_none() or "")


def pack_cycles(conn: sa.Connection, scope: Scope) -> tuple[CycleLine, ...]:
    """The cycles of a pack, oldest number first."""
    columns: list[Any] = [C.c.id, C.c.number, C.c.title, C.c.status, C.c.version_id]
    columns += [sa.func.coalesce(ST.c.code, ""), V.c.number, C.c.opened_on]
    columns += [counted(of, of.c.cycle_id == C.c.id) for of in (table(GateOverride), table(Amendment))]
    source = C.outerjoin(V, V.c.id == C.c.version_id).outerjoin(ST, ST.c.id == V.c.standard_id)
    statement = sa.select(*columns).select_from(source).where(*cycle_tests(scope)).order_by(C.c.number, C.c.id)
    inside = sa.select(Cycle.id).where(*cycle_tests(scope))
    outcomes: dict[int, list[str]] = defaultdict(list)
    coachees = sa.select(Coachee.cycle_id, Coachee.outcome).where(Coachee.cycle_id.in_(inside)).order_by(Coachee.id)
    for cycle_id, outcome in conn.execute(coachees):
        outcomes[cycle_id].append(outcome)
    return tuple(CycleLine(*(*row, tuple(outcomes[row[0]]))) for row in conn.execute(statement))


def evidence_of(conn: sa.Connection, cycles: Sequence[CycleLine]) -> Iterator[EvidenceDetail]:
    """The evidence of these cycles, cycle by cycle; that of the competence records they offered stands beside (R16)."""
    for start in range(0, len(cycles), _BATCH):
        batch = cycles[start : start + _BATCH]
        order = {line.id: place for place, line in enumerate(batch)}
        mine = sa.or_(EVIDENCE.c.cycle_id.in_(order), COMPETENCE.c.cycle_id.in_(order))
        yield from sorted(evidence_where(conn, mine), key=lambda item: order[item.cycle_id or item.offered_by or 0])
