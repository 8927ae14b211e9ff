"""R19: the few that make most of it, with rates beside counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coachdesk.rules.pareto import pareto, vital_few


def test_bars_fall_and_add_up_to_all() -> None:
    items = [("late", 1)] * 6 + [("blank", 2)] * 3 + [("lost", None)]
    bars = pareto(items)
    assert [(bar.key, bar.count, bar.share, bar.cumulative) for bar in bars] == [
        ("late", 6, 0.6, 0.6),
        ("blank", 3, 0.3, 0.9),
        ("lost", 1, 0.1, 1.0),
    ]
    assert vital_few(bars) == ("late", "blank")
    assert [bar.people for bar in bars] == [1, 1, 0]


def test_rates_tell_what_counts_hide() -> None:
    bars = pareto([("T1", 1)] * 8 + [("T2", 2)] * 5, {"T1": (8, 200), "T2": (5, 20)})
    assert [(bar.key, bar.per_hundred) for bar in bars] == [("T1", 4.0), ("T2", 25.0)]
    assert [bar.audited for bar in bars] == [(8, 200), (5, 20)]
    assert pareto([("T1", 1)])[0].per_hundred is None


def test_nothing_makes_no_bars() -> None:
    assert pareto([]) == ()
    assert vital_few(()) == ()


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 3) | st.none())))
def test_order_and_sums_hold_for_any_items(items: list[tuple[str, int | None]]) -> None:
    bars = pareto(items)
    counts = [bar.count for bar in bars]
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) == len(items)
    assert not bars or bars[-1].cumulative == 1
    assert pareto(reversed(items)) == bars
