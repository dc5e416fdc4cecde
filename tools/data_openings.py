"""Clinical experiences on offer: openings, what they ask for, kinds, papers, money from others.

The collected list mixes what hosts state with what a directory assumes. Three kinds of cell are not taken as they are:
fees below ten dollars (parts of a number), the length of a stay (read again from its text), and pay that stands among
the costs. A flag that is empty says nothing; a listing that names others says no to those it leaves out.
"""

import re

from data_common import read_rows, write_table
from data_employers import SAME_BODY, institution_names, name_key
from data_places import Places
from data_specialties import SPECIALTIES

LISTINGS = "domain/clinical_experiences.csv"
GRANTS = "domain/financing.csv"
LEAST_FEE = 10
WEEKS = {"day": 1 / 7, "week": 1, "month": 30.44 / 7, "year": 365.25 / 7}
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "eight": 8}
KINDS = {
    "elective_clerkship": "elective", "observership": "observership", "research": "research",
    "externship": "externship", "volunteer": "volunteering",
}
STATED = {"listing_estimate": "estimate", "listing_stated": "listing", "page_quoted": "page", "none": ""}
APPLY = {"external": "host", "VSLO": "VSLO", "VSAS": "VSLO", "AAMC": "VSLO", "platform": ""}
# Hosts that read applications in some weeks of the year alone.
APPLY_WHEN = {"Applications April 1 - June 30 only": "to the host, from 1 April to 30 June only"}
NOT_A_PLACE = {"Buggu at bugg"}
VISAS = {"B-1/B-2": "B-1;B-2", "ESTA/VWP": "ESTA"}

