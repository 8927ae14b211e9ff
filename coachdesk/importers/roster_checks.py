"""What only shows when rows are held against each other and against the desk: duplicates, circles, swapped columns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from coachdesk.i18n import translate
from coachdesk.importers.fields import fold
from coachdesk.importers.mapping import Column
from coachdesk.importers.roster_desk import Person, RosterDesk, number_key
from coachdesk.importers.roster_fields import BY_KEY, FIELDS
from coachdesk.importers.rows import ReadRow
from coachdesk.importers.supervisors import People, circles

LOOKUPS = ("role", "team", "site")
AHEAD = timedelta(days=366)  # how far ahead somebody may be hired; the limit of the staff form


@dataclass(frozen=True, slots=True)
class Case:
    """All there is to judge by. found: row number -> the desk's person it is about.  columns: by field key."""

    rows: Sequence[ReadRow]
    found: Mapping[int, Person]
    columns: Mapping[str, Column]
    desk: RosterDesk
    today: date
    empty_clears: bool


def check_rows(case: Case) -> None:
    """Judge rows already read.

    Afterwards `values["supervisor"]` is the number key of the supervisor (missing when the desk's own is to stay),
    and rows that cannot be imported are bad.
    """
    _need(case)
    _duplicates(case)
    _dates(case)
    _swapped_lookups(case)
    _swapped_names(case)
    _same_names(case)
    if "supervisor" in case.columns:
        _supervisors(case)
        _circles(case)
        _waiting_for_supervisors(case)


def _need(case: Case) -> None:
    """Required fields that say nothing, unless the cell has been told off already."""
    for row in case.rows:
        for field in FIELDS:
            if field.required and row.values.get(field.key) is None:
                column = case.columns.get(field.key) or case.columns.get("full_name")
                if column is None or not any(trouble.column == column.name for trouble in row.troubles):
                    label = translate("Roster", BY_KEY[field.key].label)
                    row.trouble(column, translate("Import", "is empty: {field} is needed").format(field=label))


def _duplicates(case: Case) -> None:
    """One number, one person. Of exact copies the first counts; of different rows none, since none is known right."""
    by_number: dict[str, list[ReadRow]] = defaultdict(list)
    for row in case.rows:
        if row.values.get("number"):
            by_number[number_key(row.values["number"])].append(row)
    for same in by_number.values():
        if len(same) == 1:
            continue
        first = same[0]
        if all(row.values == first.values for row in same):
            for row in same[1:]:
                text = translate("Import", "The row is a copy of row {row}.")
                row.trouble(None, text.format(row=first.number))
            continue
        for row in same:
            others = ", ".join(str(other.number) for other in same if other is not row)
            text = translate("Import", "is in the file more than once, see row {rows}")
            row.trouble(case.columns["number"], text.format(rows=others))


def _dates(case: Case) -> None:
    for row in case.rows:
        person = case.found.get(row.number)
        old = person.values if person else {}
        hired: date | None = row.values.get("hired_on") or old.get("hired_on")
        left: date | None = row.values.get("left_on") or old.get("left_on")
        if hired and row.values.get("hired_on") and hired > case.today + AHEAD:
            row.trouble(case.columns["hired_on"], translate("Import", "is more than a year ahead"))
        if hired and left and left < hired:
            column = case.columns.get("left_on" if row.values.get("left_on") else "hired_on")
            text = translate("Import", "does not fit: the last day {left} is before the hire date {hired}")
            row.trouble(column, text.format(left=_us(left), hired=_us(hired)))
        elif left and "left_on" in case.columns and row.values.get("left_on") is None and not case.empty_clears:
            text = translate("Import", "is empty, but the desk says they left on {left}; the desk's date stays")
            row.trouble(case.columns["left_on"], text.format(left=_us(left)), bad=False)


