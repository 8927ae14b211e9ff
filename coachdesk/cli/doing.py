"""The command `do`: any change a person can make in the window, by the name the trail gives it.

    coachdesk do Harbor.desk signal.log values.source=near_miss values.occurred_on=2026-03-14 ...
    coachdesk do --list

So every rule can be met from a script too: the same services refuse the same things for the same reasons.
"""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coachdesk.cli.access import PassphraseFile, ProfileName, acting, opened, passphrase_file, profile
from coachdesk.cli.telling import as_typed, say, write
from coachdesk.errors import Problem, Refused, UnknownField
from coachdesk.i18n import translate

if TYPE_CHECKING:
    from coachdesk.services.use_case import UseCase

# They take what only a preview or an exporter can make; `import` and `export` are their commands.
ELSEWHERE = frozenset({"roster.import", "signal.import", "standard.import", "export.note"})


def services() -> dict[str, Callable[..., Any]]:
    """Every service that words can call, by its action, in the order of names."""
    from coachdesk.services.everything import every_service

    return {action: service for action, service in every_service().items() if action not in ELSEWHERE}


@click.command(
    "do",
    help=translate(
        "Command",
        "Make a change: ACTION with its parameters as NAME=VALUE.\n\n"
        "Fields of a record are written values.FIELD=VALUE, lists with commas, anything else as JSON; @FILE takes a "
        "file's bytes, and --with reads all parameters from a JSON file. Records are named by id or by what people "
        "call them: CC-2026-0003, SH-01 v1, a staff number. --list shows every action with its parameters.",
    ),
)
@click.argument("desk", required=False, type=click.Path(path_type=Path))
@click.argument("action", required=False)
@click.argument("given", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--with", "file", type=click.File("r", "utf-8"), metavar="FILE", help=translate(
    "Command", "Take parameters from a JSON object in FILE, or from the standard input with -."))  # fmt: skip
@click.option("--list", "listed", is_flag=True, help=translate("Command", "Show every action and its parameters."))
@profile
@passphrase_file
def do(
    desk: Path | None,
    action: str | None,
    given: Sequence[str],
    file: Any,
    listed: bool,
    profile_name: ProfileName,
    passphrase_file: PassphraseFile,
) -> None:
    """Any result as JSON on the standard output; what was done, and what to look at in it (R22), on the other."""
    from coachdesk.cli.arguments import converted
    from coachdesk.cli.typed import typed_warnings

    known = services()
    if listed:
        _list(known)
        return
    if desk is None or action is None:
        raise click.UsageError(translate("Command", "Name the desk and the action, or ask with --list."))
    if action not in known:
        text = translate("Command", "There is no action {name}; `coachdesk do --list` shows them.")
        raise click.UsageError(text.format(name=action))
    values = {**_from_file(file), **_from_words(given)}
    with opened(desk, passphrase_file, write=True) as open_desk:
        actor = acting(open_desk, profile_name)
        with open_desk.read() as conn:
            arguments = converted(conn, known[action], values)
            told = typed_warnings(conn, action, arguments)
        try:
            done = known[action](open_desk, actor, **arguments)
        except UnknownField as error:
            raise _no_such_field(error) from error
        say(done.label if done.seq else translate("Command", "Nothing changed: the desk already says the same."))
        for one in (*done.notes, *told):
            say(one)
        if done.result is not None:
            write(json.dumps(done.result, ensure_ascii=False, default=str) + "\n")


def _no_such_field(error: UnknownField) -> Refused:
    text = translate("Command", "There is no field {name}; choose from {names}.")
    told = text.format(name=", ".join(error.unknown), names=", ".join(error.allowed))
    return Refused(
        translate("Command", "This cannot be done as written."),
        [Problem("values", told)],
        kept=translate("Command", "Nothing was changed."),
    )


def _from_file(file: Any) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        found = json.load(file)
    except ValueError as error:
        raise click.UsageError(translate("Command", "--with: this is no JSON ({why}).").format(why=error)) from error
    if not isinstance(found, dict):
        raise click.UsageError(translate("Command", "--with: the file must hold one JSON object."))
    return found


def _from_words(given: Sequence[str]) -> dict[str, Any]:
    """NAME=VALUE pairs; "values.source=near_miss" fills the mapping `values`."""
    found: dict[str, Any] = {}
    for one in given:
        name, sign, text = as_typed(one).partition("=")
        if not sign:
            raise click.UsageError(translate("Command", "{text}: write NAME=VALUE.").format(text=one))
        head, *path = name.split(".")
        if not path:
            found[head] = _read(text)
            continue
        inside = found.setdefault(head, {})
        if not isinstance(inside, dict) or len(path) > 1:
            raise click.UsageError(translate("Command", "{name} is given twice.").format(name=name))
        inside[path[0]] = _read(text)
    return found


def _read(text: str) -> Any:
    """JSON where it is a list or an object, a file's bytes after @, else the text itself."""
    if text.startswith("@"):
        try:
            return Path(os.fsdecode(text[1:].encode())).read_bytes()
        except OSError as error:
            words = translate("Command", "{name} cannot be read: {why}.")
            raise click.UsageError(words.format(name=text[1:], why=error.strerror)) from error
    if text[:1] in ("[", "{"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def _list(known: Mapping[str, Callable[..., Any]]) -> None:
    from coachdesk.cli.arguments import parameters
    from coachdesk.services.use_case import USE_CASES

    for name, service in known.items():
        case: UseCase = USE_CASES[name]
        told = " ".join(one if needed else f"[{one}]" for one, (_, needed) in parameters(service).items())
        write(f"{name}  {told}\n")
        write(f"    {translate('Do', case.words)}. {_first_line(service)}\n")


def _first_line(service: Callable[..., Any]) -> str:
    """The first paragraph of its documentation, in one line."""
    return " ".join((inspect.getdoc(service) or "").split("\n\n")[0].split())
