"""Exact statistics against published tables and examples, to four significant digits, and their limits."""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.rules import exact

COUNTS = st.integers(0, 200).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


def four(value: float) -> object:
    """Equal to `value` in four significant digits."""
    return pytest.approx(value, rel=5e-4, abs=5e-5)


@pytest.mark.parametrize(
    ("met", "total", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998) 857, Table I, method 3 (Wilson score)
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # the domain report, section 5, item 3
        (10, 10, 0.7225, 1.0000),
        (8, 10, 0.4902, 0.9433),
        (4, 10, 0.1682, 0.6873),
    ],
)
def test_wilson_agrees_with_published_intervals(met: int, total: int, low: float, high: float) -> None:
    found = exact.wilson(met, total)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(COUNTS)
def test_a_wilson_interval_holds_the_share_and_stays_between_none_and_all(counts: tuple[int, int]) -> None:
    met, total = counts
    found = exact.wilson(met, total)
    if total == 0:
        assert found is None
        return
    assert found is not None
    assert 0 <= found.low <= met / total <= found.high <= 1
    assert (found.low == 0) == (met == 0)
    assert (found.high == 1) == (met == total)
    mirrored = exact.wilson(total - met, total)
    assert mirrored is not None
    assert found.low == pytest.approx(1 - mirrored.high, abs=1e-12)


