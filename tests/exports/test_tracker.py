"""The tracker: real tables with true values, a summary that recalculates to CoachDesk's own figures, the same bytes."""

from __future__ import annotations

import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from coachdesk.errors import Cancelled
from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.scope import Scope
from coachdesk.queries.sessions import SESSIONS
from coachdesk.queries.signals import SIGNALS
from coachdesk.queries.staff import STAFF
from coachdesk.queries.table import Where
from coachdesk.services import competence
from coachdesk.store.desk import Desk
from exports.excel import tracker
from exports.excel.tracker import write_tracker
from exports.made import Made
from tests.helpers import office
from tests.helpers.desks import RENEE, Clock
from tests.helpers.loop import HOSTILE, Loop, run_loop


@pytest.fixture
def loop(desk: Desk, clock: Clock) -> Loop:
    return run_loop(desk, clock, HOSTILE)


def made(desk: Desk, clock: Clock, target: Path, scope: Scope | None = None) -> Made:
    with desk.read() as conn:
        return write_tracker(conn, target, scope or Scope(), made_at=clock())


RECORDS = (
    "Cycles", "Sessions", "Observations", "Measures", "Scenario exercises", "Sustain checks", "Amendments", "Signals",
    "Competence", "Staff",
)  # fmt: skip


def column(sheet: Worksheet, heading: str) -> list[Any]:
    """The body of a column, found by its heading."""
    (place,) = (cell.column for cell in sheet[3] if cell.value == heading)
    return [sheet.cell(row, place).value for row in range(4, sheet.max_row + 1)]


def test_every_row_stands_in_a_real_table_with_true_dates_numbers_and_yes_or_no(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path
) -> None:
    target = tmp_path / "tracker.xlsx"
    told = made(desk, clock, target)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["Summary", *RECORDS, "Data dictionary"]
    assert told.size == target.stat().st_size
    for title, rows in {
        "Cycles": 2,
        "Sessions": 2,
        "Measures": 2,
        "Sustain checks": 3,
        "Signals": 3,
        "Staff": 5,
    }.items():
        sheet = book[title]
        (table,) = sheet.tables.values()
        assert table.autoFilter is not None
        assert table.ref.split(":")[1].endswith(str(3 + rows))
        assert sheet.freeze_panes == "B4"
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.page_setup.fitToWidth == 1
    assert column(book["Signals"], "Occurred")[0] == datetime(2026, 10, 31)
    assert column(book["Sessions"], "Minutes") == [45, 45]
    assert column(book["Sessions"], "Late entry") == ["No", "Yes"]
    assert column(book["Cycles"], "Status") == ["Closed", "Diagnosing"]


def test_competence_stands_in_it_with_its_assessor_and_the_cycle_it_came_from(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path
) -> None:
    day = clock().date()
    values = {"assessor_name": "Amy Chen", "qualification": "RN", "assessed_on": day, "expires_on": date(2027, 5, 1)}
    competence.record_competence(desk, RENEE, loop.dana, loop.standard, values, loop.closed)
    old = {**values, "assessed_on": date(2026, 10, 1), "expires_on": date(2026, 10, 31), "method": "record_review"}
    competence.record_competence(desk, RENEE, loop.thanh, loop.standard, old)

    def names(scope: Scope) -> list[str]:
        made(desk, clock, target := tmp_path / "tracker.xlsx", scope)
        return column(openpyxl.load_workbook(target)["Competence"], "Name")

    assert names(Scope()) == ["Dąbrowski, Łukasz", "Nguyễn, Thanh"]
    assert names(Scope(from_=day)) == ["Dąbrowski, Łukasz"]  # what ran out before the period is not in it
    assert names(Scope(to=date(2026, 10, 15))) == ["Nguyễn, Thanh"]
    assert names(Scope(cycle_ids=frozenset({loop.closed}))) == ["Dąbrowski, Łukasz"]
    sheet = openpyxl.load_workbook(tmp_path / "tracker.xlsx")["Competence"]
    assert column(sheet, "Assessor") == ["Amy Chen"]
    assert column(sheet, "Expires") == [datetime(2027, 5, 1)]
    assert column(sheet, "Cycle")[0].startswith("C")  # R20


