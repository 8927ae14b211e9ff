"""The steps before there is a desk: the agency, where to keep it and how sealed, and who you are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import platformdirs
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from coachdesk.errors import Problem
from coachdesk.i18n import translate
from coachdesk.store import keys
from coachdesk.vocabulary import label as word
from ui.context import Ask
from ui.forms import Beside, Field, Form, Note
from ui.shell.first_start.step import Step
from ui.shell.states import STATES
from ui.widgets import button, label

LONGEST_NAME = 200  # bytes: room below the usual 255 for the names of backups and locks
SYNCED = ("onedrive", "dropbox", "icloud", "google drive", "googledrive", "nextcloud", "box sync")


def lines_of(text: str) -> tuple[str, ...]:
    """ "Housing\\nOutreach, Respite" -> ("Housing", "Outreach", "Respite"): once each, whatever their case."""
    found: dict[str, str] = {}
    for part in text.replace(",", "\n").splitlines():
        name = " ".join(part.split())
        if name:
            found.setdefault(name.casefold(), name)
    return tuple(found.values())


def file_name(agency: str) -> str:
    """A file name every system takes, from the agency's name."""
    kept = "".join(letter if letter.isalnum() or letter in " -_&'" else " " for letter in agency)
    return " ".join(kept.split())[:80].strip(" .") or "Desk"


class FormStep(Step):
    """A step that is a form."""

    form: Form

    def take_form(self, form: Form) -> None:
        """Show this form."""
        self.form = form
        form.submit_asked.connect(self.submit_asked)
        form.changed.connect(self.changed)
        self.column.addWidget(form)
        self.column.addStretch(1)

    def prepare(self) -> None:
        """The keyboard into the first empty field."""
        self.form.first_control().setFocus()

    def ready(self) -> bool:
        """The form's own check."""
        return self.form.check()

    def is_dirty(self) -> bool:
        """Whether anything was typed."""
        return self.form.is_dirty()


class AgencyStep(FormStep):
    """Name, state, programs."""

    def __init__(self) -> None:
        super().__init__()
        self.title = translate("FirstStart", "Your agency")
        self.intro = translate("FirstStart", "This name stands on everything CoachDesk prints.")
        self.take_form(
            Form(
                (
                    Field("name", translate("FirstStart", "Agency name"), required=True, maximum=200),
                    Field(
                        "state",
                        translate("FirstStart", "State"),
                        "choice",
                        choices=STATES,
                        help=translate("FirstStart", "Its holidays stop the clocks of due dates."),
                    ),
                    Field(
                        "programs",
                        translate("FirstStart", "Programs"),
                        "long_text",
                        lines=3,
                        privacy="off",  # a program may be called by its street
                        placeholder=translate("FirstStart", "Supportive housing\nStreet outreach"),
                        help=translate("FirstStart", "One on each line. You can add more later."),
                    ),
                )
            )
        )


