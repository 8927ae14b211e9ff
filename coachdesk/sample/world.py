"""What the ten-year desk is made with: ids of the sample agency's own records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class World:
    """Ids by code or in lists. versions, criteria, measures (by kind): of the standards in force.

    required: codes by role.  staff: id, first day, last day.
    """

    versions: dict[str, int]
    standards: dict[str, int]
    criteria: dict[str, list[tuple[int, str]]]
    measures: dict[str, dict[str, int]]
    required: dict[int, list[str]]
    teams: list[int]
    roles: list[int]
    coaches: list[int]
    staff: list[tuple[int, date, date]]
