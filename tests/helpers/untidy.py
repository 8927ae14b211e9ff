"""Arguments for any registered use case as untidy life makes them: mostly sensible, some empty, wrong or out of range.

Everything is drawn from a `random.Random`, so a run repeats exactly from its seed. Types come from the services' own
annotations (as the command line reads them), the fields of records from the columns and their vocabularies.
Long because most use cases have a few lines of their own here: what somebody who knows the work would give.
"""

from __future__ import annotations

import types
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any, Union, get_args, get_origin

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.cli.arguments import MEANS, parameters
from coachdesk.queries.field_words import field_choice
from coachdesk.records import FAMILIES
from coachdesk.records.base import UtcDateTime, table
from coachdesk.services.cycle_phases import CoacheeOutcome
from coachdesk.services.everything import every_service
from coachdesk.setting_list import SETTINGS
from coachdesk.store.desk import Desk
from tests.helpers.desks import Clock
from tests.helpers.untidy_fields import CODED, FIELDS, ODD_TEXTS, PARTS, PICKED, TEXTS

LEFT_OUT = frozenset({"roster.import", "signal.import", "standard.import", "export.note"})
"""Imports take a plan read from a file, and exports note themselves; tests of their own drive those."""


@dataclass(frozen=True)
class Known:
    """A running cycle as its arguments need it."""

    id: int
    version: int | None
    coachees: list[int]
    coach: int | None
    validator: int | None


