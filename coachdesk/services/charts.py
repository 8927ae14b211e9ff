"""Use cases about trend charts: freeze a baseline or leave a point out, as decisions with a reason (R19)."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.trends import chart_name
from coachdesk.records.signals import ChartMark
from coachdesk.services.checks import Problems, clean
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change


@use_case("chart.mark", QT_TRANSLATE_NOOP("Do", "Decide about a chart"))
def mark_chart(change: Change, chart: str, kind: str, day: date, reason: str) -> int:
    """Freeze the baseline of a chart up to `day`, or leave out the period that begins on `day`, for a reason (R19).

    chart: its key (`queries.trends.chart_key`).  A chart has one baseline; another one takes the place of the first.
    Gives the mark's id.
    """
    problems, why = Problems(), clean(reason)
    problems.one_of("kind", kind, "chart_mark")
    if not chart_name(change.conn, chart):
        problems.add("chart", translate("Charts", "There is no such chart."))
    if not why:
        problems.add("reason", translate("Charts", "Say why; whoever reads the chart will ask."), "R19")
    if day > change.today:
        problems.add("day", translate("Charts", "This day is in the future."))
    own = sa.select(ChartMark).where(ChartMark.chart == chart, ChartMark.kind == kind)
    kept = list(change.session.scalars(own))
    if kind == "exclude" and any(one.day == day for one in kept):
        problems.add("day", translate("Charts", "This point is left out already."))
    problems.refuse(translate("Charts", "Nothing was decided."))
    if kind == "freeze":
        for one in kept:
            change.session.delete(one)
        change.session.flush()
    change.label = translate("Do", "Chart: {decision}").format(decision=vocabulary.label("chart_mark", kind).lower())
    return change.add(
        ChartMark(chart=chart, kind=kind, day=day, reason=why, marked_at=change.now, marked_by=change.profile_id)
    ).id


@use_case("chart.unmark", QT_TRANSLATE_NOOP("Do", "Take back a decision about a chart"))
def unmark_chart(change: Change, mark_id: int) -> None:
    """Take a frozen baseline, or a point left out, back. The trail keeps that it was decided, and why."""
    change.session.delete(change.get(ChartMark, mark_id))
    change.label = translate("Do", "Take back a decision about a chart")
