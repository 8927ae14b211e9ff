"""Setting, changing and taking off the passphrase of a desk that is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from coachdesk.errors import StorageFailed
from coachdesk.store.desk import open_desk
from tests.helpers.desks import Clock
from tests.ui.shell.bench import PASS, Bench, closed_desk
from ui.shell.passphrase import PassphraseChange


def change_form(bench: Bench) -> PassphraseChange:
    (window,) = bench.desks.windows
    window.context.actions.trigger("desk.passphrase")
    found = window.findChildren(PassphraseChange)[-1]
    assert found.isVisible()
    return found


def test_a_passphrase_is_set_changed_and_taken_off_and_the_desk_comes_back_each_time(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path, clock: Clock
) -> None:
    path = closed_desk(tmp_path, clock)
    bench = make_bench()
    bench.desks.show_start()
    bench.desks.open(path)
    for old, new in ((None, PASS), (PASS, "another set of words"), ("another set of words", None)):
        form = change_form(bench)
        typed: dict[str, Any] = {"new": new or "", "again": new or ""}
        if old is not None:
            typed |= {"old": old, "bare": new is None}
        form.form.set_values(typed)
        form.panel.submit()
        (window,) = bench.desks.windows
        assert window.context.desk.encrypted == (new is not None)
        assert window.context.actor.name == "Renee Okafor"
    assert not bench.told.troubles
    bench.desks.close_all()
    open_desk(path, clock=clock).close()


def test_a_wrong_present_passphrase_is_said_at_its_field_and_nothing_is_closed(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path, clock: Clock
) -> None:
    path = closed_desk(tmp_path, clock, PASS)
    bench = make_bench()
    bench.desks.open(path, PASS)
    (window,) = bench.desks.windows
    form = change_form(bench)
    form.form.set_values({"old": "not this one", "new": "another set of words", "again": "another set of words"})
    form.panel.submit()
    assert form.form.blocks["old"].problem_shown == "This passphrase does not open the desk."
    form.form.set_values({"old": PASS, "again": "another set of word"})
    form.panel.submit()
    assert form.form.blocks["again"].problem_shown == "The two are not the same."
    assert bench.desks.windows == [window]
    assert form.isVisible()
    form.close()


def test_a_desk_whose_passphrase_could_not_be_changed_opens_again_with_the_old_one(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = closed_desk(tmp_path, clock, PASS)
    bench = make_bench()
    bench.desks.show_start()
    bench.desks.open(path, PASS)

    def full(*_args: Any) -> str:
        raise StorageFailed("The disk is full.", "The desk is as it was.")

    monkeypatch.setattr("ui.desk_doors.reseal", full)
    form = change_form(bench)
    form.form.set_values({"old": PASS, "new": "another set of words", "again": "another set of words"})
    form.panel.submit()
    assert [str(one) for one in bench.told.troubles] == ["The disk is full. The desk is as it was."]
    (window,) = bench.desks.windows
    assert window.context.desk.encrypted
