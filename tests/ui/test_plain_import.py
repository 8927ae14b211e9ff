"""Importing stays Python's own business, whatever Qt would like to know about it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LOOK = """
import builtins, linecache
own = builtins.__import__
import ui.app
import coachdesk.store.desk
assert builtins.__import__ is own, "Qt still watches every import"
read = [name for name in linecache.cache if name.endswith(("engine/base.py", "store/desk.py", "ui/operations.py"))]
assert not read, f"the sources of {len(read)} modules were read"
"""


def test_starting_the_window_reads_no_module_twice(root: Path) -> None:
    run = subprocess.run([sys.executable, "-c", LOOK], cwd=root, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
