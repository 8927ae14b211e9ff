"""The Excel tracker of the whole desk, against openpyxl's write-only mode writing the same values."""

from __future__ import annotations

from tests.bench import exporting
from tests.bench.figures import Figure
from tests.bench.yardstick import PLACE, Options, ten_years


def run(options: Options) -> list[Figure]:
    """At the scale asked for; memory also at a tenth of it, to see that it does not grow with the rows."""
    runs = min(options.runs, 3)
    pairs, last = exporting.pairs("tracker", ten_years(options.scale), runs)
    small = exporting.once("tracker", ten_years(options.scale / 10), PLACE / "work" / "small.xlsx")
    size = f"{last['size']:.0f} MB"
    return [
        pairs.figure("tracker", f"tracker of the desk at {options.scale:g}x", "s", 1.3, size),
        exporting.memory("tracker", f"a tracker at {options.scale / 10:g}x", small["grown"], f"{small['size']:.1f} MB"),
        exporting.memory("tracker", f"a tracker at {options.scale:g}x", last["grown"], size),
    ]
