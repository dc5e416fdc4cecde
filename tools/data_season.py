"""What a season costs and allows: fees, signals, limits, calendar, exam standards."""

from data_common import count, read_rows, write_table
from data_specialties import SPECIALTIES

FEES = "domain/fees.csv"
SIGNALS = "domain/signals.csv"
SIGNALS_BY_SEASON = "aggregates/program_signals_by_season.csv"
LIMITS = "domain/application_limits.csv"
CALENDAR = "domain/calendar.csv"
SEASONS = (2026, 2027, 2028)

# Collected id and season -> the season of ours (the year of the Match) and the source key.
FEE_SEASONS = {
    "ERAS2026": 2026, "ERAS2027": 2027, "NRMP2026": 2026, "NRMP2027": 2027, "NRMP2017": 2017, "2026": 2027,
    "2024": 2024, "2026-03-01": 2027,
}
FEE_SOURCES = (
    ("https://students-residents.aamc.org/applying-residencies-eras/publication-chapters/fees-2025", "AAMCFEES2026"),
    ("USA pathway data", "USAPATHWAY2026"), ("visa policy items", "VISAPOLICY2026"),
    ("https://money-central.com", "MONEYCENTRAL"), ("https://biologyinsights.com", "BIOLOGYINSIGHTS"),
    ("http://www.nrmp.org/match-process/match-fees", "NRMPFEES2017"), ("github:shalinder88", "USCEHUB"),
    ("https://www.utrgv.edu", "UTRGVVSLO"),
)
# collected id: (service, item, unit, from, to, payer)
FEE_ITEMS = {
    "eras_app_tier1": ("ERAS", "application", "per_program_per_specialty", 1, 30, "applicant"),
    "eras_app_tier2": ("ERAS", "application", "per_program_per_specialty", 31, "", "applicant"),
    "usmle_transcript": ("ERAS", "transcript", "once_per_season", "", "", "applicant"),
    "eras_token": ("ECFMG", "token", "once_per_season", "", "", "applicant"),
    "nrmp_standard": ("NRMP", "nrmp_registration", "once_per_season", 1, 20, "applicant"),
    "nrmp_late": ("NRMP", "nrmp_late", "once_per_season", "", "", "applicant"),
    "nrmp_extra_rank": ("NRMP", "nrmp_extra_rank", "per_rank", 21, 300, "applicant"),
    "nrmp_couple": ("NRMP", "nrmp_couple", "per_partner", "", "", "applicant"),
    "myintealth": ("ECFMG", "ecfmg_account", "once", "", "", "applicant"),
    "ecfmg_application": ("ECFMG", "ecfmg_application", "once", "", "", "applicant"),
    "ecfmg_credentials": ("ECFMG", "ecfmg_credentials", "once", "", "", "applicant"),
    "ecfmg_pathways": ("ECFMG", "ecfmg_pathway", "once_per_season", "", "", "applicant"),
    "usmle_step1": ("USMLE", "step1", "per_attempt", "", "", "applicant"),
    "usmle_step2ck": ("USMLE", "step2ck", "per_attempt", "", "", "applicant"),
    "usmle_step3": ("USMLE", "step3", "per_attempt", "", "", "applicant"),
    "oet": ("OET", "oet_medicine", "per_attempt", "", "", "applicant"),
    "j1_ecfmg": ("ECFMG", "j1_sponsorship", "per_application", "", "", "applicant"),
    "sevis_j1": ("DHS", "sevis_j1", "once", "", "", "applicant"),
    "visa_mrv": ("State", "visa_application", "per_application", "", "", "applicant"),
    "visa_integrity": ("State", "visa_integrity", "per_visa", "", "", "applicant"),
    "h1b_premium": ("USCIS", "h1b_premium", "per_application", "", "", "employer"),
    "vslo_app": ("VSLO", "vslo_application", "per_application", "", "", "applicant"),
}


def build_fees(root, to):
    columns = ["season", "service", "item", "unit", "from_count", "to_count", "cents", "certainty", "projected",
               "payer", "source", "as_of"]
    known = {}
    for row in read_rows(root, FEES):
        if row["fee_id"] in FEE_ITEMS and row["source"] != "unverified":
            fee = fee_row(row)
            known.setdefault((row["fee_id"], fee["season"]), fee)
    rows = [fee_of(known, fee_id, season) for fee_id in FEE_ITEMS for season in SEASONS]
    return write_table(to, "fees.csv", columns, rows, ["season", "service", "item", "from_count"])


