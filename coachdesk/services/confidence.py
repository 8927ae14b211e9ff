"""Use cases about the confidence rubric: rated by the supervisor, and apart from it by the coachees themselves."""

from __future__ import annotations

from collections.abc import Mapping

from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.services.checks import Problems
from coachdesk.services.cycles import coachee_of
from coachdesk.services.guards import working_cycle
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change

FIELDS = ("confidence_before", "confidence_after", "self_before", "self_after")


@use_case("confidence.rate", QT_TRANSLATE_NOOP("Do", "Rate confidence"))
def rate_coachee(change: Change, cycle_id: int, staff_id: int, values: Mapping[str, int | None]) -> None:
    """Set ratings (FIELDS) of a coachee from 1 to 5, vocabulary "confidence"; None takes one back.

    confidence_*: rated by the supervisor, looking back.  self_*: the coachee's own, which never stands in for it.
    """
    cycle = working_cycle(change, cycle_id)
    coachee = coachee_of(change, cycle.id, staff_id)
    problems = Problems()
    if unknown := set(values) - set(FIELDS):
        raise ValueError(f"a coachee has no rating {sorted(unknown)}")
    for field, rating in values.items():
        if rating is not None and not 1 <= rating <= 5:
            problems.add(field, translate("Cycles", "Confidence is rated from 1 to 5."))
    problems.refuse(translate("Cycles", "The ratings were not saved."))
    for field, rating in values.items():
        setattr(coachee, field, rating)
    change.label = translate("Do", "Rate confidence in cycle {number}").format(number=cycle.number)
