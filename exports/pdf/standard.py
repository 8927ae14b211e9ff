"""A practice standard as printed: the standard on one page, and its prompt card to carry along."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from reportlab.platypus import Flowable

from coachdesk import vocabulary
from coachdesk.errors import Refused
from coachdesk.i18n import translate
from coachdesk.queries.pack import agency_name
from coachdesk.queries.standard_changes import goal_words, limit_words
from coachdesk.queries.standards import CriterionRow, VersionDetail, version_detail
from exports import made, words
from exports.pdf.document import CARD_PAPER, LETTER_PAPER, About, Paper, Report
from exports.pdf.flow import Kit, Para
from exports.pdf.text import Ink, Span, Words

SCALES = (1.0, 0.93, 0.86, 0.8, 0.74)
"""Type sizes tried, one after the other, to bring a standard onto one page; below the last it may take two."""

WRITING_LINES = 20

Pages = Callable[[Kit, VersionDetail], Iterator[Flowable]]


def write_standard(conn: sa.Connection, version_id: int, target: Path, *, made_at: datetime | None = None) -> made.Made:
    """Write the one-page standard of a version. Refused when there is no such version."""
    return _write(conn, version_id, target, "standard", standard_page, LETTER_PAPER, made_at)


def write_prompt_card(
    conn: sa.Connection, version_id: int, target: Path, *, made_at: datetime | None = None
) -> made.Made:
    """Write the prompt card of a version, half a letter page. Refused when there is no such version."""
    return _write(conn, version_id, target, "prompt_card", prompt_card, CARD_PAPER, made_at)


def write_scenario(conn: sa.Connection, version_id: int, target: Path, *, made_at: datetime | None = None) -> made.Made:
    """Write the practice scenario of a version as a sheet to answer on. Refused when there is no such version."""
    return _write(conn, version_id, target, "scenario", scenario_sheet, LETTER_PAPER, made_at)


def as_printed(conn: sa.Connection, version_id: int, what: str, made_at: datetime | None = None) -> bytes:
    """The PDF of a version as bytes, for a preview. what: one of SHEETS. Refused when it is not there."""
    pages, paper = SHEETS[what]
    version = _version(conn, version_id)
    return _fitted(version, agency_name(conn), made_at or made.now(), pages, paper)[0]


def as_it_would_print(version: VersionDetail, agency: str, made_at: datetime) -> bytes:
    """The one page of a version that need not be saved, for a preview beside its editor."""
    return _fitted(version, agency, made_at, standard_page, LETTER_PAPER)[0]


def _version(conn: sa.Connection, version_id: int) -> VersionDetail:
    version = version_detail(conn, version_id)
    if version is None:
        raise Refused(translate("Standard", "This version of the standard is not there any more."))
    return version


def _write(
    conn: sa.Connection,
    version_id: int,
    target: Path,
    kind: str,
    pages: Pages,
    paper: Paper,
    made_at: datetime | None,
) -> made.Made:
    version = _version(conn, version_id)
    agency, moment = agency_name(conn), made_at or made.now()

    def fill(stream: IO[bytes]) -> int:
        content, count = _fitted(version, agency, moment, pages, paper)
        stream.write(content)
        return count

    return made.make(conn, kind, target, ((translate("Exports", "Standard"), title_of(version)),), fill)


def _fitted(version: VersionDetail, agency: str, moment: datetime, pages: Pages, paper: Paper) -> tuple[bytes, int]:
    """The PDF in the largest type that brings it onto one page, and its number of pages."""
    content, count = b"", 0
    for scale in SCALES:
        draft = BytesIO()
        count = lay_out(draft, version, agency, moment, pages, paper, scale)
        content = draft.getvalue()
        if count == 1:
            break
    return content, count


def lay_out(
    stream: IO[bytes],
    version: VersionDetail,
    agency: str,
    moment: datetime,
    pages: Pages,
    paper: Paper = LETTER_PAPER,
    scale: float = 1.0,
) -> int:
    """Lay a version out into `stream`, for a preview as well; gives the number of pages."""
    status = vocabulary.label("version_status", version.status).lower()
    number = translate("Standard", "version {number}, {status}").format(number=version.number, status=status)
    about = About(
        title=title_of(version),
        subject=number,
        author=agency,
        running=agency,
        foot=words.joined(
            [f"{version.code} {number}", translate("Standard", "printed {day}").format(day=words.day(moment))]
        ),
        made_at=moment,
    )
    report = Report(stream, about, Ink(), paper)
    report.aside = words.joined([version.area, _effective(version)])
    report.add(pages(Kit(report, scale), version))
    return report.finish()


def title_of(version: VersionDetail) -> str:
    """ "HD-01 Escalating health deterioration"."""
    return f"{version.code} {version.title}".strip()


def _effective(version: VersionDetail) -> str:
    if version.effective_on is None:
        return ""
    return translate("Standard", "effective {day}").format(day=words.day(version.effective_on))


def standard_page(kit: Kit, version: VersionDetail) -> Iterator[Flowable]:
    """The standard to work by: purpose, criteria, prompt card lines, measures, evidence, where it comes from.

    The scenario is not on it: whoever is to answer it should not know it by heart. It has a sheet of its own.
    """
    yield kit.title(title_of(version), "standard")
    if version.purpose:
        yield kit.para(version.purpose, size=11, tone="muted", after=6)
    if version.failure_prevented:
        yield kit.rule_box([translate("Standard", "Prevents: {text}").format(text=version.failure_prevented)])
    yield kit.section(translate("Standard", "What good practice looks like"))
    yield _criteria(kit, version)
    graded = [criterion for criterion in version.criteria if _grades(criterion)]
    if graded:
        yield kit.section(translate("Standard", "How it is judged"))
        yield _rubric(kit, graded)
    if version.prompts:
        yield kit.section(translate("Standard", "When to call"))
        yield _prompts(kit, version)
    measured = "; ".join(f"{one.name} ({goal_words(one)})" for one in version.measures)
    pairs: list[tuple[str, Words]] = [
        (translate("Standard", "Measured by"), measured),
        (translate("Standard", "Evidence that closes a cycle"), version.closing_evidence),
        (translate("Standard", "Source policy"), version.source_policy),
        (translate("Standard", "Answers to"), ", ".join(version.crosswalk)),
    ]
    told = [pair for pair in pairs if pair[1]]
    if told:
        yield kit.section(translate("Standard", "Evidence and sources"))
        yield kit.facts(told)


def _criteria(kit: Kit, version: VersionDetail) -> Flowable:
    rows: list[list[Words | Para]] = []
    for criterion in version.criteria:
        text: list[str | Span] = [criterion.text]
        if criterion.critical:
            text.append(Span("  " + translate("Standard", "critical"), bold=True, tone="attention"))
        limit = limit_words(criterion.threshold, criterion.unit)
        rows.append([criterion.code, vocabulary.label("criterion_kind", criterion.kind), text, limit])
    headings = [
        translate("Standard", "Code"),
        translate("Standard", "Kind"),
        translate("Standard", "Criterion"),
        translate("Standard", "Limit"),
    ]
    return kit.table(headings, rows, [9, 19, 60, 12])


def _grades(criterion: CriterionRow) -> bool:
    return any((criterion.ideal, criterion.acceptable, criterion.developmental, criterion.unacceptable))


def _rubric(kit: Kit, criteria: list[CriterionRow]) -> Flowable:
    rows: list[list[Words | Para]] = [
        [c.code, c.ideal, c.acceptable, c.developmental, c.unacceptable] for c in criteria
    ]
    headings = [
        translate("Standard", "Code"),
        translate("Standard", "Ideal"),
        translate("Standard", "Acceptable"),
        translate("Standard", "Developmental"),
        translate("Standard", "Unacceptable"),
    ]
    return kit.table(headings, rows, [8, 23, 23, 23, 23])


def _prompts(kit: Kit, version: VersionDetail) -> Flowable:
    rows: list[list[Words | Para]] = [[[Span(p.cue, bold=True)], p.threshold, p.call] for p in version.prompts]
    headings = [
        translate("Standard", "You notice"),
        translate("Standard", "From"),
        translate("Standard", "Call"),
    ]
    return kit.table(headings, rows, [44, 24, 32])


def scenario_sheet(kit: Kit, version: VersionDetail) -> Iterator[Flowable]:
    """The made-up case with room to answer by hand, for exercises without a computer."""
    yield kit.title(translate("Standard", "Practice scenario: {title}").format(title=version.title), "scenario")
    if not version.scenario:
        yield kit.note(translate("Standard", "This standard has no practice scenario yet."))
        return
    yield kit.para(version.scenario, size=12, after=10)
    yield kit.rule_box([translate("Standard", "Nobody real is meant. Answer as you would on the day.")])
    yield kit.section(translate("Standard", "What I would write and do"))
    rows: list[list[Words | Para]] = [["\u00a0"] for _ in range(WRITING_LINES)]
    yield kit.table([translate("Standard", "Name, day and time:")], rows, [100])


def prompt_card(kit: Kit, version: VersionDetail) -> Iterator[Flowable]:
    """The card: cues, limits and whom to call, nothing else."""
    yield kit.title(version.title, "card", size=15)
    if not version.prompts:
        yield kit.note(translate("Standard", "This standard has no prompt card lines yet."))
        return
    yield _prompts(kit, version)
    critical = [criterion.text for criterion in version.criteria if criterion.critical]
    if critical:
        yield kit.rule_box([translate("Standard", "Always"), *critical], tone="attention")


SHEETS: dict[str, tuple[Pages, Paper]] = {
    "standard": (standard_page, LETTER_PAPER),
    "prompt_card": (prompt_card, CARD_PAPER),
    "scenario": (scenario_sheet, LETTER_PAPER),
}
"""The sheets of a version by name."""
