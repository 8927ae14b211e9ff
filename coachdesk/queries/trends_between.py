"""What lies between rare signals, or between audited records that did not meet, over time (R19)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import sqlalchemy as sa

from coachdesk.queries.audits import AUDIT, CRITERION, DRAWN, JUDGED, VERSION
from coachdesk.queries.patterns import Noted, Wanted, people_at_work
from coachdesk.queries.trends import TrendFound, chart_key, decided, signals_on
from coachdesk.rules.audit_results import record_result
from coachdesk.rules.chart_between import RARE, Events, Gap, between
from coachdesk.rules.chart_trend import Gaps, Period
from coachdesk.settings import Settings

DAYS_A_MONTH = 30.4


def between_signals(
    conn: sa.Connection,
    wanted: Wanted,
    kind: Gaps,
    today: date,
    settings: Settings,
    *,
    criterion: str = "",
    limits: bool = True,
) -> TrendFound:
    """Days, or staff days, between one signal and the next. criterion: its code, where one standard is looked at."""
    last = min(wanted.last or today, today)
    seen = signals_on(conn, replace(wanted, last=last), criterion)
    events = _events(conn, seen, wanted, criterion, kind, last, today)
    gaps = events.gaps
    about = decided(conn, chart_key("signals", kind, wanted, criterion), wanted, _days(gaps, today), today)
    judged = between(
        about.name,
        kind,
        events,
        settings,
        today,
        frozen_until=about.frozen_until,
        left_out=about.left_out,
        spans=about.spans,
        limits=limits,
    )
    return about.found(judged, {str(one.id): (one.id,) for one in seen})


def _events(
    conn: sa.Connection, seen: Sequence[Noted], wanted: Wanted, criterion: str, kind: Gaps, last: date, today: date
) -> Events:
    """The signals as a chart of gaps takes them. Common ones are only counted: of many, gaps take long and say less."""
    begun = wanted.first or (seen[0].occurred_on if seen else None)
    rate = _rate(len(seen), begun, last)
    if rate >= RARE:
        return Events(len(seen), rate, ())
    earlier: list[Noted] = []
    if wanted.first is not None:
        earlier = signals_on(conn, replace(wanted, first=None, last=wanted.first - timedelta(days=1)), criterion)[-1:]
    if not earlier and seen:
        rate = _rate(len(seen), seen[0].occurred_on, last)
    before = [*earlier, *seen]  # the first gap may have begun before the days that are looked at
    gaps = _gaps(conn, before, kind, wanted)
    since = _since(conn, before[-1].occurred_on, last, kind, wanted) if before and last == today else None
    nobody = kind == "staff_days" and bool(gaps) and not any(one.exposure for one in gaps)
    return Events(len(seen), rate, gaps, since, nobody)


def _gaps(conn: sa.Connection, events: Sequence[Noted], kind: Gaps, wanted: Wanted) -> tuple[Gap, ...]:
    """What lay between each event and the one before it, which may have been before the days that are looked at."""
    spans = [Period(earlier.occurred_on + timedelta(days=1), later.occurred_on) for earlier, later in pairwise(events)]
    present = people_at_work(conn, [one for one in spans if one.first <= one.last], wanted.teams)
    found = []
    for span, event in zip(spans, events[1:], strict=True):
        days = (span.last - span.first).days + 1
        people = present.get(span.first) or None if days else None
        length = round((people or 0.0) * days) if kind == "staff_days" else days
        found.append(Gap(event.occurred_on, length, people, str(event.id)))
    return tuple(found)


def _since(conn: sa.Connection, last_event: date, last: date, kind: Gaps, wanted: Wanted) -> int:
    """What has passed since the last event."""
    days = (last - last_event).days
    if kind == "days" or not days:
        return days
    span = Period(last_event + timedelta(days=1), last)
    return round(people_at_work(conn, [span], wanted.teams)[span.first] * days)


def _rate(count: int, begun: date | None, last: date) -> float:
    """Events a month on average, from the day one began to look to the last one; of less than a month as of a month."""
    return count / max(((last - begun).days + 1) / DAYS_A_MONTH, 1.0) if begun is not None else 0.0


def _days(gaps: Sequence[Gap], today: date) -> tuple[date, date] | None:
    return (gaps[0].day, today) if gaps else None


def between_unmet(
    conn: sa.Connection,
    standard_id: int,
    criterion: str,
    wanted: Wanted,
    today: date,
    settings: Settings,
    *,
    limits: bool = True,
) -> TrendFound:
    """How many audited records met between one that did not and the next, of one standard or one criterion ("" for
    all of them), in the order of their dates, of their audits where they have none."""
    about_it = Wanted(wanted.first, wanted.last, frozenset({standard_id}), wanted.teams)
    judged = _judged_records(conn, standard_id, criterion, about_it, today)
    gaps: list[Gap] = []
    unmet: list[date] = []
    met = 0
    for day, result in judged:
        if result == "met":
            met += 1
            continue
        if unmet:
            gaps.append(Gap(day, met))
        unmet.append(day)
        met = 0
    last = min(wanted.last or today, today)
    rate = _rate(len(unmet), judged[0][0] if judged else None, last)
    events = Events(len(unmet), rate, tuple(gaps), met if judged else None)
    about = decided(conn, chart_key("audits", "records", about_it, criterion), about_it, _days(gaps, today), today)
    found = between(
        about.name,
        "records",
        events,
        settings,
        judged[-1][0] if judged else today,
        frozen_until=about.frozen_until,
        left_out=about.left_out,
        spans=about.spans,
        limits=limits,
    )
    return about.found(found, {})


def _judged_records(
    conn: sa.Connection, standard_id: int, criterion: str, wanted: Wanted, today: date
) -> list[tuple[date, str]]:
    """(day, met or not_met) of the records of finished audits, in order; what did not apply is left out (R18)."""
    statement = (
        sa.select(AUDIT.c.finished_on, DRAWN.c.record_on, AUDIT.c.id, DRAWN.c.position, JUDGED.c.result)
        .join_from(AUDIT, VERSION, VERSION.c.id == AUDIT.c.version_id)
        .join(DRAWN, DRAWN.c.audit_id == AUDIT.c.id)
        .join(JUDGED, sa.and_(JUDGED.c.audit_record_id == DRAWN.c.id, JUDGED.c.turn == 1))
        .join(CRITERION, CRITERION.c.id == JUDGED.c.criterion_id)
        .where(AUDIT.c.status == "done", VERSION.c.standard_id == standard_id, AUDIT.c.finished_on <= today)
    )
    if criterion:
        statement = statement.where(CRITERION.c.code == criterion)
    if wanted.teams:
        statement = statement.where(AUDIT.c.team_id.in_(sorted(wanted.teams)))
    records: dict[tuple[date, int, int], list[str]] = defaultdict(list)
    for finished, dated, audit_id, position, result in conn.execute(statement):
        records[dated or finished, audit_id, position].append(result)
    found = [(key[0], record_result(results)) for key, results in sorted(records.items())]
    return [
        (day, result)
        for day, result in found
        if result in ("met", "not_met")
        and (wanted.first is None or day >= wanted.first)
        and (wanted.last is None or day <= wanted.last)
    ]
