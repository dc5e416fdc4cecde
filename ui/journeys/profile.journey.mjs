import { readFile } from "node:fs/promises";
import { expect, same, until } from "./harness.mjs";

const openAbout = async (harness, size) => {
    const demo = await harness.demo();
    const page = await harness.open(`/about-me?p=${demo.id}`, size);
    await page.locator("#field-step2-ck").waitFor();
    return { page, demo, kept: async () => (await harness.ask("GET", `/api/v1/profiles/${demo.id}`)) };
};

export default {
    "about me: what is typed is saved, changes the chance, and can be taken back": async (harness) => {
        const { page, kept } = await openAbout(harness);
        const before = await page.locator(".chance-figure").innerText();
        await page.locator("#field-step2-ck").fill("262");
        await until("the score is kept", async () => (await kept()).profile.step2_ck === 262);
        await until("the chance has moved", async () => (await page.locator(".chance-figure").innerText()) !== before);
        await page.getByRole("button", { name: "Undo", exact: true }).click();
        await until("the score is as it was", async () => (await kept()).profile.step2_ck === 246);
        same(await page.locator("#field-step2-ck").inputValue(), "246", "the field");
    },

    "about me: a value that cannot be is said at once and not sent": async (harness) => {
        const { page, kept } = await openAbout(harness);
        await page.locator("#field-step2-ck").fill("2460");
        await page.locator("#field-step2-ck").blur();
        await page.getByText("Enter a whole number from 1 to 300").first().waitFor();
        same((await kept()).profile.step2_ck, 246, "the score that is kept");
        await harness.axe(page, "a field with an error");
    },

    "about me: the server's last change is undone and done again": async (harness) => {
        const { page, kept } = await openAbout(harness);
        await page.locator("#field-publications").fill("7");
        await until("it is kept", async () => (await kept()).profile.publications === 7);
        await page.getByRole("button", { name: "Undo the last saved change" }).click();
        await until("it is undone", async () => (await kept()).profile.publications === 2);
        await page.getByRole("button", { name: "Redo" }).click();
        await until("it is done again", async () => (await kept()).profile.publications === 7);
    },

    "about me: an experience is added and removed by keyboard": async (harness) => {
        const { page, kept } = await openAbout(harness);
        await page.getByRole("button", { name: "Add: clinical experience" }).focus();
        await page.keyboard.press("Enter");
        const form = page.locator(".new-one");
        await form.getByRole("button", { name: "Add" }).click();
        await form.getByText("Enter: kind").waitFor();
        await form.getByLabel("Kind").selectOption("research");
        await form.getByLabel("Months", { exact: true }).fill("6");
        await form.getByRole("button", { name: "Add" }).click();
        await until("it is kept", async () => (await kept()).profile.clinical_experience.length === 4);
        same((await kept()).profile.clinical_experience[3], { kind: "research", months: 6 }, "what was added");
        await page.locator("#about-clinical_experience").getByRole("button", { name: /Remove/ }).last().focus();
        await page.keyboard.press("Enter");
        await until("it is gone", async () => (await kept()).profile.clinical_experience.length === 3);
    },

    "about me: two tabs do not overwrite each other; the person chooses": async (harness) => {
        const demo = await harness.demo();
        const context = await harness.context();
        const [one, two] = [await harness.page(context), await harness.page(context)];
        for (const page of [one, two]) {
            page.watched.allow(/status of 409/);
            await page.goto(`/about-me?p=${demo.id}`);
            await page.locator("#field-publications").waitFor();
        }
        const kept = async () => (await harness.ask("GET", `/api/v1/profiles/${demo.id}`)).profile;
        await one.locator("#field-publications").fill("9");
        await until("the first tab is kept", async () => (await kept()).publications === 9);
        await two.locator("#field-research-months").fill("11");
        await two.getByRole("button", { name: "Keep what I typed here" }).waitFor();
        const text = await two.locator("dialog").innerText();
        expect(/publications/.test(text) && /research months/.test(text), "both differences are shown");
        await harness.axe(two, "the choice between two versions");
        same((await kept()).publications, 9, "what the first tab wrote, before the choice");
        await two.getByRole("button", { name: "Take the other one" }).click();
        await until("the second tab shows it", async () => (await two.locator("#field-publications").inputValue()) === "9");
        await one.locator("#field-publications").fill("12");
        await until("kept", async () => (await kept()).publications === 12);
        await two.locator("#field-research-months").fill("24");
        await two.getByRole("button", { name: "Keep what I typed here" }).click();
        await until("the second tab's words are kept", async () => (await kept()).research_months === 24);
        await harness.ask("POST", `/api/v1/profiles/${demo.id}/undo`, {});
        same((await kept()).publications, 12, "the other version, brought back");
    },

    "about me: the server is killed in mid-edit: nothing acknowledged is lost, nothing typed either": async (harness) => {
        const { page, demo, kept } = await openAbout(harness);
        page.watched.allow(/ERR_CONNECTION|Failed to load resource|ERR_EMPTY_RESPONSE/);
        for (let round = 0; round < 3; round++) {
            const score = String(230 + round);
            await page.locator("#field-step2-ck").fill(score);
            await until("acknowledged", async () => (await page.locator(".saving").getAttribute("class")).includes("saved") &&
                (await kept()).profile.step2_ck === Number(score));
            await page.locator("#field-publications").fill(String(20 + round));
            await harness.kill();
            await until("the page says so", () => page.locator(".banner.offline").isVisible(), 15_000);
            if (round === 1) await page.locator("#field-hours").fill("77");
            await harness.again();
            await until("saved after the restart", async () =>
                (await page.locator(".saving").getAttribute("class")).includes("saved") &&
                (await kept()).profile.publications === 20 + round, 15_000);
            same((await kept()).profile.step2_ck, Number(score), "what had been acknowledged");
        }
        same((await kept()).profile.hours, 77, "what was typed while the server was away");
        expect(demo.id > 0, "the profile");
    },

    "about me: what was not sent survives a reload": async (harness) => {
        const { page, kept } = await openAbout(harness);
        page.watched.allow(/ERR_CONNECTION|Failed to load resource|ERR_FAILED/);
        await page.route("**/api/v1/profiles/*", (route) => route.request().method() === "PUT" ? route.abort() : route.continue());
        await page.locator("#field-publications").fill("31");
        await until("not saved", async () => (await page.locator(".saving").getAttribute("class")).includes("offline"));
        page.on("dialog", (dialog) => void dialog.accept());
        await page.unroute("**/api/v1/profiles/*");
        await page.reload();
        await until("sent after the reload", async () => (await kept()).profile.publications === 31);
    },

    "about me: saved to a file, exported, deleted, brought back, deleted for good": async (harness) => {
        const { page, demo } = await openAbout(harness);
        page.watched.allow(/status of 404/);
        const download = async (name) => {
            const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
            return JSON.parse(await readFile(await file.path(), "utf8"));
        };
        same(await download("Save the profile as a file"), demo.profile, "the file");
        expect(JSON.stringify(await download("Export everything")).includes("non_us_img"), "the export holds the profile");
        await page.getByRole("button", { name: "Delete everything about me" }).click();
        await page.getByRole("button", { name: "Try it with a demo profile" }).waitFor();
        await until("it is gone", async () => !(await harness.ask("GET", "/api/v1/session")).profiles.some((one) => one.id === demo.id));
        await page.getByRole("button", { name: "Undo", exact: true }).click();
        await page.locator("#field-step2-ck").waitFor();
        await page.getByRole("button", { name: /Delete at once/ }).click();
        await page.getByRole("button", { name: "Delete now" }).click();
        await page.getByRole("button", { name: "Try it with a demo profile" }).waitFor();
        const back = await harness.ask("POST", `/api/v1/profiles/${demo.id}/restore`, {}).then(() => true, () => false);
        same(back, false, "a way back");
        await page.goto(`/list?p=${demo.id}`);
        await page.getByText("There is no such profile on this machine").waitFor();
    },
};
