"""One coaching cycle whole, as its page, the command line and printed cycle files show it.

Read with a fixed number of statements, however many sessions or coachees there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from coachdesk.queries import cycle_parts as parts
from coachdesk.queries.beside import ActionBeside, actions_of_cycle
from coachdesk.queries.cycle_facts import cycle_facts
from coachdesk.queries.evidence import EVIDENCE, EvidenceDetail, evidence_where
from coachdesk.queries.measures import MEASURE, MeasureDetail, measures_where
from coachdesk.queries.observations import OBSERVATION, ObservationDetail, observations_where
from coachdesk.queries.parts import full_name, person
from coachdesk.queries.scenarios import EXERCISE, ScenarioDetail, scenarios_where
from coachdesk.queries.sessions import SESSION, SessionDetail, sessions_where
from coachdesk.queries.standard_measures import DefinedMeasure, defined_measure, measures_of
from coachdesk.queries.standards import CriterionRow, MeasureRow
from coachdesk.queries.trail import HistoryRow, history_of_cycle
from coachdesk.records.agency import Profile
from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle
from coachdesk.records.people import Team
from coachdesk.records.standards import Standard, StandardVersion
from coachdesk.rules.agreement import Agreement, agreement
from coachdesk.rules.facts import CycleFacts
from coachdesk.rules.gates import GATES, GateResult, gate, next_gate
from coachdesk.rules.measured import AnyComparison, Measured, compare_measured
from coachdesk.rules.measures import Circumstances
from coachdesk.rules.moves import ENDED
from coachdesk.rules.standard_measures import newest
from coachdesk.rules.success import Evaluation, SuccessRule, evaluate
from coachdesk.settings import Settings

CYCLE, VERSION, STD, TEAM = table(Cycle), table(StandardVersion), table(Standard), table(Team)


@dataclass(frozen=True, slots=True)
class CycleDetail:
    """A cycle with everything in it. Names are "" and ids None where nobody or nothing is named.

    standard: "HD-01 Escalating health deterioration"; scenario: its own made-up case, "" without one.
    rule: the success rule, `rule_locked_at` once it is locked (R5); rule_of: the measure of the standard it counts.
    own_measures: all that the standard's version defines.
    gates: every gate in the order of the phases; next_gate: the one in front, "" when there is none.
    actions: the corrective actions beside it (R3, R20).
    previous: the cycle whose drift came back, "" when this is the first; followed_by: (id, number) of those after it.
    """

    id: int
    number: str
    title: str
    status: str
    status_reason: str
    escalated_to: str
    template: str
    proposal_rule: str
    proposal_words: str
    previous_id: int | None
    previous: str
    followed_by: tuple[tuple[int, str], ...]
    phase: str
    team_id: int | None
    team: str
    standard_id: int | None
    standard: str
    version_id: int | None
    version: int | None
    version_status: str
    scenario: str
    coach_id: int | None
    coach: str
    validator_id: int | None
    validator: str
    cause: str
    cause_note: str
    evidence_wanted: str
    follow_up_on: date | None
    opened_on: date
    due_on: date
    closed_at: datetime | None
    signed_off_by: str
    signed_off_at: datetime | None
    sign_off_note: str
    rule: SuccessRule
    rule_of: DefinedMeasure | None
    own_measures: tuple[MeasureRow, ...]
    rule_locked_at: datetime | None
    phases: tuple[parts.PhaseRow, ...]
    criteria: tuple[CriterionRow, ...]
    signals: tuple[parts.TriggerRow, ...]
    actions: tuple[ActionBeside, ...]
    coachees: tuple[parts.CoacheeRow, ...]
    sessions: tuple[SessionDetail, ...]
    observations: tuple[ObservationDetail, ...]
    scenarios: tuple[ScenarioDetail, ...]
    measures: tuple[MeasureDetail, ...]
    evidence: tuple[EvidenceDetail, ...]
    pauses: tuple[parts.PauseRow, ...]
    overrides: tuple[parts.OverrideRow, ...]
    amendments: tuple[parts.AmendmentRow, ...]
    sustain: tuple[parts.SustainRow, ...]
    history: tuple[HistoryRow, ...]  # trail entries about the cycle and all within it, newest first
    facts: CycleFacts
    gates: tuple[GateResult, ...]
    next_gate: str

    @property
    def over(self) -> bool:
        """Whether it has ended; its records are read-only then (R9)."""
        return self.status in ENDED

    @property
    def baseline(self) -> MeasureDetail | None:
        """The newest baseline of what the rule counts."""
        return self._measure("baseline")

    @property
    def post(self) -> MeasureDetail | None:
        """The newest measure after coaching of what the rule counts."""
        return self._measure("post")

    def second_views(self, settings: Settings) -> tuple[tuple[ObservationDetail, ObservationDetail, Agreement], ...]:
        """Each observation seen by two people: the first view, the second, and how far they agree."""
        by_id = {one.id: one for one in self.observations}
        found = []
        for second in self.observations:
            first = by_id.get(second.paired_with_id or 0)
            if first is not None:
                ours, theirs = ({rating.code: rating.result for rating in one.ratings} for one in (first, second))
                found.append((first, second, agreement(ours, theirs, settings)))
        return tuple(found)

    @property
    def post_measured(self) -> Measured | None:
        """What was measured after coaching, if it was."""
        return self.post.result if self.post else None

    @property
    def judged(self) -> Evaluation:
        """The success rule, evaluated on the newest measure after coaching (R7)."""
        return evaluate(self.rule, self.post_measured)

    def compared(self, settings: Settings) -> AnyComparison | None:
        """Before against after, told honestly (R18); None until both were measured."""
        before, after = self.baseline, self.post
        if before is None or after is None:
            return None
        how = Circumstances(
            changed_assessor=before.assessor_id != after.assessor_id,
            changed_version=before.version_id != after.version_id,
            same_criteria=set(before.criteria) == set(after.criteria),
            triggers_excluded=before.triggers_excluded,
            triggers_included=before.triggers_included,
            repeated=before.kind != "rate" and 0 < len(self.coachees) < max(before.result.count, after.result.count),
        )
        return compare_measured(before.result, after.result, settings, how, self.rule.direction or "at_least")

    def _measure(self, stage: str) -> MeasureDetail | None:
        return newest(self.measures, stage, self.rule)

    def gate(self, name: str) -> GateResult:
        """The checklist of the gate "coach", "validate" or "close"."""
        return next(result for result in self.gates if result.gate == name)


def cycle_detail(conn: sa.Connection, cycle_id: int, today: date, settings: Settings) -> CycleDetail | None:
    """The cycle with this id, whole; None when there is none."""
    head = _head(conn, cycle_id)
    if head is None:
        return None
    facts = cycle_facts(conn, cycle_id)
    version_id, measure_id = head["version_id"], head.pop("rule_standard_measure_id")
    return CycleDetail(
        **head,
        followed_by=parts.followers_of(conn, cycle_id),
        rule=facts.rule,
        rule_of=defined_measure(conn, measure_id),
        own_measures=() if version_id is None else measures_of(conn, [version_id]).get(version_id, ()),
        phases=parts.phases_of(conn, cycle_id),
        criteria=parts.targets_of(conn, cycle_id),
        signals=parts.triggers_of(conn, cycle_id),
        actions=actions_of_cycle(conn, cycle_id, today),
        coachees=parts.coachees_of(conn, cycle_id),
        sessions=tuple(sessions_where(conn, SESSION.c.cycle_id == cycle_id)),
        observations=tuple(observations_where(conn, OBSERVATION.c.cycle_id == cycle_id)),
        scenarios=tuple(scenarios_where(conn, EXERCISE.c.cycle_id == cycle_id)),
        measures=tuple(measures_where(conn, MEASURE.c.cycle_id == cycle_id)),
        evidence=tuple(evidence_where(conn, EVIDENCE.c.cycle_id == cycle_id)),
        pauses=parts.pauses_of(conn, cycle_id),
        overrides=parts.overrides_of(conn, cycle_id),
        amendments=parts.amendments_of(conn, cycle_id),
        sustain=parts.sustain_of(conn, cycle_id),
        history=tuple(history_of_cycle(conn, cycle_id)),
        facts=facts,
        gates=tuple(gate(name, facts, settings) for name in GATES),
        next_gate=next_gate(head["status"]),
    )


def _head(conn: sa.Connection, cycle_id: int) -> dict[str, Any] | None:
    """What the cycle's own row says, and the names beside it, by the fields of CycleDetail."""
    coach, validator, signer = person("coach"), person("validator"), table(Profile)
    earlier = CYCLE.alias("earlier")
    source = (
        CYCLE.outerjoin(VERSION, VERSION.c.id == CYCLE.c.version_id)
        .outerjoin(STD, STD.c.id == VERSION.c.standard_id)
        .outerjoin(TEAM, TEAM.c.id == CYCLE.c.team_id)
        .outerjoin(coach, coach.c.id == CYCLE.c.coach_id)
        .outerjoin(validator, validator.c.id == CYCLE.c.validator_id)
        .outerjoin(signer, signer.c.id == CYCLE.c.signed_off_by)
        .outerjoin(earlier, earlier.c.id == CYCLE.c.previous_id)
    )
    own = (one for one in CYCLE.c if one.key in CycleDetail.__slots__ and one.key != "signed_off_by")
    statement = sa.select(
        *own,
        CYCLE.c.rule_standard_measure_id,
        sa.func.coalesce(TEAM.c.name, "").label("team"),
        STD.c.id.label("standard_id"),
        sa.func.coalesce(STD.c.code + " " + VERSION.c.title, "").label("standard"),
        VERSION.c.number.label("version"),
        sa.func.coalesce(VERSION.c.status, "").label("version_status"),
        sa.func.coalesce(VERSION.c.scenario, "").label("scenario"),
        sa.func.coalesce(full_name(coach), "").label("coach"),
        sa.func.coalesce(full_name(validator), "").label("validator"),
        sa.func.coalesce(signer.c.name, "").label("signed_off_by"),
        sa.func.coalesce(earlier.c.number, "").label("previous"),
    )
    found = conn.execute(statement.select_from(source).where(CYCLE.c.id == cycle_id)).mappings().first()
    return None if found is None else dict(found)
