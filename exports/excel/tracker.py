"""The Excel tracker: Summary, the tables of the desk as real Excel tables, and a data dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from coachdesk.i18n import translate
from coachdesk.queries.competence import COMPETENCE
from coachdesk.queries.cycle_parts import AMENDMENTS, SUSTAIN_CHECKS
from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.measures import MEASURES
from coachdesk.queries.observations import OBSERVATIONS
from coachdesk.queries.pack import agency_name
from coachdesk.queries.parts import as_of
from coachdesk.queries.scenarios import SCENARIOS
from coachdesk.queries.scope import Scope, described, narrow
from coachdesk.queries.sessions import SESSIONS
from coachdesk.queries.signals import SIGNALS
from coachdesk.queries.staff import STAFF, staff_as_of
from coachdesk.queries.table import Order, TableQuery
from coachdesk.store import trail
from coachdesk.store.desk import load_settings
from exports import made, words
from exports.excel.book import Book
from exports.excel.dictionary import dictionary_title, write_dictionary
from exports.excel.summary import summary_title, write_summary
from exports.excel.table_sheet import TableSheet, finish_table, link_tables, start_table, write_rows

ORDERS: dict[str, Order] = {
    "cycle": (("number", False),),
    "session": (("cycle", False), ("starts_at", False)),  # a cycle's sessions stand together, for the links
    "observation": (("cycle", False), ("observed_at", False)),
    "measure": (("cycle", False), ("measured_on", False)),
    "scenario_exercise": (("number", False),),
    "amendment": (("cycle", False), ("amended_at", False)),
    "signal": (("occurred_on", False),),
    "competence": (("name", False), ("standard", False), ("assessed_on", True)),
    "staff": (("name", False),),
}

PRINTED: dict[str, tuple[str, ...]] = {
    "cycle": (
        *(
            "number",
            "title",
            "standard",
            "coachees",
            "coach",
            "validator",
            "status",
            "opened_on",
            "due_on",
            "closed_at",
        ),
        *("achieved", "not_achieved", "incomplete", "overrides", "amendments"),
    ),
    "signal": (
        *("number", "occurred_on", "source", "severity", "staff", "standard", "criterion", "what_happened", "triage"),
        *("cycle", "late_entry"),
    ),
}
"""What a reviewer wants on paper where that is not what the window shows first."""

LINKS = (
    ("cycle", "number", "session", "cycle"),
    ("session", "cycle", "cycle", "number"),
    ("observation", "cycle", "cycle", "number"),
    ("observation", "session", "session", "number"),
    ("amendment", "cycle", "cycle", "number"),
    ("measure", "cycle", "cycle", "number"),
    ("scenario_exercise", "cycle", "cycle", "number"),
    ("sustain_check", "cycle", "cycle", "number"),
    ("signal", "cycle", "cycle", "number"),
    ("competence", "cycle", "cycle", "number"),
)
"""(family, column) leads to the first row of (family, column) with the same value."""

_STEP = 500


def tracker_tables(scope: Scope, moment: datetime) -> tuple[TableQuery, ...]:
    """The tables of a tracker, narrowed to `scope`, as they stand on its last day (or on the day it is made)."""
    day = moment.date() if scope.to is None or scope.to > moment.date() else scope.to
    staff = STAFF if day == moment.date() else staff_as_of(day)
    families = (
        CYCLES,
        SESSIONS,
        OBSERVATIONS,
        MEASURES,
        SCENARIOS,
        SUSTAIN_CHECKS,
        AMENDMENTS,
        SIGNALS,
        COMPETENCE,
        staff,
    )
    return tuple(narrow(as_of(query, day), scope) for query in families)


def write_tracker(
    conn: sa.Connection,
    target: Path,
    scope: Scope,
    *,
    made_at: datetime | None = None,
    progress: made.Progress | None = None,
) -> made.Made:
    """Write the tracker of `scope` to `target`. The same records and `made_at` give the same bytes.

    Raises StorageFailed when the disk refuses, and whatever `progress` raises (Cancelled); then nothing is left behind.
    """
    moment = made_at or made.now()
    said = described(conn, scope)
    return made.make(conn, "tracker", target, said, lambda stream: _fill(conn, stream, scope, said, moment, progress))


def _fill(
    conn: sa.Connection,
    stream: IO[bytes],
    scope: Scope,
    said: tuple[tuple[str, str], ...],
    moment: datetime,
    progress: made.Progress | None,
) -> int:
    agency = agency_name(conn)
    title = words.joined([agency, translate("Exports", "Tracker")])
    about = "; ".join(f"{name}: {value}" for name, value in said)
    book = Book(title, author=agency, subject=about, made_at=moment)
    try:
        summary = book.sheet(summary_title())
        tables = _write_tables(conn, book, tracker_tables(scope, moment), about, progress)
        lists = write_dictionary(book.sheet(dictionary_title()), tuple(tables.values()))
        for table in tables.values():
            finish_table(table, lists)
        for source, key, target, target_key in LINKS:
            link_tables(tables[source], key, tables[target], target_key)
        seq, digest = trail.head(conn)
        head = translate("Exports", "entry {seq}, {hash}").format(seq=seq, hash=digest)
        facts = (
            *said,
            (translate("Exports", "Made"), words.moment(moment)),
            (translate("Exports", "Trail head"), head),
        )
        write_summary(summary, conn, tables, title, facts, load_settings(conn).small_n)
        book.save(stream)
    finally:
        book.discard()
    return 0


def _write_tables(
    conn: sa.Connection, book: Book, queries: tuple[TableQuery, ...], about: str, progress: made.Progress | None
) -> dict[str, TableSheet]:
    total = sum(query.count(conn) for query in queries)
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress is not None and (done % _STEP == 0 or done == total):
            progress(done, total)

    tables = {}
    for query in queries:
        indexed = [key for source, key in ((link[2], link[3]) for link in LINKS) if source == query.family]
        linked = [link[1] for link in LINKS if link[0] == query.family]
        table = start_table(book, query, about, printed=PRINTED.get(query.family, ()), indexed=indexed, linked=linked)
        write_rows(table, _rows(conn, query), step)
        tables[query.family] = table
    return tables


def _rows(conn: sa.Connection, query: TableQuery) -> Iterator[tuple[Any, ...]]:
    for _, row in query.all(conn, order=ORDERS.get(query.family, ())):
        yield row
