"""Hostile, broken and wrong files: one clear refusal, in bounded time and memory, and never another exception."""

from __future__ import annotations

import io
import os
import random
import struct
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from coachdesk.errors import Unreadable
from coachdesk.importers.grid import Budget, Limits
from coachdesk.importers.sheets import read_table
from tests.helpers.sheet_files import PARTS, raw_workbook, sheet_xml, text_file

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + ']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
    '<c t="inlineStr"><is><t>&j;</t></is></c></row></sheetData></worksheet>'
)
EXTERNAL = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
    '<c t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>'
)


def refused(path: Path, limits: Limits | None = None) -> Unreadable:
    """The refusal of a file, which must say what happened, what was kept and what to do, and come quickly."""
    begun = time.monotonic()
    with pytest.raises(Unreadable) as caught:
        read_table(path, limits=limits or Limits())
    assert time.monotonic() - begun < 5
    assert all((caught.value.happened, caught.value.kept, caught.value.to_do))
    return caught.value


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "_rels/.rels"])
@pytest.mark.parametrize("content", [BOMB, EXTERNAL])
def test_entity_bombs_and_external_entities_are_refused_wherever_they_are(
    tmp_path: Path, name: str, content: str
) -> None:
    path = raw_workbook(tmp_path / "bomb.xlsx", sheet_xml("<row/>"), "<sst/>", **{name: content})
    assert "can do harm" in refused(path).happened


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(bytes(1_000_000))
    tracemalloc.start()
    assert "unpack" in refused(path).happened
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


def test_one_part_that_unpacks_far_too_well_is_refused_although_the_whole_would_fit(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "a.xlsx", sheet_xml("<row><c><v>1</v></c></row>"), "", **{"x.bin": bytes(9_000_000)})
    assert "unpack" in refused(path).happened
    assert read_table(path, limits=Limits(ratio=5_000)).rows


def test_parts_that_together_unpack_to_too_much_are_refused(tmp_path: Path) -> None:
    noise = {f"{n}.bin": random.Random(n).randbytes(60_000) for n in range(4)}
    path = raw_workbook(tmp_path / "a.xlsx", sheet_xml("<row><c><v>1</v></c></row>"), "", **noise)
    assert "unpack" in refused(path, Limits(inflated_bytes=200_000)).happened
    assert read_table(path).rows


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    raw_workbook(tmp_path / "a.xlsx", sheet_xml("<row><c><v>1</v></c></row>" * 20_000))
    data = bytearray((tmp_path / "a.xlsx").read_bytes())
    place = data.rfind(b"PK\x01\x02")
    struct.pack_into("<L", data, place + 24, 200)  # the sheet says it unpacks to 200 bytes
    (tmp_path / "lie.xlsx").write_bytes(data)
    refused(tmp_path / "lie.xlsx")


def test_too_many_parts_rows_columns_cells_and_characters_are_refused(tmp_path: Path) -> None:
    few = Limits(parts=50, rows=100, columns=10, cells=400, text=2_000)
    rows = {
        "rows": sheet_xml("<row><c><v>1</v></c></row>" * 101),
        "columns": sheet_xml("<row>" + "<c><v>1</v></c>" * 11 + "</row>"),
        "cells": sheet_xml(("<row>" + "<c><v>1</v></c>" * 9 + "</row>") * 90),
        "characters": sheet_xml('<row><c t="inlineStr"><is><t>' + "ab" * 1_500 + "</t></is></c></row>"),
    }
    for what, sheet in rows.items():
        assert what in refused(raw_workbook(tmp_path / f"{what}.xlsx", sheet), few).happened
    many = {f"xl/media/{n}.png": b"x" for n in range(60)}
    assert "parts" in refused(raw_workbook(tmp_path / "parts.xlsx", sheet_xml("<row/>"), "", **many), few).happened
    for what, table in {"rows": [["a", "b"]] * 101, "columns": [["a"] * 11], "cells": [["a"] * 9] * 90}.items():
        assert what in refused(text_file(tmp_path / f"{what}.csv", table), few).happened


def test_a_far_away_cell_does_not_make_a_huge_row(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "far.xlsx", sheet_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>'))
    assert "columns" in refused(path).happened


def test_endless_tags_and_texts_are_refused_in_time(tmp_path: Path) -> None:
    path = raw_workbook(tmp_path / "tag.xlsx", sheet_xml(f'<row spans="{os.urandom(8_000_000).hex()}"/>'))
    assert "damaged" in refused(path).happened
    deep = raw_workbook(tmp_path / "deep.xlsx", sheet_xml("<a>" * 200_000))
    assert "damaged" in refused(deep).happened


def test_reading_stops_when_it_takes_too_long() -> None:
    ticks = iter([0.0, 1.0, 30.0])
    budget = Budget(Limits(seconds=20), lambda: next(ticks))
    budget.look_at_clock()
    with pytest.raises(Unreadable, match="20 seconds"):
        budget.look_at_clock()


def test_a_text_row_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"ab," * 2_000_000)
    assert "one row" in refused(tmp_path / "a.csv").happened


