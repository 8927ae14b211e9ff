"""The desks and files that are measured with, made once and kept in out/bench."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.machine import ROOT

PLACE = ROOT / "out" / "bench"
PASSPHRASE = "a long enough passphrase"
MILLION = 1_000_000
RECIPE = 1  # another number makes all kept files anew


@dataclass(frozen=True)
class Options:
    """What was asked for. scale: of the ten-year desk. runs: measured pairs. rounds: kills of each phase."""

    scale: float = 0.1
    runs: int = 5
    rounds: int = 500


def own_home() -> None:
    """Let this process and its children keep settings, logs and marks in out/bench, not with the person's own."""
    home = PLACE / "home"
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        os.environ[name] = str(home)
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        os.environ[name] = str(home / name.lower())
        Path(os.environ[name]).mkdir(parents=True, exist_ok=True, mode=0o700)


def ten_years(scale: float, *, sealed: bool = False) -> Path:
    """The ten-year desk at this scale; nobody may change it (take a `copy`)."""
    from coachdesk.sample.years import make_years

    def make(path: Path) -> None:
        def told(done: int, total: int) -> None:
            if done % 1000 == 0 or done == total:
                print(f"  {done:,} of {total:,} cycles", flush=True)

        make_years(path, scale, passphrase=PASSPHRASE if sealed else None, progress=told)

    return _kept(f"years-{scale:g}{'-sealed' if sealed else ''}", f"the ten-year desk at {scale:g}x", make)


def million_signals() -> Path:
    """A desk with 1,000,000 signals (and no trail of them: it is only looked at)."""

    def make(path: Path) -> None:
        from coachdesk import sample
        from coachdesk.records.base import table
        from coachdesk.records.signals import Signal
        from coachdesk.sample import names
        from coachdesk.store.desk import open_desk

        sample.make(path)
        signal = table(Signal)
        kinds = [kind for code in sorted(names.SIGNALS) for kind in names.SIGNALS[code]]
        with open_desk(path) as desk, desk.bulk() as conn:
            begun = conn.execute(signal.select().order_by(signal.c.id.desc()).limit(1)).one().id
            like = dict(conn.execute(signal.select().limit(1)).one()._mapping)
            del like["id"]
            start = datetime(2016, 11, 9, 9, tzinfo=UTC)
            for first in range(begun + 1, MILLION + 1, 10_000):
                rows = []
                for number in range(first, min(first + 10_000, MILLION + 1)):
                    at = start + timedelta(minutes=5 * number)
                    source, _, severity, what = kinds[number % len(kinds)]
                    own = {"number": f"DS-{number:07}", "source": source, "severity": severity, "what_happened": what}
                    days = {"occurred_on": at.date(), "noticed_on": at.date(), "recorded_at": at}
                    rows.append({**like, **own, **days, "participant_code": f"P-{number % 899}"})
                conn.execute(signal.insert(), rows)

    return _kept("million-signals", "a desk with 1,000,000 signals", make)


def roster(rows: int = 5_000) -> Path:
    """A roster workbook with this many people, columns as HR systems write them."""

    def make(path: Path) -> None:
        import openpyxl

        from coachdesk.sample import names

        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Roster")
        head = "Employee ID,First Name,Last Name,Email,Phone,Hire Date,Job Title,Department,Location,Supervisor ID"
        sheet.append(head.split(","))
        titles, teams, sites = ("Support Worker", "Case Manager", "Nurse", "Team Lead"), "ABCDEFGHIJ", "12345"
        for place in range(rows):
            first, last = names.STAFF[place % len(names.STAFF)][:2]
            number = 10_001 + place
            day = datetime(2012, 1, 2) + timedelta(days=place % 5000)
            who = [number, first, last, f"p{number}@harbor.example", f"(614) 555-{place % 10000:04}", day]
            where = [titles[place % 4], f"Team {teams[place % 10]}", f"Site {sites[place % 5]}"]
            sheet.append([*who, *where, 10_001 + place // 10 if place else None])
        book.save(path)

    return _kept(f"roster-{rows}", f"a roster of {rows:,} people", make, ".xlsx")


def copy(source: Path, name: str) -> Path:
    """A fresh copy to change, in out/bench/work; an older one of that name is replaced."""
    from coachdesk.store import backup

    target = PLACE / "work" / name
    shutil.rmtree(backup.folder(target), ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())  # else the disk is still busy with the copy while saves are measured
    return target


def _kept(name: str, words: str, make: Callable[[Path], None], suffix: str = ".desk") -> Path:
    """The file of that name, made when it is not there or the code that makes it changed."""
    path = PLACE / f"{name}-{_recipe()}{suffix}"
    if not path.exists():
        PLACE.mkdir(parents=True, exist_ok=True)
        for old in PLACE.glob(f"{name}-????????{suffix}*"):
            if old.is_file():
                old.unlink()
        print(f"Making {words}, kept in {path.relative_to(ROOT)}", flush=True)
        draft = path.with_name(f"draft-{path.name}")
        draft.unlink(missing_ok=True)
        make(draft)
        draft.rename(path)
        for rest in PLACE.glob(f"draft-{path.name}*"):
            rest.unlink()
    return path


def _recipe() -> str:
    """Eight letters that change with RECIPE, the records, the migrations and the sample's code."""
    digest = hashlib.sha256(str(RECIPE).encode())
    for folder in ("coachdesk/records", "coachdesk/sample", "coachdesk/store/migrations"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:8]
