"""Standards and their versions as tables, and one version whole: criteria, prompt card, where it is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP
from coachdesk.queries.parts import counted, own_columns
from coachdesk.queries.table import Column, TableQuery, unshown
from coachdesk.records.base import Record, table
from coachdesk.records.cycles import Cycle
from coachdesk.records.people import Role
from coachdesk.records.signals import Signal
from coachdesk.records.standards import (
    Criterion,
    PromptLine,
    RoleRequirement,
    Standard,
    StandardMeasure,
    StandardVersion,
)
from coachdesk.rules.moves import ENDED
from coachdesk.settings import Settings

T = TypeVar("T")

STD, VERSION, CRITERION = table(Standard), table(StandardVersion), table(Criterion)
CYCLE, SIGNAL, REQUIREMENT = table(Cycle), table(Signal), table(RoleRequirement)
_CURRENT = VERSION.alias("current_version")
_DRAFT = VERSION.alias("draft_version")
_OF = VERSION.alias("version_of_cycle")

# At most one version of a standard is published and at most one is a draft, so these joins never double a row.
_STANDARD_SOURCE = STD.outerjoin(
    _CURRENT, sa.and_(_CURRENT.c.standard_id == STD.c.id, _CURRENT.c.status == "published")
).outerjoin(_DRAFT, sa.and_(_DRAFT.c.standard_id == STD.c.id, _DRAFT.c.status == "draft"))

_STATUS: sa.ColumnElement[str] = sa.case(
    (_CURRENT.c.id.is_not(None), "published"), (_DRAFT.c.id.is_not(None), "draft"), else_="retired"
)

STANDARDS = TableQuery(
    family="standard",
    title=QT_TRANSLATE_NOOP("Tables", "Standards"),
    source=_STANDARD_SOURCE,
    id=STD.c.id,
    columns=(
        Column("code", QT_TRANSLATE_NOOP("Columns", "Code"), STD.c.code, width=10),
        Column("title", QT_TRANSLATE_NOOP("Columns", "Title"), STD.c.title, width=36),
        Column("area", QT_TRANSLATE_NOOP("Columns", "Area"), STD.c.area, width=20),
        Column("status", QT_TRANSLATE_NOOP("Columns", "Status"), _STATUS, "choice", "version_status", width=11),
        Column("version", QT_TRANSLATE_NOOP("Columns", "Version in force"), _CURRENT.c.number, "int", width=9),
        Column("effective_on", QT_TRANSLATE_NOOP("Columns", "Effective"), _CURRENT.c.effective_on, "date", width=12),
        Column("draft", QT_TRANSLATE_NOOP("Columns", "Draft waiting"), _DRAFT.c.id.is_not(None), "bool", width=10),
        Column(
            "criteria",
            QT_TRANSLATE_NOOP("Columns", "Criteria"),
            counted(CRITERION, CRITERION.c.version_id == sa.func.coalesce(_CURRENT.c.id, _DRAFT.c.id)),
            "int",
            width=9,
        ),
        Column(
            "roles",
            QT_TRANSLATE_NOOP("Columns", "Roles"),
            counted(REQUIREMENT, REQUIREMENT.c.standard_id == STD.c.id),
            "int",
            width=7,
        ),
        Column(
            "open_cycles",
            QT_TRANSLATE_NOOP("Columns", "Open cycles"),
            counted(
                CYCLE.join(_OF, _OF.c.id == CYCLE.c.version_id),
                _OF.c.standard_id == STD.c.id,
                CYCLE.c.status.not_in(ENDED),
            ),
            "int",
            width=11,
        ),
    ),
    search=(STD.c.code, STD.c.title, STD.c.area),
    order=(("code", False),),
)
"""Every standard with its version in force."""

VERSIONS = TableQuery(
    family="standard_version",
    title=QT_TRANSLATE_NOOP("Tables", "Standard versions"),
    source=VERSION.join(STD, STD.c.id == VERSION.c.standard_id),
    id=VERSION.c.id,
    columns=(
        Column("code", QT_TRANSLATE_NOOP("Columns", "Code"), STD.c.code, width=10),
        Column("title", QT_TRANSLATE_NOOP("Columns", "Title"), VERSION.c.title, width=36),
        Column("version", QT_TRANSLATE_NOOP("Columns", "Version"), VERSION.c.number, "int", width=8),
        Column("status", QT_TRANSLATE_NOOP("Columns", "Status"), VERSION.c.status, "choice", "version_status", 11),
        Column("effective_on", QT_TRANSLATE_NOOP("Columns", "Effective"), VERSION.c.effective_on, "date", width=12),
        Column("published_at", QT_TRANSLATE_NOOP("Columns", "Published"), VERSION.c.published_at, "datetime", width=16),
        Column("retired_at", QT_TRANSLATE_NOOP("Columns", "Retired"), VERSION.c.retired_at, "datetime", width=16),
        Column("purpose", QT_TRANSLATE_NOOP("Columns", "Purpose"), VERSION.c.purpose, "long_text", width=40),
        *unshown(
            Column(
                "failure_prevented",
                QT_TRANSLATE_NOOP("Columns", "Failure it prevents"),
                VERSION.c.failure_prevented,
                "long_text",
                width=40,
            ),
            Column(
                "closing_evidence",
                QT_TRANSLATE_NOOP("Columns", "Evidence that closes a cycle"),
                VERSION.c.closing_evidence,
                "long_text",
                width=40,
            ),
            Column("source_policy", QT_TRANSLATE_NOOP("Columns", "Source policy"), VERSION.c.source_policy, width=24),
        ),
        Column(
            "criteria",
            QT_TRANSLATE_NOOP("Columns", "Criteria"),
            counted(CRITERION, CRITERION.c.version_id == VERSION.c.id),
            "int",
            width=9,
        ),
    ),
    search=(STD.c.code, VERSION.c.title, VERSION.c.purpose),
    order=(("code", False), ("version", True)),
)

CRITERIA = TableQuery(
    family="criterion",
    title=QT_TRANSLATE_NOOP("Tables", "Criteria"),
    source=CRITERION.join(VERSION, VERSION.c.id == CRITERION.c.version_id).join(STD, STD.c.id == VERSION.c.standard_id),
    id=CRITERION.c.id,
    columns=(
        Column("standard", QT_TRANSLATE_NOOP("Columns", "Standard"), STD.c.code, width=10),
        Column("version", QT_TRANSLATE_NOOP("Columns", "Version"), VERSION.c.number, "int", width=8),
        Column("position", QT_TRANSLATE_NOOP("Columns", "Place"), CRITERION.c.position, "int", width=6, shown=False),
        Column("code", QT_TRANSLATE_NOOP("Columns", "Criterion"), CRITERION.c.code, width=9),
        Column("kind", QT_TRANSLATE_NOOP("Columns", "Kind"), CRITERION.c.kind, "choice", "criterion_kind", width=16),
        Column("text", QT_TRANSLATE_NOOP("Columns", "Wording"), CRITERION.c.text, "long_text", width=50),
        Column("threshold", QT_TRANSLATE_NOOP("Columns", "Threshold"), CRITERION.c.threshold, "number", width=9),
        Column("unit", QT_TRANSLATE_NOOP("Columns", "Unit"), CRITERION.c.unit, width=8),
        Column("critical", QT_TRANSLATE_NOOP("Columns", "Critical"), CRITERION.c.critical, "bool", width=8),
    ),
    search=(STD.c.code, CRITERION.c.code, CRITERION.c.text),
    order=(("standard", False), ("version", True), ("position", False)),
)


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion with all its wording."""

    id: int
    position: int
    code: str
    kind: str
    text: str
    threshold: Decimal | None
    unit: str
    critical: bool
    ideal: str
    acceptable: str
    developmental: str
    unacceptable: str


