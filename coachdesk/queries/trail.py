"""The trail: its table, one entry's before and after in words, and the history of a record or a whole cycle."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.field_words import family_word, field_choice, field_word
from coachdesk.queries.names import name_in, names_of
from coachdesk.queries.parts import counted
from coachdesk.queries.table import Column, TableQuery
from coachdesk.queries.trail_removed import Part, removed
from coachdesk.records import FAMILIES
from coachdesk.records.base import UtcDateTime, table
from coachdesk.records.trail import TrailEntry, TrailTouch
from coachdesk.rules.wording import clock_words, day_words
from coachdesk.settings import Settings

ENTRY, TOUCH = table(TrailEntry), table(TrailTouch)
_TOUCHED = counted(TOUCH, TOUCH.c.seq == ENTRY.c.seq)

TRAIL = TableQuery(
    family="trail",
    title=QT_TRANSLATE_NOOP("Tables", "Trail"),
    source=ENTRY,
    id=ENTRY.c.seq,
    columns=(
        Column("seq", QT_TRANSLATE_NOOP("Columns", "No."), ENTRY.c.seq, "int", width=9),
        Column("at", QT_TRANSLATE_NOOP("Columns", "When"), ENTRY.c.at, "datetime", width=16),
        Column("who", QT_TRANSLATE_NOOP("Columns", "Who"), ENTRY.c.actor_name, width=20),
        Column("label", QT_TRANSLATE_NOOP("Columns", "What"), ENTRY.c.label, width=44),
        Column("records", QT_TRANSLATE_NOOP("Columns", "Records touched"), _TOUCHED, "int", width=10),
        Column("action", QT_TRANSLATE_NOOP("Columns", "Action"), ENTRY.c.action, width=20, shown=False),
        Column("undoes", QT_TRANSLATE_NOOP("Columns", "Reverses"), ENTRY.c.undoes, "int", width=9, shown=False),
        Column("hash", QT_TRANSLATE_NOOP("Columns", "Hash"), ENTRY.c.hash, width=66, shown=False),
    ),
    search=(ENTRY.c.label, ENTRY.c.actor_name, ENTRY.c.action),
    order=(("seq", True),),
)

# Where a record points to its parent: all that happens inside a cycle, in two steps.
_IN_CYCLE = (
    "coachee",
    "cycle_phase",
    "cycle_criterion",
    "cycle_signal",
    "cycle_pause",
    "gate_override",
    "amendment",
    "sustain_check",
    "measure",
    "session",
    "observation",
    "scenario_exercise",
    "evidence",
    "cycle_step",
)
_DEEPER = {
    "session_coachee": ("session", "session_id"),
    "action_step": ("session", "session_id"),
    "rating": ("observation", "observation_id"),
    "scenario_rating": ("scenario_exercise", "exercise_id"),
    "measure_criterion": ("measure", "measure_id"),
}
# Columns that point to a record of any family, and the column beside each that says which.
_SAID_BESIDE = {("cycle_step", "done_id"): "done_family"}
_FAMILY_COLUMNS = {(family, beside) for (family, _), beside in _SAID_BESIDE.items()}
_IN_ACTION = ("action_item", "action_signal", "evidence")


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A trail entry as a line of a history. undoes: the entry it reverses, if it does."""

    seq: int
    at: datetime
    who: str
    action: str
    label: str
    undoes: int | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One column, in words; "" where there was or is nothing."""

    column: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What one entry did to one record. name: what people call it, "" when it has no name of its own."""

    family: str
    record_id: int
    what: str
    name: str
    kind: Literal["added", "changed", "removed"]
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class TrailDetail:
    """One entry whole. records: at most as many as were asked for; record_count: all of them."""

    seq: int
    at: datetime
    who: str
    action: str
    label: str
    undoes: int | None
    hash: str
    record_count: int
    records: tuple[RecordChange, ...]


def trail_detail(
    conn: sa.Connection, seq: int, _today: date, _settings: Settings, *, most: int = 200
) -> TrailDetail | None:
    """Entry number `seq` with before and after of its first `most` records; None when there is none."""
    row = conn.execute(sa.select(ENTRY).where(ENTRY.c.seq == seq)).first()
    if row is None:
        return None
    recorded = json.loads(row.changes)
    shown = recorded[:most]
    names = names_of(conn, _mentioned(shown))
    return TrailDetail(
        seq=row.seq,
        at=row.at,
        who=row.actor_name,
        action=row.action,
        label=row.label,
        undoes=row.undoes,
        hash=row.hash,
        record_count=len(recorded),
        records=tuple(_record(names, *one) for one in shown),
    )


