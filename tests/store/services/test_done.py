"""After a change the person reads what was done; undo names the verb."""

from __future__ import annotations

from coachdesk.services import history, places
from coachdesk.services.done import DONE, done_words
from coachdesk.services.everything import every_service
from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE


def test_every_service_says_what_was_done() -> None:
    without = every_service().keys() - set(DONE)
    assert not without, f"say in coachdesk/services/done.py what was done after {sorted(without)}"


def test_an_action_nobody_has_words_for_says_its_label() -> None:
    assert done_words("moon.paint", "Paint the moon") == "Paint the moon"


def test_a_change_says_the_verb_for_undo_and_the_deed_for_the_toast(desk: Desk) -> None:
    made = places.add_place(desk, RENEE, "team", "North team")
    assert made.done == "Added to the list"
    undone = history.undo(desk, RENEE)
    assert undone.label == f"Undo: {made.label}"
    assert undone.done == f"Undone: {made.label}"
    assert history.redo(desk, RENEE).done == f"Done again: {made.label}"
