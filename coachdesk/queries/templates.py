"""Cycle templates: those that ship with CoachDesk (data files) and the agency's own, in one shape and one list.

An agency's own template hides a shipped one of the same code, so "ours" replaces "theirs" by copying it.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Any

import sqlalchemy as sa

import resources
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.parts import counted
from coachdesk.queries.table import Column, TableQuery, unshown
from coachdesk.records.agency import Agency
from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle
from coachdesk.records.standards import Criterion, Standard, StandardVersion
from coachdesk.records.templates import Template, TemplateStep
from coachdesk.rules.planned import StepPlan

TEMPLATE, STEP, CYCLE, AGENCY = table(Template), table(TemplateStep), table(Cycle), table(Agency)
STD, VERSION, CRITERION = table(Standard), table(StandardVersion), table(Criterion)
RULE_FIELDS = (
    "rule_kind", "rule_measure", "rule_unit", "rule_direction", "rule_threshold", "rule_smallest_count",
)  # fmt: skip
STEP_FIELDS = (
    "phase", "kind", "text", "session_kind", "guidance", "per_coachee", "times", "after_days", "every_days", "minutes",
    "needs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TemplateDetail:
    """A template whole. id: None for one that ships with CoachDesk.

    standard: "HD-01 Recognizing …", "HD-01" alone where the desk has no such standard.  version_id: its published
    version, None without one.  criterion_ids: of that version.  missing_codes: targets that version does not have.
    cycles: how many cycles were opened from it.
    """

    id: int | None
    code: str
    title: str
    purpose: str
    standard_code: str
    criterion_codes: tuple[str, ...]
    cause: str
    evidence_wanted: str
    rule_kind: str
    rule_measure: str
    rule_unit: str
    rule_direction: str
    rule_threshold: Decimal | None
    rule_smallest_count: int | None
    steps: tuple[StepPlan, ...]
    active: bool = True
    standard_id: int | None = None
    standard: str = ""
    version_id: int | None = None
    criterion_ids: tuple[int, ...] = ()
    missing_codes: tuple[str, ...] = ()
    cycles: int = 0

    @property
    def own(self) -> bool:
        """Whether it is the agency's own."""
        return self.id is not None

    @property
    def origin(self) -> str:
        """Where it comes from, or that it is out of use (vocabulary template_origin)."""
        if not self.active:
            return "retired"
        return "own" if self.own else "shipped"

    @property
    def usable(self) -> bool:
        """Whether a cycle can be opened from it now."""
        return self.active and self.version_id is not None

    @property
    def why_not(self) -> str:
        """What keeps cycles from being opened from it, in words; "" when nothing does."""
        if not self.active:
            return translate("Templates", "Retired: no new cycle is opened from it.")
        if self.standard_id is None:
            text = translate("Templates", "It needs the standard {code}; add it from the starter library first.")
            return text.format(code=self.standard_code)
        if self.version_id is None:
            return translate("Templates", "Publish standard {code} to use it.").format(code=self.standard_code)
        return ""


@dataclass(frozen=True, slots=True)
class _Standards:
    """What the desk has to resolve codes: standards by code, published versions, their criteria."""

    by_code: Mapping[str, Any]
    versions: Mapping[int, int]
    criteria: Mapping[int, Mapping[str, int]] = field(default_factory=dict)


@cache
def shipped_templates() -> tuple[TemplateDetail, ...]:
    """The templates that ship with CoachDesk, by code, as their files say; nothing of a desk is in them."""
    files = [one for one in resources.path("library/templates").iterdir() if one.name.endswith(".toml")]
    found = [read_template(tomllib.loads(one.read_text("utf-8"))) for one in files]
    return tuple(sorted(found, key=lambda one: one.code))


