"""Running the command line in this process, with exports as they are and a window that only notes what it was asked."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from coachdesk import __main__ as program
from coachdesk import cli
from tests.helpers.desks import fast_keys


@dataclass(frozen=True)
class Said:
    """What a command did: its exit code, its data, its words."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Run = Callable[..., Said]


@pytest.fixture
def windows() -> list[tuple[Any, ...]]:
    """What the window was asked to open."""
    return []


@pytest.fixture
def outside(windows: list[tuple[Any, ...]]) -> cli.Outside:
    def open_window(path: Path | None, passphrase: str | None = None, profile: str | None = None) -> int:
        windows.append((path, passphrase, profile))
        return 0

    return cli.Outside(
        open_window, program.write_tracker, program.write_pack, program.save_bad_rows, program.write_standard
    )


@pytest.fixture
def run(
    outside: cli.Outside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """`run("list", "staff", desk)` runs a command in a folder of its own, with nobody at the keyboard."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    def running(*words: object) -> Said:
        capsys.readouterr()
        code = cli.main([str(word) for word in words], outside)
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    with fast_keys():
        yield running
