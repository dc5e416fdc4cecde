"""Tables carried from NRMP reports: counts, outcomes, rank lists, rates. All of them live in data/nrmp/."""

from collections import Counter, defaultdict

from data_common import count, number, read_rows, write_table
from data_programs import RESULTS, TRACK_TYPES
from data_specialties import SPECIALTIES, code_of, name_of

COUNTS = "raw/yappy20__residency_match/nrmp_state_specialty_applicant_type_2025.csv"
RANKING = "aggregates/nrmp_2025_pgy1_applicants_ranking_specialty.csv"
OUTCOMES = "aggregates/charting_outcomes_2026_non_us_img.csv"
OUTCOME_TOTALS = "aggregates/charting_outcomes_2026_non_us_img_summary.csv"
RANK_LISTS = "aggregates/nrmp_rank_list_length_applicants_2006_2025.csv"
PROGRAM_RANK_LISTS = "aggregates/nrmp_rank_list_length_programs_2006_2025.csv"
RATES = "aggregates/match_rates_by_applicant_type.csv"
RATES_2026 = "domain/match_stats.csv"
YEARS = "aggregates/nrmp_specialty_year_2014_2025.csv"

CODE_OF_CELL = {cell: code for code, (_, _, cell, _, _) in SPECIALTIES.items() if cell}

LEVELS = {"C": "PGY-1", "P": "PGY-1", "M": "PGY-1", "A": "PGY-2", "R": "Physician"}


def build_counts(root, to):
    columns = [
        "state", "specialty", "level", "positions", "filled", "us_md", "us_do", "us_img", "non_us_img", "other",
        "us_md_senior", "us_md_grad", "us_do_senior", "us_do_grad", "specialty_code", "source", "as_of",
    ]
    offered = positions_by_level(root)
    rows = [count_row(row, offered) for row in read_rows(root, COUNTS)]
    return write_table(to, "nrmp/counts_2025.csv", columns, rows, ["state", "specialty_code", "level"])


def positions_by_level(root):
    """(state, specialty code) -> {level: positions} of the tracks listed for 2025."""
    offered = defaultdict(Counter)
    for row in read_rows(root, RESULTS):
        code = row["program_code"]
        offered[row["state"], code[4:7]][LEVELS[code[7]]] += int(row["quota_2025"] or 0)
    return offered


def count_row(row, offered):
    specialty = row["specialty"]
    code = CODE_OF_CELL[specialty]
    result = {
        "state": row["state"],
        "specialty": specialty,
        "level": row["entry_level"] or level_of(offered[row["state"], code], int(row["positions"])),
        "specialty_code": code,
        "us_md_senior": count(row["md_senior"]),
        "us_md_grad": count(row["md_grad"]),
        "us_do_senior": count(row["do_senior"]),
        "us_do_grad": count(row["do_grad"]),
        "source": "NRMP2025S",
        "as_of": "2025-03",
    }
    for column in ("positions", "filled", "us_img", "non_us_img", "other"):
        result[column] = count(row[column])
    result["us_md"] = result["us_md_senior"] + result["us_md_grad"]
    result["us_do"] = result["us_do_senior"] + result["us_do_grad"]
    return result


def level_of(offered, positions):
    """The level that the table leaves out for a few specialties: the one whose tracks have as many positions."""
    (level,) = (level for level, quota in offered.items() if quota == positions)
    return level


# Rows of the PGY-1 table that are one track type of a specialty: (specialty code, track type, our name).
TRACK_ROWS = {
    "Internal Medicine (Categorical)": ("140", "categorical", "Internal Medicine"),
    "Medicine-Preliminary (PGY-1 Only)": ("140", "preliminary", "Medicine-Preliminary"),
    "Medicine-Primary": ("140", "primary_care", "Medicine-Primary"),
    "OB/GYN-Preliminary (PGY-1 Only)": ("220", "preliminary", "OB/GYN-Preliminary"),
    "Pediatrics (Categorical)": ("320", "categorical", "Pediatrics"),
    "Pediatrics-Preliminary": ("320", "preliminary", "Pediatrics-Preliminary"),
    "Pediatrics-Primary": ("320", "primary_care", "Pediatrics-Primary"),
    "Physical Medicine & Rehab": ("340", "categorical", "Physical Medicine and Rehabilitation"),
    "Surgery (Categorical)": ("440", "categorical", "General Surgery"),
    "Surgery-Preliminary (PGY-1 Only)": ("440", "preliminary", "Surgery-Preliminary"),
    "Transitional (PGY-1 Only)": ("999", "preliminary", "Transitional Year"),
}
TYPES = (("us_md_senior", "us_md"), ("us_do_senior", "us_do"), ("us_img", "us_img"), ("non_us_img", "non_us_img"))


