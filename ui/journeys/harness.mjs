// A server, a browser, and pages that are watched: every request must stay on loopback, and
// no script may fail, no policy be broken.

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { fewColours } from "./few_colours.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const screens = join(here, "../../docs/screens");
const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const sizes = {
    desktop: { width: 1440, height: 900 },
    laptop: { width: 1024, height: 768 },
    tablet: { width: 768, height: 1024 },
    phone: { width: 360, height: 740 },
};
// What is left of a window when all is drawn twice as large: a laptop's, and the least of WCAG.
export const zoomed = {
    zoom: { width: 720, height: 450 },
    "zoom-phone": { width: 320, height: 370 },
};

export function expect(holds, what) {
    if (!holds) throw new Error(`expected: ${what}`);
}
export function same(found, wanted, what) {
    if (JSON.stringify(found) !== JSON.stringify(wanted))
        throw new Error(`${what}: found ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
}

// Asks again until it holds.
export async function until(what, holds, milliseconds = 8000) {
    const end = Date.now() + milliseconds;
    for (;;) {
        if (await holds()) return;
        if (Date.now() > end) throw new Error(`did not come about in ${milliseconds} ms: ${what}`);
        await new Promise((done) => setTimeout(done, 40));
    }
}

class Watched {
    faults = [];
    allowed = [];
    requests = [];

    constructor(page, base) {
        this.page = page;
        page.on("pageerror", (error) => this.faults.push(`script error: ${error.message}`));
        page.on("console", (message) => {
            if (message.type() === "error" || /Content.Security.Policy/i.test(message.text()))
                this.faults.push(`console: ${message.text()}`);
        });
        page.on("request", (request) => {
            const url = new URL(request.url());
            this.requests.push(url.pathname);
            if (!["blob:", "data:"].includes(url.protocol) && url.origin !== base)
                this.faults.push(`request to ${url.origin}`);
        });
    }

    // A fault that the journey itself brings about.
    allow(pattern) {
        this.allowed.push(pattern);
    }

    check() {
        const left = this.faults.filter((fault) => !this.allowed.some((pattern) => pattern.test(fault)));
        if (left.length) throw new Error(`on ${this.page.url()}:\n  ${left.join("\n  ")}`);
    }
}

export class Harness {
    // pictures    written to docs/screens; keepLayout  written to journeys/layout
    constructor(binary, { pictures = false, keepLayout = false } = {}) {
        this.binary = binary;
        this.pictures = pictures;
        this.keepLayout = keepLayout;
    }

    async start(home) {
        this.home = home ?? await mkdtemp(join(tmpdir(), "smartpick-journey-"));
        await this.serve(0);
        this.browser ??= await chromium.launch({
            executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
            args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--no-first-run"],
        });
    }

    // Starts the server on a port (0: any free one) and reads its address from its first line.
    serve(port) {
        this.server = spawn(this.binary, ["serve", "--port", String(port), "--quiet"],
            { env: { ...process.env, SMARTPICK_HOME: this.home }, stdio: ["ignore", "pipe", "pipe"] });
        const server = this.server;
        return new Promise((done, fail) => {
            let said = "", bad = "";
            const late = setTimeout(() => fail(new Error("the server did not start in 20 s")), 20_000);
            server.stderr.on("data", (text) => (bad += text));
            server.stdout.on("data", (text) => {
                said += text;
                const found = /http:\/\/[\d.]+:(\d+)/.exec(said);
                if (!found) return;
                clearTimeout(late);
                this.base = found[0];
                this.port = Number(found[1]);
                done();
            });
            server.on("exit", (code) => (clearTimeout(late), fail(new Error(`the server ended: ${code} ${bad}`))));
        });
    }

    async halt(signal) {
        const server = this.server;
        if (!server || server.exitCode !== null || server.signalCode !== null) return;
        const gone = new Promise((done) => server.once("exit", done));
        server.kill(signal); // by its process id
        await gone;
    }

    // As if the power went, and again at the same address.
    kill = () => this.halt("SIGKILL");
    again = () => this.serve(this.port);

    async stop() {
        await this.halt("SIGTERM");
        await rm(this.home, { recursive: true, force: true });
    }
    async end() {
        await this.halt("SIGKILL");
        await this.browser?.close();
        if (this.home) await rm(this.home, { recursive: true, force: true });
    }

    // Runs one journey; all it opened is closed and checked.
    async run(journey) {
        this.contexts = [];
        this.watched = [];
        try {
            await journey(this);
            for (const one of this.watched) one.check();
        } finally {
            for (const context of this.contexts) await context.close();
        }
    }

    async context(size = "desktop", scheme = "light", more = {}) {
        const context = await this.browser.newContext({
            viewport: sizes[size] ?? zoomed[size] ?? size, colorScheme: scheme, locale: "en-US", timezoneId: "UTC",
            acceptDownloads: true, baseURL: this.base, ...more,
        });
        context.setDefaultTimeout(10_000);
        this.contexts.push(context);
        return context;
    }

    async page(context) {
        const page = await context.newPage();
        const watched = new Watched(page, this.base);
        this.watched.push(watched);
        page.watched = watched;
        return page;
    }

    // A page of its own, at an address.
    async open(address, size, scheme, more) {
        const page = await this.page(await this.context(size, scheme, more));
        await page.goto(address);
        return page;
    }

    // The request that a page would make, without a page.
    async ask(method, path, body, headers = {}) {
        this.csrf ??= {};
        if (this.csrf.base !== this.base || this.csrf.pid !== this.server.pid) {
            const answer = await fetch(`${this.base}/api/v1/session`);
            const cookie = answer.headers.get("set-cookie")?.split(";")[0];
            this.csrf = { base: this.base, pid: this.server.pid, token: (await answer.json()).csrf, cookie };
        }
        const answer = await fetch(this.base + path, {
            method, headers: { "X-CSRF": this.csrf.token, "Content-Type": "application/json",
                ...(this.csrf.cookie ? { Cookie: this.csrf.cookie } : {}), ...headers },
            body: body === undefined ? undefined : JSON.stringify(body),
        });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
        return text ? JSON.parse(text) : null;
    }
    demo = () => this.ask("POST", "/api/v1/profiles/demo", {});

    // The rules of WCAG 2.2 A and AA, and good practice; none may be broken.
    async axe(page, where) {
        await page.evaluate(axeSource);
        const found = await page.evaluate(async () => (await globalThis.axe.run(document, {
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        })).violations.map((one) => `${one.id}: ${one.help}\n    ${one.nodes.slice(0, 3)
            .map((node) => `${node.target.join(" ")} ${node.failureSummary?.split("\n").slice(1, 2).join("")}`).join("\n    ")}`));
        if (found.length) throw new Error(`${where} breaks rules of accessibility:\n  ${found.join("\n  ")}`);
    }

    // Nothing is wider than the window, whichever way it is read, and no text is cut off: what
    // does not fit ends in an ellipsis and has its whole text as a title.
    async fits(page, where) {
        const faults = await page.evaluate(() => {
            const root = document.scrollingElement, width = root.clientWidth;
            const name = (one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class") ?? ""}`;
            const all = [...document.querySelectorAll("main *, header *, footer *, nav *")];
            const wide = root.scrollWidth <= width + 1 ? [] : all
                .filter((one) => one.getBoundingClientRect().right > width + 1 || one.getBoundingClientRect().left < -1)
                .slice(0, 5).map((one) => `wider than the window: ${name(one)}`);
            const cut = all.filter((one) => {
                if (![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) return false;
                const style = getComputedStyle(one);
                if (style.position === "absolute" && style.overflow === "hidden") return false; // for ears only
                if (!/hidden|clip/.test(style.overflowX + style.overflowY) || one.closest("svg")) return false;
                const over = one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 2;
                const marked = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
                return over && !(marked && (one.title || one.closest("[title]")));
            }).slice(0, 5).map((one) => `cut off: ${name(one)} “${one.textContent.slice(0, 60)}”`);
            return [...(root.scrollWidth > width + 1 && !wide.length ? [`${root.scrollWidth} wide in a window of ${width}`] : []), ...wide, ...cut];
        });
        if (faults.length) throw new Error(`${where}: ${faults.join("; ")}`);
    }

    // What has the focus can be seen: it has an outline, and lies in the window beside all that
    // stands still there.
    async focusShows(page, where, steps = 12) {
        for (let i = 0; i < steps; i++) {
            await page.keyboard.press("Tab");
            const fault = await page.evaluate(() => {
                const one = document.activeElement, box = one.getBoundingClientRect();
                if (one === document.body || one.closest("svg")) return "";
                const name = `${one.tagName.toLowerCase()}.${one.getAttribute("class") ?? ""} “${(one.textContent || one.id).slice(0, 40)}”`;
                const mark = [one, one.parentElement].some((each) => getComputedStyle(each).outlineStyle !== "none" || getComputedStyle(each).boxShadow !== "none");
                if (!mark) return `no mark of the focus on ${name}`;
                return box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth ? `the focus is out of sight on ${name}` : "";
            });
            if (fault) throw new Error(`${where}: ${fault}`);
        }
    }

    // Each hospital has a name of sixty letters from here on.
    async longNames(page) {
        const long = "Consortium of University Teaching Hospitals of Pennsylvania";
        const rename = (value) => {
            if (Array.isArray(value)) return value.forEach(rename);
            if (value === null || typeof value !== "object") return;
            for (const [key, one] of Object.entries(value)) {
                if (key === "institution" && typeof one === "string" && one.length > 9) value[key] = `${long}-${value.state ?? "PA"}`;
                else rename(one);
            }
        };
        await page.route(/\/api\/v1\/(pick|curve|explain|why-not|signals|programs|catalogue)/, async (route) => {
            const answer = await route.fetch();
            const said = await answer.json().catch(() => null);
            if (said?.columns) {
                const at = said.columns.indexOf("institution");
                for (const row of said.rows) row[at] = `${long}-${row[said.columns.indexOf("state")]}`;
            } else rename(said);
            await route.fulfill({ response: answer, json: said });
        });
    }

    async picture(page, name) {
        if (!this.pictures) return;
        await mkdir(screens, { recursive: true });
        await page.evaluate(() => document.activeElement?.blur?.());
        await writeFile(join(screens, `${name}.png`), fewColours(await page.screenshot({ animations: "disabled" })));
    }
}
