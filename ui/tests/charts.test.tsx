import { strict as assert } from "node:assert";
import { test } from "node:test";
import type { VNode } from "preact";
import { beforeAfter } from "../src/charts/before_after";
import { calibration, apart, type Comparison } from "../src/charts/calibration";
import { tableCsv, type Chart } from "../src/charts/chart";
import { composition, groupsOf } from "../src/charts/composition";
import { curve, pointAt, pointFor, type CurvePoint } from "../src/charts/curve";
import { dots, dotsOf } from "../src/charts/dots";
import { history } from "../src/charts/history";
import { intervals } from "../src/charts/interval";
import { gainText, signed } from "../src/charts/number";
import { published } from "../src/charts/published";
import { linear, roundUp, ticks, wrap } from "../src/charts/scale";
import { waterfall, type Reason } from "../src/charts/waterfall";

interface Element { type: string; props: Record<string, unknown>; parent: Element | null }

// All elements of a picture, and its text.
function walk(node: unknown, parent: Element | null, found: Element[], text: string[]): void {
    if (Array.isArray(node)) return node.forEach((one) => walk(one, parent, found, text));
    if (typeof node === "string" || typeof node === "number") return void text.push(String(node));
    if (node === null || typeof node !== "object") return;
    const { type, props } = node as VNode<Record<string, unknown>>;
    const here = typeof type === "string" ? { type, props, parent } : parent;
    if (typeof type === "string") found.push(here!);
    walk(props.children, here, found, text);
}

function look(chart: Chart): { elements: Element[]; text: string; of: (name: string) => Element[] } {
    const elements: Element[] = [], text: string[] = [];
    walk(chart.svg, null, elements, text);
    return {
        elements, text: text.join("|"),
        of: (name) => elements.filter((one) => String(one.props.class ?? "").split(" ").includes(name)),
    };
}

const widths = [328, 640, 1100];

// What holds of every chart, at every width.
function sound(draw: (width: number) => Chart): void {
    for (const width of widths) {
        const chart = draw(width);
        assert.ok(chart.title.length > 8, "a title says something");
        assert.ok(!/NaN|Infinity|undefined|null/.test(chart.title), chart.title);
        for (const row of chart.table.rows) {
            assert.equal(row.length, chart.table.columns.length, "as many cells as columns");
            for (const cell of row) assert.ok(typeof cell !== "number" || Number.isFinite(cell), `cell ${cell}`);
        }
        if (chart.svg === null) continue;
        const { elements, text } = look(chart);
        assert.ok(!/NaN|Infinity|undefined/.test(text), text);
        assert.equal(elements[0]!.type, "svg");
        assert.equal(elements[0]!.props["aria-label"], chart.title);
        assert.ok(Number(elements[0]!.props.width) <= width);
        for (const { type, props } of elements)
            for (const name of ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "d"]) {
                const value = props[name];
                if (value === undefined) continue;
                assert.ok(!/NaN|Infinity/.test(String(value)), `${type} ${name}=${value}`);
                if (name === "width" || name === "height" || name === "r") assert.ok(Number(value) >= 0, `${type} ${name}=${value}`);
            }
    }
}

const points: CurvePoint[] = Array.from({ length: 60 }, (_, i) => {
    const value = 1 - 0.97 ** (i + 1);
    return { n: i + 1, cost_cents: 1100 * Math.min(i + 1, 30) + 3000 * Math.max(0, i - 29), value, low: value * 0.7, high: Math.min(1, value * 1.2), marginal: 0.03 * 0.97 ** i };
});
const knee = { n: 30, cost_cents: 33000, value: points[29]!.value };
const estimate = (value: number) => ({ value, low: value * 0.6, high: Math.min(1, value * 1.5) });

test("the curve says where you are, and where it bends", () => {
    const chart = curve({ points, knee, here: 20, by: "number" }, 640);
    assert.equal(chart.title, "20 applications for $220: you would match in about 46 of 100 seasons; the curve bends at 30");
    const { text, of } = look(chart);
    assert.match(text, /You are here: \|46/);
    assert.match(text, /bends at \|30/);
    assert.equal(of("chart-here").length, 1);
    assert.equal(chart.table.rows.length, 60);
    assert.deepEqual(chart.table.rows[0]!.slice(0, 2), [1, 11]);
    sound((width) => curve({ points, knee, here: 20, by: "number" }, width));
    sound((width) => curve({ points, knee, here: 45, by: "money", upTo: 50 }, width));
});

