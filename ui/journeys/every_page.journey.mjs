// Each page in each size and scheme: nothing breaks a rule of accessibility, nothing is wider
// than the window, and a picture is taken.  Once for each size, the layout is held against what
// is kept of it, and what is drawn comes to rest.

import { sizes, until } from "./harness.mjs";
import { Layout, rests } from "./layout.mjs";

// Name, address, and what shows that the page is there.
export const pages = [
    ["start", "/", ".five"],
    ["list", "/list", ".us-map circle, .map-fold"],
    ["list-open", "/list?open=FIRST", ".detail"],
    ["left-out", "/list?tab=left-out", ".row-line"],
    ["about-me", "/about-me", "#field-step2-ck"],
    ["how-many", "/how-many", ".edge"],
    ["what-if", "/what-if?set=%7B%22step2_ck%22%3A256%7D", ".numbers"],
    ["signals", "/signals", ".sent"],
    ["program", "/program/FIRST", ".figure svg"],
    ["compare", "/compare?codes=FIRST,1420140C0,1426140M0", ".compared"],
    ["experience", "/experience", ".exp-row"],
    ["experience-open", "/experience?open=al-namc-internal-medicine-observership", ".exp-verdict"],
    ["experience-compare", "/experience?compare=al-namc-internal-medicine-observership,al-uab-international-visiting-observership", ".exp-compare"],
    ["schedule", "/experience/schedule?w=2027-03-01..2027-06-25", ".timeline"],
    ["board", "/experience/board", ".board-items"],
    ["data", "/data", ".sources"],
    ["how-it-works", "/how-it-works", ".steps"],
];

async function settled(page, shows) {
    await page.locator(shows).first().waitFor({ state: "attached" });
    await page.waitForLoadState("networkidle");
    await until("all is loaded", async () => !(await page.locator(".loading, .busy, main progress").count()), 20_000);
}

const visit = (size, scheme) => async (harness) => {
    const demo = await harness.demo();
    const answer = await harness.ask("POST", "/api/v1/pick", { profile_id: demo.id });
    const faults = [];
    const layout = scheme === "light" ? new Layout(size) : null;
    const page = await harness.page(await harness.context(size, scheme));
    for (const [name, address, shows] of pages) {
        const at = address.replace("FIRST", answer.picked[0].nrmp_code);
        await page.goto(at + (name === "start" ? "" : `${at.includes("?") ? "&" : "?"}p=${demo.id}`));
        await settled(page, shows);
        for (const check of [harness.axe, harness.fits])
            await check.call(harness, page, `${name}, ${size}, ${scheme}`).catch((error) => faults.push(error.message));
        await layout?.look(page, name);
        if (layout && !(await rests(page))) faults.push(`${name}, ${size}, goes on moving by itself`);
        if (size !== "laptop" && (size !== "tablet" || scheme === "light")) await harness.picture(page, `${name}-${size}-${scheme}`);
    }
    if (harness.keepLayout) await layout?.keep();
    if (layout) faults.push(...(await layout.faults()));
    if (faults.length) throw new Error(faults.join("\n"));
};

// At 200 % zoom and with long names: nothing is cut off, nothing wider than the window, the focus
// is seen; and mirrored for those who read from right to left.
const larger = (size) => async (harness) => {
    const demo = await harness.demo();
    const answer = await harness.ask("POST", "/api/v1/pick", { profile_id: demo.id });
    const faults = [];
    const page = await harness.page(await harness.context(size));
    await harness.longNames(page);
    for (const [name, address, shows] of pages) {
        const at = address.replace("FIRST", answer.picked[0].nrmp_code);
        await page.goto(at + (name === "start" ? "" : `${at.includes("?") ? "&" : "?"}p=${demo.id}`));
        await settled(page, shows);
        const where = `${name} at ${size}`;
        const note = (error) => void faults.push(error.message);
        await harness.fits(page, where).catch(note);
        await harness.picture(page, `${name}-${size}`);
        await harness.focusShows(page, where).catch(note);
        await page.evaluate(() => (document.documentElement.dir = "rtl"));
        await harness.fits(page, `${where}, from right to left`).catch(note);
    }
    if (faults.length) throw new Error(faults.join("\n"));
};

const schemes = ["light", "dark"];
export default Object.fromEntries([
    ["every page: at 200 % zoom", larger("zoom")],
    ["every page: at 200 % zoom on a phone", larger("zoom-phone")],
    ...Object.keys(sizes).flatMap((size) => (size === "laptop" ? ["light"] : schemes).map((scheme) => [`every page: ${size}, ${scheme}`, visit(size, scheme)])),
]);
