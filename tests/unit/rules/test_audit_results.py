"""What an audit's judgements show, with what does not apply left out (R18)."""

from __future__ import annotations

import pytest

from coachdesk.rules.audit_results import audit_figures, counted, record_result, to_judge
from coachdesk.rules.measures import Proportion
from coachdesk.settings import Settings

SETTINGS = Settings()


@pytest.mark.parametrize(
    ("results", "whole"),
    [
        (["met", "met"], "met"),
        (["met", "not_applicable"], "met"),
        (["met", "not_met"], "not_met"),
        (["not_applicable", "not_met"], "not_met"),
        (["not_applicable"], "not_applicable"),
        (["not_met", ""], ""),
        ([], ""),
    ],
)
def test_a_record_is_met_when_all_that_applies_is(results: list[str], whole: str) -> None:
    assert record_result(results) == whole


def test_r18_not_applicable_is_left_out_never_counted_as_not_met() -> None:
    assert counted(["met", "not_met", "not_applicable", ""]) == Proportion(1, 2, 1)


def test_the_figures_tell_what_was_left_out() -> None:
    judged = {(1, 7): "not_met", (2, 7): "met", (3, 7): "not_applicable"}
    figures = audit_figures(judged, [1, 2, 3], [7], SETTINGS)
    assert figures.whole == Proportion(1, 2, 1)
    assert figures.words == "Records that met all criteria: 1 of 2 (9–91%). 1 not applicable, left out."


def test_nothing_judged_says_so() -> None:
    assert audit_figures({}, [1], [7], SETTINGS).words == "No record is judged yet."


def test_what_waits_is_counted_by_record() -> None:
    assert to_judge({(1, 7): "met", (1, 8): "met", (2, 7): "met"}, [1, 2, 3], [7, 8]) == {2: 1, 3: 2}
