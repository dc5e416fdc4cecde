#!/usr/bin/env python3
"""Check data/*.csv and data/nrmp/*.csv: schema, keys, references, sources, official totals.

    tools/check_data.py [--data data]

Every failure names file, line, field and value, and says what would be right. Tables in data/nrmp/ may be missing
as a whole (they can be removed); all other tables must be there.
"""

import argparse
import csv
import datetime
import re
import sys
from pathlib import Path

# One line per column: name, type, and 'required' or 'optional'. Types: text, key, digits LENGTH, nrmp (a code),
# integer MIN MAX, number MIN MAX, date (day, month or year), day, time, one A B ... ('_' may stand for a blank),
# source, ref TABLE COLUMN, refs TABLE COLUMN (several with ';' between); or a name of NAMED_TYPES.
# The columns `source` and `as_of` end every table and are not repeated here.
NAMED_TYPES = {
    "CERTAINTY": "one high medium low none",
    "COUNT": "integer 0 100000",
    "DIVISION": "one New_England Middle_Atlantic East_North_Central West_North_Central South_Atlantic "
                "East_South_Central West_South_Central Mountain Pacific",
    "INPUT": "one signal geography tie rotation step2 years_since_graduation usce attempts visa research letters "
             "language step3",
    "MEASURE": "one abstracts contiguous_ranks presentations publications research specialties_ranked step2ck "
               "volunteer work",
    "TRACK_TYPE": "one categorical preliminary advanced physician_only primary_care",
    "UNIT": "one per_program_per_specialty once_per_season once per_rank per_partner per_attempt per_application "
            "per_visa",
}
SCHEMA = {
    "states.csv": ("code", """
        code              key                                   required
        name              text                                  required
        division          DIVISION                              required
        neighbours        refs states.csv code                  optional
        neighbours_source source                                optional
        """),
    "specialties.csv": ("code", """
        code              digits 3                              required
        name              text                                  required
        aliases           text                                  required
        acgme_code        digits 3                              optional
        cell              text                                  optional
        outcome           text                                  optional
        signal            ref signals.csv specialty             optional
        service           one ERAS ResidencyCAS                 optional
        """),
    "nrmp/programs.csv": ("nrmp_code", """
        nrmp_code         nrmp                                  required
        acgme_id          digits 10                             optional
        acgme_basis       one crosswalk institution city        optional
        specialty_code    ref specialties.csv code              required
        specialty         ref specialties.csv name              required
        name              text                                  required
        track_type        TRACK_TYPE                            required
        institution_code  digits 4                              required
        institution       text                                  required
        city              text                                  required
        state             ref states.csv code                   required
        division          ref states.csv division               required
        latitude          number 17 72                          optional
        longitude         number -180 -64                       optional
        first_year        integer 2014 2025                     required
        quota_2021        integer 0 300                         optional
        filled_2021       integer 0 300                         optional
        quota_2022        integer 0 300                         optional
        filled_2022       integer 0 300                         optional
        quota_2023        integer 0 300                         optional
        filled_2023       integer 0 300                         optional
        quota_2024        integer 0 300                         optional
        filled_2024       integer 0 300                         optional
        quota_2025        integer 0 300                         optional
        filled_2025       integer 0 300                         optional
        acgme_source      source                                optional
        place_source      source                                optional
        first_year_source source                                required
        """),
    "nrmp/fit.csv": ("part key name", """
        part              one composition market pool           required
        key               text                                  required
        name              text                                  required
        value             number -1000 20000                     required
        low               number -1000 20000                     required
        high              number -1000 20000                     required
        """),
    "nrmp/market.csv": ("nrmp_code", """
        nrmp_code         ref nrmp/programs.csv nrmp_code       required
        drawn             number -6 4                           required
        us_md             number -4 4                           required
        us_do             number -4 4                           required
        us_img            number -4 4                           required
        non_us_img        number -4 4                           required
        cutoffs           text                                  required
        """),
    "nrmp/counts_2025.csv": ("state specialty level", """
        state             ref states.csv code                   required
        specialty         ref specialties.csv cell              required
        level             one PGY-1 PGY-2 Physician             required
        positions         COUNT                                 required
        filled            COUNT                                 required
        us_md             COUNT                                 required
        us_do             COUNT                                 required
        us_img            COUNT                                 required
        non_us_img        COUNT                                 required
        other             COUNT                                 required
        us_md_senior      COUNT                                 required
        us_md_grad        COUNT                                 required
        us_do_senior      COUNT                                 required
        us_do_grad        COUNT                                 required
        specialty_code    ref specialties.csv code              required
        """),
    "nrmp/specialty_types_2025.csv": ("specialty_code track_type", """
        name                    text                            required
        specialty_code          ref specialties.csv code        required
        track_type              one categorical preliminary primary_care  required
        applicants_us_md        COUNT                           required
        matched_us_md           COUNT                           required
        applicants_us_do        COUNT                           required
        matched_us_do           COUNT                           required
        applicants_us_img       COUNT                           required
        matched_us_img          COUNT                           required
        applicants_non_us_img   COUNT                           required
        matched_non_us_img      COUNT                           required
        unfilled                COUNT                           required
        checked                 one yes no                      required
        """),
    "nrmp/outcomes_2026.csv": ("specialty measure cohort", """
        specialty_code    ref specialties.csv code              required
        specialty         ref specialties.csv outcome           required
        measure           MEASURE                               required
        cohort            one matched not_matched               required
        n                 COUNT                                 required
        min               number 0 2000                         optional
        q1                number 0 2000                         optional
        median            number 0 2000                         optional
        q3                number 0 2000                         optional
        max               number 0 2000                         optional
        mean              number 0 2000                         optional
        sd                number 0 2000                         optional
        """),
    "nrmp/outcomes_2026_totals.csv": ("specialty_code", """
        specialty_code        ref specialties.csv code          required
        specialty             ref specialties.csv outcome       required
        positions             COUNT                             required
        applicants            COUNT                             required
        non_us_img_matched    COUNT                             required
        non_us_img_unmatched  COUNT                             required
        """),
    "nrmp/rank_lists.csv": ("year applicant_type", """
        year                  integer 2006 2030                 required
        applicant_type        one all us_md us_do us_img non_us_img  required
        matched               COUNT                             required
        unmatched             COUNT                             required
        mean_ranks_matched    number 1 30                       required
        mean_ranks_unmatched  number 1 30                       required
        """),
    "nrmp/program_rank_lists.csv": ("year", """
        year                         integer 2006 2030          required
        filled                       COUNT                      required
        unfilled                     COUNT                      required
        mean_ranks_filled            number 1 300               required
        mean_ranks_unfilled          number 1 300               required
        ranks_per_position_filled    number 1 50                required
        ranks_per_position_unfilled  number 1 50                required
        """),
    "nrmp/match_rates.csv": ("year applicant_type", """
        year              integer 2006 2030                     required
        applicant_type    one all us_md us_do us_img non_us_img img img_visa img_no_visa  required
        certified         COUNT                                 optional
        matched           COUNT                                 optional
        rate              number 0 1                            required
        certainty         CERTAINTY                             required
        """),
    "nrmp/specialty_years.csv": ("year specialty_code track_type", """
        year              integer 2014 2025                     required
        specialty_code    ref specialties.csv code              required
        specialty         ref specialties.csv name              required
        track_type        TRACK_TYPE                            required
        tracks            COUNT                                 required
        positions         COUNT                                 required
        filled            COUNT                                 required
        """),
    "fees.csv": ("season item from_count", """
        season            integer 2026 2040                     required
        service           one ERAS ECFMG NRMP USMLE OET DHS State USCIS VSLO  required
        item              key                                   required
        unit              UNIT                                  required
        from_count        integer 1 1000                        optional
        to_count          integer 1 1000                        optional
        cents             integer 0 20000000                    required
        certainty         CERTAINTY                             required
        projected         one yes no                            required
        payer             one applicant employer                required
        """),
    "signals.csv": ("season specialty", """
        season            integer 2026 2040                     required
        specialty         text                                  required
        service           one ERAS ResidencyCAS                 required
        tiering           one tiered single none                required
        gold              integer 1 40                          optional
        silver            integer 1 40                          optional
        total             integer 0 60                          required
        certainty         CERTAINTY                             required
        projected         one yes no                            required
        specialty_code    ref specialties.csv code              optional
        note              text                                  optional
        """),
    "limits.csv": ("id", """
        id                key                                   required
        rule              text                                  required
        value             integer 0 10000                       required
        kind              one max min included flag             required
        certainty         CERTAINTY                             required
        """),
    "calendar.csv": ("season event", """
        season            integer 2026 2040                     required
        event             key                                   required
        date              day                                   required
        time_et           time                                  optional
        label             text                                  required
        applies_to        one all residency img general_surgery required
        certainty         CERTAINTY                             required
        projected         one yes no                            required
        service           one ERAS NRMP ECFMG GME               required
        """),
    "exams.csv": ("exam what from_date", """
        exam              one step1 step2ck step3 steps oet_medicine  required
        what              key                                   required
        value             integer 0 1000                        optional
        from_date         day                                   optional
        to_date           day                                   optional
        certainty         CERTAINTY                             required
        """),
    "certificates.csv": ("id", """
        id                key                                   required
        label             text                                  required
        scope             one match training stay               required
        who               one all img h1b visitor student       required
        event             ref calendar.csv event                optional
        margin_months     integer 1 24                          optional
        fees              refs fees.csv item                    optional
        after             refs certificates.csv id              optional
        proof             text                                  required
        rule              text                                  required
        certainty         CERTAINTY                             required
        """),
    "effects.csv": ("id", """
        id                key                                   required
        input             INPUT                                 required
        contrast          text                                  required
        outcome           one interview match                   required
        population        key                                   required
        log_odds          number -5 5                           optional
        log_odds_low      number -5 5                           optional
        log_odds_high     number -5 5                           optional
        certainty         CERTAINTY                             required
        note              text                                  optional
        """),
    "base_rates.csv": ("id", """
        id                key                                   required
        what              text                                  required
        value             number 0 1000000                      required
        low               number 0 1000000                      required
        high              number 0 1000000                      required
        certainty         CERTAINTY                             required
        unit              one fraction count odds_ratio usd years     required
        n                 integer 1 1000000                     optional
        note              text                                  optional
        """),
    "applications.csv": ("season group specialty item", """
        season            integer 2010 2040                     required
        group             one img us_graduate all               required
        specialty         text                                  required
        item              one applicants applications_per_applicant applications_per_program_over  required
        value             number 0 1000000                      required
        certainty         CERTAINTY                             required
        note              text                                  optional
        """),
    "visa_countries.csv": ("country", """
        country           text                                  required
        level             one full partial immigrant_only       required
        new_visitor       one yes no                            required
        new_student       one yes no                            required
        new_j1            one yes no                            required
        new_h1b           one yes no                            required
        """),
    "visa_rules.csv": ("visa activity who", """
        visa              one B-1 B-2 ESTA/VWP F-1 J-1_ECFMG J-1_research H-1B EAD LPR US_citizen any  required
        activity          key                                   required
        who               one student graduate any              required
        allowed           one yes no conditional                required
        condition         text                                  required
        basis             text                                  required
        action            one block warn info                   required
        certainty         CERTAINTY                             required
        """),
    "h1b_employers.csv": ("employer city state", """
        employer          text                                  required
        city              text                                  required
        state             ref states.csv code                   required
        lca_positions     COUNT                                 required
        new_positions     COUNT                                 required
        trainee_title     one yes no                            required
        institution_code  ref nrmp/programs.csv institution_code  optional
        """),
    "openings.csv": ("id", """
        id                slug                                  required
        institution       text                                  required
        institution_code  ref nrmp/programs.csv institution_code  optional
        city              text                                  optional
        state             ref states.csv code                   optional
        latitude          number 17 72                          optional
        longitude         number -180 -64                       optional
        kind              ref experience_kinds.csv kind         required
        hands_on          one yes no                            optional
        hands_on_by_kind  one yes no                            required
        specialties       refs specialties.csv code             optional
        any_specialty     one yes no                            required
        areas             text                                  optional
        for_student       one yes no                            optional
        for_graduate      one yes no                            optional
        for_us            one yes no                            optional
        for_premed        one yes no                            optional
        weeks_low         number 0.1 261                        optional
        weeks_high        number 0.1 261                        optional
        cost_basis        one unknown fee free paid             required
        cost_low_usd      number 0 20000                        optional
        cost_high_usd     number 0 20000                        optional
        pay_low_usd       number 0 100000                       optional
        pay_high_usd      number 0 100000                       optional
        pay_per           one year stay                         optional
        cost_stated       one estimate listing page             optional
        sponsors_visa     one yes no                            optional
        visas             text                                  optional
        apply             text                                  optional
        lead_low          number 0 60                           optional
        lead_high         number 0 60                           optional
        rolling           one yes no                            optional
        link              link                                  optional
        checked           day                                   optional
        trust             one listed checked doubtful paused rejected  required
        place_source      source                                optional
        """),
    "opening_requirements.csv": ("opening item", """
        opening           ref openings.csv id                   required
        item              key                                   required
        answer            one yes no                            optional
        least             integer 1 300                         optional
        stated            one listing page                      required
        """),
    "experience_kinds.csv": ("kind", """
        kind              one elective subinternship externship observership shadowing research volunteering telehealth  required
        label             text                                  required
        student           one yes no                            optional
        graduate          one yes no                            optional
        hands_on          one yes no                            optional
        in_person         one yes no                            required
        letter            one yes no                            optional
        weeks_low         number 0.1 261                        optional
        weeks_high        number 0.1 261                        optional
        lead_low          number 0 60                           optional
        lead_high         number 0 60                           optional
        certainty         CERTAINTY                             required
        """),
    "papers.csv": ("item", """
        item              key                                   required
        label             text                                  required
        issuer            text                                  required
        what_to_do        text                                  required
        valid_months      integer 1 120                         optional
        month_end         one yes no                            required
        lead_low          number 0 60                           required
        lead_high         number 0 60                           required
        certainty         CERTAINTY                             required
        lead_source       source                                required
        """),
    "financing.csv": ("id", """
        id                key                                   required
        name              text                                  required
        what              text                                  required
        open_to_img       one yes no                            optional
        opening           ref openings.csv id                   optional
        link              link                                  optional
        certainty         CERTAINTY                             required
        """),
}
EXAM_ITEMS = {"step1", "step2_ck", "step3", "level1", "level2", "first_attempt"}
QUOTAS = {2021: 38106, 2022: 39205, 2023: 40375, 2024: 41503, 2025: 43218}
POSITIONS_2025, FILLED_2025 = 43237, 40764
SEASONS = {"2026", "2027", "2028"}
# Applications per specialty -> the fee in cents of the 2026 season, as its publisher computes it.
ERAS_2026 = {(30,): 33000, (43, 7): 79700, (32, 32): 78000}
TRACK_LETTERS = {"C": "categorical", "P": "preliminary", "A": "advanced", "R": "physician_only", "M": "primary_care"}


