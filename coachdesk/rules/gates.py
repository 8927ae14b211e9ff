"""The gates of a cycle (R4, R6, R7, R8): what must be there before the next phase, and exactly what is missing.

A gate that is not met can be passed only with a reason (an override), which every pack prints. Item keys are stable:
screens, packs and the trail refer to them.
"""

from __future__ import annotations

from coachdesk.errors import Problem
from coachdesk.i18n import translate
from coachdesk.rules import gate_close, gate_coach, gate_validate
from coachdesk.rules.clocks import PHASES
from coachdesk.rules.facts import CycleFacts
from coachdesk.rules.gate_result import GateItem, GateResult
from coachdesk.rules.wording import names
from coachdesk.settings import Settings

__all__ = ["GATES", "GateItem", "GateResult", "gate", "next_gate", "refusal"]

GATES: tuple[str, ...] = ("coach", "validate", "close")


def gate(name: str, facts: CycleFacts, settings: Settings) -> GateResult:
    """The gate that leads to "coach" (R4), "validate" (R6) or "close" (R7 and R8); KeyError for any other name."""
    if name == "coach":
        return GateResult(name, gate_coach.items(facts), still_planned(facts, "diagnose"))
    if name == "validate":
        return GateResult(name, gate_validate.items(facts, settings), still_planned(facts, "coach"))
    if name == "close":
        return GateResult(name, gate_close.items(facts, settings), still_planned(facts, "close"))
    raise KeyError(name)


def still_planned(facts: CycleFacts, until: str) -> tuple[str, ...]:
    """The planned steps that are open when the phase `until` ends, one sentence each. They are told, never in the way:
    a template is a plan, the rules are R4 to R8."""
    phases = PHASES[: PHASES.index(until) + 1]
    waiting: dict[str, list[str]] = {}
    for step in facts.planned:
        if step.phase in phases:
            waiting.setdefault(step.text, []).append(step.name)
    alone = translate("Gates", "Planned and not done yet: {step}.")
    named = translate("Gates", "Planned and not done yet: {step} ({people}).")
    return tuple(
        named.format(step=text, people=names(people)) if all(people) else alone.format(step=text)
        for text, people in waiting.items()
    )


def next_gate(status: str) -> str:
    """The gate in front of a cycle of this status; "" when there is none."""
    return {"diagnosing": "coach", "coaching": "validate", "validating": "close"}.get(status, "")


def refusal(result: GateResult, override_reason: str) -> tuple[Problem, ...]:
    """What stands in the way of passing: nothing when met or when a reason is given, else all that is missing."""
    return () if result.met or override_reason.strip() else result.problems()
