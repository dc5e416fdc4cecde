// A chance as a bar from low to high with a point on it, on a scale from nothing to `max`; the
// number stands beside it.  Hatched where only a base rate is known.

import type { Chance } from "../types";
import { chanceText, inHundred, range, thin } from "../format";
import { words } from "../words";

const clamp = (share: number) => Math.max(0, Math.min(1, share)) * 100;

export function IntervalBar({ chance, max = 1, text = true, label }: {
    chance: Chance; max?: number; text?: boolean; label?: string;
}) {
    const low = clamp(chance.low / max), high = clamp(chance.high / max), at = clamp(chance.value / max);
    const isThin = thin(chance);
    return (
        <span class={isThin ? "interval thin" : "interval"}>
            <svg viewBox="0 0 104 16" preserveAspectRatio="none" role="img"
                aria-label={`${label ? `${label}: ` : ""}${chanceText(chance)}${isThin ? `, ${words.thin}` : ""}`}>
                <line class="rail" x1="2" x2="102" y1="8" y2="8" />
                <rect class="span" x={2 + low} y="4.500" width={Math.max(1, high - low)} height="7" rx="2" />
                <rect class="at" x={2 + at - 1.25} y="1.500" width="2.500" height="13" rx="1" />
            </svg>
            {text && (
                <span class="interval-text" aria-hidden="true">
                    <b>{inHundred(chance.value)}</b> <span class="dim">{range(chance)}</span>
                </span>
            )}
            {text && isThin && <span class="thin-text">{words.thin}</span>}
        </span>
    );
}
