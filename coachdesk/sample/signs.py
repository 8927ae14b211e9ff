"""Signals of the sample that opened no cycle: a year of decided ones, and those that wait and make drift proposals."""

from __future__ import annotations

from dataclasses import dataclass

from coachdesk.queries.drift import found_proposals
from coachdesk.sample.stage import Cast, Moments, Steps
from coachdesk.services import drift, signals
from coachdesk.store.desk import Desk, load_settings


@dataclass(frozen=True)
class Sign:
    """A signal. back: working days ago it occurred.  who: a person, a team, or "" where nobody knows.

    triage, reason: what was decided a working day later; "" where it waits.  late: recorded so many working days after.
    """

    back: int
    about: str  # "SH-01.1", "" where no standard is named
    source: str
    severity: str
    who: str
    code: str
    text: str
    triage: str = ""
    reason: str = ""
    partner: str = ""
    late: int = 0


FIX, ROUTE, NONE = "system_fix", "other_route", "no_action"

DECIDED = (
    Sign(271, "SH-01.1", "missed_visit", "moderate", "Rosa Gutiérrez", "P-104",
         "Noon visit missed: two sheets named two workers.", FIX, "One sheet per route from now on."),
    Sign(266, "HD-01.1", "documentation_audit", "minor", "Thanh Nguyễn", "P-118",
         "“Looked tired” without a time; the next entry is two days later.", NONE, "Talked through on the same day."),
    Sign(262, "RP-01.4", "documentation_audit", "minor", "Hannah Schwartz", "P-117",
         "Follow-up agreed with the tenant is not in the note.", NONE, "Added on the same day."),
    Sign(258, "SH-01.2", "missed_visit", "moderate", "Deshawn Carter", "P-137",
         "Evening visit missed after a shift swap that dispatch did not know of.", FIX,
         "Swaps go through dispatch only."),
    Sign(251, "IR-01.3", "documentation_audit", "minor", "Linh Trần", "P-108",
         "Report tells who was at fault before it tells what happened.", NONE, "Rewritten together."),
    Sign(245, "SH-01.1", "missed_visit", "moderate", "Jorge Ortiz", "P-129",
         "Breakfast visit missed; the worker was sent to the old address.", FIX, "Addresses come from one list now."),
    Sign(240, "WC-01.4", "documentation_audit", "minor", "Ebony Washington", "P-140",
         "Record of a check without the time.", NONE, "Time added from the route log."),
    Sign(229, "SH-01.2", "missed_visit", "moderate", "West team", "P-131",
         "Snow day: three visits not made, two of them not called off.", FIX,
         "A snow list says who is seen first and who calls."),
    Sign(226, "MB-01.4", "documentation_audit", "minor", "Jamal Edwards", "P-112",
         "Refused vitamin tablet is not in the note.", NONE, "Written in; the nurse line knew."),
    Sign(221, "HD-01.3", "observation", "minor", "Wei Li 李", "P-122",
         "Asked about pain, not about falls.", NONE, "Card gone through in the next team meeting."),
    Sign(214, "SH-01.1", "missed_visit", "moderate", "Priya Raman", "P-144",
         "First visit after the holiday missed; the plan still showed the day off.", FIX,
         "The plan of the first working day is read aloud at the last handover."),
    Sign(209, "RP-01.1", "partner_feedback", "minor", "Darnell Price", "P-124",
         "Housing staff heard a warning where a question would have done.", ROUTE,
         "Taken up in regular supervision.", "housing_staff"),
    Sign(203, "DS-01.3", "documentation_audit", "minor", "Michelle Kowalski", "P-160",
         "Three notes with the same sentence.", NONE, "Checked again a week later: each in its own words."),
    Sign(199, "SH-01.2", "missed_visit", "moderate", "Tyler Jensen", "P-131",
         "Car did not start; the call came after the visit should have begun.", FIX,
         "Spare key of the second car is at the office."),
    Sign(190, "HD-01.2", "late_escalation", "moderate", "Amara Diallo", "P-152",
         "Rash seen on Friday, nurse line called on Monday.", ROUTE,
         "The care coordinator changed the weekend number; both sides have it now."),
    Sign(186, "IR-01.1", "near_miss", "minor", "Andre Baptiste", "P-117",
         "Candle left burning, found by the evening shift; told at the handover.", NONE,
         "Told in time; noted for the safety round."),
    Sign(181, "SH-01.1", "missed_visit", "moderate", "Deshawn Carter", "P-138",
         "Visit moved by the family; the new time reached only one of two workers.", NONE,
         "First time with this family; they call the office now."),
    Sign(174, "MB-01.2", "near_miss", "moderate", "Ruth Goldberg", "P-115",
         "Label of last month's bottle read; noticed before anything was taken.", FIX,
         "Empty bottles go back to the pharmacy on Mondays."),
    Sign(169, "RP-01.2", "complaint", "minor", "Grace Adeyemi", "P-103",
         "Laundry hours set without asking the tenants.", ROUTE, "House meeting chose the hours."),
    Sign(160, "SH-01.2", "missed_visit", "moderate", "North team", "P-129",
         "Two sick calls on one morning, one visit not covered.", FIX, "A third backup is named on Mondays."),
    Sign(153, "DS-01.2", "documentation_audit", "minor", "Kayla Brooks", "P-161",
         "Note names the step, not the goal.", NONE, "Goal added; the others of the week have it."),
    Sign(147, "WC-01.3", "late_escalation", "moderate", "Carlos Peña", "P-147",
         "No answer at the door; supervisor told after three hours.", ROUTE, "Talked through with the whole team."),
    Sign(141, "SH-01.1", "missed_visit", "moderate", "Ebony Washington", "P-144",
         "Visit after the hospital stay missed; discharge came a day early.", NONE,
         "The hospital had not told anybody."),
    Sign(133, "HD-01.1", "documentation_audit", "minor", "Dana Whitfield", "P-101",
         "Entry without a time; cannot tell how long it went on.", NONE, "Talked through on the same day."),
    Sign(126, "RP-01.4", "documentation_audit", "minor", "Linh Trần", "P-151",
         "Consent to the repair noted a day later.", NONE, "The tenant confirmed it."),
    Sign(119, "SH-01.2", "missed_visit", "moderate", "Aisha Mohamed", "P-137",
         "Backup was named, and was on vacation.", FIX, "The vacation list hangs beside the plan."),
    Sign(108, "IR-01.4", "documentation_audit", "minor", "Stefan Müller", "P-133",
         "Report names nothing that would make it less likely.", NONE, "Added: mat at the back door."),
    Sign(101, "HD-01.3", "near_miss", "minor", "Michelle Kowalski", "P-163",
         "Left after two minutes; unsteady gait was found by the next worker.", ROUTE,
         "Taken up in regular supervision."),
    Sign(92, "SH-01.1", "missed_visit", "moderate", "Rosa Gutiérrez", "P-127",
         "Bridge closed; dispatch knew, the worker on the road did not.", FIX,
         "Road news goes out as a call, not as a message."),
    Sign(84, "DS-01.1", "documentation_audit", "minor", "Łukasz Zieliński", "P-158",
         "Note of Saturday written on Monday.", NONE, "The tablet had no signal; it works offline now."),
    Sign(76, "MB-01.3", "late_escalation", "moderate", "Andre Baptiste", "P-112",
         "Refused dose told at the end of the shift.", ROUTE, "The nurse line explained why an hour matters."),
    Sign(70, "RP-01.2", "observation", "minor", "Sofia Romano", "P-124",
         "One option offered where two were possible.", NONE, "First week in the house; seen again a week later."),
    Sign(39, "WC-01.2", "documentation_audit", "minor", "Isaac Feldman", "P-147",
         "Four of five points; next contact missing.", NONE, "Was agreed by phone an hour later."),
    Sign(33, "IR-01.2", "incident", "minor", "Wei Li 李", "P-129",
         "Broken plate, report after two days.", NONE, "The form was down; the call was made at once."),
    Sign(236, "RP-01.2", "observation", "minor", "Yolanda Simmons", "P-108",
         "Meal time moved for the whole house; two tenants were not asked.", NONE, "Asked on the next day."),
    Sign(217, "DS-01.2", "documentation_audit", "minor", "Brian O'Connell", "P-161",
         "Note of the walk without the goal it served.", NONE, "Goal added."),
    Sign(206, "WC-01.4", "documentation_audit", "minor", "Aisha Mohamed", "P-147",
         "Place of the check is missing.", NONE, "Added from the route log."),
    Sign(193, "DS-01.3", "documentation_audit", "minor", "Jorge Ortiz", "P-160",
         "“Cooperative” is all that is said of two hours.", NONE, "Rewritten in the participant's own words."),
    Sign(178, "SH-01.4", "documentation_audit", "minor", "Megan Doyle", "P-138",
         "Second contact attempt without a time.", NONE, "Time found in the phone log."),
    Sign(171, "DS-01.1", "documentation_audit", "minor", "Amara Diallo", "P-118",
         "Note of the evening visit written at noon.", NONE, "Was at a training that morning."),
    Sign(166, "HD-01.1", "documentation_audit", "minor", "Jorge Ortiz", "P-122",
         "“A bit pale” in the margin, nothing in the note.", NONE, "Written in, with the time."),
    Sign(156, "RP-01.1", "observation", "minor", "Olena Kovalenko", "P-103",
         "Door opened with the words “it's time”.", ROUTE, "Taken up in regular supervision."),
    Sign(150, "IR-01.3", "documentation_audit", "minor", "Priya Raman", "P-137",
         "Report guesses why the participant fell.", NONE, "Guess taken out, what was seen put in."),
    Sign(144, "DS-01.2", "documentation_audit", "minor", "Deshawn Carter", "P-144",
         "Three steps, no goal.", NONE, "Goal added; talked through on the road."),
    Sign(136, "MB-01.4", "documentation_audit", "minor", "Linh Trần", "P-109",
         "Who was told of the refused dose is not in the note.", NONE, "Nurse line confirmed the call."),
    Sign(130, "SH-01.3", "near_miss", "minor", "Carlos Peña", "P-127",
         "Flat tire told after 40 minutes; a colleague was near.", NONE, "The number to call is on the key ring."),
    Sign(122, "DS-01.3", "documentation_audit", "minor", "Kayla Brooks", "P-101",
         "Response of the participant copied from the week before.", NONE, "Checked again a week later."),
    Sign(115, "WC-01.4", "documentation_audit", "minor", "Rosa Gutiérrez", "P-140",
         "What was agreed is missing.", NONE, "Added on the same day."),
    Sign(104, "RP-01.4", "documentation_audit", "minor", "Hannah Schwartz", "P-151",
         "Preference noted, follow-up not.", NONE, "Added on the same day."),
    Sign(98, "HD-01.1", "documentation_audit", "minor", "Fatima Haddad", "P-152",
         "“Slept badly” without since when.", NONE, "Asked and added."),
    Sign(95, "DS-01.1", "documentation_audit", "minor", "Stefan Müller", "P-133",
         "Note on the day after, from the bus.", NONE, "On time since."),
    Sign(89, "IR-01.4", "near_miss", "minor", "Ruth Goldberg", "P-117",
         "Wet floor; nothing named that would make it less likely.", FIX, "The mat from the store was moved."),
    Sign(81, "WC-01.4", "documentation_audit", "minor", "Tyler Jensen", "P-147",
         "Time of the check rounded to the hour.", NONE, "The log has the minute."),
    Sign(73, "SH-01.4", "documentation_audit", "minor", "Ebony Washington", "P-131",
         "Who answered the phone is not written.", NONE, "Added from memory the same evening."),
    Sign(63, "RP-01.2", "complaint", "minor", "Andre Baptiste", "P-103",
         "Tenant would have liked another day for the repair.", ROUTE, "The landlord offers two days now."),
    Sign(59, "DS-01.2", "documentation_audit", "minor", "Luke Zieliński", "P-158",
         "Goal of last year's plan named.", NONE, "Plan of this year is in the folder now."),
    Sign(48, "SH-01.3", "near_miss", "minor", "Megan Doyle", "P-127",
         "Late bus told after 45 minutes; the visit was still made.", FIX,
         "Dispatch gets a message from the bus line."),
)  # fmt: skip

