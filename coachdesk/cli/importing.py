"""The commands `import roster`, `signals` and `standard`: the preview a person would see, then the same use case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack

import click

from coachdesk import vocabulary
from coachdesk.cli.access import (
    PassphraseFile,
    ProfileName,
    acting,
    desk_argument,
    opened,
    passphrase_file,
    profile,
)
from coachdesk.cli.outside import Outside
from coachdesk.cli.telling import progress, say, write
from coachdesk.i18n import translate

if TYPE_CHECKING:
    import sqlalchemy as sa

    from coachdesk.changes import Changes
    from coachdesk.importers.grid import Table
    from coachdesk.importers.plan import ImportPlan
    from coachdesk.importers.preview import PlannedRow
    from coachdesk.queries.standards import VersionDetail

F = TypeVar("F", bound=Callable[..., Any])


class Given(TypedDict):
    """What the command of any list is given."""

    desk: Path
    file: Path
    dry_run: bool
    skip_bad: bool
    sheet: str
    bad_rows: Path | None
    profile_name: ProfileName
    passphrase_file: PassphraseFile


def of_a_list(function: F) -> F:
    """The arguments and options of any list: `Given`, after the context."""
    for given in reversed(
        (
            desk_argument,
            click.argument("file", type=click.Path(path_type=Path)),
            click.option(
                "--dry-run", is_flag=True, help=translate("Command", "Show what would happen and change nothing.")
            ),
            click.option(
                "--skip-bad",
                is_flag=True,
                help=translate("Command", "Import the good rows and leave the wrong ones out."),
            ),
            click.option(
                "--sheet",
                default="",
                metavar="NAME",
                help=translate("Command", "The sheet to read, where it has several."),
            ),
            click.option(
                "--bad-rows",
                type=click.Path(path_type=Path),
                metavar="FILE",
                help=translate("Command", "Save the wrong rows as FILE (.xlsx or .csv) to correct."),
            ),
            profile,
            passphrase_file,
            click.pass_context,
        )
    ):
        function = given(function)
    return function


@click.group("import", help=translate("Command", "Bring records in from a file."))
def import_() -> None:
    """Holds one command for each kind of file."""


@import_.command(
    "roster",
    help=translate(
        "Command",
        "Add and update staff from an Excel or CSV roster.\n\n"
        "Each row that is new, changed or wrong is listed. With wrong rows nothing is imported, unless --skip-bad.",
    ),
)
@of_a_list
def roster(context: click.Context, **given: Unpack[Given]) -> None:
    """Rows on the standard output: row number, verdict, who, what."""
    from coachdesk.importers.roster import RosterPlan, find_roster_mapping, plan_roster, read_roster, row_text
    from coachdesk.importers.roster_desk import roster_desk
    from coachdesk.services.roster import import_roster

    def plan(conn: sa.Connection, table: Table, today: date) -> RosterPlan:
        return plan_roster(table, find_roster_mapping(table), roster_desk(conn), today)

    _import_list(context, given, read_roster, plan, row_text, import_roster)


@import_.command(
    "signals",
    help=translate(
        "Command",
        "Note signals from an Excel or CSV list of incidents, complaints or findings.\n\n"
        "Each row that is new or wrong is listed. With wrong rows nothing is imported, unless --skip-bad. Importing a "
        "list again adds only what is new in it.",
    ),
)
@of_a_list
@click.option(
    "--source",
    type=click.Choice(vocabulary.codes("signal_source")),
    help=translate("Command", "The source of rows that name none."),
)
@click.option(
    "--severity",
    type=click.Choice(vocabulary.codes("severity")),
    help=translate("Command", "The severity of rows that name none."),
)
def signals(context: click.Context, source: str | None, severity: str | None, **given: Unpack[Given]) -> None:
    """Rows on the standard output: row number, verdict, who, what."""
    from coachdesk.importers.signal_desk import signal_desk
    from coachdesk.importers.signals import Fill, SignalPlan, find_signal_mapping, plan_signals, read_signals, row_text
    from coachdesk.services.signal_import import import_signals

    def plan(conn: sa.Connection, table: Table, today: date) -> SignalPlan:
        fill = Fill(source or "", severity or "")
        return plan_signals(table, find_signal_mapping(table), signal_desk(conn), today, fill)

    _import_list(context, given, read_signals, plan, row_text, import_signals)


def _import_list(
    context: click.Context,
    given: Given,
    read: Callable[..., Table],
    make_plan: Callable[[sa.Connection, Table, date], ImportPlan],
    row_text: Callable[[PlannedRow], str],
    service: Callable[..., Changes[Any]],
) -> None:
    """Read a list, tell what each of its rows would do, and have the service write them."""
    from coachdesk.importers.grid import limits_of
    from coachdesk.importers.plan import summary

    with opened(given["desk"], given["passphrase_file"], write=not given["dry_run"]) as desk:
        table = read(given["file"], sheet=given["sheet"], limits=limits_of(desk.settings()))
        actor = None if given["dry_run"] else acting(desk, given["profile_name"])
        with desk.read() as conn:
            plan = make_plan(conn, table, desk.clock().date())
        for row in plan.rows:
            if row.verdict != "same":
                parts = (str(row.row), vocabulary.label("import_verdict", row.verdict), row.who, row_text(row))
                write("\t".join(" ".join(part.split()) for part in parts) + "\n")
        for note in (*plan.obstacles, *plan.notes):
            say(note)
        say(summary(plan))
        outside: Outside = context.obj
        if given["bad_rows"] is not None and plan.bad:
            outside.save_bad_rows(plan, given["bad_rows"])
            say(translate("Command", "The wrong rows are in {name}.").format(name=given["bad_rows"]))
        if actor is None:
            say(translate("Command", "Nothing was changed: this was a dry run."))
            context.exit(1 if plan.obstacles or (plan.bad and not given["skip_bad"]) else 0)
        told = progress(translate("Command", "Importing"))
        done = service(desk, actor, plan, good_rows_only=given["skip_bad"], progress=told)
        say(done.label if done.seq else translate("Command", "Nothing changed: the desk already says the same."))


@import_.command(
    "standard",
    help=translate(
        "Command",
        "Bring in a standard that another agency saved as FILE, as a draft.\n\n"
        "What it holds is shown first. Where DESK has a standard of that code, say --new-version or --code.",
    ),
)
@desk_argument
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=translate("Command", "Show what would come in and change nothing."))
@click.option("--code", default="", metavar="CODE", help=translate("Command", "Bring it in under this code."))
@click.option(
    "--new-version", is_flag=True, help=translate("Command", "As the next version of the standard of that code.")
)
@profile
@passphrase_file
def standard(
    desk: Path,
    file: Path,
    dry_run: bool,
    code: str,
    new_version: bool,
    profile_name: ProfileName,
    passphrase_file: PassphraseFile,
) -> None:
    """What it holds on the standard output; the draft's id where it came in."""
    from coachdesk.importers.standard_file import read_standard_file
    from coachdesk.queries.standards import standard_called, version_detail
    from coachdesk.services.library import as_version, import_standard

    found = read_standard_file(file)
    with opened(desk, passphrase_file, write=not dry_run) as open_desk:
        actor = None if dry_run else acting(open_desk, profile_name)
        with open_desk.read() as conn:
            known = standard_called(conn, code or found.code)
            newest = version_detail(conn, known[1]) if known is not None else None
        shown = as_version(found, newest.number + 1 if newest is not None else 1, code.strip().upper())
        _show_standard(shown, newest)
        if actor is None:
            say(translate("Command", "Nothing was changed: this was a dry run."))
            return
        done = import_standard(open_desk, actor, found, code, as_new_version=new_version)
        say(done.label)
        write(f"{done.result}\n")


def _show_standard(shown: VersionDetail, newest: VersionDetail | None) -> None:
    from coachdesk.queries.standard_changes import changes_between

    say(f"{shown.code} {shown.title}")
    for one in shown.criteria:
        say(f"  {one.code}  {one.text}")
    if newest is None:
        return
    changes = changes_between(newest, shown)
    text = translate("Command", "The desk has {code} version {number}; this differs in:")
    if not changes:
        text = translate("Command", "The desk has {code} version {number}, which says the same.")
    say(text.format(code=newest.code, number=newest.number))
    for change in changes:
        parts = (change.what, change.field, change.before, change.after)
        say("  " + " | ".join(" ".join(part.split()) for part in parts))
