"""Bringing an older desk up to date: backed up first, nothing lost on the way, taken back whole when it fails."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from coachdesk.errors import DeskDamaged, ReadOnly
from coachdesk.services import staff
from coachdesk.store import backup, schema, sqlite, trail
from coachdesk.store.desk import open_desk
from tests.helpers.desks import RENEE, Clock, fast_keys, new_desk
from tests.helpers.migrations import with_a_rebuild

REFERENCE = Path(__file__).parent / "_reference"
OUTSIDE_BRACKETS = re.compile(r", (?![^(]*\))")


def older_desk(folder: Path, clock: Clock, passphrase: str | None = None) -> Path:
    with new_desk(folder, clock, passphrase) as desk:
        for number in range(20):
            staff.add_staff(desk, RENEE, {"number": str(number), "last_name": "Kept"})
        return desk.path


def rows(path: Path, passphrase: str | None = None) -> dict[str, int]:
    with fast_keys(), open_desk(path, passphrase, mode="read") as desk, desk.read() as conn:
        return {
            name: conn.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one()
            for name in ("staff", "posting", "trail", "profile")
        }


@pytest.mark.parametrize("passphrase", [None, "correct horse"])
def test_rebuilding_a_table_others_refer_to_keeps_every_row(
    tmp_path: Path, clock: Clock, passphrase: str | None
) -> None:
    path = older_desk(tmp_path, clock, passphrase)
    before = rows(path, passphrase)
    steps = with_a_rebuild(tmp_path / "migrations")
    with fast_keys(), open_desk(path, passphrase, clock=clock, migrations=steps) as desk, desk.read() as conn:
        assert schema.revision(conn) == "9001"
        assert conn.exec_driver_sql("SELECT count(*) FROM staff WHERE shoe_size = 0").scalar_one() == 20
        assert conn.exec_driver_sql("SELECT count(*) FROM posting").scalar_one() == before["posting"]
        assert list(trail.check_chain(conn)) == []
        assert list(trail.entries(conn))[-1].action == "desk.migrate"
    kept = backup.listed(path)
    assert [one.seq for one in kept] == [before["trail"]]
    assert rows(kept[0].path, passphrase) == before


@pytest.mark.parametrize(
    "more",
    [
        "op.execute('DELETE FROM posting WHERE id > 5')",
        "op.execute('UPDATE posting SET staff_id = 999 WHERE id = 3')",
        "raise RuntimeError('half way')",
    ],
)
def test_a_step_that_loses_rows_or_fails_is_taken_back_whole(tmp_path: Path, clock: Clock, more: str) -> None:
    path = older_desk(tmp_path, clock)
    before = rows(path)
    steps = with_a_rebuild(tmp_path / "migrations", more)
    with pytest.raises((DeskDamaged, RuntimeError)):
        open_desk(path, clock=clock, migrations=steps)
    assert rows(path) == before
    with open_desk(path, mode="read") as desk, desk.read() as conn:
        assert schema.revision(conn) == schema.HEAD


def test_a_backup_from_before_a_migration_is_proven_by_what_its_format_held(tmp_path: Path, clock: Clock) -> None:
    path = older_desk(tmp_path, clock)
    with sqlite.engine(path, None, write=True).begin() as conn:  # as an older program made it: less in it
        conn.exec_driver_sql("ALTER TABLE staff DROP COLUMN coach_skills")
        conn.exec_driver_sql("DROP TABLE competence")
        conn.execute(sa.update(schema.REVISION), {"version_num": "0000"})
    assert backup.prove(path, None) > 20
    assert backup.make(path, None, clock()).path.exists()
    with sqlite.engine(path, None, write=True).begin() as conn:
        conn.exec_driver_sql("UPDATE staff SET last_name = 'Bent' WHERE id = 7")
    with pytest.raises(DeskDamaged, match="Bent"):
        backup.prove(path, None)


def test_an_older_desk_is_not_brought_up_to_date_by_only_reading_it(tmp_path: Path, clock: Clock) -> None:
    path = older_desk(tmp_path, clock)
    with pytest.raises(ReadOnly, match="older CoachDesk"):
        open_desk(path, mode="read", migrations=with_a_rebuild(tmp_path / "migrations"))


def definitions(conn: sa.Connection) -> list[tuple[str, list[str]]]:
    """Every table and index. The order of a table's columns does not count: a step can only add at the end."""
    found = conn.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'")
    parted = (" ".join(text.split()).partition("(") for text in found.scalars())
    return sorted(
        (head, sorted(OUTSIDE_BRACKETS.split(inside.removesuffix(")").strip()))) for head, _, inside in parted
    )


def test_the_first_format_brought_forward_is_the_format_of_a_new_desk(tmp_path: Path, clock: Clock) -> None:
    """Whoever changes a record without a migration step meets this test.

    A new reference is made, for the first format only and before its release, by
    `python -m tests.store.test_migrations`.
    """
    old = tmp_path / "old.desk"
    sqlite.connect(old, None, write=True, fresh=True).close()
    engine = sqlite.engine(old, None, write=True)
    with engine.begin() as conn:
        for statement in (REFERENCE / "format_0001.sql").read_text("utf-8").split(";\n"):
            if statement.strip():
                conn.exec_driver_sql(statement)
        conn.execute(sa.insert(schema.REVISION), {"version_num": "0001"})
    engine.dispose()
    schema.upgrade(old, None)
    with new_desk(tmp_path, clock) as desk, desk.read() as conn:
        fresh = definitions(conn)
    engine = sqlite.engine(old, None, write=False)
    with engine.connect() as conn:
        assert definitions(conn) == fresh
    engine.dispose()


if __name__ == "__main__":
    made = sa.create_engine("sqlite://")
    with made.begin() as connection:
        schema.create(connection)
        found = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'sqlite_sequence' "
            "ORDER BY (SELECT t.rowid FROM sqlite_master t WHERE t.name = sqlite_master.tbl_name), type DESC, name"
        )
        REFERENCE.mkdir(exist_ok=True)
        (REFERENCE / "format_0001.sql").write_text("".join(f"{text};\n" for text in found.scalars()), "utf-8")