test("a curve of no, one and two points is drawn without a broken path", () => {
    for (const n of [0, 1, 2]) sound((width) => curve({ points: points.slice(0, n), knee: null, here: n, by: "number" }, width));
    assert.equal(curve({ points: [], knee: null, here: 0, by: "number" }, 640).svg, null);
    const free = [{ n: 1, cost_cents: 0, value: 0, low: 0, high: 0, marginal: 0 }];
    sound((width) => curve({ points: free, knee: null, here: 1, by: "money" }, width));
    assert.match(curve({ points, knee, here: 0, by: "number" }, 640).title, /no application/);
});

test("a place on the curve is found by number and by money", () => {
    assert.equal(pointAt(points, 0), null);
    assert.equal(pointAt(points, 7)!.n, 7);
    assert.equal(pointAt(points, 999)!.n, 60);
    assert.equal(pointFor(points, 1099), null);
    assert.equal(pointFor(points, 33000)!.n, 30);
    assert.equal(pointFor(points, 35999)!.n, 30);
});

test("a pointer on the curve picks a number of applications", () => {
    const picked: number[] = [];
    const chart = curve({ points, knee, here: 20, by: "number", onPick: (n) => picked.push(n) }, 640);
    const touch = look(chart).of("chart-touch")[0]!;
    const press = touch.props.onPointerDown as (event: unknown) => void;
    const svg = { getBoundingClientRect: () => ({ left: 0, width: 640 }) };
    press({ type: "pointerdown", buttons: 1, clientX: 40 + (640 - 66) / 2, currentTarget: { ownerSVGElement: svg } });
    press({ type: "pointermove", buttons: 0, clientX: 60, currentTarget: { ownerSVGElement: svg } });
    assert.deepEqual(picked, [30]);
});

const reason = (text: string, value: number, stale = false): Reason =>
    ({ text, points: value, source: "NRMP2025S", as_of: "2025-03", stale });
const reasons = [reason("an average application", 4.1), reason("a gold signal (nothing published tells gold from silver)", 6.8), reason("4 years since graduation", -1.2, true)];

test("the parts of a waterfall join, and sum to the chance", () => {
    const total = { value: 0.097, low: 0.04, high: 0.2 };
    const chart = waterfall({ reasons, total, what: "chance of an interview" }, 900);
    const rows = chart.table.rows;
    assert.deepEqual(rows[rows.length - 1]!.slice(0, 3), ["Together", 9.7, 9.7]);
    assert.match(chart.title, /9\.7 \(4–20\) in 100; most moved by “a gold signal”, \+6\.8/);
    const { of, text } = look(chart);
    assert.equal(of("chart-plus").length, 1);
    assert.equal(of("chart-minus").length, 1);
    const [start, plus, less, all] = [of("chart-start"), of("chart-plus"), of("chart-minus"), of("chart-total")].map((one) => one[0]!.props) as { x: number; width: number }[];
    assert.ok(Math.abs(start!.x + start!.width - plus!.x) < 0.01, "each bar starts where the one before ended");
    assert.ok(Math.abs(less!.x - (all!.x + all!.width)) < 0.01, "the last one ends at the chance");
    assert.match(text, /older than the season/);
    sound((width) => waterfall({ reasons, total, what: "chance of an interview" }, width));
});

test("a waterfall of no or one reason, and one that dips below zero", () => {
    const total = { value: 0, low: 0, high: 0 };
    assert.equal(waterfall({ reasons: [], total, what: "chance" }, 640).svg, null);
    sound((width) => waterfall({ reasons: [], total, what: "chance" }, width));
    sound((width) => waterfall({ reasons: [reason("alone", 0.004)], total, what: "chance" }, width));
    sound((width) => waterfall({ reasons: [reason("base", 1), reason("less", -3), reason("more", 2.5)], total, what: "chance" }, width));
    sound((width) => waterfall({ reasons: [reason("nothing", 0)], total, what: "chance" }, width));
});

