"""Drift: the proposals R2 makes from what is in the desk, those set aside, and what is opened from one begins with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.audits import series
from coachdesk.queries.drift_answers import InHand, answers_to, in_hand
from coachdesk.queries.parts import POSTING, full_name, posted_on
from coachdesk.queries.signals import PROFILE, SIGNAL, STD, TEAM
from coachdesk.queries.standards import CRITERION, VERSION
from coachdesk.queries.table import Column, TableQuery
from coachdesk.records.base import table
from coachdesk.records.people import Staff
from coachdesk.records.signals import DriftDismissal
from coachdesk.rules.drift import (
    COUNTED,
    Dismissal,
    DriftRule,
    DriftSignal,
    Proposal,
    covers,
    proposals,
    subject_of,
    waiting,
)
from coachdesk.rules.drift_answers import unanswered
from coachdesk.settings import Settings

S, DISMISSAL = table(Staff), table(DriftDismissal)
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
    standard_id, team_id: for what is opened from it.  in_hand: cycles and actions on the same matter, newest first.
    """

    key: str
    rule: DriftRule
    words: str
    advice: str
    standard_id: int | None
    team_id: int | None
    standard: str
    code: str
    criterion: str
    criterion_text: str
    staff: str
    team: str
    last_on: date
    signals: tuple[ProposedSignal, ...]
    in_hand: tuple[InHand, ...] = ()

    @property
    def title(self) -> str:
        """ "HD-01 criterion 2 · Dana Whitfield"; the whole standard's name where it is about no one criterion."""
        about = self.standard
        if self.code and self.criterion:
            about = translate("Drift", "{code} criterion {criterion}").format(code=self.code, criterion=self.criterion)
        parts = (about, self.staff or self.team)
        return " · ".join(part for part in parts if part) or translate("Drift", "No standard named yet")


@dataclass(frozen=True, slots=True)
class CycleStart:
    """What signals say about the cycle opened from them; None or empty where they do not agree or say nothing."""

    signal_ids: tuple[int, ...]
    version_id: int | None
    criterion_ids: tuple[int, ...]
    staff_ids: tuple[int, ...]
    team_id: int | None


@dataclass(frozen=True, slots=True)
class DismissedRow:
    """A proposal that was set aside: as it stood, why, when and by whom. hides: whether it keeps one away today."""

    id: int
    row: DriftRow
    reason: str
    dismissed_at: datetime
    dismissed_by: str
    hides: bool


DISMISSALS = TableQuery(
    family="drift_dismissal",
    title=QT_TRANSLATE_NOOP("Tables", "Drift set aside"),
    source=DISMISSAL.outerjoin(PROFILE, PROFILE.c.id == DISMISSAL.c.dismissed_by),
    id=DISMISSAL.c.id,
    columns=(
        Column("rule", QT_TRANSLATE_NOOP("Columns", "Rule"), DISMISSAL.c.rule, width=6),
        Column("words", QT_TRANSLATE_NOOP("Columns", "Figures"), DISMISSAL.c.words, "long_text", width=40),
        Column("reason", QT_TRANSLATE_NOOP("Columns", "Reason"), DISMISSAL.c.reason, "long_text", width=40),
        Column("last_on", QT_TRANSLATE_NOOP("Columns", "Newest"), DISMISSAL.c.last_on, "date", width=12),
        Column(
            "dismissed_at", QT_TRANSLATE_NOOP("Columns", "Set aside"), DISMISSAL.c.dismissed_at, "datetime", width=16
        ),
        Column("dismissed_by", QT_TRANSLATE_NOOP("Columns", "By"), PROFILE.c.name, width=18),
        Column("key", QT_TRANSLATE_NOOP("Columns", "Key"), DISMISSAL.c.key, width=24, shown=False),
    ),
    search=(DISMISSAL.c.words, DISMISSAL.c.reason),
    order=(("dismissed_at", True),),
)


def found_proposals(conn: sa.Connection, today: date, settings: Settings) -> tuple[Proposal, ...]:
    """Every proposal R2 makes today, newest first, with R3's advice: not those set aside, and not those that a cycle or
    a corrective action answers already."""
    return split_proposals(conn, today, settings)[0]


def split_proposals(
    conn: sa.Connection, today: date, settings: Settings
) -> tuple[tuple[Proposal, ...], tuple[Proposal, ...]]:
    """The proposals that wait for somebody, and those that are in the hands of a cycle or corrective action already."""
    found = waiting(_all(conn, today, settings), (old for _, old in _dismissals(conn)))
    open_ones = unanswered(found, answers_to(conn, found))
    still = set(open_ones)
    return tuple(open_ones), tuple(one for one in found if one not in still)


def _all(conn: sa.Connection, today: date, settings: Settings) -> tuple[Proposal, ...]:
    """Those set aside as well. Only a signal that still waits for a decision can make one, so signals are read from a
    year before the oldest of those on."""
    oldest = conn.execute(sa.select(sa.func.min(SIGNAL.c.occurred_on)).where(SIGNAL.c.triage == "new")).scalar_one()
    signals: list[DriftSignal] = []
    if oldest is not None:
        columns = [
            SIGNAL.c[name]
            for name in (
                "id", "occurred_on", "source", "severity", "standard_id", "criterion_code", "staff_id", "team_id",
                "triage",
            )
        ]  # fmt: skip
        statement = sa.select(*columns).where(
            SIGNAL.c.triage.in_(sorted(COUNTED)), SIGNAL.c.occurred_on >= oldest - timedelta(days=LOOK_BACK_DAYS)
        )
        signals = [DriftSignal(*row) for row in conn.execute(statement)]
    return proposals(signals, settings, team_sizes=_team_sizes(conn, today), series=series(conn, today))