def history_of(conn: sa.Connection, family: str, record_id: int, limit: int | None = None) -> list[HistoryRow]:
    """The entries that touched a record, newest first; of a cycle, standard or action, those about parts of it too."""
    if family == "cycle":
        return history_of_cycle(conn, record_id)[:limit]
    if family == "standard":
        return _entries(conn, _standard_touches(record_id), limit)
    if family == "corrective_action":
        parts = [_touches(family, sa.select(sa.literal(record_id)))]
        for name in _IN_ACTION:
            source = table(FAMILIES[name])
            parts.append(_touches(name, sa.select(source.c.id).where(source.c.action_id == record_id)))
        return _entries(conn, sa.union(*parts), limit)
    seqs = sa.select(TOUCH.c.seq).where(TOUCH.c.family == family, TOUCH.c.record_id == record_id)
    return _entries(conn, seqs, limit)


def _standard_touches(standard_id: int) -> sa.CompoundSelect[Any]:
    """Entries about a standard, its versions, what stands in them, and the roles that require it."""
    version, need = table(FAMILIES["standard_version"]), table(FAMILIES["role_requirement"])
    versions = sa.select(version.c.id).where(version.c.standard_id == standard_id)
    parts = [
        _touches("standard", sa.select(sa.literal(standard_id))),
        _touches("standard_version", versions),
        _touches("role_requirement", sa.select(need.c.id).where(need.c.standard_id == standard_id)),
    ]
    for family in ("criterion", "prompt_line", "standard_measure"):
        source = table(FAMILIES[family])
        parts.append(_touches(family, sa.select(source.c.id).where(source.c.version_id.in_(versions))))
    return sa.union(*parts)


def history_of_cycle(conn: sa.Connection, cycle_id: int) -> list[HistoryRow]:
    """The entries about a cycle and everything in it, also what was removed again; newest first."""
    parts: list[sa.Select[Any]] = [_touches("cycle", sa.select(sa.literal(cycle_id)))]
    for family in _IN_CYCLE:
        source = table(FAMILIES[family])
        parts.append(_touches(family, sa.select(source.c.id).where(source.c.cycle_id == cycle_id)))
    for family, (parent, link) in _DEEPER.items():
        source, above = table(FAMILIES[family]), table(FAMILIES[parent])
        inside = sa.select(source.c.id).join(above, above.c.id == source.c[link]).where(above.c.cycle_id == cycle_id)
        parts.append(_touches(family, inside))
    found = _entries(conn, sa.union(*parts))
    return _with_removed(conn, cycle_id, found)


def _touches(family: str, ids: sa.Select[Any]) -> sa.Select[Any]:
    return sa.select(TOUCH.c.seq).where(TOUCH.c.family == family, TOUCH.c.record_id.in_(ids))


def _entries(
    conn: sa.Connection, seqs: sa.Select[Any] | sa.CompoundSelect[Any], limit: int | None = None
) -> list[HistoryRow]:
    columns = (ENTRY.c.seq, ENTRY.c.at, ENTRY.c.actor_name, ENTRY.c.action, ENTRY.c.label, ENTRY.c.undoes)
    statement = sa.select(*columns).where(ENTRY.c.seq.in_(seqs)).order_by(ENTRY.c.seq.desc()).limit(limit)
    return [HistoryRow(*row) for row in conn.execute(statement)]


def _with_removed(conn: sa.Connection, cycle_id: int, found: list[HistoryRow]) -> list[HistoryRow]:
    """Add the entries about records that were removed again: no longer in their tables, only the entries name them."""
    gone = removed(conn, {**dict.fromkeys(_IN_CYCLE, ("cycle", "cycle_id")), **_DEEPER})
    parents = {family: table(FAMILIES[family]) for family in sorted({parent for parent, _ in _DEEPER.values()})}
    inside = sa.union_all(
        *(sa.select(sa.literal(name), one.c.id).where(one.c.cycle_id == cycle_id) for name, one in parents.items())
    )
    parts: list[Part] = [("cycle", cycle_id), *((name, key) for name, key in conn.execute(inside))]
    by_family: dict[str, list[int]] = defaultdict(list)
    for family, key in gone.below(parts):
        by_family[family].append(key)
    seqs: set[int] = set()
    for family, keys in by_family.items():
        touches = sa.select(TOUCH.c.seq).where(TOUCH.c.family == family, TOUCH.c.record_id.in_(keys))
        seqs.update(conn.execute(touches).scalars())
    more = seqs - {row.seq for row in found}
    if not more:
        return found
    return sorted([*found, *_entries(conn, _numbers(more))], key=lambda row: row.seq, reverse=True)


