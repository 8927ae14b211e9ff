"""A desk that a program fills is whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachdesk.errors import StorageFailed
from coachdesk.services.places import add_place
from coachdesk.store.check import check
from coachdesk.store.desk import AgencyData, ProfileData, open_desk
from coachdesk.store.filling import filled_desk
from tests.helpers.desks import RENEE, Clock, fast_keys

AGENCY, PROFILE = AgencyData("Harbor Community Supports", "OH"), ProfileData("Renee Okafor", "RO")


@pytest.mark.parametrize("passphrase", [None, "four words stay in mind"])
def test_it_gets_its_name_once_it_is_whole(tmp_path: Path, clock: Clock, passphrase: str | None) -> None:
    path = tmp_path / "Harbor.desk"
    with fast_keys():
        with filled_desk(path, passphrase, AGENCY, PROFILE, clock=clock) as desk:
            add_place(desk, RENEE, "team", "North")
            assert not path.exists()
        assert [one.name for one in tmp_path.iterdir()] == ["Harbor.desk"]
        with open_desk(path, passphrase, clock=clock) as desk:
            assert not desk.warnings  # the same desk that this computer has just seen
            report = check(desk)
            assert report.sound, report
            assert report.entries == 2


def test_nothing_is_left_of_one_that_was_not_finished(tmp_path: Path, clock: Clock) -> None:
    def half() -> None:
        with filled_desk(tmp_path / "Harbor.desk", None, AGENCY, PROFILE, clock=clock) as desk:
            add_place(desk, RENEE, "team", "North")
            raise KeyError

    with pytest.raises(KeyError):
        half()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_program_left_is_no_hindrance(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / ".Harbor.desk.filling").write_bytes(b"half of a desk")
    with filled_desk(tmp_path / "Harbor.desk", None, AGENCY, PROFILE, clock=clock) as desk:
        add_place(desk, RENEE, "team", "North")
    assert [one.name for one in tmp_path.iterdir()] == ["Harbor.desk"]


def test_it_takes_no_others_place(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "Harbor.desk"
    path.write_text("somebody's own file")
    with (
        pytest.raises(StorageFailed, match="already a file"),
        filled_desk(path, None, AGENCY, PROFILE, clock=clock),
    ):
        raise AssertionError("it was begun")
    path.unlink()
    with (
        pytest.raises(StorageFailed, match="already a file"),
        filled_desk(path, None, AGENCY, PROFILE, clock=clock),
    ):
        path.write_text("made meanwhile")
    assert path.read_text() == "made meanwhile"
    assert [one.name for one in tmp_path.iterdir()] == ["Harbor.desk"]


def test_a_desk_that_people_fill_waits_for_the_disk(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "Harbor.desk"
    ways = []
    with filled_desk(path, None, AGENCY, PROFILE, clock=clock) as desk, desk.bulk() as conn:
        ways.append(conn.exec_driver_sql("PRAGMA synchronous").scalar())
    with open_desk(path, clock=clock) as desk, desk.bulk() as conn:
        ways.append(conn.exec_driver_sql("PRAGMA synchronous").scalar())
        ways.append(conn.exec_driver_sql("PRAGMA journal_mode").scalar())
    assert ways == [0, 3, "delete"]
