"""R19: control charts against textbook data, and the conditions under which they may be believed."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.rules import controlchart as cc

# Montgomery, Introduction to Statistical Quality Control, table 7.1 (also NIST e-Handbook 6.3.3.2): 30 samples of 50
ORANGE_JUICE = [
    12,
    15,
    8,
    10,
    4,
    7,
    16,
    9,
    14,
    10,
    5,
    6,
    17,
    12,
    22,
    8,
    10,
    5,
    13,
    11,
    20,
    18,
    24,
    15,
    9,
    12,
    7,
    13,
    9,
    6,
]
# Montgomery, table 7.4: purchase orders, samples of 80 to 120
ORDERS = [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9]
ORDER_SIZES = [
    100,
    80,
    80,
    100,
    110,
    110,
    100,
    100,
    90,
    90,
    110,
    120,
    120,
    120,
    110,
    80,
    80,
    80,
    90,
    100,
    100,
    100,
    100,
    90,
    90,
]
# NIST e-Handbook 6.3.3.1: defects on 25 wafers
WAFERS = [16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19, 16, 31, 13]
# Montgomery, table 7.7: 26 samples of 100 circuit boards
BOARDS = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15]
# Montgomery, table 7.10: dyed cloth, blemishes and inspection units of 50 square meters
CLOTH = [(14, 10), (12, 8), (20, 13), (11, 10), (7, 9.5), (10, 10), (21, 12), (16, 10.5), (19, 12), (23, 12.5)]
# Montgomery, example 7.4 (qcc: pcmanufact): nonconformities in 20 samples of 5 computers
COMPUTERS = [10, 12, 8, 14, 10, 16, 11, 7, 10, 15, 9, 5, 7, 11, 12, 6, 8, 10, 7, 5]
# NIST e-Handbook 6.3.2.2: flow rate, 10 batches
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
# Montgomery, table 6.6 (5th edition 5-15): viscosity of aircraft primer paint
VISCOSITY = [33.75, 33.05, 34.00, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.20, 33.62, 33.00, 33.54, 33.12, 33.84]
# Montgomery, table 7.14: hours between failures of a valve, and the same to the power 0.2777 as printed there
VALVE = [286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96]
# SAS/QC User's Guide, PROC RAREEVENTS "Getting Started", after Benneyan, Infect. Control Hosp. Epidemiol. 19 (1998) 265
INFECTION_DAYS = [0, 0, 2, 1, 13, 2, 0, 1, 1, 1, 1, 0, 1, 1, 16, 0, 1, 1, 2, 10, 1, 1, 2, 2, 0, 2, 3, 0]

# cdi of R's qicharts2: C. difficile infections at a hospital; patients and, below, days between 68 of them. The limits
# are those of the reference files of SPC for Power BI (AUS-DOH-Safety-and-Quality, March 2026), worked in R 4.5.1
CDI_PATIENTS = [
    23, 39, 15, 34, 1, 49, 98, 29, 27, 13, 45, 7, 10, 27, 24, 14, 20, 38, 44, 11, 10, 3, 113, 183, 3, 47, 18, 18, 33,
    15, 2, 38, 27, 27, 1, 52, 23, 7, 26, 82, 5, 49, 5, 17, 24, 44, 26, 2, 27, 46, 55, 97, 22, 22, 20, 4, 60, 51, 7, 21,
    66, 36, 25, 72, 15, 5, 3,
]  # fmt: skip
CDI_DAYS = [
    16, 20, 5, 13, 1, 26, 46, 12, 12, 5, 19, 4, 3, 15, 14, 9, 8, 15, 21, 6, 3, 1, 56, 117, 1, 33, 9, 9, 19, 12, 1, 16,
    13, 18, 1, 35, 16, 5, 21, 38, 3, 25, 3, 11, 13, 20, 9, 3, 8, 21, 24, 38, 8, 13, 9, 1, 30, 23, 3, 7, 22, 19, 11, 31,
    6, 1, 1,
]  # fmt: skip


def four(value: float) -> object:
    return pytest.approx(value, rel=5e-4)


def limits(chart: cc.ControlChart, place: int = 0) -> tuple[float, float]:
    return chart.points[place].low, chart.points[place].high


def test_p_chart_orange_juice_cans() -> None:
    chart = cc.p_chart([(count, 50) for count in ORANGE_JUICE])
    assert chart.centre == four(0.2313)
    assert tuple(round(limit, 4) for limit in limits(chart)) == (0.0524, 0.4102)
    assert chart.signals == (14, 22)  # samples 15 and 23, as in the book


def test_p_chart_purchase_orders_of_varying_number() -> None:
    chart = cc.p_chart(list(zip(ORDERS, ORDER_SIZES, strict=True)))
    assert chart.centre == four(234 / 2450)
    # the book prints limits for n = 100 as 0.096 ± 3 √(0.096 · 0.904 / 100) = 0.008 and 0.184
    assert (round(limits(chart)[0], 3), round(limits(chart)[1], 3)) == (0.007, 0.184)
    assert chart.signals == (10,)  # sample 11, as in the book


def test_c_chart_wafers() -> None:
    chart = cc.c_chart(WAFERS)
    assert chart.centre == 16
    assert limits(chart) == (4, 28)
    assert chart.signals == (23,)  # the 24th wafer, as in the handbook


def test_c_chart_circuit_boards() -> None:
    chart = cc.c_chart(BOARDS)
    assert chart.centre == four(19.85)
    assert limits(chart) == (four(6.481), four(33.21))
    assert chart.signals == (5, 19)  # samples 6 and 20, as in the book


def test_c_chart_without_two_explained_samples() -> None:
    chart = cc.c_chart(BOARDS, excluded=frozenset({5, 19}))
    assert chart.centre == four(19.67)  # the book's revised limits
    assert limits(chart) == (four(6.363), four(32.97))


def test_u_chart_dyed_cloth() -> None:
    chart = cc.u_chart(CLOTH)
    assert chart.centre == four(1.423)
    assert [round(point.high, 2) for point in chart.points] == [
        2.56,
        2.69,
        2.42,
        2.56,
        2.58,
        2.56,
        2.46,
        2.53,
        2.46,
        2.44,
    ]


def test_u_chart_computers() -> None:
    chart = cc.u_chart([(count, 5) for count in COMPUTERS])
    assert chart.centre == four(1.93)
    assert (round(limits(chart)[0], 2), round(limits(chart)[1], 2)) == (0.07, 3.79)
    assert chart.signals == ()


def test_xmr_chart_flow_rate() -> None:
    chart = cc.xmr_chart(FLOW)
    assert chart.centre == four(50.81)
    assert chart.range_centre == four(1.8778)
    assert limits(chart) == (four(45.8159), four(55.8041))


def test_xmr_chart_paint_viscosity() -> None:
    chart = cc.xmr_chart(VISCOSITY)
    assert chart.centre == four(33.52)
    assert chart.range_centre == pytest.approx(0.48, abs=0.005)
    assert (round(limits(chart)[0], 2), round(limits(chart)[1], 2)) == (32.24, 34.8)
    assert chart.range_high == pytest.approx(1.57, abs=0.005)


def test_t_chart_valve_failures() -> None:
    printed = [4.80986, 6.70903, 5.72650, 3.81367, 6.43541, 6.23705, 1.46958, 3.96768]  # with the exponent 0.2777
    assert [cc.nelson(time) for time in VALVE[:8]] == [pytest.approx(value, rel=1e-3) for value in printed]
    chart = cc.t_chart(VALVE)
    # mean 5.389 and mean moving range 2.361 on the turned scale, as an XmR chart of the turned values gives
    assert chart.centre == pytest.approx(5.3893**3.6, rel=1e-3)
    assert limits(chart) == (0, pytest.approx((5.3893 + 3 * 2.3609 / 1.128) ** 3.6, rel=1e-3))
    assert chart.signals == ()  # in control, as in the book


def test_t_chart_turns_sixty_days_into_3_118() -> None:
    assert cc.nelson(60) == four(3.118)  # unaettie.com, "T-chart", first row of its worked table


def test_g_chart_days_between_infections() -> None:
    chart = cc.g_chart(INFECTION_DAYS)
    assert sum(INFECTION_DAYS) == 65
    assert chart.centre is not None
    assert 1 / (chart.centre + 1) == four(0.3011)  # the geometric p of these data
    assert limits(chart) == (0, four(10.65))
    assert [INFECTION_DAYS[place] for place in chart.signals] == [13, 16]


def test_g_chart_patients_between_infections() -> None:
    chart = cc.g_chart(CDI_PATIENTS)
    assert limits(chart) == (0, pytest.approx(128.1749, abs=5e-5))
    assert chart.signals == (23,)


def test_t_chart_days_between_infections() -> None:
    chart = cc.t_chart(CDI_DAYS)
    assert chart.centre == pytest.approx(11.2051, abs=5e-5)
    assert limits(chart) == (pytest.approx(0.0079, abs=5e-5), pytest.approx(106.0418, abs=5e-5))
    assert chart.signals == (23,)


def test_g_chart_limits_are_three_geometric_standard_deviations() -> None:
    # Kaminsky et al., J. Qual. Technol. 24 (1992): for a mean of g the standard deviation is √(g (g + 1))
    chart = cc.g_chart([20] * 12)
    assert limits(chart)[1] == four(20 + 3 * math.sqrt(420))


@pytest.mark.parametrize(
    ("size", "plottable", "trusted"), [(9, False, False), (10, True, False), (39, True, False), (40, True, True)]
)
def test_a_p_chart_is_believed_only_with_large_enough_subgroups(size: int, plottable: bool, trusted: bool) -> None:
    # the domain report, section 5, item 2: at 10% not met, 10 to be drawn and 40 to be believed (Hart and Hart);
    # a huge first subgroup keeps the overall share at 90% however small the second one is
    chart = cc.p_chart([(9 * 10**6, 10**7), (round(size * 0.9), size)])
    assert (chart.plottable, chart.trusted) == (plottable, trusted)
    assert bool(chart.why) != trusted
    if not trusted:
        assert chart.signals == ()


@pytest.mark.parametrize("draw", [cc.xmr_chart, cc.g_chart, cc.t_chart])
def test_single_values_are_believed_from_ten_on(draw: object) -> None:
    values = [3, 4, 5, 4, 3, 4, 5, 4, 3, 4]
    assert draw(values).trusted  # type: ignore[operator]  # each takes a sequence
    few = draw(values[:9])  # type: ignore[operator]  # as above
    assert (few.plottable, few.trusted, few.signals) == (True, False, ())
    assert few.why


def test_a_frozen_baseline_sets_the_limits_and_excluded_points_do_not() -> None:
    chart = cc.xmr_chart([*FLOW, 80.0], frozen=len(FLOW))
    assert chart.centre == four(50.81)
    assert chart.signals == (10,)
    assert cc.xmr_chart([*FLOW, 80.0], excluded=frozenset({10})).centre == four(50.81)


@pytest.mark.parametrize("draw", [cc.p_chart, cc.u_chart, cc.c_chart, cc.xmr_chart, cc.g_chart, cc.t_chart])
def test_no_points_make_an_empty_chart(draw: object) -> None:
    chart = draw([])  # type: ignore[operator]  # each takes a sequence
    assert (chart.centre, chart.points, chart.plottable) == (None, (), False)
    assert chart.why


def test_a_period_without_records_breaks_nothing() -> None:
    chart = cc.p_chart([(40, 50), (0, 0), (45, 50)])
    assert chart.points[1].excluded
    assert not chart.points[1].outside
    assert cc.u_chart([(3, 0), (0, 0)]).centre is None
    assert cc.xmr_chart([7.0]).points[0].outside is False


def test_negative_times_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        cc.t_chart([3, -1])


@pytest.mark.parametrize(("rate", "needed"), [(0.1, 30), (0.01, 300), (1, 3), (0.03, 100)])
def test_zero_events_mean_something_only_after_three_over_the_rate(rate: float, needed: int) -> None:
    assert cc.opportunities_for_zero(rate) == needed


@given(st.lists(st.integers(0, 60), min_size=1, max_size=40))
def test_limits_enclose_the_centre_whatever_the_counts(counts: Sequence[int]) -> None:
    for chart in (
        cc.c_chart(counts),
        cc.p_chart([(count, 60) for count in counts]),
        cc.u_chart([(count, 7.5) for count in counts]),
        cc.xmr_chart(counts),
        cc.g_chart(counts),
        cc.t_chart(counts),
    ):
        assert chart.centre is not None
        for point in chart.points:
            assert point.low <= chart.centre * (1 + 1e-9) + 1e-9
            assert point.high >= chart.centre * (1 - 1e-9) - 1e-9


def test_all_met_and_none_met_have_no_width_and_no_signal() -> None:
    for met in (0, 50):
        chart = cc.p_chart([(met, 50)] * 12)
        assert not any(point.outside for point in chart.points)
        assert not chart.trusted
