"""What a row of a signal list means in this desk: coded words, people, teams, standards, and no participant's name."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.importers.fields import fold
from coachdesk.importers.mapping import Mapping
from coachdesk.importers.roster_desk import number_key
from coachdesk.importers.rows import ReadRow
from coachdesk.importers.signal_desk import KnownStandard, SignalDesk
from coachdesk.importers.signal_fields import ALIASES, BY_KEY, CHOICES, FIELDS
from coachdesk.importers.supervisors import People
from coachdesk.rules.privacy import Roster, find, is_reference_code

_NOT_WORD = re.compile(r"[\W_]+")
_WHOLE = re.compile(r"(\d+)\.0+")


def plain_word(text: str) -> str:
    """For comparing coded words: "Near-miss", "near_miss" and "NEAR MISS" are one."""
    return _NOT_WORD.sub(" ", fold(text)).strip()


def _spellings(key: str) -> dict[str, str]:
    """Every way a coded value may be written -> its code."""
    choice = CHOICES[key]
    found = {plain_word(text): code for text, code in ALIASES[key].items()}
    for code in vocabulary.codes(choice):
        english = vocabulary.CHOICES[choice][code].label
        found |= {plain_word(text): code for text in (code, english, vocabulary.label(choice, code))}
    return found


class Judge:
    """Looks at rows already read; turns what cells say into a signal's values, or tells the row off."""

    def __init__(self, desk: SignalDesk, mapping: Mapping, today: date) -> None:
        self._columns = {column.field: column for column in mapping.columns if column.field}
        self._today = today
        self._coded = {key: _spellings(key) for key in CHOICES}
        self._teams = {fold(name): team_id for team_id, name in reversed(desk.teams)}
        self._names = Roster((one.first_name, one.last_name, one.preferred_name) for one in desk.people)
        self._people = People()
        for one in desk.people:
            self._people.add(one.number, one.first_name, one.last_name, one.preferred_name, one.email)
        self._by_number = {number_key(one.number): one for one in reversed(desk.people)}
        self._standards: dict[str, KnownStandard] = {}
        for standard in desk.standards:
            for text in (standard.code, standard.title, f"{standard.code} {standard.title}"):
                self._standards.setdefault(plain_word(text), standard)

    def look_at(self, row: ReadRow) -> None:
        """Judge one row; afterwards its values are a signal's."""
        self._need(row)
        self._days(row)
        for key in CHOICES:
            self._code(row, key)
        self._person(row)
        self._team(row)
        self._standard(row)
        self._privacy(row)

    def _tell(self, row: ReadRow, key: str, reason: str) -> None:
        row.trouble(self._columns.get(key), reason)

    def _need(self, row: ReadRow) -> None:
        for field in FIELDS:
            if field.required and row.values.get(field.key) is None:
                column = self._columns.get(field.key)
                if column is None or not any(trouble.column == column.name for trouble in row.troubles):
                    label = translate("SignalImport", BY_KEY[field.key].label)
                    self._tell(row, field.key, translate("Import", "is empty: {field} is needed").format(field=label))

    def _days(self, row: ReadRow) -> None:
        occurred, noticed = row.values.get("occurred_on"), row.values.get("noticed_on")
        for key, day in (("occurred_on", occurred), ("noticed_on", noticed)):
            if day is not None and day > self._today:
                self._tell(row, key, translate("SignalImport", "is in the future"))
        if occurred is not None and noticed is not None and noticed < occurred:
            self._tell(row, "noticed_on", translate("SignalImport", "is before the day it occurred"))

    def _code(self, row: ReadRow, key: str) -> None:
        text = row.values.get(key)
        if text is None:
            return
        code = self._coded[key].get(plain_word(text))
        row.values[key] = code
        if code is None:
            known = ", ".join(vocabulary.label(CHOICES[key], one) for one in vocabulary.codes(CHOICES[key]))
            self._tell(row, key, translate("SignalImport", "is none of: {known}").format(known=known))

    def _person(self, row: ReadRow) -> None:
        text = row.values.pop("staff", None)
        row.values["staff_id"] = None
        if text is None:
            return
        key, reason = self._people.find(text)
        if reason:
            nobody = translate("SignalImport", "is nobody on the staff; leave it empty when it is not known who")
            self._tell(row, "staff", reason if "," in reason else nobody)
            return
        person = self._by_number[key]
        row.values["staff_id"], row.values["who"] = person.id, person.name

    def _team(self, row: ReadRow) -> None:
        text = row.values.pop("team", None)
        row.values["team_id"] = None
        if text is None or row.values["staff_id"] is not None:
            return  # a person's team is the one of that day, whatever the list says today
        row.values["team_id"] = self._teams.get(fold(text))
        if row.values["team_id"] is None:
            self._tell(row, "team", translate("SignalImport", "is no team of this desk"))

    def _standard(self, row: ReadRow) -> None:
        text, criterion = row.values.pop("standard", None), row.values.pop("criterion", None)
        row.values["standard_id"], row.values["criterion_code"] = None, ""
        standard = self._standards.get(plain_word(text)) if text is not None else None
        if text is not None and standard is None:
            self._tell(row, "standard", translate("SignalImport", "is no practice standard of this desk"))
        if standard is not None:
            row.values["standard_id"] = standard.id
        if criterion is None:
            return
        if standard is None:
            if text is None:
                self._tell(row, "criterion", translate("SignalImport", "needs its practice standard beside it"))
            return
        row.values["criterion_code"] = _criterion(criterion, standard)
        if not row.values["criterion_code"]:
            codes = ", ".join(code for code, _ in standard.criteria)
            text = translate("SignalImport", "is no criterion of {standard}, which has {codes}")
            self._tell(row, "criterion", text.format(standard=standard.code, codes=codes))

    def _privacy(self, row: ReadRow) -> None:
        """R22: nothing that may give a participant away comes in; it is mended in the file."""
        code: str | None = row.values.get("participant_code")
        if code is not None and not is_reference_code(code):
            text = translate("SignalImport", "is no reference code such as P-114; no names, no record numbers (R22)")
            self._tell(row, "participant_code", text)
        row.values["participant_code"] = code or ""
        happened: str | None = row.values.get("what_happened")
        for one in find(happened, self._names) if happened else ():
            text = translate("SignalImport", "holds what may give a person away: {kind} “{text}” (R22)")
            self._tell(row, "what_happened", text.format(kind=one.words, text=one.text))


def _criterion(text: str, standard: KnownStandard) -> str:
    """The code of the criterion a cell means, by code ("2", "HD-01.2"), wording or both; "" for none."""
    whole = _WHOLE.fullmatch(text)
    wanted = fold(whole[1] if whole else text)
    ours: dict[str, Any] = {}
    for code, wording in standard.criteria:
        for spelling in (code, wording, f"{standard.code}.{code}", f"{standard.code} {code}", f"{code} · {wording}"):
            ours.setdefault(fold(spelling), code)
    return str(ours.get(wanted, ""))
