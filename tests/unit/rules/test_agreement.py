"""Two observers: percent agreement and Gwet's AC1, against published tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.rules import agreement as ag
from coachdesk.settings import Settings

DEFAULTS = Settings()
RATINGS = st.sampled_from(["met", "partly", "not_met", "not_observed", "not_applicable"])


def table(both_met: int, only_first: int, only_second: int, neither: int) -> list[tuple[str, str]]:
    return (
        [("met", "met")] * both_met
        + [("met", "not_met")] * only_first
        + [("not_met", "met")] * only_second
        + [("not_met", "not_met")] * neither
    )


@pytest.mark.parametrize(
    ("counts", "kappa", "ac1"),
    [
        # Gwet, "Kappa statistic is not satisfactory ..." (2002): 118, 5, 2 and 0 of 125
        ((118, 5, 2, 0), -0.02339, 0.9408),
        # the domain report, section 5, item 6: skewed ten-item case
        ((8, 1, 1, 0), -0.1111, 0.7561),
        # Cohen's kappa as worked in its encyclopedia article: 20, 5, 10 and 15 of 50 give 0.4
        ((20, 5, 10, 15), 0.4, None),
    ],
)
def test_agreement_beyond_chance_agrees_with_published_tables(
    counts: tuple[int, int, int, int], kappa: float, ac1: float | None
) -> None:
    pairs = table(*counts)
    assert ag.cohen_kappa(pairs) == pytest.approx(kappa, rel=5e-4)
    if ac1 is not None:
        assert ag.gwet_ac1(pairs) == pytest.approx(ac1, rel=5e-4)


def test_the_skewed_case_is_told_in_words_and_lists_what_to_talk_about() -> None:
    first = {f"C{n}": "met" for n in range(10)} | {"C0": "not_met"}
    second = {f"C{n}": "met" for n in range(10)} | {"C1": "not_met"}
    found = ag.agreement(first, second, DEFAULTS)
    assert (found.agreed, found.judged) == (8, 10)
    assert found.words == "Same rating on 8 of 10 (49–94%) criteria, AC1 0.76."
    assert found.disagreed == (("C0", "not_met", "met"), ("C1", "met", "not_met"))


def test_what_was_not_observed_is_not_disagreed_about_but_named() -> None:
    found = ag.agreement({"A": "met", "B": "not_observed", "C": "met"}, {"A": "met", "B": "met", "D": "met"}, DEFAULTS)
    assert (found.agreed, found.judged) == (1, 1)
    assert found.one_sided == ("B", "C", "D")


def test_nothing_judged_by_both_is_said_so() -> None:
    found = ag.agreement({"A": "met"}, {"A": "not_applicable"}, DEFAULTS)
    assert (found.ac1, found.kappa) == (None, None)
    assert found.words == "Nothing was judged by both observers."


@given(st.lists(st.tuples(RATINGS, RATINGS), max_size=30))
def test_agreement_is_the_same_both_ways_and_full_when_all_is_equal(pairs: list[tuple[str, str]]) -> None:
    first = {str(n): a for n, (a, _) in enumerate(pairs)}
    second = {str(n): b for n, (_, b) in enumerate(pairs)}
    one, other = ag.agreement(first, second, DEFAULTS), ag.agreement(second, first, DEFAULTS)
    assert (one.agreed, one.judged) == (other.agreed, other.judged)
    if one.ac1 is not None:
        assert one.ac1 == pytest.approx(other.ac1)
        assert -1 <= one.ac1 <= 1
        assert (one.ac1 == pytest.approx(1)) == (one.agreed == one.judged)