# What a host says about exams, as (item, answer, least score); "depends" is kept as unknown.
EXAMS = {
    "USMLE Step 2 passed required": [("step2_ck", "yes", "")],
    "USMLE Step 1 passing score required; Step 2/3 preferred": [("step1", "yes", "")],
    "Step 1 or COMLEX Level 1 pass": [("level1", "yes", "")],
    "Step 1 or COMLEX Level 1 pass (firm)": [("level1", "yes", "")],
    "Step 1 or COMLEX 1 pass": [("level1", "yes", "")],
    "Step 1 / COMLEX Level 1 passed + BLS/ACLS": [("level1", "yes", ""), ("bls", "yes", ""), ("acls", "yes", "")],
    "USMLE Step 1 or COMLEX Level 1 passed (required)": [("level1", "yes", "")],
    "USMLE Step 1 or COMLEX Level 1 passing score required": [("level1", "yes", "")],
    "USMLE Step 1 pass (or COMLEX Level 1)": [("level1", "yes", "")],
    "USMLE Step 1 pass (firm)": [("step1", "yes", "")],
    "USMLE Step 1 passed (required)": [("step1", "yes", "")],
    "USMLE Step 1 passing score": [("step1", "yes", "")],
    "Step 1 pass": [("step1", "yes", "")],
    "Step 1": [("step1", "yes", "")],
    "USMLE Step 1 required for international applicants": [("step1", "yes", "")],
    "USMLE Step 1 required; score submitted with application": [("step1", "yes", "")],
    "USMLE Step 1 AND Step 2 both required before applying": [("step1", "yes", ""), ("step2_ck", "yes", "")],
    "USMLE Step 1 AND Step 2 both required; ECFMG certificate or scores due 4 weeks before start":
        [("step1", "yes", ""), ("step2_ck", "yes", "")],
    "USMLE Step 1 and Step 2 scores required with application": [("step1", "yes", ""), ("step2_ck", "yes", "")],
    "USMLE or COMLEX Step 1 and Step 2 required": [("level1", "yes", ""), ("level2", "yes", "")],
    "USMLE Step 1 first-attempt pass; Step 2 CK ≥230 first attempt":
        [("step1", "yes", ""), ("step2_ck", "yes", 230), ("first_attempt", "yes", "")],
    "Step 1 pass + Step 2 ≥230 (or COMLEX L1 ≥590 and L2)": [("level1", "yes", ""), ("step2_ck", "yes", 230)],
    "USMLE ≥220 on every Step taken (Steps 1, 2, and 3 if applicable)":
        [("step1", "yes", 220), ("step2_ck", "", 220), ("step3", "", 220)],
    "Step 1 for graduates; Step 2 CK ≥240 for Hospital Medicine track": [("step1", "", ""), ("step2_ck", "", 240)],
    "Historically Step 1 or TOEFL ≥80 cited for IMGs": [("step1", "", ""), ("english", "", "")],
    "Step 1, Step 2, or COMLEX pass": [("level1", "", "")],
    "Department-dependent": [("level1", "", "")],
    "Departments may require Step 1 passage": [("step1", "", "")],
    "Dept-specific; Step 1 pass typically required": [("step1", "", "")],
    "Step 1 or COMLEX Level 1 recommended or required per affiliate": [("level1", "", "")],
    "Step 1 or COMLEX Level 1 required by most departments": [("level1", "", "")],
    "Step 1 or COMLEX Level 1 strongly encouraged": [("level1", "no", "")],
    "Step 1 or COMLEX Level 1 typically required": [("level1", "", "")],
    "USMLE Step 1 or COMLEX Level 1 typically required": [("level1", "", "")],
    "Step 1 or COMLEX pass typical": [("level1", "", "")],
    "Step 1 pass typical": [("step1", "", "")],
    "Step 1 passage typically required by specialty departments": [("step1", "", "")],
    "Step 1/COMLEX pass (department-dependent)": [("level1", "", "")],
    "USMLE scores requested if available, not strictly required": [("step1", "no", "")],
    "Not explicitly required": [],
    "Not explicitly required; strongly recommended for residency signaling": [],
}
# A mention of the ECFMG is a requirement of the certificate only where it says so.
ECFMG = {"Yes — required": "yes", "Yes": "yes"}
FLAGS = {
    "req_immunization": "immunisation", "req_tb": "tb", "req_background_check": "background", "req_drug_screen": "drug",
    "req_malpractice": "malpractice", "req_health_insurance": "health_insurance", "req_hipaa": "hipaa",
    "req_bls_acls": "bls", "req_english_test": "english", "req_ecfmg": "ecfmg", "req_lor": "lor", "req_cv": "cv",
    "req_sponsor_faculty": "host_approval",
}
# Lengths whose text the pattern cannot read, or would read wrongly.
LENGTHS = {
    "1 month (4 weeks)": (4, 4), "10 weeks, after 100 hours of prior Cedars-Sinai volunteer service": (10, 10),
    "4 weeks (select 3-week Sep block)": (4, 4), "4 weeks per elective; up to 3 electives (12 weeks total)": (4, 12),
    "4 weeks per rotation, maximum 12 weeks total": (4, 12), "~30 days (extensions to 90 days)": (4.3, 12.9),
    "1-12 weeks (most limit to 4 weeks)": (1, 12), "Typically 12 months (minimum 6 months)": (26.1, 52.2),
    "Max 100 hours over 12 months": ("", ""), "4 weeks (clinical); 4-9 weeks (research)": (4, 9),
    "4 weeks (1 week each on 4 services per search snippets)": (4, 4),
    "1 month elective (clerkship); observership negotiated with supervising physician": (4.3, 4.3),
    "2 or 4 weeks per elective; up to 2 months total": (2, 8.7), "One academic year, July 1 – June 30": (52.2, 52.2),
    "One month to several months": (4.3, ""), "8-week rotation blocks throughout the year": (8, 8),
    "Varies; B-1 capped at 3 months, longer under J-1 in some sections": ("", ""),
    "Up to 90 days; onboarding can take up to 3 months": ("", 12.9), "Up to 8 weeks (two 4-week blocks)": (4, 8),
    "Two weeks to one month; first Monday starts": (2, 4.3), "4- or 8-week blocks": (4, 8),
    "Four weeks; 2026 dates May 26–June 19 or July 6–31": (4, 4), "8 weeks (Jun 15 – Aug 7, 2026)": (8, 8),
    "Two months; August-Sept, Oct-Nov, or Dec-Jan cohorts": (8.7, 8.7), "1 month, September–June": (4.3, 4.3),
    "4 weeks; rotations Aug 3, 2026 – Jun 1, 2027": (4, 4), "Up to 4 weeks per specialty": ("", 4),
    "4-week blocks (Jul 6, Aug 3, Aug 31, Sep 28 2026 starts)": (4, 4), "6–90 days per calendar year": (0.9, 12.9),
    "4-week blocks; staggered openings Jan 16 / Feb 13 / Aug 14, 2026": (4, 4), "1 month (fixed)": (4.3, 4.3),
    "4 weeks (7 sections, June-December)": (4, 4), "8-10 weeks summer (typical June start)": (8, 10),
    "Up to six weeks (November–May only)": ("", 6), "Up to one calendar month": ("", 4.3),
    "Maximum 4 weeks (one rotation only)": ("", 4), "1 month maximum": ("", 4.3), "4 weeks (maximum one rotation)": (4, 4),
}
UNSAID = re.compile(r"^(contact|not |n/a|varies|variable|customized|flexible|monthly|rotation|at preceptor|$)", re.I)
ANY = re.compile(r"multi|all major|department|\d+\+|others|more$|across|cross-", re.I)
# Words for specialties that are not among their names.
MEANS = {
    "Medicine": "Internal Medicine", "Surgery": "General Surgery", "Anesthesia": "Anesthesiology",
    "Orthopaedics": "Orthopedic Surgery", "Orthopedics": "Orthopedic Surgery", "Radiology": "Diagnostic Radiology",
    "Ophth": "Ophthalmology", "GI": "Gastroenterology", "ID": "Infectious Disease",
    "Anatomic Pathology and Laboratory Medicine": "Pathology", "Laboratory Medicine": "Pathology",
    "Otorhinolaryngology": "Otolaryngology", "Head & Neck Surgery": "Otolaryngology",
    "Breast Imaging": "Diagnostic Radiology", "Physical Medicine & Rehabilitation": "Physical Medicine and Rehabilitation",
}
NOT_AREAS = {
    "depends on sponsoring physician", "limited international elective slots", "General", "subspecialty electives",
    "Winston-Salem and Charlotte campuses", "Lurie Children's", "Shirley Ryan AbilityLab", "mentorship",
    "Cancer research with clinical shadowing", "clinical skills", "standardized patients",
}


