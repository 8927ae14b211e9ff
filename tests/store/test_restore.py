"""Restoring and resealing: proven before it counts, nothing deleted, whole whenever the program dies."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coachdesk.errors import DeskBusy, DeskDamaged, DeskError, DeskTooNew, StorageFailed, WrongPassphrase
from coachdesk.services import places
from coachdesk.store import backup
from coachdesk.store import restore as restoring
from coachdesk.store.check import check
from coachdesk.store.desk import Desk, open_desk
from coachdesk.store.restore import change_passphrase, restore, restore_in_place
from tests.helpers.desks import RENEE, Clock, fast_keys, new_desk


def teams(desk: Desk) -> list[str]:
    with desk.read() as conn:
        return list(conn.exec_driver_sql("SELECT name FROM team ORDER BY id").scalars())


def found(path: Path, passphrase: str | None = None) -> list[str]:
    """The teams of the desk at `path`, which must be sound."""
    with fast_keys(), open_desk(path, passphrase, mode="read") as desk:
        assert check(desk).findings == ()
        return teams(desk)


def prepared(folder: Path, clock: Clock, passphrase: str | None = None) -> tuple[Path, Path]:
    """A closed desk with teams North and South, and a backup of the time before South."""
    with new_desk(folder, clock, passphrase) as desk:
        places.add_place(desk, RENEE, "team", "North")
        made = backup.make(desk.path, desk.key, clock())
        clock.go(hours=3)
        places.add_place(desk, RENEE, "team", "South")
        return desk.path, made.path


def leftovers(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob(".*"))


@pytest.mark.parametrize("passphrase", [None, "correct horse"])
def test_a_backup_comes_back_as_a_new_desk_and_its_trail_says_so(
    tmp_path: Path, clock: Clock, passphrase: str | None
) -> None:
    path, kept = prepared(tmp_path, clock, passphrase)
    before = kept.read_bytes()
    with fast_keys():
        done = restore(kept, tmp_path / "else" / "Back.desk", passphrase, actor=RENEE, clock=clock)
    assert (done.seq, done.encrypted, done.set_aside) == (2, passphrase is not None, None)
    assert found(done.path, passphrase) == ["North"]
    assert found(path, passphrase) == ["North", "South"]
    assert kept.read_bytes() == before
    with fast_keys(), open_desk(done.path, passphrase, clock=clock) as desk, desk.read() as conn:
        last = conn.exec_driver_sql("SELECT action, actor_name, label FROM trail ORDER BY seq DESC").first()
    assert last is not None
    assert tuple(last) == ("desk.restore", "Renee Okafor", f"Restore the backup {kept.name}")
    assert leftovers(tmp_path) == []


def test_an_existing_file_is_never_replaced_by_a_new_desk(tmp_path: Path, clock: Clock) -> None:
    path, kept = prepared(tmp_path, clock)
    before = path.read_bytes()
    with pytest.raises(StorageFailed, match="already a file"):
        restore(kept, path, None, clock=clock)
    assert path.read_bytes() == before


def test_a_bad_backup_is_refused_and_leaves_nothing_behind(tmp_path: Path, clock: Clock) -> None:
    _, kept = prepared(tmp_path, clock, "correct horse")
    target = tmp_path / "Back.desk"

    def refused(kind: type[DeskError], source: Path, passphrase: str | None = "correct horse") -> str:
        with fast_keys(), pytest.raises(kind) as caught:
            restore(source, target, passphrase, clock=clock)
        assert not target.exists()
        assert leftovers(tmp_path) == []
        assert caught.value.to_do
        return caught.value.happened

    refused(WrongPassphrase, kept, "wrong horse")
    refused(WrongPassphrase, kept, None)
    data = bytearray(kept.read_bytes())
    broken = tmp_path / "broken.desk"
    broken.write_bytes(data[: len(data) // 2 // 4096 * 4096])
    refused(DeskDamaged, broken)
    data[-3 * 4096 + 50] ^= 1
    broken.write_bytes(data)
    refused(DeskDamaged, broken)
    missing = tmp_path / "missing.desk"
    assert "no file" in refused(StorageFailed, missing)


def test_a_backup_whose_trail_was_edited_is_refused(tmp_path: Path, clock: Clock) -> None:
    _, kept = prepared(tmp_path, clock)
    with sqlite3.connect(kept) as conn:
        conn.execute("UPDATE trail SET label = 'Nothing' WHERE seq = 2")
    conn.close()
    with pytest.raises(DeskDamaged, match="entry 2"):
        restore(kept, tmp_path / "Back.desk", None, clock=clock)


def test_a_backup_of_a_newer_program_is_refused(tmp_path: Path, clock: Clock) -> None:
    _, kept = prepared(tmp_path, clock)
    with sqlite3.connect(kept) as conn:
        conn.execute("UPDATE alembic_version SET version_num = '9999'")
    conn.close()
    with pytest.raises(DeskTooNew):
        restore(kept, tmp_path / "Back.desk", None, clock=clock)


@pytest.mark.parametrize("passphrase", [None, "correct horse"])
def test_restoring_in_place_sets_the_present_desk_aside(tmp_path: Path, clock: Clock, passphrase: str | None) -> None:
    path, kept = prepared(tmp_path, clock, passphrase)
    before = path.read_bytes()
    with fast_keys():
        done = restore_in_place(path, kept, passphrase, actor=RENEE, clock=clock)
    assert found(path, passphrase) == ["North"]
    assert done.set_aside is not None
    assert done.set_aside.read_bytes() == before
    assert "before a restore" in done.set_aside.name
    assert done.set_aside.name in done.words()
    assert kept.exists()
    assert done.set_aside not in [one.path for one in backup.listed(path)]
    with fast_keys(), open_desk(path, passphrase, clock=clock) as desk:
        assert desk.warnings == [], "this computer knows of the restore"
        clock.go(days=2000)
        backup.make(path, desk.key, clock())
    assert done.set_aside.exists(), "no keeping plan lets it go"
    assert leftovers(tmp_path) == []


def test_restoring_in_place_works_for_a_damaged_and_for_a_missing_desk(tmp_path: Path, clock: Clock) -> None:
    path, kept = prepared(tmp_path, clock)
    path.write_bytes(b"nothing of a desk is left here")
    done = restore_in_place(path, kept, None, clock=clock)
    assert done.set_aside is not None
    assert done.set_aside.read_bytes() == b"nothing of a desk is left here"
    assert found(path) == ["North"]
    path.unlink()
    assert restore_in_place(path, kept, None, clock=clock).set_aside is None
    assert found(path) == ["North"]


def test_a_journal_left_by_a_crash_is_never_played_into_the_restored_desk(tmp_path: Path, clock: Clock) -> None:
    path, kept = prepared(tmp_path, clock)
    journal = path.with_name(path.name + "-journal")
    before = path.read_bytes()
    conn = sqlite3.connect(path, isolation_level=None)  # a program dies while it writes: its journal stays
    conn.execute("PRAGMA cache_size = 5")
    conn.execute("BEGIN EXCLUSIVE")
    for table in ("agency", "profile", "team", "trail"):
        conn.execute(f"UPDATE {table} SET rowid = rowid + 1000")
    for _ in range(20):
        conn.execute("UPDATE trail SET label = hex(randomblob(40000))")
    torn, half = journal.read_bytes(), path.read_bytes()
    conn.close()
    path.write_bytes(half)
    journal.write_bytes(torn)
    assert half[: len(before)] != before, "the file was torn"
    done = restore_in_place(path, kept, None, clock=clock)
    assert found(path) == ["North"]
    assert done.set_aside is not None
    assert found(done.set_aside) == ["North", "South"], "the desk set aside recovers with its own journal"

    path.unlink()
    journal.write_bytes(torn)
    restore_in_place(path, kept, None, clock=clock)
    assert found(path) == ["North"]
    assert [file.read_bytes() for file in tmp_path.glob("Harbor.desk *journal")] == [torn]

    orphan = tmp_path / "Back.desk-journal"
    orphan.write_bytes(torn)
    assert found(restore(kept, tmp_path / "Back.desk", None, clock=clock).path) == ["North"]
    assert [file.read_bytes() for file in tmp_path.glob("Back.desk *journal")] == [torn]


def test_a_desk_that_somebody_writes_is_not_replaced(tmp_path: Path, clock: Clock) -> None:
    path, kept = prepared(tmp_path, clock)
    with open_desk(path, clock=clock) as desk:
        for call in (lambda: restore_in_place(path, kept, None), lambda: change_passphrase(path, None, "new")):
            with pytest.raises(DeskBusy):
                call()
        assert teams(desk) == ["North", "South"]
    with open_desk(path, mode="read"), pytest.raises(DeskBusy):
        restore_in_place(path, kept, None)


def test_a_full_disk_at_the_last_step_leaves_the_desk_as_it_was(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, kept = prepared(tmp_path, clock)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for linked in (True, False):
        with monkeypatch.context() as patched:
            if not linked:
                patched.setattr(os, "link", full)
            patched.setattr(restoring, "put_in_place", full)
            with pytest.raises(StorageFailed, match="full"):
                restore_in_place(path, kept, None, clock=clock)
        assert path.read_bytes() == before
        assert leftovers(tmp_path) == []
        assert list(tmp_path.rglob("*before a restore*")) == []


@pytest.mark.parametrize(("old", "new"), [("one", "two"), (None, "two"), ("one", None)])
def test_a_passphrase_is_changed_set_and_taken_off(
    tmp_path: Path, clock: Clock, old: str | None, new: str | None
) -> None:
    path, kept = prepared(tmp_path, clock, old)
    with fast_keys():
        done = change_passphrase(path, old, new, actor=RENEE, clock=clock)
    assert (done.encrypted, done.was_encrypted) == (new is not None, old is not None)
    assert found(path, new) == ["North", "South"]
    assert found(kept, old) == ["North"], "backups keep the passphrase they were made with"
    with fast_keys(), open_desk(path, new, clock=clock) as desk:
        assert desk.encrypted == (new is not None)
        assert desk.warnings == []
        with desk.read() as conn:
            assert conn.exec_driver_sql("SELECT action FROM trail ORDER BY seq DESC").scalar() == "desk.passphrase"
    if new is not None:
        assert b"South" not in path.read_bytes()
        with fast_keys(), pytest.raises(WrongPassphrase):
            open_desk(path, old or "nothing")
    assert ("still need the old passphrase" if old else "without a passphrase") in done.words()
    assert leftovers(tmp_path) == []


def test_a_wrong_old_passphrase_changes_nothing(tmp_path: Path, clock: Clock) -> None:
    path, _ = prepared(tmp_path, clock, "one")
    before = path.read_bytes()
    with fast_keys(), pytest.raises(WrongPassphrase):
        change_passphrase(path, "not one", "two", clock=clock)
    assert path.read_bytes() == before
    assert leftovers(tmp_path) == []


def test_what_was_not_yet_in_a_backup_is_backed_up_before_the_passphrase_changes(tmp_path: Path, clock: Clock) -> None:
    path, _ = prepared(tmp_path, clock, "one")
    with fast_keys():
        change_passphrase(path, "one", "two", clock=clock)
    assert found(backup.listed(path)[0].path, "one") == ["North", "South"]


def dies(call: Callable[[], object], at: int) -> bool:
    """Run `call` in a process of its own that is killed (SIGKILL) right before its `at`-th step on files; gives
    whether it came to that."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the test runner has threads; the child needs none
        child = os.fork()
    if child == 0:
        steps = 0

        def watch(event: str, _arguments: object) -> None:
            nonlocal steps
            if event in ("open", "os.rename", "os.link", "os.remove", "os.mkdir"):
                steps += 1
                if steps == at:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        try:
            with fast_keys():
                call()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


