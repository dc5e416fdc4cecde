import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { entries, reach, savedLength } from "../src/pages/how-many/nested";
import { move, parseMoves, writeMoves } from "../src/pages/signals/moves";
import { factAnswer, factName, rates, requirements } from "../src/facts";
import type { PickAnswer, Point, SchemaField, Signal, SignalRule, SignalsAnswer } from "../src/types";

// The address of a page, for modules that read it when they are loaded.
Object.assign(globalThis, { location: new URL("http://127.0.0.1/what-if"), addEventListener: () => undefined });
const { changeable, describe, found, label, parseChanges, said, useful, valueAt } = await import("../src/pages/what-if/changes");

const points: Point[] = Array.from({ length: 30 }, (_, i) => ({
    n: i + 1, cost_cents: 1100 * (i + 1), value: 0.01 * (i + 1), low: 0, high: 0.5, marginal: 0.01, nrmp_code: `1000140C${i % 10}`,
}));
const knee = { n: 12, cost_cents: 13200, value: 0.12 };

test("the list of a profile is as long as its limits allow, or to the bend without any", () => {
    assert.equal(savedLength(points, knee, {}), 12);
    assert.equal(savedLength(points, null, {}), 30);
    assert.equal(savedLength(points, knee, { budget_usd: 99 }), 9);
    assert.equal(savedLength(points, knee, { budget_usd: 10 }), 0);
    assert.equal(savedLength(points, knee, { budget_usd: 99, max_applications: 4 }), 4);
    assert.equal(savedLength(points, knee, { max_applications: 400 }), 30);
});

test("a place on the curve is a list: its first so many entries, by the names of the answer", () => {
    const chance = { value: 0.02, low: 0.01, high: 0.03, basis: "" };
    const answer = {
        curve: points,
        picked: [{ nrmp_code: "1000140C0", institution: "Hospital A", city: "Albany", state: "NY", specialty: "Pediatrics", chance_match: chance }],
        left_out: [{ nrmp_code: "1000140C1", institution: "Hospital B", chance_match: chance }],
    } as unknown as PickAnswer;
    const found = entries(answer, -3, 3);
    assert.deepEqual(found.map((one) => [one.n, one.institution]), [[1, "Hospital A"], [2, "Hospital B"], [3, "1000140C2"]]);
    assert.equal(found[2]!.chance, null);
    assert.deepEqual(entries(answer, 31, 40), []);
});

test("the sliders go past the bend and past the list, and not past the curve", () => {
    assert.equal(reach(points, 12, 10), 30);
    const long = Array.from({ length: 600 }, (_, i) => ({ ...points[0]!, n: i + 1 }));
    assert.equal(reach(long, 139, 102), 280);
    assert.equal(reach(long, 20, 200), 320);
});

test("changes come from the address, and nonsense there is no change", () => {
    assert.deepEqual(parseChanges('{"step2_ck":256}'), { step2_ck: 256 });
    for (const text of [null, "", "{", "[1]", "3", "null"]) assert.deepEqual(parseChanges(text), {});
});

const field = (path: string, name: string, kind: SchemaField["kind"], more: Partial<SchemaField> = {}): [string, SchemaField] =>
    [path, { path, label: name, kind, required: false, values: null, min: null, max: null, help: "", sharpens: null, of: null, whole: true, nullable: false, unknown: true, ...more }];
const schema = new Map([
    field("step2_ck", "Step 2 CK score", "number"), field("step3", "Step 3", "object"), field("step3.result", "Result", "enum", { values: ["not_taken", "passed"] }),
    field("step3.date", "Date of the last sitting", "date"), field("letters", "Letters of recommendation", "list"), field("letters[].count", "How many", "number"),
    field("letters[].from_us", "From the US", "bool"), field("languages", "Languages", "list", { help: "What you speak" }), field("couple", "You match as a couple", "bool"),
]);

test("a change is said in words, and what the profile says now is found by its path", () => {
    const profile = { step3: { result: "not_taken" }, specialties: ["Pediatrics", { name: "Neurology", weight: 2 }] };
    assert.equal(describe({ "step3.result": "passed", step2_ck: 256 }, schema), "Step 3: passed; Step 2 CK score: 256");
    assert.equal(said("step3.result", valueAt(profile, "step3.result"), schema), "not taken");
    assert.equal(said("visa_need", "j1", schema), "J-1");
    assert.equal(said("specialties", valueAt(profile, "specialties"), schema), "Pediatrics, Neurology");
    assert.equal(said("visa_need", valueAt(profile, "visa_need"), schema), "not said");
    assert.equal(said("couple", false, schema), "no");
    assert.equal(said("letters", [{ count: 2, from_us: true }], schema), "2 × · from the US");
    assert.equal(said("letters", [], schema), "none");
    assert.equal(said("letters", "", schema), "not said");
    assert.equal(valueAt(profile, "step3.date.day"), undefined);
});

