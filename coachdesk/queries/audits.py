"""Documentation audits: the tables, and the series of finished audits that drift looks at (R2 d)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP
from coachdesk.queries.parts import counted, person, person_column
from coachdesk.queries.table import Column, TableQuery, unshown
from coachdesk.records.audits import Audit, AuditCriterion, AuditRecord, Judgement
from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle
from coachdesk.records.people import Team
from coachdesk.records.signals import Signal
from coachdesk.records.standards import Criterion, Standard, StandardVersion
from coachdesk.rules.audit_results import record_result
from coachdesk.rules.drift import AuditSeries

AUDIT, PICKED, DRAWN, JUDGED = table(Audit), table(AuditCriterion), table(AuditRecord), table(Judgement)
STD, VERSION, CRITERION, TEAM, CYCLE = (
    table(Standard),
    table(StandardVersion),
    table(Criterion),
    table(Team),
    table(Cycle),
)
SIGNAL = table(Signal)
ASSESSOR, SECOND, _WRITER = person("audit_assessor"), person("audit_second"), person("audit_writer")

SOURCE = (
    AUDIT.join(VERSION, VERSION.c.id == AUDIT.c.version_id)
    .join(STD, STD.c.id == VERSION.c.standard_id)
    .outerjoin(TEAM, TEAM.c.id == AUDIT.c.team_id)
    .outerjoin(CYCLE, CYCLE.c.id == AUDIT.c.cycle_id)
    .outerjoin(ASSESSOR, ASSESSOR.c.id == AUDIT.c.assessor_id)
    .outerjoin(SECOND, SECOND.c.id == AUDIT.c.second_assessor_id)
)


def _first(record: sa.FromClause, *results: str) -> sa.ColumnElement[int]:
    """How many first judgements of a record say one of `results` (any, when none is named)."""
    tests = [JUDGED.c.audit_record_id == record.c.id, JUDGED.c.turn == 1]
    return counted(JUDGED, *tests, *([JUDGED.c.result.in_(results)] if results else []))


_MINE = DRAWN.c.audit_id == AUDIT.c.id
_WHOLE = (
    _first(DRAWN)
    == sa.select(sa.func.count())
    .select_from(PICKED)
    .where(PICKED.c.audit_id == DRAWN.c.audit_id)
    .correlate(DRAWN)
    .scalar_subquery()
)
_RECORDS = counted(DRAWN, _MINE)
_DONE = counted(DRAWN, _MINE, _WHOLE)
_MET = counted(DRAWN, _MINE, _WHOLE, _first(DRAWN, "not_met") == 0, _first(DRAWN, "met") > 0)
_COUNTED = counted(DRAWN, _MINE, _WHOLE, _first(DRAWN, "met", "not_met") > 0)

AUDITS = TableQuery(
    family="audit",
    title=QT_TRANSLATE_NOOP("Tables", "Documentation audits"),
    source=SOURCE,
    id=AUDIT.c.id,
    columns=(
        Column("number", QT_TRANSLATE_NOOP("Columns", "Number"), AUDIT.c.number, width=9),
        Column("opened_on", QT_TRANSLATE_NOOP("Columns", "Opened"), AUDIT.c.opened_on, "date", width=11),
        Column("status", QT_TRANSLATE_NOOP("Columns", "Status"), AUDIT.c.status, "choice", "audit_status", width=12),
        Column("standard", QT_TRANSLATE_NOOP("Columns", "Standard"), STD.c.code, width=10),
        Column("version", QT_TRANSLATE_NOOP("Columns", "Version"), VERSION.c.number, "int", width=8, shown=False),
        Column("title", QT_TRANSLATE_NOOP("Columns", "Title"), AUDIT.c.title, width=26),
        Column("team", QT_TRANSLATE_NOOP("Columns", "Team"), TEAM.c.name, width=16),
        Column("records", QT_TRANSLATE_NOOP("Columns", "Records drawn"), _RECORDS, "int", width=9),
        Column("judged", QT_TRANSLATE_NOOP("Columns", "Records judged"), _DONE, "int", width=9),
        Column("met", QT_TRANSLATE_NOOP("Columns", "Met"), _MET, "int", width=7),
        Column("total", QT_TRANSLATE_NOOP("Columns", "Counted"), _COUNTED, "int", width=8),
        person_column("assessor", QT_TRANSLATE_NOOP("Columns", "Assessor"), ASSESSOR, width=18),
        person_column(
            "second_assessor", QT_TRANSLATE_NOOP("Columns", "Second assessor"), SECOND, width=18, shown=False
        ),
        Column("cycle", QT_TRANSLATE_NOOP("Columns", "Cycle"), CYCLE.c.number, width=12),
        Column("finished_on", QT_TRANSLATE_NOOP("Columns", "Finished"), AUDIT.c.finished_on, "date", width=11),
        *unshown(
            Column("records_from", QT_TRANSLATE_NOOP("Columns", "Records from"), AUDIT.c.records_from, "date"),
            Column("records_to", QT_TRANSLATE_NOOP("Columns", "Records to"), AUDIT.c.records_to, "date"),
            Column("frame_note", QT_TRANSLATE_NOOP("Columns", "Listed from"), AUDIT.c.frame_note, "long_text"),
            Column("excluded_note", QT_TRANSLATE_NOOP("Columns", "Left out"), AUDIT.c.excluded_note, "long_text"),
            Column("seed", QT_TRANSLATE_NOOP("Columns", "Seed of the draw"), AUDIT.c.seed, "int", width=9),
            Column("status_reason", QT_TRANSLATE_NOOP("Columns", "Reason"), AUDIT.c.status_reason, "long_text"),
            Column("note", QT_TRANSLATE_NOOP("Columns", "Note"), AUDIT.c.note, "long_text", width=30),
        ),
        Column("late_entry", QT_TRANSLATE_NOOP("Columns", "Late entry"), AUDIT.c.late_entry, "bool", width=10),
    ),
    search=(AUDIT.c.number, AUDIT.c.title, STD.c.code, STD.c.title, TEAM.c.name, CYCLE.c.number),
    order=(("opened_on", True),),
)

# As a record's first judgements stand: not met as soon as one criterion is not, met when all that apply are.
_RESULT: sa.ColumnElement[str] = sa.case(
    (sa.not_(_WHOLE), ""),
    (_first(DRAWN, "not_met") > 0, "not_met"),
    (_first(DRAWN, "met") > 0, "met"),
    else_="not_applicable",
)
_SIGNALS = counted(SIGNAL, SIGNAL.c.audit_record_id == DRAWN.c.id)

AUDIT_RECORDS = TableQuery(
    family="audit_record",
    title=QT_TRANSLATE_NOOP("Tables", "Audited records"),
    source=DRAWN.join(AUDIT, AUDIT.c.id == DRAWN.c.audit_id)
    .join(VERSION, VERSION.c.id == AUDIT.c.version_id)
    .join(STD, STD.c.id == VERSION.c.standard_id)
    .outerjoin(_WRITER, _WRITER.c.id == DRAWN.c.staff_id),
    id=DRAWN.c.id,
    columns=(
        Column("audit", QT_TRANSLATE_NOOP("Columns", "Audit"), AUDIT.c.number, width=9),
        Column("position", QT_TRANSLATE_NOOP("Columns", "Place"), DRAWN.c.position, "int", width=6),
        Column("code", QT_TRANSLATE_NOOP("Columns", "Record"), DRAWN.c.code, width=16),
        Column("standard", QT_TRANSLATE_NOOP("Columns", "Standard"), STD.c.code, width=10),
        Column("result", QT_TRANSLATE_NOOP("Columns", "Result"), _RESULT, "choice", "judgement", width=14),
        Column("unmet", QT_TRANSLATE_NOOP("Columns", "Criteria not met"), _first(DRAWN, "not_met"), "int", width=9),
        person_column("staff", QT_TRANSLATE_NOOP("Columns", "Written by"), _WRITER, width=18),
        Column("record_on", QT_TRANSLATE_NOOP("Columns", "Date of record"), DRAWN.c.record_on, "date", width=12),
        Column("twice", QT_TRANSLATE_NOOP("Columns", "Judged twice"), DRAWN.c.twice, "bool", width=10),
        Column("is_trigger", QT_TRANSLATE_NOOP("Columns", "Opened the cycle"), DRAWN.c.is_trigger, "bool", width=10),
        Column("signals", QT_TRANSLATE_NOOP("Columns", "Signals"), _SIGNALS, "int", width=8),
        Column("note", QT_TRANSLATE_NOOP("Columns", "Note"), DRAWN.c.note, "long_text", width=30),
    ),
    search=(AUDIT.c.number, DRAWN.c.code, STD.c.code, DRAWN.c.note, _WRITER.c.first_name, _WRITER.c.last_name),
    order=(("audit", True), ("position", False)),
)


def series(conn: sa.Connection, until: date | None = None) -> list[AuditSeries]:
    """Finished audits over time, as R2 d looks at them: per standard, team (None: the whole agency) and criterion,
    and for all criteria together (criterion ""). until: the last day that counts.

    A criterion keeps its code through the versions of its standard, so a series goes on over a new version. First
    judgements count; records that opened a cycle count too, since a series shows what was drawn, not what coaching did.
    """
    statement = (
        sa.select(
            VERSION.c.standard_id, AUDIT.c.team_id, AUDIT.c.finished_on, AUDIT.c.id, DRAWN.c.id, CRITERION.c.code,
            JUDGED.c.result,
        )
        .join_from(AUDIT, VERSION, VERSION.c.id == AUDIT.c.version_id)
        .join(DRAWN, DRAWN.c.audit_id == AUDIT.c.id)
        .join(JUDGED, sa.and_(JUDGED.c.audit_record_id == DRAWN.c.id, JUDGED.c.turn == 1))
        .join(CRITERION, CRITERION.c.id == JUDGED.c.criterion_id)
        .where(AUDIT.c.status == "done")
        .order_by(AUDIT.c.finished_on, AUDIT.c.id, DRAWN.c.id)
    )  # fmt: skip
    if until is not None:
        statement = statement.where(AUDIT.c.finished_on <= until)
    single: dict[tuple[Any, ...], dict[tuple[date, int], list[str]]] = defaultdict(lambda: defaultdict(list))
    whole: dict[tuple[Any, ...], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for standard_id, team_id, day, audit_id, record_id, code, result in conn.execute(statement):
        single[standard_id, team_id, code][day, audit_id].append(result)
        whole[standard_id, team_id, day, audit_id][record_id].append(result)
    for (standard_id, team_id, day, audit_id), records in whole.items():
        single[standard_id, team_id, ""][day, audit_id] = [record_result(one) for one in records.values()]
    found = []
    for (standard_id, team_id, code), audits in single.items():
        points = [
            (day, results.count("met"), results.count("met") + results.count("not_met"))
            for (day, _), results in sorted(audits.items())
        ]
        found.append(AuditSeries(standard_id, tuple(points), code, team_id))
    return sorted(found, key=lambda one: (one.standard_id, one.team_id or 0, one.criterion))
