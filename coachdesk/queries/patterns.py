"""Patterns (R19): what makes most of the drift, and each month's figures by team.

A signal counts for the team its person was in on the day it occurred, and staff for the team they were in on each day:
somebody who moved twice and left stands in every month under the right team.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.audits import AUDIT, DRAWN, JUDGED
from coachdesk.queries.drift import S, wording_of
from coachdesk.queries.parts import POSTING
from coachdesk.queries.signals import ACTION, ANSWERED, CYCLE, LINK, SIGNAL, STD, TEAM
from coachdesk.queries.standards import CRITERION, VERSION
from coachdesk.rules.chart_trend import Period, periods
from coachdesk.rules.pareto import Bar, pareto, vital_few
from coachdesk.settings import Settings

By = Literal["standard", "criterion", "cause"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked at. first, last: days, None leaves that side open; empty sets mean all."""

    first: date | None = None
    last: date | None = None
    standards: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    sources: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Noted:
    """A signal as patterns see it. team_id: of the day it occurred.  cause: "" while nobody has said."""

    id: int
    occurred_on: date
    standard_id: int | None
    criterion: str
    staff_id: int | None
    team_id: int | None
    cause: str


@dataclass(frozen=True, slots=True)
class ParetoRow:
    """One bar with its words: what it counts, how many, the sums so far, and what audits say of it.

    short: the name as a table beside the picture has room for ("HD-01.2").

    rate: "7 of 40 audited records not met (18 per 100)"; no rate by itself below the agency's smallest number (R18).
    """

    name: str
    short: str
    bar: Bar[object]
    rate: str
    signal_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ParetoFound:
    """Bars, longest first, and what they say in a sentence."""

    by: By
    rows: tuple[ParetoRow, ...]
    words: str


@dataclass(frozen=True, slots=True)
class TeamMonth:
    """One team in one month. people: who was in it on any day.  staff_months: their days in it over the month's days.

    signals: that occurred in the month while their person was in it.  team "": in no team, or not known.
    """

    month: date
    team_id: int | None
    team: str
    people: int
    staff_months: float
    signals: int


# What is counted ------------------------------------------------------------------------------------------------------


class _Postings:
    """Which team somebody was in on a day. Read once: asking the database for each signal takes far longer."""

    def __init__(self, conn: sa.Connection) -> None:
        columns = (POSTING.c.staff_id, POSTING.c.starts_on, POSTING.c.ends_on, POSTING.c.team_id)
        self._by_staff: dict[int, list[tuple[date | None, int | None]]] = defaultdict(list)
        for staff_id, _, ends, team_id in conn.execute(sa.select(*columns).order_by(POSTING.c.starts_on)):
            self._by_staff[staff_id].append((ends, team_id))

    def team_on(self, staff_id: int, day: date) -> int | None:
        """The first posting that had not ended by then: before the first one began, that one's team."""
        known = self._by_staff.get(staff_id, ())
        return next((team_id for ends, team_id in known if ends is None or ends > day), None)


def _cause() -> sa.ColumnElement[str]:
    """What was found to lead to it: the cycle's cause, else the corrective action's."""
    of_cycle = (
        sa.select(sa.func.max(CYCLE.c.cause))
        .join_from(LINK, CYCLE, CYCLE.c.id == LINK.c.cycle_id)
        .where(LINK.c.signal_id == SIGNAL.c.id, CYCLE.c.cause != "")
        .scalar_subquery()
    )
    of_action = (
        sa.select(sa.func.max(ACTION.c.cause))
        .join_from(ANSWERED, ACTION, ACTION.c.id == ANSWERED.c.action_id)
        .where(ANSWERED.c.signal_id == SIGNAL.c.id, ACTION.c.cause != "", ACTION.c.status != "cancelled")
        .scalar_subquery()
    )
    return sa.func.coalesce(of_cycle, of_action, "")


def noted(conn: sa.Connection, wanted: Wanted, *, causes: bool = False) -> list[Noted]:
    """The signals that are looked at, oldest first. causes: whether to look for what led to each."""
    statement = sa.select(
        SIGNAL.c.id,
        SIGNAL.c.occurred_on,
        SIGNAL.c.standard_id,
        SIGNAL.c.criterion_code,
        SIGNAL.c.staff_id,
        SIGNAL.c.team_id,
        _cause() if causes else sa.literal(""),
    ).order_by(SIGNAL.c.occurred_on, SIGNAL.c.id)
    if wanted.first is not None:
        statement = statement.where(SIGNAL.c.occurred_on >= wanted.first)
    if wanted.last is not None:
        statement = statement.where(SIGNAL.c.occurred_on <= wanted.last)
    if wanted.standards:
        statement = statement.where(SIGNAL.c.standard_id.in_(sorted(wanted.standards)))
    if wanted.sources:
        statement = statement.where(SIGNAL.c.source.in_(sorted(wanted.sources)))
    postings = _Postings(conn)
    found = []
    for signal_id, day, standard_id, criterion, staff_id, own_team, cause in conn.execute(statement):
        team_id = own_team if staff_id is None else postings.team_on(staff_id, day)
        if not wanted.teams or team_id in wanted.teams:
            found.append(Noted(signal_id, day, standard_id, criterion, staff_id, team_id, cause))
    return found