Step = Callable[[Path], object]


def kills(folder: Path, master: Path, call: Step) -> Iterator[Path]:
    """Run `call` on a fresh copy of the desk again and again, killed one step later each time, until it lives to its
    end; gives the path of each copy."""
    for at in range(1, 500):
        path = folder / f"kill {at}" / "Harbor.desk"
        path.parent.mkdir()
        shutil.copy(master, path)
        died = dies(lambda path=path: call(path), at)  # type: ignore[misc]  # a lambda with defaults
        yield path
        if not died:
            return


def restored_or_not(path: Path) -> str:
    """What a kill while restoring left: the desk as it was or the restored one, and then the other is kept aside."""
    here = found(path, "one")
    if here == ["North", "South"]:
        return "as it was"
    aside = next((path.parent / "Harbor backups").glob("*before a restore*"))
    assert found(aside, "one") == ["North", "South"]
    assert here == ["North"]
    return "restored"


def resealed_or_not(path: Path) -> str:
    """What a kill while changing the passphrase left."""
    try:
        assert found(path, "one") == ["North", "South"]
    except WrongPassphrase:
        assert found(path, "two") == ["North", "South"]
        return "resealed"
    return "as it was"


@pytest.mark.fault
@pytest.mark.parametrize("step", ["restored", "resealed"])
def test_killed_before_any_of_its_steps_on_files_the_desk_is_as_it_was_or_whole_and_new(
    tmp_path: Path, clock: Clock, step: str
) -> None:
    master, kept = prepared(tmp_path / "master", clock, "one")
    if step == "restored":
        left = kills(tmp_path, master, lambda path: restore_in_place(path, kept, "one", clock=clock))
        outcomes = [restored_or_not(path) for path in left]
    else:
        left = kills(tmp_path, master, lambda path: change_passphrase(path, "one", "two", clock=clock))
        outcomes = [resealed_or_not(path) for path in left]
    assert len(outcomes) > 10, "the harness missed its aim"
    assert outcomes == sorted(outcomes, key=lambda outcome: outcome == step), "once new, it stays new"
    assert (outcomes[0], outcomes[-1]) == ("as it was", step)
    again = tmp_path / "kill 9" / "Harbor.desk"
    with fast_keys():
        restore_in_place(again, kept, "one", clock=clock)
    assert found(again, "one") == ["North"], "whatever a kill left, the next try succeeds"


@pytest.mark.fault
def test_positive_control_a_restore_that_removes_before_it_puts_is_caught(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(fresh: Path, path: Path) -> None:
        path.unlink()
        fresh.rename(path)

    monkeypatch.setattr(restoring, "put_in_place", careless)
    master, kept = prepared(tmp_path / "master", clock, "one")
    left = kills(tmp_path, master, lambda path: restore_in_place(path, kept, "one", clock=clock))
    with pytest.raises(StorageFailed, match="no file"):
        list(map(restored_or_not, left))
