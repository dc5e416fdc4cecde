// A hundred seasons as a hundred dots, read from the start edge: full up to the low end, lighter
// up to the chance itself, rings up to the high end.

import type { Chance } from "../types";
import { count } from "../format";
import { words } from "../words";

const STEP = 7, RADIUS = 2.6;

export function DotStrip({ chance }: { chance: Chance }) {
    const [low, value, high] = [chance.low, chance.value, chance.high].map((share) => Math.round(share * 100));
    const kind = (i: number) => (i < low! ? "sure" : i < value! ? "likely" : i < high! ? "maybe" : "not");
    return (
        <svg class="dot-strip" viewBox={`0 0 ${50 * STEP} ${2 * STEP}`} role="img"
            aria-label={words.chance.dots(count(value!), count(low!), count(high!))}>
            {Array.from({ length: 100 }, (_, i) => (
                <circle key={i} class={kind(i)} r={RADIUS}
                    cx={(i >> 1) * STEP + STEP / 2} cy={(i % 2) * STEP + STEP / 2} />
            ))}
        </svg>
    );
}
