"""Trends (R19): signals and audits over time, with the decisions about each chart and the cycles that ran meanwhile."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.audits import series
from coachdesk.queries.patterns import Noted, Wanted, noted, people_at_work
from coachdesk.queries.signals import CYCLE, PROFILE, SIGNAL, STD, TEAM
from coachdesk.queries.standards import VERSION
from coachdesk.records.base import table
from coachdesk.records.signals import ChartMark
from coachdesk.rules.chart_trend import Counted, Figure, Period, Step, Trend, periods, trend
from coachdesk.rules.charts import Span
from coachdesk.settings import Settings

MARK = table(ChartMark)
SPANS = 6  # cycles drawn on one chart, the newest ones


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A decision about a chart."""

    id: int
    kind: str
    day: date
    reason: str
    marked_at: datetime
    marked_by: str


@dataclass(frozen=True, slots=True)
class TrendFound:
    """A trend with its decisions. chart: its key, for more of them.  cycles: (id, number, opened, ended or today).

    signal_ids: of each period, by the key of its point.
    """

    chart: str
    name: str
    trend: Trend
    marks: tuple[MarkRow, ...]
    cycles: tuple[tuple[int, str, date, date], ...]
    signal_ids: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def chart_key(subject: str, step: Counted, wanted: Wanted, criterion: str = "") -> str:
    """What a chart is known by: "signals:month:standards=3;teams=;sources=;criterion=". The period is no part of it."""
    parts = (
        f"standards={','.join(str(one) for one in sorted(wanted.standards))}",
        f"teams={','.join(str(one) for one in sorted(wanted.teams))}",
        f"sources={','.join(sorted(wanted.sources))}",
        f"criterion={criterion}",
    )
    return f"{subject}:{step}:{';'.join(parts)}"


_KEY = re.compile(
    r"(signals|audits):(week|month|days|staff_days|records):standards=([\d,]*);teams=([\d,]*);sources=([a-z_,]*);criterion=(.*)"
)


def chart_name(conn: sa.Connection, key: str) -> str:
    """A chart's key in words: "Signals per month · HD-01 · North team"; "" for what is no key."""
    found = _KEY.fullmatch(key)
    if found is None:
        return ""
    subject, step, standards, teams, sources, criterion = found.groups()
    names = {
        ("signals", "week"): translate("Patterns", "Signals per week"),
        ("signals", "month"): translate("Patterns", "Signals per month"),
        ("audits", "week"): translate("Patterns", "Audits per week, share that met"),
        ("audits", "month"): translate("Patterns", "Audits per month, share that met"),
        ("signals", "days"): translate("Patterns", "Days between signals"),
        ("signals", "staff_days"): translate("Patterns", "Staff days between signals"),
        ("audits", "records"): translate("Patterns", "Records between those that did not meet"),
    }
    if (subject, step) not in names:
        return ""
    parts = [names[subject, step]]
    parts += _named(conn, STD.c.id, STD.c.code, standards)
    if criterion:
        parts.append(translate("Patterns", "criterion {code}").format(code=criterion))
    parts += _named(conn, TEAM.c.id, TEAM.c.name, teams)
    parts += [vocabulary.label("signal_source", one) for one in sources.split(",") if one]
    return " · ".join(parts)


def _named(conn: sa.Connection, key: sa.ColumnElement[int], name: sa.ColumnElement[str], ids: str) -> list[str]:
    wanted = [int(one) for one in ids.split(",") if one]
    return list(conn.execute(sa.select(name).where(key.in_(wanted)).order_by(name)).scalars()) if wanted else []


def trend_of_signals(
    conn: sa.Connection,
    wanted: Wanted,
    step: Step,
    today: date,
    settings: Settings,
    *,
    limits: bool = True,
    criterion: str = "",
) -> TrendFound:
    """Signals per week or month, with people at work as what stood behind them. criterion: its code, where one
    standard is looked at; "" for all."""
    found = signals_on(conn, wanted, criterion)
    # Before anything was ever noted, nothing noted means nothing.
    begun = conn.execute(sa.select(sa.func.min(SIGNAL.c.occurred_on))).scalar_one() or today
    first = max(wanted.first or begun, begun)
    last = min(wanted.last or today, today)
    spans_of = periods(first, last, step) if found else ()
    counted: dict[date, list[int]] = {one.first: [] for one in spans_of}
    starts = {day: one.first for one in spans_of for day in _days(one)}
    for one in found:
        if one.occurred_on in starts:
            counted[starts[one.occurred_on]].append(one.id)
    present = people_at_work(conn, spans_of, wanted.teams)
    figures = [
        Figure(one, len(counted[one.first]), None, present[one.first] or None, one.first.isoformat())
        for one in spans_of
    ]
    key = chart_key("signals", step, wanted, criterion)
    ids = {day.isoformat(): tuple(kept) for day, kept in counted.items()}
    return _judged(conn, key, figures, step, wanted, today, settings, limits, ids)


def signals_on(conn: sa.Connection, wanted: Wanted, criterion: str) -> list[Noted]:
    """The signals that are looked at, oldest first, of one criterion where one is named."""
    return [one for one in noted(conn, wanted) if not criterion or one.criterion == criterion]


