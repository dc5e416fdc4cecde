"""Effects and base rates from the literature, and the figures of applications."""

from math import log, sqrt

from data_common import count, read_rows, write_table
from data_nrmp import OUTCOMES
from data_specialties import code_of

EFFECTS = "domain/effect_sizes.csv"
CROWD = "aggregates/general_surgery_crowdsourced_effects.csv"
RATES = "aggregates/match_rates_by_applicant_type.csv"
STATS = "domain/match_stats.csv"
APPLICATIONS = "aggregates/eras_applicants_and_applications.csv"
OVERVIEW = "aggregates/match_overview_by_year.csv"
FEES = "domain/fees.csv"
Z = 1.96
# Published means and deviations are whole numbers: the variance of the rounding of two means.
ROUNDING = 2 / 12


def logit(p):
    return log(p / (1 - p))


def evidence(root):
    """id -> the row, with its figures as numbers."""
    return {row["id"]: row for row in read_rows(root, EFFECTS)}


def first(row):
    return float(row["value"])


def second(row):
    return float(row["value2_or_ci_low"])


def build_effects(root, to):
    columns = ["id", "input", "contrast", "outcome", "population", "log_odds", "log_odds_low", "log_odds_high",
               "certainty", "note", "source", "as_of"]
    rows = [*literature(root), *step2_rows(root)]
    for row in rows:
        for column in columns[5:8]:
            row[column] = "" if row[column] is None else f"{row[column]:.4f}"
    return write_table(to, "effects.csv", columns, rows, ["input", "id"])


def effect(identity, contrast, outcome, population, figures, certainty, note, source, as_of):
    """One row; the input is the first part of the id, figures are (log odds, low, high)."""
    return {
        "id": identity, "input": identity.partition(".")[0], "contrast": contrast, "outcome": outcome,
        "population": population, "log_odds": figures[0], "log_odds_low": figures[1], "log_odds_high": figures[2],
        "certainty": certainty, "note": note, "source": source, "as_of": as_of,
    }


def literature(root):
    facts = evidence(root)
    crowd = {row["effect"]: row for row in read_rows(root, CROWD)}
    surgery = crowd["invitation odds ratio, signalled vs not (tier-matched)"]
    signal, aligned, no_choice = facts["SIG_RANGE"], facts["GEO_ALIGN"], facts["GEO_NONE"]
    state, ties, visa = facts["INSTATE"], facts["SIG_YIELD_GEO"], facts["VISA_RATE"]
    rotation = log(first(facts["AWAY_REGION_C"])), rotation_bound(facts)
    with_signal = log(first(facts["GEO_WITH_SIG"]))
    us = "us_applicants_9_specialties"
    return [
        effect("signal.sent", "signal sent or not", "interview", us,
               (log(first(signal)), log(float(surgery["ci_low"])), log(second(signal))), "medium",
               "low end of 2.71 to 9.07 over nine specialties without IMGs; low: lower limit of a crowdsourced "
               "general surgery sample (3.85, from 1.77)", "ROMANOSKI2025", "2025"),
        effect("signal.gold", "gold rather than silver", "interview", "any", (None, None, None), "none",
               "no published figure by tier", "ROMANOSKI2025", "2025"),
        effect("geography.aligned", "preferred division or not", "interview", us,
               (log(first(aligned)), with_signal, log(second(aligned))), "medium",
               "low end of 1.83 to 2.75 without IMGs; low: 1.4 beside a signal in internal medicine",
               "ROMANOSKI2025", "2025"),
        effect("geography.none", "no preference rather than another division", "interview", us,
               (log(first(no_choice)), 0.0, log(second(no_choice))), "medium",
               "low end of 1.19 to 2.16 without IMGs; low: none", "ROMANOSKI2025", "2025"),
        effect("geography.with_signal", "preferred division beside a signal", "interview", "140",
               (with_signal, 0.0, log(first(aligned))), "medium",
               "survey of internal medicine applicants of 2022; low: none",
               "BENJAMIN2023TX", "2023"),
        effect("tie.state", "lives in the state or not", "interview", us,
               (log(first(state)), logit(second(ties) / 100) - logit(first(ties) / 100), log(second(state))), "medium",
               "low end of 2.45 to 5.14 without IMGs; low: yield of signals with five ties against none",
               "ROMANOSKI2025", "2025"),
        effect("rotation.at_program", "rotation at the program or not", "interview", "280",
               (sum(rotation) / 2, *rotation), "low",
               "middle of the bounds; low: spill-over to the region (1.2); high: 91.8 against 59.5 percent interviewed "
               "in otolaryngology: an upper bound for IMGs", "BENJAMIN2023ROT", "2023"),
        effect("rotation.in_region", "rotation elsewhere in the region", "interview", "280",
               (log(first(facts["AWAY_REGION_C"])), log(second(facts["AWAY_REGION_C"])),
                log(float(facts["AWAY_REGION_W"]["ci_high"]))), "low",
               "otolaryngology: 1.2 in the Central region, 1.9 in the West", "BENJAMIN2023ROT", "2023"),
        effect("years_since_graduation.year", "each year after the second", "match", "img", (None, *years_bound(facts)),
               "none", "bound from a table without a source", "USCEHUB", "2026-05"),
        effect("usce.month", "one month of hands-on US experience", "match", "img", (None, 0.0, usce_bound(facts)),
               "none", "bound from estimates of one site for primary care", "RESIDENCYADVISOR", "2026-01"),
        effect("attempts.failed", "one failed attempt of a Step", "interview", "img", (None, None, 0.0), "none",
               "direction only: directors rate it as important", "PDSURVEY2018", "2018"),
        effect("attempts.match", "one earlier Match without success", "match", "img", (None, None, 0.0), "none",
               "direction only, after adjustment, survey of 744 IMGs", "HUNTER2024", "2024-02"),
        effect("visa.needed", "visa needed or not", "match", "img",
               (0.0, logit(first(visa) / 100) - logit(second(visa) / 100), 0.0), "medium",
               "none after adjustment; low: raw gap of 2026; acts through programs that take no visa",
               "HUNTER2024", "2024-02"),
        research(root),
        effect("letters.us", "one more US letter", "interview", "img", (None, None, None), "none",
               "no published figure", "PDSURVEY2018", "2018"),
        effect("language.shared", "a language of the program's patients", "interview", "img", (None, None, None),
               "none", "no published figure", "PDSURVEY2018", "2018"),
        effect("step3.passed", "Step 3 passed or not", "interview", "img", (None, None, None), "none",
               "no published figure; opens H-1B programs", "USCEHUB", "2026-03"),
    ]


