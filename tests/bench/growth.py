"""Growth: opening a page, searching and saving at a tenth and at the whole of `--scale`, one beside the other."""

from __future__ import annotations

import os
import time

from coachdesk.queries.signals import SIGNALS
from coachdesk.queries.table import Where
from coachdesk.store.desk import open_desk
from tests.bench.figures import Figure, Pairs, percentile
from tests.bench.page import Opener
from tests.bench.save import saves
from tests.bench.yardstick import Options, ten_years

FLAT = 1.3


def run(options: Options) -> list[Figure]:
    """Ratios of the large to the small desk; 1 is perfectly flat. `--scale 10` compares 1x with 10x."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    small, large = options.scale / 10, options.scale
    sizes = f"at {large:g}x against {small:g}x"
    found = []
    with open_desk(ten_years(small), mode="read") as few, open_desk(ten_years(large), mode="read") as many:
        openers = [Opener(many), Opener(few)]
        for entry in openers[0].entries:
            pairs = Pairs()
            for number in range(options.runs + 1):
                values = [opener.open(entry.key) for opener in openers]
                if number:
                    pairs.ours.append(values[0][0] if values[0][1] is None else values[0][1])
                    pairs.floor.append(values[1][0] if values[1][1] is None else values[1][1])
            found.append(pairs.figure("growth", f"first rows of {entry.key} {sizes}", "s", FLAT))
        pairs = Pairs()
        for _ in range(options.runs):
            for desk, values_of in ((many, pairs.ours), (few, pairs.floor)):
                with desk.read() as conn:
                    taken = []
                    for _again in range(9):
                        begun = time.perf_counter()
                        next(iter(SIGNALS.first_and_all_ids(conn, Where("note"))))
                        taken.append(time.perf_counter() - begun)
                values_of.append(percentile(taken, 0.5))
        found.append(pairs.figure("growth", f"first rows of a search {sizes}", "s", FLAT))
    ours = [saves(Options(scale, options.runs), sealed=False).ours for scale in (large, small)]
    found.append(Pairs(*ours).figure("growth", f"saving {sizes}", "s", FLAT))
    return found
