"""The ten-year desk is sound, and every family of records grows in it as cycles do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from coachdesk.records import FAMILIES
from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle, SustainCheck
from coachdesk.records.sessions import Session
from coachdesk.sample.years import CYCLES, make_years
from coachdesk.store import trail
from coachdesk.store.check import check
from coachdesk.store.desk import Desk, open_desk
from tests.helpers.sample import MOMENT, made

SCALE = 0.01

# How many there are to a hundred cycles, at least and at most.
TO_A_HUNDRED_CYCLES: dict[str, tuple[int, int]] = {
    "signal": (500, 500),
    "cycle_signal": (500, 500),
    "cycle_phase": (400, 400),
    "cycle_step": (900, 1500),
    "coachee": (150, 200),
    "cycle_criterion": (200, 200),
    "session": (400, 400),
    "session_coachee": (600, 800),
    "action_step": (400, 400),
    "observation": (400, 400),
    "rating": (800, 800),
    "measure": (200, 200),
    "measure_criterion": (400, 400),
    "sustain_check": (300, 300),
    "scenario_exercise": (35, 65),
    "scenario_rating": (70, 130),
    "competence": (80, 160),
    "audit": (3, 15),
    "audit_criterion": (6, 30),
    "audit_record": (60, 300),
    "judgement": (120, 700),
    "corrective_action": (2, 13),
    "action_item": (6, 39),
    "action_signal": (4, 26),
    "coach_note": (10, 30),
    "evidence": (3, 20),
    "gate_override": (1, 8),
    "cycle_pause": (1, 8),
    "amendment": (1, 6),
    "drift_dismissal": (0, 4),
}
# What stands or falls with the people, places and standards of the agency, and not with the years.
AS_IT_WAS = {
    "agency", "profile", "setting", "holiday", "program", "site", "team", "role", "role_requirement", "standard",
    "standard_version", "criterion", "prompt_line", "standard_measure", "template", "template_step", "chart_mark",
    "export", "staff", "posting",
}  # fmt: skip
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Ten years of an agency a hundredth of the size, to read."""
    path = tmp_path_factory.mktemp("years") / "years.desk"
    make_years(path, SCALE, now=lambda: MOMENT)
    with open_desk(path, mode="read", clock=lambda: MOMENT) as found:
        yield found


def counts(desk: Desk) -> dict[str, int]:
    """How many records each family has."""
    with desk.read() as conn:
        asked = {name: sa.select(sa.func.count()).select_from(table(cls)) for name, cls in FAMILIES.items()}
        return {name: conn.execute(one).scalar_one() for name, one in asked.items()}


def test_its_trail_replays_to_its_records_and_files(desk: Desk) -> None:
    assert check(desk).words().startswith("Sound")


def test_every_family_grows_with_the_cycles(desk: Desk, tmp_path: Path) -> None:
    with open_desk(made(tmp_path, MOMENT), mode="read") as sample:
        before = counts(sample)
    after = counts(desk)
    cycles = after["cycle"] - before["cycle"]
    assert cycles == CYCLES * SCALE
    grown = {name: (count - before[name]) * 100 / cycles for name, count in after.items() if name not in AS_IT_WAS}
    grown.pop("cycle")
    wrong = {
        name: share
        for name, share in grown.items()
        if not (TO_A_HUNDRED_CYCLES[name][0] <= share <= TO_A_HUNDRED_CYCLES[name][1])
    }
    assert wrong == {}
    with desk.read() as conn:
        entries = conn.execute(sa.select(sa.func.max(trail.ENTRY.c.seq))).scalar_one()
    assert 45 <= entries / after["cycle"] <= 60


def test_nothing_in_it_was_done_after_today(desk: Desk) -> None:
    def latest(column: sa.ColumnElement[datetime]) -> datetime:
        with desk.read() as conn:
            return conn.execute(sa.select(sa.func.max(column))).scalar_one()

    assert latest(table(Cycle).c.closed_at) <= MOMENT
    assert latest(table(SustainCheck).c.checked_on) <= MOMENT.date()
    with desk.read() as conn:
        held = sa.select(sa.func.max(Session.starts_at)).where(Session.status == "held")
        assert conn.execute(held).scalar_one() <= MOMENT
