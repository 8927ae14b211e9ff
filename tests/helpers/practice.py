"""A small agency to try signals and standards on: one team of six, one published standard with two criteria."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coachdesk.services import places, signals, staff, standards
from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE, Clock

TEXTS = {"purpose": "Act the same day.", "failure_prevented": "Nobody calls.", "closing_evidence": "Ten records."}
CRITERIA: list[dict[str, Any]] = [
    {"code": "1", "kind": "must_document", "text": "Writes what was seen, with the time", "ideal": "Sign and time"},
    {
        "code": "2",
        "kind": "escalation_trigger",
        "text": "Escalates within 4 h",
        "threshold": "4",
        "unit": "h",
        "critical": True,
    },
]
PROMPTS = [{"cue": "Eats clearly less", "threshold": "2 meals", "call": "Nurse line"}]
NAMES = (
    ("Dana", "Whitfield"), ("Thanh", "Nguyễn"), ("Łukasz", "Nowak"),
    ("Maria", "Garcia"), ("Rosa", "Ortiz"), ("Tyler", "Jensen"),
)  # fmt: skip


@dataclass(frozen=True)
class Practice:
    """Ids of what was made. people: staff ids by first name; all in `team`, but nobody has a role."""

    team: int
    people: dict[str, int]
    standard: int
    version: int
    role: int


def make_practice(desk: Desk) -> Practice:
    """Make it."""
    team = places.add_place(desk, RENEE, "team", "North team").result
    role = places.add_place(desk, RENEE, "role", "Support worker").result
    people = {}
    for place, (first, last) in enumerate(NAMES):
        values = {"number": str(101 + place), "first_name": first, "last_name": last, "hired_on": date(2020, 1, 6)}
        people[first] = staff.add_staff(desk, RENEE, values, {"team_id": team, "role_id": role}).result
    version = standards.create_standard(
        desk, RENEE, code="HD-01", title="Health deterioration", version=TEXTS, criteria=CRITERIA, prompts=PROMPTS
    ).result
    standards.publish(desk, RENEE, version)
    return Practice(team, people, 1, version, role)


def note(desk: Desk, clock: Clock, practice: Practice, who: str | None = "Dana", back: int = 1, **more: Any) -> int:
    """Note a signal `back` days ago about criterion 2; `more` overrides its values. Gives its id."""
    occurred = clock().date() - timedelta(days=back)
    values = {
        "source": "near_miss",
        "occurred_on": occurred,
        "noticed_on": occurred,
        "severity": "minor",
        "staff_id": practice.people[who] if who else None,
        "standard_id": practice.standard,
        "criterion_code": "2",
        "what_happened": "Wrote “not feeling well”, nobody was called",
        **more,
    }
    return signals.log_signal(desk, RENEE, values).result
