"""`python -m coachdesk` and the installed `coachdesk`: the command line, which opens the window when asked to.

The one place below window and exports that knows them: the command line gets them as arguments, and each is imported
when it is needed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any


def open_window(path: Path | None, passphrase: str | None = None, profile: str | None = None) -> int:
    """Run the window, on the desk at `path` or from its start; gives the exit code when it is closed."""
    from ui import app

    return app.open_window(path, passphrase, profile)


def write_tracker(*arguments: Any, **options: Any) -> Any:
    """See `exports.excel.tracker.write_tracker`."""
    from exports.excel import tracker

    return tracker.write_tracker(*arguments, **options)


def write_pack(*arguments: Any, **options: Any) -> Any:
    """See `exports.pdf.pack.write_pack`."""
    from exports.pdf import pack

    return pack.write_pack(*arguments, **options)


def save_bad_rows(plan: Any, path: Path) -> Any:
    """See `exports.bad_rows.save_bad_rows`."""
    from exports import bad_rows

    return bad_rows.save_bad_rows(plan, path)


def write_standard(*arguments: Any, **options: Any) -> Any:
    """See `exports.standard_file.write_as`."""
    from exports import standard_file

    return standard_file.write_as(*arguments, **options)


def main() -> None:
    """Run the command line with this process's arguments and exit."""
    from coachdesk import cli

    outside = cli.Outside(open_window, write_tracker, write_pack, save_bad_rows, write_standard)
    sys.exit(cli.main(outside=outside))


if __name__ == "__main__":
    main()
