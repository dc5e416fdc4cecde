"""Reading the collected files, writing our tables: what every table builder shares."""

import csv
import re
from pathlib import Path


def read_rows(root, name):
    """All rows of one collected CSV file as dictionaries."""
    with open(Path(root) / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_table(root, name, columns, rows, sort_by=()):
    """Write one table (RFC 4180, LF, no BOM); rows are dictionaries, sorted by the named columns."""
    for row in rows:
        unknown = set(row) - set(columns)
        if unknown:
            raise ValueError(f"{name}: columns {sorted(unknown)} are not declared")
        missing = [column for column in ("source", "as_of") if not row.get(column)]
        if missing:
            raise ValueError(f"{name}: row without {missing}: {row}")
    rows = sorted(rows, key=lambda row: [sort_key(row.get(column, "")) for column in sort_by])
    path = Path(root) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([text(row.get(column, "")) for column in columns])
    print(f"{name}: {len(rows)} rows")
    return rows


def sort_key(value):
    """Numbers before text, each in its own order."""
    number = as_number(value)
    return (0, number, "") if number is not None else (1, 0.0, str(value))


def as_number(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def text(value):
    """A cell: integers without a fraction, other numbers at most six decimals."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value).strip()


def count(value):
    """A published count as an integer, empty when the source is empty."""
    return "" if value in ("", None) else int(float(value))


def number(value):
    """A published figure without the trailing '.0', empty when the source is empty."""
    return "" if value in ("", None) else text(float(value))


def plain(name):
    """A name for comparison: lower case, no punctuation, 'saint', 'fort' and 'mount' in full."""
    name = name.lower().replace("'", "").replace(".", "")
    name = re.sub(r"[^a-z0-9]+", " ", name)
    for short, full in (("st", "saint"), ("ft", "fort"), ("mt", "mount")):
        name = re.sub(rf"\b{short}\b", full, name)
    return " ".join(name.split())
