"""Everything that can be done with a standard, by key: what buttons and menus offer, and which form each opens."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from PySide6.QtWidgets import QDialog, QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries import lookups
from coachdesk.queries.standards import StandardDetail, VersionDetail
from coachdesk.services import standards
from coachdesk.services.library import starter_standards
from coachdesk.store.desk import load_settings
from ui.context import Context, Place
from ui.jobs import Announcement
from ui.pages.standards import forms
from ui.pages.standards.starters import StarterDialog

LOOKING = frozenset({"print", "compare", "export"})
"""What changes nothing in the desk."""


def _roles(conn: sa.Connection) -> tuple[tuple[lookups.Option, ...], int]:
    """The roles, and after how many months the agency usually verifies again."""
    return lookups.places(conn, "role"), load_settings(conn).recheck_months


def add_starters(context: Context, owner: QWidget) -> None:
    """Offer the standards of the starter library that are not in the desk yet."""

    def show(taken: frozenset[str]) -> None:
        offered = [one for one in starter_standards() if one.code not in taken]
        there = [one.code for one in starter_standards() if one.code in taken]
        if offered:
            StarterDialog(context, offered, there, owner).open()
        else:
            told = translate("Standards", "Every standard of the starter library is here already.")
            context.operations.announced.emit(Announcement(told, (), undo=False))

    context.operations.read(lookups.standard_codes, done=show, owner=owner)


def write_new(context: Context, owner: QWidget) -> None:
    """Begin a standard and go to it."""

    def go(changes: Changes[int]) -> None:
        (standard_id,) = changes.touched["standard"]
        context.navigate(Place("standards", standard_id))

    forms.new_standard(context, owner, go).open()


def bring_in(context: Context, owner: QWidget) -> None:
    """Bring in a standard that another agency saved as a file."""
    from ui.pages.standards import exchange  # brings Qt's PDF module, which most visits do not need

    exchange.bring_in(context, owner)


def print_version(context: Context, version: VersionDetail, owner: QWidget) -> None:
    """Show the version as it is printed."""
    from ui.pages.standards.printed import PrintedStandard  # brings Qt's PDF module, which most visits do not need

    PrintedStandard(context, version, owner).open()


class StandardMoves:
    """Does what is asked of the standard shown; `standard` and `version` are set by its page."""

    def __init__(self, context: Context, owner: QWidget, show_version: Callable[[int], object]) -> None:
        self.context = context
        self.owner = owner
        self.show_version = show_version
        self.standard: StandardDetail | None = None
        self.version: VersionDetail | None = None

    def offered(self) -> list[tuple[str, str]]:
        """What the "More" menu lists as (text, key), "" for a line."""
        standard, version = self.standard, self.version
        if standard is None or version is None:
            return []
        items = [(translate("Standards", "Prompt card and one page, as printed…"), "print")]
        if len(standard.versions) > 1:
            items.append((translate("Standards", "What changed between versions…"), "compare"))
        items.append((translate("Standards", "Save for another agency…"), "export"))
        if self.context.read_only:
            return items
        items += [("", ""), (translate("Standards", "Roles that require it…"), "roles")]
        if standard.draft is None:
            items.append((translate("Standards", "Begin a new version"), "revise"))
        if version.status == "published":
            items.append((translate("Standards", "Retire this version…"), "retire"))
        if version.status == "draft":
            items.append((translate("Standards", "Delete this draft…"), "drop"))
        return items

    def may(self, key: str) -> bool:
        """Whether `key` can be done with what is shown."""
        version, standard = self.version, self.standard
        if version is None or standard is None:
            return False
        if key in LOOKING:
            return key != "compare" or len(standard.versions) > 1
        if self.context.read_only:
            return False
        return {
            "edit": version.status == "draft",
            "publish": version.status == "draft",
            "drop": version.status == "draft",
            "retire": version.status == "published",
            "revise": standard.draft is None,
        }.get(key, True)

    def do(self, key: str) -> None:
        """Do it, or open the form that asks what is needed."""
        standard, version = self.standard, self.version
        if standard is None or version is None or not self.may(key):
            return
        if key == "edit":
            self._open(forms.edit_draft(self.context, version, self.owner))
        elif key == "publish":
            self._open(forms.publish(self.context, standard, version, self.owner))
        elif key == "print":
            print_version(self.context, version, self.owner)
        elif key == "export":
            from ui.pages.standards.exchange import send_out

            send_out(self.context, version, self.owner)
        elif key == "compare":
            from ui.pages.standards.compare import CompareVersions

            self._open(CompareVersions(self.context, standard, version.id, self.owner))
        elif key == "roles":
            self.context.operations.read(
                _roles,
                done=lambda found: self._open(forms.roles(self.context, standard, found[0], self.owner, found[1])),
                owner=self.owner,
            )
        elif key == "revise":
            self.context.operations.run(self.owner, standards.new_draft, standard.id, done=self._begun)
        elif key == "retire":
            self._retire(standard, version)
        elif key == "drop":
            self._drop(standard, version)

    def _begun(self, changes: Changes[int]) -> None:
        self.show_version(changes.result)

    def _retire(self, standard: StandardDetail, version: VersionDetail) -> None:
        title = translate("Standards", "Retire {code} version {number}").format(
            code=standard.code, number=version.number
        )
        text = translate(
            "Standards",
            "No new cycle can use it, and nobody works by {code} until another version is published. "
            "Cycles that began under it go on. This cannot be undone.",
        ).format(code=standard.code)
        if self.context.ask.confirm(self.owner, title, text, translate("Standards", "Retire"), careful=True):
            self.context.operations.run(self.owner, standards.retire, version.id)

    def _drop(self, standard: StandardDetail, version: VersionDetail) -> None:
        title = translate("Standards", "Delete the draft of {code}").format(code=standard.code)
        text = translate("Standards", "Version {number} was never published; its wording goes.")
        if len(standard.versions) == 1:
            text = translate("Standards", "It is the only version, so the standard goes with it.")
        told = text.format(number=version.number)
        if self.context.ask.confirm(self.owner, title, told, translate("Standards", "Delete draft"), careful=True):
            self.context.operations.run(self.owner, standards.drop_draft, version.id)

    def _open(self, dialog: QDialog) -> None:
        dialog.open()
