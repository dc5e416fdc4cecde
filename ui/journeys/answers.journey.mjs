import { readFile } from "node:fs/promises";
import { expect, same, until } from "./harness.mjs";

const at = (page, name) => new URL(page.url()).searchParams.get(name);
const profileOf = async (harness, id) => (await harness.ask("GET", `/api/v1/profiles/${id}`)).profile;
// What a list is worth before any change, in 100, as pages say it.
const chanceOf = async (harness, id) =>
    Math.round(100 * (await harness.ask("POST", "/api/v1/pick", { profile_id: id })).chance.value);
const settled = async (page) => {
    await page.waitForLoadState("networkidle");
    await until("all is loaded", async () => !(await page.locator(".loading, .busy").count()), 15_000);
};
async function open(harness, path, size) {
    const demo = await harness.demo();
    const page = await harness.open(`${path}${path.includes("?") ? "&" : "?"}p=${demo.id}`, size);
    await page.locator("main h1").first().waitFor();
    return { page, demo };
}
// How long it takes from a key on a slider until the sentence above the curve is another one.
const answers = (page) => page.evaluate(async () => {
    const slider = document.querySelector("input[type=range]");
    const title = () => document.querySelector(".figure-title").textContent;
    const found = [];
    for (let i = 0; i < 20; i++) {
        const before = title(), from = performance.now();
        slider.value = String(Number(slider.value) + (i % 2 ? -7 : 7));
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        while (title() === before) await new Promise((done) => requestAnimationFrame(done));
        found.push(performance.now() - from);
    }
    return found.sort((a, b) => a - b);
});

