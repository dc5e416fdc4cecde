"""What must be in place for the Match, for training and for a stay, and by which event: one row an obligation."""

from data_common import read_rows, write_table
from data_season import source_key

RULES = "domain/certification_rules.csv"
CATALOG = "domain/requirements_catalog.csv"
VISAS = "domain/visa_rules.csv"

SOURCES = (
    ("https://probsee.com", "PROBSEE"), ("https://medvily.com", "MEDVILY"),
    ("https://ecfmg.org/2024ib", "ECFMGBULLETIN2024"), ("github:shalinder88", "USCEHUB"),
    ("https://iatrox.com", "IATROX"), ("https://www.iatrox.com", "IATROX"),
    ("USA pathway data", "USAPATHWAY2026"), ("https://cpr.heart.org", "AHACARDS"),
    ("https://www.visalaw.com", "VISALAW"), ("USMLE Wise blog data", "USMLEWISE"),
    ("https://global.temple.edu", "TEMPLEFAM"), ("https://students-residents.aamc.org/visiting-student", "VSLO"),
)

# id: (collected row, label, scope, who, event, months that the paper must outlast a stay,
#      fees, after, proof, rule in our words). A row is a rule id, "item NAME" of the catalogue, or "visa CLASS".
OBLIGATIONS = {
    "step1": (
        "CERT02", "Step 1 passed", "match", "img", "img_exam_status_deadline", "", "step1", "",
        "USMLE transcript", "A pass; ECFMG must have reported it before rank lists close."),
    "step2_ck": (
        "CERT03", "Step 2 CK passed", "match", "img", "img_exam_status_deadline", "", "step2ck", "",
        "USMLE transcript", "218 or more since July 2025, 214 before; reported before rank lists close."),
    "attempts": (
        "CERT05", "Attempts left", "match", "all", "", "", "", "",
        "USMLE transcript", "Four attempts of a Step at most, three in 12 months; one that was broken off counts."),
    "seven_years": (
        "CERT07", "Seven-year limit", "match", "img", "", "", "", "",
        "USMLE transcript", "Steps and Pathway within seven years of the first exam passed."),
    "english": (
        "CERT12", "English test (OET Medicine)", "match", "img", "oet_last_safe", "", "oet_medicine", "",
        "OET result of one sitting", "350 in listening, reading and speaking and 300 in writing, in one sitting."),
    "pathway": (
        "CERT08", "Pathway accepted", "match", "img", "pathway_deadline", "", "ecfmg_pathway", "english",
        "status in MyIntealth", "One of the six Pathways accepted, and not expired when rank lists close."),
    "credentials": (
        "CERT20", "Diploma and transcript verified", "training", "img", "training_start", "", "ecfmg_credentials", "", "ECFMG status report", "ECFMG checks both with your school."),
    "ecfmg": (
        "CERT24", "ECFMG certificate", "training", "img", "training_start", "", "ecfmg_application",
        "step1;step2_ck;pathway;credentials", "Standard ECFMG certificate",
        "Training and J-1 sponsorship need it, with no exam date expired."),
    "step3": (
        "CERT04", "Step 3 passed", "training", "h1b", "match_day", "", "step3", "",
        "USMLE transcript", "200 or more; H-1B needs it, certification does not. The employer files after the Match."),
    "bls": (
        "CERT21", "BLS card", "stay", "all", "", "", "", "",
        "AHA eCard", "Two years, to the end of the month of issue; a course without a hands-on test is often refused."),
    "acls": (
        "CERT21", "ACLS card", "stay", "all", "", "", "", "",
        "AHA eCard", "Two years, to the end of the month of issue; a course without a hands-on test is often refused."),
    "passport": (
        "item passport", "Passport", "stay", "visitor", "", 6, "", "",
        "passport", "Valid for six months after the stay."),
    "visa": (
        "item visa", "Visa for the stay", "stay", "visitor", "", "", "visa_application;visa_integrity",
        "passport", "visa in the passport",
        "Of a class that allows what you will do there. The officer at the border sets the last day."),
    "good_standing": (
        "item good_standing", "Letter of good standing", "stay", "student", "", "", "", "",
        "letter of the dean's office", "From your school, while you are enrolled."),
}


def build_certificates(root, to):
    columns = ["id", "label", "scope", "who", "event", "margin_months", "fees", "after", "proof", "rule",
               "certainty", "source", "as_of"]
    rules = {row["rule_id"]: row for row in read_rows(root, RULES)}
    items = {row["item"]: row for row in read_rows(root, CATALOG)}
    rows = []
    for name, (key, *words) in OBLIGATIONS.items():
        row = items[key.split()[1]] if key.startswith("item ") else rules[key]
        rows.append(dict(zip(columns[1:10], words), id=name, certainty=row.get("certainty") or "low",
                         source=source_key(SOURCES, row["source"]), as_of=row["as_of"]))
    return write_table(to, "certificates.csv", columns, rows)
