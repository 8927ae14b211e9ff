"""Commands about a desk as a whole: new, open, check, backup, restore; profiles, exit codes, errors."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest

from coachdesk import cli
from coachdesk.cli import app, telling
from coachdesk.errors import StorageFailed
from coachdesk.store.desk import open_desk
from tests.cli.conftest import Run
from tests.helpers.desks import Clock, new_desk
from tests.helpers.loop import run_loop

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def desk_file(tmp_path: Path, clock: Clock) -> Path:
    """A closed, unsealed desk with a whole loop in it."""
    with new_desk(tmp_path, clock) as desk:
        run_loop(desk, clock)
        return desk.path


def every_command(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    found: list[tuple[tuple[str, ...], click.Command]] = []
    for name, command in group.commands.items():
        found.append(((*path, name), command))
        if isinstance(command, click.Group):
            found += every_command(command, (*path, name))
    return found


def test_every_command_and_every_option_explains_itself(run: Run) -> None:
    commands = every_command(app.commands)
    assert {" ".join(path) for path, _ in commands} == {
        "new",
        "open",
        "import",
        "import roster",
        "import signals",
        "import standard",
        "list",
        "do",
        "drift",
        "patterns",
        "export",
        "export standard",
        "export tracker",
        "export pack",
        "check",
        "backup",
        "restore",
    }
    for path, command in commands:
        said = run(*path, "--help")
        assert said.code == 0, path
        assert command.help, path
        for option in command.params:
            if isinstance(option, click.Option) and option.name not in ("help", "target"):
                assert option.help, (path, option.name)
                assert option.opts[0] in said.out


def test_without_a_command_the_window_opens_and_a_desk_file_opens_like_a_command(
    run: Run, windows: list[tuple[Any, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run().code == 0
    assert run("open").code == 0
    assert run("open", "Harbor.desk", "--profile", "Renee").code == 0
    assert run("Harbor.desk").code == 0
    monkeypatch.setenv("COACHDESK_PASSPHRASE", "correct horse")
    run("open", "Harbor.desk")
    desk = Path("Harbor.desk")
    assert windows[:2] == [(None, None, None)] * 2
    assert windows[2:] == [(desk, None, "Renee"), (desk, None, None), (desk, "correct horse", None)]


def test_a_double_click_goes_straight_to_the_window(desk_file: Path) -> None:
    code = (
        "import gc, sys; from coachdesk import cli\n"
        "def window(*asked): print(asked[1:], gc.isenabled()); return 7\n"
        "code = cli.main(sys.argv[1:], cli.Outside(window, None, None, None, None))\n"
        "print(code, gc.isenabled(), [name for name in ('click', 'coachdesk.cli.app') if name in sys.modules])"
    )
    for words in ([], ["open"], [str(desk_file)], ["open", str(desk_file), "--profile", "Renee"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *words], cwd=ROOT, capture_output=True, text=True, timeout=60
        )
        asked = (None, "Renee") if "--profile" in words else (None, None)
        assert done.stdout.splitlines() == [f"{asked} False", "7 True []"], done.stderr
    done = subprocess.run(
        [sys.executable, "-c", code, "open", "-h"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert "--passphrase-file" in done.stdout


def test_a_window_that_cannot_open_is_told_like_any_command(
    outside: cli.Outside, capsys: pytest.CaptureFixture[str], own_home: Path
) -> None:
    def broken(*_asked: object) -> int:
        raise StorageFailed("The screen is gone.", "Nothing was changed.", "Plug it in.")

    assert cli.main(["Harbor.desk"], replace(outside, open_window=broken)) == 1
    assert "The screen is gone." in capsys.readouterr().err


def test_a_folder_given_as_the_desk_is_named_as_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "Harbor").mkdir()
    said = run("check", "Harbor")
    assert said.code == 1
    assert "looks like a folder" in said.err


def test_leaving_a_new_desk_open_must_be_said(run: Run, tmp_path: Path) -> None:
    said = run("new", "Harbor.desk")
    assert said.code == 2
    assert "--no-passphrase" in said.err
    assert not (tmp_path / "Harbor.desk").exists()
    said = run("new", "Harbor.desk", "--no-passphrase", "--profile", "Renee Okafor")
    assert said.code == 0
    assert "no passphrase" in said.err
    with open_desk(tmp_path / "Harbor.desk", mode="read") as desk, desk.read() as conn:
        assert conn.exec_driver_sql("SELECT name FROM agency").scalar() == "Harbor"
        assert tuple(conn.exec_driver_sql("SELECT name, initials FROM profile").one()) == ("Renee Okafor", "RO")


def test_wrong_calls_of_new_are_told_and_make_nothing(run: Run, tmp_path: Path) -> None:
    for words in (
        ["--state", "ZZ", "--no-passphrase"],
        ["--sample", "--agency", "Harbor", "--no-passphrase"],
        ["--passphrase-file", "x.txt", "--no-passphrase"],
        ["--never-heard-of"],
    ):
        assert run("new", "Harbor.desk", *words).code == 2, words
    assert run("new").code == 2
    assert list(tmp_path.glob("*.desk")) == []


def test_an_existing_file_is_not_overwritten_by_a_new_desk(run: Run, desk_file: Path) -> None:
    before = desk_file.read_bytes()
    said = run("new", desk_file, "--no-passphrase")
    assert said.code == 1
    assert "already a file" in said.err
    assert desk_file.read_bytes() == before


def test_the_sample_agency_is_made_and_sound(run: Run) -> None:
    assert run("new", "Sample.desk", "--sample", "--no-passphrase").code == 0
    said = run("check", "Sample.desk")
    assert (said.code, said.out) == (0, "")
    assert "Sound" in said.err
    assert len(run("list", "staff", "Sample.desk").lines) >= 40


def test_check_tells_every_finding_on_a_line_and_exits_1(run: Run, desk_file: Path) -> None:
    with sqlite3.connect(desk_file) as conn:
        conn.execute("UPDATE measure SET met = 9 WHERE id = 1")
        conn.execute("UPDATE trail SET label = 'Nothing' WHERE seq = 5")
    conn.close()
    said = run("check", desk_file)
    assert said.code == 1
    assert said.lines == [
        "Trail entry 5 was changed, or put in another place, after it was written.",
        "measure 1: met is 9, but 4 after its last trail entry, 14.",
    ]
    assert said.err.startswith("2 things are wrong.")


def test_a_backup_is_made_and_comes_back_as_a_new_desk(run: Run, desk_file: Path, tmp_path: Path) -> None:
    made = run("backup", desk_file)
    assert made.code == 0
    backup = Path(made.out.strip())
    assert backup.exists()
    assert "Proven" in made.err
    said = run("restore", backup, "--to", "Back.desk")
    assert (said.code, said.out.strip()) == (0, str(tmp_path / "Back.desk"))
    assert run("check", "Back.desk").code == 0
    again = run("restore", backup, "--to", "Back.desk")
    assert again.code == 1
    assert "already a file" in again.err
    assert run("restore", backup).code == 2


def test_restore_in_place_is_asked_for_by_name_and_sets_the_old_desk_aside(
    run: Run, desk_file: Path, tmp_path: Path
) -> None:
    backup = run("backup", desk_file).out.strip()
    said = run("restore", backup, "--to", desk_file, "--replace")
    assert said.code == 0
    assert "before a restore" in said.err
    assert len(list(tmp_path.glob("Harbor backups/*before a restore*"))) == 1


def test_a_desk_that_is_open_elsewhere_can_be_read_checked_and_backed_up(run: Run, desk_file: Path) -> None:
    holder = "import sys; from pathlib import Path; from coachdesk.store.desk import open_desk\n"
    holder += "desk = open_desk(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read(); desk.close()"
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(desk_file)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        assert run("list", "staff", desk_file).code == 0
        assert run("check", desk_file).code == 0
        assert run("backup", desk_file).code == 0
        refused = run("import", "roster", desk_file, "nothing.csv")
        assert refused.code == 1
        exported = run("export", "tracker", desk_file, "--out", "t.xlsx")
        assert exported.code == 0
        assert "keeps no note" in exported.err
        other.communicate("")
    assert other.returncode == 0


def test_errors_come_in_sentences_on_the_standard_error_and_never_as_a_traceback(run: Run, tmp_path: Path) -> None:
    (tmp_path / "roster.xlsx").write_bytes(b"PK\x03\x04" + b"x" * 5000)
    (tmp_path / "empty.desk").write_bytes(b"")
    (tmp_path / "text.desk").write_text("hello " * 2000)
    for name, words in (
        ("none.desk", "There is no file none.desk"),
        ("roster.xlsx", "is not a CoachDesk desk; it looks like a workbook"),
        ("empty.desk", "is empty"),
        ("text.desk", "is not a CoachDesk desk"),
    ):
        said = run("list", "staff", name)
        assert (said.code, said.out) == (1, "")
        assert words in said.err
        assert len(said.err.strip().splitlines()) == 3, said.err
        assert "Traceback" not in said.err


def test_who_acts_is_named_by_profile_and_a_reader_changes_nothing(run: Run, desk_file: Path, clock: Clock) -> None:
    with sqlite3.connect(desk_file) as conn:
        for name, role in (("Luis Marín", "supervisor"), ("Rita Reader", "reader")):
            conn.execute(
                "INSERT INTO profile (name, initials, role, active, rev) VALUES (?, '', ?, 1, 1)", (name, role)
            )
    conn.close()
    assert run("export", "tracker", desk_file, "--out", "t.xlsx", "--profile", "luis marín").code == 0
    assert run("list", "trail", desk_file, "--limit", 1, "--format", "csv").lines[1].split(",")[3] == "Luis Marín"
    assert run("export", "tracker", desk_file, "--out", "t.xlsx").code == 0
    assert run("list", "trail", desk_file, "--limit", 1, "--format", "csv").lines[1].split(",")[3] == "Renee Okafor"
    reader = run("export", "tracker", desk_file, "--out", "t.xlsx", "--profile", "Rita Reader")
    assert reader.code == 1
    assert "is a reader" in reader.err
    nobody = run("export", "tracker", desk_file, "--out", "t.xlsx", "--profile", "Nobody")
    assert nobody.code == 1
    assert "Renee Okafor" in nobody.err


def test_writing_backs_the_desk_up_first_when_it_changed(run: Run, desk_file: Path, tmp_path: Path) -> None:
    assert run("export", "tracker", desk_file, "--out", "t.xlsx").code == 0
    assert len(list(tmp_path.glob("Harbor backups/*(trail 29).desk"))) == 1
    run("list", "staff", desk_file)
    assert len(list(tmp_path.glob("Harbor backups/*.desk"))) == 1


def test_a_mistake_of_ours_is_short_and_leaves_a_note_without_record_text(
    run: Run, desk_file: Path, monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("Dana Whitfield has SSN 078-05-1120")

    monkeypatch.setattr("coachdesk.store.check.check", broken)
    said = run("check", desk_file)
    assert said.code == 1
    assert "CoachDesk made a mistake: ValueError." in said.err
    assert "Traceback" not in said.err
    note = next(own_home.rglob("coachdesk-command.log"))
    assert str(note) in said.err
    text = note.read_text("utf-8")
    assert "ValueError" in text
    assert "test_desks.py" in text
    for written in (said.err, text):
        assert "Whitfield" not in written


def test_a_reader_that_has_enough_is_no_error(run: Run, desk_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(_text: str) -> None:
        raise telling.PipeClosed

    monkeypatch.setattr("coachdesk.cli.listing.write", closed)
    assert run("list", "trail", desk_file).code == 0


def test_as_a_program_codes_output_and_a_closed_pipe_are_right(desk_file: Path, own_home: Path) -> None:
    def called(*words: object) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "coachdesk", *map(str, words)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)

    assert called("--version").stdout.startswith(b"CoachDesk, version")
    assert called("list").returncode == 2
    assert called("list", "staff", "nowhere.desk").returncode == 1
    listed = called("list", "staff", desk_file)
    assert listed.returncode == 0
    assert "Nguyễn, Thanh" in listed.stdout.decode("utf-8")
    piped = subprocess.run(
        f'"{sys.executable}" -m coachdesk list trail "{desk_file}" --format json | head -c 10',
        shell=True,
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert len(piped.stdout) == 10
    assert piped.stderr == b""


def test_the_command_line_loads_no_window_toolkit(desk_file: Path) -> None:
    code = (
        "import sys; from coachdesk import cli; code = cli.main(sys.argv[1:]);"
        "print(code, [name for name in sys.modules if name.startswith(('PySide6', 'reportlab', 'openpyxl', 'ui'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "list", "staff", str(desk_file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.splitlines()[-1] == "0 []"
