"""What an export covers: a period, teams, standards, cycles; and how that narrows each family's table.

A cycle belongs to a period when it was open on any of its days. Sessions, observations and signals belong by their own
day. A staff member belongs when employed on any of its days; teams are those of the day in question (history counts).
Families without a rule here are not narrowed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from coachdesk.i18n import translate
from coachdesk.queries.table import TableQuery
from coachdesk.records.competence import Competence
from coachdesk.records.cycles import Amendment, Coachee, Cycle, CycleSignal, Measure, SustainCheck
from coachdesk.records.evidence import Evidence
from coachdesk.records.people import Posting, Staff, Team
from coachdesk.records.scenarios import ScenarioExercise
from coachdesk.records.sessions import Observation, Session, SessionCoachee
from coachdesk.records.signals import Signal
from coachdesk.records.standards import Standard, StandardVersion

Test = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Scope:
    """What to include. `from_` and `to` are inclusive days, None leaving that side open; empty sets mean all."""

    from_: date | None = None
    to: date | None = None
    team_ids: frozenset[int] = frozenset()
    standard_ids: frozenset[int] = frozenset()
    cycle_ids: frozenset[int] = frozenset()

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Scope()


def narrow(query: TableQuery, scope: Scope) -> TableQuery:
    """The same table with only what is in `scope`."""
    rule = _RULES.get(query.family)
    if rule is None or scope.everything:
        return query
    record, tests = rule[0], rule[1](scope)
    if not tests:
        return query
    inside = sa.select(record.id).where(*tests)
    return replace(query, base=(*query.base, query.id.in_(inside)))


def cycle_tests(scope: Scope) -> list[Test]:
    """The conditions on `Cycle` that a scope stands for."""
    tests: list[Test] = []
    if scope.to is not None:
        tests.append(Cycle.opened_on <= scope.to)
    if scope.from_ is not None:
        tests.append(sa.or_(Cycle.closed_at.is_(None), Cycle.closed_at >= _start(scope.from_)))
    if scope.team_ids:
        tests.append(sa.or_(Cycle.team_id.in_(scope.team_ids), Cycle.id.in_(_coached_in(scope.team_ids))))
    if scope.standard_ids:
        versions = sa.select(StandardVersion.id).where(StandardVersion.standard_id.in_(scope.standard_ids))
        tests.append(Cycle.version_id.in_(versions))
    if scope.cycle_ids:
        tests.append(Cycle.id.in_(scope.cycle_ids))
    return tests


def described(conn: sa.Connection, scope: Scope) -> tuple[tuple[str, str], ...]:
    """The scope in words, as (what, which) pairs for covers and summaries; what is not narrowed says so."""
    everything = translate("Exports", "all")
    parts = [(translate("Exports", "Period"), _period(scope) or translate("Exports", "everything recorded so far"))]
    teams = _names(conn, sa.select(Team.name).where(Team.id.in_(scope.team_ids)).order_by(Team.name))
    parts.append((translate("Exports", "Teams"), teams or everything))
    titles = sa.select(Standard.code + " " + Standard.title).where(Standard.id.in_(scope.standard_ids))
    parts.append((translate("Exports", "Standards"), _names(conn, titles.order_by(Standard.code)) or everything))
    if scope.cycle_ids:
        numbers = sa.select(Cycle.number).where(Cycle.id.in_(scope.cycle_ids)).order_by(Cycle.number)
        parts.append((translate("Exports", "Cycles"), _names(conn, numbers)))
    return tuple(parts)


def _names(conn: sa.Connection, statement: sa.Select[Any]) -> str:
    return ", ".join(conn.execute(statement).scalars())


def _period(scope: Scope) -> str:
    if scope.from_ and scope.to:
        return translate("Exports", "{start} to {end}").format(start=_day(scope.from_), end=_day(scope.to))
    if scope.from_:
        return translate("Exports", "from {start}").format(start=_day(scope.from_))
    return translate("Exports", "until {end}").format(end=_day(scope.to)) if scope.to else ""


def _day(value: date) -> str:
    months = translate("Exports", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()
    return f"{months[value.month - 1]} {value.day}, {value.year}"


def _start(day: date) -> datetime:
    """The moment a day begins on this computer."""
    return datetime.combine(day, time.min).astimezone(UTC)


def _within(column: Any, scope: Scope, *, moments: bool) -> list[Test]:
    tests: list[Test] = []
    if scope.from_ is not None:
        tests.append(column >= (_start(scope.from_) if moments else scope.from_))
    if scope.to is not None:
        tests.append(column < _start(scope.to + timedelta(days=1)) if moments else column <= scope.to)
    return tests


def _posted(day: Any, team_ids: frozenset[int]) -> sa.Select[Any]:
    """Staff posted to one of the teams on `day` (an expression), correlated with what the caller selects from."""
    ends = sa.or_(Posting.ends_on.is_(None), Posting.ends_on > day)
    return sa.select(Posting.staff_id).where(Posting.team_id.in_(team_ids), Posting.starts_on <= day, ends)


def _coached_in(team_ids: frozenset[int]) -> sa.Select[Any]:
    """Cycles with a coachee who was in one of the teams when the cycle was opened."""
    opened = sa.select(Coachee.cycle_id).join(Cycle, Cycle.id == Coachee.cycle_id)
    posting = sa.and_(
        Posting.staff_id == Coachee.staff_id,
        Posting.starts_on <= Cycle.opened_on,
        sa.or_(Posting.ends_on.is_(None), Posting.ends_on > Cycle.opened_on),
    )
    return opened.join(Posting, posting).where(Posting.team_id.in_(team_ids))


def _of_cycles(column: Any, scope: Scope) -> list[Test]:
    """Belonging to cycles picked by standard or by number; the period is judged by the record's own day."""
    if not scope.standard_ids and not scope.cycle_ids:
        return []
    picked = Scope(standard_ids=scope.standard_ids, cycle_ids=scope.cycle_ids)
    return [column.in_(sa.select(Cycle.id).where(*cycle_tests(picked)))]


