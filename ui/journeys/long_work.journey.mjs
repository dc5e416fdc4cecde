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
        await form.getByLabel("File", { exact: true }).setInputFiles(await gridOf(harness, 100, 12000));
        await page.getByRole("button", { name: "Look at it first" }).click();
        const job = page.locator(".job");
        await job.getByText(/[\d,]+ of 12,100 rows compared with our programs/).waitFor();
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

    "start: one of many profiles is found by a word of its name": async (harness) => {
        const demo = await harness.demo();
        for (let i = 1; i <= 24; i++)
            await harness.ask("POST", "/api/v1/profiles", { name: `Applicant ${i}`, profile: demo.profile });
        const page = await harness.open("/");
        const list = page.locator(".kept-profiles li");
        await until("the first page", async () => (await list.count()) === 20);
        await page.getByRole("button", { name: "Show more" }).click();
        await until("all of them", async () => (await list.count()) === 25);
        await page.getByLabel("Find one of 25 by a word of its name").fill("cant 17");
        await until("the one", async () => (await list.count()) === 1);
        await harness.axe(page, "a search among profiles");
        await page.getByLabel("Find one of 25 by a word of its name").fill("nobody");
        await page.getByText("No profile has these words in its name.").waitFor();
        await page.getByLabel("Find one of 25 by a word of its name").fill("17");
        await list.getByText("Applicant 17").click();
        await page.locator(".row-line").first().waitFor();
        await page.getByRole("button", { name: "Profile: Applicant 17" }).click();
        const others = page.locator(".menu-list li");
        expect((await others.count()) <= 11, "only those that were changed last in the menu");
        await page.getByRole("link", { name: "Find another profile" }).click();
        await page.locator("#kept-search").waitFor();
    },
};
