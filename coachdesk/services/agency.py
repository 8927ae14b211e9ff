"""Use cases about the agency itself: its name and limits, its own holidays, the profiles who use the desk."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from coachdesk import settings as agency_settings
from coachdesk.errors import Problem, Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.records.agency import Agency, Holiday, Profile, SettingValue
from coachdesk.records.people import Staff
from coachdesk.rules.clocks import known_states
from coachdesk.services.checks import Problems, clean, name_of
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change


@use_case("agency.edit", QT_TRANSLATE_NOOP("Do", "Change the agency"))
def edit_agency(change: Change, *, name: str, state: str = "") -> None:
    """Set the agency's name and state (two letters, "" for federal holidays only)."""
    problems = Problems()
    problems.need("name", clean(name), translate("Agency", "The agency's name"))
    if state and state not in known_states():
        problems.add("state", translate("Agency", "Choose a US state or territory."))
    problems.refuse(translate("Agency", "The agency was not changed."))
    agency = change.get(Agency, 1)
    agency.name, agency.state = clean(name), state


@use_case("agency.coordinator", QT_TRANSLATE_NOOP("Do", "Name the accountable coordinator"))
def name_coordinator(change: Change, staff_id: int | None) -> None:
    """Name the staff member accountable for coaching (R11), or nobody."""
    if staff_id is not None:
        staff = change.get(Staff, staff_id)
        if staff.left_on is not None and staff.left_on < change.today:
            raise Refused(translate("Agency", "{name} has left the agency.").format(name=name_of(staff)))
    change.get(Agency, 1).coordinator_id = staff_id


@use_case("settings.change", QT_TRANSLATE_NOOP("Do", "Change a limit"))
def change_setting(change: Change, key: str, text: str) -> None:
    """Set a limit from what was typed; back at its default it is no longer stored. Refused when out of range."""
    try:
        declared = agency_settings.setting(key)
    except KeyError:
        words = translate("Agency", "There is no limit called {key}.").format(key=clean(key))
        raise Refused(words, [Problem("key", words)], kept=translate("Agency", "Nothing was changed.")) from None
    value = agency_settings.parse(key, text)
    stored = change.session.scalar(sa.select(SettingValue).where(SettingValue.key == key))
    if value == declared.default:
        if stored is not None:
            change.session.delete(stored)
    elif stored is None:
        change.add(SettingValue(key=key, value=agency_settings.to_text(value)))
    else:
        stored.value = agency_settings.to_text(value)
    change.label = translate("Do", "Change the limit “{label}”").format(label=translate("Settings", declared.label))


@use_case("holiday.add", QT_TRANSLATE_NOOP("Do", "Add a day of the agency's own"))
def add_holiday(change: Change, *, day: date, name: str, is_open: bool = False) -> int:
    """Close a day that is open for others, or open one that is a public holiday. Gives its id."""
    problems = Problems()
    problems.need("name", clean(name), translate("Agency", "A name for the day"))
    if change.session.scalar(sa.select(Holiday.id).where(Holiday.day == day)):
        problems.add("day", translate("Agency", "This day is listed already."))
    problems.refuse(translate("Agency", "The day was not added."))
    return change.add(Holiday(day=day, name=clean(name), is_open=is_open)).id


@use_case("holiday.remove", QT_TRANSLATE_NOOP("Do", "Remove a day of the agency's own"))
def remove_holiday(change: Change, holiday_id: int) -> None:
    """Take a day of the agency's own off the list."""
    change.session.delete(change.get(Holiday, holiday_id))


@use_case("profile.add", QT_TRANSLATE_NOOP("Do", "Add a person who uses the desk"))
def add_profile(change: Change, *, name: str, initials: str = "", role: str, staff_id: int | None = None) -> int:
    """Add a person who uses this desk. Names are unique, since the trail names them. Gives the profile's id."""
    name = clean(name)
    _check_profile(change, name, role, None)
    profile = Profile(name=name, initials=clean(initials) or _initials(name), role=role, staff_id=staff_id)
    change.label = translate("Do", "Add {name} to the people who use the desk").format(name=name)
    return change.add(profile).id


@use_case("profile.edit", QT_TRANSLATE_NOOP("Do", "Change a person who uses the desk"))
def edit_profile(
    change: Change,
    profile_id: int,
    *,
    name: str,
    initials: str = "",
    role: str,
    staff_id: int | None = None,
    active: bool = True,
) -> None:
    """Change a profile. One active coordinator must remain, or nobody could change the settings."""
    profile = change.get(Profile, profile_id)
    name = clean(name)
    _check_profile(change, name, role, profile_id)
    profile.name, profile.initials, profile.role = name, clean(initials) or _initials(name), role
    profile.staff_id, profile.active = staff_id, active
    change.session.flush()
    left = change.session.scalar(
        sa.select(sa.func.count()).where(Profile.role == "coordinator", Profile.active.is_(True))
    )
    if not left:
        raise Refused(
            translate("Agency", "The desk needs at least one active coordinator."),
            kept=translate("Agency", "Nothing was changed."),
            to_do=translate("Agency", "Make another person coordinator first."),
        )


def _check_profile(change: Change, name: str, role: str, own_id: int | None) -> None:
    problems = Problems()
    problems.need("name", name, translate("Agency", "The person's name"))
    problems.one_of("role", role, "profile_role")
    other = change.session.scalar(sa.select(Profile.id).where(Profile.name == name))
    if other is not None and other != own_id:
        problems.add("name", translate("Agency", "Somebody of this name uses the desk already; add an initial."))
    problems.refuse(translate("Agency", "The person was not saved."))


def _initials(name: str) -> str:
    return "".join(part[0] for part in name.split() if part)[:3].upper()
