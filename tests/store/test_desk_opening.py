"""Opening a desk: what is refused, in clear words and with the file untouched, and what recovers by itself."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from coachdesk.errors import (
    DeskBusy,
    DeskDamaged,
    DeskError,
    DeskTooNew,
    NotADesk,
    ReadOnly,
    StorageFailed,
    WrongPassphrase,
)
from coachdesk.services import places
from coachdesk.store import schema, sqlite
from coachdesk.store.desk import Desk, open_desk
from coachdesk.store.lock import holder, lock_path
from tests.helpers.desks import RENEE, Clock, fast_keys, new_desk

ROOT = Path(__file__).resolve().parents[2]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def closed_desk(folder: Path, clock: Clock, passphrase: str | None = None) -> Path:
    with new_desk(folder, clock, passphrase) as desk:
        places.add_place(desk, RENEE, "team", "North team")
        return desk.path


def refusal(path: Path, kind: type[DeskError], passphrase: str | None = None) -> DeskError:
    """Open and be refused: the file must be unchanged, all three sentences there, and no lock left."""
    before = digest(path) if path.is_file() else ""
    with fast_keys(), pytest.raises(kind) as caught:
        open_desk(path, passphrase)
    assert (digest(path) if path.is_file() else "") == before
    assert not lock_path(path).exists()
    assert caught.value.happened
    assert caught.value.kept
    assert caught.value.to_do
    return caught.value


def test_a_sealed_desk_opens_with_its_passphrase_and_holds_no_readable_text(tmp_path: Path, clock: Clock) -> None:
    path = closed_desk(tmp_path, clock, "correct horse")
    with fast_keys(), open_desk(path, "correct horse", clock=clock) as desk:
        assert desk.encrypted
        with desk.read() as conn:
            assert conn.execute(sa.text("SELECT name FROM team")).scalar_one() == "North team"
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"North team" not in file.read_bytes(), file


def test_a_wrong_passphrase_is_refused(tmp_path: Path, clock: Clock) -> None:
    path = closed_desk(tmp_path, clock, "correct horse")
    assert "passphrase does not open" in refusal(path, WrongPassphrase, "wrong horse").happened


def test_a_sealed_desk_asks_for_its_passphrase(tmp_path: Path, clock: Clock) -> None:
    path = closed_desk(tmp_path, clock, "correct horse")
    assert "sealed" in refusal(path, WrongPassphrase).happened


@pytest.mark.parametrize("passphrase", [None, "correct horse"])
def test_a_file_cut_off_anywhere_is_refused_and_never_opened_empty(
    tmp_path: Path, clock: Clock, passphrase: str | None
) -> None:
    path = closed_desk(tmp_path, clock, passphrase)
    whole = path.read_bytes()
    for size in (0, 1, 100, 4095, 4096, 5000, 8192, len(whole) // 2, len(whole) - 4096, len(whole) - 1):
        path.write_bytes(whole[:size])
        error = refusal(path, DeskError, passphrase)
        assert isinstance(error, DeskDamaged | NotADesk), f"{size} bytes gave {error!r}"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("roster.xlsx", b"PK\x03\x04" + b"x" * 9000, "workbook"),
        ("scan.pdf", b"%PDF-1.7\n" + b"y" * 9000, "PDF"),
        ("notes.txt", b"Dear coach, this is only text. " * 400, "not a CoachDesk desk"),
        ("zeros.desk", b"\x00" * 8192, "not a CoachDesk desk"),
    ],
)
def test_another_kind_of_file_is_named_as_such(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert words in refusal(path, NotADesk).happened


def test_a_database_of_another_program_is_not_a_desk(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE t (x)")
    conn.close()
    assert "another program" in refusal(path, NotADesk).happened


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    assert "no file" in refusal(tmp_path / "gone.desk", StorageFailed).happened


def test_a_newer_desk_is_refused(tmp_path: Path, clock: Clock) -> None:
    path = closed_desk(tmp_path, clock)
    engine = sqlite.engine(path, None, write=True)
    with engine.begin() as conn:
        conn.execute(sa.update(schema.REVISION).values(version_num="9999"))
    engine.dispose()
    assert "newer CoachDesk" in refusal(path, DeskTooNew).happened


def test_creating_over_an_existing_file_is_refused(tmp_path: Path, clock: Clock) -> None:
    path = closed_desk(tmp_path, clock)
    before = digest(path)
    with pytest.raises(StorageFailed, match="already"):
        new_desk(tmp_path, clock)
    assert digest(path) == before


def other_process(code: str, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *args], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


OPEN = """
import sys, pathlib
from coachdesk.errors import DeskError
from coachdesk.store.desk import open_desk
try:
    with open_desk(pathlib.Path(sys.argv[1]), mode=sys.argv[2]) as desk:
        with desk.read() as conn:
            print("teams", conn.exec_driver_sql("SELECT count(*) FROM team").scalar_one(), desk.writable)
