"""The Staff page: the roster with each person's own page, and beside it the competence matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from coachdesk.i18n import translate
from ui.pages.competence.part import FAMILIES as MATRIX_FAMILIES
from ui.pages.competence.part import MatrixPart
from ui.pages.parts import Part, PartedPage
from ui.pages.staff.people import FAMILIES, StaffList


class StaffPage(PartedPage):
    """Everybody who works here or did, as a roster and as the competence matrix."""

    key = "staff"
    families = FAMILIES | MATRIX_FAMILIES

    def make_parts(self) -> Sequence[Part]:
        return (
            Part("roster", translate("Staff", "Roster"), lambda: StaffList(self.context, self.stack)),
            Part("matrix", translate("Staff", "Competence"), lambda: MatrixPart(self.context, self.stack)),
        )

    @property
    def people(self) -> StaffList:
        """The roster, which also shows one person's own page."""
        return cast(StaffList, self.view("roster"))

    @property
    def matrix(self) -> MatrixPart:
        """The competence matrix."""
        return cast(MatrixPart, self.view("matrix"))
