"""Employers of physicians with H-1B filings, and the institutions that they certainly are."""

import re
from collections import defaultdict

from data_acgme import WORDS, directory
from data_common import count, read_rows, write_table

EMPLOYERS = "domain/h1b_physician_employers_fy2025.csv"
FORMS = {"the", "of", "at", "and", "for", "in", "a", "inc", "llc", "program", "corp", "corporation", "co", "pc", "pllc",
         "llp", "ltd"}

# (state, name as filed) -> institution code: the same body under two names, known as such.
SAME_BODY = {
    ("AL", "The University of Alabama at Birmingham"): "1007",
    ("AR", "University of Arkansas for Medical Sciences"): "1018",
    ("AZ", "Mayo Clinic"): "3200",
    ("CA", "Children's Hospital Los Angeles"): "1031",
    ("CA", "University of California, Davis"): "1046",
    ("CO", "University of Colorado Denver"): "1076",
    ("CT", "Norwalk Hospital Association"): "1093",
    ("FL", "Mayo Clinic"): "1032",
    ("GA", "Emory University"): "1113",
    ("IA", "The University of Iowa"): "1203",
    ("IL", "Cook County Health"): "1127",
    ("IL", "McGaw Medical Center"): "2247",
    ("IL", "University of Illinois Chicago"): "1150",
    ("IN", "Indiana University Indianapolis"): "1187",
    ("KS", "University of Kansas Medical Center"): "1208",
    ("KY", "University of Kentucky"): "1848",
    ("KY", "University of Louisville"): "1217",
    ("LA", "Administrators of the Tulane Educational Fund"): "3073",
    ("MA", "Boston Medical Center Corporation"): "1257",
    ("MA", "Lahey Hospital and Medical Center"): "3130",
    ("MA", "Mass General Brigham Incorporated"): "2395",
    ("MA", "Massachusetts General Hospital"): "1261",
    ("MA", "University of Massachusetts Chan Medical School"): "3050",
    ("MI", "Edward W. Sparrow Hospital Association"): "1315",
    ("MI", "University of Michigan"): "1293",
    ("MN", "Mayo Clinic"): "1328",
    ("MO", "St. Louis Children's Hopsital"): "1869",
    ("NC", "Duke University Health System"): "1529",
    ("NH", "Mary Hitchcock Memorial Hospital"): "1377",
    ("NM", "University of New Mexico"): "1962",
    ("NY", "Albany Medical Center Hospital"): "1414",
    ("NY", "Montefiore Medical Center"): "3153",
    ("NY", "NewYork-Presbyterian Queens"): "1822",
    ("NY", "State University of New York at Buffalo"): "3099",
    ("NY", "The Brookdale Hospital Medical Center"): "1419",
    ("NY", "The Mary Imogene Bassett Hospital"): "1442",
    ("NY", "The Unity Hospital of Rochester"): "1510",
    ("NY", "Westchester County Health Care Corporation"): "2157",
    ("OH", "Aultman Hospital"): "1544",
    ("OH", "Cleveland Clinic"): "1968",
    ("OH", "Mercy Health - St. Vincent Medical Center, LLC"): "1580",
    ("OH", "Metrohealth Medical Center"): "1553",
    ("OH", "The Metrohealth System"): "1553",
    ("OH", "University Hospitals Cleveland Medical Center"): "1552",
    ("PA", "Phoenixville Hospital, LLC"): "2290",
    ("PA", "Reading Hospital"): "1661",
    ("PA", "Thomas Jefferson University Hospital"): "1630",
    ("PA", "Wellspan York Hospital"): "1674",
    ("RI", "Kent County Memorial Hospital"): "2270",
    ("RI", "Rhode Island Hospital"): "1677",
    ("RI", "Women and Infants Hospital of Rhode Island"): "2793",
    ("SC", "Medical University of South Carolina and Affiliates"): "1680",
    ("SD", "Sanford School Of Medicine of the University of South Dakota Residency"): "2805",
    ("TN", "The University of Tennessee Health Science Center"): "1844",
    ("TX", "The University of Texas M.D. Anderson Cancer Center"): "1004",
    ("TX", "University of Texas Medical Branch"): "1714",
    ("UT", "University of Utah"): "1732",
    ("VA", "VCU Health System Authority"): "1743",
}


def name_key(name):
    """The words of a name in full, in any order, without forms of business."""
    name = re.sub(r"'s\b", "s", name.lower()).replace("'", "").replace("s&w", "scott white").replace("m.d.", "md")
    words = [part for word in re.split(r"[^a-z0-9]+", name) for part in WORDS.get(word, word).split()]
    return frozenset(word for word in words if word and word not in FORMS)


def institution_names(root, programs):
    """(state, name key) -> institution codes, by their own names and those of their ACGME programs."""
    names = defaultdict(set)
    acgme = {program.id: program.name for group in directory(root).values() for program in group}
    for row in programs:
        institution = re.sub(r"-[A-Z]{2}$", "", row["institution"])
        for name in filter(None, (institution, acgme.get(row["acgme_id"]))):
            names[row["state"], name_key(name)].add(row["institution_code"])
    return names


def build_employers(root, to, programs):
    columns = ["employer", "city", "state", "lca_positions", "new_positions", "trainee_title", "institution_code",
               "source", "as_of"]
    names = institution_names(root, programs)
    same = {(state, name_key(name)): {code} for (state, name), code in SAME_BODY.items()}
    states = {row["state"] for row in programs}
    rows = [employer(row, names, same) for row in read_rows(root, EMPLOYERS) if row["state"] in states]
    merged = merge(rows)
    write_table(to, "h1b_employers.csv", columns, merged, ["state", "employer", "city"])
    matched = [row for row in merged if row["institution_code"]]
    print(f"  matched: {len(matched)} of {len(merged)} rows, "
          f"{len({row['institution_code'] for row in matched})} institutions, "
          f"{sum(row['lca_positions'] for row in matched)} of {sum(row['lca_positions'] for row in merged)} positions")


def employer(row, names, same):
    key = row["state"], name_key(row["employer"])
    codes = same.get(key) or names.get(key, set())
    return {
        "employer": " ".join(row["employer"].replace("\u201c", "-").split()),
        "city": tidy_city(row["city"]),
        "state": row["state"],
        "lca_positions": count(row["lca_positions"]),
        "new_positions": count(row["new_positions"]),
        "trainee_title": row["trainee_title_seen"],
        "institution_code": next(iter(codes)) if len(codes) == 1 else "",
        "source": "DOLLCA2025",
        "as_of": row["as_of"],
    }


def tidy_city(city):
    city = " ".join(city.strip(" ,.").split())
    return city.title() if city.isupper() else city


def merge(rows):
    """One row where an employer filed under the same name in the same city twice, in other letters."""
    kept = {}
    for row in rows:
        key = row["employer"].lower(), row["city"].lower(), row["state"]
        if key in kept:
            first = kept[key]
            for column in ("lca_positions", "new_positions"):
                first[column] += row[column]
            first["trainee_title"] = max(first["trainee_title"], row["trainee_title"])
        else:
            kept[key] = row
    return list(kept.values())