except DeskError as error:
    print(type(error).__name__, "|", error)
"""


def test_a_second_writer_is_told_who_has_the_desk_and_may_read(desk: Desk) -> None:
    places.add_place(desk, RENEE, "team", "North team")
    refused = other_process(OPEN, str(desk.path), "write").stdout
    assert refused.startswith("DeskBusy")
    found = holder(desk.path)
    assert found is not None
    assert found.person in refused
    assert found.computer in refused
    assert other_process(OPEN, str(desk.path), "read").stdout == "teams 1 False\n"
    # and the first one still writes
    places.add_place(desk, RENEE, "team", "West team")


def test_the_same_program_does_not_open_a_desk_twice(desk: Desk) -> None:
    with pytest.raises(DeskBusy, match="already open"):
        open_desk(desk.path, mode="read")


def test_a_lock_left_by_a_crash_recovers_by_itself(tmp_path: Path, clock: Clock) -> None:
    path = closed_desk(tmp_path, clock)
    crash = OPEN.replace("with desk.read()", "import os; os._exit(9)\n        with desk.read()")
    assert other_process(crash, str(path), "write").returncode == 9
    assert lock_path(path).exists()
    with open_desk(path, clock=clock) as desk:
        places.add_place(desk, RENEE, "team", "West team")
    assert not lock_path(path).exists()


def test_a_holder_on_another_computer_counts_while_it_beats_and_is_gone_after_three_missed_beats(
    tmp_path: Path, clock: Clock
) -> None:
    path = closed_desk(tmp_path, clock)
    note = lock_path(path)
    note.write_bytes(
        b'\n{"person": "luis", "computer": "FRONT-DESK", "pid": 1, "since": "2026-11-09T14:12:00+00:00", "token": "t"}'
    )
    with pytest.raises(DeskBusy, match="luis on FRONT-DESK"):
        open_desk(path, clock=clock)
    long_ago = note.stat().st_mtime - 91
    os.utime(note, (long_ago, long_ago))
    open_desk(path, clock=clock).close()


def test_a_desk_taken_over_meanwhile_is_not_written(desk: Desk) -> None:
    other = (
        b'\n{"person": "luis", "computer": "FRONT-DESK", "pid": 1, "since": "2026-11-09T14:12:00+00:00", "token": "t"}'
    )
    mine = lock_path(desk.path).read_bytes()
    lock_path(desk.path).write_bytes(other)
    with pytest.raises(StorageFailed, match="taken over"):
        places.add_place(desk, RENEE, "team", "North team")
    lock_path(desk.path).write_bytes(mine)
    with desk.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM team").scalar_one() == 0


def test_a_read_only_opening_refuses_changes(tmp_path: Path, clock: Clock) -> None:
    path = closed_desk(tmp_path, clock)
    with open_desk(path, mode="read", clock=clock) as desk, pytest.raises(ReadOnly, match="reading only"):
        places.add_place(desk, RENEE, "team", "West team")


NOT_ROOT = """
import os
if hasattr(os, "setuid") and os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
"""


def test_a_read_only_folder_is_said_to_be_one_and_can_still_be_read(clock: Clock) -> None:
    # Root is not held by permissions, so the other process lets go of root; hence a folder that anyone may reach.
    with tempfile.TemporaryDirectory(prefix="coachdesk-shared-") as name:
        folder = Path(name)
        path = closed_desk(folder, clock)
        before = digest(path)
        path.chmod(0o444)
        folder.chmod(0o555)
        code = OPEN.replace("try:", NOT_ROOT + "try:", 1)
        refused = other_process(code, str(path), "write")
        assert refused.stdout.startswith("StorageFailed"), refused
        assert "cannot be written" in refused.stdout
        assert other_process(code, str(path), "read").stdout == "teams 1 False\n"
        folder.chmod(0o755)
        assert digest(path) == before


def test_a_desk_copied_back_from_earlier_is_noticed(tmp_path: Path, clock: Clock) -> None:
    path = closed_desk(tmp_path, clock)
    older = tmp_path / "older"
    shutil.copy(path, older)
    with open_desk(path, clock=clock) as desk:
        assert desk.warnings == []
        places.add_place(desk, RENEE, "team", "West team")
    shutil.copy(older, path)
    with open_desk(path, clock=clock) as desk:
        assert len(desk.warnings) == 1
        assert "older copy" in desk.warnings[0]
        assert "1 more changes" in desk.warnings[0]


def test_trouble_with_another_file_while_reading_is_not_blamed_on_the_desk(desk: Desk) -> None:
    def export() -> None:
        with desk.read():
            raise PermissionError(13, "Permission denied", "pack.pdf")

    with pytest.raises(PermissionError):
        export()
