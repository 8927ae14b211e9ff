"""Measures: the table, and measures whole with the criteria they judged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP
from coachdesk.queries.cycle_facts import OWN, RATE_UNIT, measured_in
from coachdesk.queries.parts import full_name, person, person_column
from coachdesk.queries.table import Column, TableQuery, unshown
from coachdesk.records.audits import Audit
from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle, Measure, MeasureCriterion
from coachdesk.records.standards import Criterion, Standard, StandardVersion
from coachdesk.rules.measured import Measured, per_and_unit
from coachdesk.settings import Settings

MEASURE, JUDGED, CRITERION, CYCLE = table(Measure), table(MeasureCriterion), table(Criterion), table(Cycle)
STD, VERSION = table(Standard), table(StandardVersion)
AUDIT = table(Audit)
_ASSESSOR = person("assessor")

_SOURCE = (
    MEASURE.join(CYCLE, CYCLE.c.id == MEASURE.c.cycle_id)
    .outerjoin(VERSION, VERSION.c.id == MEASURE.c.version_id)
    .outerjoin(STD, STD.c.id == VERSION.c.standard_id)
    .outerjoin(_ASSESSOR, _ASSESSOR.c.id == MEASURE.c.assessor_id)
    .outerjoin(AUDIT, AUDIT.c.id == MEASURE.c.audit_id)
    .outerjoin(OWN, OWN.c.id == MEASURE.c.standard_measure_id)
)

# A list is kept as JSON, ["4.5", "6"]; people read 4.5, 6.
_FIGURES: sa.ColumnElement[str] = sa.func.replace(
    sa.func.replace(sa.func.replace(sa.cast(MEASURE.c.figures, sa.String), '"', ""), "[", ""), "]", ""
)

MEASURES = TableQuery(
    family="measure",
    title=QT_TRANSLATE_NOOP("Tables", "Measures"),
    source=_SOURCE,
    id=MEASURE.c.id,
    columns=(
        Column("cycle", QT_TRANSLATE_NOOP("Columns", "Cycle"), CYCLE.c.number, width=12),
        Column("stage", QT_TRANSLATE_NOOP("Columns", "Stage"), MEASURE.c.stage, "choice", "measure_stage", width=16),
        Column(
            "method", QT_TRANSLATE_NOOP("Columns", "Method"), MEASURE.c.method, "choice", "measure_method", width=20
        ),
        Column("measured_on", QT_TRANSLATE_NOOP("Columns", "Measured"), MEASURE.c.measured_on, "date", width=12),
        Column("standard", QT_TRANSLATE_NOOP("Columns", "Standard"), STD.c.code, width=10),
        Column("version", QT_TRANSLATE_NOOP("Columns", "Version"), VERSION.c.number, "int", width=8),
        Column("kind", QT_TRANSLATE_NOOP("Columns", "Kind"), MEASURE.c.kind, "choice", "measure_kind", width=14),
        Column(
            "standard_measure",
            QT_TRANSLATE_NOOP("Columns", "Measure of the standard"),
            OWN.c.name,
            width=30,
            shown=False,
        ),
        Column("met", QT_TRANSLATE_NOOP("Columns", "Met"), MEASURE.c.met, "int", width=7),
        Column("total", QT_TRANSLATE_NOOP("Columns", "Judged"), MEASURE.c.total, "int", width=8),
        Column("figures", QT_TRANSLATE_NOOP("Columns", "Figures"), _FIGURES, width=18),
        Column("events", QT_TRANSLATE_NOOP("Columns", "Events"), MEASURE.c.events, "int", width=8),
        Column("exposure", QT_TRANSLATE_NOOP("Columns", "Exposure"), MEASURE.c.exposure, "number", width=10),
        Column("unit", QT_TRANSLATE_NOOP("Columns", "Unit"), MEASURE.c.unit, width=10),
        *unshown(
            Column(
                "not_applicable",
                QT_TRANSLATE_NOOP("Columns", "Not applicable"),
                MEASURE.c.not_applicable,
                "int",
                width=10,
            ),
            Column("audit", QT_TRANSLATE_NOOP("Columns", "Audit"), AUDIT.c.number, width=9),
            Column(
                "triggers_excluded",
                QT_TRANSLATE_NOOP("Columns", "Trigger records left out"),
                MEASURE.c.triggers_excluded,
                "int",
                width=12,
            ),
            Column(
                "triggers_included",
                QT_TRANSLATE_NOOP("Columns", "Trigger records among those judged"),
                MEASURE.c.triggers_included,
                "bool",
                width=12,
            ),
        ),
        person_column("assessor", QT_TRANSLATE_NOOP("Columns", "Assessor"), _ASSESSOR),
        *unshown(
            Column("records_from", QT_TRANSLATE_NOOP("Columns", "Records from"), MEASURE.c.records_from, "date"),
            Column("records_to", QT_TRANSLATE_NOOP("Columns", "Records to"), MEASURE.c.records_to, "date"),
            Column("note", QT_TRANSLATE_NOOP("Columns", "Note"), MEASURE.c.note, "long_text", width=30),
            Column(
                "recorded_at", QT_TRANSLATE_NOOP("Columns", "Recorded"), MEASURE.c.recorded_at, "datetime", width=16
            ),
        ),
        Column("late_entry", QT_TRANSLATE_NOOP("Columns", "Late entry"), MEASURE.c.late_entry, "bool", width=10),
    ),
    search=(CYCLE.c.number, CYCLE.c.title, STD.c.code, MEASURE.c.note, _ASSESSOR.c.first_name, _ASSESSOR.c.last_name),
    order=(("measured_on", True),),
)


@dataclass(frozen=True, slots=True)
class MeasureDetail:
    """One measure whole. criteria: codes it judged, in their order.  result: what was measured, by its kind.

    per: of how many units of exposure a rate is told, by the cycle's rule or the standard's measure.
    standard_measure: which measure of the standard it is, "" for one of the cycle's own.
    """

    id: int
    cycle_id: int
    cycle: str
    stage: str
    kind: str
    method: str
    version_id: int
    standard: str
    version: int
    measured_on: date
    records_from: date | None
    records_to: date | None
    met: int
    total: int
    not_applicable: int
    figures: tuple[str, ...]
    events: int | None
    exposure: Decimal | None
    unit: str
    per: int
    standard_measure_id: int | None
    standard_measure: str
    audit_id: int | None
    audit: str
    triggers_excluded: int
    triggers_included: bool
    assessor_id: int
    assessor: str
    note: str
    recorded_at: datetime
    late_entry: bool
    criteria: tuple[str, ...]

    @property
    def result(self) -> Measured:
        """What was measured, as the measure rules take it."""
        return measured_in(self, self.per)


def measure_detail(conn: sa.Connection, measure_id: int, _today: date, _settings: Settings) -> MeasureDetail | None:
    """One measure; None when there is none of this id."""
    return next(iter(measures_where(conn, MEASURE.c.id == measure_id)), None)


def measures_where(conn: sa.Connection, test: sa.ColumnElement[bool]) -> list[MeasureDetail]:
    """The measures that pass `test` (a condition on the measure table), oldest first; two statements."""
    statement = sa.select(
        MEASURE,
        CYCLE.c.number.label("cycle"),
        RATE_UNIT.label("rate_unit"),
        sa.func.coalesce(OWN.c.name, "").label("standard_measure"),
        (STD.c.code + " " + VERSION.c.title).label("standard"),
        VERSION.c.number.label("version"),
        sa.func.coalesce(full_name(_ASSESSOR), "").label("assessor"),
        sa.func.coalesce(AUDIT.c.number, "").label("audit"),
    )
    statement = statement.select_from(_SOURCE).where(test)
    rows = conn.execute(statement.order_by(MEASURE.c.measured_on, MEASURE.c.id)).all()
    judged: dict[int, list[str]] = defaultdict(list)
    codes = (
        sa.select(JUDGED.c.measure_id, CRITERION.c.code)
        .join_from(JUDGED, MEASURE, MEASURE.c.id == JUDGED.c.measure_id)
        .join(CRITERION, CRITERION.c.id == JUDGED.c.criterion_id)
        .where(test)
        .order_by(CRITERION.c.position, CRITERION.c.id)
    )
    for measure_id, code in conn.execute(codes):
        judged[measure_id].append(code)
    made = ("criteria", "figures", "per")
    names = [name for name in MeasureDetail.__slots__ if name not in made]
    return [
        MeasureDetail(
            **{name: getattr(row, name) for name in names},
            figures=tuple(row.figures or ()),
            per=per_and_unit(row.rate_unit)[0],
            criteria=tuple(judged[row.id]),
        )
        for row in rows
    ]
