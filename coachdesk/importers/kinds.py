"""Tells by its content, never by its name, whether a file is a workbook or a text table, and refuses all else."""

from __future__ import annotations

import io
import struct
import zipfile

from coachdesk.errors import Unreadable
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.importers.grid import Limits, damaged, too_large, unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x10\x00")
MACRO = b"macroenabled"

# How a file begins -> what it is, in words.
BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", QT_TRANSLATE_NOOP("Import", "a PDF document")),
    (b"{\\rtf", QT_TRANSLATE_NOOP("Import", "a text document (RTF)")),
    (b"\x89PNG", QT_TRANSLATE_NOOP("Import", "a picture")),
    (b"\xff\xd8\xff", QT_TRANSLATE_NOOP("Import", "a picture")),
    (b"GIF8", QT_TRANSLATE_NOOP("Import", "a picture")),
    (b"\x1f\x8b", QT_TRANSLATE_NOOP("Import", "a compressed archive")),
    (b"7z\xbc\xaf", QT_TRANSLATE_NOOP("Import", "a compressed archive")),
    (b"Rar!", QT_TRANSLATE_NOOP("Import", "a compressed archive")),
    (b"BZh", QT_TRANSLATE_NOOP("Import", "a compressed archive")),
    (b"\xfd7zXZ", QT_TRANSLATE_NOOP("Import", "a compressed archive")),
    (b"SQLite format 3\0", QT_TRANSLATE_NOOP("Import", "a database")),
    (b"MZ", QT_TRANSLATE_NOOP("Import", "a program")),
    (b"\x7fELF", QT_TRANSLATE_NOOP("Import", "a program")),
)


def wrong_kind(what: str, to_do: str = "") -> Unreadable:
    """The refusal of a file that is something else; `what` says what it is, in words."""
    return unreadable(
        translate("Import", "This file cannot be imported: it is {what}.").format(what=what),
        to_do or translate("Import", "Save the list as an Excel workbook (.xlsx) or as CSV and import that file."),
    )


def recognise(data: bytes) -> str:
    """ "xlsx" or "text" for the bytes of a file; `Unreadable` for anything else, saying what it is."""
    if not data.strip(b"\0 \t\r\n"):
        raise wrong_kind(translate("Import", "empty"), translate("Import", "Choose the file that holds the list."))
    if data.startswith(b"PK"):
        return "xlsx"
    if data.startswith(OLE):
        raise _refuse_ole(data)
    if data.startswith(BIFF):
        raise _old_excel()
    for beginning, what in BEGINNINGS:
        if data.startswith(beginning) and (len(beginning) > 2 or b"\0" in data[:512]):
            raise wrong_kind(translate("Import", what))
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        raise wrong_kind(
            translate("Import", "a web page, although its name may say otherwise"),
            translate("Import", "Open it in Excel, save it as an Excel workbook (.xlsx) and import that file."),
        )
    if start.startswith(b"<?xml"):
        raise wrong_kind(translate("Import", "an XML file"))
    return "text"


def _old_excel() -> Unreadable:
    return wrong_kind(
        translate("Import", "a workbook of the old Excel format (.xls)"),
        translate("Import", "Open it in Excel or LibreOffice, save it as .xlsx and import that file."),
    )


def _refuse_ole(data: bytes) -> Unreadable:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return wrong_kind(
            translate("Import", "a workbook protected with a password"),
            translate("Import", "Open it in Excel, remove the password, save it and import that copy."),
        )
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return _old_excel()
    return wrong_kind(translate("Import", "an old Office document, not a workbook"))


def open_zip(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The workbook's zip, checked before anything is unpacked: entries, sizes, ratios, passwords, what it really is."""
    _check_directory_size(data, limits)
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    if len(entries) > limits.parts:
        raise too_large(translate("Import", "parts inside"), limits.parts)
    names = {entry.filename for entry in entries}
    _refuse_other_zips(archive, names)
    total = 0
    for entry in entries:
        if entry.flag_bits & 1:
            raise wrong_kind(
                translate("Import", "protected with a password"),
                translate("Import", "Remove the password, save it and import that copy."),
            )
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged()
        total += entry.file_size
        squeezed = entry.file_size > limits.ratio * max(entry.compress_size, 1)
        if total > limits.inflated_bytes or (squeezed and entry.file_size > 1_000_000):
            raise unreadable(
                translate("Import", "The workbook would unpack to far more than a list needs, so it was not unpacked."),
                translate("Import", "Copy the list alone into a new workbook, save it and import that one."),
            )
    return archive


def _check_directory_size(data: bytes, limits: Limits) -> None:
    """Refuse a huge table of contents before `zipfile` builds an object for each of its lines."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or len(data) < end + 22:
        raise damaged()
    size = struct.unpack_from("<L", data, end + 12)[0]
    if size == 0xFFFFFFFF:
        big = data.rfind(b"PK\x06\x06", 0, end)
        if big < 0 or len(data) < big + 56:
            raise damaged()
        size = struct.unpack_from("<Q", data, big + 40)[0]
    if size > limits.parts * 512:
        raise too_large(translate("Import", "parts inside"), limits.parts)


def _refuse_other_zips(archive: zipfile.ZipFile, names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise wrong_kind(translate("Import", "a binary workbook (.xlsb)"))
    declared = archive.getinfo("mimetype") if "mimetype" in names else None
    if declared and declared.file_size < 200 and b"opendocument" in archive.read(declared):
        raise wrong_kind(
            translate("Import", "an OpenDocument file (.ods or similar)"),
            translate("Import", "Open it in LibreOffice, save it as .xlsx and import that file."),
        )
    if any(name.startswith("word/") for name in names):
        raise wrong_kind(translate("Import", "a Word document"))
    if any(name.startswith("ppt/") for name in names):
        raise wrong_kind(translate("Import", "a presentation"))
    if any(name.endswith(".iwa") for name in names):
        raise wrong_kind(translate("Import", "an Apple Numbers or Pages document"))
    if "[Content_Types].xml" not in names:
        raise wrong_kind(translate("Import", "a zip archive, not a workbook"))
    types = archive.getinfo("[Content_Types].xml")
    if types.file_size > 1_000_000:
        raise damaged()
    if MACRO in archive.read(types).lower() or "xl/vbaProject.bin" in names:
        raise wrong_kind(
            translate("Import", "a workbook with macros (.xlsm)"),
            translate("Import", "Save it as an Excel workbook without macros (.xlsx) and import that file."),
        )