class Checker:
    """Counts what passed, prints what failed."""

    def __init__(self, root):
        self.root = Path(root)
        self.tables = {}
        self.passed = self.failed = 0

    def expect(self, good, name, line, field, value, right):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{name}, line {line}: {field} is {value!r}: should be {right}")

    def read(self):
        """Load every declared table; say which are missing or not declared."""
        for name in SCHEMA:
            path = self.root / name
            if path.exists():
                self.load(name, path)
            else:
                removed = name.startswith("nrmp/") and not (self.root / "nrmp/programs.csv").exists()
                self.expect(removed, name, 0, "file", "missing", "there")
        for path in sorted(self.root.rglob("*.csv")):
            name = path.relative_to(self.root).as_posix()
            self.expect(name in SCHEMA, name, 0, "file", name, "declared in the schema")

    def load(self, name, path):
        data = path.read_bytes()
        self.expect(not data.startswith(b"\xef\xbb\xbf"), name, 1, "file", "BOM", "UTF-8 without BOM")
        self.expect(b"\r" not in data, name, 1, "file", "CR", "lines that end in LF")
        rows = list(csv.reader(data.decode("utf-8").splitlines(), strict=True))
        header = [column for column, _, _ in columns_of(name)] + ["source", "as_of"]
        self.expect(rows[0] == header, name, 1, "header", rows[0], header)
        self.tables[name] = [dict(zip(header, row)) for row in rows[1:] if len(row) == len(header)]
        for line, row in enumerate(rows[1:], 2):
            if len(row) != len(header):
                self.expect(False, name, line, "row", len(row), f"{len(header)} fields")

    def values(self, name, column):
        return {row[column] for row in self.tables.get(name, ())}

    def rows(self, name):
        """(line number, row) of a table."""
        return enumerate(self.tables.get(name, ()), 2)


