"""The limits of the agency: judged while they are typed, kept by Enter, never lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from coachdesk.settings import SETTINGS, WAITING
from coachdesk.store.desk import Desk
from tests.ui.pages.conftest import MakeContext
from tests.ui.pages.settings.support import section, settings_of, shown
from ui.pages.settings.limits import DRAFT, LimitsSection


def type_in(qtbot: QtBot, line: Any, text: str) -> None:
    line.selectAll()
    qtbot.keyClicks(line, text)


def test_every_limit_that_does_something_is_listed_with_its_value(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    page = shown(qtbot, context_for(sample), "limits")
    offered = [declared for declared in SETTINGS if declared.key not in WAITING]
    assert list(section(page).rows) == [declared.key for declared in offered]
    for declared in offered:
        assert section(page).rows[declared.key].value == declared.default


def test_a_limit_is_typed_and_kept_by_enter_and_can_be_reset(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    page = shown(qtbot, context_for(sample), "limits")
    row = section(page).rows["coach_days"]
    assert not row.save.isVisible()
    assert not row.reset.isVisible()
    type_in(qtbot, row.line, "7")
    assert row.save.isVisible()
    qtbot.keyClick(row.line, Qt.Key.Key_Return)
    assert settings_of(sample).coach_days == 7
    assert not row.save.isVisible()
    assert row.reset.isVisible()
    row.reset.click()
    assert settings_of(sample).coach_days == 5
    assert row.line.text() == "5"
    assert not row.reset.isVisible()


@pytest.mark.parametrize("typed", ["99", "0", "many", "-1", "1.5", ""])
def test_a_value_that_will_not_do_is_explained_while_it_is_typed(
    qtbot: QtBot, sample: Desk, context_for: MakeContext, typed: str
) -> None:
    page = shown(qtbot, context_for(sample), "limits")
    row = section(page).rows["diagnose_days"]
    row.line.selectAll()
    qtbot.keyClick(row.line, Qt.Key.Key_Delete)
    qtbot.keyClicks(row.line, typed)
    assert row.problem.isVisible()
    assert "Days to diagnose" in row.problem.text()
    qtbot.keyClick(row.line, Qt.Key.Key_Return)
    assert settings_of(sample).diagnose_days == 2
    qtbot.keyClick(row.line, Qt.Key.Key_Escape)
    assert row.line.text() == "2"
    assert not row.problem.isVisible()


def test_lists_ticks_and_weekdays_have_fields_of_their_own(
    qtbot: QtBot, sample: Desk, context_for: MakeContext
) -> None:
    page = shown(qtbot, context_for(sample), "limits")
    rows = section(page).rows
    type_in(qtbot, rows["sustain_days"].line, "90, 30")
    qtbot.keyClick(rows["sustain_days"].line, Qt.Key.Key_Return)
    assert rows["sustain_days"].line.text() == "30, 90"
    rows["public_holidays"].check.click()
    rows["closed_weekdays"].chips[4].click()
    settings = settings_of(sample)
    assert settings.sustain_days == (30, 90)
    assert not settings.public_holidays
    assert settings.closed_weekdays == (4, 5, 6)


def test_weekdays_cannot_all_be_closed(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample), "limits")
    row = section(page).rows["closed_weekdays"]
    for chip in row.chips[:5]:
        chip.click()
    assert len(settings_of(sample).closed_weekdays) == 6
    assert row.problem.isVisible()
    assert [chip.isChecked() for chip in row.chips].count(True) == 6


def test_what_is_typed_and_not_saved_is_there_again_later(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    context = context_for(sample)
    page = shown(qtbot, context, "limits")
    type_in(qtbot, section(page).rows["coach_days"].line, "8")
    page.hide()
    assert context.drafts.find(DRAFT) is not None
    again = LimitsSection(context)
    qtbot.addWidget(again)
    again.load()
    assert again.rows["coach_days"].unsaved() == "8"
    again.show()
    again.rows["coach_days"].save.click()
    assert settings_of(sample).coach_days == 8
    assert context.drafts.find(DRAFT) is None


def test_another_change_does_not_take_what_is_being_typed(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample), "limits")
    rows = section(page).rows
    type_in(qtbot, rows["coach_days"].line, "8")
    rows["public_holidays"].check.click()
    assert rows["coach_days"].line.text() == "8"
    assert rows["coach_days"].save.isVisible()


def test_limits_are_found_by_word_and_rule(qtbot: QtBot, sample: Desk, context_for: MakeContext) -> None:
    page = shown(qtbot, context_for(sample), "agency")
    page.focus_filter()
    assert page.part == "limits"
    found: Callable[[], set[str]] = lambda: {  # noqa: E731  # asked three times
        key for key, row in section(page).rows.items() if row.isVisible()
    }
    section(page).field.setText("R10 feedback")
    assert found() == {"feedback_hours"}
    section(page).field.setText("no such limit")
    assert found() == set()
    assert section(page).nothing.isVisible()
