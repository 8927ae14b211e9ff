"""What a change leaves behind: one trail entry or nothing, undo and redo by name, a chain nobody can bend."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import sqlalchemy as sa

from coachdesk.changes import Actor
from coachdesk.errors import Refused, StorageFailed
from coachdesk.queries.trail import history_of
from coachdesk.records.people import Team
from coachdesk.records.templates import TemplateStep
from coachdesk.services import history, places, staff, templates
from coachdesk.store import trail
from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE, Clock, new_desk
from tests.helpers.practice import make_practice


def teams(desk: Desk) -> list[str]:
    with desk.read() as conn:
        return list(conn.execute(sa.select(Team.name).order_by(Team.id)).scalars())


def entries(desk: Desk) -> list[trail.Entry]:
    with desk.read() as conn:
        return list(trail.entries(conn))


def findings(desk: Desk) -> list[tuple[int, str]]:
    with desk.read() as conn:
        return [(finding.seq, finding.text) for finding in trail.check_chain(conn)]


def behind_its_back(desk: Desk, *statements: str) -> None:
    """Change the file as somebody would who goes around the program."""
    assert desk._writer is not None
    with desk._writer.begin() as conn:
        conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for statement in statements:
            conn.exec_driver_sql(statement)


def test_a_change_says_who_when_what_before_and_after(desk: Desk, clock: Clock) -> None:
    made = places.add_place(desk, RENEE, "team", "North team")
    clock.go(hours=1)
    places.edit_place(desk, RENEE, "team", made.result, name="North")
    last = entries(desk)[-1]
    assert (last.actor_name, last.action, last.at) == ("Renee Okafor", "place.edit", clock().astimezone(last.at.tzinfo))
    assert last.recorded() == [("team", made.result, {"name": "North team"}, {"name": "North"})]


def test_a_refused_change_leaves_nothing(desk: Desk) -> None:
    before = entries(desk)
    places.add_place(desk, RENEE, "team", "North team")
    with pytest.raises(Refused):
        places.add_place(desk, RENEE, "team", "NORTH TEAM")
    assert teams(desk) == ["North team"]
    assert len(entries(desk)) == len(before) + 1


def test_a_change_that_changes_nothing_leaves_no_entry(desk: Desk) -> None:
    made = places.add_place(desk, RENEE, "team", "North team")
    again = places.edit_place(desk, RENEE, "team", made.result, name="North team")
    assert again.seq == 0
    assert again.touched == {}
    assert len(entries(desk)) == made.seq


def test_undo_and_redo_walk_by_name_and_are_recorded(desk: Desk) -> None:
    places.add_place(desk, RENEE, "team", "North team")
    places.add_place(desk, RENEE, "team", "West team")
    assert history.state(desk, RENEE).undo_label == "Add West team"
    assert history.undo(desk, RENEE).label == "Undo: Add West team"
    assert teams(desk) == ["North team"]
    history.undo(desk, RENEE)
    assert teams(desk) == []
    assert history.state(desk, RENEE) == history.HistoryState("", "Add North team")
    history.redo(desk, RENEE)
    history.redo(desk, RENEE)
    assert teams(desk) == ["North team", "West team"]
    with pytest.raises(Refused, match="nothing to redo"):
        history.redo(desk, RENEE)
    assert findings(desk) == []


def test_a_new_change_forgets_what_was_undone(desk: Desk) -> None:
    places.add_place(desk, RENEE, "team", "North team")
    history.undo(desk, RENEE)
    places.add_place(desk, RENEE, "team", "West team")
    assert history.state(desk, RENEE) == history.HistoryState("Add West team", "")


def test_nobody_undoes_what_somebody_else_did(desk: Desk) -> None:
    places.add_place(desk, RENEE, "team", "North team")
    luis = Actor(2, "Luis Marín", "supervisor")
    assert history.state(desk, luis).undo_label == ""
    with pytest.raises(Refused, match="nothing to undo"):
        history.undo(desk, luis)


def test_undo_gives_removed_and_edited_records_back_as_they_were(desk: Desk) -> None:
    values = {"number": "7", "first_name": "Thanh", "last_name": "Nguyễn", "hired_on": None}
    made = staff.add_staff(desk, RENEE, values)
    before = entries(desk)[-1].recorded()
    staff.edit_staff(desk, RENEE, made.result, {"preferred_name": "T.", "is_coach": True, "coaching_minutes": 120})
    history.undo(desk, RENEE)
    history.undo(desk, RENEE)
    history.redo(desk, RENEE)
    assert entries(desk)[-1].recorded() == before


def test_an_id_is_never_given_again(desk: Desk) -> None:
    """Else the history of a record would tell of the removed one before it, and undo would mix the two up (R23)."""
    places.add_place(desk, RENEE, "team", "North")
    history.undo(desk, RENEE)
    south = places.add_place(desk, RENEE, "team", "South").result
    assert south == 2
    with desk.change(RENEE, "places.edit") as change:
        change.session.delete(change.get(Team, south))
        change.session.flush()
        assert change.add(Team(name="West")).id == 3
    removed, added = entries(desk)[-1].recorded()
    assert (removed[1], removed[3], added[1], added[2]) == (2, None, 3, None)
    with desk.read() as conn:
        assert [row.label for row in history_of(conn, "team", south)][-1] == "Add South"
    assert findings(desk) == []


def test_undo_brings_back_the_steps_of_a_template_that_were_written_anew(desk: Desk) -> None:
    about = make_practice(desk).standard
    step = {"phase": "coach", "kind": "session", "session_kind": "shadowing", "text": "Go along"}
    made = templates.create_template(
        desk, RENEE, {"code": "T-1", "title": "Two visits", "standard_id": about}, [step]
    ).result
    templates.edit_template(desk, RENEE, made, {"title": "One visit"}, [{**step, "text": "Read along"}])
    history.undo(desk, RENEE)
    with desk.read() as conn:
        assert list(conn.execute(sa.select(TemplateStep.text)).scalars()) == ["Go along"]
    history.redo(desk, RENEE)
    with desk.read() as conn:
        assert list(conn.execute(sa.select(TemplateStep.text)).scalars()) == ["Read along"]


def test_a_random_walk_of_changes_undos_and_redos_ends_where_a_plain_model_says(desk: Desk) -> None:
    dice = random.Random(20261109)
    done: list[list[str]] = [[]]
    undone: list[list[str]] = []
    for step in range(120):
        choice = dice.random()
        if choice < 0.5:
            places.add_place(desk, RENEE, "team", f"Team {step}")
            done.append([*done[-1], f"Team {step}"])
            undone.clear()
        elif choice < 0.8 and len(done) > 1:
            history.undo(desk, RENEE)
            undone.append(done.pop())
        elif undone:
            history.redo(desk, RENEE)
            done.append(undone.pop())
        assert sorted(teams(desk)) == sorted(done[-1])
    assert findings(desk) == []


def changes_at_random(desk: Desk, count: int) -> None:
    for number in range(count):
        places.add_place(desk, RENEE, "team", f"Team {number}")


@pytest.mark.parametrize("column", ["at", "actor_name", "action", "label", "changes", "hash"])
def test_an_edited_entry_is_found_at_its_place(desk: Desk, column: str) -> None:
    changes_at_random(desk, 12)
    value = "2020-01-01 00:00:00.000000" if column == "at" else "x"
    behind_its_back(desk, f"UPDATE trail SET {column} = '{value}' WHERE seq = 7")
    assert min(seq for seq, _ in findings(desk)) == 7


def test_a_removed_entry_is_named_wherever_it_was(tmp_path: Path, clock: Clock) -> None:
    for gone in (1, 5, 13):
        folder = tmp_path / str(gone)
        folder.mkdir()
        with new_desk(folder, clock) as desk:
            changes_at_random(desk, 12)
            behind_its_back(desk, f"DELETE FROM trail_touch WHERE seq = {gone}")
            behind_its_back(desk, f"DELETE FROM trail WHERE seq = {gone}")
            assert (gone, f"Trail entry {gone} was removed.") in findings(desk)


def test_a_cut_off_tail_is_found_even_with_its_end_mark_mended(desk: Desk) -> None:
    changes_at_random(desk, 12)
    behind_its_back(desk, "DELETE FROM trail_touch WHERE seq > 9")
    behind_its_back(desk, "DELETE FROM trail WHERE seq > 9")
    assert (10, "Trail entries 10 to 13 were removed.") in findings(desk)
    behind_its_back(desk, "UPDATE trail_head SET seq = 9")
    assert [seq for seq, _ in findings(desk)] == [9]


def test_two_entries_changing_places_are_found(desk: Desk) -> None:
    changes_at_random(desk, 12)
    swap = ("SET seq = -4 WHERE seq = 4", "SET seq = 4 WHERE seq = 8", "SET seq = 8 WHERE seq = -4")
    behind_its_back(desk, *(f"UPDATE trail {step}" for step in swap))
    found = {seq for seq, _ in findings(desk)}
    assert {4, 8} <= found
    assert min(found) == 4


def test_an_entry_slipped_in_or_an_index_row_bent_is_found(desk: Desk) -> None:
    changes_at_random(desk, 3)
    behind_its_back(desk, "UPDATE trail_touch SET record_id = 99 WHERE seq = 3 AND family = 'team'")
    assert [seq for seq, _ in findings(desk)] == [3]


def test_a_full_disk_is_told_and_the_old_state_stands(desk: Desk) -> None:
    places.add_place(desk, RENEE, "team", "North team")
    assert desk._writer is not None
    with desk._writer.connect() as conn:
        conn.exec_driver_sql("PRAGMA max_page_count = 1")  # SQLite then answers as it does on a full disk

    def until_full() -> None:
        for number in range(2000):
            values = {"number": str(number), "first_name": "x" * 500, "last_name": "Long"}
            staff.add_staff(desk, RENEE, values)

    with pytest.raises(StorageFailed, match="full"):
        until_full()
    with desk.read() as conn:
        count = conn.exec_driver_sql("SELECT count(*) FROM staff").scalar_one()
        assert count == conn.exec_driver_sql("SELECT count(*) FROM posting").scalar_one()
    assert findings(desk) == []
    assert teams(desk) == ["North team"]
