"""Columns find their fields by themselves, tell how sure they are, and let a person choose otherwise."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coachdesk.importers.grid import Row, Table, Value
from coachdesk.importers.mapping import Mapping
from coachdesk.importers.roster import find_roster_mapping, read_roster
from coachdesk.importers.roster_fields import FIELDS
from tests.helpers.sheet_files import workbook


def mapped(*rows: tuple[Value, ...]) -> Mapping:
    return find_roster_mapping(
        Table("t", "xlsx", "", (), tuple(Row(n, row) for n, row in enumerate(rows, 1)), 0, (), "")
    )


def fields(mapping: Mapping) -> dict[str, str]:
    return {column.heading: column.field for column in mapping.columns}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Employee ID", "number"),
        ("Emp #", "number"),
        ("Emp. No.", "number"),
        ("Staff No", "number"),
        ("EmployeeID", "number"),
        ("STAFF_NUMBER", "number"),
        ("Número de empleado", "number"),
        ("First Name", "first_name"),
        ("Legal First Name", "first_name"),
        ("Surname", "last_name"),
        ("Apellidos", "last_name"),
        ("Employee Name", "full_name"),
        ("Preferred Name", "preferred_name"),
        ("E-mail Address", "email"),
        ("Correo electrónico", "email"),
        ("Work Phone", "phone"),
        ("Hire Date", "hired_on"),
        ("Date of Hire", "hired_on"),
        ("Start date", "hired_on"),
        ("Employee Hire Date", "hired_on"),
        ("Fecha de contratación", "hired_on"),
        ("Term date", "left_on"),
        ("Fecha de baja", "left_on"),
        ("Job Title", "role"),
        ("Puesto", "role"),
        ("Dept", "team"),
        ("Home Department", "team"),
        ("Location", "site"),
        ("Ubicación", "site"),
        ("Manager ID", "supervisor"),
        ("Reports to", "supervisor"),
        ("Supervisor", "supervisor"),
        ("Jefe directo", "supervisor"),
        ("Depratment", "team"),
        ("Supervisr", "supervisor"),
        ("Date of birth", ""),
        ("SSN", ""),
        ("Manager Email", ""),
        ("Supervisor First Name", ""),
        ("Department ID", ""),
        ("Row in file", ""),
        ("What to correct", ""),
    ],
)
def test_usual_headings_are_known_and_others_left_alone(heading: str, field: str) -> None:
    assert mapped((heading, "Zzz"), ("x", "y")).columns[0].field == field


def test_each_field_is_used_once_and_the_surest_column_wins() -> None:
    mapping = mapped(("Manager Name", "Manager ID", "Staff No", "Name"), ("Ann Lee", "7", "8", "Bo Li"))
    assert fields(mapping) == {
        "Manager Name": "",
        "Manager ID": "supervisor",
        "Staff No": "number",
        "Name": "full_name",
    }


def test_name_beside_last_name_is_the_first_name_and_beside_both_is_left_out() -> None:
    spanish = mapped(("Legajo", "Nombre", "Apellido"), ("1", "Ana", "Gil"))
    assert fields(spanish) == {"Legajo": "number", "Nombre": "first_name", "Apellido": "last_name"}
    both = mapped(("Staff No", "Name", "First Name", "Last Name"), ("1", "Ann Lee", "Ann", "Lee"))
    assert fields(both)["Name"] == ""


def test_headings_are_found_below_title_lines() -> None:
    mapping = mapped(
        ("Harbor Community Supports",),
        ("Printed 11/22/2026", "page 1"),
        ("Staff No", "Name", "Dept"),
        (1, "Ann Lee", "North"),
    )
    assert mapping.heading_row == 3
    assert fields(mapping) == {"Staff No": "number", "Name": "full_name", "Dept": "team"}


def test_a_table_without_headings_is_recognised_as_far_as_its_values_tell() -> None:
    rows = [(n, f"Name{n}", f"a{n}@b.org") for n in range(101, 110)]
    mapping = mapped(*rows)
    assert mapping.heading_row == 0
    assert [column.field for column in mapping.columns] == ["number", "", "email"]
    assert mapping.columns[1].name == "Column B"
    assert all(column.confidence < 0.5 for column in mapping.columns)


def test_a_heading_whose_values_look_like_something_else_is_doubted() -> None:
    day = date(2020, 1, 2)
    mapping = mapped(("Staff No", "Last Name", "Hire Date"), (1, day, "Lee"), (2, day, "Li"), (3, day, "Ott"))
    for index in (1, 2):
        assert mapping.columns[index].confidence < 0.5
        assert "something else" in mapping.columns[index].why


def test_a_person_chooses_otherwise() -> None:
    mapping = mapped(("Staff No", "Team", "Unit name"), ("1", "North", "South"))
    changed = mapping.assign(2, "team")
    assert [column.field for column in changed.columns] == ["number", "", "team"]
    assert [column.field for column in mapping.columns] == ["number", "team", ""]
    assert [column.field for column in mapping.assign(1, "").columns] == ["number", "", ""]


def test_the_sheet_that_looks_like_a_roster_is_chosen(tmp_path: Path) -> None:
    sheets = {
        "Sheet1": [["Codes", "Meaning"], ["A", "Active"]],
        "People": [["Staff No", "Name", "Hire Date"], [1, "Ann Lee", "1/2/2020"]],
    }
    assert read_roster(workbook(tmp_path / "a.xlsx", sheets)).sheet == "People"


def test_every_field_of_the_catalogue_is_found_by_its_own_label_or_first_synonym() -> None:
    for field in FIELDS:
        mapping = mapped((field.synonyms[0], "x"), ("1", "y"))
        assert mapping.columns[0].field in (field.key, "first_name" if field.key == "full_name" else field.key)
