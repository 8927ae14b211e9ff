"""Privacy as it is typed (R22): which fields are watched, what they are warned about, and that nobody is held up."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from coachdesk.changes import Changes
from coachdesk.rules.privacy import Roster
from tests.ui.forms.conftest import PEOPLE, Drawer, MakeDialog, MakeForm, write
from tests.ui.support import make_operations
from ui.forms import Field, Form, Option

ROSTER = Roster([("Dana", "Whitfield", ""), ("Thanh", "Nguyễn", "Tim"), ("Maria", "Garcia", "")])
SAID = "Maria Garcia rang from 555-234-5678."


def warning(form: Form, key: str) -> str:
    """What is said under a field now."""
    form.blocks[key].lint()
    return form.blocks[key].warning()


def typed(form: Form, text: str = SAID) -> dict[str, str]:
    """What each field of a form says to this text."""
    for block in form.blocks.values():
        block.editor.set_value(text)
    return {key: warning(form, key) for key in form.blocks}


def test_r22_long_texts_are_watched_by_themselves_and_single_lines_where_they_say_so(make_form: MakeForm) -> None:
    form = make_form(
        Field("seen", "What was seen", "long_text"),
        Field("programs", "Programs", "long_text", privacy="off"),
        Field("frame", "Frame", "long_text", lint=lambda text: ["own words"]),
        Field("email", "E-mail"),
        Field("title", "Title", privacy="text"),
        Field("what", "What happened", "long_text", privacy="nameless"),
        Field("code", "Participant", privacy="code"),
    )
    form.know_roster(ROSTER)
    told = typed(form)
    phone = "Phone number: “555-234-5678”"
    assert {key for key, text in told.items() if phone in text} == {"seen", "title", "what"}
    assert {key for key, text in told.items() if "“Maria Garcia” looks like a name" in text} == {
        "seen",
        "title",
        "what",
    }
    assert "Staff belong in a field of their own" in told["what"]
    assert (told["programs"], told["email"], told["frame"]) == ("", "", "own words")
    assert "A reference code looks like P-114" in told["code"]


def test_r22_a_warning_holds_nobody_up_and_is_read_out(make_form: MakeForm, qtbot: Any) -> None:
    form = make_form(Field("seen", "What was seen", "long_text", required=True))
    write(form.blocks["seen"].editor.control(), "Call 555-234-5678")
    qtbot.waitUntil(lambda: "Phone number" in form.blocks["seen"].warning())
    assert "Phone number" in form.blocks["seen"].editor.control().accessibleDescription()
    assert form.check()
    assert form.values()["seen"] == "Call 555-234-5678"


def test_r22_whoever_is_chosen_in_the_form_or_known_to_it_may_be_named(qtbot: Any) -> None:
    parts = (
        Field("who", "Coachee", "pick", choices=PEOPLE),
        Field("steps", "Steps", "rows", fields=(Field("text", "What", privacy="text"),), minimum=1),
        Field("seen", "What was seen", "long_text"),
    )
    form = Form(parts, people=["Thanh Nguyễn"])
    qtbot.addWidget(form)
    form.know_roster(ROSTER)
    form.blocks["seen"].editor.set_value("Dana led, Tim and Thanh wrote, Maria came late.")
    first: Any = form.blocks["steps"].editor
    first.set_value([{"text": "Dana reads it"}])
    step = first.rows[0].form
    told = warning(form, "seen")
    assert [name for name in ("Dana", "Tim", "Thanh", "Maria") if f"“{name}”" in told] == ["Dana", "Maria"]
    assert "“Dana”" in warning(step, "text")
    form.blocks["who"].editor.set_value(1)  # Dana Whitfield
    qtbot.waitUntil(lambda: "“Dana”" not in form.blocks["seen"].warning())
    assert "“Maria”" in form.blocks["seen"].warning()
    assert warning(step, "text") == "", "a row knows whom the whole form is about"


class _Desk:
    """A desk that knows nothing but how often it was read."""

    writable = True
    path = Path("Harbor.desk")
    uid = "paper"
    warnings: tuple[str, ...] = ()


@pytest.mark.parametrize(("watched", "reads"), [("text", 1), ("off", 0)])
def test_r22_the_roster_is_read_once_and_only_where_a_text_is_watched(
    make_dialog: MakeDialog, drawer: Drawer, watched: Any, reads: int
) -> None:
    operations, _ = make_operations(_Desk())
    asked: list[Any] = []

    def read(query: Any, *, done: Any, owner: Any) -> None:
        asked.append(query)
        done(ROSTER)

    operations.read = read  # type: ignore[method-assign]  # reads nothing, answers at once
    dialog = make_dialog(
        Field("one", "One", privacy=watched), Field("two", "Two", privacy=watched), drafts=drawer, draft_key="x"
    )
    dialog.form.blocks["one"].editor.set_value("Maria came")
    dialog.save_with(operations, lambda _desk, _actor, **_values: Changes(0, "", {}, None), lambda values: values)
    assert len(asked) == reads
    assert ("“Maria”" in warning(dialog.form, "one")) is bool(reads)


PRACTICE = ("actions", "audits", "competence", "cycles", "signals")


def _silent_fields(path: Path) -> list[str]:
    """The single lines of text in a module that do not say whether they are watched."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Field"):
            continue
        kind = node.args[2].value if len(node.args) > 2 and isinstance(node.args[2], ast.Constant) else "text"
        if kind == "text" and not any(word.arg == "privacy" for word in node.keywords):
            found.append(f"{path.name}: {ast.unparse(node.args[0])}")
    return found


def test_r22_every_single_line_about_practice_says_whether_it_is_watched() -> None:
    """Long texts are watched by themselves; how a measure is called, and in which unit, names nobody."""
    pages = Path(__file__).parents[3] / "ui" / "pages"
    modules = [one for name in PRACTICE for one in (pages / name).rglob("*.py") if one.name != "measure_forms.py"]
    assert len(modules) > 50
    assert [found for one in modules for found in _silent_fields(one)] == []


def test_r22_a_silent_field_would_be_noticed(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text('Field("note", "Note")\nField("day", "Day", "date")\nField("a", "A", privacy="text")\n', "utf-8")
    assert _silent_fields(planted) == ["planted.py: 'note'"]


def test_r22_labels_with_both_names_the_other_way_round_are_the_same_person(qtbot: Any) -> None:
    form = Form(
        (Field("who", "Who", "picks", choices=[Option(1, "Whitfield, Dana")]), Field("seen", "Seen", "long_text"))
    )
    qtbot.addWidget(form)
    form.know_roster(ROSTER)
    form.blocks["who"].editor.set_value([1])
    form.blocks["seen"].editor.set_value("Dana Whitfield's visit")
    assert warning(form, "seen") == ""
