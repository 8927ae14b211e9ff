"""A virtual X display (Xvfb) for tests that send true mouse and key events with xdotool."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Screen:
    """A running display; `environment()` is what a program needs to appear on it."""

    number: int

    @property
    def name(self) -> str:
        """As programs expect it in DISPLAY."""
        return f":{self.number}"

    def environment(self) -> dict[str, str]:
        """The present environment with this display instead of the offscreen platform."""
        return {**os.environ, "DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb", "QT_QPA_PLATFORMTHEME": ""}

    def xdotool(self, *words: str) -> str:
        """Run xdotool with `words` on this display; gives what it printed."""
        done = subprocess.run(["xdotool", *words], env=self.environment(), capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, f"xdotool {' '.join(words)}: {done.stderr.strip()}"
        return done.stdout.strip()


@contextmanager
def virtual_screen(width: int = 1280, height: int = 720) -> Iterator[Screen]:
    """Start Xvfb on a free display number, give it, and stop exactly that process at the end."""
    assert shutil.which("Xvfb"), "Xvfb is missing: `python3 run.py test` installs it or names the command that does."
    ours, theirs = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(theirs),
        "-screen",
        "0",
        f"{width}x{height}x24",
        "-nolisten",
        "tcp",
        "-noreset",
    ]
    server = subprocess.Popen(command, pass_fds=[theirs], stderr=subprocess.DEVNULL)
    os.close(theirs)
    try:
        with os.fdopen(ours) as answer:
            number = answer.readline().strip()  # comes when the display accepts clients
        assert number, "Xvfb did not start"
        yield Screen(int(number))
    finally:
        server.terminate()
        server.wait(timeout=20)
        Path(f"/tmp/.X{number}-lock").unlink(missing_ok=True)
