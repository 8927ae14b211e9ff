"""The sample agency reads true: what is told fits the kind of record it stands in."""

from __future__ import annotations

import pytest

from coachdesk import vocabulary
from coachdesk.sample import names
from coachdesk.sample.events import Meeting
from coachdesk.sample.stories_closed import CLOSED
from coachdesk.sample.stories_early import EARLY
from coachdesk.sample.stories_open import OPEN

STORIES = (*EARLY, *CLOSED, *OPEN)
WORDS = {
    "role_play": ("Role-played", "Played"),
    "case_review": ("Read", "Rewrote"),
    "handover_review": ("Went through",),
    "reflective": ("Told", "Laid", "Said"),
}


@pytest.mark.parametrize("code", names.TITLES)
def test_every_kind_of_session_has_a_text_of_its_kind(code: str) -> None:
    for kind in vocabulary.codes("session_kind"):
        if kind not in names.SOURCES:
            continue
        for text in names.seen(code, kind):
            assert text.startswith(WORDS.get(kind, ("",))), (kind, text)


def test_every_kind_told_has_strategies_and_a_source() -> None:
    told = {one.kind for story in STORIES for one in story.events if isinstance(one, Meeting)}
    assert told <= set(names.STRATEGIES)
    assert told <= set(names.SOURCES)
    known = set(vocabulary.codes("strategy"))
    assert all(set(strategies) <= known for strategies in names.STRATEGIES.values())


def test_a_partners_feedback_comes_from_the_partner_it_names() -> None:
    assert names.partner("partner_feedback", "Housing staff learned at noon that …") == "housing_staff"
    assert names.partner("partner_feedback", "Care coordinator asked why …") == "care_coordinator"
    assert names.partner("complaint", "Family says nobody called.") == ""
    for lines in names.SIGNALS.values():
        for source, _, _, what in lines:
            assert source != "partner_feedback" or what.startswith(tuple(names.PARTNERS)), what


def test_no_session_is_told_in_the_words_of_another() -> None:
    seen = [one.seen for story in STORIES for one in story.events if isinstance(one, Meeting)]
    assert sorted(seen) == sorted(set(seen))