def build_openings(root, to, programs):
    """openings.csv and opening_requirements.csv."""
    listings = [row for row in read_rows(root, LISTINGS) if row["institution"] not in NOT_A_PLACE]
    listings.sort(key=lambda row: (row["listing_status"], row["state"], row["institution"], row["specialty"]))
    places, names = Places(root), institution_names(root, programs)
    openings, needs, taken = [], [], set()
    for row in listings:
        opening = read_opening(row, places, names)
        opening["id"] = identity(opening, taken)
        openings.append(opening)
        needs += read_needs(row, opening)
    columns = ["id", "institution", "institution_code", "city", "state", "latitude", "longitude", "kind", "hands_on",
               "hands_on_by_kind", "specialties", "any_specialty", "areas", "for_student", "for_graduate", "for_us",
               "for_premed", "weeks_low", "weeks_high", "cost_basis", "cost_low_usd", "cost_high_usd", "pay_low_usd",
               "pay_high_usd", "pay_per", "cost_stated", "sponsors_visa", "visas", "apply", "lead_low", "lead_high",
               "rolling", "link", "checked", "trust", "place_source", "source", "as_of"]
    write_table(to, "openings.csv", columns, openings, ["id"])
    write_table(to, "opening_requirements.csv", ["opening", "item", "answer", "least", "stated", "source", "as_of"],
                needs, ["opening", "item"])
    return openings


