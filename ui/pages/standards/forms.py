"""The forms of a standard: write it, publish it, say which roles require it, bring in starters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.lookups import Option as Offered
from coachdesk.queries.standard_drafts import unsaved_version
from coachdesk.queries.standards import StandardDetail, VersionDetail
from coachdesk.services import standards
from coachdesk.services.standard_parts import CRITERION_FIELDS, MEASURE_FIELDS, PROMPT_FIELDS, VERSION_FIELDS
from ui.context import Context
from ui.forms import Beside, Field, FormDialog, FormSpec, Note, Section
from ui.forms.fields import Part
from ui.pages.standards import words

Values = dict[str, Any]
GRADES = ("ideal", "acceptable", "developmental", "unacceptable")


# Writing --------------------------------------------------------------------------------------------------------------


def _is_graded(values: Mapping[str, Any]) -> bool:
    return bool(values.get("graded"))


def _criterion_fields() -> tuple[Part, ...]:
    def grade(key: str, label: str) -> Field:
        return Field(key, label, "long_text", lines=2, when=_is_graded)

    return (
        Field("text", translate("Standards", "Wording"), "long_text", required=True, lines=2,
              placeholder=translate("Standards", "What somebody beside it could see or read")),
        Beside(
            (
                Field("kind", translate("Standards", "Kind"), "choice", choices="criterion_kind", required=True),
                Field("code", translate("Standards", "Code"), maximum=12,
                      placeholder=translate("Standards", "next number")),
            )
        ),
        Beside(
            (
                Field("threshold", translate("Standards", "Threshold"), "number", minimum=0),
                Field("unit", translate("Standards", "Unit"), placeholder=translate("Standards", "h")),
            )
        ),
        Field("critical", translate("Standards", "Critical: one miss is enough to act"), "check"),
        Field("graded", translate("Standards", "Say what ideal to unacceptable look like"), "check"),
        Beside(
            (
                grade("ideal", translate("Standards", "Ideal")),
                grade("acceptable", translate("Standards", "Acceptable")),
            )
        ),
        Beside(
            (
                grade("developmental", translate("Standards", "Developmental")),
                grade("unacceptable", translate("Standards", "Unacceptable")),
            )
        ),
    )  # fmt: skip


def _measure_fields() -> tuple[Part, ...]:
    return (
        Field("name", translate("Standards", "What is measured"), required=True,
              placeholder=translate("Standards", "Hours from first sign to escalation")),
        Beside(
            (
                Field("kind", translate("Standards", "Kind of measure"), "choice", choices="measure_kind",
                      required=True),
                Field("unit", translate("Standards", "Unit"), placeholder=translate("Standards", "h")),
            )
        ),
        Beside(
            (
                Field("direction", translate("Standards", "Better is"), "choice", choices="direction", required=True),
                Field("goal", translate("Standards", "Goal"), "number", minimum=0),
            )
        ),
    )  # fmt: skip


def _parts(with_code: bool) -> tuple[Part, ...]:
    code = Field("code", translate("Standards", "Code"), required=True, maximum=20,
                 placeholder=translate("Standards", "HD-01"))  # fmt: skip
    area = Field("area", translate("Standards", "Area"), placeholder=translate("Standards", "Health and welfare"))
    return (
        Field("title", translate("Standards", "Title"), required=True),
        Beside((code, area)) if with_code else area,
        Field("purpose", translate("Standards", "Purpose"), "long_text", lines=2,
              help=translate("Standards", "What is different for the participant when this is done well.")),
        Field("failure_prevented", translate("Standards", "Failure it prevents"), "long_text", lines=2),
        Section(
            translate("Standards", "What good practice looks like"),
            translate("Standards", "Each in words two observers would judge alike."),
        ),
        Field("criteria", translate("Standards", "Criteria"), "rows", fields=_criterion_fields(),
              row_name=translate("Standards", "Criterion")),
        Section(
            translate("Standards", "When to call"),
            translate("Standards", "What staff carry along: what you notice, from when, whom to call."),
        ),
        Field("prompts", translate("Standards", "Prompt card lines"), "rows",
              row_name=translate("Standards", "Line"),
              fields=(
                  Field("cue", translate("Standards", "You notice"), required=True),
                  Beside(
                      (
                          Field("threshold", translate("Standards", "From")),
                          Field("call", translate("Standards", "Call")),
                      )
                  ),
              )),
        Section(
            translate("Standards", "How it shows"),
            translate("Standards", "A few measures that can be repeated, and a made-up case to practice on."),
        ),
        Field("measures", translate("Standards", "Measures"), "rows", row_name=translate("Standards", "Measure"),
              fields=_measure_fields()),
        Field("scenario", translate("Standards", "Practice scenario"), "long_text", lines=3,
              help=translate("Standards", "Nobody real: staff write what they would do, and get feedback on it.")),
        Section(translate("Standards", "Evidence and sources")),
        Field("closing_evidence", translate("Standards", "Evidence that closes a cycle"), "long_text", lines=2),
        Field("source_policy", translate("Standards", "Source policy")),
        Field("crosswalk", translate("Standards", "Answers to"), "long_text", lines=2,
              help=translate("Standards", "Rules and competencies it answers to, one on each line.")),
    )  # fmt: skip


def _shown(version: VersionDetail) -> Values:
    """A version's values as the form shows them."""

    def criterion(one: Any) -> Values:
        row = {name: getattr(one, name) for name in CRITERION_FIELDS}
        row["threshold"] = None if one.threshold is None else float(one.threshold)
        row["graded"] = any(row[name] for name in GRADES)
        return row

    def measure(one: Any) -> Values:
        row = {name: getattr(one, name) for name in MEASURE_FIELDS}
        return {**row, "goal": None if one.goal is None else float(one.goal)}

    return {
        "code": version.code,
        "title": version.title,
        "area": version.area,
        **{name: getattr(version, name) for name in VERSION_FIELDS if name not in ("crosswalk", "effective_on")},
        "crosswalk": "\n".join(version.crosswalk),
        "criteria": [criterion(one) for one in version.criteria],
        "prompts": [{name: getattr(one, name) for name in PROMPT_FIELDS} for one in version.prompts],
        "measures": [measure(one) for one in version.measures],
    }


