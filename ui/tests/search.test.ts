import { strict as assert } from "node:assert";
import { test } from "node:test";
import { searchPlaces } from "../src/search";
import type { Place } from "../src/types";

const place = (nrmp_code: string, institution: string, city: string, state: string, specialty: string) =>
    ({ nrmp_code, institution, city, state, specialty, acgme_id: null }) as Place;
const places = [
    place("1000140C0", "General Hospital-NY", "Brooklyn", "NY", "Internal Medicine"),
    place("1001400C0", "Brooklyn Hospital-NY", "Brooklyn", "NY", "Psychiatry"),
    place("1002140C0", "Hospital São José-PR", "Ponce", "PR", "Internal Medicine"),
];
const states = [{ code: "NY", name: "New York" }, { code: "PR", name: "Puerto Rico" }];
const codes = (text: string) => searchPlaces(places, states, text).map((one) => one.nrmp_code);

test("each word must start a word of what is known of the program", () => {
    assert.deepEqual(codes("brook psych"), ["1001400C0"]);
    assert.deepEqual(codes("rook"), []);
    assert.deepEqual(codes("new york internal"), ["1000140C0"]);
    assert.deepEqual(codes("1002140"), ["1002140C0"]);
});

test("a hospital whose name starts with the words comes first", () => {
    assert.deepEqual(codes("brooklyn"), ["1001400C0", "1000140C0"]);
});

test("accents and case do not matter, and nothing finds nothing", () => {
    assert.deepEqual(codes("SAO jose"), ["1002140C0"]);
    assert.deepEqual(codes("  "), []);
});
