"""The commands `export tracker`, `export pack` and `export standard`, with what they cover."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from coachdesk.cli.access import (
    PassphraseFile,
    ProfileName,
    acting,
    desk_argument,
    opened,
    passphrase_file,
    profile,
)
from coachdesk.cli.outside import Exporter, Outside
from coachdesk.cli.telling import progress, say, write
from coachdesk.errors import Problem, Refused
from coachdesk.i18n import translate

if TYPE_CHECKING:
    import sqlalchemy as sa

    from coachdesk.queries.scope import Scope

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day as people type it: 2026-11-09, 11/9/2026, "Nov 9", "last monday"."""

    name = "DAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        from coachdesk.rules.typed_dates import read_date

        if isinstance(value, date):
            return value
        today = datetime.now().astimezone().date()
        reading = read_date(str(value), today, lean="past")
        if reading.value is None:
            self.fail(reading.problem or translate("Command", "Give a day such as 2026-11-09."), param, ctx)
        return reading.value


def scope_options(function: F) -> F:
    """--out, and what is covered: --from, --to, --team, --standard, --cycle."""
    options = (
        click.option(
            "--out",
            required=True,
            type=click.Path(path_type=Path),
            metavar="FILE",
            help=translate("Command", "Where to write it; a file of that name is replaced when the new one is whole."),
        ),
        click.option("--from", "start", type=Day(), help=translate("Command", "The first day covered.")),
        click.option("--to", "end", type=Day(), help=translate("Command", "The last day covered.")),
        click.option(
            "--team", multiple=True, metavar="NAME", help=translate("Command", "Only this team (repeatable).")
        ),
        click.option(
            "--standard", multiple=True, metavar="CODE", help=translate("Command", "Only this standard (repeatable).")
        ),
        click.option(
            "--cycle", multiple=True, metavar="NUMBER", help=translate("Command", "Only this cycle (repeatable).")
        ),
        profile,
        passphrase_file,
    )
    for option in reversed(options):
        function = option(function)
    return function


@click.group("export", help=translate("Command", "Make a file for reviewers."))
def export() -> None:
    """Holds one command for each kind of export."""


@export.command("tracker", help=translate("Command", "Write the Excel tracker of DESK."))
@desk_argument
@scope_options
@click.pass_context
def tracker(context: click.Context, /, **asked: Any) -> None:
    """The workbook."""
    outside: Outside = context.obj
    _export(outside.write_tracker, translate("Command", "Writing the tracker"), **asked)


@export.command("pack", help=translate("Command", "Write the PDF evidence pack of DESK."))
@desk_argument
@scope_options
@click.pass_context
def pack(context: click.Context, /, **asked: Any) -> None:
    """The document."""
    outside: Outside = context.obj
    _export(outside.write_pack, translate("Command", "Writing the evidence pack"), **asked)


@export.command(
    "standard",
    help=translate(
        "Command",
        "Write the standard CODE of DESK: as a file for another agency, as its one page, its prompt card, or its "
        "practice scenario.",
    ),
)
@desk_argument
@click.argument("code")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=translate("Command", "Where to write it; a file of that name is replaced when the new one is whole."),
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["file", "page", "card", "scenario"]),
    default="file",
    show_default=True,
    help=translate("Command", "file can be brought in by another desk; the others are PDFs."),
)
@click.option(
    "--version", "number", type=click.IntRange(min=1), help=translate("Command", "Not the one in force but this one.")
)
@passphrase_file
@click.pass_context
def standard(
    context: click.Context,
    desk: Path,
    code: str,
    out: Path,
    form: str,
    number: int | None,
    passphrase_file: PassphraseFile,
) -> None:
    """One version of a standard."""
    from coachdesk.queries.standards import version_called

    outside: Outside = context.obj
    with opened(desk, passphrase_file, write=False) as open_desk, open_desk.read() as conn:
        version_id = version_called(conn, code, number)
        if version_id is None:
            text = translate("Command", "There is no standard with the code {name}.").format(name=code)
            if number is not None:
                text = translate("Command", "The standard {name} has no version {number}.").format(
                    name=code, number=number
                )
            raise Refused(
                text,
                kept=translate("Command", "Nothing was written."),
                to_do=translate("Command", "See what there is with: coachdesk list versions."),
            )
        made = outside.write_standard(conn, version_id, out, form)
    if made.note:
        say(made.note)
    write(f"{made.path}\n")


def _export(
    exporter: Exporter,
    words: str,
    *,
    desk: Path,
    out: Path,
    start: date | None,
    end: date | None,
    team: Sequence[str],
    standard: Sequence[str],
    cycle: Sequence[str],
    profile_name: ProfileName,
    passphrase_file: PassphraseFile,
) -> None:
    if start is not None and end is not None and start > end:
        raise click.UsageError(translate("Command", "The last day covered is before the first."))
    # For writing, since the desk notes what left it; for reading where somebody else writes, or nobody can.
    with opened(desk, passphrase_file, write=True, or_read=True) as open_desk:
        actor = acting(open_desk, profile_name) if open_desk.writable else None
        with open_desk.read() as conn:
            scope = _scope(conn, start, end, team, standard, cycle)
            made = exporter(conn, out, scope, progress=progress(words))
        if actor is not None:
            from coachdesk.services.evidence import note_export

            note_export(
                open_desk,
                actor,
                made.kind,
                file_name=made.path.name,
                scope=made.scope,
                size=made.size,
                sha256=made.sha256,
                trail_seq=made.trail_seq,
                trail_hash=made.trail_hash,
            )
        else:
            say(
                translate(
                    "Command", "It was made from a desk that is open for reading only, so the desk keeps no note."
                )
            )
    if made.note:
        say(made.note)
    say(translate("Command", "{size} bytes, SHA-256 {hash}").format(size=f"{made.size:,}", hash=made.sha256))
    write(f"{made.path}\n")


def _scope(
    conn: sa.Connection,
    start: date | None,
    end: date | None,
    teams: Sequence[str],
    standards: Sequence[str],
    cycles: Sequence[str],
) -> Scope:
    from coachdesk.queries.scope import Scope
    from coachdesk.records.base import table
    from coachdesk.records.cycles import Cycle
    from coachdesk.records.people import Team
    from coachdesk.records.standards import Standard

    problems: list[Problem] = []

    def ids(names: Sequence[str], column: Any, missing: str) -> frozenset[int]:
        import sqlalchemy as sa

        found: set[int] = set()
        for name in names:
            test = sa.func.lower(column) == name.strip().lower()
            key = conn.execute(sa.select(column.table.c.id).where(sa.or_(test, column == name.strip()))).scalar()
            if key is None:
                problems.append(Problem("", missing.format(name=name)))
            else:
                found.add(int(key))
        return frozenset(found)

    scope = Scope(
        start,
        end,
        ids(teams, table(Team).c.name, translate("Command", "There is no team called {name}.")),
        ids(standards, table(Standard).c.code, translate("Command", "There is no standard with the code {name}.")),
        ids(cycles, table(Cycle).c.number, translate("Command", "There is no cycle with the number {name}.")),
    )
    if problems:
        raise Refused(
            translate("Command", "The export covers something the desk does not have."),
            problems,
            kept=translate("Command", "Nothing was written."),
            to_do=translate("Command", "See what there is with: coachdesk list teams, standards or cycles."),
        )
    return scope