def as_typed(found: Mapping[str, Any], code: str = "", number: int = 1) -> VersionDetail:
    """What a form says now, as a draft to look at; rows nobody has typed into yet are left out."""
    written = _written(dict(found))
    head = {"code": found.get("code") or code, "title": written["title"], "area": written["area"]}
    return unsaved_version(
        head,
        written["version"],
        [row for row in written["criteria"] if row["text"]],
        [row for row in written["prompts"] if row["cue"]],
        [row for row in written["measures"] if row["name"]],
        number,
    )


def _written(found: Values) -> Values:
    """A form's values as the services take them."""
    crosswalk = [line.strip() for line in found["crosswalk"].splitlines() if line.strip()]
    texts = {name: found[name] for name in VERSION_FIELDS if name not in ("crosswalk", "effective_on")}
    return {
        "title": found["title"],
        "area": found["area"],
        "version": {**texts, "crosswalk": crosswalk},
        "criteria": [{name: row[name] for name in CRITERION_FIELDS} for row in found["criteria"]],
        "prompts": [{name: row[name] for name in PROMPT_FIELDS} for row in found["prompts"]],
        "measures": [{name: row[name] for name in MEASURE_FIELDS} for row in found["measures"]],
    }


def _beside_page(*arguments: Any) -> FormDialog:
    """The form with the printed page beside it."""
    from ui.pages.standards.beside import FormBesidePage  # brings Qt's PDF module, which most visits do not need

    return FormBesidePage(*arguments)


def new_standard(
    context: Context, parent: QWidget | None, done: Callable[[Changes[int]], object] | None = None
) -> FormDialog:
    """Begin a standard; it is a draft until it is published."""
    spec = FormSpec(
        translate("Standards", "New practice standard"),
        translate("Standards", "Save draft"),
        _parts(with_code=True),
        translate("Standards", "A code and a title are enough to begin; the draft waits until it is published."),
    )
    one_row: Values = {"criteria": [{}]}  # empty, ready to be typed into
    dialog = _beside_page(context, spec, "standard.new", as_typed, one_row, parent)
    dialog.save_with(
        context.operations,
        standards.create_standard,
        lambda found: {"code": found["code"], **_written(found)},
        done,
    )
    return dialog


