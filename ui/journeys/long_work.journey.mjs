// Work that takes long is watched and stopped; many profiles are found.

import { expect, same, until } from "./harness.mjs";

// Programs of no state and no specialty: each is compared with thousands of names.
const strangers = (rows) => Array.from({ length: rows }, (_, i) =>
    `,Hospital of Somewhere ${i} University Medical Center,,,45%`);

async function gridOf(harness, known, unknown) {
    const { columns, rows } = await harness.ask("GET", "/api/v1/catalogue");
    const code = columns.indexOf("nrmp_code");
    const lines = ["NRMP Code,Program,State,Specialty,Signal",
        ...rows.slice(0, known).map((row, i) => `${row[code]},,,,${i % 90}%`),
        ...strangers(unknown)];
    return { name: "large grid.csv", mimeType: "text/csv", buffer: Buffer.from(lines.join("\n") + "\n") };
}

export default {
    "data: a large file says how far it is, is stopped with nothing changed, and then comes in": async (harness) => {
        const page = await harness.open("/data");
        const form = page.locator(".import-form");
        await form.getByLabel("File", { exact: true }).setInputFiles(await gridOf(harness, 100, 60000));
        await page.getByRole("button", { name: "Look at it first" }).click();
        const job = page.locator(".job");
        await job.getByText(/[\d,]+ of 60,100 rows compared with our programs/).waitFor();
        await until("it moves on", async () => Number(await job.locator("progress").getAttribute("value")) > 0);
        await harness.axe(page, "an import under way");
        await harness.picture(page, "import-under-way-desktop-light");
        await job.getByRole("button", { name: "Stop" }).click();
        await page.getByText("Stopped. Nothing was changed.").waitFor();
        same(await job.count(), 0, "bars of progress");
        same(await harness.ask("GET", "/api/v1/imports"), [], "imports");

        await form.getByLabel("File", { exact: true }).setInputFiles(await gridOf(harness, 3000, 300));
        await page.getByRole("button", { name: "Look at it first" }).click();
        await page.getByText("3,000 of 3,300 rows belong to a program for certain.").waitFor({ timeout: 30_000 });
        await page.getByText("250 more rows are left out.").waitFor();
        same(await page.locator(".import-review .kept-rows li").count(), 50, "rows to look at");
        same(await harness.ask("GET", "/api/v1/imports"), [], "imports before it is brought in");
        await page.getByRole("button", { name: "Bring it in" }).click();
        await page.getByText("came in from").waitFor({ timeout: 30_000 });
        same((await harness.ask("GET", "/api/v1/imports")).length, 1, "imports");
        await page.getByRole("button", { name: "Undo", exact: true }).click();
        await until("it is taken back", async () => (await harness.ask("GET", "/api/v1/imports"))[0].undone);
    },

    "experience: a large table of openings says how far it is, and is stopped with nothing changed": async (harness) => {
        const demo = await harness.demo();
        const page = await harness.open(`/experience?p=${demo.id}`);
        await page.getByRole("button", { name: "Import a table" }).click();
        const lines = Array.from({ length: 30_000 }, (_, i) => `Example Clinic ${i},OH,observership,4,free`);
        await page.locator("#import-file").setInputFiles({ name: "hosts.csv", mimeType: "text/csv",
            buffer: Buffer.from(`Hospital,State,Type,Weeks,Fee\n${lines.join("\n")}\n`) });
        // They are kept within seconds: stopped as soon as the dialog says how far it is.
        await page.evaluate(() => new MutationObserver(() => {
            const job = document.querySelector("dialog .job");
            if (globalThis.progressSaid || !/[\d,]+ of [\d,]+ facts written/.test(job?.textContent ?? "")) return;
            globalThis.progressSaid = job.textContent;
            job.querySelector("button").click();
        }).observe(document.body, { childList: true, subtree: true, characterData: true }));
        await page.getByRole("button", { name: "Keep 30,000 openings" }).click();
        await page.getByText("Stopped. Nothing was changed.").waitFor();
        same(await page.locator("dialog .job").count(), 0, "bars of progress");
        same(await harness.ask("GET", "/api/v1/openings/changes"), [], "changes");
    },

    "how it works: the check is begun, stopped, and begun again": async (harness) => {
        const page = await harness.open("/how-it-works", "phone");
        const begin = page.getByRole("button", { name: "Run the check now" });
        await begin.click();
        await page.locator(".job progress").waitFor();
        await page.locator(".job").getByRole("button").click();
        await begin.click();
        await page.locator(".job progress").waitFor();
        await page.locator(".job").getByRole("button").click();
        await begin.waitFor();
    },

    "how many: another mix of specialties is charged, and every fee has its source": async (harness) => {
        const demo = await harness.demo();
        const page = await harness.open(`/how-many?p=${demo.id}`);
        const fees = page.locator(".fees"), sum = fees.locator("tfoot td").first();
        await sum.waitFor();
        await fees.getByLabel("Another specialty").selectOption("Diagnostic Radiology");
        await fees.getByRole("row", { name: /Diagnostic Radiology/ }).getByText("10 at $11").waitFor();
        // An answer that comes while a number is being typed leaves what is typed.
        let release;
        const held = new Promise((done) => (release = done));
        await page.route("**/api/v1/fees?*", (route) => held.then(() => route.continue()), { times: 1 });
        await fees.getByRole("spinbutton", { name: "Diagnostic Radiology" }).fill("8");
        await fees.getByRole("spinbutton", { name: "Diagnostic Radiology" }).press("Enter");
        await fees.getByRole("spinbutton", { name: "Internal Medicine" }).fill("40");
        release();
        await fees.getByRole("row", { name: /Diagnostic Radiology/ }).getByText("8 at $11").waitFor();
        same(await fees.getByRole("spinbutton", { name: "Internal Medicine" }).inputValue(), "40", "the number being typed");
        await fees.getByRole("spinbutton", { name: "Internal Medicine" }).press("Tab");
        const bill = await harness.ask("GET", "/api/v1/fees?apply=Internal+Medicine=40&apply=Diagnostic+Radiology=8");
        await until("the sum", async () => (await sum.innerText()) === `$${bill.eras_cents / 100}`);
        await fees.getByText("30 at $11, 10 at $30").waitFor();
        await fees.getByText(/Every other fee of the Match/).click();
        await fees.getByRole("row", { name: /Registration for the Match/ }).getByText("$85").waitFor();
        await harness.axe(page, "the fees");
        await harness.fits(page, "the fees");
        await fees.getByRole("button", { name: "As on my list" }).click();
        await until("the list again", async () => (await fees.getByRole("spinbutton", { name: "Diagnostic Radiology" }).count()) === 0);
    },

    "start: one of many profiles is found by a word of its name": async (harness) => {
        const demo = await harness.demo();
        for (let i = 1; i <= 24; i++)
            await harness.ask("POST", "/api/v1/profiles", { name: `Applicant ${i}`, profile: demo.profile });
        // The journeys before this one have left profiles too.
        const { profile_count: all } = await harness.ask("GET", "/api/v1/session");
        const page = await harness.open("/");
        const list = page.locator(".kept-profiles li");
        await until("the first page", async () => (await list.count()) === 20);
        await page.getByRole("button", { name: "Show more" }).click();
        await until("all of them", async () => (await list.count()) === all);
        await page.getByLabel(`Find one of ${all} by a word of its name`).fill("cant 17");
        await until("the one", async () => (await list.count()) === 1);
        await harness.axe(page, "a search among profiles");
        await page.getByLabel(`Find one of ${all} by a word of its name`).fill("nobody");
        await page.getByText("No profile has these words in its name.").waitFor();
        await page.getByLabel(`Find one of ${all} by a word of its name`).fill("17");
        await list.getByText("Applicant 17").click();
        await page.locator(".row-line").first().waitFor();
        await page.getByRole("button", { name: "Profile: Applicant 17" }).click();
        const others = page.locator(".menu-list li");
        expect((await others.count()) <= 11, "only those that were changed last in the menu");
        await page.getByRole("link", { name: "Find another profile" }).click();
        await page.locator("#kept-search").waitFor();
    },
};
