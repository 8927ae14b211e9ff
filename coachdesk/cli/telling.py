"""How the command line speaks: errors in three sentences, progress, warnings, and a note of our own mistakes."""

from __future__ import annotations

import io
import os
import platform
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import click
import platformdirs

import coachdesk
from coachdesk.errors import DeskError, Refused, StorageFailed
from coachdesk.i18n import translate

MOST_LOG = 512 * 1024
MOST_PROBLEMS = 50


def as_typed(text: str) -> str:
    """A value of the command line as it was typed: bytes that the system's own encoding cannot say (a plain "C" locale)
    are read as UTF-8. UsageError when they are none: a name with letters missing would be saved otherwise.
    """
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        words = translate("Command", "This cannot be read as text: {value}. Write it in UTF-8, or use --with.")
        raise click.UsageError(words.format(value=ascii(text))) from None


class PipeClosed(Exception):
    """Whoever reads our output has closed it. No OSError, so that nobody takes it for trouble with the disk."""


def prepare_output() -> None:
    """Let every name on earth out: UTF-8 into files and pipes, and a mark for what a terminal cannot show.

    A stream that whoever started us closed (`<&-`, `>&-`, a task scheduler) is empty or leads nowhere. Opened first, it
    also takes its own low number, so that no file of the desk can stand where another library writes its messages.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open as long as we run
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def write(text: str) -> None:
    """Put data on the standard output."""
    with _output_told():
        sys.stdout.write(text)


def finish_output() -> None:
    """Let out what is still held back."""
    with _output_told():
        sys.stdout.flush()


@contextmanager
def _output_told() -> Iterator[None]:
    """What becomes of the standard output is not the desk's trouble, and is told as its own."""
    try:
        yield
    except BrokenPipeError as error:
        raise PipeClosed from error
    except OSError as error:
        drop_output()
        raise StorageFailed(
            translate("Command", "What was to be written out could not be: {why}.").format(why=error.strerror or error),
            translate("Command", "The desk holds everything saved before; only this output is not whole."),
            translate("Command", "Make room where the output goes, then ask again."),
        ) from error


def drop_output() -> None:
    """Write nothing more: Python would try again at its very end, and complain."""
    stream, sys.stdout = sys.stdout, None
    own = sys.__stdout__
    if own is not None and stream is own:
        with suppress(OSError, ValueError):  # what it still holds back goes nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), own.fileno())


def say(text: str) -> None:
    """Tell the person something; never mixed with data. Where nobody can hear it, what is done stays done."""
    with suppress(OSError):
        click.echo(text, err=True)


def tell_error(error: DeskError) -> None:
    """What happened, every problem, what was kept, what to do; one after the other."""
    say(error.happened)
    if isinstance(error, Refused):
        for problem in error.problems[:MOST_PROBLEMS]:
            say(f"  - {problem.text}")
        if len(error.problems) > MOST_PROBLEMS:
            more = translate("Command", "and {count} more").format(count=len(error.problems) - MOST_PROBLEMS)
            say(f"  - {more}")
    for sentence in (error.kept, error.to_do):
        if sentence:
            say(sentence)


def note_bug(error: BaseException) -> None:
    """Say that it is our fault, and keep where it happened in a file; never its message, which may quote a record."""
    say(translate("Command", "CoachDesk made a mistake: {kind}.").format(kind=type(error).__name__))
    say(translate("Command", "The desk holds everything saved before."))
    path = Path(platformdirs.user_state_dir("CoachDesk", appauthor=False)) / "coachdesk-command.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > MOST_LOG:
            path.replace(path.with_suffix(".old.log"))
        with path.open("a", encoding="utf-8") as log:
            log.write(_where(error))
    except OSError:
        say(_where(error))
        return
    say(translate("Command", "Please report it with the end of {path}; it holds no record text.").format(path=path))


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} in {frame.name}" for frame in frames]
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    system = f"CoachDesk {coachdesk.__version__}, Python {platform.python_version()}, {platform.system()}"
    return "\n".join([f"{moment} {system}", *lines, f"{type(error).__module__}.{type(error).__qualname__}", "", ""])


def progress(what: str) -> Callable[[int, int], None] | None:
    """Something that shows how far long work is, on a terminal; None elsewhere."""
    if not sys.stderr.isatty():
        return None
    shown = -1

    def show(done: int, total: int) -> None:
        nonlocal shown
        percent = 100 * done // max(total, 1)
        if percent != shown:
            shown = percent
            sys.stderr.write(f"\r{what} {percent}%" + ("\r\x1b[K" if percent >= 100 else ""))
            sys.stderr.flush()

    return show
