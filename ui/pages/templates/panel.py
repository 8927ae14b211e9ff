"""The panel beside the list of templates: what one is for, what it fills in, and its steps phase by phase."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.templates import TemplateDetail
from coachdesk.rules.clocks import PHASES
from coachdesk.rules.wording import names
from ui import theme
from ui.context import Context
from ui.pages.record_panel import RecordPanel
from ui.pages.templates.words import needs_words, rule_of, step_words
from ui.widgets import Card, FlowLayout, KeyValues, Pill, button, label

Act = Callable[[str, TemplateDetail], None]


class TemplatePanel(RecordPanel):
    """Shows one template; `act(key, template)` does what its buttons say: use, edit, copy, retire, bring_back."""

    def __init__(self, context: Context, act: Act) -> None:
        super().__init__(context, translate("Templates", "Choose a template to see what it plans."))
        self._act = act
        self.shown: TemplateDetail | None = None

    def show_template(self, template: TemplateDetail | None) -> None:
        """Show this one, or the hint."""
        self.shown = template
        if template is None:
            self._say(self.hint)
            return
        card = Card()
        card.add_text(template.code, "muted")
        card.add_text(template.title, "section")
        words, tone = (ask("template_origin", template.origin) for ask in (vocabulary.label, vocabulary.tone))
        card.add(Pill(words, tone, card))
        if template.why_not:
            card.add_text(template.why_not, "small")
        if template.purpose:
            card.add_text(template.purpose, "muted")
        actions = QWidget()
        across = FlowLayout(actions, gap=theme.px("gap"), line_gap=theme.px("gap"))
        for one in self._buttons(template):
            across.addWidget(one)
        card.add(actions)
        facts = KeyValues()
        rule = rule_of(template)
        facts.set_rows(
            [
                (translate("Templates", "Standard"), template.standard),
                (translate("Templates", "Target criteria"), names(template.criterion_codes) or "—"),
                (translate("Templates", "Likely cause"), vocabulary.label("cause", template.cause) or "—"),
                (translate("Templates", "Success rule"), rule.words() or "—"),
                (translate("Templates", "Evidence wanted"), template.evidence_wanted or "—"),
            ]
        )
        card.add(facts)
        if template.missing_codes:
            text = translate("Templates", "The published version has no criterion {codes}; choose others.")
            card.add_text(text.format(codes=names(template.missing_codes)), "small")
        for phase in PHASES:
            steps = [step for step in template.steps if step.phase == phase]
            if steps:
                card.add(label(vocabulary.label("cycle_phase", phase), "strong"))
            for step in steps:
                card.add_text(step.text)
                how = step_words(step)
                if step.needs:
                    how += "\n" + translate("Templates", "Must show: {needs}").format(needs=needs_words(step.needs))
                card.add_text(how, "small")
                if step.guidance:
                    card.add_text(step.guidance, "muted")
        card.body.addStretch(1)
        self._replace(card)

    def _buttons(self, template: TemplateDetail) -> list[QWidget]:
        if self.context.read_only:
            return []

        def make(key: str, text: str, role: str = "") -> QWidget:
            return button(text, role, slot=lambda: self._act(key, template))

        found: list[QWidget] = []
        if template.usable:
            found.append(make("use", translate("Templates", "Open a cycle from it"), "primary"))
        if template.own and template.active:
            found.append(make("edit", translate("Templates", "Edit…")))
        if template.standard_id is not None:
            text = translate("Templates", "Copy…") if template.own else translate("Templates", "Make it our own…")
            found.append(make("copy", text))
        if template.own:
            key, text = ("retire", translate("Templates", "Retire")) if template.active else (
                "bring_back", translate("Templates", "Use again"))  # fmt: skip
            found.append(make(key, text))
        return found
