"""Paper pages and a paper desk for the shell's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.changes import Actor, Changes
from coachdesk.queries.search import SearchHit
from tests.helpers.desks import fast_keys
from tests.ui.support import PaperDesk, PaperHistory, make_context
from ui.actions import ActionSpec
from ui.context import Context, Place
from ui.pages import Counter, GlobalAction, Page, PageEntry
from ui.runners import InlineRunner, Runner
from ui.shell.program import Program
from ui.shell.window import MainWindow


class PaperPage(Page):
    """Keeps what it was told."""

    families = frozenset({"staff"})
    can_create = True
    can_filter = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.told: list[Any] = []
        self.field = QLineEdit()
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(self.key.title()))
        layout.addWidget(self.field)
        layout.addStretch(1)

    def activate(self, place: Place) -> None:
        self.told.append(("activate", place.record_id))

    def refresh(self, changes: Changes[Any] | None) -> None:
        self.told.append(("refresh", changes.label if changes else None))

    def new_label(self) -> str:
        return f"New {self.key}"

    def new_record(self) -> None:
        self.told.append("new")

    def focus_filter(self) -> None:
        self.field.setFocus()

    def page_actions(self) -> Sequence[ActionSpec]:
        key = self.key
        return [
            ActionSpec(f"{key}.mark", f"Mark {key}", lambda: self.told.append("mark"), shortcut="Ctrl+M", scope=key)
        ]

    def help_text(self) -> str:
        return "What this page is for."


class TodayPage(PaperPage):
    key = "today"
    families = frozenset({"cycle"})


class StaffPage(PaperPage):
    key = "staff"


class SettingsPage(PaperPage):
    key = "settings"
    can_create = False
    can_filter = False


quick: list[str] = []


def entries() -> list[PageEntry]:
    return [
        PageEntry(
            "today",
            "Today",
            "house",
            lambda: TodayPage,
            count=lambda _conn, _today: Counter("3 late", "late"),
            count_families=frozenset({"cycle"}),
        ),
        PageEntry(
            "staff",
            "Staff",
            "users",
            lambda: StaffPage,
            count=lambda _conn, _today: Counter("107"),
            actions=(
                GlobalAction(
                    "signal.quick", "Log a signal", lambda _c, _w: quick.append("signal"), "radar", "Ctrl+Shift+S"
                ),
            ),
        ),
        PageEntry("settings", "Settings", "settings", lambda: SettingsPage, lower=True),
    ]


PEOPLE = (
    Actor(1, "Renee Okafor", "coordinator"),
    Actor(2, "Luis Marín", "supervisor"),
    Actor(3, "Ann Reader", "reader"),
)
HITS = (
    SearchHit("staff", 7, "Staff", "Thanh Nguyễn", "North team"),
    SearchHit("staff", 8, "Staff", "Dana Whitfield", "North team"),
    SearchHit("today", 41, "Cycles", "C-2026-0041", "Escalating health deterioration"),
)


def find(_conn: Any, typed: str) -> list[SearchHit]:
    from ui.shell.ranking import score

    return [hit for hit in HITS if score(typed, hit.title, hit.detail)]


def paper_program(**more: Any) -> Program:
    called: list[Any] = []
    doors = {
        "new_desk": lambda: called.append("new"),
        "open_desk": lambda path: called.append(path),
        "close_desk": lambda: called.append("close"),
        "restore": lambda: called.append("restore"),
        "quit": lambda: called.append("quit"),
        "recent": lambda: [Path("Elm House.desk")],
        "profiles": lambda _conn: PEOPLE,
        "search": find,
        "today": lambda: date(2026, 11, 20),
    }
    return Program(**{**doors, **more})


@pytest.fixture
def make_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., MainWindow]]:
    windows: list[MainWindow] = []

    def make(desk: Any = None, program: Program | None = None, history: Any = None, start: bool = True) -> MainWindow:
        context = make_context(tmp_path, desk or PaperDesk(), history=history or PaperHistory())
        window = MainWindow(context, program or paper_program(), entries())
        windows.append(window)
        window.resize(1280, 720)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        if start:
            window.start()
        return window

    quick.clear()
    yield make
    for window in windows:
        window.close()
        window.deleteLater()


@pytest.fixture
def make_bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    from tests.ui.shell.bench import Bench

    benches: list[Bench] = []

    def make(*answers: Any, runner_maker: Callable[[], Runner] | None = InlineRunner) -> Any:
        bench = Bench(tmp_path, runner_maker, answers)
        benches.append(bench)
        return bench

    with fast_keys():
        yield make
        for bench in benches:
            bench.desks.close_all()
            qtbot.waitUntil(lambda bench=bench: not bench.desks.windows)  # type: ignore[misc]  # bound on purpose
            bench.desks.deleteLater()