def _session(scope: Scope) -> list[Test]:
    tests = [*_within(Session.starts_at, scope, moments=True), *_of_cycles(Session.cycle_id, scope)]
    if scope.team_ids:
        in_team = sa.select(Cycle.id).where(*cycle_tests(Scope(team_ids=scope.team_ids)))
        coached = sa.select(SessionCoachee.session_id).where(
            SessionCoachee.staff_id.in_(_posted(sa.func.date(Session.starts_at), scope.team_ids).correlate(Session))
        )
        tests.append(sa.or_(Session.cycle_id.in_(in_team), Session.id.in_(coached.correlate(Session))))
    return tests


def _observation(scope: Scope) -> list[Test]:
    tests = _within(Observation.observed_at, scope, moments=True)
    if scope.cycle_ids:
        tests.append(Observation.cycle_id.in_(scope.cycle_ids))
    if scope.standard_ids:
        versions = sa.select(StandardVersion.id).where(StandardVersion.standard_id.in_(scope.standard_ids))
        tests.append(Observation.version_id.in_(versions))
    if scope.team_ids:
        posted = _posted(sa.func.date(Observation.observed_at), scope.team_ids).correlate(Observation)
        tests.append(Observation.staff_id.in_(posted))
    return tests


def _signal(scope: Scope) -> list[Test]:
    tests = _within(Signal.occurred_on, scope, moments=False)
    if scope.team_ids:
        posted = _posted(Signal.occurred_on, scope.team_ids).correlate(Signal)
        tests.append(sa.or_(Signal.team_id.in_(scope.team_ids), Signal.staff_id.in_(posted)))
    if scope.standard_ids:
        tests.append(Signal.standard_id.in_(scope.standard_ids))
    if scope.cycle_ids:
        opened = sa.select(CycleSignal.signal_id).where(CycleSignal.cycle_id.in_(scope.cycle_ids))
        tests.append(Signal.id.in_(opened))
    return tests


