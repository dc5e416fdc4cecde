"""Visas: countries whose citizens get none, policies and rules, each in our own words."""

from data_common import read_rows, write_table
from data_season import source_key

COUNTRIES = "domain/visa_country_restrictions.csv"
POLICIES = "domain/visa_policy_status.csv"
RULES = "domain/visa_rules.csv"

SOURCES = (
    ("http://www.ecfmg.org/evsp/regulations", "ECFMGREGULATIONS"), ("https://golive.ecfmg.org", "ECFMGJ1"),
    ("https://ecfmg.org/evsp/during-exiting", "ECFMGEXIT"), ("USMLE Wise blog data", "USMLEWISE"),
    ("https://www.visalaw.com", "VISALAW"), ("https://www.the-rheumatologist", "RHEUMATOLOGIST"),
    ("https://www.immigration.com", "IMMIGRATIONCOM"), ("visa policy items", "VISAPOLICY2026"),
    ("Proclamation 10998 country table", "COUNTRIES10998"), ("https://www.nrmp.org/topic", "NRMPMP"),
    ("Presidents Alliance v. DHS", "DURATIONOFSTATUS"), ("github:shalinder88", "USCEHUB"),
    ("https://global.temple.edu", "TEMPLEFAM"), ("https://www.aila.org", "INSLETTER"),
    ("https://myattorneyusa.com", "MYATTORNEY"), ("https://ovis-intl.dartmouth.edu", "DARTMOUTH"),
    ("http://www.nrmp.org/faq-sections/applicants-faqs", "NRMPFAQ"),
)


def build_countries(root, to):
    columns = ["country", "level", "new_j1", "new_h1b", "source", "as_of"]
    rows = [
        {
            "country": row["country"], "level": row["level_proclamation_10998"], "new_j1": row["new_J1_visa_possible"],
            "new_h1b": row["new_H1B_visa_possible"], "source": "COUNTRIES10998", "as_of": row["as_of"],
        }
        for row in read_rows(root, COUNTRIES)
    ]
    return write_table(to, "visa_countries.csv", columns, rows, ["country"])


# collected id -> (topic, one sentence of ours). Rows of low certainty are left out.
POLICY_WORDS = {
    "j1_duration": ("j1", "A physician can be sponsored for J-1 for at most seven years."),
    "j1_2yr": ("j1", "After J-1 training, two years at home are due unless they are waived."),
    "j1_son": ("j1", "The health ministry of the last home country must write a statement of need."),
    "j1_specialty_change": ("j1", "The specialty can change once, in the first two years."),
    "j1_entry30": ("j1", "Entry is possible from 30 days before the program starts."),
    "j1_depart30": ("j1", "After the program 30 days remain to leave, without work."),
    "j1_insurance": ("j1", "Insurance must cover 100,000 dollars per illness, 50,000 evacuation, 25,000 repatriation."),
    "j1_address": ("j1", "A new address must be reported within 10 days."),
    "j1_history": ("j1", "Earlier stays in other J categories can stand in the way."),
    "j1_no_nos": ("j1", "A no-objection statement does not waive the two years for physicians in training."),
    "h1b_proc_start": ("h1b_payment", "New petitions for workers abroad were to cost the employer 100,000 dollars."),
    "h1b_proc_scope": ("h1b_payment", "The payment was not meant for changes and extensions inside the country."),
    "h1b_vacated": ("h1b_payment", "A federal court set the payment aside."),
    "h1b_stay": ("h1b_payment", "The court paused its ruling for some weeks."),
    "h1b_first_circuit": ("h1b_payment", "The payment is not collected while the appeal runs."),
    "h1b_bill": ("h1b_payment", "A bill to exempt physicians was introduced and had not passed."),
    "travel_ban_2025": ("travel_ban", "A first proclamation named 12 countries in full and 7 in part."),
    "travel_ban_2026": ("travel_ban", "Proclamation 10998 stops visas for citizens of about 39 countries."),
    "iv_pause_75": ("immigrant_visa", "A pause of immigrant visas for 75 countries was set aside by a court."),
    "ds_rule": ("duration_of_status", "The rule that ends duration of status is stopped by a court."),
    "j_visa_pause": ("visa_interviews", "Interviews for student and exchange visas were paused for three weeks."),
    "visa_integrity": ("visa_fees", "A fee of 250 dollars is due when a visa is issued, not everywhere yet."),
    "nrmp_waiver": ("match", "Programs may ask for a waiver or a later start when a matched applicant gets no visa."),
    "conrad_sunset": ("waiver", "Each state can waive the two years for 30 physicians who serve in areas of need."),
    "conrad_bill": ("waiver", "A bill to extend these waivers was in committee."),
    "waiver_hhs": ("waiver", "The health department waives them for primary care and psychiatry in shortage areas."),
    "waiver_arc": ("waiver", "Regional commissions can waive the two years too."),
    "img_cert_required": ("certification", "Training and J-1 sponsorship need the ECFMG certificate."),
    "va_cap": ("h1b", "Universities and their affiliated non-profit hospitals are exempt from the yearly H-1B cap."),
}


