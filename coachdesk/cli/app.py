"""The root of the command line: its commands, how errors are told, and the exit codes.

Exit 0: done. 1: refused, or something is wrong. 2: called wrongly. Data goes to the standard output, everything said
to the person to the standard error.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

import coachdesk
from coachdesk.cli import desks, doing, drift, exporting, importing, listing, patterns
from coachdesk.cli.access import PassphraseFile, ProfileName, given_passphrase, passphrase_file, profile
from coachdesk.cli.outside import Outside
from coachdesk.cli.telling import PipeClosed, drop_output, finish_output, note_bug, prepare_output, say, tell_error
from coachdesk.errors import DeskError
from coachdesk.i18n import translate

DONE, REFUSED, USAGE = 0, 1, 2


class Commands(click.Group):
    """The commands; a desk file named in the place of one is opened, as when it is double-clicked."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None and args[0].lower().endswith(".desk"):
            args = ["open", *args]
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=translate(
        "Command",
        "Coaching as a workflow. Without a command the window opens.\n\n"
        "A sealed desk's passphrase is asked for, or taken from --passphrase-file or COACHDESK_PASSPHRASE.\n\n"
        "Exit codes: 0 done, 1 refused or something is wrong, 2 called wrongly.",
    ),
)
@click.version_option(coachdesk.__version__, "-V", "--version", prog_name="CoachDesk")
@click.pass_context
def commands(context: click.Context) -> None:
    """Open the window when no command was given."""
    if context.invoked_subcommand is None:
        context.exit(context.find_object(Outside).open_window(None))  # type: ignore[union-attr]  # main puts it there


@commands.command("open", help=translate("Command", "Open the window, on DESK when it is given."))
@click.argument("desk", required=False, type=click.Path(path_type=Path))
@profile
@passphrase_file
@click.pass_context
def open_(
    context: click.Context, desk: Path | None, profile_name: ProfileName, passphrase_file: PassphraseFile
) -> None:
    """The window asks for what it needs; a passphrase given here saves it from asking."""
    outside: Outside = context.obj
    context.exit(outside.open_window(desk, given_passphrase(passphrase_file), profile_name))


for _command in (
    desks.new,
    importing.import_,
    listing.list_,
    drift.drift,
    patterns.patterns,
    doing.do,
    exporting.export,
    desks.check,
    desks.backup,
    desks.restore,
):
    commands.add_command(_command)


def main(argv: Sequence[str] | None = None, outside: Outside | None = None) -> int:
    """Run the command line with `argv` (this process's own when None); gives the exit code, never raises."""
    prepare_output()
    try:
        code = commands.main(
            args=None if argv is None else list(argv), prog_name="coachdesk", obj=outside, standalone_mode=False
        )
        finish_output()
        return code if isinstance(code, int) else DONE
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - a mistake of ours must not show a traceback
        return told(error)


def told(error: BaseException) -> int:
    """Tell the person what went wrong; gives the exit code."""
    if isinstance(error, PipeClosed | BrokenPipeError):
        drop_output()  # whoever read it (`| head`) has enough; first of all, since preparing it would write again
        return DONE
    prepare_output()
    if isinstance(error, click.ClickException):
        with suppress(OSError):
            error.show()
        return USAGE
    if isinstance(error, click.Abort | KeyboardInterrupt):
        say(translate("Command", "Stopped."))
        return REFUSED
    if isinstance(error, DeskError):
        tell_error(error)
        return REFUSED
    note_bug(error)
    return REFUSED
