#!/usr/bin/env python3
"""openapi.py API.md JSON.md VERSION: the two pages as one OpenAPI document.

Their tables are the one place where requests and their shapes are described; this reads
them row by row.  The build runs it, and packs what it writes into the program.
"""

import json
import re
import sys
from pathlib import Path

PLAIN = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "true or false": {"type": "boolean"},
    "list": {"type": "array"},
    "object": {"type": "object"},
    "list of text": {"type": "array", "items": {"type": "string"}},
    "list of any": {"type": "array"},
    "any": {},
}

# A key that stands on the first track of an application only.
SOMETIMES = {"cost_cents", "marginal"}

QUERY = {
    "forever": {"type": "string", "enum": ["1"]},
    "search": {"type": "string"},
    "specialty": {"type": "string"},
    "state": {"type": "string"},
    "after": {"type": "integer", "minimum": 1},
    "limit": {"type": "integer", "minimum": 1, "maximum": 1000},
    "season": {"type": "integer", "minimum": 2021, "maximum": 2100},
    "apply": {"type": "array", "items": {"type": "string"}},
    "file": {"type": "string"},
    "kind": {"type": "string"},
    "source": {"type": "string"},
    "as_of": {"type": "string"},
    "sheet": {"type": "string"},
    "map": {"type": "string"},
    "review": {"type": "array", "items": {"type": "string"}},
    "dry_run": {"type": "string", "enum": ["1"]},
    "skip_refused": {"type": "string", "enum": ["1"]},
    "job": {"type": "string", "enum": ["1"]},
    "column": {"type": "array", "items": {"type": "string"}},
    "profile_id": {"type": "integer", "minimum": 1},
    "visa": {"type": "string"},
    "for": {"type": "string", "enum": ["student", "graduate"]},
    "country": {"type": "string"},
    "start": {"type": "string"},
    "weeks": {"type": "integer", "minimum": 1, "maximum": 520},
    "events": {"type": "string", "enum": ["1"]},
}


def read_tables(path):
    """{heading: [[cell, …], …]} of the rows under each heading, without the titles."""
    tables, heading = {}, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if found := re.match(r"#+ (.*)", line):
            heading = found[1]
            tables.setdefault(heading, [])
        elif line.startswith("| `"):
            tables[heading].append([cell.strip() for cell in line.strip()[1:-1].split("|")])
    return tables


def name_of(section):
    """A section's title as the name of a schema: "kept profile" is KeptProfile."""
    return "".join(word.capitalize() for word in re.split(r"[^a-z0-9]+", section.lower()))


def type_schema(words, sections):
    """What the second column says: "number or null", "chance", "text, needed"."""
    words = words.removesuffix(", needed")
    if words in PLAIN:
        return dict(PLAIN[words])
    if words.endswith(" or null"):
        inner = type_schema(words.removesuffix(" or null"), sections)
        if "type" in inner:
            return inner | {"type": [inner["type"], "null"]}
        return {"anyOf": [inner, {"type": "null"}]}
    if words in sections:
        reference = {"$ref": f"#/components/schemas/{name_of(words)}"}
        # A chance or a knee that there is not is null.
        return {"anyOf": [reference, {"type": "null"}]} if words in ("chance", "knee") else reference
    raise SystemExit(f"no such type: {words}")


def place(schema, steps, leaf, needed):
    """Puts a leaf where `steps` ("picked", "[]", "reasons") lead."""
    step, rest = steps[0], steps[1:]
    if step == "[]":
        schema["type"] = schema.get("type", "array")
        inner = schema.setdefault("items", {})
    else:
        schema["type"] = schema.get("type", "object")
        inner = schema.setdefault("properties", {}).setdefault(step, {})
        if needed and not rest and step not in schema.setdefault("required", []):
            schema["required"].append(step)
    if rest:
        if "anyOf" not in inner and "$ref" not in inner:
            place(inner, rest, leaf, needed)
    else:
        kept = {key: value for key, value in inner.items() if key in ("properties", "items", "required")}
        inner.clear()
        inner.update(leaf | kept)


