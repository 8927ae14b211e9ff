"""Stand-ins for tests of pages and dialogs: canned answers, a recording reporter, a context that works at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from coachdesk.changes import Actor, Changes
from coachdesk.errors import DeskError
from ui.actions import Actions
from ui.context import Context, Place
from ui.drafts import Drafts
from ui.operations import Operations
from ui.runners import InlineRunner, Runner

RENEE = Actor(1, "Renee Okafor", "coordinator")


class Answers:
    """An Ask that answers from lists and remembers what was asked; an unexpected question fails the test."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.suggested: list[str] = []

    def _next(self, question: str) -> Any:
        self.asked.append(question)
        assert self.answers, f"unexpected question: {question}"
        return self.answers.pop(0)

    def confirm(self, parent: QWidget | None, title: str, text: str, accept: str, *, careful: bool = False) -> bool:
        return bool(self._next(text))

    def choose(self, parent: QWidget | None, title: str, text: str, options: Sequence[tuple[str, str]]) -> str | None:
        return cast("str | None", self._next(text))

    def text(
        self, parent: QWidget | None, title: str, label: str, *, long: bool = False, accept: str = ""
    ) -> str | None:
        return cast("str | None", self._next(label))

    def open_file(self, parent: QWidget | None, title: str, patterns: str) -> Path | None:
        return cast("Path | None", self._next(title))

    def save_file(self, parent: QWidget | None, title: str, suggested: str, patterns: str) -> Path | None:
        self.suggested.append(suggested)
        return cast("Path | None", self._next(title))

    def folder(self, parent: QWidget | None, title: str) -> Path | None:
        return cast("Path | None", self._next(title))


class Recorder:
    """A Reporter that keeps what it was told."""

    def __init__(self) -> None:
        self.troubles: list[DeskError] = []
        self.bugs: list[BaseException] = []
        self.parents: list[QWidget | None] = []

    def trouble(self, parent: QWidget | None, error: DeskError) -> None:
        self.troubles.append(error)
        self.parents.append(parent)

    def bug(self, parent: QWidget | None, error: BaseException) -> None:
        self.bugs.append(error)
        self.parents.append(parent)


class PlainTheme(QObject):
    """A theme that has no colors."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mode = "light"

    def set_mode(self, mode: str) -> None:
        self.mode = mode
        self.changed.emit()


@dataclass
class PaperDesk:
    """A desk of paper: `read` hands out whatever `conn` is."""

    writable: bool = True
    path: Path = Path("Harbor Community Supports.desk")
    uid: str = "paper"
    warnings: list[str] = field(default_factory=list)
    conn: Any = None

    @contextmanager
    def read(self) -> Iterator[Any]:
        yield self.conn


@dataclass
class PaperHistory:
    """Undo and redo by name, in memory."""

    undo_label: str = ""
    redo_label: str = ""
    calls: list[str] = field(default_factory=list)

    def undo(self, desk: Any, actor: Actor) -> Changes[None]:
        self.calls.append("undo")
        self.undo_label, self.redo_label = "", self.undo_label
        return Changes(9, f"Undid {self.redo_label}", {"staff": frozenset({1})}, None)

    def redo(self, desk: Any, actor: Actor) -> Changes[None]:
        self.calls.append("redo")
        self.undo_label, self.redo_label = self.redo_label, ""
        return Changes(10, f"Redid {self.undo_label}", {"staff": frozenset({1})}, None)

    def state(self, desk: Any, actor: Actor) -> SimpleNamespace:
        return SimpleNamespace(undo_label=self.undo_label, redo_label=self.redo_label)


def make_operations(
    desk: Any = None, *, actor: Actor = RENEE, runner: Runner | None = None, history: Any = None
) -> tuple[Operations, Recorder]:
    """Operations that work at once, and what they reported."""
    recorder = Recorder()
    operations = Operations(
        desk if desk is not None else PaperDesk(),
        actor,
        recorder,
        runner or InlineRunner(),
        history if history is not None else PaperHistory(),
    )
    return operations, recorder


class Visits(list[Place]):
    """A `navigate` that remembers where it was asked to go."""

    def __call__(self, place: Place) -> None:
        self.append(place)


def make_context(
    tmp_path: Path,
    desk: Any = None,
    *,
    actor: Actor = RENEE,
    answers: Sequence[Any] = (),
    today: Callable[[], date] = date.today,
    history: Any = None,
) -> Context:
    """A context for a page under test: `ask` is an Answers, `navigate` a Visits, `operations.reporter` a Recorder."""
    operations, _ = make_operations(desk, actor=actor, history=history)
    return Context(
        desk=operations.desk,
        operations=operations,
        actions=Actions(parent=operations),
        drafts=Drafts(operations, parent=operations),
        ask=Answers(*answers),
        theme=PlainTheme(),
        local=QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat),
        navigate=Visits(),
        today=today,
    )
