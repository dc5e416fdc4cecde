import { strict as assert } from "node:assert";
import { test } from "node:test";
import { asText, facet, grouped, holds, passes, reasonKind, rowsOf, sorted, type Filter } from "../src/pages/list/rows";
import type { Pick, PickAnswer, Place } from "../src/types";

const chance = (value: number) => ({ value, low: value / 2, high: value * 2, basis: "" });
const pick = (nrmp_code: string, application: number, more: Partial<Pick> = {}): Pick => ({
    nrmp_code, application, institution: `Hospital ${nrmp_code}`, specialty: "Internal Medicine",
    city: "Brooklyn", state: "NY", tier: "target", signal: "none", cost_cents: 1100, marginal: 0.01,
    chance_interview: chance(0.1), chance_match: chance(0.01), reasons: [], score: 10, verify: [],
    link: null, track_type: "categorical", pinned: false, ...more,
});
const answer = (more: Partial<PickAnswer>): PickAnswer =>
    ({ picked: [], left_out: [], held: [], preliminary: [], ...more }) as PickAnswer;
const none: Filter = { text: "", state: "", tier: "", specialty: "", reason: "" };

const said = answer({
    picked: [
        pick("1000140C0", 1, { tier: "safer", chance_interview: chance(0.2) }),
        pick("1000140M0", 1, { track_type: "primary_care", cost_cents: 0 }),
        pick("1001140C0", 2, { state: "OH", city: "Toledo", tier: "reach", chance_interview: chance(0.05), cost_cents: 2600 }),
        pick("1002140C0", 3, { state: "OH", city: "Akron" }),
    ],
    left_out: [
        { nrmp_code: "1003140C0", why: "worth less than what was picked: it would add 0.15 in 100",
            chance_interview: chance(0.02), chance_match: chance(0.002), by_rule: false, gain: 0.0015 },
        { nrmp_code: "1004140C0", why: "a preliminary year only, and none was asked for",
            chance_interview: chance(0), chance_match: chance(0), by_rule: true, gain: 0 },
    ],
});

test("an application is one row, whatever number of tracks it covers", () => {
    const rows = rowsOf(said, "picked", null);
    assert.deepEqual(rows.map((row) => row.code), ["1000140C0", "1001140C0", "1002140C0"]);
    assert.equal(rows[0]!.tracks.length, 2);
    assert.ok(holds(rows[0]!, "1000140M0"));
    assert.ok(!holds(rows[1]!, "1000140M0"));
});

test("positions of all tracks of an application count together", () => {
    const places = new Map([["1000140C0", { quota: 20 } as Place], ["1000140M0", { quota: 4 } as Place]]);
    assert.equal(rowsOf(said, "picked", places)[0]!.quota, 24);
});

test("a rule that closes a program shows no chance, a lower value does", () => {
    const [less, rule] = rowsOf(said, "left-out", null);
    assert.equal(less!.interview!.value, 0.02);
    assert.equal(less!.adds, 0.0015);
    assert.equal(rule!.interview, null);
    assert.equal(rule!.adds, null);
});

test("reasons are grouped by their words, not by their figures", () => {
    assert.equal(reasonKind("worth less than what was picked: it would add 0.15 in 100"), "worth less than what was picked");
    assert.equal(reasonKind("not offered in the 2025 Match; last offered in 2023"), "not offered in the");
    assert.equal(reasonKind("a preliminary year only, and none was asked for"), "a preliminary year only");
});

test("filters work together, and a facet counts what it would leave", () => {
    const rows = rowsOf(said, "picked", null);
    assert.deepEqual(rows.filter((row) => passes(row, { ...none, state: "OH", text: "akr" })).map((row) => row.city), ["Akron"]);
    assert.deepEqual(facet(rows, { ...none, state: "NY" }, "state"), [["OH", 2], ["NY", 1]]);
    assert.deepEqual(facet(rows, { ...none, state: "OH" }, "tier"), [["reach", 1], ["target", 1]]);
});

test("sorting goes by the best chance first and keeps the order of the list among equals", () => {
    const rows = rowsOf(said, "picked", null);
    assert.deepEqual(sorted(rows, "interview").map((row) => row.application), [1, 3, 2]);
    assert.deepEqual(sorted(rows, "-interview").map((row) => row.application), [2, 3, 1]);
    assert.deepEqual(sorted(rows, "cost").map((row) => row.application), [1, 3, 2]);
});

test("what is unknown comes last in either direction", () => {
    const rows = rowsOf(said, "left-out", null);
    assert.deepEqual(sorted(rows, "interview").map((row) => row.code), ["1003140C0", "1004140C0"]);
    assert.deepEqual(sorted(rows, "-interview").map((row) => row.code), ["1003140C0", "1004140C0"]);
});

test("by name the order is that of the name that is shown, without the state at its end and without case", () => {
    const named = (code: string, at: number, institution: string, state: string) => pick(code, at, { institution, state });
    const rows = rowsOf(answer({ picked: [
        named("1000140C0", 1, "St Mary Med Ctr-OH", "OH"), named("1001140C0", 2, "St Mary-NY", "NY"),
        named("1002140C0", 3, "albany Med Ctr-NY", "NY"), named("1003140C0", 4, "Boston Med Ctr-MA", "MA"),
    ] }), "picked", null);
    assert.deepEqual(sorted(rows, "program").map((row) => row.application), [3, 4, 2, 1]);
    assert.deepEqual(sorted(rows, "-program").map((row) => row.application), [1, 2, 4, 3]);
});

test("a group has a heading with its count and best chance", () => {
    const items = grouped(rowsOf(said, "picked", null), "state");
    assert.deepEqual(items.map((item) => (item.kind === "group" ? `${item.name} ${item.count}` : item.row.code)),
        ["NY 1", "1000140C0", "OH 2", "1001140C0", "1002140C0"]);
    assert.equal(items[2]!.kind === "group" && items[2]!.best, 0.1);
});

test("a copy has a line for each track and nothing that a spreadsheet takes for a formula", () => {
    const rows = rowsOf(answer({ picked: [
        pick("1000140C0", 1, { institution: "=HYPERLINK(1)" }), pick("1000140M0", 1)] }), "picked", null);
    const lines = asText(rows).trimEnd().split("\n");
    assert.equal(lines.length, 3);
    assert.match(lines[1]!, /\t'=HYPERLINK/);
    assert.equal(lines[1]!.split("\t").length, lines[0]!.split("\t").length);
    assert.equal(lines[1]!.split("\t")[9], "11");
    assert.equal(lines[2]!.split("\t")[9], "");
});
