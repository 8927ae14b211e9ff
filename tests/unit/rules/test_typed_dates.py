"""Dates, times and lengths as people type them, in English and Spanish; unclear ones are asked about, never guessed."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk import i18n
from coachdesk.rules.typed_dates import LONGEST, read_date, read_minutes, read_time, say_date

SUNDAY = date(2026, 11, 22)
WEDNESDAY = date(2026, 11, 25)
days = st.dates(min_value=date(1901, 1, 1), max_value=date(2199, 12, 31))


@pytest.mark.parametrize(
    ("typed", "expected"),
    {
        # words
        "today": "2026-11-22",
        "TODAY": "2026-11-22",
        " hoy ": "2026-11-22",
        "tomorrow": "2026-11-23",
        "tmrw": "2026-11-23",
        "mañana": "2026-11-23",
        "manana": "2026-11-23",
        "man\u0303ana": "2026-11-23",
        "yesterday": "2026-11-21",
        "ayer": "2026-11-21",
        "pasado mañana": "2026-11-24",
        "the day after tomorrow": "2026-11-24",
        "anteayer": "2026-11-20",
        "eom": "2026-11-30",
        "fin de mes": "2026-11-30",
        # lengths
        "+2w": "2026-12-06",
        "+ 2 w": "2026-12-06",
        "-3d": "2026-11-19",
        "−3d": "2026-11-19",
        "+10": "2026-12-02",
        "+1m": "2026-12-22",
        "+1y": "2027-11-22",
        "in 3 days": "2026-11-25",
        "3 days": "2026-11-25",
        "2w": "2026-12-06",
        "3 days ago": "2026-11-19",
        "in a month": "2026-12-22",
        "a week ago": "2026-11-15",
        "two weeks from now": "2026-12-06",
        "en 3 días": "2026-11-25",
        "dentro de una semana": "2026-11-29",
        "hace 2 semanas": "2026-11-08",
        "hace un año": "2025-11-22",
        "next week": "2026-11-29",
        "last month": "2026-10-22",
        "la semana que viene": "2026-11-29",
        "próximo mes": "2026-12-22",
        "el mes pasado": "2026-10-22",
        "next year": "2027-11-22",
        # weekdays
        "mon": "2026-11-23",
        "Monday": "2026-11-23",
        "lunes": "2026-11-23",
        "miércoles": "2026-11-25",
        "tues.": "2026-11-24",
        "sun": "2026-11-29",
        "on fri": "2026-11-27",
        "this sat": "2026-11-28",
        "last fri": "2026-11-20",
        "last sun": "2026-11-15",
        "viernes pasado": "2026-11-20",
        "el pasado viernes": "2026-11-20",
        # figures
        "3/14/2026": "2026-03-14",
        "3/14/26": "2026-03-14",
        "3/14/85": "1985-03-14",
        "3-14-2026": "2026-03-14",
        "3.14.2026": "2026-03-14",
        "03142026": "2026-03-14",
        "2026-03-14": "2026-03-14",
        "2026/3/14": "2026-03-14",
        "20260314": "2026-03-14",
        "３/１４/２０２６": "2026-03-14",
        "3 / 14 / 2026": "2026-03-14",
        "2/29/2028": "2028-02-29",
        # named months
        "Mar 14, 2026": "2026-03-14",
        "march 14th 2026": "2026-03-14",
        "14 mar 2026": "2026-03-14",
        "14-Mar-2026": "2026-03-14",
        "14 de marzo de 2026": "2026-03-14",
        "14 de marzo del 2026": "2026-03-14",
        "sept. 3 2026": "2026-09-03",
        "1 ene 2027": "2027-01-01",
        "Sat Mar 14, 2026": "2026-03-14",
        "sábado 14 de marzo de 2026": "2026-03-14",
        "Jan 1": "2027-01-01",
        "sat mar 14": "2026-03-14",
    }.items(),
)
def test_is_understood(typed: str, expected: str) -> None:
    assert read_date(typed, SUNDAY).value == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("typed", "lean", "expected"),
    [
        ("3/14", "future", "2027-03-14"),
        ("3/14", "past", "2026-03-14"),
        ("3/14", "near", "2027-03-14"),
        ("10/14", "near", "2026-10-14"),
        ("11/22", "past", "2026-11-22"),
        ("11/22", "future", "2026-11-22"),
        ("mon", "past", "2026-11-16"),
        ("mon", "future", "2026-11-23"),
        ("sun", "past", "2026-11-15"),
        ("this mon", "past", "2026-11-23"),
        ("14", "past", "2026-11-14"),
        ("14", "future", "2026-12-14"),
        ("31", "future", "2026-12-31"),
        ("31", "past", "2026-10-31"),
        ("the 5th", "near", "2026-12-05"),
        ("2 weeks", "past", "2026-11-08"),
        ("in 2 weeks", "past", "2026-12-06"),
    ],
)
def test_an_unfinished_date_looks_the_way_the_field_leans(typed: str, lean: str, expected: str) -> None:
    assert read_date(typed, SUNDAY, lean=lean).value == date.fromisoformat(expected)  # type: ignore[arg-type]  # a literal


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("14/3", "did you mean 3/14"),
        ("14/3/2026", "did you mean 3/14"),
        ("13/13", "no month 13"),
        ("2/30", "no day 30"),
        ("2/29", "leap years"),
        ("2/29/2027", "Feb 2027 has no day 29"),
        ("32", "No month has a day 32"),
        ("mar", "Tuesday (martes) or March"),
        ("march", "Which day"),
        ("marzo de 2026", "Which day"),
        ("Fri Mar 14, 2026", "Sat Mar 14, 2026 is not a Fri"),
        ("3/14/026", "two or four digits"),
        ("1/1/1899", "1900 to 2200"),
        ("+999999999d", "1900 to 2200"),
        ("+90000w", "1900 to 2200"),
        ("-200y", "1900 to 2200"),
        ("soon", "not a date"),
        ("3/", "not a date"),
        ("//", "not a date"),
        ("a d", "not a date"),
        ("0", "No month has a day 0"),
        ("in 3 days ago", "not a date"),
        ("x" * 5000, "not a date"),
        ("9" * 5000, "not a date"),
    ],
)
def test_what_is_unclear_or_impossible_is_said(typed: str, told: str) -> None:
    reading = read_date(typed, SUNDAY)
    assert reading.value is None
    assert told in reading.problem


def test_nothing_typed_is_neither_a_date_nor_a_problem() -> None:
    for reading in (read_date("  ", SUNDAY), read_time(""), read_minutes("\t")):
        assert (reading.value, reading.problem) == (None, "")


def test_next_friday_is_asked_about_only_when_it_can_be_two_days() -> None:
    unclear = read_date("next fri", WEDNESDAY)
    assert unclear.value is None
    assert "Fri Nov 27, 2026" in unclear.problem
    assert "Fri Dec 4, 2026" in unclear.problem
    assert read_date("next mon", WEDNESDAY).value == date(2026, 11, 30)
    assert read_date("el próximo lunes", WEDNESDAY).value == date(2026, 11, 30)


def test_months_end_where_the_shorter_month_ends() -> None:
    assert read_date("+1m", date(2026, 1, 31)).value == date(2026, 2, 28)
    assert read_date("-1y", date(2028, 2, 29)).value == date(2027, 2, 28)
    assert read_date("+1m", date(2026, 11, 30)).value == date(2026, 12, 30)
    assert read_date("+1m", date(2026, 12, 31)).value == date(2027, 1, 31)


def test_the_day_comes_first_where_the_locale_says_so() -> None:
    assert read_date("14/3/2026", SUNDAY, order="dmy").value == date(2026, 3, 14)
    assert "day comes first" in read_date("3/14/2026", SUNDAY, order="dmy").problem


@given(value=days, today=days)
def test_what_is_said_of_a_date_reads_back_as_that_date(value: date, today: date) -> None:
    for text in (say_date(value), value.isoformat(), f"{value.month}/{value.day}/{value.year}", f"{value:%Y%m%d}"):
        assert read_date(text, today).value == value


@given(today=days, count=st.integers(0, 300), unit=st.sampled_from(["d", "w"]))
def test_plus_and_minus_go_the_same_way_there_and_back(today: date, count: int, unit: str) -> None:
    there = read_date(f"+{count}{unit}", today).value
    if there is not None:
        assert there - today == timedelta(count * (7 if unit == "w" else 1))
        assert read_date(f"-{count}{unit}", there).value == today


@given(text=st.text(max_size=LONGEST + 20), today=days)
def test_no_text_is_too_odd_to_be_answered(text: str, today: date) -> None:
    for reading in (read_date(text, today), read_time(text), read_minutes(text)):
        assert reading.value is None or reading.problem == ""
        if any("a" <= one <= "z" or "0" <= one <= "9" for one in text):
            assert (reading.value is None) == bool(reading.problem)


@given(today=days, lean=st.sampled_from(["future", "past"]), month=st.integers(1, 12), day=st.integers(1, 28))
def test_leaning_never_turns_the_other_way(today: date, lean: str, month: int, day: int) -> None:
    found = read_date(f"{month}/{day}", today, lean=lean).value  # type: ignore[arg-type]  # a literal
    assert found is not None
    assert found >= today if lean == "future" else found <= today


def test_dates_are_said_in_the_language_of_the_window() -> None:
    words = {"Sat": "sáb", "Mar": "mar", "{weekday} {month} {day}, {year}": "{weekday} {day} de {month} de {year}"}
    i18n.install(lambda _context, text: words.get(text, text))
    assert say_date(date(2026, 3, 14)) == "sáb 14 de mar de 2026"
    assert read_date("sáb 14 de mar de 2026", SUNDAY).value == date(2026, 3, 14)


@pytest.mark.parametrize(
    ("typed", "expected"),
    {
        "2:30p": time(14, 30),
        "2:30 PM": time(14, 30),
        "2.30 p.m.": time(14, 30),
        "230p": time(14, 30),
        "2p": time(14),
        "14:30": time(14, 30),
        "1430": time(14, 30),
        "14h30": time(14, 30),
        "14h": time(14),
        "08:30": time(8, 30),
        "0:15": time(0, 15),
        "12a": time(0),
        "12:15 am": time(0, 15),
        "12p": time(12),
        "noon": time(12),
        "mediodía": time(12),
        "midnight": time(0),
        "14:30 pm": time(14, 30),
    }.items(),
)
def test_a_time_is_understood(typed: str, expected: time) -> None:
    assert read_time(typed).value == expected


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2:30", "2:30a or 2:30p"),
        ("9", "9:00a or 9:00p"),
        ("7:75", "no minute 75"),
        ("24:00", "not a time"),
        ("x", "not a time"),
    ],
)
def test_an_unclear_time_is_asked_about(typed: str, told: str) -> None:
    reading = read_time(typed)
    assert reading.value is None
    assert told in reading.problem


def test_where_clocks_have_24_hours_nothing_is_asked() -> None:
    assert read_time("2:30", hours=24).value == time(2, 30)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    {
        "45": 45,
        "45 min": 45,
        "1h": 60,
        "1 hour": 60,
        "1h30": 90,
        "1:30": 90,
        "1.5 h": 90,
        "1,5h": 90,
        "2 horas": 120,
        "1 h 5 min": 65,
        ".5h": 30,
        "0": 0,
    }.items(),
)
def test_a_length_is_understood(typed: str, minutes: int) -> None:
    assert read_minutes(typed).value == minutes


@pytest.mark.parametrize("typed", ["abc", "1:75", "-5", "99999", "1h30h"])
def test_a_length_that_is_none_is_said(typed: str) -> None:
    reading = read_minutes(typed)
    assert reading.value is None
    assert reading.problem