def columns_of(name):
    """(column, type, required) as declared."""
    for line in SCHEMA[name][1].strip().splitlines():
        column, *kind, need = line.split()
        yield column, NAMED_TYPES.get(" ".join(kind), " ".join(kind)), need == "required"


def in_range(pattern):
    def fits(value, low, high):
        return bool(re.fullmatch(pattern, value)) and float(low) <= float(value) <= float(high)
    return fits


def is_day(value):
    try:
        return datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_date(value):
    """An ISO day, a month or a year, not in the far future."""
    if re.fullmatch(r"\d{4}", value):
        return 1990 <= int(value) <= 2100
    return is_day(value if len(value) == 10 else f"{value}-01")


FITS = {
    "text": lambda value: value == value.strip() and "\n" not in value,
    "key": lambda value: bool(re.fullmatch(r"[A-Za-z0-9_.]+", value)),
    "digits": lambda value, length: bool(re.fullmatch(rf"\d{{{length}}}", value)),
    "slug": lambda value: bool(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value)),
    "link": lambda value: bool(re.fullmatch(r"https?://\S+", value)),
    "nrmp": lambda value: bool(re.fullmatch(r"\d{7}[CPARM]\d{1,2}", value)),
    "integer": in_range(r"-?\d+"),
    "number": in_range(r"-?\d+(\.\d+)?"),
    "date": is_date,
    "day": is_day,
    "time": lambda value: bool(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value)),
    "one": lambda value, *choices: value in [choice.replace("_", " ") for choice in choices] or value in choices,
}