def build_specialty_types(root, to):
    columns = [
        "name", "specialty_code", "track_type",
        *[f"{what}_{own}" for _, own in TYPES for what in ("applicants", "matched")],
        "unfilled", "checked", "source", "as_of",
    ]
    rows = [specialty_type(row) for row in read_rows(root, RANKING)]
    return write_table(to, "nrmp/specialty_types_2025.csv", columns, rows, ["specialty_code", "track_type"])


def specialty_type(row):
    code, track_type, name = TRACK_ROWS.get(row["specialty"]) or whole_specialty(row["specialty"])
    result = {
        "name": name,
        "specialty_code": code,
        "track_type": track_type,
        "unfilled": count(row["unfilled"]),
        "checked": "yes" if row["check"].startswith("matched counts agree") else "no",
        "source": "NRMP2025A",
        "as_of": "2025-03",
    }
    for theirs, own in TYPES:
        result[f"applicants_{own}"] = count(row[f"applicants_{theirs}"])
        result[f"matched_{own}"] = count(row[f"matched_{theirs}"])
    return result


def whole_specialty(name):
    code = code_of(name)
    return code, "categorical", name_of(code)


def build_outcomes(root, to):
    columns = [
        "specialty_code", "specialty", "measure", "cohort", "n", "min", "q1", "median", "q3", "max", "mean", "sd",
        "source", "as_of",
    ]
    rows = [
        {
            "specialty_code": code_of(row["specialty"]),
            "specialty": row["specialty"],
            "measure": row["measure"],
            "cohort": row["cohort"],
            **{column: number(row[column]) for column in columns[4:12]},
            "source": "NRMP2026C",
            "as_of": "2026-07",
        }
        for row in read_rows(root, OUTCOMES)
    ]
    return write_table(to, "nrmp/outcomes_2026.csv", columns, rows, ["specialty_code", "measure", "cohort"])


def build_outcome_totals(root, to):
    columns = [
        "specialty_code", "specialty", "positions", "applicants", "non_us_img_matched", "non_us_img_unmatched",
        "source", "as_of",
    ]
    rows = [
        {
            "specialty_code": code_of(row["specialty"]),
            "specialty": row["specialty"],
            "positions": count(row["positions"]),
            "applicants": count(row["all_applicants_ranking_first"]),
            "non_us_img_matched": count(row["non_us_img_matched"]),
            "non_us_img_unmatched": count(row["non_us_img_not_matched"]),
            "source": "NRMP2026C",
            "as_of": "2026-07",
        }
        for row in read_rows(root, OUTCOME_TOTALS)
    ]
    return write_table(to, "nrmp/outcomes_2026_totals.csv", columns, rows, ["specialty_code"])


OWN_TYPE = {
    "all_applicants": "all", "all_active": "all", "us_md_senior": "us_md", "us_do_senior": "us_do", "us_img": "us_img",
    "non_us_img": "non_us_img", "all_img": "img",
}


def build_rank_lists(root, to):
    columns = [
        "year", "applicant_type", "matched", "unmatched", "mean_ranks_matched", "mean_ranks_unmatched", "source",
        "as_of",
    ]
    rows = [
        {
            "year": row["year"],
            "applicant_type": OWN_TYPE[row["applicant_type"]],
            "matched": count(row["matched"]),
            "unmatched": count(row["unmatched"]),
            "mean_ranks_matched": number(row["mean_rank_list_matched"]),
            "mean_ranks_unmatched": number(row["mean_rank_list_unmatched"]),
            "source": "NRMP2025L",
            "as_of": "2025-03-21",
        }
        for row in read_rows(root, RANK_LISTS)
    ]
    return write_table(to, "nrmp/rank_lists.csv", columns, rows, ["year", "applicant_type"])


def build_program_rank_lists(root, to):
    columns = [
        "year", "filled", "unfilled", "mean_ranks_filled", "mean_ranks_unfilled", "ranks_per_position_filled",
        "ranks_per_position_unfilled", "source", "as_of",
    ]
    rows = [
        {
            "year": row["year"],
            "filled": count(row["filled_programs"]),
            "unfilled": count(row["unfilled_programs"]),
            "mean_ranks_filled": number(row["mean_rank_list_filled"]),
            "mean_ranks_unfilled": number(row["mean_rank_list_unfilled"]),
            "ranks_per_position_filled": number(row["ranks_per_position_filled"]),
            "ranks_per_position_unfilled": number(row["ranks_per_position_unfilled"]),
            "source": "NRMP2025L",
            "as_of": "2025-03-21",
        }
        for row in read_rows(root, PROGRAM_RANK_LISTS)
    ]
    return write_table(to, "nrmp/program_rank_lists.csv", columns, rows, ["year"])


# (start of the collected trust text) -> certainty; the first that fits.
TRUST = (("official", "high"), ("derived from official", "high"), ("repost", "medium"), ("secondary", "medium"),
         ("weak", "low"))
