"""Operations: results, refusals and errors reach the right place; nothing blocks, nothing is lost on the way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coachdesk.changes import Actor, Changes
from coachdesk.errors import Cancelled, Problem, Refused, StorageFailed
from coachdesk.services.use_case import USE_CASES, use_case
from coachdesk.store.change import Change
from coachdesk.store.desk import Desk
from tests.ui.support import RENEE, PaperDesk, PaperHistory, Recorder, make_operations
from ui.operations import Operations
from ui.runners import ThreadRunner


def rename(desk: Any, actor: Actor, name: str) -> Changes[str]:
    return Changes(4, f"Rename to {name}", {"staff": frozenset({7})}, name)


def nothing(desk: Any, actor: Actor) -> Changes[None]:
    return Changes(0, "Nothing", {}, None)


def refuse(desk: Any, actor: Actor) -> Changes[None]:
    raise Refused("The cycle cannot close yet.", [Problem("post", "No post measure.", "R7")])


def fail(desk: Any, actor: Actor) -> Changes[None]:
    raise StorageFailed("The disk is full.", kept="The desk is as it was.", to_do="Free some space.")


def blunder(desk: Any, actor: Actor) -> Changes[None]:
    raise ZeroDivisionError


@pytest.fixture
def threaded(qtbot: QtBot) -> Iterator[tuple[Operations, Recorder]]:
    operations, recorder = make_operations(runner=ThreadRunner())
    yield operations, recorder
    operations.close()


def heard(signal: Any) -> list[Any]:
    got: list[Any] = []
    signal.connect(got.append)
    return got


def test_a_change_is_announced_saved_and_broadcast_before_its_caller_hears(qtbot: QtBot) -> None:
    operations, _ = make_operations(history=PaperHistory(undo_label="Rename to Ann"))
    changed, saved = heard(operations.changed), heard(operations.saved)
    toasts, history = heard(operations.announced), heard(operations.history_changed)
    got: list[Any] = []

    operations.run(None, rename, "Ann", done=lambda changes: got.append((changes.result, len(changed))))

    assert got == [("Ann", 1)]
    assert changed[0].touches("staff")
    assert len(saved) == 1
    assert (toasts[0].text, toasts[0].undo) == ("Rename to Ann", True)
    assert history[0].undo_label == "Rename to Ann"


def test_a_call_that_changed_nothing_says_nothing_but_is_done(qtbot: QtBot) -> None:
    operations, _ = make_operations()
    changed, saved, toasts = heard(operations.changed), heard(operations.saved), heard(operations.announced)
    got: list[Any] = []

    operations.run(None, nothing, done=got.append)

    assert len(got) == 1
    assert (changed, saved, toasts) == ([], [], [])


def test_a_refusal_goes_to_the_form_when_there_is_one(qtbot: QtBot) -> None:
    operations, recorder = make_operations()
    shown: list[Refused] = []
    order: list[str] = []

    operations.run(None, refuse, refused=shown.append, ended=lambda: order.append("ended"))
    operations.run(None, refuse)

    assert [problem.field for problem in shown[0].problems] == ["post"]
    assert order == ["ended"]
    assert [type(error) for error in recorder.troubles] == [Refused]


def test_outside_trouble_is_told_calmly_and_our_mistakes_as_mistakes(
    qtbot: QtBot, expect_log: Callable[..., Any]
) -> None:
    expect_log("ZeroDivisionError")
    operations, recorder = make_operations()
    operations.run(None, fail)
    operations.run(None, blunder)

    assert [error.happened for error in recorder.troubles] == ["The disk is full."]
    assert [type(error) for error in recorder.bugs] == [ZeroDivisionError]


def test_undo_and_redo_are_services_like_any_other(qtbot: QtBot) -> None:
    history = PaperHistory(undo_label="Hold session")
    operations, _ = make_operations(history=history)
    labels, changed = heard(operations.history_changed), heard(operations.changed)

    operations.refresh_history()
    operations.undo()
    operations.redo()

    assert history.calls == ["undo", "redo"]
    assert [changes.seq for changes in changed] == [9, 10]
    assert len(labels) == 3


def test_a_cancelled_service_keeps_nothing_and_is_only_mentioned(qtbot: QtBot) -> None:
    operations, recorder = make_operations()
    toasts = heard(operations.announced)

    def endless(desk: Any, actor: Actor, progress: Callable[[int, int, str], None]) -> Changes[None]:
        for step in range(1000):
            progress(step, 1000, "row")
            if step == 3:
                operations._jobs[0].cancel()
        raise AssertionError("was not stopped")

    operations.run(None, endless)

    assert [toast.text for toast in toasts] == ["Cancelled."]
    assert not recorder.bugs
    assert not recorder.troubles


def test_the_worker_is_another_thread_and_results_come_back_on_this_one(
    qtbot: QtBot, threaded: tuple[Operations, Recorder]
) -> None:
    operations, _ = threaded
    where: list[threading.Thread] = []

    def query(conn: Any) -> threading.Thread:
        return threading.current_thread()

    operations.read(query, done=lambda worker: where.extend((worker, threading.current_thread())))
    qtbot.waitUntil(lambda: len(where) == 2)

    assert where[0] is not threading.current_thread()
    assert where[1] is threading.current_thread()
    assert not operations.busy


def test_progress_is_shown_only_when_it_takes_long_and_can_cancel(
    qtbot: QtBot, threaded: tuple[Operations, Recorder]
) -> None:
    operations, _ = threaded
    shown = heard(operations.progress)
    stopped: list[str] = []

    def slow(desk: Any, progress: Callable[[int, int, str], None]) -> None:
        try:
            while True:
                progress(1, 10, "row 1")
        except Cancelled:
            stopped.append("yes")
            raise

    operations.work(None, lambda desk: None)
    qtbot.waitUntil(lambda: not operations.busy)
    assert [job for job in shown if job is not None] == []

    operations.work(None, slow, label="Importing")
    qtbot.waitUntil(lambda: any(job is not None for job in shown), timeout=3000)
    job = next(job for job in shown if job is not None)
    assert (job.label, job.cancellable) == ("Importing", True)
    job.cancel()
    qtbot.waitUntil(lambda: not operations.busy)
    assert stopped == ["yes"]
    assert shown[-1] is None


def test_progress_moves_while_the_work_goes_on(qtbot: QtBot, threaded: tuple[Operations, Recorder]) -> None:
    operations, _ = threaded
    steps: list[tuple[int, int, str]] = []
    operations.progress.connect(lambda job: job and steps.append((job.done_steps, job.all_steps, job.step)))
    enough = threading.Event()

    def slow(desk: Any, progress: Callable[[int, int, str], None]) -> None:
        for step in range(1, 1000):
            progress(step, 1000, f"row {step}")
            if enough.wait(0.02):
                return

    operations.work(None, slow)
    qtbot.waitUntil(lambda: len(steps) >= 3, timeout=5000)
    enough.set()
    qtbot.waitUntil(lambda: not operations.busy)
    assert steps == sorted(steps)
    assert steps[0][0] < steps[-1][0]
    assert steps[0][1:] == (1000, f"row {steps[0][0]}")


def test_a_use_case_is_given_progress_without_saying_so(qtbot: QtBot, desk: Desk) -> None:
    @use_case("test.slow", "Slow")
    def slow(change: Change) -> None:
        change.report(1, 2)
        operations._jobs[0].cancel()
        change.report(2, 2)

    operations, _ = make_operations(desk)
    toasts = heard(operations.announced)
    try:
        operations.run(None, slow)
    finally:
        del USE_CASES["test.slow"]
    assert [toast.text for toast in toasts] == ["Cancelled."]


def test_a_callback_of_a_widget_that_is_gone_is_dropped_but_its_error_is_told(
    qtbot: QtBot, threaded: tuple[Operations, Recorder]
) -> None:
    operations, recorder = threaded
    gate, called = threading.Event(), list[Any]()
    owner = QWidget()

    def wait(desk: Any, actor: Actor) -> Changes[None]:
        gate.wait(5)
        return Changes(1, "Late", {}, None)

    def wait_and_fail(desk: Any, actor: Actor) -> Changes[None]:
        gate.wait(5)
        return fail(desk, actor)

    operations.run(owner, wait, done=called.append, ended=lambda: called.append("ended"))
    operations.run(owner, wait_and_fail, refused=called.append)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    gate.set()
    qtbot.waitUntil(lambda: not operations.busy)

    assert called == []
    assert [error.happened for error in recorder.troubles] == ["The disk is full."]
    assert recorder.parents == [None]


def test_a_double_click_saves_once(qtbot: QtBot, threaded: tuple[Operations, Recorder]) -> None:
    operations, _ = threaded
    gate, calls = threading.Event(), list[str]()

    def save(desk: Any, actor: Actor, name: str) -> Changes[None]:
        gate.wait(5)
        calls.append(name)
        return Changes(1, "Save", {}, None)

    operations.run(None, save, "Ann")
    operations.run(None, save, "Ann")
    operations.run(None, save, "Ben")
    gate.set()
    qtbot.waitUntil(lambda: not operations.busy)
    operations.run(None, save, "Ann")
    qtbot.waitUntil(lambda: not operations.busy)

    assert calls == ["Ann", "Ben", "Ann"]


def test_only_the_newest_of_the_reads_for_one_search_field_is_answered(
    qtbot: QtBot, threaded: tuple[Operations, Recorder]
) -> None:
    operations, _ = threaded
    gate, begun, answers = threading.Event(), list[str](), list[str]()

    def search(conn: Any, text: str) -> str:
        gate.wait(5)
        begun.append(text)
        return text

    for text in ("d", "da", "dan", "dana"):
        operations.read(search, text, done=answers.append, latest="search")
    gate.set()
    qtbot.waitUntil(lambda: not operations.busy)

    assert answers == ["dana"]
    assert begun[-1] == "dana"
    assert len(begun) <= 2


def test_the_owner_of_a_read_is_the_object_of_its_bound_callback(qtbot: QtBot) -> None:
    class Listener(QObject):
        def hear(self, answer: Any) -> None:
            raise AssertionError("heard after death")

    operations, _ = make_operations()
    listener = Listener()
    job = operations.read(lambda conn: 1, done=lambda _answer: None)
    assert job.owner is None
    hear = listener.hear
    import shiboken6

    shiboken6.delete(listener)
    assert operations.read(lambda conn: 1, done=hear).owner is listener


def test_closing_waits_for_what_was_promised(qtbot: QtBot) -> None:
    operations, _ = make_operations(runner=ThreadRunner())
    written: list[int] = []

    def save(desk: Any, actor: Actor, number: int) -> Changes[None]:
        written.append(number)
        return Changes(1, "Save", {}, None)

    for number in range(20):
        operations.run(None, save, number)
    idle: list[bool] = []
    operations.when_idle(lambda: idle.append(True))
    qtbot.waitUntil(lambda: bool(idle))
    operations.close()

    assert written == list(range(20))
    with pytest.raises(RuntimeError):
        operations.run(None, save, 21)


def test_a_read_can_show_its_failure_itself(qtbot: QtBot) -> None:
    operations, recorder = make_operations()
    failures: list[BaseException] = []

    def broken(conn: Any) -> None:
        raise StorageFailed("The share is gone.")

    operations.read(broken, done=lambda _rows: None, failed=failures.append)
    operations.read(broken, done=lambda _rows: None)

    assert [str(error) for error in failures] == ["The share is gone."]
    assert len(recorder.troubles) == 1


def test_another_person_taking_over_acts_from_then_on(qtbot: QtBot) -> None:
    desk = PaperDesk()
    operations, _ = make_operations(desk)
    actors: list[str] = []

    def who(desk: Any, actor: Actor) -> Changes[None]:
        actors.append(actor.name)
        return Changes(0, "", {}, None)

    operations.run(None, who)
    operations.actor = Actor(2, "Luis Marín", "supervisor")
    operations.run(None, who)

    assert actors == [RENEE.name, "Luis Marín"]
