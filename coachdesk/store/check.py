"""Checking a desk: the file itself, then everything it holds (coachdesk.store.replay), as one report in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

import sqlalchemy as sa

from coachdesk.errors import DeskDamaged
from coachdesk.i18n import translate
from coachdesk.records import FAMILIES
from coachdesk.records.base import table
from coachdesk.store import faults, sqlite, trail
from coachdesk.store.desk import Desk
from coachdesk.store.replay import Finding, Work, findings

MOST_FINDINGS = 1_000

__all__ = ["MOST_FINDINGS", "Finding", "Report", "check"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. findings: at most MOST_FINDINGS; `more`: whether it stopped there.

    entries, records, files: how many were examined.  notes: what the opening of the desk warned of.
    """

    findings: tuple[Finding, ...]
    entries: int
    records: int
    files: int
    head: tuple[int, str]
    more: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def words(self) -> str:
        """The outcome in one sentence."""
        if self.sound:
            text = translate(
                "Check", "Sound: {entries} trail entries, {records} records and {files} evidence files are as recorded."
            )
        elif self.more:
            text = translate("Check", "More than {count} things are wrong; these are the first.")
        elif len(self.findings) == 1:
            text = translate("Check", "One thing is wrong.")
        else:
            text = translate("Check", "{count} things are wrong.")
        return text.format(
            entries=f"{self.entries:,}",
            records=f"{self.records:,}",
            files=f"{self.files:,}",
            count=f"{len(self.findings):,}",
        )


def check(desk: Desk, progress: Callable[[int, int], None] | None = None) -> Report:
    """Examine a desk from the file up. Changes nothing; `progress(done, total)` may raise Cancelled to stop it."""
    found: list[Finding] = list(_file(desk))
    entries, head, work = 0, (0, trail.GENESIS), Work(1, progress)
    more = False
    try:
        with desk.read() as conn:
            entries = _count(conn, trail.ENTRY)
            rows = sum(_count(conn, table(cls)) for cls in FAMILIES.values())
            work = Work(entries + rows, progress)
            head = trail.head(conn)
            for finding in findings(conn, work):
                if len(found) == MOST_FINDINGS:
                    more = True
                    break
                found.append(finding)
    except DeskDamaged as damage:
        found.append(Finding("file", translate("Check", "The rest could not be read: {what}").format(what=damage)))
    if progress is not None:
        progress(work.total, work.total)
    return Report(tuple(found), entries, work.records, work.files, head, more, tuple(desk.warnings))


def _count(conn: sa.Connection, source: sa.FromClause) -> int:
    return int(conn.execute(sa.select(sa.func.count()).select_from(source)).scalar_one())


def _file(desk: Desk) -> Iterator[Finding]:
    words = translate("Check", "The file: {what}")
    try:
        with faults.told(desk.path), closing(sqlite.connect(desk.path, desk.key, write=False)) as conn:
            for text in sqlite.file_faults(conn, encrypted=desk.encrypted):
                yield Finding("file", words.format(what=text))
    except DeskDamaged as damage:
        yield Finding("file", words.format(what=damage.happened))