def rotation_bound(facts):
    """Interviewed after a rotation there, against interviewed after a signal, in otolaryngology."""
    return logit(first(facts["AWAY_SAME_INT"]) / 100) - logit(first(facts["SIG_YIELD_ENT"]) / 100)


def years_bound(facts):
    """Slope per year of the unsourced table, from 1.5 years to 11: (low, high)."""
    early, late = facts["YOG_1_2"], facts["YOG_10P"]
    rate = [(first(row) + second(row)) / 200 for row in (early, late)]
    return (logit(rate[1]) - logit(rate[0])) / (11 - 1.5), 0.0


def usce_bound(facts):
    """Slope per month from none to one or two months."""
    return (logit(first(facts["USCE_1_2"]) / 100) - logit(first(facts["USCE_0"]) / 100)) / 1.5


def cohorts(root, measure):
    """specialty code -> {cohort: (n, mean, sd)} where both are published."""
    found = {}
    for row in read_rows(root, OUTCOMES):
        if row["measure"] == measure and row["mean"] and row["sd"]:
            figures = int(row["n"]), float(row["mean"]), float(row["sd"])
            found.setdefault(code_of(row["specialty"]), {})[row["cohort"]] = figures
    return {code: both for code, both in found.items() if len(both) == 2}


def slope(both, step):
    """Log odds per `step` of a measure that is normal in both cohorts, and its standard error."""
    (n1, mean1, sd1), (n2, mean2, sd2) = both["matched"], both["not_matched"]
    variance = ((n1 - 1) * sd1 ** 2 + (n2 - 1) * sd2 ** 2) / (n1 + n2 - 2)
    error = sqrt(sd1 ** 2 / n1 + sd2 ** 2 / n2 + ROUNDING)
    return step * (mean1 - mean2) / variance, step * error / variance


