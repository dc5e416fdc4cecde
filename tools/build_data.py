#!/usr/bin/env python3
"""Build data/*.csv and data/nrmp/*.csv from a directory of collected public material.

    tools/build_data.py --from DIR [--to data]

The result depends on nothing but that directory and this program: running it again changes no byte.
"""

import argparse

import data_evidence as evidence
import data_nrmp as nrmp
import data_openings as openings
import data_season as season
import data_visas as visas
from data_certificates import build_certificates
from data_employers import build_employers
from data_places import build_states
from data_programs import build_programs
from data_specialties import build_specialties


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="root", required=True, help="directory of the collected material")
    parser.add_argument("--to", default="data", help="directory of our tables (data)")
    arguments = parser.parse_args()
    root, to = arguments.root, arguments.to

    build_states(root, to)
    build_specialties(to)
    programs = build_programs(root, to)
    nrmp.build_counts(root, to)
    nrmp.build_specialty_types(root, to)
    nrmp.build_outcomes(root, to)
    nrmp.build_outcome_totals(root, to)
    nrmp.build_rank_lists(root, to)
    nrmp.build_program_rank_lists(root, to)
    nrmp.build_match_rates(root, to)
    nrmp.build_specialty_years(root, to)
    season.build_fees(root, to)
    season.build_signals(root, to)
    season.build_limits(root, to)
    season.build_calendar(root, to)
    season.build_exams(to)
    build_certificates(root, to)
    evidence.build_effects(root, to)
    evidence.build_base_rates(root, to)
    evidence.build_applications(root, to)
    visas.build_countries(root, to)
    visas.build_rules(root, to)
    build_employers(root, to, programs)
    offers = openings.build_openings(root, to, programs)
    openings.build_kinds(to)
    openings.build_papers(to)
    openings.build_grants(root, to, offers)


if __name__ == "__main__":
    main()
