import { readFile } from "node:fs/promises";
import { expect, same, until } from "./harness.mjs";

const openList = async (harness, size, more = "") => {
    const demo = await harness.demo();
    const page = await harness.open(`/list?p=${demo.id}${more}`, size);
    await page.locator(".row-line").first().waitFor();
    return { page, demo };
};
const names = (page) => page.locator(".row-line .institution").allInnerTexts();
const facet = (page, label) => page.locator(".facet", { hasText: new RegExp(`^${label}`) }).locator("select");
const focusedCode = (page) => page.evaluate(() => document.activeElement?.dataset?.code ?? "");
const profileOf = async (harness, id) => (await harness.ask("GET", `/api/v1/profiles/${id}`)).profile;

// As the server packs (docs/api.md, packed), though each text is said in full.
function packed(said) {
    const shapes = [];
    const write = (value) => Array.isArray(value) ? [...value.map(write), -1]
        : value && typeof value === "object" ? [...Object.values(value).map(write), shapes.push(Object.keys(value)) - 1]
        : typeof value === "string" && value.startsWith("~") ? `~~${value}` : value;
    return { value: write(said), shapes };
}

export default {
    "list: tab, order, filter, group and open row stand in the address; back and reload keep them": async (harness) => {
        const { page } = await openList(harness);
        await page.getByRole("columnheader", { name: /Program/ }).getByRole("button").click();
        await until("sorted by name", () => page.url().includes("sort=program"));
        const sorted = await names(page);
        same([...sorted].sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase())), sorted, "the order by name");
        await facet(page, "State").selectOption("NY");
        await page.locator(".row-line").nth(1).locator(".name").click();
        const open = new URL(page.url()).searchParams.get("open");
        await page.locator(".detail").waitFor();
        await page.reload();
        await page.locator(".detail").waitFor();
        same(new URL(page.url()).searchParams.get("open"), open, "the open row after a reload");
        same(await facet(page, "State").inputValue(), "NY", "the filter after a reload");
        await page.getByRole("link", { name: /Left out/ }).click();
        await until("the other tab", () => page.url().includes("tab=left-out"));
        await page.locator(".clamp", { hasText: "worth less than what was picked" }).first().waitFor();
        await page.goBack();
        await page.locator(".detail").waitFor();
        same(new URL(page.url()).searchParams.get("open"), open, "the open row after going back");
    },

    "list: names and places can be read beside the map of a laptop": async (harness) => {
        for (const width of [1200, 1280, 1366, 1440]) {
            const { page } = await openList(harness, { width, height: 800 });
            if (width >= 1280) await page.locator(".map-panel .us-map").waitFor();
            const room = (await page.locator(".row-line .program").first().boundingBox()).width;
            expect(room >= 150, `150 pixels for a program's name at ${width}, not ${room}`);
            await harness.fits(page, `the list at ${width}`);
        }
    },

    "list: more than a thousand rows scroll smoothly, a few at a time": async (harness) => {
        const { page } = await openList(harness, "desktop", "&tab=left-out");
        const all = Number(await page.locator(".list-table").getAttribute("aria-rowcount")) - 1;
        expect(all > 1000, "more than a thousand rows");
        const times = await page.evaluate(async () => {
            const found = [];
            for (let i = 0; i < 60; i++) {
                const from = performance.now();
                scrollBy(0, 1000);
                await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
                found.push(performance.now() - from);
            }
            return found.sort((a, b) => a - b);
        });
        console.log(`       a screen further, drawn: median ${times[30].toFixed(0)} ms, worst ${times[59].toFixed(0)} ms`);
        expect(times[30] < 100, "a step of scrolling within 100 ms");
        const drawn = await page.locator(".row-line").count();
        expect(drawn > 5 && drawn < 80, `only the rows near the window are drawn, not ${drawn}`);
        const visible = await page.evaluate(() => [...document.querySelectorAll(".row-line")].filter((row) => {
            const box = row.getBoundingClientRect();
            return box.top < innerHeight && box.bottom > 150;
        }).length);
        expect(visible > 5, "rows where the window is");
    },

    "list: by keyboard alone: move, open, pin, ban, note, undo": async (harness) => {
        const { page, demo } = await openList(harness);
        await page.locator(".row-line .name").first().focus();
        const first = await focusedCode(page);
        await page.keyboard.press("ArrowDown");
        await until("the next row has the focus", async () => ![first, ""].includes(await focusedCode(page)));
        const second = await focusedCode(page);
        await page.keyboard.press("Enter");
        await page.locator(".detail").waitFor();
        same(new URL(page.url()).searchParams.get("open"), second, "the open row");
        await page.keyboard.press("p");
        await until("the pin is kept", async () => (await profileOf(harness, demo.id)).pinned?.includes(second));
        await page.getByRole("button", { name: "Undo", exact: true }).waitFor();
        await page.keyboard.press("u");
        await until("the pin is gone", async () => !(await profileOf(harness, demo.id)).pinned);
        await page.keyboard.press("x");
        await until("the ban is kept", async () => (await profileOf(harness, demo.id)).excluded?.includes(second));
        await until("the program has left the list", async () => !(await page.locator(`[data-code="${second}"]`).count()));
        await page.keyboard.press("u");
        await until("the ban is gone", async () => !(await profileOf(harness, demo.id)).excluded);
        await page.locator(`[data-code="${second}"]`).waitFor();
        await page.locator(`[data-code="${second}"]`).focus();
        await page.keyboard.press("n");
        await until("the note has the focus", () => page.evaluate(() => document.activeElement.tagName === "TEXTAREA"));
        await page.keyboard.type("Ask the coordinator, please. p x");
        await until("the note is kept", async () => JSON.stringify(
            await harness.ask("GET", `/api/v1/profiles/${demo.id}/notes`)).includes("Ask the coordinator, please. p x"));
        await page.reload();
        await page.locator(`#note-${second}`).waitFor();
        await until("the note is there after a reload", async () =>
            (await page.locator(`#note-${second}`).inputValue()) === "Ask the coordinator, please. p x");
    },

    "list: the head stays above over a thousand rows; C copies and says so, ? shows the keys": async (harness) => {
        const demo = await harness.demo();
        const page = await harness.page(await harness.context("desktop", "light", { permissions: ["clipboard-read", "clipboard-write"] }));
        await page.goto(`/list?p=${demo.id}&tab=left-out`);
        await page.locator(".row-line").first().waitFor();
        const rows = Number(await page.locator(".list-table").getAttribute("aria-rowcount"));
        expect(rows > 1000, `over a thousand rows, not ${rows}`);
        const head = await page.evaluate(async () => {
            scrollBy(0, 5000);
            await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            const { top, bottom } = document.querySelector(".list-table thead th").getBoundingClientRect();
            return { top, bottom };
        });
        expect(head.top >= 0 && head.bottom < 300, `the head at the top, not at ${head.top}`);
        await page.evaluate(() => scrollTo(0, 0));
        await page.locator(".row-line .name:visible").first().focus();
        await page.keyboard.press("c");
        await page.getByText(/^Copied [\d,]+ rows/).waitFor();
        same((await page.evaluate(() => navigator.clipboard.readText())).trimEnd().split("\n").length, rows, "lines of the copy, its head among them");
        await page.keyboard.press("?");
        await page.getByRole("dialog").getByText("move from row to row").waitFor();
    },

    "list: arrow keys reach the end and come back": async (harness) => {
        const { page } = await openList(harness, "desktop", "&tab=left-out");
        await page.locator(".row-line .name").first().focus();
        const first = await focusedCode(page);
        await page.keyboard.press("End");
        await until("the last row has the focus", async () => {
            const at = await page.evaluate(() => document.activeElement?.closest("tr")?.getAttribute("aria-rowindex"));
            return at === (await page.locator(".list-table").getAttribute("aria-rowcount"));
        });
        await page.keyboard.press("Home");
        await until("the first row has the focus", async () => (await focusedCode(page)) === first);
    },

    "list: the parts of a chance add up to it": async (harness) => {
        const { page } = await openList(harness);
        await page.locator(".row-line .name").first().click();
        await page.locator(".reasons").waitFor();
        const parts = await page.locator(".reasons li:not(.sum) .reason-points").allInnerTexts();
        const sum = parts.reduce((all, text) => all + Number(text.replace("−", "-").replace("+", "")), 0);
        const said = Number(await page.locator(".reasons .sum .reason-points").innerText());
        expect(Math.abs(sum - said) < 0.75, `parts that add up: ${parts.join(" ")} against ${said}`);
        for (const line of await page.locator(".reasons li:not(.sum) small").allInnerTexts())
            expect(/[a-z ].*, .*\d{4}/.test(line), `a source by its title and year, not “${line}”`);
        const source = page.locator(".reasons small a").first(), title = await source.innerText();
        await source.click();
        await page.getByRole("rowheader", { name: title }).waitFor();
    },

    "list: a fact that was found is entered with its source, and taken back": async (harness) => {
        const { page } = await openList(harness);
        await page.locator(".row-line .name").first().click();
        const facts = page.locator(".facts");
        await facts.getByRole("button", { name: /Enter what you found\s*: Takes the J-1 visa/ }).click();
        await facts.getByLabel("Enter what you found", { exact: true }).selectOption("yes");
        await facts.getByLabel("Where did you find it?").fill("its web page");
        await facts.getByRole("button", { name: "Save" }).click();
        await until("the fact stands in the list", () => page.locator(".row-line .chip.visa.yes").first().isVisible());
        await until("the fact names its source", async () => /Takes the J-1 visa: yes/.test(await facts.innerText()));
        await page.getByRole("button", { name: "Undo", exact: true }).click();
        await until("the fact is unknown again", async () => !(await page.locator(".row-line .chip.visa.yes").count()));
    },

    "list: held programs are those whose fact is unknown": async (harness) => {
        const { page } = await openList(harness, "desktop", "&tab=picked");
        await page.getByRole("link", { name: /^Held/ }).click();
        await page.getByText("Nothing is held").waitFor();
        await page.getByLabel("visa", { exact: true }).check();
        await until("some are held", async () => (await page.locator(".row-line").count()) > 5);
        expect(page.url().includes("sure=visa"), "the wish in the address");
    },

    "list: the map has a twin that filters": async (harness) => {
        const { page } = await openList(harness);
        await page.locator(".us-map circle").first().waitFor();
        expect((await page.locator(".us-map circle").count()) > 50, "circles on the map");
        same(await page.locator(".us-map .states path").count(), 52, "fifty states, DC and Puerto Rico");
        await page.getByText("The same as a list of states").click();
        await page.locator(".state-list").getByRole("button", { name: "Ohio" }).click();
        await until("only Ohio", async () => (await page.locator(".row-line .place").allInnerTexts()).every((text) => / OH/.test(text)));
        await page.getByRole("button", { name: "Clear filters" }).click();
        await until("all again", async () => (await page.locator(".row-line .place").allInnerTexts()).some((text) => / NY/.test(text)));
    },

    "list: columns can be chosen, and the choice stands in the address": async (harness) => {
        const { page } = await openList(harness);
        await page.getByRole("button", { name: "Columns" }).click();
        await page.getByRole("checkbox", { name: "Positions" }).check();
        await page.getByRole("checkbox", { name: "Fee" }).uncheck();
        await page.keyboard.press("Escape");
        await page.getByRole("columnheader", { name: /Positions/ }).waitFor();
        same(await page.getByRole("columnheader", { name: /Fee/ }).count(), 0, "columns named Fee");
        await page.reload();
        await page.getByRole("columnheader", { name: /Positions/ }).waitFor();
    },

    "list: a copy holds the rows that are shown, an export all of them": async (harness) => {
        const demo = await harness.demo();
        const context = await harness.context("desktop", "light", { permissions: ["clipboard-read", "clipboard-write"] });
        const page = await harness.page(context);
        await page.goto(`/list?p=${demo.id}&state=OH`);
        await page.locator(".row-line").first().waitFor();
        await page.getByRole("button", { name: "Copy" }).click();
        await page.getByText(/^Copied \d+ rows/).waitFor();
        const lines = (await page.evaluate(() => navigator.clipboard.readText())).trimEnd().split("\n");
        expect(lines.length > 2 && lines.slice(1).every((line) => line.split("\t")[4] === "OH"), "lines of Ohio only");
        for (const [name, start] of [["CSV table", ""], ["Excel workbook", "PK"], ["PDF to print", "%PDF"]]) {
            await page.getByRole("button", { name: "Export" }).click();
            const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
            const bytes = await readFile(await file.path());
            expect(bytes.length > 5000, `${name} has content`);
            same(bytes.toString("latin1", 0, start.length), start, `the start of ${name}`);
        }
    },

    "list: names of sixty letters stay inside their cell, at any size": async (harness) => {
        const long = "Consortium of University Teaching Hospitals of Northeastern Pennsylvania-PA";
        for (const size of ["desktop", "tablet", "phone"]) {
            const demo = await harness.demo();
            const page = await harness.open("/", size);
            await page.route("**/api/v1/pick/packed", async (route) => {
                const answer = await route.fetch({ url: route.request().url().replace("/packed", "") });
                const said = await answer.json();
                for (const pick of said.picked) Object.assign(pick, { institution: long, city: "Hot Springs National Park" });
                await route.fulfill({ response: answer, json: packed(said) });
            });
            await page.goto(`/list?p=${demo.id}`);
            await page.locator(".row-line").first().waitFor();
            await harness.fits(page, "a list of long names");
            const out = await page.evaluate(() => [...document.querySelectorAll(".row-line")].slice(0, 8).filter((row) => {
                const bottom = row.getBoundingClientRect().bottom;
                return [...row.querySelectorAll(".place, .chip, .interval-text")].some((one) => one.getBoundingClientRect().bottom > bottom + 1);
            }).length);
            same(out, 0, `rows that run over at ${JSON.stringify(size)}`);
            await page.close();
        }
    },

    "list: on paper all rows are there, and nothing to press": async (harness) => {
        const { page } = await openList(harness);
        await page.emulateMedia({ media: "print", colorScheme: "dark" });
        await until("all rows are drawn", async () => (await page.locator(".row-line").count()) > 90);
        for (const gone of [".navigation", ".top-bar", ".toolbar", ".map-panel", ".undo-line"])
            expect(!(await page.locator(gone).first().isVisible()), `${gone} is not printed`);
        expect(await page.getByText("Not affiliated with NRMP").last().isVisible(), "the notice on paper");
        expect(await page.getByText("Discussed with an adviser").isVisible(), "a line to sign");
        same(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)", "the paper");
    },
};
