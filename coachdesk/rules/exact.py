"""Exact statistics in small functions: Wilson and Garwood intervals, Fisher's, binomial, rank and sign tests.

Counts only, no libraries; each function names its source. p-values are two-sided unless a name says otherwise.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

# A table as likely as the observed one may differ in the last bits; this is R's own tolerance in fisher.test.
_AS_LIKELY = 1 + 1e-7
_BIG = 400  # from this many records on, whole-number binomials are slower than the recurrence and no better


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of plausible values, both ends included."""

    low: float
    high: float


def wilson(met: int, total: int, confidence: float = 0.95) -> Interval | None:
    """Wilson's score interval for a proportion; None when there is nothing to judge (total 0).

    Source: E. B. Wilson, JASA 22 (1927); recommended for small n by Newcombe, Stat. Med. 17 (1998) 857.
    """
    check_count(met, total)
    if total == 0:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = met / total
    middle = share + z * z / (2 * total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    # At 0 and at total the bound is exact; floating point would leave a speck of dust there.
    low = 0.0 if met == 0 else max(0.0, (middle - half) / scale)
    high = 1.0 if met == total else min(1.0, (middle + half) / scale)
    return Interval(low, high)


def check_count(met: int, total: int) -> None:
    """Raise ValueError unless 0 <= met <= total."""
    if not 0 <= met <= total:
        raise ValueError(f"{met} of {total} is not a count")


def fisher(met_a: int, total_a: int, met_b: int, total_b: int) -> float:
    """Fisher's exact test of two proportions, two-sided: the sum of all tables no likelier than the observed one.

    1.0 when either group is empty. Exact whole numbers for small tables, a recurrence from the likeliest table outward
    for large ones. Source: R. A. Fisher (1935); the two-sided rule is R's fisher.test.
    """
    check_count(met_a, total_a)
    check_count(met_b, total_b)
    met = met_a + met_b
    total = total_a + total_b
    low, high = max(0, met - total_b), min(met, total_a)
    if low == high:
        return 1.0
    if total <= _BIG:
        weights = {k: math.comb(total_a, k) * math.comb(total_b, met - k) for k in range(low, high + 1)}
        seen = weights[met_a]
        return sum(weight for weight in weights.values() if weight <= seen) / sum(weights.values())

    def step(k: int) -> float:  # weight of k + 1 relative to k
        return (total_a - k) * (met - k) / ((k + 1) * (total_b - met + k + 1))

    mode = min(max((met + 1) * (total_a + 1) // (total + 2), low), high)
    return _sum_no_likelier(_relative_weights(mode, low, high, step), met_a)


def _relative_weights(mode: int, low: int, high: int, step: Callable[[int], float]) -> dict[int, float]:
    """Weights relative to the likeliest value, outward in both directions until they no longer count."""
    weights = {mode: 1.0}
    weight = 1.0
    for k in range(mode, high):
        weight *= step(k)
        if weight < 1e-300:
            break
        weights[k + 1] = weight
    weight = 1.0
    for k in range(mode, low, -1):
        weight /= step(k - 1)
        if weight < 1e-300:
            break
        weights[k - 1] = weight
    return weights


def _sum_no_likelier(weights: dict[int, float], seen: int) -> float:
    limit = weights.get(seen, 0.0) * _AS_LIKELY
    return min(1.0, math.fsum(w for w in weights.values() if w <= limit) / math.fsum(weights.values()))


def binomial(hits: int, trials: int, chance: float = 0.5) -> float:
    """The exact binomial test, two-sided, of `hits` in `trials` against `chance`; 1.0 for no trials.

    Source: Clopper and Pearson (1934); the two-sided rule is R's binom.test.
    """
    check_count(hits, trials)
    if not 0 < chance < 1:
        raise ValueError(f"a chance of {chance} cannot be tested")
    if trials == 0:
        return 1.0
    odds = chance / (1 - chance)

    def step(k: int) -> float:
        return (trials - k) / (k + 1) * odds

    mode = min(math.floor((trials + 1) * chance), trials)
    return _sum_no_likelier(_relative_weights(mode, 0, trials, step), hits)


def binomial_quantile(share: float, trials: int) -> int:
    """The smallest k with P(X <= k) >= share for X fair-coin heads in `trials` (R's qbinom(share, trials, 0.5))."""
    wanted = share * 2**trials if trials < 1000 else 0.0
    if trials < 1000:
        reached = 0
        for k in range(trials + 1):
            reached += math.comb(trials, k)
            if reached >= wanted:
                return k
    weights = _relative_weights(trials // 2, 0, trials, lambda k: (trials - k) / (k + 1))
    total = math.fsum(weights.values())
    so_far = 0.0
    for k in sorted(weights):
        so_far += weights[k]
        if so_far >= share * total:
            return k
    return trials


def sign_test(better: int, worse: int) -> float:
    """The exact sign test of paired ratings, ties left out: 5 of 5 better gives p = 0.0625, 6 of 6 0.03125."""
    return binomial(better, better + worse)


def rank_test(before: Sequence[float], after: Sequence[float], seed: int) -> tuple[float, bool]:
    """Mann-Whitney rank test, two-sided, as a permutation test with ties: (p, whether it is exact).

    Exact by counting all arrangements while the groups are small (their sizes multiply to at most 2,500); else
    up to 20,000 random arrangements drawn with `seed`, fewer for thousands of values. (1.0, True) when one is empty.
    Source: Mann and Whitney (1947); midranks and the conditional distribution, Hollander and Wolfe, ch. 4.
    """
    if not before or not after:
        return 1.0, True
    doubled = _double_midranks([*before, *after])
    observed = sum(doubled[: len(before)])
    expected = len(before) * sum(doubled) / len(doubled)
    distance = abs(observed - expected) - 1e-9
    if len(before) * len(after) <= 2_500:
        counts = _rank_sums(doubled, len(before))
        far = sum(ways for total, ways in counts.items() if abs(total - expected) >= distance)
        return far / sum(counts.values()), True
    rounds = max(1_000, min(20_000, 4_000_000 // len(doubled)))
    chance = random.Random(seed)  # noqa: S311 - a reproducible arrangement, not a secret
    hits = 0
    for _ in range(rounds):
        hits += abs(sum(chance.sample(doubled, len(before))) - expected) >= distance
    return (hits + 1) / (rounds + 1), False


def _double_midranks(values: Sequence[float]) -> list[int]:
    """Twice the rank of each value, ties sharing the middle; twice, so that middles stay whole numbers."""
    order = sorted(values)
    first: dict[float, int] = {}
    last: dict[float, int] = {}
    for place, value in enumerate(order, start=1):
        first.setdefault(value, place)
        last[value] = place
    return [first[value] + last[value] for value in values]


def _rank_sums(ranks: Sequence[int], size: int) -> dict[int, int]:
    """In how many ways `size` of the ranks add up to each sum."""
    ways: list[dict[int, int]] = [{0: 1}] + [{} for _ in range(size)]
    for taken, rank in enumerate(ranks, start=1):
        for chosen in range(min(taken, size), 0, -1):
            into = ways[chosen]
            for total, count in ways[chosen - 1].items():
                into[total + rank] = into.get(total + rank, 0) + count
    return ways[size]


def median_interval(values: Sequence[float], confidence: float = 0.95) -> Interval | None:
    """A distribution-free interval for the median from order statistics; None when n is too small to have one.

    n = 5 gives only 93.75%, so at 95% at least 6 values are needed. Source: Conover, Practical Nonparametric
    Statistics, 3.2.
    """
    order = sorted(values)
    n = len(order)
    if n == 0 or 1 - 2 / 2 ** min(n, 1000) < confidence:
        return None
    left_out = binomial_quantile((1 - confidence) / 2, n) - 1
    return Interval(order[left_out], order[n - 1 - left_out])


def poisson_interval(events: int, exposure: float, confidence: float = 0.95) -> Interval | None:
    """The exact interval of a rate: events per unit of exposure; None without exposure.

    Source: F. Garwood, Biometrika 28 (1936) 437; R's poisson.test gives the same.
    """
    if events < 0 or exposure < 0:
        raise ValueError(f"{events} events in {exposure} is not a rate")
    if exposure == 0:
        return None
    tail = (1 - confidence) / 2
    low = 0.0 if events == 0 else _solve(lambda mean: 1 - _poisson_below(events - 1, mean), tail, events)
    high = _solve(lambda mean: 1 - _poisson_below(events, mean), 1 - tail, events)
    return Interval(low / exposure, high / exposure)


def _poisson_below(k: int, mean: float) -> float:
    """P(X <= k) for a Poisson count, summed from the larger tail's end so that nothing is lost to rounding."""
    if mean <= 0:
        return 1.0
    term = math.exp(k * math.log(mean) - mean - math.lgamma(k + 1))
    if k >= mean:  # then the upper tail is the short one
        tail, count = 0.0, k
        while True:
            count += 1
            term *= mean / count
            tail += term
            if term < 1e-18:
                return 1 - tail
    total, count = 0.0, k
    while count >= 0 and term > 1e-18:
        total += term
        term *= count / mean
        count -= 1
    return total


def _solve(rising: Callable[[float], float], target: float, near: int) -> float:
    """The mean at which `rising` reaches `target`, by halving."""
    low, high = 0.0, 2.0 * near + 20.0
    for _ in range(100):
        middle = (low + high) / 2
        if rising(middle) < target:
            low = middle
        else:
            high = middle
        if high - low <= 1e-12 * high:
            break
    return (low + high) / 2


def rate_test(events_a: int, exposure_a: float, events_b: int, exposure_b: float) -> float:
    """The exact test that two rates are equal, given their total (R's poisson.test with two samples); 1.0 if neither
    can differ. Source: Przyborowski and Wilenski, Biometrika 31 (1940) 313."""
    if exposure_a <= 0 or exposure_b <= 0:
        return 1.0
    return binomial(events_a, events_a + events_b, exposure_a / (exposure_a + exposure_b))
