"""Corrective actions: the table, their steps as a table, and one action whole (R3, R20, R21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP
from coachdesk.queries.beside import CycleBeside, cycles_of_action
from coachdesk.queries.drift import ProposedSignal
from coachdesk.queries.evidence import EVIDENCE, EvidenceDetail, evidence_where
from coachdesk.queries.lookups import Option
from coachdesk.queries.parts import counted, full_name, own_columns, person, person_column
from coachdesk.queries.signals import CYCLE, PROFILE, SIGNAL, STD, TEAM, criterion_text
from coachdesk.queries.table import Column, TableQuery, unshown
from coachdesk.records.actions import ActionItem, ActionSignal, CorrectiveAction
from coachdesk.records.base import table
from coachdesk.records.cycles import CycleCriterion, CycleSignal
from coachdesk.records.standards import Criterion, StandardVersion
from coachdesk.rules import corrective
from coachdesk.settings import Settings

ACTION, ITEM, LINK = table(CorrectiveAction), table(ActionItem), table(ActionSignal)
OPENED_BY, TARGET, CRITERION, VERSION = (
    table(CycleSignal),
    table(CycleCriterion),
    table(Criterion),
    table(StandardVersion),
)
_OWNER, _VERIFIER, _ABOUT = person("action_owner"), person("action_verifier"), person("action_about")

_SOURCE = (
    ACTION.outerjoin(_OWNER, _OWNER.c.id == ACTION.c.owner_id)
    .outerjoin(_VERIFIER, _VERIFIER.c.id == ACTION.c.verified_by)
    .outerjoin(TEAM, TEAM.c.id == ACTION.c.team_id)
    .outerjoin(STD, STD.c.id == ACTION.c.standard_id)
    .outerjoin(CYCLE, CYCLE.c.id == ACTION.c.cycle_id)
    .outerjoin(PROFILE, PROFILE.c.id == ACTION.c.recorded_by)
)

ACTIONS = TableQuery(
    family="corrective_action",
    title=QT_TRANSLATE_NOOP("Tables", "Corrective actions"),
    source=_SOURCE,
    id=ACTION.c.id,
    columns=(
        Column("number", QT_TRANSLATE_NOOP("Columns", "Number"), ACTION.c.number, width=10),
        Column("title", QT_TRANSLATE_NOOP("Columns", "Title"), ACTION.c.title, width=34),
        Column("status", QT_TRANSLATE_NOOP("Columns", "Status"), ACTION.c.status, "choice", "action_status", width=14),
        person_column("owner", QT_TRANSLATE_NOOP("Columns", "Owner"), _OWNER),
        Column("due_on", QT_TRANSLATE_NOOP("Columns", "Due"), ACTION.c.due_on, "date", width=12),
        Column(
            "steps_done",
            QT_TRANSLATE_NOOP("Columns", "Steps done"),
            counted(ITEM, ITEM.c.action_id == ACTION.c.id, ITEM.c.done_on.is_not(None)),
            "int",
            width=8,
        ),
        Column(
            "steps",
            QT_TRANSLATE_NOOP("Columns", "Steps"),
            counted(ITEM, ITEM.c.action_id == ACTION.c.id),
            "int",
            width=8,
            shown=False,
        ),
        Column("standard", QT_TRANSLATE_NOOP("Columns", "Standard"), STD.c.code, width=10),
        Column("criterion", QT_TRANSLATE_NOOP("Columns", "Criterion"), ACTION.c.criterion_code, width=9),
        Column("team", QT_TRANSLATE_NOOP("Columns", "Team"), TEAM.c.name, width=18),
        Column("cause", QT_TRANSLATE_NOOP("Columns", "Cause"), ACTION.c.cause, "choice", "cause", width=16),
        Column(
            "signals",
            QT_TRANSLATE_NOOP("Columns", "Signals"),
            counted(LINK, LINK.c.action_id == ACTION.c.id),
            "int",
            width=8,
        ),
        Column("cycle", QT_TRANSLATE_NOOP("Columns", "Cycle"), CYCLE.c.number, width=12),
        Column(
            "evidence",
            QT_TRANSLATE_NOOP("Columns", "Evidence"),
            counted(EVIDENCE, EVIDENCE.c.action_id == ACTION.c.id),
            "int",
            width=8,
        ),
        Column("opened_on", QT_TRANSLATE_NOOP("Columns", "Opened"), ACTION.c.opened_on, "date", width=12),
        Column("done_on", QT_TRANSLATE_NOOP("Columns", "Done"), ACTION.c.done_on, "date", width=12),
        Column("verified_on", QT_TRANSLATE_NOOP("Columns", "Verified"), ACTION.c.verified_on, "date", width=12),
        person_column("verified_by", QT_TRANSLATE_NOOP("Columns", "Verified by"), _VERIFIER),
        *unshown(
            Column("problem", QT_TRANSLATE_NOOP("Columns", "Problem"), ACTION.c.problem, "long_text", width=40),
            Column(
                "containment", QT_TRANSLATE_NOOP("Columns", "Containment"), ACTION.c.containment, "long_text", width=40
            ),
            Column(
                "cause_note",
                QT_TRANSLATE_NOOP("Columns", "Note on the cause"),
                ACTION.c.cause_note,
                "long_text",
                width=40,
            ),
            Column(
                "done_note", QT_TRANSLATE_NOOP("Columns", "What was done"), ACTION.c.done_note, "long_text", width=40
            ),
            Column(
                "verified_note",
                QT_TRANSLATE_NOOP("Columns", "What the verifier saw"),
                ACTION.c.verified_note,
                "long_text",
                width=40,
            ),
            Column(
                "status_reason", QT_TRANSLATE_NOOP("Columns", "Reason"), ACTION.c.status_reason, "long_text", width=30
            ),
            Column("recorded_by", QT_TRANSLATE_NOOP("Columns", "Recorded by"), PROFILE.c.name, width=18),
            Column("late_entry", QT_TRANSLATE_NOOP("Columns", "Late entry"), ACTION.c.late_entry, "bool", width=10),
        ),
    ),
    search=(
        ACTION.c.number,
        ACTION.c.title,
        ACTION.c.problem,
        STD.c.code,
        STD.c.title,
        TEAM.c.name,
        _OWNER.c.first_name,
        _OWNER.c.last_name,
        _OWNER.c.preferred_name,
    ),
    order=(("due_on", False),),
)

ITEMS = TableQuery(
    family="action_item",
    title=QT_TRANSLATE_NOOP("Tables", "Steps of corrective actions"),
    source=ITEM.join(ACTION, ACTION.c.id == ITEM.c.action_id).outerjoin(_OWNER, _OWNER.c.id == ACTION.c.owner_id),
    id=ITEM.c.id,
    columns=(
        Column("action", QT_TRANSLATE_NOOP("Columns", "Corrective action"), ACTION.c.number, width=12),
        Column("position", QT_TRANSLATE_NOOP("Columns", "Place"), ITEM.c.position, "int", width=7),
        Column("kind", QT_TRANSLATE_NOOP("Columns", "Kind"), ITEM.c.kind, "choice", "action_kind", width=24),
        Column("text", QT_TRANSLATE_NOOP("Columns", "Step"), ITEM.c.text, "long_text", width=50),
        Column("done_on", QT_TRANSLATE_NOOP("Columns", "Done"), ITEM.c.done_on, "date", width=12),
        person_column("owner", QT_TRANSLATE_NOOP("Columns", "Owner"), _OWNER),
        Column("due_on", QT_TRANSLATE_NOOP("Columns", "Due"), ACTION.c.due_on, "date", width=12),
        Column("status", QT_TRANSLATE_NOOP("Columns", "Status"), ACTION.c.status, "choice", "action_status", width=14),
    ),
    search=(ACTION.c.number, ITEM.c.text),
    order=(("action", False), ("position", False)),
)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One step. done_on: None while it is open."""

    id: int
    kind: str
    text: str
    done_on: date | None


