"""The commands `import roster` and `import standard`: the preview a person would see, then the same use case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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
from coachdesk.cli.outside import Outside
from coachdesk.cli.telling import progress, say, write
from coachdesk.i18n import translate
from coachdesk.importers.preview import PlannedRow

if TYPE_CHECKING:
    from coachdesk.queries.standards import VersionDetail


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
@desk_argument
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=translate("Command", "Show what would happen and change nothing."))
@click.option(
    "--skip-bad", is_flag=True, help=translate("Command", "Import the good rows and leave the wrong ones out.")
)
@click.option(
    "--sheet", default="", metavar="NAME", help=translate("Command", "The sheet to read, where it has several.")
)
@click.option(
    "--bad-rows",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=translate("Command", "Save the wrong rows as FILE (.xlsx or .csv) to correct."),
)
@profile
@passphrase_file
@click.pass_context
def roster(
    context: click.Context,
    desk: Path,
    file: Path,
    dry_run: bool,
    skip_bad: bool,
    sheet: str,
    bad_rows: Path | None,
    profile_name: ProfileName,
    passphrase_file: PassphraseFile,
) -> None:
    """Rows on the standard output: row number, verdict, who, what."""
    from coachdesk.importers.grid import limits_of
    from coachdesk.importers.plan import summary
    from coachdesk.importers.roster import find_roster_mapping, plan_roster, read_roster
    from coachdesk.importers.roster_desk import roster_desk
    from coachdesk.services.roster import import_roster

    with opened(desk, passphrase_file, write=not dry_run) as open_desk:
        table = read_roster(file, sheet=sheet, limits=limits_of(open_desk.settings()))
        actor = None if dry_run else acting(open_desk, profile_name)
        with open_desk.read() as conn:
            plan = plan_roster(table, find_roster_mapping(table), roster_desk(conn), open_desk.clock().date())
        for row in plan.rows:
            _show(row)
        for note in (*plan.obstacles, *plan.notes):
            say(note)
        say(summary(plan))
        outside: Outside = context.obj
        if bad_rows is not None and plan.bad:
            outside.save_bad_rows(plan, bad_rows)
            say(translate("Command", "The wrong rows are in {name}.").format(name=bad_rows))
        if actor is None:
            say(translate("Command", "Nothing was changed: this was a dry run."))
            context.exit(1 if plan.obstacles or (plan.bad and not skip_bad) else 0)
        told = progress(translate("Command", "Importing"))
        done = import_roster(open_desk, actor, plan, good_rows_only=skip_bad, progress=told)  # type: ignore[call-arg]  # every use case takes progress
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
    text = translate("Command", "The desk has {code} version {number}; this differs in:")
    say(text.format(code=newest.code, number=newest.number))
    for change in changes_between(newest, shown):
        parts = (change.what, change.field, change.before, change.after)
        say("  " + " | ".join(" ".join(part.split()) for part in parts))


def _show(row: PlannedRow) -> None:
    from coachdesk import vocabulary
    from coachdesk.importers.roster import row_text

    if row.verdict != "same":
        parts = (str(row.row), vocabulary.label("import_verdict", row.verdict), row.who, row_text(row))
        write("\t".join(" ".join(part.split()) for part in parts) + "\n")
