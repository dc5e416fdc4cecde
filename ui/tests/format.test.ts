import { strict as assert } from "node:assert";
import { test } from "node:test";
import { chanceText, date, inHundred, money, points, range, thin } from "../src/format";

test("a share has no more digits than it deserves", () => {
    assert.equal(inHundred(0.4993), "50");
    assert.equal(inHundred(0.0241), "2.4");
    assert.equal(inHundred(0.0043), "0.43");
    assert.equal(inHundred(0), "0");
    assert.equal(inHundred(0.00001), "< 0.01");
    assert.equal(inHundred(1), "100");
});

test("both ends of a range have the digits of the wider one", () => {
    assert.equal(range({ low: 0.0481, high: 0.2643 }), "5–26");
    assert.equal(range({ low: 0.0089, high: 0.0501 }), "0.9–5.0");
    assert.equal(range({ low: 0.0012, high: 0.0089 }), "0.12–0.89");
});

test("a chance is read as so many in a hundred", () => {
    assert.equal(chanceText({ value: 0.1345, low: 0.0481, high: 0.2643, basis: "" }), "13 in 100 (5–26)");
});

test("points carry their sign", () => {
    assert.equal(points(0.0123), "+1.2");
    assert.equal(points(-0.0123), "−1.2");
    assert.equal(points(0.0005), "+0.05");
});

test("money shows cents only where there are some", () => {
    assert.match(money(249000), /2.?490/);
    assert.doesNotMatch(money(249000), /00$/);
    assert.match(money(1150), /11[.,]50/);
});

test("a day is shown with its weekday, a month without one, and nonsense as it is", () => {
    assert.match(date("2026-11-22"), /Sun/);
    assert.match(date("2025-03"), /Mar 2025/);
    assert.equal(date("2025"), "2025");
    assert.equal(date("soon"), "soon");
});

test("thin is what rests on a base rate only", () => {
    assert.equal(thin({ basis: "base rate only" }), true);
    assert.equal(thin({ basis: "state and specialty counts, NRMP 2025" }), false);
});
