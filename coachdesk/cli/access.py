"""Opening a desk from the command line: passphrase, who acts, the backup on opening, what the desk warns of."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from coachdesk.cli.passphrase import VARIABLE, from_environment
from coachdesk.cli.telling import say
from coachdesk.errors import DeskBusy, DeskError, Refused, StorageFailed, Unreadable
from coachdesk.i18n import translate

if TYPE_CHECKING:
    from coachdesk.changes import Actor
    from coachdesk.store.desk import Desk

F = TypeVar("F", bound=Callable[..., Any])
PassphraseFile = Path | None
ProfileName = str | None

desk_argument = click.argument("desk", type=click.Path(path_type=Path))


def passphrase_file(function: F) -> F:
    """The option --passphrase-file."""
    text = translate("Command", "Take the passphrase from the first line of FILE.")
    return click.option("--passphrase-file", type=click.Path(path_type=Path), metavar="FILE", help=text)(function)


def profile(function: F) -> F:
    """The option --profile."""
    text = translate("Command", "Who acts, by the name of their profile (default: the first coordinator).")
    return click.option("--profile", "profile_name", metavar="NAME", help=text)(function)


def given_passphrase(file: Path | None) -> str | None:
    """The passphrase from the file, else from the environment; None when neither says one."""
    if file is None:
        return from_environment()
    try:
        with file.open(encoding="utf-8-sig") as lines:
            return lines.readline().rstrip("\r\n") or None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or translate("Command", "it is not a text file")
        raise Unreadable(
            translate("Command", "The passphrase file {name} cannot be read: {reason}.").format(
                name=file.name, reason=reason
            ),
            translate("Command", "Nothing was changed."),
            translate("Command", "Give a text file whose first line is the passphrase."),
        ) from error


def passphrase_for(path: Path, file: Path | None) -> str | None:
    """The passphrase for the desk or backup at `path`: given, or asked for when it is sealed and a person is there."""
    from coachdesk.store.identify import is_encrypted

    found = given_passphrase(file)
    if found is None and sys.stdin.isatty() and is_encrypted(path):
        text = translate("Command", "Passphrase of {name}").format(name=path.name)
        answer: str = click.prompt(text, hide_input=True, err=True)
        return answer
    return found


def new_passphrase(file: Path | None) -> str:
    """The passphrase for a new desk: given, or asked for twice."""
    found = given_passphrase(file)
    if found is not None:
        return _long_enough(found)
    if not sys.stdin.isatty():
        raise click.UsageError(
            translate(
                "Command",
                "Give a passphrase with --passphrase-file or {variable}; --no-passphrase leaves the desk readable by "
                "anyone who gets the file.",
            ).format(variable=VARIABLE)
        )
    answer: str = click.prompt(
        translate("Command", "Passphrase for the new desk"), hide_input=True, confirmation_prompt=True, err=True
    )
    return _long_enough(answer)


def _long_enough(passphrase: str) -> str:
    """The same as the window asks of a new desk."""
    from coachdesk.store.keys import SHORTEST

    if len(passphrase) < SHORTEST:
        raise Refused(
            translate("Command", "The passphrase is too short to seal a desk."),
            kept=translate("Command", "No desk was made."),
            to_do=translate("Command", "Use at least {count} characters; several unrelated words are best.").format(
                count=SHORTEST
            ),
        )
    return passphrase


@contextmanager
def opened(path: Path, file: Path | None, *, write: bool, or_read: bool = False) -> Iterator[Desk]:
    """The desk at `path`. Opened for writing it is backed up first when it changed since the last backup.

    or_read: open it for reading where somebody else writes it, or its folder cannot be written.
    """
    from coachdesk.store import backup
    from coachdesk.store.desk import open_desk

    passphrase = passphrase_for(path, file)
    try:
        found = open_desk(path, passphrase, "write" if write else "read")
    except (DeskBusy, StorageFailed):
        if not or_read:
            raise
        found = open_desk(path, passphrase, "read")
    with found as desk:
        for warning in desk.warnings:
            say(warning)
        if desk.writable and backup.is_due(desk.path, desk.trail_head()[0]):
            try:
                backup.make(desk.path, desk.key, desk.clock(), backup.keeping(desk.settings()))
            except DeskError as error:
                say(translate("Command", "No backup could be made: {reason}").format(reason=error))
        yield desk


def acting(desk: Desk, name: str | None) -> Actor:
    """The profile called `name`, or the first coordinator. Refused when there is none, or when it may only read."""
    from coachdesk.queries.agency import actors

    with desk.read() as conn:
        people = actors(conn)
    if name is None:
        return people[0]
    for actor in people:
        if actor.name.casefold() == name.strip().casefold():
            if actor.role == "reader":
                raise Refused(
                    translate("Command", "{name} is a reader and changes nothing.").format(name=actor.name),
                    kept=translate("Command", "Nothing was changed."),
                    to_do=translate("Command", "Name a coordinator or supervisor with --profile."),
                )
            return actor
    raise Refused(
        translate("Command", "There is no profile called {name}.").format(name=name),
        kept=translate("Command", "Nothing was changed."),
        to_do=translate("Command", "Choose one of: {names}.").format(names=", ".join(one.name for one in people)),
    )