test("a hundred dots: sure, likely, perhaps and not", () => {
    const all = dotsOf({ value: 0.5, low: 0.33, high: 0.64 });
    const count = (kind: string) => all.filter((one) => one === kind).length;
    assert.deepEqual(["sure", "likely", "perhaps", "not"].map(count), [33, 17, 14, 36]);
    const chart = dots({ chance: { value: 0.5, low: 0.33, high: 0.64 }, what: "you match", basis: "counts" }, 640);
    assert.equal(chart.title, "In 50 of 100 seasons you match (33–64)");
    assert.equal(look(chart).elements.filter((one) => one.type === "circle").length, 100);
    for (const value of [0, 1]) sound((width) => dots({ chance: { value, low: value, high: value }, what: "you match", basis: "" }, width));
    sound((width) => dots({ chance: null, what: "you match", basis: "" }, width));
});

test("intervals: unknown is an outline, a thin basis is said", () => {
    const rows = [{ label: "A hospital with a name of rather more than sixty letters, in a city", chance: estimate(0.2) }, { label: "B", chance: null }, { label: "C", chance: estimate(0.1), thin: true }];
    const chart = intervals({ name: "x", title: "Chances of an interview", rows, unit: "in 100", source: "" }, 640);
    const { of, text } = look(chart);
    assert.equal(of("chart-unknown").length, 1);
    assert.match(text, /unknown/);
    assert.match(text, /base rate only/);
    assert.match(text, /20 \(12–30\)/);
    assert.deepEqual(chart.table.rows[1], ["B", null, null, null]);
    for (const some of [rows, rows.slice(0, 1), []]) sound((width) => intervals({ name: "x", title: "Chances of an interview", rows: some, unit: "in 100", source: "" }, width));
});

test("before and after: the change has its own range, and no figure is said to be none", () => {
    const changes = [
        { label: "Step 3 passed", before: estimate(0.5), after: estimate(0.56), gain: { value: 0.0646, low: 0.0453, high: 0.0898 } },
        { label: "A letter", before: estimate(0.5), after: null, gain: null },
    ];
    const chart = beforeAfter({ changes, source: "" }, 640);
    assert.match(chart.title, /^Step 3 passed: from 50 \(30–75\) to 56 \(34–84\) in 100, a change of \+6\.5 \(4\.5–9\.0\)$/);
    assert.match(look(chart).text, /A letter: no published figure/);
    for (const some of [changes, changes.slice(1), []]) sound((width) => beforeAfter({ changes: some, source: "" }, width));
    assert.match(beforeAfter({ changes: [{ label: "x", before: estimate(0.5), after: estimate(0.5), gain: { value: 0, low: 0, high: 0 } }], source: "" }, 640).title, /less than 0\.1/);
});

test("history: a year without an offer is no zero", () => {
    const years = [{ year: 2023, quota: 14, filled: 12 }, { year: 2024, quota: null, filled: null }, { year: 2025, quota: 15, filled: 15 }];
    const chart = history({ years, source: "NRMP2025R" }, 640);
    assert.equal(chart.title, "15 positions in 2025; 2 stayed open in 2023");
    const { text, of } = look(chart);
    assert.match(text, /12 of 14/);
    assert.match(text, /none/);
    assert.equal(of("chart-offered").length, 2);
    assert.deepEqual(chart.table.rows[1], ["2024", null, null]);
    for (const some of [years, years.slice(2), years.slice(1, 2), [{ year: 2025, quota: 0, filled: 0 }], [{ year: 2025, quota: 4, filled: null }], []])
        sound((width) => history({ years: some, source: "" }, width));
});

