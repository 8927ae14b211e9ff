"""Saving a copy of an evidence file outside of the desk: whole, where the person says, and never over a desk."""

from __future__ import annotations

from typing import IO

from PySide6.QtWidgets import QWidget

from coachdesk.i18n import translate
from coachdesk.queries.evidence import EvidenceDetail
from coachdesk.services import evidence
from coachdesk.store.desk import Desk
from exports.atomic import Written, write_whole
from ui.context import Context
from ui.pages.evidence.whereabouts import open_outside
from ui.widgets import Toast


def save_copy(context: Context, over: QWidget, item: EvidenceDetail, toast: Toast | None = None) -> None:
    """Ask where to, take the file out of the desk on the worker, checked against its hash, and say where it is."""
    title = translate("Evidence", "Save a copy of {number}").format(number=item.number)
    target = context.ask.save_file(over, title, item.file_name, "")
    if target is None:
        return

    def work(desk: Desk) -> Written:
        data = evidence.content(desk, item.id)[1]

        def write(stream: IO[bytes]) -> None:
            stream.write(data)

        return write_whole(target, write)

    def done(written: Written) -> None:
        told = translate("Evidence", "A copy is saved as {file}.").format(file=written.path.name)
        folder = translate("Evidence", "Open folder")
        text = "\n".join(part for part in (told, written.note) if part)
        (toast or Toast(over)).show_text(text, folder, lambda: open_outside(written.path.parent))

    context.operations.work(over, work, done=done, label=translate("Evidence", "Saving a copy"))