def read_opening(row, places, names):
    institution = re.sub(r"\s*\((Currently Paused|PAID STIPEND|Nonprofit)\)", "", row["institution"]).strip()
    several = row["state"] == "MULTI" or row["city"].startswith("Multiple")
    city = "" if several else row["city"].split(" / ")[0]
    found = places.find(row["state"], city) if city else None
    weeks = length(row["duration_text"])
    lead, rolling = deadline(row["deadline_text"])
    codes, some, areas = specialties(row["specialty"])
    return {
        "institution": institution, "institution_code": code(row["state"], institution, names), "city": city,
        "state": "" if row["state"] == "MULTI" else row["state"],
        "latitude": f"{found[0]:.4f}" if found else "", "longitude": f"{found[1]:.4f}" if found else "",
        "kind": KINDS[row["type"]], "hands_on": row["hands_on"].split("_")[0],
        "hands_on_by_kind": "yes" if row["hands_on"].endswith("_by_type") else "no",
        "specialties": ";".join(codes), "any_specialty": some, "areas": ";".join(areas),
        **audience(row), "weeks_low": weeks[0], "weeks_high": weeks[1], **cost(row),
        "sponsors_visa": "no" if row["no_visa_sponsorship"] == "yes" else "",
        "visas": ";".join(VISAS.get(name, name) for name in row["visa_mentioned_on_page"].split(";") if name),
        "apply": APPLY_WHEN.get(row["deadline_text"], APPLY[row["application_method"]]),
        "lead_low": lead[0], "lead_high": lead[1], "rolling": rolling,
        "link": row["official_url"] if row["official_url"].startswith("http") else "",
        "checked": row["page_audited_on"], "trust": trust(row), "place_source": found[2] if found else "",
        "source": "USCEHUBLIST", "as_of": row["as_of"],
    }


def identity(opening, taken):
    """state, name and kind as one word: stays the same as long as they do."""
    name = re.sub(r"[^a-z0-9]+", "-", f"{opening['state'] or 'us'} {opening['institution']}".lower())
    words = name.strip("-").split("-")
    while len("-".join(words)) > 36:
        words.pop()
    if opening["kind"] not in words:
        words.append(opening["kind"])
    first = word = "-".join(words)
    number = 1
    while word in taken:
        number += 1
        word = f"{first}-{number}"
    taken.add(word)
    return word


def code(state, institution, names):
    """The institution of the Match that certainly is meant, by its own name alone."""
    same = {(place, name_key(name)): {found} for (place, name), found in SAME_BODY.items()}
    for name in (institution, re.split(r" — | \(| – |/", institution)[0]):
        key = state, name_key(name)
        found = same.get(key) or names.get(key, set())
        if len(found) == 1:
            return next(iter(found))
    return ""


def specialties(text):
    """(codes, 'yes' when several departments are meant, what else is named)."""
    known = {name.lower(): number for number, name in named_specialties()}
    codes, areas = [], []
    some = "yes" if ANY.search(text) else "no"
    plain = re.sub(r"\([^)]*\)", "", text)
    for part in re.split(r",|;| / | \+ | — | and (?=others|\d)|/(?=Critical|Outcomes)", plain):
        part = re.sub(r"\s+", " ", part).strip(" .+")
        part = MEANS.get(part, part) or part
        found = known.get(part.lower())
        if found and found not in codes:
            codes.append(found)
        elif not found and 2 < len(part) <= 40 and not ANY.search(part) and part not in areas and part not in NOT_AREAS:
            areas.append(part)
    return codes, some if codes or areas else "yes", areas


def named_specialties():
    for number, (name, aliases, *_) in SPECIALTIES.items():
        for word in (name, *aliases.split(";")):
            yield number, word


def audience(row):
    """A listing that names somebody says no to the rest; a doubtful one of a kind open to several does not."""
    asked = {"for_student": row["open_to_img_student"], "for_graduate": row["open_to_img_graduate"],
             "for_us": row["open_to_us_md_do"], "for_premed": row["open_to_premed"]}
    if "yes" not in asked.values():
        return dict.fromkeys(asked, "")
    loose = row["type"] != "elective_clerkship" and row["confidence"] == "low"
    return {who: "" if said == "no" and loose else said for who, said in asked.items()}


