"""Commands about a desk as a whole: new, check, backup, restore."""

from __future__ import annotations

import os
from pathlib import Path

import click

from coachdesk.cli.access import (
    PassphraseFile,
    ProfileName,
    desk_argument,
    new_passphrase,
    opened,
    passphrase_file,
    passphrase_for,
)
from coachdesk.cli.telling import as_typed, progress, say, write
from coachdesk.errors import Refused
from coachdesk.i18n import translate


@click.command("new", help=translate("Command", "Make a new desk at DESK, sealed with a passphrase."))
@desk_argument
@click.option("--sample", is_flag=True, help=translate("Command", "Fill it with the made-up sample agency."))
@click.option("--agency", metavar="NAME", help=translate("Command", "The agency's name (default: the file's name)."))
@click.option(
    "--state",
    metavar="XX",
    default="",
    help=translate("Command", "The state whose holidays count, by its two letters (default: federal holidays only)."),
)
@click.option(
    "--profile",
    "profile_name",
    metavar="NAME",
    help=translate("Command", "Who will use it first, as coordinator (default: Coordinator)."),
)
@click.option(
    "--no-passphrase",
    is_flag=True,
    help=translate("Command", "Do not seal it: anyone who gets the file can read it."),
)
@passphrase_file
def new(
    desk: Path,
    sample: bool,
    agency: str | None,
    state: str,
    profile_name: ProfileName,
    no_passphrase: bool,
    passphrase_file: PassphraseFile,
) -> None:
    """Make the desk, tell its path on the standard output."""
    if no_passphrase and passphrase_file is not None:
        raise click.UsageError(translate("Command", "--no-passphrase and --passphrase-file exclude each other."))
    if sample and (agency or state or profile_name):
        raise click.UsageError(translate("Command", "The sample agency has its own name, state and people."))
    state = _checked_state(state)
    _refuse_existing(desk)
    passphrase = None if no_passphrase else new_passphrase(passphrase_file)
    if sample:
        from coachdesk.sample import make

        make(desk, passphrase, progress=progress(translate("Command", "Making the sample agency")))
    else:
        from coachdesk.store.desk import AgencyData, ProfileData, create_desk

        name = in_one_line(as_typed(profile_name or translate("Command", "Coordinator")))
        initials = "".join(part[0] for part in name.split())[:3].upper()
        called = agency or os.fsencode(desk.stem).decode("utf-8", "replace")
        data = AgencyData(in_one_line(as_typed(called)), state)
        create_desk(desk, passphrase, data, ProfileData(name, initials)).close()
    if passphrase is None:
        say(translate("Command", "{name} was made. It has no passphrase.").format(name=desk.name))
    else:
        text = translate("Command", "{name} was made. Keep its passphrase safe: nobody can open the desk without it.")
        say(text.format(name=desk.name))
    write(f"{desk.resolve()}\n")


def in_one_line(name: str) -> str:
    """A name as titles, file properties and labels can take it."""
    return " ".join(name.split())


def _checked_state(state: str) -> str:
    from coachdesk.rules.clocks import known_states

    found = state.strip().upper()
    if found and found not in known_states():
        raise click.BadParameter(
            translate("Command", "Give the two letters of a US state or territory."), None, None, "--state"
        )
    return found


def _refuse_existing(path: Path) -> None:
    """Before a passphrase is asked for; `create_desk` checks again."""
    if path.exists():
        raise Refused(
            translate("Command", "There is already a file {name}.").format(name=path),
            kept=translate("Command", "It was left as it is."),
            to_do=translate("Command", "Choose another name, or open that desk."),
        )


@click.command(
    "check", help=translate("Command", "Check the file, the trail, every record against the trail, and the evidence.")
)
@desk_argument
@passphrase_file
@click.pass_context
def check(context: click.Context, desk: Path, passphrase_file: PassphraseFile) -> None:
    """Findings on the standard output, one a line; exit 1 when there are any."""
    from coachdesk.store.check import check as examine

    with opened(desk, passphrase_file, write=False) as open_desk:
        report = examine(open_desk, progress(translate("Command", "Checking")))
    for finding in report.findings:
        write(f"{finding.text}\n")
    say(report.words())
    if not report.sound:
        say(translate("Command", "Nothing was changed. Keep the file as it is, and restore a proven backup beside it."))
        context.exit(1)


@click.command("backup", help=translate("Command", "Make a backup of DESK now and prove it by restoring it."))
@desk_argument
@passphrase_file
def backup(desk: Path, passphrase_file: PassphraseFile) -> None:
    """Tell the backup's path on the standard output."""
    from coachdesk.store import backup as backups

    with opened(desk, passphrase_file, write=False) as open_desk:
        made = backups.make(open_desk.path, open_desk.key, open_desk.clock())
    say(translate("Command", "Proven: it ends with trail entry {seq}.").format(seq=made.seq))
    write(f"{made.path}\n")


@click.command(
    "restore",
    help=translate(
        "Command",
        "Prove BACKUP and bring it back as the new desk named by --to. With --replace a desk of that name is set "
        "aside, never deleted.",
    ),
)
@click.argument("backup", type=click.Path(path_type=Path))
@click.option("--to", "target", required=True, type=click.Path(path_type=Path), metavar="DESK")
@click.option("--replace", is_flag=True, help=translate("Command", "Put it in the place of DESK, which is set aside."))
@passphrase_file
def restore(backup: Path, target: Path, replace: bool, passphrase_file: PassphraseFile) -> None:
    """Tell the restored desk's path on the standard output."""
    from coachdesk.store import restore as restoring

    passphrase = passphrase_for(backup, passphrase_file)
    if replace:
        done = restoring.restore_in_place(target, backup, passphrase)
    else:
        done = restoring.restore(backup, target, passphrase)
    say(done.words())
    write(f"{done.path}\n")
