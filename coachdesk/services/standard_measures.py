"""What services need where a cycle takes up one of its standard's own measures: fill a rule in, check the link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.records.cycles import Cycle
from coachdesk.records.standards import StandardMeasure, StandardVersion
from coachdesk.records.templates import CycleStep
from coachdesk.rules.standard_measures import rule_from
from coachdesk.services.checks import Problems, clean
from coachdesk.store.change import Change

LINK = "rule_standard_measure_id"


def filled_in(change: Change, values: Mapping[str, Any], kept: int | None = None) -> dict[str, Any]:
    """The values of a rule with what the standard's measure says where they say nothing, so that nobody retypes (R5).

    kept: the measure the rule counts already; what is said of that one is left alone.
    """
    found = dict(values)
    link = found.get(LINK)
    if link is None or link == kept:
        return found
    rule = rule_from(change.get(StandardMeasure, link))
    says = {
        "rule_kind": rule.kind,
        "rule_unit": rule.unit,
        "rule_measure": rule.measure,
        "rule_direction": rule.direction,
        "rule_threshold": rule.threshold,
    }
    return says | found


def same_measure(change: Change, version_id: int | None, name: str, kind: str) -> int | None:
    """The measure of a version that has this name and kind; measures have no code, so the same name is the same one."""
    own = sa.select(StandardMeasure).where(StandardMeasure.version_id == version_id, StandardMeasure.kind == kind)
    rows = change.session.scalars(own.order_by(StandardMeasure.position))
    return next((one.id for one in rows if one.name.casefold() == clean(name).casefold()), None)


def follow_version(change: Change, cycle: Cycle, *, rule: bool) -> None:
    """After another version was chosen: what is linked to the old one's measures goes to the same ones of the new.

    rule: whether the success rule's link goes too; not where a person has just said which measure it is.
    """
    waiting = sa.select(CycleStep).where(CycleStep.cycle_id == cycle.id, CycleStep.standard_measure_id.is_not(None))
    for step in change.session.scalars(waiting):
        step.standard_measure_id = _in_version(change, step.standard_measure_id, cycle.version_id)
    if rule and cycle.rule_standard_measure_id is not None:
        cycle.rule_standard_measure_id = _in_version(change, cycle.rule_standard_measure_id, cycle.version_id)


def _in_version(change: Change, measure_id: int | None, version_id: int | None) -> int | None:
    own = change.get(StandardMeasure, measure_id or 0)
    return own.id if own.version_id == version_id else same_measure(change, version_id, own.name, own.kind)


def check_link(
    change: Change, field: str, measure_id: int | None, version_id: int | None, kind: str, problems: Problems
) -> None:
    """Add a problem where the measure named is of another version, of a draft, or of another kind than is counted."""
    if measure_id is None:
        return
    own = change.get(StandardMeasure, measure_id)
    if own.version_id != version_id:
        problems.add(field, translate("Measures", "“{name}” is a measure of another standard version.").format(
            name=own.name), "R5")  # fmt: skip
    elif change.get(StandardVersion, own.version_id).status == "draft":
        problems.add(field, translate("Measures", "“{name}” is a measure of a draft; publish it first.").format(
            name=own.name), "R5")  # fmt: skip
    elif own.kind != kind:
        text = translate(
            "Measures", "“{name}” is of the kind “{kind}”; choose that kind, or no measure of the standard."
        )
        words = {"name": own.name, "kind": vocabulary.label("measure_kind", own.kind)}
        problems.add(field, text.format(**words), "R5")
