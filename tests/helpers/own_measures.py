"""The standard of `practice` in a version with measures of its own, one of each kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from coachdesk.records.standards import StandardMeasure
from coachdesk.services import standards
from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE
from tests.helpers.practice import CRITERIA, PROMPTS, TEXTS, Practice, make_practice

OWN: list[dict[str, Any]] = [
    {"kind": "duration", "name": "Hours from first sign to escalation", "unit": "h", "direction": "at_most", "goal": 4},
    {"kind": "proportion", "name": "Concerns written with the time", "unit": "%", "direction": "at_least", "goal": 90},
    {"kind": "rate", "name": "Late emergencies", "unit": "per 1,000 h", "direction": "at_most"},
    {"kind": "rubric", "name": "Confidence", "unit": "", "direction": "at_least", "goal": 4},
]


@dataclass(frozen=True)
class OwnMeasures:
    """The practice with a version that has measures, and their ids."""

    practice: Practice
    hours: int
    share: int
    rate: int
    rating: int


def own_ids(desk: Desk, version: int) -> list[int]:
    """The ids of a version's measures, in order."""
    with desk.read() as conn:
        statement = sa.select(StandardMeasure.id).where(StandardMeasure.version_id == version)
        return list(conn.execute(statement.order_by(StandardMeasure.position)).scalars())


def next_version(desk: Desk, practice: Practice, own: list[dict[str, Any]]) -> Practice:
    """The practice with a newer published version that has these measures."""
    draft = standards.new_draft(desk, RENEE, practice.standard).result
    texts = {"code": "HD-01", "title": "Health deterioration", "version": TEXTS}
    standards.edit_draft(desk, RENEE, draft, criteria=CRITERIA, prompts=PROMPTS, measures=own, **texts)
    standards.publish(desk, RENEE, draft)
    return replace(practice, version=draft)


def make_own_measures(desk: Desk) -> OwnMeasures:
    """Make them."""
    practice = next_version(desk, make_practice(desk), OWN)
    return OwnMeasures(practice, *own_ids(desk, practice.version))
