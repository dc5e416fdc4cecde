import { strict as assert } from "node:assert";
import { test } from "node:test";
import { unpack } from "../src/packed";

test("a packed document is read as what it says", () => {
    const shapes = [["why"], ["n", "inner", "who"], []];
    assert.deepEqual(unpack({ value: [[0, ["far", 0], null, 1], [1, ["~0", 0], "you", 1], [2], [-1], "~1", -1], shapes }),
        [{ n: 0, inner: { why: "far" }, who: null }, { n: 1, inner: { why: "far" }, who: "you" }, {}, [], "you"]);
});

test("a text that looks like the number of one is itself, and has none", () => {
    assert.deepEqual(unpack({ value: ["~~~7", "", "a~", "~~~7", "~0", "~1", true, -1.5, -1], shapes: [] }),
        ["~7", "", "a~", "~7", "", "a~", true, -1.5]);
});

test("lists inside lists are read in the order in which they stand", () => {
    assert.deepEqual(unpack({ value: [["a", "b", -1], ["~1", "~0", "c", -1], "~2", -1], shapes: [] }),
        [["a", "b"], ["b", "a", "c"], "c"]);
});
