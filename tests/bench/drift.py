"""Drift proposals from 5,000 signals in a desk, against reading the same signals on the bare driver."""

from __future__ import annotations

import gc
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from coachdesk.changes import Actor
from coachdesk.queries.drift import drift_rows, found_proposals
from coachdesk.store import sqlite
from coachdesk.store.desk import AgencyData, Desk, ProfileData, create_desk, load_settings
from tests.bench.figures import Figure, Pairs, Spread, measured
from tests.bench.yardstick import Options
from tests.helpers import slow_drift

SIGNALS = 5_000
SECOND = 1.0


def run(options: Options) -> list[Figure]:
    """From the signals in the file to proposals ready to read, as the Signals page does it."""
    pairs = Pairs()
    history = slow_drift.for_desk(slow_drift.history(seed=20261122, size=SIGNALS), timedelta(0))
    newest = max(one.occurred_on for one in history)
    agency, actor = AgencyData("Bench", "OH"), Actor(1, "B", "coordinator")
    with (
        tempfile.TemporaryDirectory() as place,
        create_desk(Path(place, "drift.desk"), None, agency, ProfileData("B", "B")) as desk,
    ):
        slow_drift.keep(desk, actor, history)
        proposed = len(_proposals(desk, newest))
        bare: Any = sqlite.connect(desk.path, desk.key, write=False)
        for _ in range(options.runs):
            gc.collect()
            pairs.ours.append(measured(lambda: _proposals(desk, newest)))
            pairs.floor.append(measured(lambda: bare.execute("SELECT * FROM signal").fetchall()))
        bare.close()
    whole = Spread.of(pairs.ours)
    note = f"{SIGNALS:,} signals of three years, {proposed} proposals; asked for: under 1 s"
    what = "drift proposals, from the desk to words"
    return [
        Figure("drift", what, "s", whole, reach=SECOND, runs=options.runs, note=note),
        pairs.figure("drift", f"{what}, against reading the signals alone", "s", None),
    ]


def _proposals(desk: Desk, today: date) -> tuple[Any, ...]:
    with desk.read() as conn:
        return drift_rows(conn, found_proposals(conn, today, load_settings(conn)))
