"""One audit whole: its records and judgements, what they show, how far two assessors agree, what may follow from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from coachdesk.queries.audits import (
    ASSESSOR,
    AUDIT,
    CRITERION,
    CYCLE,
    DRAWN,
    JUDGED,
    PICKED,
    SECOND,
    SIGNAL,
    SOURCE,
    STD,
    TEAM,
    VERSION,
)
from coachdesk.queries.parts import full_name, person
from coachdesk.records.base import table
from coachdesk.records.cycles import CycleCriterion, Measure
from coachdesk.rules.agreement import Agreement, agreement
from coachdesk.rules.audit_results import AuditFigures, audit_figures, to_judge
from coachdesk.rules.moves import ENDED
from coachdesk.rules.sampling import frame_hash
from coachdesk.settings import Settings

MEASURE, TARGET = table(Measure), table(CycleCriterion)
_WRITER = person("record_writer")
Judgements = dict[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class AuditedCriterion:
    """A criterion that is judged."""

    id: int
    code: str
    text: str
    critical: bool


@dataclass(frozen=True, slots=True)
class DrawnRecord:
    """A drawn record. staff: who wrote it, "" when not known.  signals: (id, number, criterion code) noted of it."""

    id: int
    position: int
    code: str
    staff_id: int | None
    staff: str
    record_on: date | None
    twice: bool
    is_trigger: bool
    note: str
    signals: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Disagreed:
    """What the two assessors saw differently, for talking it over. "" where one of them did not judge."""

    code: str
    criterion: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Unmet:
    """A criterion not met in a record, of which no signal was noted yet."""

    record_id: int
    criterion_id: int
    code: str
    criterion: str
    text: str
    critical: bool
    staff_id: int | None
    staff: str
    record_on: date | None


@dataclass(frozen=True, slots=True)
class AuditUse:
    """A measure that stands on this audit."""

    measure_id: int
    cycle_id: int
    cycle: str
    stage: str


@dataclass(frozen=True, slots=True)
class Measurable:
    """A running cycle that this audit could be a measure of. stages: which (vocabulary: measure_stage).

    shared: codes of target criteria the audit judged; lacking: those it did not.
    """

    cycle_id: int
    number: str
    title: str
    stages: tuple[str, ...]
    shared: tuple[str, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditDetail:
    """Everything an audit's page shows. first, second: results by (record id, criterion id).

    frame_hash: of the frame, to compare.  figures: of first judgements.  waiting, waiting_twice: how many judgements
    each record still lacks.  agreement: None until every record drawn for it was judged twice, so that the second
    judgement stays independent.
    """

    id: int
    number: str
    title: str
    status: str
    status_reason: str
    version_id: int
    standard_id: int
    standard: str
    version: int
    team_id: int | None
    team: str
    cycle_id: int | None
    cycle: str
    frame_note: str
    frame: tuple[str, ...]
    frame_hash: str
    excluded_note: str
    seed: int
    sample_size: int
    records_from: date | None
    records_to: date | None
    assessor_id: int
    assessor: str
    second_assessor_id: int | None
    second_assessor: str
    opened_on: date
    finished_on: date | None
    note: str
    late_entry: bool
    criteria: tuple[AuditedCriterion, ...]
    records: tuple[DrawnRecord, ...]
    first: Mapping[tuple[int, int], str]
    second: Mapping[tuple[int, int], str]
    figures: AuditFigures
    waiting: Mapping[int, int]
    waiting_twice: Mapping[int, int]
    agreement: Agreement | None
    disagreed: tuple[Disagreed, ...]
    unmet: tuple[Unmet, ...]
    uses: tuple[AuditUse, ...]
    measurable: tuple[Measurable, ...]


_PLAIN = (
    "id", "number", "title", "status", "status_reason", "version_id", "standard_id", "standard", "version", "team_id",
    "team", "cycle_id", "cycle", "frame_note", "excluded_note", "seed", "sample_size", "records_from", "records_to",
    "assessor_id", "assessor", "second_assessor_id", "second_assessor", "opened_on", "finished_on", "note",
    "late_entry",
)  # fmt: skip


def audit_detail(conn: sa.Connection, audit_id: int, _today: date, settings: Settings) -> AuditDetail | None:
    """One audit whole; None when there is none of this id."""
    statement = sa.select(
        AUDIT,
        VERSION.c.standard_id,
        (STD.c.code + " " + VERSION.c.title).label("standard"),
        VERSION.c.number.label("version"),
        sa.func.coalesce(TEAM.c.name, "").label("team"),
        sa.func.coalesce(CYCLE.c.number, "").label("cycle"),
        sa.func.coalesce(full_name(ASSESSOR), "").label("assessor"),
        sa.func.coalesce(full_name(SECOND), "").label("second_assessor"),
    )
    row = conn.execute(statement.select_from(SOURCE).where(AUDIT.c.id == audit_id)).first()
    if row is None:
        return None
    criteria = _criteria(conn, audit_id)
    records = _records(conn, audit_id)
    first, second = _judgements(conn, audit_id)
    asked = [one.id for one in criteria]
    twice = [one.id for one in records if one.twice]
    waiting_twice = to_judge(second, twice, asked) if row.second_assessor_id is not None else {}
    agreed, disagreed = _agreement(records, criteria, first, second, settings)
    known = row.second_assessor_id is not None and bool(twice) and not waiting_twice
    return AuditDetail(
        **{name: getattr(row, name) for name in _PLAIN},
        frame=tuple(row.frame),
        frame_hash=frame_hash(row.frame),
        criteria=criteria,
        records=records,
        first=first,
        second=second,
        figures=audit_figures(first, [one.id for one in records], asked, settings),
        waiting=to_judge(first, [one.id for one in records], asked),
        waiting_twice=waiting_twice,
        agreement=agreed if known else None,
        disagreed=disagreed if known else (),
        unmet=_unmet(records, criteria, first),
        uses=_uses(conn, audit_id),
        measurable=_measurable(conn, audit_id, row.version_id, criteria) if row.status == "done" else (),
    )


def _criteria(conn: sa.Connection, audit_id: int) -> tuple[AuditedCriterion, ...]:
    statement = (
        sa.select(CRITERION.c.id, CRITERION.c.code, CRITERION.c.text, CRITERION.c.critical)
        .join(PICKED, PICKED.c.criterion_id == CRITERION.c.id)
        .where(PICKED.c.audit_id == audit_id)
        .order_by(CRITERION.c.position, CRITERION.c.id)
    )
    return tuple(AuditedCriterion(*row) for row in conn.execute(statement))


def _records(conn: sa.Connection, audit_id: int) -> tuple[DrawnRecord, ...]:
    noted: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    of_mine = sa.select(DRAWN.c.id).where(DRAWN.c.audit_id == audit_id)
    signals = sa.select(SIGNAL.c.audit_record_id, SIGNAL.c.id, SIGNAL.c.number, SIGNAL.c.criterion_code)
    for record_id, *signal in conn.execute(signals.where(SIGNAL.c.audit_record_id.in_(of_mine)).order_by(SIGNAL.c.id)):
        noted[record_id].append((signal[0], signal[1], signal[2]))
    statement = (
        sa.select(
            DRAWN.c.id, DRAWN.c.position, DRAWN.c.code, DRAWN.c.staff_id,
            sa.func.coalesce(full_name(_WRITER), "").label("staff"),
            DRAWN.c.record_on, DRAWN.c.twice, DRAWN.c.is_trigger, DRAWN.c.note,
        )
        .select_from(DRAWN.outerjoin(_WRITER, _WRITER.c.id == DRAWN.c.staff_id))
        .where(DRAWN.c.audit_id == audit_id)
        .order_by(DRAWN.c.position, DRAWN.c.id)
    )  # fmt: skip
    return tuple(DrawnRecord(**{**row._asdict(), "signals": tuple(noted[row.id])}) for row in conn.execute(statement))


def _judgements(conn: sa.Connection, audit_id: int) -> tuple[Judgements, Judgements]:
    statement = (
        sa.select(JUDGED.c.turn, JUDGED.c.audit_record_id, JUDGED.c.criterion_id, JUDGED.c.result)
        .join(DRAWN, DRAWN.c.id == JUDGED.c.audit_record_id)
        .where(DRAWN.c.audit_id == audit_id)
    )
    found: tuple[Judgements, Judgements] = ({}, {})
    for turn, record_id, criterion_id, result in conn.execute(statement):
        found[turn - 1][record_id, criterion_id] = result
    return found


def _agreement(
    records: tuple[DrawnRecord, ...],
    criteria: tuple[AuditedCriterion, ...],
    first: Judgements,
    second: Judgements,
    settings: Settings,
) -> tuple[Agreement, tuple[Disagreed, ...]]:
    """How far the two judgements of the records drawn for it agree, and each place where they differ."""
    ones: dict[str, str] = {}
    others: dict[str, str] = {}
    disagreed = []
    for record in records:
        for criterion in criteria if record.twice else ():
            key = (record.id, criterion.id)
            name = f"{record.code} · {criterion.code}"
            ones[name], others[name] = first.get(key, ""), second.get(key, "")
            if ones[name] != others[name]:
                disagreed.append(Disagreed(record.code, criterion.code, ones[name], others[name]))
    return agreement(ones, others, settings), tuple(disagreed)


def _unmet(
    records: tuple[DrawnRecord, ...], criteria: tuple[AuditedCriterion, ...], first: Judgements
) -> tuple[Unmet, ...]:
    return tuple(
        Unmet(
            record.id, one.id, record.code, one.code, one.text, one.critical, record.staff_id, record.staff,
            record.record_on,
        )
        for record in records
        for one in criteria
        if first.get((record.id, one.id)) == "not_met" and all(code != one.code for _, _, code in record.signals)
    )  # fmt: skip


def _uses(conn: sa.Connection, audit_id: int) -> tuple[AuditUse, ...]:
    statement = (
        sa.select(MEASURE.c.id, MEASURE.c.cycle_id, CYCLE.c.number, MEASURE.c.stage)
        .join(CYCLE, CYCLE.c.id == MEASURE.c.cycle_id)
        .where(MEASURE.c.audit_id == audit_id)
    )
    return tuple(AuditUse(*row) for row in conn.execute(statement.order_by(MEASURE.c.id)))


def _measurable(
    conn: sa.Connection, audit_id: int, version_id: int, criteria: tuple[AuditedCriterion, ...]
) -> tuple[Measurable, ...]:
    """Running cycles of the same standard version with at least one target criterion the audit judged, newest first."""
    taken: dict[int, set[str]] = defaultdict(set)
    used = sa.select(MEASURE.c.cycle_id, MEASURE.c.stage).where(MEASURE.c.audit_id == audit_id)
    for cycle_id, stage in conn.execute(used):
        taken[cycle_id].add(stage)
    targets: dict[int, list[str]] = defaultdict(list)
    running = sa.and_(CYCLE.c.version_id == version_id, CYCLE.c.status.not_in(ENDED))
    wanted = (
        sa.select(TARGET.c.cycle_id, CRITERION.c.code)
        .join(CRITERION, CRITERION.c.id == TARGET.c.criterion_id)
        .join(CYCLE, CYCLE.c.id == TARGET.c.cycle_id)
        .where(running)
        .order_by(CRITERION.c.position)
    )
    for cycle_id, code in conn.execute(wanted):
        targets[cycle_id].append(code)
    judged = {one.code for one in criteria}
    found = []
    columns = (CYCLE.c.id, CYCLE.c.number, CYCLE.c.title, CYCLE.c.rule_locked_at)
    for cycle_id, number, title, locked in conn.execute(
        sa.select(*columns).where(running).order_by(CYCLE.c.number.desc())
    ):
        shared = tuple(code for code in targets[cycle_id] if code in judged)
        # One audit cannot stand for before and after, and the baseline is fixed once the rule is locked (R5).
        stages = () if taken[cycle_id] else ("post",) if locked is not None else ("baseline", "post")
        if shared and stages:
            lacking = tuple(code for code in targets[cycle_id] if code not in judged)
            found.append(Measurable(cycle_id, number, title, stages, shared, lacking))
    return tuple(found)