def trend_of_audits(
    conn: sa.Connection,
    standard_id: int,
    criterion: str,
    wanted: Wanted,
    today: date,
    settings: Settings,
    *,
    limits: bool = True,
) -> TrendFound:
    """The share of audited records that met, month by month, of one standard or one of its criteria ("" for all)."""
    sums: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for one in series(conn, today):
        if one.standard_id != standard_id or one.criterion != criterion:
            continue
        if wanted.teams and one.team_id not in wanted.teams:
            continue
        for day, met, total in one.points:
            if (wanted.first is None or day >= wanted.first) and (wanted.last is None or day <= wanted.last):
                month = sums[day.replace(day=1)]
                month[0] += met
                month[1] += total
    months = periods(min(sums), max(sums), "month") if sums else ()
    figures = [
        Figure(one, sums[one.first][0] if one.first in sums else 0, sums[one.first][1] if one.first in sums else 0)
        for one in months
    ]
    about = Wanted(wanted.first, wanted.last, frozenset({standard_id}), wanted.teams)
    key = chart_key("audits", "month", about, criterion)
    return _judged(conn, key, figures, "month", about, today, settings, limits, {})


def _judged(
    conn: sa.Connection,
    key: str,
    figures: Sequence[Figure],
    step: Step,
    wanted: Wanted,
    today: date,
    settings: Settings,
    limits: bool,
    ids: Mapping[str, tuple[int, ...]],
) -> TrendFound:
    days = (figures[0].period.first, figures[-1].period.last) if figures else None
    about = decided(conn, key, wanted, days, today)
    judged = trend(
        about.name,
        figures,
        settings,
        today,
        step=step,
        frozen_until=about.frozen_until,
        left_out=about.left_out,
        spans=about.spans,
        limits=limits,
    )
    return about.found(judged, ids)


@dataclass(frozen=True, slots=True)
class Decided:
    """What stands about a chart beside its figures: its name, the decisions, and the cycles that ran meanwhile."""

    chart: str
    name: str
    marks: tuple[MarkRow, ...]
    cycles: tuple[tuple[int, str, date, date], ...]
    spans: tuple[Span, ...]

    @property
    def frozen_until(self) -> date | None:
        """The last day of the baseline."""
        return next((one.day for one in self.marks if one.kind == "freeze"), None)

    @property
    def left_out(self) -> dict[date, str]:
        """Why a point is left out, by its day."""
        return {one.day: one.reason for one in self.marks if one.kind == "exclude"}

    def found(self, judged: Trend, ids: Mapping[str, tuple[int, ...]]) -> TrendFound:
        """The trend with all that stands about it."""
        return TrendFound(self.chart, self.name, judged, self.marks, self.cycles, ids)


def decided(conn: sa.Connection, key: str, wanted: Wanted, days: tuple[date, date] | None, today: date) -> Decided:
    """What stands about the chart `key` that shows these days, None for none."""
    cycles = _cycles(conn, wanted, days, today) if days is not None else ()
    # One cycle or a few are drawn over their days; of more only the newest, and the table beside names them all.
    begun = days[0] if days is not None else today
    spans = tuple(
        Span(max(opened, begun), ended, number, key=f"cycle:{cycle_id}")
        for cycle_id, number, opened, ended in cycles[:SPANS]
    )
    return Decided(key, chart_name(conn, key), marks_of(conn, key), cycles, spans)


def _cycles(
    conn: sa.Connection, wanted: Wanted, days: tuple[date, date], today: date
) -> tuple[tuple[int, str, date, date], ...]:
    """The cycles on what is looked at that ran in these days, the newest first. Without a standard there are too many
    to say anything, so none."""
    if not wanted.standards:
        return ()
    statement = (
        sa.select(CYCLE.c.id, CYCLE.c.number, CYCLE.c.opened_on, CYCLE.c.closed_at)
        .join(VERSION, VERSION.c.id == CYCLE.c.version_id)
        .where(VERSION.c.standard_id.in_(sorted(wanted.standards)), CYCLE.c.status != "cancelled")
        .where(CYCLE.c.opened_on <= days[1])
        .order_by(CYCLE.c.opened_on.desc(), CYCLE.c.id.desc())
    )
    if wanted.teams:
        statement = statement.where(CYCLE.c.team_id.in_(sorted(wanted.teams)))
    found = []
    for cycle_id, number, opened, closed_at in conn.execute(statement):
        ended = closed_at.astimezone().date() if closed_at is not None else today
        if ended >= days[0]:
            found.append((cycle_id, number, opened, max(ended, opened)))
    return tuple(found)


def marks_of(conn: sa.Connection, key: str) -> tuple[MarkRow, ...]:
    """The decisions about a chart, the latest day first."""
    columns = (MARK.c.id, MARK.c.kind, MARK.c.day, MARK.c.reason, MARK.c.marked_at)
    statement = (
        sa.select(*columns, sa.func.coalesce(PROFILE.c.name, ""))
        .select_from(MARK.outerjoin(PROFILE, PROFILE.c.id == MARK.c.marked_by))
        .where(MARK.c.chart == key)
        .order_by(MARK.c.day.desc(), MARK.c.id)
    )
    return tuple(MarkRow(*row) for row in conn.execute(statement))


def audit_subjects(conn: sa.Connection, today: date) -> tuple[tuple[int, str, str], ...]:
    """(standard id, criterion or "", words) that finished audits tell about, those with most audits first."""
    points: Counter[tuple[int, str]] = Counter()
    for one in series(conn, today):
        points[one.standard_id, one.criterion] += len(one.points)
    codes = {row.id: row.code for row in conn.execute(sa.select(STD.c.id, STD.c.code))}
    whole = translate("Patterns", "{code}, all criteria")
    single = translate("Patterns", "{code} criterion {criterion}")
    ordered = sorted(points, key=lambda key: (-points[key], codes.get(key[0], ""), key[1]))
    return tuple(
        (
            standard_id,
            criterion,
            (single if criterion else whole).format(code=codes.get(standard_id, ""), criterion=criterion),
        )
        for standard_id, criterion in ordered
    )


def _days(one: Period) -> list[date]:
    return [one.first + timedelta(days=place) for place in range((one.last - one.first).days + 1)]
