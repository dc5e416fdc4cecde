import { readFile } from "node:fs/promises";
import { expect, same, until } from "./harness.mjs";

const applicant = async (harness, letter) => {
    const profile = JSON.parse(await readFile(new URL(`../../examples/applicant-${letter}.json`, import.meta.url)));
    return harness.ask("POST", "/api/v1/profiles", { name: `Applicant ${letter.toUpperCase()}`, profile });
};
const rows = (page) => page.locator(".exp-row");
const group = (page, name) => page.locator(".exp-groups a", { hasText: name });
const counted = async (page, name) => Number((await group(page, name).locator(".count").innerText()).replace(/\D/g, ""));
const facet = (page, label) => page.locator(".exp-filters .facet", { hasText: new RegExp(`^${label}`) }).locator("select, input");
const settled = async (page) => {
    await page.waitForLoadState("networkidle");
    await until("nothing is on its way", async () => !(await page.locator("[aria-busy=true], .loading").count()));
};
const names = (page) => rows(page).locator(".name").allInnerTexts();
const whole = async (harness, page, where) => {
    await harness.axe(page, where);
    await harness.fits(page, where);
};

export default {
    "experience: final-year student, B-1, 3,000 dollars, eight weeks, two letters before September": async (harness) => {
        const kept = await applicant(harness, "e");
        const page = await harness.open(`/experience?p=${kept.id}`);
        await rows(page).first().waitFor();
        await settled(page);
        const before = { fits: await counted(page, "Fits"), ask: await counted(page, "To ask about"), no: await counted(page, "Does not fit") };
        await facet(page, "Possible on").selectOption("B-1");
        await facet(page, "Hands-on").selectOption("yes");
        await facet(page, "Fee at most").fill("3000");
        await until("the address has the filters", () => page.url().includes("cost=3000"));
        await settled(page);
        const after = { fits: await counted(page, "Fits"), ask: await counted(page, "To ask about"), no: await counted(page, "Does not fit") };
        same(after.fits + after.ask + after.no, before.fits + before.ask + before.no, "nobody is lost");
        expect(after.fits > 0 && after.fits < before.fits, "the filters constrain");
        expect((await page.locator(".exp-answers").innerText()).includes("The fee"), "what the fee answers is said");
        await harness.picture(page, "journey-student-openings");
        await rows(page).locator(".name").first().click();
        await page.locator(".exp-verdict").waitFor();
        const visa = await page.locator(".exp-visa").innerText();
        expect(/B-1: allowed/.test(visa) && /Legal basis/.test(visa) && /attorney/.test(visa), "the visa with its basis and whom to ask");
        expect(await page.locator(".exp-cost .unknown").count() > 0, "parts without a figure are named");
        await whole(harness, page, "an open opening");
        await page.evaluate(() => scrollTo(0, document.querySelector(".exp-row.is-open").getBoundingClientRect().top + scrollY - 140));
        await harness.picture(page, "journey-student-opening");

        await page.getByRole("link", { name: "Schedule", exact: true }).click();
        await page.locator(".timeline").waitFor();
        await page.getByLabel("Most weeks").fill("8");
        await page.getByLabel("Letters wanted").fill("2");
        await page.getByLabel("Signed by").fill("2027-09-01");
        await until("the address has the day", () => page.url().includes("by=2027-09-01"));
        await settled(page);
        const lead = await page.locator(".schedule .lead").innerText();
        expect(/8 weeks/.test(lead) && /2 of 2 letters/.test(lead), `eight weeks and two letters, not: ${lead}`);
        expect((await page.locator(".schedule-says").innerText()).includes("proved"), "the proof is said");
        expect((await page.locator(".schedule-says").innerText()).includes("not known"), "the effect is said to be unknown");
        await whole(harness, page, "the schedule");
        await harness.picture(page, "journey-student-schedule");
        await page.getByRole("button", { name: "Save these stays into my profile" }).click();
        await page.getByRole("link", { name: "See what they need" }).waitFor();
        same((await harness.ask("GET", `/api/v1/profiles/${kept.id}`)).profile.planned_stays.length, 2, "stays in the profile");
        await page.getByRole("link", { name: "See what they need" }).click();
        await page.locator(".board-items").first().waitFor();
        await settled(page);
        expect((await page.locator(".board").innerText()).includes("BLS card"), "the card of the stay");
        expect(await page.locator(".board-items").count() >= 3, "both stays and the Match on the board");
        await whole(harness, page, "the board");
        await harness.picture(page, "journey-student-board");
        await page.getByRole("button", { name: "Undo", exact: true }).click();
        await until("the stays are gone", async () => !(await harness.ask("GET", `/api/v1/profiles/${kept.id}`)).profile.planned_stays);
    },

    "experience: graduate of 2019, observer only, H-1B hopes": async (harness) => {
        const kept = await applicant(harness, "f");
        const page = await harness.open(`/experience?p=${kept.id}&hands=no`);
        await rows(page).first().waitFor();
        await settled(page);
        expect(await counted(page, "Fits") > 0, "there is something to watch");
        const does = await rows(page).locator(".x-does").allInnerTexts();
        expect(does.length > 0 && does.every((text) => text.includes("watching")), "observing only");
        await harness.picture(page, "journey-graduate-openings");
        await facet(page, "Hands-on").selectOption("yes");
        await until("the address has the filter", () => page.url().includes("hands=yes"));
        await settled(page);
        same(await counted(page, "Fits"), 0, "hands-on work on a visitor's visa");
        await group(page, "Does not fit").click();
        await rows(page).locator(".name", { hasText: "Extern" }).first().click();
        await page.locator(".exp-verdict").waitFor();
        expect(/does not fit you/.test(await page.locator(".exp-verdict").innerText()), "it does not fit");
        expect(/B-2: not allowed/.test(await page.locator(".exp-visa").innerText()), "blocked on a visitor's visa, with the reason");
        await page.evaluate(() => scrollTo(0, document.querySelector(".exp-row.is-open").getBoundingClientRect().top + scrollY - 140));
        await harness.picture(page, "journey-graduate-blocked");

        await page.getByRole("link", { name: "Board", exact: true }).click();
        await page.locator(".board-items").first().waitFor();
        await settled(page);
        const board = await page.locator(".board").innerText();
        expect(/not ready/.test(board) && /runs out/.test(board), "a card that runs out inside the stay blocks it");
        expect(/overdue/.test(board) && /Should have been begun/.test(board), "what is overdue is said plainly");
        expect(/Step 3 passed/.test(board), "Step 3 for the H-1B");
        await harness.picture(page, "journey-graduate-board");
        const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /Calendar file/ }).click()]);
        const text = await readFile(await file.path(), "utf8");
        expect(text.startsWith("BEGIN:VCALENDAR") && text.includes("BLS"), "the calendar has the tasks");

        await page.getByRole("link", { name: "Schedule", exact: true }).click();
        await page.locator(".schedule-stays .card").first().waitFor();
        await settled(page);
        expect(/watching/.test(await page.locator(".schedule-stays").innerText()), "stays to watch");
        const first = await page.locator(".schedule-stays h3").first().innerText();
        await page.locator(".schedule-stays .card", { hasText: first }).first().getByRole("button", { name: /^Leave it out/ }).click();
        await until("another choice", async () => !(await page.locator(".schedule-stays h3").allInnerTexts()).includes(first));
        await settled(page);
        await harness.picture(page, "journey-graduate-schedule");
    },

    "experience: unknown is its own answer, and the map and back behave": async (harness) => {
        const kept = await applicant(harness, "f");
        const page = await harness.open(`/experience?p=${kept.id}&cost=500&anyone=1`);
        await rows(page).first().waitFor();
        await settled(page);
        await group(page, "To ask about").click();
        await until("the other group", () => page.url().includes("group=unknown"));
        const fees = await rows(page).locator(".x-fee").allInnerTexts();
        expect(fees.some((text) => text.includes("not known")), "a fee that is not known is set apart");
        expect(!fees.some((text) => text.trim() === "free"), "and none of these is free");
        await page.locator(".exp-map summary").click();
        await page.locator(".exp-map .state-list button").first().click();
        await until("the state is in the address", () => /state=[A-Z]{2}/.test(page.url()));
        await settled(page);
        await group(page, "Fits").click();
        await until("the group has changed", () => page.url().includes("group=fits"));
        await page.goBack();
        await until("back to what was open", () => page.url().includes("group=unknown"));
    },

    "experience: compared side by side; by keyboard from row to row": async (harness) => {
        const kept = await applicant(harness, "f");
        const page = await harness.open(`/experience?p=${kept.id}`);
        await rows(page).first().waitFor();
        await settled(page);
        await rows(page).locator(".name").first().focus();
        await page.keyboard.press("ArrowDown");
        const second = await page.evaluate(() => document.activeElement.dataset.id);
        await page.keyboard.press("Enter");
        await until("the row is open", () => new URL(page.url()).searchParams.get("open") === second);
        await page.locator(".exp-verdict").waitFor();
        await page.keyboard.press("Enter");
        await until("the row is closed", () => !new URL(page.url()).searchParams.get("open"));
        const chosen = (await names(page)).slice(0, 2);
        for (const i of [0, 1]) await rows(page).nth(i).locator(".x-pick input").check();
        await page.getByRole("link", { name: "Compare 2 side by side" }).click();
        await page.locator(".exp-compare").waitFor();
        const heads = await page.locator(".exp-compare thead th").allInnerTexts();
        for (const name of chosen) expect(heads.some((head) => head.includes(name)), `${name} is compared`);
        await page.goBack();
        await rows(page).first().waitFor();
    },

    "experience: an own opening, a fact corrected with the original beside it, both taken back": async (harness) => {
        const kept = await applicant(harness, "f");
        const page = await harness.open(`/experience?p=${kept.id}`);
        await rows(page).first().waitFor();
        await page.getByRole("button", { name: "Add an opening of your own" }).click();
        await page.getByRole("button", { name: "Keep it" }).click();
        await page.locator(".error-summary").waitFor();
        await page.getByLabel("Name of the host").fill("Example Clinic");
        await page.locator("#add-state").selectOption("OH");
        await page.locator("#add-for_graduate").selectOption("yes");
        await page.locator("#add-cost_usd").fill("free");
        await page.locator("#add-weeks").fill("2-4");
        await whole(harness, page, "the form");
        await page.getByRole("button", { name: "Keep it" }).click();
        await page.locator(".exp-row.is-open", { hasText: "Example Clinic" }).waitFor();
        expect((await page.locator(".exp-row.is-open .x-fee").innerText()).includes("free"), "its fee");
        await page.locator(".exp-verdict").waitFor();

        if (!(await page.locator(".exp-known[open]").count())) await page.locator(".exp-known summary").click();
        await page.getByRole("button", { name: /^Correct ?: Fee of the host/ }).click();
        await page.locator("#correct-value").fill("250-500");
        await page.locator("#correct-source").fill("their secretary");
        await page.getByRole("button", { name: "Keep it" }).click();
        await until("the fee is the corrected one", async () => (await page.locator(".exp-row.is-open .x-fee").innerText()).includes("$250–$500"));
        await until("the original stands beside it", async () => /was /.test(await page.locator(".exp-known").innerText()));
        await harness.picture(page, "journey-own-opening");
        await page.getByRole("button", { name: "Undo", exact: true }).click();
        await until("the fee is back", async () => (await page.locator(".exp-row.is-open .x-fee").innerText()).includes("free"));
        await page.getByRole("button", { name: /^Take back ?: Example Clinic/ }).last().click();
        await until("it is gone", async () => !(await page.locator(".exp-row", { hasText: "Example Clinic" }).count()));
    },

    "experience: why each is dropped, which visa allows what, who else pays": async (harness) => {
        const kept = await applicant(harness, "f");
        const page = await harness.open(`/experience?p=${kept.id}&visa=B-2&cost=500&group=no`);
        await rows(page).first().waitFor();
        await settled(page);
        const all = await rows(page).count();
        const why = await rows(page).locator(".x-why").allInnerTexts();
        expect(why.length === all && why.every((text) => text.trim().length > 5), "each says why");
        const chip = page.locator(".exp-reasons button", { hasText: "not on that visa" });
        const said = Number((await chip.locator(".count").innerText()).replace(/\D/g, ""));
        await chip.click();
        await until("only those dropped for the visa", async () => await rows(page).count() === said);
        expect(said > 0 && said < all, "fewer than all");
        expect((await rows(page).locator(".x-why").allInnerTexts()).every((text) => text.includes("B-2: ")), "the visa in each reason");
        await harness.fits(page, "the reasons");
        await page.locator(".exp-fold summary", { hasText: "Which visa allows what" }).click();
        await page.locator(".exp-rules").waitFor();
        const rules = await page.locator(".exp-rules").innerText();
        expect(/9 FAM 402\.2-5/.test(rules) && /unclear/.test(rules) && /INSLETTER/.test(rules), "the law, the source and what is unclear");
        await page.locator(".exp-fold summary", { hasText: "Who else pays" }).click();
        await page.locator(".exp-more .exp-grants").first().waitFor();
        expect(/AAPI/.test(await page.locator(".exp-more").innerText()), "a grant");
        expect(/free/.test(await page.locator(".exp-more .exp-grants").last().innerText()), "hosts without a fee");
        await whole(harness, page, "rules and money");
    },

    "experience: a table of openings is looked at, kept and taken back": async (harness) => {
        const kept = await applicant(harness, "f");
        const page = await harness.open(`/experience?p=${kept.id}`);
        await rows(page).first().waitFor();
        await page.getByRole("button", { name: "Import a table" }).click();
        await page.locator("#import-file").setInputFiles({ name: "hosts.csv", mimeType: "text/csv", buffer: Buffer.from(
            "Hospital,Place,Type,Weeks,Fee\nExample Clinic,OH,observership,4,free\nExample Hospital,TX,holiday,2,100\n") });
        await page.locator(".exp-refused").waitFor();
        expect(/Line 3/.test(await page.locator(".exp-refused").innerText()), "the row that cannot be, by its line");
        await page.locator("dialog summary, [role=dialog] summary").first().click();
        await page.getByLabel("Read Place as").selectOption("state");
        await until("the column is read", async () => await page.getByLabel("Read Place as").inputValue() === "state");
        await whole(harness, page, "the import");
        await page.getByRole("button", { name: "Keep 1 opening" }).click();
        await until("it is said", async () => /Imported 1 opening from hosts\.csv/.test(await page.locator("body").innerText()));
        const found = await harness.ask("POST", "/api/v1/openings/search", { words: ["example", "clinic"], state: ["OH"] });
        same(found.counts.kept, 1, "the opening is there, in its state");
        await page.getByRole("button", { name: "Undo", exact: true }).click();
        await until("it is gone", async () => (await harness.ask("POST", "/api/v1/openings/search", { words: ["example", "clinic"] })).counts.kept === 0);
    },

    "experience: the schedule chooses for the chance, or by weights, in plain words": async (harness) => {
        const kept = await applicant(harness, "e");
        const page = await harness.open(`/experience/schedule?p=${kept.id}`);
        await page.locator(".timeline").waitFor();
        await page.getByLabel("Choose for").selectOption("chance");
        await until("the chance is said", async () => /no figure exists for your specialties/.test(await page.locator(".schedule-says").innerText()));
        await page.getByLabel("Choose for").selectOption("weights");
        await page.getByLabel("Less, for each $100").fill("50");
        await page.keyboard.press("Tab");
        await until("the weights are asked for", () => /cost/.test(new URL(page.url()).searchParams.get("weights") ?? ""));
        await until("the weights are said", async () => /Counted: .*cost 50/.test(await page.locator(".schedule-says").innerText()));
        await settled(page);
        await whole(harness, page, "the weights");
    },
};