def read_template(data: Mapping[str, Any]) -> TemplateDetail:
    """A template from the content of its file. KeyError or TypeError for one that is not well formed."""
    rule = data["rule"]
    return TemplateDetail(
        id=None,
        code=data["code"],
        title=data["title"],
        purpose=data["purpose"],
        standard_code=data["standard"],
        criterion_codes=tuple(data["criteria"]),
        cause=data["cause"],
        evidence_wanted=data["evidence_wanted"],
        rule_kind=rule["kind"],
        rule_measure=rule["measure"],
        rule_unit=rule.get("unit", ""),
        rule_direction=rule["direction"],
        rule_threshold=Decimal(rule["threshold"]),
        rule_smallest_count=rule["smallest_count"],
        steps=tuple(StepPlan(**{**step, "needs": tuple(step.get("needs", ()))}) for step in data["steps"]),
    )


def _every() -> sa.Subquery:
    """Own and shipped templates as one table; shipped ones have ids below 0, and go where one of ours has their code.

    Each part reads its rows by a key and has columns of the same types, so that the database reads all as one table.
    """
    own = (
        sa.select(
            TEMPLATE.c.id, TEMPLATE.c.code, TEMPLATE.c.title, TEMPLATE.c.purpose, TEMPLATE.c.cause, TEMPLATE.c.active,
            STD.c.code.label("standard"), STD.c.title.label("standard_title"),
            sa.case((TEMPLATE.c.active, "own"), else_="retired").label("origin"),
            counted(STEP, STEP.c.template_id == TEMPLATE.c.id).label("steps"),
            sa.and_(TEMPLATE.c.active, _published(STD.c.id)).label("ready"),
        )
        .join(STD, STD.c.id == TEMPLATE.c.standard_id)
    )  # fmt: skip
    return sa.union_all(own, *(_as_row(-1 - place, one) for place, one in enumerate(shipped_templates()))).subquery()


def _as_row(key: int, one: TemplateDetail) -> sa.Select[*tuple[Any, ...]]:
    ours, known = TEMPLATE.alias(), STD.alias()
    standard = sa.select(known.c.id).where(known.c.code == one.standard_code).scalar_subquery()
    title = sa.select(known.c.title).where(known.c.code == one.standard_code).scalar_subquery()
    texts = [sa.cast(text, sa.Text) for text in (one.code, one.title, one.purpose, one.cause)]
    return (
        sa.select(
            sa.cast(key, sa.Integer), *texts, sa.cast(True, sa.Boolean), sa.cast(one.standard_code, sa.Text),
            sa.cast(sa.func.coalesce(title, ""), sa.Text), sa.literal("shipped", sa.Text),
            sa.literal(len(one.steps)), _published(standard),
        )
        .where(AGENCY.c.id == 1, ~sa.exists().where(ours.c.code == one.code))
    )  # fmt: skip


