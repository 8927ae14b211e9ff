"""The evidence pack, against ReportLab alone laying out the same lines in plain tables."""

from __future__ import annotations

from tests.bench import exporting
from tests.bench.figures import Figure
from tests.bench.yardstick import PLACE, Options, ten_years

SMALL, LARGE = 20, 200  # cycles; the large pack has more than 1,000 pages


def run(options: Options) -> list[Figure]:
    """Packs of the newest cycles of the desk, at two sizes for memory."""
    desk = ten_years(options.scale)
    pairs, last = exporting.pairs("pack", desk, min(options.runs, 3), LARGE)
    small = exporting.once("pack", desk, PLACE / "work" / "small.pdf", SMALL)
    pages, few = f"{last['pages']:,.0f} pages", f"{small['pages']:,.0f} pages"
    return [
        pairs.figure("pack", f"evidence pack of {LARGE} cycles", "s", 1.5, pages),
        exporting.memory("pack", f"a pack of {SMALL} cycles", small["grown"], few),
        exporting.memory("pack", f"a pack of {LARGE} cycles", last["grown"], pages),
    ]
