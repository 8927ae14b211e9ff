"""Tells a coaching cycle through the services, day by day, as it would have been recorded at the time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from coachdesk.queries.drift import found_proposals
from coachdesk.records.cycles import Cycle, SustainCheck
from coachdesk.records.standards import Standard, StandardVersion
from coachdesk.sample.events import Event, Plot, Run
from coachdesk.sample.stage import Cast, Moments, Steps
from coachdesk.services import cycles, signals, sustain
from coachdesk.store.desk import Desk, load_settings

TEMPLATES = {"HD-01": "HD-C1", "SH-01": "SH-C1", "RP-01": "RP-C1", "DS-01": "DS-C1"}


@dataclass(frozen=True)
class Sign:
    """A signal that led to a cycle. before: working days before it opened.  who: which coachee; None for the team."""

    before: int
    source: str
    criterion: str
    severity: str
    text: str
    who: int | None = 0
    code: str = ""  # the participant's reference code
    partner: str = ""


@dataclass(frozen=True)
class Check:
    """What a sustain check found: status, note, how many of how many."""

    status: str
    note: str
    met: int | None = None
    total: int | None = None


@dataclass(frozen=True)
class Story(Plot):
    """One cycle to tell.

    hour: of its opening.  checks: what its sustain checks found, by their days; those that are not named still wait.
    from_audit: signals an audit noted open it.  follows: it answers drift that a sustain check found back.
    """

    events: tuple[Event, ...]
    signs: tuple[Sign, ...] = ()
    checks: Mapping[int, Check] = field(default_factory=dict)
    from_audit: bool = False
    follows: bool = False
    hour: int = 9


def tell(desk: Desk, clock: Moments, cast: Cast, story: Story) -> Steps:
    """Write the story into the desk, yielding before each step the moment at which it wants to happen."""
    noted = []
    for place, sign in enumerate(sorted(story.signs, key=lambda one: -one.before)):
        yield clock.at(story.start + sign.before, 11 + place)
        noted.append(_note(desk, clock, cast, story, sign))
    yield clock.at(story.start, story.hour)
    if story.from_audit:
        noted = [*cast.found[story.code].signal_ids, *noted]
    run = _open(desk, clock, cast, story, noted)
    moments = [(one.recorded(clock, story.start), place, one) for place, one in enumerate(story.events)]
    for moment, _, event in sorted((at, place, one) for at, place, one in moments if at is not None):
        yield moment
        event.tell(run)
    yield from _checks(desk, clock, cast, story, run.cycle_id)


def _note(desk: Desk, clock: Moments, cast: Cast, story: Story, sign: Sign) -> int:
    day = clock().date()
    values = {
        "source": sign.source,
        "partner_kind": sign.partner,
        "occurred_on": day,
        "noticed_on": day,
        "staff_id": None if sign.who is None else cast.staff[story.coachees[sign.who]],
        "team_id": cast.teams[story.team] if sign.who is None else None,
        "standard_id": cast.standards[story.code],
        "criterion_code": sign.criterion,
        "severity": sign.severity,
        "participant_code": sign.code,
        "what_happened": sign.text,
    }
    return signals.log_signal(desk, cast.actor(story.coach), values).result


def _open(desk: Desk, clock: Moments, cast: Cast, story: Story, noted: list[int]) -> Run:
    rule, words = _proposal(desk, clock().date(), noted)
    values = {
        "title": story.title,
        "version_id": cast.versions[story.code],
        "team_id": cast.teams[story.team],
        "coach_id": cast.staff[story.coach],
        "validator_id": cast.staff[story.validator],
    }
    people = [cast.staff[name] for name in story.coachees]
    cycle_id = cycles.open_cycle(
        desk,
        cast.actor(story.coach),
        values,
        signal_ids=noted,
        staff_ids=people,
        criterion_ids=[cast.criteria[story.code][code] for code in story.targets],
        recurred_check_id=_what_came_back(desk, story.code) if story.follows else None,
        proposal_rule=rule,
        proposal_words=words,
        template=TEMPLATES.get(story.code, ""),
    ).result
    return Run(desk, clock, cast, story, cycle_id, dict(cast.criteria[story.code]), people)


def _proposal(desk: Desk, today: date, noted: list[int]) -> tuple[str, str]:
    """The rule that proposed a cycle from these signals, and its figures; nothing where none did."""
    with desk.read() as conn:
        found = found_proposals(conn, today, load_settings(conn))
    mine = [one for one in found if one.signal_ids and set(one.signal_ids) <= set(noted)]
    return (mine[0].rule, mine[0].words) if mine else ("", "")


def _what_came_back(desk: Desk, code: str) -> int | None:
    """The sustain check that found drift from this standard back and has led to no cycle yet."""
    statement = (
        sa.select(SustainCheck.id)
        .join(Cycle, Cycle.id == SustainCheck.cycle_id)
        .join(StandardVersion, StandardVersion.id == Cycle.version_id)
        .join(Standard, Standard.id == StandardVersion.standard_id)
        .where(SustainCheck.status == "recurred", SustainCheck.next_cycle_id.is_(None), Standard.code == code)
    )
    with desk.read() as conn:
        return conn.execute(statement.limit(1)).scalar_one_or_none()


def _checks(desk: Desk, clock: Moments, cast: Cast, story: Story, cycle_id: int) -> Steps:
    """The sustain checks that have come due, each on its day."""
    with desk.read() as conn:
        asked = sa.select(SustainCheck.id, SustainCheck.days, SustainCheck.due_on)
        due = conn.execute(asked.where(SustainCheck.cycle_id == cycle_id).order_by(SustainCheck.days)).all()
    for row in due:
        found = story.checks.get(row.days)
        if found is None or row.due_on >= clock.now.date():
            continue
        yield clock.on(row.due_on, 14)
        sustain.record_sustain(
            desk,
            cast.actor(story.validator),
            row.id,
            found.status,
            note=found.note,
            checked_by=cast.staff[story.validator],
            met=found.met,
            total=found.total,
        )
