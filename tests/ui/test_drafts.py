"""Half-filled forms survive closing, crashing and a change of person."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from coachdesk.changes import Actor
from coachdesk.services import drafts as store
from coachdesk.store import faults
from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE
from tests.ui.support import make_operations
from ui.drafts import Drafts
from ui.jobs import Announcement
from ui.operations import Operations


def drafts_of(desk: Desk, actor: Actor = RENEE) -> tuple[Drafts, Operations]:
    operations, _ = make_operations(desk, actor=actor)
    drafts = Drafts(operations, store, parent=operations)
    drafts.load()
    return drafts, operations


def test_what_was_typed_is_offered_again_after_a_crash(qtbot: QtBot, desk: Desk) -> None:
    drafts, _ = drafts_of(desk)
    drafts.keep("signal.new", {"happened": "Nguyễn", "severity": None, "people": [1, 2]})
    qtbot.waitUntil(lambda: bool(store.listed(desk, RENEE.profile_id)), timeout=3000)

    again, _ = drafts_of(desk)
    found = again.find("signal.new")
    assert found is not None
    assert found.values == {"happened": "Nguyễn", "severity": None, "people": [1, 2]}


def test_a_saved_form_leaves_no_draft(qtbot: QtBot, desk: Desk) -> None:
    drafts, _ = drafts_of(desk)
    drafts.keep("signal.new", {"happened": "x"})
    drafts.flush()
    assert [draft.form for draft in drafts.waiting()] == ["signal.new"]
    drafts.discard("signal.new")
    assert store.listed(desk, RENEE.profile_id) == []
    assert drafts_of(desk)[0].find("signal.new") is None


def test_typing_writes_at_most_once_a_second(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts, operations = drafts_of(desk)
    written: list[str] = []
    monkeypatch.setattr(store, "save", lambda _desk, _who, _form, payload: written.append(payload))
    for count in range(50):
        drafts.keep("signal.new", {"happened": "x" * count})
    assert written == []
    drafts.flush()
    assert len(written) == 1
    assert not operations.busy


def test_each_person_has_their_own_drafts(qtbot: QtBot, desk: Desk) -> None:
    drafts, operations = drafts_of(desk)
    drafts.keep("signal.new", {"happened": "hers"})
    drafts.flush()
    operations.actor = Actor(2, "Luis Marín", "supervisor")
    drafts.load()
    assert drafts.find("signal.new") is None


def test_only_plain_values_can_be_kept(qtbot: QtBot, desk: Desk) -> None:
    drafts, _ = drafts_of(desk)
    with pytest.raises(TypeError):
        drafts.keep("signal.new", {"when": object()})
    assert drafts.find("signal.new") is None


def test_looking_only_writes_no_drafts(qtbot: QtBot, desk: Desk) -> None:
    path, clock = desk.path, desk.clock
    desk.close()
    from coachdesk.store.desk import open_desk

    with open_desk(path, mode="read", clock=clock) as looking:
        drafts, _ = drafts_of(looking)
        drafts.keep("signal.new", {"happened": "x"})
        drafts.flush()
        assert drafts.find("signal.new") is not None
        assert store.listed(looking, RENEE.profile_id) == []


def test_a_full_disk_is_told_once_beside_the_typing_and_tried_again(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody who is typing has a message box put in front of every few letters, and nothing typed is forgotten."""
    drafts, operations = drafts_of(desk)
    told: list[Announcement] = []
    operations.announced.connect(told.append)
    with monkeypatch.context() as full:

        def refuse(*_: object) -> None:
            raise faults.full(desk.path)

        full.setattr(store, "save", refuse)
        for letters in ("N", "Ng", "Ngu"):
            drafts.keep("signal.new", {"happened": letters})
            drafts.flush()
    assert [one.text for one in told] == [
        "What you type cannot be kept at the moment. The disk that holds Harbor.desk is full."
    ]
    assert store.listed(desk, RENEE.profile_id) == []
    drafts.flush()  # as the timer does by itself
    assert [form for form, _ in store.listed(desk, RENEE.profile_id)] == ["signal.new"]
    again, _ = drafts_of(desk)
    found = again.find("signal.new")
    assert found is not None
    assert found.values == {"happened": "Ngu"}


def test_what_one_person_left_unwritten_never_takes_the_draft_of_the_next(qtbot: QtBot, desk: Desk) -> None:
    drafts, operations = drafts_of(desk)
    store.save(desk, 2, "signal.new", '{"happened": "his"}')
    drafts.keep("signal.new", {"happened": "hers"})
    operations.actor = Actor(2, "Luis Marín", "supervisor")
    drafts.load()
    drafts.flush()
    assert [form for form, _ in store.listed(desk, 2)] == ["signal.new"]
