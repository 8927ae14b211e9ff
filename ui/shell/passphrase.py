"""Asks for the passphrase a desk should have from now on; the present one is proven before anything else happens."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from coachdesk.i18n import translate
from ui import desk_doors
from ui.context import Context
from ui.forms import Field, FormDialog, FormSpec, Note
from ui.forms.fields import Part

Values = dict[str, Any]


def _spec(sealed: bool) -> FormSpec:
    def sealing(values: Any) -> bool:
        return not values.get("bare")

    parts: list[Part] = []
    if sealed:
        parts.append(Field("old", translate("Passphrase", "Present passphrase"), "secret", required=True))
        parts.append(Field("bare", translate("Passphrase", "Take the passphrase off"), "check"))
    parts += [
        Field("new", translate("Passphrase", "New passphrase"), "secret", required=True, strength=True, when=sealing,
              help=translate("Passphrase", "Several unrelated words are hard to guess and easy to keep in mind.")),
        Field("again", translate("Passphrase", "New passphrase once more"), "secret", required=True, when=sealing),
        Note(translate("Passphrase", "Nobody can open the desk without it: there is no way around. Write it down and "
                       "keep the note in a safe place."), "attention", when=sealing),
        Note(translate("Passphrase", "Whoever has the file will be able to read everything in it."), "late",
             when=lambda values: not sealing(values)),
        Note(translate("Passphrase", "The desk is closed for a moment, copied, proven, and opened again. Backups made "
                       "before keep the passphrase they were made with.")),
    ]  # fmt: skip
    if sealed:
        return FormSpec(
            translate("Passphrase", "Change the passphrase"), translate("Passphrase", "Change passphrase"), parts
        )
    return FormSpec(translate("Passphrase", "Set a passphrase"), translate("Passphrase", "Set passphrase"), parts)


class PassphraseChange(FormDialog):
    """`given(old, new)`: the present passphrase (None when there is none) and the one to come (None for none)."""

    given = Signal(object, object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self.sealed = context.desk.encrypted
        super().__init__(_spec(self.sealed), None, "", context.today, None, parent)
        self.setObjectName("passphrase.change")
        self.context = context
        self.submitted.connect(self._look)

    def _look(self, values: Values) -> None:
        new: str | None = None if values.get("bare") else values["new"]
        if new is not None and new != values["again"]:
            self._refuse("again", translate("Passphrase", "The two are not the same."))
            return
        if not self.sealed:
            self._give(None, new)
            return
        old = str(values["old"])

        def found(opens: bool) -> None:
            if opens:
                self._give(old, new)
            else:
                self._refuse("old", translate("Passphrase", "This passphrase does not open the desk."))

        self.context.operations.work(
            self, desk_doors.opens_with, old, done=found, ended=self.panel.idle, progress=False
        )

    def _give(self, old: str | None, new: str | None) -> None:
        self.panel.succeed()
        self.given.emit(old, new)

    def _refuse(self, key: str, text: str) -> None:
        self.panel.idle()
        where = self.form.show_problem(key, text)
        if where is not None:
            where.setFocus()
