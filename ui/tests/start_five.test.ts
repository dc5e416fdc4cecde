import { strict as assert } from "node:assert";
import { test } from "node:test";
import { ahead, check, empty, fieldOf, profileOf, type Five } from "../src/pages/start/five";

const today = "2026-11-22";
const full: Five = { type: "non_us_img", month: "06", year: "2023", score: "246", noScore: false,
    visa: "j1", specialties: ["Internal Medicine"] };

test("each missing field is named, in the order of the form", () => {
    assert.deepEqual(check(empty, today).map((one) => one.id),
        ["type", "graduation", "score", "visa", "specialties"]);
    assert.deepEqual(check(full, today), []);
});

test("a score is a whole number of at most 300, or said to be missing", () => {
    for (const score of ["0", "301", "24.5", "abc", "-3"])
        assert.deepEqual(check({ ...full, score }, today).map((one) => one.id), ["score"], score);
    assert.deepEqual(check({ ...full, score: "", noScore: true }, today), []);
    assert.equal(profileOf({ ...full, score: "", noScore: true }, today).step2_ck, null);
});

test("a graduation lies at most ten years ahead, and then makes a student", () => {
    assert.deepEqual(check({ ...full, year: "2037" }, today).map((one) => one.id), ["graduation"]);
    assert.deepEqual(check({ ...full, year: "23" }, today).map((one) => one.id), ["graduation"]);
    assert.equal(ahead({ ...full, year: "2027" }, today), true);
    assert.equal(profileOf({ ...full, year: "2027" }, today).student, true);
    assert.equal("student" in profileOf(full, today), false);
});

test("a US citizen needs no visa", () => {
    assert.deepEqual(check({ ...full, type: "us_img" }, today).map((one) => one.id), ["visa"]);
    assert.deepEqual(check({ ...full, type: "us_img", visa: "none" }, today), []);
});

test("what the server finds wrong is shown at its field", () => {
    assert.equal(fieldOf("specialties[0].name"), "specialties");
    assert.equal(fieldOf("step2_ck"), "score");
    assert.equal(fieldOf(null), "type");
});