def fee_row(row):
    service, item, unit, first, last, payer = FEE_ITEMS[row["fee_id"]]
    return {
        "season": FEE_SEASONS[row["season"]],
        "service": service,
        "item": item,
        "unit": unit,
        "from_count": first,
        "to_count": last,
        "cents": round(float(row["usd"]) * 100),
        "certainty": row["certainty"],
        "projected": "no",
        "payer": payer,
        "source": source_key(FEE_SOURCES, row["source"]),
        "as_of": row["as_of"],
    }


def fee_of(known, fee_id, season):
    """The fee of a season; else that of the nearest season that is known, older ones first, marked as projected."""
    seasons = sorted((known_season for known_id, known_season in known if known_id == fee_id),
                     key=lambda other: (abs(other - season), other))
    nearest = seasons[0]
    fee = dict(known[fee_id, nearest], season=season)
    if nearest != season:
        fee.update(projected="yes", certainty="low")
    return fee


def source_key(sources, text):
    """The key of the first source whose mark is in the collected reference."""
    return next(key for mark, key in sources if mark in text)


# Names of the 2025 table that the 2027 table writes in another way, or splits in two.
SIGNAL_NAMES = {
    "Child Neurology & Neurodevelopmental Disabilities": ("Child Neurology", "Neurodevelopmental Disabilities"),
    "Diagnostic Radiology and Interventional Radiology": ("Diagnostic Radiology and Interventional Radiology",
                                                          "Interventional Radiology - Integrated"),
    "Thoracic Surgery": ("Thoracic Surgery - Integrated",),
}
SHARED_SIGNALS = {
    "Child Neurology": "one pool with Neurodevelopmental Disabilities in 2025",
    "Neurodevelopmental Disabilities": "one pool with Child Neurology in 2025",
    "Diagnostic Radiology and Interventional Radiology": "one pool for both in 2025",
    "Interventional Radiology - Integrated": "one pool with Diagnostic Radiology in 2025",
}
SIGNAL_SOURCES = (
    ("https://students-residents.aamc.org/applying-residencies-eras/program-signaling-2025", "AAMCSIGNALS2025"),
    ("https://www.im.org", "AAIMSIGNALS2026"), ("Matchly SignalLimits", "MATCHLYSIGNALS2027"),
)
OBGYN = "Obstetrics and Gynecology"


def build_signals(root, to):
    columns = ["season", "specialty", "service", "tiering", "gold", "silver", "total", "certainty", "projected",
               "specialty_code", "note", "source", "as_of"]
    listed = read_rows(root, SIGNALS)
    newest = {row["specialty"]: signal_row(row, 2027) for row in listed if row["season"] == "2027"}
    newest[OBGYN].update(certainty="low", note="3 gold and 15 silver in 2024: sources disagree")
    current = {}
    for row in listed:
        if row["season"] == "2025":
            for name in SIGNAL_NAMES.get(row["specialty"], (row["specialty"],)):
                note = SHARED_SIGNALS.get(name, "")
                current[name] = dict(signal_row(row, 2026), specialty=name, certainty="low", projected="yes", note=note)
    for row in listed:
        if row["season"] == "2026":
            current[row["specialty"]] = signal_row(row, 2026)
    current["Emergency Medicine"]["service"] = "ResidencyCAS"
    current[OBGYN] = obgyn_2026(root)
    later = [dict(row, season=2028, projected="yes", certainty="low") for row in newest.values()]
    rows = [*current.values(), *newest.values(), *later]
    codes = {signal: code for code, (_, _, _, _, signal) in SPECIALTIES.items() if signal}
    for row in rows:
        row["specialty_code"] = codes.get(row["specialty"], "")
    return write_table(to, "signals.csv", columns, rows, ["season", "specialty"])


