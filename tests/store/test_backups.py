"""Backups: proven before they count, thinned by plan, and never at the cost of an older one."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from coachdesk.errors import DeskDamaged, StorageFailed
from coachdesk.services import places
from coachdesk.store import backup, sqlite
from coachdesk.store.desk import Desk, open_desk
from tests.helpers.desks import RENEE, Clock, fast_keys, new_desk


def test_a_backup_opens_with_the_same_passphrase_and_holds_the_same_records(tmp_path: Path, clock: Clock) -> None:
    with new_desk(tmp_path, clock, "correct horse") as desk:
        places.add_place(desk, RENEE, "team", "North team")
        made = backup.make(desk.path, desk.key, clock())
        assert made.seq == desk.trail_head()[0]
    with fast_keys(), open_desk(made.path, "correct horse", clock=clock) as copy, copy.read() as conn:
        assert conn.exec_driver_sql("SELECT name FROM team").scalar_one() == "North team"


def test_a_backup_is_due_only_when_something_changed(desk: Desk, clock: Clock) -> None:
    assert backup.is_due(desk.path, desk.trail_head()[0])
    backup.make(desk.path, desk.key, clock())
    assert not backup.is_due(desk.path, desk.trail_head()[0])
    places.add_place(desk, RENEE, "team", "North team")
    assert backup.is_due(desk.path, desk.trail_head()[0])


@pytest.mark.parametrize("bent", ["the record", "the trail", "the structure"])
def test_a_copy_that_fails_its_proof_never_becomes_a_backup_and_no_older_one_goes(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch, bent: str
) -> None:
    first = backup.make(desk.path, desk.key, clock())
    true_copy = sqlite.copy

    def bad_copy(*arguments: object) -> dict[str, int]:
        counts = true_copy(*arguments)  # type: ignore[arg-type]  # handed through as they came
        target = Path(str(arguments[2]))
        if target.name.endswith(".proof"):
            return counts
        data = target.read_bytes()
        places_of = [at for at in range(len(data)) if data.startswith(b"North team", at)]
        if bent == "the structure":
            target.write_bytes(data[:4096] + b"\xff" * 64 + data[4160:])
        else:
            # The record's own row lies behind its table's root page; the trail tells the same name in JSON quotes.
            at = next(one for one in places_of if (data[one - 1 : one] == b'"') == (bent == "the trail"))
            target.write_bytes(data[:at] + b"Nerth team" + data[at + 10 :])
        return counts

    clock.go(days=40)
    places.add_place(desk, RENEE, "team", "North team")
    monkeypatch.setattr(sqlite, "copy", bad_copy)
    with pytest.raises((DeskDamaged, StorageFailed)):
        backup.make(desk.path, desk.key, clock())
    assert backup.listed(desk.path) == [first]
    assert [file.name for file in backup.folder(desk.path).iterdir()] == [first.path.name]


def test_backups_are_kept_hourly_daily_weekly_monthly() -> None:
    start = datetime(2026, 11, 22, 9, 30)
    times = [start - timedelta(minutes=20 * step) for step in range(24 * 3 * 400)]
    every = [backup.Backup(Path(f"{step}"), at, 1, 1) for step, at in enumerate(times)]
    gone = {one.path for one in backup.superseded(every)}
    kept = [one.made_at for one in every if one.path not in gone]
    assert kept[0] == start
    assert sum(at > start - timedelta(hours=23) for at in kept) >= 23
    assert len({at.date() for at in kept if at > start - timedelta(days=29)}) >= 29
    assert min(kept) < start - timedelta(days=365)
    assert len(kept) <= 24 + 30 + 12 + 36
