"""The calendar file, read by a parser other than ours (python3-icalendar).

    test_calendar.py PROGRAM ROOT

The times of its zone are compared with those of the system's zone data.  Prints TAP.
"""

import datetime
import json
import os
import subprocess
import sys
import tempfile
import zoneinfo

import icalendar

PROGRAM, ROOT = os.path.abspath(sys.argv[1]), sys.argv[2]
EASTERN = zoneinfo.ZoneInfo("America/New_York")
NAME = "Höspital „A“; north, wing \\ 7 医院 Больница"

PROFILE = {
    "applicant_type": "non_us_img", "graduation_date": "2019-07-31", "step2_ck": 238, "visa_need": "h1b",
    "specialties": ["Internal Medicine"], "citizenship": "other", "step1": {"result": "passed", "date": "2021-09-14"},
    "step3": {"result": "not_taken"}, "ecfmg_status": "in_progress", "season": 2028,
    "papers": [{"item": "bls", "issued": "2026-01-10"}],
    "planned_stays": [
        {"name": NAME, "from": "2028-02-28", "to": "2028-02-29", "kind": "observership", "asks": ["bls", "tb"]},
        {"name": "B", "from": "2027-03-01", "to": "2027-03-26", "kind": "observership"},
    ],
}


class Runs:
    """Calendars of one profile, on different days."""

    def __init__(self, folder):
        self.folder = folder
        self.profile = os.path.join(folder, "me.json")
        with open(self.profile, "w", encoding="utf-8") as file:
            json.dump(PROFILE, file)

    def text(self, *flags, today="2026-11-22"):
        env = dict(os.environ, SMARTPICK_HOME=os.path.join(self.folder, "home"), SMARTPICK_TODAY=today)
        line = [PROGRAM, "tasks", "--profile", self.profile, "--ics", "-", *flags]
        return subprocess.run(line, env=env, check=True, stdout=subprocess.PIPE, timeout=60).stdout

    def calendar(self, *flags, **options):
        return icalendar.Calendar.from_ical(self.text(*flags, **options))


def entries(calendar, *kinds):
    return [part for part in calendar.walk() if part.name in (kinds or ("VEVENT", "VTODO"))]


def as_date(value):
    return value.date() if isinstance(value, datetime.datetime) else value


def every_entry_has_what_the_standard_asks_for(runs):
    calendar = runs.calendar()
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"] and calendar["CALSCALE"] == "GREGORIAN"
    uids = [str(entry["UID"]) for entry in entries(calendar)]
    assert len(uids) > 15 and len(uids) == len(set(uids)), uids
    for entry in entries(calendar):
        stamp = entry["DTSTAMP"].dt
        assert stamp == datetime.datetime(2026, 11, 22, tzinfo=datetime.timezone.utc), stamp
        assert entry["SUMMARY"] and entry.get("DTSTART", entry.get("DUE", entry.name == "VTODO"))
        assert not entry.errors, entry.errors
        for alarm in entry.walk("VALARM"):
            assert alarm["ACTION"] == "DISPLAY" and alarm["DESCRIPTION"] and alarm["TRIGGER"]


def lines_are_folded_at_75_octets_and_end_in_crlf(runs):
    text = runs.text()
    assert text.endswith(b"\r\n") and text.count(b"\n") == text.count(b"\r\n")
    for line in text.split(b"\r\n"):
        assert len(line) <= 75, line
        line.decode("utf-8")


def names_come_back_letter_by_letter(runs):
    summaries = [str(entry["SUMMARY"]) for entry in entries(runs.calendar())]
    assert NAME in summaries, summaries


def deadlines_stand_at_their_eastern_time(runs):
    import csv
    with open(os.path.join(ROOT, "data/calendar.csv"), encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["season"] == "2028"]
    calendar = runs.calendar()
    (zone,) = entries(calendar, "VTIMEZONE")
    eastern = zone.to_tz()
    found = {str(entry["UID"]).split("@")[0]: entry for entry in entries(calendar, "VEVENT")}
    assert any(row["time_et"] for row in rows)
    for row in rows:
        start = found["season/" + row["event"]]["DTSTART"]
        assert str(found["season/" + row["event"]]["SUMMARY"]).endswith("(projected)") == (row["projected"] == "yes")
        day = datetime.date.fromisoformat(row["date"])
        if not row["time_et"]:
            assert start.dt == day
            continue
        assert start.params["TZID"] == zone["TZID"]
        clock = datetime.time.fromisoformat(row["time_et"])
        right = datetime.datetime.combine(day, clock, EASTERN).astimezone(datetime.timezone.utc)
        ours = eastern.localize(start.dt.replace(tzinfo=None)).astimezone(datetime.timezone.utc)
        assert ours == right, (row["event"], ours, right)


