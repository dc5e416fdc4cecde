// scale.ts: from numbers to places, and the marks of an axis

export interface Scale {
    (value: number): number;
    low: number;
    high: number;
    // The number at a place; inverse of the call.
    at(place: number): number;
}

// A linear scale.  A domain of one point maps to the start of the range.
export function linear(low: number, high: number, from: number, to: number): Scale {
    const span = high - low;
    const scale = ((value: number) =>
        span === 0 ? from : from + ((value - low) / span) * (to - from)) as Scale;
    scale.low = low;
    scale.high = high;
    scale.at = (place: number) =>
        to === from ? low : low + ((place - from) / (to - from)) * span;
    return scale;
}

// The round step, 1, 2 or 5 times a power of ten, that gives at most `most` steps.
function roundStep(span: number, most: number): number {
    const raw = span / Math.max(1, most);
    const power = 10 ** Math.floor(Math.log10(raw));
    for (const factor of [1, 2, 5, 10]) {
        if (factor * power >= raw * (1 - 1e-9)) return factor * power;
    }
    return 10 * power;
}

// Round numbers from `low` to `high`, at most `most` + 1 of them.
export function ticks(low: number, high: number, most: number): number[] {
    if (!(high > low) || !Number.isFinite(low) || !Number.isFinite(high)) return [low];
    const step = roundStep(high - low, most);
    const marks: number[] = [];
    for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
        marks.push(Number((i * step).toPrecision(12)));
    }
    return marks;
}

// The least round number that is not below `value`, for the end of an axis.
export function roundUp(value: number, most = 5): number {
    if (!(value > 0)) return 1;
    const step = roundStep(value, most);
    return Number((Math.ceil(value / step - 1e-9) * step).toPrecision(12));
}

type Place = readonly [x: number, y: number];

const place = (value: number): string => String(Math.round(value * 10) / 10);

// A line through the places; empty for none.
export function linePath(places: readonly Place[]): string {
    return places.map(([x, y], i) => `${i === 0 ? "M" : "L"}${place(x)},${place(y)}`).join("");
}

// The area between an upper and a lower line.
export function bandPath(upper: readonly Place[], lower: readonly Place[]): string {
    if (upper.length === 0) return "";
    return linePath([...upper, ...[...lower].reverse()]) + "Z";
}

// Text in lines of at most `width` pixels; letters are taken as `em` pixels wide on
// average.  A word that is longer than a line gets a line of its own.
export function wrap(text: string, width: number, em = 6.6): string[] {
    const most = Math.max(6, Math.floor(width / em));
    const lines: string[] = [];
    let line = "";
    for (const word of text.split(/\s+/)) {
        if (line !== "" && line.length + 1 + word.length > most) {
            lines.push(line);
            line = word;
        } else {
            line = line === "" ? word : `${line} ${word}`;
        }
    }
    if (line !== "") lines.push(line);
    return lines;
}