def test_a_wilson_interval_of_a_huge_count_is_narrow() -> None:
    found = exact.wilson(10**15 // 2, 10**15)
    assert found is not None
    assert found.high - found.low < 1e-6


@pytest.mark.parametrize("counts", [(-1, 3), (4, 3), (0, -1)])
def test_what_is_no_count_is_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not a count"):
        exact.wilson(*counts)
    with pytest.raises(ValueError, match="not a count"):
        exact.fisher(*counts, 1, 2)


@pytest.mark.parametrize(
    ("table", "p"),
    [
        # Agresti, Categorical Data Analysis (1990) p. 61: Fisher's tea tasting; R, example(fisher.test)
        ((3, 4, 1, 4), 0.4857),
        # Fisher (1962) criminal like-sex twins; R, example(fisher.test) gives 0.0005367
        ((2, 17, 10, 13), 0.0005367),
        # the domain report, section 5, item 3, and the pack's sketch
        ((4, 10, 8, 10), 0.1698),
        ((4, 10, 9, 10), 0.05728),
        ((5, 10, 10, 10), 0.03251),
        ((10, 20, 17, 20), 0.04074),
        ((4, 10, 10, 10), 0.010836),
        # beyond whole-number arithmetic; scipy 1.17 gives 0.0266355377 and 0.0228892400
        ((400, 1000, 450, 1000), 0.026635537710441),
        ((40_000, 100_000, 40_500, 100_000), 0.0228892400),
    ],
)
def test_fisher_agrees_with_published_examples(table: tuple[int, int, int, int], p: float) -> None:
    assert exact.fisher(*table) == pytest.approx(p, rel=1e-4)


@given(COUNTS, COUNTS)
def test_fisher_is_a_chance_and_does_not_care_who_comes_first(a: tuple[int, int], b: tuple[int, int]) -> None:
    p = exact.fisher(*a, *b)
    assert 0 < p <= 1
    assert exact.fisher(*b, *a) == pytest.approx(p)
    assert exact.fisher(a[1] - a[0], a[1], b[1] - b[0], b[1]) == pytest.approx(p)
    if 0 in (a[1], b[1]):
        assert p == 1


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_fishers_two_ways_of_counting_agree(met_a: int, not_a: int, met_b: int, not_b: int) -> None:
    table = (met_a, met_a + not_a, met_b, met_b + not_b)
    limit = exact._BIG
    exact._BIG = 0
    try:
        by_recurrence = exact.fisher(*table)
    finally:
        exact._BIG = limit
    assert by_recurrence == pytest.approx(exact.fisher(*table), rel=1e-6)


@pytest.mark.parametrize("n", [1, 2, 10**6])
def test_fisher_at_the_limits(n: int) -> None:
    assert exact.fisher(0, n, 0, n) == 1
    assert exact.fisher(n, n, n, n) == 1
    assert exact.fisher(0, n, n, n) == (1 if n == 1 else pytest.approx(2 / math.comb(4, 2) if n == 2 else 0))


@pytest.mark.parametrize(
    ("hits", "trials", "chance", "p"),
    [
        (682, 925, 0.75, 0.3825),  # Conover (1971) p. 97, Mendel's peas; R, example(binom.test)
        (
            51,
            235,
            1 / 6,
            0.04375,
        ),  # sixes of a die, as worked in the encyclopedia article on the test; R and SciPy agree
        (5, 5, 0.5, 0.0625),  # the domain report: five of five pairs better
        (6, 6, 0.5, 0.03125),  # and six of six
        (0, 0, 0.5, 1.0),
    ],
)
def test_the_binomial_test_agrees_with_published_examples(hits: int, trials: int, chance: float, p: float) -> None:
    assert exact.binomial(hits, trials, chance) == four(p)


def test_a_chance_of_none_or_all_cannot_be_tested() -> None:
    with pytest.raises(ValueError, match="cannot be tested"):
        exact.binomial(1, 2, 1.0)


def test_the_sign_test_leaves_ties_out_and_is_symmetric() -> None:
    assert exact.sign_test(6, 0) == exact.sign_test(0, 6) == 0.03125
    assert exact.sign_test(0, 0) == 1


@given(st.integers(0, 1200), st.sampled_from([0.01, 0.025, 0.05, 0.5]))
def test_the_fair_coins_quantile_is_the_smallest_count_that_reaches_the_share(trials: int, share: float) -> None:
    k = exact.binomial_quantile(share, trials)
    reached = sum(math.comb(trials, j) for j in range(k + 1)) / 2**trials if trials < 1000 else None
    if reached is not None:
        assert reached >= share
        assert reached - math.comb(trials, k) / 2**trials < share
    else:
        assert abs(k - (trials / 2 + statistics.NormalDist().inv_cdf(share) * math.sqrt(trials) / 2)) <= 2


def test_the_rank_test_agrees_with_published_examples() -> None:
    # Hollander and Wolfe (1973) p. 69, permeability of the chorioamnion; one-sided p = 0.1272
    term = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
    weeks_12_to_26 = [1.15, 0.88, 0.90, 0.74, 1.21]
    assert exact.rank_test(term, weeks_12_to_26, seed=1) == (four(2 * 0.1272), True)
    # SciPy reference guide, mannwhitneyu: ages at diagnosis of diabetes, exact two-sided p = 0.1111
    assert exact.rank_test([19, 22, 16, 29, 24], [20, 11, 17, 12], seed=1) == (four(0.1111), True)


NUMBERS = st.lists(st.integers(0, 9), min_size=1, max_size=7)


@given(NUMBERS, NUMBERS)
def test_the_rank_test_with_ties_equals_trying_every_arrangement(before: list[int], after: list[int]) -> None:
    import itertools

    values = before + after
    ranks = [sum(v < x for v in values) + (sum(v == x for v in values) + 1) / 2 for x in values]
    middle = len(before) * sum(ranks) / len(ranks)
    seen = abs(sum(ranks[: len(before)]) - middle)
    sums = [sum(some) for some in itertools.combinations(ranks, len(before))]
    by_hand = sum(abs(total - middle) >= seen - 1e-9 for total in sums) / len(sums)
    p, is_exact = exact.rank_test(before, after, seed=3)
    assert is_exact
    assert p == pytest.approx(by_hand)


def test_the_rank_test_of_large_groups_is_drawn_and_the_same_seed_gives_the_same_answer() -> None:
    before = [float(n) for n in range(80)]
    after = [n + 8.5 for n in before]
    p, is_exact = exact.rank_test(before, after, seed=7)
    assert not is_exact
    assert (p, is_exact) == exact.rank_test(before, after, seed=7)
    assert p == pytest.approx(0.0218, abs=0.006)  # the normal approximation
    assert exact.rank_test([], [1.0], seed=1) == (1.0, True)


def test_the_median_interval_needs_six_values_and_uses_order_statistics() -> None:
    assert exact.median_interval([1, 2, 3, 4, 5]) is None
    assert exact.median_interval([6, 5, 4, 3, 2, 1]) == exact.Interval(1, 6)
    # Conover, Practical Nonparametric Statistics: n = 16 at 95% uses the 4th and 13th values
    assert exact.median_interval(list(range(1, 17))) == exact.Interval(4, 13)
    # Campbell and Gardner, BMJ 296 (1988) 1454, table of ranks for the 95% interval of a median
    for n, low, high in ((10, 2, 9), (20, 6, 15), (30, 10, 21), (50, 18, 33)):
        assert exact.median_interval(list(range(1, n + 1))) == exact.Interval(low, high)
    found = exact.median_interval(list(range(3001)))
    assert found is not None
    assert found.low < 1500 < found.high
    assert exact.median_interval([]) is None


@pytest.mark.parametrize(
    ("events", "exposure", "low", "high"),
    [
        (137, 24.19893, 4.753125, 6.692709),  # R, example(poisson.test)
        (0, 1, 0.0, 3.688879),  # Garwood (1936): 0 events, upper 3.689
        (10, 1, 4.795389, 18.390356),  # Garwood (1936)
        (1_000_000, 1, 998_040.98334, 1_001_961.91195),  # from the chi-square quantiles of scipy 1.17
    ],
)
def test_garwoods_interval_agrees_with_published_tables(events: int, exposure: float, low: float, high: float) -> None:
    found = exact.poisson_interval(events, exposure)
    assert found is not None
    assert found.low == pytest.approx(low, rel=1e-6, abs=1e-9)
    assert found.high == pytest.approx(high, rel=1e-6)


def test_a_rate_without_exposure_has_no_interval_and_nonsense_is_refused() -> None:
    assert exact.poisson_interval(0, 0) is None
    with pytest.raises(ValueError, match="not a rate"):
        exact.poisson_interval(-1, 2)


def test_the_rate_test_agrees_with_published_examples() -> None:
    # R, example(poisson.test): lung cancer deaths in Danish towns, 11 in 800 against 21 in 3,011
    assert exact.rate_test(11, 800, 21, 3011) == four(0.07967)
    # Fay, "Testing the Ratio of Two Poisson Rates": 2 in 17,877 against 9 in 16,660; SciPy 1.17, binomtest
    assert exact.rate_test(2, 17_877, 9, 16_660) == four(0.03309)
    # Rothman, Modern Epidemiology: breast cancer after fluoroscopy, 41 in 28,010 years against 15 in 19,017; as above
    assert exact.rate_test(41, 28_010, 15, 19_017) == four(0.04085)
    # Przyborowski and Wilenski's condition: with equal exposures it is the sign test
    assert exact.rate_test(6, 1, 0, 1) == four(0.03125)
    assert exact.rate_test(3, 0, 2, 1) == 1
