"""Which coaching cycle or corrective action a drift proposal is already in the hands of (R2, R3).

Signals that were taken up are no longer counted, so what they add up to goes by itself. What stays is a shift of
audits, and signals on the same matter that nobody decided about: they ask for nothing new when a cycle or an action was
opened after the newest of them. Evidence from a later day proposes again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from coachdesk.rules.drift import Proposal


@dataclass(frozen=True, slots=True)
class Answer:
    """A cycle or a corrective action that was not cancelled. criteria: codes; empty for the whole standard.

    staff: its coachees, none for an action.  team_id: None where it names none; for an action, the whole agency.
    rule: the drift rule it was opened from, "" for none.  running: whether it goes on.
    """

    kind: Literal["cycle", "action"]
    id: int
    opened_on: date
    standard_id: int | None
    criteria: frozenset[str] = frozenset()
    staff: frozenset[int] = frozenset()
    team_id: int | None = None
    rule: str = ""
    running: bool = True


def same_matter(answer: Answer, proposal: Proposal) -> bool:
    """Whether it is about the proposal's standard and criterion, and reaches everybody the proposal names.

    A proposal about a whole standard (R2 c, or audits of all criteria) asks for no particular criterion.
    """
    if proposal.standard_id is None or answer.standard_id != proposal.standard_id:
        return False
    if proposal.criterion and answer.criteria and proposal.criterion not in answer.criteria:
        return False
    return _reaches(answer, proposal)


def answers(answer: Answer, proposal: Proposal) -> bool:
    """Whether the proposal needs nothing new: the same matter, taken up on the day of its newest figure or later.

    A major signal (R2 b) waits for a decision of its own, whatever else runs.
    """
    return proposal.rule != "R2b" and answer.opened_on >= proposal.last_on and same_matter(answer, proposal)


def unanswered(found: Iterable[Proposal], known: Iterable[Answer]) -> list[Proposal]:
    """The proposals that nothing answers yet, in their order."""
    held = list(known)
    return [proposal for proposal in found if not any(answers(one, proposal) for one in held)]


def _reaches(answer: Answer, proposal: Proposal) -> bool:
    """Whether everybody is in it. A signal that names nobody goes along with those that do."""
    if answer.kind == "action" and answer.team_id is None:
        return True
    if proposal.rule == "R2d":
        # Coaching one person answers a team's audits only where it was opened because of them.
        alone = answer.kind == "cycle" and (answer.team_id is None or len(answer.staff) == 1)
        return answer.team_id == proposal.team_id and (not alone or answer.rule == "R2d")
    named = proposal.who - {(None, None)}
    if answer.kind == "action":
        return bool(named) and all(team == answer.team_id for _, team in named)
    return bool(named) and all(
        staff in answer.staff if staff is not None else team == answer.team_id for staff, team in named
    )
