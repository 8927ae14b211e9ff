"""A roster goes into a desk whole: one transaction, one trail entry, true links; or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from coachdesk.errors import Cancelled, Refused
from coachdesk.importers.roster import RosterPlan, find_roster_mapping, plan_roster, read_roster
from coachdesk.importers.roster_desk import RosterDesk, roster_desk
from coachdesk.records.base import table
from coachdesk.records.people import Posting, Role, Site, Staff, Team
from coachdesk.services import history
from coachdesk.services.roster import import_roster
from coachdesk.services.staff import add_staff, edit_staff
from coachdesk.store import trail
from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE, Clock, new_desk
from tests.helpers.sheet_files import edited_copy, workbook


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with new_desk(tmp_path, clock) as made:
        yield made


def plan_for(desk: Desk, path: Path, **options: Any) -> RosterPlan:
    read = read_roster(path)
    return plan_roster(read, find_roster_mapping(read), picture(desk), desk.clock().date(), **options)


def picture(desk: Desk) -> RosterDesk:
    with desk.read() as conn:
        return roster_desk(conn)


def people(desk: Desk) -> dict[str, dict[str, Any]]:
    """Staff by number, with supervisor as a number: what a person would compare, without ids."""
    found = picture(desk).people
    number = {one.id: one.number for one in found}
    return {one.number: {**one.values, "supervisor": number.get(one.values["supervisor"])} for one in found}


def count(desk: Desk, *classes: Any) -> list[int]:
    with desk.read() as conn:
        return [conn.execute(sa.select(sa.func.count()).select_from(table(cls))).scalar_one() for cls in classes]


def test_the_real_roster_gives_107_people_with_true_dates_and_the_right_supervisors(
    desk: Desk, shared_data: Path
) -> None:
    changes = import_roster(desk, RENEE, plan_for(desk, shared_data / "hr_roster.xlsx"))
    assert changes.result.new == 107
    assert "107 new" in changes.label
    assert count(desk, Staff, Posting, Role, Team, Site) == [107, 107, 19, 11, 7]
    found = people(desk)
    sheet = openpyxl.load_workbook(shared_data / "hr_roster.xlsx", data_only=True).active
    for number, first, last, mail, phone, hired, title, dept, place, lead in sheet.iter_rows(2, values_only=True):
        assert found[str(number)] == {
            "number": str(number),
            "first_name": first,
            "last_name": last,
            "preferred_name": "",
            "email": mail,
            "phone": phone,
            "hired_on": hired.date(),
            "left_on": None,
            "on_leave": False,
            "is_coach": False,
            "coach_skills": "",
            "coaching_minutes": 0,
            "role": title,
            "team": dept or "",
            "site": place or "",
            "supervisor": str(lead) if lead else None,
        }


def test_the_csv_gives_the_same_desk(desk: Desk, tmp_path: Path, clock: Clock, shared_data: Path) -> None:
    import_roster(desk, RENEE, plan_for(desk, shared_data / "hr_roster.xlsx"))
    with new_desk(tmp_path, clock, name="Other.desk") as other:
        import_roster(other, RENEE, plan_for(other, shared_data / "hr_roster.csv"))
        assert people(other) == people(desk)


def test_importing_the_same_file_again_writes_nothing(desk: Desk, clock: Clock, shared_data: Path) -> None:
    import_roster(desk, RENEE, plan_for(desk, shared_data / "hr_roster.xlsx"))
    before, head = picture(desk), desk.trail_head()
    clock.go(days=30)
    for name in ("hr_roster.xlsx", "hr_roster.csv"):
        plan = plan_for(desk, shared_data / name)
        assert plan.counts == {"new": 0, "update": 0, "same": 107, "bad": 0}
        assert not plan.writes
        assert import_roster(desk, RENEE, plan).seq == 0
    assert (picture(desk), desk.trail_head()) == (before, head)


def test_a_later_roster_updates_people_and_keeps_their_history(
    desk: Desk, clock: Clock, shared_data: Path, tmp_path: Path
) -> None:
    import_roster(desk, RENEE, plan_for(desk, shared_data / "hr_roster.xlsx"))
    clock.go(days=60)

    def edit(sheet: Any) -> None:
        sheet["E5"] = "1.590.555.9999"
        sheet["G6"] = "Lead Programmer"
        sheet["J6"] = 101
        sheet.delete_rows(108)

    plan = plan_for(desk, edited_copy(shared_data / "hr_roster.xlsx", tmp_path / "later.xlsx", edit))
    assert plan.counts == {"new": 0, "update": 2, "same": 104, "bad": 0}
    assert [who for _, who in plan.not_in_file] == ["206 William Gietz"]
    changes = import_roster(desk, RENEE, plan)
    assert changes.result.updated == 2
    found = people(desk)
    assert found["103"]["phone"] == "1.590.555.9999"
    assert (found["104"]["role"], found["104"]["supervisor"]) == ("Lead Programmer", "101")
    assert "206" in found
    staff_id = next(row.record_id for row in plan.rows if row.values["number"] == "104")
    with desk.read() as conn:
        statement = sa.select(Posting.starts_on, Posting.ends_on, Role.name).join(Role, Role.id == Posting.role_id)
        rows = conn.execute(statement.where(Posting.staff_id == staff_id).order_by(Posting.starts_on)).all()
    today = clock().date()
    assert [tuple(row) for row in rows] == [(date(2017, 5, 21), today, "Programmer"), (today, None, "Lead Programmer")]


def test_a_second_correction_on_the_same_day_leaves_one_posting_for_the_day(
    desk: Desk, clock: Clock, shared_data: Path, tmp_path: Path
) -> None:
    import_roster(desk, RENEE, plan_for(desk, shared_data / "hr_roster.xlsx"))
    clock.go(days=60)
    for title in ("Lead Programmer", "Chief Programmer"):

        def edit(sheet: Any, title: str = title) -> None:
            sheet["G6"] = title

        path = edited_copy(shared_data / "hr_roster.xlsx", tmp_path / "later.xlsx", edit)
        import_roster(desk, RENEE, plan_for(desk, path))
    assert count(desk, Posting) == [108]
    assert people(desk)["104"]["role"] == "Chief Programmer"


def test_a_damaged_file_leaves_the_desk_untouched(desk: Desk, shared_data: Path, tmp_path: Path) -> None:
    def damage(sheet: Any) -> None:
        sheet["F6"] = "02/30/2016"
        sheet["J5"] = 104

    before, head = picture(desk), desk.trail_head()
    plan = plan_for(desk, edited_copy(shared_data / "hr_roster.xlsx", tmp_path / "damaged.xlsx", damage))
    with pytest.raises(Refused, match="Row 6") as caught:
        import_roster(desk, RENEE, plan)
    assert len(caught.value.problems) == len(plan.bad)
    assert "as it was" in caught.value.kept
    assert (picture(desk), desk.trail_head()) == (before, head)
    assert count(desk, Role, Team, Site) == [0, 0, 0]


def test_a_refusal_of_very_many_rows_names_some_and_counts_the_rest(desk: Desk, tmp_path: Path) -> None:
    rows = [["Staff No", "First Name", "Last Name", "Hire Date"], *([n, "Ann", "Lee", "never"] for n in range(500))]
    plan = plan_for(desk, workbook(tmp_path / "many.xlsx", {"A": rows}))
    with pytest.raises(Refused) as caught:
        import_roster(desk, RENEE, plan)
    assert "and 480 more rows" in str(caught.value)


def test_the_good_rows_alone_go_in_when_asked_and_the_rest_later(desk: Desk, shared_data: Path, tmp_path: Path) -> None:
    def damage(sheet: Any) -> None:
        sheet["F4"] = "02/30/2011"  # 102, to whom 103 reports

    plan = plan_for(desk, edited_copy(shared_data / "hr_roster.xlsx", tmp_path / "damaged.xlsx", damage))
    changes = import_roster(desk, RENEE, plan, good_rows_only=True)
    assert (changes.result.new, changes.result.left_out) == (106, 1)
    assert people(desk)["103"]["supervisor"] is None
    later = plan_for(desk, shared_data / "hr_roster.xlsx")
    assert later.counts == {"new": 1, "update": 1, "same": 105, "bad": 0}
    import_roster(desk, RENEE, later)
    assert people(desk)["103"]["supervisor"] == "102"


def test_a_desk_that_changed_after_the_preview_refuses_the_plan(desk: Desk, shared_data: Path) -> None:
    plan = plan_for(desk, shared_data / "hr_roster.xlsx")
    add_staff(desk, RENEE, {"number": "900", "first_name": "Ann", "last_name": "Lee"})
    with pytest.raises(Refused, match="changed after the preview"):
        import_roster(desk, RENEE, plan)
    assert count(desk, Staff) == [1]
    fresh = plan_for(desk, shared_data / "hr_roster.xlsx")
    assert import_roster(desk, RENEE, fresh).result.new == 107


def test_a_file_that_lacks_a_needed_column_is_refused(desk: Desk, tmp_path: Path) -> None:
    plan = plan_for(desk, workbook(tmp_path / "a.xlsx", {"A": [["First Name", "Town"], ["Ann", "Rome"]]}))
    with pytest.raises(Refused, match="Staff number"):
        import_roster(desk, RENEE, plan)


def test_an_import_is_one_trail_entry_that_holds_everybody_and_checks(desk: Desk, shared_data: Path) -> None:
    seq, _ = desk.trail_head()
    changes = import_roster(desk, RENEE, plan_for(desk, shared_data / "hr_roster.xlsx"))
    assert desk.trail_head()[0] == changes.seq == seq + 1
    assert len(changes.touched["staff"]) == 107
    with desk.read() as conn:
        assert not list(trail.check_chain(conn))
        entry = next(iter(trail.entries(conn, changes.seq)))
    assert entry.actor_name == "Renee Okafor"
    recorded = {(family, key): after for family, key, _, after in entry.recorded()}
    with desk.read() as conn:
        for staff in conn.execute(sa.select(table(Staff))).mappings():
            after = recorded["staff", staff["id"]]
            assert after is not None
            assert after == {name: trail.plain(staff[name]) for name in after}


def test_an_import_can_be_undone_and_done_again(desk: Desk, shared_data: Path) -> None:
    import_roster(desk, RENEE, plan_for(desk, shared_data / "hr_roster.xlsx"))
    after = people(desk)
    history.undo(desk, RENEE)
    assert count(desk, Staff, Posting, Role) == [0, 0, 0]
    history.redo(desk, RENEE)
    assert people(desk) == after


def test_cancelling_half_way_leaves_nothing(desk: Desk, clock: Clock, shared_data: Path, tmp_path: Path) -> None:
    import_roster(desk, RENEE, plan_for(desk, shared_data / "hr_roster.xlsx"))
    clock.go(days=1)
    before, head = picture(desk), desk.trail_head()

    def edit(sheet: Any) -> None:
        for row in range(2, 109):
            sheet.cell(row, 5).value = "555"
            sheet.cell(row, 9).value = "Elsewhere"

    def stop(done: int, total: int) -> None:
        raise Cancelled("Stopped.")

    plan = plan_for(desk, edited_copy(shared_data / "hr_roster.xlsx", tmp_path / "all.xlsx", edit))
    assert plan.counts["update"] == 107
    with pytest.raises(Cancelled):
        import_roster(desk, RENEE, plan, progress=stop)  # type: ignore[call-arg]  # every service takes it
    assert (picture(desk), desk.trail_head()) == (before, head)


def test_empty_cells_clear_only_when_the_plan_says_so(desk: Desk, tmp_path: Path) -> None:
    add_staff(desk, RENEE, {"number": "1", "first_name": "Ann", "last_name": "Lee", "phone": "555", "is_coach": True})
    rows = [["Staff No", "First Name", "Last Name", "Phone", "Coach"], ["1", "Ann", "Lee", None, None]]
    path = workbook(tmp_path / "a.xlsx", {"A": rows})
    assert not plan_for(desk, path).writes
    import_roster(desk, RENEE, plan_for(desk, path, empty_clears=True))
    assert (people(desk)["1"]["phone"], people(desk)["1"]["is_coach"]) == ("", False)


def test_what_was_typed_by_hand_and_is_not_in_the_file_stays(desk: Desk, shared_data: Path) -> None:
    import_roster(desk, RENEE, plan_for(desk, shared_data / "hr_roster.xlsx"))
    staff_id = next(one.id for one in picture(desk).people if one.number == "100")
    edit_staff(desk, RENEE, staff_id, {"preferred_name": "Steve", "is_coach": True, "coaching_minutes": 120})
    plan = plan_for(desk, shared_data / "hr_roster.xlsx")
    assert plan.counts["same"] == 107


def test_names_of_all_alphabets_arrive_as_written(desk: Desk, tmp_path: Path) -> None:
    names = ["Nguyễn", "Łukasz", "李", "O’Hara", "Ñuñez", "Ağaoğlu"]
    rows = [["Staff No", "First Name", "Last Name"], *([n, "A", name] for n, name in enumerate(names))]
    import_roster(desk, RENEE, plan_for(desk, workbook(tmp_path / "a.xlsx", {"A": rows})))
    assert [one["last_name"] for one in people(desk).values()] == names


def test_adding_many_records_at_once_fills_defaults_and_tells_the_trail(desk: Desk) -> None:
    with desk.change(RENEE, "test.add_many") as change:
        ids = change.add_many(Staff, "number", [{"number": "b"}, {"number": "a", "is_coach": True}])
        assert change.add_many(Staff, "number", []) == {}
    assert change.touched == {"staff": frozenset(ids.values())}
    found = people(desk)
    assert (found["a"]["is_coach"], found["b"]["is_coach"], found["b"]["coaching_minutes"]) == (True, False, 0)
    edit_staff(desk, RENEE, ids["b"], {"last_name": "Lee"})
    assert people(desk)["b"]["last_name"] == "Lee"
