"""Python 3.11 survives PySide6 6.12, which takes references from None and True with every call."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MANY_CALLS = """
from PySide6.QtCore import QObject, QTimer
thing, timer = QObject(), QTimer()
for _ in range(300_000):
    thing.setObjectName("a")
    timer.timeout.emit()
print("alive")
"""


def _run(code: str, root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=120)


def test_half_a_million_qt_calls_leave_the_program_alive(root: Path) -> None:
    ended = _run("import ui\n" + MANY_CALLS, root)
    assert ended.stdout.strip() == "alive", ended.stderr


def test_without_the_cure_python_3_11_would_die(root: Path) -> None:
    """The positive control: when this fails, PySide6 is repaired and ui/steadfast.py can go."""
    assert ("_dealloc" in _run(MANY_CALLS, root).stderr) == (sys.version_info < (3, 12))
