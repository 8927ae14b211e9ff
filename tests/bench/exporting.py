"""What the benchmarks of both exports share: export and floor in turn, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.figures import Figure, Pairs, Spread
from tests.bench.machine import ROOT
from tests.bench.yardstick import PLACE

Found = dict[str, float]


def once(what: str, desk: Path, out: Path, cycles: int = 0) -> Found:
    """One export in a process of its own."""
    words = [sys.executable, "-m", "tests.bench.export_once", what, str(desk), str(out), str(cycles)]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: Found = json.loads(done.stdout)
    return found


def pairs(what: str, desk: Path, runs: int, cycles: int = 0) -> tuple[Pairs, Found]:
    """Seconds of ours and of the floor, and what else was found of the last of ours."""
    out = PLACE / "work" / f"{what}.{'xlsx' if what == 'tracker' else 'pdf'}"
    found = Pairs()
    last: Found = {}
    for _ in range(runs):
        last = once(what, desk, out, cycles)
        found.ours.append(last["seconds"])
        found.floor.append(once(f"{what}-floor", desk, out, cycles)["seconds"])
    return found, last


def memory(bench: str, what: str, grown: float, note: str) -> Figure:
    """The most memory an export held above what the open desk holds."""
    return Figure(bench, f"memory of {what}", "MB", Spread(grown, grown, grown), note=note)