def signal_row(row, season):
    tiered = row["tiering"] == "tiered"
    return {
        "season": season,
        "specialty": row["specialty"],
        "service": row["application_service"],
        "tiering": row["tiering"],
        "gold": count(row["gold"]) if tiered else "",
        "silver": count(row["silver"]) if tiered else "",
        "total": count(row["total"]),
        "certainty": row["certainty"],
        "projected": "no",
        "source": source_key(SIGNAL_SOURCES, row["source"]),
        "as_of": row["as_of"],
    }


def obgyn_2026(root):
    """OB-GYN left the 2025 table with ERAS; its last listed numbers are those of 2024."""
    row = next(row for row in read_rows(root, SIGNALS_BY_SEASON)
               if row["eras_season"] == "2024" and row["specialty"] == OBGYN)
    return {
        "season": 2026, "specialty": OBGYN, "service": "ResidencyCAS", "tiering": "tiered",
        "gold": count(row["gold"]), "silver": count(row["silver"]), "total": count(row["total"]),
        "certainty": "low", "projected": "yes", "note": "from 2024", "source": "SIGNALS2024", "as_of": "2024",
    }


LIMIT_SOURCES = (
    ("https://www.aamc.org/services/eras-institutions/eras-letter-writers-faq", "AAMCLETTERFAQ"),
    ("https://students-residents.aamc.org/applying-residencies-eras/publication-chapters/letters", "AAMCLETTERS"),
    ("https://students-residents.aamc.org/eras-tools", "AAMCFAQ2025"),
    ("https://students-residents.aamc.org/visiting-student", "VSLO"),
    ("https://ama-assn.org/medical", "AMAEXPERIENCES"), ("AMA, 4 tips", "AMASIGNALS"),
    ("https://erasoptimizer.com", "ERASOPTIMIZER"), ("https://biologyinsights.com", "BIOLOGYINSIGHTS"),
    ("https://money-central.com", "MONEYCENTRAL"), ("http://www.nrmp.org/faq-sections/applicants-faqs", "NRMPFAQ"),
    ("http://www.nrmp.org/faq-sections/policy", "NRMPPOLICY"), ("https://nrmp.org/search/SOAP", "NRMPSOAP"),
    ("https://www.nrmp.org/about/news/2023/02", "NRMPNEWS2023"), ("https://residencyadvisor.com", "RESIDENCYADVISOR"),
    ("https://www.markettransfer.info", "NRMPAGREEMENT"), ("https://www.programinsider.in", "PROGRAMINSIDER"),
)
# collected id -> (our id, our words)
LIMITS_OWN = {
    "eras_lor_per_program": ("letters_per_program", "Letters per program"),
    "eras_lor_general": ("letter_may_be_shared", "A general letter may serve several specialties"),
    "eras_lor_lock": ("letter_locked", "A letter entry is final once confirmed for upload"),
    "eras_lor_waive": ("letter_waiver", "The right to read a letter is kept or waived letter by letter"),
    "eras_experiences": ("experiences", "Experience entries"),
    "eras_meaningful": ("meaningful_experiences", "Experiences marked most meaningful"),
    "eras_exp_chars": ("experience_characters", "Characters per experience"),
    "eras_meaningful_chars": ("meaningful_characters", "Characters per most meaningful experience"),
    "eras_ps_per_program": ("statements_per_program", "Personal statements per program"),
    "eras_ps_plain": ("statement_plain_text", "Personal statements are plain text"),
    "eras_geo_divisions": ("geography_divisions", "Census divisions that may be preferred"),
    "eras_locked": ("application_locked", "After submission only personal data can change"),
    "nrmp_ranks_included": ("ranks_included", "Ranks in the registration fee"),
    "nrmp_ranks_max": ("ranks_max", "Ranks on a primary list"),
    "nrmp_couple_ranks": ("couple_ranks_max", "Pairs of ranks of a couple"),
    "nrmp_soap_apps": ("soap_applications", "Applications in SOAP"),
    "nrmp_rol_recert": ("list_recertify", "A changed rank list must be certified again"),
    "nrmp_binding": ("match_binding", "A match or an accepted SOAP offer binds"),
    "nrmp_45_days": ("stay_days", "Days that a matched applicant must serve from the start"),
    "nrmp_int_48h": ("invitation_hours", "Hours to answer an invitation"),
    "nrmp_int_slots": ("invitations_within_slots", "No more invitations than interview slots"),
    "rescas_em_obgyn": ("residencycas_only", "Emergency Medicine and OB-GYN apply through ResidencyCAS"),
    "vslo_home": ("vslo_home_school", "VSLO needs a home school of its network"),
}
LIMIT_KINDS = {"max_free": "included", "min_hours": "min", "max": "max", "min": "min", "flag": "flag"}


