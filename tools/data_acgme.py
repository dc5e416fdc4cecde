"""Which ACGME program a track belongs to: never guessed, empty when two answers are possible.

Three grounds, in this order:
- crosswalk: a published list of NRMP codes with ACGME ids (internal medicine and its combinations);
- institution: exactly one program of the specialty in the state bears the name of the institution, either the very
  name that its internal medicine program bears in the directory, or a name made of the same words;
- city: the city has one institution and one program of the specialty, and their names have a telling word in common.
The two latter are measured against the crosswalk on internal medicine each time the tables are built.
"""

import re
from collections import Counter, defaultdict
from math import log
from typing import NamedTuple

from data_common import plain, read_rows
from data_places import kilometres

DIRECTORY = "raw/wavegate__matchdata/eras_participating_programs_2021.csv"
OBGYN = "raw/mufflyt__tyler/acgme_obgyn_programs.csv"
CROSSWALK = "raw/wavegate__resmatch/programs2.csv"
STATE_NAMES = "raw/midwire__free_zipcode_data/all_us_states.csv"

# Words cut short by the listing, and the words of the directory; names of groups that changed are the newer one.
WORDS = {
    "u": "university", "univ": "university", "ctr": "center", "ctrs": "center", "centers": "center",
    "hosp": "hospital", "hosps": "hospital", "hospitals": "hospital", "med": "medical", "medicine": "medical",
    "mem": "memorial", "reg": "regional", "gen": "general", "hlth": "health", "sys": "system", "healthcare": "health",
    "coll": "college", "sch": "school", "fdn": "foundation", "inst": "institute", "educ": "education",
    "ed": "education", "comm": "community", "fam": "family", "affil": "affiliated", "clinics": "clinic",
    "childrens": "children", "mt": "mount", "som": "school medical", "com": "college medical", "cty": "county",
    "ismms": "icahn school medical mount sinai", "nyp": "new york presbyterian", "suny": "state university new york",
    "nymc": "new york medical college", "wash": "washington", "sw": "southwestern", "s&w": "scott white",
    "hsc": "health science center", "sciences": "science", "se": "southeastern", "uab": "university alabama",
    "ucla": "university california los angeles", "uc": "university california", "usf": "university south florida",
    "siu": "southern illinois university", "lsu": "louisiana state university", "ut": "university texas",
    "lsuhsc": "louisiana state university health science center", "mgb": "mass general brigham",
    "mgh": "massachusetts general hospital", "cwru": "case western reserve university", "grad": "graduate",
    "umkc": "university missouri kansas city", "penn": "pennsylvania", "obh": "one brooklyn health",
    "jhu": "johns hopkins university", "vcu": "virginia commonwealth university", "svcs": "services",
}
# Words that tell one institution from another too seldom to count.
EMPTY_WORDS = {
    "program", "of", "the", "at", "and", "for", "in", "a", "inc", "llc", "medical", "center", "hospital", "health",
    "university", "school", "college", "system", "science", "education", "gme", "consortium", "graduate", "campus",
    "affiliated", "department", "services", "care", "network", "clinic", "foundation", "institute", "group",
}

# What may follow the slash of a track's name without making it another program.
SAME_PROGRAM = re.compile(
    r"research|rural|3[- ]y(ea)?r md|phase 3|military|prelim|mph|pstp|scientist|funded|international|geriatric|global"
    r"|sponsored|child|cap\b|adult|first|clinical|academic|critical care|hospitalist|urban|non-designated|designated"
    r"|radiology|rad\b|ophthalm|neurolog|anesth|dermatol|pm&r|radiation|urolog|ortho|medical genetics|neuroscience"
    r"|ap\b|cp\b|np\b|osteopathic|\d ?y(ea)?rs?\b|abim|plus$|intl|preventive|omfs|general$|women|leader|addiction"
    r"|pathway|track|categorical|t32|scholar|physician", re.I)
NAME_SCORE = 0.72
NAME_MARGIN = 0.12
CITY_SCORE = 0.2
SAME_PLACE_KM = 25.0
DIRECTORY_YEAR = 2021


class Identity(NamedTuple):
    id: str = ""
    basis: str = ""
    source: str = ""


class Program(NamedTuple):
    id: str
    name: str
    state: str
    city: str
    words: frozenset
    source: str


