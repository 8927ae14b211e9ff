"""R18: durations, rates and ratings are compared by exact tests and never over-claimed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.rules import figures
from coachdesk.settings import Settings

DEFAULTS = Settings()
TIMES = st.lists(st.integers(0, 50).map(float), max_size=12)


def test_the_packs_example_of_hours_to_escalation() -> None:
    before, after = [6.0, 8, 9, 10, 12, 14], [0.5, 1, 1, 1.5, 1.5, 2, 3, 4]
    found = figures.compare_durations(before, after, "h", DEFAULTS, seed=1)
    assert found.before.words == "median 9.5 h, n = 6 (6–14 h)"
    assert found.after.words == "median 1.5 h, n = 8 (0.5–4 h)"
    assert (found.verdict, found.drawn) == ("better", False)
    # all six before are longer than all eight after: 2 of the 14! / (6! 8!) = 3,003 arrangements are as extreme
    assert found.p == pytest.approx(2 / 3003)
    assert found.sentence == "Better than before; chance alone is an unlikely explanation (exact test p < 0.001)."


def test_few_times_are_not_enough_to_be_sure() -> None:
    found = figures.compare_durations([9.0, 8, 10], [1.0, 2, 1], "h", DEFAULTS, seed=1)
    assert found.verdict == "maybe_better"
    assert found.sentence == "Consistent with improvement; too few to be sure (exact test p = 0.10)."
    assert found.after.words == "median 1 h, n = 3"  # no interval for so few
    worse = figures.compare_durations([1.0, 2, 1], [9.0, 8, 10], "h", DEFAULTS, seed=1)
    assert worse.verdict == "maybe_worse"


def test_many_times_say_that_the_test_was_drawn() -> None:
    found = figures.compare_durations([float(n) for n in range(60)], [n + 40.0 for n in range(60)], "h", DEFAULTS, 5)
    assert found.drawn
    assert "permutation test" in found.sentence
    assert found == figures.compare_durations(
        [float(n) for n in range(60)], [n + 40.0 for n in range(60)], "h", DEFAULTS, 5
    )


def test_nothing_recorded_is_nothing_to_compare() -> None:
    found = figures.compare_durations([], [1.0], "h", DEFAULTS, seed=1)
    assert (found.verdict, found.p) == ("nothing", None)
    assert found.before.words == "no times recorded"


@given(TIMES, TIMES)
def test_better_is_never_claimed_of_durations_without_proof(before: list[float], after: list[float]) -> None:
    found = figures.compare_durations(before, after, "h", DEFAULTS, seed=3)
    if found.verdict == "better":
        assert found.p is not None
        assert found.p <= 0.05
    else:
        assert not found.sentence.startswith("Better")
    for figure in (found.before, found.after):
        if figure.interval is not None and figure.value is not None:
            assert figure.interval.low <= figure.value <= figure.interval.high


def test_rates_are_told_with_their_exposure_and_exact_interval() -> None:
    found = figures.rate(4, 620, 100, "visits", DEFAULTS)
    assert found.words == "4 in 620 visits, 0.65 per 100 visits (0.18–1.65)"
    assert figures.rate(0, 0, 100, "visits", DEFAULTS).words == "no exposure recorded"


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ((20, 800.0), (6, 800.0), "better"),
        ((9, 800.0), (6, 800.0), "maybe_better"),
        ((3, 800.0), (0, 200.0), "maybe_better"),  # no event yet, but little exposure
        ((6, 800.0), (20, 800.0), "worse"),
        ((5, 100.0), (5, 100.0), "same"),
        ((5, 0.0), (5, 100.0), "nothing"),
    ],
)
def test_rates_are_compared_exactly(before: tuple[int, float], after: tuple[int, float], verdict: str) -> None:
    assert figures.compare_rates(before, after, 100, "visits", DEFAULTS).verdict == verdict


def test_when_more_is_better_a_rising_rate_is_an_improvement() -> None:
    assert figures.compare_rates((6, 800), (20, 800), 100, "visits", DEFAULTS, better="higher").verdict == "better"


def test_five_of_five_better_ratings_are_no_proof_and_six_of_six_are() -> None:
    # the domain report, section 5, item 3
    five = figures.compare_rubric([(2, 3)] * 5, DEFAULTS)
    assert five.p == pytest.approx(0.0625)
    assert five.sentence == (
        "5 of 5 rated higher than before, 0 lower. "
        "Consistent with improvement; too few to be sure (exact test p = 0.062)."
    )
    six = figures.compare_rubric([(2, 3)] * 6, DEFAULTS)
    assert (six.p, six.verdict) == (pytest.approx(0.03125), "better")
    assert six.after.words == "median 3 of 5, n = 6"


def test_unchanged_ratings_count_for_neither_side() -> None:
    found = figures.compare_rubric([(3, 3), (3, 4), (4, 3)], DEFAULTS)
    assert (found.verdict, found.p) == ("same", 1.0)
    assert figures.compare_rubric([], DEFAULTS).verdict == "nothing"


def test_a_rating_off_the_rubric_is_refused() -> None:
    for rating in (0, 6):
        with pytest.raises(ValueError, match="rubric"):
            figures.rubric([3, rating], DEFAULTS)
    assert figures.rubric([1, 5], DEFAULTS).value == 3
