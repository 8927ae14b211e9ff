"""R22: what may give a participant away is pointed out; reference codes, dates and figures are left in peace."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.rules import privacy

ROSTER = privacy.Roster(
    [
        ("Dana", "Whitfield", ""),
        ("Thanh", "Nguyễn", "Tim"),
        ("Will", "Young", ""),
        ("Luis", "Marín", ""),
        ("Mary Ann", "O’Brien-Smith", ""),
        ("Li", "李", ""),
        ("", "", ""),
    ]
)

POSITIVE = [
    ("birth_date", "DOB 3/14/1948", "3/14/1948"),
    ("birth_date", "dob: 03-14-48, lives alone", "03-14-48"),
    ("birth_date", "D.O.B. 1948-03-14", "1948-03-14"),
    ("birth_date", "date of birth is March 14, 1948", "March 14, 1948"),
    ("birth_date", "She was born on 14 March 2004.", "14 March 2004"),
    ("birth_date", "birthday: May 3rd", "May 3rd"),
    ("birth_date", "born 1951", "1951"),
    ("birth_date", "Ms. R (03/14/1948) was unwell", "03/14/1948"),
    ("birth_date", "Birthdate Sept. 9, 1962", "Sept. 9, 1962"),
    ("phone", "her sister at (555) 234-5678", "(555) 234-5678"),
    ("phone", "reach him on 555-234-5678 ext. 12", "555-234-5678 ext. 12"),
    ("phone", "+1 515.555.0100", "+1 515.555.0100"),
    ("phone", "1.515.555.0100", "1.515.555.0100"),
    ("phone", "cell 555-0142", "555-0142"),
    ("phone", "call 555 0142", "555 0142"),
    ("phone", "Phone number: 5552345678", "5552345678"),
    ("phone", "left message 6142345678 twice", "6142345678"),
    ("email", "wrote to rosa.diaz+home@example.co.uk today", "rosa.diaz+home@example.co.uk"),
    ("email", "<A_B@mail.example.com>", "A_B@mail.example.com"),
    ("ssn", "SSN 123-45-6789", "123-45-6789"),
    ("ssn", "number 123 45 6789 on the form", "123 45 6789"),
    ("ssn", "ssn:123456789", "123456789"),
    ("ssn", "social security number ends in 6789", "6789"),
    ("ssn", "SS# xxx-xx-6789", "xxx-xx-6789"),
    ("record_number", "Medicaid ID 123456789012", "123456789012"),
    ("record_number", "medicaid # AB12345C", "AB12345C"),
    ("record_number", "Medicaid number A123456", "A123456"),
    ("record_number", "MRN: 00482913", "00482913"),
    ("record_number", "MRN 4829-1377", "4829-1377"),
    ("record_number", "Medical record no. 7731902", "7731902"),
    ("record_number", "1EG4-TE5-MK73", "1EG4-TE5-MK73"),
    ("record_number", "MBI 1EG4TE5MK73", "1EG4TE5MK73"),
    ("record_number", "client id 5550123", "5550123"),
    ("record_number", "member ID: XJ88210045", "XJ88210045"),
    ("record_number", "case number 2026118834", "2026118834"),
    ("address", "lives at 12 Oak Street, Apt 4", "12 Oak Street, Apt 4"),
    ("address", "1400 N. Main St", "1400 N. Main St"),
    ("address", "77 Martin Luther King Blvd", "77 Martin Luther King Blvd"),
    ("address", "at 5 West 4th Ave.", "5 West 4th Ave."),
    ("address", "went to 12 oak street", "12 oak street"),
    ("address", "PO Box 1182", "PO Box 1182"),
    ("name", "Dana Whitfield's sister called", "Dana Whitfield's"),
    ("name", "Whitfield, Dana refused", "Whitfield, Dana"),
    ("name", "dinner with Nguyễn", "Nguyễn"),
    ("name", "dinner with Nguye\u0302\u0303n", "Nguye\u0302\u0303n"),
    ("name", "WHITFIELD REFUSED MEDS", "WHITFIELD"),
    ("name", "Tim was upset", "Tim"),
    ("name", "Will Young was upset", "Will Young"),
    ("name", "asked Mary Ann O’Brien-Smith", "Mary Ann O’Brien-Smith"),
    ("name", "Luis Marín, validator", "Luis Marín"),
]

NEGATIVE = [
    "P-114 said she felt unwell at 16:40; called the nurse line within 40 min.",
    "HC-0231 and HC-2026-0231 were seen on 11/16/2026.",
    "client P-114, patient HC-0231, participant AB-12, case C-2026-0041",
    "Visit on Nov 16, 2026 from 9:00 to 10:30, 45 minutes, 3 of 10 records met.",
    "BP 120/80, pulse 88, temp 99.1, weight 172.5 lb, glucose 104",
    "Called 911 and then 988; the on-call nurse answered at 10:05.",
    "Session N-0871, signal S-0311, evidence E-0212, standard HD-01 version 3",
    "Give 500 mg at 08:00 and 20:00 per plan, 2 tablets, 10-325",
    "Fisher exact p = 0.011, 17–69%, n = 10",
    "The policy HR-2024-07 says within 4 hours.",
    "It is a 10 minute drive; 3 days on the road; 2 hours drive away",
    "Planned 10:00, Birch St",
    "West team, Elm House, 2 North team members",
    "He will take a walk; she may come; mark the chart; they call 2 times a day",
    "Case review of two missed visits, client declined, patient transferred",
    "The member of the household said no. Record number of visits this week: 14",
    "Born leaders are rare. A reborn project of 2019.",
    "Room 204, bed 3, code 4417, apartment 12",
    "2026-11-16T09:30, week 47, FY 2026, Q3 2026",
    "version 1.515.5, 10.0.0.1",
    "Invoice 20261117 total 1,204.50",
    "Reached 12 of 14 people in March 2026; the policy of 03/12/2014 applies.",
    "Case 2026-11-16 was discussed",
    "Housing staff said: not today.",
    "",
]


@pytest.mark.parametrize(("kind", "text", "words"), POSITIVE)
def test_r22_what_gives_a_participant_away_is_pointed_out(kind: str, text: str, words: str) -> None:
    found = privacy.find(text, ROSTER)
    assert [(finding.kind, finding.text) for finding in found] == [(kind, words)]
    assert text[found[0].start : found[0].end] == words
    assert found[0].words


@pytest.mark.parametrize("text", NEGATIVE)
def test_r22_everyday_notes_and_reference_codes_are_left_in_peace(text: str) -> None:
    assert privacy.find(text, ROSTER) == ()


def test_r22_staff_names_are_only_looked_for_where_the_roster_is_given() -> None:
    assert privacy.find("Dana Whitfield led the session") == ()
    assert privacy.find("Dana Whitfield led the session", privacy.Roster([])) == ()


def test_everyday_words_among_the_names_need_the_other_half() -> None:
    assert privacy.find("Will you mark it? The young man will.", ROSTER) == ()
    assert [finding.text for finding in privacy.find("Ask Young, Will about it", ROSTER)] == ["Young, Will"]


def test_r22_several_findings_come_in_reading_order_without_overlaps() -> None:
    text = "Dana Whitfield (DOB 3/14/1948, SSN 123-45-6789) of 12 Oak Street, 555-234-5678, d@example.org"
    found = privacy.find(text, ROSTER)
    assert [finding.kind for finding in found] == ["name", "birth_date", "ssn", "address", "phone", "email"]


@pytest.mark.parametrize(
    ("code", "fit"),
    [
        ("P-114", True),
        ("hc-0231", True),
        ("HC-2026-0231", True),
        ("P114", True),
        ("Dana", False),
        ("Rosa D.", False),
        ("123-45-6789", False),
        ("3/14/1948", False),
        ("", False),
        ("P-1 DOB 1948", False),
    ],
)
def test_r22_a_participant_is_called_by_a_reference_code(code: str, fit: bool) -> None:
    assert privacy.is_reference_code(code) == fit


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at_and_spans_are_true(text: str) -> None:
    last = 0
    for finding in privacy.find(text, ROSTER):
        assert last <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.text
        last = finding.end


@pytest.mark.parametrize("piece", ["1 A ", "555-", "a.", "client 1-", "born on ", "12 Oak ", "Dana ", "1/1/", "9" * 9])
def test_hostile_text_takes_no_longer_than_other_text(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    begun = time.perf_counter()
    privacy.find(text, ROSTER)
    assert time.perf_counter() - begun < 5


def slowly(people: list[tuple[str, str, str]], text: str) -> list[str]:
    """Every whole name of two parts and every last name in a text, found without any index, the longest first."""
    names = {f"{first} {last}" for first, last, _ in people} | {last for _, last, _ in people}
    spans: list[tuple[int, int]] = []
    for start in range(len(text)):
        ends = [start + len(name) for name in names if text.startswith(name, start)]
        ends = [end for end in ends if not text[end : end + 1].isalnum()]
        if ends and not text[start - 1 : start].isalnum() and not any(a <= start < b for a, b in spans):
            spans.append((start, max(ends)))
    return [text[start:end] for start, end in spans]


def test_r22_a_large_roster_finds_what_a_slow_look_at_every_letter_finds() -> None:
    chance = random.Random(22)

    def name() -> str:
        return "".join(chance.choice("aeiouknrst") for _ in range(chance.randint(4, 7))).title()

    people = [(name(), name(), "") for _ in range(400)]
    words = [part for one in people for part in (f"{one[0]} {one[1]}", one[1], f"{one[1]}x", name(), "went to the")]
    chance.shuffle(words)
    text = " ".join(words[:600])
    roster = privacy.Roster([(first, last, "") for first, last, _ in people])
    lasts = {last for _, last, _ in people}
    found = [one.text for one in privacy.find(text, roster) if " " in one.text or one.text in lasts]
    assert len(found) > 100
    assert found == slowly(people, text)


def test_r22_warnings_say_each_thing_once_and_do_not_fill_the_screen() -> None:
    told = privacy.warnings("Call 555-234-5678. Yes, 555-234-5678. Dana Whitfield, and Dana Whitfield's niece.", ROSTER)
    assert len(told) == 2
    assert "Phone number: “555-234-5678”" in told[0]
    assert "“Dana Whitfield” looks like a name" in told[1]
    numbers = " ".join(f"555-234-{number}" for number in range(1000, 1020))
    told = privacy.warnings(numbers, None)
    assert len(told) == privacy.MOST_TOLD + 1
    assert "15 more" in told[-1]


@pytest.mark.parametrize("text", ["Dana asked first", "WHITFIELD asked", "Whitfield, Dana asked", "Dana’s question"])
def test_r22_the_people_a_record_is_about_may_be_named_in_it(text: str) -> None:
    assert privacy.warnings(text, ROSTER, ["Dana Whitfield"]) == []
    assert privacy.warnings(text, ROSTER, ["Luis Marín"])
    assert privacy.warnings(text, ROSTER, ["Dana Whitfield"], nameless=True)


@pytest.mark.parametrize("known", ["Tim Nguyễn", "Thanh Nguyễn", "Nguyễn, Tim"])
def test_r22_somebody_with_a_preferred_name_may_be_called_by_either(known: str) -> None:
    assert privacy.warnings("Tim led; Thanh’s notes", ROSTER, [known]) == []
    assert len(privacy.warnings("Tim led; Thanh’s notes", ROSTER, ["Dana Whitfield"])) == 2


def test_r22_a_participants_code_is_said_how_to_write() -> None:
    assert privacy.code_warnings("P-114") == []
    assert "P-114" in privacy.code_warnings("Mrs. O")[0]
