"""Visas: countries whose citizens get none, and rules, each in our own words."""

from data_common import read_rows, write_table
from data_season import source_key

COUNTRIES = "domain/visa_country_restrictions.csv"
RULES = "domain/visa_rules.csv"

SOURCES = (
    ("http://www.ecfmg.org/evsp/regulations", "ECFMGREGULATIONS"), ("https://golive.ecfmg.org", "ECFMGJ1"),
    ("github:shalinder88", "USCEHUB"), ("https://global.temple.edu", "TEMPLEFAM"), ("https://www.aila.org", "INSLETTER"),
    ("https://myattorneyusa.com", "MYATTORNEY"), ("https://ovis-intl.dartmouth.edu", "DARTMOUTH"),
    ("http://www.nrmp.org/faq-sections/applicants-faqs", "NRMPFAQ"),
)


def build_countries(root, to):
    columns = ["country", "level", "new_visitor", "new_student", "new_j1", "new_h1b", "source", "as_of"]
    rows = []
    for row in read_rows(root, COUNTRIES):
        stopped = row["suspended_classes"].split(";")
        rows.append({
            "country": row["country"], "level": row["level_proclamation_10998"],
            "new_visitor": "no" if "B-1/B-2" in stopped else "yes", "new_student": "no" if "F" in stopped else "yes",
            "new_j1": row["new_J1_visa_possible"], "new_h1b": row["new_H1B_visa_possible"],
            "source": "COUNTRIES10998", "as_of": row["as_of"],
        })
    return write_table(to, "visa_countries.csv", columns, rows, ["country"])


# (visa, activity, who) -> (our words, the law or letter).
RULE_WORDS = {
    ("B-1", "elective_clerkship", "student"):
        ("unpaid elective of the own degree, at a hospital of a US medical school", "9 FAM 402.2-5(E)(3)"),
    ("B-1", "elective_clerkship", "graduate"): ("the exception is for students", "9 FAM 402.2-5(E)(3)"),
    ("B-1", "externship_hands_on", "graduate"): ("hands-on work is not a visit", "INS letter on OI 214.2(b)(4)"),
    ("B-1", "graduate_training", "graduate"): ("training needs J-1 or a work visa", "INA 212(e)"),
    ("B-1", "observership", "graduate"):
        ("watching only, unpaid, at own expense", "9 FAM 402.2-5(E)(3)"),
    ("B-2", "observership", "any"): ("the host decides; some accept it", "policies of hosts"),
    ("B-2", "elective_clerkship", "student"): ("electives belong to B-1", "9 FAM 402.2-5(E)(3)"),
    ("ESTA/VWP", "observership", "any"): ("some hosts accept it, up to 90 days", "INA 217; policies of hosts"),
    ("F-1", "externship_hands_on", "graduate"): ("an extern is not a student", "INS letter on OI 214.2(b)(4)"),
    ("J-1_ECFMG", "residency", "graduate"):
        ("with ECFMG sponsorship, certificate, contract and statement of need", "22 CFR 62.27"),
    ("J-1_ECFMG", "moonlighting", "graduate"): ("only the approved training is allowed", "22 CFR 62"),
    ("J-1_research", "observership", "graduate"): ("some hosts use it, others do not", "22 CFR 62.27(c); policies of hosts"),
    ("H-1B", "residency", "graduate"):
        ("needs Step 3, the ECFMG certificate, a training licence and a sponsor", "INA 101(a)(15)(H)(i)(b)"),
    ("LPR", "any", "any"): ("no visa needed; still a non-US citizen in the Match", "NRMP applicant types"),
    ("US_citizen", "any", "any"): ("no visa needed", "NRMP applicant types"),
    ("any", "paid_work_on_visitor_visa", "any"): ("visitors may not work for pay", "INA 101(a)(15)(B); 9 FAM 402.2-5(E)(3)"),
}
# Rules read on pages of hosts and offices, in the columns of the table.
MORE_RULES = (
    ("B-1", "observership", "student", "conditional", "watching only, unpaid, at own expense",
     "9 FAM 402.2-5(E)(3)(c)", "warn", "medium", "UTHSAOBSERVER", "2026"),
    ("B-1", "research", "any", "conditional", "unpaid and independent of the host; many hosts ask for J-1 instead",
     "INA 101(a)(15)(B)", "warn", "medium", "NIHVISITOR", "2026"),
    ("B-2", "externship_hands_on", "graduate", "no", "hands-on work is not a visit", "INS letter on OI 214.2(b)(4)", "block",
     "medium", "INSLETTER", "1993"),
    ("B-2", "elective_clerkship", "graduate", "no", "the exception is for students, and for B-1",
     "9 FAM 402.2-5(E)(3)", "block", "high", "TEMPLEFAM", "2024"),
    ("ESTA/VWP", "elective_clerkship", "student", "conditional",
     "as for B-1, when admitted for business (WB) and for 90 days at most; many hosts want B-1", "INA 217; as B-1, by WB", "warn",
     "medium", "EMORYVISITOR", "2026"),
    ("ESTA/VWP", "elective_clerkship", "graduate", "no", "as for B-1: the exception is for students", "INA 217; as B-1, by WB",
     "block", "medium", "UCSDWAIVER", "2026"),
    ("ESTA/VWP", "externship_hands_on", "graduate", "no", "as for B-1: hands-on work is not a visit", "INA 217; as B-1, by WB",
     "block", "medium", "UCSDWAIVER", "2026"),
    ("ESTA/VWP", "research", "any", "conditional",
     "as for B-1: unpaid and independent of the host; many hosts ask for J-1 instead", "INA 217; as B-1, by WB", "warn", "medium",
     "UCSDWAIVER", "2026"),
    ("J-1_research", "research", "any", "conditional", "with a sponsor, without care of patients", "22 CFR 62.27(c)",
     "warn", "medium", "TEMPLEJ1", "2026"),
    ("J-1_research", "externship_hands_on", "any", "no", "no care of patients beyond incidental contact",
     "22 CFR 62.27(c)", "block", "medium", "TEMPLEJ1", "2026"),
    ("J-1_research", "elective_clerkship", "any", "no", "no care of patients beyond incidental contact",
     "22 CFR 62.27(c)", "block", "medium", "TEMPLEJ1", "2026"),
    ("EAD", "any", "any", "yes", "work is permitted while the card is valid; the host's rules hold",
     "8 CFR 274a.12", "info", "medium", "EADGUIDE", "2026"),
)


def build_rules(root, to):
    columns = ["visa", "activity", "who", "allowed", "condition", "basis", "action", "certainty", "source", "as_of"]
    rows = [dict(zip(columns, row)) for row in MORE_RULES]
    for row in read_rows(root, RULES):
        key = row["visa_class"], row["activity"], row["population"]
        if row["source"] != "unverified" and key in RULE_WORDS:
            condition, basis = RULE_WORDS[key]
            rows.append({
                "visa": key[0], "activity": key[1], "who": key[2], "allowed": row["allowed"],
                "condition": condition, "basis": basis, "action": row["tool_action"].split()[0],
                "certainty": row["certainty"], "source": source_key(SOURCES, row["source"]), "as_of": row["as_of"],
            })
    return write_table(to, "visa_rules.csv", columns, rows, ["visa", "activity", "who"])