class AcgmeIndex:
    """ACGME ids of the tracks of one listing."""

    def __init__(self, root, tracks, places):
        self.places = places
        self.tracks = {track["code"]: track for track in tracks}
        self.programs = directory(root)
        self.weights = word_weights(self.programs, tracks)
        self.groups = group_tracks(tracks)
        self.crosswalk = read_crosswalk(root)
        self.aliases = self.learn_aliases(self.crosswalk)
        self.matched = self.match_all()

    def find(self, code):
        if code in self.crosswalk:
            return Identity(self.crosswalk[code], "crosswalk", "IMCROSSWALK")
        group = code[4:7], code[:4]
        if group in self.matched and self.one_program(code, self.matched[group][0]):
            program, basis = self.matched[group]
            return Identity(program.id, basis, program.source)
        return Identity()

    def match_all(self):
        """(specialty, institution) -> (program, basis), for specialties outside the crosswalk."""
        known = {code[4:7] for code in self.crosswalk}
        matched = {}
        for specialty in sorted({specialty for specialty, _ in self.groups} - known):
            matched.update(self.match(specialty, self.aliases))
        return matched

    def match(self, specialty, aliases, rules=("alias", "name", "city")):
        """Matches of one specialty; a program that two institutions claim is given to none."""
        programs = self.programs.get(specialty, [])
        institutions = [group for group in self.groups if group[0] == specialty]
        claims = {}
        for group in institutions:
            found = None
            if "alias" in rules:
                found = self.by_alias(group, programs, aliases)
            if not found and "name" in rules:
                found = self.by_name(group, programs)
            if found:
                claims[group] = found, "institution"
        claims = drop_shared(claims)
        if "city" in rules:
            claims.update(drop_shared(self.by_city(institutions, programs, claims)))
        return claims

    def by_alias(self, group, programs, aliases):
        names = aliases.get(group[1], ())
        place = self.groups[group]
        found = [program for program in programs if program.state == place.state and plain(program.name) in names]
        return found[0] if len(found) == 1 else None

    def by_name(self, group, programs):
        place = self.groups[group]
        scored = sorted(
            ((self.score(place.words, program.words), program) for program in programs
             if program.state == place.state), key=lambda pair: -pair[0])
        if not scored or scored[0][0] < NAME_SCORE:
            return None
        if len(scored) > 1 and scored[0][0] - scored[1][0] < NAME_MARGIN:
            return None
        best = scored[0][1]
        return best if plain(best.city) in place.cities else None

    def by_city(self, institutions, programs, claims):
        """Cities with one institution and one program left to right, neither of them claimed."""
        taken = {program.id for program, _ in claims.values()}
        here = defaultdict(list)
        for program in programs:
            here[program.state, plain(program.city)].append(program)
        rivals = Counter((self.groups[group].state, city) for group in institutions
                         for city in self.groups[group].cities)
        found = {}
        for group in institutions:
            place = self.groups[group]
            if group in claims or not place.in_directory_year or len(place.cities) != 1:
                continue
            key = place.state, next(iter(place.cities))
            if rivals[key] == 1 and len(here[key]) == 1 and here[key][0].id not in taken:
                if self.score(place.words, here[key][0].words) >= CITY_SCORE:
                    found[group] = here[key][0], "city"
        return found

    def score(self, a, b):
        """Share of telling words in common, from 0 to 1."""
        common = sum(self.weights[word] for word in a & b)
        every = sum(self.weights[word] for word in a | b)
        return common / every if every else 0.0

    def one_program(self, code, program):
        """Does the track belong to the one program of its institution, as far as its name tells?"""
        track = self.tracks[code]
        site = words_of(track["program_name"].partition("/")[2])
        if site and site <= program.words:
            return True
        if site and not SAME_PROGRAM.search(track["program_name"].partition("/")[2]):
            return False
        return self.near(track, program)

    def near(self, track, program):
        """Are the two cities one place?"""
        if plain(track["city"]) == plain(program.city):
            return True
        here = self.places.find(track["state"], track["city"])
        there = self.places.find(program.state, program.city)
        return bool(here and there) and kilometres(here, there) <= SAME_PLACE_KM

    def learn_aliases(self, crosswalk):
        """Institution -> the names that its crosswalked programs bear in the directory."""
        names = {program.id: plain(program.name) for programs in self.programs.values() for program in programs}
        aliases = defaultdict(set)
        for code, acgme_id in crosswalk.items():
            if acgme_id in names:
                aliases[code[:4]].add(names[acgme_id])
        return aliases

    def report(self):
        """Precision of the rules where the truth is known: internal medicine, and its combinations."""
        combined = {code: acgme_id for code, acgme_id in self.crosswalk.items() if code[4:7] != "140"}
        self.measure("alias, name and city on internal medicine", "140", self.learn_aliases(combined))
        self.measure("name and city on internal medicine", "140", {}, ("name", "city"))
        self.measure("name on internal medicine", "140", {}, ("name",))
        medicine = {code: acgme_id for code, acgme_id in self.crosswalk.items() if code[4:7] == "140"}
        for specialty in ("700", "715", "705"):
            self.measure(f"alias on {specialty}", specialty, self.learn_aliases(medicine), ("alias",))

    def measure(self, title, specialty, aliases, rules=("alias", "name", "city")):
        found = self.match(specialty, aliases, rules)
        right, wrong = Counter(), Counter()
        for code, truth in self.crosswalk.items():
            group = code[4:7], code[:4]
            if code[4:7] != specialty or group not in found or code not in self.tracks:
                continue
            program, basis = found[group]
            if self.one_program(code, program):
                (right if program.id == truth else wrong)[basis] += 1
        total = right.total() + wrong.total()
        codes = sum(1 for code in self.crosswalk if code[4:7] == specialty)
        detail = ", ".join(f"{basis} {right[basis]}/{right[basis] + wrong[basis]}" for basis in sorted(right | wrong))
        if total:
            print(f"  precision, {title}: {100 * right.total() / total:.1f} % of {total} "
                  f"(of {codes} codes; {detail})")


