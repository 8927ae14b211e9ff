"""One desk lived in untidily: what may be done to it, and what must hold after each step."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa

from coachdesk.changes import Actor
from coachdesk.errors import DeskError
from coachdesk.queries.cycle_facts import cycle_facts
from coachdesk.queries.scope import Scope
from coachdesk.records import FAMILIES
from coachdesk.records.base import Base, table
from coachdesk.rules.gates import gate
from coachdesk.services import agency, history
from coachdesk.services.everything import every_service
from coachdesk.store.check import check
from coachdesk.store.desk import open_desk
from exports.excel.tracker import write_tracker
from exports.pdf.pack import write_pack
from tests.helpers.audits import open_audit
from tests.helpers.cycling import closed, coaching, validating
from tests.helpers.desks import RENEE, Clock, new_desk
from tests.helpers.practice import make_practice, note
from tests.helpers.reading import read_everything
from tests.helpers.untidy import Untidy

CYCLE, PHASE, PAUSE, OVERRIDE = (
    table(FAMILIES[one]) for one in ("cycle", "cycle_phase", "cycle_pause", "gate_override")
)
AMENDMENT, POSTING, SIGNAL = (table(FAMILIES[one]) for one in ("amendment", "posting", "signal"))
VERSION, ACTION = table(FAMILIES["standard_version"]), table(FAMILIES["corrective_action"])
OPENED_BY, ANSWERED_BY = table(FAMILIES["cycle_signal"]), table(FAMILIES["action_signal"])
PUBLISHED = ("criterion", "prompt_line", "standard_measure")
RULE = ("rule_kind", "rule_unit", "rule_measure", "rule_direction", "rule_threshold", "rule_smallest_count")
UNFILLED = re.compile(r"\{(?!name\})\w+\}")  # "{number}" that nobody filled in; a text of ours has "{name}" in it
JUMPS: tuple[Mapping[str, float], ...] = (
    {"minutes": 7}, {"hours": 5}, {"days": 1}, {"days": 3}, {"days": 31}, {"days": -1}, {"days": -40}, {"hours": -2},
)  # fmt: skip


class Life:
    """A desk with a small agency, who acts in it, and what was true of it before."""

    def __init__(self, folder: Path, rng: Random) -> None:
        self.folder, self.rng, self.clock = folder, rng, Clock()
        self.desk = new_desk(folder, self.clock)
        practice = make_practice(self.desk)
        note(self.desk, self.clock, practice)
        open_audit(self.desk, practice, size=2)
        for begin in rng.sample((coaching, validating, closed), 2):
            begin(self.desk, self.clock, practice)
        agency.add_profile(self.desk, RENEE, name="Sam Lee", role="supervisor")
        self.actors = (RENEE, Actor(2, "Sam Lee", "supervisor"))
        self.actor = RENEE
        self.untidy = Untidy(self.desk, self.clock, rng)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.said: list[str] = []
        self._numbers: dict[tuple[str, str], int] = {}
        self._published: dict[int, str] = {}
        self._rules: dict[int, tuple[Any, int]] = {}

    def close(self) -> None:
        """Let go of the desk."""
        self.desk.close()

    # Steps ------------------------------------------------------------------------------------------------------------

    def act(self) -> None:
        """One use case with arguments as they come."""
        action = self.untidy.action()
        self.call(action, self.untidy.arguments(action))

    def call(self, action: str, arguments: Mapping[str, Any]) -> None:
        """This use case: done, or refused with everything as it was."""
        self.said.append(f"{action}({', '.join(f'{name}={value!r}' for name, value in arguments.items())})")
        self._try(action, lambda: every_service()[action](self.desk, self.actor, **arguments))

    def undo(self) -> None:
        """Undo by name; what it names must be what it reverses."""
        self.said.append("undo")
        label = history.state(self.desk, self.actor).undo_label
        self._try("undo", lambda: history.undo(self.desk, self.actor), f"Undo: {label}" if label else "")

    def redo(self) -> None:
        """Redo by name."""
        self.said.append("redo")
        label = history.state(self.desk, self.actor).redo_label
        self._try("redo", lambda: history.redo(self.desk, self.actor), f"Redo: {label}" if label else "")

    def jump(self) -> None:
        """The clock goes on, or somebody sets it back."""
        span = self.rng.choice(JUMPS)
        self.said.append(f"clock {span}")
        self.clock.go(**span)

    def change_person(self) -> None:
        """Another profile acts."""
        self.actor = self.rng.choice(self.actors)
        self.said.append(f"now {self.actor.name}")

    def reopen(self) -> None:
        """Close the desk and open it again."""
        self.said.append("reopen")
        before = self.rows()
        self.desk.close()
        self.desk = self.untidy.desk = open_desk(self.desk.path, clock=self.clock)
        told = [one for one in self.desk.warnings if "clock" not in one]
        assert not told, told
        assert self.rows() == before

    def export(self) -> None:
        """A tracker and a pack of everything can be made."""
        self.said.append("export")
        moment = self.clock()
        with self.desk.read() as conn:
            write_tracker(conn, self.folder / "tracker.xlsx", Scope(), made_at=moment)
            write_pack(conn, self.folder / "pack.pdf", Scope(), made_at=moment)

    def _try(self, name: str, call: Any, label: str = "") -> None:
        before = self.rows()
        try:
            changes = call()
        except DeskError as error:
            self.refused[name] += 1
            self.said[-1] += f"\n        refused: {error}"[:300]
            self._refused(name, error, before)
            return
        self.done[name] += 1
        after = self.rows()
        assert changes.label, f"{name} has no label"
        assert not label or changes.label == label
        assert bool(changes.seq) == (after != before), f"{name}: entry {changes.seq}"
        touched = {family for family in FAMILIES if before.get(family) != after.get(family)}
        assert touched == set(changes.touched), f"{name} touched {touched}, and says {set(changes.touched)}"
        if changes.seq and changes.undoable and self.rng.random() < 0.4:
            self._undone_and_done_again(name, before, after)

    def _undone_and_done_again(self, name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Undo brings every record back as it was, and redo as it had become; only the history goes on."""
        history.undo(self.desk, self.actor)
        assert self.rows(history_too=False) == _without_history(before), f"undo left something of {name}"
        history.redo(self.desk, self.actor)
        assert self.rows(history_too=False) == _without_history(after), f"redo gave something else than {name}"

    def _refused(self, name: str, error: DeskError, before: Mapping[str, Any]) -> None:
        """A refusal says in words what happened, and leaves every row of every table as it was."""
        assert error.happened
        assert not UNFILLED.search(str(error)), error
        assert self.rows() == before, f"{name} was refused and changed something: {error}"

    # What must hold ---------------------------------------------------------------------------------------------------

    def rows(self, *, history_too: bool = True) -> dict[str, Any]:
        """Every row of every table; without history: no trail, no revisions, no counters."""
        found: dict[str, Any] = {}
        with self.desk.read() as conn:
            for one in Base.metadata.sorted_tables:
                rows = conn.execute(sa.select(one)).mappings()
                found[one.name] = sorted((dict(row) for row in rows), key=repr)
        return found if history_too else _without_history(found)

    def holds(self, *, thorough: bool = True) -> None:
        """Everything that must be true after any step. thorough: reads all there is, too."""
        report = check(self.desk)
        assert report.sound, report.findings[:5]
        with self.desk.read() as conn:
            self._numbers_stay(conn)
            self._published_stays(conn)
            self._rules_stay(conn)
            self._cycles_are_whole(conn)
            self._people_are_somewhere(conn)
            self._signals_are_answered(conn)
        if thorough:
            read_everything(self.desk)

    def _numbers_stay(self, conn: sa.Connection) -> None:
        """A number once given never names another record, even when its record was undone."""
        for family, cls in FAMILIES.items():
            columns = table(cls).c
            if "number" not in columns or not isinstance(columns.number.type, sa.Text) or family == "staff":
                continue
            for key, number in conn.execute(sa.select(columns.id, columns.number)):
                assert number
                assert self._numbers.setdefault((family, number), key) == key, f"{number} names two records"

    def _published_stays(self, conn: sa.Connection) -> None:
        """What a published version says never changes (rule of the standards)."""
        columns = [one for one in VERSION.c if one.name not in ("status", "retired_at", "rev")]
        for row in conn.execute(sa.select(*columns).where(VERSION.c.status != "draft")):
            parts = [tuple(row)]
            for family in PUBLISHED:
                part = table(FAMILIES[family])
                parts += map(
                    tuple, conn.execute(sa.select(part).where(part.c.version_id == row.id).order_by(part.c.id))
                )
            said = hashlib.sha256(repr(parts).encode()).hexdigest()
            assert self._published.setdefault(row.id, said) == said, f"version {row.id} changed after publication"
        in_force = sa.select(VERSION.c.standard_id).where(VERSION.c.status == "published")
        found = list(conn.execute(in_force).scalars())
        assert len(found) == len(set(found)), "two versions of one standard are in force"

    def _rules_stay(self, conn: sa.Connection) -> None:
        """A locked success rule changes by amendments only (R5)."""
        columns = (CYCLE.c.id, *(CYCLE.c[name] for name in RULE))
        for row in conn.execute(sa.select(*columns).where(CYCLE.c.rule_locked_at.is_not(None))):
            count = sa.select(sa.func.count()).where(AMENDMENT.c.cycle_id == row.id)
            amendments = int(conn.execute(count).scalar_one())
            before, had = self._rules.get(row.id, (tuple(row), amendments))
            assert before == tuple(row) or amendments > had, f"the rule of cycle {row.id} changed unamended"
            self._rules[row.id] = tuple(row), amendments

    def _cycles_are_whole(self, conn: sa.Connection) -> None:
        settings = self.desk.settings()
        for cycle in conn.execute(sa.select(CYCLE)):
            phases = {row.phase: row for row in conn.execute(sa.select(PHASE).where(PHASE.c.cycle_id == cycle.id))}
            assert set(phases) == {"diagnose", "coach", "validate", "close"}
            paused = conn.execute(
                sa.select(PAUSE).where(PAUSE.c.cycle_id == cycle.id, PAUSE.c.until_on.is_(None))
            ).all()
            assert len(paused) == (cycle.status in ("paused", "escalated")), f"{cycle.number} is {cycle.status} (R10)"
            assert (cycle.closed_at is not None) == (cycle.status in ("closed", "cancelled"))
            assert phases[cycle.phase].started_at is not None, f"{cycle.number} is in {cycle.phase}"
            overrides = conn.execute(sa.select(OVERRIDE).where(OVERRIDE.c.cycle_id == cycle.id)).all()
            assert all(one.reason.strip() and one.missing.strip() for one in overrides), (
                "an override without its reason"
            )
            if cycle.status == "closed":
                assert cycle.signed_off_by is not None, "closed and not signed off (R8)"
                result = gate("close", cycle_facts(conn, cycle.id), settings)
                if not any(one.gate == "close" for one in overrides):
                    assert result.met, f"{cycle.number} is closed, and lacks (R7, R8): {result.missing}"

    def _people_are_somewhere(self, conn: sa.Connection) -> None:
        """Everybody has exactly one posting that is open, and no two at a time."""
        rows: dict[int, list[Any]] = {}
        for row in conn.execute(sa.select(POSTING).order_by(POSTING.c.starts_on, POSTING.c.id)):
            rows.setdefault(row.staff_id, []).append(row)
        for key, postings in rows.items():
            assert [one.ends_on is None for one in postings].count(True) == 1, f"postings of {key}"
            for early, late in pairwise(postings):
                assert early.ends_on is not None, f"postings of {key} overlap"
                assert early.ends_on <= late.starts_on, f"postings of {key} overlap"

    def _signals_are_answered(self, conn: sa.Connection) -> None:
        """A signal said to be in a cycle, or answered by an action, is (R20)."""
        in_cycle = sa.select(OPENED_BY.c.signal_id).join(CYCLE, CYCLE.c.id == OPENED_BY.c.cycle_id)
        taken = set(conn.execute(in_cycle.where(CYCLE.c.status != "cancelled")).scalars())
        said = set(conn.execute(sa.select(SIGNAL.c.id).where(SIGNAL.c.triage == "in_cycle")).scalars())
        assert said == taken, f"in a cycle: said of {said}, linked {taken}"
        by_action = sa.select(ANSWERED_BY.c.signal_id).join(ACTION, ACTION.c.id == ANSWERED_BY.c.action_id)
        taken = set(conn.execute(by_action.where(ACTION.c.status != "cancelled")).scalars())
        said = set(conn.execute(sa.select(SIGNAL.c.id).where(SIGNAL.c.triage == "corrective_action")).scalars())
        assert said <= taken, f"answered by an action: said of {said}, linked {taken}"


def _without_history(rows: Mapping[str, Any]) -> dict[str, Any]:
    """Without the trail, counters, what evidence was ever kept, and revisions: these only go on."""
    return {
        name: [{key: value for key, value in row.items() if key != "rev"} for row in found]
        for name, found in rows.items()
        if not name.startswith("trail") and name not in ("counter", "evidence_content")
    }