def _us(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"


def _swapped_lookups(case: Case) -> None:
    """A title that elsewhere is always a department, beside a department that elsewhere is always a title."""
    seen: dict[str, Counter[str]] = {}
    for key in LOOKUPS:
        seen[key] = Counter(row.values[key] for row in case.rows if row.values.get(key))
        for name in getattr(case.desk, key):
            seen[key][name] += len(case.rows)  # the desk's own use outweighs the file's
    for one, other in combinations(LOOKUPS, 2):
        if one not in case.columns or other not in case.columns:
            continue
        for row in case.rows:
            left, right = row.values.get(one), row.values.get(other)
            if not left or not right or left == right:
                continue
            if seen[other][left] > seen[one][left] and seen[one][right] > seen[other][right]:
                text = translate("Import", "and {column} look swapped: elsewhere they stand the other way round")
                row.trouble(case.columns[one], text.format(column=case.columns[other].name))


def _swapped_names(case: Case) -> None:
    for row in case.rows:
        person = case.found.get(row.number)
        if person is None or row.bad:
            continue
        now = fold(row.values["first_name"]), fold(row.values["last_name"])
        was = fold(person.values["first_name"]), fold(person.values["last_name"])
        if now == was[::-1] and now != was:
            column = case.columns.get("first_name")
            text = translate("Import", "and the last name look swapped: the desk has {name}")
            row.trouble(column, text.format(name=person.who))


def _same_names(case: Case) -> None:
    """Two numbers for one name may be one person twice. Worth a look, no more: names do repeat."""
    holders: dict[str, str] = {}
    listed = {person.id for person in case.found.values()}
    for person in case.desk.people:
        if person.id not in listed:
            holders.setdefault(fold(f"{person.values['first_name']} {person.values['last_name']}"), person.number)
    for row in case.rows:
        if row.bad:
            continue
        name = fold(f"{row.values['first_name']} {row.values['last_name']}")
        other = holders.setdefault(name, row.values["number"])
        if other != row.values["number"] and row.number not in case.found:
            text = translate("Import", "Number {number} has the same name: make sure that these are two people.")
            row.trouble(None, text.format(number=other), bad=False)


def _supervisors(case: Case) -> None:
    """Turn what the cells say into number keys."""
    people = People()
    for row in case.rows:
        values = row.values
        if values.get("number"):
            people.add(
                values["number"],
                values.get("first_name") or "",
                values.get("last_name") or "",
                values.get("preferred_name") or "",
                values.get("email") or "",
            )
    for person in case.desk.people:
        old = person.values
        people.add(person.number, old["first_name"], old["last_name"], old["preferred_name"], old["email"])
    known: dict[str, tuple[str, str]] = {}
    for row in case.rows:
        text = row.values.get("supervisor")
        if text is None:
            continue
        if text not in known:
            known[text] = people.find(text)
        key, reason = known[text]
        row.values["supervisor"] = key or None
        if reason:
            row.trouble(case.columns["supervisor"], reason)
        elif key == number_key(row.values.get("number") or ""):
            row.trouble(case.columns["supervisor"], translate("Import", "would make this person their own supervisor"))
            row.values["supervisor"] = None


def _circles(case: Case) -> None:
    """Nobody may supervise themselves around a circle: not by the whole file, nor by its good rows and the desk."""
    key_of = {person.id: number_key(person.number) for person in case.desk.people}
    at_desk = {
        key_of[person.id]: key_of[person.values["supervisor"]]
        for person in case.desk.people
        if person.values["supervisor"] in key_of
    }
    by_key = {number_key(row.values["number"]): row for row in case.rows if row.values.get("number")}
    _mark_circles(at_desk, by_key, case.columns["supervisor"], good_only=False)
    while _mark_circles(at_desk, by_key, case.columns["supervisor"], good_only=True):
        pass  # rows that turned bad bring the desk's own links back, which may close another circle


def _mark_circles(
    at_desk: Mapping[str, str], by_key: Mapping[str, ReadRow], column: Column, *, good_only: bool
) -> bool:
    links = dict(at_desk)
    for key, row in by_key.items():
        if row.values.get("supervisor") and not (good_only and row.bad):
            links[key] = row.values["supervisor"]
    marked = False
    for circle in circles(links):
        for place, key in enumerate(circle):
            member = by_key.get(key)
            if member is None or not member.values.get("supervisor") or (good_only and member.bad):
                continue
            around = [*circle[place:], *circle[:place], key]
            names = " → ".join(by_key[one].values["number"] if one in by_key else one for one in around)
            text = translate("Import", "closes a circle of supervisors: {numbers}")
            member.trouble(column, text.format(numbers=names))
            marked = True
    return marked


def _waiting_for_supervisors(case: Case) -> None:
    """A good row whose supervisor is a bad row: when only good rows are imported, the link has to wait."""
    there = {number_key(person.number) for person in case.desk.people}
    there |= {number_key(row.values["number"]) for row in case.rows if not row.bad and row.values.get("number")}
    bad_row = {
        number_key(row.values["number"]): row.number for row in case.rows if row.bad and row.values.get("number")
    }
    for row in case.rows:
        key = row.values.get("supervisor")
        if key and not row.bad and key not in there:
            text = translate(
                "Import", "has problems of their own (row {row}); the link waits until that row is imported"
            )
            row.trouble(case.columns["supervisor"], text.format(row=bad_row.get(key, 0)), bad=False)
            del row.values["supervisor"]
