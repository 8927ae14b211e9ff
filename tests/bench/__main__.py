"""`python3 run.py bench [NAME ...]`: measure, print a table, and keep it in out/bench.

Each benchmark runs in a process of its own, one after the other, so that none pays for another's memory. Nothing here
passes or fails: a figure is read beside the floor that was measured with it.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import machine, report
from tests.bench.figures import Figure
from tests.bench.yardstick import PLACE, Options, own_home

BENCHMARKS = {
    "start": "from nothing to a usable first page, against an empty window",
    "page": "opening each page, against its own SQL on the bare driver",
    "scroll": "frames and memory of a table of 1,000,000 rows",
    "matrix": "frames of a competence matrix of 500 staff and 40 standards",
    "board": "frames of the board of 300 open cycles",
    "search": "typing into the filter of 1,000,000 rows, against the bare query",
    "drift": "drift proposals from 5,000 signals, against reading the signals alone",
    "save": "saving a change, against a bare transaction on the same disk",
    "roster": "importing a roster of 5,000 people, against openpyxl reading it",
    "tracker": "the Excel tracker, against openpyxl writing the same cells",
    "pack": "the evidence pack, against ReportLab laying out the same text",
    "growth": "opening, searching and saving at a tenth and at the whole size",
    "kills": "killing the program while it saves, imports and migrates (the long form; not part of the usual run)",
}
USUAL = [name for name in BENCHMARKS if name not in ("growth", "kills")]


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    names = "\n".join(f"  {name:9} {words}" for name, words in BENCHMARKS.items())
    parser = argparse.ArgumentParser(
        prog="run.py bench",
        description=f"{__doc__}\nbenchmarks:\n{names}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which; without any: {' '.join(USUAL)}")
    parser.add_argument("--scale", type=float, default=0.1, help="size of the ten-year desk (default 0.1; 10 is huge)")
    parser.add_argument("--runs", type=int, default=5, help="measured pairs of each figure (default 5)")
    parser.add_argument("--rounds", type=int, default=500, help="kills in each phase (default 500)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write everything measured to FILE")
    parser.add_argument("--here", action="store_true", help="in this very process, to profile it")
    found = parser.parse_args()
    unknown = [name for name in found.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are: {', '.join(BENCHMARKS)}")
    return found


def measure(name: str, options: Options) -> list[Figure]:
    """Run one benchmark in this process."""
    own_home()
    found: list[Figure] = importlib.import_module(f"tests.bench.{name}").run(options)
    return found


def measure_apart(name: str, given: argparse.Namespace) -> list[Figure] | None:
    """Run one benchmark in a process of its own; None when it broke (its words are on the terminal)."""
    with tempfile.TemporaryDirectory() as place:
        answer = Path(place, "figures.json")
        words = ["--scale", str(given.scale), "--runs", str(given.runs), "--rounds", str(given.rounds)]
        done = subprocess.run([sys.executable, "-m", "tests.bench", name, "--here", *words, "--json", str(answer)])
        if done.returncode or not answer.exists():
            return None
        return [Figure.from_json(one) for one in json.loads(answer.read_text(encoding="utf-8"))["figures"]]


def main() -> int:
    """Measure what was asked for; 1 when a benchmark broke, whatever the figures are."""
    given = arguments()
    options = Options(given.scale, given.runs, given.rounds)
    about = machine.described()
    about["Command"] = f"python3 run.py bench {' '.join(sys.argv[1:])}".strip()
    figures: list[Figure] = []
    broken: list[str] = []
    for name in given.names or USUAL:
        print(f"{name}: {BENCHMARKS[name]} (load {machine.load()})", flush=True)
        found = measure(name, options) if given.here else measure_apart(name, given)
        if found is None:
            broken.append(name)
        else:
            figures += found
            print("\n".join([*report.HEAD, *map(report.row, found), ""]) if not given.here else "", flush=True)
    about["Load at the end"] = machine.load()
    if given.json:
        report.write_json(given.json, about, figures)
    if not given.here:
        PLACE.mkdir(parents=True, exist_ok=True)
        table = PLACE / f"{'-'.join(given.names) or 'usual'}-{given.scale:g}x.md"
        table.write_text(report.markdown(about, figures), encoding="utf-8")
        print(f"{table}" + (f"\nbroke: {', '.join(broken)}" if broken else ""))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