def length(text):
    """Weeks of a stay as (low, high); empty: not known."""
    if text in LENGTHS:
        return LENGTHS[text]
    if UNSAID.match(text):
        return "", ""
    number = r"(\d+|" + "|".join(NUMBERS) + r")"
    unit = r"(day|week|month|year)s?"
    found = re.match(rf"(?:typically )?(up to )?{number}\s*(?:(?:{unit})?\s*(?:-|–|to|or)\s*{number})?\s*-?\s*{unit}",
                     text.replace("consecutive ", ""), re.I)
    if not found:
        raise ValueError(f"length of a stay not read: {text!r}")
    upto, low, low_unit, high, last = found.groups()
    weeks = [round(value(low) * WEEKS[(low_unit or last).lower()], 1),
             round(value(high or low) * WEEKS[last.lower()], 1)]
    return ("" if upto else weeks[0]), weeks[1]


def value(word):
    return NUMBERS.get(word.lower()) or int(word)


def deadline(text):
    """((low, high) weeks before the start, whether it is read all year)."""
    rolling = "yes" if re.match("rolling|open year", text, re.I) else ""
    months = re.search(r"(\d+)(?:-(\d+))?\+? months", text)
    weeks = re.search(r"(\d+)\+ weeks", text)
    if months:
        low, high = int(months[1]), months[2]
        return (round(low * WEEKS["month"], 1), round(int(high) * WEEKS["month"], 1) if high else ""), rolling
    if weeks:
        return (int(weeks[1]), ""), rolling
    return ((12.9, "") if "90+ days" in text else ("", "")), rolling


def cost(row):
    """Pay is no cost, a part of a number is no fee, and no figure is not free."""
    empty = dict.fromkeys(("cost_basis", "cost_low_usd", "cost_high_usd", "pay_low_usd", "pay_high_usd", "pay_per",
                           "cost_stated"), "")
    low, high = row["cost_usd_min"], row["cost_usd_max"]
    stated = STATED[row["cost_confidence"]]
    if "DLMP" in row["institution"] or "PAID STIPEND" in row["institution"]:
        return {**empty, "cost_basis": "paid", "cost_low_usd": 0, "cost_high_usd": 0, "pay_low_usd": 0,
                "pay_high_usd": 2500, "pay_per": "stay", "cost_stated": "listing"}
    if row["cost_basis"] == "stipend":
        return {**empty, "cost_basis": "paid", "cost_low_usd": 0, "cost_high_usd": 0, "pay_low_usd": low,
                "pay_high_usd": high, "pay_per": "year", "cost_stated": stated}
    if row["cost_basis"] == "free":
        return {**empty, "cost_basis": "free", "cost_low_usd": 0, "cost_high_usd": 0, "cost_stated": stated}
    if row["cost_basis"] == "fee" and float(low) >= LEAST_FEE:
        return {**empty, "cost_basis": "fee", "cost_low_usd": low, "cost_high_usd": high, "cost_stated": stated}
    return {**empty, "cost_basis": "unknown"}


def trust(row):
    if row["listing_status"] == "rejected_by_source_audit":
        return "rejected"
    if "Currently Paused" in row["institution"]:
        return "paused"
    if row["url_check"] != "VERIFIED":
        return "doubtful"
    return "checked" if row["confidence"] in ("high", "medium") and row["page_audited_on"] else "listed"


def read_needs(row, opening):
    """What the host asks for; an item that nobody mentions has no row."""
    found = {}
    for item, answer, least in EXAMS[row["step_requirement"]] if row["step_requirement"] else ():
        found[item] = answer, least, "listing"
    for flag, item in FLAGS.items():
        if row[flag]:
            found.setdefault(item, ("yes", "", row[flag]))
    if "acls" not in found and row["req_bls_acls"]:
        found["acls"] = "", "", row["req_bls_acls"]
    if row["ecfmg_requirement"] or ("ecfmg" in found and opening["kind"] == "elective"):
        stated = found.get("ecfmg", ("", "", "listing"))[2]
        found["ecfmg"] = ECFMG.get(row["ecfmg_requirement"], ""), "", stated
    return [{"opening": opening["id"], "item": item, "answer": answer, "least": least, "stated": stated,
             "source": "USCEHUBLIST", "as_of": row["as_of"]} for item, (answer, least, stated) in found.items()]