def build_limits(root, to):
    """Rules of the application and of the Match; they are carried for every season until a newer one is known."""
    columns = ["id", "rule", "value", "kind", "certainty", "source", "as_of"]
    rows = [
        {
            "id": LIMITS_OWN[row["limit_id"]][0],
            "rule": LIMITS_OWN[row["limit_id"]][1],
            "value": row["value"],
            "kind": LIMIT_KINDS[row["kind"]],
            "certainty": row["certainty"],
            "source": source_key(LIMIT_SOURCES, row["source"]),
            "as_of": row["as_of"],
        }
        for row in read_rows(root, LIMITS) if row["limit_id"] in LIMITS_OWN
    ]
    # As the visa rules have it (tools/data_visas.py).
    rows.append({
        "id": "visit_days_waiver", "rule": "Days of one visit on the visa waiver (ESTA)", "value": 90, "kind": "max",
        "certainty": "medium", "source": "USCEHUB", "as_of": "2026-05",
    })
    # 8 CFR 214.2(b)(1) and (2): a year at most; on B-2 six months at least, but for good cause.
    rows.append({
        "id": "visit_days_visitor", "rule": "Days of one visit on B-1 or B-2; the officer at the border may set fewer",
        "value": 365, "kind": "max", "certainty": "medium", "source": "CFR2142B", "as_of": "1994-01-01",
    })
    rows.append({
        "id": "visit_months_pleasure", "rule": "Months that a visitor on B-2 is let in for, as a rule", "value": 6,
        "kind": "min", "certainty": "medium", "source": "CFR2142B", "as_of": "1994-01-01",
    })
    return write_table(to, "limits.csv", columns, rows, ["id"])


CALENDAR_SOURCES = (
    ("https://students-residents.aamc.org/applying-residencies-eras/publication-chapters/eras-timeline",
     "AAMCTIMELINE"),
    ("https://www.nrmp.org/about/news/2025/09", "NRMPNEWS2025"),
    ("https://www.aamc.org/services/eras-inst", "AAMCLETTERFAQ"), ("https://www.quantaprep.com", "QUANTAPREP"),
    ("2027 season deadlines page", "DEADLINES2027"), ("https://www.joinleland.com", "LELAND"),
    ("general surgery invitation timing", "SURGERYINVITES"), ("https://www.iatrox.com", "IATROX"),
    ("github:shalinder88", "USCEHUB"), ("https://money-central.com", "MONEYCENTRAL"),
    ("http://www.nrmp.org/faq-sections/applicants-faqs", "NRMPFAQ"), ("unverified", "PROJECTION"),
)
EVENT_LABELS = {
    "season_open": "The application season opens",
    "season_end": "The application season ends",
    "submit_open": "Applications can be submitted",
    "review_open": "Programs start to read applications",
    "registration_open": "Registration for the Match opens",
    "match_week_start": "Match Week and SOAP begin",
    "match_day": "Match Day",
    "lor_portal_switch": "Open letter requests lapse and must be sent again",
    "img_token": "Tokens for IMGs are issued",
    "mspe_release": "Programs can read the dean's letter",
    "surgery_invites": "General surgery programs send invitations",
    "interview_season_start": "Interviews begin",
    "oet_last_safe": "Last safe date for the English test",
    "pathway_deadline": "Pathway applications close",
    "standard_registration_deadline": "Registration without the late fee ends",
    "rank_open": "Rank lists can be entered",
    "rol_deadline": "Rank lists must be certified",
    "img_exam_status_deadline": "Exams of IMGs must be reported as passed",
    "match_status": "Matched or not is told; unfilled programs are listed",
    "system_close": "The Match season closes",
    "training_start": "Residency starts",
}
EVENT_CERTAINTY = {"confirmed": "high", "likely": "medium", "reported_once": "low", "projected": "low"}