def check_schema(check):
    """Every field against its declared type; references and sources against the other tables."""
    keys = source_keys(check)
    for name in check.tables:
        declared = list(columns_of(name))
        references = {column: kind.split()[1:] for column, kind, _ in declared if kind.startswith(("ref ", "refs "))}
        targets = {column: check.values(*target) for column, target in references.items() if target[0] in check.tables}
        for line, row in check.rows(name):
            for column, kind, required in declared:
                value = row[column]
                if value == "":
                    check.expect(not required, name, line, column, value, f"{kind} (it is required)")
                elif column in targets:
                    for part in value.split(";") if kind.startswith("refs") else [value]:
                        check.expect(part in targets[column], name, line, column, part, f"a {kind.split(' ', 1)[1]}")
                elif kind == "source":
                    check.expect(value in keys, name, line, column, value, "a key of SOURCES.md")
                elif column not in references:
                    test, *arguments = kind.split()
                    check.expect(FITS[test](value, *arguments), name, line, column, value, kind)
            check.expect(row["source"] in keys, name, line, "source", row["source"], "a key of SOURCES.md")
            check.expect(is_date(row["as_of"]), name, line, "as_of", row["as_of"], "an ISO date, month or year")


def source_keys(check):
    text = (check.root / "SOURCES.md").read_text(encoding="utf-8")
    return set(re.findall(r"^### (\S+)$", text, re.M))