class Place(NamedTuple):
    state: str
    cities: frozenset
    words: frozenset
    in_directory_year: bool


def group_tracks(tracks):
    """(specialty, institution) -> where it is and what it is called."""
    members = defaultdict(list)
    for track in tracks:
        members[track["specialty_code"], track["code"][:4]].append(track)
    return {
        group: Place(
            rows[0]["state"],
            frozenset(plain(row["city"]) for row in rows),
            words_of(re.sub(r"-[A-Z]{2}$", "", rows[0]["institution"])),
            any(row[f"quota_{DIRECTORY_YEAR}"] != "" for row in rows),
        )
        for group, rows in members.items()
    }


def words_of(name):
    """The telling words of a name."""
    found = []
    for word in re.sub(r"'s\b", "s", name.lower()).replace("'", "").replace("s&w", "scott white").split():
        for part in re.split(r"[^a-z0-9]+", word):
            found.extend(WORDS.get(part, part).split())
    kept = {re.sub(r"^saint$", "st", word) for word in found if word and word not in EMPTY_WORDS}
    return frozenset(kept)


def word_weights(programs, tracks):
    """Rare words weigh more: the logarithm of how many names there are for each that has the word."""
    names = {program.words for group in programs.values() for program in group}
    names |= {words_of(re.sub(r"-[A-Z]{2}$", "", track["institution"])) for track in tracks}
    seen = Counter(word for words in names for word in words)
    weights = defaultdict(lambda: log(len(names)))
    weights.update({word: log(len(names) / count) for word, count in seen.items()})
    return weights


def directory(root):
    """specialty code -> programs of the directory of 2021, and of the OB-GYN list."""
    states = {row["name"]: row["abbr"] for row in read_rows(root, STATE_NAMES)}
    states["Puerto Rico"] = "PR"
    found = {}
    for row in read_rows(root, DIRECTORY):
        add(found, row["acgme_program_id"], row["program_name"], row["state"], row["city"], "ERASDIR2021")
    for row in read_rows(root, OBGYN):
        state = states.get(row["state"], row["state"])
        add(found, row["program_code"], row["program_name"], state, row["city"], "ACGMEOBGYN")
    programs = defaultdict(list)
    for program in found.values():
        programs[program.id[:3]].append(program)
    return programs


def add(found, acgme_id, name, state, city, source):
    """Keep the first entry of an id: the directory has a few twice."""
    if re.fullmatch(r"\d{10}", acgme_id) and acgme_id not in found:
        found[acgme_id] = Program(acgme_id, re.sub(r" Program$", "", name), state, city, words_of(name), source)


def read_crosswalk(root):
    """NRMP code -> ACGME id."""
    return {row["NRMP Code"]: row["ACGME Code"] for row in read_rows(root, CROSSWALK)
            if re.fullmatch(r"\d{10}", row["ACGME Code"])}


def drop_shared(claims):
    """Claims on a program that nobody else claims."""
    owners = Counter(program.id for program, _ in claims.values())
    return {group: claim for group, claim in claims.items() if owners[claim[0].id] == 1}
