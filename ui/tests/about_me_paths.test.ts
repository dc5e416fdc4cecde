import { strict as assert } from "node:assert";
import { test } from "node:test";
import { dateOf, described, fieldId, numberOf, partsOf, setAt, steps, valueAt } from "../src/pages/about-me/paths";
import type { Profile } from "../src/types";

test("a path reaches into objects and lists", () => {
    assert.deepEqual(steps("letters[0].count"), ["letters", 0, "count"]);
    const profile: Profile = { letters: [{ count: 2 }], step1: { result: "passed" } };
    assert.equal(valueAt(profile, "letters[0].count"), 2);
    assert.equal(valueAt(profile, "step1.result"), "passed");
    assert.equal(valueAt(profile, "step1.score.more"), undefined);
    assert.equal(valueAt(profile, "nothing[3].at"), undefined);
});

test("setting makes what is missing, and clearing takes out what is left empty", () => {
    const profile: Profile = {};
    setAt(profile, "step1.result", "passed");
    setAt(profile, "preferences.place[0].state", "MA");
    assert.deepEqual(profile, { step1: { result: "passed" }, preferences: { place: [{ state: "MA" }] } });
    setAt(profile, "step1.result", undefined);
    assert.equal("step1" in profile, false);
    setAt(profile, "hours", undefined);
    assert.equal("hours" in profile, false);
});

test("an empty list stays: it says that there are none", () => {
    const profile: Profile = {};
    setAt(profile, "letters", []);
    assert.deepEqual(profile, { letters: [] });
});

test("no score yet is a value of its own", () => {
    const profile: Profile = { step2_ck: 246 };
    setAt(profile, "step2_ck", null);
    assert.equal(profile.step2_ck, null);
});

test("a number is read as people type it, and refused where it cannot be", () => {
    assert.equal(numberOf("2,500", { min: 0, max: 1e6 }), 2500);
    assert.equal(numberOf(" 1.5 ", { min: 0, max: 240 }), 1.5);
    assert.equal(numberOf("", {}), undefined);
    assert.equal(numberOf("1.5", { whole: true }), null);
    assert.equal(numberOf("301", { max: 300 }), null);
    assert.equal(numberOf("twelve", {}), null);
});

test("a date needs a month and a year, and a day that the month has", () => {
    assert.equal(dateOf("", "06", "2023"), "2023-06");
    assert.equal(dateOf("5", "06", "2023"), "2023-06-05");
    assert.equal(dateOf("31", "06", "2023"), null);
    assert.equal(dateOf("0", "06", "2023"), null);
    assert.equal(dateOf("1", "", "2023"), null);
    assert.equal(dateOf("", "", ""), undefined);
    assert.deepEqual(partsOf("2023-06-05"), { year: "2023", month: "06", day: "5" });
    assert.deepEqual(partsOf(undefined), { year: "", month: "", day: "" });
});

test("fields are found by the names that server and schema use", () => {
    assert.equal(described("letters[12].count"), "letters[].count");
    assert.equal(fieldId("letters[0].count"), "field-letters-0-count");
});
