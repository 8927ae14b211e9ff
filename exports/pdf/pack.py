"""The evidence pack: cover, how to read it, contents, standards in force, one file per cycle, evidence index, method.

Everything is read and laid out cycle by cycle. Every record is a link's target, and what is claimed links to it (R20).
Participants appear as the reference codes the records hold. Coaches' own notes are not read for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from reportlab.platypus import Flowable

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import cycle_detail
from coachdesk.queries.pack import CycleLine, agency_name, coordinator_name, evidence_of, pack_cycles
from coachdesk.queries.scope import Scope, described
from coachdesk.queries.standards import version_detail
from coachdesk.settings import Settings
from coachdesk.store import trail
from coachdesk.store.desk import load_settings
from exports import made, words
from exports.pdf.document import About, Report
from exports.pdf.flow import Kit, Para
from exports.pdf.pack_cycle import cycle_pages, title_of
from exports.pdf.pack_departures import departure_words
from exports.pdf.pack_notes import method_notes, reading_notes
from exports.pdf.pack_steps import cycle_place, evidence_place, standard_place
from exports.pdf.text import Ink, Span, Words

_COVER, _READING, _CONTENTS, _STANDARDS, _EVIDENCE, _METHOD = (
    "cover",
    "how to read",
    "contents",
    "standards",
    "evidence index",
    "method",
)


def write_pack(
    conn: sa.Connection,
    target: Path,
    scope: Scope,
    *,
    made_at: datetime | None = None,
    progress: made.Progress | None = None,
) -> made.Made:
    """Write the evidence pack of `scope` to `target`. The same records and `made_at` give the same bytes.

    Raises StorageFailed when the disk refuses, and whatever `progress` raises (Cancelled); then nothing is left behind.
    """
    moment = made_at or made.now()
    said = described(conn, scope)
    return made.make(conn, "pack", target, said, lambda stream: _Pack(conn, stream, scope, moment).write(progress))


def pack_in_memory(
    conn: sa.Connection, scope: Scope, *, made_at: datetime | None = None, progress: made.Progress | None = None
) -> made.Unsaved:
    """The same pack, to look at before it is saved (`Unsaved.save`)."""
    moment = made_at or made.now()
    said = described(conn, scope)
    return made.make_in_memory(conn, "pack", said, lambda stream: _Pack(conn, stream, scope, moment).write(progress))


class _Pack:
    """One pack in the making."""

    def __init__(self, conn: sa.Connection, stream: IO[bytes], scope: Scope, moment: datetime) -> None:
        self.conn, self.scope, self.moment = conn, scope, moment
        self.settings: Settings = load_settings(conn)
        self.agency = agency_name(conn)
        self.said = described(conn, scope)
        self.head = trail.head(conn)
        self.cycles = pack_cycles(conn, scope)
        self.inside = frozenset(line.number for line in self.cycles)
        versions = {line.version_id for line in self.cycles if line.version_id is not None}
        found = (version_detail(conn, version_id) for version_id in sorted(versions))
        self.versions = sorted((v for v in found if v is not None), key=lambda v: (v.code, v.number))
        self.report = Report(stream, self._about(), Ink(), cover=True)
        self.kit = Kit(self.report)

    def write(self, progress: made.Progress | None) -> int:
        """Lay out everything; gives the number of pages."""
        report, total = self.report, len(self.cycles)
        report.add(self._cover())
        report.new_page(translate("Pack", "How to read this pack"))
        report.add(self._reading())
        report.new_page(translate("Pack", "Contents"))
        report.add(self._contents())
        report.new_page(translate("Pack", "Standards in force"))
        report.add(self._standards())
        for number, line in enumerate(self.cycles, 1):
            report.new_page(translate("Pack", "Cycle file {number} of {total}").format(number=number, total=total))
            if number == 1:
                report.add([self.kit.chapter_mark(translate("Pack", "Cycle files"), "cycle files")])
            report.add(self._cycle(line))
            if progress is not None:
                progress(number, total)
        report.new_page(translate("Pack", "Evidence index"))
        report.add(self._evidence())
        report.new_page(translate("Pack", "Method and verification"))
        report.add(self._method())
        return report.finish()

    def _cycle(self, line: CycleLine) -> Iterator[Flowable]:
        cycle = cycle_detail(self.conn, line.id, self.moment.date(), self.settings)
        if cycle is not None:
            standard = translate("Pack", "{code} version {number}").format(code=line.standard_code, number=line.version)
            yield from cycle_pages(self.kit, cycle, self.settings, standard, self.inside)

    def _about(self) -> About:
        title = words.joined([self.agency, translate("Pack", "Evidence pack")])
        period = self.said[0][1]
        running = words.joined([title, period, *(value for name, value in self.said[1:2] if self.scope.team_ids)])
        foot = translate("Pack", "Made with CoachDesk · trail head {hash}")
        return About(
            title=title,
            subject="; ".join(f"{name}: {value}" for name, value in self.said),
            author=self.agency,
            running=running,
            foot=foot.format(hash=f"{self.head[1][:4]}…{self.head[1][-4:]}"),
            made_at=self.moment,
        )

    def _cover(self) -> Iterator[Flowable]:
        kit = self.kit
        yield kit.gap(190)
        yield kit.para(self.agency, size=13, tone="muted", after=2)
        yield kit.title(translate("Pack", "Evidence pack"), _COVER, size=30)
        text = translate("Pack", "Coaching cycles with their whole trail of evidence, from signal to closure.")
        yield kit.para(text, size=11.5, tone="muted", after=26)
        pairs: list[tuple[str, Words]] = [(name, value) for name, value in self.said]
        pairs += [
            (translate("Pack", "Cycle files"), str(len(self.cycles))),
            (translate("Pack", "Departures"), self._departures()),
            (translate("Pack", "Accountable"), coordinator_name(self.conn) or translate("Pack", "nobody named yet")),
            (translate("Pack", "Made"), words.moment(self.moment)),
            (translate("Pack", "Trail head"), self._head_words()),
        ]
        yield kit.facts(pairs)
        yield kit.gap(30)
        text = translate(
            "Pack", "Participants appear as reference codes only. Coaching is supportive and non-punitive."
        )
        yield kit.note(text)

    def _departures(self) -> str:
        """How many gates were overridden, and how much was amended, in all of the cycles."""
        gates, changes = sum(line.overrides for line in self.cycles), sum(line.amendments for line in self.cycles)
        return departure_words(gates, changes) or translate("Pack", "no gate overridden, nothing amended")

    def _head_words(self) -> str:
        seq, digest = self.head
        return translate("Pack", "entry {seq}, {hash}").format(seq=seq, hash=digest)

    def _reading(self) -> Iterator[Flowable]:
        kit = self.kit
        yield kit.title(translate("Pack", "How to read this pack"), _READING)
        for heading, text in reading_notes(self.settings):
            yield kit.section(heading)
            yield kit.para(text)

    def _contents(self) -> Iterator[Flowable]:
        kit = self.kit
        yield kit.title(translate("Pack", "Contents"), _CONTENTS)
        yield kit.contents_line(translate("Pack", "How to read this pack"), _READING)
        yield kit.contents_line(translate("Pack", "Standards in force"), _STANDARDS)
        for version in self.versions:
            text = translate("Pack", "{code} {title}, version {number}")
            named = text.format(code=version.code, title=version.title, number=version.number)
            yield kit.contents_line(named, standard_place(version.id), indent=1)
        if self.cycles:
            yield kit.contents_line(translate("Pack", "Cycle files"), "cycle files")
        for line in self.cycles:
            shown = title_of(line.number, line.title)
            aside = words.joined([departure_words(line.overrides, line.amendments), _state(line)])
            yield kit.contents_line(shown, cycle_place(line.number), indent=1, aside=aside)
        yield kit.contents_line(translate("Pack", "Evidence index"), _EVIDENCE)
        yield kit.contents_line(translate("Pack", "Method and verification"), _METHOD)

    def _standards(self) -> Iterator[Flowable]:
        kit = self.kit
        yield kit.title(translate("Pack", "Standards in force"), _STANDARDS)
        if not self.versions:
            yield kit.note(translate("Pack", "No cycle in this scope names a standard."))
        for version in self.versions:
            text = translate("Pack", "{code} {title}, version {number}")
            named = text.format(code=version.code, title=version.title, number=version.number)
            yield kit.section(named, standard_place(version.id), level=1)
            status = vocabulary.label("version_status", version.status).lower()
            effective = translate("Pack", "effective {day}").format(day=words.day(version.effective_on))
            shown = effective if version.effective_on else ""
            yield kit.note(words.joined([version.area, status, shown, version.source_policy]), after=0)
            used = [line for line in self.cycles if line.version_id == version.id]
            yield kit.note([translate("Pack", "Used by") + " ", *_cycle_links(kit, used)])
            if version.purpose:
                yield kit.para(version.purpose)
            rows: list[list[Words | Para]] = [
                [
                    criterion.code,
                    vocabulary.label("criterion_kind", criterion.kind),
                    [
                        criterion.text,
                        Span(" " + translate("Pack", "critical"), tone="attention") if criterion.critical else "",
                    ],
                    ""
                    if criterion.threshold is None
                    else f"{criterion.threshold.normalize():f} {criterion.unit}".strip(),
                ]
                for criterion in version.criteria
            ]
            headings = [
                translate("Pack", "Criterion"),
                translate("Pack", "Kind"),
                translate("Pack", "Observable wording"),
                translate("Pack", "Limit"),
            ]
            yield kit.table(headings, rows, [11, 20, 57, 12])

    def _evidence(self) -> Iterator[Flowable]:
        kit = self.kit
        yield kit.title(translate("Pack", "Evidence index"), _EVIDENCE)
        yield kit.para(
            translate("Pack", "Each file is kept in the desk. Its SHA-256 tells whether a copy is the same file.")
        )
        headings = [
            translate("Pack", "Record"),
            translate("Pack", "What"),
            translate("Pack", "Cycle"),
            translate("Pack", "Recorded"),
            translate("Pack", "SHA-256 of the file"),
        ]
        rows: list[list[Words | Para]] = []
        any_yet = False
        numbers = {line.id: line.number for line in self.cycles}
        for item in evidence_of(self.conn, self.cycles):
            size = translate("Pack", "{size} bytes").format(size=f"{item.size:,}")
            about = [item.file_name, size]
            if item.competence:
                about.insert(0, translate("Pack", "competence of {whom}").format(whom=item.competence))
            cycle = numbers[item.cycle_id or item.offered_by or 0]
            rows.append(
                [
                    kit.cell(item.number, place=evidence_place(item.number)),
                    [item.title, Span("\n" + words.joined(about), tone="muted")],
                    kit.link(cycle, cycle_place(cycle)),
                    words.joined([words.day(item.recorded_at), item.recorded_by], ", "),
                    Span(item.sha256, size=7),
                ]
            )
            any_yet = True
            if len(rows) == 100:  # a table at a time, so that memory stays flat
                yield kit.table(headings, rows, [11, 27, 15, 19, 28])
                rows = []
        if rows:
            yield kit.table(headings, rows, [11, 27, 15, 19, 28])
        if not any_yet:
            yield kit.note(translate("Pack", "No evidence files belong to these cycles."))

    def _method(self) -> Iterator[Flowable]:
        kit = self.kit
        yield kit.title(translate("Pack", "Method and verification"), _METHOD)
        for heading, text in method_notes(self.settings):
            yield kit.section(heading)
            yield kit.para(text)
        yield kit.section(translate("Pack", "Trail head"))
        yield kit.para(
            translate(
                "Pack", "Every change in the desk is in an append-only, hash-chained trail. When this pack was made"
            )
            + " "
            + translate("Pack", "its last entry was number {seq}, with this SHA-256:").format(seq=self.head[0])
        )
        yield kit.rule_box([self.head[1]])
        lines = kit.ink.unprinted_lines()
        if lines:
            yield kit.section(translate("Pack", "Characters we could not print"))
            yield kit.para(
                translate(
                    "Pack", "No font in CoachDesk has these; where they stood, their code is printed in brackets."
                )
            )
            yield kit.para("\n".join(lines))


def _state(line: CycleLine) -> str:
    """ "Achieved 2 of 3", or the status of a cycle that is not closed."""
    if line.status != "closed":
        return vocabulary.label("cycle_status", line.status)
    total = len(line.outcomes)
    parts = []
    for code in vocabulary.codes("outcome"):
        count = line.outcomes.count(code)
        if count:
            tally = translate("Pack", "{count} of {total}").format(count=count, total=total)
            parts.append(f"{vocabulary.label('outcome', code)} {tally}")
    return ", ".join(parts) or vocabulary.label("cycle_status", line.status)


def _cycle_links(kit: Kit, lines: list[CycleLine]) -> list[str | Span]:
    found: list[str | Span] = []
    for line in lines:
        found += [" · "] if found else []
        found.append(kit.link(line.number, cycle_place(line.number)))
    return found