def test_the_summary_recalculates_to_coachdesks_own_figures(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path
) -> None:
    target = tmp_path / "tracker.xlsx"
    made(desk, clock, target)
    rows = {row[0]: row[1:5] for row in office.recalculated(target, tmp_path)["Summary"]}
    with desk.read() as conn:
        wanted = {
            "Cycles": CYCLES.count(conn),
            "Sessions": SESSIONS.count(conn),
            "Signals": SIGNALS.count(conn),
            "Staff": STAFF.count(conn),
            "Closed": CYCLES.count(conn, Where(among={"status": frozenset({"closed"})})),
            "Late escalation": SIGNALS.count(conn, Where(among={"source": frozenset({"late_escalation"})})),
            "Case review": SESSIONS.count(conn, Where(among={"kind": frozenset({"case_review"})})),
            "Coachees who achieved it, of those with an outcome": 3,
        }
    assert {name: int(rows[name][0]) for name in wanted} == wanted
    assert rows["Cycles closed, of all"][:3] == ["1", "2", ""]  # R18: no percentage of two
    assert rows["Sessions entered late, of all"][:2] == ["1", "2"]
    assert rows["Cycles with an amendment, of all"][:2] == ["1", "2"]
    differing = {name: row for name, row in rows.items() if row[0] and row[0] != "Count" and row[0] != row[3]}
    assert differing == {}


def test_formulas_carry_their_value_for_readers_that_do_not_calculate(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path
) -> None:
    target = tmp_path / "tracker.xlsx"
    made(desk, clock, target)
    sheet = openpyxl.load_workbook(target, data_only=True)["Summary"]
    values = {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}
    assert (values["Closed"], values["Staff"]) == (1, 5)


def test_a_cycle_leads_to_its_sessions_and_a_session_back_to_its_cycle(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path
) -> None:
    target = tmp_path / "tracker.xlsx"
    made(desk, clock, target)
    book = openpyxl.load_workbook(target)
    there = book["Cycles"]["A4"].hyperlink
    assert there is not None
    assert there.location == "'Sessions'!A4"
    back = [cell.hyperlink.location for cell in book["Sessions"]["C"] if cell.hyperlink]
    assert back == ["'Cycles'!A4", "'Cycles'!A4"]


def test_choices_offer_their_words_and_are_painted_by_tone(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path
) -> None:
    target = tmp_path / "tracker.xlsx"
    made(desk, clock, target)
    book = openpyxl.load_workbook(target)
    sheet = book["Cycles"]
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    place = next(cell.column_letter for cell in sheet[3] if cell.value == "Status")
    title, cells = lists[f"{place}4:{place}5"].replace("$", "").split("!")
    words = [row[0].value for row in book[title.strip("'")][cells]]
    assert words[0] == "Proposed"
    assert "Closed" in words
    painted = [rule.formula[0] for group in sheet.conditional_formatting for rule in group.rules]
    assert any(f'{place}4="Closed"' in formula for formula in painted)


def test_days_are_true_dates_in_us_form_and_late_records_are_painted(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path
) -> None:
    target = tmp_path / "tracker.xlsx"
    made(desk, clock, target)
    book = openpyxl.load_workbook(target)
    assert book["Signals"]["B4"].number_format == "m/d/yyyy"
    assert book["Sessions"]["B4"].number_format == "m/d/yyyy\\ h:mm\\ AM/PM"
    sheet = book["Sessions"]
    place = next(cell.column_letter for cell in sheet[3] if cell.value == "Late entry")
    painted = [rule.formula[0] for group in sheet.conditional_formatting for rule in group.rules]
    assert f'OR({place}4="Yes")' in painted
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists[f"{place}4:{place}5"] == '"No,Yes"'


def test_cycles_go_to_paper_with_what_a_reviewer_asks_for(desk: Desk, clock: Clock, loop: Loop, tmp_path: Path) -> None:
    made(desk, clock, target := tmp_path / "tracker.xlsx")
    sheet = openpyxl.load_workbook(target)["Cycles"]
    _, corner = sheet.print_area.split("!")[1].replace("$", "").split(":")
    printed = [cell.value for cell in sheet[3][: sheet[corner].column]]
    assert {"Standard", "Validator", "Ended", "Achieved", "Gates overridden", "Amendments"} <= set(printed)
    assert "Team" not in printed


