"""The command `list`: any declared table as aligned text, as JSON with true types, or as CSV that is safe to open."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coachdesk.cli.access import PassphraseFile, desk_argument, opened, passphrase_file
from coachdesk.cli.telling import say, write
from coachdesk.i18n import translate

if TYPE_CHECKING:
    from coachdesk.queries.table import Column, Row

LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
LOOKED_AT = 200  # rows whose cells decide how wide the columns of a text table become
WIDEST = 48
GAP = "  "

Rows = Iterable[tuple[int, "Row"]]


class Families(click.ParamType[str]):
    """The name of a declared table."""

    name = "FAMILY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from coachdesk.queries.families import TABLES

        found = str(value).strip().lower().replace("_", "-")
        if found not in TABLES:
            text = translate("Command", "There is no list called {name}; choose one of: {names}.")
            self.fail(text.format(name=value, names=", ".join(TABLES)), param, ctx)
        return found


@click.command(
    "list",
    help=translate(
        "Command",
        "List the records of a family: staff, teams, sites, programs, roles, standards, versions, criteria, signals, "
        "audits, audit-records, drift-dismissals, actions, action-items, cycles, sessions, action-steps, observations, "
        "scenarios, measures, planned-steps, templates, amendments, competence, requirements, sustain-checks, "
        "evidence, exports, profiles, days, trail.",
    ),
)
@click.argument("family", type=Families())
@desk_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help=translate("Command", "table reads well; json and csv hold every column, with codes as stored."),
)
@click.option(
    "--find", default="", metavar="WORDS", help=translate("Command", "Only records that hold all these words.")
)
@click.option("--limit", type=click.IntRange(min=1), metavar="COUNT", help=translate("Command", "At most so many."))
@passphrase_file
def list_(family: str, desk: Path, form: str, find: str, limit: int | None, passphrase_file: PassphraseFile) -> None:
    """Rows on the standard output, how many on the standard error."""
    from coachdesk.queries.families import TABLES
    from coachdesk.queries.table import Where

    query = TABLES[family]
    with opened(desk, passphrase_file, write=False) as open_desk, open_desk.read() as conn:
        rows = iter(query.all(conn, Where(text=find)))
        count = {"table": _as_table, "json": _as_json, "csv": _as_csv}[form](query.columns, islice(rows, limit))
        more = limit is not None and next(rows, None) is not None
    if form == "table":
        text = translate("Command", "The first {count} in {title}; there are more.") if more else ""
        text = text or translate("Command", "{count} in {title}")
        say(text.format(count=count, title=translate("Tables", query.title)))


def _as_json(columns: Sequence[Column], rows: Rows) -> int:
    count = 0
    write("[")
    for key, row in rows:
        values = {"id": key, **{column.key: _plain(value) for column, value in zip(columns, row, strict=True)}}
        write(("\n" if count == 0 else ",\n") + json.dumps(values, ensure_ascii=False))
        count += 1
    write("\n]\n" if count else "]\n")
    return count


def _plain(value: Any) -> Any:
    """A value as JSON has it: numbers and truth as they are, days and moments as ISO text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.astimezone().isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value


def _as_csv(columns: Sequence[Column], rows: Rows) -> int:
    count = 0
    write(_line(["id", *(column.key for column in columns)]))
    for key, row in rows:
        write(_line([str(key), *(_cell(value) for value in row)]))
        count += 1
    return count


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _cell(value: Any) -> str:
    """A value as CSV text. What a spreadsheet would run as a formula gets an apostrophe in front; numbers do not."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    plain = _plain(value)
    if isinstance(plain, str):
        return f"'{plain}" if plain.startswith(LIKE_FORMULAS) else plain
    return str(plain)


def _as_table(columns: Sequence[Column], rows: Rows) -> int:
    shown = [place for place, column in enumerate(columns) if column.shown]
    titles = [translate("Columns", columns[place].title) for place in shown]
    texts: Iterator[list[str]] = ([_text(columns[place], row[place]) for place in shown] for _, row in rows)
    first = list(islice(texts, LOOKED_AT))
    widths = _widths(titles, first)
    right = [columns[place].kind in ("int", "number", "minutes") for place in shown]
    write(_aligned(titles, widths, right))
    write(_aligned(["-" * width for width in widths], widths, right))
    count = 0
    for cells in chain(first, texts):
        write(_aligned(cells, widths, right))
        count += 1
    return count


def _widths(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """As wide as needed; on a terminal the widest columns give way until the line fits."""
    widths = [
        min(WIDEST, max([wide(title), *(wide(cells[place]) for cells in rows)])) for place, title in enumerate(titles)
    ]
    if sys.stdout.isatty():
        room = shutil.get_terminal_size().columns - len(GAP) * (len(widths) - 1)
        while sum(widths) > room and max(widths) > 8:
            widths[widths.index(max(widths))] -= 1
    return widths


def _aligned(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    parts = []
    for cell, width, to_right in zip(cells, widths, right, strict=True):
        cut = cell
        while wide(cut) > width:
            cut = cut[:-2] + "…" if cut.endswith("…") else cut[:-1] + "…"
        space = " " * (width - wide(cut))
        parts.append(space + cut if to_right else cut + space)
    return GAP.join(parts).rstrip() + "\n"


def wide(text: str) -> int:
    """How many places a text takes on a terminal: 李 takes two, a combining accent none."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _text(column: Column, value: Any) -> str:
    """A value as people read it, on one line and without anything that could steer a terminal."""
    from coachdesk import vocabulary

    if value is None or value == "":
        return ""
    if column.kind == "choice":
        return vocabulary.label(column.choice, value)
    if isinstance(value, bool):
        return vocabulary.label("yes_no", "1" if value else "0")
    if isinstance(value, datetime):
        return f"{value.astimezone():%Y-%m-%d %H:%M}"
    if isinstance(value, int):
        return f"{value:,}"
    text = " ".join(str(_plain(value)).split())
    return "".join(letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cf", "Cs"))