def build_policies(root, to):
    columns = ["id", "topic", "sentence", "status", "date", "certainty", "source", "as_of"]
    rows = [
        {
            "id": row["id"], "topic": POLICY_WORDS[row["id"]][0], "sentence": POLICY_WORDS[row["id"]][1],
            "status": row["status"], "date": row["effective_or_event_date"], "certainty": row["certainty"],
            "source": source_key(SOURCES, row["source"]), "as_of": row["as_of"],
        }
        for row in read_rows(root, POLICIES) if row["id"] in POLICY_WORDS
    ]
    return write_table(to, "visa_policies.csv", columns, rows, ["id"])


# (visa, activity, who) -> our words.
RULE_WORDS = {
    ("B-1", "elective_clerkship", "student"): "unpaid elective of the own degree, at a hospital of a US medical school",
    ("B-1", "elective_clerkship", "graduate"): "the exception is for students",
    ("B-1", "externship_hands_on", "graduate"): "hands-on work is not a visit",
    ("B-1", "graduate_training", "graduate"): "training needs J-1 or a work visa",
    ("B-1", "observership", "graduate"): "watching only, unpaid, at own expense",
    ("B-2", "observership", "any"): "the host decides; some accept it",
    ("B-2", "elective_clerkship", "student"): "electives belong to B-1",
    ("ESTA/VWP", "observership", "any"): "some hosts accept it, up to 90 days",
    ("F-1", "externship_hands_on", "graduate"): "an extern is not a student",
    ("J-1_ECFMG", "residency", "graduate"): "with ECFMG sponsorship, certificate, contract and statement of need",
    ("J-1_ECFMG", "moonlighting", "graduate"): "only the approved training is allowed",
    ("J-1_research", "observership", "graduate"): "some hosts use it, others do not",
    ("H-1B", "residency", "graduate"): "needs Step 3, the ECFMG certificate, a training licence and a sponsor",
    ("LPR", "any", "any"): "no visa needed; still a non-US citizen in the Match",
    ("US_citizen", "any", "any"): "no visa needed",
    ("any", "paid_work_on_visitor_visa", "any"): "visitors may not work for pay",
}


def build_rules(root, to):
    columns = ["visa", "activity", "who", "allowed", "condition", "action", "certainty", "source", "as_of"]
    rows = []
    for row in read_rows(root, RULES):
        key = row["visa_class"], row["activity"], row["population"]
        if row["source"] != "unverified" and key in RULE_WORDS:
            rows.append({
                "visa": key[0], "activity": key[1], "who": key[2], "allowed": row["allowed"],
                "condition": RULE_WORDS[key], "action": row["tool_action"].split()[0], "certainty": row["certainty"],
                "source": source_key(SOURCES, row["source"]), "as_of": row["as_of"],
            })
    return write_table(to, "visa_rules.csv", columns, rows, ["visa", "activity", "who"])