# What no source has for a later season, by the pattern of the one before:
# (season, event, date, time, applies to, service).
PROJECTED_EVENTS = (
    (2028, "oet_last_safe", "2027-12-31", "", "img", "ECFMG"),
    (2028, "pathway_deadline", "2028-01-31", "23:59", "img", "ECFMG"),
    (2028, "img_exam_status_deadline", "2028-03-01", "21:00", "img", "NRMP"),
    (2028, "training_start", "2028-07-01", "", "residency", "GME"),
)


def projected_event(season, event, date, time, applies_to, service):
    return {
        "season": season, "event": event, "date": date, "time_et": time, "label": EVENT_LABELS[event],
        "applies_to": applies_to, "certainty": "low", "projected": "yes", "service": service,
        "source": "PROJECTION", "as_of": "2026-11-22",
    }


def build_calendar(root, to):
    columns = ["season", "event", "date", "time_et", "label", "applies_to", "certainty", "projected", "service",
               "source", "as_of"]
    rows = [calendar_row(row) for row in read_rows(root, CALENDAR) if row["certainty"] != "unverified"]
    rows += [projected_event(*event) for event in PROJECTED_EVENTS]
    return write_table(to, "calendar.csv", columns, rows, ["season", "date", "event"])


def calendar_row(row):
    return {
        "season": row["season"][-4:],
        "event": row["event"],
        "date": row["date"],
        "time_et": row["time_et"],
        "label": EVENT_LABELS[row["event"]],
        "applies_to": row["applies_to"],
        "certainty": EVENT_CERTAINTY[row["certainty"]],
        "projected": "yes" if row["certainty"] == "projected" else "no",
        "service": row["season"][:-4],
        "source": source_key(CALENDAR_SOURCES, row["source"]),
        "as_of": row["as_of"],
    }


# The standards of the certification rules, as numbers. (exam, what, value, from, to, certainty, source, as_of)
EXAMS = (
    ("step1", "pass_fail", "", "2022-01-26", "", "high", "PROBSEE", "2025"),
    ("step1", "attempts_max", 4, "", "", "high", "ECFMGBULLETIN2024", "2024"),
    ("step2ck", "score_min", 1, "", "", "medium", "PROBSEE", "2025"),
    ("step2ck", "score_max", 300, "", "", "medium", "PROBSEE", "2025"),
    ("step2ck", "pass", 214, "", "2025-06-30", "high", "MEDVILY", "2025"),
    ("step2ck", "pass", 218, "2025-07-01", "", "high", "MEDVILY", "2025"),
    ("step2ck", "attempts_max", 4, "", "", "high", "ECFMGBULLETIN2024", "2024"),
    ("step3", "score_min", 1, "", "", "medium", "PROBSEE", "2025"),
    ("step3", "score_max", 300, "", "", "medium", "PROBSEE", "2025"),
    ("step3", "pass", 200, "", "", "medium", "PROBSEE", "2025"),
    ("step3", "attempts_max", 4, "", "", "high", "ECFMGBULLETIN2024", "2024"),
    ("steps", "attempts_in_12_months", 3, "", "", "high", "ECFMGBULLETIN2024", "2024"),
    ("steps", "fourth_months_after_first", 12, "", "", "high", "ECFMGBULLETIN2024", "2024"),
    ("steps", "fourth_months_after_last", 6, "", "", "high", "ECFMGBULLETIN2024", "2024"),
    ("steps", "years_to_complete", 7, "", "", "high", "USCEHUB", "2026-05"),
    ("oet_medicine", "pass_listening", 350, "", "", "high", "IATROX", "2026"),
    ("oet_medicine", "pass_reading", 350, "", "", "high", "IATROX", "2026"),
    ("oet_medicine", "pass_speaking", 350, "", "", "high", "IATROX", "2026"),
    ("oet_medicine", "season_window_years", 2, "", "", "medium", "USCEHUB", "2026-05"),
    ("oet_medicine", "pass_writing", 300, "", "", "high", "IATROX", "2026"),
)


def build_exams(to):
    columns = ["exam", "what", "value", "from_date", "to_date", "certainty", "source", "as_of"]
    rows = [dict(zip(columns, row)) for row in EXAMS]
    return write_table(to, "exams.csv", columns, rows, ["exam", "what", "from_date"])