# Pareto ---------------------------------------------------------------------------------------------------------------


def pareto_of(conn: sa.Connection, wanted: Wanted, by: By, settings: Settings) -> ParetoFound:
    """What makes most of the signals, by standard, criterion or cause; the rates beside come from audits."""
    found = noted(conn, wanted, causes=by == "cause")
    ids: dict[object, list[int]] = defaultdict(list)
    items: list[tuple[object, int | None]] = []
    for one in found:
        key = _key(one, by)
        items.append((key, one.staff_id))
        ids[key].append(one.id)
    bars = pareto(items, _audited(conn, wanted, by))
    named = _names(conn, by, [bar.key for bar in bars])
    rows = tuple(
        ParetoRow(named[bar.key], _short(named[bar.key], bar.key), bar, _rate(bar, settings), tuple(ids[bar.key]))
        for bar in bars
    )
    return ParetoFound(by, rows, _pareto_words(rows, by))


def _key(one: Noted, by: By) -> object:
    if by == "standard":
        return one.standard_id
    return (one.standard_id, one.criterion) if by == "criterion" else one.cause


def _names(conn: sa.Connection, by: By, keys: Sequence[object]) -> dict[object, str]:
    if by == "cause":
        unknown = translate("Patterns", "Not said yet")
        return {key: vocabulary.label("cause", str(key)) if key else unknown for key in keys}
    rows = conn.execute(sa.select(STD.c.id, STD.c.code, STD.c.title))
    standards = {row.id: row for row in rows}
    none = translate("Patterns", "No standard named")
    if by == "standard":
        return {key: f"{standards[key].code} {standards[key].title}" if key in standards else none for key in keys}
    texts = wording_of(conn, {key[0] for key in keys if isinstance(key, tuple) and key[0] is not None})
    found: dict[object, str] = {}
    for key in keys:
        standard_id, code = key if isinstance(key, tuple) else (None, "")
        if standard_id not in standards:
            found[key] = none
        elif code:
            found[key] = f"{standards[standard_id].code}.{code} {texts.get((standard_id, code), '')}".strip()
        else:
            found[key] = translate("Patterns", "{code}, no criterion named").format(code=standards[standard_id].code)
    return found


def _short(name: str, key: object) -> str:
    """A standard's or criterion's code, which begins its name; what has no code is short already."""
    coded = isinstance(key, int) or (isinstance(key, tuple) and bool(key[1]))
    return name.split(" ", 1)[0] if coded else name


def _audited(conn: sa.Connection, wanted: Wanted, by: By) -> dict[object, tuple[int, int]]:
    """(not met, judged) of first judgements in finished audits, per key; judged "n.a." is no judgement (R18)."""
    if by == "cause":
        return {}
    statement = (
        sa.select(VERSION.c.standard_id, CRITERION.c.code, DRAWN.c.id, JUDGED.c.result)
        .join_from(AUDIT, VERSION, VERSION.c.id == AUDIT.c.version_id)
        .join(DRAWN, DRAWN.c.audit_id == AUDIT.c.id)
        .join(JUDGED, sa.and_(JUDGED.c.audit_record_id == DRAWN.c.id, JUDGED.c.turn == 1))
        .join(CRITERION, CRITERION.c.id == JUDGED.c.criterion_id)
        .where(AUDIT.c.status == "done", JUDGED.c.result.in_(("met", "not_met")))
    )
    if wanted.first is not None:
        statement = statement.where(AUDIT.c.finished_on >= wanted.first)
    if wanted.last is not None:
        statement = statement.where(AUDIT.c.finished_on <= wanted.last)
    if wanted.standards:
        statement = statement.where(VERSION.c.standard_id.in_(sorted(wanted.standards)))
    if wanted.teams:
        statement = statement.where(AUDIT.c.team_id.in_(sorted(wanted.teams)))
    records: dict[object, dict[int, bool]] = defaultdict(dict)
    for standard_id, code, record_id, result in conn.execute(statement):
        key: object = standard_id if by == "standard" else (standard_id, code)
        records[key][record_id] = records[key].get(record_id, False) or result == "not_met"
    return {key: (sum(unmet.values()), len(unmet)) for key, unmet in records.items()}


def _rate(bar: Bar[object], settings: Settings) -> str:
    if bar.audited is None or not bar.audited[1]:
        return ""
    unmet, judged = bar.audited
    if judged < settings.small_n or bar.per_hundred is None:
        return translate("Patterns", "{unmet} of {judged} audited records").format(unmet=unmet, judged=judged)
    told = translate("Patterns", "{unmet} of {judged} audited records, {rate} per 100")
    return told.format(unmet=unmet, judged=judged, rate=round(bar.per_hundred))