# kind, label, student, graduate, hands_on, in_person, letter, weeks, lead in weeks, certainty, source, as_of.
KIND_ROWS = (
    ("elective", "Elective", "yes", "no", "yes", "yes", "yes", (2, 12), (17, 39), "medium", "USCEHUB", "2026-07"),
    ("subinternship", "Sub-internship", "yes", "no", "yes", "yes", "yes", (4, 4), (17, 39), "medium",
     "RESIDENCYADVISOR", "2026"),
    ("externship", "Externship", "", "yes", "yes", "yes", "yes", (4, 12), (9, 26), "medium", "USCEHUB", "2026-07"),
    ("observership", "Observership", "yes", "yes", "no", "yes", "", (0.1, 12), (9, 26), "medium", "AMAOBSERVERSHIP",
     "2026-11"),
    ("shadowing", "Shadowing", "yes", "yes", "no", "yes", "", (0.1, 2), (2, 8), "low", "RESIDENCYADVISOR", "2026"),
    ("research", "Research", "yes", "yes", "no", "yes", "yes", (13, 156.5), (13, 39), "medium", "USCEHUB", "2026-07"),
    ("volunteering", "Volunteering", "yes", "yes", "", "yes", "", ("", ""), (2, 8), "low", "RESIDENCYADVISOR", "2026"),
    ("telehealth", "Telehealth", "yes", "yes", "no", "no", "", (2, 8), (2, 6), "none", "PLANNING", "2026-11-22"),
)


def build_kinds(to):
    columns = ["kind", "label", "student", "graduate", "hands_on", "in_person", "letter", "weeks_low", "weeks_high",
               "lead_low", "lead_high", "certainty", "source", "as_of"]
    rows = [dict(zip(columns, (*row[:7], *row[7], *row[8], *row[9:]))) for row in KIND_ROWS]
    return write_table(to, "experience_kinds.csv", columns, rows)


# item, label, issuer, what to do, valid months (empty: none, or as printed), lead in weeks, source, as_of.
PAPER_ROWS = (
    ("cv", "CV", "you", "Write one or two pages in US style.", "", (1, 1), "USCEHUB", "2026-07"),
    ("cover_letter", "cover letter", "you", "Write one that names host, department, dates and goal.", "", (1, 1),
     "RESIDENCYADVISOR", "2026"),
    ("photo", "photo", "you", "Have one taken.", "", (0.2, 1), "PLANNING", "2026-11-22"),
    ("passport", "passport", "your government", "Renew it when it ends less than six months after the stay.", "", (8, 8),
     "USMLEWISE", "2026-07"),
    ("diploma", "medical diploma", "your school", "Get a copy and a certified translation.", "", (4, 4), "USCEHUB",
     "2026-07"),
    ("transcript", "transcript", "your school", "Ask the registrar.", "", (4, 4), "USCEHUB", "2026-07"),
    ("good_standing", "letter of good standing", "your school", "Ask the dean's office.", 3, (4, 4), "VSLO", "2026"),
    ("step_scores", "USMLE transcript", "USMLE", "Order it, or print the score report.", "", (1, 2), "USCEHUB",
     "2026-07"),
    ("ecfmg", "ECFMG certificate", "ECFMG", "Finish the exams and a Pathway, and have the diploma verified.", "", (4, 8),
     "AMAOBSERVERSHIP", "2026-11"),
    ("english", "language test (TOEFL, IELTS or OET)", "test centre", "Book a sitting; ask which test the host takes.",
     24, (6, 6), "USCEHUB", "2026-07"),
    ("lor", "letter of recommendation", "a physician", "Ask someone who has worked with you.", 15, (4, 6), "AAMCLETTERS",
     "2026"),
    ("immunisation", "immunisation record with titers", "clinic",
     "Have MMR, varicella, hepatitis B and Tdap recorded; titers take time.", "", (4, 8), "VSLOFAQ", "2026"),
    ("influenza", "influenza shot", "clinic", "Take the shot of the season.", 12, (0.2, 1), "VSLOFAQ", "2026"),
    ("tb", "TB test", "clinic", "Take a blood test, or a skin test in two steps.", 12, (2, 4), "USCEHUB", "2026-07"),
    ("background", "criminal background check", "agency", "Order the one that the host names.", "", (2, 4), "USCEHUB",
     "2026-07"),
    ("drug", "drug screen", "laboratory", "Wait for the host's order; it is valid for a short time.", 2, (1, 2), "USCEHUB",
     "2026-07"),
    ("hipaa", "HIPAA training", "online", "Take the course.", 12, (0.2, 0.2), "USCEHUB", "2026-07"),
    ("osha", "blood-borne pathogens training", "online", "Take the course.", 12, (0.2, 0.2), "PLANNING", "2026-11-22"),
    ("malpractice", "malpractice insurance", "insurer", "Buy cover for the days of the stay.", "", (2, 2), "USCEHUB",
     "2026-07"),
    ("health_insurance", "health insurance valid in the US", "insurer", "Buy cover for the days of the stay.", "", (1, 1),
     "USCEHUB", "2026-07"),
    ("bls", "BLS card", "training centre", "Take a course with a skills test in person.", 24, (1, 4), "AHACARDS", "2026"),
    ("acls", "ACLS card", "training centre", "Take a course with a skills test in person.", 24, (1, 4), "AHACARDS",
     "2026"),
    ("mask_fit", "N95 mask fit test", "host", "Ask the host where it is done.", 12, (1, 1), "USCEHUB", "2026-07"),
    ("funding", "proof of funds", "bank", "Ask your bank for a statement.", 3, (1, 1), "USCEHUB", "2026-07"),
    ("invitation", "invitation letter for the visa", "host", "Ask the host once it has accepted you.", "", (2, 6),
     "USCEHUB", "2026-07"),
    ("host_approval", "a physician who takes you on", "host", "Write to physicians of the department.", "", (2, 8),
     "USCEHUB", "2026-07"),
)