class PlaceStep(FormStep):
    """The file, and the passphrase that seals it."""

    def __init__(self, ask: Ask, agency: Callable[[], str]) -> None:
        super().__init__()
        self._ask = ask
        self._agency = agency
        self._chosen = False
        self.title = translate("FirstStart", "Where to keep it")
        self.intro = translate(
            "FirstStart",
            "A desk is one file. Its backups stand in a folder beside it, each proven by restoring it once.",
        )
        caption = label(translate("FirstStart", "File"), role="field")
        self.path = QLineEdit()
        self.path.setAccessibleName(translate("FirstStart", "File"))
        caption.setBuddy(self.path)
        self.path.textEdited.connect(self._typed)
        self.path.textChanged.connect(self._look)
        browse = button(translate("FirstStart", "Choose…"), icon="folder-open", slot=self._browse)
        self.problem = label("", role="error")
        self.synced = label(
            translate(
                "FirstStart",
                "This folder is copied to the cloud by another program. That works as long as only one computer opens "
                "the desk at a time; a folder of your own or the office share is safer.",
            ),
            tone="attention",
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        box = QWidget()
        block = QVBoxLayout(box)
        block.setContentsMargins(0, 0, 0, 0)
        block.setSpacing(4)
        block.addWidget(caption)
        block.addLayout(row)
        block.addWidget(self.problem)
        block.addWidget(self.synced)
        self.problem.hide()
        self.synced.hide()
        self.column.addWidget(box)
        self.take_form(Form(_sealing()))

    def prepare(self) -> None:
        """Propose a file named after the agency until one was chosen."""
        if not self._chosen:
            folder = Path(platformdirs.user_documents_dir()) / "CoachDesk"
            self.path.setText(str(folder / f"{file_name(self._agency())}.desk"))
        super().prepare()

    def file(self) -> Path:
        """The file to make."""
        typed = Path(self.path.text().strip()).expanduser()
        return typed if typed.suffix else typed.with_name(typed.name + ".desk")

    def passphrase(self) -> str | None:
        """The passphrase; None when the desk is knowingly kept open."""
        values = self.form.values()
        return None if values["open"] else str(values["passphrase"])

    def ready(self) -> bool:
        """A free place to write, and a passphrase typed twice alike (or knowingly none)."""
        place = self._problem_of_place()
        self.problem.setText(place)
        self.problem.setVisible(bool(place))
        found = self.form.problems()
        values = self.form.values()
        if not values["open"] and not found:
            if len(values["passphrase"]) < keys.SHORTEST:
                text = translate("FirstStart", "Use at least {count} characters.").format(count=keys.SHORTEST)
                found.append(Problem("passphrase", text))
            elif values["passphrase"] != values["again"]:
                found.append(Problem("again", translate("FirstStart", "The two are not the same. Type it once more.")))
        self.form.show_problems(found, focus=not place)
        if place:
            self.path.setFocus()
        return not found and not place

    def _problem_of_place(self) -> str:
        text = self.path.text().strip()
        if not text or not Path(text).expanduser().is_absolute():
            return translate("FirstStart", "Choose a folder and a name.")
        path = self.file()
        if len(path.name.encode()) > LONGEST_NAME:
            return translate("FirstStart", "This name is too long for a file.")
        if path.exists():
            return translate("FirstStart", "There is a file of this name already. Choose another name.")
        above = next((folder for folder in path.parents if folder.exists()), None)
        if above is None or not above.is_dir():
            return translate("FirstStart", "This folder cannot be reached. Choose another one.")
        return ""

    def _typed(self) -> None:
        self._chosen = True

    def _look(self) -> None:
        place = self.path.text().casefold()
        self.synced.setVisible(any(name in place for name in SYNCED))
        self.problem.hide()
        self.changed.emit()

    def _browse(self) -> None:
        chosen = self._ask.save_file(
            self,
            translate("FirstStart", "Where to keep the desk"),
            self.file().name,
            translate("FirstStart", "Desks (*.desk)"),
        )
        if chosen is not None:
            self._chosen = True
            self.path.setText(str(chosen))


def _sealing() -> tuple[Field | Note | Beside, ...]:
    return (
        Field(
            "passphrase",
            translate("FirstStart", "Passphrase"),
            "secret",
            required=True,
            strength=True,
            help=translate("FirstStart", "It seals the desk and its backups. Several unrelated words are best."),
            when=lambda values: not values["open"],
        ),
        Field(
            "again",
            translate("FirstStart", "Passphrase once more"),
            "secret",
            required=True,
            when=lambda values: not values["open"],
        ),
        Note(
            translate(
                "FirstStart",
                "Nobody can open the desk without it, not even we. Write it down and keep it in a safe place, "
                "away from this computer.",
            ),
            when=lambda values: not values["open"],
        ),
        Field("open", translate("FirstStart", "Keep this desk without a passphrase"), "check"),
        Note(
            translate(
                "FirstStart",
                "Then anyone who gets hold of the file or a backup (a lost laptop, a shared folder, a stick) can read "
                "every record in it, and a damaged file may be noticed later than a sealed one.",
            ),
            "attention",
            when=lambda values: bool(values["open"]),
        ),
    )


class YouStep(FormStep):
    """The person at the window, and a coordinator if that is somebody else."""

    def __init__(self) -> None:
        super().__init__()
        self.title = translate("FirstStart", "You")
        self.intro = translate("FirstStart", "The history of the desk names who did what.")
        roles = tuple((code, word("profile_role", code)) for code in ("coordinator", "supervisor"))
        self.take_form(
            Form(
                (
                    Field("name", translate("FirstStart", "Your name"), required=True, maximum=120),
                    Field(
                        "role",
                        translate("FirstStart", "Your role"),
                        "choice",
                        required=True,
                        buttons=True,
                        choices=roles,
                        default="coordinator",
                        help=translate(
                            "FirstStart",
                            "The coordinator looks after standards, staff and settings; supervisors coach.",
                        ),
                    ),
                    Field(
                        "coordinator",
                        translate("FirstStart", "Who coordinates?"),
                        required=True,
                        maximum=120,
                        help=translate("FirstStart", "Every desk has at least one coordinator among its users."),
                        when=lambda values: values["role"] == "supervisor",
                    ),
                )
            )
        )

    def next_text(self) -> str:
        """This step makes the desk."""
        return translate("FirstStart", "Create desk")

    def ready(self) -> bool:
        """Two people need two names."""
        if not super().ready():
            return False
        values = self.form.values()
        same = " ".join(values["name"].casefold().split()) == " ".join(values["coordinator"].casefold().split())
        if same:
            text = translate(
                "FirstStart", "This is your own name. Choose the coordinator's role, or name somebody else."
            )
            self.form.show_problems([Problem("coordinator", text)])
        return not same
