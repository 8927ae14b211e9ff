"""The Settings page: every section through its real widgets, on a real desk."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coachdesk.queries.agency import agency_detail, coming_days, own_days
from coachdesk.queries.trail import TRAIL
from coachdesk.records.agency import Holiday
from coachdesk.setting_list import SETTINGS, Settings
from coachdesk.settings import to_text
from coachdesk.store import backup
from coachdesk.store.desk import Desk
from tests.ui.pages.conftest import ANNA, READER, MakeContext
from tests.ui.pages.settings.support import column, dialog_of, fill, section, shown, visible
from ui.actions import ActionSpec
from ui.context import Context, Place
from ui.forms import FormDialog
from ui.pages.settings import desk_file
from ui.pages.settings.page import parts

# The page -----------------------------------------------------------------------------------------------------------


def test_arrow_keys_walk_through_the_sections(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample), "agency")
    for key, *_ in parts():
        assert page.part == key
        assert page.stack.currentWidget() is page.sections[key]
        qtbot.keyClick(page.names, Qt.Key.Key_Down)


def test_the_status_bar_s_place_opens_the_people(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample), "agency")
    page.activate(Place("settings", extra={"part": "people"}))
    assert page.part == "people"
    page.activate(Place("settings"))
    assert page.part == "people"


def test_a_desk_that_is_only_read_offers_no_change(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample, READER), "agency")
    allowed = {"Programs", "Teams", "Sites", "Roles", "Open folder", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
    for key, *_ in parts():
        page.show_part(key)
        assert set(visible(section(page))) <= allowed, key
    page.show_part("people")
    section(page).table.opened.emit(1)
    assert not page.findChildren(FormDialog)
    page.show_part("limits")
    row = section(page).rows["diagnose_days"]
    assert row.line.isReadOnly()


# Agency -------------------------------------------------------------------------------------------------------------


def test_name_and_state_are_changed_and_shown(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample), "agency")
    section(page).edit.click()
    fill(page, name="Harbor Supports", state=None)
    with sample.read() as conn:
        detail = agency_detail(conn)
    assert (detail.name, detail.state) == ("Harbor Supports", "")
    assert section(page).detail.name == "Harbor Supports"
    assert not dialog_visible(page)


def dialog_visible(page: QWidget) -> bool:
    return any(one.isVisible() for one in page.findChildren(FormDialog))


def test_somebody_is_named_accountable_or_nobody(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample), "agency")
    section(page).name.click()
    fill(page, staff_id=2)
    assert section(page).who.text() == "Renee Okafor"
    section(page).name.click()
    fill(page, staff_id=None)
    assert section(page).nobody.isVisible()
    assert section(page).name.text() == "Name somebody…"


# Days ---------------------------------------------------------------------------------------------------------------


def test_a_day_is_added_counted_by_the_clocks_and_taken_off(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    page = shown(qtbot, context_for(sample), "days")
    section(page).new.click()
    fill(page, day=date(2026, 11, 26), name="Meals on Thanksgiving", is_open="1")
    with sample.read() as conn:
        days = {one.day: one for one in coming_days(conn, date(2026, 11, 17), Settings())}
        assert own_days(conn)[date(2026, 11, 26)] == ("Meals on Thanksgiving", True)
    assert days[date(2026, 11, 26)].is_open
    assert not days[date(2026, 12, 25)].is_open
    table = section(page).table
    assert column(table, 1) == ["Meals on Thanksgiving", "Agency closed"]
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    table.view.setFocus()
    table.view.selectRow(0)
    qtbot.keyClick(table.view, Qt.Key.Key_Delete)
    assert column(table, 1) == ["Agency closed"]


def test_without_public_holidays_only_own_days_are_coming(sample: Desk) -> None:
    with sample.read() as conn:
        days = coming_days(conn, date(2026, 11, 17), Settings(public_holidays=False))
    assert [(one.name, one.own) for one in days] == [("Agency closed", True)]


def test_a_day_that_is_listed_is_refused_at_its_field(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample), "days")
    with sample.read() as conn:
        listed = conn.execute(sa.select(Holiday.day)).scalar_one()
    assert listed.weekday() < 5  # a day off that people would notice
    section(page).new.click()
    dialog = fill(page, day=listed, name="Again", is_open="0")
    assert dialog.form.blocks["day"].problem_shown == "This day is listed already."
    dialog.close()


# Places -------------------------------------------------------------------------------------------------------------


def test_a_team_gets_its_program_and_is_no_longer_offered(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample), "places")
    places = section(page)
    places.show_family("team")
    places.new.click()
    fill(page, name="Night team", program_id=2)
    table = places.tables["team"]
    assert column(table, 0) == ["Elm House", "Night team", "North team", "West team"]
    assert column(table, 1)[1] == "Supportive housing"
    table.select([next(iter(row_ids(table, "Night team")))])
    table.view.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    fill(page, name="Nights", active=False)
    assert [row for row in zip(column(table, 0), column(table, 3), strict=True) if row[0] == "Nights"] == [
        ("Nights", "No")
    ]


def row_ids(table: Any, name: str) -> list[int]:
    return [table.model.id_at(row) for row in range(table.model.rowCount()) if table.model.cell(row, 0).text == name]


@pytest.mark.parametrize(
    ("family", "verb"), [("program", "Add program…"), ("site", "Add site…"), ("role", "Add role…")]
)
def test_each_kind_of_place_is_added_under_its_own_name(
    qtbot: QtBot, sample: Desk, context_for: MakeContext, family: str, verb: str
) -> None:
    page = shown(qtbot, context_for(sample), "places")
    section(page).show_family(family)
    assert section(page).new.text() == verb
    section(page).new.click()
    fill(page, name="A new one")
    assert "A new one" in column(section(page).tables[family], 0)
    section(page).new.click()
    assert fill(page, name="a NEW one").form.blocks["name"].problem_shown == "There is one of this name already."


# People -------------------------------------------------------------------------------------------------------------


def test_a_person_is_added_changed_and_taken_off(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample), "people")
    people = section(page)
    people.new.click()
    fill(page, name="Trish Hale", role="supervisor", staff_id=12)
    names = ["Anna Petrov", "Luis Marín", "Marcus Reed", "Renee Okafor", "Soo-jin Kim", "Trish Hale"]
    assert column(people.table, 0) == names
    assert column(people.table, 1)[5] == "TH"
    people.table.opened.emit(row_ids(people.table, "Trish Hale")[0])
    dialog = dialog_of(page)
    assert dialog.form.values()["staff_id"] == 12
    fill(page, active=False)
    assert column(people.table, 4)[5] == "No"


def test_the_last_coordinator_stays(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample), "people")
    section(page).table.opened.emit(1)
    dialog = fill(page, role="reader")
    assert "at least one active coordinator" in dialog.panel.banner.accessibleName()
    dialog.close()


# Desk file and backups ----------------------------------------------------------------------------------------------


def with_actions(context: Context, *ids: str) -> list[str]:
    """Stand-ins for the window's own actions; gives what was triggered."""
    done: list[str] = []

    def spec(name: str) -> ActionSpec:
        return ActionSpec(name, name, lambda: done.append(name))

    context.actions.register_all(spec(name) for name in ids)
    return done


