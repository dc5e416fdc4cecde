// For work on the pages while the server is not built: serves ui/dist, and answers the JSON API
// with what the command line prints.  Not part of the product, and forgets all at its end.
//
//   node dev.mjs [PORT] [PATH OF smartpick]

import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const port = Number(process.argv[2] ?? 8090);
const program = process.argv[3] ?? join(here, "../build/src/cli/smartpick");
const home = await mkdtemp(join(tmpdir(), "smartpick-dev-"));
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css",
    ".json": "application/json", ".svg": "image/svg+xml", ".txt": "text/plain" };
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const smartpick = (...args) => new Promise((done, fail) => {
    execFile(program, args, { maxBuffer: 1 << 28, env: { ...process.env, SMARTPICK_HOME: home } },
        (error, out, bad) => error && !out ? fail(new Error(bad.trim() || error.message)) : done(out));
});
const json = async (...args) => JSON.parse(await smartpick(...args, "--json"));

let tracks = null;
const allTracks = async () => (tracks ??= await json("programs"));
// Places, which the command line does not print: columns of the table by name.
const places = new Map();
{
    const [head, ...lines] = readFileSync(join(here, "../data/nrmp/programs.csv"), "utf8").split("\n");
    const at = (name) => head.split(",").indexOf(name);
    for (const line of lines) {
        const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((found) => found[1]);
        places.set(cells[at("nrmp_code")], [Number(cells[at("latitude")]) || null, Number(cells[at("longitude")]) || null]);
    }
}
const states = {};
for (const line of readFileSync(join(here, "../data/states.csv"), "utf8").split("\n").slice(1)) {
    const [code, name, division] = line.split(",");
    if (code) states[code] = { code, name, division };
}

const profiles = new Map(), notes = new Map();
let next = 1;
const clone = (value) => JSON.parse(JSON.stringify(value));

async function gaps(profile) {
    const file = join(home, `check-${next++}.json`);
    await writeFile(file, JSON.stringify(profile));
    try {
        const said = await json("profile", "check", file);
        if (!said.ok) throw Object.assign(new Error(said.error), { status: 422 });
        return said.gaps;
    } finally {
        await rm(file);
    }
}
const shown = (one) => ({ id: one.id, name: one.name, version: one.version, profile: one.profile,
    gaps: one.gaps, demo: one.demo,
    can_undo: one.past.length > 0, can_redo: one.future.length > 0 });
async function make(name, profile, demo = false) {
    const one = { id: next++, name, version: 1, profile, gaps: await gaps(profile), demo,
        past: [], future: [] };
    profiles.set(String(one.id), one);
    return shown(one);
}
async function put(one, name, profile) {
    const found = await gaps(profile);
    one.past.push({ name: one.name, profile: one.profile });
    Object.assign(one, { name, profile, gaps: found, version: one.version + 1, future: [] });
    return shown(one);
}
function flags(options = {}) {
    const to = [];
    for (const code of options.specialty ?? []) to.push("--specialty", code);
    if (options.budget_cents !== undefined) to.push("--budget", String(options.budget_cents / 100));
    if (options.most !== undefined) to.push("--max", String(options.most));
    if (options.hours !== undefined) to.push("--hours", String(options.hours));
    for (const fact of options.sure ?? []) to.push("--sure", fact);
    if (options.utility) to.push("--utility");
    return to;
}
async function run(body, ...args) {
    const file = join(home, `run-${next++}.json`);
    const profile = body.profile ?? profiles.get(String(body.profile_id))?.profile;
    await writeFile(file, JSON.stringify(profile));
    try {
        return await json(...args, "--profile", file, ...flags(body.options));
    } finally {
        await rm(file);
    }
}

const today = new Date().toISOString().slice(0, 10);
const fails = (status, message, more = {}) =>
    Object.assign(new Error(message), { status, ...more });
const columns = ["nrmp_code", "acgme_id", "name", "institution", "specialty", "city", "state",
    "latitude", "longitude", "track_type", "quota", "filled", "link", "j1", "j1_source", "j1_as_of",
    "h1b", "h1b_source", "h1b_as_of"];