def step2_rows(root):
    """Ten points of Step 2 CK: one row per specialty, and one for a specialty that is not listed."""
    slopes = {code: slope(both, 10) for code, both in cohorts(root, "step2ck").items()}
    for code, (value, error) in sorted(slopes.items()):
        yield effect(f"step2.{code}", "ten points more", "match", code,
                     (value, value - Z * error, value + Z * error), "medium",
                     "from published means and deviations of those with a rank list: a lower bound for the whole path",
                     "NRMP2026C", "2026-07")
    value, spread = pooled(list(slopes.values()))
    bounds = value - Z * spread, value + Z * spread
    yield effect("step2.any", "ten points more", "match", "non_us_img", (value, *bounds), "medium",
                 f"pooled over {len(slopes)} specialties; range for a specialty not listed", "NRMP2026C",
                 "2026-07")


def pooled(slopes):
    """DerSimonian-Laird mean, and the deviation of a new specialty from it."""
    weights = [1 / error ** 2 for _, error in slopes]
    total = sum(weights)
    mean = sum(weight * value for weight, (value, _) in zip(weights, slopes)) / total
    q = sum(weight * (value - mean) ** 2 for weight, (value, _) in zip(weights, slopes))
    between = max(0.0, (q - len(slopes) + 1) / (total - sum(weight ** 2 for weight in weights) / total))
    weights = [1 / (error ** 2 + between) for _, error in slopes]
    mean = sum(weight * value for weight, (value, _) in zip(weights, slopes)) / sum(weights)
    return mean, sqrt(between + 1 / sum(weights))


def research(root):
    """The medians are equal; the bound is what the means of internal medicine allow."""
    value, error = slope(cohorts(root, "publications")["140"], 1)
    bound = value + Z * error
    return effect("research.publication", "one more publication", "match", "non_us_img", (0.0, -bound, bound), "high",
                  "medians identical; bound from the means of internal medicine", "NRMP2026C", "2026-07")


def wilson(p, n):
    """95 % interval of a share of n."""
    middle = (p + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n)
    half = Z * sqrt(p * (1 - p) / n + Z ** 2 / (4 * n ** 2)) / (1 + Z ** 2 / n)
    return middle - half, middle + half


# Where no sample is given: this much either way.
WIDE = 0.10


def build_base_rates(root, to):
    columns = ["id", "what", "value", "low", "high", "certainty", "unit", "n", "note", "source", "as_of"]
    rows = [*program_rates(root), *applicant_rates(root), *costs(root)]
    for row in rows:
        for column in ("value", "low", "high"):
            row[column] = count(row[column]) if row["unit"] in ("count", "usd") else f"{row[column]:.4f}"
    return write_table(to, "base_rates.csv", columns, rows, ["id"])


def rate(identity, what, value, bounds, certainty, source, as_of, note="", n="", unit="fraction"):
    low, high = bounds
    return {"id": identity, "what": what, "value": value, "low": low, "high": high, "certainty": certainty,
            "unit": unit, "n": n, "note": note, "source": source, "as_of": as_of}


def wide(value):
    return max(0.0, value - WIDE), min(1.0, value + WIDE)


def program_rates(root):
    facts = evidence(root)
    j1, of_j1 = first(facts["J1_IMPROG"]) / 100, first(facts["H1B_IMPROG"]) / 100
    jgme = "TIAKO2022", "2022"
    apdim = "APDIM2021", "2021"
    rows = [
        rate("visa.j1", "internal medicine programs that take J-1", j1, wilson(j1, 419), "high", *jgme, n=419),
        rate("visa.h1b_of_j1", "of these, programs that take H-1B too", of_j1, wilson(of_j1, 267), "high", *jgme,
             n=267),
        rate("visa.h1b", "internal medicine programs that take H-1B", j1 * of_j1, wilson(j1 * of_j1, 419), "high",
             *jgme, "product of the two", 419),
        odds("visa.j1_community", "odds of J-1, community against academic programs", facts["COMM_J1"], jgme),
        odds("visa.j1_county", "odds of J-1, county hospitals against others", facts["COUNTY_J1"], jgme),
    ]
    for kind, name in (("community", "COMM"), ("university", "UNIV")):
        interviews = first(facts[f"APDIM_{name}_INT"]) / 100
        fill = facts[f"APDIM_{name}_FILL"]
        low, high = first(fill) / 100, second(fill) / 100
        rows.append(rate(f"img_interviews.{kind}", f"interviews given to IMGs, {kind} internal medicine programs",
                         interviews, wide(interviews), "medium", *apdim, "survey of 236 programs of 2017"))
        rows.append(rate(f"img_fill.{kind}", f"positions filled by IMGs, {kind} internal medicine programs",
                         (low + high) / 2, (low, high), "high", *apdim, "middle of the yearly range 2007 to 2019"))
    return rows


