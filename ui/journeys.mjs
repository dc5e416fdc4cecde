// Journeys through the pages in a real browser, on the real server.
//
//   node journeys.mjs BINARY [--screens] [--layout] [WORD…]
//
// Runs each file journeys/*.journey.mjs whose journeys contain one of the words (all, when none is
// given) and prints a line for each; --screens also writes pictures to docs/screens/,
// --layout keeps the layout that is found in journeys/layout/.  Each file
// gets a server of its own with an empty home, which is ended by its process id.

import { readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Harness } from "./journeys/harness.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const words = process.argv.slice(2).filter((one) => !["--screens", "--layout"].includes(one));
const binary = words.shift();
if (!binary) {
    console.error("journeys.mjs: the path of smartpick is missing");
    process.exit(2);
}

let passed = 0, failed = 0;
const harness = new Harness(resolve(binary), {
    pictures: process.argv.includes("--screens"), keepLayout: process.argv.includes("--layout"),
});
try {
    for (const file of (await readdir(join(here, "journeys"))).filter((name) => name.endsWith(".journey.mjs")).sort()) {
        const { default: journeys } = await import(pathToFileURL(join(here, "journeys", file)));
        const chosen = Object.entries(journeys).filter(([title]) =>
            !words.length || words.some((word) => `${file} ${title}`.includes(word)));
        if (!chosen.length) continue;
        await harness.start();
        for (const [title, journey] of chosen) {
            const from = Date.now();
            try {
                await harness.run(journey);
                passed++;
                console.log(`ok     ${title} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
            } catch (error) {
                failed++;
                console.log(`FAILED ${title}\n${error.stack ?? error}`);
            }
        }
        await harness.stop();
    }
} finally {
    await harness.end();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed || !passed ? 1 : 0;
