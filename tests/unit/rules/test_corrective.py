"""R3 and R21: a corrective action has a person behind it, and more than retraining in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from coachdesk.rules import corrective
from coachdesk.rules.corrective import CorrectiveFacts

WHOLE = CorrectiveFacts("Second check by the supervisor", "No backup list", ("process",), 4, date(2026, 12, 1))


def test_a_whole_corrective_action_may_be_opened() -> None:
    assert corrective.open_problems(WHOLE) == ()


@pytest.mark.parametrize("field", ["containment", "cause", "owner_id", "due_on"])
def test_what_is_missing_is_named(field: str) -> None:
    empty = replace(WHOLE, **{field: None if field in ("owner_id", "due_on") else " "})  # type: ignore[arg-type]  # by name
    assert [problem.field for problem in corrective.open_problems(empty)] == [field]


def test_somebody_other_than_the_owner_verifies_it_once_it_is_done() -> None:
    done = replace(WHOLE, done_on=date(2026, 11, 20))
    assert corrective.verify_problems(WHOLE, 5, date(2026, 11, 21))[0].field == "done_on"
    assert corrective.verify_problems(done, 4, date(2026, 11, 21))[0].field == "verified_by"
    assert corrective.verify_problems(done, 5, date(2026, 11, 19))[0].field == "verified_on"
    assert corrective.verify_problems(done, 5, date(2026, 11, 21)) == ()


def test_r3_retraining_alone_is_warned_about() -> None:
    assert len(corrective.warnings(["retraining", "retraining"])) == 1
    assert corrective.warnings(["retraining", "process"]) == ()
    assert corrective.warnings([]) == ()
