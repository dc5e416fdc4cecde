import { strict as assert } from "node:assert";
import { test } from "node:test";
import { spanOf, topsOf } from "../src/parts/window_rows";

test("only the rows that touch the window are drawn, and the gaps keep the height", () => {
    const tops = topsOf(Array.from({ length: 1200 }, (_, i) => (i === 10 ? 400 : 60)));
    for (const low of [-500, 0, 59, 60, 700, 40_000, 80_000]) {
        const high = low + 900;
        const { from, to, before, after } = spanOf(tops, low, high);
        let height = 0;
        for (let i = from; i < to; i++) height += tops[i + 1]! - tops[i]!;
        assert.equal(before + height + after, tops[1200]);
        for (let i = 0; i < 1200; i++)
            if (tops[i + 1]! > low && tops[i]! < high && high > 0 && low < tops[1200]!)
                assert.ok(i >= from && i < to, `row ${i} at ${low}`);
        assert.ok(to - from <= 18);
    }
});

test("no rows draw nothing", () => {
    assert.deepEqual(spanOf(topsOf([]), 0, 900), { from: 0, to: 0, before: 0, after: 0 });
});
