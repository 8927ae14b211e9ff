"""Works on a desk that lies on a disk of six megabytes until nothing fits any more, and prints what happened.

Run by test_full_disk.py inside a mount namespace of its own: `python -m tests.faults.full_disk FOLDER PHASE`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from coachdesk.errors import DeskError, StorageFailed
from coachdesk.services import staff
from coachdesk.store import backup, trail
from coachdesk.store.desk import Desk, open_desk
from tests.faults.kills import bulk
from tests.helpers.desks import RENEE, Clock, new_desk


def save(desk: Desk, number: int) -> None:
    """One staff member with long texts."""
    values = {"number": str(number), "last_name": "x" * 200, "coach_skills": "y" * 4000}
    staff.add_staff(desk, RENEE, values)


def bring_in(desk: Desk, number: int) -> None:
    """An import's worth of people."""
    bulk(desk, RENEE, number * 1000)


def back_up(desk: Desk, number: int) -> None:
    """Save something and back the desk up beside itself."""
    save(desk, number)
    backup.make(desk.path, desk.key, desk.clock())


PHASES: dict[str, Callable[[Desk, int], None]] = {"save": save, "import": bring_in, "backup": back_up}


def main() -> None:
    """Fill the disk, then look at the desk as it is."""
    folder, phase = Path(sys.argv[1]), sys.argv[2]
    clock = Clock()
    done = 0
    words = ""
    with new_desk(folder, clock) as desk:
        for number in range(1, 10_000):
            clock.go(hours=1)
            try:
                PHASES[phase](desk, number)
            except StorageFailed as error:
                words = str(error)
                break
            except DeskError as error:
                words = f"{type(error).__name__}: {error}"
                break
            done = number
        last = desk.trail_head()[0]
    for left in folder.glob("filler*"):
        left.unlink()
    with open_desk(folder / "Harbor.desk", mode="read") as desk, desk.read() as conn:
        people = conn.exec_driver_sql("SELECT count(*) FROM staff").scalar_one()
        postings = conn.exec_driver_sql("SELECT count(*) FROM posting").scalar_one()
        faults = [finding.text for finding in trail.check_chain(conn)]
    kept = [one.path.name for one in backup.listed(folder / "Harbor.desk")]
    stray = [one.name for one in folder.rglob(".*")]
    print(json.dumps({
        "done": done, "words": words, "people": people, "postings": postings, "faults": faults,
        "trail": last, "kept": kept, "stray": stray,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
