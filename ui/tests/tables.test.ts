import { strict as assert } from "node:assert";
import { test } from "node:test";

// Modules that read the address when they are loaded.
Object.assign(globalThis, {
    location: new URL("http://127.0.0.1/"), addEventListener: () => undefined,
    document: { documentElement: { dataset: {} }, addEventListener: () => undefined },
});
const { sorted } = await import("../src/pages/what-if/improvements");
const { importPath } = await import("../src/pages/data/import");
const { pairsOf } = await import("../src/pages/how-it-works/validation");

const change = (name: string, gain: number | null, perMoney: number | null = null, perWeek: number | null = null) =>
    ({ change: name, gain, gain_per_100_usd: perMoney, gain_per_week: perWeek }) as Parameters<typeof sorted>[0][number];
const all = [change("letters", null), change("money", 0.024, 0.005), change("pediatrics", 0.31), change("step 3", 0.065, 0.007), change("worse", -0.01)];
const names = (by: Parameters<typeof sorted>[1]) => sorted(all, by).map((one) => one.change);

test("what helps most comes first, and what nobody has a figure for last", () => {
    assert.deepEqual(names("gain"), ["pediatrics", "step 3", "money", "worse", "letters"]);
    assert.deepEqual(names("money"), ["step 3", "money", "pediatrics", "worse", "letters"]);
    assert.deepEqual(names("weeks").at(-1), "letters");
});

test("a file is only looked at until it is to be kept; columns and doubtful rows go along", () => {
    const said = { file: { name: "our list.csv" } as File, source: " Our office ", as_of: "2026-10-01", specialty: "", skipRefused: false, columns: {}, review: {} };
    const look = new URL(importPath(said, false), "http://x").searchParams;
    assert.deepEqual([...look], [["file", "our list.csv"], ["source", "Our office"], ["as_of", "2026-10-01"], ["dry_run", "1"], ["job", "1"]]);
    const keep = new URL(importPath({ ...said, skipRefused: true, columns: { "A & B": "note" }, review: { 3: "1428140C0", 4: "skip" } }, true), "http://x").searchParams;
    assert.equal(keep.get("dry_run"), null);
    assert.equal(keep.get("skip_refused"), "1");
    assert.equal(keep.get("map"), '{"columns":{"A & B":"note"}}');
    assert.deepEqual(keep.getAll("review"), ["3:1428140C0", "4:skip"]);
});

test("only what was published for the specialty itself is compared", () => {
    const pair = { published: 0.5, published_error: 0.01, drawn: 0.5, drawn_error: 0.01, borrowed: false };
    const pool = (type: string, specialty: string, borrowed: boolean) =>
        ({ type, specialty, match_rate: { ...pair, borrowed }, ranks_matched: pair, ranks_unmatched: pair, step2_gap: pair });
    const { pairs, borrowed } = pairsOf([pool("us_img", "Pediatrics", false), pool("us_img", "Neurology", true), pool("us_md", "Pediatrics", false)], "us_img", "match_rate");
    assert.deepEqual(pairs.map((one) => one.label), ["Pediatrics"]);
    assert.equal(borrowed, 1);
});
