"""A disk that runs full while saving, importing or backing up: told in plain words, the state before it intact."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.faults.kills import IMPORT_SIZE

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.fault

# A small disk of the test's own, seen by this one process only: no rights are needed beyond a user namespace.
MOUNT = (
    'mount -t tmpfs -o size=6m none "$1" && { "$2" -m tests.faults.full_disk "$1" "$3"; c=$?; umount "$1"; exit $c; }'
)


@cache
def namespace() -> list[str]:
    """The command that gives a process mounts of its own."""
    command = ["unshare", "--mount"] if os.getuid() == 0 else ["unshare", "--mount", "--map-root-user"]
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        # Where the root is no mount point (a chroot), its propagation cannot be changed, and need not be.
        command += ["--propagation", "unchanged"]
    return command


def filled(folder: Path, phase: str) -> dict[str, Any]:
    """Run the phase on a two-megabyte disk mounted over `folder`."""
    command = [*namespace(), "sh", "-c", MOUNT, "sh", str(folder), sys.executable, phase]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(("phase", "each"), [("save", 1), ("import", IMPORT_SIZE), ("backup", 1)])
def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path, phase: str, each: int) -> None:
    found = filled(tmp_path, phase)
    assert "is full" in found["words"]
    assert "Free some space" in found["words"]
    assert found["done"] > 0
    assert found["people"] == found["postings"]
    # In the backup phase the person was saved before the backup failed; nothing else may differ.
    assert found["people"] in {found["done"] * each, (found["done"] + (phase == "backup")) * each}
    assert found["faults"] == []
    assert found["stray"] == []


def test_backups_made_before_the_disk_was_full_are_all_kept(tmp_path: Path) -> None:
    found = filled(tmp_path, "backup")
    assert len(found["kept"]) == found["done"]
