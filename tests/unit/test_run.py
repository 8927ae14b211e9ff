"""run.py sets up what is missing, tells what it cannot set up, and passes exit codes through."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import run


class Recorder:
    """Stands in for the commands run.py would start; `answers` maps a word in the command to an exit code."""

    def __init__(self, answers: dict[str, int] | None = None) -> None:
        self.answers = answers or {}
        self.commands: list[str] = []

    def code(self, command: list[str]) -> int:
        line = " ".join(command)
        self.commands.append(line)
        return next((code for word, code in self.answers.items() if word in line), 0)

    def call(self, command: list[str], cwd: Path | None = None, **env: str) -> int:
        return self.code(command)

    def quiet(self, command: list[str], **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, self.code(command), "3 11", "")


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """run.py in an empty folder of its own, with its commands recorded instead of started."""
    locks = {"use": tmp_path / "requirements.txt", "work": tmp_path / "requirements-dev.txt"}
    for name, lock in locks.items():
        lock.write_text(f"one=={name}\n")
    (tmp_path / ".venv").mkdir()
    venv = tmp_path / ".venv"
    places = {"ROOT": tmp_path, "VENV": venv, "PYTHON": str(venv / "python"), "OUT": tmp_path / "out", "LOCKS": locks}
    for name, value in places.items():
        monkeypatch.setattr(run, name, value)

    def record(answers: dict[str, int] | None = None) -> Recorder:
        recorder = Recorder(answers)
        monkeypatch.setattr(run, "call", recorder.call)
        monkeypatch.setattr(run, "quiet", recorder.quiet)
        return recorder

    return record


def test_this_interpreter_is_used_when_it_fits() -> None:
    assert run.suitable_python() == [sys.executable]


def test_another_interpreter_is_found_when_this_one_is_too_old(commands, monkeypatch) -> None:
    commands()
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(run.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "python3.11" else None)
    assert run.suitable_python() == ["python3.11"]


def test_without_a_fitting_interpreter_the_wanted_versions_are_named(monkeypatch) -> None:
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    with pytest.raises(run.Stopped, match=r"needs Python 3\.11 to 3\.14; this is 3\.9"):
        run.suitable_python()


@pytest.fixture
def debian(monkeypatch):
    """A Debian system, whatever the tests run on; gives a way to be root or not."""
    monkeypatch.setattr(run.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(run.Path, "exists", lambda path: True)
    return lambda root: monkeypatch.setattr(run, "as_root", lambda: root)


def test_as_root_missing_packages_are_installed(commands, debian) -> None:
    recorder = commands()
    debian(["env"])
    run.install_system_packages(["xvfb", "qpdf"], "Tests need them.")
    assert recorder.commands[-1].endswith("apt-get install -y --no-install-recommends xvfb qpdf")


def test_without_root_the_exact_command_is_named(commands, debian) -> None:
    recorder = commands()
    debian(None)
    with pytest.raises(run.Stopped, match="sudo apt-get install -y --no-install-recommends xvfb qpdf"):
        run.install_system_packages(["xvfb", "qpdf"], "Tests need them.")
    assert recorder.commands == []


def test_when_apt_fails_its_command_is_named(commands, debian) -> None:
    commands({"install": 100})
    debian(["env"])
    with pytest.raises(run.Stopped, match="apt-get install -y --no-install-recommends xvfb"):
        run.install_system_packages(["xvfb"], "Tests need it.")


def test_elsewhere_the_packages_are_named(commands, monkeypatch) -> None:
    commands()
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    with pytest.raises(run.Stopped, match=r"Install what your system calls these.*: xvfb"):
        run.install_system_packages(["xvfb"], "Tests need it.")


def test_libraries_are_installed_once_per_lock(commands) -> None:
    recorder = commands()
    run.install_libraries("use")
    run.install_libraries("use")
    assert len(recorder.commands) == 1
    assert "--require-hashes" in recorder.commands[0]
    run.LOCKS["use"].write_text("one==newer\n")
    run.install_libraries("use")
    assert len(recorder.commands) == 2


def test_libraries_for_work_hold_those_for_use_but_not_the_other_way(commands) -> None:
    recorder = commands()
    run.install_libraries("work")
    run.install_libraries("use")
    assert len(recorder.commands) == 1
    run.LOCKS["use"].write_text("one==newer\n")
    run.install_libraries("use")
    run.install_libraries("work")
    installed = [Path(line.split(" -r ")[1].split()[0]).name for line in recorder.commands]
    assert installed == ["requirements-dev.txt", "requirements.txt", "requirements-dev.txt"]


def test_a_failed_installation_is_told_and_tried_again(commands) -> None:
    commands({"pip": 1})
    with pytest.raises(run.Stopped, match="no network"):
        run.install_libraries("use")
    recorder = commands()
    run.install_libraries("use")
    assert len(recorder.commands) == 1


def test_a_folder_that_is_no_environment_is_left_alone(commands) -> None:
    commands()
    (run.VENV / "letters.txt").write_text("mine")
    with pytest.raises(run.Stopped, match="Move it away"):
        run.make_venv()
    assert (run.VENV / "letters.txt").read_text() == "mine"


def test_a_python_without_environments_gets_the_package_that_makes_them(commands, monkeypatch) -> None:
    commands({"ensurepip": 1})
    asked: list[str] = []
    monkeypatch.setattr(run, "install_system_packages", lambda names, reason: asked.extend(names))
    run.make_venv()
    assert asked[0] == "python3.11-venv"


@pytest.fixture
def ready(monkeypatch):
    """Set-up has been done; there is no screen."""
    monkeypatch.setattr(run, "set_up", lambda *args, **kwargs: None)
    monkeypatch.setattr(run, "check_test_tools", lambda: None)
    monkeypatch.setattr(run, "has_screen", lambda: False)


def test_without_a_screen_the_main_job_is_done_and_the_results_are_named(commands, ready, capsys) -> None:
    recorder = commands()
    assert run.main([]) == 0
    done = [line.split("-m coachdesk ")[1].split(" " + str(run.ROOT))[0] for line in recorder.commands]
    assert done == ["new", "check", "export tracker", "export pack"]
    told = capsys.readouterr().out
    assert "sample-tracker.xlsx" in told
    assert "sample-pack.pdf" in told


def test_what_fails_in_the_main_job_ends_it_with_its_exit_code(commands, ready, capsys) -> None:
    recorder = commands({"export tracker": 3})
    assert run.main(["open"]) == 3
    assert "export pack" not in " ".join(recorder.commands)
    assert "sample-pack.pdf" not in capsys.readouterr().out


def test_with_a_screen_the_window_is_opened(commands, ready, monkeypatch) -> None:
    monkeypatch.setattr(run, "has_screen", lambda: True)
    recorder = commands()
    run.main([])
    run.main(["--sample"])
    assert recorder.commands[0].endswith("-m coachdesk")
    assert recorder.commands[-1].endswith("-m coachdesk open " + str(run.OUT / "sample" / "sample.desk"))


@pytest.mark.parametrize(
    ("words", "parallel"), [([], True), (["-k", "gates"], True), (["-n", "0"], False), (["--pdb"], False)]
)
def test_tests_run_two_at_a_time_unless_told_otherwise(words, parallel, commands, ready, monkeypatch) -> None:
    monkeypatch.setattr(run.os, "cpu_count", lambda: 16)
    recorder = commands({"pytest": 5})
    assert run.main(["test", *words]) == 5
    assert recorder.commands[-1].endswith(" ".join(words))
    assert ("-n 2" in recorder.commands[-1]) is parallel


def test_one_failed_check_fails_the_whole_and_is_named(commands, ready, capsys) -> None:
    recorder = commands({"mypy": 1})
    assert run.main(["check"]) == 1
    assert len(recorder.commands) == 5
    assert "Failed: types" in capsys.readouterr().out


def test_an_unknown_word_shows_what_there_is(capsys) -> None:
    assert run.main(["tset"]) == 2
    told = capsys.readouterr().out
    assert "no verb or desk 'tset'" in told
    assert all(f"  {verb} " in told for verb in run.VERBS)


def test_exit_codes_come_through() -> None:
    assert run.call([sys.executable, "-c", "raise SystemExit(7)"]) == 7


@pytest.mark.skipif(sys.platform == "win32", reason="signals end processes on POSIX only")
def test_a_killed_program_is_told_as_shells_do() -> None:
    assert run.call([sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]) == 128 + 9


def test_run_py_needs_nothing_installed(root: Path) -> None:
    bare = [sys.executable, "-I", "-S", str(root / "run.py"), "--help"]
    assert subprocess.run(bare, capture_output=True, text=True, timeout=60).returncode == 0