def check_sources_used(check):
    used = {value for name, rows in check.tables.items() for row in rows for column, value in row.items()
            if column == "source" or column.endswith("_source")}
    if "nrmp/programs.csv" in check.tables:
        for key in sorted(source_keys(check)):
            check.expect(key in used, "SOURCES.md", 0, "key", key, "named by a row")


def check_unique(check):
    for name in check.tables:
        seen = {}
        key = SCHEMA[name][0].split()
        for line, row in check.rows(name):
            value = tuple(row[column] for column in key)
            check.expect(value not in seen, name, line, " ".join(key), value, f"unlike that of line {seen.get(value)}")
            seen.setdefault(value, line)


def check_aliases(check):
    """A name or alias leads to one specialty."""
    owner = {}
    for line, row in check.rows("specialties.csv"):
        for alias in [row["name"], *row["aliases"].split(";")]:
            other = owner.setdefault(alias.lower(), row["code"])
            check.expect(other == row["code"], "specialties.csv", line, "aliases", alias, f"only that of {other}")


def check_states(check):
    names = {row["code"]: row for row in check.tables["states.csv"]}
    check.expect(len(names) == 52, "states.csv", 0, "rows", len(names), "50 states, DC and PR")
    for line, row in check.rows("states.csv"):
        for other in filter(None, row["neighbours"].split(";")):
            back = names.get(other, {"neighbours": ""})["neighbours"].split(";")
            check.expect(row["code"] in back, "states.csv", line, "neighbours", other, "neighbours of each other")


