"""The building blocks of PDF pages: long rows are broken, headings stay with what they head, headings repeat whole."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import pikepdf
import pytest
from reportlab.platypus import Flowable

from exports.pdf.document import About, Report
from exports.pdf.flow import Kit
from exports.pdf.text import Ink

LONG = "A note that goes on and on. " * 300
MOMENT = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)


def laid_out(gap: float, *rows: Sequence[str]) -> list[list[str]]:
    """A heading and a table below a gap of `gap` points; gives, page by page, what is told to screen readers: roles."""
    report = Report(stream := io.BytesIO(), About("t", "s", "a", "r", "f", MOMENT), Ink())
    kit = Kit(report)
    flowables: list[Flowable] = [kit.gap(gap), kit.section("Heading"), kit.table(["One", "Two"], rows, [20, 80])]
    report.add(flowables)
    report.finish()
    pages: list[list[str]] = []
    with pikepdf.open(stream) as pdf:
        for page in pdf.pages:
            operators = pikepdf.parse_content_stream(page)
            pages.append([str(o.operands[0]) for o in operators if str(o.operator) == "BDC"])
    return pages


@pytest.mark.parametrize("gap", [1, 300, 560, 600])
def test_rows_longer_than_a_page_are_broken_wherever_they_stand(gap: float) -> None:
    pages = laid_out(gap, *[["S-1", LONG]] * 3, ["S-2", "short"])
    assert len(pages) > 4
    assert all(any(role in ("/TD", "/TH") for role in roles) for roles in pages[-4:])


def test_a_heading_is_never_left_behind_by_the_table_it_heads() -> None:
    row = ["S-1", "\n".join(["line"] * 9)]
    for gap in range(380, 640, 4):
        for roles in laid_out(gap, row, row):
            assert roles[-1:] != ["/H2"], gap