def _numbers(seqs: Iterable[int]) -> sa.Select[Any]:
    return sa.select(ENTRY.c.seq).where(ENTRY.c.seq.in_(sorted(seqs)))


def _mentioned(recorded: Iterable[Any]) -> dict[str, set[int]]:
    """All records that the changes touch or point to, by family."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for family, key, before, after in recorded:
        wanted[family].add(key)
        for values in (before, after):
            for column, target in _references(family, values or {}).items():
                if values and isinstance(values.get(column), int):
                    wanted[target].add(values[column])
    return wanted


def _references(family: str, values: Mapping[str, Any]) -> Mapping[str, str]:
    """The columns of a record with these values that point to another record, each with that record's family."""
    if family not in FAMILIES:
        return {}
    columns = table(FAMILIES[family]).columns
    found = {column.name: key.column.table.name for column in columns for key in column.foreign_keys}
    for (of, column), beside in _SAID_BESIDE.items():
        if of == family and values.get(beside) in FAMILIES:
            found[column] = values[beside]
    return found


def _record(names: Mapping[tuple[str, int], str], family: str, key: int, before: Any, after: Any) -> RecordChange:
    known = list(table(FAMILIES[family]).columns.keys()) if family in FAMILIES else []
    order = {column: place for place, column in enumerate(known)}
    fields = []
    for column in sorted(after or before or {}, key=lambda column: order.get(column, len(order))):
        old = say(names, family, column, before) if before and column in before else ""
        new = say(names, family, column, after) if after and column in after else ""
        if old or new:
            fields.append(FieldChange(column, field_word(family, column), old, new))
    kind: Literal["added", "changed", "removed"] = (
        "added" if before is None else "removed" if after is None else "changed"
    )
    name = names.get((family, key)) or name_in(family, after or before or {})
    return RecordChange(family, key, family_word(family), name, kind, tuple(fields))


def say(names: Mapping[tuple[str, int], str], family: str, column: str, values: Mapping[str, Any]) -> str:
    """A value of the trail in words: codes by their label, days and moments as people write them, ids by name."""
    value = values[column]
    if value is None or value == "":
        return ""
    if is_private(family, column):
        return translate("Trail", "kept private")
    choice = field_choice(family, column)
    if isinstance(value, list):
        return ", ".join(vocabulary.label(choice, part) if choice else str(part) for part in value)
    if choice:
        return vocabulary.label(choice, str(value))
    if (family, column) in _FAMILY_COLUMNS:
        return family_word(str(value))
    target = _references(family, values).get(column)
    if target:
        return names.get((target, value)) or translate("Trail", "{what} no. {id}").format(
            what=family_word(target), id=value
        )
    if isinstance(value, bool):
        return vocabulary.label("yes_no", "1" if value else "0")
    return _typed(family, column, value)


def is_private(family: str, column: str) -> bool:
    """Whether what a column holds is for its author only; the trail keeps it, and nobody is shown it from there."""
    if family not in FAMILIES:
        return False
    columns = table(FAMILIES[family]).columns
    return column in columns and bool(columns[column].info.get("private"))


def _typed(family: str, column: str, value: Any) -> str:
    columns = table(FAMILIES[family]).columns if family in FAMILIES else None
    kind = columns[column].type if columns is not None and column in columns else None
    try:
        if isinstance(kind, UtcDateTime):
            moment = datetime.fromisoformat(value).astimezone()
            return translate("Trail", "{day}, {time}").format(day=day_words(moment), time=clock_words(moment))
        if isinstance(kind, sa.Date):
            return day_words(date.fromisoformat(value))
    except (TypeError, ValueError):
        return str(value)
    return str(value)