# (start of the collected source text) -> (source key, as_of).
RATE_SOURCES = (
    ("NRMP 2025 Main Residency Match By the Numbers", "NRMP2025N", "2025-03-19"),
    ("derived: 2025 value minus published change", "NRMP2025N", "2025-03-19"),
    ("intealth.org", "INTEALTH2023", "2023-03-17"),
    ("whitecoatpockets.com", "WHITECOAT2023", "2023"),
    ("imgprep.com", "IMGPREP2021", "2021"),
    ("ECFMG 2018 release", "ECFMG2018", "2018-03-16"),
    ("Scientific American", "STAT2017", "2017-03"),
    ("residentsmedical.com", "RESIDENTSMED2016", "2016"),
)
STATS_TYPES = {
    "us_md_senior": "us_md", "us_do_senior": "us_do", "us_img": "us_img", "nonus_img": "non_us_img",
    "img_visa_required": "img_visa", "img_no_visa": "img_no_visa",
}
STATS_SOURCES = {2022: ("HUNTER2024", "2024-02"), 2026: ("USCEHUB", "2026-05")}


def build_match_rates(root, to):
    columns = ["year", "applicant_type", "certified", "matched", "rate", "certainty", "source", "as_of"]
    rows = {(row["year"], row["applicant_type"]): row for row in map(match_rate, read_rows(root, RATES)) if row}
    for row in later_rates(root):
        rows.setdefault((row["year"], row["applicant_type"]), row)
    return write_table(to, "nrmp/match_rates.csv", columns, list(rows.values()), ["year", "applicant_type"])


def match_rate(row):
    """A published rate; statements about 2026 without a source are left to the other collection."""
    found = [entry for entry in RATE_SOURCES if row["source"].startswith(entry[0])]
    if not found:
        return None
    _, source, as_of = found[0]
    rate = float(row["match_rate_pct"]) / 100 if row["match_rate_pct"] else None
    certified, matched = count(row["submitted_rank_list"]), count(row["matched_pgy1"])
    if certified and matched:
        rate = matched / certified
    return {
        "year": int(row["year"]),
        "applicant_type": OWN_TYPE[row["applicant_type"]],
        "certified": certified,
        "matched": matched,
        "rate": f"{rate:.4f}",
        "certainty": next(own for theirs, own in TRUST if row["trust"].startswith(theirs)),
        "source": source,
        "as_of": as_of,
    }


def later_rates(root):
    """Rates of 2022 and 2026, and the sum of both kinds of IMG in 2026."""
    found = defaultdict(dict)
    certainty = {}
    for row in read_rows(root, RATES_2026):
        year = int(row["year"])
        if year in STATS_SOURCES and row["group"] in STATS_TYPES:
            found[year, STATS_TYPES[row["group"]]][row["statistic"]] = float(row["value"])
            certainty.setdefault((year, STATS_TYPES[row["group"]]), row["certainty"])
    for (year, kind), stats in found.items():
        active, matched = stats.get("active"), stats.get("matched")
        rate = matched / active if active else stats["match_rate_pct"] / 100
        yield rate_row(year, kind, active, matched, rate, certainty[year, kind])
    us, non_us = found[2026, "us_img"], found[2026, "non_us_img"]
    active, matched = us["active"] + non_us["active"], us["matched"] + non_us["matched"]
    yield rate_row(2026, "img", active, matched, matched / active, "medium")


def rate_row(year, kind, certified, matched, rate, certainty):
    source, as_of = STATS_SOURCES[year]
    return {
        "year": year, "applicant_type": kind, "certified": count(certified), "matched": count(matched),
        "rate": f"{rate:.4f}", "certainty": certainty, "source": source, "as_of": as_of,
    }


def build_specialty_years(root, to):
    columns = ["year", "specialty_code", "specialty", "track_type", "tracks", "positions", "filled", "source", "as_of"]
    rows = [
        {
            "year": row["year"],
            "specialty_code": row["specialty_code"],
            "specialty": name_of(row["specialty_code"]),
            "track_type": TRACK_TYPES[row["program_type"]],
            "tracks": count(row["tracks"]),
            "positions": count(row["positions"]),
            "filled": count(row["filled"]),
            **year_source(int(row["year"])),
        }
        for row in read_rows(root, YEARS)
        if row["specialty_code"] in SPECIALTIES
    ]
    return write_table(to, "nrmp/specialty_years.csv", columns, rows, ["year", "specialty_code", "track_type"])


def year_source(year):
    """The listing that the year is counted from: always the latest one that has it."""
    last = 2025 if year >= 2021 else {2014: 2018, 2015: 2019}.get(year, 2020)
    return {"source": f"NRMP{last}R", "as_of": f"{last}-03"}