test("composition: shares with their ranges, unknown where not known", () => {
    const shares = (value: number | null) => ({ us_md: value, us_do: value, us_img: value, non_us_img: value });
    const groups = groupsOf({ share: { us_md: 0.42, us_do: 0.14, us_img: 0.1, non_us_img: 0.34 }, share_low: shares(0.05), share_high: shares(0.8) });
    const chart = composition({ groups, source: "counts" }, 640);
    assert.equal(chart.title, "About 34 of 100 residents are non\u2011US IMGs, anywhere from 5 to 80");
    assert.deepEqual(chart.table.rows[0], ["Non-US IMGs", 34, 5, 80]);
    const none = groupsOf({ share: shares(null), share_low: shares(null), share_high: shares(null) });
    assert.equal(composition({ groups: none, source: "" }, 640).svg, null);
    const some = [...groups.slice(0, 1), ...none.slice(1)];
    for (const one of [groups, none, some, []]) sound((width) => composition({ groups: one, source: "" }, width));
    const zero = groupsOf({ share: shares(0), share_low: shares(0), share_high: shares(0) });
    sound((width) => composition({ groups: zero, source: "" }, width));
});

const pair = (label: string, value: number, drawn: number): Comparison =>
    ({ label, published: value, published_error: 0.01, drawn, drawn_error: 0.004 });
const pairs = [pair("Internal Medicine", 0.485, 0.486), pair("Pathology", 0.45, 0.6), pair("Neurology", 0.42, 0.42)];

test("calibration counts what lies within two standard errors", () => {
    assert.ok(apart(pairs[0]!) < 2 && apart(pairs[1]!) > 2);
    const chart = calibration({ pairs, what: "match rates", source: "" }, 640);
    assert.match(chart.title, /^2 of 3 match rates/);
    assert.equal(look(chart).of("chart-off").length, 1);
    for (const some of [pairs, pairs.slice(0, 1), [], [pair("x", Number.NaN, 0.2)], [pair("x", 0, 0)]])
        sound((width) => calibration({ pairs: some, what: "match rates", source: "" }, width));
});

test("published against simulated, one line each", () => {
    const chart = published({ pairs, what: "Match rate", unit: "of 100", share: true, source: "" }, 640);
    assert.match(chart.title, /2 of 3 as published/);
    assert.equal(chart.table.rows.length, 3);
    assert.deepEqual(chart.table.rows[0]!.slice(0, 2), ["Internal Medicine", 48.5]);
    const gap = [{ label: "Family Medicine", published: -1, published_error: 0.9, drawn: -0.4, drawn_error: 0.2 }];
    for (const some of [pairs, pairs.slice(0, 1), []]) sound((width) => published({ pairs: some, what: "Match rate", unit: "of 100", share: true, source: "" }, width));
    sound((width) => published({ pairs: gap, what: "Step 2 CK", unit: "points", share: false, source: "" }, width));
});

test("marks of an axis are round, and scales invert", () => {
    assert.deepEqual(ticks(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
    assert.deepEqual(ticks(0, 300, 4), [0, 100, 200, 300]);
    assert.deepEqual(ticks(5, 5, 4), [5]);
    assert.equal(roundUp(0.64, 5), 0.8);
    assert.equal(roundUp(0), 1);
    const scale = linear(0, 50, 10, 110);
    assert.equal(scale(25), 60);
    assert.equal(scale.at(60), 25);
    assert.equal(linear(3, 3, 10, 110)(3), 10);
});

test("text is wrapped between words, and no word is lost", () => {
    const text = "takes J-1: unknown, entered at the base rate of 64 in 100; verify";
    const lines = wrap(text, 120);
    assert.ok(lines.length > 3);
    assert.equal(lines.join(" "), text);
    assert.deepEqual(wrap("", 100), []);
});

test("numbers keep their sign", () => {
    assert.equal(signed(3.21), "+3.2");
    assert.equal(signed(-0.04), "0.0");
    assert.equal(signed(-1.25, 2), "−1.25");
    assert.equal(gainText({ value: 0.118, low: -0.0013, high: 0.2268 }), "+12 (0 to 23)");
    assert.equal(gainText({ value: 0.0646, low: 0.0453, high: 0.0898 }), "+6.5 (4.5–9.0)");
});

test("a table as CSV quotes what needs it, and runs no formula", () => {
    const csv = tableCsv({ columns: [{ label: "Program" }, { label: "n", number: true }], rows: [["A, \"B\"", 1.5], ["=HYPERLINK(1)", null], ["-1.5", -2]] });
    assert.equal(csv, "Program,n\r\n\"A, \"\"B\"\"\",1.5\r\n'=HYPERLINK(1),\r\n-1.5,-2\r\n");
});
