"""`python -m coachdesk` and the installed `coachdesk`: the command line, which opens the window when asked to.

The one place below the window that knows it: the command line gets the opener as an argument.
"""

from __future__ import annotations

import sys
from pathlib import Path


def open_window(path: Path | None, passphrase: str | None = None, profile: str | None = None) -> int:
    """Run the window, on the desk at `path` or from its start; gives the exit code when it is closed."""
    from ui import app

    return app.open_window(path, passphrase, profile)


def main() -> None:
    """Run the command line with this process's arguments and exit."""
    from coachdesk import cli

    sys.exit(cli.main(open_window))


if __name__ == "__main__":
    main()
