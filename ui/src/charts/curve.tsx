// curve.tsx: the chance of matching against number and money
//
// The curve is nested: the list of n applications holds that of n - 1, so each
// point is the chance with the best n, and a place on the curve is a list.
import type { Chart } from "./chart";
import { inHundred, money, range } from "../format";
import { counted } from "./number";
import { bandPath, linear, linePath, roundUp, ticks } from "./scale";

export interface CurvePoint {
    n: number;
    cost_cents: number;
    value: number;
    low: number;
    high: number;
    marginal: number;
}

export interface CurveInput {
    points: CurvePoint[];
    knee: { n: number; cost_cents: number; value: number } | null;
    // Applications on the list now; 0: none.
    here: number;
    by: "number" | "money";
    // Draws applications up to this; left out: all.
    upTo?: number;
    // Called with the number of applications at a place that was pointed at.
    onPick?: (n: number) => void;
    basis?: string;
}

// The point of the list with at most n applications; null for an empty one.
export function pointAt(points: CurvePoint[], n: number): CurvePoint | null {
    let found: CurvePoint | null = null;
    for (const point of points) {
        if (point.n > n) break;
        found = point;
    }
    return found;
}

// The longest list that costs at most `cents`; null when none does.
export function pointFor(points: CurvePoint[], cents: number): CurvePoint | null {
    let found: CurvePoint | null = null;
    for (const point of points) {
        if (point.cost_cents > cents) break;
        found = point;
    }
    return found;
}

function finding({ points, knee, here }: CurveInput): string {
    const at = pointAt(points, here);
    const last = points[points.length - 1];
    if (last === undefined) return "No application can be chosen yet, so there is no curve";
    if (at === null) return "With no application there is no chance of matching";
    const start = `${counted(at.n, "application")} for ${money(at.cost_cents)}: `
        + `you would match in about ${inHundred(at.value)} of 100 seasons`;
    if (knee === null) return start;
    if (at.n < knee.n) return `${start}; the curve bends at ${knee.n}`;
    return `${start}; the curve bent at ${knee.n}`;
}