WAITING = (
    Sign(40, "DS-01.1", "documentation_audit", "minor", "Noah Bergström", "P-133", "Two notes written the day after."),
    Sign(37, "DS-01.1", "documentation_audit", "minor", "Noah Bergström", "P-119", "Note of Thursday dated Friday."),
    Sign(34, "DS-01.1", "documentation_audit", "minor", "Noah Bergström", "P-133",
         "Evening note written at noon of the next day."),
    Sign(18, "HD-01.2", "partner_feedback", "moderate", "Fatima Haddad", "P-155",
         "Care coordinator asked why the cough of last week was not called in.", NONE,
         "It was called in; the coordinator had the old number.", "care_coordinator"),
    Sign(17, "IR-01.2", "incident", "minor", "Brian O'Connell", "P-122",
         "Slipped on wet leaves, no injury; report after three days.", late=4),
    Sign(9, "IR-01.2", "incident", "moderate", "Brian O'Connell", "P-129",
         "Cut at the kitchen knife, cleaned at once; report after two days."),
    Sign(6, "HD-01.2", "partner_feedback", "moderate", "Wei Li 李", "P-118",
         "Care coordinator heard of the swollen ankle from the family first.", partner="care_coordinator"),
    Sign(4, "HD-01.3", "documentation_audit", "minor", "Amara Diallo", "P-122",
         "“Says he is fine”; not asked about intake or falls."),
    Sign(3, "IR-01.2", "near_miss", "minor", "Brian O'Connell", "P-122",
         "Loose cable at the stairs; told at once, written after four days."),
    Sign(2, "", "complaint", "minor", "", "", "A neighbor says the van blocks the drive on Tuesday mornings."),
    Sign(1, "MB-01.3", "incident", "major", "Yolanda Simmons", "P-115",
         "Evening tablet taken twice; reported the next morning. The nurse was called, no harm was found."),
)  # fmt: skip

