"""pyproject.toml describes one distribution with the four packages, their data and the true version."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import coachdesk

PACKAGES = {"coachdesk", "exports", "ui", "resources"}


def test_a_built_wheel_holds_the_four_packages_and_their_data(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.name.startswith(f"coachdesk-{coachdesk.__version__}-")
    with ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert {name.split("/")[0] for name in inside} == PACKAGES
    tree = {
        path.relative_to(root).as_posix()
        for package in PACKAGES
        for path in (root / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert tree - inside == set()


def test_the_bundle_carries_a_license_for_every_locked_library(root: Path) -> None:
    """A library that is added must be named in the bundle's recipe too, or its license would not be shipped."""
    lock = (root / "requirements.txt").read_text(encoding="utf-8").splitlines()
    locked = {line.split("==")[0] for line in lock if "==" in line}
    recipe = (root / "packaging" / "coachdesk.spec").read_text(encoding="utf-8").lower()
    assert {name for name in locked if f'"{name}"' not in recipe} == {"shiboken6"}  # a part of PySide6
