"""Passphrases on the command line: sealing a new desk, opening one by file, environment or prompt."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from coachdesk.store.desk import open_desk
from tests.cli.conftest import Run
from tests.helpers.desks import Clock, fast_keys, new_desk

ROOT = Path(__file__).resolve().parents[2]


def test_a_new_desk_is_sealed_with_the_given_passphrase(run: Run, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("correct horse\nnot this line\n", "utf-8")
    said = run("new", "Harbor.desk", "--agency", "Harbor", "--state", "oh", "--passphrase-file", secret)
    assert (said.code, said.out) == (0, f"{tmp_path / 'Harbor.desk'}\n")  # the whole path, however it was typed
    assert "passphrase safe" in said.err
    with open_desk(tmp_path / "Harbor.desk", "correct horse", "read") as desk:
        assert desk.encrypted
        with desk.read() as conn:
            assert tuple(conn.exec_driver_sql("SELECT name, state FROM agency").one()) == ("Harbor", "OH")
            assert tuple(conn.exec_driver_sql("SELECT name, role FROM profile").one()) == ("Coordinator", "coordinator")


def test_a_passphrase_too_short_for_the_window_is_too_short_here(run: Run, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("1234567\n", "utf-8")
    said = run("new", "Harbor.desk", "--passphrase-file", "secret")
    assert said.code == 1
    assert "at least 8 characters" in said.err
    assert not (tmp_path / "Harbor.desk").exists()


def test_a_passphrase_opens_however_a_computer_writes_its_accents(run: Run, tmp_path: Path) -> None:
    for name, passphrase in (("composed", "café au lait"), ("decomposed", "cafe\u0301 au lait")):
        (tmp_path / name).write_text(passphrase, "utf-8")
    (tmp_path / "from a notepad").write_text("café au lait\r\n", "utf-8-sig")
    assert run("new", "Harbor.desk", "--passphrase-file", "composed").code == 0
    for name in ("composed", "decomposed", "from a notepad"):
        assert run("list", "staff", "Harbor.desk", "--passphrase-file", name).code == 0, name


def test_a_sealed_desk_needs_its_passphrase(
    run: Run, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_desk(tmp_path, clock, "correct horse").close()
    said = run("list", "staff", "Harbor.desk")
    assert said.code == 1
    assert "sealed with a passphrase" in said.err
    monkeypatch.setenv("COACHDESK_PASSPHRASE", "wrong horse")
    assert "does not open" in run("list", "staff", "Harbor.desk").err
    (tmp_path / "secret").write_text("correct horse\r\n")
    assert run("list", "staff", "Harbor.desk", "--passphrase-file", "secret").code == 0
    monkeypatch.setenv("COACHDESK_PASSPHRASE", "correct horse")
    assert run("list", "staff", "Harbor.desk").code == 0
    said = run("list", "staff", "Harbor.desk", "--passphrase-file", "nowhere")
    assert said.code == 1
    assert "cannot be read" in said.err
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    assert "not a text file" in run("list", "staff", "Harbor.desk", "--passphrase-file", "binary").err


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are a POSIX thing")
def test_at_a_terminal_the_passphrase_is_asked_for_and_not_shown(tmp_path: Path, clock: Clock) -> None:
    import pty

    with fast_keys():
        new_desk(tmp_path, clock, "correct horse").close()
    # The desk was made with quick keys, so the child derives quick ones too.
    code = "import sys; from coachdesk.store import keys; keys.SCRYPT_N = 16\n"
    code += "from coachdesk import cli; sys.exit(cli.main())"
    terminal, theirs = pty.openpty()
    command = [sys.executable, "-c", code, "list", "profiles", str(tmp_path / "Harbor.desk")]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as child:
        os.close(theirs)
        shown = b""
        while b"Passphrase of Harbor.desk: " not in shown:
            shown += os.read(terminal, 1024)
        os.write(terminal, b"correct horse\n")
        with suppress(OSError):  # the terminal is gone with the child
            while part := os.read(terminal, 1024):
                shown += part
    os.close(terminal)
    assert child.returncode == 0
    assert b"Renee Okafor" in shown
    assert b"correct horse" not in shown