@dataclass(frozen=True, slots=True)
class PromptRow:
    """One line of the prompt card."""

    id: int
    position: int
    cue: str
    threshold: str
    call: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure that shows whether the version is practiced. kind: measure_kind.  direction: of the goal, if any."""

    id: int
    position: int
    kind: str
    name: str
    unit: str
    direction: str
    goal: Decimal | None


@dataclass(frozen=True, slots=True)
class VersionDetail:
    """One version of a standard, whole: title and area as that version has them."""

    id: int
    standard_id: int
    code: str
    title: str
    area: str
    number: int
    status: str
    effective_on: date | None
    published_at: datetime | None
    retired_at: datetime | None
    purpose: str
    failure_prevented: str
    closing_evidence: str
    source_policy: str
    crosswalk: tuple[str, ...]
    scenario: str
    criteria: tuple[CriterionRow, ...]
    prompts: tuple[PromptRow, ...]
    measures: tuple[MeasureRow, ...]


@dataclass(frozen=True, slots=True)
class VersionHead:
    """A version in the list of its standard's versions."""

    id: int
    number: int
    status: str
    effective_on: date | None
    published_at: datetime | None
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class Requirement:
    """A role that must keep a standard verified, and after how many months again."""

    role_id: int
    role: str
    months: int


@dataclass(frozen=True, slots=True)
class StandardDetail:
    """A standard with its versions (newest first), the one in force, the draft, and where it is used."""

    id: int
    code: str
    title: str
    area: str
    versions: tuple[VersionHead, ...]
    current: VersionDetail | None
    draft: VersionDetail | None
    required_of: tuple[Requirement, ...]
    open_cycles: int
    cycles: int
    signals: int


