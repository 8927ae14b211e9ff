"""The project's own lints: what neither ruff nor mypy can know. Each takes one file and gives its complaints.

A lint has a reason, kept as its docstring; `complaints` runs them all over the tree.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("coachdesk", "exports", "ui", "resources")
MADE = {"out", "build", "dist", "__pycache__"}
OTHER_TEXTS = (".md", ".toml", ".txt", ".spec", ".json", ".svg", ".qss", ".html", "")
MOST_LINES = 400
CATALOGUE = "ui/languages.py"  # the one place where our translate meets Qt's
SENTENCE = "Long because"  # begins the sentence that excuses a long file, in its docstring
MARKERS = ("translate", "QT_TRANSLATE_NOOP")
LOOSE_END = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
SILENCED = re.compile(
    r"#\s*(noqa|type:\s*ignore|mypy:\s*ignore)"
    r"(?P<codes>(\[[\w, -]+\]|: ?[A-Z]+\d+(, ?[A-Z]+\d+)*)?)(?P<reason>.*)"
)
HOME = re.compile(r"(?<![\w.~])/ro" + r"ot/\w")  # the checkout's own folder is looked for in test_lints.py


@dataclass(frozen=True)
class Source:
    """One text file of the project: its path from the root, and its text."""

    path: str
    text: str

    @property
    def package(self) -> str:
        """The top-level folder the file is in."""
        return self.path.split("/")[0]

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Every call with the last part of the called name."""
        for node in ast.walk(ast.parse(self.text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                yield node.func.id if isinstance(node.func, ast.Name) else node.func.attr, node


def sources(root: Path, *suffixes: str) -> list[Source]:
    """All text files of the project with one of these suffixes, without what is installed or made."""
    found: list[Path] = []
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if name not in MADE and (name == ".ci" or not name.startswith(".")))
        found += [Path(folder, name) for name in sorted(names) if Path(name).suffix in suffixes]
    return [Source(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")) for path in found]


def short_enough(source: Source) -> Iterator[str]:
    """A file is read in one sitting: 400 lines, or a reason in its docstring."""
    lines = len(source.text.splitlines())
    if lines > MOST_LINES and SENTENCE not in (ast.get_docstring(ast.parse(source.text)) or ""):
        yield f"{source.path}: {lines} lines; split it by meaning, or say '{SENTENCE} ...' in its docstring"


def says_what_it_is_for(source: Source) -> Iterator[str]:
    """A newcomer finds a room by its first line."""
    docstring = ast.get_docstring(ast.parse(source.text)) or ""
    if len(docstring.split("\n")[0].split()) < 3:
        yield f"{source.path}: the first line must be a docstring that says what the module is for"


def translatable(source: Source) -> Iterator[str]:
    """lupdate reads the source: only literal texts can be found and matched at run time, values go in afterwards.

    `translate` may also take a text kept in data (a name, attribute or item marked with QT_TRANSLATE_NOOP elsewhere),
    but never one put together on the spot.
    """
    if source.package not in PACKAGES or source.path == CATALOGUE:
        return
    for name, call in source.calls():
        where = f"{source.path}:{call.lineno}"
        if name == "tr" or (name == "translate" and isinstance(call.func, ast.Attribute) and _is_qt(call.func)):
            yield f"{where}: use coachdesk.i18n.translate, the one way to translate"
        if name not in MARKERS or (isinstance(call.func, ast.Attribute) and name == "translate"):
            continue
        if len(call.args) != 2 or call.keywords or any(isinstance(part, ast.Starred) for part in call.args):
            yield f"{where}: {name} takes exactly a context and a text"
            continue
        context, text = call.args
        if not _is_literal(context):
            yield f"{where}: the context of {name} must be a literal"
        kept_in_data = isinstance(text, ast.Name | ast.Attribute | ast.Subscript) and name == "translate"
        if not (_is_literal(text) or kept_in_data):
            yield f"{where}: {name} got {ast.unparse(text)}; translate the literal, then .format(...) the result"


def _is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_qt(function: ast.Attribute) -> bool:
    return isinstance(function.value, ast.Name) and function.value.id in ("QCoreApplication", "QApplication")


def roles_are_lists(source: Source) -> Iterator[str]:
    """PySide6 turns a set of roles into an empty list, and views then redraw nothing, or everything."""
    for name, call in source.calls():
        of_signal = isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Attribute)
        if name == "emit" and of_signal and call.func.value.attr == "dataChanged" and len(call.args) > 2:
            roles = call.args[2]
            if isinstance(roles, ast.Set | ast.SetComp | ast.Tuple) or ast.unparse(roles).startswith(
                ("set(", "tuple(")
            ):
                yield f"{source.path}:{call.lineno}: the roles of dataChanged must be a list"


def finished(source: Source) -> Iterator[str]:
    """Nothing is left for later; what cannot be done now is an issue, not a comment."""
    for number, line in enumerate(source.text.splitlines(), 1):
        if LOOSE_END.search(line):
            yield f"{source.path}:{number}: a loose end"


def silenced_with_reason(source: Source) -> Iterator[str]:
    """A check is switched off for one named rule, with the reason beside it."""
    for number, line in enumerate(source.text.splitlines(), 1):
        found = SILENCED.search(line)
        if found and not (found["codes"] and sum(map(str.isalpha, found["reason"])) >= 6):
            yield f"{source.path}:{number}: name the rule that is switched off and say why: {found[0]}"


def resources_by_module(source: Source) -> Iterator[str]:
    """A package named by a string alone is invisible to the bundler, which then leaves it out."""
    for name, call in source.calls():
        if name == "files" and call.args and _is_literal(call.args[0]):
            yield f"{source.path}:{call.lineno}: import the package and pass the module to files()"


def no_machine(source: Source) -> Iterator[str]:
    """What is committed works on every computer and tells nothing about one."""
    for number, line in enumerate(source.text.splitlines(), 1):
        if HOME.search(line):
            yield f"{source.path}:{number}: a path of one computer: {line.strip()[:80]}"


PYTHON_LINTS: tuple[Callable[[Source], Iterator[str]], ...] = (
    short_enough,
    says_what_it_is_for,
    translatable,
    roles_are_lists,
    silenced_with_reason,
    resources_by_module,
)
TEXT_LINTS: tuple[Callable[[Source], Iterator[str]], ...] = (finished, no_machine)


def complaints(root: Path) -> list[str]:
    """Everything all lints find in the project under `root`."""
    code = sources(root, ".py")
    texts = code + sources(root, *OTHER_TEXTS)
    found = [complaint for lint in PYTHON_LINTS for source in code for complaint in lint(source)]
    return found + [complaint for lint in TEXT_LINTS for source in texts for complaint in lint(source)]
