"""A program over real desk files, with canned answers, for tests of opening, closing and sealing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings

from tests.helpers.desks import Clock, new_desk
from tests.ui.shell.conftest import entries
from tests.ui.support import Answers, PlainTheme, Recorder
from ui.runners import Runner
from ui.shell.desks import Desks
from ui.shell.surroundings import Surroundings

PASS = "four unrelated words here"


class Bench:
    """A program over real files, with canned answers."""

    def __init__(self, folder: Path, runner_maker: Callable[[], Runner] | None, answers: Sequence[Any]) -> None:
        self.ask = Answers(*answers)
        self.told = Recorder()
        self.local = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
        self.desks = Desks(
            Surroundings(
                local=self.local,
                reporter=self.told,
                ask=self.ask,
                look=PlainTheme(),
                entries=entries(),
                runner_maker=runner_maker,
            )
        )
        self.ended: list[bool] = []
        self.desks.all_closed.connect(lambda: self.ended.append(True))


def closed_desk(tmp_path: Path, clock: Clock, passphrase: str | None = None, name: str = "Harbor.desk") -> Path:
    desk = new_desk(tmp_path, clock, passphrase, name)
    desk.close()
    return desk.path
