// dots.tsx: a chance as a hundred seasons
//
// A filled dot is a season in which it happens.  Between the low and the high end
// of the range the dots say "perhaps": half filled up to the value, a ring above it.
import type { Chart, Estimate } from "./chart";
import { inHundred, range } from "../format";

export interface DotsInput {
    chance: Estimate | null;
    // What happens in a filled season: "you match".
    what: string;
    basis: string;
}

export type Dot = "sure" | "likely" | "perhaps" | "not";

// What each of a hundred dots says, the surest first.
export function dotsOf({ value, low, high }: Estimate): Dot[] {
    return Array.from({ length: 100 }, (_, i) => {
        const season = i + 0.5;
        if (season < Math.min(low, value) * 100) return "sure";
        if (season < value * 100) return "likely";
        if (season < Math.max(high, value) * 100) return "perhaps";
        return "not";
    });
}

export function dots({ chance, what, basis }: DotsInput, width: number): Chart {
    const columns = [{ label: "Of 100 seasons" }, { label: "Seasons", number: true }];
    if (chance === null) {
        return { name: "seasons", title: "The chance is not known yet", svg: null, table: { columns, rows: [] }, source: basis };
    }
    const all = dotsOf(chance);
    const title = `In ${inHundred(chance.value)} of 100 seasons ${what} (${range(chance)})`;
    const count = (kind: Dot): number => all.filter((dot) => dot === kind).length;
    const table = {
        columns,
        rows: [
            [`Seasons in which ${what}`, count("sure") + count("likely")],
            ["Low end of the range", Number((chance.low * 100).toFixed(0))],
            ["High end of the range", Number((chance.high * 100).toFixed(0))],
        ],
    };
    const across = width >= 480 ? 25 : 20;
    const step = Math.min(18, width / across);
    const radius = step * 0.34;
    const rows = Math.ceil(100 / across);
    const svg = (
        <svg class="chart" viewBox={`0 0 ${across * step} ${rows * step}`} width={across * step} height={rows * step} role="img" aria-label={title}>
            {all.map((dot, i) => (
                <circle
                    key={i} class={`chart-dot chart-dot-${dot}`} r={radius}
                    cx={((i % across) + 0.5) * step} cy={(Math.floor(i / across) + 0.5) * step}
                />
            ))}
        </svg>
    );
    return { name: "seasons", title, svg, table, source: basis };
}
