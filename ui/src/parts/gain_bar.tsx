// A change of a chance as a bar from its low to its high end, on one scale for a whole table,
// with a line at no change.  The number stands beside it.

import { gainText } from "../charts/number";
import type { Estimate } from "../charts/chart";

export function GainBar({ gain, low, high }: { gain: Estimate; low: number; high: number }) {
    const span = high - low || 1;
    const x = (share: number): number => 2 + ((Math.max(low, Math.min(high, share)) - low) / span) * 100;
    return (
        <span class="interval gain">
            <svg viewBox="0 0 104 16" preserveAspectRatio="none" role="img" aria-label={`${gainText(gain)} in 100`}>
                <line class="rail" x1="2" x2="102" y1="8" y2="8" />
                <rect class="span" x={x(gain.low)} y="4.5" width={Math.max(1, x(gain.high) - x(gain.low))} height="7" rx="2" />
                <line class="zero" x1={x(0)} x2={x(0)} y1="0" y2="16" />
                <rect class="at" x={x(gain.value) - 1.25} y="1.5" width="2.5" height="13" rx="1" />
            </svg>
            <span class="interval-text" aria-hidden="true">{gainText(gain)}</span>
        </span>
    );
}
