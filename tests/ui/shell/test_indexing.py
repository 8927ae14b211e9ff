"""The window keeps the search index of a long list up to now by itself, and ends with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from coachdesk.queries.searched import SEARCHED
from coachdesk.services import places
from coachdesk.store import texts
from coachdesk.store.desk import Desk, open_desk
from coachdesk.store.texts import index_path
from tests.helpers.desks import RENEE, Clock
from tests.ui.support import Recorder
from ui.operations import Operations
from ui.shell import indexing
from ui.shell.indexing import Indexing


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "LONG", 1)
    monkeypatch.setattr(indexing, "FIRST_AFTER_MS", 10)
    monkeypatch.setattr(indexing, "AGAIN_AFTER_MS", 10)


@pytest.fixture
def operations(desk: Desk) -> Iterator[Operations]:
    made = Operations(desk, RENEE, Recorder())
    yield made
    made.close()


def wanted(desk: Desk) -> int:
    with desk.read() as conn:
        return len(desk.texts.wanted(conn, [query.texts for query in SEARCHED]))


def test_an_index_is_made_and_follows_changes(qtbot: QtBot, desk: Desk, operations: Operations) -> None:
    watching = Indexing(operations, operations)
    watching.start()
    qtbot.waitUntil(lambda: index_path(desk.path).exists() and not watching.working)
    assert wanted(desk) == 0
    operations.run(None, places.add_place, "team", "North")
    qtbot.waitUntil(lambda: desk.trail_head()[0] == 2)
    assert wanted(desk) == 1
    qtbot.waitUntil(lambda: wanted(desk) == 0)
    watching.stop()


def test_it_ends_in_the_middle_when_the_window_closes(
    qtbot: QtBot, desk: Desk, operations: Operations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "AT_ONCE", 1)
    monkeypatch.setattr(indexing, "REST_S", 60.0)
    places.add_place(desk, RENEE, "team", "North")
    watching = Indexing(operations, operations)
    watching.start()
    qtbot.waitUntil(lambda: watching.working)
    watching.stop()
    assert not watching.working
    assert wanted(desk) == 1


def test_a_window_that_only_reads_makes_none(qtbot: QtBot, desk: Desk, clock: Clock) -> None:
    desk.close()
    with open_desk(desk.path, mode="read", clock=clock) as reading:
        operations = Operations(reading, RENEE, Recorder())
        watching = Indexing(operations, operations)
        watching.start()
        qtbot.wait(60)
        watching.stop()
        operations.close()
    assert not index_path(desk.path).exists()
