"""The turns of a told cycle: it is diagnosed, goes on, stands still, is handed up, given up or closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from coachdesk.sample import planned
from coachdesk.sample.events import Event, Run, measure_values
from coachdesk.services import audit_results, confidence, cycle_phases, cycles, measures, signals
from coachdesk.services.cycle_phases import CoacheeOutcome


@dataclass(frozen=True, kw_only=True)
class Diagnosed(Event):
    """What led to it is found, the success rule set, the baseline measured, confidence rated.

    baseline: figures, or None where the audit that opened the cycle is its baseline.  smallest: the rule's count.
    confidence: for each coachee, as the supervisor rates it and as they do.
    """

    baseline: Mapping[str, Any] | tuple[int, int] | None
    cause: str
    cause_note: str
    smallest: int = 10
    method: str = "documentation_audit"
    wanted: str = "Ten records after the last session, and the practice seen live by the validator."
    confidence: tuple[tuple[int, int], ...] = ((2, 3), (2, 2), (3, 3))

    def tell(self, run: Run) -> None:
        """Record all of it."""
        story, cast = run.story, run.cast
        values = {
            "cause": self.cause,
            "cause_note": self.cause_note,
            "evidence_wanted": self.wanted,
            "follow_up_on": (run.clock() + timedelta(days=14)).date(),
            "rule_standard_measure_id": cast.measures[story.code][story.measure],
            "rule_smallest_count": self.smallest,
        }
        cycles.edit_cycle(run.desk, run.coach, run.cycle_id, values)
        if self.baseline is None:
            audit = cast.found[story.code].audit_id
            audit_results.use_as_measure(run.desk, run.validator, audit, run.cycle_id, "baseline")
        else:
            told = measure_values(run, self.baseline, self.method, days=28)
            if story.measure == "proportion":
                told["not_applicable"] = 1
            measures.record_measure(run.desk, run.validator, run.cycle_id, "baseline", told)
        for staff_id, (rated, own) in zip(run.people, self.confidence, strict=False):
            cycles.rate_confidence(run.desk, run.coach, run.cycle_id, staff_id, "before", rated)
            confidence.rate_coachee(run.desk, run.coach, run.cycle_id, staff_id, {"self_before": own})


@dataclass(frozen=True, kw_only=True)
class GoesOn(Event):
    """The next phase. leave: why planned steps of the phase that ends are left out.  override: why a gate is passed."""

    leave: str = "Done together with the other coachees."
    override: str = ""

    def tell(self, run: Run) -> None:
        """Tick off what was done, then go through the gate."""
        planned.settle(run.desk, run.coach, run.cycle_id, self.leave)
        cycle_phases.advance(run.desk, run.coach, run.cycle_id, self.override)


@dataclass(frozen=True, kw_only=True)
class HandsOut(Event):
    """Cards, documents and practice that leave no record of their own are ticked off by hand."""

    def tell(self, run: Run) -> None:
        """Tick them off."""
        planned.by_hand(run.desk, run.coach, run.cycle_id)


@dataclass(frozen=True, kw_only=True)
class Ticks(Event):
    """Planned steps are ticked off by the records that did them."""

    def tell(self, run: Run) -> None:
        """Tick them off."""
        planned.tick_what_was_done(run.desk, run.coach, run.cycle_id)


@dataclass(frozen=True, kw_only=True)
class AmendsRule(Event):
    """The locked success rule is changed, with a reason (R5)."""

    values: Mapping[str, Any]
    reason: str

    def tell(self, run: Run) -> None:
        """Amend it."""
        cycle_phases.amend_rule(run.desk, run.coach, run.cycle_id, self.values, self.reason)


@dataclass(frozen=True, kw_only=True)
class Amends(Event):
    """A correction after the closing (R9)."""

    subject: str
    before: str
    after: str
    reason: str

    def tell(self, run: Run) -> None:
        """Amend the cycle."""
        cycle_phases.amend(
            run.desk, run.coach, run.cycle_id, subject=self.subject, before=self.before, after=self.after,
            reason=self.reason,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Pauses(Event):
    """The clocks stop."""

    reason: str

    def tell(self, run: Run) -> None:
        """Pause it."""
        cycle_phases.pause_cycle(run.desk, run.coach, run.cycle_id, self.reason)


@dataclass(frozen=True, kw_only=True)
class Escalates(Event):
    """It is handed up, because coaching is not the answer."""

    reason: str
    to: str

    def tell(self, run: Run) -> None:
        """Escalate it."""
        cycle_phases.escalate_cycle(run.desk, run.coach, run.cycle_id, self.reason, self.to)


@dataclass(frozen=True, kw_only=True)
class Cancels(Event):
    """It ends without an outcome; what opened it goes another way."""

    reason: str
    route: str

    def tell(self, run: Run) -> None:
        """Cancel it, and decide about its signals anew."""
        cycle_phases.cancel_cycle(run.desk, run.coach, run.cycle_id, self.reason)
        noted = planned.signals_of(run.desk, run.cycle_id)
        signals.triage_signals(run.desk, run.coach, noted, "other_route", self.route)


@dataclass(frozen=True, kw_only=True)
class Closes(Event):
    """Outcomes, confidence and sign-off. outcomes: one for each coachee: outcome, note, next step.

    confidence: for each coachee, as the supervisor rates it and as they do; None where nobody rated.
    """

    outcomes: tuple[tuple[str, str, str], ...]
    confidence: tuple[tuple[int, int] | None, ...]
    note: str
    leave: str = "Seen and not met yet; it goes on in the next step."
    override: str = ""

    def tell(self, run: Run) -> None:
        """Close it."""
        for staff_id, rated in zip(run.people, self.confidence, strict=True):
            if rated is not None:
                cycles.rate_confidence(run.desk, run.coach, run.cycle_id, staff_id, "after", rated[0])
                confidence.rate_coachee(run.desk, run.coach, run.cycle_id, staff_id, {"self_after": rated[1]})
        ended = {who: CoacheeOutcome(*one) for who, one in zip(run.people, self.outcomes, strict=True)}
        planned.settle(run.desk, run.coach, run.cycle_id, self.leave, until="close")
        signer = run.cast.actor("")
        cycle_phases.close_cycle(
            run.desk, signer, run.cycle_id, ended, sign_off_note=self.note, override_reason=self.override
        )
