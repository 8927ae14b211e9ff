"""Starting: from nothing to a usable first page of the ten-year desk, against an empty window."""

from __future__ import annotations

from coachdesk.queries.agency import actors
from coachdesk.store import backup
from coachdesk.store.desk import local_now, open_desk
from tests.bench.figures import Figure, paired
from tests.bench.programs import screens, until_line
from tests.bench.yardstick import Options, copy, ten_years


def run(options: Options) -> list[Figure]:
    """On every screen there is. The desk has a backup, so that none is made meanwhile."""
    desk = copy(ten_years(options.scale), "start.desk")
    with open_desk(desk) as opened:
        backup.make(opened.path, opened.key, local_now())
        with opened.read() as conn:
            who = actors(conn)[0].name
    words = ["-m", "tests.bench.start_program", "open", str(desk), "--profile", who]
    found = []
    with screens() as there:
        for name, env in there:
            pairs = paired(
                lambda env=env: until_line(words, "usable", env),
                lambda env=env: until_line(["-m", "tests.bench.start_floor"], "usable", env),
                options.runs,
            )
            found.append(pairs.figure("start", f"start to a usable first page, {name}", "s", 1.5))
    return found
