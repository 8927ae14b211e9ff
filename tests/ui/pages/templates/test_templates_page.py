"""Templates, opening a cycle and its planned steps as hands meet them."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.changes import Actor
from coachdesk.queries.cycle import CycleDetail, cycle_detail
from coachdesk.queries.planned_steps import CyclePlan, cycle_plan
from coachdesk.queries.search import search
from coachdesk.queries.templates import TEMPLATES, TemplateDetail, template_called
from coachdesk.services import cycles, standards
from coachdesk.store.desk import Desk, load_settings
from tests.ui.pages.conftest import ANNA, RENEE_SAMPLE, MakeContext
from tests.ui.pages.hands import (
    buttons_of,
    choose,
    dialog_over,
    no_dialog,
    press,
    show_page,
    submit,
    texts_of,
    type_into,
)
from ui.context import Context, Place
from ui.forms import FormDialog
from ui.pages.cycles.page import CyclesPage
from ui.pages.templates.page import TemplatesPart


def shown(qtbot: QtBot, context: Context, code: str = "") -> tuple[CyclesPage, TemplatesPart]:
    extra: dict[str, Any] = {"part": "templates"} | ({"template": code} if code else {})
    page = show_page(qtbot, CyclesPage, context, Place("cycles", extra=extra))
    front = page.front
    assert isinstance(front, TemplatesPart)
    return page, front


def called(desk: Desk, code: str) -> TemplateDetail:
    with desk.read() as conn:
        found = template_called(conn, code)
    assert found is not None
    return found


def newest(desk: Desk) -> tuple[CycleDetail, CyclePlan]:
    with desk.read() as conn:
        key = conn.exec_driver_sql("select max(id) from cycle").scalar_one()
        found = cycle_detail(conn, key, desk.clock().date(), load_settings(conn))
        plan = cycle_plan(conn, key)
    assert found is not None
    return found, plan


def test_the_list_tells_what_each_template_plans(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page, part = shown(qtbot, context_for(sample), "SH-C1")
    with sample.read() as conn:
        listed = [row[0] for _, row in TEMPLATES.all(conn)]
    assert part.table.model.rowCount() == len(listed) == 4, (
        "three that ship, one of the agency's own, as `list` has them"
    )
    told = texts_of(part.panel)
    for words in ("Hand over so that no visit is missed", "Comes with CoachDesk", "5 times, daily", "each coachee",
                  "Must show: seen in live delivery", "Daily 10-minute review"):  # fmt: skip
        assert words in told
    assert "Edit…" not in buttons_of(part.panel), "a shipped one is copied first"
    assert page.new_label() == "New template"


def test_a_shipped_template_is_made_our_own_changed_retired_and_used_again(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    _, part = shown(qtbot, context_for(sample), "RP-C1")
    press(part.panel, "Make it our own…")
    submit(dialog_over(part))
    assert no_dialog(part)
    assert called(sample, "RP-C1").own
    assert "Our own" in texts_of(part.panel)
    press(part.panel, "Edit…")
    dialog: FormDialog = dialog_over(part)
    type_into(dialog, "title", "Choices first")
    rows: Any = dialog.form.blocks["steps"].editor
    assert len(rows.rows) == 6
    rows.remove_row(rows.rows[-1])
    submit(dialog)
    assert no_dialog(part)
    found = called(sample, "RP-C1")
    assert (found.title, len(found.steps)) == ("Choices first", 5)
    press(part.panel, "Retire")
    assert not called(sample, "RP-C1").active
    part.filters.set_values({})
    part.table.select([one for one, template in part.found.items() if template.code == "RP-C1"])
    press(part.panel, "Use again")
    assert called(sample, "RP-C1").active


def test_a_new_template_is_written_with_its_steps(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page, part = shown(qtbot, context_for(sample))
    page.new_record()
    dialog: FormDialog = dialog_over(part)
    type_into(dialog, "code", "ds-c2")
    type_into(dialog, "title", "Notes the same day")
    type_into(dialog, "standard_id", "DS-01")
    with sample.read() as conn:
        standard = conn.exec_driver_sql("select id from standard where code = 'DS-01'").scalar_one()
    dialog.form.blocks[f"criteria_{standard}"].editor.set_value(["1"])
    type_into(dialog, "rule_threshold", "nine in ten")
    row = dialog.form.blocks["steps"].editor.rows[0].form  # type: ignore[attr-defined]  # a RowsEditor
    row.blocks["text"].editor.set_value("Write one note together")
    row.blocks["kind"].editor.set_value("session")
    row.blocks["session_kind"].editor.set_value("case_review")
    submit(dialog)
    assert "9 of 10" in dialog.form.blocks["rule_threshold"].problem_shown
    type_into(dialog, "rule_threshold", "9 of 10")
    submit(dialog)
    assert no_dialog(part)
    found = called(sample, "DS-C2")
    assert (found.criterion_codes, str(found.rule_threshold)) == (("1",), "0.9000")
    assert [(one.text, one.session_kind) for one in found.steps] == [("Write one note together", "case_review")]
    assert part.panel.shown is not None
    assert part.panel.shown.code == "DS-C2"


def test_a_cycle_that_went_well_becomes_a_template(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    with sample.read() as conn:
        closed = conn.exec_driver_sql("select max(id) from cycle where status = 'closed'").scalar_one()
    page = show_page(qtbot, CyclesPage, context_for(sample), Place("cycles", closed))
    assert page.record is not None
    page.record.moves.do("template")
    dialog: FormDialog = dialog_over(page)
    type_into(dialog, "code", "RP-C2")
    type_into(dialog, "title", "As in Elm House")
    submit(dialog)
    found = called(sample, "RP-C2")
    assert (found.title, found.standard_code) == ("As in Elm House", "RP-01")
    assert any(step.needs == ("live", "consent", "deidentified") for step in found.steps)
    assert page.part == "templates"
    front = page.front
    assert isinstance(front, TemplatesPart)
    assert front.panel.shown is not None
    assert front.panel.shown.code == "RP-C2"


def test_ctrl_k_finds_the_agencys_own_templates(sample: Desk) -> None:
    with sample.read() as conn:
        hits = [hit for hit in search(conn, "support service") if hit.group == "Cycle templates"]
    assert [(hit.page, hit.part, hit.title) for hit in hits] == [
        ("cycles", "templates", "DS-C1 Notes that support the service")]  # fmt: skip


def test_a_template_without_its_standard_in_force_says_what_to_do(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    standards.retire(sample, ANNA, called(sample, "SH-C1").version_id or 0)
    _, part = shown(qtbot, context_for(sample), "SH-C1")
    assert "Publish standard SH-01 to use it." in texts_of(part.panel)
    assert "Open a cycle from it" not in buttons_of(part.panel)


def test_a_cycle_opened_from_a_template_begins_filled_in(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    """R4: what the gate asks for is there, except what only a person can say."""
    page, part = shown(qtbot, context_for(sample, actor=RENEE_SAMPLE), "HD-C1")
    press(part.panel, "Open a cycle from it")
    dialog: FormDialog = dialog_over(page)
    values = dialog.form.values()
    with sample.read() as conn:
        people = {row[0]: row[1] for row in conn.exec_driver_sql("select last_name, id from staff")}
    assert values["template"] == "HD-C1"
    assert values["coach_id"] == people["Okafor"], "who opens it coaches"
    assert values["validator_id"] == people["Marín"], "who confirmed that coach's last cycle"
    assert values["follow_up_on"] is not None
    assert "Fills in the likely cause (knowledge)" in texts_of(dialog)
    type_into(dialog, "staff_ids", "Kowalski")
    submit(dialog)
    cycle, plan = newest(sample)
    assert page.part == "list"
    assert page.record is not None
    assert page.record.cycle is not None
    assert page.record.cycle.id == cycle.id
    assert cycle.gate("coach").missing == ("There is no baseline with its count.",)
    assert plan.template == "Escalate the first signs of deterioration"
    assert {one.staff for one in plan.steps if one.per_coachee} == {"Michelle Kowalski"}


def test_choosing_a_template_fills_the_form_and_another_standard_takes_it_off(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    context = context_for(sample)
    page = show_page(qtbot, CyclesPage, context, Place("cycles"))
    page.new_record()
    dialog: FormDialog = dialog_over(page)
    type_into(dialog, "template", "Hand over")
    template = called(sample, "SH-C1")
    values = dialog.form.values()
    assert values["version_id"] == template.version_id
    assert values[f"criteria_{template.version_id}"] == list(template.criterion_ids)
    type_into(dialog, "version_id", "DS-01")
    assert dialog.form.values()["template"] is None
    submit(dialog)
    cycle, plan = newest(sample)
    assert plan.steps == ()
    assert cycle.standard.startswith("DS-01")


def opened(desk: Desk) -> int:
    with desk.read() as conn:
        people = {row[0]: row[1] for row in conn.exec_driver_sql("select last_name, id from staff")}
    return cycles.open_cycle(
        desk, ANNA, {"coach_id": people["Okafor"], "validator_id": people["Marín"]}, template="HD-C1",
        staff_ids=[people["Kowalski"], people["Haddad"]],
    ).result  # fmt: skip


def plan_of(desk: Desk, cycle: int) -> CyclePlan:
    with desk.read() as conn:
        return cycle_plan(conn, cycle)


def test_the_plan_on_the_cycles_page_leads_to_the_form_and_ticks_itself_off(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    """R20: the step keeps the record that did it."""
    cycle = opened(sample)
    page = show_page(qtbot, CyclesPage, context_for(sample), Place("cycles", cycle))
    assert page.record is not None
    card = page.record.steps
    assert "0 of 7 done" in texts_of(card)
    press(card, "Record…")
    dialog: FormDialog = dialog_over(page)
    type_into(dialog, "met", "4")
    type_into(dialog, "total", "10")
    type_into(dialog, "assessor_id", "Marín")
    submit(dialog)
    QApplication.processEvents()
    done = [one for one in plan_of(sample, cycle).steps if one.status == "done"]
    assert [one.done_by for one in done] == ["measure, before (baseline)"]
    assert "1 of 7 done" in texts_of(card)


def test_a_step_is_ticked_off_for_some_left_out_with_a_reason_moved_and_planned_again(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    cycle = opened(sample)
    page = show_page(qtbot, CyclesPage, context_for(sample), Place("cycles", cycle))
    assert page.record is not None
    card = page.record.steps
    press(card, "Show all 7 steps")
    press(card, "Tick off")
    dialog: FormDialog = dialog_over(page)
    cards = [one for one in plan_of(sample, cycle).steps if one.kind == "prompt_card"]
    dialog.form.blocks["step_ids"].editor.set_value([cards[0].id])
    submit(dialog)
    assert [one.status for one in plan_of(sample, cycle).steps if one.kind == "prompt_card"] == ["done", "open"]

    from ui.pages.cycles.steps import groups

    def menu(words: str, item: str) -> None:
        group = next(one for one in groups(plan_of(sample, cycle).steps) if words in one.first.text)
        made = card.menu_of(group)
        next(action for action in made.actions() if action.text() == item).trigger()
        made.deleteLater()
        QApplication.processEvents()

    menu("Second shadow", "Leave out…")
    dialog = dialog_over(page)
    submit(dialog)
    assert not no_dialog(page), "a reason is needed"
    type_into(dialog, "reason", "Both were seen on Monday")
    submit(dialog)
    assert "left out: Both were seen on Monday" in texts_of(card)
    menu("Second shadow", "Plan it again")
    assert "left out" not in texts_of(card)
    menu("Measure again", "Another date…")
    dialog = dialog_over(page)
    type_into(dialog, "due_on", "12/18/2026")
    submit(dialog)
    (moved,) = [one for one in plan_of(sample, cycle).steps if "Measure again" in one.text]
    assert str(moved.due_on) == "2026-12-18"
    press(card, "Add step")
    dialog = dialog_over(page)
    type_into(dialog, "text", "Visit the nurse line together")
    choose(dialog, "kind", "Other")
    submit(dialog)
    assert "Visit the nurse line together" in texts_of(card)


def test_a_record_made_elsewhere_is_offered_and_a_reader_only_looks(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    from datetime import timedelta

    from coachdesk.services import sessions

    cycle = opened(sample)
    plan = plan_of(sample, cycle)
    people = sorted({one.staff_id for one in plan.steps if one.staff_id is not None})
    values = {"coach_id": 2, "kind": "shadow_check_in", "starts_at": sample.clock() - timedelta(hours=2),
              "data_sources": ["direct_observation"]}  # fmt: skip
    sessions.record_session(sample, ANNA, cycle, people, values)
    page = show_page(qtbot, CyclesPage, context_for(sample), Place("cycles", cycle))
    assert page.record is not None
    card = page.record.steps
    assert "looks like: First shadow check-in" in texts_of(card)
    press(card, "Tick off")
    assert "looks like" not in texts_of(card)
    assert {one.status for one in plan_of(sample, cycle).steps if "First shadow" in one.text} == {"done"}
    reader = show_page(
        qtbot, CyclesPage, context_for(sample, actor=Actor(1, "Anna Petrov", "reader")), Place("cycles", cycle)
    )
    assert reader.record is not None
    assert not {"Record…", "Tick off", "Add step"} & set(buttons_of(reader.record.steps))