export function curve(input: CurveInput, width: number): Chart {
    const { points, knee, here, by, upTo, onPick, basis } = input;
    const shown = upTo === undefined ? points : points.filter((point) => point.n <= upTo);
    const table = {
        columns: [
            { label: "Applications", number: true },
            { label: "Cost, dollars", number: true },
            { label: "Chance, in 100", number: true },
            { label: "Low", number: true },
            { label: "High", number: true },
            { label: "The last one adds, in 100", number: true },
        ],
        rows: shown.map((point) => [
            point.n,
            point.cost_cents / 100,
            Number((point.value * 100).toFixed(1)),
            Number((point.low * 100).toFixed(1)),
            Number((point.high * 100).toFixed(1)),
            Number((point.marginal * 100).toFixed(2)),
        ]),
    };
    const title = finding(input);
    const source = `Nine of ten ways the numbers may be wrong lie inside the band. ${basis ?? ""}`.trim();
    const last = shown[shown.length - 1];
    if (last === undefined) return { name: "chance-curve", title, svg: null, table, source };

    const height = width < 520 ? 300 : 360;
    const [left, right, top, bottom] = [40, 26, 26, 62];
    const across = (point: { n: number; cost_cents: number }): number =>
        by === "money" ? point.cost_cents : point.n;
    const x = linear(0, Math.max(1, across(last)), left, width - right);
    const y = linear(0, Math.min(1, roundUp(Math.max(...shown.map((point) => point.high)), 5)), height - bottom, top);
    const start = { n: 0, cost_cents: 0, value: 0, low: 0, high: 0, marginal: 0 };
    const all = [start, ...shown];
    const places = (pick: (point: CurvePoint) => number) =>
        all.map((point) => [x(across(point)), y(pick(point))] as const);

    const at = pointAt(shown, here);
    const bend = knee !== null && knee.n <= last.n ? knee : null;
    const marks = ticks(0, x.high, width < 520 ? 4 : 8);
    const other = (mark: number): string => {
        if (mark === 0) return "";
        if (by === "number") {
            const point = pointAt(shown, mark);
            return point === null ? "" : money(point.cost_cents);
        }
        return String(pointFor(shown, mark)?.n ?? 0);
    };
    // Text stands to the right of its place, where it fits.
    const anchor = (place: number, length: number): "start" | "end" =>
        place + length + 10 > width && place > length ? "end" : "start";
    const beside = (place: number, length: number): number => place + (anchor(place, length) === "end" ? -9 : 9);

    const pick = onPick === undefined ? undefined : (event: PointerEvent) => {
        if (event.type === "pointermove" && event.buttons === 0) return;
        const box = (event.currentTarget as SVGElement).ownerSVGElement!.getBoundingClientRect();
        const value = x.at(((event.clientX - box.left) / box.width) * width);
        onPick(by === "number" ? Math.round(value) : (pointFor(shown, value)?.n ?? 0));
    };

    const svg = (
        <svg class="chart" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={title}>
            {ticks(0, y.high, 5).map((mark) => (
                <g key={`y${mark}`}>
                    <line class="chart-grid" x1={left} x2={width - right} y1={y(mark)} y2={y(mark)} />
                    <text class="chart-mark" x={left - 8} y={y(mark) + 4} text-anchor="end">{inHundred(mark)}</text>
                </g>
            ))}
            <text class="chart-unit" x={0} y={12}>Seasons in 100 in which you match</text>
            <path class="chart-band" d={bandPath(places((point) => point.high), places((point) => point.low))} />
            <path class="chart-line" d={linePath(places((point) => point.value))} />
            <line class="chart-axis" x1={left} x2={width - right} y1={y(0)} y2={y(0)} />
            {marks.map((mark) => (
                <g key={`x${mark}`}>
                    <line class="chart-axis" x1={x(mark)} x2={x(mark)} y1={y(0)} y2={y(0) + 4} />
                    <text class="chart-mark" x={x(mark)} y={y(0) + 18} text-anchor="middle">
                        {by === "number" ? mark : money(mark)}
                    </text>
                    <text class="chart-faint" x={x(mark)} y={y(0) + 34} text-anchor="middle">{other(mark)}</text>
                </g>
            ))}
            <text class="chart-unit" x={width - right} y={height - 8} text-anchor="end">
                {by === "number" ? "Applications, and below what they cost" : "Money for applications, and below how many"}
            </text>
            {bend !== null && (
                <g class="chart-knee">
                    <line x1={x(across(bend))} x2={x(across(bend))} y1={y(0)} y2={y(bend.value)} />
                    <circle cx={x(across(bend))} cy={y(bend.value)} r={4} />
                    <text
                        x={beside(x(across(bend)), 90)}
                        y={y(0) - 10}
                        text-anchor={anchor(x(across(bend)), 90)}
                    >
                        bends at {bend.n}
                    </text>
                </g>
            )}
            {at !== null && (
                <g class="chart-here">
                    <line x1={x(across(at))} x2={x(across(at))} y1={y(at.low)} y2={y(at.high)} />
                    <circle cx={x(across(at))} cy={y(at.value)} r={6} />
                    <text
                        x={beside(x(across(at)), 170)}
                        y={Math.min(y(0) - 46, y(at.low) + 20)}
                        text-anchor={anchor(x(across(at)), 170)}
                    >
                        <tspan class="chart-strong">You are here: {inHundred(at.value)}</tspan>
                        <tspan x={beside(x(across(at)), 170)} dy="16">
                            {range(at)}, {counted(at.n, "application")}
                        </tspan>
                    </text>
                </g>
            )}
            {pick !== undefined && (
                <rect
                    class="chart-touch" x={left} y={top} width={width - left - right} height={height - top - bottom}
                    onPointerDown={pick} onPointerMove={pick}
                />
            )}
        </svg>
    );
    return { name: "chance-curve", title, svg, table, source };
}
