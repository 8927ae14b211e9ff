"""The sample agency reads true: what is told fits the kind of record it stands in."""

from __future__ import annotations

import pytest

from coachdesk import vocabulary
from coachdesk.sample import names
from coachdesk.sample.story import KINDS, SECOND_SOURCE

WORDS = {
    "role_play": ("Role-played", "Played"),
    "case_review": ("Read", "Rewrote"),
    "handover_review": ("Went through",),
    "reflective": ("Told", "Laid", "Said"),
}


@pytest.mark.parametrize("code", names.TITLES)
def test_every_kind_of_session_has_a_text_of_its_kind(code: str) -> None:
    for kind in vocabulary.codes("session_kind"):
        if kind not in SECOND_SOURCE:
            continue
        for text in names.seen(code, kind):
            assert text.startswith(WORDS.get(kind, ("",))), (kind, text)


def test_every_kind_told_has_strategies_and_a_source() -> None:
    told = {kind for kinds in KINDS.values() for kind in kinds}
    assert told <= set(names.STRATEGIES)
    assert told <= set(SECOND_SOURCE)
    known = set(vocabulary.codes("strategy"))
    assert all(set(strategies) <= known for strategies in names.STRATEGIES.values())


def test_a_partners_feedback_comes_from_the_partner_it_names() -> None:
    assert names.partner("partner_feedback", "Housing staff learned at noon that …") == "housing_staff"
    assert names.partner("partner_feedback", "Care coordinator asked why …") == "care_coordinator"
    assert names.partner("complaint", "Family says nobody called.") == ""
    for lines in names.SIGNALS.values():
        for source, _, _, what in lines:
            assert names.partner(source, what) != "other", what