def check_programs(check):
    name = "nrmp/programs.csv"
    if name not in check.tables:
        return
    totals = dict.fromkeys(QUOTAS, 0)
    places = 0
    divisions = {row["code"]: row["division"] for row in check.tables["states.csv"]}
    for line, row in check.rows(name):
        code = row["nrmp_code"]
        expected = {
            "institution_code": code[:4], "specialty_code": code[4:7], "track_type": TRACK_LETTERS.get(code[7:8]),
            "division": divisions.get(row["state"]),
        }
        for field, right in expected.items():
            check.expect(row[field] == right, name, line, field, row[field], right)
        check.expect(bool(row["acgme_id"]) == bool(row["acgme_basis"]) == bool(row["acgme_source"]), name, line,
                     "acgme_basis", row["acgme_basis"], "given with the id and its source")
        check.expect(not row["acgme_id"] or row["acgme_id"][:3] == row["specialty_code"], name, line, "acgme_id",
                     row["acgme_id"], "an id of the specialty")
        places += bool(row["latitude"] and row["longitude"])
        for year in QUOTAS:
            quota, filled = row[f"quota_{year}"], row[f"filled_{year}"]
            good = (quota == "") == (filled == "") and int(filled or 0) <= int(quota or 0)
            check.expect(good, name, line, f"filled_{year}", filled, f"at most the quota {quota!r}")
            totals[year] += int(quota or 0)
    for year, right in QUOTAS.items():
        check.expect(totals[year] == right, name, 0, f"sum of quota_{year}", totals[year], right)
    rows = len(check.tables[name])
    check.expect(places >= 0.995 * rows, name, 0, "rows with coordinates", places, f"99.5 percent of {rows}")


def check_counts(check):
    name = "nrmp/counts_2025.csv"
    positions = filled = 0
    for line, row in check.rows(name):
        number = {column: int(value) for column, value in row.items() if value.isdigit() and column != "specialty_code"}
        parts = sum(number[column] for column in ("us_md", "us_do", "us_img", "non_us_img", "other"))
        check.expect(parts == number["filled"], name, line, "filled", number["filled"],
                     f"the sum of the types, {parts}")
        check.expect(number["filled"] <= number["positions"], name, line, "filled", number["filled"],
                     f"at most {number['positions']}")
        for kind in ("us_md", "us_do"):
            right = number[f"{kind}_senior"] + number[f"{kind}_grad"]
            check.expect(number[kind] == right, name, line, kind, number[kind], right)
        positions += number["positions"]
        filled += number["filled"]
    if name in check.tables:
        check.expect(positions == POSITIONS_2025, name, 0, "sum of positions", positions, POSITIONS_2025)
        check.expect(filled == FILLED_2025, name, 0, "sum of filled", filled, FILLED_2025)


def check_ordered(check):
    """Figures that have an order, in it."""
    orders = (
        ("nrmp/outcomes_2026.csv", ("min", "q1", "median", "q3", "max")),
        ("nrmp/outcomes_2026.csv", ("min", "mean", "max")),
        ("effects.csv", ("log_odds_low", "log_odds", "log_odds_high")), ("base_rates.csv", ("low", "value", "high")),
        ("nrmp/match_rates.csv", ("matched", "certified")), ("nrmp/specialty_years.csv", ("filled", "positions")),
        ("fees.csv", ("from_count", "to_count")), ("exams.csv", ("from_date", "to_date")),
        *(("openings.csv", (f"{what}_low{unit}", f"{what}_high{unit}"))
          for what, unit in (("weeks", ""), ("lead", ""), ("cost", "_usd"), ("pay", "_usd"))),
        *((name, (f"{what}_low", f"{what}_high")) for name in ("experience_kinds.csv", "papers.csv")
          for what in ("weeks", "lead") if (name, what) != ("papers.csv", "weeks")),
    )
    for name, columns in orders:
        for line, row in check.rows(name):
            values = [row[column] for column in columns if row[column]]
            values = [float(value) if "date" not in columns[0] else value for value in values]
            check.expect(values == sorted(values), name, line, " <= ".join(columns), values, "in this order")