def _dismissals(conn: sa.Connection) -> list[tuple[int, Dismissal]]:
    columns = (DISMISSAL.c.id, DISMISSAL.c.key, DISMISSAL.c.signal_ids, DISMISSAL.c.last_on)
    rows = conn.execute(sa.select(*columns).order_by(DISMISSAL.c.id))
    return [(row.id, Dismissal(row.key, frozenset(row.signal_ids), row.last_on)) for row in rows]


def dismissed_rows(conn: sa.Connection, today: date, settings: Settings, most: int = 200) -> tuple[DismissedRow, ...]:
    """What was set aside, the latest first; the list a person brings one back from."""
    found = _all(conn, today, settings)
    hiding = {key for key, old in _dismissals(conn) if any(covers(old, proposal) for proposal in found)}
    statement = (
        sa.select(DISMISSAL, PROFILE.c.name.label("who"))
        .select_from(DISMISSALS.source)
        .order_by(DISMISSAL.c.dismissed_at.desc(), DISMISSAL.c.id.desc())
        .limit(most)
    )
    rows = conn.execute(statement).all()
    shown = drift_rows(conn, [_as_it_stood(conn, row) for row in rows])
    return tuple(
        DismissedRow(row.id, about, row.reason, row.dismissed_at, row.who or "", row.id in hiding)
        for row, about in zip(rows, shown, strict=True)
    )


def _as_it_stood(conn: sa.Connection, row: sa.Row[tuple[object, ...]]) -> Proposal:
    """The proposal a dismissal answers, put together from what was kept of it."""
    about, ids = subject_of(row.key), tuple(row.signal_ids)
    stood = Proposal(
        key=row.key,
        rule=row.rule,
        standard_id=about.standard_id,
        criterion=about.criterion,
        staff_id=about.staff_id,
        team_id=about.team_id,
        signal_ids=ids,
        first_on=row.last_on,
        last_on=row.last_on,
        words=row.words,
    )
    if row.rule != "R2b":
        return stood
    columns = (SIGNAL.c.standard_id, SIGNAL.c.criterion_code, SIGNAL.c.staff_id, SIGNAL.c.team_id)
    major = conn.execute(sa.select(*columns).where(SIGNAL.c.id == ids[0])).one()
    standard_id, criterion, staff_id, team_id = major
    return replace(stood, standard_id=standard_id, criterion=criterion, staff_id=staff_id, team_id=team_id)


def drift_rows(conn: sa.Connection, found: Sequence[Proposal]) -> tuple[DriftRow, ...]:
    """Proposals ready to read: names instead of ids, and the signals themselves, newest first."""
    signals = _signals(conn, {one for proposal in found for one in proposal.signal_ids})
    standards = {row.id: row for row in conn.execute(sa.select(STD.c.id, STD.c.code, STD.c.title))}
    teams: dict[int, str] = {row[0]: row[1] for row in conn.execute(sa.select(TEAM.c.id, TEAM.c.name))}
    wording = wording_of(conn, {one.standard_id for one in found if one.standard_id is not None})
    people = {one.staff_id for one in found if one.staff_id is not None}
    named = sa.select(S.c.id, full_name(S)).where(S.c.id.in_(people))
    called: dict[int, str] = {row[0]: row[1] for row in conn.execute(named)}
    held = in_hand(conn, found)
    rows = []
    for place, one in enumerate(found):
        standard = standards.get(one.standard_id) if one.standard_id is not None else None
        mine = [signals[signal_id] for signal_id in reversed(one.signal_ids) if signal_id in signals]
        rows.append(
            DriftRow(
                key=one.key,
                rule=one.rule,
                words=one.words,
                advice=one.system.words if one.system is not None else "",
                standard_id=one.standard_id,
                team_id=one.team_id,
                standard=f"{standard.code} {standard.title}" if standard is not None else "",
                code=standard.code if standard is not None else "",
                criterion=one.criterion,
                criterion_text=wording.get((one.standard_id, one.criterion), ""),
                staff=called.get(one.staff_id, "") if one.staff_id is not None else "",
                team=teams.get(one.team_id, "") if one.team_id is not None else "",
                last_on=one.last_on,
                signals=tuple(mine),
                in_hand=held[place],
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


def start_of(conn: sa.Connection, row: DriftRow) -> CycleStart:
    """What the form for a cycle opened from a proposal that stands on audits is filled in with (R2 d)."""
    published = sa.select(VERSION.c.id).where(VERSION.c.standard_id == row.standard_id, VERSION.c.status == "published")
    version_id = conn.execute(published).scalar_one_or_none()
    targets = sa.select(CRITERION.c.id).where(CRITERION.c.version_id == version_id, CRITERION.c.code == row.criterion)
    return CycleStart((), version_id, tuple(conn.execute(targets).scalars()), (), row.team_id)


def _team_sizes(conn: sa.Connection, today: date) -> dict[int, int]:
    """Staff employed today by the team they are in today."""
    statement = (
        sa.select(POSTING.c.team_id, sa.func.count())
        .join(S, S.c.id == POSTING.c.staff_id)
        .where(
            posted_on(POSTING, today),
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


def wording_of(conn: sa.Connection, standard_ids: set[int]) -> dict[tuple[int | None, str], str]:
    """The wording of each criterion by (standard id, code), later versions before earlier ones."""
    statement = (
        sa.select(VERSION.c.standard_id, CRITERION.c.code, CRITERION.c.text)
        .join(VERSION, VERSION.c.id == CRITERION.c.version_id)
        .where(VERSION.c.standard_id.in_(standard_ids), VERSION.c.status != "draft")
        .order_by(VERSION.c.number)
    )
    return {(standard_id, code): text for standard_id, code, text in conn.execute(statement)}