@dataclass(frozen=True, slots=True)
class ActionDetail:
    """One corrective action. Names are "" where nothing is set; criterion_text as the standard's newest version has it.

    late: open and past its due day.  verify_by: by when somebody else should have looked, None while it is not done.
    coaching: the cycles beside it, the one it names first.  warnings: R3's, that training again is the only step.
    moves: what can be done now, the usual one first.
    """

    id: int
    number: str
    title: str
    status: str
    status_reason: str
    standard_id: int | None
    standard: str
    criterion_code: str
    criterion_text: str
    team_id: int | None
    team: str
    cycle_id: int | None
    cycle: str
    problem: str
    containment: str
    contained_on: date | None
    cause: str
    cause_note: str
    owner_id: int
    owner: str
    opened_on: date
    due_on: date
    done_on: date | None
    done_note: str
    verified_on: date | None
    verified_by: str
    verified_note: str
    recorded_at: datetime
    recorded_by: str
    late_entry: bool
    late: bool
    verify_by: date | None
    items: tuple[ItemRow, ...]
    signals: tuple[ProposedSignal, ...]
    coaching: tuple[CycleBeside, ...]
    evidence: tuple[EvidenceDetail, ...]
    warnings: tuple[str, ...]
    moves: tuple[str, ...]

    @property
    def open_items(self) -> int:
        """How many steps are not ticked."""
        return sum(one.done_on is None for one in self.items)


