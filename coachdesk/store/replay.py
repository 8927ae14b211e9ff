"""Examining what a desk holds, from any connection to it: chain, records against the trail, evidence, exports.

The trail says everything that ever happened, so replaying it must give exactly the rows as they stand. A row edited,
added or removed behind the trail's back is named with its family, id, column and last trail entry. Memory stays flat:
records are replayed family by family, CHUNK at a time.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

import sqlalchemy as sa

from coachdesk.i18n import translate
from coachdesk.records import FAMILIES, Record
from coachdesk.records.base import table
from coachdesk.records.evidence import Evidence, EvidenceContent, Export
from coachdesk.store import schema, trail
from coachdesk.store.trail import columns

CHUNK = 20_000  # records replayed at a time
ENTRIES_AT_ONCE = 500
MOST_LETTERS = 60

Part = Literal["file", "trail", "record", "evidence", "export"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong. seq: the trail entry concerned, or 0.  family, record_id, column: the record, if one is."""

    part: Part
    text: str
    seq: int = 0
    family: str = ""
    record_id: int = 0
    column: str = ""


class Work:
    """The figures of a check under way, and its progress."""

    def __init__(self, total: int = 1, progress: Callable[[int, int], None] | None = None) -> None:
        self.total = max(total, 1)
        self.done = 0
        self.records = 0
        self.files = 0
        self._progress = progress
        self._told = 0

    def step(self, count: int = 1) -> None:
        """Tell, now and then, how far it is; whoever listens may raise Cancelled."""
        self.done += count
        if self._progress is not None and (self.done - self._told >= 1000 or count > 1):
            self._told = self.done
            self._progress(min(self.done, self.total), self.total)


def findings(conn: sa.Connection, work: Work) -> Iterator[Finding]:
    """Everything wrong with what the desk holds, in the order of chain, records, evidence, exports."""
    for wrong in trail.check_chain(conn, lambda _seq: work.step()):
        yield Finding("trail", wrong.text, wrong.seq)
    held = _held_by_older(conn)
    for family, cls in sorted(FAMILIES.items()):
        if held is None:
            yield from record_findings(conn, family, cls, work)
        elif table(cls).name in held:
            names = tuple(name for name in columns(cls) if name in held[table(cls).name])
            yield from record_findings(conn, family, cls, work, names)
    yield from _evidence(conn, work)
    yield from _exports(conn)


def _held_by_older(conn: sa.Connection) -> dict[str, set[str]] | None:
    """The columns by table of a file older than this program, such as the backup before its migration: what came later
    is not missing there. None for a file of today's format, in which everything must be."""
    if schema.revision(conn) >= schema.HEAD:
        return None
    inspector = sa.inspect(conn)
    return {name: {one["name"] for one in inspector.get_columns(name)} for name in inspector.get_table_names()}


# --- records against the trail ---------------------------------------------------------------------------------------

State = tuple[trail.Values | None, int]  # the columns as last recorded (None: removed), and the entry that did


def record_findings(
    conn: sa.Connection, family: str, cls: type[Record], work: Work, names: Sequence[str] = ()
) -> Iterator[Finding]:
    """What differs between the rows of one family and what the trail says they are. names: its columns, () for all."""
    above = None
    names = names or columns(cls)
    while ids := _next_ids(conn, family, cls, above):
        low, high = ids[0], ids[-1]
        states = _replayed(conn, family, low, high)
        seen = set()
        for key, values in _rows(conn, cls, names, low, high):
            work.step()
            work.records += 1
            seen.add(key)
            yield from _compared(family, cls, key, values, states.get(key))
        for key in sorted(states.keys() - seen):
            before, seq = states[key]
            if before is not None:
                text = translate(
                    "Check", "{family} {id} was removed without a trail entry; entry {seq} was its last change."
                )
                yield Finding("record", text.format(family=family, id=key, seq=seq), seq, family, key)
        above = high


def _next_ids(conn: sa.Connection, family: str, cls: type[Record], above: int | None) -> list[int]:
    """The next CHUNK ids that the table or the trail knows, in order."""
    rows = sa.select(table(cls).c.id).order_by(table(cls).c.id).limit(CHUNK)
    touched = sa.select(trail.TOUCH.c.record_id).where(trail.TOUCH.c.family == family).distinct()
    touched = touched.order_by(trail.TOUCH.c.record_id).limit(CHUNK)
    if above is not None:
        rows, touched = rows.where(table(cls).c.id > above), touched.where(trail.TOUCH.c.record_id > above)
    return sorted({*conn.execute(rows).scalars(), *conn.execute(touched).scalars()})[:CHUNK]


def _replayed(conn: sa.Connection, family: str, low: int, high: int) -> dict[int, State]:
    """The columns of the records low..high as the trail leaves them."""
    touch, entry = trail.TOUCH, trail.ENTRY
    found = sa.select(touch.c.seq).where(touch.c.family == family, touch.c.record_id.between(low, high)).distinct()
    seqs = array("q", sorted(conn.execute(found).scalars()))
    states: dict[int, State] = {}
    for start in range(0, len(seqs), ENTRIES_AT_ONCE):
        part = seqs[start : start + ENTRIES_AT_ONCE]
        rows = sa.select(entry.c.seq, entry.c.changes).where(entry.c.seq.in_(part)).order_by(entry.c.seq)
        for seq, changes in conn.execute(rows):
            for name, key, before, after in _recorded(changes):
                if name == family and low <= key <= high:
                    states[key] = _applied(states.get(key), seq, before, after)
    return states


def _recorded(changes: str) -> Sequence[trail.Recorded]:
    try:
        found: list[trail.Recorded] = json.loads(changes)
        return found
    except ValueError:
        return ()  # the chain check has named this entry already


