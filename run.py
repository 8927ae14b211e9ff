#!/usr/bin/env python3
"""The one command for everything: sets CoachDesk up by itself, then opens, tests, checks, measures or bundles it.

Needs nothing but Python 3.11 or newer. Libraries come from the hashed lock files into `.venv`; where from is pip's own
configuration on this computer. On Debian and Ubuntu missing system packages are installed too, or the command is named.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
OUT = ROOT / "out"
OLDEST, NEWEST = (3, 11), (3, 14)  # the versions all locked libraries have ready-made files for
LOCKS = {"use": ROOT / "requirements.txt", "work": ROOT / "requirements-dev.txt"}
MOST_WORKERS = 2  # the window tests want a processor each; more workers than this only make them wait

# Found by starting Qt on bare Debian roots; the other X libraries come along as dependencies of these.
QT_PACKAGES = (
    *("libgl1", "libegl1", "libxkbcommon0", "libfontconfig1", "libdbus-1-3", "libglib2.0-0"),
    *("libxcb-cursor0", "libxkbcommon-x11-0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0"),
)
TEST_TOOLS = {  # program -> the Debian package that has it
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
    "qpdf": "qpdf",
    "pdftotext": "poppler-utils",
    "localc": "libreoffice-calc",
}
QT_PROBE = """
import ctypes, pathlib, sys, PySide6
from PySide6 import QtPdfWidgets, QtPrintSupport, QtSvg, QtWidgets
if sys.platform == "linux":
    ctypes.CDLL(str(pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms/libqxcb.so"))
"""


class Stopped(Exception):
    """Something the person has to do first; the words say what."""


def say(text: str) -> None:
    """Tell the person at the terminal, at once even when the output goes to a file."""
    print(text, flush=True)


def call(command: list[str], cwd: Path | None = ROOT, **extra_env: str) -> int:
    """Run a command in the foreground and give its exit code; Ctrl+C is left for it to deal with."""
    env = {**os.environ, **extra_env}
    with subprocess.Popen(command, cwd=cwd, env=env) as child:
        while True:
            try:
                code = child.wait()
                break
            except KeyboardInterrupt:
                continue
    return code if code >= 0 else 128 - code


def quiet(command: list[str], **extra_env: str) -> subprocess.CompletedProcess[str]:
    """Run a command and give its output; a program that does not exist counts as failed."""
    env = {**os.environ, **extra_env}
    try:
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    except OSError as problem:
        return subprocess.CompletedProcess(command, 127, "", str(problem))


# --- the interpreter -------------------------------------------------------------------------------------------------


def version_of(python: list[str]) -> tuple[int, int] | None:
    """(major, minor) of an interpreter, or None if it does not run."""
    answer = quiet([*python, "-c", "import sys; print(*sys.version_info[:2])"])
    if answer.returncode:
        return None
    major, minor = answer.stdout.split()
    return int(major), int(minor)


def suitable_python() -> list[str]:
    """The command of an interpreter in the supported range: this one if it fits, else one found on the computer."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return [sys.executable]
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        for command in ([f"python3.{minor}"], ["py", f"-3.{minor}"]):
            if shutil.which(command[0]) and version_of(command) == (3, minor):
                return command
    have, oldest, newest = (".".join(map(str, version)) for version in (sys.version_info[:2], OLDEST, NEWEST))
    raise Stopped(f"CoachDesk needs Python {oldest} to {newest}; this is {have}, and no other was found. Install one.")


# --- system packages -------------------------------------------------------------------------------------------------


def as_root() -> list[str] | None:
    """What to put before a command so that it runs as root without asking; None if that is not possible."""
    if os.name == "nt":
        return None
    if os.geteuid() == 0:
        return ["env"]
    return ["sudo", "-n", "env"] if quiet(["sudo", "-n", "true"]).returncode == 0 else None


def install_system_packages(names: list[str], reason: str) -> None:
    """Install Debian packages, or stop and say what to install."""
    if not (Path("/etc/debian_version").exists() and shutil.which("apt-get")):
        raise Stopped(f"{reason}\nInstall what your system calls these (Debian's names): {' '.join(names)}")
    install = ["apt-get", "install", "-y", "--no-install-recommends", *names]
    shown = " ".join(install)
    root = as_root()
    if root is None:
        raise Stopped(f"{reason}\nRun this once, then start again:\n\n    sudo apt-get update && sudo {shown}\n")
    say(f"{reason}\nInstalling with apt: {' '.join(names)}")
    calm = [*root, "DEBIAN_FRONTEND=noninteractive"]
    quiet([*calm, "apt-get", "update"])  # if the lists cannot be renewed, the old ones may still do
    done = quiet([*calm, *install])
    if done.returncode:
        raise Stopped(
            f"{done.stdout[-2000:]}{done.stderr}\napt could not install them, see above.\n"
            f"See to it that this works as root, then start again:\n\n    apt-get update && {shown}\n"
        )


def check_qt(must: bool) -> None:
    """See that Qt can load, else get the system libraries it lacks; without `must`, failing is only told."""
    probe = quiet([PYTHON, "-c", QT_PROBE])
    if probe.returncode == 0:
        return
    lacking = probe.stderr.strip().splitlines()[-1:]
    try:
        install_system_packages(list(QT_PACKAGES), f"Qt cannot load yet: {' '.join(lacking)}")
    except Stopped as stopped:
        if must:
            raise
        say(f"{stopped}\nThere is no screen here, so CoachDesk goes on without it.")
        return
    probe = quiet([PYTHON, "-c", QT_PROBE])
    if probe.returncode:
        raise Stopped(f"Qt still cannot load:\n{probe.stderr.strip()}")


def check_test_tools() -> None:
    """See that the programs the tests drive are there (they exist for Linux only)."""
    lacking = [package for program, package in TEST_TOOLS.items() if not shutil.which(program)]
    if lacking and sys.platform == "linux":
        install_system_packages(lacking, "The tests drive real programs that are not here yet.")


# --- the virtual environment -----------------------------------------------------------------------------------------


def make_venv() -> None:
    """Create `.venv`, or create it anew when its interpreter no longer runs."""
    usable = version_of([PYTHON]) if Path(PYTHON).exists() else None
    if usable and OLDEST <= usable <= NEWEST and quiet([PYTHON, "-m", "pip", "--version"]).returncode == 0:
        return
    if VENV.exists() and any(VENV.iterdir()) and not (VENV / "pyvenv.cfg").exists():
        raise Stopped(f"{VENV} exists and is not a virtual environment. Move it away, then start again.")
    python = suitable_python()
    if quiet([*python, "-c", "import ensurepip, venv"]).returncode:
        version = version_of(python) or OLDEST
        names = [f"python{version[0]}.{version[1]}-venv", *QT_PACKAGES]  # where one is missing, so are the others
        install_system_packages(names, "This Python cannot make environments yet.")
    say("Making the virtual environment .venv")
    if call([*python, "-m", "venv", "--clear", str(VENV)]):
        raise Stopped(f"The virtual environment could not be made in {VENV}. Is the folder writable, the disk full?")


def install_libraries(kind: str) -> None:
    """Install the locked libraries for "use", or for "work" (which holds those for use too), unless they are there."""
    stamp = VENV / "coachdesk-installed.txt"
    digests = {name: hashlib.sha256(lock.read_bytes()).hexdigest() for name, lock in LOCKS.items()}
    if stamp.exists() and digests[kind] in stamp.read_text(encoding="utf-8").split():
        return
    stamp.unlink(missing_ok=True)
    lock = LOCKS[kind]
    count = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    say(f"Installing up to {count} libraries from {lock.name} into .venv; the first time takes a few minutes")
    pip = [PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    pip += ["--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    if call(pip if sys.stdout.isatty() else [*pip, "--quiet"]):
        raise Stopped(
            "The libraries could not be installed; pip's own words are above. Usual reasons: no network; a package\n"
            "index or proxy that pip's configuration must name (pip.conf, PIP_INDEX_URL); a full disk; a system too\n"
            "old for the ready-made Qt (the oldest are Linux with glibc 2.34, macOS 14 and Windows 10).\n"
            "Nothing else changed; start again to go on."
        )
    stamp.write_text("\n".join(digests.values() if kind == "work" else [digests[kind]]), encoding="utf-8")


def set_up(kind: str, screen_needed: bool = True) -> None:
    """Everything a verb needs before it can run; quick when nothing is missing."""
    make_venv()
    install_libraries(kind)
    check_qt(must=screen_needed)


# --- the verbs -------------------------------------------------------------------------------------------------------


def has_screen() -> bool:
    """Whether a window could be shown here."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def coachdesk(*words: str | Path, program: tuple[str, ...] = (PYTHON, "-m", "coachdesk")) -> int:
    """Run CoachDesk's own command line in the folder the person is in, so that their paths mean theirs."""
    return call([*program, *map(str, words)], cwd=None, PYTHONPATH=str(ROOT))


def sample_desk() -> Path:
    """The desk of the made-up sample agency, created the first time."""
    desk = OUT / "sample" / "sample.desk"
    if not desk.exists():
        desk.parent.mkdir(parents=True, exist_ok=True)
        say("Making the sample agency")
        if coachdesk("new", desk, "--sample", "--no-passphrase"):
            raise Stopped("The sample agency could not be made; the reason is above.")
    return desk


def main_job(desk: Path) -> int:
    """Check a desk and export its tracker and evidence pack by command line; say where they are."""
    OUT.mkdir(exist_ok=True)
    results = {"tracker": OUT / f"{desk.stem}-tracker.xlsx", "pack": OUT / f"{desk.stem}-pack.pdf"}
    code = coachdesk("check", desk)
    for kind, file in results.items():
        code = code or coachdesk("export", kind, desk, "--out", file)
    if code == 0:
        say("\n".join(["", "The results:", str(desk), *map(str, results.values())]))
    return code


def open_verb(words: list[str]) -> int:
    """Open CoachDesk; where there is no screen, do its main job on the sample agency and say where the results are."""
    parser = argparse.ArgumentParser(prog="run.py open", description=open_verb.__doc__)
    parser.add_argument("--sample", action="store_true", help="open the made-up sample agency")
    parser.add_argument("desk", nargs="?", type=Path, help="a desk file; without it the last one, or the first start")
    asked = parser.parse_args(words)
    set_up("use", screen_needed=has_screen())
    if not has_screen():
        say("There is no screen here: doing the main job without the window.")
        return main_job(asked.desk or sample_desk())
    if asked.sample:
        return coachdesk("open", sample_desk())
    return coachdesk("open", asked.desk) if asked.desk else coachdesk()


def coachdesk_verb(words: list[str]) -> int:
    """Set up, then pass everything on to CoachDesk's own command line (try `run.py coachdesk --help`)."""
    set_up("use", screen_needed=False)
    return coachdesk(*words)


def test_verb(words: list[str]) -> int:
    """Run all tests, two at a time; anything after the verb goes to pytest."""
    set_up("work")
    check_test_tools()
    chosen = any(word.startswith(("-n", "--numprocesses", "--pdb")) for word in words)
    workers = min(MOST_WORKERS, os.cpu_count() or 1)
    parallel = [] if chosen or workers < 2 else ["-n", str(workers), "--dist", "worksteal"]
    return call([PYTHON, "-m", "pytest", *parallel, *words])


def check_verb(words: list[str]) -> int:
    """Format, lint, types, import contracts and the project's own lints; all are run, then told which failed."""
    set_up("work")
    steps: dict[str, list[str]] = {
        "format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."],
        "lint": [PYTHON, "-m", "ruff", "check", "--quiet", "."],
        "types": [PYTHON, "-m", "mypy"],
        "imports": [PYTHON, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
        "house rules": [PYTHON, "-m", "pytest", "-q", "tests/architecture", *words],
    }
    failed = []
    for name, command in steps.items():
        say(f"== {name}")
        if call(command):
            failed.append(name)
    say(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


def bench_verb(words: list[str]) -> int:
    """Measure speed against floors taken in the same run; figures for a quiet computer."""
    set_up("work")
    return call([PYTHON, "-m", "tests.bench", *words])


def gallery_verb(words: list[str]) -> int:
    """Draw every page and dialog in every theme into out/gallery."""
    set_up("use")
    return call([PYTHON, "-m", "ui.gallery", "--out", str(OUT / "gallery"), *words], QT_QPA_PLATFORM="offscreen")


def bundle_verb(words: list[str]) -> int:
    """Build the program as one folder that needs no Python (dist/coachdesk), and try whether it starts."""
    set_up("work")
    build = [PYTHON, "-m", "PyInstaller", "packaging/coachdesk.spec", "--noconfirm", "--log-level", "ERROR"]
    if code := call([*build, "--distpath", "dist", "--workpath", "build/pyinstaller", *words]):
        return code
    folder = ROOT / "dist" / "coachdesk"
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    program = (str(folder / ("coachdesk.exe" if os.name == "nt" else "coachdesk")),)
    with tempfile.TemporaryDirectory() as place:
        desk = Path(place, "try.desk")
        tries: list[list[str | Path]] = [["--version"], ["new", desk, "--sample", "--no-passphrase"], ["check", desk]]
        outputs = {"tracker": "try.xlsx", "pack": "try.pdf"}
        tries += [["export", kind, desk, "--out", Path(place, name)] for kind, name in outputs.items()]
        failed = next((step for step in tries if coachdesk(*step, program=program)), None)
    say(f"The bundle failed at: {failed}" if failed else f"{folder}: {size / 1e6:.0f} MB, tried and working")
    return 1 if failed else 0


def requirements_digest() -> str:
    """Identifies what pyproject.toml asks for; the lock files carry it, so a test can see that they are in step."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [project["project"]["requires-python"], project["project"]["dependencies"], project["dependency-groups"]]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def lock_verb(words: list[str]) -> int:
    """Renew both lock files from pyproject.toml; `--upgrade` takes newer versions too. Needs the network."""
    set_up("work", screen_needed=False)
    for kind, lock in LOCKS.items():
        choice: list[str] = [] if kind == "use" else ["--group", "dev", "--constraint", LOCKS["use"].name]
        command = [PYTHON, "-m", "uv", "pip", "compile", "pyproject.toml", *choice, "--quiet"]
        command += ["--universal", "--python-version", ".".join(map(str, OLDEST)), "--generate-hashes"]
        command += ["--no-header", "--no-emit-index-url", "--output-file", lock.name, *words]
        code = call(command)
        if code:
            return code
        head = "# Every library with the hashes of its files, and no addresses. Made by `python3 run.py lock`.\n"
        pins = [line for line in lock.read_text(encoding="utf-8").splitlines(True) if not line.startswith("#")]
        lock.write_text(f"{head}# requirements {requirements_digest()}\n{''.join(pins)}", encoding="utf-8")
    return 0


VERBS = {
    "open": open_verb,
    "test": test_verb,
    "check": check_verb,
    "bench": bench_verb,
    "gallery": gallery_verb,
    "bundle": bundle_verb,
    "lock": lock_verb,
    "coachdesk": coachdesk_verb,
}


def help_text() -> str:
    """What the verbs do, in a line each."""
    lines = [f"  {name:10} {(verb.__doc__ or '').splitlines()[0]}" for name, verb in VERBS.items()]
    return "\n".join(["python3 run.py [VERB] [...]      without a verb: open", "", *lines])


def main(words: list[str]) -> int:
    """Run one verb; gives the exit code."""
    if words[:1] in (["-h"], ["--help"], ["help"]):
        say(help_text())
        return 0
    verb, rest = (words[0], words[1:]) if words and words[0] in VERBS else ("open", words)
    if (
        verb == "open"
        and words
        and words[0] not in VERBS
        and not words[0].startswith("-")
        and not Path(words[0]).exists()
    ):
        say(f"There is no verb or desk {words[0]!r}.\n\n{help_text()}")
        return 2
    try:
        return VERBS[verb](rest)
    except Stopped as stopped:
        say(f"\n{stopped}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130
    except OSError as problem:
        say(f"\nThis computer refused: {problem}. What was set up so far stays; start again to go on.")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
