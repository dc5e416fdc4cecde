import { expect, same, until } from "./harness.mjs";

const openList = async (harness, size, scheme, more) => {
    const demo = await harness.demo();
    const page = await harness.open(`/list?p=${demo.id}`, size, scheme, more);
    await page.locator(".row-line").first().waitFor();
    return page;
};

export default {
    "frame: search by / finds a program and a page": async (harness) => {
        const page = await openList(harness);
        await page.keyboard.press("/");
        const input = page.getByRole("combobox", { name: "Search programs and pages" });
        await input.waitFor();
        await page.keyboard.type("montefiore bronx internal");
        await page.getByRole("dialog").getByRole("option").first().waitFor();
        expect(/Montefiore/.test(await page.getByRole("dialog").getByRole("option").first().innerText()), "the program first");
        await harness.axe(page, "the search");
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Escape");
        await until("closed", async () => !(await input.count()));
        await page.keyboard.press("/");
        await input.waitFor();
        await page.keyboard.type("about");
        await page.getByRole("dialog").getByRole("option", { name: /About/ }).first().waitFor();
        await page.keyboard.press("Enter");
        await until("the page", () => page.url().includes("/about-me?p="));
    },

    "frame: letters typed right after / all reach the search": async (harness) => {
        const page = await openList(harness);
        const input = page.getByRole("combobox", { name: "Search programs and pages" });
        // In one go, before anything can be drawn.
        await page.evaluate(() => {
            for (const key of ["/", "m", "a", "y", "p", "Backspace", "o"])
                document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        });
        await until("what was typed", async () => (await input.inputValue()) === "mayo");
        await page.keyboard.type(" clinic");
        same(await input.inputValue(), "mayo clinic", "and what was typed on");
        await page.keyboard.press("Escape");
        await until("closed", async () => !(await input.count()));
        await page.keyboard.type("/kings county", { delay: 0 });
        await until("typed at once", async () => (await input.inputValue()) === "kings county");
    },

    "frame: the keys are listed by ?, and letters can be switched off": async (harness) => {
        const page = await openList(harness);
        await page.keyboard.press("?");
        const dialog = page.getByRole("dialog");
        await dialog.waitFor();
        await harness.axe(page, "the list of keys");
        await dialog.getByLabel("Keys of a single letter are on").uncheck();
        await page.keyboard.press("Escape");
        await until("closed", async () => !(await dialog.count()));
        await page.keyboard.press("/");
        await new Promise((done) => setTimeout(done, 200));
        same(await page.getByRole("dialog").count(), 0, "dialogs with letters switched off");
    },

    "frame: the theme is the system's, and can be chosen": async (harness) => {
        const page = await openList(harness, "desktop", "dark");
        const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
        same(await theme(), "dark", "the system's theme");
        await page.getByRole("button", { name: /Colours/ }).click();
        same(await theme(), "light", "the theme chosen");
        await page.reload();
        same(await theme(), "light", "the theme after a reload");
        await page.getByRole("button", { name: /Colours/ }).click();
        await page.getByRole("button", { name: /Colours/ }).click();
        same(await theme(), "dark", "the system's again");
    },

    "frame: nothing moves for those who asked for less motion": async (harness) => {
        const page = await openList(harness, "desktop", "light", { reducedMotion: "reduce" });
        const moving = await page.evaluate(() => document.getAnimations().length);
        same(moving, 0, "animations");
    },

    "frame: an address that leads nowhere says so and shows the way": async (harness) => {
        const page = await harness.open("/no-such-page");
        await page.getByRole("heading", { name: "There is no such page" }).waitFor();
        await harness.axe(page, "a page that is not there");
        await page.getByRole("link", { name: "Go to the start" }).click();
        await page.getByRole("button", { name: "Show my list" }).waitFor();
        await page.goto("/list");
        await page.getByRole("heading", { name: "No profile is open" }).waitFor();
        await harness.axe(page, "a page without a profile");
    },

    "frame: the phone has a bar of pages at its foot": async (harness) => {
        const page = await openList(harness, "phone");
        await page.locator(".bottom-bar").getByRole("link", { name: "Start" }).click();
        await page.getByRole("button", { name: "Show my list" }).waitFor();
        await page.goBack();
        await page.locator(".row-line").first().waitFor();
    },

    "frame: a right-to-left page is mirrored and fits": async (harness) => {
        for (const size of ["desktop", "phone"]) {
            const page = await openList(harness, size);
            await page.evaluate(() => (document.documentElement.dir = "rtl"));
            await harness.fits(page, "the list from right to left");
            if (size === "desktop") {
                const [nav, main] = await page.evaluate(() => [".navigation", "main"].map((one) =>
                    document.querySelector(one).getBoundingClientRect().left));
                expect(nav > main, "the navigation at the right edge");
            }
        }
    },

    "frame: without a server the page says so, and goes on by itself": async (harness) => {
        const page = await openList(harness);
        page.watched.allow(/ERR_CONNECTION|Failed to load resource|ERR_EMPTY_RESPONSE/);
        await harness.kill();
        await page.locator(".row-line .name").first().focus();
        await page.keyboard.press("p");
        await until("the banner", () => page.locator(".banner.offline").isVisible());
        await harness.axe(page, "the list without a server");
        await harness.again();
        await until("the banner is gone", async () => !(await page.locator(".banner.offline").count()), 15_000);
        await until("saved", async () => (await page.locator(".saving").getAttribute("class")).includes("saved"));
    },
};
