"""Gallery scenes of the real windows: every listed page on the sample agency, and the start window.

The sample is told as of one fixed moment, so pictures of different days compare.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.context import Context, Place
from ui.gallery_registry import Stage, provide_context, provide_window, scene

if TYPE_CHECKING:
    from coachdesk.changes import Actor
    from coachdesk.store.desk import Desk
    from ui.shell.surroundings import Surroundings
    from ui.shell.window import MainWindow

P = TypeVar("P")
MOMENT = datetime(2026, 11, 17, 10, 42).astimezone()  # by the clock of this computer, wherever it stands


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Where the sample rests while pictures are made; goes with the process."""
    return tempfile.TemporaryDirectory(prefix="coachdesk-gallery-", ignore_cleanup_errors=True)


@cache
def _sample() -> Path:
    """The sample agency as of MOMENT with its proven backup beside it, made once: no window need prove it again."""
    from coachdesk.sample import make
    from coachdesk.store.desk import open_desk
    from ui import desk_doors

    path = Path(tempfile.mkdtemp(dir=_folder().name)) / "Harbor Community Supports.desk"
    make(path, now=lambda: MOMENT)
    with open_desk(path, clock=lambda: MOMENT) as desk:
        desk_doors.backup_state(desk)
    return path


class _Quiet:
    """A reporter that lets trouble fail the picture."""

    def trouble(self, parent: QWidget | None, error: BaseException) -> None:
        raise error

    def bug(self, parent: QWidget | None, error: BaseException) -> None:
        raise error


def _around() -> Surroundings:
    from ui.pages.registry import PAGES
    from ui.runners import InlineRunner
    from ui.shell.ask import AskPerson
    from ui.shell.surroundings import Surroundings

    local = QSettings(str(Path(_folder().name) / "window.ini"), QSettings.Format.IniFormat)
    local.clear()
    look, ask = theme.current(), AskPerson(local)
    return Surroundings(local=local, reporter=_Quiet(), ask=ask, look=look, entries=PAGES, runner_maker=InlineRunner)


def _open(person: str = "") -> tuple[Desk, Actor]:
    """A copy of the sample of its own, so that scenes cannot disturb each other."""
    from coachdesk.store.desk import open_desk
    from ui import desk_doors

    place = Path(tempfile.mkdtemp(dir=_folder().name)) / _sample().name
    shutil.copytree(_sample().parent, place.parent, dirs_exist_ok=True)
    desk = open_desk(place, clock=lambda: MOMENT)
    desk.warnings.clear()  # one copy looks older than another that a scene has changed
    with desk.read() as conn:
        people = desk_doors.people(conn)
    return desk, next((one for one in people if one.name == person), people[0])


def window(page: str, place: Place | None = None, person: str = "") -> MainWindow:
    """The main window over the sample agency, showing `page` (or `place`) to `person` (the first profile when "")."""
    desk, actor = _open(person)
    return window_over(desk, actor, place or Place(page))


def window_over(desk: Desk, actor: Actor, place: Place) -> MainWindow:
    """The main window over this desk, showing `place`. Closing it closes the desk."""
    from ui.shell.desks import Desks

    desks = Desks(_around())
    made = desks.enter(desk, actor, place=place)
    desks.setParent(made)  # it lives as long as its window
    return made


def sure(found: object, kind: type[P]) -> P:
    """What was found, which is one of `kind`; TypeError when it is not."""
    if not isinstance(found, kind):
        raise TypeError(f"{found!r} is no {kind.__name__}")
    return found


def shown(made: MainWindow, kind: type[P]) -> P:
    """The page that this window shows, which is one of `kind`."""
    return sure(made.page, kind)


def new_desk() -> tuple[Desk, Actor]:
    """A desk on which nothing has been done yet, and its first person."""
    from coachdesk.store.desk import AgencyData, ProfileData, create_desk
    from ui import desk_doors

    path = Path(tempfile.mkdtemp(dir=_folder().name)) / "Harbor Community Supports.desk"
    agency, person = AgencyData("Harbor Community Supports", "OH"), ProfileData("Anna Petrov", "AP")
    desk = create_desk(path, None, agency, person, clock=lambda: MOMENT)
    with desk.read() as conn:
        return desk, desk_doors.people(conn)[0]


def context(stage: Stage) -> Context:
    """A window's surroundings without the window, for dialogs and panels; closed with the stage."""
    desk, actor = _open()
    made = _around().context_for(desk, actor)
    stage.finally_do(desk.close)
    stage.finally_do(made.operations.close)
    return made


provide_window(lambda _stage, key: window(key))
provide_context(context)


@scene("page-for-a-reader")
def for_a_reader(_stage: Stage) -> QWidget:
    """Somebody who may only read: nothing to press that writes, and one sentence that says why."""
    desk, actor = _open()
    return window_over(desk, replace(actor, role="reader"), Place("cycles"))


@scene("start", kind="dialog")
def start(_stage: Stage) -> QWidget:
    """The start window, with a desk used before."""
    from ui.shell.start import StartWindow

    return StartWindow((Path("Documents/Harbor Community Supports.desk"),))