def _pareto_words(rows: Sequence[ParetoRow], by: By) -> str:
    """What the bars say: how few make most of it, and whether the first is one person's or many people's."""
    if not rows:
        return ""
    total = sum(row.bar.count for row in rows)
    few = len(vital_few([row.bar for row in rows]))
    what = {
        "standard": translate("Patterns", "{few} of {all} standards make 80% of {total} signals."),
        "criterion": translate("Patterns", "{few} of {all} criteria make 80% of {total} signals."),
        "cause": translate("Patterns", "{few} of {all} causes make 80% of {total} signals."),
    }[by]
    if few == len(rows):
        what = {
            "standard": translate("Patterns", "{total} signals on {all} standards; no few make most of them."),
            "criterion": translate("Patterns", "{total} signals on {all} criteria; no few make most of them."),
            "cause": translate("Patterns", "{total} signals with {all} causes; no few make most of them."),
        }[by]
    told = [what.format(few=few, all=len(rows), total=total)] if len(rows) > 1 else []
    first = rows[0]
    if by == "cause":
        unsaid = next((row.bar.count for row in rows if row.bar.key == ""), 0)
        if unsaid:
            text = translate(
                "Patterns", "For {count} nobody has said yet what led to them: diagnosing a cycle says it."
            )
            told.append(text.format(count=unsaid))
    elif first.bar.key in (None, (None, "")):
        told.append(translate("Patterns", "Signals that name a standard say more."))
    elif first.bar.people == 1:
        text = translate("Patterns", "“{name}” is one person's: coaching fits.")
        told.append(text.format(name=first.name))
    elif first.bar.people:
        text = translate("Patterns", "“{name}” comes from {people} people: look at the work, not only at the people.")
        told.append(text.format(name=first.name, people=first.bar.people))
    return " ".join(told)


# Teams month by month -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stay:
    """Days somebody worked in a team: first and last, both in it."""

    staff_id: int
    team_id: int | None
    first: date
    last: date


def _stays(conn: sa.Connection, last: date) -> list[_Stay]:
    """Everybody's days in each team up to `last`: from posting or hiring, to the next posting or the leaving."""
    columns = (POSTING.c.staff_id, POSTING.c.team_id, POSTING.c.starts_on, POSTING.c.ends_on)
    statement = sa.select(*columns, S.c.hired_on, S.c.left_on).join(S, S.c.id == POSTING.c.staff_id)
    found = []
    for staff_id, team_id, starts, ends, hired, left in conn.execute(statement.where(POSTING.c.starts_on <= last)):
        first = max(starts, hired) if hired is not None else starts
        ends_with = min([last, *([ends - timedelta(days=1)] if ends else []), *([left] if left else [])])
        if ends_with >= first:
            found.append(_Stay(staff_id, team_id, first, ends_with))
    return found


def _shared(stay: _Stay, one: Period) -> int:
    """How many of the period's days somebody was there."""
    return max((min(stay.last, one.last) - max(stay.first, one.first)).days + 1, 0)


def people_at_work(conn: sa.Connection, spans: Sequence[Period], teams: Iterable[int]) -> dict[date, float]:
    """People at work on average in each period, by its first day; of these teams, or of all."""
    if not spans:
        return {}
    wanted = frozenset(teams)
    stays = [one for one in _stays(conn, spans[-1].last) if not wanted or one.team_id in wanted]
    return {one.first: sum(_shared(stay, one) for stay in stays) / ((one.last - one.first).days + 1) for one in spans}


def by_team_and_month(conn: sa.Connection, first: date, last: date, wanted: Wanted | None = None) -> list[TeamMonth]:
    """Staff and signals of each team in each month from `first` to `last`, newest month first, teams by name.

    A team stands in every month in which somebody was in it or something was noted.
    """
    spans = periods(first, last, "month")
    if not spans:
        return []
    looked = wanted or Wanted()
    about = Wanted(spans[0].first, spans[-1].last, looked.standards, looked.teams, looked.sources)
    signals: Counter[tuple[date, int | None]] = Counter()
    for noted_one in noted(conn, about):
        signals[noted_one.occurred_on.replace(day=1), noted_one.team_id] += 1
    stays = [one for one in _stays(conn, last) if not looked.teams or one.team_id in looked.teams]
    people: dict[tuple[date, int | None], set[int]] = defaultdict(set)
    days: Counter[tuple[date, int | None]] = Counter()
    for one in spans:
        for stay in stays:
            if shared := _shared(stay, one):
                people[one.first, stay.team_id].add(stay.staff_id)
                days[one.first, stay.team_id] += shared
    names: dict[int | None, str] = {row[0]: row[1] for row in conn.execute(sa.select(TEAM.c.id, TEAM.c.name))}
    lengths = {one.first: (one.last - one.first).days + 1 for one in spans}
    found = [
        TeamMonth(
            month,
            team_id,
            names.get(team_id, ""),
            len(people[month, team_id]),
            round(days[month, team_id] / lengths[month], 2),
            signals[month, team_id],
        )
        for month, team_id in {*people, *signals}
        if month in lengths
    ]
    return sorted(found, key=lambda row: (-row.month.toordinal(), row.team == "", row.team.casefold()))
