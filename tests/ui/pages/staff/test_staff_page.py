"""The Staff page on the sample agency and on a new desk: list, filters, panel, a person's page, what can be done."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.queries.staff import STAFF, StaffDetail
from coachdesk.queries.table import Where
from coachdesk.services import history
from coachdesk.services.staff import add_staff
from coachdesk.store.desk import Desk
from tests.ui.pages.conftest import ANNA, READER, MakeContext
from ui.context import Context, Place
from ui.forms import FormDialog
from ui.forms.fields import options_of
from ui.pages.staff.options import read_person
from ui.pages.staff.people import StaffList
from ui.pages.staff.roster.dialog import RosterImportDialog


def shown(qtbot: QtBot, context: Context, place: Place | None = None) -> StaffList:
    page = StaffList(context)
    qtbot.addWidget(page)
    context.actions.register_all(page.page_actions())
    context.actions.set_scope("staff")
    context.operations.changed.connect(page.refresh)
    page.resize(1240, 720)
    page.show()
    page.activate(place or Place("staff"))
    return page


def listed(page: StaffList) -> list[str]:
    model = page.list.table.model
    return [model.cell(row, STAFF.index("name")).text for row in range(model.rowCount())]


def texts(widget: QWidget) -> str:
    QApplication.processEvents()  # what is put into a layout shows itself a moment later
    labels = [one.text() for one in widget.findChildren(QLabel) if not one.isHidden()]
    return "\n".join(labels + [one.text() for one in widget.findChildren(QPushButton) if not one.isHidden()])


def id_of(desk: Desk, name: str) -> int:
    with desk.read() as conn:
        return STAFF.ids(conn, Where(name), limit=1)[0]


def person(desk: Desk, staff_id: int) -> StaffDetail:
    with desk.read() as conn:
        found = read_person(conn, staff_id, desk.clock().date())
    assert found is not None
    return found


def form(page: StaffList) -> FormDialog:
    (dialog,) = [one for one in page.window().findChildren(FormDialog) if one.isVisible()]
    return dialog


def enabled(page: StaffList) -> set[str]:
    page.context.actions.refresh()
    names = ("edit", "move", "on_leave", "off_leave", "leave", "back")
    return {name for name in names if page.context.actions.qaction(f"staff.{name}").isEnabled()}


def test_leavers_are_hidden_until_asked_for_and_people_on_leave_are_not(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    page = shown(qtbot, context_for(sample))
    assert len(listed(page)) == 39
    assert "Banks, Trevor" not in listed(page)
    assert "Rahimi, Nadia" in listed(page)
    page.list.filters.clear()
    assert "Banks, Trevor" in listed(page)
    assert "39 people · 4 coaches · 1 on leave" in texts(page.list.header)


def test_coaches_teams_and_supervisors_narrow_the_list(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample))
    filters = page.list.filters
    filters.set_values({"active": True, "coaches": True})
    assert listed(page) == ["Kim, Soo-jin", "Marín, Luis", "Okafor, Renee", "Reed, Marcus"]
    filters.set_values({"active": True, "supervisor": frozenset({"Renee Okafor"}), "text": "zieliński"})
    assert listed(page) == ["Zieliński, Luke"]
    filters.set_values({"site": frozenset({"Elm House"}), "role": frozenset({"Supervisor"})})
    assert listed(page) == ["Kim, Soo-jin"]


def test_the_panel_tells_where_the_chosen_person_works_and_opens_their_page_and_cycles(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    context = context_for(sample)
    page = shown(qtbot, context)
    dana = id_of(sample, "Whitfield")
    page.list.table.select([dana])
    told = texts(page.panel)
    assert "Dana Whitfield" in told
    assert "North team" in told
    assert "Renee Okafor" in told
    assert "C-2026-0011" in told
    (go,) = [one for one in page.panel.findChildren(QPushButton) if one.text() == "Open page" and one.isVisible()]
    go.click()
    assert context.navigate == [Place("staff", dana)]


def test_enter_on_a_row_opens_the_persons_page(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    context = context_for(sample)
    page = shown(qtbot, context)
    page.list.table.select([id_of(sample, "Whitfield")])
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_Return)
    assert context.navigate == [Place("staff", id_of(sample, "Whitfield"))]


def test_a_persons_page_shows_facts_history_with_days_and_coaching(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    isaac = id_of(sample, "Feldman")
    page = shown(qtbot, context_for(sample), Place("staff", isaac))
    assert page.record is not None
    told = texts(page.record)
    postings = person(sample, isaac).postings
    assert [posting.team for posting in postings] == ["North team", "West team"]
    assert "North team · Birch Street office" in told
    assert "since Aug 18, 2026" in told
    assert "– Aug 17, 2026" in told
    assert "ifeldman@harbor.example" in told

    page.activate(Place("staff", id_of(sample, "Okafor")))
    told = texts(page.record)
    assert "Kayla Brooks" in told
    assert "coach, opened" in told
    assert "Observation, feedback, role-play" in told
    assert "4 h 10 min" in told


def test_signals_are_told_as_a_count_and_a_way_there(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    context = context_for(sample)
    michelle = id_of(sample, "Kowalski")
    page = shown(qtbot, context, Place("staff", michelle))
    assert page.record is not None
    count = person(sample, michelle).signals
    assert count > 0
    assert f"{count} signal" in page.record.signals_text.text()
    page.record.signals_link.click()
    assert context.navigate == [Place("signals", None, {"staff_id": frozenset({michelle})})]
    page.activate(Place("staff", id_of(sample, "Okafor")))
    assert page.record.signals_link.isHidden()


def test_people_supervised_and_cycles_are_a_press_away(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    context = context_for(sample)
    page = shown(qtbot, context, Place("staff", id_of(sample, "Okafor")))
    assert page.record is not None
    (kayla,) = [one for one in page.record.reports.findChildren(QPushButton) if one.text() == "Kayla Brooks"]
    kayla.click()
    page.record.cycles.opened.emit("cycle:6")
    assert context.navigate == [Place("staff", id_of(sample, "Brooks")), Place("cycles", 6)]


def test_adding_somebody_makes_their_new_team_and_opens_their_page(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    context = context_for(sample)
    page = shown(qtbot, context)
    page.new_record()
    dialog = form(page)
    blocks = dialog.form.blocks
    blocks["number"].editor.set_value("2001")
    blocks["first_name"].editor.set_value("Emi")
    blocks["last_name"].editor.set_value("Nakamura")
    team = blocks["team_id"].editor.control()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    team.setFocus()
    qtbot.keyClicks(team, "Night team")
    qtbot.keyClick(team.completer().popup(), Qt.Key.Key_Tab)  # type: ignore[attr-defined]  # a QLineEdit
    assert "added when you save" in blocks["team_id"].hint()
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    emi = id_of(sample, "Nakamura")
    assert person(sample, emi).posting.team == "Night team"
    assert context.navigate == [Place("staff", emi)]
    history.undo(sample, ANNA)
    with sample.read() as conn:
        assert not STAFF.ids(conn, Where("Nakamura"))


def test_a_known_team_in_other_letters_is_not_made_twice(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample))
    page.new_record()
    dialog = form(page)
    for key, value in {"number": "2001", "last_name": "Nakamura", "team_id": "north TEAM"}.items():
        dialog.form.blocks[key].editor.set_value(value)
    dialog.panel.submit()
    assert person(sample, id_of(sample, "Nakamura")).posting.team == "North team"


def test_a_taken_number_is_refused_at_its_field_and_the_typing_stays(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    page = shown(qtbot, context_for(sample))
    page.new_record()
    dialog = form(page)
    dialog.form.blocks["number"].editor.set_value("1001")
    dialog.form.blocks["last_name"].editor.set_value("Nakamura")
    dialog.panel.submit()
    assert "this number" in dialog.form.blocks["number"].problem_shown
    assert dialog.isVisible()
    dialog.reject()
    page.new_record()
    again = form(page)
    again.panel.continue_draft()
    assert again.form.values()["last_name"] == "Nakamura"


def test_moving_from_a_day_keeps_what_was_before(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    dana = id_of(sample, "Whitfield")
    page = shown(qtbot, context_for(sample), Place("staff", dana))
    assert page.context.actions.trigger("staff.move")
    dialog = form(page)
    dialog.form.blocks["from_on"].editor.set_value(date(2026, 11, 30))
    dialog.form.blocks["role_id"].editor.set_value("Night support worker")
    dialog.form.blocks["site_id"].editor.set_value(None)
    dialog.panel.submit()
    now, before = person(sample, dana).postings[:2]
    assert (now.starts_on, now.role, now.site, now.team) == (
        date(2026, 11, 30),
        "Night support worker",
        "",
        "North team",
    )
    assert (before.ends_on, before.role) == (date(2026, 11, 30), "Direct support professional")
    assert page.record is not None
    assert "Nov 29, 2026" in texts(page.record)


def test_nobody_is_offered_as_their_own_supervisor(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    renee = id_of(sample, "Okafor")
    page = shown(qtbot, context_for(sample), Place("staff", renee))
    page.context.actions.trigger("staff.move")
    offered = options_of(form(page).form.blocks["supervisor_id"].field.choices)
    assert renee not in [one.key for one in offered]
    assert id_of(sample, "Petrov") in [one.key for one in offered]


def test_a_move_before_the_present_posting_and_a_circle_are_refused_at_their_fields(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    page = shown(qtbot, context_for(sample), Place("staff", id_of(sample, "Petrov")))
    page.context.actions.trigger("staff.move")
    dialog = form(page)
    dialog.form.blocks["from_on"].editor.set_value(date(1999, 1, 1))
    dialog.panel.submit()
    assert "present posting began" in dialog.form.blocks["from_on"].problem_shown
    dialog.form.blocks["from_on"].editor.set_value(date(2026, 11, 30))
    dialog.form.blocks["supervisor_id"].editor.set_value(id_of(sample, "Okafor"))
    dialog.panel.submit()
    assert "circle" in dialog.form.blocks["supervisor_id"].problem_shown


def test_leave_last_day_and_return_change_what_is_offered(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    dana = id_of(sample, "Whitfield")
    page = shown(qtbot, context_for(sample), Place("staff", dana))
    assert enabled(page) == {"edit", "move", "on_leave", "leave"}
    page.context.actions.trigger("staff.on_leave")
    assert person(sample, dana).status == "on_leave"
    assert enabled(page) == {"edit", "move", "off_leave", "leave"}
    page.context.actions.trigger("staff.off_leave")
    page.context.actions.trigger("staff.leave")
    dialog = form(page)
    assert "C-2026-0011" in texts(dialog)
    dialog.form.blocks["left_on"].editor.set_value(date(2026, 11, 13))
    dialog.panel.submit()
    assert person(sample, dana).status == "left"
    assert enabled(page) == {"edit", "move", "back"}
    page.context.actions.trigger("staff.back")
    assert person(sample, dana).status == "active"


def test_leaving_names_the_people_who_would_be_without_a_supervisor(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    page = shown(qtbot, context_for(sample), Place("staff", id_of(sample, "Okafor")))
    page.context.actions.trigger("staff.leave")
    assert "13 people report to them" in texts(form(page))


def test_editing_leaves_alone_what_the_form_does_not_show(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    nadia = id_of(sample, "Rahimi")
    page = shown(qtbot, context_for(sample), Place("staff", nadia))
    page.context.actions.trigger("staff.edit")
    dialog = form(page)
    assert dialog.form.blocks["coaching_minutes"].isHidden()
    dialog.form.blocks["preferred_name"].editor.set_value("Nadi")
    dialog.panel.submit()
    after = person(sample, nadia)
    assert after.name == "Nadi Rahimi"
    assert after.values["on_leave"] is True


def test_the_row_menu_offers_what_fits_the_persons_status(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample))
    page.list.filters.clear()

    def offered(name: str) -> list[str]:
        return [one.text() for one in page.row_actions([id_of(sample, name)]) if one is not None]

    assert offered("Whitfield") == ["Open page", "Edit…", "Move…", "On leave", "Leaves…"]
    assert offered("Rahimi") == ["Open page", "Edit…", "Move…", "Back from leave", "Leaves…"]
    assert offered("Banks") == ["Open page", "Edit…", "Is back", "Change last day…", "Move…"]
    assert not page.row_actions([1, 2])


def test_a_reader_sees_everything_and_can_change_nothing(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    dana = id_of(sample, "Whitfield")
    page = shown(qtbot, context_for(sample, READER))
    assert page.import_button.isHidden()
    assert page.new_button.isHidden()
    assert [one.text() for one in page.row_actions([dana]) if one is not None] == ["Open page"]
    page.new_record()
    page.import_roster()
    assert not [one for one in page.findChildren(QWidget) if one.isWindow() and one.isVisible()]
    page.activate(Place("staff", dana))
    assert page.record is not None
    assert page.record.edit.isHidden()
    assert page.record.more.isHidden()
    assert enabled(page) == set()


def test_an_empty_desk_begins_with_the_roster(qtbot: QtBot, desk: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(desk))
    page.list.filters.clear()
    (first,) = [
        one for one in page.list.table.findChildren(QPushButton) if one.text() == "Import roster…" and one.isVisible()
    ]
    first.click()
    (dialog,) = page.findChildren(RosterImportDialog)
    assert dialog.importer.state == "choose"
    dialog.reject()


def test_a_dropped_file_opens_the_import_with_it(
    qtbot: QtBot, desk: Desk, context_for: MakeContext, shared_data: object
) -> None:
    page = shown(qtbot, context_for(desk))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(f"{shared_data}/hr_roster.xlsx")])
    none = Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPoint(9, 9).toPointF(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none))
    (dialog,) = page.findChildren(RosterImportDialog)
    assert dialog.accept_button.text() == "Import 107 people"
    dialog.reject()


@pytest.mark.parametrize(
    "urls", [[], ["https://example.org/roster.xlsx"], ["file:///tmp/a.xlsx", "file:///tmp/b.xlsx"]]
)
def test_other_things_dropped_are_let_be(qtbot: QtBot, desk: Desk, context_for: MakeContext, urls: list[str]) -> None:
    page = shown(qtbot, context_for(desk))
    data = QMimeData()
    data.setUrls([QUrl(one) for one in urls])
    none = Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPoint(9, 9).toPointF(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none))
    assert page.findChildren(RosterImportDialog) == []


def test_a_person_who_is_gone_leads_back_to_the_list(qtbot: QtBot, desk: Desk, context_for: MakeContext) -> None:
    context = context_for(desk)
    added = add_staff(desk, ANNA, {"number": "1", "last_name": "Lee"}).result
    page = shown(qtbot, context, Place("staff", added))
    history.undo(desk, ANNA)
    page.refresh(None)
    assert context.navigate == [Place("staff")]