def make_zip(*names: str, **contents: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
        for name, content in contents.items():
            archive.writestr(name, content)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
MACROS = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
WRONG = {
    "password": OLE + "EncryptedPackage".encode("utf-16-le"),
    "old Excel format": OLE + "Workbook".encode("utf-16-le"),
    "old Office document": OLE + "WordDocument".encode("utf-16-le"),
    "macros": make_zip(**{"[Content_Types].xml": MACROS}),
    "OpenDocument": make_zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
    "Word document": make_zip("[Content_Types].xml", "word/document.xml"),
    "presentation": make_zip("[Content_Types].xml", "ppt/presentation.xml"),
    "binary workbook": make_zip("[Content_Types].xml", "xl/workbook.bin"),
    "zip archive": make_zip("holiday.jpg"),
    "Apple Numbers": make_zip("Index/Document.iwa"),
    "PDF": b"%PDF-1.7\n",
    "picture": b"\x89PNG\r\n\x1a\n",
    "database": b"SQLite format 3\0" + bytes(100),
    "web page": b"\xef\xbb\xbf <HTML><table><tr><td>1</td></tr></table></HTML>",
    "XML file": b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
    "empty": b" \r\n",
    "not text": bytes(random.Random(1).randbytes(3_000)) + bytes(200),
    "compressed": b"\x1f\x8b\x08\0" + bytes(20),
}


@pytest.mark.parametrize("what", WRONG)
def test_other_kinds_of_file_are_recognised_by_content_and_named(tmp_path: Path, what: str) -> None:
    (tmp_path / "roster.xlsx").write_bytes(WRONG[what])
    assert what in refused(tmp_path / "roster.xlsx").happened


def test_text_that_begins_like_a_program_is_still_text(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("MZ,Name\n1,Ann\n", encoding="utf-8")
    assert read_table(tmp_path / "a.csv").rows[1].cells == ("1", "Ann")


@pytest.mark.timeout(30)  # opening a pipe nobody writes to waits for ever
def test_missing_files_folders_pipes_and_huge_files_are_refused(tmp_path: Path) -> None:
    refused(tmp_path / "missing.xlsx")
    refused(tmp_path)
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(60_000_000)
    assert "50 MB" in refused(tmp_path / "huge.csv").happened
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.csv")
        assert "ordinary file" in refused(tmp_path / "pipe.csv").happened


def test_a_workbook_cut_off_anywhere_is_refused(shared_data: Path, tmp_path: Path) -> None:
    whole = (shared_data / "hr_roster.xlsx").read_bytes()
    path = tmp_path / "cut.xlsx"
    for length in range(0, len(whole) - 1, 97):
        path.write_bytes(whole[:length])
        refused(path)


def reseal(source: bytes, chance: random.Random) -> bytes:
    """A copy of a workbook with one part's XML changed at random, sealed again with right checksums."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        victim = chance.choice(names)
        for name in names:
            content = bytearray(old.read(name))
            if name == victim:
                for _ in range(chance.randrange(1, 6)):
                    place = chance.randrange(len(content))
                    match chance.randrange(4):
                        case 0:
                            content[place] = chance.randrange(256)
                        case 1:
                            del content[place : place + chance.randrange(1, 40)]
                        case 2:
                            content[place:place] = chance.choice(
                                [b"<row>", b"</c>", b"<v>", b"999999999999", b"&a;", b"\0", b'r="ZZZ1"', b"-1", b"<f>"]
                            )
                        case _:
                            content[place : place + 8] = bytes(chance.randbytes(8))
            new.writestr(name, bytes(content))
    return out.getvalue()


def outcome(path: Path) -> bool:
    """Whether the file is read; the only other outcome allowed is a refusal."""
    try:
        read_table(path)
    except Unreadable:
        return False
    return True


def test_hundreds_of_mutated_workbooks_are_read_or_refused_and_nothing_else(shared_data: Path, tmp_path: Path) -> None:
    whole = (shared_data / "hr_roster.xlsx").read_bytes()
    chance = random.Random(14)
    path = tmp_path / "m.xlsx"
    read = 0
    for turn in range(400):
        if turn % 2:
            data = bytearray(whole)
            for _ in range(chance.randrange(1, 10)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            path.write_bytes(data)
        else:
            path.write_bytes(reseal(whole, chance))
        read += outcome(path)
    assert 20 < read < 380  # both endings happen, or the mutations prove nothing


def test_hundreds_of_mutated_text_tables_are_read_or_refused_and_nothing_else(
    shared_data: Path, tmp_path: Path
) -> None:
    whole = (shared_data / "hr_roster.csv").read_bytes()
    chance = random.Random(15)
    path = tmp_path / "m.csv"
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(len(data))] = chance.choice([0, 10, 13, 34, 44, 59, 128, 255, chance.randrange(256)])
        path.write_bytes(bytes(data[: chance.randrange(1, len(data))]))
        outcome(path)


def test_broken_compression_is_refused(tmp_path: Path) -> None:
    raw_workbook(tmp_path / "a.xlsx", sheet_xml("<row><c><v>1</v></c></row>" * 500))
    data = bytearray((tmp_path / "a.xlsx").read_bytes())
    place = data.find(b"sheet1.xml") + 20
    data[place : place + 30] = b"\xff" * 30
    (tmp_path / "b.xlsx").write_bytes(data)
    refused(tmp_path / "b.xlsx")
