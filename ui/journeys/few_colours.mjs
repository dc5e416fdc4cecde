// Makes a picture of a page small: at most 128 colours instead of millions, chosen by median
// cut, each pixel by the nearest.  Reads and writes the PNG of a screenshot (8 bits, not
// interlaced) with nothing but zlib.

import { deflateSync, inflateSync } from "node:zlib";

const MOST = 128;

function chunksOf(png) {
    const found = [];
    for (let at = 8; at < png.length;) {
        const length = png.readUInt32BE(at);
        found.push({ type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
        at += 12 + length;
    }
    return found;
}

// The five filters of PNG, undone; rows of RGB or RGBA become one colour each, 0xRRGGBB.
function pixelsOf(png) {
    const chunks = chunksOf(png), head = chunks[0].data;
    const width = head.readUInt32BE(0), height = head.readUInt32BE(4), depth = head[8], kind = head[9];
    if (depth !== 8 || (kind !== 2 && kind !== 6) || head[12]) throw new Error("not a screenshot");
    const step = kind === 6 ? 4 : 3, stride = width * step;
    const raw = inflateSync(Buffer.concat(chunks.filter((one) => one.type === "IDAT").map((one) => one.data)));
    const pixels = new Uint32Array(width * height);
    let before = Buffer.alloc(stride);
    for (let y = 0; y < height; y++) {
        const filter = raw[y * (stride + 1)], row = Buffer.from(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
        for (let x = 0; x < stride; x++) {
            const left = x >= step ? row[x - step] : 0, up = before[x], corner = x >= step ? before[x - step] : 0;
            const guess = left + up - corner;
            const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
            const add = [0, left, up, (left + up) >> 1, a <= b && a <= c ? left : b <= c ? up : corner][filter];
            row[x] = (row[x] + add) & 255;
        }
        for (let x = 0; x < width; x++)
            pixels[y * width + x] = (row[x * step] << 16) | (row[x * step + 1] << 8) | row[x * step + 2];
        before = row;
    }
    return { width, height, pixels };
}

const part = (colour, channel) => (colour >> (16 - 8 * channel)) & 255;

// Boxes of colours, the one with most pixels times spread cut in two until there are enough.
function palette(counts) {
    const spread = (box, channel) => {
        let low = 255, high = 0;
        for (const [colour] of box) (low = Math.min(low, part(colour, channel))), (high = Math.max(high, part(colour, channel)));
        return high - low;
    };
    const measure = (box) => {
        const channel = [0, 1, 2].reduce((best, one) => (spread(box, one) > spread(box, best) ? one : best), 0);
        const weight = box.reduce((sum, [, n]) => sum + n, 0);
        return { box, channel, weight, worth: spread(box, channel) * Math.sqrt(weight) };
    };
    const boxes = [measure([...counts])];
    while (boxes.length < MOST) {
        boxes.sort((a, b) => b.worth - a.worth);
        const { box, channel, weight } = boxes[0];
        if (box.length < 2 || !boxes[0].worth) break;
        box.sort((a, b) => part(a[0], channel) - part(b[0], channel));
        let half = 0, at = 0;
        while (at < box.length - 1 && half + box[at][1] <= weight / 2) half += box[at++][1];
        boxes.splice(0, 1, measure(box.slice(0, Math.max(1, at))), measure(box.slice(Math.max(1, at))));
    }
    return boxes.map(({ box }) => box.reduce((best, one) => (one[1] > best[1] ? one : best))[0]);
}

function nearest(colours) {
    const known = new Map();
    return (colour) => {
        let found = known.get(colour);
        if (found !== undefined) return found;
        let least = Infinity;
        colours.forEach((one, i) => {
            const far = [0, 1, 2].reduce((sum, c) => sum + (part(colour, c) - part(one, c)) ** 2, 0);
            if (far < least) (least = far), (found = i);
        });
        known.set(colour, found);
        return found;
    };
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n >>> 0;
});
function chunk(type, data) {
    const out = Buffer.alloc(12 + data.length);
    out.writeUInt32BE(data.length, 0);
    out.write(type, 4, "latin1");
    data.copy(out, 8);
    let sum = 0xffffffff;
    for (const byte of out.subarray(4, 8 + data.length)) sum = table[(sum ^ byte) & 255] ^ (sum >>> 8);
    out.writeUInt32BE((sum ^ 0xffffffff) >>> 0, 8 + data.length);
    return out;
}

export function fewColours(png) {
    const { width, height, pixels } = pixelsOf(png);
    const counts = new Map();
    for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
    const colours = palette(counts), index = nearest(colours);
    const rows = Buffer.alloc((width + 1) * height);
    for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = index(pixels[y * width + x]);
    const head = Buffer.alloc(13);
    head.writeUInt32BE(width, 0);
    head.writeUInt32BE(height, 4);
    head.set([8, 3, 0, 0, 0], 8);
    return Buffer.concat([png.subarray(0, 8), chunk("IHDR", head),
        chunk("PLTE", Buffer.from(colours.flatMap((one) => [part(one, 0), part(one, 1), part(one, 2)]))),
        chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}
