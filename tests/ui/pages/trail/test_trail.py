"""The Trail page: what is shown of an entry, how the history is narrowed, and the check of the desk."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.queries.table import Where
from coachdesk.queries.trail import TRAIL
from coachdesk.queries.trail_list import DOINGS, KINDS, people, spots, trail_list, words_of_days
from coachdesk.records import FAMILIES
from coachdesk.services import agency, history, places
from coachdesk.services.everything import every_service
from coachdesk.store.check import check
from coachdesk.store.desk import Desk, open_desk
from tests.ui.pages.conftest import ANNA, READER, MakeContext
from ui.context import Context, Place
from ui.forms import FormDialog
from ui.pages.trail.findings import FindingsDialog
from ui.pages.trail.page import TrailPage

TODAY = date(2026, 11, 17)


def shown(qtbot: QtBot, context: Context, place: Place | None = None) -> TrailPage:
    page = TrailPage(context)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.activate(place or Place("trail"))
    QApplication.processEvents()
    return page


def texts(widget: QWidget) -> list[str]:
    QApplication.processEvents()
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


def kept(desk: Desk, **among: frozenset[object]) -> list[int]:
    with desk.read() as conn:
        return list(trail_list(lambda: TODAY).ids(conn, Where(among=among)))


def labels(desk: Desk, seqs: list[int]) -> set[str]:
    with desk.read() as conn:
        return {row[TRAIL.index("label")] for row in TRAIL.rows(conn, seqs).values()}


def test_an_entry_shows_before_and_after_in_words_and_leads_to_the_record(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    agency.edit_agency(sample, ANNA, name="Harbor Supports", state="OH")
    page = shown(qtbot, context_for(sample))
    told = texts(page.panel)
    assert "Change the agency" in told
    assert "Harbor Community Supports → Harbor Supports" in told
    go = next(one for one in page.panel.findChildren(QPushButton) if one.text() == "Go to this record")
    go.click()
    assert page.context.navigate == [Place("settings", None, {"part": "agency"})]


def test_an_entry_with_many_records_shows_the_first_and_then_the_rest(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    with sample.read() as conn:
        rows = ((seq, row[TRAIL.index("records")]) for seq, row in TRAIL.all(conn))
        seq, count = max(rows, key=lambda one: one[1])
    page = shown(qtbot, context_for(sample), Place("trail", seq))
    more = [one for one in page.panel.findChildren(QPushButton) if one.text() == f"Show {count - 12} more"]
    assert len(more) == 1
    more[0].click()
    QApplication.processEvents()
    assert not [one for one in page.panel.findChildren(QPushButton) if one.isVisible() and "more" in one.text()]


def test_an_undone_change_says_what_it_reverses(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    done = places.add_place(sample, ANNA, "site", "Pine House")
    history.undo(sample, ANNA)
    page = shown(qtbot, context_for(sample))
    back = next(one for one in page.panel.findChildren(QPushButton) if one.text() == f"Reverses entry {done.seq:,}")
    back.click()
    assert page.context.navigate == [Place("trail", done.seq)]


def test_a_new_change_appears_on_top(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample))
    before = page.list.table.model.rowCount()
    page.refresh(places.add_place(sample, ANNA, "site", "Pine House"))
    assert page.list.table.model.rowCount() == before + 1
    assert page.list.table.model.cell(0, TRAIL.index("label")).text == "Add Pine House"


def test_the_trail_is_narrowed_by_person(sample: Desk) -> None:
    with sample.read() as conn:
        everybody = people(conn)
    assert [name for _, name in everybody] == [
        "Anna Petrov", "Luis Marín", "Marcus Reed", "Renee Okafor", "Soo-jin Kim", "CoachDesk itself",
    ]  # fmt: skip
    each = {name: kept(sample, person=frozenset({one})) for one, name in everybody}
    assert all(each.values())
    assert labels(sample, each["CoachDesk itself"]) == {"Create the desk"}
    assert sum(map(len, each.values())) == len(kept(sample))


def test_the_trail_is_narrowed_by_kind_of_record_and_of_action(sample: Desk) -> None:
    evidence = labels(sample, kept(sample, kind=frozenset({"evidence"})))
    assert evidence
    assert all(one.startswith("Add evidence") for one in evidence)
    places.add_place(sample, ANNA, "site", "Pine House")
    history.undo(sample, ANNA)
    assert labels(sample, kept(sample, doing=frozenset({"undo"}))) == {"Undo: Add Pine House"}
    both = kept(sample, kind=frozenset({"places"}), doing=frozenset({"settings", "undo"}))
    assert "Undo: Add Pine House" in labels(sample, both)


def test_the_trail_is_narrowed_by_days(sample: Desk) -> None:
    places.add_place(sample, ANNA, "site", "Pine House")
    assert "Add Pine House" in labels(sample, kept(sample, days=frozenset({"today"})))
    old = kept(sample, days=frozenset({("", "2026-08-31")}))
    assert old
    assert "Add Pine House" not in labels(sample, old)
    assert sorted(old + kept(sample, days=frozenset({("2026-09-01", "")}))) == sorted(kept(sample))
    assert words_of_days(("2026-09-01", "2026-09-05"), TODAY) == "Tue Sep 1 – Sat Sep 5"
    assert words_of_days(("", "2026-09-05"), TODAY) == "until Sat Sep 5"


def test_every_family_and_every_action_belongs_to_a_filter() -> None:
    families = frozenset[str]().union(*(families for _, families in KINDS.values()))
    assert families == frozenset(FAMILIES)
    starts = tuple(start for _, found in DOINGS.values() for start in found)
    plain = {"cycle.open", "cycle.edit", "cycle.add_signals", "cycle.confidence", "evidence.add", "signal.log",
             "signal.edit", "staff.add", "staff.edit", "staff.leave", "staff.move", "staff.return", "standard.create",
             "standard.drop_draft", "standard.edit", "standard.require", "standard.revise"}  # fmt: skip
    assert {action for action in every_service() if not action.startswith(starts)} <= plain


def test_days_of_ones_own_are_asked_for_and_offered_again(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample))
    page.choose_days()
    dialog = page.findChild(FormDialog)
    dialog.panel.submit()
    assert dialog.form.blocks["first"].problem_shown
    dialog.form.set_values({"first": date(2026, 9, 1), "last": date(2026, 9, 30)})
    dialog.panel.submit()
    assert not dialog.isVisible()
    days = ("2026-09-01", "2026-09-30")
    assert page.list.filters.values()["days"] == frozenset({days})
    assert page.list.table.model.rowCount() == len(kept(sample, days=frozenset({days})))
    page.refresh(None)
    assert page.list.filters.values()["days"] == frozenset({days})


@pytest.mark.parametrize(
    ("family", "record_id", "page"),
    [
        ("session", 1, "cycles"),
        ("judgement", 1, "signals"),
        ("action_step", 1, "cycles"),
        ("rating", 1, "cycles"),
        ("posting", 1, "staff"),
        ("criterion", 1, "standards"),
        ("evidence", 1, "evidence"),
        ("setting", 99, None),
        ("team", 1, "settings"),
    ],
)
def test_parts_are_seen_with_what_they_belong_to(sample: Desk, family: str, record_id: int, page: str | None) -> None:
    with sample.read() as conn:
        spot = spots(conn, [(family, record_id)]).get((family, record_id))
    assert (spot[0] if spot else None) == page


def test_enter_on_an_entry_goes_to_its_record(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    seq = kept(sample, doing=frozenset({"move"}))[0]
    page = shown(qtbot, context_for(sample), Place("trail", seq))
    page.list.table.view.setFocus()
    qtbot.keyClick(page.list.table.view, Qt.Key.Key_Return)
    assert page.context.navigate[0].page == "cycles"  # type: ignore[attr-defined]  # Visits


def test_a_sound_desk_is_said_to_be_sound_up_to_its_last_entry(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    page = shown(qtbot, context_for(sample))
    assert "Chain not checked since" in " ".join(texts(page.list.header))
    page.check()
    assert "Chain checked at 10:42 AM: sound." in " ".join(texts(page.list.header))
    page.refresh(places.add_place(sample, ANNA, "site", "Pine House"))
    assert "up to entry" in " ".join(texts(page.list.header))


def test_a_row_changed_behind_the_trail_is_named_and_leads_to_its_entry(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    path, clock = sample.path, sample.clock
    sample.close()
    raw = sqlite3.connect(path)
    raw.execute("UPDATE staff SET last_name = 'Smith' WHERE id = 7")
    raw.commit()
    raw.close()
    desk = open_desk(path, clock=clock)
    try:
        page = shown(qtbot, context_for(desk))
        page.check()
        dialog = page.findChild(FindingsDialog)
        assert dialog.list.item(0).text().startswith("Entry ")
        expected = check(desk).findings[0].seq
        qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
        assert page.context.navigate == [Place("trail", expected)]
        assert "1 things are wrong" not in " ".join(texts(page.list.header))
    finally:
        desk.close()


def test_nothing_on_the_page_changes_the_desk(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample, READER))
    offered = {one.text() for one in page.findChildren(QPushButton) if one.isVisible() and one.isEnabled()}
    assert not any(word in text for text in offered for word in ("Undo", "Edit", "Delete", "New"))
    assert "Check the desk" in offered