def check_effects(check):
    for line, row in check.rows("effects.csv"):
        name = "effects.csv", line
        check.expect((row["certainty"] == "none") == (row["log_odds"] == ""), *name, "log_odds", row["log_odds"],
                     "empty where, and only where, certainty is none")
        check.expect(row["id"].split(".")[0] == row["input"], *name, "id", row["id"], "the input, a point, a name")


def check_seasons(check):
    for name in ("fees.csv", "signals.csv", "calendar.csv"):
        missing = SEASONS - check.values(name, "season")
        check.expect(not missing, name, 0, "season", sorted(missing), "there: 2026, 2027 and 2028")
    for line, row in check.rows("signals.csv"):
        gold, silver, total = row["gold"], row["silver"], int(row["total"])
        tiers = int(gold or 0) + int(silver or 0)
        good = tiers == total if row["tiering"] == "tiered" else gold == silver == ""
        check.expect(good, "signals.csv", line, "gold and silver", (gold, silver),
                     f"{total} in all, empty if not tiered")
        check.expect(row["tiering"] != "none" or total == 0, "signals.csv", line, "total", total, "0 without signals")


def check_certificates(check):
    """An obligation of the Match or of training is due by an event, and none waits for itself."""
    after = {row["id"]: set(filter(None, row["after"].split(";"))) for _, row in check.rows("certificates.csv")}
    for line, row in check.rows("certificates.csv"):
        before, reached = set(), after[row["id"]]
        while reached - before:
            before |= reached
            reached = set().union(*(after.get(name, set()) for name in before))
        check.expect(row["id"] not in before, "certificates.csv", line, "after", row["after"], "free of a circle")
        check.expect(row["scope"] != "stay" or not row["event"], "certificates.csv", line, "event", row["event"],
                     "empty: a stay sets its own days")


def check_fees(check):
    """The application fee of 2026 against the examples of its publisher."""
    tiers = [(int(row["from_count"]), int(row["to_count"] or 10 ** 6), int(row["cents"]))
             for row in check.tables["fees.csv"] if row["season"] == "2026" and row["item"] == "application"]
    for counts, right in ERAS_2026.items():
        cents = sum(max(0, min(count, last) - first + 1) * price for count in counts for first, last, price in tiers)
        check.expect(cents == right, "fees.csv", 0, f"fee of {counts} applications", cents, right)


def check_openings(check):
    """No figure is not free, pay is no cost, and what a rejected row says is no offer."""
    name = "openings.csv"
    for line, row in check.rows(name):
        figures = row["cost_low_usd"], row["cost_high_usd"]
        right = {"unknown": ("", ""), "free": ("0", "0"), "paid": ("0", "0")}.get(row["cost_basis"])
        check.expect(figures == right or (right is None and "" not in figures and float(figures[0]) >= 10), name, line,
                     "cost", figures, f"figures of {row['cost_basis']}")
        check.expect((row["cost_stated"] == "") == (row["cost_basis"] == "unknown"), name, line, "cost_stated",
                     row["cost_stated"], "empty where, and only where, the cost is unknown")
        check.expect((row["pay_per"] != "") == (row["cost_basis"] == "paid"), name, line, "pay_per", row["pay_per"],
                     "given where the host pays")
        check.expect((row["latitude"] == "") == (row["place_source"] == ""), name, line, "place_source",
                     row["place_source"], "given with the place")
        check.expect(row["specialties"] or row["any_specialty"] == "yes" or row["areas"], name, line, "specialties",
                     row["specialties"], "a specialty, an area, or any")
    items = check.values("papers.csv", "item") | EXAM_ITEMS
    for line, row in check.rows("opening_requirements.csv"):
        check.expect(row["item"] in items, "opening_requirements.csv", line, "item", row["item"],
                     "an item of papers.csv or an exam")
    check.expect(len(check.values("experience_kinds.csv", "kind")) == 8, "experience_kinds.csv", 0, "kinds",
                 len(check.values("experience_kinds.csv", "kind")), "all eight")


CHECKS = (check_schema, check_sources_used, check_unique, check_aliases, check_states, check_programs, check_counts,
          check_ordered, check_effects, check_seasons, check_certificates, check_fees, check_openings)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    tables = Path(__file__).resolve().parent.parent / "data"
    parser.add_argument("--data", default=tables, help="directory of the tables")
    check = Checker(parser.parse_args().data)
    check.read()
    for step in CHECKS:
        step(check)
    print(f"{check.passed} passed, {check.failed} failed")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
