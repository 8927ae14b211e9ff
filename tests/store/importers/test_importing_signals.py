"""A list of incidents goes in as signals: judged row by row, whole or not at all, and never twice (R1, R10, R22)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from coachdesk.errors import Refused
from coachdesk.importers.signal_desk import signal_desk
from coachdesk.importers.signals import Fill, SignalPlan, find_signal_mapping, plan_signals, read_signals, row_text
from coachdesk.queries.signals import SIGNALS
from coachdesk.records.base import table
from coachdesk.records.signals import Signal
from coachdesk.services import history, signals, staff
from coachdesk.services.places import add_place
from coachdesk.services.signal_import import import_signals
from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice
from tests.helpers.sheet_files import text_file, workbook

HEADINGS = (
    "Incident #", "Date", "Type", "Severity", "Staff", "Team", "Standard", "Criterion", "Client", "Description",
)  # fmt: skip
GOOD: tuple[Any, ...] = (
    "501", date(2026, 11, 8), "Near-miss", "HIGH", "Whitfield, Dana", "", "HD-01", "2", "P-114", "Nurse called at noon",
)  # fmt: skip


def plan_of(
    desk: Desk,
    folder: Path,
    rows: Sequence[Sequence[Any]],
    headings: Sequence[str] = HEADINGS,
    fill: Fill | None = None,
) -> SignalPlan:
    path = workbook(folder / "incidents.xlsx", {"Incidents": [headings, *rows]})
    read = read_signals(path)
    with desk.read() as conn:
        return plan_signals(read, find_signal_mapping(read), signal_desk(conn), desk.clock().date(), fill)


def row(**changes: Any) -> tuple[Any, ...]:
    """The good row with some cells changed, by heading in small letters without signs."""
    names = ("ref", "date", "type", "severity", "staff", "team", "standard", "criterion", "client", "description")
    return tuple(changes.get(name, value) for name, value in zip(names, GOOD, strict=True))


def stored(desk: Desk) -> list[dict[str, Any]]:
    with desk.read() as conn:
        return [dict(one._mapping) for one in conn.execute(sa.select(table(Signal)).order_by(Signal.id))]


def test_columns_words_people_and_standards_are_found_by_themselves(
    desk: Desk, practice: Practice, tmp_path: Path
) -> None:
    plan = plan_of(desk, tmp_path, [GOOD])
    assert (plan.counts, plan.obstacles) == ({"new": 1, "update": 0, "same": 0, "bad": 0}, ())
    changes = import_signals(desk, RENEE, plan)
    assert changes.label == "Import 1 signals from incidents.xlsx"
    (one,) = stored(desk)
    assert (one["number"], one["source"], one["severity"], one["outside_ref"]) == (
        "S-0001",
        "near_miss",
        "major",
        "501",
    )
    assert (one["occurred_on"], one["noticed_on"]) == (date(2026, 11, 8), date(2026, 11, 8))
    assert (one["staff_id"], one["team_id"]) == (practice.people["Dana"], practice.team)
    assert (one["standard_id"], one["criterion_code"]) == (practice.standard, "2")
    assert (one["participant_code"], one["what_happened"], one["triage"]) == ("P-114", "Nurse called at noon", "new")


def test_nothing_is_written_before_the_plan_is_accepted_and_one_undo_takes_it_all_back(
    desk: Desk, practice: Practice, tmp_path: Path
) -> None:
    plan = plan_of(desk, tmp_path, [row(ref=str(number)) for number in range(501, 511)])
    assert stored(desk) == []
    import_signals(desk, RENEE, plan)
    assert len(stored(desk)) == 10
    history.undo(desk, RENEE)
    assert stored(desk) == []


def test_the_same_list_again_adds_nothing_and_a_longer_one_only_what_is_new(
    desk: Desk, practice: Practice, tmp_path: Path
) -> None:
    import_signals(desk, RENEE, plan_of(desk, tmp_path, [GOOD]))
    signals.edit_signal(desk, RENEE, 1, {"severity": "minor"})
    again = plan_of(desk, tmp_path, [GOOD])
    assert (again.counts["same"], again.writes) == (1, False)
    assert row_text(again.rows[0]) == "Imported before as S-0001; it stays as it is."
    assert import_signals(desk, RENEE, again).seq == 0
    import_signals(desk, RENEE, plan_of(desk, tmp_path, [GOOD, row(ref="502")]))
    assert [(one["outside_ref"], one["severity"]) for one in stored(desk)] == [("501", "minor"), ("502", "major")]


def test_a_list_without_numbers_is_recognised_by_what_its_rows_say(
    desk: Desk, practice: Practice, tmp_path: Path
) -> None:
    rows = [GOOD[1:], row(date=date(2026, 11, 7))[1:]]
    first = plan_of(desk, tmp_path, rows, HEADINGS[1:])
    assert import_signals(desk, RENEE, first).result.new == 2
    assert plan_of(desk, tmp_path, [*rows, row(client="P-115")[1:]], HEADINGS[1:]).counts == {
        "new": 1, "update": 0, "same": 2, "bad": 0,
    }  # fmt: skip


def test_two_lists_may_count_from_one(desk: Desk, practice: Practice, tmp_path: Path) -> None:
    import_signals(desk, RENEE, plan_of(desk, tmp_path, [GOOD]))
    complaint = plan_of(desk, tmp_path, [row(type="Complaint", date=date(2026, 11, 3))])
    assert complaint.counts["new"] == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"client": "Edmund Fisk"}, "Client “Edmund Fisk” is no reference code such as P-114"),
        ({"client": "219-09-9999"}, "is no reference code"),
        ({"description": "Dana Whitfield called late"}, "Name from the roster “Dana Whitfield” (R22)"),
        ({"description": "Call 216-555-0143 next time"}, "Phone number"),
        ({"date": date(2026, 11, 10)}, "is in the future"),
        ({"date": "02/30/2026"}, "02/30/2026"),
        ({"date": None}, "When it occurred is needed"),
        ({"description": None}, "What happened is needed"),
        ({"type": "Earthquake"}, "is none of: Documentation audit, Incident"),
        ({"severity": None}, "Severity is needed"),
        ({"staff": "Nobody Known"}, "is nobody on the staff"),
        ({"staff": "", "team": "Moon team"}, "is no team of this desk"),
        ({"standard": "XX-99"}, "is no practice standard"),
        ({"criterion": "9"}, "is no criterion of HD-01, which has 1, 2"),
        ({"standard": ""}, "needs its practice standard"),
    ],
)
def test_a_bad_row_says_where_and_why_and_is_never_written(
    desk: Desk, practice: Practice, tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    plan = plan_of(desk, tmp_path, [GOOD, row(ref="777", **changes)])
    (bad,) = plan.bad
    assert bad.row == 3
    assert told in bad.reasons
    with pytest.raises(Refused) as refused:
        import_signals(desk, RENEE, plan)
    assert "Row 3" in refused.value.problems[0].text
    assert stored(desk) == []
    assert import_signals(desk, RENEE, plan, good_rows_only=True).result.left_out == 1
    assert [one["outside_ref"] for one in stored(desk)] == ["501"]


def test_who_is_concerned_may_stay_unknown(desk: Desk, practice: Practice, tmp_path: Path) -> None:
    import_signals(desk, RENEE, plan_of(desk, tmp_path, [row(staff="", team="north TEAM"), row(ref="502", staff="")]))
    assert [(one["staff_id"], one["team_id"]) for one in stored(desk)] == [(None, practice.team), (None, None)]


def test_two_rows_with_one_number_are_told_and_copies_named(desk: Desk, practice: Practice, tmp_path: Path) -> None:
    plan = plan_of(desk, tmp_path, [GOOD, GOOD, row(description="Another thing")])
    assert [one.verdict for one in plan.rows] == ["new", "bad", "bad"]
    assert [one.reasons for one in plan.bad] == ["The row is a copy of row 2.", "Row 2 has the same number."]


def test_columns_that_are_missing_may_be_filled_in_for_the_whole_list(
    desk: Desk, practice: Practice, tmp_path: Path
) -> None:
    headings, rows = ("Date", "Description"), [(date(2026, 11, 8), "Visit not made")]
    plan = plan_of(desk, tmp_path, rows, headings)
    assert plan.obstacles[0] == (
        "No column holds: Source, Severity. Choose the columns that do, or name them so in the file."
    )
    assert "once for all rows" in plan.obstacles[1]
    with pytest.raises(Refused):
        import_signals(desk, RENEE, plan)
    filled = plan_of(desk, tmp_path, rows, headings, Fill("missed_visit", "moderate"))
    import_signals(desk, RENEE, filled)
    assert [(one["source"], one["severity"]) for one in stored(desk)] == [("missed_visit", "moderate")]


def test_r10_what_comes_in_late_is_marked(desk: Desk, practice: Practice, tmp_path: Path) -> None:
    import_signals(desk, RENEE, plan_of(desk, tmp_path, [GOOD, row(ref="502", date=date(2026, 11, 2))]))
    assert [one["late_entry"] for one in stored(desk)] == [False, True]


def test_a_person_counts_for_the_team_of_that_day(desk: Desk, practice: Practice, tmp_path: Path, clock: Clock) -> None:
    west = add_place(desk, RENEE, "team", "West team").result
    staff.move_staff(desk, RENEE, practice.people["Dana"], date(2026, 11, 5), {"team_id": west})
    plan = plan_of(desk, tmp_path, [row(team="West team"), row(ref="502", date=date(2026, 11, 4), team="West team")])
    import_signals(desk, RENEE, plan)
    assert [one["team_id"] for one in stored(desk)] == [west, practice.team]


def test_a_desk_that_changed_after_the_preview_refuses_it(desk: Desk, practice: Practice, tmp_path: Path) -> None:
    plan = plan_of(desk, tmp_path, [GOOD])
    import_signals(desk, RENEE, plan)
    with pytest.raises(Refused, match="changed after the preview"):
        import_signals(desk, RENEE, plan)


def test_a_text_table_gives_the_same_and_shows_in_the_list(desk: Desk, practice: Practice, tmp_path: Path) -> None:
    path = text_file(tmp_path / "incidents.csv", [HEADINGS, ["501", "11/8/2026", *GOOD[2:]]])
    read = read_signals(path)
    with desk.read() as conn:
        plan = plan_signals(read, find_signal_mapping(read), signal_desk(conn), desk.clock().date())
    import_signals(desk, RENEE, plan)
    with desk.read() as conn:
        ((_, values),) = SIGNALS.all(conn)
    assert values[SIGNALS.index("what_happened")] == "Nurse called at noon"
    assert values[SIGNALS.index("staff")] == "Dana Whitfield"
