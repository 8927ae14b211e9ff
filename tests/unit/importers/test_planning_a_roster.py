"""Every row of a roster gets a verdict with reasons; damaged copies of the real roster are told off row by row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from coachdesk.importers.grid import Row, Table, Value
from coachdesk.importers.plan import summary
from coachdesk.importers.roster import RosterPlan, find_roster_mapping, plan_roster, read_roster, row_text
from coachdesk.importers.roster_desk import Person, RosterDesk
from tests.helpers.sheet_files import edited_copy

TODAY = date(2026, 11, 22)
HEADINGS = ("Staff No", "First Name", "Last Name", "Hire Date", "Leave Date", "Job Title", "Department", "Supervisor")
ANN: tuple[Value, ...] = ("1", "Ann", "Lee", date(2020, 1, 6), None, "Manager", "North", None)
BO: tuple[Value, ...] = ("2", "Bo", "Li", date(2021, 2, 1), None, "Aide", "North", "1")
CY: tuple[Value, ...] = ("3", "Cy", "Ott", date(2022, 3, 1), None, "Aide", "South", "Lee, Ann")


def plan_of(*rows: tuple[Value, ...], desk: RosterDesk | None = None, **options: Any) -> RosterPlan:
    every = [Row(number, row) for number, row in enumerate((HEADINGS, *rows), 1)]
    table = Table("t.xlsx", "xlsx", "Staff", (), tuple(every), 0, (), "")
    return plan_roster(table, find_roster_mapping(table), desk or RosterDesk(), TODAY, **options)


def plan_file(path: Path, desk: RosterDesk | None = None) -> RosterPlan:
    table = read_roster(path)
    return plan_roster(table, find_roster_mapping(table), desk or RosterDesk(), TODAY)


def person(record_id: int, number: str, first: str, last: str, **values: Any) -> Person:
    filled = {
        "number": number,
        "first_name": first,
        "last_name": last,
        "preferred_name": "",
        "email": "",
        "phone": "",
        "hired_on": None,
        "left_on": None,
        "on_leave": False,
        "is_coach": False,
        "coach_skills": "",
        "coaching_minutes": 0,
        "role": "",
        "team": "",
        "site": "",
        "supervisor": None,
    }
    return Person(record_id, number, filled | values)


HARBOR = RosterDesk(
    (
        person(11, "1", "Ann", "Lee", hired_on=date(2020, 1, 6), role="Manager", team="North"),
        person(12, "2", "Bo", "Li", hired_on=date(2021, 2, 1), role="Aide", team="North", supervisor=11),
        person(13, "3", "Cy", "Ott", hired_on=date(2022, 3, 1), role="Aide", team="South", supervisor=11),
    ),
    ("Manager", "Aide"),
    ("North", "South"),
    (),
)


def reasons(plan: RosterPlan) -> dict[int, str]:
    return {row.row: row.reasons for row in plan.bad}


def test_the_real_roster_is_all_new_with_its_roles_teams_and_sites(shared_data: Path) -> None:
    plan = plan_file(shared_data / "hr_roster.xlsx")
    assert plan.counts == {"new": 107, "update": 0, "same": 0, "bad": 0}
    assert (len(plan.new_roles), len(plan.new_teams), len(plan.new_sites)) == (19, 11, 7)
    assert not plan.obstacles
    assert any("107 e-mails have no domain" in note for note in plan.notes)
    first = plan.rows[0]
    assert first.values["number"] == "100"
    assert first.values["hired_on"] == date(2013, 6, 17)
    assert plan.rows[3].values["supervisor"] == "102"


def test_the_csv_says_the_same_as_the_workbook(shared_data: Path) -> None:
    one, other = (plan_file(shared_data / name) for name in ("hr_roster.xlsx", "hr_roster.csv"))
    assert [(row.row, row.verdict, row.values) for row in one.rows] == [
        (row.row, row.verdict, row.values) for row in other.rows
    ]


def damage(sheet: Any) -> None:
    """Everything the real world does to a roster, each at a known row."""
    sheet["C5"], sheet["F5"] = sheet["F5"].value, sheet["C5"].value  # last name and hire date swapped
    sheet["F6"] = "02/30/2016"
    sheet["F7"] = "31/12/2016"
    sheet["A9"] = 106  # row 8 has it already
    sheet["J12"] = 999
    sheet["J13"] = "Nobody Known"
    sheet["A15"] = "=A14+1"
    sheet["G20"], sheet["H20"] = sheet["H20"].value, sheet["G20"].value  # title and department swapped
    sheet["J3"] = 103  # 101 reports to 103
    sheet["J5"] = 104
    sheet["J6"] = 103  # 104 reports to 103 and 103 to 104
    sheet["J25"] = sheet["A25"].value
    sheet["J26"] = "Steven King and Neena Yang"
    sheet["B30"] = "x" * 100
    sheet["D31"] = "1.515.555.0199"
    for _ in range(3):
        sheet.insert_rows(40)


def test_a_damaged_copy_of_the_real_roster_is_told_off_row_by_row(shared_data: Path, tmp_path: Path) -> None:
    plan = plan_file(edited_copy(shared_data / "hr_roster.xlsx", tmp_path / "damaged.xlsx", damage))
    assert plan.empty_rows == 3
    found = reasons(plan)
    expected = {
        5: ["Last Name “1/3/2016” is a date", "Hire Date “James” is a word where a date belongs", "swapped"],
        6: ["Hire Date “02/30/2016”", "no day 30"],
        7: ["Hire Date “31/12/2016”", "day and month look swapped"],
        8: ["Employee ID “106” is in the file more than once, see row 9"],
        9: ["Employee ID “106” is in the file more than once, see row 8"],
        12: ["Manager ID “999” is nobody known"],
        13: ["Manager ID “Nobody Known” is nobody known"],
        15: ["Employee ID “=A14+1” is a formula"],
        20: ["Job Title", "Department look swapped"],
        25: ["own supervisor"],
        26: ["nobody known"],
        30: ["First Name", "too long: 100 characters"],
        31: ["Email “1.515.555.0199” is a number"],
    }
    for row, words in expected.items():
        for word in words:
            assert word in found[row], (row, word, found[row])
    assert "103 → 104 → 103" in found[5]
    assert "104 → 103 → 104" in found[6]
    assert set(found) == set(expected)  # nobody else is blamed
    assert plan.counts["new"] == 107 - len(found)


def test_whole_columns_swapped_are_told_in_every_row_and_once_for_the_file(shared_data: Path, tmp_path: Path) -> None:
    def swap(sheet: Any) -> None:
        sheet["C1"], sheet["F1"] = "Hire Date", "Last Name"

    plan = plan_file(edited_copy(shared_data / "hr_roster.xlsx", tmp_path / "swapped.xlsx", swap))
    assert plan.counts["bad"] == 107
    assert all("swapped" in row.reasons for row in plan.bad)
    assert any("Last Name does not fit" in note for note in plan.notes)


def test_a_file_without_the_needed_columns_is_stopped_as_a_whole() -> None:
    table = Table("t", "text", "", (), (Row(1, ("First Name", "Town")), Row(2, ("Ann", "Rome"))), 0, (), "")
    plan = plan_roster(table, find_roster_mapping(table), HARBOR, TODAY)
    assert "Staff number, Last name" in plan.obstacles[0]
    assert plan.rows == ()
    assert not plan.writes


def test_a_good_file_names_supervisors_by_number_or_by_name() -> None:
    plan = plan_of(ANN, BO, CY)
    assert plan.counts["new"] == 3
    assert [row.values.get("supervisor") for row in plan.rows] == [None, "1", "1"]


@pytest.mark.parametrize(
    "text",
    ["1", "01", "1.0", "Ann Lee", "ann  LEE", "Lee, Ann", "Lee, Ann (1)", "Ann Lee [1]", "1 - Ann Lee", "Ánn Lee"],
)
def test_a_supervisor_is_found_however_written(text: str) -> None:
    plan = plan_of(ANN, ("2", "Bo", "Li", None, None, None, None, text))
    assert plan.rows[1].values["supervisor"] == "1"


def test_a_supervisor_name_that_fits_two_people_is_refused_with_their_numbers() -> None:
    twin: tuple[Value, ...] = ("9", "Ann", "Lee", None, None, None, None, None)
    plan = plan_of(ANN, twin, CY)
    assert "could be any of 1, 9" in reasons(plan)[4]


def test_a_supervisor_known_only_to_the_desk_will_do() -> None:
    plan = plan_of(("7", "Di", "Fox", None, None, None, None, "Bo Li"), desk=HARBOR)
    assert plan.rows[0].verdict == "new"
    assert plan.rows[0].values["supervisor"] == "2"


def test_circles_that_close_over_the_desk_are_found() -> None:
    lead: tuple[Value, ...] = ("1", "Ann", "Lee", None, None, None, None, "3")
    assert "1 → 3 → 1" in reasons(plan_of(lead, desk=HARBOR))[2]


def test_a_circle_that_only_the_good_rows_would_close_is_found() -> None:
    desk = RosterDesk((person(1, "1", "Ann", "Lee", supervisor=2), person(2, "2", "Bo", "Li")))
    bad: tuple[Value, ...] = ("1", "Ann", "Lee", "02/30/2020", None, None, None, "5")
    good: tuple[Value, ...] = ("2", "Bo", "Li", None, None, None, None, "1")
    other: tuple[Value, ...] = ("5", "Ed", "Roy", None, None, None, None, None)
    found = reasons(plan_of(bad, good, other, desk=desk))
    assert "no day 30" in found[2]
    assert "2 → 1 → 2" in found[3]


def test_the_same_again_is_the_same_and_what_differs_is_shown_field_by_field() -> None:
    moved: tuple[Value, ...] = ("3", "Cy", "Ott", date(2022, 3, 1), None, "Manager", "South", "2")
    plan = plan_of(ANN, BO, moved, desk=HARBOR)
    assert [row.verdict for row in plan.rows] == ["same", "same", "update"]
    assert plan.rows[2].record_id == 13
    assert row_text(plan.rows[2]) == "Role: Aide → Manager; Supervisor: 1 Ann Lee → 2 Bo Li"
    assert summary(plan) == "0 new, 1 changed, 2 the same, 0 to correct, 0 empty"
    assert not plan_of(ANN, BO, CY, desk=HARBOR).writes


def test_an_empty_cell_says_nothing_unless_the_person_wants_it_to_clear() -> None:
    bare: tuple[Value, ...] = ("2", "Bo", "Li", None, None, None, "North", None)
    assert plan_of(bare, desk=HARBOR).rows[0].verdict == "same"
    cleared = plan_of(bare, desk=HARBOR, empty_clears=True).rows[0]
    assert {change.field: change.after for change in cleared.changes} == {
        "hired_on": None,
        "role": None,
        "supervisor": None,
    }


def test_zeros_that_a_spreadsheet_dropped_do_not_make_a_new_person() -> None:
    desk = RosterDesk((person(1, "007", "Ann", "Lee"),))
    plan = plan_of((7, "Ann", "Lee", None, None, None, None, None), desk=desk)
    assert (plan.rows[0].verdict, plan.rows[0].record_id) == ("same", 1)


def test_people_missing_from_the_file_are_listed_and_leavers_are_not() -> None:
    gone = person(14, "4", "Flo", "Day", left_on=date(2025, 1, 1))
    plan = plan_of(ANN, desk=RosterDesk((*HARBOR.people, gone), HARBOR.role, HARBOR.team, ()))
    assert plan.not_in_file == ((12, "2 Bo Li"), (13, "3 Cy Ott"))


def test_numbers_used_twice_blame_both_rows_and_an_exact_copy_only_itself() -> None:
    other: tuple[Value, ...] = ("01", "Al", "Poe", None, None, None, None, None)
    found = reasons(plan_of(ANN, other, BO, BO))
    assert "see row 3" in found[2]
    assert "see row 2" in found[3]
    assert set(found) == {2, 3, 5}
    assert "copy of row 4" in found[5]


def test_leavers_come_in_by_their_leave_date_and_it_must_fit() -> None:
    left = ("4", "Flo", "Day", "1/6/2020", "6/30/2026", None, None, None)
    wrong = ("5", "Gil", "Fry", "1/6/2020", "6/30/2019", None, None, None)
    plan = plan_of(left, wrong)
    assert plan.rows[0].values["left_on"] == date(2026, 6, 30)
    assert "last day 6/30/2019 is before the hire date 1/6/2020" in reasons(plan)[3]


def test_a_leaver_listed_again_without_a_date_is_worth_a_note() -> None:
    desk = RosterDesk((person(4, "4", "Flo", "Day", left_on=date(2026, 6, 30)),))
    row = plan_of(("4", "Flo", "Day", None, None, None, None, None), desk=desk).rows[0]
    assert row.verdict == "same"
    assert "they left on 6/30/2026" in row.notes


def test_hires_far_ahead_are_refused() -> None:
    assert "year ahead" in reasons(plan_of(("4", "Flo", "Day", date(2028, 1, 1), None, None, None, None)))[2]


def test_required_cells_must_say_something() -> None:
    found = reasons(plan_of((None, "Flo", "Day", None, None, None, None, None), ("5", "Gil", " ", None)))
    assert "Staff No is empty" in found[2]
    assert "Last Name" in found[3]
    assert "needed" in found[3]


def test_names_swapped_against_the_desk_are_refused() -> None:
    assert "look swapped" in reasons(plan_of(("2", "Li", "Bo", None, None, None, None, None), desk=HARBOR))[2]


def test_roles_and_teams_keep_the_desks_spelling() -> None:
    plan = plan_of(("2", "Bo", "Li", None, None, "AIDE", " north ", None), desk=HARBOR)
    assert plan.rows[0].verdict == "same"
    assert (plan.new_roles, plan.new_teams) == ((), ())


def test_the_same_name_under_another_number_is_worth_a_note() -> None:
    row = plan_of(("8", "Bo", "Li", None, None, None, None, None), desk=HARBOR).rows[0]
    assert row.verdict == "new"
    assert "Number 2 has the same name" in row.notes


def test_a_supervisor_whose_own_row_is_bad_waits() -> None:
    lead: tuple[Value, ...] = ("1", "Ann", "Lee", "02/30/2020", None, None, None, None)
    plan = plan_of(lead, BO)
    assert plan.rows[1].verdict == "new"
    assert plan.rows[1].values.get("supervisor") is None
    assert "row 2" in plan.rows[1].notes


def test_a_link_that_waits_is_not_cleared_by_empty_cells_that_clear() -> None:
    lead: tuple[Value, ...] = ("9", "Eve", "Roy", "02/30/2020", None, None, None, None)
    moved: tuple[Value, ...] = ("2", "Bo", "Li", date(2021, 2, 1), None, "Aide", "North", "9")
    plan = plan_of(lead, moved, desk=HARBOR, empty_clears=True)
    assert plan.rows[1].verdict == "same"
    assert "row 2" in plan.rows[1].notes


def test_headings_repeated_further_down_are_left_out() -> None:
    plan = plan_of(ANN, HEADINGS, BO)
    assert plan.counts == {"new": 2, "update": 0, "same": 0, "bad": 0}
    assert any("Row 3 repeats the headings" in note for note in plan.notes)


def test_a_text_row_with_more_cells_than_headings_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Staff No,Name,Team\n1,Ann Lee,North\n2,Li, Bo,South\n", encoding="utf-8")
    assert "more cells" in reasons(plan_file(path))[3]


@pytest.mark.parametrize(
    "hostile", ["=cmd|' /C calc'!A0", "@SUM(1+1)", "<b>x</b>", "'; DROP TABLE staff;--", "{{7*7}}"]
)
def test_hostile_strings_are_texts_or_refused(hostile: str) -> None:
    plan = plan_of(("1", "Ann", hostile, None, None, hostile, hostile, None))
    row = plan.rows[0]
    assert row.verdict == "bad" or (row.values["last_name"], row.values["role"]) == (hostile, hostile)


def test_a_plan_is_made_of_the_same_rows_in_any_order_of_columns(shared_data: Path, tmp_path: Path) -> None:
    def turn(sheet: Any) -> None:
        for row in sheet.iter_rows():
            values = [cell.value for cell in row]
            for cell, value in zip(row, reversed(values), strict=True):
                cell.value = value
                if isinstance(value, datetime):
                    cell.number_format = "m/d/yyyy"

    turned = plan_file(edited_copy(shared_data / "hr_roster.xlsx", tmp_path / "turned.xlsx", turn))
    usual = plan_file(shared_data / "hr_roster.xlsx")
    assert [row.values for row in turned.rows] == [row.values for row in usual.rows]


def test_random_damage_never_raises_and_never_blames_silently(shared_data: Path) -> None:
    import random

    chance = random.Random(7)
    table = read_roster(shared_data / "hr_roster.xlsx")
    odd: list[Callable[[], Value]] = [
        lambda: None,
        lambda: chance.randrange(-5, 10**12),
        lambda: chance.uniform(-1e9, 1e9),
        lambda: chance.choice(["", " ", "=1", "\x00", "x" * 40_000, "100", "King", "1/1/2020", "N/A", "\ud800"]),
        lambda: date(1 + chance.randrange(9998), 1, 1),
        lambda: chance.random() < 0.5,
    ]
    for _ in range(60):
        rows = list(table.rows)
        for _ in range(40):
            place = chance.randrange(1, len(rows))
            cells = list(rows[place].cells)
            cells[chance.randrange(len(cells))] = chance.choice(odd)()
            rows[place] = Row(rows[place].number, tuple(cells))
        broken = Table(table.name, table.kind, "", (), tuple(rows), 0, (), "")
        plan = plan_roster(broken, find_roster_mapping(broken), HARBOR, TODAY)
        assert all(bool(row.reasons) == (row.verdict == "bad") for row in plan.rows)