def version_detail(conn: sa.Connection, version_id: int) -> VersionDetail | None:
    """One version with criteria and prompt card; None when there is none of this id."""
    statement = sa.select(VERSION, STD.c.code)
    statement = statement.join(STD, STD.c.id == VERSION.c.standard_id).where(VERSION.c.id == version_id)
    row = conn.execute(statement).first()
    if row is None:
        return None
    return VersionDetail(
        id=row.id,
        standard_id=row.standard_id,
        code=row.code,
        title=row.title,
        area=row.area,
        number=row.number,
        status=row.status,
        effective_on=row.effective_on,
        published_at=row.published_at,
        retired_at=row.retired_at,
        purpose=row.purpose,
        failure_prevented=row.failure_prevented,
        closing_evidence=row.closing_evidence,
        source_policy=row.source_policy,
        crosswalk=tuple(row.crosswalk or ()),
        scenario=row.scenario,
        criteria=tuple(criteria_of(conn, version_id)),
        prompts=tuple(_rows_of(conn, PromptLine, PromptRow, version_id)),
        measures=tuple(_rows_of(conn, StandardMeasure, MeasureRow, version_id)),
    )


def standard_called(conn: sa.Connection, code: str) -> tuple[int, int] | None:
    """(standard id, id of its newest version) of the standard with this code, capital letters or not."""
    statement = (
        sa.select(STD.c.id, VERSION.c.id)
        .join(VERSION, VERSION.c.standard_id == STD.c.id)
        .where(STD.c.code == code.strip().upper())
        .order_by(VERSION.c.number.desc())
        .limit(1)
    )
    row = conn.execute(statement).first()
    return (row[0], row[1]) if row is not None else None


def version_called(conn: sa.Connection, code: str, number: int | None = None) -> int | None:
    """The id of a standard's version: of this number, else the one in force, else the newest."""
    statement = sa.select(VERSION.c.id).join(STD, STD.c.id == VERSION.c.standard_id)
    statement = statement.where(STD.c.code == code.strip().upper())
    if number is not None:
        statement = statement.where(VERSION.c.number == number)
    in_force = sa.case((VERSION.c.status == "published", 0), else_=1)
    return conn.execute(statement.order_by(in_force, VERSION.c.number.desc()).limit(1)).scalar()


def criteria_of(conn: sa.Connection, version_id: int) -> list[CriterionRow]:
    """The criteria of a version in their order."""
    return _rows_of(conn, Criterion, CriterionRow, version_id)


def _rows_of(conn: sa.Connection, record: type[Record], row: type[T], version_id: int) -> list[T]:
    """The rows of a family that hang on a version, in their order, as the plain rows of `row`."""
    source = table(record)
    statement = sa.select(*own_columns(source, row)).where(source.c.version_id == version_id)
    return [row(*found) for found in conn.execute(statement.order_by(source.c.position))]


def standard_detail(conn: sa.Connection, standard_id: int, _today: date, _settings: Settings) -> StandardDetail | None:
    """A standard's page; None when there is none of this id."""
    head = conn.execute(sa.select(STD).where(STD.c.id == standard_id)).first()
    if head is None:
        return None
    statement = sa.select(*own_columns(VERSION, VersionHead)).where(VERSION.c.standard_id == standard_id)
    versions = tuple(VersionHead(*row) for row in conn.execute(statement.order_by(VERSION.c.number.desc())))
    now = {version.status: version.id for version in reversed(versions)}
    role, need = table(Role), REQUIREMENT
    required = (
        sa.select(role.c.id, role.c.name, need.c.months)
        .join(need, need.c.role_id == role.c.id)
        .where(need.c.standard_id == standard_id)
        .order_by(role.c.name)
    )
    used = (
        sa.select(CYCLE.c.status, sa.func.count())
        .join(VERSION, VERSION.c.id == CYCLE.c.version_id)
        .where(VERSION.c.standard_id == standard_id)
        .group_by(CYCLE.c.status)
    )
    cycles = {row[0]: row[1] for row in conn.execute(used)}
    signals = sa.select(sa.func.count()).select_from(SIGNAL).where(SIGNAL.c.standard_id == standard_id)
    return StandardDetail(
        id=head.id,
        code=head.code,
        title=head.title,
        area=head.area,
        versions=versions,
        current=version_detail(conn, now["published"]) if "published" in now else None,
        draft=version_detail(conn, now["draft"]) if "draft" in now else None,
        required_of=tuple(Requirement(*row) for row in conn.execute(required)),
        open_cycles=sum(count for status, count in cycles.items() if status not in ENDED),
        cycles=sum(cycles.values()),
        signals=conn.execute(signals).scalar_one(),
    )