def build_papers(to):
    columns = ["item", "label", "issuer", "what_to_do", "valid_months", "month_end", "lead_low", "lead_high",
               "certainty", "lead_source", "source", "as_of"]
    rows = []
    for row in PAPER_ROWS:
        card = row[6] == "AHACARDS"
        rows.append(dict(zip(columns, (*row[:5], "yes" if card else "no", *row[5], "high" if card else "low",
                                       "PLANNING", *row[6:]))))
    return write_table(to, "papers.csv", columns, rows, ["item"])


# collected id -> (name, in our words, open to IMGs, opening it belongs to, link, source).
GRANT_WORDS = {
    "fap": ("AAMC Fee Assistance Program", "Lowers fees of applicants who had it while applying to a US medical school.",
            "no", "", "https://students-residents.aamc.org/fee-assistance-program", "AAMCFAP"),
    "whitetulip": ("White Tulip Health Foundation scholarship",
                   "For clinicians trained abroad who are already in the US with a legal status.", "yes", "",
                   "https://whitetulip.org/scholarship/fmg/", "WHITETULIP"),
    "uw_dlmp": ("UW Laboratory Medicine and Pathology global observership", "No fee, and up to 2,500 dollars from the host.",
                "yes", "DLMP", "", "USCEHUB"),
    "sams": ("SAMS clinical observership", "A nonprofit that places observers for little or nothing.", "yes", "SAMS", "",
             "USCEHUB"),
    "pitt_urim": ("Pittsburgh visiting student stipend", "2,000 dollars; its tracks are for students of US schools.", "no",
                  "", "", "USCEHUB"),
    "aapi": ("AAPI observership", "Places of an association of physicians of Indian origin.", "yes", "",
             "https://events.aapiusa.org/observership-program/", "AAPI2022"),
}


def build_grants(root, to, openings):
    columns = ["id", "name", "what", "open_to_img", "opening", "link", "certainty", "source", "as_of"]
    rows = []
    for row in read_rows(root, GRANTS):
        if row["id"] in GRANT_WORDS:
            name, what, img, mark, link, source = GRANT_WORDS[row["id"]]
            opening = next((one["id"] for one in openings
                            if mark and mark in one["institution"] and one["trust"] != "rejected"), "")
            rows.append({"id": row["id"], "name": name, "what": what, "open_to_img": img, "opening": opening,
                         "link": link, "certainty": row["certainty"], "source": source, "as_of": row["as_of"]})
    return write_table(to, "financing.csv", columns, rows, ["id"])
