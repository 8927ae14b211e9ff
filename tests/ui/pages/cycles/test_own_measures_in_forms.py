"""R5: the standard's own measures are offered where a rule or a measure is written or planned; nobody retypes."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from coachdesk.queries.templates import template_called
from coachdesk.services import cycle_phases, cycles, planned_steps
from coachdesk.store.desk import Desk
from tests.helpers.cycling import diagnosed, measured, whole
from tests.helpers.desks import RENEE, Clock
from tests.helpers.own_measures import OwnMeasures, make_own_measures
from tests.ui.pages.conftest import MakeContext
from tests.ui.pages.cycles.conftest import Show
from tests.ui.pages.hands import (
    button_of,
    choose,
    control,
    dialog_over,
    no_dialog,
    press,
    submit,
    texts_of,
    type_into,
)
from tests.ui.support import Visits
from ui.forms import FormDialog
from ui.pages.standards.record import StandardRecord
from ui.pages.templates.forms import read_template_options, template_form


@pytest.fixture
def own(desk: Desk) -> OwnMeasures:
    return make_own_measures(desk)


def pick(dialog: FormDialog, key: str, measure: int | None) -> None:
    """Choose a measure as a person does from the list."""
    dialog.form.blocks[key].editor.set_value(measure)
    QApplication.processEvents()


def rule_in(dialog: FormDialog) -> dict[str, Any]:
    return {key[5:]: value for key, value in dialog.form.values().items() if key.startswith("rule_")}


def test_r5_a_measure_chosen_while_diagnosing_fills_the_rule_in(
    desk: Desk, clock: Clock, own: OwnMeasures, show: Show
) -> None:
    cycle = diagnosed(desk, clock, own.practice, rule={})
    page = show(cycle)
    page.doings.do("edit")
    dialog = dialog_over(page)
    key = f"own_measure_{own.practice.version}"
    pick(dialog, key, own.hours)
    assert rule_in(dialog) == {
        "kind": "duration", "measure": "Hours from first sign to escalation", "direction": "at_most",
        "threshold": "4", "smallest_count": None, "unit": "h",
    }  # fmt: skip
    type_into(dialog, "rule_smallest_count", "10")
    pick(dialog, key, own.share)
    assert rule_in(dialog)["threshold"] == "9 of 10"  # 90% of the ten a person asks for
    assert "The standard asks for at least 90%." not in texts_of(dialog)
    type_into(dialog, "rule_threshold", "8 of 10")
    assert "The standard asks for at least 90%." in texts_of(dialog)
    submit(dialog)
    assert no_dialog(page)
    found = whole(desk, clock, cycle)
    assert found.rule.words() == "Concerns written with the time in at least 8 of 10 records"
    assert found.rule.standard_measure_id == own.share
    told = "Counts a measure of HD-01 version 2. The standard asks for at least 90%."
    assert told in texts_of(page.rule)
    press(page.rule, "Show standard HD-01")
    assert isinstance(page.context.navigate, Visits)
    assert [(place.page, place.record_id) for place in page.context.navigate] == [("standards", own.practice.standard)]


def test_r5_another_kind_takes_the_link_off_and_what_was_typed_stays(
    desk: Desk, clock: Clock, own: OwnMeasures, show: Show
) -> None:
    cycle = diagnosed(desk, clock, own.practice, rule={"rule_standard_measure_id": own.hours})
    page = show(cycle)
    page.doings.do("edit")
    dialog = dialog_over(page)
    key = f"own_measure_{own.practice.version}"
    assert dialog.form.values()[key] == own.hours
    choose(dialog, "rule_kind", "Share of records")
    assert dialog.form.values()[key] is None
    assert rule_in(dialog)["measure"] == "Hours from first sign to escalation"


def test_r5_a_locked_rule_is_amended_with_another_measure(
    desk: Desk, clock: Clock, own: OwnMeasures, show: Show
) -> None:
    rule = {"rule_standard_measure_id": own.share, "rule_smallest_count": 10}
    cycle = diagnosed(desk, clock, own.practice, rule=rule)
    measured(desk, clock, own.practice, cycle, "baseline")
    cycle_phases.advance(desk, RENEE, cycle)
    page = show(cycle)
    page.doings.do("amend_rule")
    dialog = dialog_over(page)
    pick(dialog, f"own_measure_{own.practice.version}", own.hours)
    type_into(dialog, "reason", "The notes have no times yet.")
    submit(dialog)
    assert no_dialog(page)
    assert whole(desk, clock, cycle).rule.standard_measure_id == own.hours


def test_r4_a_baseline_of_the_standards_measure_becomes_the_rule_that_is_offered(
    desk: Desk, clock: Clock, own: OwnMeasures, show: Show
) -> None:
    cycle = diagnosed(desk, clock, own.practice, rule={})
    page = show(cycle)
    page.doings.do("measure")
    dialog = dialog_over(page)
    assert not control(dialog, "met").isHidden()
    pick(dialog, "standard_measure_id", own.rate)
    shown = {key for key, block in dialog.form.blocks.items() if not block.isHidden()}
    assert {"events", "exposure", "unit"} <= shown
    assert not {"met", "total", "figures"} & shown
    assert dialog.form.values()["unit"] == "h"
    type_into(dialog, "events", "3")
    type_into(dialog, "exposure", "1200")
    submit(dialog)
    assert no_dialog(page)
    (kept,) = whole(desk, clock, cycle).measures
    assert (kept.kind, kept.per, kept.standard_measure) == ("rate", 1000, "Late emergencies")
    assert "Late emergencies · Before (baseline)" in texts_of(page.figures)
    page.doings.do("edit")
    dialog = dialog_over(page)
    assert dialog.form.values()[f"own_measure_{own.practice.version}"] == own.rate
    assert rule_in(dialog)["unit"] == "1,000 h"


def test_a_planned_measure_says_what_is_measured_and_its_form_begins_with_it(
    desk: Desk, clock: Clock, own: OwnMeasures, show: Show
) -> None:
    rule = {"rule_standard_measure_id": own.share, "rule_smallest_count": 10}
    cycle = diagnosed(desk, clock, own.practice, rule=rule)
    planned_steps.add_step(desk, RENEE, cycle, {"phase": "diagnose", "kind": "practice", "text": "Try the card"})
    page = show(cycle)
    press(page, "Add step")
    dialog = dialog_over(page)
    choose(dialog, "kind", "Measure")
    pick(dialog, "standard_measure_id", own.rating)
    assert dialog.form.values()["text"] == "Measure: Confidence"
    pick(dialog, "standard_measure_id", own.hours)
    assert dialog.form.values()["text"] == "Measure: Hours from first sign to escalation"
    choose(dialog, "phase", "Diagnose")
    submit(dialog)
    assert no_dialog(page)
    assert "Measure: Hours from first sign to escalation" in [one.text() for one in page.findChildren(QLabel)]
    button_of(page.steps, "Record…").click()
    dialog = dialog_over(page)
    assert dialog.form.values()["standard_measure_id"] == own.hours
    type_into(dialog, "figures", "9, 12")
    submit(dialog)
    assert no_dialog(page)
    assert "1 of 2 done" in texts_of(page.steps)


def test_r5_a_template_is_filled_in_from_the_standards_measure(
    qtbot: QtBot, desk: Desk, own: OwnMeasures, context_for: MakeContext
) -> None:
    context = context_for(desk, RENEE)
    with desk.read() as conn:
        options = read_template_options(conn)
    dialog = template_form(context, options, None)
    qtbot.addWidget(dialog)
    dialog.show()
    for key, value in (("code", "HD-C9"), ("title", "Call sooner"), ("standard_id", own.practice.standard)):
        dialog.form.blocks[key].editor.set_value(value)
    QApplication.processEvents()
    pick(dialog, f"own_measure_{own.practice.standard}", own.hours)
    dialog.form.blocks["steps"].editor.set_value([{"text": "Try it", "phase": "coach", "kind": "practice"}])
    submit(dialog)
    with desk.read() as conn:
        found = template_called(conn, "HD-C9")
    assert found is not None
    assert (found.rule_kind, found.rule_measure, float(found.rule_threshold or 0)) == (
        "duration", "Hours from first sign to escalation", 4.0,
    )  # fmt: skip
    cycle = cycles.open_cycle(desk, RENEE, {}, template="HD-C9").result
    with desk.read() as conn:
        reopened = template_form(context, read_template_options(conn), None, found)
    qtbot.addWidget(reopened)
    assert reopened.form.values()[f"own_measure_{own.practice.standard}"] == own.hours
    assert cycle == 1


def test_r20_the_standards_page_names_the_cycles_that_count_its_measures(
    qtbot: QtBot, desk: Desk, clock: Clock, own: OwnMeasures, context_for: MakeContext
) -> None:
    cycle = diagnosed(desk, clock, own.practice, rule={"rule_standard_measure_id": own.hours})
    context = context_for(desk, RENEE)
    page = StandardRecord(context, lambda: None)
    qtbot.addWidget(page)
    page.resize(1240, 1400)
    with qtbot.waitExposed(page):
        page.show()
    page.show_standard(own.practice.standard)
    press(page, "C-2026-0001")
    assert isinstance(context.navigate, Visits)
    assert [(place.page, place.record_id) for place in context.navigate] == [("cycles", cycle)]
