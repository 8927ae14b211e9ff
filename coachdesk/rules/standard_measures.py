"""A standard's own measures (R5): what a success rule takes over from one, and which measures speak for a rule."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Protocol, TypeVar

from coachdesk.rules.success import DEFAULT_UNITS, SuccessRule


class OwnMeasure(Protocol):
    """A measure as a standard's version defines it: a record or a row of a query.

    kind: vocabulary measure_kind.  goal: percent for shares, else in `unit` ("h", "per 100 visits"); None for none.
    """

    @property
    def id(self) -> int: ...

    @property
    def kind(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def unit(self) -> str: ...

    @property
    def direction(self) -> str: ...

    @property
    def goal(self) -> Decimal | None: ...


class Recorded(Protocol):
    """A measure of a cycle: what kind it is, and which measure of the standard it is, if any."""

    @property
    def stage(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def standard_measure_id(self) -> int | None: ...


T = TypeVar("T", bound=Recorded)


def rule_from(own: OwnMeasure) -> SuccessRule:
    """The success rule a standard's measure asks for; on how many records it may be judged, a person still says.

    A standard writes "90" percent and "per 100 visits" where a rule keeps the share 0.9 and "100 visits".
    """
    goal = None if own.goal is None else Fraction(own.goal)
    if goal is not None and own.kind == "proportion":
        goal /= 100
    unit = own.unit.strip().removeprefix("per ").strip() if own.kind in DEFAULT_UNITS else ""
    return SuccessRule(own.name, own.direction or "at_least", goal, None, own.kind, unit, own.id)


def asks_for_the_same(rule: SuccessRule, own: OwnMeasure) -> bool:
    """Whether a rule asks for what the standard asks for; where the standard has no goal, any rule does."""
    wanted = rule_from(own)
    if wanted.threshold is None:
        return True
    return (rule.direction, rule.threshold, rule.unit) == (wanted.direction, wanted.threshold, wanted.unit)


def speaks_for(rule: SuccessRule, one: Recorded) -> bool:
    """Whether a measure is what the rule counts: not another one of the standard's measures, planned beside it."""
    if one.standard_measure_id is None:
        return True
    if rule.standard_measure_id is not None:
        return one.standard_measure_id == rule.standard_measure_id
    return one.kind == rule.kind


def newest(measures: Iterable[T], stage: str, rule: SuccessRule) -> T | None:
    """The newest measure of `stage` that speaks for the rule, else the newest one; None when there is none.

    measures: oldest first.
    """
    found = [one for one in measures if one.stage == stage]
    speaking = [one for one in found if speaks_for(rule, one)] or found
    return speaking[-1] if speaking else None
