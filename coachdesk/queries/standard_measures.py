"""A standard's own measures as cycles take them up (R5, R20): what a version defines, and which cycles count it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from coachdesk.i18n import translate
from coachdesk.queries.cycle_facts import CYCLE, MEASURE, OWN, VERSION
from coachdesk.queries.standard_changes import goal_words
from coachdesk.queries.standards import STD, MeasureRow
from coachdesk.rules.standard_measures import asks_for_the_same
from coachdesk.rules.success import SuccessRule

_COLUMNS = [OWN.c[name] for name in MeasureRow.__slots__]


@dataclass(frozen=True, slots=True)
class DefinedMeasure:
    """One measure with the version that defines it. standard: its code, "HD-01"."""

    measure: MeasureRow
    standard_id: int
    standard: str
    version: int

    def words(self, rule: SuccessRule) -> str:
        """Where a rule comes from, and what the standard asks for where the rule asks for something else (R5)."""
        text = translate("Measures", "Counts a measure of {standard} version {version}: {name}.")
        if rule.measure == self.measure.name:
            text = translate("Measures", "Counts a measure of {standard} version {version}.")
        told = text.format(standard=self.standard, version=self.version, name=self.measure.name)
        if asks_for_the_same(rule, self.measure):
            return told
        more = translate("Measures", "The standard asks for {goal}.").format(goal=goal_words(self.measure))
        return f"{told} {more}"


def measures_of(conn: sa.Connection, version_ids: Collection[int]) -> dict[int, tuple[MeasureRow, ...]]:
    """The measures of several versions in their order, by version id; versions without any are left out."""
    found: dict[int, list[MeasureRow]] = defaultdict(list)
    statement = sa.select(OWN.c.version_id, *_COLUMNS).where(OWN.c.version_id.in_(sorted(version_ids)))
    for version_id, *values in conn.execute(statement.order_by(OWN.c.version_id, OWN.c.position)):
        found[version_id].append(MeasureRow(*values))
    return {version_id: tuple(rows) for version_id, rows in found.items()}


def measures_of_standards(conn: sa.Connection) -> dict[int, tuple[MeasureRow, ...]]:
    """The measures of each standard in its newest version that is no draft, by standard id; for templates."""
    newest = sa.select(VERSION.c.standard_id, sa.func.max(VERSION.c.number).label("number"))
    newest = newest.where(VERSION.c.status != "draft").group_by(VERSION.c.standard_id)
    last = newest.subquery()
    statement = sa.select(VERSION.c.id, VERSION.c.standard_id).join(
        last, sa.and_(last.c.standard_id == VERSION.c.standard_id, last.c.number == VERSION.c.number)
    )
    standards = {row[0]: row[1] for row in conn.execute(statement)}
    return {standards[version_id]: rows for version_id, rows in measures_of(conn, standards).items()}


def defined_measure(conn: sa.Connection, measure_id: int | None) -> DefinedMeasure | None:
    """The measure of this id with its standard; None when there is none."""
    statement = (
        sa.select(STD.c.id, STD.c.code, VERSION.c.number, *_COLUMNS)
        .join_from(OWN, VERSION, VERSION.c.id == OWN.c.version_id)
        .join(STD, STD.c.id == VERSION.c.standard_id)
        .where(OWN.c.id == measure_id)
    )
    row = conn.execute(statement).first() if measure_id is not None else None
    return DefinedMeasure(MeasureRow(*row[3:]), row[0], row[1], row[2]) if row is not None else None


def counted_by(conn: sa.Connection, version_id: int) -> dict[int, tuple[tuple[int, str], ...]]:
    """Which cycles count each measure of a version, as (id, number), newest first: by their rule, or beside it."""
    by_rule = sa.select(CYCLE.c.rule_standard_measure_id, CYCLE.c.id, CYCLE.c.number)
    beside = sa.select(MEASURE.c.standard_measure_id, CYCLE.c.id, CYCLE.c.number).join(
        CYCLE, CYCLE.c.id == MEASURE.c.cycle_id
    )
    own = sa.select(OWN.c.id).where(OWN.c.version_id == version_id)
    statement = sa.union(
        by_rule.where(CYCLE.c.rule_standard_measure_id.in_(own)), beside.where(MEASURE.c.standard_measure_id.in_(own))
    )
    found: dict[int, set[tuple[int, str]]] = defaultdict(set)
    for measure_id, cycle_id, number in conn.execute(statement):
        found[measure_id].add((cycle_id, number))
    return {measure_id: tuple(sorted(cycles, reverse=True)) for measure_id, cycles in found.items()}