_JOINED = frozenset(
    {
        "standard", "criterion_text", "team", "cycle", "owner", "verified_by", "recorded_by", "late", "verify_by",
        "items", "signals", "coaching", "evidence", "warnings", "moves",
    }
)  # fmt: skip


def action_detail(conn: sa.Connection, action_id: int, today: date, settings: Settings) -> ActionDetail | None:
    """Everything an action's page shows; None when there is none of this id."""
    statement = sa.select(
        *own_columns(ACTION, ActionDetail, *_JOINED),
        sa.func.coalesce(STD.c.code + " " + STD.c.title, "").label("standard"),
        sa.func.coalesce(TEAM.c.name, "").label("team"),
        sa.func.coalesce(CYCLE.c.number, "").label("cycle"),
        sa.func.coalesce(full_name(_OWNER), "").label("owner"),
        sa.func.coalesce(full_name(_VERIFIER), "").label("verified_by"),
        sa.func.coalesce(PROFILE.c.name, "").label("recorded_by"),
    )
    row = conn.execute(statement.select_from(_SOURCE).where(ACTION.c.id == action_id)).mappings().first()
    if row is None:
        return None
    items = _items(conn, action_id)
    return ActionDetail(
        **row,
        criterion_text=criterion_text(conn, row["standard_id"], row["criterion_code"]),
        late=row["status"] == "open" and row["due_on"] < today,
        verify_by=corrective.verify_by(row["done_on"], settings) if row["status"] == "done" else None,
        items=items,
        signals=_signals(conn, action_id),
        coaching=cycles_of_action(conn, action_id, today),
        evidence=tuple(evidence_where(conn, EVIDENCE.c.action_id == action_id)),
        warnings=corrective.warnings([one.kind for one in items]),
        moves=corrective.moves(row["status"]),
    )


def _items(conn: sa.Connection, action_id: int) -> tuple[ItemRow, ...]:
    statement = sa.select(ITEM.c.id, ITEM.c.kind, ITEM.c.text, ITEM.c.done_on).where(ITEM.c.action_id == action_id)
    return tuple(ItemRow(*row) for row in conn.execute(statement.order_by(ITEM.c.position, ITEM.c.id)))


def _signals(conn: sa.Connection, action_id: int) -> tuple[ProposedSignal, ...]:
    own = ("id", "number", "occurred_on", "source", "severity", "what_happened")
    statement: sa.Select[Any] = (
        sa.select(*(SIGNAL.c[name] for name in own), sa.func.coalesce(full_name(_ABOUT), ""), SIGNAL.c.triage)
        .select_from(
            LINK.join(SIGNAL, SIGNAL.c.id == LINK.c.signal_id).outerjoin(_ABOUT, _ABOUT.c.id == SIGNAL.c.staff_id)
        )
        .where(LINK.c.action_id == action_id)
        .order_by(SIGNAL.c.occurred_on.desc(), SIGNAL.c.id.desc())
    )
    return tuple(ProposedSignal(*row) for row in conn.execute(statement))