def the_zone_turns_its_clocks_with_the_system(runs):
    (zone,) = entries(runs.calendar(), "VTIMEZONE")
    eastern = zone.to_tz()
    hour = datetime.timedelta(hours=1)
    turns = 0
    for year in range(2008, 2037):
        for month in (3, 11):
            at = datetime.datetime(year, month, 1, tzinfo=datetime.timezone.utc)
            while at.month == month:
                ours, right = at.astimezone(eastern), at.astimezone(EASTERN)
                assert ours.replace(tzinfo=None) == right.replace(tzinfo=None), (at, ours, right)
                turns += right.utcoffset() != (at - hour).astimezone(EASTERN).utcoffset()
                at += hour
    assert turns == 2 * 29, turns


def a_stay_is_whole_days_up_to_and_with_the_last(runs):
    stays = [entry for entry in entries(runs.calendar(), "VEVENT") if str(entry["UID"]).startswith("stay/")]
    days = {str(entry["SUMMARY"]): (entry["DTSTART"].dt, entry["DTEND"].dt) for entry in stays}
    assert days[NAME] == (datetime.date(2028, 2, 28), datetime.date(2028, 3, 1)), days
    assert days["B"] == (datetime.date(2027, 3, 1), datetime.date(2027, 3, 27)), days


def a_task_begins_before_it_is_due_on_working_days_with_alarms(runs):
    todos = entries(runs.calendar(), "VTODO")
    assert len(todos) > 5
    timed = 0
    for todo in todos:
        if "DUE" not in todo:
            continue
        due = todo["DUE"].dt
        assert as_date(due).weekday() < 5 or isinstance(due, datetime.datetime), todo
        assert todo.walk("VALARM"), todo
        timed += isinstance(due, datetime.datetime)
        if "DTSTART" in todo:
            start = todo["DTSTART"].dt
            assert type(start) is type(due) and start < due and as_date(start).weekday() < 5, todo
    assert timed > 0


def later_files_move_the_same_entries(runs):
    early, late = runs.calendar(today="2026-11-22"), runs.calendar(today="2027-01-08")
    before = {str(entry["UID"]): entry["SEQUENCE"] for entry in entries(early)}
    after = {str(entry["UID"]): entry["SEQUENCE"] for entry in entries(late)}
    assert set(before) == set(after), set(before) ^ set(after)
    assert all(after[uid] > before[uid] for uid in before)


def tasks_can_be_events(runs):
    todos = {str(entry["UID"]) for entry in entries(runs.calendar(), "VTODO") if "DUE" in entry}
    calendar = runs.calendar("--events")
    assert not entries(calendar, "VTODO")
    assert todos <= {str(entry["UID"]) for entry in entries(calendar, "VEVENT")}


def the_same_day_has_the_same_bytes(runs):
    assert runs.text() == runs.text()


def main():
    cases = (
        every_entry_has_what_the_standard_asks_for, lines_are_folded_at_75_octets_and_end_in_crlf,
        names_come_back_letter_by_letter, deadlines_stand_at_their_eastern_time,
        the_zone_turns_its_clocks_with_the_system, a_stay_is_whole_days_up_to_and_with_the_last,
        a_task_begins_before_it_is_due_on_working_days_with_alarms, later_files_move_the_same_entries,
        tasks_can_be_events, the_same_day_has_the_same_bytes,
    )
    failed = 0
    print(f"1..{len(cases)}")
    with tempfile.TemporaryDirectory() as folder:
        runs = Runs(folder)
        for number, case in enumerate(cases, 1):
            try:
                case(runs)
                print(f"ok {number} - {case.__name__}")
            except AssertionError as error:
                failed += 1
                print(f"not ok {number} - {case.__name__}\n# {error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
