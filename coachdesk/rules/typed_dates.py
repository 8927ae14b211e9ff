"""Reads dates, times and lengths as people type them: "tomorrow", "+2w", "3/14", "mon", "en 3 días", "2:30p", "1h30".

Pure: today comes in. English and Spanish words are understood whatever the window's language. A `Reading` holds either
the value or a sentence saying why there is none; nothing is guessed where two readings are equally likely.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Generic, Literal, TypeVar

from coachdesk.i18n import QT_TRANSLATE_NOOP, translate

Value = TypeVar("Value")
Lean = Literal["near", "future", "past"]
NumberOrder = Literal["mdy", "dmy"]

LONGEST = 60
YEARS = range(1900, 2201)
MOST_MINUTES = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class Reading(Generic[Value]):
    """What was understood: a value, or a problem in words; neither when nothing was typed."""

    value: Value | None = None
    problem: str = ""


class _UnclearError(Exception):
    """Carries the sentence for the person."""


WEEKDAYS = (
    QT_TRANSLATE_NOOP("Dates", "Mon"), QT_TRANSLATE_NOOP("Dates", "Tue"), QT_TRANSLATE_NOOP("Dates", "Wed"),
    QT_TRANSLATE_NOOP("Dates", "Thu"), QT_TRANSLATE_NOOP("Dates", "Fri"), QT_TRANSLATE_NOOP("Dates", "Sat"),
    QT_TRANSLATE_NOOP("Dates", "Sun"),
)  # fmt: skip
MONTHS = (
    QT_TRANSLATE_NOOP("Dates", "Jan"), QT_TRANSLATE_NOOP("Dates", "Feb"), QT_TRANSLATE_NOOP("Dates", "Mar"),
    QT_TRANSLATE_NOOP("Dates", "Apr"), QT_TRANSLATE_NOOP("Dates", "May"), QT_TRANSLATE_NOOP("Dates", "Jun"),
    QT_TRANSLATE_NOOP("Dates", "Jul"), QT_TRANSLATE_NOOP("Dates", "Aug"), QT_TRANSLATE_NOOP("Dates", "Sep"),
    QT_TRANSLATE_NOOP("Dates", "Oct"), QT_TRANSLATE_NOOP("Dates", "Nov"), QT_TRANSLATE_NOOP("Dates", "Dec"),
)  # fmt: skip

_DAY_WORDS = {
    "today": 0, "tod": 0, "hoy": 0, "tomorrow": 1, "tom": 1, "tmr": 1, "tmrw": 1, "manana": 1, "yesterday": -1,
    "yest": -1, "ayer": -1, "day after tomorrow": 2, "the day after tomorrow": 2, "pasado manana": 2,
    "day before yesterday": -2, "the day before yesterday": -2, "anteayer": -2, "antier": -2,
}  # fmt: skip
_WEEKDAY_WORDS: Mapping[str, int] = {
    word: number
    for number, words in enumerate((
        "mo mon monday mondays lu lun lunes", "tu tue tues tuesday martes", "we wed weds wednesday mie mier miercoles",
        "th thu thur thurs thursday jue juev jueves", "fr fri friday vi vie vier viernes",
        "sa sat saturday sab sabado", "su sun sunday do dom domingo",
    ))
    for word in words.split()
}  # fmt: skip
_MONTH_WORDS: Mapping[str, int] = {
    word: number
    for number, words in enumerate((
        "jan january ene enero", "feb february febr febrero", "mar march marzo", "apr april abr abril", "may mayo",
        "jun june junio", "jul july julio", "aug august ago agosto", "sep sept september set septiembre setiembre",
        "oct october octubre", "nov november noviembre", "dec december dic diciembre",
    ), start=1)
    for word in words.split()
}  # fmt: skip
_UNITS: Mapping[str, str] = {
    word: unit
    for unit, words in {
        "d": "d day days dia dias", "w": "w wk wks week weeks sem semana semanas",
        "m": "m mo mos month months mes meses", "y": "y yr yrs year years ano anos",
    }.items()
    for word in words.split()
}  # fmt: skip
_COUNTS: Mapping[str, int] = {
    word: number
    for number, words in enumerate((
        "a an one un una uno", "two dos", "three tres", "four cuatro", "five cinco", "six seis", "seven siete",
        "eight ocho", "nine nueve", "ten diez",
    ), start=1)
    for word in words.split()
}  # fmt: skip
_COUNT = r"(\d+|" + "|".join(sorted(_COUNTS, key=len, reverse=True)) + ")"
_BEFORE_DAY = "(?:(this|next|last|on|este|el proximo|proximo|el pasado|pasado|el) )?"
_HOUR, _MINUTE = "(?:h|hr|hrs|hours?|horas?)", "(?:m|min|mins|minutes?|minutos?)"
_UNIT = "(" + "|".join(sorted(_UNITS, key=len, reverse=True)) + ")"


def say_date(value: date) -> str:
    """The date as it is shown beside what was typed: "Fri Mar 14, 2026"; itself readable by `read_date`."""
    return translate("Dates", "{weekday} {month} {day}, {year}").format(
        weekday=translate("Dates", WEEKDAYS[value.weekday()]),
        month=translate("Dates", MONTHS[value.month - 1]),
        day=value.day,
        year=value.year,
    )


def read_date(text: str, today: date, *, lean: Lean = "near", order: NumberOrder = "mdy") -> Reading[date]:
    """The date meant by `text`, seen from `today`.

    lean: which way an unfinished date looks ("3/14" without a year, "mon", "14", "2 weeks"): "near" takes the nearest
    year and the coming weekday.  order: how "3/4" reads; US month first by default.
    """
    try:
        plain = _plain(text)
        return Reading(_date(plain, today, lean, order) if plain else None)
    except _UnclearError as unclear:
        return Reading(problem=str(unclear))
    except OverflowError:
        return Reading(problem=_out_of_range())


def read_time(text: str, *, hours: Literal[12, 24] = 12) -> Reading[time]:
    """The time of day meant by `text`: "2:30p", "14:30", "noon". With 12-hour clocks a bare "2:30" is asked about."""
    try:
        plain = _plain(text)
        return Reading(_time(plain, hours) if plain else None)
    except _UnclearError as unclear:
        return Reading(problem=str(unclear))


def read_minutes(text: str) -> Reading[int]:
    """A length in minutes meant by `text`: "45", "45 min", "1h", "1h30", "1:30", "1.5 h"."""
    plain = _plain(text).replace(",", ".")
    if not plain:
        return Reading()
    found = re.fullmatch(r"(\d{1,5}) ?" + _MINUTE + "?", plain)
    if found:
        return _length(int(found[1]))
    found = re.fullmatch(r"(\d{1,3})(?::| ?" + _HOUR + r" ?)(\d{1,2})? ?" + _MINUTE + "?", plain)
    if found and int(found[2] or 0) < 60:
        return _length(int(found[1]) * 60 + int(found[2] or 0))
    found = re.fullmatch(r"(\d{0,3}\.\d{1,2}) ?" + _HOUR, plain)
    if found:
        return _length(round(float(found[1]) * 60))
    return Reading(problem=translate("Dates", "Type minutes, for example 45 or 1h30."))


def _length(minutes: int) -> Reading[int]:
    if minutes > MOST_MINUTES:
        return Reading(problem=translate("Dates", "That is more than a week. Type minutes, for example 45 or 1h30."))
    return Reading(minutes)


def _plain(text: str) -> str:
    """Lower case, without accents, marks, ordinals and doubled spaces; full-width digits become plain ones."""
    spread = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in spread if unicodedata.category(c) not in ("Mn", "Cf", "Cc") or c in "\t\n")
    dashes = kept.casefold().translate(dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-"))
    return " ".join(dashes.split())


def _date(text: str, today: date, lean: Lean, order: NumberOrder) -> date:
    if len(text) > LONGEST:
        raise _UnclearError(_not_understood())
    found = _word(text, today) or _relative(text, today, lean) or _weekday(text, today, lean)
    if found is not None:
        return _in_range(found)
    wanted, rest = _split_weekday(text)
    found = _named_month(rest, today, lean, wanted) or _numbers(rest, today, lean, order, wanted)
    if found is None:
        raise _UnclearError(_not_understood())
    if wanted is not None and found.weekday() != wanted:
        told = translate("Dates", "{date} is not a {weekday}. Check the day or leave out the weekday.")
        raise _UnclearError(told.format(date=say_date(found), weekday=translate("Dates", WEEKDAYS[wanted])))
    return _in_range(found)


def _word(text: str, today: date) -> date | None:
    if text in _DAY_WORDS:
        return today + timedelta(_DAY_WORDS[text])
    if text in ("eom", "end of month", "end of the month", "fin de mes"):
        return _add_months(today.replace(day=1), 1) - timedelta(1)
    return None


def _relative(text: str, today: date, lean: Lean) -> date | None:
    found = re.fullmatch(r"([+-]) ?(\d+) ?" + _UNIT + "?", text)
    if found:
        return _shift(today, int(found[2]) * (1 if found[1] == "+" else -1), _UNITS[found[3] or "d"])
    found = re.fullmatch(rf"(?:(in|en|dentro de|hace) )?{_COUNT} ?{_UNIT}(?: (ago|atras|from now|later))?", text)
    if found and not (found[2] in ("a", "an") and found[3] in ("d", "w", "m", "y")):
        before, count, unit, after = found.groups()
        number = int(count) if count.isdigit() else _COUNTS[count]
        if not (before and after):
            back = before == "hace" or after in ("ago", "atras") or (not before and not after and lean == "past")
            return _shift(today, -number if back else number, _UNITS[unit])
    found = re.fullmatch(r"(next|last) (week|month|year)", text)
    if found:
        return _shift(today, 1 if found[1] == "next" else -1, _UNITS[found[2]])
    found = re.fullmatch(r"(?:la |el )?(?:(proxim[ao]) )?(semana|mes|ano)(?: (que viene|pasad[ao]|proxim[ao]))?", text)
    if found and (found[1] or found[3]):
        return _shift(today, -1 if (found[3] or "").startswith("pasad") else 1, _UNITS[found[2]])
    return None


def _weekday(text: str, today: date, lean: Lean) -> date | None:
    if text == "mar":
        raise _UnclearError(
            translate("Dates", "“mar” can be Tuesday (martes) or March. Type “tue”, or the day as in 3/14.")
        )
    found = re.fullmatch(_BEFORE_DAY + r"([a-z]+)\.?(?: (pasado|que viene))?", text)
    if not found or found[2] not in _WEEKDAY_WORDS:
        return None
    before, after, number = found[1] or "", found[3] or "", _WEEKDAY_WORDS[found[2]]
    coming = today + timedelta((number - today.weekday() - 1) % 7 + 1)
    latest = today - timedelta((today.weekday() - number - 1) % 7 + 1)
    if before in ("last", "pasado", "el pasado") or after == "pasado":
        return latest
    if before in ("next", "proximo", "el proximo") or after == "que viene":
        in_next_week = today + timedelta(7 - today.weekday() + number)
        if in_next_week != coming:
            told = translate("Dates", "That can be {first} or {second}. Type one of these dates.")
            raise _UnclearError(told.format(first=say_date(coming), second=say_date(in_next_week)))
        return coming
    return latest if lean == "past" and before in ("", "on", "el") else coming


def _split_weekday(text: str) -> tuple[int | None, str]:
    found = re.fullmatch(r"([a-z]+)\.?,? (.+)", text)
    if found and found[1] in _WEEKDAY_WORDS:
        return _WEEKDAY_WORDS[found[1]], found[2]
    return None, text


def _named_month(text: str, today: date, lean: Lean, wanted: int | None) -> date | None:
    ending = r"\.?(?:(?:,? (?:de |del )?|-)(\d+))?"
    found = re.fullmatch(r"(?:the )?(\d{1,2})(?:st|nd|rd|th|o|a)?[ -]?(?:de |of )?([a-z]+)" + ending, text)
    if found and found[2] in _MONTH_WORDS:
        return _day(found[3], _MONTH_WORDS[found[2]], int(found[1]), today, lean, wanted)
    found = re.fullmatch(r"([a-z]+)\.?[ -]?(\d{1,2})(?:st|nd|rd|th)?(?:,? (\d+)|-(\d{4}))?", text)
    if found and found[1] in _MONTH_WORDS:
        return _day(found[3] or found[4], _MONTH_WORDS[found[1]], int(found[2]), today, lean, wanted)
    found = re.fullmatch(r"([a-z]+)\.?(?: (?:de )?\d{4})?", text)
    if found and found[1] in _MONTH_WORDS:
        raise _UnclearError(translate("Dates", "Which day of that month? Type it as in 3/14 or Mar 14."))
    return None


def _numbers(text: str, today: date, lean: Lean, order: NumberOrder, wanted: int | None) -> date | None:
    found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
    if found and int(found[1]) in YEARS:
        return _day(found[1], int(found[2]), int(found[3]), today, lean, wanted)
    found = re.fullmatch(r"(\d{1,2}) ?([-/. ]) ?(\d{1,2})(?: ?\2 ?(\d+))?", text)
    found = found or re.fullmatch(r"(\d{2})()(\d{2})(\d{4})", text)
    if found:
        first, second = int(found[1]), int(found[3])
        month, day = (first, second) if order == "mdy" else (second, first)
        if not 1 <= month <= 12 and 1 <= day <= 12:
            if order == "mdy":
                told = translate("Dates", "There is no month {month}. The month comes first: did you mean {other}?")
            else:
                told = translate("Dates", "There is no month {month}. The day comes first: did you mean {other}?")
            raise _UnclearError(told.format(month=month, other=f"{second}/{first}"))
        return _day(found[4], month, day, today, lean, wanted)
    found = re.fullmatch(r"(?:the |el |dia )?(\d{1,2})(?:st|nd|rd|th)?", text)
    if found:
        return _day_of_month(int(found[1]), today, lean)
    return None


def _day(year: str | None, month: int, day: int, today: date, lean: Lean, wanted: int | None) -> date:
    if not 1 <= month <= 12:
        raise _UnclearError(translate("Dates", "There is no month {month}.").format(month=month))
    name = translate("Dates", MONTHS[month - 1])
    if year is None:
        return _nearest_year(month, day, name, today, lean, wanted)
    if len(year) == 2:
        # A two-digit year is at most 20 years ahead: "26" is 2026, "85" is 1985.
        full = today.year // 100 * 100 + int(year)
        full -= 100 if full > today.year + 20 else 0
    elif len(year) == 4:
        full = int(year)
    else:
        raise _UnclearError(translate("Dates", "Type the year with two or four digits."))
    if full not in YEARS:
        raise _UnclearError(_out_of_range())
    try:
        return date(full, month, day)
    except ValueError:
        told = translate("Dates", "{month} {year} has no day {day}.")
        raise _UnclearError(told.format(month=name, year=full, day=day)) from None


def _nearest_year(month: int, day: int, name: str, today: date, lean: Lean, wanted: int | None) -> date:
    found: list[date] = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            if (month, day) != (2, 29):
                raise _UnclearError(
                    translate("Dates", "{month} has no day {day}.").format(month=name, day=day)
                ) from None
    if (month, day) == (2, 29):
        raise _UnclearError(translate("Dates", "February 29 comes only in leap years. Type the year too."))
    if wanted is not None and any(one.weekday() == wanted for one in found):
        found = [one for one in found if one.weekday() == wanted]
    if lean == "future":
        found = [one for one in found if one >= today] or found
    elif lean == "past":
        found = [one for one in found if one <= today] or found
    return min(found, key=lambda one: (abs(one - today), one < today))


def _day_of_month(day: int, today: date, lean: Lean) -> date:
    if not 1 <= day <= 31:
        raise _UnclearError(translate("Dates", "No month has a day {day}.").format(day=day))
    found: list[date] = []
    for shift in range(-2, 3):
        try:
            found.append(_add_months(today.replace(day=1), shift).replace(day=day))
        except ValueError:
            continue
    if lean == "future":
        found = [one for one in found if one >= today]
    elif lean == "past":
        found = [one for one in found if one <= today]
    return min(found, key=lambda one: (abs(one - today), one < today))


def _shift(today: date, count: int, unit: str) -> date:
    if abs(count) > 100_000:
        raise _UnclearError(_out_of_range())
    if unit in ("d", "w"):
        return today + timedelta(count * (7 if unit == "w" else 1))
    return _add_months(today, count * (12 if unit == "y" else 1))


def _add_months(start: date, count: int) -> date:
    months = start.year * 12 + start.month - 1 + count
    year, month = divmod(months, 12)
    if year not in YEARS:
        raise _UnclearError(_out_of_range())
    first_after = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(start.day, (first_after - timedelta(1)).day))


def _in_range(found: date) -> date:
    if found.year not in YEARS:
        raise _UnclearError(_out_of_range())
    return found


def _time(text: str, hours: int) -> time:
    if text in ("noon", "midday", "mediodia"):
        return time(12)
    if text in ("midnight", "medianoche"):
        return time(0)
    found = re.fullmatch(r"(\d{1,2})(?:[:.h]?(\d{2})|h)? ?(a|p|am|pm|a\.? ?m\.?|p\.? ?m\.?)?", text)
    if not found:
        raise _UnclearError(translate("Dates", "That is not a time. Type it as in 2:30p or 14:30."))
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if minute > 59:
        raise _UnclearError(translate("Dates", "An hour has no minute {minute}.").format(minute=minute))
    if half and 1 <= hour <= 12:
        return time(hour % 12 + (12 if half == "p" else 0), minute)
    if hour > 23 or (half and hour == 0):
        raise _UnclearError(translate("Dates", "That is not a time. Type it as in 2:30p or 14:30."))
    sure = half or hours == 24 or hour == 0 or hour > 12 or (found[1].startswith("0") and len(found[1]) == 2)
    if not sure:
        told = translate("Dates", "Morning or afternoon? Type {morning} or {afternoon}.")
        shown = f"{hour}:{minute:02}"
        raise _UnclearError(told.format(morning=f"{shown}a", afternoon=f"{shown}p"))
    return time(hour, minute)


def _not_understood() -> str:
    return translate("Dates", "That is not a date. Type it as in 3/14/2026, tomorrow, fri or +2w, or use the calendar.")


def _out_of_range() -> str:
    return translate("Dates", "That date is too far away. Type a year from 1900 to 2200.")
