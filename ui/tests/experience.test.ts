import { strict as assert } from "node:assert";
import { test } from "node:test";

// Modules that read the address when they are loaded.
Object.assign(globalThis, {
    location: new URL("http://127.0.0.1/experience?cost=500&hands=no&q=new%20york&state=NY&w=2027-05-24..2027-07-25&w=2027-09-01..2027-08-01&money=3000"),
    addEventListener: () => undefined, document: { documentElement: { dataset: {} }, addEventListener: () => undefined },
});
const { ageText, feeText, lengthText, markOf, weeksText } = await import("../src/pages/experience/words");
const { searchBody } = await import("../src/pages/experience/filters");
const { withFacts } = await import("../src/pages/experience/table");
const { byMonth } = await import("../src/pages/board/words");
const { readWindow, scheduleBody } = await import("../src/pages/schedule/asked");
const { monthsOf, placeLabels } = await import("../src/charts/timeline");

const fee = (more: object) => ({ basis: "fee", low_cents: null, high_cents: null, pay_low_cents: null, pay_high_cents: null, pay_per: null, stated: "page", ...more }) as Parameters<typeof feeText>[0];

test("a fee that is not known is never shown as free", () => {
    assert.equal(feeText(fee({ basis: "unknown" })), null);
    assert.equal(feeText(fee({ basis: "fee" })), null);
    assert.equal(feeText(fee({ basis: "free" })), "free");
    assert.equal(feeText(fee({ low_cents: 35000, high_cents: 425000 })), "$350–$4,250");
    assert.equal(feeText(fee({ low_cents: 25000, high_cents: 25000 })), "$250");
    assert.equal(feeText(fee({ basis: "paid", pay_low_cents: 3000000, pay_high_cents: 4000000, pay_per: "year" })), "host pays $30,000–$40,000 a year");
    assert.equal(feeText(fee({ basis: "paid" })), "host pays");
});

test("weeks are said as far as they are known, short stays in days", () => {
    assert.equal(lengthText(null, null), null);
    assert.equal(lengthText(2, null), "from 2");
    assert.equal(lengthText(null, 4), "up to 4");
    assert.equal(lengthText(1 / 7, 4.3), "1 day–4.3");
    assert.equal(weeksText(1, 1), "1 week");
    assert.equal(weeksText(4, 8), "4–8 weeks");
});

test("a check that is not met is an obstacle only where nothing can be done", () => {
    const check = (meets: boolean | null, mendable: boolean) => markOf({ meets, mendable } as Parameters<typeof markOf>[0]);
    assert.deepEqual([check(true, false), check(false, true), check(false, false), check(null, false), check(null, true)],
        ["there", "get", "obstacle", "ask", "tell"]);
});

test("a source says how old it is", () => {
    assert.equal(ageText("2026-05-26", "2026-11-22"), "6 months old");
    assert.equal(ageText("2026-11", "2026-11-22"), "this month");
    assert.equal(ageText("2024-01", "2026-11-22"), "2 years old");
});

test("the filters of the address are asked in the words of the API", () => {
    const body = JSON.parse(JSON.stringify(searchBody(7)));
    assert.deepEqual(body, { profile_id: 7, words: ["new", "york"], cost_cents: 50000, state: ["NY"], hands_on: false });
});

test("what was dropped gets its facts from the directory; what is not there is left out", () => {
    const all = new Map([["a", { id: "a" }]]) as unknown as Parameters<typeof withFacts>[1];
    const named = { institution: "A", city: null, state: null, kind: "elective", not_known: [] };
    const rows = withFacts([{ ...named, id: "a", why: "it lies in TX", not_met: ["state"] }, { ...named, id: "b", why: "", not_met: [] }], all);
    assert.deepEqual(rows.map((row) => [row.opening.id, row.why]), [["a", "it lies in TX"]]);
});

test("tasks stand under the month to begin them, late ones first, those without a day last", () => {
    const task = (id: string, state: string, begin: string | null) => ({ id, state, begin }) as Parameters<typeof byMonth>[0][number];
    const groups = byMonth([task("d", "open", null), task("c", "later", "2027-03-05"), task("b", "now", null), task("a", "overdue", "2026-10-05"), task("e", "later", "2027-02-05")]);
    assert.deepEqual(groups.map((one) => [one.key, one.tasks.map((each) => each.id).join("")]),
        [["late", "a"], ["now", "b"], ["2027-02", "e"], ["2027-03", "c"], ["open", "d"]]);
});

test("a window that ends before it begins, or is half entered, is not asked", () => {
    assert.equal(readWindow("2027-09-01..2027-08-01"), null);
    assert.equal(readWindow("2027-09-01.."), null);
    const body = JSON.parse(JSON.stringify(scheduleBody(7)));
    assert.deepEqual(body, { profile_id: 7, windows: [{ from: "2027-05-24", to: "2027-07-25" }], budget_cents: 300000 });
});

test("labels on the line of time never overlap in a row and never cross the edges", () => {
    for (const width of [240, 328, 700, 1100]) {
        const marks = [3, 5, 6, 40, 41, 60, 88, 89, 90].map((day) => ({ day, text: `Something happens on day ${day}` }));
        const placed = placeLabels(marks, (day) => (day / 90) * width, width);
        const spans = placed.map((one) => {
            const wide = one.text.length * 6.7 + 10;
            return one.anchor === "start" ? { row: one.row, from: one.x, to: one.x + wide } : { row: one.row, from: one.x - wide, to: one.x };
        });
        for (const [i, one] of spans.entries()) {
            assert.ok(one.from >= -0.01 && one.to <= width + 0.01, `inside ${width}`);
            for (const other of spans.slice(i + 1))
                assert.ok(one.row !== other.row || one.to <= other.from + 0.01 || other.to <= one.from + 0.01, "apart");
        }
    }
});

test("months are thinned out where there is little room", () => {
    const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
    assert.equal(monthsOf(day("2026-11-19"), day("2027-11-06"), 20).length, 12);
    assert.ok(monthsOf(day("2026-11-19"), day("2027-11-06"), 6).length <= 6);
});
