"""Saving: a service with its rules, records and trail, against a bare transaction that changes one row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from coachdesk.changes import Actor
from coachdesk.queries.agency import actors
from coachdesk.services.signals import log_signal
from coachdesk.store import sqlite
from coachdesk.store.desk import Desk, open_desk
from coachdesk.store.keys import Key
from tests.bench.figures import Figure, Pairs, measured
from tests.bench.yardstick import PASSPHRASE, Options, copy, ten_years

SAVES = 40


def run(options: Options) -> list[Figure]:
    """On a plain and on a sealed desk; every value is the mean of several saves, since the disk's own time varies."""
    found = []
    for words, sealed in (("plain", False), ("sealed", True)):
        pairs = saves(options, sealed=sealed)
        note = f"{words} desk, the mean of {SAVES}"
        found.append(pairs.figure("save", "save a signal: rules, record, trail, commit", "s", 3.0, note))
    return found


def saves(options: Options, *, sealed: bool) -> Pairs:
    """Seconds of one save and of one bare transaction on a copy of the ten-year desk."""
    passphrase = PASSPHRASE if sealed else None
    path = copy(ten_years(options.scale, sealed=sealed), "save.desk")
    pairs = Pairs()
    with open_desk(path, passphrase) as desk:
        with desk.read() as conn:
            actor = actors(conn)[0]
        key = desk.key
        _save(desk, actor, SAVES)
    for _ in range(options.runs):
        with open_desk(path, passphrase) as desk:
            _save(desk, actor, 2)
            pairs.ours.append(measured(lambda desk=desk: _save(desk, actor, SAVES)) / SAVES)
        pairs.floor.append(_bare(path, key))
    return pairs


def _save(desk: Desk, actor: Actor, times: int) -> None:
    today = desk.clock().date()
    values = {"source": "documentation_audit", "occurred_on": today, "severity": "minor"}
    for number in range(times):
        log_signal(desk, actor, {**values, "what_happened": f"Notes were late, seen {number} times."})


def _bare(path: Path, key: Key | None) -> float:
    conn: Any = sqlite.connect(path, key, write=True)

    def save(times: int) -> None:
        for _ in range(times):
            conn.execute("BEGIN IMMEDIATE")
            conn.execute("UPDATE counter SET last = last + 1 WHERE series = (SELECT min(series) FROM counter)")
            conn.execute("COMMIT")

    try:
        save(2)
        return measured(lambda: save(SAVES)) / SAVES
    finally:
        conn.close()
