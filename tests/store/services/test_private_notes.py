"""A coach's private notes: for their author, for others only when shared, and masked wherever the trail is read."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from coachdesk.changes import Actor
from coachdesk.errors import Refused
from coachdesk.queries.families import TABLES
from coachdesk.queries.notes import notes_for
from coachdesk.queries.scope import Scope
from coachdesk.queries.search import search
from coachdesk.queries.trail import history_of, trail_detail
from coachdesk.services import agency, notes
from coachdesk.store.check import check
from coachdesk.store.desk import Desk
from exports.excel.tracker import write_tracker
from exports.pdf.pack import write_pack
from tests.helpers import office
from tests.helpers.cycling import closed as closed_cycle
from tests.helpers.cycling import coaching, whole
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import make_practice

SECRET = "Zeppelin: I was too quick with advice"


@pytest.fixture
def luis(desk: Desk) -> Actor:
    """Somebody else who uses the desk."""
    profile = agency.add_profile(desk, RENEE, name="Luis Marín", role="supervisor").result
    return Actor(profile, "Luis Marín", "supervisor")


@pytest.fixture
def cycle(desk: Desk, clock: Clock) -> int:
    return coaching(desk, clock, make_practice(desk))


def read(desk: Desk, cycle: int, who: Actor) -> list[tuple[str, bool]]:
    with desk.read() as conn:
        return [(note.text, note.own) for note in notes_for(conn, cycle, who.profile_id)]


def test_a_note_is_read_by_its_author_only_until_it_is_shared(desk: Desk, cycle: int, luis: Actor) -> None:
    note = notes.write_note(desk, RENEE, cycle, SECRET).result
    assert read(desk, cycle, RENEE) == [(SECRET, True)]
    assert read(desk, cycle, luis) == []
    notes.share_note(desk, RENEE, note, True)
    assert read(desk, cycle, luis) == [(SECRET, False)]
    notes.share_note(desk, RENEE, note, False)
    assert read(desk, cycle, luis) == []


def test_nobody_else_changes_shares_or_removes_it(desk: Desk, cycle: int, luis: Actor) -> None:
    note = notes.write_note(desk, RENEE, cycle, SECRET, shared=True).result
    calls: tuple[Callable[[], object], ...] = (
        lambda: notes.edit_note(desk, luis, note, "mine now"),
        lambda: notes.share_note(desk, luis, note, False),
        lambda: notes.remove_note(desk, luis, note),
    )
    for call in calls:
        with pytest.raises(Refused, match="somebody else's"):
            call()
    notes.edit_note(desk, RENEE, note, "Said it better")
    assert read(desk, cycle, RENEE) == [("Said it better", True)]
    notes.remove_note(desk, RENEE, note)
    assert read(desk, cycle, RENEE) == []


def test_the_trail_keeps_the_note_and_shows_it_to_nobody(desk: Desk, clock: Clock, cycle: int, luis: Actor) -> None:
    note = notes.write_note(desk, RENEE, cycle, SECRET).result
    changes = notes.edit_note(desk, RENEE, note, SECRET + "!")
    notes.remove_note(desk, RENEE, note)
    with desk.read() as conn:
        details = [trail_detail(conn, changes.seq + back, clock().date(), desk.settings()) for back in (-1, 0, 1)]
        shown = repr(details) + repr(history_of(conn, "coach_note", note))
        kept = "".join(conn.execute(sa.text("select changes from trail")).scalars())
    assert "Zeppelin" not in shown
    assert "kept private" in shown
    assert "Zeppelin" in kept, "the trail is the whole history (R23)"
    assert "note" not in repr([one.label for one in whole(desk, clock, cycle).history])


def test_no_list_and_no_search_knows_it(desk: Desk, cycle: int) -> None:
    notes.write_note(desk, RENEE, cycle, SECRET, shared=True)
    assert "coach_note" not in {query.family for query in TABLES.values()}
    with desk.read() as conn:
        for name, query in TABLES.items():
            assert "Zeppelin" not in repr(list(query.all(conn))), name
        assert search(conn, "Zeppelin") == ()


def test_it_is_in_no_tracker_and_no_pack(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    cycle = closed_cycle(desk, clock, make_practice(desk))
    notes.write_note(desk, RENEE, cycle, SECRET, shared=True)
    with desk.read() as conn:
        write_pack(conn, tmp_path / "pack.pdf", Scope(), made_at=clock())
        write_tracker(conn, tmp_path / "tracker.xlsx", Scope(), made_at=clock())
    printed = office.run("pdftotext", "-layout", str(tmp_path / "pack.pdf"), "-")
    assert "Zeppelin" not in printed
    assert "private note" not in printed
    with zipfile.ZipFile(tmp_path / "tracker.xlsx") as book:
        parts = [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
    for part in parts:
        assert "Zeppelin" not in part


def test_a_finding_of_the_check_does_not_quote_it(desk: Desk, cycle: int) -> None:
    note = notes.write_note(desk, RENEE, cycle, SECRET).result
    with closing(sqlite3.connect(desk.path)) as outside, outside:
        outside.execute("update coach_note set text = 'Zeppelin, edited' where id = ?", [note])
    found = [finding for finding in check(desk).findings if finding.family == "coach_note"]
    assert found
    assert "Zeppelin" not in repr(found)


def test_an_empty_note_is_refused(desk: Desk, cycle: int) -> None:
    with pytest.raises(Refused):
        notes.write_note(desk, RENEE, cycle, "  ")