def _applied(state: State | None, seq: int, before: trail.Values | None, after: trail.Values | None) -> State:
    if after is None:
        return None, seq
    known = {} if state is None or state[0] is None or before is None else state[0]
    return known | after, seq


def _rows(
    conn: sa.Connection, cls: type[Record], names: Sequence[str], low: int, high: int
) -> Iterator[tuple[int, trail.Values | str]]:
    """The rows low..high as the trail would write them, in order; for one that cannot be read, the trouble in words."""
    source = table(cls)
    statement = sa.select(source.c.id, *(source.c[name] for name in names)).order_by(source.c.id)
    try:
        rows = conn.execute(statement.where(source.c.id.between(low, high))).all()
    except (ValueError, TypeError, ArithmeticError):
        rows = None
    if rows is not None:
        for key, *values in rows:
            yield key, _plain(names, values)
        return
    for key in conn.execute(
        sa.select(source.c.id).where(source.c.id.between(low, high)).order_by(source.c.id)
    ).scalars():
        try:
            _, *values = conn.execute(statement.where(source.c.id == key)).one()
        except (ValueError, TypeError, ArithmeticError) as error:
            yield key, str(error)
        else:
            yield key, _plain(names, values)


def _plain(names: Sequence[str], values: Sequence[Any]) -> trail.Values:
    return {name: trail.plain(value) for name, value in zip(names, values, strict=True)}


def _compared(
    family: str, cls: type[Record], key: int, row: trail.Values | str, state: State | None
) -> Iterator[Finding]:
    recorded, seq = state or (None, 0)
    if recorded is None:
        if state is None:
            text = translate("Check", "{family} {id} was added without a trail entry.")
        else:
            text = translate("Check", "{family} {id} is there, although trail entry {seq} removed it.")
        yield Finding("record", text.format(family=family, id=key, seq=seq), seq, family, key)
        return
    if isinstance(row, str):
        text = translate("Check", "{family} {id} cannot be read ({what}); trail entry {seq} was its last change.")
        yield Finding("record", text.format(family=family, id=key, what=row, seq=seq), seq, family, key)
        return
    for name, value in row.items():
        column = table(cls).c[name]
        expected = _as_stored(column, recorded[name]) if name in recorded else _default(column)
        if expected != value:
            text = translate(
                "Check", "{family} {id}: {column} is {found}, but {expected} after its last trail entry, {seq}."
            )
            shown = (_short(value), _short(expected))
            if column.info.get("private"):  # a finding is read by others than its author
                shown = (translate("Check", "one private text"), translate("Check", "another"))
            words = text.format(family=family, id=key, column=name, found=shown[0], expected=shown[1], seq=seq)
            yield Finding("record", words, seq, family, key, name)


def _as_stored(column: sa.ColumnElement[Any], value: Any) -> Any:
    """A recorded value as its column gives it back: numbers with a fixed scale are rounded by the database."""
    kind = column.type
    if isinstance(value, str) and isinstance(kind, sa.Numeric) and kind.scale is not None:
        try:
            return trail.plain(Decimal(value).quantize(Decimal(1).scaleb(-kind.scale)))
        except InvalidOperation:
            return value
    return value


def _default(column: sa.Column[Any]) -> Any:
    """What a column holds in a record made before the column was: its default, given by the migration."""
    default = column.default
    if default is None or not isinstance(default, sa.ColumnDefault):
        return None
    if callable(default.arg):
        return trail.plain(default.arg(None))
    return trail.plain(default.arg)


def _short(value: Any) -> str:
    if value is None:
        return translate("Check", "nothing")
    text = trail.canonical(value)
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"


# --- evidence and exports --------------------------------------------------------------------------------------------


def _evidence(conn: sa.Connection, work: Work) -> Iterator[Finding]:
    """Evidence whose content is missing or is not what was hashed. One content in memory at a time."""
    item, content = table(Evidence), table(EvidenceContent)
    rows = conn.execute(sa.select(item.c.id, item.c.number, item.c.sha256, item.c.size).order_by(item.c.sha256)).all()
    digest, size, known = "", 0, ""
    for row in rows:
        if row.sha256 != known:
            kept = conn.execute(sa.select(content.c.data).where(content.c.sha256 == row.sha256)).scalar_one_or_none()
            data = kept.encode() if isinstance(kept, str) else kept  # text, where somebody put text in its place
            known, digest, size = row.sha256, "" if data is None else hashlib.sha256(data).hexdigest(), len(data or b"")
            work.files += 1
            work.step(0)
        if not digest:
            text = translate("Check", "The file of evidence {number} is missing.")
        elif digest != row.sha256 or size != row.size:
            text = translate("Check", "The file of evidence {number} is not what was once added.")
        else:
            continue
        yield Finding("evidence", text.format(number=row.number), 0, "evidence", row.id, "sha256")


def _exports(conn: sa.Connection) -> Iterator[Finding]:
    """Exports that were made from a trail other than this one: its entry of that number has another hash."""
    made, entry = table(Export), trail.ENTRY
    rows = conn.execute(
        sa.select(made.c.id, made.c.file_name, made.c.trail_seq, made.c.trail_hash, entry.c.hash)
        .outerjoin_from(made, entry, entry.c.seq == made.c.trail_seq)
        .order_by(made.c.id)
    )
    for row in rows:
        if row.trail_seq and row.hash != row.trail_hash:
            text = translate(
                "Check", "{name} was made when trail entry {seq} was another one: the trail was rewritten since."
            )
            words = text.format(name=row.file_name, seq=row.trail_seq)
            yield Finding("export", words, row.trail_seq, "export", row.id, "trail_hash")