def test_what_was_observed_and_amended_is_in_it_and_follows_the_scope(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path
) -> None:
    made(desk, clock, target := tmp_path / "tracker.xlsx")
    book = openpyxl.load_workbook(target)
    assert column(book["Observations"], "Staff member") == ["Łukasz Dąbrowski", "Thanh Nguyễn", "小龍 李"]
    assert column(book["Observations"], "Setting") == ["Live delivery"] * 3
    assert column(book["Amendments"], "Reason") == ["Misread clock"]
    assert book["Amendments"]["B4"].hyperlink.location == "'Cycles'!A4"  # R20
    none = ["Nothing in this scope."]
    for scope in (Scope(cycle_ids=frozenset({loop.running})), Scope(to=date(2026, 11, 12))):
        made(desk, clock, target, scope)
        book = openpyxl.load_workbook(target)
        assert column(book["Observations"], "Number") == none
        assert column(book["Amendments"], "When") == none


def test_the_data_dictionary_names_every_column_of_every_sheet(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path
) -> None:
    target = tmp_path / "tracker.xlsx"
    made(desk, clock, target)
    book = openpyxl.load_workbook(target)
    told = {(row[0], row[1]): row[3] for row in book["Data dictionary"].iter_rows(min_row=4, values_only=True)}
    for title in RECORDS:
        assert [cell.value for cell in book[title][3] if not told[title, cell.value]] == []


def test_a_hostile_note_is_text_and_nothing_else(desk: Desk, clock: Clock, loop: Loop, tmp_path: Path) -> None:
    target = tmp_path / "tracker.xlsx"
    made(desk, clock, target)
    shown = office.recalculated(target, tmp_path)["Sessions"]
    seen = shown[3][shown[2].index("What was seen")]
    assert seen == "=1+1 <b>&amp; <img src='http://example.test/x.png'/> [U+202E]back  _x0041_"


def test_the_same_records_and_moment_give_the_same_bytes(desk: Desk, clock: Clock, loop: Loop, tmp_path: Path) -> None:
    first, second = (made(desk, clock, tmp_path / name) for name in ("a.xlsx", "b.xlsx"))
    assert first.sha256 == second.sha256
    assert first.path.read_bytes() == second.path.read_bytes()
    assert openpyxl.load_workbook(first.path).properties.modified == clock().astimezone().replace(
        tzinfo=None
    ) + timedelta(hours=5)


def test_a_scope_narrows_every_sheet(desk: Desk, clock: Clock, loop: Loop, tmp_path: Path) -> None:
    target = tmp_path / "tracker.xlsx"
    told = made(desk, clock, target, Scope(cycle_ids=frozenset({loop.running})))
    book = openpyxl.load_workbook(target)
    assert column(book["Cycles"], "Title") == ["Shift handover"]
    assert column(book["Signals"], "Number") == ["Nothing in this scope."]
    assert "Cycles: C-2026-0002" in told.scope
    made(desk, clock, target, Scope(to=date(2026, 11, 3)))
    assert column(openpyxl.load_workbook(target)["Signals"], "Number") == ["S-0003"]


def test_an_empty_desk_makes_a_tracker_whose_counts_are_nought(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    target = tmp_path / "tracker.xlsx"
    made(desk, clock, target)
    rows = {row[0]: row[1:5] for row in office.recalculated(target, tmp_path)["Summary"]}
    assert [rows[name][0] for name in ("Cycles", "Sessions", "Signals", "Staff", "Closed")] == ["0"] * 5


def test_cancelling_leaves_nothing_behind(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracker, "_STEP", 1)
    folder = tmp_path / "out"
    folder.mkdir()
    asked = []

    def cancel(done: int, total: int) -> None:
        asked.append((done, total))
        if done == 3:
            raise Cancelled("Stopped.")

    with desk.read() as conn, pytest.raises(Cancelled):
        write_tracker(conn, folder / "tracker.xlsx", Scope(), progress=cancel)
    assert asked == [(1, 21), (2, 21), (3, 21)]
    assert list(folder.iterdir()) == []


def test_no_readable_text_lies_in_temporary_files_while_a_tracker_is_made(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracker, "_STEP", 1)
    spool = tmp_path / "spool"
    spool.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spool))
    seen: list[str] = []
    with desk.read() as conn:
        write_tracker(
            conn, tmp_path / "t.xlsx", Scope(), progress=lambda *_: seen.extend(path.name for path in spool.iterdir())
        )
    assert seen == []