export default {
    "charts: on paper a chart is drawn for the sheet, so that its words keep their size": async (harness) => {
        const demo = await harness.demo();
        const page = await harness.open(`/how-many?p=${demo.id}`);
        const chart = page.locator(".figure-picture svg").first();
        await chart.waitFor();
        const wide = async () => (await chart.boundingBox()).width;
        expect((await wide()) > 640, "a chart as wide as the page on the screen");
        await page.emulateMedia({ media: "print" });
        await until("a chart for the sheet", async () => (await wide()) <= 640);
        same(await page.locator("main :is(button:not(table *, .term, .term *), input[type=range]):visible").allInnerTexts(), [],
            "what could be pressed on paper, and is no word of a sentence");
        await page.emulateMedia({ media: "screen" });
        await until("the chart of the screen", async () => (await wide()) > 640);
    },

    "what if: no order by time is offered where no change has one": async (harness) => {
        const demo = await harness.demo();
        const page = await harness.open(`/what-if?p=${demo.id}`);
        const table = page.locator(".improvements");
        await page.getByRole("heading", { name: "What would help most" }).scrollIntoViewIfNeeded();
        await table.waitFor();
        await until("all were tried", async () => !(await page.locator(".trying").count()), 30_000);
        const timed = (await table.getByRole("columnheader", { name: "For each week" }).count()) > 0;
        same(await page.getByRole("button", { name: "gain for time" }).count(), timed ? 1 : 0, "orders by time");
        same(await page.getByText("so there is no order by time").count(), timed ? 0 : 1, "sentences that say so");
    },

    "signals and experience: on a tablet a row uses its width": async (harness) => {
        const demo = await harness.demo();
        const page = await harness.open(`/experience?p=${demo.id}`, "tablet");
        await page.locator(".exp-row").first().waitFor();
        const low = await page.locator(".exp-row").evaluateAll((rows) => rows.filter((row) => row.getBoundingClientRect().height < 110).length / rows.length);
        expect(low > 0.7, `most rows are low (${low})`);
        await page.goto(`/signals?p=${demo.id}`);
        const worth = page.locator(".sent .worth").first();
        await worth.waitFor();
        expect((await worth.boundingBox()).height < 30, "what moving costs stands on one line");
    },

    "how many: a slider answers within 100 ms, and list, address and chance follow": async (harness) => {
        const { page } = await open(harness, "/how-many");
        await page.locator(".figure svg").first().waitFor();
        const times = await answers(page);
        console.log(`       a step of the slider, drawn: median ${times[10].toFixed(0)} ms, worst ${times[19].toFixed(0)} ms`);
        expect(times[10] < 100, "a step of the slider within 100 ms");
        await page.getByRole("slider", { name: "Applications", exact: true }).focus();
        await page.keyboard.press("ArrowRight");
        await until("the address follows", () => at(page, "most") !== null);
        const n = at(page, "most");
        await page.getByText(`The list of ${n} ends here`).waitFor();
        await until("the chance at the top is of that list", async () =>
            (await page.locator(".chance-band").innerText()).includes(`with ${n} applications`));
        await page.reload();
        await page.getByText(`The list of ${n} ends here`).waitFor();
        await page.getByRole("button", { name: "Back to my list" }).click();
        await until("the address is as before", () => at(page, "most") === null);
    },

    "how many: money and number move together; the budget is kept on request, and can be taken back": async (harness) => {
        const { page, demo } = await open(harness, "/how-many");
        const before = (await profileOf(harness, demo.id)).budget_usd;
        const money = page.getByLabel("Money for applications, US dollars");
        await money.fill("960");
        await money.press("Tab");
        await until("the number followed", async () => await page.getByLabel("Applications, number").inputValue() === "51");
        await page.getByText("leaves", { exact: true }).first().waitFor();
        await page.getByRole("button", { name: "Save $960 as my budget" }).click();
        await until("the budget is kept", async () => (await profileOf(harness, demo.id)).budget_usd === 960);
        await page.getByText("This is your list as it is saved").waitFor();
        await page.getByRole("button", { name: "Undo", exact: true }).click();
        await until("the budget is as before", async () => (await profileOf(harness, demo.id)).budget_usd === before);
    },

    "a chart: the same numbers as a table, as a picture and as a file": async (harness) => {
        const { page } = await open(harness, "/how-many");
        const figure = page.locator(".figure").first();
        await figure.locator("svg").waitFor();
        same(await figure.locator("svg").getAttribute("aria-label"), (await figure.locator(".figure-title").innerText()).replaceAll("\u2060", ""), "name of the picture");
        await figure.getByRole("button", { name: "Show as table" }).press("Enter");
        await figure.locator(".figure-table").waitFor();
        const rows = await figure.locator("tbody tr").count();
        expect(rows > 100, "a row a point");
        const [svg] = await Promise.all([page.waitForEvent("download"), figure.getByRole("button", { name: "Save picture" }).click()]);
        const picture = await readFile(await svg.path(), "utf8");
        same(svg.suggestedFilename(), "chance-curve.svg", "name of the file");
        expect(/^<svg[^>]+xmlns=/.test(picture) && picture.includes("You are here") && !picture.includes("class=") && !picture.includes("NaN"), "a picture that stands alone");
        const [csv] = await Promise.all([page.waitForEvent("download"), figure.getByRole("button", { name: "Save numbers" }).click()]);
        const lines = (await readFile(await csv.path(), "utf8")).trim().split("\r\n");
        same(lines.length, rows + 1, "lines of the file");
    },

    "what if: a change is tried, stands in the address, is kept, compared and taken away": async (harness) => {
        const { page, demo } = await open(harness, "/what-if");
        await page.getByRole("button", { name: "Step 2 CK score" }).click();
        await page.getByText("now: 246").waitFor();
        await page.getByLabel("Step 2 CK score", { exact: true }).fill("258");
        await page.getByLabel("Step 2 CK score", { exact: true }).press("Tab");
        await page.getByRole("heading", { name: `Step 2 CK score: 258: from ${await chanceOf(harness, demo.id)} (` }).waitFor();
        same((await profileOf(harness, demo.id)).step2_ck, 246, "the profile, which is not touched");
        await page.reload();
        await page.getByRole("heading", { name: /Step 2 CK score: 258/ }).waitFor();
        await page.getByLabel("Keep it under a name").fill("Twelve more points");
        await page.keyboard.press("Enter");
        await page.locator(".kept-rows b", { hasText: "Twelve more points" }).waitFor();
        await page.getByRole("button", { name: "Take away: Step 2 CK score" }).click();
        await page.getByText("Choose a change above").waitFor();
        await page.getByRole("button", { name: "Open Twelve more points" }).click();
        await page.getByRole("heading", { name: /Step 2 CK score: 258/ }).waitFor();
        await page.getByRole("link", { name: "Compare them" }).click();
        await page.locator(".compare .plain").getByRole("rowheader", { name: /Twelve more points/ }).waitFor();
        await page.getByRole("rowheader", { name: "As you are" }).waitFor();
        await page.goBack();
        await page.getByRole("button", { name: "Take away Twelve more points" }).click();
        await page.getByText("Nothing yet. A change that you keep").waitFor();
        await page.getByRole("button", { name: "Undo", exact: true }).click();
        await page.locator(".kept-rows b", { hasText: "Twelve more points" }).waitFor();
    },

    "what if: another specialty, more experience, another season": async (harness) => {
        const { page } = await open(harness, "/what-if");
        await page.getByRole("button", { name: "Specialties" }).click();
        await page.getByLabel("Specialties", { exact: true }).fill("Pediatrics");
        await page.getByRole("heading", { name: /Internal Medicine, Pediatrics: from/ }).waitFor({ timeout: 20_000 });
        await page.getByText(/programs would come onto the list/).waitFor();
        await page.getByRole("button", { name: "Clinical experience", exact: true }).click();
        await page.getByText("Nobody has published how much part of this helps").waitFor();
        await page.getByRole("button", { name: "Season", exact: true }).click();
        await page.getByRole("heading", { name: /Season: 20\d\d/ }).waitFor();
    },

    "what if: any field is found by typing; elements of a list are added, changed and removed; several changes at once": async (harness) => {
        const { page, demo } = await open(harness, "/what-if");
        const find = page.getByLabel(/find any of the \d+ fields/);
        await find.fill("nothing is called so");
        await page.getByText("No field is called that").waitFor();
        await find.fill("couple");
        await page.locator(".found-fields button").first().waitFor();
        await harness.axe(page, "the search for a field");
        await find.press("Enter");
        const couple = page.locator('.change[data-path="couple"]'), letters = page.locator('.change[data-path="letters"]');
        await couple.getByText("Nothing is changed here yet").waitFor();
        await couple.getByLabel("Yes").check();
        await page.getByRole("heading", { name: /change the chance by less than/ }).waitFor();
        await page.getByRole("button", { name: "Letters", exact: true }).click();
        await until("a letter more", async () => (await letters.locator(".elements li").count()) === 3);
        await letters.getByRole("button", { name: /^Change/ }).last().click();
        await letters.getByLabel("How many").fill("3");
        await letters.getByRole("button", { name: "Save the change" }).click();
        await letters.getByText("3 × · from the US", { exact: true }).first().waitFor();
        await letters.getByRole("button", { name: /^Remove/ }).first().click();
        await until("one less", async () => (await letters.locator(".elements li").count()) === 2);
        await page.getByText("Nobody has published how much part of this helps").waitFor();
        await settled(page);
        const set = JSON.parse(new URL(page.url()).searchParams.get("set"));
        same(set.couple, true, "one of two changes in the address");
        same(set.letters.map((one) => one.count), [1, 3], "the letters that are tried");
        await page.reload();
        await letters.getByText("3 × · from the US", { exact: true }).first().waitFor();
        same((await profileOf(harness, demo.id)).letters.length, 2, "letters of the profile, which is not touched");
    },

    "what if: what cannot be is said at the field": async (harness) => {
        const { page } = await open(harness, "/what-if");
        page.watched.allow(/400/);
        await page.getByRole("button", { name: "Step 2 CK score" }).click();
        await page.getByLabel("Step 2 CK score", { exact: true }).fill("999");
        await page.getByLabel("Step 2 CK score", { exact: true }).press("Tab");
        await page.locator('.change[data-path="step2_ck"]').getByText("Enter a whole number from 1 to 300").waitFor();
        await page.getByRole("button", { name: "Take away: Step 2 CK score" }).click();
        await page.getByLabel(/find any of the \d+ fields/).fill("graduation");
        await page.keyboard.press("Enter");
        const row = page.locator('.change[data-path="graduation_date"]');
        await row.getByLabel("Year").fill("2028");
        await row.getByText(/lies in the future; allowed:/).waitFor();
        await page.getByText("One of the changes cannot be").waitFor();
        await harness.axe(page, "a change that cannot be");
        await page.getByLabel(/find any of the \d+ fields/).fill("still a student");
        await page.keyboard.press("Enter");
        await page.locator('.change[data-path="student"]').getByLabel("Yes").check();
        await page.getByRole("heading", { name: /Still a student: yes: from/ }).waitFor();
        same(await row.locator(".field-error").count(), 0, "faults, when the second change makes the first one possible");
    },

    "what if: what would help most, in the order that is asked for, and no figure where there is none": async (harness) => {
        const { page } = await open(harness, "/what-if");
        await page.getByRole("heading", { name: "What would help most" }).scrollIntoViewIfNeeded();
        await page.getByText(/^\d+ of 11 tried/).waitFor();
        await page.getByRole("button", { name: "Stop here" }).click();
        const so_far = await page.locator(".improvements tbody tr").count();
        expect(so_far < 11, "only some rows when it was stopped");
        await page.getByRole("button", { name: "Go on" }).click();
        await until("all parts are tried", async () => !(await page.locator(".trying").count()), 30_000);
        const changes = await page.locator(".improvements tbody th").allInnerTexts();
        same(new Set(changes).size, changes.length, "rows, each of them once");
        const gains = await page.locator(".improvements .interval-text").allInnerTexts();
        const numbers = gains.map((text) => parseFloat(text.replace("−", "-")));
        same([...numbers].sort((a, b) => b - a), numbers, "the order by gain");
        expect(await page.locator(".improvements .unknown").count() >= 3, "changes of which nobody has published a figure");
        const first = await page.locator(".improvements tbody th").first().innerText();
        await page.getByRole("button", { name: "gain for money" }).click();
        expect(await page.locator(".improvements tbody th").first().innerText() !== first, "another order by money");
    },

    "signals: moved by keyboard and by pointer, within the rules, with what it costs": async (harness) => {
        const { page } = await open(harness, "/signals");
        const box = (name) => page.getByRole("region", { name, exact: true });
        await box("Gold").getByText("3 of 3 used").waitFor();
        const mine = await box("No signal").locator(".sent a").first().innerText();
        await page.getByLabel(`Signal for ${mine}`).selectOption("gold");
        await box("Gold").getByText(mine).waitFor();
        await settled(page);
        await box("Gold").getByText("3 of 3 used").waitFor();
        same(at(page, "signals").split(",").length, 2, "two moved: the one, and the one that gave way");
        await page.getByText(/The best way that was found gives .* in 100 more/).waitFor();
        await page.reload();
        await box("Gold").getByText(mine).waitFor();
        await page.getByRole("button", { name: "Back to the best way" }).click();
        await page.getByText("This is the best way that was found").waitFor();
        const gold = await box("Gold").locator(".sent a").first().innerText();
        await box("Gold").locator(".sent").first().dragTo(box("No signal"), { targetPosition: { x: 60, y: 20 } });
        await box("No signal").getByText(gold).waitFor();
        await box("Gold").getByText("2 of 3 used").waitFor();
        await page.getByRole("button", { name: "Undo", exact: true }).click();
        await box("Gold").getByText(gold).waitFor();
    },

    "a program: what it rests on, taken apart; a finding and a note are kept and taken back": async (harness) => {
        const { page, demo } = await open(harness, "/program/1420140C0");
        await settled(page);
        const told = await harness.ask("POST", "/api/v1/explain", { profile_id: demo.id, code: "1420140C0" });
        const table = page.locator(".figure-table, .figure .hidden").locator("table", { hasText: "Together" });
        const cells = await table.locator("tbody tr").last().locator("td").allTextContents();
        same(Number(cells[0]), Number((told.chance_interview.value * 100).toFixed(2)), "the sum of the parts");
        await page.getByRole("button", { name: /Enter what I found.*Lowest Step 2 CK score/ }).press("Enter");
        await page.getByLabel("What does it say?").fill("225");
        await page.getByLabel("Where did you find it?").fill("Program website");
        await page.keyboard.press("Enter");
        const row = page.getByRole("row", { name: /Lowest Step 2 CK score/ });
        await row.getByText("225").waitFor();
        await row.getByText("your own finding").waitFor();
        await row.getByRole("button", { name: /Take it back/ }).click();
        await row.getByText("unknown").waitFor();
        await page.getByLabel("My notes").fill("Asked the coordinator on Monday");
        await until("the note is kept", async () =>
            (await harness.ask("GET", `/api/v1/profiles/${demo.id}/notes`)).some((one) => one.nrmp_code === "1420140C0"));
        await page.reload();
        await until("the note is there", async () => await page.getByLabel("My notes").inputValue() === "Asked the coordinator on Monday");
        const link = page.getByRole("link", { name: "FREIDA", exact: true });
        same(await link.getAttribute("href"), "https://freida.ama-assn.org/program/1403512265", "the page in FREIDA");
    },

    "a program: pinned, and one that does not exist": async (harness) => {
        const { page, demo } = await open(harness, "/program/1426140M0");
        await page.getByRole("button", { name: /^Pin/ }).click();
        await until("the pin is kept", async () => (await profileOf(harness, demo.id)).pinned?.includes("1426140M0"));
        await page.getByText("On your list", { exact: true }).waitFor();
        page.watched.allow(/404|400/);
        await page.goto(`/program/9999999X9?p=${demo.id}`);
        await page.getByRole("alert").waitFor();
    },

    "compare: programs are added by their names, up to four, and taken away": async (harness) => {
        const { page } = await open(harness, "/compare");
        const add = async (text) => {
            await page.getByLabel("Add a program").fill(text);
            await page.locator(".found-programs button").first().click();
        };
        await add("brooklyn hosp internal");
        await page.getByRole("columnheader", { name: /Brooklyn Hosp/ }).waitFor();
        await add("maimonides internal");
        await add("2070140C0");
        await add("1426140M0");
        await until("four stand side by side", async () => await page.locator(".compared thead th").count() === 4);
        await page.getByText("Four is the most").waitFor();
        await page.reload();
        await until("four are there again", async () => await page.locator(".compared thead th").count() === 4);
        await page.getByRole("button", { name: /Take away Maimonides/ }).press("Enter");
        await until("three are left", async () => await page.locator(".compared thead th").count() === 3);
        await page.getByText(/^Unknown for all of them/).waitFor();
    },

    "data: sources are found; the list is saved as a file": async (harness) => {
        const { page } = await open(harness, "/data");
        await page.getByLabel("Find a source").fill("signals.csv");
        await until("fewer sources", async () => (await page.locator(".sources tbody tr").count()) < 10);
        for (const [name, starts] of [["The list as a table", /^\ufeff?[\w",]/], ["The answer for programs", /^\{/], ["The list as a workbook", /^PK/], ["The plan, to print", /^%PDF/]]) {
            const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
            expect(starts.test(await readFile(await file.path(), "latin1")), `${name} is what it says`);
        }
        const [all] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "All that is kept about you" }).click()]);
        expect("profile" in JSON.parse(await readFile(await all.path(), "utf8")), "everything holds the profile");
    },

    "data: a file is looked at, mended, brought in, and taken back": async (harness) => {
        const { page, demo } = await open(harness, "/data");
        const text = "Program,City,State,Specialty,J1,Step\n"
            + "Brooklyn Hosp Ctr,Brooklyn,NY,Internal Medicine,yes,231\n"
            + "Maimonides,Brooklyn,NY,Internal Medicine,yes,226\n"
            + "No Such Place,Nowhere,NY,Internal Medicine,yes,220\n";
        await page.getByLabel("File", { exact: true }).setInputFiles({ name: "office.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
        await page.getByLabel("Where it is from").fill("Notes of our office");
        await page.getByRole("button", { name: "Look at it first" }).press("Enter");
        await page.getByText("1 of 3 rows belong to a program for certain.").waitFor();
        await page.getByLabel("Is read as: Step").selectOption("min_step2");
        await page.getByText("heading and values fit, as you say").or(page.locator(".import-review:not(.busy)")).first().waitFor();
        await page.getByLabel(/Line 3: Maimonides/).selectOption({ index: 1 });
        await page.getByText("2 of 3 rows belong to a program for certain.").waitFor();
        await page.getByLabel(/Line 4: No Such Place/).selectOption("skip");
        await settled(page);
        await page.getByRole("button", { name: "Bring it in" }).click();
        const row = page.locator(".kept-rows li", { hasText: "Notes of our office" }).filter({ has: page.getByRole("button", { name: /Take it back/ }) });
        await row.waitFor();
        const facts = async () => (await harness.ask("GET", "/api/v1/programs/1420140C0")).facts;
        same((await facts()).find((one) => one.name === "min_step2")?.value, 231, "the fact that came in");
        await page.goto(`/program/1420140C0?p=${demo.id}`);
        await page.getByRole("row", { name: /Lowest Step 2 CK score/ }).getByText("Notes of our office").waitFor();
        await page.goBack();
        await row.getByRole("button", { name: /Take it back/ }).click();
        await page.getByText("taken back", { exact: true }).waitFor();
        same((await facts()).find((one) => one.name === "min_step2"), undefined, "the fact, when it was taken back");
    },

    "data: rows that cannot be are named, and left out on request": async (harness) => {
        const { page } = await open(harness, "/data");
        await page.getByLabel("File", { exact: true }).setInputFiles({ name: "bad.csv", mimeType: "text/csv",
            buffer: Buffer.from("NRMP code,Min Step 2 CK\n1420140C0,999\n2070140C0,230\n") });
        await page.getByRole("button", { name: "Look at it first" }).click();
        await page.locator(".import-review").waitFor();
        await page.getByLabel("Is read as: Min Step 2 CK").selectOption("min_step2");
        await page.getByRole("heading", { name: "Rows with a value that cannot be" }).waitFor();
        expect(await page.getByRole("button", { name: "Bring it in" }).isDisabled(), "it cannot be brought in as it is");
        await page.getByLabel("Leave these rows out").check();
        await until("it can be brought in", async () => page.getByRole("button", { name: "Bring it in" }).isEnabled());
    },

    "how it works: the check runs here, says how far it is, and shows what was published": async (harness) => {
        const page = await harness.open("/how-it-works");
        await page.getByRole("button", { name: "Run the check now" }).click();
        await page.locator("progress").waitFor();
        await page.getByRole("heading", { name: /match rates lie within two standard errors/ }).waitFor({ timeout: 60_000 });
        await page.getByRole("button", { name: "US IMGs", exact: true }).click();
        await page.getByRole("button", { name: "IMG", exact: true }).click();
        await page.getByText("your medical school is outside the US").waitFor();
    },

    "on a phone, by keyboard alone: a change is tried, a signal moved, a program found, a chart read as a table": async (harness) => {
        const { page, demo } = await open(harness, "/what-if", "phone");
        await page.getByRole("button", { name: "Step 2 CK score" }).press("Enter");
        await until("the field has the focus", () => page.getByLabel("Step 2 CK score", { exact: true }).evaluate((one) => one === document.activeElement));
        await page.keyboard.press("Control+a");
        await page.keyboard.type("257");
        await page.keyboard.press("Tab");
        await page.getByRole("heading", { name: `Step 2 CK score: 257: from ${await chanceOf(harness, demo.id)} (` }).waitFor({ timeout: 20_000 });
        await harness.fits(page, "what if, with an answer");
        await page.goto(`/signals?p=${demo.id}`);
        const first = page.locator(".tier-box.tier-gold .sent").first();
        const name = await first.locator("a").innerText();
        await first.locator("select").press("n");
        await page.locator(".tier-box.tier-none").getByText(name).waitFor();
        await page.keyboard.press("Escape");
        await page.locator("body").press("u");
        await page.locator(".tier-box.tier-gold").getByText(name).waitFor();
        await page.goto(`/compare?p=${demo.id}`);
        await page.getByLabel("Add a program").fill("cook county internal");
        await page.locator(".found-programs button").first().waitFor();
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        await page.locator(".compared").waitFor();
        await harness.fits(page, "compare, with a program");
        await page.goto(`/program/1420140C0?p=${demo.id}`);
        await page.getByRole("button", { name: "Show as table" }).first().press("Enter");
        await page.locator(".figure-table").first().waitFor();
        await harness.axe(page, "a program, with a chart as a table");
        await harness.fits(page, "a program, with a chart as a table");
    },

    "each page says so when the server is gone, and goes on when it is back": async (harness) => {
        const gone = (page) => page.getByText("Smart Pick does not answer").first();
        for (const [path, act, back] of [
            ["/how-many", (page) => page.getByRole("button", { name: /Go to the bend/ }).click(), ".edge"],
            ["/what-if", (page) => page.getByRole("button", { name: "Step 2 CK score" }).click(), ".numbers"],
            ["/signals", (page) => page.locator(".sent select").first().selectOption("none"), ".signals"],
            ["/program/1420140C0", (page) => page.getByRole("link", { name: "Signals" }).click(), ".signals"],
            ["/compare?codes=1420140C0,2070140C0", (page) => page.getByRole("button", { name: /Take away/ }).first().click(), ".compared"],
        ]) {
            const { page } = await open(harness, path);
            await settled(page);
            page.watched.allow(/403|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/);
            await harness.kill();
            await act(page);
            await gone(page).waitFor();
            await harness.again();
            await until(`${path} goes on`, async () => !(await page.getByText("Smart Pick does not answer").count()), 20_000);
            await page.locator(back).first().waitFor();
            await page.close();
        }
    },
};
