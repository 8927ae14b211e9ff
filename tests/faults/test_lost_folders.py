"""A folder that goes away while its desk is open, and names longer than a disk takes: told as what they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coachdesk.errors import StorageFailed
from coachdesk.services import history, places
from coachdesk.store import backup
from coachdesk.store.check import check
from coachdesk.store.desk import Desk, open_desk
from tests.helpers.desks import RENEE, Clock, new_desk

pytestmark = pytest.mark.fault

STEPS: dict[str, Callable[[Desk], object]] = {
    "a change": lambda desk: places.add_place(desk, RENEE, "team", "South"),
    "an undo": lambda desk: history.undo(desk, RENEE),
    "a draft": lambda desk: desk.scratch().__enter__(),
    "a backup": lambda desk: backup.make(desk.path, None, desk.clock()),
    "a check": check,
}


@pytest.mark.parametrize("name", STEPS)
def test_a_folder_that_vanishes_is_told_and_the_desk_goes_on_when_it_is_back(
    tmp_path: Path, clock: Clock, name: str
) -> None:
    """A stick pulled out, a share disconnected: nothing is lost, and no other place is blamed for it."""
    stick, away = tmp_path / "stick", tmp_path / "away"
    stick.mkdir()
    with new_desk(stick, clock) as desk:
        places.add_place(desk, RENEE, "team", "North")
        stick.rename(away)
        with pytest.raises(StorageFailed) as failed:
            STEPS[name](desk)
        assert "taken over" not in str(failed.value)
        assert "write access" not in str(failed.value)
        assert failed.value.kept
        assert failed.value.to_do
        away.rename(stick)
        places.add_place(desk, RENEE, "team", "South")
        assert check(desk).sound
    with open_desk(stick / "Harbor.desk", clock=clock) as desk:
        assert check(desk).sound


@pytest.mark.parametrize("letters", [240, 251, 300])
def test_a_name_too_long_for_the_disk_says_so(tmp_path: Path, clock: Clock, letters: int) -> None:
    with pytest.raises(StorageFailed, match="is too long"):
        new_desk(tmp_path, clock, name=f"{'n' * letters}.desk")
    assert list(tmp_path.iterdir()) == []


def test_folders_too_deep_say_so(tmp_path: Path, clock: Clock) -> None:
    deep = tmp_path.joinpath(*["d" * 200] * 3)
    deep.mkdir(parents=True)
    with pytest.raises(StorageFailed, match="is too long"):
        new_desk(deep, clock)
    assert list(deep.iterdir()) == []
