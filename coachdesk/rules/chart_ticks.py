"""Where an axis has its ticks and what they say: round numbers, percentages, sensible calendar steps."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from coachdesk.i18n import translate
from coachdesk.rules.wording import MONTHS, number_words

Unit = Literal["percent", "number", "count"]


@dataclass(frozen=True, slots=True)
class Tick:
    """One mark of an axis: its value and what is written there."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The values an axis covers, lowest to highest, and its ticks in between."""

    low: float
    high: float
    ticks: tuple[Tick, ...]

    def place(self, value: float) -> float:
        """Where `value` lies, 0 at `low` and 1 at `high`."""
        return (value - self.low) / (self.high - self.low)


def nice_step(span: float, wanted: int) -> float:
    """The round step (1, 2, 2.5 or 5 times a power of ten) that cuts `span` into about `wanted` parts."""
    if span <= 0 or wanted < 1:
        raise ValueError("an axis needs a length and at least one part")
    rough = span / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= rough * 0.999)


def number_axis(low: float, high: float, unit: Unit = "number", wanted: int = 4) -> Axis:
    """An axis over low..high with round ends. percent: always 0 to 100%, never cut, so heights can be compared.

    count: whole numbers from 0.
    """
    if unit == "percent":
        return Axis(0.0, 1.0, tuple(Tick(at / 100, f"{at}%") for at in (0, 25, 50, 75, 100)))
    if unit == "count":
        low = 0.0
    if low >= 0 and low < (high - low):
        low = 0.0  # a scale that nearly starts at nothing had better start there
    if high <= low:
        high = low + 1
    step = nice_step(high - low, wanted)
    if unit == "count":
        step = max(1.0, math.ceil(step))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(Tick(number * step, number_words(number * step)) for number in range(first, last + 1))
    return Axis(first * step, last * step, ticks)


_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 1200)
_MONTHLY = 14


def date_axis(first: date, last: date, wanted: int = 6, air: int = 0) -> Axis:
    """An axis over days (as ordinals), ticks on days, weeks, months, quarters or years; some air at both ends.

    air: so many days of it at least; from half a month on, points stand for months and so do ticks.  The first tick
    says the year where no other does.
    """
    air = max(1, air, (last - first).days // 40)
    low, high = first - timedelta(days=air), last + timedelta(days=air)
    days = (high - low).days
    if air >= _MONTHLY:
        ticks = _months(low, high, next(step for step in _MONTHS if days / 30.4 <= step * wanted + 1))
    elif days <= wanted * 2:
        ticks = _every(low, high, 1 if days <= wanted else 2)
    elif days <= wanted * 14:
        ticks = _every(low, high, 7 if days <= wanted * 7 else 14)
    else:
        ticks = _months(low, high, next(step for step in _MONTHS if days / 30.4 <= step * wanted + 1))
    if ticks and not any(date.fromordinal(round(one.at)).month == 1 and one.text.isdigit() for one in ticks):
        begins = date.fromordinal(round(ticks[0].at))
        text = translate("Dates", "{day}, {year}") if " " in ticks[0].text else translate("Dates", "{day} {year}")
        ticks = (Tick(ticks[0].at, text.format(day=ticks[0].text, year=begins.year)), *ticks[1:])
    return Axis(low.toordinal(), high.toordinal(), ticks)


def _every(low: date, high: date, step: int) -> tuple[Tick, ...]:
    """Ticks every `step` days; weeks begin on Mondays."""
    day = low if step < 7 else low + timedelta(days=-low.weekday() % 7)
    ticks = []
    while day <= high:
        text = translate("Dates", "{month} {day}").format(month=translate("Dates", MONTHS[day.month - 1]), day=day.day)
        ticks.append(Tick(day.toordinal(), text))
        day += timedelta(days=step)
    return tuple(ticks)


def _months(low: date, high: date, step: int) -> tuple[Tick, ...]:
    """Ticks on the first of every `step`-th month; January carries the year."""
    number = low.year * 12 + low.month - 1 + (low.day > 1)
    number += -number % step
    ticks = []
    while (day := date(number // 12, number % 12 + 1, 1)) <= high:
        name = str(day.year) if day.month == 1 else translate("Dates", MONTHS[day.month - 1])
        ticks.append(Tick(day.toordinal(), name))
        number += step
    return tuple(ticks)