def open_actions(conn: sa.Connection) -> tuple[Option, ...]:
    """The actions that take further signals, newest first, for pickers."""
    statement = sa.select(ACTION.c.id, ACTION.c.number + " " + ACTION.c.title, sa.literal(""))
    statement = statement.where(ACTION.c.status == "open").order_by(ACTION.c.number.desc())
    return tuple(Option(row[0], row[1], row[2]) for row in conn.execute(statement))


def waiting_count(conn: sa.Connection) -> int:
    """How many actions are open or wait to be verified."""
    statement = sa.select(sa.func.count()).select_from(ACTION).where(ACTION.c.status.in_(corrective.WAITING))
    return int(conn.execute(statement).scalar_one())


@dataclass(frozen=True, slots=True)
class ActionStart:
    """What is known of an action before it is opened, from signals or a cycle; None and "" where nothing is, or where
    signals do not agree. cycle_id: the cycle it stands beside, or the only one that its signals opened."""

    signal_ids: tuple[int, ...]
    standard_id: int | None
    criterion: str
    team_id: int | None
    problem: str
    cycle_id: int | None = None
    cause: str = ""
    cause_note: str = ""


def action_beside(conn: sa.Connection, cycle_id: int) -> ActionStart:
    """What a cycle says about the corrective action opened beside it (R3): its signals, standard, team and cause."""
    columns = (CYCLE.c.team_id, CYCLE.c.cause, CYCLE.c.cause_note, CYCLE.c.proposal_words, VERSION.c.standard_id)
    source = CYCLE.outerjoin(VERSION, VERSION.c.id == CYCLE.c.version_id)
    row = conn.execute(sa.select(*columns).select_from(source).where(CYCLE.c.id == cycle_id)).one()
    linked = sa.select(OPENED_BY.c.signal_id).where(OPENED_BY.c.cycle_id == cycle_id)
    start = action_start(conn, list(conn.scalars(linked)))
    targets = sa.select(CRITERION.c.code).join_from(TARGET, CRITERION, CRITERION.c.id == TARGET.c.criterion_id)
    codes = list(conn.scalars(targets.where(TARGET.c.cycle_id == cycle_id)))
    return ActionStart(
        signal_ids=start.signal_ids,
        standard_id=row.standard_id,
        criterion=codes[0] if len(codes) == 1 else "",
        team_id=row.team_id,
        problem=row.proposal_words or start.problem,
        cycle_id=cycle_id,
        cause=row.cause,
        cause_note=row.cause_note,
    )


def action_start(conn: sa.Connection, signal_ids: list[int]) -> ActionStart:
    """What the form for an action opened from these signals is filled in with."""
    columns = (SIGNAL.c.id, SIGNAL.c.standard_id, SIGNAL.c.criterion_code, SIGNAL.c.team_id, SIGNAL.c.what_happened)
    rows = conn.execute(sa.select(*columns).where(SIGNAL.c.id.in_(signal_ids)).order_by(SIGNAL.c.id)).all()
    standards = {row.standard_id for row in rows}
    criteria = {row.criterion_code for row in rows}
    teams = {row.team_id for row in rows if row.team_id is not None}
    opened = sa.select(OPENED_BY.c.cycle_id).where(OPENED_BY.c.signal_id.in_(signal_ids)).distinct()
    cycles = list(conn.scalars(opened))
    one_standard = standards.pop() if len(standards) == 1 else None
    return ActionStart(
        signal_ids=tuple(row.id for row in rows),
        standard_id=one_standard,
        criterion=criteria.pop() if one_standard is not None and len(criteria) == 1 else "",
        team_id=teams.pop() if len(teams) == 1 else None,
        problem=rows[0].what_happened if len(rows) == 1 else "",
        cycle_id=cycles[0] if len(cycles) == 1 else None,
    )
