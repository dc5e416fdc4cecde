// Builds the pages into ui/dist:
//
//   index.html            the first page, readable before any script runs
//   assets/NAME-HASH.*    scripts, style, map, icon: content never changes under a name
//   licenses.txt          of what is bundled
//   manifest.json         what there is: the table that the server packs
//
// Beside each text file stand FILE.br and FILE.gz.  The same sources give the same bytes; only
// .gz depends on the release of zlib inside Node.
// Fails above the limits below.  `node build.mjs --watch` builds again when a file changes.

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { map } from "./map.mjs";

const limits = { view: 100_000, map: 30_000, style: 15_000 }; // bytes, brotli

const here = dirname(fileURLToPath(import.meta.url));
const dist = process.env.SMARTPICK_UI_DIST ?? join(here, "dist");
const types = {
    html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8",
    css: "text/css; charset=utf-8", json: "application/json", svg: "image/svg+xml",
    txt: "text/plain; charset=utf-8",
};

const brotli = (bytes) => brotliCompressSync(bytes, {
    params: {
        [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
});
const hash = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 10);

async function write(path, bytes) {
    const file = join(dist, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
}

// An asset that esbuild does not know, under a name that carries its hash.
async function asset(name, extension, bytes) {
    const path = `assets/${name}-${hash(bytes)}.${extension}`;
    await write(path, bytes);
    return path;
}

function bundle(entries, more) {
    return esbuild.build({
        absWorkingDir: here, entryPoints: entries, outdir: join(dist, "assets"),
        entryNames: "[name]-[hash]", chunkNames: "part-[hash]", bundle: true, minify: true,
        target: ["chrome100", "firefox100", "safari15"], metafile: true, legalComments: "none",
        jsx: "automatic", jsxImportSource: "preact", charset: "utf8", logLevel: "warning", ...more,
    });
}

const output = (result, entry) => Object.entries(result.metafile.outputs)
    .find(([, about]) => about.entryPoint === entry)?.[0];
const inDist = (path) => relative(dist, join(here, path)).replaceAll("\\", "/");

// A chunk and all that it imports at once.
function closure(outputs, path, found = new Set()) {
    if (found.has(path)) return found;
    found.add(path);
    for (const one of outputs[path].imports)
        if (one.kind === "import-statement" && outputs[one.path]) closure(outputs, one.path, found);
    return found;
}

// What each page ships: the frame and its own chunks.
async function views(outputs, main) {
    const rows = [];
    const size = async (path) => brotli(await readFile(join(here, path))).length;
    for (const [path, about] of Object.entries(outputs)) {
        const page = /^src\/pages\/([^/]+)\/page\.tsx$/.exec(about.entryPoint ?? "");
        if (!page) continue;
        let bytes = 0;
        for (const chunk of new Set([...closure(outputs, main), ...closure(outputs, path)]))
            bytes += await size(chunk);
        rows.push({ view: page[1], bytes });
    }
    return rows.sort((a, b) => a.view.localeCompare(b.view));
}

async function licences(outputs) {
    const names = new Set();
    for (const about of Object.values(outputs))
        for (const input of Object.keys(about.inputs)) {
            const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
            if (found) names.add(found[1]);
        }
    names.add("us-atlas");
    let text = "Smart Pick bundles these packages.\n";
    for (const name of [...names].sort()) {
        const folder = join(here, "node_modules", name);
        const about = JSON.parse(await readFile(join(folder, "package.json")));
        const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
        text += `\n${"=".repeat(72)}\n${name} ${about.version}, ${about.license}\n\n`;
        if (file) text += await readFile(join(folder, file), "utf8");
    }
    return text;
}

async function files(folder = "") {
    const found = [];
    for (const entry of await readdir(join(dist, folder), { withFileTypes: true })) {
        const path = folder ? `${folder}/${entry.name}` : entry.name;
        if (entry.isDirectory()) found.push(...(await files(path)));
        else found.push(path);
    }
    return found.sort();
}

// Writes FILE.br and FILE.gz and the table of all files.
async function pack() {
    const rows = [];
    for (const file of await files()) {
        const bytes = await readFile(join(dist, file));
        const br = brotli(bytes), gz = gzipSync(bytes, { level: 9 });
        gz[9] = 255; // the system that made it: unknown, so that every machine writes the same
        await write(`${file}.br`, br);
        await write(`${file}.gz`, gz);
        rows.push({
            path: `/${file}`, file, type: types[file.split(".").pop()],
            immutable: file.startsWith("assets/"), bytes: bytes.length, br: br.length, gz: gz.length,
        });
    }
    await write("manifest.json", JSON.stringify({ files: rows }, null, 1) + "\n");
    return rows;
}

function check(rows) {
    let good = true;
    for (const { what, bytes, limit } of rows) {
        const over = bytes > limit;
        good &&= !over;
        console.log(`${what.padEnd(28)} ${(bytes / 1000).toFixed(1).padStart(6)} kB br of ` +
            `${limit / 1000}${over ? "  TOO LARGE" : ""}`);
    }
    return good;
}

async function build() {
    await rm(dist, { recursive: true, force: true });
    const mapPath = await asset("map", "json", JSON.stringify(await map()));
    const iconPath = await asset("icon", "svg", await readFile(join(here, "icon.svg")));
    const define = { MAP_URL: JSON.stringify(`/${mapPath}`) };
    const pages = await bundle(["src/main.tsx"], { format: "esm", splitting: true, define });
    const first = await bundle(["src/first.ts"], { format: "iife" });
    const style = await bundle(["src/style/index.css"], {});

    const main = output(pages, "src/main.tsx");
    const chunks = [...closure(pages.metafile.outputs, main)].filter((path) => path !== main).sort();
    const html = (await readFile(join(here, "index.html"), "utf8"))
        .replace("{{style}}", `/${inDist(output(style, "src/style/index.css"))}`)
        .replace("{{icon}}", `/${iconPath}`)
        .replace("{{first}}", `/${inDist(output(first, "src/first.ts"))}`)
        .replace("{{main}}", `/${inDist(main)}`)
        .replace("{{chunks}}", chunks.map((path) =>
            `<link rel="modulepreload" href="/${inDist(path)}">`).join("\n    "));
    await write("index.html", html);
    await write("licenses.txt", await licences(pages.metafile.outputs));

    const rows = await pack();
    const one = (start) => rows.find((row) => row.file.startsWith(`assets/${start}`)).br;
    return check([
        ...(await views(pages.metafile.outputs, main)).map(({ view, bytes }) =>
            ({ what: `script of page ${view}`, bytes, limit: limits.view })),
        { what: "style", bytes: one("index-"), limit: limits.style },
        { what: "map", bytes: one("map-"), limit: limits.map },
    ]);
}

if (!existsSync(join(here, "node_modules")))
    throw new Error("ui/node_modules is missing: run `npm ci --ignore-scripts` in ui/ first");
if (process.argv.includes("--watch")) {
    const { watch } = await import("node:fs");
    let waiting = null;
    const again = () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => build().catch((error) => console.error(error.message)), 100);
    };
    again();
    watch(join(here, "src"), { recursive: true }, again);
    watch(join(here, "index.html"), again);
} else if (!(await build())) {
    process.exitCode = 1;
}
