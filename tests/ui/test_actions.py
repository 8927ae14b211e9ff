"""The action registry: one declaration, no clashes, only what can be done now."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from ui.actions import Actions, ActionSpec


def spec(action_id: str, shortcut: str = "", **more: object) -> ActionSpec:
    return ActionSpec(action_id, "Do it", lambda: None, shortcut=shortcut, **more)  # type: ignore[arg-type]  # test data


def test_two_actions_in_reach_of_each_other_cannot_share_a_shortcut(qtbot: QtBot) -> None:
    actions = Actions()
    actions.register(spec("app.find", "Ctrl+K"))
    actions.register(spec("staff.move", "Ctrl+M", scope="staff"))
    actions.register(spec("cycles.move", "Ctrl+M", scope="cycles"))

    with pytest.raises(ValueError, match=r"Ctrl\+K"):
        actions.register(spec("cycles.keep", "Ctrl+K", scope="cycles"))
    with pytest.raises(ValueError, match=r"staff\.move"):
        actions.register(spec("staff.merge", "ctrl+m", scope="staff"))
    with pytest.raises(ValueError, match=r"staff\.move"):
        actions.register(spec("app.move", more_shortcuts=("Ctrl+M",)))


def test_an_action_needs_a_text_and_its_own_id(qtbot: QtBot) -> None:
    actions = Actions()
    actions.register(spec("a"))
    with pytest.raises(ValueError, match="twice"):
        actions.register(spec("a"))
    with pytest.raises(ValueError, match="no text"):
        actions.register(ActionSpec("b", "  ", lambda: None))


def test_only_the_shown_pages_actions_can_be_triggered(qtbot: QtBot) -> None:
    actions = Actions()
    done: list[str] = []
    actions.register(ActionSpec("staff.new", "New", lambda: done.append("staff"), shortcut="Ctrl+N", scope="staff"))
    actions.register(ActionSpec("cycles.new", "New", lambda: done.append("cycles"), shortcut="Ctrl+N", scope="cycles"))

    actions.set_scope("staff")
    assert actions.trigger("staff.new")
    assert not actions.trigger("cycles.new")
    actions.set_scope("cycles")
    assert actions.trigger("cycles.new")

    assert done == ["staff", "cycles"]
    assert [one.id for one in actions.live()] == ["cycles.new"]


def test_predicates_texts_and_ticks_follow_the_state(qtbot: QtBot) -> None:
    state = {"may": False, "text": "Undo", "on": False}
    actions = Actions()
    action = actions.register(
        ActionSpec(
            "edit.undo",
            "Undo",
            lambda: None,
            shortcut="Ctrl+Z",
            enabled=lambda: bool(state["may"]),
            text_now=lambda: str(state["text"]),
            checked=lambda: bool(state["on"]),
        )
    )
    assert not action.isEnabled()
    state.update(may=True, text="Undo hold R&R session", on=True)
    actions.refresh()

    assert action.isEnabled()
    assert action.isChecked()
    assert action.text() == "Undo hold R&&R session"
    assert action.toolTip() == f"Undo hold R&R session ({QKeySequence('Ctrl+Z').toString()})"