def edit_draft(context: Context, version: VersionDetail, parent: QWidget | None) -> FormDialog:
    """Write a draft anew. The code stays once a version was published."""
    with_code = version.number == 1
    title = translate("Standards", "{code}: draft of version {number}")
    spec = FormSpec(
        title.format(code=version.code, number=version.number),
        translate("Standards", "Save draft"),
        _parts(with_code),
    )
    values = _shown(version)
    dialog = _beside_page(
        context,
        spec,
        f"standard.edit.{version.id}",
        lambda found: as_typed(found, version.code, version.number),
        values,
        parent,
    )

    def arguments(found: Values) -> Values:
        code = found["code"] if with_code else version.code
        return {"version_id": version.id, "code": code, **_written(found)}

    dialog.save_with(context.operations, standards.edit_draft, arguments)
    return dialog


# Publishing and roles -------------------------------------------------------------------------------------------------


def publish(context: Context, standard: StandardDetail, draft: VersionDetail, parent: QWidget | None) -> FormDialog:
    """Publish a draft, knowing that it never changes afterwards."""
    lines = [
        words.content_words(draft),
        translate("Standards", "Once published, version {number} never changes; a change is a new version.").format(
            number=draft.number
        ),
    ]
    if standard.current is not None:
        text = translate("Standards", "Version {number} is retired; cycles that began under it go on with it.")
        lines.append(text.format(number=standard.current.number))
    title = translate("Standards", "Publish {code} version {number}")
    spec = FormSpec(
        title.format(code=standard.code, number=draft.number),
        translate("Standards", "Publish"),
        (
            Field("effective_on", translate("Standards", "In force from"), "date", required=True, lean="past",
                  default=context.today(), maximum=context.today(),
                  help=translate("Standards", "Once published it is in force. Leave it a draft until its day comes.")),
        ),
        "\n".join(line for line in lines if line),
    )  # fmt: skip
    dialog = FormDialog(spec, None, "", context.today, None, parent)
    dialog.save_with(context.operations, standards.publish, lambda found: {"version_id": draft.id, **found})
    return dialog


def roles(
    context: Context,
    standard: StandardDetail,
    offered: Sequence[Offered],
    parent: QWidget | None,
    usual_months: int = 12,
) -> FormDialog:
    """Which roles must keep this standard verified, and after how many months again (R16)."""
    months = {one.role_id: one.months for one in standard.required_of}
    known = {one.id: one.label for one in offered}
    known.update({one.role_id: one.role for one in standard.required_of if one.role_id not in known})

    def ticked(role_id: int) -> Callable[[Mapping[str, Any]], bool]:
        return lambda values: bool(values.get(f"role_{role_id}"))

    parts: list[Part] = [
        Beside(
            (
                Field(f"role_{role_id}", name, "check"),
                Field(f"months_{role_id}", translate("Standards", "Verified again after (months)"), "int",
                      required=True, minimum=1, maximum=120, default=usual_months, when=ticked(role_id)),
            )
        )
        for role_id, name in known.items()
    ]  # fmt: skip
    if not parts:
        parts = [Note(translate("Standards", "There are no roles yet; they come with the roster."), "info")]
    spec = FormSpec(
        translate("Standards", "Roles that require {code}").format(code=standard.code),
        translate("Standards", "Save roles"),
        parts,
        translate("Standards", "Everybody in these roles is listed in the competence matrix until it is verified."),
    )
    values: Values = {f"role_{role_id}": True for role_id in months}
    values.update({f"months_{role_id}": count for role_id, count in months.items()})
    dialog = FormDialog(spec, context.drafts, f"standard.roles.{standard.id}", context.today, values, parent)

    def arguments(found: Values) -> Values:
        wanted = {role_id: found[f"months_{role_id}"] for role_id in known if found[f"role_{role_id}"]}
        return {"standard_id": standard.id, "months_by_role": wanted}

    dialog.save_with(context.operations, standards.require_of_roles, arguments)
    return dialog