def odds(identity, what, row, source):
    return rate(identity, what, first(row), (second(row), float(row["ci_high"])), "high", *source, unit="odds_ratio")


def applicant_rates(root):
    facts = evidence(root)
    applied = next(float(row["value"]) for row in read_rows(root, APPLICATIONS)
                   if (row["season"], row["specialty"]) == ("2025", "all"))
    certified = sum(float(row["submitted_rank_list"]) for row in read_rows(root, RATES)
                    if row["year"] == "2025" and row["applicant_type"] in ("us_img", "non_us_img"))
    all_yield, sd = first(facts["SIG_YIELD"]) / 100, 0.323
    half = Z * sd / sqrt(1749)
    ent, none = first(facts["SIG_YIELD_ENT"]) / 100, first(facts["OBG_NOSIG"]) / 100
    us_experience = first(facts["USCE_ANY"]) / 100
    need, need_bounds = visa_need(root)
    couples = {row["item"]: float(row["value"]) for row in read_rows(root, OVERVIEW)
               if row["year"] == "2025" and row["item"].startswith("couples")}
    couple_rate = couples["couples_match_rate_pct"] / 100
    matched = sum(float(row["matched_pgy1"]) for row in read_rows(root, RATES)
                  if row["year"] == "2025" and row["applicant_type"] in ("us_img", "non_us_img"))
    usual = {row["group"]: float(row["value"]) for row in read_rows(root, APPLICATIONS)
             if row["item"] == "mean applications per applicant"}
    rows = [
        rate("applications.img", "programs that an IMG applies to in internal medicine", usual["IMG"],
             (0.8 * usual["IMG"], 1.7 * usual["IMG"]), "low", "AAIM2016", "2016",
             "figure of 2016; the range is ours, wider upwards since numbers have grown"),
        rate("applications.us_graduate", "programs that a US graduate applies to in internal medicine",
             usual["US/Canadian graduate"], (0.8 * usual["US/Canadian graduate"], 1.7 * usual["US/Canadian graduate"]),
             "low", "AAIM2016", "2016", "figure of 2016; the range is ours, wider upwards since numbers have grown"),
        rate("us.certified_share", "certified a list, of US graduates who registered", *us_certified(root, applied,
             certified), "low", "NRMP2025N", "2025-03-19", "all who registered without a list, less the IMGs"),
        rate("img.years_out", "years since graduation that cost and gain nothing", *usual_years(facts,
             matched / certified), "low", "USCEHUB", "2026-05", "where the unsourced table meets the published rate",
             unit="years"),
        rate("img.applied_2025", "IMGs who applied for 2025", applied, (applied * 0.95, applied * 1.05), "medium",
             "ERASDASHBOARD2025", "2025-09", "secondary; five percent either way", unit="count"),
        rate("img.certified_2025", "IMGs who certified a rank list in 2025", certified, (certified, certified), "high",
             "NRMP2025N", "2025-03-19", unit="count"),
        rate("couples.2025", "couples who certified rank lists in 2025", couples["couples"],
             (couples["couples"], couples["couples"]), "high", "NRMP2025N", "2025-03-19", unit="count"),
        rate("couples.match_rate_2025", "couples matched, of those with lists, 2025", couple_rate,
             (couple_rate, couple_rate), "high", "NRMP2025N", "2025-03-19"),
        rate("img.certified_share", "certified a list, of IMGs who applied", certified / applied,
             (certified / (applied * 1.05), certified / (applied * 0.95)), "medium", "ERASDASHBOARD2025", "2025-09",
             "one figure is secondary"),
        rate("img.visa_need", "IMGs with a rank list who need a visa, 2026", need, need_bounds, "low", "USCEHUB",
             "2026-05", "solved from three match rates"),
        rate("img.us_experience", "matched IMGs who had US clinical experience", us_experience, (us_experience, 1.0),
             "medium", "AAPI2022", "2022", "more than this share; survey of 2018"),
        rate("signal.yield", "signals that led to an interview", all_yield, (all_yield - half, all_yield + half),
             "high", "BENJAMIN2024", "2024", "six specialties, mostly US graduates: an upper bound for IMGs", 1749),
        rate("signal.yield_otolaryngology", "the same in otolaryngology", ent, wide(ent), "high", "BENJAMIN2023ENT",
             "2023"),
        rate("interview.no_signal_obgyn", "applications without a signal that led to an interview, OB-GYN", none,
             (0.0, none + WIDE), "medium", "JGMELETTER2025", "2025"),
    ]
    for identity, name, who in (("top", "TOP", "strongest tenth"), ("middle", "MID", "Step 2 CK 230 to 245"),
                                ("low", "LOW", "Step 2 CK below 225 or a red flag")):
        low, high = (part(facts[f"INT_RATE_{name}"]) / 100 for part in (first, second))
        rows.append(rate(f"interview.img_{identity}", f"applications that lead to an interview, IMG, {who}",
                         (low + high) / 2, (low, high), "low", "RESIDENCYADVISOR", "2026", "estimate of one site"))
    return rows


