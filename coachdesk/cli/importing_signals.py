"""The command `import signals`: a list of incidents, complaints or findings as signals, previewed as in the window."""

from __future__ import annotations

from pathlib import Path

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


@click.command(
    "signals",
    help=translate(
        "Command",
        "Note signals from an Excel or CSV list of incidents, complaints or findings.\n\n"
        "Each row that is new or wrong is listed. With wrong rows nothing is imported, unless --skip-bad. Importing a "
        "list again adds only what is new in it.",
    ),
)
@desk_argument
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=translate("Command", "Show what would happen and change nothing."))
@click.option(
    "--skip-bad", is_flag=True, help=translate("Command", "Import the good rows and leave the wrong ones out.")
)
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
def signals(
    context: click.Context,
    desk: Path,
    file: Path,
    dry_run: bool,
    skip_bad: bool,
    source: str | None,
    severity: str | None,
    sheet: str,
    bad_rows: Path | None,
    profile_name: ProfileName,
    passphrase_file: PassphraseFile,
) -> None:
    """Rows on the standard output: row number, verdict, who, what."""
    from coachdesk.importers.grid import limits_of
    from coachdesk.importers.plan import summary
    from coachdesk.importers.signal_desk import signal_desk
    from coachdesk.importers.signals import Fill, find_signal_mapping, plan_signals, read_signals, row_text
    from coachdesk.services.signal_import import import_signals

    with opened(desk, passphrase_file, write=not dry_run) as open_desk:
        table = read_signals(file, sheet=sheet, limits=limits_of(open_desk.settings()))
        actor = None if dry_run else acting(open_desk, profile_name)
        with open_desk.read() as conn:
            fill = Fill(source or "", severity or "")
            mapping = find_signal_mapping(table)
            plan = plan_signals(table, mapping, signal_desk(conn), open_desk.clock().date(), fill)
        for row in plan.rows:
            if row.verdict != "same":
                parts = (str(row.row), vocabulary.label("import_verdict", row.verdict), row.who, row_text(row))
                write("\t".join(" ".join(part.split()) for part in parts) + "\n")
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
        done = import_signals(open_desk, actor, plan, good_rows_only=skip_bad, progress=told)  # type: ignore[call-arg]  # every use case takes progress
        say(done.label if done.seq else translate("Command", "Nothing changed: the desk already says the same."))