def _published(standard_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    versions = VERSION.alias()
    return sa.exists().where(versions.c.standard_id == standard_id, versions.c.status == "published")


_ALL = _every()

TEMPLATES = TableQuery(
    family="template",
    title=QT_TRANSLATE_NOOP("Tables", "Cycle templates"),
    source=_ALL,
    id=_ALL.c.id,
    columns=(
        Column("code", QT_TRANSLATE_NOOP("Columns", "Code"), _ALL.c.code, width=10),
        Column("title", QT_TRANSLATE_NOOP("Columns", "Title"), _ALL.c.title, width=34),
        Column("standard", QT_TRANSLATE_NOOP("Columns", "Standard"), _ALL.c.standard, width=10),
        Column("origin", QT_TRANSLATE_NOOP("Columns", "From"), _ALL.c.origin, "choice", "template_origin", width=20),
        Column("steps", QT_TRANSLATE_NOOP("Columns", "Steps"), _ALL.c.steps, "int", width=8),
        *unshown(
            Column("ready", QT_TRANSLATE_NOOP("Columns", "Ready to use"), _ALL.c.ready, "bool", width=8),
            Column("active", QT_TRANSLATE_NOOP("Columns", "In use"), _ALL.c.active, "bool", width=8),
            Column("cause", QT_TRANSLATE_NOOP("Columns", "Likely cause"), _ALL.c.cause, "choice", "cause"),
            Column("purpose", QT_TRANSLATE_NOOP("Columns", "Purpose"), _ALL.c.purpose, "long_text", width=40),
        ),
    ),
    search=(_ALL.c.code, _ALL.c.title, _ALL.c.purpose, _ALL.c.standard, _ALL.c.standard_title),
    order=(("code", False),),
)
"""The agency's own templates and those that come with CoachDesk, as the window lists them too."""


def all_templates(conn: sa.Connection) -> tuple[TemplateDetail, ...]:
    """The agency's own templates and the shipped ones they do not replace, by code, fitted to the desk's standards."""
    own = _own(conn)
    codes = {one.code for one in own}
    known = _standards(conn)
    counts = sa.select(CYCLE.c.template, sa.func.count().label("count")).where(CYCLE.c.template != "")
    opened = {row["template"]: row["count"] for row in conn.execute(counts.group_by(CYCLE.c.template)).mappings()}
    found = [*own, *(one for one in shipped_templates() if one.code not in codes)]
    fitted = (_fitted(one, known, opened.get(one.title, 0)) for one in found)
    return tuple(sorted(fitted, key=lambda one: one.code))


def template_called(conn: sa.Connection, code: str) -> TemplateDetail | None:
    """The template of this code: the agency's own before the shipped one; None when there is none."""
    return next((one for one in all_templates(conn) if one.code == code), None)


def usable_templates(conn: sa.Connection) -> tuple[TemplateDetail, ...]:
    """Those a cycle can be opened from now."""
    return tuple(one for one in all_templates(conn) if one.usable)


def _own(conn: sa.Connection) -> list[TemplateDetail]:
    steps: dict[int, list[StepPlan]] = defaultdict(list)
    for row in conn.execute(sa.select(STEP).order_by(STEP.c.template_id, STEP.c.position)):
        values = {name: getattr(row, name) for name in STEP_FIELDS}
        steps[row.template_id].append(StepPlan(**{**values, "needs": tuple(row.needs)}))
    statement = sa.select(TEMPLATE, STD.c.code.label("standard_code")).join(STD, STD.c.id == TEMPLATE.c.standard_id)
    return [
        TemplateDetail(
            id=row.id,
            code=row.code,
            title=row.title,
            purpose=row.purpose,
            standard_code=row.standard_code,
            criterion_codes=tuple(row.criterion_codes),
            cause=row.cause,
            evidence_wanted=row.evidence_wanted,
            **{name: getattr(row, name) for name in RULE_FIELDS},
            steps=tuple(steps[row.id]),
            active=row.active,
        )
        for row in conn.execute(statement)
    ]


def _standards(conn: sa.Connection) -> _Standards:
    standards = {row.code: row for row in conn.execute(sa.select(STD.c.id, STD.c.code, STD.c.title))}
    published = sa.select(VERSION.c.standard_id, VERSION.c.id).where(VERSION.c.status == "published")
    versions = {row.standard_id: row.id for row in conn.execute(published)}
    criteria: dict[int, dict[str, int]] = defaultdict(dict)
    asked = sa.select(CRITERION.c.version_id, CRITERION.c.code, CRITERION.c.id)
    for row in conn.execute(asked.where(CRITERION.c.version_id.in_(versions.values()))):
        criteria[row.version_id][row.code] = row.id
    return _Standards(standards, versions, criteria)


def _fitted(template: TemplateDetail, known: _Standards, cycles: int) -> TemplateDetail:
    standard = known.by_code.get(template.standard_code)
    if standard is None:
        return replace(template, standard=template.standard_code, cycles=cycles)
    version_id = known.versions.get(standard.id)
    codes = known.criteria.get(version_id, {}) if version_id is not None else {}
    return replace(
        template,
        standard_id=standard.id,
        standard=f"{standard.code} {standard.title}",
        version_id=version_id,
        criterion_ids=tuple(codes[code] for code in template.criterion_codes if code in codes),
        missing_codes=tuple(code for code in template.criterion_codes if code not in codes) if version_id else (),
        cycles=cycles,
    )
