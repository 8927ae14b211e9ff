"""An export appears whole under its name or not at all, and a refusal says what happened in words."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import IO

import pytest

from coachdesk.errors import Refused, StorageFailed
from coachdesk.store.desk import Desk
from exports.atomic import write_whole
from tests.helpers.desks import Clock, new_desk


def fill(stream: IO[bytes]) -> None:
    stream.write(b"new")


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_new_file_takes_the_name_in_one_step_and_keeps_the_old_ones_permissions(tmp_path: Path) -> None:
    target = tmp_path / "pack.pdf"
    target.write_bytes(b"old")
    target.chmod(0o640)
    seen: list[bytes] = []

    def peek(stream: IO[bytes]) -> None:
        fill(stream)
        seen.append(target.read_bytes())

    assert write_whole(target, peek).path == target
    assert seen == [b"old"]
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert leftovers(tmp_path) == ["pack.pdf"]


def test_a_failure_while_writing_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "pack.pdf"
    target.write_bytes(b"old")

    def broken(stream: IO[bytes]) -> None:
        stream.write(b"half")
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        write_whole(target, broken)
    assert target.read_bytes() == b"old"
    assert leftovers(tmp_path) == ["pack.pdf"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "no room left"),
        (errno.EROFS, "does not allow"),
        (errno.EACCES, "does not allow"),
        (errno.ENODEV, "not there"),
        (errno.EIO, "did not work"),
    ],
)
def test_a_refusing_disk_is_told_in_words_and_nothing_is_left_behind(tmp_path: Path, code: int, words: str) -> None:
    def refuse(stream: IO[bytes]) -> None:
        raise OSError(code, os.strerror(code))

    with pytest.raises(StorageFailed, match=words) as caught:
        write_whole(tmp_path / "pack.pdf", refuse)
    assert caught.value.to_do
    assert "unchanged" in caught.value.kept
    assert leftovers(tmp_path) == []


def test_a_missing_folder_and_a_folder_in_the_way_are_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed, match="not there"):
        write_whole(tmp_path / "gone" / "pack.pdf", fill)
    with pytest.raises(StorageFailed, match="is a folder"):
        write_whole(tmp_path, fill)


def test_a_desk_is_never_replaced_by_an_export(tmp_path: Path, desk: Desk, clock: Clock) -> None:
    before = desk.path.read_bytes()
    with pytest.raises(Refused, match="never replaced") as caught:
        write_whole(desk.path, fill)
    assert "unchanged" in caught.value.kept
    assert desk.path.read_bytes() == before

    sealed = new_desk(tmp_path, clock, "river lamp goat", "Sealed.desk")
    sealed.close()
    whole = sealed.path.read_bytes()
    for name, kept in (("copy.bak", whole), ("cut off.bak", whole[:5000]), ("empty.desk", b"")):
        (tmp_path / name).write_bytes(kept)
        with pytest.raises(Refused, match="is a desk"):
            write_whole(tmp_path / name, fill)
        assert (tmp_path / name).read_bytes() == kept
    (tmp_path / "empty.pdf").write_bytes(b"")
    assert write_whole(tmp_path / "empty.pdf", fill).path.read_bytes() == b"new"


def test_a_target_held_open_elsewhere_is_tried_again_and_then_saved_under_another_name(tmp_path: Path) -> None:
    target = tmp_path / "tracker.xlsx"
    target.write_bytes(b"open in a spreadsheet")
    (tmp_path / "tracker (2).xlsx").write_bytes(b"somebody's")
    tries = []

    def held(source: Path, wanted: Path) -> None:
        if wanted == target:
            tries.append(wanted)
            error = PermissionError(errno.EACCES, "Access is denied")
            error.__dict__["winerror"] = 32  # a name that only Windows sets
            raise error
        Path(source).replace(wanted)

    written = write_whole(target, fill, patience=0.05, replace=held)
    assert len(tries) > 1
    assert written.path.name == "tracker (3).xlsx"
    assert written.path.read_bytes() == b"new"
    assert "tracker (3).xlsx" in written.note
    assert target.read_bytes() == b"open in a spreadsheet"


def test_a_draft_left_by_a_killed_program_is_swept_away_after_a_day(tmp_path: Path) -> None:
    old, young = tmp_path / ".coachdesk-old.part", tmp_path / ".coachdesk-young.part"
    for draft in (old, young):
        draft.write_bytes(b"half")
    os.utime(old, (0, 0))
    write_whole(tmp_path / "pack.pdf", fill)
    assert leftovers(tmp_path) == [".coachdesk-young.part", "pack.pdf"]