def _staff(scope: Scope) -> list[Test]:
    tests: list[Test] = []
    if scope.to is not None:
        tests.append(sa.or_(Staff.hired_on.is_(None), Staff.hired_on <= scope.to))
    if scope.from_ is not None:
        tests.append(sa.or_(Staff.left_on.is_(None), Staff.left_on >= scope.from_))
    if scope.team_ids:
        posted = sa.select(Posting.staff_id).where(Posting.team_id.in_(scope.team_ids))
        if scope.to is not None:
            posted = posted.where(Posting.starts_on <= scope.to)
        if scope.from_ is not None:
            posted = posted.where(sa.or_(Posting.ends_on.is_(None), Posting.ends_on > scope.from_))
        elif scope.to is None:
            posted = posted.where(Posting.ends_on.is_(None))
        tests.append(Staff.id.in_(posted))
    if scope.cycle_ids:
        people = sa.union(
            sa.select(Coachee.staff_id).where(Coachee.cycle_id.in_(scope.cycle_ids)),
            sa.select(Cycle.coach_id).where(Cycle.id.in_(scope.cycle_ids), Cycle.coach_id.is_not(None)),
            sa.select(Cycle.validator_id).where(Cycle.id.in_(scope.cycle_ids), Cycle.validator_id.is_not(None)),
        ).subquery()
        tests.append(Staff.id.in_(sa.select(people.c[0])))
    return tests


def _measure(scope: Scope) -> list[Test]:
    return [*_within(Measure.measured_on, scope, moments=False), *_in_cycles(Measure.cycle_id, scope)]


def _amendment(scope: Scope) -> list[Test]:
    return [*_within(Amendment.amended_at, scope, moments=True), *_in_cycles(Amendment.cycle_id, scope)]


def _exercise(scope: Scope) -> list[Test]:
    tests = _within(ScenarioExercise.submitted_at, scope, moments=True)
    return [*tests, *_in_cycles(ScenarioExercise.cycle_id, scope)]


def _sustain(scope: Scope) -> list[Test]:
    return [*_within(SustainCheck.due_on, scope, moments=False), *_in_cycles(SustainCheck.cycle_id, scope)]


def _in_cycles(column: Any, scope: Scope) -> list[Test]:
    """Belonging to cycles picked by team, standard or number; the period is judged by the record's own day."""
    picked = Scope(team_ids=scope.team_ids, standard_ids=scope.standard_ids, cycle_ids=scope.cycle_ids)
    return [] if picked.everything else [column.in_(sa.select(Cycle.id).where(*cycle_tests(picked)))]


def _competence(scope: Scope) -> list[Test]:
    """What held in the period: assessed by its end and not run out before it begins, of people in scope."""
    tests: list[Test] = []
    if scope.to is not None:
        tests.append(Competence.assessed_on <= scope.to)
    if scope.from_ is not None:
        tests.append(sa.or_(Competence.expires_on.is_(None), Competence.expires_on >= scope.from_))
    if scope.team_ids:
        people = _staff(Scope(scope.from_, scope.to, scope.team_ids))
        tests.append(Competence.staff_id.in_(sa.select(Staff.id).where(*people)))
    if scope.standard_ids:
        tests.append(Competence.standard_id.in_(scope.standard_ids))
    if scope.cycle_ids:
        tests.append(Competence.cycle_id.in_(scope.cycle_ids))
    return tests


def _standard(scope: Scope) -> list[Test]:
    return [Standard.id.in_(scope.standard_ids)] if scope.standard_ids else []


def _evidence(scope: Scope) -> list[Test]:
    tests = cycle_tests(scope)
    if not tests:
        return []
    of_cycles = Evidence.cycle_id.in_(sa.select(Cycle.id).where(*tests))
    return [sa.or_(of_cycles, Evidence.competence_id.in_(sa.select(Competence.id).where(*_competence(scope))))]


_RULES: dict[str, tuple[Any, Callable[[Scope], list[Test]]]] = {
    "cycle": (Cycle, cycle_tests),
    "session": (Session, _session),
    "observation": (Observation, _observation),
    "amendment": (Amendment, _amendment),
    "measure": (Measure, _measure),
    "scenario_exercise": (ScenarioExercise, _exercise),
    "sustain_check": (SustainCheck, _sustain),
    "competence": (Competence, _competence),
    "signal": (Signal, _signal),
    "staff": (Staff, _staff),
    "standard": (Standard, _standard),
    "evidence": (Evidence, _evidence),
}
