"""How competence reads in the window: a cell's word and days, a record in its history. No widgets but plain entries."""

from __future__ import annotations

from datetime import date

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.competence import Matrix, MatrixPerson, MatrixStandard
from coachdesk.queries.competence_cells import CompetenceRow, StaffCompetence
from coachdesk.rules.competence import STANDINGS, Cell, Standing
from coachdesk.rules.wording import day_words
from ui.widgets import Entry


def standing_word(standing: Standing) -> str:
    """ "Expiring"."""
    return translate("Competence", STANDINGS[standing][0])


def sign(cell: Cell) -> tuple[str, str]:
    """(words, tone) of a pill: its symbol and word."""
    return f"{cell.symbol} {cell.label}", cell.tone


def until_words(cell: Cell | None) -> str:
    """ "until Dec 3, 2026, in 11 days", "ran out Nov 3, 2026, 19 days ago", "" where no day is known."""
    if cell is None or cell.expires_on is None or cell.days is None:
        return ""
    day = day_words(cell.expires_on)
    if cell.days < 0:
        text = translate("Competence", "ran out {day}, {count} days ago")
        if cell.days == -1:
            text = translate("Competence", "ran out {day}, yesterday")
        return text.format(day=day, count=-cell.days)
    if cell.days == 0:
        return translate("Competence", "until {day}, today").format(day=day)
    text = translate("Competence", "until {day}, in {count} days")
    if cell.days == 1:
        text = translate("Competence", "until {day}, tomorrow")
    return text.format(day=day, count=cell.days)


def cell_words(cell: Cell | None) -> str:
    """A cell in words, as copied and read aloud: "Expiring, until Dec 3, 2026, in 11 days"."""
    if cell is None:
        return translate("Competence", "Not required")
    return ", ".join(part for part in (cell.label, until_words(cell)) if part)


def spoken(person: MatrixPerson, standard: MatrixStandard, cell: Cell | None) -> str:
    """What a screen reader says of a cell."""
    return f"{person.name}, {standard.code} {standard.title}: {cell_words(cell)}"


def short(cell: Cell) -> str:
    """What stands beside the symbol: the days that are left, or that have passed, where they matter."""
    days = days_that_matter(cell)
    return "" if days is None else translate("Competence", "{count} d").format(count=abs(days))


def days_that_matter(cell: Cell) -> int | None:
    """The days until it runs out, or since, of a cell where that is soon or past; None elsewhere."""
    return cell.days if cell.standing in ("expiring", "expired") else None


def state_line(matrix: Matrix) -> str:
    """ "39 people · 12 expiring · 3 expired · 33 not verified"."""
    if not matrix.cells:
        return ""
    people = len({staff_id for staff_id, _ in matrix.cells})
    told = [
        translate("Competence", "1 person") if people == 1
        else translate("Competence", "{count} people").format(count=people)
    ]  # fmt: skip
    counts = matrix.counts()
    few: tuple[Standing, ...] = ("expiring", "expired", "in_coaching", "not_verified")
    told += [f"{counts[standing]:,} {standing_word(standing).lower()}" for standing in few if counts[standing]]
    return " · ".join(told)


def interval_words(months: int | None, role: str) -> str:
    """ "Support worker: verified again every 6 months"."""
    if months is None:
        return translate("Competence", "{role} does not require it").format(
            role=role or translate("Competence", "Their role")
        )
    every = translate("Competence", "{role}: verified again every {count} months")
    if months == 1:
        every = translate("Competence", "{role}: verified again every month")
    return every.format(role=role, count=months)


def line_words(one: StaffCompetence) -> str:
    """What stands under a standard on a person's page."""
    told = [until_words(one.cell)]
    if one.months is None:
        told.append(translate("Competence", "not required of this role"))
    return " · ".join(part for part in told if part)


def history_entry(row: CompetenceRow, today: date) -> Entry:
    """One record of a cell's history; a withdrawn one says so first."""
    result = (vocabulary.label("competence_result", row.result), vocabulary.tone("competence_result", row.result))
    pills = [result]
    told = [translate("Competence", "by {assessor}, {qualification}").format(
        assessor=row.assessor, qualification=row.qualification)]  # fmt: skip
    if row.cycle:
        told.append(row.cycle)
    if row.version is not None:
        told.append(translate("Competence", "version {number}").format(number=row.version))
    if row.expires_on is not None:
        told.append(translate("Competence", "until {day}").format(day=day_words(row.expires_on)))
    if row.note:
        told.append(row.note)
    if row.late_entry:
        pills.append((translate("Competence", "late entry"), "attention"))
    if row.withdrawn_at is not None:
        pills = [(translate("Competence", "withdrawn"), "plain")]
        told.append(translate("Competence", "withdrawn: {reason}").format(reason=row.withdrawn_reason))
    return Entry(
        day_words(row.assessed_on, today),
        vocabulary.label("competence_method", row.method),
        " · ".join(told),
        tuple(pills),
        planned=row.withdrawn_at is not None,
        key=f"cycle:{row.cycle_id}" if row.cycle_id is not None else "",
    )
