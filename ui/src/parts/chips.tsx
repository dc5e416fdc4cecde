// Small marks that carry a shape or letter as well as a colour.

import type { Answer3, Signal, Tier } from "../types";
import { words } from "../words";

const tierShape: Record<Tier, string> = {
    reach: "M6 1.500l5 9H1z", target: "M6 1.500a4.500 4.500 0 100 9 4.500 4.500 0 000-9z", safer: "M1.800 1.800h8.400v8.400H1.800z",
};
const signalShape: Record<Exclude<Signal, "none">, string> = {
    gold: "M6 .8l1.600 3.500 3.800.4-2.800 2.600.8 3.800L6 9.200l-3.400 1.900.8-3.800L.6 4.700l3.800-.4z",
    silver: "M6 1l5 5-5 5-5-5z",
    signal: "M2.500 11V1.200l7 2.600-7 2.800",
};

const Shape = ({ d }: { d: string }) => (
    <svg class="shape" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path d={d} /></svg>
);

export const TierChip = ({ tier }: { tier: Tier }) => (
    <span class={`chip tier ${tier}`} title={words.tierHint[tier]}>
        <Shape d={tierShape[tier]} />{words.tier[tier]}
    </span>
);

export const SignalChip = ({ signal }: { signal: Signal }) =>
    signal === "none" ? <span class="dim" title={words.signal.none}>–<span class="hidden">{words.signal.none}</span></span>
        : <span class={`chip ${signal === "signal" ? "plain" : signal}`}><Shape d={signalShape[signal]} />{words.signal[signal]}</span>;

// A visa fact: the letter of the visa and what is known.  Unknown has a dotted outline.
export const VisaChip = ({ visa, answer, title }: {
    visa: "j1" | "h1b"; answer: Answer3; title?: string;
}) => (
    <span class={`chip visa ${answer}`} title={title}>
        {words.visa[visa]}{" "}
        {answer === "unknown" ? "?" : words.answer[answer]}
        {answer === "unknown" && <span class="hidden"> {words.answer.unknown}</span>}
    </span>
);
