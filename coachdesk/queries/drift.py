"""Drift: the proposals R2 makes from the signals in the desk, and what a cycle opened from signals begins with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from coachdesk.queries.parts import POSTING, full_name
from coachdesk.queries.signals import SIGNAL, STD, TEAM
from coachdesk.queries.standards import CRITERION, VERSION
from coachdesk.records.base import table
from coachdesk.records.people import Staff
from coachdesk.rules.drift import COUNTED, DriftRule, DriftSignal, Proposal, proposals
from coachdesk.settings import Settings

S = table(Staff)
LOOK_BACK_DAYS = 365
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ProposedSignal:
    """One signal behind a proposal; staff is "" when nobody is named."""

    id: int
    number: str
    occurred_on: date
    source: str
    severity: str
    what_happened: str
    staff: str
    triage: str


@dataclass(frozen=True, slots=True)
class DriftRow:
    """A proposal with its names. words: the figures and the limit that was passed.  advice: R3's words, "" for none.

    criterion_text: as the standard's newest version that is not a draft words it.  Names are "" where nothing is set.
    """

    key: str
    rule: DriftRule
    words: str
    advice: str
    standard: str
    code: str
    criterion: str
    criterion_text: str
    staff: str
    team: str
    last_on: date
    signals: tuple[ProposedSignal, ...]


@dataclass(frozen=True, slots=True)
class CycleStart:
    """What signals say about the cycle opened from them; None or empty where they do not agree or say nothing."""

    signal_ids: tuple[int, ...]
    version_id: int | None
    criterion_ids: tuple[int, ...]
    staff_ids: tuple[int, ...]
    team_id: int | None


def found_proposals(conn: sa.Connection, today: date, settings: Settings) -> tuple[Proposal, ...]:
    """Every proposal the signals make today, newest first (R2), with R3's advice.

    Only what still waits for a decision can make one, so signals are read from a year before the oldest of those on.
    """
    oldest = conn.execute(sa.select(sa.func.min(SIGNAL.c.occurred_on)).where(SIGNAL.c.triage == "new")).scalar_one()
    if oldest is None:
        return ()
    columns = [
        SIGNAL.c[name]
        for name in (
            "id", "occurred_on", "source", "severity", "standard_id", "criterion_code", "staff_id", "team_id", "triage",
        )
    ]  # fmt: skip
    statement = sa.select(*columns).where(
        SIGNAL.c.triage.in_(sorted(COUNTED)), SIGNAL.c.occurred_on >= oldest - timedelta(days=LOOK_BACK_DAYS)
    )
    signals = [DriftSignal(*row) for row in conn.execute(statement)]
    return proposals(signals, settings, team_sizes=_team_sizes(conn, today))


def drift_rows(conn: sa.Connection, found: Sequence[Proposal]) -> tuple[DriftRow, ...]:
    """Proposals ready to read: names instead of ids, and the signals themselves, newest first."""
    signals = _signals(conn, {one for proposal in found for one in proposal.signal_ids})
    standards = {row.id: row for row in conn.execute(sa.select(STD.c.id, STD.c.code, STD.c.title))}
    teams: dict[int, str] = {row[0]: row[1] for row in conn.execute(sa.select(TEAM.c.id, TEAM.c.name))}
    wording = _wording(conn, {one.standard_id for one in found if one.standard_id is not None})
    people = {one.staff_id for one in found if one.staff_id is not None}
    named = sa.select(S.c.id, full_name(S)).where(S.c.id.in_(people))
    called: dict[int, str] = {row[0]: row[1] for row in conn.execute(named)}
    rows = []
    for one in found:
        standard = standards.get(one.standard_id) if one.standard_id is not None else None
        mine = [signals[signal_id] for signal_id in reversed(one.signal_ids) if signal_id in signals]
        rows.append(
            DriftRow(
                key=one.key,
                rule=one.rule,
                words=one.words,
                advice=one.system.words if one.system is not None else "",
                standard=f"{standard.code} {standard.title}" if standard is not None else "",
                code=standard.code if standard is not None else "",
                criterion=one.criterion,
                criterion_text=wording.get((one.standard_id, one.criterion), ""),
                staff=called.get(one.staff_id, "") if one.staff_id is not None else "",
                team=teams.get(one.team_id, "") if one.team_id is not None else "",
                last_on=one.last_on,
                signals=tuple(mine),
            )
        )
    return tuple(rows)


def cycle_start(conn: sa.Connection, signal_ids: Sequence[int], today: date) -> CycleStart:
    """What the form for a cycle opened from these signals is filled in with. People who left are not coached."""
    columns = (SIGNAL.c.id, SIGNAL.c.standard_id, SIGNAL.c.criterion_code, SIGNAL.c.staff_id, SIGNAL.c.team_id)
    rows = conn.execute(sa.select(*columns).where(SIGNAL.c.id.in_(signal_ids)).order_by(SIGNAL.c.id)).all()
    standards = {row.standard_id for row in rows if row.standard_id is not None}
    teams = {row.team_id for row in rows if row.team_id is not None}
    version_id, criterion_ids = None, ()
    if len(standards) == 1:
        published = sa.select(VERSION.c.id).where(VERSION.c.standard_id.in_(standards), VERSION.c.status == "published")
        version_id = conn.execute(published).scalar_one_or_none()
        codes = {row.criterion_code for row in rows if row.criterion_code}
        targets = sa.select(CRITERION.c.id).where(CRITERION.c.version_id == version_id, CRITERION.c.code.in_(codes))
        criterion_ids = tuple(conn.execute(targets.order_by(CRITERION.c.position)).scalars())
    people = dict.fromkeys(row.staff_id for row in rows if row.staff_id is not None)
    here = sa.select(S.c.id).where(S.c.id.in_(list(people)), sa.or_(S.c.left_on.is_(None), S.c.left_on >= today))
    still = set(conn.execute(here).scalars())
    return CycleStart(
        signal_ids=tuple(row.id for row in rows),
        version_id=version_id,
        criterion_ids=criterion_ids,
        staff_ids=tuple(one for one in people if one in still),
        team_id=teams.pop() if len(teams) == 1 else None,
    )


def _team_sizes(conn: sa.Connection, today: date) -> dict[int, int]:
    """Staff employed today by the team of their present posting."""
    statement = (
        sa.select(POSTING.c.team_id, sa.func.count())
        .join(S, S.c.id == POSTING.c.staff_id)
        .where(
            POSTING.c.ends_on.is_(None),
            POSTING.c.team_id.is_not(None),
            sa.or_(S.c.left_on.is_(None), S.c.left_on >= today),
        )
        .group_by(POSTING.c.team_id)
    )
    return {team_id: count for team_id, count in conn.execute(statement) if team_id is not None}


def _signals(conn: sa.Connection, wanted: Iterable[int]) -> dict[int, ProposedSignal]:
    columns = (SIGNAL.c.id, SIGNAL.c.number, SIGNAL.c.occurred_on, SIGNAL.c.source, SIGNAL.c.severity)
    statement = sa.select(
        *columns, SIGNAL.c.what_happened, sa.func.coalesce(full_name(S), ""), SIGNAL.c.triage
    ).select_from(SIGNAL.outerjoin(S, S.c.id == SIGNAL.c.staff_id))
    ordered, found = sorted(wanted), {}
    for start in range(0, len(ordered), AT_ONCE):
        for row in conn.execute(statement.where(SIGNAL.c.id.in_(ordered[start : start + AT_ONCE]))):
            found[row[0]] = ProposedSignal(*row)
    return found


def _wording(conn: sa.Connection, standard_ids: set[int]) -> dict[tuple[int | None, str], str]:
    """The wording of each criterion by (standard id, code), later versions before earlier ones."""
    statement = (
        sa.select(VERSION.c.standard_id, CRITERION.c.code, CRITERION.c.text)
        .join(VERSION, VERSION.c.id == CRITERION.c.version_id)
        .where(VERSION.c.standard_id.in_(standard_ids), VERSION.c.status != "draft")
        .order_by(VERSION.c.number)
    )
    return {(standard_id, code): text for standard_id, code, text in conn.execute(statement)}
