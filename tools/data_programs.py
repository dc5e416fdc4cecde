"""The residency tracks: five years of positions, first year, place, and ACGME id where it is certain."""

from collections import Counter

from data_acgme import AcgmeIndex
from data_common import count, read_rows, write_table
from data_places import CITY_SPELLING, Places, states
from data_specialties import name_of

RESULTS = "raw/yappy20__residency_match/nrmp_program_results_2021_2025.csv"
HISTORY = (
    ("NRMP2020R", "raw/BenSolomon__residency-match/nrmp_program_results_2016_2020.csv", range(2016, 2021)),
    ("NRMP2019R", "raw/BenSolomon__residency-match/nrmp_program_results_2015_2019.csv", range(2015, 2020)),
    ("NRMP2018R", "raw/BenSolomon__residency-match/nrmp_program_results_2014_2018.csv", range(2014, 2019)),
)
YEARS = range(2021, 2026)
TRACK_TYPES = {"C": "categorical", "P": "preliminary", "A": "advanced", "R": "physician_only", "M": "primary_care"}

# One page break of the listing fell between an institution and its track.
LOST_INSTITUTION = {"2183220C0": "Nuvance Health-NY"}

COLUMNS = [
    "nrmp_code", "acgme_id", "acgme_basis", "specialty_code", "specialty", "name", "track_type", "institution_code",
    "institution", "city", "state", "division", "latitude", "longitude", "first_year",
    *[f"{kind}_{year}" for year in YEARS for kind in ("quota", "filled")],
    "acgme_source", "place_source", "first_year_source", "source", "as_of",
]


def tracks(root):
    """The listed tracks, with the spelling of the city put right."""
    rows = read_rows(root, RESULTS)
    for row in rows:
        row["code"] = row["program_code"]
        row["institution"] = LOST_INSTITUTION.get(row["code"], row["institution_name"]).strip()
        row["city"] = CITY_SPELLING.get((row["state"], row["city"]), row["city"])
        row["specialty_code"] = row["code"][4:7]
        row["type"] = row["code"][7]
    return rows


def first_years(root, rows):
    """code -> (first year offered since 2014, source key)."""
    first = {}
    for key, name, years in HISTORY:
        for row in read_rows(root, name):
            note_offers(first, key, row, years)
    for row in rows:
        note_offers(first, "NRMP2025R", row, YEARS)
    return first


def note_offers(first, key, row, years):
    offered = [year for year in years if row[f"quota_{year}"] != ""]
    code = row["program_code"]
    if offered and (code not in first or min(offered) < first[code][0]):
        first[code] = min(offered), key


def build_programs(root, to):
    rows = tracks(root)
    first = first_years(root, rows)
    places = Places(root)
    divisions = {state["code"]: state["division"] for state in states(root)}
    acgme = AcgmeIndex(root, rows, places)
    table = [program(row, first, places, divisions, acgme) for row in rows]
    write_table(to, "nrmp/programs.csv", COLUMNS, table, ["nrmp_code"])
    report(table)
    acgme.report()
    return table


def program(row, first, places, divisions, acgme):
    place = places.find(row["state"], row["city"])
    identity = acgme.find(row["code"])
    first_year, first_source = first.get(row["code"], ("", ""))
    result = {
        "nrmp_code": row["code"],
        "acgme_id": identity.id,
        "acgme_basis": identity.basis,
        "specialty_code": row["specialty_code"],
        "specialty": name_of(row["specialty_code"]),
        "name": row["program_name"],
        "track_type": TRACK_TYPES[row["type"]],
        "institution_code": row["code"][:4],
        "institution": row["institution"],
        "city": row["city"],
        "state": row["state"],
        "division": divisions[row["state"]],
        "latitude": f"{place[0]:.4f}" if place else "",
        "longitude": f"{place[1]:.4f}" if place else "",
        "first_year": first_year,
        "acgme_source": identity.source,
        "place_source": place[2] if place else "",
        "first_year_source": first_source,
        "source": "NRMP2025R",
        "as_of": "2025-03",
    }
    for year in YEARS:
        result[f"quota_{year}"] = count(row[f"quota_{year}"])
        result[f"filled_{year}"] = count(row[f"filled_{year}"])
    return result


def report(table):
    total = len(table)
    offered = [row for row in table if row["quota_2025"] != ""]
    print(f"  with coordinates: {share(sum(1 for row in table if row['latitude']), total)}")
    print(f"  with ACGME id: {share(sum(1 for row in table if row['acgme_id']), total)}, "
          f"of those offered in 2025: {share(sum(1 for row in offered if row['acgme_id']), len(offered))}")
    for basis, number in sorted(Counter(row["acgme_basis"] or "none" for row in table).items()):
        print(f"    {basis}: {share(number, total)}")
    print(f"  never offered since 2014: {sum(1 for row in table if row['first_year'] == '')}")


def share(part, whole):
    return f"{part} of {whole} ({100 * part / whole:.1f} %)"