ASIDE = ("DS-01.1", "Noah Bergström", 31)
"""What was set aside, and how many working days ago."""
WHY_ASIDE = "One person covered two routes that month. The notes have been on time since the third worker came."


def tell_signs(desk: Desk, clock: Moments, cast: Cast) -> Steps:
    """Note them all on their days; decide about most of them on the next."""
    every = (*DECIDED, *WAITING)
    days = [(one.back - one.late, "note", place) for place, one in enumerate(every)]
    days += [(one.back - one.late - 1, "decide", place) for place, one in enumerate(every) if one.triage]
    days.append((ASIDE[2], "set aside", 0))
    noted: dict[int, int] = {}
    for back, what, place in sorted(days, key=lambda item: (-item[0], item[1], item[2])):
        if what == "set aside":
            yield from _set_aside(desk, clock, cast)
            continue
        yield clock.at(back, 9 if what == "decide" else 12 + place % 5, 7 * place % 60)
        one = every[place]
        if what == "note":
            noted[place] = _log(desk, clock, cast, one)
        else:
            signals.triage_signal(desk, cast.actor(""), noted[place], one.triage, one.reason)


def _log(desk: Desk, clock: Moments, cast: Cast, one: Sign) -> int:
    standard, _, criterion = one.about.partition(".")
    day = clock.day(one.back)
    values = {
        "source": one.source,
        "partner_kind": one.partner,
        "occurred_on": day,
        "noticed_on": day,
        "staff_id": cast.staff.get(one.who),
        "team_id": cast.teams.get(one.who),
        "standard_id": cast.standards.get(standard),
        "criterion_code": criterion,
        "severity": one.severity,
        "participant_code": one.code,
        "what_happened": one.text,
    }
    return signals.log_signal(desk, cast.actor("Renee Okafor" if one.back % 2 else ""), values).result


def _set_aside(desk: Desk, clock: Moments, cast: Cast) -> Steps:
    """A proposal is set aside for a reason, and what it stood on is decided, but for its newest signal."""
    about, who, back = ASIDE
    yield clock.at(back, 10)
    standard, _, criterion = about.partition(".")
    with desk.read() as conn:
        found = found_proposals(conn, clock().date(), load_settings(conn))
    key = f"a:{cast.standards[standard]}:{criterion}:staff:{cast.staff[who]}"
    one = next(one for one in found if one.key == key)
    drift.dismiss(desk, cast.actor(""), one.key, WHY_ASIDE, one.signal_ids)
    yield clock.at(back, 10, 20)
    signals.triage_signals(desk, cast.actor(""), one.signal_ids[:-1], NONE, WHY_ASIDE)
