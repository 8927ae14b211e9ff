"""What changed between two versions of a standard."""

from __future__ import annotations

from typing import Any

from coachdesk.queries.standard_changes import StandardChange, changes_between
from coachdesk.queries.standards import VersionDetail, version_detail
from coachdesk.services import standards
from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE
from tests.helpers.practice import CRITERIA, PROMPTS, TEXTS, make_practice


def revised(desk: Desk, **changes: Any) -> tuple[VersionDetail, VersionDetail]:
    """Version 1 and a draft of version 2 with these `version`, `criteria` and `prompts`."""
    practice = make_practice(desk)
    draft = standards.new_draft(desk, RENEE, practice.standard).result
    wanted = {"version": TEXTS, "criteria": CRITERIA, "prompts": PROMPTS, **changes}
    standards.edit_draft(desk, RENEE, draft, code="HD-01", title="Health deterioration", **wanted)
    with desk.read() as conn:
        old, new = version_detail(conn, practice.version), version_detail(conn, draft)
    assert old is not None
    assert new is not None
    return old, new


def test_a_copy_differs_in_nothing(desk: Desk) -> None:
    assert changes_between(*revised(desk)) == ()


def test_every_changed_text_is_told_with_before_and_after(desk: Desk) -> None:
    criteria = [CRITERIA[0], {**CRITERIA[1], "threshold": "2", "critical": False}]
    old, new = revised(desk, version={**TEXTS, "purpose": "Act within hours."}, criteria=criteria)
    assert changes_between(old, new) == (
        StandardChange("changed", "Purpose", "", "Act the same day.", "Act within hours."),
        StandardChange("changed", "Criterion 2", "Limit", "4 h", "2 h"),
        StandardChange("changed", "Criterion 2", "Critical", "Yes", "No"),
    )


def test_criteria_are_matched_by_code_not_by_place(desk: Desk) -> None:
    third = {"code": "3", "kind": "boundary", "text": "Gives no diagnosis"}
    old, new = revised(desk, criteria=[CRITERIA[1], third])
    assert changes_between(old, new) == (
        StandardChange("added", "Criterion 3", "", "", "Gives no diagnosis\nBoundary"),
        StandardChange("removed", "Criterion 1", "", "Writes what was seen, with the time\nMust document", ""),
    )


def test_criteria_that_changed_places_are_told(desk: Desk) -> None:
    old, new = revised(desk, criteria=CRITERIA[::-1])
    assert [(one.kind, one.what, one.before, one.after) for one in changes_between(old, new)] == [
        ("moved", "Criterion 2", "place 2", "place 1"),
        ("moved", "Criterion 1", "place 1", "place 2"),
    ]


def test_prompt_lines_are_matched_by_cue_also_when_one_stands_twice(desk: Desk) -> None:
    old, new = revised(desk, prompts=[{**PROMPTS[0], "call": "Supervisor"}, PROMPTS[0]])
    assert [(one.kind, one.before, one.after) for one in changes_between(old, new)] == [
        ("changed", "Eats clearly less · 2 meals · Nurse line", "Eats clearly less · 2 meals · Supervisor"),
        ("added", "", "Eats clearly less · 2 meals · Nurse line"),
    ]
