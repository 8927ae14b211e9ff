"""The cycles and corrective actions that drift proposals are in the hands of already (R2, R3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import sqlalchemy as sa

from coachdesk.queries.standards import CRITERION, VERSION
from coachdesk.records.actions import CorrectiveAction
from coachdesk.records.base import table
from coachdesk.records.cycles import Coachee, Cycle, CycleCriterion
from coachdesk.rules.drift import Proposal
from coachdesk.rules.drift_answers import Answer, answers, same_matter
from coachdesk.rules.moves import OPEN, STOPPED

CYCLE, COACHEE, TARGET, ACTION = table(Cycle), table(Coachee), table(CycleCriterion), table(CorrectiveAction)
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class InHand:
    """A cycle or corrective action on a proposal's matter. answers: it was opened after what the proposal stands on."""

    kind: Literal["cycle", "action"]
    id: int
    number: str
    title: str
    status: str
    opened_on: date
    answers: bool


def answers_to(conn: sa.Connection, found: Sequence[Proposal]) -> list[Answer]:
    """Every cycle and action on these proposals' standards that may answer one of them, or still runs."""
    wanted = {one.standard_id for one in found if one.standard_id is not None}
    if not wanted:
        return []
    since = min(one.last_on for one in found)
    return [*_cycles(conn, wanted, since), *_actions(conn, wanted, since)]


def in_hand(conn: sa.Connection, found: Sequence[Proposal]) -> dict[int, tuple[InHand, ...]]:
    """By the place of a proposal in `found`: what answers it, and what else runs on the same matter; newest first."""
    known = sorted(answers_to(conn, found), key=lambda one: (one.opened_on, one.id), reverse=True)
    by_standard: dict[int | None, list[Answer]] = defaultdict(list)
    for one in known:
        by_standard[one.standard_id].append(one)
    kept = {
        place: [
            one
            for one in by_standard[proposal.standard_id]
            if same_matter(one, proposal) and (one.running or answers(one, proposal))
        ]
        for place, proposal in enumerate(found)
    }
    heads = _heads(conn, {(one.kind, one.id) for many in kept.values() for one in many})
    return {
        place: tuple(
            InHand(one.kind, one.id, *heads[one.kind, one.id], one.opened_on, answers(one, found[place]))
            for one in many
        )
        for place, many in kept.items()
    }


def _cycles(conn: sa.Connection, standards: Iterable[int], since: date) -> list[Answer]:
    running = CYCLE.c.status.in_((*OPEN, *STOPPED))
    mine = sa.and_(
        VERSION.c.standard_id.in_(standards),
        CYCLE.c.status != "cancelled",
        sa.or_(running, CYCLE.c.opened_on >= since),
    )
    columns = (CYCLE.c.id, CYCLE.c.opened_on, VERSION.c.standard_id, CYCLE.c.team_id, CYCLE.c.proposal_rule)
    joined = CYCLE.join(VERSION, VERSION.c.id == CYCLE.c.version_id)
    rows = conn.execute(sa.select(*columns, running.label("running")).select_from(joined).where(mine)).all()
    chosen = sa.select(CYCLE.c.id).select_from(joined).where(mine)
    people: dict[int, set[int]] = defaultdict(set)
    for cycle_id, staff_id in conn.execute(
        sa.select(COACHEE.c.cycle_id, COACHEE.c.staff_id).where(COACHEE.c.cycle_id.in_(chosen))
    ):
        people[cycle_id].add(staff_id)
    codes: dict[int, set[str]] = defaultdict(set)
    targets = sa.select(TARGET.c.cycle_id, CRITERION.c.code).join(CRITERION, CRITERION.c.id == TARGET.c.criterion_id)
    for cycle_id, code in conn.execute(targets.where(TARGET.c.cycle_id.in_(chosen))):
        codes[cycle_id].add(code)
    return [
        Answer(
            "cycle",
            row.id,
            row.opened_on,
            row.standard_id,
            frozenset(codes[row.id]),
            frozenset(people[row.id]),
            row.team_id,
            row.proposal_rule,
            bool(row.running),
        )
        for row in rows
    ]


def _actions(conn: sa.Connection, standards: Iterable[int], since: date) -> list[Answer]:
    columns = [ACTION.c[name] for name in ("id", "opened_on", "standard_id", "criterion_code", "team_id", "status")]
    mine = ACTION.c.standard_id.in_(standards), ACTION.c.status != "cancelled"
    rows = conn.execute(
        sa.select(*columns).where(*mine, sa.or_(ACTION.c.status == "open", ACTION.c.opened_on >= since))
    )
    return [
        Answer(
            "action",
            row.id,
            row.opened_on,
            row.standard_id,
            frozenset({row.criterion_code} - {""}),
            team_id=row.team_id,
            running=row.status == "open",
        )
        for row in rows
    ]


def _heads(conn: sa.Connection, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, str, str]]:
    """(number, title, status) by kind and id."""
    found: dict[tuple[str, int], tuple[str, str, str]] = {}
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, one in sorted(wanted):
        by_kind[kind].append(one)
    for kind, family in (("cycle", CYCLE), ("action", ACTION)):
        ids = by_kind[kind]
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            columns = (family.c.id, family.c.number, family.c.title, family.c.status)
            for row in conn.execute(sa.select(*columns).where(family.c.id.in_(some))):
                found[kind, row.id] = (row.number, row.title, row.status)
    return found
