"""Kills the program at random moments while it saves, imports or migrates, and looks at what is left.

    python -m tests.faults.kills --phase save --rounds 500 --seed 1 [--sealed] [--control early-ack]

Each round forks a child that works on a desk and tells through a pipe what it was told is saved ("acknowledged"). The
child is killed (SIGKILL) after a random while; then the desk is opened again as any program would, and must hold every
acknowledged change, nothing half-done, and a whole trail. `--control` breaks the program on purpose ("early-ack" says
saved before it is, "two-steps" saves in two transactions): the harness must then find faults, or it proves nothing.
Prints one JSON line with the figures; exit 0 when nothing was lost.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from coachdesk.records.base import table
from coachdesk.records.people import Posting, Staff
from coachdesk.services import staff
from coachdesk.services.use_case import use_case
from coachdesk.store import backup, schema, trail
from coachdesk.store.change import Change
from coachdesk.store.desk import Desk, open_desk
from tests.helpers.desks import RENEE, Clock, fast_keys, new_desk
from tests.helpers.migrations import with_a_rebuild

PASSPHRASE = "correct horse"
IMPORT_SIZE = 200
AFRESH = 8  # rounds
PEOPLE, POSTINGS = table(Staff), table(Posting)
Ack = Callable[[int], None]


@dataclass
class Figures:
    """What a run found."""

    phase: str
    rounds: int = 0
    acknowledged: int = 0
    hot_journals: int = 0
    lost: int = 0
    half_done: int = 0
    trail_faults: int = 0
    examples: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        """Nothing lost, nothing half-done, nothing broken."""
        return not (self.lost or self.half_done or self.trail_faults)


@use_case("test.bulk", "Import many")
def bulk(change: Change, first: int) -> None:
    """As an import does: many people with their postings in one transaction."""
    people = [Staff(number=str(first + one), first_name="Bulk", last_name="x" * 200) for one in range(IMPORT_SIZE)]
    change.session.add_all(people)
    change.session.flush()
    change.session.add_all([Posting(staff_id=one.id, starts_on=date(2026, 1, 1)) for one in people])


def saving(desk: Desk, number: int, ack: Ack) -> None:
    """Save staff members one by one for as long as it lives."""
    while True:
        staff.add_staff(desk, RENEE, {"number": str(number), "last_name": "x" * 100})
        ack(number)
        number += 1


def importing(desk: Desk, number: int, ack: Ack) -> None:
    """Import rosters of one size for as long as it lives."""
    while True:
        bulk(desk, RENEE, number)
        ack(number + IMPORT_SIZE - 1)
        number += IMPORT_SIZE


def early(desk: Desk, number: int, ack: Ack) -> None:
    """The first control: says "saved" before it is."""
    while True:
        ack(number)
        staff.add_staff(desk, RENEE, {"number": str(number), "last_name": "x" * 100})
        number += 1


def two_steps(desk: Desk, number: int, ack: Ack) -> None:
    """The second control: saves the person and their posting in two transactions."""
    while True:
        with desk.scratch() as session:
            assert session is not None
            person = Staff(number=str(number), last_name="x" * 100)
            session.add(person)
            session.flush()
            person_id = person.id
        with desk.scratch() as session:
            assert session is not None
            session.add(Posting(staff_id=person_id, starts_on=date(2026, 1, 1)))
        ack(number)
        number += 1


WORK = {"save": saving, "import": importing, "early-ack": early, "two-steps": two_steps}


def count(desk: Desk, what: sa.Table) -> int:
    """How many rows a table of the desk has."""
    with desk.read() as conn:
        return int(conn.execute(sa.select(sa.func.count()).select_from(what)).scalar_one())


class Harness:
    """One run: a desk, a phase, and what was found so far."""

    def __init__(self, folder: Path, phase: str, seed: int, *, sealed: bool, control: str) -> None:
        self.folder = folder
        self.phase = phase
        self.control = control
        self.dice = random.Random(seed)
        self.passphrase = PASSPHRASE if sealed else None
        self.figures = Figures(phase)
        self.migrations = with_a_rebuild(folder / "migrations") if phase == "migrate" else schema.MIGRATIONS
        self.path = self._fresh()
        self.original = folder / "original.desk"
        if phase == "migrate":
            with open_desk(self.path, self.passphrase) as desk:
                bulk(desk, RENEE, 1)
            shutil.copy(self.path, self.original)
        self.longest = self._time_a_migration() if phase == "migrate" else 0.0  # seconds until a kill at the most

    def _time_a_migration(self) -> float:
        """Half as long again as one takes here and now: kills fall into all of it, and some behind it."""
        spans = []
        for _ in range(2):  # the first loads what it needs
            self._clear()
            shutil.copy(self.original, self.path)
            began = time.monotonic()
            with open_desk(self.path, self.passphrase, migrations=self.migrations):
                spans.append(time.monotonic() - began)
        return 1.6 * min(spans)

    def _clear(self) -> None:
        for old in self.folder.glob("Harbor*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()

    def _fresh(self) -> Path:
        self._clear()
        with new_desk(self.folder, Clock(), self.passphrase) as desk:
            return desk.path

    def run(self, rounds: int) -> Figures:
        """Kill that many times."""
        began = time.monotonic()
        for number in range(rounds):
            if self.phase == "migrate":
                self._clear()
                shutil.copy(self.original, self.path)
            elif number % AFRESH == AFRESH - 1:
                self.path = self._fresh()  # a short trail keeps the look afterwards quick
            self._round()
            self.figures.rounds += 1
        self.figures.seconds = round(time.monotonic() - began, 1)
        return self.figures

    def _round(self) -> None:
        acknowledged = self._work_and_kill()
        self.figures.acknowledged += len(acknowledged)
        self.figures.hot_journals += self.path.with_name(self.path.name + "-journal").exists()
        with open_desk(self.path, self.passphrase, migrations=self.migrations) as desk:
            self._look(desk, acknowledged)

    def _work_and_kill(self) -> list[int]:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            self._child(writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            if self.phase == "migrate":
                time.sleep(self.dice.uniform(0, self.longest))
            else:
                pipe.readline()  # at work
                time.sleep(self.dice.uniform(0, 0.2 if self.phase == "import" else 0.06))
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return [int(line) for line in pipe.read().split()]

    def _child(self, writing: int) -> None:
        """What runs until it is killed; never returns."""
        try:
            with open_desk(self.path, self.passphrase, migrations=self.migrations) as desk:
                os.write(writing, b"0\n")
                if self.phase != "migrate":
                    work = WORK[self.control or self.phase]
                    work(desk, count(desk, PEOPLE) + 1, lambda number: void(os.write(writing, b"%d\n" % number)))
        finally:
            os._exit(0)

    def _look(self, desk: Desk, acknowledged: list[int]) -> None:
        with desk.read() as conn:
            numbers = {int(number) for number in conn.execute(sa.select(PEOPLE.c.number)).scalars()}
            faults = [finding.text for finding in trail.check_chain(conn)]
        people, postings = len(numbers), count(desk, POSTINGS)
        expected = IMPORT_SIZE if self.phase == "migrate" else None
        lost = [number for number in acknowledged if number and number not in numbers]
        if lost or (expected is not None and people != expected):
            self._note("lost", f"acknowledged but gone: {lost[:3]}, {people} people")
        whole = IMPORT_SIZE if self.phase != "save" else 1
        if people != postings or people % whole:
            self._note("half_done", f"{people} people, {postings} postings")
        if self.phase == "migrate":
            self._look_at_migration(desk)
        if faults:
            self._note("trail_faults", faults[0])

    def _look_at_migration(self, desk: Desk) -> None:
        with desk.read() as conn:
            columns = {column["name"] for column in sa.inspect(conn).get_columns("staff")}
            if schema.revision(conn) != "9001" or "shoe_size" not in columns:
                self._note("half_done", f"revision {schema.revision(conn)}")
        kept = backup.listed(self.path)
        if not kept:
            self._note("lost", "migrated without a backup")
        for one in kept:
            backup.prove(one.path, desk.key)

    def _note(self, kind: str, text: str) -> None:
        setattr(self.figures, kind, getattr(self.figures, kind) + 1)
        self.figures.examples = [*self.figures.examples, f"{kind}: {text}"][:5]


def void(_: object) -> None:
    """Take a value and give none."""


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phase", choices=["save", "import", "migrate"], required=True)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sealed", action="store_true")
    parser.add_argument("--control", choices=["early-ack", "two-steps"], default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="coachdesk-kills-") as name, fast_keys():
        os.environ["XDG_STATE_HOME"] = name
        harness = Harness(Path(name), given.phase, given.seed, sealed=given.sealed, control=given.control)
        figures = harness.run(given.rounds)
    print(json.dumps(asdict(figures)))
    return 0 if figures.clean else 1


if __name__ == "__main__":
    sys.exit(main())
