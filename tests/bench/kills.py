"""The long form of tests/faults/kills.py: the program killed while it saves, imports and migrates."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.bench.figures import Figure, Spread
from tests.bench.machine import ROOT
from tests.bench.yardstick import Options

PHASES = {"save": [], "import": [], "migrate": [], "save, sealed": ["--sealed"]}
CONTROLS = ("early-ack", "two-steps")


def run(options: Options) -> list[Figure]:
    """Faults found in each phase (none may be), and in a program broken on purpose (some must be)."""
    found = []
    for name, extra in PHASES.items():
        figures = _kill(name.partition(",")[0], options.rounds, *extra)
        note = f"{figures['rounds']} kills, {figures['acknowledged']} acknowledged changes"
        faults = float(figures["lost"] + figures["half_done"] + figures["trail_faults"])
        what = f"faults after kills, {name}"
        found.append(Figure("kills", what, "", Spread(faults, faults, faults), reach=0.0, note=note))
    for control in CONTROLS:
        figures = _kill("save", options.rounds, "--control", control)
        faults = float(figures["lost"] + figures["half_done"] + figures["trail_faults"])
        note = f"{figures['rounds']} kills; here faults must be found"
        found.append(
            Figure("kills", f"faults of a program broken by {control}", "", Spread(faults, faults, faults), note=note)
        )
    return found


def _kill(phase: str, rounds: int, *extra: str) -> dict[str, int]:
    words = [sys.executable, "-m", "tests.faults.kills", "--phase", phase, "--rounds", str(rounds), *extra]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    found: dict[str, int] = json.loads(done.stdout)
    return found
