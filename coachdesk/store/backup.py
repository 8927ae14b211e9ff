"""Backups: whole copies beside the desk, each proven by restoring it before an older one may go.

A backup is a desk file under the same key. Its name says when it was made and the trail number it holds; it gets that
name only after its proof, so whatever carries such a name has been restored once and found whole.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from coachdesk.errors import DeskDamaged
from coachdesk.i18n import translate
from coachdesk.settings import Settings
from coachdesk.store import faults, replay, sqlite, trail
from coachdesk.store.keys import Key

KEEP = {"hour": 24, "day": 30, "week": 12, "month": 36}
_NAME = re.compile(r"^(?P<stem>.+) (?P<day>\d{4}-\d\d-\d\d) (?P<time>\d{6}) \(trail (?P<seq>\d+)\)\.desk$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Backup:
    """A proven backup: where, when made (local time, naive), the trail number it ends with, bytes."""

    path: Path
    made_at: datetime
    seq: int
    size: int


def folder(desk: Path) -> Path:
    """Where the backups of this desk are kept."""
    return desk.with_name(f"{desk.stem} backups")


def listed(desk: Path) -> list[Backup]:
    """The proven backups of this desk, newest first."""
    found = []
    if folder(desk).is_dir():
        for path in folder(desk).iterdir():
            match = _NAME.match(path.name)
            if match and match["stem"] == desk.stem:
                try:
                    made_at = datetime.fromisoformat(f"{match['day']}T{match['time']}")
                except ValueError:  # somebody named a file so; no moment has 99 minutes
                    continue
                found.append(Backup(path, made_at, int(match["seq"]), path.stat().st_size))
    return sorted(found, key=lambda backup: (backup.made_at, backup.seq), reverse=True)


def keeping(settings: Settings) -> dict[str, int]:
    """How many backups the agency keeps per hour, day, week and month."""
    return {
        "hour": settings.backup_keep_hourly,
        "day": settings.backup_keep_daily,
        "week": settings.backup_keep_weekly,
        "month": settings.backup_keep_monthly,
    }


def make(desk: Path, key: Key | None, now: datetime, keep: Mapping[str, int] = KEEP) -> Backup:
    """Copy the desk, prove the copy, then let older backups go by the keeping plan. StorageFailed when it cannot be.

    keep: as `keeping` gives it; the defaults where the desk's settings cannot be read yet (an older format).
    """
    place = folder(desk)
    unproven = place / f".{desk.stem}.{os.getpid()}.unproven"
    with faults.told(desk):
        place.mkdir(exist_ok=True)
        for old in place.glob(f".{glob.escape(desk.stem)}.*"):
            old.unlink(missing_ok=True)
        try:
            counts = sqlite.copy(desk, key, unproven, key)
            seq = prove(unproven, key, counts)
            name = f"{desk.stem} {now:%Y-%m-%d %H%M%S} (trail {seq}).desk"
            _flush(unproven)
            unproven.replace(place / name)
            made = Backup(place / name, now.replace(tzinfo=None, microsecond=0), seq, (place / name).stat().st_size)
        finally:
            unproven.unlink(missing_ok=True)
        for gone in superseded(listed(desk), keep):
            # A clock set back makes the newest backup look like the oldest; what was just made always stays.
            if gone.path != made.path:
                gone.path.unlink(missing_ok=True)
    return made


def prove(copy: Path, key: Key | None, counts: dict[str, int] | None = None) -> int:
    """Restore `copy` to a temporary place beside it and examine the result; gives its last trail number.

    counts: rows by table that must be there. DeskDamaged says what is wrong.
    """
    restored = copy.with_name(f"{copy.name}.proof")
    try:
        found = sqlite.copy(copy, key, restored, key)
        conn = sqlite.connect(restored, key, write=False)
        try:
            wrong = list(sqlite.file_faults(conn, encrypted=key is not None))
        finally:
            conn.close()
        if counts is not None and found != counts:
            wrong.append(translate("Backup", "its row counts differ from the desk's"))
        engine = sqlite.engine(restored, key, write=False)
        try:
            with engine.connect() as reading, reading.begin():
                # A sealed file's pages carry their own proof; in a plain one only the trail shows a bent text.
                look = trail.check_chain(reading) if key is not None else replay.findings(reading, replay.Work())
                wrong += [finding.text for finding in look]
                seq, _ = trail.head(reading)
        finally:
            engine.dispose()
    finally:
        restored.unlink(missing_ok=True)
    if wrong:
        raise DeskDamaged(
            translate("Backup", "A copy of {name} did not pass its proof: {what}").format(
                name=copy.name, what=wrong[0]
            ),
            translate("Backup", "Earlier backups were all kept."),
            translate("Backup", "Run a check on the desk (File > Check the desk, or coachdesk check) before going on."),
        )
    return seq


def is_due(desk: Path, seq: int) -> bool:
    """Whether the desk changed since its last backup."""
    newest = next(iter(listed(desk)), None)
    return newest is None or newest.seq != seq


def superseded(backups: Iterable[Backup], plan: Mapping[str, int] = KEEP) -> list[Backup]:
    """Which of these (newest first) the keeping plan lets go: per hour, day, week and month the newest one is kept."""
    keep: set[Path] = set()
    formats = {"hour": "%Y%m%d%H", "day": "%Y%m%d", "week": "%G%V", "month": "%Y%m"}
    ordered = list(backups)
    for unit, pattern in formats.items():
        seen: set[str] = set()
        for backup in ordered:
            slot = backup.made_at.strftime(pattern)
            if slot not in seen and len(seen) < plan[unit]:
                seen.add(slot)
                keep.add(backup.path)
    return [backup for backup in ordered if backup.path not in keep and backup is not ordered[0]]


def _flush(path: Path) -> None:
    fd = os.open(path, os.O_RDWR)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