def section_schema(rows, sections, body):
    schema = {}
    keys = {row[0].strip("`") for row in rows}
    for cells in rows:
        key, words = cells[0].strip("`"), cells[1]
        leaf = type_schema(words, sections)
        if len(cells) > 2 and cells[2]:
            leaf["description"] = cells[2].replace("`", "")
        steps = re.findall(r"\[\]|[^.\[\]]+", key)
        sometimes = steps[-1] in SOMETIMES and any(k.endswith("application") for k in keys)
        needed = words.endswith(", needed") if body else not sometimes
        place(schema, steps, leaf, needed)
    if body:
        schema["additionalProperties"] = False
    return schema


def answer_content(words, sections):
    if words == "file":
        return {"*/*": {}}
    if words.startswith("["):
        inner = {"$ref": f"#/components/schemas/{name_of(words.strip('[]'))}"}
        return {"application/json": {"schema": {"type": "array", "items": inner}}}
    if words == "any":
        return {"application/json": {}}
    if words not in sections:
        raise SystemExit(f"no such answer: {words}")
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name_of(words)}"}}}


def operation(cells, sections):
    request, query, body, status, answer, what = cells
    method, path = request.strip("`").split(" ")
    made = {"summary": what.replace("`", ""), "parameters": [], "responses": {}}
    for part in re.findall(r"\{(\w+)\}", path):
        made["parameters"].append({"name": part, "in": "path", "required": True, "schema": {"type": "string"}})
    for name in query.strip("`").split():
        made["parameters"].append({"name": name, "in": "query", "schema": QUERY[name]})
    if body.strip("`") == "file":
        made["requestBody"] = {"required": True, "content": {"application/octet-stream": {}}}
    elif body:
        reference = {"$ref": f"#/components/schemas/{name_of(body.strip('`'))}"}
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": reference}}}
    if method != "GET":
        made["security"] = [{"cookie": [], "token": []}]
    for code, words in zip(status.split(", "), answer.split(" or "), strict=True):
        response = made["responses"][code] = {"description": "as asked"}
        if words:
            response["content"] = answer_content(words.strip("`"), sections)
    if "If-Match" in what:
        made["parameters"].append(
            {"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}}
        )
        made["responses"]["409"] = {
            "description": "it was changed meanwhile",
            "content": answer_content("conflict", sections),
        }
    made["responses"]["4XX"] = made["responses"]["503"] = {"$ref": "#/components/responses/Error"}
    return method.lower(), path, made


def mentioned(value):
    """Names of the schemas that a part of the document refers to."""
    if isinstance(value, dict):
        reference = value.get("$ref", "")
        return {reference.rpartition("/")[2]} if "/schemas/" in reference else mentioned(list(value.values()))
    return {name for part in value for name in mentioned(part)} if isinstance(value, list) else set()


def add_schemas(document, sections, bodies):
    """The schemas that a request or an answer leads to, in the order of the pages; what else
    stands on them is for the command line alone."""
    section_of = {name_of(section): section for section in sections}
    made, found = {}, mentioned(document["paths"]) | mentioned(document["components"]["responses"])
    while found - made.keys():
        for name in found - made.keys():
            section = section_of[name]
            made[name] = section_schema(sections[section], sections, section in bodies)
        found = mentioned(list(made.values()))
    document["components"]["schemas"] = {name: made[name] for name in section_of if name in made}


def build(api_page, json_page, version):
    api, commands = read_tables(Path(api_page)), read_tables(Path(json_page))
    requests = api.pop("Requests")
    sections = commands | api
    bodies = {row[2].strip("`") for row in requests} | {"plan options"}
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "Smart Pick",
            "version": version,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": "Information, not legal advice. Not affiliated with NRMP, AAMC, "
            "ECFMG/Intealth, AMA or any program.",
        },
        "paths": {},
        "components": {
            "schemas": {},
            "responses": {
                "Error": {"description": "why not", "content": answer_content("error", sections)}
            },
            "securitySchemes": {
                "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
                "token": {"type": "apiKey", "in": "header", "name": "X-CSRF"},
            },
        },
    }
    for cells in requests:
        method, path, made = operation(cells, sections)
        document["paths"].setdefault(path, {})[method] = made
    add_schemas(document, sections, bodies)
    return json.dumps(document, ensure_ascii=False) + "\n"


sys.stdout.write(build(*sys.argv[1:]))
