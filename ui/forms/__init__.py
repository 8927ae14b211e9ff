"""Every form of the window: declared from fields, shown in a dialog or inside a page.

FORM = FormSpec(title, verb, parts=(Field("name", translate(...), required=True), Beside((..., ...)), ...))
dialog = FormDialog(FORM, drafts=context.drafts, draft_key="staff.new", today=context.today, parent=page)
dialog.save_with(context.operations, add_staff, lambda values: {"details": StaffDetails(**values)}, done=show)
dialog.open()
"""

from __future__ import annotations

from ui.forms.dialog import FormDialog
from ui.forms.fields import Beside, Field, Note, Option, Part, Section
from ui.forms.form import Form
from ui.forms.panel import FormPanel
from ui.forms.spec import FormSpec

__all__ = ["Beside", "Field", "Form", "FormDialog", "FormPanel", "FormSpec", "Note", "Option", "Part", "Section"]