def us_certified(root, img_applied, img_certified):
    """Share of US graduates with a list: who registered without one, less the IMGs of ERAS; half to double that."""
    totals = {row["item"]: float(row["value"]) for row in read_rows(root, OVERVIEW) if row["year"] == "2025"}
    registered, certified = totals["registered_applicants"], totals["applicants_certifying_rank_list"]
    without = (registered - certified) - (img_applied - img_certified)
    share = without / (certified - img_certified + without)
    return 1 - share, (1 - 2 * share, 1 - share / 2)


def usual_years(facts, overall):
    """Years at which the unsourced table of match rates by years since graduation crosses the overall rate."""
    table = [(years, (first(facts[key]) + second(facts[key])) / 200)
             for key, years in (("YOG_0", 0), ("YOG_1_2", 1.5), ("YOG_3_5", 4), ("YOG_5_7", 6))]
    for (early, high), (late, low) in zip(table, table[1:]):
        if high >= overall >= low:
            return early + (high - overall) / (high - low) * (late - early), (early, late)
    raise ValueError(f"the table never crosses {overall}")


def visa_need(root):
    """Share of IMGs who need a visa, from the rates with, without and overall; range from rates half a point off."""
    stats = {(row["group"], row["statistic"]): float(row["value"]) for row in read_rows(root, STATS)
             if row["year"] == "2026"}
    overall = (stats["us_img", "matched"] + stats["nonus_img", "matched"]) / (
        stats["us_img", "active"] + stats["nonus_img", "active"])
    need, free = (stats[group, "match_rate_pct"] / 100 for group in ("img_visa_required", "img_no_visa"))
    shares = [(free + a - overall) / (free + a - need - b) for a in (-0.005, 0, 0.005) for b in (-0.005, 0, 0.005)]
    return (free - overall) / (free - need), (min(shares), max(shares))


COSTS = {
    "obs_range": ("cost.observership_month", "observership, one month", "medium"),
    "ext_range": ("cost.externship_month", "hands-on rotation, one month", "medium"),
    "malpractice_short": ("cost.malpractice", "malpractice cover for a rotation", "low"),
    "housing_month": ("cost.housing_month", "housing, one month", "low"),
    "living_month": ("cost.living_month", "food and transport, one month", "low"),
}


def costs(root):
    for row in read_rows(root, FEES):
        if row["fee_id"] in COSTS:
            identity, what, certainty = COSTS[row["fee_id"]]
            low, high = float(row["usd_min"]), float(row["usd_max"])
            yield rate(identity, what, (low + high) / 2, (low, high), certainty, "USCEHUB", "2026-03",
                       "middle of the range", unit="usd")


APPLICATION_SOURCES = (("redlib", "ERASDASHBOARD2025", "2025-09"),)


def build_applications(root, to):
    columns = ["season", "group", "specialty", "item", "value", "certainty", "note", "source", "as_of"]
    rows = [application(row) for row in read_rows(root, APPLICATIONS)]
    return write_table(to, "applications.csv", columns, rows, ["season", "group", "specialty", "item"])


def application(row):
    found = [entry for entry in APPLICATION_SOURCES if row["source"].startswith(entry[0])]
    source, as_of = found[0][1:] if found else ("AAIM2016", "2016")
    return {
        "season": row["season"],
        "group": {"IMG": "img", "US/Canadian graduate": "us_graduate"}.get(row["group"], row["group"]),
        "specialty": row["specialty"],
        "item": {"mean applications per applicant": "applications_per_applicant",
                 "applications per program (over)": "applications_per_program_over"}.get(row["item"], row["item"]),
        "value": f"{float(row['value']):g}",
        "certainty": "medium" if "partial" not in row["trust"] else "low",
        "note": "partial season" if "partial" in row["trust"] else "",
        "source": source,
        "as_of": as_of,
    }
