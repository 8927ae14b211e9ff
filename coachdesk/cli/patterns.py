"""The command `patterns`: what makes most of the signals, how they go over time, and each month's figures by team."""

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
    from coachdesk.settings import Settings

_PARETO: dict[str, By] = {"standard": "standard", "criterion": "criterion", "cause": "cause"}
KINDS = (*_PARETO, "team-months", "months", "weeks")


@click.command(
    "patterns",
    help=translate(
        "Command",
        "Count the signals of DESK by standard, criterion or cause (the few that make most of it first), by team and "
        "month (under the team of that day), or over months or weeks.",
    ),
)
@click.argument("by", type=click.Choice(KINDS))
@desk_argument
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help=translate("Command", "First day."))
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help=translate("Command", "Last day."))
@click.option("--team", "team", metavar="NAME", help=translate("Command", "Only this team, on the day it occurred."))
@click.option("--standard", metavar="CODE", help=translate("Command", "Only this standard."))
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
    form: str,
    passphrase_file: PassphraseFile,
) -> None:
    """Rows on the standard output, what they say on the standard error."""
    with opened(desk, passphrase_file, write=False) as open_desk, open_desk.read() as conn:
        today, settings = open_desk.clock().date(), open_desk.settings()
        wanted = _wanted(conn, first, last, team, standard)
        rows, words = _rows(conn, by, wanted, today, settings)
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
    conn: sa.Connection, by: str, wanted: Wanted, today: date, settings: Settings
) -> tuple[list[dict[str, Any]], str]:
    from coachdesk.queries.patterns import by_team_and_month, pareto_of
    from coachdesk.queries.trends import trend_of_signals

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
    if by in ("months", "weeks"):
        trend = trend_of_signals(conn, wanted, "month" if by == "months" else "week", today, settings).trend
        periods = [
            {
                "from": row.figure.period.first.isoformat(),
                "to": row.figure.period.last.isoformat(),
                "signals": row.figure.count,
                "people": round(row.figure.exposure, 2) if row.figure.exposure is not None else None,
                "low": row.low,
                "high": row.high,
                "in_chart": row.part,
                "why": row.why,
            }
            for row in trend.rows
        ]
        return periods, " ".join(part for part in (trend.words, trend.control_words) if part)
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
