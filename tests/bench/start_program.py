"""Starts CoachDesk on a desk as a person would and says "usable" once the first page shows what is in the desk.

The command line, the start window, opening and the first page are the program's own; only the first page of the rail
is watched.
"""

from __future__ import annotations

import os
from pathlib import Path


def end(_page: object) -> None:
    """Say so, and go without tidying up: the time is taken."""
    print("usable", flush=True)
    os._exit(0)


def open_watched(path: Path | None, passphrase: str | None = None, profile: str | None = None) -> int:
    """As coachdesk.__main__.open_window, with the first page watched."""
    from ui import app
    from ui.pages.registry import PAGES

    first = PAGES[0]  # ours is imported later than all of the program's own, so as not to change their order
    from tests.bench.windows import watched

    return app.open_window(path, passphrase, profile, [watched(first, end), *PAGES[1:]])


def main() -> None:
    """Run the command line with this process's arguments, as coachdesk.__main__.main does."""
    import coachdesk.__main__ as program
    from coachdesk import cli

    outside = cli.Outside(
        open_watched, program.write_tracker, program.write_pack, program.save_bad_rows, program.write_standard
    )
    raise SystemExit(cli.main(outside=outside))


if __name__ == "__main__":
    main()
