"""The command line in untidy surroundings: closed streams, full disks, plain locales, odd names, no home."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from coachdesk.cli import app, telling
from tests.cli.conftest import Run
from tests.helpers.desks import Clock, new_desk

PLAIN = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
"""A locale that knows no letters beyond ASCII, as old servers and task schedulers have it."""


@pytest.fixture
def desk_file(tmp_path: Path, clock: Clock) -> Path:
    """A desk without a passphrase, closed."""
    new_desk(tmp_path, clock).close()
    return tmp_path / "Harbor.desk"


def shell(words: str, root: Path, **environment: str | None) -> subprocess.CompletedProcess[bytes]:
    """What `coachdesk` and these words, written for the shell, do as a program of their own."""
    known = {**os.environ, "PYTHONPATH": str(root), **environment}
    given = {name: value for name, value in known.items() if value is not None}
    line = words.replace("coachdesk", f"{sys.executable} -m coachdesk", 1)
    return subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=False, env=given, timeout=60)


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    """All that was said; never a traceback, and never that it was our mistake."""
    text = done.stderr.decode("utf-8", "replace")
    assert "Traceback" not in text
    assert "made a mistake" not in text
    return text


def test_closed_streams_change_nothing_of_what_is_done(desk_file: Path, root: Path) -> None:
    """`<&-`, `>&-`, `2>&-`: a task scheduler may start a program without any of them."""
    assert b"in Teams" in shell(f"coachdesk list teams {desk_file} <&-", root).stderr
    done = shell(f"coachdesk do {desk_file} place.add family=team name=North >&-", root)
    assert (done.returncode, said(done)) == (0, "Add North\n")
    done = shell(f"coachdesk list teams {desk_file} 2>&-", root)
    assert done.returncode == 0
    assert b"North" in done.stdout
    assert shell(f"coachdesk do {desk_file} place.add family=team name=South <&- >&- 2>&-", root).returncode == 0
    assert b"South" in shell(f"coachdesk list teams {desk_file}", root).stdout


def test_a_new_desk_without_a_keyboard_asks_for_the_passphrase_elsewhere(tmp_path: Path, root: Path) -> None:
    done = shell(f"coachdesk new {tmp_path / 'b.desk'} <&-", root)
    assert done.returncode == 2
    assert "--passphrase-file" in said(done)


class FullStream(io.StringIO):
    """An output whose disk is full."""

    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_output_that_finds_no_room_is_told_apart_from_the_desk(
    run: Run, desk_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", FullStream())
        done = run("do", desk_file, "place.add", "family=team", "name=North")
        sys.stdout.close()  # what the rest goes to
    assert done.code == 1
    assert "Add North" in done.err
    assert "The desk holds everything saved before; only this output is not whole." in done.err
    assert "North" in run("list", "teams", desk_file).out


def test_a_reader_that_went_away_is_no_trouble(desk_file: Path, root: Path) -> None:
    for reader in ("true", "sh -c 'exec 0<&-; sleep 3'"):  # gone at some moment, and gone before anything was written
        done = shell(f"coachdesk list trail {desk_file} | {reader}", root)
        assert (done.returncode, said(done).count("\n")) in {(0, 0), (0, 1)}


class Gone(io.RawIOBase):
    """A pipe whose reader has gone."""

    gone = True

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if self.gone:
            raise BrokenPipeError
        return len(data)


def test_nothing_is_written_again_to_a_reader_that_went_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is held back would be, by whatever touches the stream next."""
    pipe = Gone()
    stream = io.TextIOWrapper(io.BufferedWriter(pipe), "utf-8")
    stream.write("held back")
    monkeypatch.setattr(sys, "stdout", stream)
    assert app.told(telling.PipeClosed()) == app.DONE
    assert sys.stdout is None
    pipe.gone = False  # it is let go in peace
    stream.close()


def test_names_are_kept_whole_in_a_plain_locale(desk_file: Path, root: Path) -> None:
    """The letters that locale does not know are read as UTF-8, or refused; never dropped."""
    done = shell(f"coachdesk do {desk_file} place.add family=team name=Łódź", root, **PLAIN)
    assert done.returncode == 0, said(done)
    listed = shell(f"coachdesk list teams {desk_file} --format csv", root, **PLAIN)
    assert "Łódź" in listed.stdout.decode("utf-8")
    done = shell(f"coachdesk do {desk_file} place.add family=team name=\"$(printf 'a\\377')\"", root, **PLAIN)
    assert done.returncode == 2
    assert "cannot be read as text" in said(done)


def test_a_desk_may_be_called_anything_the_disk_takes(tmp_path: Path, root: Path) -> None:
    """Quotes, a newline, letters of no encoding: in the file's name and in the agency's."""
    odd = tmp_path / os.fsdecode(b'O\'Brien "Bo" \xff\nnew')
    odd.mkdir()
    path = odd / 'it\'s\na "desk".desk'
    known = {**os.environ, "PYTHONPATH": str(root)}
    run = [sys.executable, "-m", "coachdesk"]
    made = subprocess.run([*run, "new", path, "--no-passphrase", "--agency", 'O\'Brien\n"Bo"'], capture_output=True,
                          check=False, env=known, timeout=60)  # fmt: skip
    assert made.returncode == 0, said(made)
    checked = subprocess.run([*run, "check", path], capture_output=True, check=False, env=known, timeout=60)
    assert checked.returncode == 0, said(checked)
    pack = odd / "pack.pdf"
    packed = subprocess.run([*run, "export", "pack", path, "--out", pack], capture_output=True, check=False, env=known,
                            timeout=60)  # fmt: skip
    assert packed.returncode == 0, said(packed)
    assert pack.read_bytes().startswith(b"%PDF-")


def test_a_home_that_cannot_be_written_stops_nothing(
    run: Run, desk_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the end of the history cannot be remembered (store/anchor.py), the desk itself is as good."""
    (tmp_path / "file").write_text("no folder")
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    for place, home in enumerate(("/dev/null", str(tmp_path / "file" / "under"))):
        monkeypatch.setenv("HOME", home)
        done = run("do", desk_file, "place.add", "family=team", f"name=Team {place}")
        assert (done.code, done.err) == (0, f"Add Team {place}\n")


def test_slips_in_a_script_are_told_in_words(run: Run, desk_file: Path) -> None:
    """A wrong field, record, limit or starter standard is a slip, not a mistake of the program."""
    for words, told in (
        (("signal.log", "values.severty=major"), "There is no field severty; choose from source,"),
        (
            ("staff.add", "values.number=1", "values.last_name=X", "posting.team=3"),
            "There is no field team; choose from",
        ),
        (("signal.triage", "signal_id=99", "triage=no_action"), "A record that this step needs is not in the desk."),
        (("staff.edit", "staff_id=99999999999999999999", "values.last_name=X"), "is too large"),
        (("settings.change", "key=nope", "text=1"), "There is no limit called nope."),
        (("library.import", "codes=NOPE"), "The starter library has no standard NOPE."),
        (("signal.log", "values.source=incident", "values.occurred_on=0026-03-14"), "03/14/0026 cannot be meant"),
    ):
        done = run("do", desk_file, *words)
        assert done.code == 1, words
        assert told in done.err
        assert "made a mistake" not in done.err


def test_the_streams_are_there_after_preparing(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a program without a console has none of them."""
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    telling.prepare_output()
    telling.write("data")
    telling.say("words")
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.close()
