"""The benchmarks' own arithmetic and words: a ratio is that of pairs, and a missed reach is said."""

from __future__ import annotations

import pytest

from tests.bench import report
from tests.bench.figures import Figure, Pairs, Spread, paired, percentile


def test_a_ratio_is_the_median_of_the_pairs_not_of_the_medians() -> None:
    figure = Pairs([1.0, 8.0, 3.0], [1.0, 4.0, 1.0]).figure("save", "save", "s", 2.0)
    assert figure.ratio == Spread(2.0, 1.0, 3.0)
    assert figure.reached
    assert figure.runs == 3


def test_ours_and_the_floor_are_measured_in_turn_and_the_first_pairs_do_not_count() -> None:
    called: list[str] = []

    def ours() -> float:
        called.append("ours")
        return float(len(called))

    def floor() -> float:
        called.append("floor")
        return float(len(called))

    pairs = paired(ours, floor, runs=2, warm_up=1)
    assert called == ["ours", "floor"] * 3
    assert (pairs.ours, pairs.floor) == ([3.0, 5.0], [4.0, 6.0])


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        (
            Figure("start", "start", "s", Spread(0.9, 0.8, 1.0), Spread(0.3, 0.3, 0.3), Spread(3.0, 2.7, 3.3), 1.5, 5),
            "| start | 900 ms | 300 ms | 3.00 (2.70 to 3.30) | 1.5x | **missed** |",
        ),
        (
            Figure("scroll", "frames", "ms", Spread(3.1, 1.0, 4.0), reach=16.0, runs=600, note="by wheel"),
            "| frames (by wheel) | 3.10 ms (1.00 ms to 4.00 ms) |  |  | 16.0 ms | reached |",
        ),
        (Figure("pack", "memory", "MB", Spread(170, 170, 170)), "| memory | 170 MB |  |  |  |  |"),
    ],
)
def test_a_line_says_value_floor_ratio_reach_and_whether_it_was_reached(figure: Figure, line: str) -> None:
    assert report.row(figure) == line
    assert Figure.from_json(figure.to_json()) == figure


def test_the_slowest_hundredth_is_told_apart() -> None:
    assert percentile(range(1, 101), 0.99) == 100
    assert percentile([*[1.0] * 199, 50.0], 0.99) == 1.0
