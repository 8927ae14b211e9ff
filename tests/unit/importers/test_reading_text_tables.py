"""Text tables are read whatever their delimiter, encoding and line ends; what is odd about them is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachdesk.errors import Unreadable
from coachdesk.importers.sheets import read_table
from tests.helpers.sheet_files import text_file

PEOPLE = [
    ["Staff No", "Name", "Note"],
    ["1", "José Núñez", "plain"],
    ["2", "Müller, Jürgen", "has, comma; semicolon"],
    ["3", "Renée O'Hara", "two\nlines"],
    ["4", "Ann Lee", 'says "hi"'],
]


def cells(path: Path) -> list[list[str]]:
    return [[str(cell or "") for cell in row.cells] for row in read_table(path).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_every_delimiter_encoding_and_line_end_gives_the_same_rows(
    tmp_path: Path, delimiter: str, encoding: str, newline: str
) -> None:
    assert cells(text_file(tmp_path / "a.csv", PEOPLE, delimiter, encoding, newline)) == PEOPLE


@pytest.mark.parametrize(
    ("encoding", "name"), [("cp1250", "Łukasz Żółć"), ("mac_roman", "José Núñez"), ("cp850", "Ñandú")]
)
def test_older_encodings_are_found_and_can_be_named(tmp_path: Path, encoding: str, name: str) -> None:
    path = text_file(tmp_path / "old.csv", [["Number", "Name"], ["1", name]], encoding=encoding)
    assert read_table(path).rows[1].cells == ("1", name)
    assert read_table(path, encoding=encoding).rows[1].cells == ("1", name)


def test_names_outside_latin_alphabets_survive(tmp_path: Path) -> None:
    rows = [["No", "Name"], ["1", "Nguyễn Thị Hồng"], ["2", "李 小龍"], ["3", "Łukasz"]]
    assert cells(text_file(tmp_path / "a.csv", rows)) == rows


def test_a_few_broken_bytes_do_not_turn_the_rest_into_gibberish(tmp_path: Path) -> None:
    good = "".join(f"{n},José Núñez {n}\n" for n in range(50)).encode()
    (tmp_path / "a.csv").write_bytes(b"No,Name\n" + good + b"77,broken \xff here\n")
    rows = cells(tmp_path / "a.csv")
    assert rows[1] == ["0", "José Núñez 0"]
    assert rows[-1] == ["77", "broken \ufffd here"]


def test_rows_count_as_in_a_spreadsheet_and_empty_ones_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('title\n\nNo,Name\n1,"two\nlines"\n,\n  , \n2,Ann\n', encoding="utf-8")
    table = read_table(tmp_path / "a.csv")
    assert [row.number for row in table.rows] == [1, 3, 4, 7]
    assert table.empty_rows == 3


def test_rows_may_be_shorter_or_longer_than_the_heading(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("No,Name,Team\n1\n2,Ann,North,more\n", encoding="utf-8")
    assert cells(tmp_path / "a.csv") == [["No", "Name", "Team"], ["1"], ["2", "Ann", "North", "more"]]


def test_excels_own_hint_of_the_delimiter_is_followed_and_not_data(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=;\r\nNo;Name, first\r\n1;Lee, Ann\r\n", encoding="utf-8")
    table = read_table(tmp_path / "a.csv")
    assert [row.cells for row in table.rows] == [("No", "Name, first"), ("1", "Lee, Ann")]
    assert table.rows[0].number == 2


def test_a_delimiter_other_than_a_comma_and_an_odd_encoding_are_told(tmp_path: Path) -> None:
    table = read_table(text_file(tmp_path / "a.txt", PEOPLE, ";", "cp1252"))
    assert any("cp1252" in note for note in table.notes)
    assert any("semicolons" in note for note in table.notes)


def test_one_column_is_still_a_table(tmp_path: Path) -> None:
    assert cells(text_file(tmp_path / "a.csv", [["No"], ["1"], ["2"]])) == [["No"], ["1"], ["2"]]


def test_a_zero_byte_in_a_cell_is_kept_for_the_row_to_be_judged(tmp_path: Path) -> None:
    rows = "".join(f"{n},Ann Lee\n" for n in range(40))
    (tmp_path / "a.csv").write_text(f"No,Name\n{rows}77,An\0n\n", encoding="utf-8")
    assert cells(tmp_path / "a.csv")[-1] == ["77", "An\0n"]


def test_an_endless_quotation_is_refused_with_its_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('No,Name\n1,Ann\n2,"Lee\n' + "3,x\n" * 60_000, encoding="utf-8")
    with pytest.raises(Unreadable, match="Row 3"):
        read_table(tmp_path / "a.csv")


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", PEOPLE)
    with pytest.raises(Unreadable, match="klingon"):
        read_table(path, encoding="klingon")