const routes = [
    ["GET", /^\/healthz$/, () => ({ status: "ok" })],
    ["GET", /^\/api\/v1\/session$/, async () => {
        const count = new Map();
        for (const one of await allTracks())
            if (one.quota !== null) count.set(one.specialty, (count.get(one.specialty) ?? 0) + 1);
        return { csrf: "dev", version: "0.1.0", today, season: 2027, seasons: [2026, 2027],
            specialties: [...count].map(([name, n]) => ({ code: name, name, tracks: n })),
            states: Object.values(states),
            profiles: [...profiles.values()].map((one) => ({ id: one.id, name: one.name,
                version: one.version, updated_at: new Date().toISOString(), demo: one.demo })) };
    }],
    ["GET", /^\/api\/v1\/catalogue$/, async () => ({ columns, as_of: "2025-03", source: "NRMP2025R",
        rows: (await allTracks()).map((one) => {
            const visa = (name) => {
                const fact = one.facts.find((each) => each.name === name);
                return fact ? [fact.answer, fact.source, fact.as_of] : [null, null, null];
            };
            return [one.nrmp_code, one.acgme_id, one.name, one.institution, one.specialty, one.city,
                one.state, ...(places.get(one.nrmp_code) ?? [null, null]), one.track_type, one.quota, one.filled, one.link,
                ...visa("accepts_j1"), ...visa("accepts_h1b")];
        }) })],
    ["GET", /^\/api\/v1\/programs$/, (_, __, url) => json("programs", url.searchParams.get("search") ?? "")],
    ["GET", /^\/api\/v1\/programs\/(\w+)$/, async ([code]) =>
        (await allTracks()).find((one) => one.nrmp_code === code)],
    ["POST", /^\/api\/v1\/profiles\/demo$/, async () => make("Demo profile",
        JSON.parse(await readFile(join(here, "../examples/applicant-a.json"), "utf8")), true)],
    ["POST", /^\/api\/v1\/profiles$/, (_, body) => make(body.name, body.profile)],
    ["GET", /^\/api\/v1\/profiles\/(\w+)$/, ([id]) => shown(profiles.get(id))],
    ["PUT", /^\/api\/v1\/profiles\/(\w+)$/, ([id], body, _, request) => {
        const one = profiles.get(id);
        if (request.headers["if-match"] !== `"${one.version}"`)
            throw fails(409, "changed elsewhere", { code: "conflict", current: shown(one) });
        return put(one, body.name, body.profile);
    }],
    ["POST", /^\/api\/v1\/profiles\/(\w+)\/undo$/, async ([id]) => {
        const one = profiles.get(id), last = one.past.pop();
        if (!last) throw fails(404, "nothing to undo");
        const future = [...one.future, { name: one.name, profile: one.profile }], past = [...one.past];
        await put(one, last.name, last.profile);
        Object.assign(one, { past, future });
        return shown(one);
    }],
    ["DELETE", /^\/api\/v1\/profiles\/(\w+)$/, ([id]) => {
        profiles.get(id).gone = profiles.get(id);
        notes.set(`gone-${id}`, profiles.get(id));
        profiles.delete(id);
    }],
    ["POST", /^\/api\/v1\/profiles\/(\w+)\/restore$/, ([id]) => {
        profiles.set(id, notes.get(`gone-${id}`));
        return shown(profiles.get(id));
    }],
    ["GET", /^\/api\/v1\/profiles\/(\w+)\/everything$/, ([id]) => clone(shown(profiles.get(id)))],
    ["GET", /^\/api\/v1\/profiles\/(\w+)\/notes$/, ([id]) => notes.get(id) ?? {}],
    ["PUT", /^\/api\/v1\/profiles\/(\w+)\/notes\/(\w+)$/, ([id, code], body) => {
        notes.set(id, { ...(notes.get(id) ?? {}), [code]: { text: body.text } });
        return body;
    }],
    ["DELETE", /^\/api\/v1\/profiles\/(\w+)\/notes\/(\w+)$/, ([id, code]) => void delete notes.get(id)?.[code]],
    ["PUT", /^\/api\/v1\/facts\/(\w+)\/(\w+)$/, (_, body) => body],
    ["GET", /^\/api\/v1\/sources$/, async () => (await json("data")).sources],
    ["GET", /^\/api\/v1\/conflicts$/, async () => (await json("data")).conflicts],
    ["GET", /^\/api\/v1\/fees$/, () => json("fees")],
    ["GET", /^\/api\/v1\/validation$/, () => json("validate", "--applicants", "1000")],
    ["POST", /^\/api\/v1\/pick$/, (_, body) => run(body, "pick")],
    ["POST", /^\/api\/v1\/curve$/, (_, body) => run(body, "curve")],
    ["POST", /^\/api\/v1\/whatif$/, (_, body) => run(body, "whatif",
        ...Object.entries(body.set ?? {}).flatMap(([path, value]) => ["--set", `${path}=${value}`]))],
    ["POST", /^\/api\/v1\/explain$/, (_, body) => run(body, "explain", body.code)],
    ["POST", /^\/api\/v1\/why-not$/, (_, body) => run(body, "why-not", body.code)],
];

async function read(request) {
    let text = "";
    for await (const part of request) text += part;
    return text ? JSON.parse(text) : null;
}

async function api(request, url) {
    for (const [method, pattern, answer] of routes) {
        const found = request.method === method && pattern.exec(url.pathname);
        if (found) return answer(found.slice(1), await read(request), url, request);
    }
    throw fails(404, `no ${request.method} ${url.pathname}`);
}

async function file(url, response) {
    let name = join(here, "dist", decodeURIComponent(url.pathname));
    if (!name.startsWith(join(here, "dist")) || !extname(name) || !existsSync(name))
        name = join(here, "dist", "index.html");
    response.writeHead(200, { "Content-Type": types[extname(name)] ?? "application/octet-stream",
        "Content-Security-Policy": policy, "Cache-Control": "no-store" });
    response.end(await readFile(name));
}

createServer(async (request, response) => {
    const url = new URL(request.url, "http://localhost");
    if (!url.pathname.startsWith("/api/") && url.pathname !== "/healthz") return file(url, response);
    try {
        const said = await api(request, url);
        response.writeHead(said === undefined ? 204 : 200, { "Content-Type": "application/json" });
        response.end(said === undefined ? undefined : JSON.stringify(said));
    } catch (error) {
        response.writeHead(error.status ?? 400, { "Content-Type": "application/json" });
        response.end(JSON.stringify({ error: { code: error.code ?? "bad_input",
            message: error.message, field: null }, current: error.current }));
    }
}).listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}`));
