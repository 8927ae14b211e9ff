"""The command line: the same services and queries as the window, for scripts and for computers without a screen.

Its commands are only loaded when one is called: opening the window, which people do all day, goes straight to it.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from coachdesk.cli.outside import Outside

__all__ = ["Outside", "main"]


def main(argv: Sequence[str] | None = None, outside: Outside | None = None) -> int:
    """Run the command line with `argv` (this process's own when None); gives the exit code, never raises."""
    words = sys.argv[1:] if argv is None else list(argv)
    wish = _window_wish(words)
    if wish is None or outside is None:
        from coachdesk.cli import app

        return app.main(words, outside)
    gc.disable()  # starting makes much and drops little; the window collects again once it stands
    try:
        return _open(outside, *wish)
    finally:
        gc.enable()


def _window_wish(words: list[str]) -> tuple[Path | None, str | None] | None:
    """The desk and the profile, when the words are those of a shortcut or a double click; None for all others."""
    match words:
        case [] | ["open"]:
            return None, None
        case [desk] | ["open", desk] if desk.lower().endswith(".desk") and not desk.startswith("-"):
            return Path(desk), None
        case [desk, "--profile", name] | ["open", desk, "--profile", name] if (
            desk.lower().endswith(".desk") and not desk.startswith("-") and not name.startswith("-")
        ):
            return Path(desk), name
    return None


def _open(outside: Outside, desk: Path | None, profile: str | None) -> int:
    """Open the window; what goes wrong is told as the commands tell it."""
    from coachdesk.cli.passphrase import from_environment

    try:
        return outside.open_window(desk, None if desk is None else from_environment(), profile)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - a mistake of ours must not show a traceback to the person
        from coachdesk.cli import app

        return app.told(error)