class Untidy:
    """Draws actions and their arguments for one desk."""

    def __init__(self, desk: Desk, clock: Clock, rng: Random) -> None:
        self.desk, self.clock, self.rng = desk, clock, rng
        self.wild = 0.0
        """How often, of 1, a single value is no sensible one; drawn anew for each call."""

    @cached_property
    def actions(self) -> list[str]:
        """Every action that can be drawn."""
        return [name for name in every_service() if name not in LEFT_OUT]

    def action(self) -> str:
        """An action; those that carry a cycle on come often, or no cycle would ever close."""
        often = (
            "cycle.open", "cycle.advance", "cycle.advance", "cycle.close", "cycle.close", "session.record",
            "session.record", "measure.record", "measure.record", "observation.record", "observation.record",
            "signal.log", "cycle.edit", "audit.open", "audit.judge", "audit.finish", "action.open", "staff.add",
        )  # fmt: skip
        action = "signal.log"
        for _ in range(20):
            action = self.rng.choice(often) if self.rng.random() < 0.5 else self.rng.choice(self.actions)
            if self._has_what_it_needs(action):
                break
        return action

    def _has_what_it_needs(self, action: str) -> bool:
        """Whether there is any record of the kinds the action names."""
        needed = [name for name, (_, needed) in parameters(every_service()[action]).items() if needed]
        families = [family for name in needed if name.endswith("_id") and (family := self._family(name))]
        return all(self.ids(family) for family in families)

    def arguments(self, action: str) -> dict[str, Any]:
        """Arguments for `action` as a person, a form or a script might give them now."""
        self.wild = self.rng.choice((0.0, 0.0, 0.02, 0.2))
        found: dict[str, Any] = {}
        cycle = self._cycle(action)
        for name, (hint, needed) in parameters(every_service()[action]).items():
            if needed or self.rng.random() < 0.7:
                found[name] = self._argument(action, name, hint, cycle)
        plausible = getattr(self, f"_{action.replace('.', '_')}", None)
        if plausible is not None and self.rng.random() < 0.85:
            plausible(found, cycle)
        return found

    # Arguments by parameter -------------------------------------------------------------------------------------------

    def _argument(self, action: str, name: str, hint: Any, cycle: Known | None) -> Any:
        key = f"{action} {name}"
        if key in CODED:
            return self._code(CODED[key][0])
        if key in PICKED:
            return self.rng.choice(PICKED[key])
        if name == "values" and action in FIELDS:
            return self.fields(*FIELDS[action], cycle)
        part = PARTS.get((action, name)) or PARTS.get(("", name))
        if part is not None:
            rows = [self.fields(*part, cycle) for _ in range(self.rng.randrange(4))]
            return rows if get_origin(_bare(hint)) is not None and _is_rows(hint) else self.fields(*part, cycle)
        return self._of_type(action, name, hint, cycle)

    def _of_type(self, action: str, name: str, hint: Any, cycle: Known | None) -> Any:
        origin, inside = get_origin(hint), get_args(hint)
        if origin in (Union, types.UnionType):
            if self.rng.random() < 0.3:
                return None
            return self._of_type(action, name, next(one for one in inside if one is not type(None)), cycle)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            if inside[0] is str:
                return {}
            keys = [self._id(self._family(name) or "criterion", cycle) for _ in range(self.rng.randrange(4))]
            if inside[1] is CoacheeOutcome:
                return {key: self._outcome() for key in keys}
            if get_origin(inside[1]) is not None:
                return {key: {self._id("criterion", cycle): self._code("judgement")} for key in keys}
            if inside[1] is str:
                return {key: self._code("rating") for key in keys}
            return {key: self._whole() for key in keys}
        if isinstance(origin, type) and issubclass(origin, Collection):
            return [self._of_type(action, name, inside[0], cycle) for _ in range(self.rng.randrange(4))]
        if hint is int:
            family = self._family(name)
            return self._id(family, cycle) if family else self._whole()
        if hint is str:
            return self._text()
        plain = {date: self._day, datetime: self._moment, bool: self._flag, bytes: self._bytes, Decimal: self._decimal}
        return plain.get(hint, lambda: None)()

    def _family(self, name: str) -> str:
        if name in MEANS:
            return MEANS[name]
        if name == "results":
            return "audit_record"
        stem = name.removesuffix("_ids").removesuffix("_id")
        return {"version": "standard_version", "coach": "staff", "first": "observation"}.get(
            stem, stem if stem in FAMILIES and stem != name else ""
        )

    def fields(self, family: str, names: Sequence[str], cycle: Known | None) -> dict[str, Any]:
        """Some of a record's fields with values of their columns' kinds."""
        columns = table(FAMILIES[family]).columns
        share = self.rng.choice((0.3, 0.8, 1.0))
        return {
            name: self._column(family, columns[name], cycle)
            for name in names
            if name in columns and self.rng.random() < share
        }

    def _column(self, family: str, column: sa.Column[Any], cycle: Known | None) -> Any:
        name = column.name
        if column.nullable and self.rng.random() < 0.2:
            return None
        choice = field_choice(family, name)
        if isinstance(column.type, sa.JSON):
            return [self._code(choice) if choice else self._text()[:50] for _ in range(self.rng.randrange(3))]
        if choice:
            return self._code(choice)
        if name == "criterion_code":
            return self.rng.choice(("1", "2", "2", "", "9"))
        if name == "participant_code":
            return self.rng.choice(("HC-0007", "", "HC-0012", "Dana Whitfield"))
        if column.foreign_keys:
            return self._id(next(iter(column.foreign_keys)).column.table.name, cycle)
        kinds: list[tuple[type, Any]] = [
            (UtcDateTime, self._moment), (sa.Date, self._day), (sa.Boolean, self._flag), (sa.Integer, self._whole),
            (sa.Numeric, self._decimal),
        ]  # fmt: skip
        return next((make() for kind, make in kinds if isinstance(column.type, kind)), None) or self._text_if(column)

    def _text_if(self, column: sa.Column[Any]) -> Any:
        return self._text() if isinstance(column.type, sa.Text) else column.type.python_type() if not isinstance(
            column.type, UtcDateTime | sa.Date) else None  # fmt: skip

    # Single values ----------------------------------------------------------------------------------------------------

    def _odd(self) -> bool:
        return self.rng.random() < self.wild

    def _text(self) -> str:
        return self.rng.choice(ODD_TEXTS if self._odd() else TEXTS)

    def _code(self, choice: str) -> str:
        return self.rng.choice(("", "nonsense")) if self._odd() else self.rng.choice(list(vocabulary.codes(choice)))

    def _day(self) -> date:
        if self._odd():
            return self.rng.choice((date.min, date.max, date(1970, 1, 1), date(2028, 2, 29), date(9999, 12, 31)))
        return self.clock().date() + timedelta(days=self.rng.choice((0, 0, 0, -1, -1, -3, -20, -400, 1, 7, 30, 400)))

    def _moment(self) -> datetime:
        if self._odd():
            return self.rng.choice(
                (datetime(1, 1, 2), datetime(9999, 12, 30), datetime(2027, 3, 14, 2, 30))
            ).astimezone()
        return self.clock() + timedelta(hours=self.rng.choice((0, -1, -1, -2, -5, -24, -30, -24 * 9, 1, 24, 24 * 5)))

    def _flag(self) -> bool:
        return self.rng.random() < 0.6

    def _whole(self) -> int:
        odd = (-1, 10**6, 2**31, -(2**40))
        return self.rng.choice(odd) if self._odd() else self.rng.choice((0, 1, 2, 3, 5, 8, 10, 12, 30, 60))

    def _decimal(self) -> Decimal:
        odd = ("-3", "1E+6", "0.00000001", "NaN", "99999999999999")
        return Decimal(self.rng.choice(odd if self._odd() else ("0", "0.5", "0.9", "1", "4", "12.25")))

    def _bytes(self) -> bytes:
        return self.rng.choice((b"a note", b"%PDF-1.7 x", b"", b"\x89PNG\r\n\x1a\n123", b"PK\x03\x04", b"\x00\x01"))

    def _outcome(self) -> CoacheeOutcome:
        return CoacheeOutcome(self._code("outcome"), self._text(), self.rng.choice(("", "Again in January")))

    # Records ----------------------------------------------------------------------------------------------------------

    def ids(self, family: str) -> list[int]:
        """The ids of a family's records."""
        with self.desk.read() as conn:
            return list(conn.execute(sa.select(table(FAMILIES[family]).c.id)).scalars())

    def _id(self, family: str, cycle: Known | None) -> int:
        if self._odd():
            return self.rng.choice((0, -1, 9_999))
        known: list[int] = []
        if cycle is not None and self.rng.random() < 0.8:
            with self.desk.read() as conn:
                known = self._of_cycle(conn, family, cycle)
        known = known or self.ids(family)
        return self.rng.choice(known) if known else 1

    def _of_cycle(self, conn: sa.Connection, family: str, cycle: Known) -> list[int]:
        columns = table(FAMILIES[family]).c
        if family == "cycle":
            return [cycle.id]
        if family == "standard_version" and cycle.version is not None:
            return [cycle.version]
        if family == "criterion" and cycle.version is not None:
            return list(conn.execute(sa.select(columns.id).where(columns.version_id == cycle.version)).scalars())
        if "cycle_id" in columns:
            return list(conn.execute(sa.select(columns.id).where(columns.cycle_id == cycle.id)).scalars())
        return []

    def _cycle(self, action: str) -> Known | None:
        cycle, coachee = table(FAMILIES["cycle"]), table(FAMILIES["coachee"])
        statuses = {
            "cycle.close": ("validating",),
            "cycle.reopen": ("closed",),
            "cycle.advance": ("diagnosing", "coaching"),
        }
        with self.desk.read() as conn:
            rows = conn.execute(sa.select(cycle)).all()
            fit = [row for row in rows if row.status in statuses.get(action, ("diagnosing", "coaching", "validating"))]
            if not rows:
                return None
            row = self.rng.choice(fit if fit and not self._odd() else rows)
            people = conn.execute(sa.select(coachee.c.staff_id).where(coachee.c.cycle_id == row.id)).scalars()
            return Known(row.id, row.version_id, list(people), row.coach_id, row.validator_id)

    def _criteria(self, version: int | None) -> list[int]:
        criterion = table(FAMILIES["criterion"])
        with self.desk.read() as conn:
            return list(conn.execute(sa.select(criterion.c.id).where(criterion.c.version_id == version)).scalars())

    def _two(self) -> list[int]:
        people = self.ids("staff")
        return self.rng.sample(people, min(2, len(people)))

    # What a person who knows the work would give ----------------------------------------------------------------------

    def _cycle_open(self, found: dict[str, Any], _: Known | None) -> None:
        version = table(FAMILIES["standard_version"])
        with self.desk.read() as conn:
            published = list(conn.execute(sa.select(version.c.id).where(version.c.status == "published")).scalars())
        people = self._two()
        if not published or len(people) < 2:
            return
        chosen = self.rng.choice(published)
        found["values"] = {
            **found["values"], "version_id": chosen, "coach_id": people[0], "validator_id": people[1],
            "cause": "knowledge", "evidence_wanted": "Ten records",
            "follow_up_on": self.clock().date() + timedelta(days=14), "rule_kind": "proportion", "rule_unit": "",
            "rule_measure": "Escalated within 4 h", "rule_direction": "at_least", "rule_threshold": Decimal("0.9"),
            "rule_smallest_count": 10, "rule_standard_measure_id": None, "team_id": None,
        }  # fmt: skip
        found["criterion_ids"] = self._criteria(chosen)
        found["staff_ids"] = self._two()
        for name in ("template", "recurred_check_id", "signal_ids"):
            if self.rng.random() < 0.6:
                found.pop(name, None)
        if self.rng.random() < 0.7:
            found.pop("opened_on", None)

    def _cycle_advance(self, found: dict[str, Any], cycle: Known | None) -> None:
        if cycle is not None:
            found["cycle_id"] = cycle.id
        found["override_reason"] = self.rng.choice(("", "", "The surveyor comes tomorrow"))

    def _cycle_close(self, found: dict[str, Any], cycle: Known | None) -> None:
        if cycle is not None:
            found["cycle_id"] = cycle.id
            found["outcomes"] = {
                one: CoacheeOutcome(
                    self.rng.choice(("achieved", "achieved", "not_achieved", "incomplete")), "", "Again"
                )
                for one in cycle.coachees
            }
        found["override_reason"] = self.rng.choice(("", "", "Left the agency"))

    def _measure_record(self, found: dict[str, Any], cycle: Known | None) -> None:
        total = self.rng.choice((10, 12, 3))
        found["values"] = {
            "kind": "proportion", "method": "documentation_audit", "measured_on": self.clock().date(),
            "assessor_id": cycle.validator if cycle is not None and cycle.validator else self._id("staff", None),
            "met": self.rng.randint(0, total), "total": total,
        }  # fmt: skip
        found.pop("criterion_ids", None)
        if cycle is not None:
            found["cycle_id"] = cycle.id

    def _session_record(self, found: dict[str, Any], cycle: Known | None) -> None:
        if cycle is None or not cycle.coachees:
            return
        start = self.clock() - timedelta(hours=self.rng.choice((1, 2, 30)))
        found["cycle_id"], found["staff_ids"] = cycle.id, cycle.coachees
        found["values"] = {
            **found["values"], "coach_id": cycle.coach or self._id("staff", None), "kind": "shadowing",
            "starts_at": start, "minutes": 30, "data_sources": ["direct_observation", "reflection"],
            "feedback_at": start + timedelta(minutes=40),
        }  # fmt: skip

    def _observation_record(self, found: dict[str, Any], cycle: Known | None) -> None:
        if cycle is None or not cycle.coachees or cycle.validator is None:
            return
        found["cycle_id"], found["version_id"] = cycle.id, None
        found["values"] = {
            "staff_id": self.rng.choice(cycle.coachees), "observer_id": cycle.validator, "observed_at": self.clock(),
            "setting": self.rng.choice(("live", "live", "simulated")), "consent": True, "deidentified": True,
        }  # fmt: skip
        found["ratings"] = {
            one: self.rng.choice(("met", "met", "met", "not_met")) for one in self._criteria(cycle.version)
        }

    def _signal_log(self, found: dict[str, Any], _: Known | None) -> None:
        day = self.clock().date() - timedelta(days=self.rng.choice((0, 1, 5)))
        found["values"] = {
            "source": self._code("signal_source"), "occurred_on": day, "noticed_on": day, "severity": "minor",
            "staff_id": self._id("staff", None), "standard_id": 1, "criterion_code": "2",
            "what_happened": "Nobody called",
        }  # fmt: skip

    def _audit_open(self, found: dict[str, Any], cycle: Known | None) -> None:
        if cycle is None or cycle.version is None:
            return
        found["values"] = {
            "version_id": cycle.version, "assessor_id": self._two()[0], "records_from": None, "records_to": None,
            "cycle_id": self.rng.choice((None, cycle.id)),
        }  # fmt: skip
        found["criterion_ids"] = self._criteria(cycle.version)
        found["frame"], found["sample_size"] = ["HC-0001 to HC-0030"], self.rng.choice((2, 3))
        for name in ("excluded", "excluded_reason", "known"):
            found.pop(name, None)

    def _audit_judge(self, found: dict[str, Any], _: Known | None) -> None:
        audit, record, chosen = (table(FAMILIES[one]) for one in ("audit", "audit_record", "audit_criterion"))
        with self.desk.read() as conn:
            waiting = list(conn.execute(sa.select(audit.c.id).where(audit.c.status == "judging")).scalars())
            if not waiting:
                return
            found["audit_id"] = one = self.rng.choice(waiting)
            criteria = list(conn.execute(sa.select(chosen.c.criterion_id).where(chosen.c.audit_id == one)).scalars())
            records = conn.execute(sa.select(record.c.id).where(record.c.audit_id == one)).scalars()
            found["results"] = {
                row: {each: self.rng.choice(("met", "not_met", "not_applicable")) for each in criteria}
                for row in records
            }
        found["turn"] = 1

    def _audit_finish(self, found: dict[str, Any], _: Known | None) -> None:
        found["audit_id"] = self._waiting("audit", "judging") or found["audit_id"]
        found["finished_on"] = None

    def _audit_use_as_measure(self, found: dict[str, Any], cycle: Known | None) -> None:
        found["audit_id"] = self._waiting("audit", "done") or found["audit_id"]
        if cycle is not None:
            found["cycle_id"] = cycle.id

    def _audit_note_signals(self, found: dict[str, Any], _: Known | None) -> None:
        found["audit_id"] = audit = self._waiting("audit", "done") or found["audit_id"]
        record, judged = table(FAMILIES["audit_record"]), table(FAMILIES["judgement"])
        unmet = sa.select(record.c.id, judged.c.criterion_id).join(record, record.c.id == judged.c.audit_record_id)
        with self.desk.read() as conn:
            rows = conn.execute(unmet.where(record.c.audit_id == audit, judged.c.result == "not_met")).all()
        found["chosen"] = [{"audit_record_id": row.id, "criterion_id": row.criterion_id} for row in rows[:2]]
        if self._odd():
            found["chosen"].append(self.rng.choice(({}, {"audit_record_id": 1}, {"audit_record_id": 1, "x": 2})))

    def _session_hold(self, found: dict[str, Any], cycle: Known | None) -> None:
        session = table(FAMILIES["session"])
        with self.desk.read() as conn:
            planned = conn.execute(sa.select(session).where(session.c.status == "planned")).all()
        if planned:
            found["session_id"] = self.rng.choice(planned).id
        self._session_record(found, cycle)
        found.pop("cycle_id", None)

    def _session_plan(self, found: dict[str, Any], cycle: Known | None) -> None:
        if cycle is not None and cycle.coachees:
            found["cycle_id"], found["staff_ids"] = cycle.id, cycle.coachees
        found["values"] = {
            "coach_id": self._id("staff", None), "kind": "reflective", "minutes": 30,
            "starts_at": self.clock() + timedelta(hours=self.rng.choice((2, 25, 40, 24 * 8))),
        }  # fmt: skip

    def _cycle_edit(self, found: dict[str, Any], cycle: Known | None) -> None:
        """What stays open after Diagnose; the rest is refused soon enough."""
        if cycle is None:
            return
        found["cycle_id"], found["criterion_ids"] = cycle.id, None
        found["values"] = {"title": self._text(), "cause": "skill", "coach_id": self._id("staff", None)}
        found["staff_ids"] = self.rng.choice((None, [*cycle.coachees, *self._two()], cycle.coachees[:1]))

    def _chart_mark(self, found: dict[str, Any], _: Known | None) -> None:
        found["day"] = self.clock().date() - timedelta(days=20)

    def _competence_record(self, found: dict[str, Any], _: Known | None) -> None:
        found["cycle_id"] = None
        found["values"] = {
            "method": "live_observation", "result": self.rng.choice(("competent", "needs_support")),
            "assessor_id": self._id("staff", None), "qualification": "RN", "assessed_on": self.clock().date(),
            "note": "Seen twice",
        }  # fmt: skip

    def _planned_add(self, found: dict[str, Any], cycle: Known | None) -> None:
        found["cycle_id"] = cycle.id if cycle is not None else found["cycle_id"]
        found["values"] = {
            "phase": "coach", "kind": self.rng.choice(("session", "observation", "practice", "measure")),
            "text": "Look at ten records", "due_on": self._day(), "staff_id": None, "standard_measure_id": None,
        }  # fmt: skip

    def _planned_move(self, found: dict[str, Any], _: Known | None) -> None:
        found["step_ids"] = [self._waiting("cycle_step", "open") or 1]

    _planned_leave_out = _planned_tick = _planned_move

    def _planned_tick_record(self, found: dict[str, Any], cycle: Known | None) -> None:
        found["family"] = self.rng.choice(("session", "observation", "measure"))
        found["record_id"] = self._id(found["family"], cycle)

    def _session_move(self, found: dict[str, Any], _: Known | None) -> None:
        found["session_id"] = self._waiting("session", "planned") or found["session_id"]

    _session_not_held = _session_move

    def _session_edit(self, found: dict[str, Any], cycle: Known | None) -> None:
        found["session_id"] = self._id("session", cycle)
        found["values"] = {"minutes": 45}
        found["staff_ids"] = self.rng.choice((None, self._two()))

    def _session_feedback(self, found: dict[str, Any], cycle: Known | None) -> None:
        found["session_id"], found["at"] = self._id("session", cycle), self.clock()

    def _scenario_submit(self, found: dict[str, Any], cycle: Known | None) -> None:
        if cycle is not None and cycle.coachees:
            found["cycle_id"] = cycle.id
            found["values"] = {
                "staff_id": self.rng.choice(cycle.coachees), "scenario": "She eats less", "answer": "I call",
                "submitted_at": self.clock() - timedelta(hours=1), "reviewer_id": None,
            }  # fmt: skip

    def _scenario_review(self, found: dict[str, Any], cycle: Known | None) -> None:
        found["values"] = {"reviewer_id": self._id("staff", None), "reviewed_at": self.clock(), "feedback": "Well seen"}
        found["ratings"] = dict.fromkeys(self._criteria(cycle.version if cycle is not None else 1), "met")

    def _template_create(self, found: dict[str, Any], _: Known | None) -> None:
        found["values"] = {"code": f"T-{self.rng.randrange(99)}", "title": "Two visits", "standard_id": 1}
        found["steps"] = [{"phase": "coach", "kind": "session", "session_kind": "shadowing", "text": "Go along",
                           "times": 2, "after_days": 1, "every_days": 2, "per_coachee": True}]  # fmt: skip

    _template_edit = _template_create

    def _standard_publish(self, found: dict[str, Any], _: Known | None) -> None:
        found["version_id"] = self._waiting("standard_version", "draft") or found["version_id"]

    _standard_drop_draft = _standard_publish

    def _standard_edit(self, found: dict[str, Any], _: Known | None) -> None:
        self._standard_publish(found, None)
        found["code"], found["title"] = "HD-01", "Health deterioration"
        found["version"] = {"purpose": self._text()}
        found["criteria"] = [{"text": self._text(), "kind": "must_do"} for _ in range(self.rng.randrange(1, 4))]

    def _waiting(self, family: str, status: str) -> int | None:
        """A record of this family and status, if there is any."""
        columns = table(FAMILIES[family]).c
        with self.desk.read() as conn:
            found = list(conn.execute(sa.select(columns.id).where(columns.status == status)).scalars())
        return self.rng.choice(found) if found else None

    def _sustain_record(self, found: dict[str, Any], _: Known | None) -> None:
        found["status"] = self.rng.choice(("held", "recurred", "missed", "due"))
        found["checked_by"], found["note"], found["on"] = self._id("staff", None), "Seen again", None
        found["met"], found["total"] = self.rng.choice(((9, 10), (None, None), (0, 0)))

    def _action_open(self, found: dict[str, Any], _: Known | None) -> None:
        found["values"] = {
            **found["values"], "problem": "Nobody called", "containment": "Called at once", "cause": "workload",
            "owner_id": self._id("staff", None), "due_on": self.clock().date() + timedelta(days=10), "cycle_id": None,
            "criterion_code": "", "contained_on": None,
        }  # fmt: skip
        found["items"] = [{"kind": "process", "text": "Change the form"}, {"kind": "retraining", "text": "Show it"}]
        found.pop("opened_on", None)

    def _staff_add(self, found: dict[str, Any], _: Known | None) -> None:
        found["values"] = {
            "number": str(self.rng.randrange(10**6)), "first_name": "Ann", "last_name": "O'Neil",
            "hired_on": date(2024, 2, 29),
        }  # fmt: skip
        found["posting"] = {"team_id": self._id("team", None), "role_id": self._id("role", None)}

    def _settings_change(self, found: dict[str, Any], _: Known | None) -> None:
        one = self.rng.choice(SETTINGS)
        found["key"] = one.key
        found["text"] = self.rng.choice(
            (str(one.minimum), str(one.maximum), "7", "0", "", "5, 6", "0,1,2,3,4,5,6", "yes")
        )

    def _library_import(self, found: dict[str, Any], _: Known | None) -> None:
        found["codes"] = self.rng.sample(["HD-01", "SH-01", "RR-01", "NOPE"], self.rng.randrange(1, 3))


def _bare(hint: Any) -> Any:
    """The hint without `| None`."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(one for one in get_args(hint) if one is not type(None))
    return hint


def _is_rows(hint: Any) -> bool:
    origin = get_origin(_bare(hint))
    return isinstance(origin, type) and issubclass(origin, Sequence) and not issubclass(origin, Mapping)
