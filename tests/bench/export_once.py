"""Makes one export, or its floor, and prints how long it took and the most memory it held, as JSON.

    python -m tests.bench.export_once tracker|tracker-floor|pack|pack-floor DESK OUT [CYCLES]

A process of its own for each, so that the memory is that export's alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from coachdesk.queries.scope import Scope
from coachdesk.records.base import table
from coachdesk.records.cycles import Cycle
from coachdesk.store.desk import Desk, local_now, open_desk
from tests.bench.figures import measured
from tests.bench.machine import memory_now, memory_peak


def newest(conn: sa.Connection, cycles: int) -> Scope:
    """The newest cycles, as a person who narrows a pack would choose."""
    cycle = table(Cycle)
    found = conn.execute(sa.select(cycle.c.id).order_by(cycle.c.id.desc()).limit(cycles)).scalars()
    return Scope(cycle_ids=frozenset(found))


def tracker(desk: Desk, out: Path, _cycles: int) -> float:
    """Our tracker of everything."""
    from exports.excel.tracker import write_tracker

    with desk.read() as conn:
        return measured(lambda: write_tracker(conn, out, Scope()))


def tracker_floor(desk: Desk, out: Path, _cycles: int) -> float:
    """openpyxl's write-only mode with the same values of the same tables; reading them is not part of its time."""
    import openpyxl

    from exports.excel.tracker import tracker_tables

    with desk.read() as conn:
        sheets = [(query.title, [row for _, row in query.all(conn)]) for query in tracker_tables(Scope(), local_now())]

    def write() -> None:
        book = openpyxl.Workbook(write_only=True)
        for title, rows in sheets:
            sheet = book.create_sheet(title[:31])
            for row in rows:
                sheet.append([_plain(value) for value in row])
        book.save(out)

    return measured(write)


def _plain(value: Any) -> Any:
    """What openpyxl takes: no zones, no lists."""
    if getattr(value, "tzinfo", None) is not None:
        return value.replace(tzinfo=None)
    return value if not isinstance(value, list | tuple) else ", ".join(map(str, value))


def pack(desk: Desk, out: Path, cycles: int) -> float:
    """Our pack of the newest cycles; its lines are kept beside it for the floor."""
    from exports.pdf.pack import write_pack

    with desk.read() as conn:
        scope = newest(conn, cycles)
        return measured(lambda: write_pack(conn, out, scope))


def keep_lines(out: Path) -> int:
    """Write the lines of every page of the pack beside it; gives the number of pages."""
    from pypdf import PdfReader

    pages = [page.extract_text().splitlines() for page in PdfReader(out).pages]
    out.with_suffix(".lines.json").write_text(json.dumps(pages), encoding="utf-8")
    return len(pages)


def pack_floor(_desk: Desk, out: Path, _cycles: int) -> float:
    """ReportLab alone laying out the same lines: a paragraph for each, in one plain table a page."""
    from xml.sax.saxutils import escape

    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

    import resources

    pages = json.loads(out.with_suffix(".lines.json").read_text(encoding="utf-8"))
    font = next(Path(str(resources.path("fonts"))).glob("*Regular*.ttf"))

    def flow() -> Iterator[Any]:
        style = ParagraphStyle("line", fontName="Bench", fontSize=7, leading=8.4)
        for lines in pages:
            if lines:
                yield Table(
                    [[Paragraph(escape(line), style)] for line in lines], style=[("GRID", (0, 0), (-1, -1), 0.2, 0)]
                )
            yield PageBreak()

    def write() -> None:
        pdfmetrics.registerFont(TTFont("Bench", font))
        SimpleDocTemplate(str(out.with_suffix(".floor.pdf"))).build(list(flow()))

    return measured(write)


DOINGS = {"tracker": tracker, "tracker-floor": tracker_floor, "pack": pack, "pack-floor": pack_floor}


def main() -> None:
    """Run from the command line."""
    what, desk, out, cycles = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int([*sys.argv, 0][4])
    out.parent.mkdir(parents=True, exist_ok=True)
    with open_desk(desk, mode="read") as opened:
        before = memory_now()
        seconds = DOINGS[what](opened, out, cycles)
        found = {"seconds": seconds, "grown": memory_peak() - before, "size": out.stat().st_size / 1e6}
    if what == "pack":
        found["pages"] = keep_lines(out)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
