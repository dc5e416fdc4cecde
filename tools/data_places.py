"""States, their neighbours, and where the cities of the programs are."""

from collections import defaultdict
from math import cos, hypot, radians
from statistics import median

from data_common import plain, read_rows, write_table

CITIES = "raw/kelvins__US-Cities-Database/us_cities.csv"
ZIPS = "raw/midwire__free_zipcode_data/all_us_zipcodes.csv"
REGIONS = "raw/datadoc1__resident-analysis/eras_regions.csv"
BORDERS = "raw/ubikuity__List-of-neighboring-states-for-each-US-state/neighbors-states.csv"

# (state, city as listed) -> city as it is spelt.
CITY_SPELLING = {
    ("AR", "Hot Springs"): "Hot Springs National Park",
    ("CA", "Panorama City,"): "Panorama City",
    ("CA", "Sacremento"): "Sacramento",
    ("CO", "Westminister"): "Westminster",
    ("CT", "Middleton"): "Middletown",
    ("FL", "Ft. Lauderdale"): "Fort Lauderdale",
    ("FL", "St. Petersburg"): "St Petersburg",
    ("HI", "Tripler Amc"): "Honolulu",
    ("ID", "Coeur D'Alene"): "Coeur d'Alene",
    ("MS", "Mccomb"): "McComb",
    ("NJ", "Tom'S River"): "Toms River",
    ("NY", "Lagrangerville"): "Lagrangeville",
    ("NY", "Mount Kisko"): "Mount Kisco",
    ("NY", "Sleepy Holllow"): "Sleepy Hollow",
    ("OH", "West Chester,"): "West Chester",
    ("PA", "Dubois"): "DuBois",
    ("PA", "Mckeesport"): "McKeesport",
    ("TX", "Mcallen"): "McAllen",
    ("VA", "Fisherville"): "Fishersville",
    ("WI", "Millwaukee"): "Milwaukee",
}

# Cities that the city tables do not name: the ZIP code of their centre.
CITY_ZIP = {
    ("CA", "Commerce"): "90040",
    ("CO", "Centennial"): "80112",
    ("FL", "Atlantis"): "33462",
    ("FL", "Aventura"): "33180",
    ("FL", "Coral Gables"): "33134",
    ("FL", "Margate"): "33063",
    ("FL", "South Miami"): "33144",
    ("FL", "Trinity"): "34655",
    ("FL", "Wellington"): "33414",
    ("FL", "Weston"): "33326",
    ("ID", "Coeur d'Alene"): "83814",
    ("KY", "Edgewood"): "41017",
    ("MD", "Largo"): "20774",
    ("NC", "Fort Liberty"): "28310",
    ("NY", "Sleepy Hollow"): "10591",
    ("OH", "Boardman"): "44512",
    ("OH", "Kettering"): "45429",
    ("PA", "DuBois"): "15801",
    ("PA", "East Norriton"): "19401",
    ("PA", "Upland"): "19013",
    ("UT", "Murray"): "84107",
    ("UT", "West Valley City"): "84119",
    ("WA", "Spokane Valley"): "99206",
}

# The list of borders counts these pairs, which are separated by sea or by Canada.
NO_LAND_BORDER = {("AK", "WA"), ("CA", "HI")}

KM_PER_DEGREE = 111.2
FAR_KM = 40.0


class Places:
    """City -> (latitude, longitude, source key); never a place of another state."""

    def __init__(self, root):
        self.cities = defaultdict(list)
        for row in read_rows(root, CITIES):
            key = row["STATE_CODE"], plain(row["CITY"])
            self.cities[key].append((float(row["LATITUDE"]), float(row["LONGITUDE"])))
        self.by_zip, zip_city, self.states = {}, defaultdict(list), set()
        self.buckets = defaultdict(list)
        for row in read_rows(root, ZIPS):
            if not row["lat"]:
                continue
            point = float(row["lat"]), float(row["lon"])
            self.by_zip[row["code"]] = row["state"], point
            self.states.add(row["state"])
            zip_city[row["state"], plain(row["city"])].append(point)
            self.buckets[round(point[0]), round(point[1])].append((row["state"], point))
        self.zip_cities = {key: middle_point(points) for key, points in zip_city.items()}

    def find(self, state, city):
        """(latitude, longitude, source key) of a city, or None."""
        key = state, plain(city)
        if (state, city) in CITY_ZIP:
            zip_state, point = self.by_zip[CITY_ZIP[state, city]]
            return (*point, "GEONAMES") if zip_state == state else None
        if key in self.cities:
            point = self.best_of(key)
            return (*point, "USCITIES") if self.in_state(state, point) else None
        if key in self.zip_cities:
            return (*self.zip_cities[key], "GEONAMES")
        return None

    def best_of(self, key):
        """Of the entries of a city that lies in several counties, the one nearest to most of its ZIP codes."""
        points = self.cities[key]
        middle = self.zip_cities.get(key, points[0])
        return min(points, key=lambda point: kilometres(point, middle))

    def in_state(self, state, point):
        """Is there a ZIP code of the state near the point? (The table has none for Puerto Rico.)"""
        if state not in self.states:
            return True
        row, column = round(point[0]), round(point[1])
        near = (entry for y in (-1, 0, 1) for x in (-1, 0, 1) for entry in self.buckets[row + y, column + x])
        return any(name == state and kilometres(point, other) < FAR_KM for name, other in near)


def middle_point(points):
    """Median of each axis: a few ZIP codes of the table lie far off."""
    return tuple(median(axis) for axis in zip(*points))


def kilometres(a, b):
    """Distance on a flat map: good enough to tell one city from another."""
    width = cos(radians((a[0] + b[0]) / 2))
    return KM_PER_DEGREE * hypot(a[0] - b[0], (a[1] - b[1]) * width)


def states(root):
    """Rows of states.csv."""
    borders = defaultdict(set)
    for row in read_rows(root, BORDERS):
        pair = row["StateCode"], row["NeighborStateCode"]
        if pair not in NO_LAND_BORDER:
            borders[pair[0]].add(pair[1])
            borders[pair[1]].add(pair[0])
    return [
        {
            "code": row["State Acronym"],
            "name": row["State"],
            "division": row["Region"],
            "neighbours": ";".join(sorted(borders[row["State Acronym"]])),
            "neighbours_source": "BORDERS" if borders[row["State Acronym"]] else "",
            "source": "ERASREGIONS",
            "as_of": "2026-11-22",
        }
        for row in read_rows(root, REGIONS)
    ]


def build_states(root, to):
    columns = ["code", "name", "division", "neighbours", "neighbours_source", "source", "as_of"]
    return write_table(to, "states.csv", columns, states(root), ["code"])