test("every field can be tried: a value on its own, a list as a whole, an object by its parts", () => {
    assert.deepEqual(changeable(schema).map((one) => one.path), ["step2_ck", "step3.result", "step3.date", "letters", "languages", "couple"]);
    assert.equal(label("step3.date", schema), "Step 3: date of the last sitting");
    assert.deepEqual(found(schema, "step date", []).map((one) => one.path), ["step3.date"]);
    assert.deepEqual(found(schema, "SPEAK", []).map((one) => one.path), ["languages"]);
    assert.deepEqual(found(schema, "speak", ["languages"]), []);
    assert.deepEqual(found(schema, "nothing like it", []), []);
});

test("what is added at a touch stands beside what the profile has", () => {
    const profile = { clinical_experience: [{ kind: "elective", months: 2, in_us: true }, { kind: "elective", months: 5, in_us: false }] };
    const more = useful.clinical_experience!(profile);
    assert.equal(said("clinical_experience", more, schema), "4 months in the US");
    assert.equal(profile.clinical_experience.length, 2);
    assert.equal(useful.step2_ck!({ step2_ck: 296 }), 300);
});

test("the facts of a program have the names of the model, each with a title of its own", () => {
    const model = readFileSync("../src/model/program.c", "utf8");
    const named = (table: string) => [...new RegExp(`${table}\\[\\w+\\] = \\{([^}]*)\\}`).exec(model)![1]!.matchAll(/"(\w+)"/g)].map((one) => one[1]).sort();
    assert.deepEqual(requirements.map((one) => one.name).sort(), named("requirement_names"));
    assert.deepEqual(rates.map((one) => one.name).sort(), named("rate_names"));
    const titles = [...requirements, ...rates].map((one) => one.label);
    assert.equal(new Set(titles).size, titles.length);
    assert.equal(factName("min_usce_months"), "Months of US clinical experience");
});

const rule = { specialty: "Internal Medicine", tiered: true, gold: 2, silver: 1, total: 3 } as SignalRule;
const sent = (code: string, best: Signal, cost: number, signal: Signal = best) =>
    ({ nrmp_code: code, signal, best, cost_of_moving: cost, specialty: "Internal Medicine", institution: code }) as SignalsAnswer["allocation"][number];
const all = [sent("1000140C0", "gold", 0.003), sent("1000140C1", "gold", 0.001), sent("1000140C2", "silver", 0.002), sent("1000140C3", "none", 0.001)];

test("a signal moved to a kind that is used up takes the place of the one that needs it least", () => {
    const { moves, gaveWay } = move(all, rule, "1000140C3", "gold");
    assert.equal(gaveWay?.nrmp_code, "1000140C1");
    assert.deepEqual(moves, { "1000140C3": "gold", "1000140C1": "none" });
});

test("a signal taken away gives way to nobody, and a move to where it is changes nothing", () => {
    assert.deepEqual(move(all, rule, "1000140C0", "none"), { moves: { "1000140C0": "none" }, gaveWay: null });
    assert.deepEqual(move(all, rule, "1000140C0", "gold"), { moves: {}, gaveWay: null });
    assert.deepEqual(move(all, rule, "nobody", "gold"), { moves: {}, gaveWay: null });
});

test("a move back is no move", () => {
    const moved = all.map((one) => (one.nrmp_code === "1000140C0" ? { ...one, signal: "none" as const } : one));
    assert.deepEqual(move(moved, rule, "1000140C0", "gold").moves, {});
});

test("moves stand in the address, and what is no move is left out", () => {
    const moves = { "1000140C0": "gold", "1000140C1": "none" } as const;
    assert.deepEqual(parseMoves(writeMoves(moves)), moves);
    assert.equal(writeMoves({}), null);
    assert.deepEqual(parseMoves("x:gold,1000140C0:platinum,1000140C1,,1000140C2:silver"), { "1000140C2": "silver" });
    assert.deepEqual(parseMoves(null), {});
});

test("a fact says yes, no or a number, never a zero in place of an answer", () => {
    const fact = { source: "NRMP2025R", as_of: "2025" };
    assert.equal(factAnswer({ ...fact, name: "accepts_h1b", answer: "yes", value: 0 }), "yes");
    assert.equal(factAnswer({ ...fact, name: "accepts_j1", answer: "no" }), "no");
    assert.equal(factAnswer({ ...fact, name: "min_step2", value: 230 }), "230");
    assert.equal(factAnswer({ ...fact, name: "rate_us_img", value: 0.12 }), "12");
    assert.equal(factName("min_step2"), "Lowest Step 2 CK score");
    assert.equal(factName("something_new"), "something new");
});
