"""Checking a desk: a clean one is sound; whatever was edited, removed, added or reordered is found and named."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coachdesk.errors import Cancelled
from coachdesk.store import check as checking
from coachdesk.store import replay, sqlite, trail
from coachdesk.store.check import Report, check
from coachdesk.store.desk import open_desk
from tests.helpers.desks import Clock, fast_keys, new_desk
from tests.helpers.loop import run_loop

Edit = Callable[[sqlite3.Connection], object]


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed, unsealed desk with a whole loop in it."""
    clock = Clock()
    with new_desk(tmp_path_factory.mktemp("master"), clock) as desk:
        run_loop(desk, clock)
        return desk.path


@pytest.fixture
def path(master: Path, tmp_path: Path) -> Path:
    """A copy of the desk to tamper with."""
    return Path(shutil.copy(master, tmp_path / "Harbor.desk"))


@contextmanager
def tampering(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as somebody with a database tool sees it."""
    conn = sqlite3.connect(path)
    conn.execute("PRAGMA foreign_keys = OFF")
    try:
        yield conn
        conn.commit()
    finally:
        conn.close()


def examined(path: Path) -> Report:
    """The check of the desk as it stands."""
    with open_desk(path, mode="read") as desk:
        return check(desk)


def after(path: Path, master: Path, edit: Edit) -> Report:
    """The check of a fresh copy after `edit`."""
    shutil.copy(master, path)
    with tampering(path) as conn:
        edit(conn)
    return examined(path)


def chain(path: Path, master: Path, edit: Edit) -> list[int]:
    """Where the chain check alone finds a fresh copy broken after `edit`; quick enough for every position."""
    shutil.copy(master, path)
    with tampering(path) as conn:
        edit(conn)
    engine = sqlite.engine(path, None, write=False)
    try:
        with engine.connect() as reading, reading.begin():
            return [finding.seq for finding in trail.check_chain(reading)]
    finally:
        engine.dispose()


def sample(last: int, count: int = 4) -> list[int]:
    """The first and the last position, and some between."""
    return sorted({1, last, *random.Random(last).sample(range(1, last + 1), count)})


def running(statement: str, *values: object) -> Edit:
    """An edit that is one statement."""
    return lambda conn: conn.execute(statement, values)


def entries(master: Path) -> int:
    with open_desk(master, mode="read") as desk:
        return desk.trail_head()[0]


def test_a_clean_desk_is_sound_and_says_what_was_examined(path: Path) -> None:
    report = examined(path)
    assert report.sound
    assert report.findings == ()
    assert (report.entries, report.files) == (29, 1)
    assert report.records > 60
    assert report.words().startswith("Sound: 29 trail entries")


def test_a_sealed_desk_is_checked_just_the_same(tmp_path: Path, clock: Clock) -> None:
    with new_desk(tmp_path, clock, "correct horse") as desk:
        run_loop(desk, clock)
        assert check(desk).sound


@pytest.mark.parametrize(
    ("column", "value"),
    [("label", "Nothing happened"), ("actor_name", "Somebody else"), ("at", "2020-01-01 00:00:00.000000")],
)
def test_an_edited_trail_entry_is_found_at_every_position(path: Path, master: Path, column: str, value: str) -> None:
    last = entries(master)
    edit = f"UPDATE trail SET {column} = ? WHERE seq = ?"
    for seq in range(1, last + 1):
        assert chain(path, master, running(edit, value, seq)) == [seq]
    for seq in sample(last):
        report = after(path, master, running(edit, value, seq))
        assert [finding.seq for finding in report.findings if finding.part == "trail"] == [seq]
        assert str(seq) in report.findings[0].text


def test_an_edited_payload_is_found_at_every_position_even_when_its_records_are_edited_to_match(
    path: Path, master: Path
) -> None:
    for seq in range(2, entries(master) + 1):

        def edit(conn: sqlite3.Connection, seq: int = seq) -> None:
            (changes,) = conn.execute("SELECT changes FROM trail WHERE seq = ?", (seq,)).fetchone()
            family, key, _, values = (recorded := json.loads(changes))[0]
            column = next(name for name, value in values.items() if isinstance(value, str))
            values[column] = "Forged"
            conn.execute("UPDATE trail SET changes = ? WHERE seq = ?", (trail.canonical(recorded), seq))
            conn.execute(f'UPDATE "{family}" SET "{column}" = ? WHERE id = ?', ("Forged", key))

        assert seq in chain(path, master, edit)


def test_a_removed_trail_entry_is_found_at_every_position(path: Path, master: Path) -> None:
    def removing(seq: int) -> Edit:
        def remove(conn: sqlite3.Connection) -> None:
            conn.execute("DELETE FROM trail_touch WHERE seq = ?", (seq,))
            conn.execute("DELETE FROM trail WHERE seq = ?", (seq,))

        return remove

    last = entries(master)
    for seq in range(1, last + 1):
        assert chain(path, master, removing(seq))[0] == seq
    for seq in sample(last):
        remove = removing(seq)
        found = [finding for finding in after(path, master, remove).findings if finding.part == "trail"]
        assert found[0].seq == seq
        assert found[0].text == f"Trail entry {seq} was removed."


def test_reordered_and_renumbered_entries_are_found_where_the_order_first_breaks(path: Path, master: Path) -> None:
    dice = random.Random(20261109)
    last = entries(master)
    for _ in range(25):
        low, high = sorted(dice.sample(range(1, last + 1), 2))

        def swap(conn: sqlite3.Connection, low: int = low, high: int = high) -> None:
            for table in ("trail", "trail_touch"):
                conn.execute(f"UPDATE {table} SET seq = -seq WHERE seq IN (?, ?)", (low, high))
                conn.execute(f"UPDATE {table} SET seq = ? WHERE seq = ?", (high, -low))
                conn.execute(f"UPDATE {table} SET seq = ? WHERE seq = ?", (low, -high))

        assert chain(path, master, swap)[0] == low

    def close_the_gap(conn: sqlite3.Connection) -> None:
        conn.execute("DELETE FROM trail WHERE seq = 10")
        conn.execute("DELETE FROM trail_touch WHERE seq = 10")
        for seq in range(11, last + 1):
            conn.execute("UPDATE trail SET seq = ? WHERE seq = ?", (seq - 1, seq))
            conn.execute("UPDATE trail_touch SET seq = ? WHERE seq = ?", (seq - 1, seq))
        conn.execute("UPDATE trail_head SET seq = ?", (last - 1,))

    assert after(path, master, close_the_gap).findings[0].seq == 10


def test_a_tail_cut_off_with_its_end_mark_moved_is_found_in_the_records(path: Path, master: Path) -> None:
    def cut(conn: sqlite3.Connection) -> None:
        conn.execute("DELETE FROM trail WHERE seq > 20")
        conn.execute("DELETE FROM trail_touch WHERE seq > 20")
        conn.execute("UPDATE trail_head SET seq = 20, hash = (SELECT hash FROM trail WHERE seq = 20)")

    report = after(path, master, cut)
    assert not report.sound
    assert {finding.part for finding in report.findings} == {"record"}
    cycle = [finding for finding in report.findings if (finding.family, finding.record_id) == ("cycle", 1)]
    assert {finding.column for finding in cycle} >= {"status", "closed_at"}
    assert all(finding.seq <= 20 for finding in cycle)


def test_positive_control_without_the_chain_an_edited_entry_is_not_found(
    path: Path, master: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay.trail, "check_chain", lambda _conn, _step: iter(()))
    for seq in (1, 12, 29):
        assert after(path, master, running("UPDATE trail SET label = 'Nothing happened' WHERE seq = ?", seq)).sound


def test_an_edited_record_is_named_with_its_column_and_last_trail_entry(path: Path, master: Path) -> None:
    report = after(path, master, running("UPDATE measure SET met = 9 WHERE id = 1"))
    (finding,) = report.findings
    assert (finding.part, finding.family, finding.record_id, finding.column) == ("record", "measure", 1, "met")
    assert finding.seq == 14
    assert finding.text == "measure 1: met is 9, but 4 after its last trail entry, 14."


def test_every_column_of_every_record_is_guarded(path: Path, master: Path) -> None:
    """All columns of the first record of each family are edited at once; each must be named."""
    shutil.copy(master, path)
    edited: set[tuple[str, str]] = set()
    with tampering(path) as conn:
        for (family,) in conn.execute("SELECT DISTINCT family FROM trail_touch").fetchall():
            first = f"(SELECT min(id) FROM {family})"
            for _, column, kind, *_ in conn.execute(f"PRAGMA table_info({family})").fetchall():
                if column in ("id", "rev"):
                    continue  # `id` is the name itself; `rev` only counts
                (old,) = conn.execute(f'SELECT "{column}" FROM "{family}" WHERE id = {first}').fetchone()
                new = {"BOOLEAN": lambda old: 1 - old, "JSON": lambda old: '["x"]'}.get(kind, changed)(old)
                if old is None and kind.startswith(("NUMERIC", "INTEGER", "BIGINT")):
                    new = 1000
                if kind in ("DATE", "DATETIME"):
                    new = "1999-12-31" if kind == "DATE" else "1999-12-31 00:00:00.000000"
                conn.execute(f'UPDATE "{family}" SET "{column}" = ? WHERE id = {first}', (new,))
                edited.add((family, column))
    named = {(finding.family, finding.column) for finding in examined(path).findings if finding.part == "record"}
    assert len(edited) > 150
    assert edited - named == set()


def changed(old: object) -> object:
    """Another value of the same kind."""
    return old + 1000 if isinstance(old, int | float) else f"{old or ''}x"


def test_added_removed_and_revived_records_are_found(path: Path, master: Path) -> None:
    added = after(path, master, running("INSERT INTO team (name, active, rev) VALUES ('Ghosts', 1, 1)"))
    assert [(finding.family, finding.seq) for finding in added.findings] == [("team", 0)]
    assert "added without a trail entry" in added.findings[0].text

    removed = after(path, master, running("DELETE FROM amendment"))
    assert [(finding.family, finding.record_id, finding.seq) for finding in removed.findings] == [("amendment", 1, 27)]

    far = after(path, master, running("UPDATE amendment SET id = 9000000000000"))
    assert {finding.record_id for finding in far.findings} == {1, 9000000000000}


def test_a_value_that_cannot_be_read_is_a_finding_and_not_an_error(path: Path, master: Path) -> None:
    report = after(path, master, running("UPDATE signal SET occurred_on = 'yesterday' WHERE id = 2"))
    (finding,) = report.findings
    assert (finding.family, finding.record_id, finding.seq) == ("signal", 2, 12)


def test_evidence_that_is_missing_or_not_what_was_added_is_found(path: Path, master: Path) -> None:
    changed = after(path, master, running("UPDATE evidence_content SET data = 'called within 90 min'"))
    assert [finding.text for finding in changed.findings] == ["The file of evidence E-0001 is not what was once added."]
    gone = after(path, master, running("DELETE FROM evidence_content"))
    assert [finding.text for finding in gone.findings] == ["The file of evidence E-0001 is missing."]


def test_records_are_compared_in_parts_that_do_not_hide_anything(
    path: Path, master: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "CHUNK", 2)
    monkeypatch.setattr(replay, "ENTRIES_AT_ONCE", 2)
    shutil.copy(master, path)
    assert examined(path).sound
    for key in (1, 2, 3, 4, 5):
        report = after(path, master, running("UPDATE staff SET last_name = 'X' WHERE id = ?", key))
        assert [(finding.family, finding.record_id, finding.column) for finding in report.findings] == [
            ("staff", key, "last_name")
        ]


def test_a_flood_of_findings_is_cut_off_and_says_so(path: Path, master: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_FINDINGS", 5)
    report = after(path, master, running("UPDATE trail SET label = label || '!'"))
    assert len(report.findings) == 5
    assert report.more
    assert report.words().startswith("More than 5 things")


def test_damaged_pages_are_found(tmp_path: Path, clock: Clock) -> None:
    with new_desk(tmp_path, clock, "correct horse") as desk:
        run_loop(desk, clock)
        path = desk.path
    data = bytearray(path.read_bytes())
    data[-2 * 4096 + 100] ^= 1
    path.write_bytes(data)
    with fast_keys(), open_desk(path, "correct horse", mode="read") as desk:
        report = check(desk)
    assert not report.sound
    assert report.findings[0].part == "file"


def test_progress_reaches_its_end_and_may_cancel(path: Path) -> None:
    told: list[tuple[int, int]] = []
    with open_desk(path, mode="read") as desk:
        check(desk, lambda done, total: told.append((done, total)))
        assert told[-1][0] == told[-1][1] >= 90

        def stop(_done: int, _total: int) -> None:
            raise Cancelled("stop")

        with pytest.raises(Cancelled):
            check(desk, stop)
