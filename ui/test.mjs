// The unit tests of the pages: each tests/*.test.ts is bundled and run by node's own runner.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = mkdtempSync(join(here, "node_modules", ".tests-"));
try {
    await esbuild.build({
        absWorkingDir: here, entryPoints: readdirSync(join(here, "tests"))
            .filter((name) => /\.test\.tsx?$/.test(name)).map((name) => join("tests", name)),
        outdir: out, outExtension: { ".js": ".mjs" }, bundle: true, platform: "node", format: "esm",
        target: "node18", packages: "external", jsx: "automatic", jsxImportSource: "preact",
        define: { MAP_URL: '"/map.json"' }, logLevel: "warning",
    });
    const files = readdirSync(out).filter((name) => name.endsWith(".mjs")).map((name) => join(out, name));
    const run = spawnSync(process.execPath, ["--test", ...process.argv.slice(2), ...files],
        { stdio: "inherit" });
    process.exitCode = run.status ?? 1;
} finally {
    rmSync(out, { recursive: true, force: true });
}
