"""A small table of cycles in SQLite, read through the same path as the desk's, and pictures of what is shown."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from coachdesk.queries.table import Column, TableQuery
from ui.tables import DeskTable, Look, QueryReader, TableSpec

metadata = sa.MetaData()
CYCLES = sa.Table(
    "cycles",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("number", sa.Text),
    sa.Column("standard", sa.Text),
    sa.Column("coach", sa.Text),
    sa.Column("status", sa.Text),
    sa.Column("due", sa.Date),
    sa.Column("sessions", sa.Integer),
    sa.Column("live", sa.Boolean),
)
QUERY = TableQuery(
    family="cycles",
    title="Cycles",
    source=CYCLES,
    id=CYCLES.c.id,
    columns=(
        Column("number", "Cycle", CYCLES.c.number),
        Column("standard", "Standard", CYCLES.c.standard, "long_text", width=24),
        Column("coach", "Coach", CYCLES.c.coach),
        Column("status", "Status", CYCLES.c.status, "choice", "cycle_status"),
        Column("due", "Due", CYCLES.c.due, "date"),
        Column("sessions", "Sessions", CYCLES.c.sessions, "int", width=8),
        Column("live", "Live use", CYCLES.c.live, "bool", width=8, shown=False),
    ),
    search=(CYCLES.c.number, CYCLES.c.standard, CYCLES.c.coach),
    order=(("number", False),),
)
FIVE: list[tuple[Any, ...]] = [
    (1, "C-01", "Shift handover", "Marín", "coaching", date(2026, 11, 20), 12, True),
    (2, "C-02", "Escalating\ndeterioration", "Okafor", "paused", date(2026, 11, 24), 1204, False),
    (3, "C-03", "Welfare check", "Okafor", "coaching", None, 0, None),
    (4, "C-04", "Documentation", "Nguyễn", "closed", date(2026, 11, 20), 7, True),
    (5, "C-05", "Contact attempts", "Kim", "diagnosing", date(2026, 12, 1), 3, False),
]


@dataclass
class Desk:
    """A database in memory that counts how often it is read."""

    engine: sa.Engine
    reads: int = 0
    poison: set[int] = field(default_factory=set)

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        self.reads += 1
        with self.engine.connect() as conn:
            yield conn

    def run(self, sql: str, *values: Any) -> None:
        with self.engine.begin() as conn:
            conn.exec_driver_sql(sql, values)


def make_desk(rows: list[tuple[Any, ...]]) -> Desk:
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool, connect_args={"check_same_thread": False})
    metadata.create_all(engine)
    names = [column.name for column in CYCLES.columns]
    with engine.begin() as conn:
        for start in range(0, len(rows), 20_000):
            part = rows[start : start + 20_000]
            conn.execute(CYCLES.insert(), [dict(zip(names, row, strict=True)) for row in part])
    return Desk(engine)


def many(count: int, seed: int = 7) -> list[tuple[Any, ...]]:
    """`count` believable rows."""
    draw = random.Random(seed)
    coaches, states = ("Marín", "Okafor", "Nguyễn", "Kim"), ("diagnosing", "coaching", "paused", "closed")
    return [
        (
            number, f"C-{number:07}", f"Standard {draw.randrange(10**6)}", draw.choice(coaches), draw.choice(states),
            date(2026, 1, 1 + number % 28), draw.randrange(50), number % 2 == 0,
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Five cycles."""
    made = make_desk(FIVE)
    yield made
    made.engine.dispose()


@pytest.fixture
def big_desk() -> Iterator[Desk]:
    """Five thousand cycles."""
    made = make_desk(many(5000))
    yield made
    made.engine.dispose()


MakeTable = Callable[..., DeskTable]


@pytest.fixture
def make_table(qtbot: Any) -> MakeTable:
    """A shown table over a desk."""

    def make(
        desk: Desk,
        looks: dict[str, Look] | None = None,
        reads: Any = None,
        importance: tuple[str, ...] = (),
        **more: Any,
    ) -> DeskTable:
        reader = QueryReader(QUERY, desk.read, reads)
        spec = TableSpec("cycles", "Cycles", QUERY.columns, reader, QUERY.order, looks or {}, importance=importance)
        table = DeskTable(spec, **more)
        reader.setParent(table)
        qtbot.addWidget(table)
        table.resize(900, 420)
        table.show()
        table.view.setFocus()
        return table

    return make


def picture(table: DeskTable, most: int = 12) -> list[str]:
    """What is shown, as text: a line per row, "|" between columns, ">" for chosen, "~" for unreadable rows."""
    model, view = table.model, table.view
    lines = []
    chosen = set(view.selected_ids())
    for row in range(min(model.rowCount(), most)):
        mark = "~" if not model.readable(row) else ">" if model.id_at(row) in chosen else " "
        cells = " | ".join(model.cell(row, section).text for section in view.shown_sections())
        lines.append(f"{mark} {cells}".rstrip())
    return lines


def titles(table: DeskTable) -> str:
    """The shown column titles with the sort order: "Cycle 1+ | Due 2-"."""
    order = {key: f" {place + 1}{'-' if down else '+'}" for place, (key, down) in enumerate(table.model.order)}
    shown = [table.model.columns[section] for section in table.view.shown_sections()]
    return " | ".join(f"{column.title}{order.get(column.key, '')}" for column in shown)


def numbers(table: DeskTable) -> list[str]:
    """The first column of every row."""
    return [table.model.cell(row, 0).text for row in range(table.model.rowCount())]


def click_header(table: DeskTable, key: str, shift: bool = False) -> None:
    """A real click on a column's title."""
    head = table.view.head
    section = next(place for place, column in enumerate(table.model.columns) if column.key == key)
    at = QPoint(head.sectionViewportPosition(section) + 20, head.height() // 2)
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def click_row(table: DeskTable, row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A real click on a row."""
    at = QPoint(30, table.view.rowViewportPosition(row) + 10)
    QTest.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, modifier, at)
