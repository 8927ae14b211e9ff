"""Offers a standard's own measures in the forms of cycles and templates; one fills the success rule in (R5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.standard_changes import goal_words
from coachdesk.queries.standards import MeasureRow
from coachdesk.rules.standard_measures import asks_for_the_same, rule_from
from coachdesk.rules.success import SuccessRule, threshold_from, threshold_text
from ui.forms import Field, FormDialog, Note, Option
from ui.forms.fields import Part

Values = dict[str, Any]
When = Callable[[Mapping[str, Any]], bool]
KEY = "own_measure_"  # and what the measures belong to: a version's id, a standard's id
LINK = "rule_standard_measure_id"


def options_of(measures: Sequence[MeasureRow]) -> list[Option]:
    """The measures to choose from, each with its kind and goal."""
    return [
        Option(one.id, one.name, f"{vocabulary.label('measure_kind', one.kind)} · {goal_words(one)}")
        for one in measures
    ]


def own_fields(measures: Mapping[int, Sequence[MeasureRow]], shown: Callable[[int], When | None]) -> tuple[Part, ...]:
    """A field for the measures of each version (or standard), and what is said where the rule asks for something else.

    shown: when the field of this version shows.
    """
    parts: list[Part] = []
    for owner, rows in measures.items():
        key = f"{KEY}{owner}"
        parts.append(
            Field(
                key,
                translate("Cycles", "Measure of the standard"),
                "pick",
                choices=options_of(rows),
                placeholder=translate("Cycles", "None: a measure of this cycle’s own"),
                help=translate("Cycles", "Fills in what the standard asks for; everything can still be changed."),
                when=shown(owner),
            )
        )
        text = translate("Cycles", "The standard asks for {goal}.")
        parts += [
            Note(text.format(goal=goal_words(one)), "info", when=_asks_for_less(key, one))
            for one in rows
            if one.goal is not None
        ]
    return tuple(parts)


def _asks_for_less(key: str, own: MeasureRow) -> When:
    """Whether this measure is chosen and the rule, as far as it can be read, asks for something else."""

    def differs(values: Mapping[str, Any]) -> bool:
        if values.get(key) != own.id:
            return False
        kind, typed = values.get("rule_kind") or "proportion", (values.get("rule_threshold") or "").strip()
        try:
            threshold = threshold_from(typed, kind) if typed else None
        except (ValueError, ZeroDivisionError):
            return False  # still being typed
        unit = (values.get("rule_unit") or "").strip()
        rule = SuccessRule("", values.get("rule_direction") or "", threshold, None, kind, unit, own.id)
        return threshold is not None and not asks_for_the_same(rule, own)

    return differs


def filled(own: MeasureRow, smallest: int | None) -> Values:
    """What a measure fills in, as the form shows it."""
    rule = replace(rule_from(own), smallest=smallest)
    return {
        "rule_kind": rule.kind,
        "rule_measure": rule.measure,
        "rule_unit": rule.unit,
        "rule_direction": rule.direction,
        "rule_threshold": threshold_text(rule),
    }


def chosen_of(values: Mapping[str, Any]) -> int | None:
    """The measure that is chosen in a form's values."""
    return next((value for key, value in values.items() if key.startswith(KEY) and value is not None), None)


def with_link(values: Mapping[str, Any]) -> Values:
    """A form's values with the measure chosen as the rule's link, where the form asks for it."""
    if not any(key.startswith(KEY) for key in values):
        return dict(values)
    return {**{key: value for key, value in values.items() if not key.startswith(KEY)}, LINK: chosen_of(values)}


def follow(dialog: FormDialog, measures: Mapping[int, Sequence[MeasureRow]]) -> None:
    """Choosing a measure fills the rule in; choosing another kind of measure takes the link off."""
    blocks = dialog.form.blocks
    by_id = {one.id: one for rows in measures.values() for one in rows}
    seen: dict[str, int | None] = {"measure": chosen_of(dialog.form.values())}
    filling: list[int] = []  # while it is being filled in, nobody has chosen another kind

    def changed() -> None:
        values = dialog.form.values()
        now = chosen_of(values)
        if filling:
            return
        if now != seen["measure"]:
            seen["measure"] = now
            if now is not None:
                filling.append(now)
                for key, value in filled(by_id[now], values.get("rule_smallest_count")).items():
                    blocks[key].editor.set_value(value)
                filling.clear()
        elif now is not None and (values.get("rule_kind") or "proportion") != by_id[now].kind:
            for key, value in values.items():
                if key.startswith(KEY) and value is not None:
                    blocks[key].editor.set_value(None)

    if by_id:
        dialog.form.changed.connect(changed)
