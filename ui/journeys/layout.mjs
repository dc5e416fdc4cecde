// How the pages are laid out, held against layout/SIZE.txt: a line for each landmark, table,
// chart, form and card, with where it begins and how wide it is.  Heights are left out, for they
// follow the data and the fonts.  After a change that is meant:
//
//   node journeys.mjs BINARY --layout "every page"

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = join(dirname(fileURLToPath(import.meta.url)), "layout");
const NEAR = 24; // pixels by which fonts and rounding may move an edge

// "section.tier-box 48 +328": what it is, where it begins, how wide it is; each once.
const layoutOf = (page) => page.evaluate(() => {
    const found = document.querySelectorAll(
        ".frame header, nav, main, footer, main :is(section, table, figure, form, aside, .card, [role=tabpanel])");
    const lines = [...found].filter((one) => !one.closest(".hidden")).flatMap((one) => { // not those for ears only
        const box = one.getBoundingClientRect();
        if (box.width < 2 || box.height < 2) return [];
        const name = [one.tagName.toLowerCase(), ...one.classList].slice(0, 2).join(".");
        return [`${name} ${Math.round(box.left)} +${Math.round(box.width)}`];
    });
    return [...new Set(lines)];
});

const parse = (line) => /^(\S+) (-?\d+) \+(\d+)$/.exec(line).slice(1).map((part, i) => (i ? Number(part) : part));
const alike = (a, b) => {
    const [name, left, width] = parse(a), [other, from, wide] = parse(b);
    return name === other && Math.abs(left - from) <= NEAR && Math.abs(width - wide) <= NEAR;
};

// What came and what went, line by line.
function changes(kept, found) {
    const gone = kept.filter((line) => !found.some((one) => alike(one, line)));
    const come = found.filter((line) => !kept.some((one) => alike(one, line)));
    return [...gone.map((line) => `  - ${line}`), ...come.map((line) => `  + ${line}`)];
}

// "# page" and its lines, for each page.
const write = (all) => [...all].map(([name, lines]) => `# ${name}\n${lines.join("\n")}\n`).join("\n");
const read = (text) => new Map(text.split(/^# /m).slice(1).map((part) => {
    const [name, ...lines] = part.trim().split("\n");
    return [name, lines];
}));

// How each page of one size is laid out: looked at page by page, then held against the file.
export class Layout {
    found = new Map();

    constructor(size) {
        this.size = size;
        this.file = join(folder, `${size}.txt`);
    }

    async look(page, name) {
        this.found.set(name, await layoutOf(page));
    }

    async keep() {
        await mkdir(folder, { recursive: true });
        await writeFile(this.file, write(this.found));
    }

    // A sentence for each page that is not as it is kept.
    async faults() {
        const kept = read(await readFile(this.file, "utf8"));
        return [...this.found].flatMap(([name, lines]) => {
            const differs = changes(kept.get(name) ?? [], lines);
            return differs.length ? [`${name} is laid out in another way than layout/${this.size}.txt says:\n${differs.join("\n")}`] : [];
        });
    }
}

// Whether two looks in a row find the same pixels; what comes late may come in between.
export async function rests(page, looks = 5) {
    let before = await page.screenshot();
    while (--looks > 0) {
        await page.waitForTimeout(120);
        const now = await page.screenshot();
        if (now.equals(before)) return true;
        before = now;
    }
    return false;
}