def test_the_desk_file_says_where_it_is_and_that_it_is_not_sealed(
    qtbot: QtBot, sample: Desk, context_for: MakeContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = context_for(sample)
    done = with_actions(context, "desk.passphrase", "desk.check")
    opened: list[Path] = []
    monkeypatch.setattr(desk_file, "open_folder", opened.append)
    page = shown(qtbot, context, "desk")
    desk = section(page)
    told = " ".join(one.accessibleName() for one in desk.facts.findChildren(QWidget))
    assert str(sample.path.parent) in told
    assert desk.seal.text() == "Set a passphrase…"
    desk.seal.click()
    desk.check.click()
    desk.folder.click()
    assert done == ["desk.passphrase", "desk.check"]
    assert opened == [sample.path.parent]


def test_backups_are_listed_newest_first_and_made_from_here(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    context = context_for(sample)
    done = with_actions(context, "desk.restore")
    made = lambda: backup.make(sample.path, None, sample.clock())  # noqa: E731  # the window's own way, in short
    context.actions.register(ActionSpec("desk.backup", "Back up now", made))
    page = shown(qtbot, context, "backups")
    backups = section(page)
    assert backups.table.model.rowCount() == 0
    backups.now.click()
    assert backups.table.model.rowCount() == 1
    with sample.read() as conn:
        assert column(backups.table, 1) == [f"{TRAIL.count(conn):,}"]
    backups.restore.click()
    assert done == ["desk.restore"]


# Appearance ---------------------------------------------------------------------------------------------------------


def test_colors_are_chosen_and_follow_what_is_chosen_elsewhere(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    context = context_for(sample)
    page = shown(qtbot, context, "appearance")
    assert section(page).choices["light"].isChecked()
    section(page).choices["dark"].click()
    assert context.theme.mode == "dark"
    context.theme.set_mode("system")
    assert section(page).choices["system"].isChecked()


def test_defaults_written_as_text_can_be_read_back() -> None:
    assert all(to_text(declared.default) for declared in SETTINGS)
    assert ANNA.role == "coordinator"
