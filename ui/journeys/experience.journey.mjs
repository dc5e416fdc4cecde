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
};
