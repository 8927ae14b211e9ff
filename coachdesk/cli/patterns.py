"""The command `patterns`: what makes most of the signals, how signals and audits go over time, and teams by month."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coachdesk.cli.access import PassphraseFile, desk_argument, opened, passphrase_file
from coachdesk.cli.telling import say, write
from coachdesk.i18n import translate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import sqlalchemy as sa

    from coachdesk.queries.patterns import By, Wanted
    from coachdesk.queries.trends import TrendFound
    from coachdesk.rules.chart_trend import Gaps, Row, Step
    from coachdesk.settings import Settings

_PARETO: dict[str, By] = {"standard": "standard", "criterion": "criterion", "cause": "cause"}
_STEPS: dict[str, Step] = {"months": "month", "weeks": "week"}
_GAPS: dict[str, Gaps] = {"days-between": "days", "staff-days-between": "staff_days"}
_AUDITS = ("audit-months", "records-between")
KINDS = (*_PARETO, "team-months", *_STEPS, *_GAPS, *_AUDITS)


@click.command(
    "patterns",
    help=translate(
        "Command",
        "Count the signals of DESK by standard, criterion or cause (the few that make most of it first), by team and "
        "month (under the team of that day), or over months or weeks; of rare ones the days, or staff days, between "
        "one and the next. audit-months and records-between tell the same of finished audits of one standard. Where a "
        "chart is not valid for the figures, the standard error says why.",
    ),
)
@click.argument("by", type=click.Choice(KINDS))
@desk_argument
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help=translate("Command", "First day."))
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help=translate("Command", "Last day."))
@click.option("--team", "team", metavar="NAME", help=translate("Command", "Only this team, on the day it occurred."))
@click.option("--standard", metavar="CODE", help=translate("Command", "Only this standard."))
@click.option("--criterion", metavar="CODE", default="", help=translate("Command", "Only this criterion of it."))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help=translate("Command", "text reads well; json and csv hold every part."),
)
@passphrase_file
def patterns(
    by: str,
    desk: Path,
    first: datetime | None,
    last: datetime | None,
    team: str | None,
    standard: str | None,
    criterion: str,
    form: str,
    passphrase_file: PassphraseFile,
) -> None:
    """Rows on the standard output, what they say on the standard error."""
    with opened(desk, passphrase_file, write=False) as open_desk, open_desk.read() as conn:
        today, settings = open_desk.clock().date(), open_desk.settings()
        wanted = _wanted(conn, first, last, team, standard)
        if not wanted.standards and (criterion or by in _AUDITS):
            raise click.UsageError(translate("Command", "Name the standard with --standard."))
        rows, words = _rows(conn, by, wanted, criterion, today, settings)
    if form == "json":
        write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    elif form == "csv":
        write(_csv(rows))
    else:
        write(_table(rows))
    if words:
        say(words)


def _wanted(
    conn: sa.Connection, first: datetime | None, last: datetime | None, team: str | None, standard: str | None
) -> Wanted:
    from coachdesk.queries import lookups
    from coachdesk.queries.patterns import Wanted

    def one(offered: dict[str, int], name: str | None) -> frozenset[int]:
        if name is None:
            return frozenset()
        if name.casefold() not in offered:
            text = translate("Command", "There is no {name}; choose one of: {names}.")
            raise click.UsageError(text.format(name=name, names=", ".join(sorted(offered))))
        return frozenset({offered[name.casefold()]})

    teams = {option.label.casefold(): option.id for option in lookups.places(conn, "team")}
    codes = {option.label.split(" ", 1)[0].casefold(): option.id for option in lookups.standards(conn)}
    return Wanted(
        first.date() if first else None, last.date() if last else None, one(codes, standard), one(teams, team)
    )


def _rows(
    conn: sa.Connection, by: str, wanted: Wanted, criterion: str, today: date, settings: Settings
) -> tuple[list[dict[str, Any]], str]:
    from coachdesk.queries.patterns import by_team_and_month, pareto_of

    if by == "team-months":
        start = wanted.first or today.replace(year=today.year - 1, day=1)
        found = by_team_and_month(conn, start, wanted.last or today, wanted)
        months = [
            {
                "month": f"{row.month:%Y-%m}",
                "team": row.team,
                "people": row.people,
                "staff_months": row.staff_months,
                "signals": row.signals,
            }
            for row in found
        ]
        return months, ""
    if by not in _PARETO:
        shown = _trend(conn, by, wanted, criterion, today, settings)
        trend = shown.trend
        decide = translate("Command", "To freeze its baseline or leave a point out: do chart.mark chart={key}")
        parts = (trend.why_not, trend.words, trend.control_words, decide.format(key=shown.chart) if trend.rows else "")
        return [_point(by, row) for row in trend.rows], " ".join(part for part in parts if part)
    pareto = pareto_of(conn, wanted, _PARETO[by], settings)
    bars = [
        {
            "name": row.name,
            "signals": row.bar.count,
            "so_far": round(row.bar.cumulative, 4),
            "people": row.bar.people,
            "audited": row.rate,
        }
        for row in pareto.rows
    ]
    return bars, pareto.words


def _trend(conn: sa.Connection, by: str, wanted: Wanted, criterion: str, today: date, settings: Settings) -> TrendFound:
    from coachdesk.queries.trends import trend_of_audits, trend_of_signals
    from coachdesk.queries.trends_between import between_signals, between_unmet

    if by in _AUDITS:
        (standard,) = wanted.standards
        query = between_unmet if by == "records-between" else trend_of_audits
        return query(conn, standard, criterion, wanted, today, settings)
    if by in _GAPS:
        return between_signals(conn, wanted, _GAPS[by], today, settings, criterion=criterion)
    return trend_of_signals(conn, wanted, _STEPS[by], today, settings, criterion=criterion)


def _point(by: str, row: Row) -> dict[str, Any]:
    """A point of a chart with what stood behind it, and whether it takes part in the chart."""
    one = row.figure
    if by in (*_GAPS, "records-between"):
        told = {"ended_on": one.period.first.isoformat(), by.replace("-", "_"): one.count}
    elif by == "audit-months":
        told = {"from": one.period.first.isoformat(), "to": one.period.last.isoformat(), "met": one.count,
                "judged": one.total or 0}  # fmt: skip
    else:
        people = round(one.exposure, 2) if one.exposure is not None else None
        told = {"from": one.period.first.isoformat(), "to": one.period.last.isoformat(), "signals": one.count,
                "people": people}  # fmt: skip
    low, high = (None if limit is None else round(limit, 4) for limit in (row.low, row.high))
    return {**told, "low": low, "high": high, "in_chart": row.part, "why": row.why}


def _csv(rows: Sequence[dict[str, Any]]) -> str:
    from coachdesk.cli.listing import LIKE_FORMULAS

    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    if rows:
        lines.writerow(rows[0])
    for row in rows:
        texts = ["" if value is None else str(value) for value in row.values()]
        lines.writerow([f"'{text}" if text.startswith(LIKE_FORMULAS) else text for text in texts])
    return out.getvalue()


def _table(rows: Sequence[dict[str, Any]]) -> str:
    from coachdesk.cli.listing import wide

    if not rows:
        return ""
    cells = [[("" if value is None else str(value)) for value in row.values()] for row in rows]
    names = [name.replace("_", " ") for name in rows[0]]
    widths = [max(wide(line[place]) for line in [names, *cells]) for place in range(len(names))]

    def line(texts: list[str]) -> str:
        parts = (text + " " * (width - wide(text)) for text, width in zip(texts, widths, strict=True))
        return "  ".join(parts).rstrip() + "\n"

    return "".join(line(one) for one in [names, ["-" * width for width in widths], *cells])
